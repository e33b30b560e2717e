"""A table by its mapping: the rows of a group become records, and what cannot be read becomes a `Skipped`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from ...ontology.records import Actor, Incident, Record, Skipped, Source, digest
from ...ontology.texts import counted
from .claims import ClaimMaker
from .drafts import Draft, finished
from .mapping.schema import EachEntry, PartEntry, TableEntry, TableMapping
from .mapping.scope import columns_of
from .records import ActorMaker, IncidentMaker, SourceMaker
from .rows.reading import Reading, TableRow
from .state import Minter, State
from .texts import RowProblem
from .values import Check, Compiler, Getter, Names, Row, one

#: Entries with the records that they made.
Things = list[tuple[Any, Sequence[Actor | Incident | Source]]]
#: Rows of one claim are held in memory together.
_LONGEST_GROUP = 10_000


class Part:
    """What is made of a row: the entries of a table, or of a part of it."""

    def __init__(self, entry: PartEntry, compiler: Compiler, mapping: TableMapping, dataset: str, *, grouped: bool):
        with compiler.names.inner():
            self._compile(entry, compiler, mapping, dataset, grouped=grouped)

    def _compile(
        self, entry: PartEntry, compiler: Compiler, mapping: TableMapping, dataset: str, *, grouped: bool
    ) -> None:
        self._holds: Check | None = compiler.when(entry.when)
        self._each = _Each(entry.each, compiler) if entry.each else None
        self._values: list[tuple[int, Getter]] = []
        for name, value in entry.values.items():
            with compiler.names.asked() as slots:
                get = compiler.value(value)
            self._values.append((compiler.names.add(name, slots), get))
        if isinstance(entry, TableEntry):
            self._skip = [(compiler.when(skip.when), skip.reason) for skip in entry.skip]
            with compiler.names.asked() as slots:
                self._id = compiler.value(entry.id) if entry.id else None
            compiler.feed("row", "", slots)
            self._lacking = compiler.lacking("row", [""])
            self.has_id = entry.id is not None
        common = (compiler, dataset, mapping.lang)
        self._actors = [ActorMaker(name, actor, *common) for name, actor in _ordered(entry)]
        self._incidents = [IncidentMaker(name, incident, *common) for name, incident in entry.incidents.items()]
        self._sources = [SourceMaker(name, source, *common) for name, source in entry.sources.items()]
        self._claims = [ClaimMaker(name, claim, *common, grouped=grouped) for name, claim in entry.claims.items()]
        self._parts = [Part(part, compiler, mapping, dataset, grouped=grouped) for part in entry.parts]

    def is_rich(self) -> bool:
        """Return whether rows may say different things of the same actor."""
        return any(maker.is_rich for maker in self._actors) or any(part.is_rich() for part in self._parts)

    def skips(self, state: State) -> str | None:
        """Return why nothing is made of a row of the table, if that is so; else the row has its values and its key."""
        self._evaluate(state)
        for holds, reason in self._skip:
            if holds is None or holds(state.row):
                return reason
        if self._id is not None:
            found = self._id(state.row)
            if not found:
                raise RowProblem(f"the row has no id{self._lacking(state.row)}")
            state.key = one(found)
        return None

    def read(self, state: State, out: Things, drafts: list[Draft]) -> None:
        """Add what is made of a row to `out`, with the entries that make it, and to `drafts`."""
        if self._holds is not None and not self._holds(state.row):
            return
        if self._each is None:
            self._evaluate(state)
            self.make(state, out, drafts)
            return
        for number, row in enumerate(self._each.rows(state), 1):
            inner = state.inner(row, number)
            self._evaluate(inner)
            self.make(inner, out, drafts)

    def _evaluate(self, state: State) -> None:
        for slot, get in self._values:
            state.row[slot] = get(state.row)

    def make(self, state: State, out: Things, drafts: list[Draft]) -> None:
        """As `read`, where the values are known already."""
        for actors in self._actors:
            state.actors[actors.name] = made = actors.make(state)
            if made:
                out.append((actors, made))
        for incidents in self._incidents:
            state.incidents[incidents.name] = events = incidents.make(state)
            if events:
                out.append((incidents, events))
        for sources in self._sources:
            state.sources[sources.name] = documents = sources.make(state)
            if documents:
                out.append((sources, documents))
        for claim in self._claims:
            said: list[Draft] = []
            try:
                said = claim.make(state)
            except RowProblem as problem:
                state.notes.append(str(problem))
            state.claims[claim.name] = [draft.iri for draft in said]
            drafts += said
        for part in self._parts:
            part.read(state, out, drafts)


class _Each:
    """Goes through columns that hold lists side by side."""

    def __init__(self, entry: EachEntry, compiler: Compiler) -> None:
        self._columns = [(name, compiler.names.slot(name)) for name in entry.columns]
        pattern = entry.split_at or re.compile(re.escape(entry.split or ";"))
        self._split = pattern.split

    def rows(self, state: State) -> Iterator[Row]:
        """Yield a row for each place in the lists; a list of another length than the first belongs to none of them."""
        lists = {slot: self._items(state.row[slot]) for _, slot in self._columns}
        first = lists[self._columns[0][1]]
        for name, slot in self._columns[1:]:
            if any(lists[slot]) and len(lists[slot]) != len(first):
                values = counted(len(lists[slot]), "value")
                state.notes.append(
                    f'"{name}" has {values} where "{self._columns[0][0]}" has {len(first)}, and is left out'
                )
                lists[slot] = [""] * len(first)
        for number in range(len(first)):
            row = list(state.row)
            for slot, items in lists.items():
                row[slot] = items[number] if number < len(items) else ""
            yield row

    def _items(self, cell: Any) -> list[str]:
        return [item.strip() for item in self._split(cell)] if isinstance(cell, str) else list(cell)


class Table:
    """Reads the rows of one table; keeps nothing between two readings."""

    def __init__(self, name: str, mapping: TableMapping, dataset: str) -> None:
        entry = mapping.tables[name]
        self.name = name
        self.dataset = dataset
        self.columns = columns_of(entry)
        names = Names(self.columns)
        compiler = Compiler(names, mapping.missing, mapping.lookups, mapping.dates)
        self._names = names
        self._group = [names.slot(column) for column in entry.group]
        self._part = Part(entry, compiler, mapping, dataset, grouped=bool(entry.group))
        self._allegation, self._reliance = Minter(dataset, "allegation"), Minter(dataset, "reliance")

    @property
    def is_rich(self) -> bool:
        """Whether rows may say different things of the same actor, which are to be taken together."""
        return self._part.is_rich()

    def actors(self, rows: Iterable[TableRow]) -> Iterator[Actor]:
        """Yield those actors of which rows may say different things, as each row describes them."""
        for group in self._groups(rows):
            for row in group:
                out: Things = []
                try:
                    if row.problem is None and not self._part.skips(state := self._state(row, group)):
                        self._part.make(state, out, [])
                except RowProblem:
                    pass  # it is told when the records are read
                for maker, made in out:
                    if isinstance(maker, ActorMaker) and maker.is_rich:
                        yield from (record for record in made if isinstance(record, Actor))

    def records(self, rows: Iterable[TableRow], reading: Reading) -> Iterator[Record | Skipped]:
        """Yield the records of all rows, and what was skipped of them."""
        for group in self._groups(rows):
            drafts: dict[str, Draft] = {}
            found: list[Record | Skipped] = []
            for row in group:
                self._read(row, group, drafts, found, reading)
            first = group[0]
            for made in finished(list(drafts.values()), self._allegation, self._reliance):
                if isinstance(made, str):
                    found.append(Skipped(made, first.file, first.line))
                elif new := reading.new(made, first):
                    found.append(new)
            yield from found

    def _read(
        self,
        row: TableRow,
        group: list[TableRow],
        drafts: dict[str, Draft],
        found: list[Record | Skipped],
        reading: Reading,
    ) -> None:
        """Add what is made of a row to `drafts` and `found`."""
        things: Things = []
        said: list[Draft] = []
        notes: list[str] = []
        try:
            if row.problem is not None:
                raise RowProblem(row.problem)
            state = self._state(row, group)
            notes = state.notes
            notes += row.notes
            if why := self._part.skips(state):
                raise RowProblem(why)
            self._part.make(state, things, said)
        except RowProblem as problem:
            found.append(Skipped(str(problem), row.file, row.line))
            return
        for maker, made in things:
            found += reading.new_things(made, maker, self.name, row)
        for draft in said:
            known = drafts.setdefault(draft.iri, draft)
            if known is not draft:
                known.add(draft)
        if not things and not said and not notes:
            notes = ["nothing in this row is what the mapping makes records of"]
        if notes:
            found += [Skipped(note, row.file, row.line) for note in dict.fromkeys(notes)]

    def _state(self, row: TableRow, group: list[TableRow]) -> State:
        slots = self._names.row(row.cells)
        if not self._group:
            return State(slots, "" if self._part.has_id else digest(*map(str, row.cells)), row.is_brief)
        slots[self._names.varying] = self._varying(group)
        return State(slots, "-".join(str(slots[slot]).strip() for slot in self._group), row.is_brief)

    def _groups(self, rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
        if not self._group:
            for row in rows:
                yield [row]
            return
        for _, group in groupby(rows, self._group_key):
            held: list[TableRow] = []
            for number, row in enumerate(group):
                if number < _LONGEST_GROUP:
                    held.append(row)
                elif number == _LONGEST_GROUP:
                    held.append(
                        TableRow(
                            row.file,
                            row.line,
                            (),
                            f"more than {_LONGEST_GROUP:,} rows of one claim; the rest is left out",
                        )
                    )
            yield held

    def _group_key(self, row: TableRow) -> tuple[Any, ...]:
        return tuple(row.cells[slot] for slot in self._group) if row.problem is None else (row.file, row.line, None)

    def _varying(self, group: list[TableRow]) -> frozenset[int]:
        if len(group) == 1:
            return frozenset()
        columns = zip(*(row.cells for row in group if row.problem is None), strict=True)
        return frozenset(slot for slot, cells in enumerate(columns) if len(set(map(str, cells))) > 1)


def _ordered(entry: PartEntry) -> list[tuple[str, Any]]:
    """Actors in such an order that those who are referred to come first."""
    known: dict[str, Any] = {}

    def visit(name: str, trail: tuple[str, ...]) -> None:
        actor = entry.actors.get(name)
        if actor is None or name in known or name in trail:
            return
        others = [*actor.part_of, *actor.speaks_for, *filter(None, [actor.by, *(alias.by for alias in actor.aliases)])]
        for other in others:
            visit(other, (*trail, name))
        known[name] = actor

    for name in entry.actors:
        visit(name, ())
    return list(known.items())
