"""The values of properties of things, read in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from ...ontology import RDFS, WB
from ..store.base import QuadStore

_LABEL = RDFS + "label"


def written(iris: Iterable[str]) -> str:
    """Return IRIs as SPARQL writes them, for VALUES."""
    return " ".join(str(ox.NamedNode(iri)) for iri in iris)


class Values:
    """The values of properties of things, read in bulk."""

    def __init__(self, store: QuadStore) -> None:
        self.store = store
        self.terms: dict[tuple[str, str], list[Any]] = {}

    def read(self, things: Iterable[str]) -> None:
        """Read all properties of these things (IRIs)."""
        query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {written(things)} }} ?s ?p ?o }}"
        for thing, property_, term in self.store.select(query):
            self._add(thing.value, property_.value, term)

    def read_labels(self, things: Iterable[str]) -> None:
        """Read only what these things (IRIs) are called."""
        query = f"SELECT ?s ?label {{ VALUES ?s {{ {written(things)} }} ?s rdfs:label ?label }}"
        for thing, term in self.store.select(query):
            self._add(thing.value, _LABEL, term)

    def read_roles(self, claims: Iterable[str]) -> None:
        """Read the roles of which the allegations speak that these claims (IRIs) are about, as if they were theirs."""
        query = f"SELECT DISTINCT ?s ?role {{ VALUES ?s {{ {written(claims)} }} ?s wb:about/wb:role ?role }}"
        for thing, term in self.store.select(query):
            self._add(thing.value, WB.role, term)

    def _add(self, thing: str, property_: str, term: Any) -> None:
        terms = self.terms.setdefault((thing, property_), [])
        if term not in terms:  # the same statement may stand in several data sets
            terms.append(term)

    def of(self, things: Iterable[str], property_: str) -> set[str]:
        """Return all values of one property of things."""
        return {value for thing in things for value in self.all(thing, property_)}

    def all(self, thing: str, property_: str) -> list[str]:
        """Return the values of one property of one thing, in order."""
        terms = self.terms.get((thing, property_))  # mostly one or none
        return sorted([term.value for term in terms]) if terms else []

    def one(self, thing: str, property_: str) -> str:
        """Return the value of a property of one thing, or nothing."""
        return next(iter(self.all(thing, property_)), "")

    def label(self, thing: str) -> str:
        """Return what to call a thing."""
        return self.one(thing, _LABEL) or thing.rsplit("/", 1)[-1]

    def texts(self, thing: str, property_: str) -> dict[str, str]:
        """Return a property's wordings by language, in order."""
        return dict(sorted((term.language or "", term.value) for term in self.terms.get((thing, property_), ())))
