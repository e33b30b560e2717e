"""The syntaxes in which an answer is written: by name, with their media types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import pyoxigraph as ox

F = TypeVar("F", ox.QueryResultsFormat, ox.RdfFormat)


@dataclass(frozen=True, slots=True)
class Syntax(Generic[F]):
    """A syntax: what the engine calls it, its media type, and under what other types clients ask for it."""

    format: F
    media_type: str
    also: tuple[str, ...] = ()


#: For SELECT and ASK. The first is what clients get that take anything.
SOLUTIONS: Final[Mapping[str, Syntax[ox.QueryResultsFormat]]] = {
    "json": Syntax(ox.QueryResultsFormat.JSON, "application/sparql-results+json", ("application/json",)),
    "xml": Syntax(ox.QueryResultsFormat.XML, "application/sparql-results+xml", ("application/xml", "text/xml")),
    "csv": Syntax(ox.QueryResultsFormat.CSV, "text/csv"),
    "tsv": Syntax(ox.QueryResultsFormat.TSV, "text/tab-separated-values"),
}
#: For CONSTRUCT and DESCRIBE, and for whole graphs.
TRIPLES: Final[Mapping[str, Syntax[ox.RdfFormat]]] = {
    "turtle": Syntax(ox.RdfFormat.TURTLE, "text/turtle", ("application/x-turtle",)),
    "ntriples": Syntax(ox.RdfFormat.N_TRIPLES, "application/n-triples", ("text/plain",)),
    "jsonld": Syntax(ox.RdfFormat.JSON_LD, "application/ld+json", ("application/json",)),
    "rdfxml": Syntax(ox.RdfFormat.RDF_XML, "application/rdf+xml", ("application/xml", "text/xml")),
}
