"""Which columns and values the entries of a mapping use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ...yaml.marks import Path
from .schema import EachEntry, PartEntry, TableEntry, TestEntry, ValueEntry
from .words import PLACE, THIS

#: Where a name of a column or value is written, and the name.
Use = tuple[Path, str]


def columns_of(table: TableEntry) -> list[str]:
    """Return the columns that a table's entries use, in the order of their first use."""
    found = list(table.group)
    found += (name for _, name in column_uses(table))
    return list(dict.fromkeys(found))


def column_uses(table: TableEntry) -> Iterator[Use]:
    """Yield where the entries of a table use columns."""
    for index, name in enumerate(table.group):
        yield ("group", index), name
    for path, name, values in _part_uses(table, (), frozenset()):
        if name not in values and not (name == THIS and "actors" in path):
            yield path, name


def _part_uses(part: PartEntry, path: Path, outer: frozenset[str]) -> Iterator[tuple[Path, str, frozenset[str]]]:
    """Yield all uses of names, with the values that are known there: those of outer parts, and earlier ones of this."""
    for use in _uses(part.when, (*path, "when")):
        yield *use, outer
    if part.each:
        for use in _uses(part.each, (*path, "each")):
            yield *use, outer
    known = outer
    for name, value in part.values.items():
        for use in _uses(value, (*path, "values", name)):
            yield *use, known
        known |= {name}
    if isinstance(part, TableEntry):
        for use in (*_uses(part.skip, (*path, "skip")), *_uses(part.id, (*path, "id"))):
            yield *use, known
    for section in ("actors", "incidents", "sources", "claims"):
        for name, entry in getattr(part, section).items():
            for use in _uses(entry, (*path, section, name)):
                yield *use, known
    for index, inner in enumerate(part.parts):
        yield from _part_uses(inner, (*path, "parts", index), known)


def _uses(thing: Any, path: Path) -> Iterator[Use]:
    """Yield the names that an entry and all in it use; a short form stands where the whole one would."""
    if isinstance(thing, ValueEntry):
        yield from (((*path, "value"), name) for name in places(thing.value))
        yield from (((*path, key), name) for key in ("among", "not_among") if (name := getattr(thing, key)))
        yield from _uses(thing.when, (*path, "when"))
    elif isinstance(thing, TestEntry):
        if thing.same is not None:
            yield (*path, "same"), thing.same
    elif isinstance(thing, EachEntry):
        yield from (((*path, "columns", index), name) for index, name in enumerate(thing.columns))
    elif isinstance(thing, BaseModel):
        for name, field in type(thing).model_fields.items():
            yield from _uses(getattr(thing, name), (*path, field.alias or name))
    elif isinstance(thing, dict):
        yield from (((*path, name), name) for name, value in thing.items() if isinstance(value, TestEntry))
        for name, value in thing.items():
            yield from _uses(value, (*path, name))
    elif isinstance(thing, list):
        for index, item in enumerate(thing):
            yield from _uses(item, (*path, index))


def places(template: str) -> list[str]:
    """Return the names in the braces of a text."""
    return [found[1].strip() for found in PLACE.finditer(template) if found[1] is not None]
