"""Lists as pages and as data: filtered, in order, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from starlette.responses import Response, StreamingResponse

from ...errors import QueryError
from ...graph.ask.arranging.ordering import ordered
from ...graph.export.spreadsheet import to_csv
from .answering import TITLES, TYPES, Page
from .asking import Asking, address
from .filters import FILTERS, Facet, Value, Wanted, facets, told, wanted
from .lists import LISTS, List, Row, claim_rows
from .pictures import BESIDE, overview
from .told import Told

T = TypeVar("T")

#: The forms of a list.
FORMS: Final = ("html", "json", "csv")
#: How many rows a page has, unless it is asked for others, and how many at most; 0 asks for all, of data alone.
_LIMIT, _MOST = 50, 500
#: How a list is drawn.
_DRAWN: Final = {"incidents": ("picture",)}
#: By what every list can be asked for beside its filters.
_PLACING: Final = ("sort", "page", "limit")
#: How many claims are read and written at once.
_PIECE: Final = 1000


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The rows of a page, of how many, and where the pages beside it are; all of them, where `limit` is 0."""

    rows: Sequence[T]
    total: int
    number: int
    limit: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.limit)) if self.limit else 1

    @property
    def first(self) -> int:
        """The number of the first row, from 1; 0 where there is none."""
        return (self.number - 1) * self.limit + 1 if self.rows else 0


def listed(name: str, page: Page) -> Response:
    """Return a list in the form that is asked for. Raises `QueryError` for what it cannot be asked by, and as
    `filters.wanted` does."""
    described = LISTS[name]
    page.asking.expect((*(FILTERS if described.filtered else ()), *described.facets, *_PLACING, *_DRAWN.get(name, ())))
    left = wanted(page.asking, page.reading)
    rows = arranged(name, described, page, left)
    if page.form == "csv":
        return _csv(name, described, page, rows)
    part = part_of(page, rows)
    if page.form == "json":
        return page.json(_data(name, described, page, part))
    boards = _boards(page, part) if name == "incidents" else None
    return page.html(
        described.template,
        picture=boards,
        title=page.asking.speech(f"rooms.{name}"),
        name=name,
        list=described,
        part=part,
        facets=[
            *own_facets(described, page, left, name),
            *(facets(page.asking, page.reading, left) if described.filtered else ()),
        ],
        chosen=list(_chosen(page, described)),
        alternates=alternates(page, f"/{name}"),
        speaking=Told(page.asking, page.reading),
        claims=claim_rows(page.reading, [str(row["iri"]) for row in part.rows]) if name == "claims" else [],
    )


def _rows(name: str, described: List, page: Page, left: Wanted) -> Sequence[Row]:
    key = ("rows", name, left.places if left.given else None, left.statuses)
    return page.reading.remembered(key, lambda: described.rows(page.reading, left), most=24)


def arranged(name: str, described: List, page: Page, left: Wanted) -> Sequence[Row]:
    """Return the rows that filters leave, in the order that is asked for."""
    rows = [row for row in _rows(name, described, page, left) if _passes(row, described, page)]
    order = [each.strip() for text in page.asking.given.get("sort", ()) for each in text.split(",") if each.strip()]
    known = (*described.shown, *described.columns)
    for column in order:
        if column.removeprefix("-") not in known:
            raise QueryError(f"sort={column}: there is no such column; there are {', '.join(dict.fromkeys(known))}")
    return ordered(rows, order, lambda row: row, described.dates) if order else rows


def _passes(row: Row, described: List, page: Page, but: str = "") -> bool:
    for name, (column, _) in described.facets.items():
        chosen = page.asking.given.get(name, ())
        if chosen and name != but and not set(_values(row[column])) & set(chosen):
            return False
    return True


def _values(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value or "")]


