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
import json
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
    """Return the data of a view with its tables packed."""
    packer = _Packer(_names(data))
    tables = {name: packer.table(data[name]) for name in TABLES}
    tables |= {name: packer.table(data[name].values()) for name in KEYED}
    rest = {key: value for key, value in data.items() if key not in tables}
    return rest | {"tables": tables, "shared": packer.shared}


def _names(data: Row) -> Callable[[Row], list[str]]:
    """Return the function that tells which names the sentence of a row may contain."""
    labels = {node["id"]: node["label"] for node in data["nodes"]}
    claims = {claim["id"]: claim for claim in data["claims"]}

    def things(row: Row) -> Iterable[str]:
        accused = row.get("accused", ())
        yield from row.get("speakers", ())
        yield from (accused,) if isinstance(accused, str) else accused
        yield row.get("incident", "")

    def names(row: Row) -> list[str]:
        answered = [*row.get("against", ()), *row.get("endorses", ()), *row.get("withdraws", ())]
        found = [*things(row), *(iri for other in answered if other in claims for iri in things(claims[other]))]
        texts = {labels[iri] for iri in found if iri in labels}
        return sorted((text for text in texts if len(text) >= _SHORTEST and _MARK not in text), key=len, reverse=True)

    return names


class _Packer:
    def __init__(self, names: Callable[[Row], list[str]]) -> None:
        self.shared: list[Any] = []
        self._places: dict[Any, int] = {}
        self._names = names

    def table(self, rows: Iterable[Row]) -> Row:
        rows = list(rows)
        for row in rows:
            self._place(row.get("id", ""))
        columns: dict[str, tuple[list[int], list[Any]]] = {}
        number = -1
        for number, row in enumerate(rows):
            for key, value in row.items():
                if value is not None and key not in _LEFT_OUT:
                    column = columns.get(key)
                    if column is None:
                        column = columns[key] = ([], [])
                    column[0].append(number)
                    column[1].append(self._phrase(value, row) if key in _PHRASES else value)
        return {"n": number + 1, "columns": {key: self._column(*found, number + 1) for key, found in columns.items()}}

    def _column(self, at: Sequence[int], values: Sequence[Any], rows: int) -> Row:
        kind, write = self._writer(values[0])
        written = list(map(write, values))
        if len(at) == rows:
            return {kind: _series(written)}
        if kind == "number" or len(at) * _SPARSE < rows:
            return {"at": _steps(at), kind: _series(written)}
        filled: list[Any] = [-1] * rows
        for number, value in zip(at, written, strict=True):
            filled[number] = value
        return {kind: _series(filled)}

    def _writer(self, example: Any) -> tuple[str, Callable[[Any], Any]]:
        if isinstance(example, _Phrase):
            return "phrase", self._written
        if isinstance(example, bool | int | float):
            return "number", lambda value: value
        if isinstance(example, list):
            return "list", self._listed
        return "text", self._place

    def _place(self, value: Any) -> int:
        """Return where a value stands in the shared ones, to which it is added if it is not there."""
        key = value if isinstance(value, str) else _key(value)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.shared)
            self.shared.append(value)
        return place

    def _listed(self, values: list[Any]) -> Any:
        places = [self._place(value) for value in values]
        return places[0] if len(places) == 1 else places

    def _written(self, phrase: _Phrase) -> list[int]:
        return [self._place(phrase.pattern), *map(self._place, phrase.names)]

    def _phrase(self, text: str, row: Row) -> _Phrase:
        names: list[str] = []
        if _MARK in text:
            return _Phrase([text], names)
        for name in self._names(row):
            if name in text:
                text = text.replace(name, f"{_MARK}{len(names)}{_MARK}")
                names.append(name)
        pieces = text.split(_MARK)
        return _Phrase(pieces[::2], [names[int(place)] for place in pieces[1::2]])


def _key(value: Any) -> Any:
    """Return what is equal for equal values of JSON alone: 1 is not true."""
    if isinstance(value, list) and all(type(each) is str for each in value):
        return tuple(value)
    return None, json.dumps(value)


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


def _spread(series: Any, count: int) -> Sequence[Any]:
    if isinstance(series, bool):
        return [series] * count
    if not isinstance(series, Mapping):
        return list(series)
    if "steps" in series:
        return list(itertools.accumulate(series["steps"]))
    return [series["from"] + series["by"] * number for number in range(count)]


class _Phrase:
    """A text as the pieces between names, and the names."""

    __slots__ = ("names", "pattern")

    def __init__(self, pattern: list[str], names: list[str]) -> None:
        self.pattern, self.names = pattern, names


def unpacked(data: Mapping[str, Any]) -> Row:
    """Return the data of a view from what `packed` made of it: what the page does, for those who read it in Python."""
    shared = data["shared"]
    tables = {name: _rows(table, shared) for name, table in data["tables"].items()}
    keyed = {name: {row["id"]: row for row in tables[name]} for name in KEYED}
    return {key: value for key, value in data.items() if key not in ("tables", "shared")} | tables | keyed


def _rows(table: Row, shared: Sequence[Any]) -> list[Row]:
    rows: list[Row] = [{} for _ in range(table["n"])]
    for key, column in table["columns"].items():
        kind = next(name for name in column if name != "at")
        at = list(itertools.accumulate(column["at"])) if "at" in column else range(table["n"])
        for number, value in zip(at, _spread(column[kind], len(at)), strict=True):
            if kind == "number":
                rows[number][key] = value
            elif value != -1:
                rows[number][key] = _READERS[kind](value, shared)
    return rows


def _phrased(places: Sequence[int], shared: Sequence[Any]) -> str:
    first, *rest = shared[places[0]]
    return str(first) + "".join(shared[name] + piece for name, piece in zip(places[1:], rest, strict=True))


_READERS: Final[dict[str, Callable[[Any, Sequence[Any]], Any]]] = {
    "text": lambda place, shared: shared[place],
    "list": lambda places, shared: [shared[p] for p in ([places] if isinstance(places, int) else places)],
    "phrase": _phrased,
}
