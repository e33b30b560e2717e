"""Tables by declarative mapping: CSV, TSV, XLSX, JSON arrays and lines, Parquet, Arrow. See docs/mappings.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ...errors import InvalidData, Problem, did_you_mean
from ...ontology.records import Actor, Batch, DataSet, Record, Skipped, Stream, dataset_iri
from ..opening.documents import Document, hash_of, places
from ..opening.magic import binary
from .mapping.file import MappingFile, find, shipped
from .mapping.schema import PartEntry, TableEntry
from .mapping.scope import columns_of
from .rows.format import COLUMNAR, kind_of, layouts, left_out, rows
from .rows.layout import Dialect, Layout
from .rows.reading import Reading
from .state import joined
from .table import Table

#: So many different reasons are told of the tables of a data set.
MOST_REASONS = 1000
_MORE = "another reason, of which there are too many to tell; correct those that are told, and load again"
_BLANK = b"\xef\xbb\xbf \t\r\n"
_HOW = (
    "write a mapping for it (docs/mappings.md) and load it with --as my-mapping.yaml, or give it the headings of a "
    "fact file (whoblamed schema --template csv)"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A table of a document, and which of a mapping's it is."""

    table: str
    layout: Layout


def recognises(document: Document) -> bool:
    """Return whether a document looks like a table. JSON that is one object must be one of which the rows are known."""
    kind = kind_of(document)
    if kind in COLUMNAR:
        return True
    if kind is not None and not (kind == "json" and document.head.lstrip(_BLANK).startswith(b"{")):
        return binary(document) is None
    if b"\0" in document.head[:4096]:
        return False
    head = Document.of_bytes(document.head, document.name)
    return any(_begins(mapping, head, kind or "csv") for mapping in shipped())


def _begins(mapping: MappingFile, head: Document, kind: str) -> bool:
    """Return whether a document of which this is the head, which ends somewhere in the middle, fits a mapping."""
    with suppress(InvalidData):
        return bool(_tables(mapping, head, kind))
    return False


def why_not(document: Document) -> str | None:
    """Return why nothing can be made of a table; in a folder of several that is no error."""
    return None if _fitting(document)[0] else _unfit(document)


def _unfit(document: Document) -> str:
    return f"no mapping fits this table; {_HOW}" if document.head.strip(_BLANK) else "the table is empty"


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return the batches that tables are by the mappings that ship with whoblamed: one for each mapping.

    Raises `InvalidData` for a table that no mapping fits.
    """
    found: dict[str, tuple[MappingFile, list[_Found]]] = {}
    problems: list[Problem] = []
    for document in documents:
        mapping, tables = _fitting(document)
        if mapping is None:
            problems.append(Problem(_unfit(document), document.name))
        else:
            found.setdefault(mapping.mapping.mapping, (mapping, []))[1].extend(tables)
    if dataset is not None and len(found) > 1:
        names = " and ".join(sorted(found))
        problems.append(Problem(f"tables of {names} cannot be one data set; load them one by one", documents[0].name))
    if problems:
        raise InvalidData(problems)
    return [_batch(mapping, tables, dataset) for mapping, tables in found.values()]


def named(name_or_path: str) -> Reader | None:
    """Return the mapping of this name that ships with whoblamed, or that in a file; None if there is none of this name.

    Raises `InvalidData` with all that is wrong with a file, and `StoreError` when it cannot be read.
    """
    mapping = find(name_or_path)
    return Reader(mapping) if mapping else None


def names() -> list[str]:
    """Return the names of the mappings that ship with whoblamed."""
    return [file.mapping.mapping for file in shipped()]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads tables by one mapping."""

    mapping: MappingFile

    def read(
        self,
        documents: Sequence[Document],
        dataset: str | None = None,
        held: object = None,  # noqa: ARG002 - a mapping tells what the data set is, and nothing is read for that
    ) -> list[Batch]:
        """Return the one batch that the documents are. Raises `InvalidData` for a table that the mapping does not
        fit."""
        tables: list[_Found] = []
        problems: list[Problem] = []
        for document in documents:
            try:
                tables += _tables_or_why_not(self.mapping, document)
            except InvalidData as error:
                problems += error.problems
        if problems:
            raise InvalidData(problems)
        return [_batch(self.mapping, tables, dataset)]


# ---------------------------------------------------------------------------------------------------- which table it is


def _fitting(document: Document) -> tuple[MappingFile | None, list[_Found]]:
    """Return the mapping of which a document has the most columns, and its tables."""
    kind = kind_of(document) or "csv"
    fitting = [(mapping, tables) for mapping in shipped() if (tables := _tables(mapping, document, kind))]
    return max(fitting, key=lambda pair: _needed(*pair), default=(None, []))


