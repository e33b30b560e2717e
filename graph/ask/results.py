"""The results of a query, written in the format that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

import pyoxigraph as ox

from ...commands.output import emit, paragraph, say
from ...errors import FormatError
from ...ontology import PREFIXES
from ..graph import Graph
from ..store import sparql
from . import named

_SOLUTIONS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}


def write(graph: Graph, query: str, values: Mapping[str, Any], format_: str | None) -> None:
    """Answer a query or named query and write the result to standard output.

    Raises `QueryError`, and `FormatError` when the kind of result has no such format.
    """
    store = graph.store.current
    text, bound = named.prepare(store, query, values)
    result = sparql.run(store, text, bound)
    with sparql.answering(query):
        if isinstance(result, ox.QueryTriples):
            _write_triples(result, format_ or "turtle")
        elif format_ in _SOLUTIONS:
            _write_solutions(result, format_)
        elif format_ not in (None, "table"):
            raise FormatError(f"{format_} is for CONSTRUCT and DESCRIBE; take {', '.join(('table', *_SOLUTIONS))}")
        elif isinstance(result, ox.QueryBoolean):
            say("yes" if result else "no")
        else:
            _write_table(result)


def listed() -> list[dict[str, str]]:
    """The named queries as rows."""
    return [
        {
            "name": query.name,
            "title": query.title,
            "parameters": "; ".join(f"{p.name} ({p.type}): {p.description}" for p in query.parameters),
            "description": query.description,
        }
        for query in named.named_queries().values()
    ]


def print_list() -> None:
    """Print the named queries for people."""
    for query in named.named_queries().values():
        say(query.name)
        paragraph(f"{query.title}. {query.description}")
        for parameter in query.parameters:
            paragraph(f"{parameter.description} ({parameter.type.replace('|', ' or ')})", label=parameter.name)


def _write_triples(triples: ox.QueryTriples, format_: str) -> None:
    if format_ not in _TRIPLES:
        raise FormatError(f"{format_} is for SELECT and ASK; take {' or '.join(_TRIPLES)}")
    ox.serialize(triples, _binary_output(), format=_TRIPLES[format_], prefixes=PREFIXES)


def _write_solutions(result: ox.QuerySolutions | ox.QueryBoolean, format_: str) -> None:
    out = _binary_output()
    result.serialize(out, format=_SOLUTIONS[format_])
    if format_ in ("json", "xml"):
        out.write(b"\n")


def _binary_output() -> BinaryIO:
    """Standard output for bytes: the formats of the W3C say themselves how lines end."""
    sys.stdout.flush()
    return sys.stdout.buffer


def _write_table(solutions: ox.QuerySolutions) -> None:
    columns = [variable.value for variable in solutions.variables]
    rows = [{name: _short(term) for name, term in zip(columns, solution, strict=True)} for solution in solutions]
    emit(rows, columns, "table", empty="no results")


def _short(term: sparql.Term | None) -> Any:
    """A term for people: an IRI in one of our namespaces by its prefix, a literal by its value."""
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value[len(namespace) :]}"
    return sparql.value(term)
