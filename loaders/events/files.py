"""Files of events as engines take them: unpacked, under names of ours in a folder of ours, each with its layout."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...errors import InvalidData, Problem
from ...ontology.records import Skipped
from ..opening import columnar
from ..opening.documents import Document
from .mapping import MappingFile

#: An address that the engine itself opens.
_REMOTE: Final = re.compile(r"(s3|s3a|gs|gcs|r2|hdfs|abfss?|wasbs?|dbfs)://", re.IGNORECASE)
_IS_PARQUET: Final = re.compile(r"\.(parquet|pq)(/?|[?*].*)\Z", re.IGNORECASE)
#: How many rows tell how a file is written.
_LOOKED_AT: Final = 100
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file that an engine opens: where it is, what people call it, and the columns in their order.

    `kind` is `text` (cells between tabs, no quoting) or `parquet`.
    """

    path: str
    name: str
    kind: str
    columns: tuple[str, ...]


def is_remote(source: str) -> bool:
    """Return whether a source is an address that the engine itself opens."""
    return _REMOTE.match(source) is not None


def remote(source: str, mapping: MappingFile, peek: Callable[[str], Sequence[str]]) -> EventFile:
    """Return a file that the engine opens by its address; `peek` gives the first lines of text there.

    Raises `InvalidData` when it fits no layout.
    """
    if _IS_PARQUET.search(source):
        return EventFile(source, source, "parquet", ())
    return EventFile(source, source, "text", _layout(peek(source), mapping, source))


def local(documents: Iterable[Document], mapping: MappingFile, folder: Path) -> Iterator[EventFile | Skipped]:
    """Yield documents as files in `folder`, under numbers; a file that is not packed is only linked to.

    What of a folder or archive is no table of events is skipped, and said. Raises `InvalidData` for one that was named.
    """
    for number, document in enumerate(documents, 1):
        try:
            kind, columns = _kind_and_columns(document, mapping)
        except InvalidData as error:
            if document.within is None:
                raise
            yield Skipped(error.problems[0].message, document.name)
            continue
        yield EventFile(str(_placed(document, folder, number, kind)), document.name, kind, columns)


def _kind_and_columns(document: Document, mapping: MappingFile) -> tuple[str, tuple[str, ...]]:
    if columnar.kind_of(document.head) == columnar.PARQUET:
        columns = columnar.columns(document)
        _check(columns, mapping, document.name)
        return "parquet", columns
    if b"\0" in document.head:
        raise InvalidData([Problem("neither text nor Parquet", document.name)])
    lines = document.head.decode("utf-8", "replace").splitlines()
    if len(document.head) >= 1 << 16:  # the last one is cut off
        lines = lines[:-1]
    return "text", _layout(lines, mapping, document.name)


def _layout(lines: Sequence[str], mapping: MappingFile, name: str) -> tuple[str, ...]:
    """Return the columns of a file that begins with these lines, by the layout of which most of them have the cells.

    Empty cells at the end of a row are no cells: some files have more tabs than columns.
    """
    rows = [line.split("\t") for line in lines[:_LOOKED_AT] if line.strip()]
    if not rows:
        raise InvalidData([Problem("it is empty", name)])
    layouts = mapping.mapping.layouts.values()
    header = tuple(cell.strip() for cell in _full(rows[0]))
    for layout in layouts:
        if layout.header and _needed(mapping) <= set(header):
            _check(header, mapping, name)
            return header
    widths = Counter(map(len, rows))
    fixed = {len(layout.columns): tuple(layout.columns) for layout in layouts if not layout.header}
    fitting = [width for width, _ in widths.most_common() if width in fixed]
    if fitting:
        return fixed[fitting[0]]
    raise InvalidData([Problem(_no_layout(mapping, header, widths.most_common(1)[0][0], fixed), name, 1, 1)])


def _no_layout(mapping: MappingFile, header: Sequence[str], width: int, fixed: Iterable[int]) -> str:
    if fixed := sorted(fixed):
        wanted = " or ".join(map(str, fixed))
        return f"rows have {width} cells between tabs, and {mapping.mapping.events} has {wanted}; is it another table?"
    missing = [name for name in mapping.columns if name not in header]
    return f'the header has no column "{missing[0]}", which {mapping.mapping.events} reads; is it another table?'


def _full(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _needed(mapping: MappingFile) -> set[str]:
    return set(mapping.columns) - {mapping.mapping.address or ""}


def _check(columns: Sequence[str], mapping: MappingFile, name: str) -> None:
    """Raise `InvalidData` for columns that are missing, or there twice."""
    missing = sorted(_needed(mapping) - set(columns))
    twice = [column for column in mapping.columns if columns.count(column) > 1]
    if missing:
        message = f'there is no column "{missing[0]}", which {mapping.mapping.events} reads; is it another table?'
        raise InvalidData([Problem(message, name)])
    if twice:
        raise InvalidData([Problem(f'two columns are called "{twice[0]}"; rename one of them', name)])


def check_types(types: Mapping[str, str], mapping: MappingFile, name: str) -> None:
    """Raise `InvalidData` for a column that is missing, or codes that lost the zeros that they begin with.

    `types` are those of the columns in a file, in the words of an engine.
    """
    _check(tuple(types), mapping, name)
    for column in mapping.mapping.code:
        if types[column].upper() not in ("VARCHAR", "STRING"):
            message = f'the codes in "{column}" are numbers, and have lost the zeros that they begin with'
            raise InvalidData([Problem(f"{message}; write them as texts", name)])


def _placed(document: Document, folder: Path, number: int, kind: str) -> Path:
    """Return the path of a document's bytes: a number in our folder, since engines read patterns into names."""
    path = folder / f"{number:06}.{'parquet' if kind == 'parquet' else 'tsv'}"
    if document.path is not None:
        path.symlink_to(document.path.resolve())
        return path
    with document.open() as packed, path.open("xb") as file:
        shutil.copyfileobj(packed, file, _BLOCK)
    return path
