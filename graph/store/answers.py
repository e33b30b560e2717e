"""What a store answers to a query: streams of solutions and triples that are computed as they are read, or yes or no.

Any store can make them: pyoxigraph's classes also read what an endpoint sent (`pyoxigraph.parse_query_results`). The
syntaxes in which an answer is written are here, too, by name and with their media types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final, Generic, NamedTuple, TypeVar, cast

import pyoxigraph as ox

from ...errors import FormatError
from ...ontology import PREFIXES, XSD
from .sparql import Term, answering

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_NUMBERS: dict[str, Callable[[str], Any]] = {
    XSD + "integer": int,
    XSD + "decimal": lambda text: _decimal(text),
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: _BOOLEANS.get(text, text),
}


class Row(tuple[Any, ...]):
    """One result of a SELECT: a tuple of Python values that can also be read by variable, `row["a"]` or `row.a`.

    IRIs, texts and dates are strings, numbers and booleans are numbers and booleans, what is unbound is None.
    A variable that is called like a method of tuples, such as ?count, is read as `row["count"]`.
    """

    _columns: Sequence[str]

    def __new__(cls, columns: Sequence[str], values: Sequence[Any]) -> Row:
        row = super().__new__(cls, values)
        row._columns = columns
        return row

    def __getnewargs__(self) -> tuple[Sequence[str], tuple[Any, ...]]:
        return self._columns, tuple(self)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            try:
                return super().__getitem__(self._columns.index(key))
            except ValueError:
                raise KeyError(key) from None
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no variable {name!r}; there are {', '.join(self._columns)}") from None

    def keys(self) -> Sequence[str]:
        """Return the variables, in the order of the SELECT."""
        return self._columns

    @property
    def _fields(self) -> tuple[str, ...]:
        """The variables, as named tuples have them: data frames made of rows get their names from it."""
        return tuple(self._columns)


class Solutions:
    """The results of a SELECT, to be read once: by iterating (terms by variable), as `rows`, or by `write`.

    Reading raises `QueryError` for what goes wrong while a result is computed, and writing `FormatError` for what XML
    cannot hold.
    """

    def __init__(self, found: ox.QuerySolutions) -> None:
        self._found = found
        #: The names of the variables, in the order of the SELECT.
        self.variables = [variable.value for variable in found.variables]

    def __iter__(self) -> Iterator[ox.QuerySolution]:
        with answering():
            yield from self._found

    def rows(self) -> Iterator[Row]:
        """Return the results as Python values, one by one."""
        return (Row(self.variables, [value(term) for term in solution]) for solution in self)

    def write(self, out: BinaryIO, format: ox.QueryResultsFormat) -> None:
        """Write the results in one of the W3C's formats, as they are computed."""
        with answering():
            self._found.serialize(_checked(out, format), format=format)


class Triples:
    """The result of a CONSTRUCT or DESCRIBE, to be read once; raises `QueryError` as `Solutions` does."""

    def __init__(self, found: Iterable[ox.Triple]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[ox.Triple]:
        with answering():
            yield from self._found

    def write(self, out: BinaryIO, format: ox.RdfFormat) -> None:
        """Write the triples in a syntax of RDF, as they are computed."""
        with answering():
            ox.serialize(self._found, _checked(out, format), format=format, prefixes=PREFIXES)


# What XML cannot hold; and a predicate without a name, for which the engine writes none.
_NO_XML = rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix: "
_LONGEST = 10


class _Xml:
    """A stream for XML, which raises `FormatError` for what is none: the engine writes it all the same."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._last = b""

    def write(self, block: bytes) -> int:
        if re.search(_NO_XML, self._last + block):
            raise FormatError("the answer has characters or predicates that XML cannot hold; ask for another format")
        self._last = block[-_LONGEST:]
        return self._out.write(block)

    def flush(self) -> None:
        self._out.flush()


def _checked(out: BinaryIO, format: ox.QueryResultsFormat | ox.RdfFormat) -> BinaryIO:
    is_xml = format in (ox.QueryResultsFormat.XML, ox.RdfFormat.RDF_XML)
    return cast("BinaryIO", _Xml(out)) if is_xml else out  # what of a file is needed here


#: What a query is answered by, by its form: SELECT, CONSTRUCT and DESCRIBE, ASK.
Answer = Solutions | Triples | ox.QueryBoolean


def value(term: Term | None) -> Any:
    """Return a term as a Python value; see `Row`."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        number = _NUMBERS.get(term.datatype.value)
        try:
            return number(term.value) if number else term.value
        except (ValueError, ArithmeticError):
            return term.value  # an ill-typed literal such as "x"^^xsd:integer is shown as it is
    return str(term) if isinstance(term, ox.Triple) else term.value


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


# ---------------------------------------------------------------------------------------------- how it is written

F = TypeVar("F", ox.QueryResultsFormat, ox.RdfFormat)


class Syntax(NamedTuple, Generic[F]):
    """A syntax: what the engine calls it, its media type, its name among the W3C's formats
    (https://www.w3.org/ns/formats/), and under what other types clients ask for it."""

    format: F
    media_type: str
    name: str
    also: tuple[str, ...] = ()


#: For SELECT and ASK. The first is what clients get that take anything.
SOLUTIONS: Final[Mapping[str, Syntax[ox.QueryResultsFormat]]] = {
    "json": Syntax(
        ox.QueryResultsFormat.JSON, "application/sparql-results+json", "SPARQL_Results_JSON", ("application/json",)
    ),
    "xml": Syntax(
        ox.QueryResultsFormat.XML,
        "application/sparql-results+xml",
        "SPARQL_Results_XML",
        ("application/xml", "text/xml"),
    ),
    "csv": Syntax(ox.QueryResultsFormat.CSV, "text/csv", "SPARQL_Results_CSV"),
    "tsv": Syntax(ox.QueryResultsFormat.TSV, "text/tab-separated-values", "SPARQL_Results_TSV"),
}
#: For CONSTRUCT and DESCRIBE, and for whole graphs.
TRIPLES: Final[Mapping[str, Syntax[ox.RdfFormat]]] = {
    "turtle": Syntax(ox.RdfFormat.TURTLE, "text/turtle", "Turtle", ("application/x-turtle",)),
    "ntriples": Syntax(ox.RdfFormat.N_TRIPLES, "application/n-triples", "N-Triples", ("text/plain",)),
    "jsonld": Syntax(ox.RdfFormat.JSON_LD, "application/ld+json", "JSON-LD", ("application/json",)),
    "rdfxml": Syntax(ox.RdfFormat.RDF_XML, "application/rdf+xml", "RDF_XML", ("application/xml", "text/xml")),
}


def media_type(name: str) -> str:
    """Return the media type of the syntax of that name."""
    return SOLUTIONS[name].media_type if name in SOLUTIONS else TRIPLES[name].media_type
