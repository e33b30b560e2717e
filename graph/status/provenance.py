"""What claims rest on: the graph of support behind an allegation, and the chain behind one claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ...ontology.acts import BACKING
from ...ontology.records import Actor, Claim, Reliance
from ..store.facts import Facts
from .claims import ClaimIndex, reachable

Kind = Literal["start", "principal", "unknown", "evidence", "word", "claim", "source", "outlet", "allegation"]


class Vertex(NamedTuple):
    """A vertex of the graph of support. A `word` has the IRI of its speaker, or those of all who spoke together."""

    kind: Kind
    iri: str


def principal(actor: str, actors: Mapping[str, Actor]) -> str:
    """Return the top of an actor's chain of `speaks_for`, else `part_of`; of several the first by IRI, as in a
    circle."""
    path = [actor]
    while (above := _above(path[-1], actors)) is not None:
        if above in path:
            return min(path[path.index(above) :])
        path.append(above)
    return path[-1]


def _above(actor: str, actors: Mapping[str, Actor]) -> str | None:
    record = actors.get(actor)
    return min(record.speaks_for or record.part_of, default=None) if record else None


class Way(NamedTuple):
    """How a claim gets to where it was made: the sources on its way, those it enters at, who passes it on to whom."""

    sources: list[str]
    entries: list[str]
    hops: list[tuple[str, str]]


class Provenance:
    """What the claims and sources of `facts` (those visible at some time) rest on; made once for many questions.

    `claims` is the index of these facts, for who has made it.
    """

    def __init__(self, facts: Facts, claims: ClaimIndex | None = None) -> None:
        self.facts = facts
        self.claims = claims or ClaimIndex(facts)
        self._reliances: dict[str, list[Reliance]] = defaultdict(list)
        for reliance in facts.reliances.values():
            self._reliances[reliance.relying].append(reliance)

    def outlet(self, source: str) -> str:
        """Return the publisher of a source, else the source itself."""
        record = self.facts.sources.get(source)
        return (record.publisher if record else None) or source

    def is_own_word(self, claim: Claim) -> bool:
        """Return whether a claim rests on nothing but the word of its speakers, and each of its sources on nothing."""
        if claim.evidence or claim.act in BACKING:
            return False
        return self._reliances.keys().isdisjoint((claim.iri, *claim.made_in))

    def way(self, claim: Claim) -> Way:
        """A claim comes from the sources it relies on, else from its carriers, and from all that these rely on.

        Where it relies on sources itself, a carrier that relies on another carrier has it from that one all the same.
        """
        own = self._sources(claim.iri)
        start = own or list(claim.made_in)
        sources = list(dict.fromkeys([*start, *reachable(start, self._sources)]))
        hops = [(relied, source) for source in sources for relied in self._sources(source)]
        if own:
            hops += [(passed, carrier) for carrier in claim.made_in for passed in self._earlier(carrier, claim) or own]
        return Way(sources, [source for source in sources if not self._sources(source)], hops)

    def _earlier(self, carrier: str, claim: Claim) -> list[str]:
        """Return the other carriers of a claim on which one of them relies, but for those that rely on it in turn."""
        others = [source for source in reachable([carrier], self._sources) if source in claim.made_in]
        return [other for other in others if carrier not in reachable([other], self._sources)]

    def basis(self, claim: Claim, way: Way) -> list[Reliance]:
        """Return the reliances of a claim and of the sources on its way."""
        return [reliance for iri in (claim.iri, *way.sources) for reliance in self._reliances.get(iri, ())]

    def relies_beyond_sources(self, iri: str) -> bool:
        """Return whether a claim itself, not only a source on its way, relies on claims or evidence."""
        facts = self.facts
        return any(r.on in facts.claims or r.on in facts.evidence for r in self._reliances.get(iri, ()))

    def is_open(self, reliance: Reliance) -> bool:
        """Return whether a reliance leaves open on what."""
        facts = self.facts
        named = reliance.on in facts.sources or reliance.on in facts.claims or reliance.on in facts.evidence
        return not named or reliance.mode == "unknown"

    def _sources(self, iri: str) -> list[str]:
        """Return the sources on which a claim or source relies."""
        relied = (reliance.on for reliance in self._reliances.get(iri, ()))
        return [on for on in relied if on is not None and on in self.facts.sources]


@dataclass(slots=True)
class Support:
    """The graph behind one allegation from the roots on; gates go in front of them.

    `roots` has the principals of each root, `unknown` the roots of unknown provenance, `outlets` the IRIs of the
    outlets that carry a supporting claim, `first_hand` those at which a claim with a root of its own enters.
    """

    allegation: Vertex
    edges: dict[Vertex, set[Vertex]] = field(default_factory=lambda: defaultdict(set))
    roots: dict[Vertex, set[str]] = field(default_factory=lambda: defaultdict(set))
    unknown: set[Vertex] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    first_hand: set[str] = field(default_factory=set)


def support(provenance: Provenance, allegation: str) -> Support:
    """Return the graph behind one allegation, as `graph.independence` defines it. Touches only what it rests on."""
    return _Builder(provenance, allegation).build()


class _Ground(NamedTuple):
    """What one claim rests on: claims, and roots of its own, each with the actors whose evidence or word it is."""

    way: Way
    bases: list[str]
    roots: list[tuple[Vertex, tuple[str, ...]]]
    is_open: bool


class _Builder:
    def __init__(self, provenance: Provenance, allegation: str) -> None:
        self.provenance = provenance
        self.facts = provenance.facts
        self.result = Support(Vertex("allegation", allegation))
        self.supporting = provenance.claims.live_claims(allegation)
        self.carrying = {source for claim in self.supporting for source in claim.made_in}

    def build(self) -> Support:
        grounds: dict[str, _Ground] = {}
        pending = [claim.iri for claim in self.supporting]
        for iri in pending:
            if iri not in grounds:
                grounds[iri] = self._ground(self.facts.claims[iri])
                pending += grounds[iri].bases
        for iri, ground in grounds.items():
            self._add_claim(Vertex("claim", iri), ground, self.facts.claims[iri].as_told_by)
        for claim in self.supporting:
            self._publish(claim, grounds[claim.iri])
        return self.result

    def _ground(self, claim: Claim) -> _Ground:
        way = self.provenance.way(claim)
        if self._is_relay(claim, way):
            return _Ground(way, [], [], False)
        basis = self.provenance.basis(claim, way)
        relied = [reliance.on for reliance in basis if reliance.on is not None]
        evidence = dict.fromkeys([*claim.evidence, *(iri for iri in relied if iri in self.facts.evidence)])
        endorsed = claim.endorses if claim.act in BACKING and not evidence else ()
        bases = [iri for iri in dict.fromkeys([*relied, *endorsed]) if iri in self.facts.claims and iri != claim.iri]
        roots = [(Vertex("evidence", iri), self._holders(iri) or claim.speakers) for iri in evidence]
        if not roots and not bases:
            roots = [(Vertex("word", " ".join(claim.speakers)), claim.speakers)]
        return _Ground(way, bases, roots, any(map(self.provenance.is_open, basis)))

    def _is_relay(self, claim: Claim, way: Way) -> bool:
        """Return whether a claim brings nothing of its own and is made only in relays of what carries supporting
        claims."""
        if claim.evidence or claim.act in BACKING or not way.hops:
            return False
        if not set(way.entries).isdisjoint(claim.made_in) or self.provenance.relies_beyond_sources(claim.iri):
            return False
        return any(source in self.carrying and source not in claim.made_in for source in way.sources)

    def _holders(self, evidence: str) -> tuple[str, ...]:
        record = self.facts.evidence.get(evidence)
        return (record.held_by,) if record and record.held_by else ()

    def _add_claim(self, claim: Vertex, ground: _Ground, told_by: tuple[str, ...]) -> None:
        """Add a claim; one that others told passes through their word, which may be the root of other claims."""
        entry = Vertex("word", " ".join(told_by)) if told_by else claim
        if told_by:
            self.result.edges[entry].add(claim)
        for base in ground.bases:
            self.result.edges[Vertex("claim", base)].add(entry)
        for root, actors in ground.roots:
            self.result.edges[root].add(entry)
            self.result.roots[root].update(principal(actor, self.facts.actors) for actor in actors)
            if ground.is_open or all(map(self._is_unnamed, actors)):
                self.result.unknown.add(root)

    def _is_unnamed(self, actor: str) -> bool:
        record = self.facts.actors.get(actor)
        return record is not None and record.kind == "unnamed"

    def _publish(self, claim: Claim, ground: _Ground) -> None:
        """The edges from a supporting claim by its way to the allegation."""
        edges, outlet, way = self.result.edges, self.provenance.outlet, ground.way
        for source in {*way.sources, *claim.made_in}:
            edges[Vertex("source", source)].add(Vertex("outlet", outlet(source)))
        for relied, source in way.hops:
            edges[Vertex("outlet", outlet(relied))].add(Vertex("source", source))
        for source in claim.made_in:
            edges[Vertex("outlet", outlet(source))].add(self.result.allegation)
            self.result.outlets.add(outlet(source))
        edges[Vertex("claim", claim.iri)].update(Vertex("source", source) for source in way.entries)
        if ground.roots:
            self.result.first_hand.update(map(outlet, way.entries))


@dataclass(slots=True)
class ProvenanceStep:
    """A step of a claim's provenance, for printing.

    `kind` is claim, source or evidence, or unknown with no IRI. `relation` says how what comes before relates to it:
    `made in`, `cites evidence`, `endorses`, or the mode of a reliance; empty for the claim itself. What comes up
    `again` has been set out at its first place only.
    """

    kind: str
    iri: str | None
    relation: str = ""
    again: bool = False
    rests_on: list[ProvenanceStep] = field(default_factory=list)


def chain(facts: Facts, claim: str) -> ProvenanceStep:
    """Return everything on which one claim rests, down to what rests on nothing else; each thing is set out once."""
    reliances: dict[str, list[Reliance]] = defaultdict(list)
    for reliance in facts.reliances.values():
        reliances[reliance.relying].append(reliance)
    first = ProvenanceStep("claim", claim)
    seen = {claim}
    pending = [first]
    for link in pending:
        for relation, iri in _rests_on(link.iri, facts, reliances):
            step = ProvenanceStep(_kind(iri, facts), iri, relation, again=iri in seen)
            link.rests_on.append(step)
            if iri is not None and iri not in seen:
                seen.add(iri)
                pending.append(step)
    return first


def _rests_on(
    iri: str | None, facts: Facts, reliances: Mapping[str, list[Reliance]]
) -> Iterable[tuple[str, str | None]]:
    if iri is None:
        return
    if (claim := facts.claims.get(iri)) is not None:
        yield from (("made in", source) for source in claim.made_in)
        yield from (("endorses", endorsed) for endorsed in claim.endorses)
        yield from (("cites evidence", evidence) for evidence in claim.evidence)
    found = sorted(reliances.get(iri, ()), key=lambda reliance: reliance.iri)
    yield from ((reliance.mode, reliance.on) for reliance in found)


def _kind(iri: str | None, facts: Facts) -> str:
    if iri in facts.claims:
        return "claim"
    if iri in facts.sources:
        return "source"
    return "evidence" if iri in facts.evidence else "unknown"
