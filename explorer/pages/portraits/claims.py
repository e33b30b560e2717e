"""The page of a claim: its words, its sources, what it answers and what answers it, and how it was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from ....graph.ask.values import Values
from ....graph.status.independence import chain
from ....graph.status.provenance import ProvenanceStep
from ....graph.view.rows import is_coded
from ....ontology import WB
from ....ontology.records import Claim
from ....ontology.texts import primary
from ..addresses import path_of
from ..cards import Anchor
from .details import Details, Portrait


def claim(details: Details) -> Portrait:
    """Return what is shown of a claim."""
    speaking, facts, iri = details.speaking, details.facts, details.iri
    record = facts.claims[iri]
    card = details.cards([iri])[0]
    answered = [other for other in _answered(record) if other in facts.claims]
    doubted = [other for other in record.challenges if other in facts.allegations or other in facts.evidence]
    answers = details.reading.claims.with_("answered", iri)
    return {
        "title": card.said.text,
        "titlelang": card.said.lang,
        "card": card,
        "means": speaking.say.means("acts", record.act),
        "speakers": speaking.links(record.speakers),
        "accused": speaking.links(record.accused),
        "incident": speaking.link(record.incident) if record.incident else None,
        "told": speaking.links(record.as_told_by),
        "form": speaking.say.term("forms", record.form) if record.form else "",
        "outcome": speaking.say.view["pictures"]["outcomes"].get(record.outcome or "", record.outcome or ""),
        "public": speaking.say.date(str(record.public_on)) if record.public_on else "",
        "about": [
            details.allegation(details.reading.assessments[each])
            for each in record.about
            if each in details.reading.assessments
        ],
        "doubted": [speaking.link(other) for other in doubted],
        "places": list(_places(details)),
        "evidence": [
            (speaking.link(each), facts.evidence[each].disclosed) for each in record.evidence if each in facts.evidence
        ],
        "answers": details.cards(answered),
        "answered": details.some(answers),
        "steps": list(_steps(details, chain(facts, iri))),
        "recorded": speaking.say.date(record.recorded_on.date().isoformat()) if record.recorded_on else "",
        "versions": list(_versions(details)),
        "coded": is_coded(record, facts) and not record.coding,
    }


def _answered(record: Claim) -> Iterator[str]:
    """Yield what a claim answers, backs, doubts or takes back."""
    yield from dict.fromkeys((*record.responds_to, *record.challenges, *record.endorses, *record.withdraws))


def _places(details: Details) -> Iterator[tuple[str, Anchor | None]]:
    """Yield where in which source a claim stands."""
    nodes = details.values.all(details.iri, WB.passage)
    values = Values(details.reading.store)
    values.read(nodes)
    words = details.speaking.say.view["page"]["place"]
    for node in nodes:
        section, paragraph, start, end = (
            values.one(node, each) for each in (WB.section, WB.paragraph, WB.start, WB.end)
        )
        parts = [
            words["section"].format(section) if section else "",
            words["paragraph"].format(paragraph) if paragraph else "",
            words["characters"].format(f"{start}–{end}") if start else "",
        ]
        source = values.one(node, WB.source)
        yield ", ".join(filter(None, parts)), details.speaking.link(source) if source else None


def _steps(details: Details, first: ProvenanceStep) -> Iterator[tuple[int, str, str, str]]:
    """Yield what a claim rests on, step by step: how deep, how, what, and where its page is."""
    pending = [(step, 0) for step in first.rests_on]
    relations = details.speaking.say.own["steps"]
    while pending:
        step, depth = pending.pop(0)
        name = details.speaking.label(step.iri) if step.iri else details.speaking.say("unknownorigin")
        href = details.asking.href(path_of(step.iri)) if step.iri else ""
        yield depth, relations.get(step.relation, step.relation), name, href
        pending[:0] = [(each, depth + 1) for each in step.rests_on]


def _versions(details: Details) -> Iterator[Mapping[str, str]]:
    """Yield the earlier versions of a claim, as they were recorded here, the latest first."""
    history = details.reading.whole.store.generation.history
    found = [
        getattr(quad.subject, "value", "")
        for quad in history.find(None, ox.NamedNode(WB.versionOf), ox.NamedNode(details.iri))
    ]
    values = Values(history)
    values.read(found)
    say = details.speaking.say
    for iri in sorted(found, key=lambda iri: values.one(iri, WB.closedOn), reverse=True):
        yield {
            "said": values.label(iri),
            "summary": primary(values.texts(iri, WB.summary)),
            "from": say.date(values.one(iri, WB.recordedOn)[:10]),
            "to": say.date(values.one(iri, WB.closedOn)[:10]),
        }
