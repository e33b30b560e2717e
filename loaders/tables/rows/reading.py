"""One reading of the tables of a data set: its rows, and what was yielded so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ....ontology.records import Actor, Claim, Incident, Record, Skipped, Source
from ..state import Memory, content


@dataclass(slots=True)
class TableRow:
    """One row as it was read: the cells of the used columns in their order.

    Where the row cannot be read, `problem` says why, and there are no cells; `notes` are what is to be told of one that
    can. What is made of a brief row may be remembered. (There are very many rows, and frozen ones take three times as
    long to make.)
    """

    file: str
    line: int
    cells: Sequence[Any]
    problem: str | None = None
    is_brief: bool = False
    notes: tuple[str, ...] = ()


class Reading:
    """One reading of all tables of a data set: what was yielded so far."""

    def __init__(self, joined: dict[str, Actor] | None = None) -> None:
        self._joined = joined or {}
        self._memory = Memory()
        self._claims: set[int] = set()
        self._told: set[int] = set()
        #: Of those tables for which others wait: what they make, and by which names.
        self._tables: dict[str, dict[int, frozenset[int]]] = {}

    def watch(self, table: str) -> None:
        """Remember what this table makes, for the entries of other tables that are made `unless` it does."""
        self._tables.setdefault(table, {})

    def new_things(
        self, records: Sequence[Actor | Incident | Source], maker: Any, table: str, row: TableRow
    ) -> Iterable[Record | Skipped]:
        """Return those of some actors, incidents or sources that were not yielded before."""
        if not maker.lasting and not self._tables and self._memory.all_are_recent(records):
            return ()
        return [new for record in records if (new := self._new_thing(record, maker, table, row))]

    def _new_thing(
        self, record: Actor | Incident | Source, maker: Any, table: str, row: TableRow
    ) -> Record | Skipped | None:
        if self._tables:
            known = self._tables.get(maker.unless, {}).get(hash(record.iri))
            if known is not None:
                return self._unnamed(record, known, maker, row)
            if table in self._tables:
                named = self._tables[table].get(hash(record.iri), frozenset())
                self._tables[table][hash(record.iri)] = named | frozenset(map(hash, _names(record)))
        if not maker.lasting:
            if not self._memory.is_new(record):
                return None
        elif self._memory.is_same(record):
            return None
        elif not (agrees := self._memory.agrees(record.iri, content(record))):
            if agrees is None:
                return None
            reason = f'"{maker.name}" ({record.label}) is described differently in an earlier row, which is kept'
            return Skipped(reason, row.file, row.line)
        return self._joined.get(record.iri, record) if isinstance(record, Actor) else record

    def _unnamed(
        self, record: Actor | Incident | Source, known: frozenset[int], maker: Any, row: TableRow
    ) -> Skipped | None:
        """Return what is told of a record that another table describes: by which names it does not."""
        lost = [name for name in dict.fromkeys(_names(record)) if hash(name) not in known]
        key = hash((record.iri, *lost))
        if not lost or key in self._told:
            return None
        self._told.add(key)
        listed = ", ".join(f'"{name[:60]}"' for name in lost)
        reason = f'"{maker.name}" is left to the table "{maker.unless}", which does not call it {listed}'
        return Skipped(reason, row.file, row.line)

    def new(self, record: Record, row: TableRow) -> Record | Skipped | None:
        """Return what belongs to a claim; a claim is yielded once."""
        if not isinstance(record, Claim):
            return record if self._memory.is_new(record) else None
        key = hash(record.iri)
        if key in self._claims:
            return Skipped("this claim is in an earlier row already", row.file, row.line)
        self._claims.add(key)
        return record


def _names(record: Actor | Incident | Source) -> Iterator[str]:
    """Yield all that a record is called."""
    yield record.label
    match record:
        case Actor():
            yield from (name.value for name in record.names)
        case Incident():
            yield from record.name.values()
        case Source():
            yield from (record.url or record.label, *record.title.values())
