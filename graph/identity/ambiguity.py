"""Names that more than one actor bears: whom a name may mean, and who uses it so. Nothing is decided about them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import pyoxigraph as ox

from ...ontology import ID, RDF, SKOS, WB
from ...ontology.quads import LABEL
from ...ontology.texts import fold
from ..store.base import QuadStore
from .bearers import shared_names
from .representatives import Representatives

_PREFERRED = ox.NamedNode(SKOS + "prefLabel")
_KIND = ox.NamedNode(WB.kind)
_NAMING = ox.NamedNode(WB.naming)
_NAMED_BY = ox.NamedNode(WB.namedBy)
_NAME_KIND = ox.NamedNode(WB.nameKind)
_VALUE = ox.NamedNode(RDF + "value")


@dataclass(frozen=True, slots=True)
class Bearer:
    """An actor who bears a name, by the name's spellings there; `preferred`: it is its own name, not just an alias.

    `given_by` are the labels of those who give it the name, where they are known.
    """

    iri: str
    label: str
    kind: str
    dataset: str
    spellings: tuple[str, ...]
    preferred: bool
    given_by: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.label} ({self.kind}, {self.dataset})"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name and all who bear it."""

    name: str
    bearers: tuple[Bearer, ...]

    @property
    def iris(self) -> list[str]:
        """The IRIs of the bearers."""
        return [each.iri for each in self.bearers]

    @property
    def given_by(self) -> list[str]:
        """Who gives the name to whom, for people."""
        return [f"{' and '.join(each.given_by)} (to {each.label})" for each in self.bearers if each.given_by]

    def as_dict(self) -> dict[str, Any]:
        """Return the name for programs."""
        return {"name": self.name, "actors": [asdict(bearer) for bearer in self.bearers]}


def ambiguous(store: QuadStore, shown: Representatives) -> list[Ambiguous]:
    """Return the names that more than one actor bears, those that are the same counted once, in alphabetical order.

    Names count as equal when they are found by the same words, so without case, accents and punctuation. Actors of
    kind `unnamed` are left out: how they are described is no name. Takes time linear in the names of the store.
    """
    return [
        _ambiguous(folded, (_bearer(store, iri, dataset, folded) for iri, dataset in homes.items()))
        for folded, homes in sorted(shared_names(store))
        if len({shown.representative(iri) for iri in homes}) > 1
    ]


def among(found: Iterable[Ambiguous], actors: Container[str], shown: Representatives) -> Iterator[Ambiguous]:
    """Yield the names that more than one of some actors bears, with these alone; `actors` has who stands for all."""
    for each in found:
        bearers = tuple(bearer for bearer in each.bearers if shown.representative(bearer.iri) in actors)
        if len({shown.representative(bearer.iri) for bearer in bearers}) > 1:
            yield Ambiguous(each.name, bearers)


def spellings(store: QuadStore, thing: str, folded: str) -> set[str]:
    """Return how the name of a thing (IRI) that is looked up as `folded` is written."""
    node = ox.NamedNode(thing)
    own = (text for predicate in (LABEL, _PREFERRED) for text in texts(store, node, predicate))
    given = (text for name in _names(store, node) for text in texts(store, name, _VALUE))
    return {text for text in chain(own, given) if fold(text) == folded}


def _ambiguous(folded: str, bearers: Iterable[Bearer]) -> Ambiguous:
    listed = sorted(bearers, key=lambda each: (not each.preferred, each.label, each.iri))
    name = min((each.spellings[0] for each in listed if each.spellings), default=folded)
    return Ambiguous(name, tuple(listed))


def _bearer(store: QuadStore, iri: str, dataset: str, folded: str) -> Bearer:
    node = ox.NamedNode(iri)
    label = next(iter(texts(store, node, LABEL)), iri)
    given = [name for name in _names(store, node) if any(fold(text) == folded for text in texts(store, name, _VALUE))]
    own = fold(label) == folded or any("preferred" in texts(store, name, _NAME_KIND) for name in given)
    namers = {quad.object for name in given for quad in store.find(name, _NAMED_BY)}
    return Bearer(
        iri=iri,
        label=label,
        kind=next(iter(texts(store, node, _KIND)), ""),
        dataset=dataset.removeprefix(ID),
        spellings=tuple(sorted(spellings(store, iri, folded))),
        preferred=own,
        given_by=tuple(sorted(text for namer in namers for text in texts(store, namer, LABEL)[:1])),
    )


def _names(store: QuadStore, actor: ox.NamedNode) -> list[Any]:
    return [quad.subject for quad in store.find(None, _NAMING, actor)]


def texts(store: QuadStore, node: Any, predicate: ox.NamedNode) -> list[str]:
    """Return the texts that a property of a node has, in order."""
    found = (quad.object for quad in store.find(node, predicate))
    return sorted(text.value for text in found if isinstance(text, ox.Literal))
