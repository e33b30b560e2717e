"""The graph in the formats of other programs.

RDF carries everything; GraphML and GEXF carry the blame network, and CSV one row a claim. A file is written beside its
place and moved there when it is complete.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from ...commands.output import to_csv
from ...errors import FormatError, StoreError, UnknownName
from ...ontology import PREFIXES, RDF, VOCABULARY_GRAPH
from ..ask import listing
from ..graph import Graph
from ..store.base import MemoryStore
from . import jsonld

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TYPE = RDF + "type"
_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_ENDINGS = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".csv": "csv",
}
STDOUT = "-"
#: How many of what were written, and remarks on what the format could not carry.
Written = tuple[int, str, *tuple[str, ...]]


def format_of(path: str) -> str:
    """The format that a file's ending stands for; raises `FormatError`."""
    format_ = _ENDINGS.get(Path(path).suffix.lower())
    if format_ is None:
        known = ", ".join(_ENDINGS)
        raise FormatError(f"{path}: no format is known by this ending; say it with -f, or end the name in {known}")
    return format_


def export_to(graph: Graph, output: str, format_: str, dataset: str | None = None) -> Written:
    """Write the graph, or one data set of it, to a file or standard output (`-`).

    Returns how many of what were written, and what the format could not carry. Raises `FormatError`, `UnknownName`, and
    `StoreError` when the file cannot be written.
    """
    if format_ not in _WRITERS:
        raise FormatError(f"{format_!r} is no export format; take {', '.join(_WRITERS)}")
    part = graph if dataset is None else _only(graph, dataset)
    if output == STDOUT:
        sys.stdout.flush()
        return _WRITERS[format_](part, sys.stdout.buffer)
    try:
        with complete(Path(output)) as file:
            return _WRITERS[format_](part, file)
    except OSError as error:
        raise StoreError(f"{output}: cannot be written: {error.strerror or error}") from error


@contextmanager
def complete(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place when it is complete; what is no file, such as a pipe, is written to as it is."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    place = path.resolve()  # of a link, what it leads to
    unfinished = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def _only(graph: Graph, name: str) -> Graph:
    """A graph with one data set, and those whose actors it uses."""
    known = {dataset.name: dataset for dataset in graph.datasets()}
    if name not in known:
        raise UnknownName(name, get_close_matches(name, known, n=3), "data set")
    store = ox.Store()
    for iri in (known[name].iri, *known[name].uses_actors_of):
        store.bulk_extend(graph.store.current.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return Graph(MemoryStore(store))


def _rdf(format_: str, graph: Graph, out: BinaryIO) -> tuple[int, str]:
    rdf = _RDF[format_]
    items: Iterable[ox.Quad | ox.Triple] = _in_order(graph)
    if not rdf.supports_datasets:
        items = dict.fromkeys(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in _in_order(graph))
    counted = _Counted(items)
    ox.serialize(counted, out, format=rdf, prefixes=PREFIXES)
    return counted.count, "statements"


def _jsonld(graph: Graph, out: BinaryIO) -> tuple[int, str]:
    counted = _Counted(_in_order(graph))
    jsonld.write(counted, out)
    return counted.count, "statements"


def _in_order(graph: Graph) -> Iterator[ox.Quad]:
    """The quads data set by data set and thing by thing, so that files read well and can be compared."""
    store = graph.store.current
    for name in sorted(store.named_graphs(), key=lambda node: node.value):
        if name.value != VOCABULARY_GRAPH:
            yield from sorted(store.quads_for_pattern(None, None, None, name), key=_place)


def _place(quad: ox.Quad) -> tuple[str, bool, str, str]:
    return str(quad.subject), quad.predicate.value != _TYPE, quad.predicate.value, str(quad.object)


class _Counted:
    """Counts what passes."""

    def __init__(self, items: Iterable[Any]) -> None:
        self.items = items
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self.items:
            self.count += 1
            yield item


def _graphml(graph: Graph, out: BinaryIO) -> tuple[int, str]:
    import networkx as nx

    network = _plain(graph.blame_network())
    nx.write_graphml(network, out)
    return network.number_of_edges(), "edges"


def _gexf(graph: Graph, out: BinaryIO) -> tuple[int, str]:
    import networkx as nx

    network = _plain(graph.blame_network())
    nx.write_gexf(network, out)
    return network.number_of_edges(), "edges"


def _plain(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """A copy whose attributes are strings that XML can hold, and whose edges have keys of their own.

    A claim that accuses several is several edges, and programs that read these files take edges of one key for one.
    """
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((node, _strings(data)) for node, data in network.nodes(data=True))
    for speaker, accused, claim, data in network.edges(keys=True, data=True):
        plain.add_edge(speaker, accused, f"{claim}#{accused}", **_strings(data))
    return plain


def _strings(attributes: dict[str, Any]) -> dict[str, str]:
    return {key: _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)) for key, value in attributes.items()}


def _csv(graph: Graph, out: BinaryIO) -> tuple[int, str]:
    rows = listing.all_claims(graph.store.current)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write(to_csv((row.as_dict() for row in rows), listing.COLUMNS))
    text.detach()  # leaves the stream to whoever opened it
    return len(rows), "claims"


def _stix(graph: Graph, out: BinaryIO) -> Written:
    from .stix import write

    return write(graph, out)


def _nanopub(graph: Graph, out: BinaryIO) -> Written:
    from .nanopub import write

    return write(graph, out)


def _claimreview(graph: Graph, out: BinaryIO) -> Written:
    from .claimreview import write

    return write(graph, out)


_WRITERS: dict[str, Callable[[Graph, BinaryIO], Written]] = {
    **{format_: partial(_rdf, format_) for format_ in _RDF},
    "jsonld": _jsonld,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "stix": _stix,
    "nanopub": _nanopub,
    "claimreview": _claimreview,
}
