"""The blame network of a store, from the columns that are kept beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...ontology.records import Actor, Claim, Record, Source, owner_of
from ..identity.rolling import counted_as
from ..status.withdrawn import NEEDED, Gone, gone
from ..store.base import QuadStore
from ..store.columns.writing import values_of
from ..store.projection import blocks, tables
from .network import NOBODY, network_of_rows

if TYPE_CHECKING:
    import networkx as nx

_ACTOR = ("Actor.iri", "Actor.label", "Actor.kind")
_INCIDENT = ("Incident.iri", "Incident.label")
_ALLEGATION = ("Allegation.iri", "Allegation.accused", "Allegation.role")
_SAID = (
    "label",
    "act",
    "speakers",
    "about",
    "accused",
    "incident",
    "stated_on",
    "confidence",
    "likelihood",
    "condition",
    "coding",
)
_CLAIM = tuple(f"Claim.{name}" for name in ("iri", *_SAID))
_Rows = Iterator[tuple[Any, ...]]
_CODING = ("Claim.iri", "Claim.coding")
_WITHDRAWS = ("Claim.iri", "Claim.withdraws")
#: What is needed of who took a claim back, in the order in which it is read.
_FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    Actor: ("iri", "label", *NEEDED[Actor]),
    Claim: ("iri", "label", "act", *NEEDED[Claim]),
    Source: ("iri", "label", *NEEDED[Source]),
}
#: What is held of things, of which there are fewer than of claims.
_HELD = frozenset((*_ACTOR, *_INCIDENT, *_ALLEGATION, *(f"Actor.{name}" for name in _FIELDS[Actor])))


def network(
    store: QuadStore,
    folder: Path | None = None,
    same: Mapping[str, str] = NOBODY,
    states: Mapping[str, str] = NOBODY,
    *,
    machine_coded: bool = True,
) -> nx.MultiDiGraph[str]:
    """Return the blame network of a store: the same as `network.blame_network` makes of its facts.

    `same` and `states` are as there; `folder` is where columns are kept (None: they are made from the quads and not
    kept). Without `machine_coded`, the claims that a machine coded are no edges, and actors of data sets that have no
    other claims are no nodes. Raises `StoreError`.
    """
    found = {graph: values_of(columns, as_text=True) for graph, columns in tables(store, folder, _HELD)}

    def held(names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        return chain.from_iterable(zip(*(table[name] for name in names), strict=True) for table in found.values())

    def passing(names: Sequence[str], as_text: bool = True) -> Iterator[tuple[Any, ...]]:
        for graph in found:
            for block in blocks(store, folder, graph, names):
                table = values_of({name: block[name] for name in names if name in block}, as_text)
                yield from zip(*(table.get(name, ()) for name in names), strict=True)

    allegations = {iri: (accused, role) for iri, accused, role in held(_ALLEGATION)}
    taken_back = _taken_back(held, passing, same)
    shown = counted_as(same, states)
    coded = set() if machine_coded else {owner_of(row[0]) for row in passing(_CODING) if row[-1]}
    actors, claims = held(_ACTOR), passing(_CLAIM)
    if coded:
        left = [row for row in claims if not row[-1]]
        alone = coded - {None, *(owner_of(row[0]) for row in left)}
        used = {iri for row in left for iri in (*row[3], *row[5])}
        actors, claims = (row for row in actors if row[0] in used or owner_of(row[0]) not in alone), iter(left)
    return network_of_rows(actors, dict(held(_INCIDENT)), allegations, claims, taken_back, shown)


def _taken_back(
    held: Callable[[Sequence[str]], _Rows], passing: Callable[[Sequence[str], bool], _Rows], same: Mapping[str, str]
) -> Gone:
    """Return who took back claims, of columns: looked up in the store, it takes memory that grows with that."""
    ends: dict[str, list[str]] = {}
    for claim, withdrawn in passing(_WITHDRAWS, True):
        for iri in withdrawn:
            ends.setdefault(iri, []).append(claim)
    if not ends:
        return {}
    actors = {row[0]: row for row in held([f"Actor.{name}" for name in _FIELDS[Actor]])}

    def read(iris: Iterable[str], kind: type[Record]) -> Iterator[Record]:
        wanted, names = set(iris), _FIELDS[kind]
        if kind is Actor:
            rows: Iterable[tuple[Any, ...]] = (actors[iri] for iri in wanted if iri in actors)
        else:
            rows = (row for row in passing([f"{kind.__name__}.{name}" for name in names], False) if row[0] in wanted)
        return (kind(**dict(zip(names, row, strict=True))) for row in rows)

    return gone(ends, read, same)
