"""The graph for everything that is written against rdflib: a dataset over the same store, to read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from ...errors import QueryError, StoreError
from ...ontology import PREFIXES
from .sparql import names_its_graphs, refuse_depth, refuse_service

# How rdflib asks a store for the union of its graphs, and what the store takes for those that the query names.
_ALL_GRAPHS = "__UNION__"
_OWN_GRAPHS = ""
_NO_TRIPLE_TERMS = "rdflib has no triple terms, which this query makes; read what Graph.answer() gives instead"


class ReadOnlyStore(OxigraphStore):
    """An Oxigraph store as rdflib sees it, without what would change it behind the graph's back.

    A change made here would be neither atomic nor on our second clock, and rdflib runs some updates in Python when a
    store does not take them.
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise StoreError("through rdflib the graph can only be read; change it with load and unload")

    add = addN = remove = update = remove_graph = destroy = _refuse

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Nothing to do: rdflib calls this for every graph that it is asked for."""

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **options: Any) -> Any:
        """Answer a query in Oxigraph; raises `QueryError` for one that uses SERVICE, is nested too deeply, is no text
        any more, or makes triple terms, which would come out as Python tuples."""
        if not isinstance(query, str):
            raise QueryError("a prepared query would not run in the store but in rdflib; give the text of the query")
        refuse_service(query)
        refuse_depth(query)
        graph = _OWN_GRAPHS if queryGraph == _ALL_GRAPHS and names_its_graphs(query) else queryGraph
        try:
            found = super().query(query, initNs, initBindings, graph, **options)
        except AssertionError:  # of rdflib's Graph, which takes no tuples
            raise QueryError(_NO_TRIPLE_TERMS) from None
        if found.type == "SELECT":
            found.bindings = _terms(found._genbindings or ())
        return found


def dataset(store: ox.Store) -> rdflib.Dataset:
    """Return a dataset over an Oxigraph store whose default graph is the union of the named ones."""
    found = rdflib.Dataset(store=ReadOnlyStore(store=store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found


def graph_of(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return triples as a graph in memory; raises `QueryError` for triple terms."""
    text = io.BytesIO()
    ox.serialize(map(_plain, triples), text, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text.getvalue(), format="nt")


def _plain(triple: ox.Triple) -> ox.Triple:
    if isinstance(triple.object, ox.Triple):
        raise QueryError(_NO_TRIPLE_TERMS)
    return triple


def _terms(bindings: Iterable[Mapping[Any, Any]]) -> Iterator[Mapping[Any, Any]]:
    """Yield solutions as they come; raises `QueryError` for a triple term among them."""
    for solution in bindings:
        if any(isinstance(term, tuple) for term in solution.values()):
            raise QueryError(_NO_TRIPLE_TERMS)
        yield solution
