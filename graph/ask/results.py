"""What a query was answered by, written to a stream in the format that was asked for, or as plain rows for a table."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from ...errors import FormatError
from ...ontology import PREFIXES
from ..store.answers import SOLUTIONS, TRIPLES, Answer, Solutions, Triples, value
from ..store.sparql import Term


def write(answer: Answer, format: str, out: BinaryIO) -> None:
    """Write an answer as it is computed; `format` is one of `SOLUTIONS` or `TRIPLES`.

    Raises `FormatError` when the kind of answer has no such format, before anything is written, and `QueryError`.
    """
    if isinstance(answer, Triples):
        if format not in TRIPLES:
            raise FormatError(f"{format} is for SELECT and ASK; take {', '.join(TRIPLES)}")
        answer.write(out, TRIPLES[format].format)
        return
    if format not in SOLUTIONS:
        raise FormatError(f"{format} is for CONSTRUCT and DESCRIBE; take {', '.join(('table', *SOLUTIONS))}")
    if isinstance(answer, Solutions):
        answer.write(out, SOLUTIONS[format].format)
    else:
        answer.serialize(out, format=SOLUTIONS[format].format)
    if format in ("json", "xml"):
        out.write(b"\n")


def rearranged(
    solutions: Solutions, places: Callable[[Sequence[Mapping[str, Any]]], Sequence[int]], variables: Sequence[str]
) -> Solutions:
    """Return some of the solutions, with some of the variables: `places` returns, in order, which of all rows."""
    found = io.BytesIO()
    solutions.write(found, ox.QueryResultsFormat.JSON)
    bindings = json.loads(found.getvalue())["results"]["bindings"]
    chosen = places(list(rows(_read(found.getvalue()))))
    kept = [{name: bindings[place][name] for name in variables if name in bindings[place]} for place in chosen]
    return _read(json.dumps({"head": {"vars": list(variables)}, "results": {"bindings": kept}}).encode())


def _read(text: bytes) -> Solutions:
    return Solutions(cast("ox.QuerySolutions", ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)))


def rows(solutions: Solutions) -> Iterator[dict[str, Any]]:
    """Return solutions for people, one by one: by variable, IRIs in one of our namespaces by their prefix."""
    for solution in solutions:
        yield {name: _short(term) for name, term in zip(solutions.variables, solution, strict=True)}


def _short(term: Term | None) -> Any:
    """Return a term for people: an IRI in one of our namespaces by its prefix, a literal by its value."""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value[len(namespace) :]}"
    return value(term)
