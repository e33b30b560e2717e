"""Things of our vocabulary to records: what follows is derived, and what cannot be loaded says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from ...ontology import ID, RDF, SKOS, WB, wording
from ...ontology.acts import DEFAULT_ROLE
from ...ontology.dates import certainly_before
from ...ontology.fields import LABEL, PARTS
from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
    owner_of,
)
from ...ontology.texts import counted, primary
from .claims import claim
from .names import Names
from .things import CLASSES_OF, KINDS_BY_CLASS, LONGEST_CHAIN, GraphName, Thing, Things, last_part, named
from .values import Values


@dataclass(slots=True)
class Found:
    """What became of a thing: its records, if any, and what was left out, with why.

    Of what is only `mentioned`, as what belongs to another data set, that is why it is left out if it is not there.
    """

    iri: str
    mentioned: bool = False
    records: list[Record] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    unused: Counter[str] = field(default_factory=Counter)


class Reader:
    """Makes records of things. What refers to a thing of which none can be made is left out as well."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self._checked = False

    def check(self) -> None:
        """Find the things of which no record can be made, and those that cannot do without them."""
        if self._checked:
            return
        for kind in CLASSES_OF:
            for graph in self.things.names:
                self.things.faulty.update(thing for thing in self.things.each(kind, graph) if not self._works(thing))
        self._spread([thing for thing in self.things.faulty if thing.kind is Claim])
        self._checked = True

    def _works(self, thing: Thing) -> bool:
        """Return whether there will be a record of a thing, here or in the data set that it belongs to."""
        return self.things.is_foreign(thing) or bool(self.found(thing).records)

    def _spread(self, faulty: list[Thing]) -> None:
        """Claims that are about claims come in any order: look again at those that refer to a faulty one."""
        referring = [ox.NamedNode(iri) for iri in (WB.endorses, WB.withdraws, WB.challenges)]
        while faulty:
            target = faulty.pop().node
            for property_ in referring:
                for node in self.things.subjects(property_, target, None):
                    again = [thing for thing in self.things.of(node) if thing.kind is Claim]
                    broken = [thing for thing in again if thing not in self.things.faulty and not self._works(thing)]
                    self.things.faulty.update(broken)
                    faulty += broken

    def each(self, graph: GraphName) -> Iterator[Found]:
        """Yield what became of each thing in a graph; things without an IRI that say the same are one."""
        self.check()
        seen: set[str] = set()
        for kind in CLASSES_OF:
            for thing in self.things.each(kind, graph):
                found = self.found(thing)
                if isinstance(thing.node, ox.BlankNode):
                    if found.iri in seen:
                        continue
                    seen.add(found.iri)
                yield found

    def found(self, thing: Thing) -> Found:
        """Return what becomes of a thing."""
        values = Values(self.things, thing)
        iri = self.things.iri(thing.node)
        if self.things.is_foreign(thing):
            is_mentioned = self.things.is_only_typed(thing)
            return Found(iri, mentioned=is_mentioned, reasons=[_not_there(iri) if is_mentioned else _whose(iri)])
        found = Found(iri, reasons=values.reasons, unused=values.unused)
        try:
            self._alone(thing)
            records = list(_MAKERS[thing.kind](values, iri, self._read(values)))
        except ValueError as error:
            found.reasons = [f"left out: {error}", *values.reasons]
            return found
        values.finish()
        found.records = [*values.sources.values(), *records]
        return found

    def _alone(self, thing: Thing) -> None:
        """Raise ValueError for what is described as two kinds of things at once."""
        kinds = {other.kind for other in self.things.of(thing.node)}
        if len(kinds) > 1:
            listed = " and ".join(sorted(f"wb:{kind.__name__}" for kind in kinds))
            raise ValueError(f"it is described as {listed}; give the two different IRIs")

    def _read(self, values: Values) -> dict[str, Any]:
        kind = values.thing.kind
        read = values.read(kind)
        for part in PARTS.get(kind, ()):
            made = values.part(part)
            if made:
                read[part.name] = made
        return read


def _not_there(iri: str) -> str:
    owner = str(owner_of(iri)).removeprefix(ID)
    return f"it is referred to, but the data set {owner} is not loaded, or has no such thing"


def _whose(iri: str) -> str:
    owner = owner_of(iri)
    whose = f"the data set {owner.removeprefix(ID)}" if owner else "the vocabulary"
    return f"left out: it belongs to {whose}, and no other data set can describe it"


# ------------------------------------------------------------------------------------------------------- kind by kind