def _needed(mapping: MappingFile, tables: Sequence[_Found]) -> int:
    return max(len(_needs(mapping.mapping.tables[found.table])) for found in tables)


def _tables(mapping: MappingFile, document: Document, kind: str) -> list[_Found]:
    """Return which tables of a mapping a document has. Of the ways to read a text, the first that has a table is the
    one."""
    found: list[_Found] = []
    for dialect, names in _dialects(mapping).items():
        read = layouts(document, kind, dialect)
        entries = [(name, mapping.mapping.tables[name]) for name in names]
        pairs = [_Found(name, layout) for layout in read for name, entry in entries if _fits(entry, layout)]
        found += [pair for pair in pairs if kind != "csv" or pair.layout == pairs[0].layout]
    return found


def _dialects(mapping: MappingFile) -> dict[Dialect, list[str]]:
    """Return the ways in which the tables of a mapping are written, and the names of the tables that are."""
    found: dict[Dialect, list[str]] = defaultdict(list)
    for name, entry in mapping.mapping.tables.items():
        for at in entry.at or [""]:
            found[_dialect(entry, at)].append(name)
    return found


def _dialect(entry: TableEntry, at: str) -> Dialect:
    return Dialect(
        encoding=entry.encoding,
        delimiter=entry.delimiter,
        quote=entry.quote,
        comment=entry.comment,
        skip_rows=entry.skip_rows,
        columns=() if entry.header else tuple(entry.columns),
        at=tuple(at.split(".")) if at else (),
        sheet=entry.sheet,
        hidden=entry.hidden,
    )


def _fits(entry: TableEntry, layout: Layout) -> bool:
    if entry.sheet is not None and layout.sheet is not None and entry.sheet != layout.sheet:
        return False
    if entry.at and layout.kind not in ("json", "jsonl"):
        return False
    return _needs(entry) <= set(layout.columns)


def _needs(entry: TableEntry) -> set[str]:
    return set(entry.needs) or set(columns_of(entry)) - set(entry.optional)


def _tables_or_why_not(mapping: MappingFile, document: Document) -> list[_Found]:
    """Return the tables of a document. Raises `InvalidData`, which names the column that is missing, if there is
    none."""
    kind = kind_of(document) or "csv"
    is_encoded = kind in COLUMNAR or any(entry.encoding for entry in mapping.mapping.tables.values())
    if not is_encoded and (what := binary(document)):
        raise InvalidData([Problem(what, document.name)])
    if found := _tables(mapping, document, kind):
        return found
    read = [
        (entry, layout)
        for dialect, names in _dialects(mapping).items()
        for layout in layouts(document, kind, dialect)
        for entry in map(mapping.mapping.tables.__getitem__, names)
    ]
    if not read:
        raise InvalidData([Problem(_nothing(mapping, document, kind), document.name)])
    entry, layout = min(read, key=lambda pair: len(_missing(*pair)))
    missing = _missing(entry, layout)
    if not missing:
        raise InvalidData([Problem(f'there is no sheet "{entry.sheet}" in this workbook', document.name)])
    is_object = document.head.lstrip(_BLANK).startswith(b"{")
    if kind == "json" and (entry.at or is_object) and not set(columns_of(entry)).intersection(layout.columns):
        raise InvalidData([Problem(_elsewhere(entry, document), document.name)])
    if not set(columns_of(entry)).intersection(layout.columns) and len(missing) > 1 and kind in ("csv", "xlsx"):
        raise InvalidData([Problem(_no_header(missing, layout), document.name, 1, 1)])
    raise InvalidData([_no_column(column, layout, document) for column in missing])


def _nothing(mapping: MappingFile, document: Document, kind: str) -> str:
    """Return why there is no table at all in a document."""
    entries = mapping.mapping.tables.values()
    if kind == "csv" and any(entry.columns for entry in entries) and document.head.strip():
        numbers = " or ".join(sorted({str(len(entry.columns)) for entry in entries if entry.columns}))
        return (
            f"the first row has not the {numbers} cells that the mapping has columns for; correct delimiter or columns"
        )
    return "the table is empty; its first line has the names of the columns"


def _no_header(missing: Sequence[str], layout: Layout) -> str:
    """That the first row has none of the columns, and what may be the cause."""
    columns, first = _listed(missing), _listed(layout.columns)
    return (
        f"none of the columns that the mapping uses ({columns}) is in the first row ({first}); write skip_rows: NUMBER "
        "into the mapping where the header is further down, and header: no with the columns where there is none"
    )


def _listed(names: Sequence[str]) -> str:
    named = [name[:60] for name in names if name]
    return ", ".join(named[:20]) + (", …" if len(named) > 20 else "")


