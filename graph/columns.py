"""Records by columns, in files of which a few columns can be read quickly.

Each line of a file is one column: its name (`Claim.speaker`), a tab, and as JSON its distinct values and for each row
the number of its value; where most values differ, the values row by row and null. JSON, so that a file that someone
tampered with can be wrong but cannot do anything.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..loaders.dates import PartialDate
from ..loaders.records import Actor, Allegation, Claim, Evidence, Incident, Record, Reliance, Source, digest

#: Distinct values and the number of each row's value; or all values and None.
Column = tuple[list[Any], list[int] | None]
#: Columns by name: `Claim.speaker`.
Columns = dict[str, Column]

#: The fields that are kept: all but names, texts, confidence and passages. Change `_SUFFIX` when you change them.
FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    Actor: ("iri", "label", "kind", "part_of", "speaks_for"),
    Incident: ("iri", "label", "kind", "occurred_from", "occurred_to", "victims"),
    Allegation: ("iri", "label", "accused", "incident", "role", "excludes"),
    Claim: (
        "iri",
        "label",
        "act",
        "speaker",
        "about",
        "accused",
        "incident",
        "stated_on",
        "recorded_on",
        "closed_on",
        "version_of",
        "made_in",
        "responds_to",
        "challenges",
        "endorses",
        "withdraws",
        "replaced_by",
        "evidence",
    ),
    Source: ("iri", "label", "publisher", "published"),
    Reliance: ("iri", "label", "relying", "on", "mode"),
    Evidence: ("iri", "label", "held_by", "disclosed"),
}
_SUFFIX = ".columns-1"
_READERS: Mapping[str, Callable[[str], Any]] = {
    "Incident.occurred_from": PartialDate.parse,
    "Incident.occurred_to": PartialDate.parse,
    "Claim.stated_on": PartialDate.parse,
    "Claim.recorded_on": datetime.fromisoformat,
    "Claim.closed_on": datetime.fromisoformat,
    "Source.published": PartialDate.parse,
}
#: The names of all columns.
ALL = frozenset(f"{kind.__name__}.{name}" for kind, names in FIELDS.items() for name in names)


def columns_of(records: Iterable[Record]) -> Columns:
    """The columns of some records, as they are kept."""
    tables: dict[str, list[Any]] = {name: [] for name in sorted(ALL)}
    appenders = {
        kind: [(name, tables[f"{kind.__name__}.{name}"].append) for name in names] for kind, names in FIELDS.items()
    }
    for record in records:
        for name, append in appenders[type(record)]:
            append(getattr(record, name))
    return {name: _coded(values) for name, values in tables.items()}


def _coded(values: list[Any]) -> Column:
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    if len(numbers) * 2 > len(values):
        return [_plain(value) for value in values], None
    return [_plain(value) for value in numbers], codes


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return sorted(set(value))  # as they come back from quads, which have no order
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, PartialDate) else value


def values_of(columns: Columns, as_text: bool = False) -> dict[str, list[Any]]:
    """The values of columns, row by row as records have them; with `as_text` dates and times stay what files have."""
    readers = {} if as_text else _READERS
    return {name: _decoded(column, readers.get(name)) for name, column in columns.items()}


def _decoded(column: Column, read: Callable[[str], Any] | None) -> list[Any]:
    values, codes = column
    if read:
        values = [None if value is None else read(value) for value in values]
    elif values and isinstance(values[0], list):
        values = [tuple(value) for value in values]
    return values if codes is None else [values[code] for code in codes]


def file_of(folder: Path, graph: str) -> Path:
    """Where the columns of a data set are kept."""
    return folder / (digest(graph) + _SUFFIX)


def write(columns: Columns, path: Path) -> None:
    """Keep columns, all or nothing; raises OSError. The folder is made if need be, but not the one that holds it."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            for name, column in columns.items():
                file.write(f"{name}\t{json.dumps(column, ensure_ascii=False)}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read(path: Path, wanted: Collection[str] = ALL) -> Columns:
    """The columns in a file that are `wanted`; raises FileNotFoundError, and `StoreError` when the file is damaged."""
    found: Columns = {}
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                name, _, column = line.partition("\t")
                if name in wanted:
                    values, codes = json.loads(column)
                    found[name] = (values, codes)
    except (ValueError, TypeError):  # no JSON, no UTF-8, or something else than two values
        raise _damaged(path) from None
    if len(found) < len(wanted):
        raise _damaged(path)
    return found


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path}: is damaged; delete this file, it will be made again")
