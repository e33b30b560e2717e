"""The graph for everything that is written against rdflib: a dataset over the same store, to read."""

from __future__ import annotations

from typing import Any, NoReturn

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from ...errors import QueryError, StoreError
from ...ontology import PREFIXES
from .sparql import names_its_graphs, refuse_service

# How rdflib asks a store for the union of its graphs, and what the store takes for those that the query names.
_ALL_GRAPHS = "__UNION__"
_OWN_GRAPHS = ""


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
        """Answer a query in Oxigraph; raises `QueryError` for one that uses SERVICE, or is no text any more."""
        if not isinstance(query, str):
            raise QueryError("a prepared query would not run in the store but in rdflib; give the text of the query")
        refuse_service(query)
        graph = _OWN_GRAPHS if queryGraph == _ALL_GRAPHS and names_its_graphs(query) else queryGraph
        return super().query(query, initNs, initBindings, graph, **options)


def dataset(store: ox.Store) -> rdflib.Dataset:
    """Return a dataset over an Oxigraph store whose default graph is the union of the named ones."""
    found = rdflib.Dataset(store=ReadOnlyStore(store=store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found
