"""What STIX cannot say of a record, so that only our extension keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ....ontology.acts import ALLEGING, BY_ACCUSED, DEFAULT_ROLE, DENYING, WITHDRAWING
from ....ontology.dates import PartialDate
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
)
from .words import link_of


def unsaid(record: Record | DataSet) -> Iterator[str]:
    """Yield what a record says that STIX cannot, one word for each piece of it."""
    match record:
        case Actor():
            yield from _of_actor(record)
        case Incident():
            yield from _of_incident(record)
        case Claim():
            yield from _of_claim(record)
        case Source():
            yield from _dates(record.published)
            yield from ["languages of texts"] * bool(record.language)
            yield from ["hashes of texts"] * bool(record.sha256)
            yield from ["archived copies"] * bool(record.archived_at)
            yield from ["corrections and retractions of sources"] * (len(record.corrects) + bool(record.retracted))
            yield from _languages(record.gloss)
        case Allegation():
            yield from ["roles other than carrying out"] * (record.role != DEFAULT_ROLE)
            yield from ["rival allegations"] * len(record.excludes)
        case Reliance():
            yield "what rests on what"
        case Evidence():
            yield "evidence"
        case Identity():
            yield from ["verdicts on who is who"] * (link_of(record) is None)
        case DataSet():
            yield "data sets"


def sentence(counts: Counter[str]) -> str:
    """The counts in one line for people; empty if there are none."""
    if not counts:
        return ""
    listed = ", ".join(f"{what} ({number})" for what, number in sorted(counts.items()))
    return f"only the extension in the bundle keeps what STIX cannot say: {listed}"


def _of_actor(actor: Actor) -> Iterator[str]:
    yield from ["names by who gives them"] * sum(name.by is not None for name in actor.names)
    yield from ["languages of texts"] * sum(bool(name.language) for name in actor.names)
    yield from ["who belongs to or speaks for whom"] * len((*actor.part_of, *actor.speaks_for))
    yield from _languages(actor.description)


def _of_incident(incident: Incident) -> Iterator[str]:
    yield "kinds of incidents"
    yield from ["victims of the activity of a group"] * (len(incident.victims) if incident.activity_of else 0)
    yield from _dates(incident.occurred_from)
    yield from _dates(incident.occurred_to)
    yield from _languages(incident.name)
    yield from _languages(incident.description)


def _of_claim(claim: Claim) -> Iterator[str]:
    yield from _dates(claim.stated_on)
    yield from ["when a claim became public"] * (claim.public_on is not None)
    yield from ["claims of responsibility as such"] * (claim.act in ALLEGING & BY_ACCUSED)
    yield from ["withdrawals and what replaces a claim"] * (claim.act in WITHDRAWING)
    yield from ["claims that accuse several"] * (len(claim.accused) > 1)
    yield from ["replies of claims to claims"] * bool(claim.responds_to and claim.act not in DENYING)
    yield from ["likelihoods"] * bool(claim.likelihood)
    yield from ["passages"] * len(claim.passages)
    yield from ["claims by several"] * (len(claim.speakers) > 1)
    yield from ["how words came from their speaker"] * len([*claim.through, *claim.as_told_by])
    yield from ["how words came from their speaker"] * (bool(claim.through_words) + bool(claim.own_view))
    yield from ["forms of claims"] * bool(claim.form)
    yield from ["outcomes of proceedings"] * bool(claim.outcome)
    yield from ["conditions"] * bool(claim.condition)
    yield from ["quotations"] * bool(claim.quote)
    figures = (claim.quantity, claim.quantity_about, claim.quantity_at_least, claim.quantity_at_most)
    yield from ["quantities"] * any(figure is not None for figure in figures)
    yield from ["that a machine read what was said"] * bool(claim.coding)
    yield from ["ratings"] * len((*claim.attribution_type, *claim.scores))
    sure = claim.confidence
    yield from ["confidence in words or grades"] * bool(sure and (sure.words or sure.grade))
    yield from _languages(claim.summary)


def _dates(date: PartialDate | None) -> Iterator[str]:
    if date is not None and date.precision != "day":
        yield "dates less precise than a day"


def _languages(text: object) -> Iterator[str]:
    yield from ["languages of texts"] * sum(language != "en" for language in text)  # type: ignore[attr-defined]