def _actor(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    if "kind" not in read:
        read |= _kind_by_class(values)
    names = Names(values, iri)
    label = names.label()
    if iri in read.get("speaks_for", ()):
        values.reasons.append(f"{named(WB.speaksFor)} is left out where it leads to the actor itself")
        read["speaks_for"] = tuple(other for other in read["speaks_for"] if other != iri)
    _break_circle(values, WB.partOf, "part_of", read)
    yield Actor(iri=iri, label=label, names=names.all(), **_complete(read, "kind"))


def _break_circle(values: Values, property_: str, name: str, read: dict[str, Any]) -> None:
    """Leave a property out where its chain, which should lead to something else, has no end."""
    if read.get(name) and values.things.is_circular(values.thing.node, property_):
        links = f"or on for more than {LONGEST_CHAIN} links"
        values.reasons.append(
            f"{named(property_)} is left out, because its chain leads back to where it began, {links}"
        )
        read[name] = ()


def _kind_by_class(values: Values) -> dict[str, str]:
    classes = values.said.get(RDF + "type", ())
    kinds = {KINDS_BY_CLASS[class_.value] for class_ in classes if getattr(class_, "value", "") in KINDS_BY_CLASS}
    return {"kind": kinds.pop()} if len(kinds) == 1 else {}


def _incident(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    label, texts = _label(values, SKOS + "prefLabel")
    if texts or read.get("name"):
        read["name"] = {**texts, **read.get("name", {})}
    if certainly_before(read.get("occurred_to"), read.get("occurred_from")):
        values.reasons.append("wb:occurredFrom and wb:occurredTo are left out, because it ends before it begins")
        del read["occurred_from"], read["occurred_to"]
    yield Incident(iri=iri, label=label or primary(read.get("name", {})) or last_part(iri), **read)


def _source(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    label, texts = _label(values, "")
    if texts or read.get("title"):
        read["title"] = {**texts, **read.get("title", {})}
    _break_circle(values, WB.corrects, "corrects", read)
    yield Source(iri=iri, label=label or primary(read.get("title", {})) or last_part(iri), **read)


def _evidence(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    label = values.label() or primary(read.get("summary", {})) or last_part(iri)
    yield Evidence(iri=iri, label=label, **read)


def _allegation(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    read = _complete(read, "accused", "incident")
    if values.said.get(WB.role) and "role" not in read:
        raise ValueError("its wb:role is not in order")
    incidents = {values.things.iri(node) for node in values.nodes(WB.incident)}
    rivals = {values.things.iri(node): node for node in values.nodes(WB.excludes)}
    kept = []
    for rival in read.get("excludes", ()):
        others = {values.things.iri(node) for node in values.things.nodes(rivals[rival], WB.incident)}
        if rival == iri or others != incidents:
            values.leave_out(WB.excludes, rivals[rival], "is no rival about the same incident")
        else:
            kept.append(rival)
    read["excludes"] = tuple(kept)
    label = values.label() or wording.allegation(
        _called(values, WB.accused), read.get("role", DEFAULT_ROLE), _called(values, WB.incident)
    )
    yield Allegation(iri=iri, label=label, **read)


def _reliance(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    read = _complete(read, "relying")
    if values.said.get(WB.on) and "on" not in read:
        raise ValueError("what it says that something rests on is not in order")
    if read.get("on") == read["relying"]:
        raise ValueError("it says that something rests on itself")
    label = values.label() or wording.reliance(
        _called(values, WB.relies), read.get("mode", "unknown"), _called(values, WB.on) if "on" in read else ""
    )
    yield Reliance(iri=iri, label=label, **read)


def _identity(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    read = _complete(read, "actors", "verdict")
    if len(read["actors"]) != 2:
        raise ValueError(f"it compares {counted(len(read['actors']), 'actor')}; make one for each pair")
    called = [values.things.label(node) for node in sorted(values.nodes(WB.compares), key=values.things.order)]
    label = values.label() or f"That {wording.identity(called, read['verdict'])}"
    read["basis"] = _PROPOSED  # only a file of decisions decides
    yield Identity(iri=iri, label=label, **read)


def _claim(values: Values, iri: str, read: dict[str, Any]) -> Iterator[Record]:
    yield from claim(values, iri, read)


_MAKERS: dict[type, Callable[[Values, str, dict[str, Any]], Iterator[Record]]] = {
    Actor: _actor,
    Incident: _incident,
    Source: _source,
    Evidence: _evidence,
    Allegation: _allegation,
    Claim: _claim,
    Reliance: _reliance,
    Identity: _identity,
}
#: The basis of what a data set says on who is who: it proposes, and joins nothing.
_PROPOSED = "stated"
_CALLED = {"relying": "wb:from", "actors": "wb:compares"}


def _complete(read: dict[str, Any], *required: str) -> dict[str, Any]:
    missing = [_CALLED.get(name, f"wb:{name}") for name in required if name not in read]
    if missing:
        raise ValueError(f"it has no {' and no '.join(missing)} that can be loaded")
    return read


def _called(values: Values, property_: str) -> str:
    (node, *_) = values.nodes(property_)
    return values.things.label(node)


def _label(values: Values, property_: str) -> tuple[str, dict[str, str]]:
    """Return the label, and the labels by language as further names, if those are texts of a property."""
    texts = dict(values.text(LABEL.value))
    label = texts.pop("", None) or primary(texts)
    given = values.said.get(property_, ())
    languages = {(term.language or "").lower() for term in given if isinstance(term, ox.Literal)}
    return label, {language: text for language, text in texts.items() if language not in languages}
