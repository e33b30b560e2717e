"""The blame network of a store, from the columns that are kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...ontology.records import owner_of
from ..identity.rolling import counted_as
from ..status.withdrawn import gone
from ..store.base import QuadStore
from ..store.columns.writing import values_of
from ..store.projection import tables
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
_WANTED = frozenset((*_ACTOR, *_INCIDENT, *_ALLEGATION, *_CLAIM))


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
    found = [values_of(columns, as_text=True) for _, columns in tables(store, folder, _WANTED)]

    def rows(names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        return chain.from_iterable(zip(*(table[name] for name in names), strict=True) for table in found)

    allegations = {iri: (accused, role) for iri, accused, role in rows(_ALLEGATION)}
    taken_back = gone(store, same)
    shown = counted_as(same, states)
    coded = set() if machine_coded else {owner_of(row[0]) for row in rows(_CLAIM) if row[-1]}
    actors, claims = rows(_ACTOR), rows(_CLAIM)
    if coded:
        left = [row for row in claims if not row[-1]]
        alone = coded - {None, *(owner_of(row[0]) for row in left)}
        used = {iri for row in left for iri in (*row[3], *row[5])}
        actors, claims = (row for row in actors if row[0] in used or owner_of(row[0]) not in alone), iter(left)
    return network_of_rows(actors, dict(rows(_INCIDENT)), allegations, claims, taken_back, shown)
