"""The blame network of a store, from the columns that are kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..identity.rolling import counted_as
from ..status.withdrawn import gone
from ..store.base import QuadStore
from ..store.columns import values_of
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
    kept). Without `machine_coded`, the claims that a machine coded are no edges. Raises `StoreError`.
    """
    found = [values_of(columns, as_text=True) for _, columns in tables(store, folder, _WANTED)]

    def rows(names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        return chain.from_iterable(zip(*(table[name] for name in names), strict=True) for table in found)

    allegations = {iri: (accused, role) for iri, accused, role in rows(_ALLEGATION)}
    taken_back = gone(store, same)
    shown = counted_as(same, states)
    claims = (row for row in rows(_CLAIM) if machine_coded or not row[-1])
    return network_of_rows(rows(_ACTOR), dict(rows(_INCIDENT)), allegations, claims, taken_back, shown)
