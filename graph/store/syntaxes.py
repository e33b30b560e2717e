"""The syntaxes in which an answer is written: by name, with their media types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import pyoxigraph as ox

F = TypeVar("F", ox.QueryResultsFormat, ox.RdfFormat)


@dataclass(frozen=True, slots=True)
class Syntax(Generic[F]):
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
