"""The data of a page of a view, read back in Python as the page's own script does it; see `graph/view/packing.py`."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from whoblamed.graph.view.packing import KEYED
from whoblamed.graph.view.tables import Row


def _spread(series: Any, count: int) -> Sequence[Any]:
    if isinstance(series, bool):
        return [series] * count
    if not isinstance(series, Mapping):
        return list(series)
    if "steps" in series:
        return list(itertools.accumulate(series["steps"]))
    return [series["from"] + series["by"] * number for number in range(count)]


def unpacked(data: Mapping[str, Any]) -> Row:
    """Return the data of a view from what `packed` made of it."""
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
