"""A table of a view: what is told of each of many things, row by row or column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import methodcaller
from typing import Any, Generic, NamedTuple, TypeVar

Row = dict[str, Any]
T = TypeVar("T")
#: What is told of a thing, by the key that it stands under.
Telling = Mapping[str, Callable[[T], Any]]


def compact(row: Row) -> Row:
    """Without what is not known or empty; false and 0 are values."""
    return {key: value for key, value in row.items() if value or value == 0}


class Column(NamedTuple):
    """What rows have under one key: the numbers of the rows that have anything, in order, and what each has."""

    at: list[int]
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """Things, and what is told of each; what is not known or empty is left out, as by `compact`.

    Rows are made when one goes through them, and columns likewise: all rows of a large graph at once take more memory
    than its facts, and making them only to take columns out of them again costs a fifth of the time of a page.
    """

    things: Sequence[T]
    telling: Telling[T]

    @staticmethod
    def of(rows: Iterable[Row]) -> Table[Row]:
        """Return rows as a table."""
        things = list(rows)
        return Table(things, {key: methodcaller("get", key) for key in dict.fromkeys(chain.from_iterable(things))})

    def __len__(self) -> int:
        return len(self.things)

    def __iter__(self) -> Iterator[Row]:
        for thing in self.things:
            yield {key: value for key, tell in self.telling.items() if (value := tell(thing)) or value == 0}

    def column(self, key: str) -> Column:
        """Return what the rows have under a key."""
        values = list(map(self.telling[key], self.things))
        at = [number for number, value in enumerate(values) if value or value == 0]
        return Column(at, values if len(at) == len(values) else [values[number] for number in at])
