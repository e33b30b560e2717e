"""Fact files as spreadsheets: a line a claim, in CSV or in a workbook, whose other sheets may list the things.

They are read as fact files in YAML are, and all that is checked there is checked here; problems are told by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from ....errors import InvalidData, Problem
from ....ontology.patterns import LONGEST_KEY
from ....ontology.records import Batch, digest
from ...opening.documents import Document, slug_of
from ...tables.rows.format import kind_of, layouts, left_out
from ...tables.rows.format import rows as rows_of
from ...tables.rows.layout import TAKEN_FOR_EMPTY, Dialect, Layout, without_mapping
from .. import file
from ..case import SharedActors
from ..file import WrittenCase
from . import cells
from .build import SHEET, Builder, Line, unknown_columns
from .columns import CLAIMS, NEEDED, OTHERS, PLACES

FORMAT = "sheet"
_ENDINGS = (".csv", ".tsv", ".xlsx")
#: A line for people: an example in the template, or a line that somebody switched off.
_COMMENT = "#"
#: So many headings of ours, and such a part of all, make a table one of ours although it lacks what it needs.
_ENOUGH, _MOSTLY = 4, 2 / 3


def recognises(document: Document) -> bool:
    """Return whether a document is a table of claims to be read so: by its headings."""
    kind = kind_of(document)
    if kind not in ("csv", "xlsx"):
        return False
    with suppress(InvalidData):
        return (_claims(document, kind) or _nearly(document, kind)) is not None
    return False


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return the batches of spreadsheets, each a case, after the shared actors of their folders.

    `dataset` stands in for the case, which is called after the file. Raises `InvalidData` with the problems of all.
    """
    return file.read(documents, dataset, _written)


def _written(document: Document, shared: SharedActors | None) -> WrittenCase:
    """Return what a document says, as the reader of YAML would; raises `InvalidData`."""
    kind = kind_of(document) or "csv"
    found = _claims(document, kind)
    if found is None:
        if meant := _nearly(document, kind):
            _refuse(document, [meant], [_columns(meant)])
        raise InvalidData([Problem('there are no columns "act", "by" and "source"', document.name, 1, 1)])
    case = slug_of(document, _ENDINGS, LONGEST_KEY) or digest(document.base)
    builder = Builder(case, document.name, shared)
    sheets = [found, *_others(document, found)]
    names = [_columns(layout) for layout in sheets]
    _refuse(document, sheets, names)
    for index, layout in enumerate(sheets[1:], 1):
        builder.things(_called(layout), _lines(document, layout, names[index], index, builder.warnings))
    builder.claims(_lines(document, found, names[0], 0, builder.warnings))
    for left in left_out(sheets):
        builder.warnings.append(Problem(without_mapping(left.reason), document.name, warning=True))
    marked = builder.done()
    headings = {index: (_called(layout), names[index]) for index, layout in enumerate(sheets)}
    return WrittenCase(marked, FORMAT, lambda problem: _at_cell(problem, headings), tuple(builder.warnings))


def _claims(document: Document, kind: str) -> Layout | None:
    """Return the table of a document that has claims."""
    for layout in layouts(document, kind, Dialect()):
        columns = set(_columns(layout))
        if columns >= NEEDED and columns & PLACES:
            return layout
    return None


def _nearly(document: Document, kind: str) -> Layout | None:
    """Return the table of a document whose headings are ours but for slips, which are to be told, not taken for a table
    that needs a mapping."""
    for layout in layouts(document, kind, Dialect()):
        columns = [name for name in _columns(layout) if name]
        known = sum(name in CLAIMS for name in columns)
        if known >= _ENOUGH and known >= _MOSTLY * len(columns):
            return layout
    return None


def _others(document: Document, claims: Layout) -> list[Layout]:
    """Return the other sheets of a workbook that are read, in the order in which things refer to each other."""
    if claims.kind != "xlsx":
        return []
    found = {_called(layout): layout for layout in layouts(document, "xlsx", Dialect()) if layout.sheet != claims.sheet}
    return [found[name] for name in OTHERS if name in found]


def _called(layout: Layout) -> str:
    return cells.heading(layout.sheet or "")


def _columns(layout: Layout) -> list[str]:
    return [cells.heading(name) for name in layout.columns]


def _refuse(document: Document, sheets: Sequence[Layout], names: Sequence[Sequence[str]]) -> None:
    """Raise `InvalidData` for columns that no sheet of ours has."""
    problems = [
        Problem(message, f"{document.name}!{layout.sheet}" if number else document.name, 1, place)
        for number, layout in enumerate(sheets)
        for place, message in unknown_columns(_called(layout) if number else "", names[number])
    ]
    if problems:
        raise InvalidData(problems)


def _lines(document: Document, layout: Layout, names: Sequence[str], sheet: int, warnings: list[Problem]) -> list[Line]:
    """Return the lines of a sheet; raises `InvalidData` with those that cannot be read, and adds to `warnings` what is
    to be told of others."""
    used = [(place, name) for place, name in enumerate(names) if name]
    found: list[Line] = []
    problems: list[Problem] = []
    for row in rows_of(layout, [layout.columns[place] for place, _ in used]):
        if row.problem:
            problems.append(Problem(without_mapping(row.problem), document.name, row.line, 1))
            continue
        for note in map(without_mapping, row.notes):
            place = next((place + 1 for place, _ in used if note.startswith(f'"{layout.columns[place]}" ')), 1)
            if TAKEN_FOR_EMPTY in note:  # it was meant to say something
                problems.append(Problem(note.replace(TAKEN_FOR_EMPTY, ""), document.name, row.line, place))
            else:
                warnings.append(Problem(note, document.name, row.line + sheet * SHEET, place, warning=True))
        texts = {
            name: (text, (row.line + sheet * SHEET, place + 1))
            for (place, name), cell in zip(used, row.cells, strict=True)
            if (text := cells.plain(cell))
        }
        first = next(iter(texts.values()), ("", (0, 0)))[0]
        if texts and not first.startswith(_COMMENT):
            found.append(Line((row.line + sheet * SHEET, 1), texts))
    if problems:
        raise InvalidData(problems)
    return found


def _at_cell(problem: Problem, headings: dict[int, tuple[str, list[str]]]) -> Problem:
    """Return a problem with the sheet in which it is, and the heading of its column where it does not say so."""
    sheet, row = divmod(problem.line, SHEET)
    name, columns = headings[sheet]
    heading = columns[problem.column - 1] if 1 < problem.column <= len(columns) else ""
    message = f"{heading}: {problem.message}" if heading else problem.message
    file = f"{problem.file}!{name}" if sheet else problem.file
    return problem._replace(message=message, file=file, line=row)
