"""What the values and conditions of a mapping mean: compiled once into functions of a row.

A row is a list of slots. The first hold the cells of the columns that are used; those after them hold what the mapping
calls `values`, and the last two what only the row itself knows. A value is a tuple of texts, which is empty where there
is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from ...ontology.dates import PartialDate
from .cells import has_object
from .dates import USUAL, read_date
from .mapping.schema import Condition, DateEntry, DatesEntry, LookupEntry, TestEntry, ValueEntry
from .mapping.words import PLACE, THIS
from .texts import (
    MOST_ITEMS,
    RowProblem,
    Step,
    Values,
    finder,
    folded,
    is_state,
    literal_list,
    looker,
    short,
    spaced,
    splitter,
    stripper,
)

Row = list[Any]
Getter = Callable[[Row], Values]
Check = Callable[[Row], bool]

_CACHED = 8192
#: The value that holds the slots in which the rows of the group differ: no column is called so.
VARYING = ""


class Names:
    """Which slot of a row holds what. What is no value of the mapping is a column."""

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = list(columns)
        self._slots = {name: slot for slot, name in enumerate(self.columns)}
        self.count = len(self.columns)
        self._asked: set[int] = set()
        #: Of the value in a slot, the columns that it is made of.
        self._made_of: dict[int, list[str]] = {}
        self.this = self.add(THIS)
        self.varying = self.add(VARYING)

    def add(self, name: str, slots: Iterable[int] = ()) -> int:
        """Return the slot of a new value, made of others; it hides a column or an outer value of the same name."""
        self._made_of[self.count] = self.columns_of(slots)
        self._slots[name] = self.count
        self.count += 1
        return self._slots[name]

    def slot(self, name: str) -> int:
        """Return where a column or value stands."""
        slot = self._slots[name]
        self._asked.add(slot)
        return slot

    def columns_of(self, slots: Iterable[int]) -> list[str]:
        """Return the columns that stand in some slots, or of which the values in them are made."""
        made_of = (self._made_of.get(slot) if slot >= len(self.columns) else [self.columns[slot]] for slot in slots)
        return list(dict.fromkeys(name for names in made_of for name in names or ()))

    @contextmanager
    def asked(self) -> Iterator[set[int]]:
        """The slots that are asked for inside."""
        outer, self._asked = self._asked, set()
        yield self._asked
        outer |= self._asked
        self._asked = outer

    @contextmanager
    def inner(self) -> Iterator[None]:
        """Enter a place in which what is added is forgotten at its end."""
        outer = dict(self._slots)
        yield
        self._slots = outer

    def row(self, cells: Sequence[Any]) -> Row:
        """Return a row of these cells of the used columns, with nothing in the other slots."""
        row: Row = [*cells, *((),) * (self.count - len(cells))]
        return row


class Compiler:
    """Makes functions of a row out of the values and conditions of one table."""

    def __init__(
        self, names: Names, missing: Iterable[str], lookups: Mapping[str, LookupEntry], dates: DatesEntry
    ) -> None:
        self.names = names
        self.missing = frozenset(map(folded, ("", *missing)))
        self.dates = dates
        self._lookups = {name: looker(entry) for name, entry in lookups.items()}
        self._longest_missing = max(map(len, self.missing))
        #: The columns that the names of an entry are made of, by section and name.
        self._feeds: dict[tuple[str, str], list[str]] = {}

    def value(self, entries: Sequence[ValueEntry]) -> Getter:
        """Return the first of several values that is there."""
        made = [(self.when(entry.when), self._entry(entry)) for entry in entries]
        if len(made) == 1 and made[0][0] is None:
            return made[0][1]

        def first(row: Row) -> Values:
            for holds, get in made:
                if (holds is None or holds(row)) and (found := get(row)):
                    return found
            return ()

        return first

    def optional(self, entries: Sequence[ValueEntry] | None) -> Getter:
        """As `value`; there is none without entries."""
        return self.value(entries) if entries else _nothing

    def date(self, entries: Sequence[DateEntry] | None) -> Callable[[Row], PartialDate | None]:
        """Return the date of a row; the function raises ValueError for what is none."""
        if not entries:
            return _no_date
        get = self.value(entries)
        formats = [*(pattern for entry in entries for pattern in entry.formats)] or self.dates.formats or USUAL
        year_if = next((entry.year_if for entry in entries if entry.year_if), self.dates.year_if)

        @lru_cache(_CACHED)
        def read(text: str) -> PartialDate:
            return read_date(text, formats, year_if)

        def date(row: Row) -> PartialDate | None:
            found = get(row)
            return read(one(found)) if found else None

        return date

    def feed(self, kind: str, entry: str, slots: Iterable[int]) -> None:
        """Note of which slots an entry is made."""
        self._feeds[kind, entry] = self.names.columns_of(slots)

    def lacking(self, kind: str, entries: Iterable[str]) -> Callable[[Row], str]:
        """Return which of the columns that entries are made of are empty in a row, in words that begin with a
        semicolon."""
        columns = dict.fromkeys(name for entry in entries for name in self._feeds.get((kind, entry), ()))
        slots = {name: self.names.columns.index(name) for name in columns}
        cells = [(name, self._cell(slot)) for name, slot in slots.items()]

        def lacking(row: Row) -> str:
            without = [name for name, cell in cells if not cell(row)]
            objects = [f'"{name}" is an object' for name in without if has_object(row[slots[name]])]
            empty = [f'"{name}"' for name in without if not has_object(row[slots[name]])]
            if empty:
                objects.append(f"{', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty")
            return "".join(f"; {part}" for part in objects)

        return lacking

    # -------------------------------------------------------------------------------------------------- conditions

    def when(self, conditions: Sequence[Condition] | None) -> Check | None:
        """Return whether one of several conditions holds; None where none is asked for."""
        if not conditions:
            return None
        checks = [self._all(condition) for condition in conditions]
        return checks[0] if len(checks) == 1 else lambda row: any(check(row) for check in checks)

    def _all(self, condition: Condition) -> Check:
        checks = [check for name, test in condition.items() for check in self._tests(name, test)]
        return checks[0] if len(checks) == 1 else lambda row: all(check(row) for check in checks)

    def _tests(self, name: str, test: TestEntry) -> list[Check]:
        slot, raw = self.names.slot(name), self._raw(name)
        checks: list[Check] = []
        if test.is_ is not None:
            wanted = frozenset(map(folded, test.is_))
            checks.append(lambda row: any(folded(text) in wanted for text in raw(row) or ("",)))
        if test.not_ is not None:
            unwanted = frozenset(map(folded, test.not_))
            checks.append(lambda row: all(folded(text) not in unwanted for text in raw(row) or ("",)))
        if test.missing is not None:
            present = self._slot(name)
            absent = test.missing
            checks.append(lambda row: (not present(row)) is absent)
        if test.matches is not None:
            search = test.matches.search
            checks.append(lambda row: any(search(short(text)) for text in raw(row) or ("",)))
        if test.same is not None:
            mine, other = self._slot(name), self._slot(test.same)
            checks.append(lambda row: not {*map(folded, mine(row))}.isdisjoint(map(folded, other(row))))
        if test.several is not None:
            varying, several, values = self.names.slot(VARYING), test.several, self._slot(name)
            checks.append(lambda row: (slot in row[varying] or len(values(row)) > 1) is several)
        if test.state is not None:
            present, state = self._slot(name), test.state
            checks.append(lambda row: any(map(is_state, present(row))) is state)
        return checks

    def _raw(self, name: str) -> Getter:
        """Return what stands in a column or value, also where it means that there is nothing."""
        slot = self.names.slot(name)
        return lambda row: (row[slot],) if type(row[slot]) is str else row[slot]

    # ------------------------------------------------------------------------------------------------------ values

    def _entry(self, entry: ValueEntry) -> Getter:
        get = self._taken_apart(entry, self._template(entry.value))
        if entry.among is not None or entry.not_among is not None:
            get = self._filtered(entry, get)
        if entry.default is not None:
            whole, default = get, (entry.default,) if entry.default else ()
            return lambda row: whole(row) or default
        return get

    def _filtered(self, entry: ValueEntry, get: Getter) -> Getter:
        among = self._slot(entry.among) if entry.among is not None else None
        not_among = self._slot(entry.not_among) if entry.not_among is not None else None

        def filtered(row: Row) -> Values:
            found = get(row)
            if among is not None:
                wanted = {*map(folded, among(row))}
                found = tuple(text for text in found if folded(text) in wanted)
            if not_among is not None:
                unwanted = {*map(folded, not_among(row))}
                found = tuple(text for text in found if folded(text) not in unwanted)
            return found

        return filtered

    def _template(self, text: str) -> Getter:
        """Return the texts that a template is for a row; none if a column of it is missing."""
        pieces: list[str | Getter] = []
        end = 0
        for found in PLACE.finditer(text):
            pieces.append(text[end : found.start()])
            pieces.append(self._slot(found[1].strip()) if found[1] is not None else found[0][0])
            end = found.end()
        pieces = [piece for piece in (*pieces, text[end:]) if piece != ""]
        if not any(callable(piece) for piece in pieces):
            constant = ("".join(map(str, pieces)),)
            return lambda _: constant
        if len(pieces) == 1:
            assert callable(pieces[0])  # noqa: S101 - just seen
            return pieces[0]
        return _joiner(pieces)

    def _slot(self, name: str) -> Getter:
        slot = self.names.slot(name)
        return self._cell(slot) if slot < len(self.names.columns) else lambda row: row[slot]

    def _cell(self, slot: int) -> Getter:
        missing, longest = self.missing, self._longest_missing

        def cell(row: Row) -> Values:
            text = row[slot]
            if type(text) is not str:
                return tuple(item for item in map(spaced, text) if folded(item) not in missing)
            text = " ".join(text.split())
            # folding makes no text shorter
            return () if len(text) <= longest and text.casefold() in missing else (text,)

        return cell

    def _taken_apart(self, entry: ValueEntry, get: Getter) -> Getter:
        """Return what becomes of each text, which depends on the text alone and is remembered."""
        steps = self._steps(entry)
        if not steps:
            return get

        @lru_cache(_CACHED)
        def apart(text: str) -> Values:
            texts: Iterable[str] = (text,)
            for step in steps:
                texts = [found for text in texts for found in step(short(text))]
                if len(texts) > MOST_ITEMS:
                    raise RowProblem(f"a cell with more than {MOST_ITEMS} values")
            return tuple(dict.fromkeys(texts))

        def values(row: Row) -> Values:
            found = get(row)
            if len(found) == 1:
                return apart(found[0])
            return tuple(dict.fromkeys(part for text in found for part in apart(text)))

        return values

    def _steps(self, entry: ValueEntry) -> list[Step]:
        steps: list[Step] = []
        if entry.list_:
            steps.append(literal_list)
        if entry.split is not None:
            steps.append(splitter(re.compile(re.escape(entry.split))))
        if entry.split_at is not None:
            steps.append(splitter(entry.split_at))
        if entry.strip:
            steps.append(stripper(entry.strip))
        if entry.find is not None:
            steps.append(finder(entry.find))
        missing = self.missing.union(map(folded, entry.missing))
        if steps or entry.missing:
            steps.append(lambda text: () if folded(text) in missing else (spaced(text),))
        if entry.lookup is not None:
            steps.append(self._lookups[entry.lookup])
        if entry.translate:
            steps.append(looker(LookupEntry(translate=entry.translate)))
        if entry.states is not None:
            wanted = entry.states == "only"
            steps.append(lambda text: (text,) if is_state(text) is wanted else ())
        if entry.date:
            steps.append(self._dated)
        return steps

    def _dated(self, text: str) -> Values:
        """Return a date as it is written in ISO 8601, however the table writes it; what is none stays as it is."""
        try:
            return (str(read_date(text, self.dates.formats or USUAL, self.dates.year_if)),)
        except ValueError:
            return (text,)


def one(values: Values) -> str:
    """Return the only text of a value that may have one only."""
    if len(values) > 1:
        raise RowProblem(f"several values ({', '.join(values[:3])} …) where one is needed")
    return values[0]


def _nothing(_: Row) -> Values:
    return ()


def _no_date(_: Row) -> None:
    return None


def _joiner(pieces: Sequence[str | Getter]) -> Getter:
    """Return what joins texts with values of a row, of which most are one text each."""
    texts = [piece if isinstance(piece, str) else "" for piece in pieces]
    places = [(place, piece) for place, piece in enumerate(pieces) if not isinstance(piece, str)]

    def join(row: Row) -> Values:
        parts = texts[:]
        for place, get in places:
            found = get(row)
            if len(found) != 1:
                return _joined(pieces, row)
            parts[place] = found[0]
        return ("".join(parts),)

    return join


def _joined(pieces: Sequence[str | Getter], row: Row) -> Values:
    texts = [""]
    for piece in pieces:
        if isinstance(piece, str):
            texts = [text + piece for text in texts]
            continue
        found = piece(row)
        if len(found) > 1 and len(texts) > 1:
            raise RowProblem("a text of two columns with several values each")
        texts = [text + item for text in texts for item in found]
    return tuple(texts)
