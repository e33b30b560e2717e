"""What begins as somebody types: names and keys, from the columns beside the store, so that nobody waits for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from ...ontology.texts import fold
from ..store.base import Generation
from ..store.columns.files import Columns
from ..store.projection import tables
from .names import key_of

#: Kinds of things that have names -> the columns of these.
_NAMED: Final = {"actor": ("Actor.label", "Name.value"), "incident": ("Incident.label",)}
#: Kinds of things -> the column of their IRIs.
_KEYED: Final = {
    "actor": "Actor.iri",
    "incident": "Incident.iri",
    "claim": "Claim.iri",
    "source": "Source.iri",
    "allegation": "Allegation.iri",
    "evidence": "Evidence.iri",
}


def names_beginning(held: Generation, text: str, kinds: Collection[str]) -> list[str]:
    """Return the names of things of these kinds that begin with a text, without regard to case and accents, in order;
    keys (`DATA SET/KEY`) where the text has a slash. Reads names or keys alone, in time linear in these."""
    is_key = "/" in text
    wanted = {_KEYED[kind] for kind in kinds} if is_key else set(_columns_of(kinds))
    find = _keys if is_key else _names
    beside = tables(held.current, held.columns, wanted)
    return sorted({found for _, columns in beside for found in find(columns, text, kinds)})


def _columns_of(kinds: Collection[str]) -> Iterator[str]:
    return (column for kind in kinds for column in _NAMED.get(kind, ()))


def _names(columns: Columns, text: str, kinds: Collection[str]) -> Iterator[str]:
    beginning = fold(text)
    for column in _columns_of(kinds):
        yield from (name for name in columns[column][0] if fold(name).startswith(beginning))


def _keys(columns: Columns, text: str, kinds: Collection[str]) -> Iterator[str]:
    for kind in kinds:
        yield from (key for key in map(key_of, columns[_KEYED[kind]][0]) if key.startswith(text))
