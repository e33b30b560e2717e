"""Claims as rows for people: who said what about whom, when, how surely, where it is written, and what it answers.

Only the claims that are asked for are read, so that an answer does not wait for the whole graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyoxigraph as ox

from ...ontology import ID, RDF, RDFS, WB, wording
from ...ontology.acts import ACT_OF_CLASS
from ...ontology.dates import PartialDate, earliest, latest
from ...ontology.edtf import in_words
from ...ontology.scales import is_unlikely
from ...ontology.texts import counted, primary
from ..store.base import QuadStore
from .names import key_of
from .values import Values, written

_TYPE = RDF + "type"
#: The relations by which a claim answers another.
_ANSWERS = (WB.respondsTo, WB.challenges, WB.endorses, WB.withdraws)
#: What says how sure somebody is, as `wording.degree` takes it.
_DEGREE = (WB.words, WB.scale, WB.grade, WB.value, WB.low, WB.high)
#: How a claim states a figure, as `wording.figure` takes it.
_FIGURES = (WB.quantity, WB.quantityAbout, WB.quantityAtLeast, WB.quantityAtMost)
#: The parts of a claim that are shown.
_PARTS = (WB.confidence, WB.likelihood, WB.quote)
#: The properties of a claim whose values are shown by their labels.
_REFERENCES = (WB.speaker, WB.accused, WB.incident, WB.through, WB.asToldBy)
#: The rest of what is read of a claim. It has as much again that no row shows, and each value takes long to look up.
_OWN = (_TYPE, RDFS + "label", WB.madeIn, WB.statedOn, WB.publicOn, WB.throughWords, WB.ownView, WB.form, WB.condition)
_MORE = (WB.outcome, WB.unit, WB.summary, WB.role, WB.coding, WB.codedRows)
_CLAIM = (*_OWN, *_MORE, *_FIGURES, *_PARTS, *_REFERENCES, *_ANSWERS)
#: What is read of sources and of the parts of a claim.
_SOURCE = (RDFS + "label", WB.publisher, WB.publishedOn, WB.url, WB.retractedOn, WB.archivedAt)
_FURTHER = (*_SOURCE, *_DEGREE, RDF + "value", WB.translated)


class Citation(NamedTuple):
    """A source as it is cited."""

    iri: str
    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    retracted: str = ""
    archived: str = ""

    def __str__(self) -> str:
        taken_back = f"retracted {in_words(self.retracted)}" if self.retracted else ""
        about = ", ".join(filter(None, (self.publisher, in_words(self.published), taken_back)))
        archived = f" (archived: {self.archived})" if self.archived else ""
        return self.title + (f" ({about})" if about else "") + (f" {self.url}" if self.url else "") + archived


@dataclass(slots=True)
class ClaimRow:
    """One claim for people; names instead of IRIs, with the IRIs beside them. `date` and `public` are as EDTF writes
    them; `public` is empty where nothing says that it is another day."""

    iri: str
    act: str
    date: str
    speaker: str
    speakers: dict[str, str]
    incident: str
    said: str
    confidence: str
    likelihood: str
    dataset: str
    public: str = ""
    voice: str = ""
    form: str = ""
    condition: str = ""
    quote: str = ""
    outcome: str = ""
    figure: str = ""
    coding: str = ""
    coded_rows: str = ""
    retracted: bool = False
    withdrawn: bool = False
    unlikely: bool = False
    summary: dict[str, str] = field(default_factory=dict)
    accused: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Citation] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """What was said, without the date; how it is known, and what has become of it since."""
        marks = {
            self.voice: bool(self.voice),
            f"on a condition: {self.condition}": bool(self.condition),
            f"coded by a {self.coding}, of {counted(int(self.coded_rows or 1), 'row')}": bool(self.coding),
            "withdrawn": self.withdrawn,
            "in retracted sources only": self.retracted,
        }
        noted = "; ".join(mark for mark, applies in marks.items() if applies)
        return self.said.removesuffix(f" ({in_words(self.date)})") + (f" ({noted})" if noted else "")

    @property
    def when(self) -> str:
        """When it was said, in words; empty when that is not known."""
        return in_words(self.date)

    @property
    def key(self) -> str:
        """The key by which `show` finds the claim: its data set and its id there."""
        return key_of(self.iri)

    def as_dict(self) -> dict[str, Any]:
        """Return the row for JSON and CSV."""
        return {
            "key": self.key,
            "date": self.date or None,
            "public": self.public or None,
            "act": self.act,
            "speaker": self.speaker,
            "accused": list(self.accused.values()),
            "incident": self.incident or None,
            "said": self.said,
            "voice": self.voice or None,
            "form": self.form or None,
            "condition": self.condition or None,
            "outcome": self.outcome or None,
            "coding": self.coding or None,
            "coded_rows": int(self.coded_rows) if self.coded_rows else None,
            "withdrawn": self.withdrawn,
            "retracted": self.retracted,
            "quote": self.quote or None,
            "figure": self.figure or None,
            "summary": primary(self.summary) or None,
            "confidence": self.confidence or None,
            "likelihood": self.likelihood or None,
            "answers": list(self.answers.values()),
            "sources": [str(source) for source in self.sources.values()],
            "claim": self.iri,
            "dataset": self.dataset,
        }


#: The keys of `ClaimRow.as_dict`, in order.
COLUMNS = tuple(ClaimRow("", "", "", "", {}, "", "", "", "", "").as_dict())

#: Those of them that are dates.
DATES = ("date", "public")


def all_claims(store: QuadStore) -> list[ClaimRow]:
    """Return all claims, in order."""
    return _rows(store, "?claim wb:speaker ?anybody")


def claims_touching(store: QuadStore, actors: Collection[str]) -> list[ClaimRow]:
    """Return the claims by the actors (IRIs), by those who speak for them, about allegations against them, and about
    the activity that goes by their name, in order."""
    accused = written(actors)
    return _rows(
        store,
        f"""{{ VALUES ?by {{ {written(speakers_for(store, actors))} }} ?claim wb:speaker ?by }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:about/wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }}
                     ?activity wb:activityOf ?actor . ?claim wb:incident|wb:about/wb:incident ?activity }}""",
    )


def claims_about(store: QuadStore, incidents: Iterable[str]) -> list[ClaimRow]:
    """Return the claims about incidents (IRIs), in order."""
    return _rows(
        store, f"VALUES ?incident {{ {written(incidents)} }} ?claim wb:incident|wb:about/wb:incident ?incident"
    )


def claims_in(store: QuadStore, sources: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that sources (IRIs) carry, in order."""
    return _rows(store, f"VALUES ?carrier {{ {written(sources)} }} ?claim wb:madeIn ?carrier")


