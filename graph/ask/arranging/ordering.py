"""How listings are put in order: by columns, numbers before text, what has no value last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import SupportsFloat, TypeVar

T = TypeVar("T")

#: What is shown of one thing, by column.
Row = Mapping[str, object]


def ordered(
    items: Iterable[T], order: Sequence[str], row_of: Callable[[T], Row], dates: Collection[str] = ()
) -> list[T]:
    """Return items in the order of columns, the first of which counts most; `-` before one means the other way round.

    `row_of` gives what an item has in the columns, of which those in `dates` are dates as EDTF writes them. What has
    nothing to be put in order by comes last, whichever way round.
    """
    listed = list(items)
    for name in reversed(order):
        column = name.removeprefix("-")
        keys = [_key(row_of(item).get(column), column in dates) for item in listed]
        listed = _sorted(listed, keys, name.startswith("-"))
    return listed


def _sorted(items: Sequence[T], keys: Sequence[tuple[object, ...] | None], backward: bool) -> list[T]:
    places = range(len(items))
    having = sorted((each for each in places if keys[each] is not None), key=lambda each: keys[each], reverse=backward)  # type: ignore[arg-type,return-value]  # not None
    return [items[each] for each in (*having, *(each for each in places if keys[each] is None))]


def _key(value: object, is_date: bool) -> tuple[float, ...] | tuple[int, str, str] | None:
    """Return what a value is put in order by: numbers before text, text without regard to case; None for nothing."""
    if value is None or value in ("", [], ()):
        return None
    if is_date:
        return (0, *_days(str(value)))
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, SupportsFloat) and not isinstance(value, str):
        return 0, float(value)
    return 1, str(value).casefold(), str(value)


def _days(date: str) -> tuple[int, int]:
    """Return the order of a date: by its last day, and of two that end alike the more precise one first."""
    from ....ontology.dates import PartialDate, earliest, latest

    known = PartialDate.parse(date)
    return latest(known).toordinal(), -earliest(known).toordinal()
