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
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from .rows import Row

#: The tables of a view that are packed, and those in it that are kept by the name of their rows.
TABLES: Final = ("nodes", "edges", "claims", "allegations")
KEYED: Final = ("sources", "evidence")
#: The columns of sentences, in which names recur that other columns have, too.
_PHRASES: Final = {"sentence"}
#: What the page words itself, in its own language.
_LEFT_OUT: Final = {"dateWords"}
#: Names shorter than this are left in their sentence.
_SHORTEST = 4
#: A column that fewer than one in so many rows have names its rows.
_SPARSE = 4
_MARK = "\x00"


def packed(data: Row) -> Row:
    """Return the data of a view with its tables packed. Takes the tables out of `data` one by one: both at once would
    need twice the memory."""
    packer = _Packer(_names(data))
    tables = {name: packer.table(data.pop(name)) for name in TABLES}
    tables |= {name: packer.table(data.pop(name).values()) for name in KEYED}
    return data | {"tables": tables, "shared": packer.shared}


def _names(data: Row) -> Callable[[Row], list[str]]:
    """Return the function that tells which names the sentence of a row may contain."""
    labels = {node["id"]: node["label"] for node in data["nodes"]}
    names_in = {claim["id"]: _named(claim, labels) for claim in data["claims"]}

    def names(row: Row) -> list[str]:
        found = {*_named(row, labels)}
        for field in ("against", "endorses", "withdraws"):
            for other in row.get(field, ()):
                found.update(names_in.get(other, ()))
        return sorted(found, key=lambda name: (-len(name), name)) if len(found) > 1 else list(found)

    return names


def _named(row: Row, labels: Mapping[str, str]) -> list[str]:
    """Return the names of those whom a claim or an allegation is about, and who speaks, that are worth replacing."""
    accused = row.get("accused", ())
    things = (*row.get("speakers", ()), *((accused,) if isinstance(accused, str) else accused), row.get("incident"))
    names = (labels.get(iri, "") for iri in things if iri)
    return [name for name in names if len(name) >= _SHORTEST and _MARK not in name]


class _Packer:
    def __init__(self, names: Callable[[Row], list[str]]) -> None:
        self.shared: list[Any] = []
        self._places: dict[Any, int] = {}
        self._names = names

    def table(self, rows: Iterable[Row]) -> Row:
        rows = list(rows)
        for row in rows:
            self._place(row.get("id", ""))
        columns: dict[str, Row] = {}
        for key in dict.fromkeys(itertools.chain.from_iterable(rows)):
            found = [row.get(key) for row in rows]
            at = [number for number, value in enumerate(found) if value is not None]
            if at and key not in _LEFT_OUT:
                columns[key] = self._column(key, at, rows, found)
        return {"n": len(rows), "columns": columns}

    def _column(self, key: str, at: Sequence[int], rows: Sequence[Row], found: Sequence[Any]) -> Row:
        values = [found[number] for number in at]
        if key in _PHRASES:
            kind, written = "phrase", [self._phrase(found[number], rows[number]) for number in at]
        else:
            kind, written = self._written(values)
        if len(at) == len(rows):
            return {kind: _series(written)}
        if kind == "number" or len(at) * _SPARSE < len(rows):
            return {"at": _steps(at), kind: _series(written)}
        filled: list[Any] = [-1] * len(rows)
        for number, value in zip(at, written, strict=True):
            filled[number] = value
        return {kind: _series(filled)}

    def _written(self, values: list[Any]) -> tuple[str, list[Any]]:
        """Return the kind of a column and how its values are written."""
        if isinstance(values[0], bool | int | float):
            return "number", values
        if isinstance(values[0], list):
            return "list", list(map(self._listed, values))
        return "text", list(map(self._place, values))

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

    def _phrase(self, text: str, row: Row) -> list[int]:
        """Return the places of the pieces of a text between the names in it, and of the names."""
        names: list[str] = []
        if _MARK not in text:
            for name in self._names(row):
                if name in text:
                    text = text.replace(name, f"{_MARK}{len(names)}{_MARK}")
                    names.append(name)
            pieces = text.split(_MARK)
        else:
            pieces = [text]
        return [self._place(pieces[::2]), *(self._place(names[int(place)]) for place in pieces[1::2])]


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