def claims_concerning(store: QuadStore, allegations: Iterable[str]) -> list[ClaimRow]:
    """Return the claims about allegations (IRIs), in order."""
    return _rows(store, f"VALUES ?allegation {{ {written(allegations)} }} ?claim wb:about|wb:challenges ?allegation")


def claims_resting_on(store: QuadStore, evidence: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that cite evidence (IRIs) or doubt it, in order."""
    return _rows(store, f"VALUES ?item {{ {written(evidence)} }} ?claim wb:evidence|wb:challenges ?item")


def claims(store: QuadStore, iris: Iterable[str], gone: Collection[str] | None = None) -> list[ClaimRow]:
    """Return the claims with these IRIs, in order. `gone` are those of the store that are withdrawn, where
    that is known already."""
    return _rows(store, f"VALUES ?claim {{ {written(iris)} }}", gone)


def claims_answering(store: QuadStore, iris: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that answer, doubt, back or end the claims with these IRIs, in order."""
    return _rows(
        store,
        f"VALUES ?answered {{ {written(iris)} }} ?claim wb:respondsTo|wb:challenges|wb:endorses|wb:withdraws ?answered",
    )


def speakers_for(store: QuadStore, actors: Iterable[str]) -> set[str]:
    """Return the actors and those who speak for them, directly or by others."""
    known = set(actors)
    query = f"SELECT DISTINCT ?by {{ VALUES ?actor {{ {written(known)} }} ?by wb:speaksFor+ ?actor }}"
    return known | {row.by for row in store.select(query).rows()}


def only(rows: Iterable[ClaimRow], claims: Collection[str] | None) -> list[ClaimRow]:
    """Return the rows of these claims (IRIs; None: of all), in the order they have."""
    return [row for row in rows if claims is None or row.iri in claims]


def rows_by_date(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    """By date; one that is less precise after those it may follow, those without a date last."""
    return sorted(rows, key=lambda row: (*_order(row.date), row.iri))


def _order(date: str) -> tuple[int, int]:
    known = PartialDate.parse(date) if date else None
    return latest(known).toordinal() + (known is None), -earliest(known).toordinal()


def _rows(store: QuadStore, where: str, gone: Collection[str] | None = None) -> list[ClaimRow]:
    """Return the claims that a pattern for ?claim matches, in order.

    They are read thing by thing in bulk: joined into one query, so many optional properties, several of them with many
    values, take the engine many times as long.
    """
    claims = [solution["claim"].value for solution in store.select(f"SELECT DISTINCT ?claim {{ {where} }}")]
    values = Values(store)
    values.read(claims, _CLAIM)
    sources = values.of(claims, WB.madeIn)
    values.read(sources.union(*(values.of(claims, part) for part in _PARTS)), _FURTHER)
    named = [*_REFERENCES, *_ANSWERS]
    labelled = {target for relation in named for target in values.of(claims, relation)}
    labelled |= values.of(sources, WB.publisher)
    values.read_labels(labelled - set(claims))
    values.read_roles(claims)
    datasets = datasets_of(store, claims)
    taken_back = _withdrawn(store, claims) if gone is None else gone
    rows = (_row(claim, values, datasets.get(claim, ""), claim in taken_back) for claim in claims)
    return rows_by_date(row for row in rows if row is not None)


def _withdrawn(store: QuadStore, claims: Collection[str]) -> Collection[str]:
    """Return which of the claims (IRIs) are withdrawn; what tells is imported where somebody took one of them back."""
    taken_back = {getattr(quad.object, "value", "") for quad in store.find(None, ox.NamedNode(WB.withdraws))}
    if taken_back.isdisjoint(claims):
        return ()
    from ..status.withdrawn import withdrawn

    return withdrawn(store, claims)


def _row(claim: str, values: Values, dataset: str, gone: bool) -> ClaimRow | None:
    act = next((ACT_OF_CLASS[class_] for class_ in values.all(claim, _TYPE) if class_ in ACT_OF_CLASS), None)
    if act is None:
        return None
    speakers = {speaker: values.label(speaker) for speaker in values.all(claim, WB.speaker)}
    incident = values.one(claim, WB.incident)
    return ClaimRow(
        iri=claim,
        act=act,
        date=values.one(claim, WB.statedOn),
        speaker=wording.joint(speakers.values()) if speakers else "",
        speakers=speakers,
        incident=values.label(incident) if incident else "",
        said=values.label(claim),
        confidence=_degree(claim, WB.confidence, values),
        likelihood=_degree(claim, WB.likelihood, values),
        dataset=dataset,
        public=values.one(claim, WB.publicOn),
        voice=_voice(claim, values),
        form=_notation(values.one(claim, WB.form)),
        condition=values.one(claim, WB.condition),
        quote=_quote(values.one(claim, WB.quote), values),
        outcome=_notation(values.one(claim, WB.outcome)),
        figure=_figure(claim, values),
        coding=values.one(claim, WB.coding),
        coded_rows=values.one(claim, WB.codedRows),
        retracted=_is_retracted(claim, values),
        withdrawn=gone,
        unlikely=_is_unlikely(claim, values),
        summary=values.texts(claim, WB.summary),
        accused={actor: values.label(actor) for actor in values.all(claim, WB.accused)},
        sources={source: _citation(source, values) for source in values.all(claim, WB.madeIn)},
        answers={target: values.label(target) for relation in _ANSWERS for target in values.all(claim, relation)},
        roles=values.all(claim, WB.role),
    )


def _voice(claim: str, values: Values) -> str:
    """Return how the words came from the speaker, and in which form; empty if nothing is known of it."""
    through = [*map(values.label, values.all(claim, WB.through)), *values.all(claim, WB.throughWords)]
    told = [values.label(teller) for teller in values.all(claim, WB.asToldBy)]
    return wording.voice(
        through=through,
        told_by=told,
        own_view=values.one(claim, WB.ownView) == "true",
        form=_notation(values.one(claim, WB.form)),
    )


def _notation(concept: str) -> str:
    """Return what a concept of a scheme of ours is called in fact files."""
    return concept.rsplit("/", 1)[-1]


def _quote(node: str, values: Values) -> str:
    translated = values.one(node, WB.translated) == "true"
    return wording.quotation(values.one(node, RDF + "value"), translated=translated) if node else ""


def _figure(claim: str, values: Values) -> str:
    exact, about, least, most = (values.one(claim, each) for each in _FIGURES)
    figure = wording.figure(exact, about=about, at_least=least, at_most=most)
    return " ".join(filter(None, (figure, values.one(claim, WB.unit)))) if figure else ""


def _is_retracted(claim: str, values: Values) -> bool:
    """Return whether all sources of a claim were taken back by those who published them."""
    return all(values.one(source, WB.retractedOn) for source in values.all(claim, WB.madeIn))


def _degree(claim: str, property_: str, values: Values) -> str:
    node = values.one(claim, property_)
    return wording.degree(*(values.one(node, each) for each in _DEGREE)) if node else ""


def _is_unlikely(claim: str, values: Values) -> bool:
    node = values.one(claim, WB.likelihood)
    if not node:
        return False
    words, value, high = (values.one(node, each) for each in (WB.words, WB.value, WB.high))
    return is_unlikely(words, int(value) if value else None, int(high) if high else None)


def _citation(source: str, values: Values) -> Citation:
    publisher = values.one(source, WB.publisher)
    return Citation(
        source,
        values.label(source),
        values.label(publisher) if publisher else "",
        values.one(source, WB.publishedOn),
        values.one(source, WB.url),
        values.one(source, WB.retractedOn),
        values.one(source, WB.archivedAt),
    )


def datasets_of(store: QuadStore, claims: Iterable[str]) -> dict[str, str]:
    """Return the name of the data set of each of these claims (IRIs)."""
    query = f"SELECT ?s ?g {{ VALUES ?s {{ {written(claims)} }} GRAPH ?g {{ ?s wb:speaker ?speaker }} }}"
    return {row.s: row.g.removeprefix(ID) for row in store.select(query).rows()}
