"""A claim as a row for people: who said what about whom, when, how surely, where it is written, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ....ontology import wording
from ....ontology.dates import PartialDate, earliest, latest
from ....ontology.edtf import in_words
from ....ontology.scales import is_unlikely
from ....ontology.texts import counted, primary
from ..names import key_of
from .beside import Thing
from .reading import ANSWERS, Known


class CitedSource(NamedTuple):
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


class ClaimRow(NamedTuple):
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
    summary: Mapping[str, str] = {}
    accused: Mapping[str, str] = {}
    sources: Mapping[str, CitedSource] = {}
    answers: Mapping[str, str] = {}
    roles: Sequence[str] = ()

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


def only(rows: Iterable[ClaimRow], claims: Collection[str] | None) -> list[ClaimRow]:
    """Return the rows of these claims (IRIs; None: of all), in the order they have."""
    return [row for row in rows if claims is None or row.iri in claims]


def rows_by_date(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    """By date; one that is less precise after those it may follow, those without a date last."""
    return sorted(rows, key=lambda row: (*_order(row.date), row.iri))


def _order(date: str) -> tuple[int, int]:
    known = PartialDate.parse(date) if date else None
    return latest(known).toordinal() + (known is None), -earliest(known).toordinal()


def row_of(claim: str, known: Known, gone: bool) -> ClaimRow:
    """Return the row of a claim (IRI) of which everything is known; `gone`: whether it is withdrawn."""
    said, labels = known.claims[claim], known.labels
    sources = {source: known.sources.get(source, {}) for source in said.get("made_in", ())}
    speakers = _named(said.get("speakers", ()), labels)
    incident = said.get("incident", "")
    return ClaimRow(
        iri=claim,
        act=said["act"],
        date=said.get("stated_on", ""),
        speaker=wording.joint(speakers.values()) if speakers else "",
        speakers=speakers,
        incident=(labels.get(incident) or _tail(incident)) if incident else "",
        said=said.get("label") or _tail(claim),
        confidence=wording.degree(**said.get("confidence", {})),
        likelihood=wording.degree(**said.get("likelihood", {})),
        dataset=said["dataset"],
        public=said.get("public_on", ""),
        voice=_voice(said, labels),
        form=_tail(said.get("form", "")),
        condition=said.get("condition", ""),
        quote=_quote(said.get("quote", {})),
        outcome=_tail(said.get("outcome", "")),
        figure=_figure(said),
        coding=said.get("coding", ""),
        coded_rows=said.get("coded_rows", ""),
        retracted=all("retracted" in source for source in sources.values()),
        withdrawn=gone,
        unlikely=_is_unlikely(said.get("likelihood", {})),
        summary=said["summary"],
        accused=_named(said.get("accused", ()), labels),
        sources={iri: _citation(iri, source, labels) for iri, source in sources.items()},
        answers=_named((iri for field in ANSWERS for iri in said.get(field, ())), labels),
        roles=said["roles"],
    )


def _named(things: Iterable[str], labels: Mapping[str, str]) -> dict[str, str]:
    return {iri: labels.get(iri) or _tail(iri) for iri in things}


def _tail(iri: str) -> str:
    """Return the end of an IRI: what to call a thing without a label, and a concept of a scheme of ours."""
    return iri.rsplit("/", 1)[-1]


def _voice(said: Thing, labels: Mapping[str, str]) -> str:
    """Return how the words came from the speaker, and in which form; empty if nothing is known of it."""
    through = [*_named(said.get("through", ()), labels).values(), *filter(None, (said.get("through_words"),))]
    return wording.voice(
        through=through,
        told_by=[*_named(said.get("as_told_by", ()), labels).values()],
        own_view=said.get("own_view") == "true",
        form=_tail(said.get("form", "")),
    )


def _quote(quote: Thing) -> str:
    return wording.quotation(quote.get("text", ""), translated=quote.get("translated") == "true") if quote else ""


def _figure(said: Thing) -> str:
    about, least, most = (said.get(f"quantity_{how}") for how in ("about", "at_least", "at_most"))
    figure = wording.figure(said.get("quantity"), about=about, at_least=least, at_most=most)
    return " ".join(filter(None, (figure, said.get("unit")))) if figure else ""


def _is_unlikely(likelihood: Thing) -> bool:
    words, value, high = (likelihood.get(each) for each in ("words", "value", "high"))
    return is_unlikely(words, int(value) if value else None, int(high) if high else None)


def _citation(iri: str, source: Thing, labels: Mapping[str, str]) -> CitedSource:
    publisher = source.get("publisher", "")
    return CitedSource(
        iri,
        source.get("label") or _tail(iri),
        (labels.get(publisher) or _tail(publisher)) if publisher else "",
        source.get("published", ""),
        source.get("url", ""),
        source.get("retracted", ""),
        source.get("archived_at", ""),
    )
