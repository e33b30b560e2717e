"""Which records travel in which row of the table of claims: all of a graph, each once.

A row carries its claim, and what that rests on and no row before it carries. What no claim refers to travels where
there is room.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ....ontology.json import encode
from ....ontology.json.carried import LONGEST
from ....ontology.records import Claim, DataSet, Record, Reliance

#: A record, and the name of the data set that it is in.
Homed = tuple[str, Record]
#: What a row carries: records by the name of their data set.
Load = dict[str, list[Record | DataSet]]


def loads(claims: Iterable[str], described: Mapping[str, Iterable[Record | DataSet]]) -> tuple[list[Load], int]:
    """Return what the row of each claim (IRI) carries, in their order, and how many records found no room.

    `described` has the records of each data set, by its name.
    """
    waiting = _Waiting(described)
    found = [waiting.load(claim) for claim in claims]
    for load in found:
        waiting.fill(load)
    return found, len(waiting.left)


class _Waiting:
    """The records that no row carries yet."""

    def __init__(self, described: Mapping[str, Iterable[Record | DataSet]]) -> None:
        self._by_iri: dict[str, list[Homed]] = defaultdict(list)
        self._resting: dict[str, list[str]] = defaultdict(list)
        self._datasets: dict[str, DataSet] = {}
        for name, records in described.items():
            for record in records:
                self._add(name, record)

    def _add(self, name: str, record: Record | DataSet) -> None:
        if isinstance(record, DataSet):
            self._datasets[name] = dataclasses.replace(record, read_from=())  # which is for this computer alone
            return
        self._by_iri[record.iri].append((name, record))
        if isinstance(record, Reliance):
            self._resting[record.relying].append(record.iri)

    def load(self, claim: str) -> Load:
        """Take what the row of a claim carries: the claim, and all but other claims that it leads to."""
        load: Load = {}
        pending = deque([claim])
        while pending:
            for name, record in self._by_iri.pop(pending.popleft(), ()):
                self._put(load, name, record)
                pending.extend(iri for iri in _references(record) if self._is_waiting(iri))
                pending.extend(self._resting.get(record.iri, ()))
        return load

    def _is_waiting(self, iri: str) -> bool:
        return any(not isinstance(record, Claim) for _, record in self._by_iri.get(iri, ()))

    def _put(self, load: Load, name: str, record: Record) -> None:
        """Add a record to a load; the first of a data set comes after the description of that."""
        described = self._datasets.pop(name, None)
        load.setdefault(name, [described] if described else []).append(record)

    def fill(self, load: Load) -> None:
        """Take as much of what is left as there is room for in a row."""
        left = self.left
        if not left and not self._datasets:
            return
        room = LONGEST - sum(_length(record) for records in load.values() for record in records)
        while room > 0 and left:
            for name, record in self._by_iri.pop(left.pop()):
                self._put(load, name, record)
                room -= _length(record)
        while room > 0 and self._datasets and not left:
            name, described = self._datasets.popitem()
            load[name] = [described]
            room -= _length(described)

    @cached_property
    def left(self) -> list[str]:
        """The IRIs of what no claim led to, the last first."""
        return sorted(self._by_iri, reverse=True)


def _length(record: Record | DataSet) -> int:
    return len(encode(record)) + 1


def _references(record: object) -> Iterator[str]:
    """Yield the texts in a record, in its parts too, among which are the IRIs of all that it refers to."""
    for field in dataclasses.fields(record):  # type: ignore[arg-type]  # all records are
        value = getattr(record, field.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str):
                yield item
            elif dataclasses.is_dataclass(item):
                yield from _references(item)
