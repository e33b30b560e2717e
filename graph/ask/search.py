"""Searching all that is written in the graph: names, titles, descriptions, summaries, quotations, addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from ...ontology import DCTERMS, RDF, WB
from ...ontology.texts import fold
from ..identity.representatives import Representatives
from ..store.base import QuadStore, Subject
from ..store.facts import Facts
from .names import KINDS, Found, found_at, has_words, key_of, words_of

_NAME = ox.NamedNode(WB.searchName)
_NAMING = ox.NamedNode(WB.naming)
_NAME_VALUE = ox.NamedNode(RDF + "value")
#: What a thing says in words, and what that is called; the first that has all that is searched for is shown.
_TEXTS = (
    (ox.NamedNode(DCTERMS + "title"), "title"),
    (ox.NamedNode(WB.gloss), "title"),
    (ox.NamedNode(DCTERMS + "description"), "description"),
    (ox.NamedNode(WB.summary), "summary"),
)
#: What a claim says in words of its speaker, at a node of its own which is no thing by itself, and what that is called.
_OWN_WORDS = (
    (ox.NamedNode(WB.quote), ox.NamedNode(RDF + "value"), "quote"),
    (ox.NamedNode(WB.confidence), ox.NamedNode(WB.words), "confidence"),
    (ox.NamedNode(WB.likelihood), ox.NamedNode(WB.words), "likelihood"),
)
_ADDRESSES = (ox.NamedNode(WB.url), ox.NamedNode(WB.archivedAt))
PLACES = ("name", "title", "description", "summary", "quote", "confidence", "likelihood", "address")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that has what was searched for in its `place` (one of `PLACES`).

    `text` is what stands there, as it is written.
    """

    found: Found
    place: str
    text: str
    whole: bool = False

    def as_dict(self) -> dict[str, str]:
        """Return the hit for JSON and CSV."""
        return {
            "what": self.found.what,
            "label": self.found.label,
            "kind": self.found.detail,
            "found_in": self.place,
            "text": self.text,
            "key": key_of(self.found.iri),
            "iri": self.found.iri,
        }


#: The keys of `Hit.as_dict`, in order.
COLUMNS = ("what", "label", "kind", "found_in", "text", "key", "iri")


def search(store: QuadStore, text: str, shown: Representatives, kinds: Collection[str] = tuple(KINDS)) -> list[Hit]:
    """Return the things of these kinds that have all words of a text in a name, title, description or summary, in any
    language, or in their speaker's own words, or the text in an address; actors that are the same once.

    Whole names come first, then parts of names, then the others by the order of the places; each kind in the order of
    `KINDS`. Takes time linear in the words of the graph.
    """
    best: dict[str, Hit] = {}
    places = list(_places(store, text))
    store.expect(node for node, *_ in places)
    for node, place, written, whole in places:
        thing = found_at(store, node)
        if thing is None or thing.what not in kinds:
            continue
        iri = shown.representative(thing.iri)
        hit = Hit(thing, place, written, whole)
        if iri not in best or _rank(hit) < _rank(best[iri]):
            best[iri] = hit
    return sorted(best.values(), key=_rank)


def counting(hits: Iterable[Hit], facts: Facts, shown: Representatives) -> list[Hit]:
    """Return those of the hits that are among the facts: what only a machine coded is not (see `Graph.counted`)."""
    return [hit for hit in hits if shown.representative(hit.found.iri) in facts]


def _rank(hit: Hit) -> tuple[bool, int, int, int, str]:
    kind = list(KINDS).index(hit.found.what)
    return not hit.whole, PLACES.index(hit.place), kind, len(hit.found.label), hit.found.iri


def _places(store: QuadStore, text: str) -> Iterator[tuple[Subject, str, str, bool]]:
    """Yield what has the text, where, what is written there, and whether that is all that is written there."""
    words = words_of(text)
    for node, folded in _literals(store, [_NAME]):
        if has_words(folded, words):
            yield node, "name", _as_written(store, node, folded), words_of(folded) == words
    for predicate, place in _TEXTS:
        for node, written in _literals(store, [predicate]):
            if has_words(fold(written), words):
                yield node, place, written, False
    for claim, place, said in _own_words(store):
        if has_words(fold(said), words):
            yield claim, place, said, False
    wanted = text.strip().lower()
    if "." in wanted or "/" in wanted:
        for node, address in _literals(store, _ADDRESSES):
            if wanted in address.lower():
                yield node, "address", address, False


def _literals(store: QuadStore, predicates: Iterable[ox.NamedNode]) -> Iterator[tuple[Subject, str]]:
    for predicate in predicates:
        for quad in store.find(None, predicate):
            if isinstance(quad.object, ox.Literal):
                yield quad.subject, quad.object.value


def _own_words(store: QuadStore) -> Iterator[tuple[Subject, str, str]]:
    for part, value, place in _OWN_WORDS:
        parts = list(store.find(None, part))
        store.expect(quad.object for quad in parts if isinstance(quad.object, ox.NamedNode))
        for quad in parts:
            if isinstance(quad.object, ox.NamedNode):
                said = (found.object for found in store.find(quad.object, value))
                yield from ((quad.subject, place, text.value) for text in said if isinstance(text, ox.Literal))


def _as_written(store: QuadStore, node: Subject, folded: str) -> str:
    """Return a name as it is written, by its folded form."""
    named = (quad.subject for quad in store.find(None, _NAMING, node))
    values = (quad.object for name in named for quad in store.find(name, _NAME_VALUE))
    return next((value.value for value in values if isinstance(value, ox.Literal) and fold(value.value) == folded), "")
