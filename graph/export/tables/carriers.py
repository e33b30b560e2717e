"""Which records travel in which row of the table of claims: all of a graph, each once.

A row carries its claim, and what that rests on and no row before it carries. What no claim refers to travels where
there is room.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from ....ontology.json import encode
from ....ontology.json.carried import LONGEST
from ....ontology.records import Claim, DataSet, Record
from ..waiting.shelf import Shelf

#: What a row carries: records as JSON by the name of their data set.
Load = dict[str, list[str]]
#: How a thing leads to what says on what it rests.
_RESTS = "rests on"
#: Fields whose texts look like IRIs, and are no things of a graph.
_NO_REFERENCES = ("iri", "label", "url", "archived_at", "sha256")


class Loads:
    """What rows carry of what waits on a shelf: the `load` of every row, then each with what is to `fill` it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._carried: set[str] = set()
        self._datasets = {dataset.name: dataset for dataset in shelf.datasets}
        self._remaining: Iterator[str] | None = None
        shelf.link((_RESTS, reliance.relying, reliance.iri) for reliance in shelf.facts().reliances.values())

    def load(self, claim: str) -> Load:
        """Take what the row of a claim (IRI) carries: the claim, and all but other claims that it leads to."""
        load: Load = {}
        pending = deque([claim])
        while pending:
            iri = pending.popleft()
            for name, record in self._take(iri):
                self._put(load, name, record)
                pending.extend(other for other in _references(record) if self._is_waiting(other))
                pending.extend(self._shelf.linked(_RESTS, iri))
        return load

    def _take(self, iri: str) -> tuple[tuple[str, Record], ...]:
        if iri in self._carried:
            return ()
        found = self._shelf.homed(iri)
        if found:
            self._carried.add(iri)
        return found

    def _is_waiting(self, iri: str) -> bool:
        if iri in self._carried:
            return False
        return any(not isinstance(record, Claim) for _, record in self._shelf.homed(iri))

    def _put(self, load: Load, name: str, record: Record) -> None:
        """Add a record to a load; the first of a data set comes after the description of that."""
        described = self._datasets.pop(name, None)
        load.setdefault(name, [_described(described)] if described else []).append(encode(record))

    def fill(self, load: Load) -> None:
        """Add as much of what no claim leads to as there is room for in a row."""
        iri = self._next()
        if iri is None and not self._datasets:
            return
        room = LONGEST - sum(len(text) + 1 for texts in load.values() for text in texts)
        while room > 0 and iri is not None:
            for name, record in self._take(iri):
                self._put(load, name, record)
                room -= len(encode(record)) + 1
            iri = self._next()
        while room > 0 and self._datasets and iri is None:
            name, described = self._datasets.popitem()
            load[name] = [_described(described)]
            room -= len(load[name][0]) + 1
        self._return(iri)

    def left(self) -> int:
        """Return how many things found no room."""
        return sum(1 for _ in iter(self._next, None))

    def _next(self) -> str | None:
        """Return the next thing that nothing carries."""
        if self._remaining is None:
            self._remaining = self._shelf.iris()
        return next((iri for iri in self._remaining if iri not in self._carried), None)

    def _return(self, iri: str | None) -> None:
        if iri is not None and self._remaining is not None:
            self._remaining = chain([iri], self._remaining)


def _described(dataset: DataSet) -> str:
    return encode(dataclasses.replace(dataset, read_from=()))  # which is for this computer alone


def _references(record: Any) -> Iterator[str]:
    """Yield the texts in a record, in its parts too, among which are the IRIs of all that it refers to."""
    for value in _reader(record.__class__)(record):
        for item in value if value.__class__ is tuple else (value,):
            if item.__class__ is str:
                if ":" in item and " " not in item:
                    yield item
            elif item is not None and dataclasses.is_dataclass(item):
                yield from _references(item)


@cache
def _reader(kind: Any) -> Callable[[object], tuple[Any, ...]]:
    """Return what reads the fields of a kind among which are references."""
    names = [field.name for field in dataclasses.fields(kind) if field.name not in _NO_REFERENCES]
    return attrgetter(*names, names[0])  # of one name it would be no tuple
