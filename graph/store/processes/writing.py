"""The answer to a question as what can be written, in the syntax that is wanted for its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final, NamedTuple, cast

import pyoxigraph as ox

from ....errors import FormatError
from ....ontology import WB
from ..answers import SOLUTIONS, TRIPLES, Answer, Solutions, Syntax, Triples
from ..base import QuadStore
from ..limits import Limits
from .frames import Question

_PLACE: Final = ox.NamedNode(WB.readFrom)


class Writable(NamedTuple):
    """An answer: its syntax, whether it has rows, and what writes it, which raises `QueryError` as reading it does."""

    syntax: str
    has_rows: bool
    write: Callable[[BinaryIO], None]


def writable(store: QuadStore, question: Question, limits: Limits | None = None) -> Writable:
    """Return the answer to a question, within `limits`; none: it is bounded elsewhere, but for its triples.

    Raises `QueryError`, and `FormatError` where the answer is of a kind that is wanted in no format that there is.
    """
    if question.query is None:
        return _triples(_graph(store, question.graph or ""), question.triples)
    answer = store.answer(question.query, None, None if question.dataset else limits, question.dataset)
    if isinstance(answer, Triples):
        return _triples(_counted(answer, question.limits), question.triples)
    return _solutions(answer, question.solutions)


def _solutions(answer: Answer, name: str | None) -> Writable:
    if name is None:
        raise FormatError(_offered("SELECT and ASK", SOLUTIONS))
    format = SOLUTIONS[name].format

    def write(out: BinaryIO) -> None:
        if isinstance(answer, Solutions):
            answer.write(out, format)
        else:
            cast("ox.QueryBoolean", answer).serialize(out, format=format)

    return Writable(name, isinstance(answer, Solutions), write)


def _triples(found: Iterable[ox.Triple], name: str | None) -> Writable:
    if name is None:
        raise FormatError(_offered("CONSTRUCT, DESCRIBE and graphs", TRIPLES))
    format = TRIPLES[name].format
    return Writable(name, False, lambda out: Triples(found).write(out, format))


def _graph(store: QuadStore, graph: str) -> Iterator[ox.Triple]:
    """Return the triples of a graph, but for where files were on this computer."""
    quads = store.find(graph=ox.NamedNode(graph) if graph else None)
    return (quad.triple for quad in quads if quad.predicate != _PLACE)


def _counted(found: Iterable[ox.Triple], limits: Limits) -> Iterator[ox.Triple]:
    """Yield triples; raises `QueryLimit` after as many as there may be."""
    for number, triple in enumerate(found, start=1):
        if limits.max_rows and number > limits.max_rows:
            raise limits.reached("max_rows")
        yield triple


def _offered(what: str, syntaxes: Mapping[str, Syntax[Any]]) -> str:
    types = ", ".join(syntax.media_type for syntax in syntaxes.values())
    return f"the answer is in none of the formats that Accept names; for {what} there are {types}"
