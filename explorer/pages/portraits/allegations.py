"""The page of an allegation: how it was received, by whose word, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from ....graph.ask.names import key_of
from ....graph.status.assessment import Assessment
from ....graph.status.independence import Line
from ....graph.status.provenance import Vertex
from ..addresses import path_of
from ..cards import Anchor, Words
from .details import SOME, Details, Portrait


def allegation(details: Details) -> Portrait:
    """Return what is shown of an allegation."""
    speaking, record = details.speaking, details.facts.allegations[details.iri]
    each = details.reading.assessments.get(details.iri)
    claims = details.claims("allegation")
    rivals = details.reading.index.rivals.get(details.iri, ())
    missing = next((one for one in details.reading.unanswered if one.allegation.iri == details.iri), None)
    return {
        "title": speaking.alleged(record.accused, record.role, record.incident),
        "accused": speaking.link(record.accused),
        "incident": speaking.link(record.incident),
        "assessed": details.allegation(each) if each else None,
        "possible": _possible(details, each) if each else "",
        "denied": each.denied if each else "",
        "conditions": each.conditions if each else (),
        "lines": [_line(details, line) for line in each.origins.lines] if each else [],
        "sides": list(_sides(details, each, claims)),
        "rivals": [_rival(details, iri) for iri in rivals if iri in details.facts.allegations],
        "missing": sorted(missing.missing) if missing else [],
        "total": len(claims),
        "all": details.asking.href("/claims", allegation=key_of(details.iri)),
    }


def _possible(details: Details, each: Assessment) -> str:
    same = each.status.possible_label == each.status.label
    return "" if same else details.speaking.status(each.status.possible_label)[0]


def _rival(details: Details, iri: str) -> tuple[Anchor, str]:
    record, each = details.facts.allegations[iri], details.reading.assessments.get(iri)
    words = Words(details.speaking.alleged(record.accused, record.role, record.incident))
    label = details.speaking.status(each.status.label)[0] if each else ""
    return Anchor(words, details.asking.href(path_of(iri))), label


#: The claims that set a part of a status, and those that do not, in the order in which they are told.
_SIDES: Final = ("attributed", "self_claimed", "denied", "challenged", "rivalled")


def _sides(details: Details, each: Assessment | None, claims: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the claims for and against an allegation, by what they do to its status, and then the others about it."""
    told: set[str] = set()
    incident = key_of(details.facts.allegations[details.iri].incident)
    reasons = each.reasons if each else {}
    for side in _SIDES:
        iris = [iri for iri in reasons.get(side, ()) if iri in details.facts.claims]
        told |= set(iris)
        if iris:
            yield {
                "name": side,
                **details.some(iris, SOME, incident=incident),
            }
    rest = [iri for iri in dict.fromkeys((*claims, *(each.status.claims if each else ()))) if iri not in told]
    rest = [iri for iri in rest if iri in details.facts.claims]
    if rest:
        yield {"name": "others", **details.some(rest, SOME, allegation=key_of(details.iri))}


def _line(details: Details, line: Line) -> list[tuple[str, str, str]]:
    """Return an independent path, step by step: what it is, its name, and where its page is."""
    steps = [Vertex("principal", line.principal or ""), line.root, *line.route]
    told = [(step.kind, *_vertex(details, step)) for step in steps if step.kind != "allegation"]
    return [next(group) for _, group in groupby(told, key=lambda step: step[1])]


def _vertex(details: Details, step: Vertex) -> tuple[str, str]:
    if not step.iri:
        return details.speaking.say("unknownorigin"), ""
    first = step.iri.split()[0]
    if step.kind == "claim":
        words = details.speaking.said(details.facts.claims[first]).text if first in details.facts.claims else first
        return words, details.asking.href(path_of(first))
    return details.speaking.joint(step.iri.split()), details.asking.href(path_of(first))