def part_of(page: Page, rows: Sequence[T]) -> Part[T]:
    """Return the rows of the page of a list that is asked for. Raises `QueryError` for one that there is not."""
    limit = page.asking.whole("limit", _LIMIT, _MOST)
    if not limit and page.form == "html":
        raise QueryError("limit=0: all rows are in the list as CSV or JSON")
    number = page.asking.whole("page", 1, 10**9)
    pages = max(1, -(-len(rows) // limit)) if limit else 1
    if not 1 <= number <= pages:
        raise QueryError(f"page={number}: there {f'are {pages:,} pages' if pages > 1 else 'is one page'}")
    return Part(rows[(number - 1) * limit : number * limit] if limit else rows, len(rows), number, limit)


# -------------------------------------------------------------------------------------------------------------- data


def _data(name: str, described: List, page: Page, part: Part[Row]) -> Mapping[str, Any]:
    rows = list(_whole(name, described, page, part.rows))
    return {"list": name, "as_of": page.reading.day, **paged(page, part), "rows": rows}


def paged(page: Page, part: Part[Any]) -> Mapping[str, Any]:
    """Return which part of a list its data are, and where the next one is."""
    following = page.asking.again(page=part.number + 1) if part.number < part.pages else None
    return {"total": part.total, "page": part.number, "pages": part.pages, "next": following}


def _whole(name: str, described: List, page: Page, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows with all columns that programs get; of claims they are read piece by piece."""
    if name != "claims":
        yield from rows if described.table else ({key: row.get(key) for key in described.columns} for row in rows)
        return
    for start in range(0, len(rows), _PIECE):
        iris = [str(row["iri"]) for row in rows[start : start + _PIECE]]
        yield from (row.as_dict() for row in claim_rows(page.reading, iris))


def _csv(name: str, described: List, page: Page, rows: Sequence[Row]) -> Response:
    """Return all rows as CSV that a spreadsheet takes for no formulas."""
    flat = described.table(page.reading) if described.table else _whole(name, described, page, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(
        _lines(flat, described.columns), media_type=f"{TYPES['csv']}; charset=utf-8", headers=headers
    )


def _lines(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    yield to_csv((), columns).encode()
    piece: list[Row] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _PIECE:
            yield _written(piece, columns)
            piece = []
    yield _written(piece, columns)


def _written(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return rows as lines of CSV, without a line of headings."""
    return to_csv(rows, columns).partition("\r\n")[2].encode("utf-8", "replace")


# ------------------------------------------------------------------------------------------------------------ people


def own_facets(described: List, page: Page, left: Wanted, list_name: str) -> Iterator[Facet]:
    """Yield the facets that rows of a list have themselves, each value with how many rows it would leave."""
    asking = page.asking
    for name, (column, _) in described.facets.items():
        rows = (row for row in _rows(list_name, described, page, left) if _passes(row, described, page, but=name))
        found = Counter(value for row in rows for value in _values(row[column]) if value)
        chosen = asking.given.get(name, ())
        values = []
        for value, number in found.most_common():
            rest = [each for each in chosen if each != value]
            href = asking.again(page=None, **{name: rest if value in chosen else [*chosen, value]})
            label = _own(asking, described, name, value)
            values.append(Value(value, label, number, value in chosen, href))
        if len(values) > 1 or chosen:
            yield Facet(name, asking.speech(f"filters.{name}"), values)


def _boards(page: Page, part: Part[Row]) -> Mapping[str, Any]:
    """Return the incidents of a page as a list or, if that is asked for, as small boards; and where each is."""
    asking = page.asking
    small = asking.one("picture") == "overview"
    incidents = [str(row["iri"]) for row in part.rows]
    tabs = (("list", asking.again(picture=None)), ("overview", asking.again(picture="overview")))
    return {
        "name": "overview" if small else "list",
        "says": asking.speech.view["pictures"]["subtitles"]["overview"],
        "tabs": [(tab, asking.speech(f"incidents.{tab}"), href) for tab, href in tabs],
        "drawn": overview(page.reading, asking, incidents, BESIDE) if small else None,
    }


def _own(asking: Asking, described: List, name: str, value: str) -> str:
    """Return a value of a facet of a list in words."""
    terms = described.facets[name][1]
    known: Mapping[str, str] = asking.speech.own.get(terms or "values", {})
    return known.get(value) or asking.speech.term(terms, value)


def _chosen(page: Page, described: List) -> Iterator[tuple[str, str]]:
    """Yield the filters that are given, in words, each with where the page is without it."""
    asking = page.asking
    for name in (*FILTERS, *described.facets):
        for value in asking.given.get(name, ()):
            rest = [each for each in asking.given[name] if each != value]
            words = _own(asking, described, name, value) if name in described.facets else told(asking, name, value)
            yield f"{asking.speech(f'filters.{name}')}: {words}", asking.again(page=None, **{name: rest})


def alternates(page: Page, path: str, forms: Sequence[str] = FORMS[1:]) -> list[Mapping[str, str]]:
    """Return the other forms of a page, with all that was asked."""
    query = {name: value for name, value in page.asking.given.items() if name not in ("page", "limit")}
    return [
        {"type": TYPES[form], "title": TITLES[form], "href": address(f"{page.asking.base}{path}.{form}", query)}
        for form in forms
    ]
