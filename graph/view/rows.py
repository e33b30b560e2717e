"""Records as plain values, in the wording and with the dates that the page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ...ontology import ID
from ...ontology import wording as words
from ...ontology.acts import is_blame
from ...ontology.dates import EARLIEST, LATEST, PartialDate
from ...ontology.edtf import in_english, in_words
from ...ontology.records import Actor, Allegation, Claim, Confidence, Evidence, Incident, Passage, Quote, Source
from ...ontology.texts import Text
from ..network.network import NOBODY
from ..store.clocks import claim_date
from ..store.facts import Facts
from .links import spoken_against
from .looks import look_of
from .narrowing import dataset_of, home_of, public_on
from .tables import Row, Telling, compact
from .wording import alleged, roles_of, sentence

if TYPE_CHECKING:
    from .history import StatusHistory

#: Nothing of any claim.
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def short(iri: str) -> str:
    """Return an IRI without the base that all of ours share; the same text for each, which takes less memory."""
    return intern(iri.removeprefix(ID))


@lru_cache(maxsize=8192)
def date_words(date: PartialDate | None) -> str:
    """Return a date as precise as it is: "19 December 2014", "about December 2014", "2014", "date not known"."""
    return "date not known" if date is None else in_words(str(date), in_english)


def wording(text: Text, lang: str) -> Row:
    """Return the wording in `lang`, else in English, else any, with the language that it is in."""
    if not text:
        return {}
    for tag in (lang, "en", *text):
        if tag in text:
            return {"text": text[tag], "lang": tag}
    return {}


def actor_label(actor: Actor, lang: str) -> str:
    """Return the preferred name in `lang` if there is one, else the label."""
    preferred = (name.value for name in actor.names if name.kind == "preferred" and name.language == lang)
    return next(preferred, actor.label)


def actor_row(actor: Actor, facts: Facts, lang: str, counted: Iterable[str] = ()) -> Row:
    """Return an actor as a node; `counted` are the actors (IRIs) that are drawn as this one, too."""
    return {
        "type": "actor",
        "kind": actor.kind,
        "label": actor_label(actor, lang),
        "names": sorted({name.value for name in actor.names} | {actor.label}),
        "description": wording(actor.description, lang),
        "partOf": [facts.label(iri) for iri in actor.part_of],
        "speaksFor": [facts.label(iri) for iri in actor.speaks_for],
        "counted": sorted({facts.label(iri) for iri in counted}),
        "wikidata": actor.wikidata,
        "dataset": dataset_of(actor.iri, facts),
    }


def incident_row(incident: Incident, facts: Facts, lang: str) -> Row:
    """Return an incident as a node."""
    when = [str(date) for date in (incident.occurred_from, incident.occurred_to) if date]
    return {
        "type": "incident",
        "kind": incident.kind,
        "label": incident.name.get(lang, incident.label),
        "names": sorted({*incident.name.values(), incident.label}),
        "description": wording(incident.description, lang),
        "when": [*dict.fromkeys(when)],
        "days": _days(incident.occurred_from, incident.occurred_to or incident.occurred_from),
        "dataset": dataset_of(incident.iri, facts),
        "victims": [facts.label(iri) for iri in incident.victims],
    }


def _days(first: PartialDate | None, last: PartialDate | None) -> list[str]:
    """Return the first and the last day that something may have been; each empty where it is open."""
    begin = first.earliest.isoformat() if first and first.earliest > EARLIEST else ""
    end = last.latest.isoformat() if last and last.latest < LATEST else ""
    return [begin, end] if begin or end else []


class Context(NamedTuple):
    """What claims and allegations are told by.

    `counted` maps actors to those as whom they are drawn; the wording keeps who it was. `short` is the function of that
    name, which may know what it was asked before: there are many more references than things.
    """

    facts: Facts
    lang: str
    counted: Mapping[str, str] = NOBODY
    short: Callable[[str], str] = short


def _days_of(date: PartialDate | None) -> list[str]:
    """Return the first and the last day that a date may mean, where it is not one day."""
    return _days(date, date) if date and date.precision != "day" else []


def claims_told(
    context: Context,
    against: Mapping[str, list[str]],
    denied: Mapping[str, Sequence[str]] = NOTHING,
    gone: Mapping[str, Row] = NOTHING,
) -> Telling[Claim]:
    """Return all that the panel says of a claim. `public` is the day by which it was certainly public.

    `against` is what `links.accusations` returns; `denied` has the allegations that each denial covers (see
    `status.claims.ClaimIndex.denying`), `gone` what is said of those that were withdrawn (see `history.Ledger`).
    """
    facts, lang, counted, short = context

    def shorts(iris: Iterable[str]) -> list[str]:
        return [*map(short, iris)]

    def drawn(actors: Sequence[str]) -> list[str]:
        return [*dict.fromkeys(short(counted.get(actor, actor)) for actor in actors)]

    def date(claim: Claim) -> PartialDate | None:
        return claim_date(claim, facts)

    def public(claim: Claim) -> str | None:
        return day.isoformat() if (day := public_on(claim, facts)) else None

    return {
        "id": lambda claim: short(claim.iri),
        "act": lambda claim: claim.act,
        "look": lambda claim: look if (look := look_of(claim.act)) != claim.act else None,
        "blames": lambda claim: (not claim.condition and is_blame(claim.act, roles_of(claim, facts))) or None,
        "speakers": lambda claim: drawn(claim.speakers),
        "accused": lambda claim: drawn(claim.accused),
        "about": lambda claim: shorts(claim.about),
        "incident": lambda claim: short(claim.incident) if claim.incident else None,
        "sentence": lambda claim: sentence(claim, facts),
        "voice": lambda claim: _voice(claim, facts),
        "condition": lambda claim: claim.condition,
        "outcome": lambda claim: claim.outcome,
        "quote": lambda claim: _quote(claim.quote),
        "retracted": lambda claim: _is_retracted(claim, facts) or None,
        "date": lambda claim: str(date(claim) or ""),
        "days": lambda claim: _days_of(date(claim)),
        "dateWords": lambda claim: date_words(date(claim)),
        "public": public,
        "publicDate": lambda claim: str(claim.public_on or ""),
        "against": lambda claim: shorts(spoken_against(claim, facts, against)),
        "denies": lambda claim: sorted(map(short, denied.get(claim.iri, ()))),
        "respondsTo": lambda claim: shorts(claim.responds_to),
        "challenges": lambda claim: shorts(claim.challenges),
        "endorses": lambda claim: shorts(claim.endorses),
        "withdraws": lambda claim: shorts(claim.withdraws),
        "replacedBy": lambda claim: short(claim.replaced_by) if claim.replaced_by else None,
        "sources": lambda claim: shorts(claim.made_in),
        "places": lambda claim: [compact(_place(passage)) for passage in claim.passages],
        "confidence": lambda claim: _confidence(claim.confidence),
        "likelihood": lambda claim: _confidence(claim.likelihood),
        "evidence": lambda claim: shorts(claim.evidence),
        "summary": lambda claim: wording(claim.summary, lang),
        "quantity": _figure,
        "dataset": lambda claim: dataset_of(claim.iri, facts),
        "coder": lambda claim: is_coded(claim, facts) or None,
        "withdrawn": lambda claim: gone[claim.iri]["withdrawn"] if claim.iri in gone else None,
        "takenBack": lambda claim: gone[claim.iri]["takenBack"] if claim.iri in gone else None,
    }


#: The formats of data sets that people coded from what others said.
_CODED: Final = frozenset(("table", "misp-galaxy"))


def is_coded(claim: Claim, facts: Facts) -> bool:
    """Return whether a claim is a coder's own: a machine coded it, or it is said by who published the data set that it
    comes from, such as MISP or the CFR, and not by somebody whom that quotes."""
    if claim.coding:
        return True
    if home_of(claim.iri, facts).format not in _CODED:
        return False
    publishers = {facts.sources[iri].publisher for iri in claim.made_in if iri in facts.sources}
    return not publishers.isdisjoint(claim.speakers)


def _voice(claim: Claim, facts: Facts) -> Row:
    """Return how the words came from their speaker."""
    if not (claim.through or claim.through_words or claim.as_told_by or claim.own_view or claim.form):
        return {}
    return compact(
        {
            "through": [*map(facts.label, claim.through), *filter(None, [claim.through_words])],
            "toldBy": [facts.label(teller) for teller in claim.as_told_by],
            "ownView": claim.own_view or None,
            "form": claim.form,
        }
    )


def _quote(quote: Quote | None) -> Row:
    return compact({"text": quote.text, "translated": quote.translated or None}) if quote else {}


def _is_retracted(claim: Claim, facts: Facts) -> bool:
    """Return whether all sources of a claim were taken back by those who published them."""
    sources = [facts.sources[iri] for iri in claim.made_in if iri in facts.sources]
    return bool(sources) and all(source.retracted for source in sources)


def _figure(claim: Claim) -> str | None:
    """Return the figure that a claim states, with how exact it is and its unit."""
    given = (claim.quantity, claim.quantity_about, claim.quantity_at_least, claim.quantity_at_most)
    if given == (None,) * 4:
        return None
    exact, about, least, most = (None if number is None else f"{number:,f}" for number in given)
    figure = words.figure(exact, about=about, at_least=least, at_most=most)
    return f"{figure} {claim.unit or ''}".strip() if figure else None


def _confidence(confidence: Confidence | None) -> Row:
    if confidence is None:
        return {}
    return compact({key: getattr(confidence, key) for key in ("words", "scale", "grade", "value", "low", "high")})


def _place(passage: Passage) -> Row:
    return {key: getattr(passage, key) for key in ("section", "paragraph", "start", "end")}


def allegations_told(context: Context, standing: Mapping[str, StatusHistory]) -> Telling[Allegation]:
    """Return what is said of an allegation, worded as what is alleged, and how it stands and stood."""
    facts, _, counted, short = context

    def origins(allegation: Allegation) -> Row | None:
        counts = standing[allegation.iri].origins
        return counts._asdict() if counts else None

    return {
        "id": lambda allegation: short(allegation.iri),
        "accused": lambda allegation: short(counted.get(allegation.accused, allegation.accused)),
        "incident": lambda allegation: short(allegation.incident),
        "role": lambda allegation: allegation.role,
        "excludes": lambda allegation: [*map(short, allegation.excludes)],
        "sentence": lambda allegation: alleged(allegation, facts),
        "status": lambda allegation: standing[allegation.iri].status,
        "denied": lambda allegation: standing[allegation.iri].denied,
        "history": lambda allegation: standing[allegation.iri].history,
        "origins": origins,
        "unanswered": lambda allegation: standing[allegation.iri].unanswered or None,
    }


def source_row(source: Source, facts: Facts, lang: str) -> Row:
    """Return a source; its `url` is given as it is, and only the page decides whether it may be a link."""
    return compact(
        {
            "id": short(source.iri),
            "title": wording(source.title, lang) or {"text": source.label},
            "gloss": wording(source.gloss, lang),
            "retracted": str(source.retracted or ""),
            "publisher": facts.label(source.publisher) if source.publisher else None,
            "date": str(source.published or ""),
            "dateWords": date_words(source.published),
            "url": source.url,
            "language": source.language,
        }
    )


def evidence_row(evidence: Evidence, facts: Facts, lang: str) -> Row:
    """Return a piece of evidence that a speaker names."""
    return compact(
        {
            "id": short(evidence.iri),
            "label": evidence.label,
            "summary": wording(evidence.summary, lang),
            "heldBy": facts.label(evidence.held_by) if evidence.held_by else None,
            "disclosed": evidence.disclosed,
        }
    )


def by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by their `id`."""
    return {row["id"]: row for row in rows}
