"""The data of a view as the page carries it: columns instead of rows, and each text once.

`js/data/unpack.js` reads it back. A table is its number of rows and its columns; a column is what each row has, or,
where few rows have anything, what those have whose numbers `at` tells in steps. How its values are written is the name
under which they stand: `number` as they are; `text` as the place of a value in `shared`, -1 for none; `list` as the
places of the parts of a list, one alone without brackets; `phrase` as the place of a list of texts, between which the
texts whose places follow are set. Instead of a list there may be one truth, where all are alike, `{"from", "by"}`,
where numbers are equally far apart, or `{"steps"}`, the first number and what is added to each to make the next.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from .rows import Row

#: The tables of a view that are packed, and those in it that are kept by the name of their rows.
TABLES: Final = ("nodes", "edges", "claims", "allegations")
KEYED: Final = ("sources", "evidence")
#: The columns of sentences, in which names recur that other columns have, too.
_PHRASES: Final = {"sentence"}
#: The columns that have the claims which a claim speaks against or for, whose names are in its sentence.
_ANSWERS: Final = ("against", "endorses", "withdraws")
#: What the page words itself, in its own language.
_LEFT_OUT: Final = {"dateWords"}
#: Names shorter than this are left in their sentence.
_SHORTEST = 4
#: A column that fewer than one in so many rows have names its rows.
_SPARSE = 4
_MARK = "\x00"


def packed(data: Row, write: Callable[[Row], Any] = dict) -> Row:
    """Return the data of a view with its tables packed, each as `write` returns it.

    Takes the tables out of `data` one by one, and goes through the rows of each once, so that they need not all be
    there at once: rows and what they are packed into, of all tables, would need three times the memory.
    """
    packer = _Packer({})
    tables = {}
    for name in TABLES:
        rows = data.pop(name)
        if name == "nodes":
            rows = list(rows)
            packer.labels = {node["id"]: node["label"] for node in rows}
        tables[name] = write(packer.table(rows, name))
        del rows
    for name in KEYED:
        tables[name] = write(packer.table(data.pop(name).values(), name))
    return data | {"tables": tables, "shared": packer.shared}


class _Column:
    """What rows have under one key, and the numbers of these rows. A list of one text is kept as the text."""

    __slots__ = ("at", "is_list", "values")

    def __init__(self) -> None:
        self.at: list[int] = []
        self.values: list[Any] = []
        self.is_list = False


class _Packer:
    def __init__(self, labels: Mapping[str, str]) -> None:
        #: What nodes are called: names that sentences may contain.
        self.labels = labels
        self.shared: list[Any] = []
        self._places: dict[Any, int] = {}
        #: The names in each row of the table that is packed, as far as it has sentences, and by the IRIs of claims.
        self._named: list[list[str]] = []
        self._named_in: dict[str, list[str]] = {}

    def table(self, rows: Iterable[Row], name: str) -> Row:
        number, columns = self._read(rows, name)
        packed: dict[str, Row] = {}
        for key in list(columns):
            # Names in sentences are looked for by what other columns say.
            column = columns[key] if key in _ANSWERS else columns.pop(key)
            if column.at and key not in _LEFT_OUT:
                packed[key] = self._column(key, column, number, columns)
        return {"n": number, "columns": packed}

    def _read(self, rows: Iterable[Row], name: str) -> tuple[int, dict[str, _Column]]:
        """Return how many rows there are, and their columns: a third of the room that the rows take."""
        columns: dict[str, _Column] = defaultdict(_Column)
        self._named = []
        number = -1
        for number, row in enumerate(rows):
            self._place(row.get("id", ""))
            named = self._names_of(row) if "sentence" in row else []
            self._named.append(named)
            if name == "claims":
                self._named_in[row["id"]] = named
            for key, value in row.items():
                column = columns[key]
                if value is None:
                    continue
                if type(value) is list:
                    column.is_list = True
                    if len(value) == 1 and type(value[0]) is str:
                        value = value[0]
                column.at.append(number)
                column.values.append(value)
        return number + 1, dict(columns)

    def _column(self, key: str, column: _Column, rows: int, others: Mapping[str, _Column]) -> Row:
        at = column.at
        if key in _PHRASES:
            kind, written = "phrase", self._phrases(column, others)
        else:
            kind, written = self._written(column)
        if len(at) == rows:
            return {kind: _series(written)}
        if kind == "number" or len(at) * _SPARSE < rows:
            return {"at": _steps(at), kind: _series(written)}
        filled: list[Any] = [-1] * rows
        for number, value in zip(at, written, strict=True):
            filled[number] = value
        return {kind: _series(filled)}

    def _names_of(self, row: Row) -> list[str]:
        """Return the names of those whom a claim or an allegation is about, and who speaks, that are worth
        replacing."""
        accused = row.get("accused", ())
        things = (*row.get("speakers", ()), *((accused,) if isinstance(accused, str) else accused), row.get("incident"))
        names = [self.labels.get(iri, "") for iri in things if iri]
        return [name for name in names if len(name) >= _SHORTEST and _MARK not in name]

    def _phrases(self, column: _Column, others: Mapping[str, _Column]) -> list[list[int]]:
        """Return the sentences of a table. They may have the names of what a row is about itself, and of what it
        answers."""
        answered: dict[int, list[str]] = defaultdict(list)
        for key in _ANSWERS:
            if key in others:
                for number, iris in zip(others[key].at, others[key].values, strict=True):
                    answered[number] += [iris] if type(iris) is str else iris
        return [self._phrase(text, number, answered) for number, text in zip(column.at, column.values, strict=True)]

    def _phrase(self, text: str, number: int, answered: Mapping[int, list[str]]) -> list[int]:
        """Return the places of the pieces of a text between the names in it, and of the names."""
        names: list[str] = []
        pieces = [text]
        if _MARK not in text:
            known = {*self._named[number]}
            for iri in answered.get(number, ()):
                known.update(self._named_in.get(iri, ()))
            # The longest first, because one may be in another.
            for name in sorted(sorted(known), key=len, reverse=True):
                if name in text:
                    text = text.replace(name, f"{_MARK}{len(names)}{_MARK}")
                    names.append(name)
            pieces = text.split(_MARK)
        return [self._place(pieces[::2]), *(self._place(names[int(place)]) for place in pieces[1::2])]

    def _written(self, column: _Column) -> tuple[str, list[Any]]:
        """Return the kind of a column and how its values are written."""
        if column.is_list:
            return "list", [self._place(v) if type(v) is str else self._listed(v) for v in column.values]
        if isinstance(column.values[0], bool | int | float):
            return "number", column.values
        return "text", list(map(self._place, column.values))

    def _place(self, value: Any) -> int:
        """Return where a value stands in the shared ones, to which it is added if it is not there."""
        key = value if type(value) is str else _key(value)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.shared)
            self.shared.append(value)
        return place

    def _listed(self, values: list[Any]) -> Any:
        places = list(map(self._place, values))
        return places[0] if len(places) == 1 else places


def _key(value: Any) -> Any:
    """Return what is equal for equal values of JSON alone: 1 is not true."""
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
    return [values[0], *(b - a for a, b in itertools.pairwise(values))]
