"""Records as they wait: the kind, the IRI, and the fields as files of columns have them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from ....ontology.records import Actor, Allegation, Claim, Evidence, Identity, Incident, Name, Reliance, Source
from ...store.columns.files import Columns, rows_of
from ...store.columns.kept import FIELDS, READERS, TEXTS

#: The kinds of records by the names of their classes, in order.
KINDS: Final = (Actor, Allegation, Claim, Evidence, Identity, Incident, Reliance, Source)


def put_by(block: Columns) -> Iterator[tuple[int, str, bytes]]:
    """Yield the records of a block as they are kept: the place of the kind, the IRI, the fields. The block is empty
    then: the next one is read while it is still known."""
    names: dict[str, dict[str, tuple[Any, ...]]] = {}
    for name in _fields(block, Name):
        names.setdefault(name[1], {})[name[0]] = name  # the first fields are its IRI and its actor's
    for place, kind in enumerate(KINDS):
        found = _fields(block, kind)
        if kind is Actor:
            found = ((*actor, tuple(names.get(actor[0], {}).values())) for actor in found)
        yield from ((place, row[0], marshal.dumps(row)) for row in found)
    block.clear()


def _fields(block: Columns, kind: type[Any]) -> Iterator[tuple[Any, ...]]:
    """Return the records of a kind in a block by IRI, each by its fields, in the order of `FIELDS`: those that have a
    reader as files have them."""
    iris = rows_of(block, f"{kind.__name__}.iri")
    order = sorted(range(len(iris)), key=iris.__getitem__)
    columns = (_column(block, f"{kind.__name__}.{name}", order) for name in FIELDS[kind])
    return zip(*columns, strict=True) if order else iter(())


def _column(block: Columns, name: str, order: Sequence[int]) -> Iterable[Any]:
    values, codes = block[name]
    if name in TEXTS:
        values = list(map(dict, values))
    elif name in _AT_ONCE:
        values = [None if value is None else _AT_ONCE[name](value) for value in values]
    elif values and isinstance(values[0], list) and name not in READERS:
        values = list(map(tuple, values))
    if codes is None:
        return map(values.__getitem__, order)
    return repeat(values[0], len(order)) if len(values) == 1 else (values[codes[place]] for place in order)


#: What is read once for all records that have it; the rest makes objects, which are made when they are asked for.
_AT_ONCE: Final = {"Name.language": READERS["Name.language"]}


def _maker(kind: type[Any]) -> Callable[[bytes], Any]:
    """Return what makes a record of what was kept, field by field: its constructor takes four times as long."""
    fields = FIELDS[kind]
    setters = [getattr(kind, name).__set__ for name in fields]
    late = [
        (place, READERS[column])
        for place, name in enumerate(fields)
        if (column := f"{kind.__name__}.{name}") in READERS and column not in TEXTS and column not in _AT_ONCE
    ]
    if kind is Actor:
        setters.append(kind.names.__set__)
        late.append((len(fields), _names))
    new = object.__new__

    def made(body: bytes) -> Any:
        row = list(marshal.loads(body))  # noqa: S302 - written by this process
        for place, read in late:
            if row[place] is not None:
                row[place] = read(row[place])
        record = new(kind)
        for put, value in zip(setters, row, strict=True):
            put(record, value)
        return record

    return made


def _names(kept: Iterable[tuple[Any, ...]]) -> tuple[Name, ...]:
    return tuple(Name(**dict(zip(FIELDS[Name], each, strict=True))) for each in kept)


#: What makes a record of what was kept, for each of `KINDS`.
MADE: Final = tuple(map(_maker, KINDS))