def _elsewhere(entry: TableEntry, document: Document) -> str:
    """That the rows of JSON are not where they were looked for, and where they may be."""
    from .rows.jsontable import lists

    where = f'under "{" or ".join(entry.at)}"' if entry.at else "in an array at the top"
    found = lists(document)
    hint = (
        f"write into the mapping at: {found[0]}"
        if found
        else "write into the mapping where they are, as in at: results.rows"
    )
    return f"this JSON has no rows with these columns {where}; {hint}"


def _missing(entry: TableEntry, layout: Layout) -> list[str]:
    return [column for column in columns_of(entry) if column not in (*layout.columns, *entry.optional)]


def _no_column(column: str, layout: Layout, document: Document) -> Problem:
    named = [name for name in layout.columns if name]
    hint = did_you_mean(column, named, f"its columns are {_listed(named)}")
    return Problem(f'the mapping uses the column "{column}", which this table does not have{hint}', document.name, 1, 1)


# --------------------------------------------------------------------------------------------------------- data sets


def _batch(file: MappingFile, found: Sequence[_Found], dataset: str | None) -> Batch:
    mapping = file.mapping
    for pair in found:
        _check_columns(mapping.tables[pair.table], pair.layout)
    name = dataset or mapping.dataset or mapping.mapping
    documents = list(dict.fromkeys(pair.layout.document for pair in found))
    documents.sort(key=lambda document: (document.base, document.sha256))
    described = DataSet(
        iri=dataset_iri(name),
        name=name,
        title={mapping.lang: mapping.title} if mapping.title else {},
        licence=mapping.licence,
        origin="; ".join(document.base for document in documents),
        format="table",
        sha256=hash_of(documents),
        reader=f"mapping {file.sha256[:16]}",
        read_from=places(documents),
        tables=tuple(sorted({pair.table for pair in found})),
    )
    return Batch(described, Stream(lambda: _capped(_records(file, found, name))))


def _capped(records: Iterator[Record | Skipped]) -> Iterator[Record | Skipped]:
    """Yield the records, with one reason for all that would be told beyond so many different ones."""
    told: set[str] = set()
    for record in records:
        if isinstance(record, Skipped) and record.reason not in told:
            if len(told) < MOST_REASONS:
                told.add(record.reason)
            else:
                record = Skipped(_MORE, record.file, record.line)
        yield record


def _check_columns(entry: TableEntry, layout: Layout) -> None:
    missing = _missing(entry, layout)
    if missing:
        raise InvalidData([_no_column(column, layout, layout.document) for column in missing])
    twice = [column for column in columns_of(entry) if layout.columns.count(column) > 1]
    if twice:
        message = f'two columns are called "{twice[0]}"; rename one of them'
        raise InvalidData([Problem(message, layout.document.name, 1, 1)])


def _records(file: MappingFile, found: Sequence[_Found], dataset: str) -> Iterator[Record | Skipped]:
    """Yield the records of all tables, those first that others wait for."""
    order = _order(file.mapping.tables, {pair.table for pair in found})
    parts: dict[str, list[Layout]] = defaultdict(list)
    for pair in sorted(found, key=lambda pair: (pair.layout.document.base, pair.layout.document.sha256)):
        parts[pair.table].append(pair.layout)
    tables = [Table(name, file.mapping, dataset) for name in order]
    reading = Reading(_joined_actors(tables, parts))
    for name in _awaited(file.mapping.tables):
        if name in parts:
            reading.watch(name)
    yield from _left_out(found)
    for table in tables:
        for layout in parts[table.name]:
            yield from table.records(rows(layout, table.columns), reading)


def _left_out(found: Sequence[_Found]) -> Iterator[Skipped]:
    """Yield what is in the documents beside the tables that were found."""
    for document in dict.fromkeys(pair.layout.document for pair in found):
        yield from left_out([pair.layout for pair in found if pair.layout.document == document])


def _joined_actors(tables: Sequence[Table], parts: Mapping[str, Sequence[Layout]]) -> dict[str, Actor]:
    """Return those actors of which rows say different things, taken together; for this, such tables are read twice."""
    described = (
        actor
        for table in tables
        if table.is_rich
        for layout in parts[table.name]
        for actor in table.actors(rows(layout, table.columns))
    )
    return joined(described)


def _awaited(tables: Mapping[str, TableEntry]) -> set[str]:
    """Return the tables in whose absence others make more."""
    return {name for table in tables.values() for name in _awaited_by(table)}


def _awaited_by(part: PartEntry) -> Iterator[str]:
    for section in (part.actors, part.incidents, part.sources):
        yield from (entry.unless for entry in section.values() if entry.unless)
    for inner in part.parts:
        yield from _awaited_by(inner)


def _order(tables: Mapping[str, TableEntry], present: set[str]) -> list[str]:
    awaited = _awaited(tables)
    return sorted(present, key=lambda name: (name not in awaited, list(tables).index(name)))
