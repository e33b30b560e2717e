"""How many independent origins stand behind an allegation, instead of how many times it was printed.

Support is traced forward through a directed graph: from *principals* through *roots* (evidence, or a speaker's own
word) to claims, from claims to the sources by which they entered the public record, from each source to its outlet,
and from outlets to the sources that rely on it and to the allegation. The number of independent origins is the number
of paths through that graph that share no vertex. By Menger's theorem that is also the smallest number of principals,
roots, claims, sources and outlets without which the allegation is left with no support.

- A *supporting claim* is a live claim that asserts the allegation, also a claim of responsibility.
- All roots of one principal lie behind one gate. An actor's principal is the top of its chain of `speaks_for` or,
  where there is none, `part_of`. The principal of evidence is that of its holder, else of the speakers who cite it.
- A claim that cites evidence, or relies on it, has it for a root. A claim that relies on claims rests on them, and so
  does an endorsement without evidence on what it endorses. A claim made only in sources that relay others says again
  what these say, if they carry supporting claims. Every other claim has its speaker's word for a root; several who
  speak together have one.
- A claim that is known only as others told it passes through their word: all that one person tells is one origin.
- A claim enters at the sources that it relies on, or else at those that carry it; where these rely on sources, at the
  far ends of that chain. What goes round in a circle enters nowhere. A carrier that relies on another carrier of the
  claim has it from that one, whatever the claim itself relies on.
- A source passes on through its *outlet*, its publisher (a source without one is an outlet of its own), so that a relay
  of one publisher adds nothing to it. Only outlets of sources that carry a supporting claim lead to the allegation.
- A root is of *unknown provenance* when it is the word or evidence of an unnamed actor, or when a claim that has it,
  or a source on that claim's way, relies on something left open: on nothing named, on what is not visible, or in
  a mode not known. All such roots share one gate in the low count; each has its own in the high one.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..store.clocks import visible
from ..store.facts import Facts
from .claims import certainly_said
from .menger import Flow, disjoint_paths
from .provenance import Provenance, ProvenanceStep, Support, Vertex, chain, support

__all__ = ["Counts", "Line", "Origins", "Provenance", "ProvenanceStep", "Vertex", "chain", "origins", "origins_of"]

_START = Vertex("start", "")
_UNKNOWN = Vertex("unknown", "")


class Counts(NamedTuple):
    """The counts of `Origins`, as they are explained there."""

    outlets: int
    roots: int
    low: int
    high: int


class Line(NamedTuple):
    """One independent path: from a principal (None when unknown) by a root to the allegation.

    `route` has the claims, sources and outlets on the way, in order.
    """

    principal: str | None
    root: Vertex
    route: tuple[Vertex, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """What stands behind one allegation. The counts belong together; `low` is `high` where all is known.

    `outlets`: the number of outlets of the sources that carry a supporting claim.
    `roots`: the number of pieces of evidence and speakers' own words that supporting claims go back to.
    `low`, `high`: the number of independent origins.
    `principals`: the roots by principal, under None those of unknown provenance.
    `lines`: as many independent paths as `low`, one choice among equals.
    `cut`: as many vertices, without which there is no support by the low count; those nearest to the origins.
    `repeating`: the IRIs of the outlets that carry nothing but what they have from others.
    """

    outlets: int
    roots: int
    low: int
    high: int
    principals: Mapping[str | None, tuple[Vertex, ...]]
    lines: tuple[Line, ...]
    cut: tuple[Vertex, ...]
    repeating: tuple[str, ...]


def origins(facts: Facts, allegation: str, as_of: datetime.date | None = None) -> Origins:
    """Return what stands behind one allegation, over the claims certainly public on `as_of` (see `visible`).

    For many allegations make one `Provenance` and ask `origins_of`: making it takes time linear in the facts.
    """
    shown = certainly_said(visible(facts, as_of=as_of))
    return origins_of(Provenance(shown), allegation)


def origins_of(provenance: Provenance, allegation: str) -> Origins:
    """Return what stands behind one allegation; takes time that depends only on what it rests on."""
    behind = support(provenance, allegation)
    low = flow(behind, low_gates)
    high = flow(behind, high_gates) if len(behind.unknown) > 1 else low
    return Origins(
        outlets=len(behind.outlets),
        roots=len(behind.roots),
        low=low.value,
        high=high.value,
        principals=_by_principal(behind),
        lines=tuple(Line(gate.iri or None, root, tuple(route)) for gate, root, *route in low.paths),
        cut=low.cut,
        repeating=tuple(sorted(behind.outlets - behind.first_hand)),
    )


def counts_of(provenance: Provenance, allegation: str) -> Counts:
    """Return what `origins_of` counts; one claim alone that rests on its speaker's word needs no search for paths."""
    made = provenance.claims.live_claims(allegation)
    if len(made) == 1 and provenance.is_own_word(made[0]):
        outlets = len(set(map(provenance.outlet, made[0].made_in)))
        return Counts(outlets, 1, min(outlets, 1), min(outlets, 1))
    found = origins_of(provenance, allegation)
    return Counts(found.outlets, found.roots, found.low, found.high)


def low_gates(behind: Support, root: Vertex) -> Iterable[Vertex]:
    """Return the gates of a root when all that is unknown has one origin."""
    return [_UNKNOWN] if root in behind.unknown else [Vertex("principal", iri) for iri in behind.roots[root]]


def high_gates(behind: Support, root: Vertex) -> Iterable[Vertex]:
    """Return the gates of a root when each that is unknown has an origin of its own."""
    return [Vertex("unknown", f"{root.kind} {root.iri}")] if root in behind.unknown else low_gates(behind, root)


def network(
    behind: Support, gates: Callable[[Support, Vertex], Iterable[Vertex]]
) -> tuple[dict[Vertex, list[Vertex]], Vertex, Vertex]:
    """Return the whole graph with the given gates in front of its roots: successors of each vertex, start and end."""
    edges: dict[Vertex, set[Vertex]] = defaultdict(set, behind.edges)
    for root in behind.roots:
        for gate in gates(behind, root):
            edges[_START].add(gate)
            edges[gate].add(root)
    return {vertex: sorted(ends) for vertex, ends in sorted(edges.items())}, _START, behind.allegation


def flow(behind: Support, gates: Callable[[Support, Vertex], Iterable[Vertex]]) -> Flow[Vertex]:
    """Return the independent paths to the allegation through the given gates."""
    return disjoint_paths(*network(behind, gates))


def _by_principal(behind: Support) -> dict[str | None, tuple[Vertex, ...]]:
    found: dict[str | None, list[Vertex]] = defaultdict(list)
    for root in sorted(behind.roots):
        for iri in [None] if root in behind.unknown else sorted(behind.roots[root]):
            found[iri].append(root)
    return {iri: tuple(roots) for iri, roots in found.items()}
