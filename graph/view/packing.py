"""The data of a view as the page carries it: columns instead of rows, and each text once.

`js/data/unpack.js` reads it back. A table is its number of rows and its columns; a column is what each row has, or,
where few rows have anything, what those have whose numbers `at` tells in steps. How its values are written is the name
under which they stand: `number` as they are; `text` as the place of a value in `shared`, -1 for none; `list` as the
places of the parts of a list, one alone without brackets; `phrase` as the place of a list of texts, between which the
texts whose places follow are set. Instead of a list there may be one truth, where all are alike, `{"from", "by"}`,
where numbers are equally far apart, or `{"steps"}`, the first number and what is added to each to make the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import filterfalse, pairwise
from typing import Any, Final

from .tables import Column, Row, Table

#: The tables of a view that are packed, and those in it that are kept by the name of their rows.
TABLES: Final = ("nodes", "edges", "claims", "allegations")
KEYED: Final = ("sources", "evidence")
#: The columns of sentences, in which names recur that other columns have, too.
_PHRASES: Final = {"sentence"}
#: The columns that tell who speaks, and whom a claim or an allegation is about, whose names are in its sentence.
_NAMING: Final = {"speakers", "accused", "incident"}
#: The columns that tell the claims which a claim speaks against or for, whose names are in its sentence.
_ANSWERS: Final = {"against", "endorses", "withdraws"}
_TELLING: Final = {"id"} | _NAMING | _ANSWERS
#: What the page words itself, in its own language.
_LEFT_OUT: Final = {"dateWords"}
#: Names shorter than this are left in their sentence.
_SHORTEST = 4
#: A column that fewer than one in so many rows have names its rows.
_SPARSE = 4
_MARK = "\x00"


def packed(data: Row, write: Callable[[Row], Any] = dict) -> Row:
    """Return the data of a view with its tables packed, each as `write` returns it. What is empty is in no row.

    Takes the tables out of `data` one by one, and a `Table` by its columns: rows and what they are packed into, of all
    tables, would need three times the memory.
    """
    packer = _Packer()
    tables = {}
    for name in TABLES:
        rows = data.pop(name)
        tables[name] = write(packer.table(rows if isinstance(rows, Table) else Table.of(rows), name))
        del rows
    for name in KEYED:
        tables[name] = write(packer.table(Table.of(data.pop(name).values()), name))
    return data | {"tables": tables, "shared": packer.shared}


class _Places(dict[Any, int]):
    """Where each text stands in the shared values, to which one that is new is added."""

    def __init__(self, shared: list[Any]) -> None:
        super().__init__()
        self._shared = shared

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self._shared)
        self._shared.append(text)
        return place


class _Packer:
    def __init__(self) -> None:
        self.shared: list[Any] = []
        self._places = _Places(self.shared)
        #: What nodes are called: names that sentences may contain and that are worth replacing.
        self._labels: dict[str, str] = {}
        #: The names in the sentence of each claim.
        self._named_in: dict[str, list[str]] = {}

    def table(self, table: Table[Any], name: str) -> Row:
        """Return a table packed, column by column; the sentences last, because other columns tell the names in them."""
        if name == "nodes":
            labels = ((node["id"], node["label"]) for node in table)
            self._labels = {iri: label for iri, label in labels if len(label) >= _SHORTEST and _MARK not in label}
        packed: dict[str, Row] = {}
        telling: dict[str, Column] = {}
        for key in sorted(filterfalse(_LEFT_OUT.__contains__, table.telling), key=_PHRASES.__contains__):
            column = table.column(key)
            if key in _TELLING:
                telling[key] = column
            if column.at:
                kind, written = (
                    self._phrases(column, telling, name) if key in _PHRASES else self._written(column.values)
                )
                packed[key] = _column(kind, written, column.at, len(table))
        return {"n": len(table), "columns": packed}

    def _phrases(self, column: Column, telling: Mapping[str, Column], name: str) -> tuple[str, list[Any]]:
        """Return sentences, in which may be the names of what a row is about itself, and of what it answers."""
        named = self._named(telling)
        if name == "claims":
            ids = telling["id"]
            self._named_in = {iri: named[number] for number, iri in zip(*ids, strict=True)}
        answered = self._answered(telling)
        texts = zip(*column, strict=True)
        return "phrase", [self._phrase(text, (*named[number], *answered[number])) for number, text in texts]

    def _named(self, telling: Mapping[str, Column]) -> Mapping[int, list[str]]:
        """Return the names of those whom rows are about, and who speaks in them, by the number of the row."""
        labels = self._labels
        found: dict[int, list[str]] = defaultdict(list)
        for key in _NAMING & telling.keys():
            for number, iris in zip(*telling[key], strict=True):
                found[number] += [labels[iri] for iri in _each(iris) if iri in labels]
        return found

    def _answered(self, telling: Mapping[str, Column]) -> Mapping[int, list[str]]:
        """Return the names in what rows answer, by the number of the row."""
        found: dict[int, list[str]] = defaultdict(list)
        for key in _ANSWERS & telling.keys():
            for number, iris in zip(*telling[key], strict=True):
                for iri in iris:
                    found[number] += self._named_in.get(iri, ())
        return found

    def _phrase(self, text: str, named: Iterable[str]) -> list[int]:
        """Return the places of the pieces of a text between the names in it, and of the names."""
        names: list[str] = []
        pieces = [text]
        if _MARK not in text:
            # The longest first, because one may be in another.
            for name in sorted(set(named), key=lambda name: (-len(name), name)):
                if name in text:
                    text = text.replace(name, f"{_MARK}{len(names)}{_MARK}")
                    names.append(name)
            pieces = text.split(_MARK)
        return [self._place(pieces[::2]), *[self._places[names[int(number)]] for number in pieces[1::2]]]

    def _written(self, values: list[Any]) -> tuple[str, list[Any]]:
        """Return the kind of a column and how its values are written."""
        types = set(map(type, values))
        if list in types:
            plain = {type(part) for parts in values for part in parts} == {str}
            place = self._places.__getitem__ if plain else self._place
            return "list", [place(parts[0]) if len(parts) == 1 else list(map(place, parts)) for parts in values]
        if isinstance(values[0], bool | int | float):
            return "number", values
        return "text", list(map(self._places.__getitem__ if types == {str} else self._place, values))

    def _place(self, value: Any) -> int:
        """Return where a value stands in the shared ones, to which it is added if it is not there."""
        if type(value) is str:
            return self._places[value]
        key = _key(value)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.shared)
            self.shared.append(value)
        return place


def _each(iris: str | list[str]) -> Iterable[str]:
    return (iris,) if isinstance(iris, str) else iris


def _column(kind: str, written: list[Any], at: list[int], rows: int) -> Row:
    """Return a column of a table of so many rows, of which those `at` these numbers have what is written."""
    if len(at) == rows:
        return {kind: _series(written)}
    if kind == "number" or len(at) * _SPARSE < rows:
        return {"at": _steps(at), kind: _series(written)}
    filled: list[Any] = [-1] * rows
    for number, value in zip(at, written, strict=True):
        filled[number] = value
    return {kind: _series(filled)}


def _key(value: Any) -> Any:
    """Return what is equal for equal values of JSON alone: 1 is not true. Most are lists of texts."""
    if isinstance(value, list) and set(map(type, value)) == {str}:
        return tuple(value)
    return None, repr(value)


def _series(values: Sequence[Any]) -> Any:
    """Return numbers in the form that takes the least room; what is not of whole numbers as it is."""
    if set(map(type, values)) == {bool} and len(set(values)) == 1:
        return values[0]
    if set(map(type, values)) != {int}:
        return values
    steps = _steps(values)
    if len(set(steps[1:])) <= 1:
        return {"from": values[0], "by": steps[-1] if len(steps) > 1 else 0}
    return {"steps": steps} if sum(map(abs, steps)) * 8 < sum(map(abs, values)) else values


def _steps(values: Sequence[int]) -> list[int]:
    return [values[0], *(b - a for a, b in pairwise(values))]
