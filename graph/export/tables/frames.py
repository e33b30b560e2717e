"""Tables as data frames: of pandas or polars, whichever is there, by way of Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal

from ....errors import FormatError
from ...ask.names import key_of
from ...status.assessment import Assessment
from .arrow import arrow

if TYPE_CHECKING:
    from ...network.matrix import Matrix

#: The libraries that a data frame can be of; `arrow` is a `pyarrow.Table`.
Library = Literal["pandas", "polars", "arrow"]
LIBRARIES: Final[tuple[Library, ...]] = ("pandas", "polars")
_INSTALL: Final = "pip install 'whoblamed[tables]' pandas (or polars)"


def frame(table: Any, library: Library | None = None) -> Any:
    """Return a `pyarrow.Table` as a data frame of `library`, or of the first that is there.

    Raises `FormatError`, with what to install, where there is none, and for another name: it would be imported.
    """
    if library == "arrow":
        return table
    if library and library not in LIBRARIES:
        raise FormatError(f"{library!r} makes no data frames here; there are {', '.join((*LIBRARIES, 'arrow'))}")
    found = _imported(library) if library else next(filter(None, map(_imported, LIBRARIES)), None)
    if found is None:
        what = library or " or ".join(LIBRARIES)
        raise FormatError(f"data frames need {what}; install it: {_INSTALL}")
    return _of_pandas(table, found) if found.__name__ == "pandas" else found.from_arrow(table)


def _imported(library: str) -> Any:
    try:
        return import_module(library)
    except ImportError:
        return None


def _of_pandas(table: Any, pandas: Any) -> Any:
    """Return a frame in which numbers, flags and dates stay what they are where some are missing."""
    pa = arrow()
    kinds = {pa.int32(): pandas.Int32Dtype(), pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    return table.to_pandas(types_mapper=kinds.get, date_as_object=False)


def statuses(assessments: Iterable[Assessment]) -> Any:
    """Return a `pyarrow.Table` with a row for each allegation: how it was received."""
    pa = arrow()
    text, texts, whole, flag = pa.string(), pa.list_(pa.string()), pa.int32(), pa.bool_()
    columns: dict[str, tuple[Any, Callable[[Assessment], Any]]] = {
        "incident": (text, lambda each: each.incident),
        "accused": (text, lambda each: each.accused),
        "role": (text, lambda each: each.allegation.role),
        "status": (text, lambda each: each.status.label),
        "possible_status": (text, lambda each: each.status.possible_label),
        "contested": (flag, lambda each: each.is_contested),
        "denied": (text, lambda each: each.denied or None),
        "findings": (texts, lambda each: list(map(str, each.findings))),
        "claims": (texts, lambda each: list(map(key_of, each.status.claims))),
        "outlets": (whole, lambda each: each.origins.outlets),
        "roots": (whole, lambda each: each.origins.roots),
        "origins_least": (whole, lambda each: each.origins.low),
        "origins_most": (whole, lambda each: each.origins.high),
        "allegation": (text, lambda each: key_of(each.allegation.iri)),
        "accused_iri": (text, lambda each: each.allegation.accused),
        "incident_iri": (text, lambda each: each.allegation.incident),
    }
    rows = list(assessments)
    made = {name: pa.array([read(each) for each in rows], type_) for name, (type_, read) in columns.items()}
    return pa.table(made)


def matrix(found: Matrix) -> Any:
    """Return a `pyarrow.Table` with a row for each accuser, and a column for each accused, of numbers of claims."""
    pa = arrow()
    names = [found.names[accused] for accused in found.accused]
    columns = [pa.array([found.names[accuser] for accuser in found.accusers], pa.string())]
    columns += [
        pa.array([found.count(accuser, accused) for accuser in found.accusers], pa.int32()) for accused in found.accused
    ]
    return pa.Table.from_arrays(columns, names=["accuser", *names])


def solutions(variables: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    """Return a `pyarrow.Table` with a column for each variable of a query.

    A column of numbers is one of numbers; one in which values of several kinds stand is one of texts.
    """
    pa = arrow()
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in variables]
    return pa.Table.from_arrays([_column(pa, column) for column in columns], names=list(variables))


def listing(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Any:
    """Return a `pyarrow.Table` of the rows of a listing: numbers, days and lists are such, the rest is text."""
    pa = arrow()
    found = list(rows)
    values = ([_listed(row.get(name)) for row in found] for name in columns)
    return pa.Table.from_arrays([_column(pa, column) for column in values], names=list(columns))


def _listed(value: Any) -> Any:
    """Return a value of a listing as a column takes it; an empty text is none."""
    if isinstance(value, list | tuple | set | frozenset):
        return [str(each) for each in value]
    return None if value == "" else value


def _column(pa: Any, values: Sequence[Any]) -> Any:
    plain = [float(value) if isinstance(value, Decimal) else value for value in values]
    kinds = {type(value) for value in plain if value is not None}
    if kinds == {int, float}:
        plain = [None if value is None else float(value) for value in plain]
    elif len(kinds) > 1:
        plain = [None if value is None else str(value) for value in plain]
    try:
        return pa.array(plain, pa.string() if not kinds else pa.list_(pa.string()) if kinds == {list} else None)
    except (OverflowError, pa.ArrowInvalid):  # a whole number that no column can hold
        return pa.array([None if value is None else str(value) for value in plain])
