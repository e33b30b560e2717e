"""The values of properties of things, read in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

    def read(self, things: Iterable[str], properties: Iterable[str] = ()) -> None:
        """Read properties (IRIs; none: all) of these things (IRIs)."""
        wanted = written(properties).replace(" ", ", ")
        only = f"FILTER (?p IN ({wanted}))" if wanted else ""
        for thing, property_, term in self._numbered(things, f"?s ?p ?o {only}", "?p ?o"):
            self._add(thing, property_.value, term)

    def read_labels(self, things: Iterable[str]) -> None:
        """Read only what these things (IRIs) are called."""
        for thing, term in self._numbered(things, "?s rdfs:label ?label", "?label"):
            self._add(thing, _LABEL, term)

    def read_roles(self, claims: Iterable[str]) -> None:
        """Read the roles of which the allegations speak that these claims (IRIs) are about, as if they were theirs."""
        for claim, term in self._numbered(claims, "?s wb:about/wb:role ?role", "?role"):
            self._add(claim, WB.role, term)

    def _numbered(self, things: Iterable[str], where: str, variables: str) -> Iterator[tuple[Any, ...]]:
        """Yield the things (?s) with the values of variables, where a pattern matches.

        The store gives their numbers, and need not look up for each row what they are called.
        """
        named = list(things)
        numbers = " ".join(f"({ox.NamedNode(iri)} {number})" for number, iri in enumerate(named))
        query = f"SELECT ?number {variables} {{ VALUES (?s ?number) {{ {numbers} }} {where} }}"
        for number, *terms in self.store.select(query):
            yield named[int(number.value)], *terms

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
        terms = self.terms.get((thing, property_))
        return min([term.value for term in terms]) if terms else ""

    def label(self, thing: str) -> str:
        """Return what to call a thing."""
        return self.one(thing, _LABEL) or thing.rsplit("/", 1)[-1]

    def texts(self, thing: str, property_: str) -> dict[str, str]:
        """Return a property's wordings by language, in order."""
        return dict(sorted((term.language or "", term.value) for term in self.terms.get((thing, property_), ())))
