"""Records as plain values, in the wording and with the dates that the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from sys import intern
from types import MappingProxyType
from typing import Any, Final

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
from .wording import alleged, roles_of, sentence

Row = dict[str, Any]
#: No allegations of any claim.
NOTHING: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


def short(iri: str) -> str:
    """Return an IRI without the base that all of ours share; the same text for each, which takes less memory."""
    return intern(iri.removeprefix(ID))


def compact(row: Row) -> Row:
    """Without what is not known or empty; false and 0 are values."""
    return {key: value for key, value in row.items() if value or value == 0}


@lru_cache(maxsize=8192)
def date_words(date: PartialDate | None) -> str:
    """Return a date as precise as it is: "19 December 2014", "about December 2014", "2014", "date not known"."""
    return "date not known" if date is None else in_words(str(date), in_english)


@lru_cache(maxsize=8192)
def _date(date: PartialDate | None) -> tuple[str, list[str] | None]:
    """Return a date as EDTF, and its first and last day where it is not one day. Many claims share one."""
    return str(date or ""), _days(date, date) if date and date.precision != "day" else None


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


def claim_row(
    claim: Claim,
    facts: Facts,
    against: Mapping[str, list[str]],
    lang: str,
    counted: Mapping[str, str] = NOBODY,
    denied: Mapping[str, Sequence[str]] = NOTHING,
) -> Row:
    """Return a claim with all that the panel says of it. `public` is the day by which it was certainly public.

    `counted` maps actors to those as whom they are drawn; the wording keeps who it was. `denied` has the allegations
    that each denial covers (see `status.claims.ClaimIndex.denying`).
    """
    public = public_on(claim, facts)
    date = claim_date(claim, facts)
    written, days = _date(date)
    return compact(
        {
            "id": short(claim.iri),
            "act": claim.act,
            "look": look if (look := look_of(claim.act)) != claim.act else None,
            "blames": (is_blame(claim.act, roles_of(claim, facts)) and not claim.condition) or None,
            "speakers": [*dict.fromkeys(short(counted.get(actor, actor)) for actor in claim.speakers)],
            "accused": [*dict.fromkeys(short(counted.get(actor, actor)) for actor in claim.accused)],
            "about": [*map(short, claim.about)],
            "incident": short(claim.incident) if claim.incident else None,
            "sentence": sentence(claim, facts),
            "voice": _voice(claim, facts),
            "condition": claim.condition,
            "outcome": claim.outcome,
            "quote": _quote(claim.quote),
            "retracted": _is_retracted(claim, facts) or None,
            "date": written,
            "days": days,
            "dateWords": date_words(date),
            "public": public.isoformat() if public else None,
            "publicDate": str(claim.public_on or ""),
            "against": [*map(short, spoken_against(claim, facts, against))],
            "denies": sorted(map(short, denied.get(claim.iri, ()))),
            "respondsTo": [*map(short, claim.responds_to)],
            "challenges": [*map(short, claim.challenges)],
            "endorses": [*map(short, claim.endorses)],
            "withdraws": [*map(short, claim.withdraws)],
            "replacedBy": short(claim.replaced_by) if claim.replaced_by else None,
            "sources": [*map(short, claim.made_in)],
            "places": [compact(_place(passage)) for passage in claim.passages],
            "confidence": _confidence(claim.confidence),
            "likelihood": _confidence(claim.likelihood),
            "evidence": [*map(short, claim.evidence)],
            "summary": wording(claim.summary, lang),
            "quantity": _figure(claim),
            "dataset": dataset_of(claim.iri, facts),
            "coder": is_coded(claim, facts) or None,
        }
    )


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


def allegation_row(allegation: Allegation, facts: Facts, counted: Mapping[str, str] = NOBODY) -> Row:
    """Return an allegation, worded as what is alleged; `counted` is as for `claim_row`."""
    return {
        "id": short(allegation.iri),
        "accused": short(counted.get(allegation.accused, allegation.accused)),
        "incident": short(allegation.incident),
        "role": allegation.role,
        "excludes": [*map(short, allegation.excludes)],
        "sentence": alleged(allegation, facts),
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
