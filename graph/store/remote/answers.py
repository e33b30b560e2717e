"""What a server answered, as terms: solutions, triples, yes or no. What is no answer is refused before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, BinaryIO

import pyoxigraph as ox

from ....errors import QueryError, StoreError
from ....ontology import XSD
from ..answers import Answer, Solutions, Triples
from ..base import Object
from ..limits import Limits
from .failures import RefusedError
from .request import Answered

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/ntriples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
#: How Virtuoso says the number of rows at which it ends an answer, without a word in the answer itself.
_MOST_ROWS = "x-sparql-maxrows"
_BLOCK, _DIGITS = 1 << 20, 19
_TAIL = 200
#: How many bytes a row has at least, an empty one in JSON with its comma.
_LEAST = 3
_BOOLEAN = ox.NamedNode(XSD + "boolean")
_BOOLEANS = {"1": ox.Literal("true", datatype=_BOOLEAN), "0": ox.Literal("false", datatype=_BOOLEAN)}
_LIMIT = re.compile(r"\bLIMIT\s+(\d{1,18})\b", re.IGNORECASE)


def results(answered: Answered, place: str) -> Solutions | ox.QueryBoolean:
    """Return the solutions of an answer, or yes or no; raises `StoreError` for one that is none, or not whole."""
    format = _RESULTS.get(answered.type)
    if format is None:
        raise StoreError(
            f"{place}: answers with {answered.type or 'what has no media type'}, not with results of SPARQL;"
            " give the address at which the server answers SPARQL"
        )
    if not _tail(answered.body).endswith(b"}" if format == ox.QueryResultsFormat.JSON else b"sparql>"):
        raise half(place)
    try:
        found = ox.parse_query_results(answered.body, format=format)
    except (SyntaxError, ValueError) as error:
        raise half(place) from error
    return _Read(found, place) if isinstance(found, ox.QuerySolutions) else found


def rows(answered: Answered, place: str) -> Solutions:
    """Return the solutions of an answer to a SELECT; raises `StoreError` as `results` does."""
    found = results(answered, place)
    if not isinstance(found, Solutions):
        raise StoreError(f"{place}: answers yes or no to a question for rows")
    return found


def number_in(answered: Answered, place: str) -> int:
    """Return the number that is all of an answer; raises `StoreError` as `results` does."""
    for found in rows(answered, place):
        (number,) = found
        if isinstance(number, ox.Literal) and number.value.isdecimal() and len(number.value) < _DIGITS:
            return int(number.value)
    raise half(place)


def triples(answered: Answered, place: str) -> Iterator[ox.Triple]:
    """Yield the triples of an answer; raises `StoreError` as `results` does."""
    format = _TRIPLES.get(answered.type)
    if format is None:
        raise StoreError(f"{place}: answers with {answered.type or 'what has no media type'}, not with triples")
    try:
        for quad in ox.parse(answered.body, format=format):
            yield ox.Triple(quad.subject, quad.predicate, as_written(quad.object))
    except (SyntaxError, ValueError) as error:
        raise half(place) from error


def answer_of(answered: Answered, place: str, *, has_triples: bool) -> Answer:
    """Return the answer to a user's query."""
    return Triples(triples(answered, place)) if has_triples else results(answered, place)


def refuse_cut(answered: Answered, query: str) -> None:
    """Raises `RefusedError` for an answer that the server ended at its own limit: it says so in a header only."""
    most = most_rows(answered)
    asked = [int(number) for number in _LIMIT.findall(query)]
    if most is not None and rows_in(answered.body) >= most and most not in asked:
        raise RefusedError(
            f"the server ends every answer at {most:,} rows, and this one has more; ask for it in parts, with LIMIT"
        )


def refuse_more(answered: Answered, place: str, limits: Limits, *, has_triples: bool) -> None:
    """Raises `QueryLimit` for an answer with more rows, or triples, than `max_rows`."""
    if answered.body.seek(0, 2) <= _LEAST * (limits.max_rows or 0):
        answered.body.seek(0)
        return
    answered.body.seek(0)
    found = triples(answered, place) if has_triples else results(answered, place)
    for number, _ in enumerate(found if not isinstance(found, ox.QueryBoolean) else (), 1):
        if number > (limits.max_rows or number):
            raise limits.reached("max_rows")
    answered.body.seek(0)


def most_rows(answered: Answered) -> int | None:
    """Return at how many rows the server ends answers, if it says so."""
    said = answered.headers.get(_MOST_ROWS, "")
    return int(said) or None if said.isdecimal() and len(said) < _DIGITS else None


def rows_in(body: IO[bytes]) -> int:
    """Return how many rows results in XML have, or lines of triples."""
    body.seek(0)
    counted, lines, before = 0, 0, b""
    while block := body.read(_BLOCK):
        counted += (before + block).count(b"<result>") - before.count(b"<result>")
        lines += block.count(b"\n")
        before = block[-len(b"<result>") + 1 :]
        is_xml = True if counted else b"<sparql" in block
    body.seek(0)
    return counted if counted or (lines and is_xml) else lines


def as_written(term: Object) -> Object:
    """Return a term as it was loaded: some engines give the booleans 1 and 0 back for true and false."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN:
        return _BOOLEANS.get(term.value, term)
    return term


def half(place: str) -> StoreError:
    """Return the error of an answer that is not whole."""
    return StoreError(f"{place}: sent half a result, or one that is damaged; nothing of it was used, try again")


class _Read(Solutions):
    """Solutions as a server sent them: what is wrong with them is the server's doing, and not the query's."""

    def __init__(self, found: ox.QuerySolutions, place: str) -> None:
        super().__init__(found)
        self._place = place

    def __iter__(self) -> Iterator[ox.QuerySolution]:
        try:
            yield from self._found
        except (SyntaxError, ValueError) as error:
            raise half(self._place) from error

    def write(self, out: BinaryIO, format: ox.QueryResultsFormat) -> None:
        try:
            super().write(out, format)
        except QueryError as error:
            raise half(self._place) from error


def _tail(body: IO[bytes]) -> bytes:
    size = body.seek(0, 2)
    body.seek(max(size - _TAIL, 0))
    tail = body.read().rstrip()
    body.seek(0)
    return tail
