"""Which data sets RDF documents hold: by their named graphs, or else by the IRIs under which things stand.

What a data set says of its own descent is kept as said; what was read here is what its origin, format and hash are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import ID, MADE_GRAPHS
from ...ontology.fields import CLASSES, LABEL, TYPE
from ...ontology.patterns import is_slug
from ...ontology.records import DataSet, Skipped, as_read, dataset_iri, owner_of
from ..opening.documents import Document, hash_of, places
from .leftovers import unused
from .things import CLASSES_OF, GraphName, Node, Thing, Things
from .values import Values

FORMAT = "rdf"
#: Where all is that is in no data set that describes itself.
REST = ox.DefaultGraph()
_DATA_SET = CLASSES[DataSet]
#: Graphs that every store makes for itself: the vocabulary, and who was decided to be the same as whom.
IDENTITIES = ID + "identities"
MADE_HERE = (*MADE_GRAPHS, IDENTITIES)


def descent_of(documents: Sequence[Document]) -> dict[str, Any]:
    """Return what was read here, as fields of a `DataSet`: from where, in which format, with which hash."""
    origin = documents[0].base if len(documents) == 1 else None
    return {"origin": origin, "format": FORMAT, "sha256": hash_of(documents), "read_from": places(documents)}


class DataSets:
    """The data sets of documents that are one source; `skipped` has what describes none, and why.

    `name` is what all is called that does not describe itself; with `renamed`, all there is.
    """

    def __init__(self, documents: Sequence[Document], name: str, *, renamed: bool) -> None:
        self._documents = documents
        self._file = documents[0].name
        self._name = name
        self._renamed = renamed
        self._descent = descent_of(documents)
        self.skipped: list[Skipped] = []

    def of(self, store: ox.Store) -> dict[GraphName, DataSet]:
        """Return the data sets by the graphs in which a store then has them. Raises `InvalidData`.

        The graphs of a store are joined and taken apart for that: what belongs to no other data set is in `REST`.
        """
        found = dict(self._graphs(store))
        _join(store, set(found))
        headings = dict(self._headings(store))
        if found or len(headings) > 1:
            found |= {ox.NamedNode(dataset.iri): dataset for dataset in headings.values()}
            _tell_apart(store, {dataset.iri for dataset in found.values()})
        elif headings:
            (found[REST],) = headings.values()
        found = dict(sorted(found.items(), key=lambda each: each[1].name))
        if self._renamed:
            found = self._as_named(store, found)
        elif REST not in found and _has_things(store):
            found[REST] = self._plain(found)
        return found

    # ------------------------------------------------------------------------------------------- how they are described

    def _graphs(self, store: ox.Store) -> Iterator[tuple[GraphName, DataSet]]:
        """Yield the named graphs that are described as data sets, in themselves or beside them, or have the IRI of
        one."""
        for graph in sorted((one for one in store.named_graphs() if one.value not in MADE_HERE), key=str):
            for where in (graph, REST):
                if isinstance(graph, ox.NamedNode) and ox.Quad(graph, TYPE, _DATA_SET, where) in store:
                    found = self._described(store, graph, where)
                    if found is not None:
                        yield graph, found
                    else:
                        self._skip("no data set of ours: its IRI is not the one of its name", graph.value)
                    break
            else:
                name = graph.value.removeprefix(ID)
                if isinstance(graph, ox.NamedNode) and name != graph.value and is_slug(name):
                    yield graph, DataSet(iri=graph.value, name=name, **self._descent)

    def _headings(self, store: ox.Store) -> Iterator[tuple[Node, DataSet]]:
        """Yield the data sets that are described without a named graph: theirs is what is under their IRIs."""
        for quad in list(store.quads_for_pattern(None, TYPE, _DATA_SET, REST)):
            if isinstance(quad.subject, Node) and not store.contains_named_graph(quad.subject):
                found = self._described(store, quad.subject, REST)
                if found is not None:
                    yield quad.subject, found
                else:
                    self._skip("a wb:DataSet whose IRI is not the one of its name", quad.subject.value)

    def _described(self, store: ox.Store, node: Node, graph: GraphName) -> DataSet | None:
        """Return a data set as it describes itself, and as it was read here; None where its IRI is not that of its
        name."""
        values = Values(Things(store, {graph: self._name}), Thing(node, graph, DataSet))
        read = values.read(DataSet)
        values.take(LABEL.value)
        values.finish()
        if not is_slug(read.get("name", "")) or dataset_iri(read["name"]) != node.value:
            return None
        for reason in (*values.reasons, *unused(values.unused)):
            self._skip(reason, node.value)
        return as_read(DataSet(iri=node.value, **read), **self._descent)

    def _plain(self, beside: Mapping[GraphName, DataSet]) -> DataSet:
        names = {dataset.name for dataset in beside.values()}
        name = f"{self._name}-rest" if self._name in names else self._name
        return DataSet(iri=dataset_iri(name), name=name, **self._descent)

    # ------------------------------------------------------------------------------------------------------ their names

    def _as_named(self, store: ox.Store, found: dict[GraphName, DataSet]) -> dict[GraphName, DataSet]:
        """All there is as one data set of the name that was given, whatever it was called."""
        if len(found) > 1:
            listed = ", ".join(dataset.name for dataset in found.values())
            message = f"this holds several data sets ({listed}), which cannot all be {self._name}; give it no name"
            raise InvalidData([Problem(message, self._file)])
        dataset = next(iter(found.values()), None) or self._plain({})
        renamed = replace(dataset, iri=dataset_iri(self._name), name=self._name)
        _join(store, set())
        if renamed.iri != dataset.iri:
            _rename(store, f"{dataset.iri}/", f"{renamed.iri}/")
        return {REST: renamed} if _has_things(store) or found else {}

    def _skip(self, reason: str, about: str) -> None:
        self.skipped.append(Skipped(reason, f"{self._file} {about}"))


def _join(store: ox.Store, data_sets: set[GraphName]) -> None:
    """Put what is in named graphs that are no data sets beside what is in none; what we make ourselves goes."""
    others = [graph for graph in store.named_graphs() if graph not in data_sets]
    joined = (graph for graph in others if graph.value not in MADE_HERE)
    quads = (quad for graph in joined for quad in store.quads_for_pattern(None, None, None, graph))
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in others:
        store.remove_graph(graph)
    if next(store.quads_for_pattern(ox.NamedNode(IDENTITIES), None, None, REST), None):
        rest = store.quads_for_pattern(None, None, None, REST)
        for quad in [quad for quad in rest if is_made_here(str(quad.subject).strip("<>"))]:
            store.remove(quad)


def is_made_here(iri: str) -> bool:
    """Return whether something is, or is of, the data set of decisions that every store makes for itself."""
    return iri == IDENTITIES or iri.startswith(f"{IDENTITIES}/")


def _tell_apart(store: ox.Store, datasets: set[str]) -> None:
    """Put what is said of things under the IRIs of data sets, and of these, into graphs of theirs."""

    def moved() -> Iterator[tuple[ox.Quad, ox.NamedNode]]:
        for quad in store.quads_for_pattern(None, None, None, REST):
            owner = owner_of(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else None
            if owner in datasets:
                yield quad, ox.NamedNode(owner)

    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad, graph in moved())
    for quad in [quad for quad, _ in moved()]:
        store.remove(quad)


def _rename(store: ox.Store, old: str, new: str) -> None:
    """Put one beginning of IRIs in the place of another, in the whole of `REST`."""

    def term(node: Any) -> Any:
        is_old = isinstance(node, ox.NamedNode) and node.value.startswith(old)
        return ox.NamedNode(new + node.value.removeprefix(old)) if is_old else node

    quads = list(store.quads_for_pattern(None, None, None, REST))
    renamed = [ox.Quad(term(quad.subject), quad.predicate, term(quad.object)) for quad in quads]
    if renamed != quads:
        store.clear_graph(REST)
        store.bulk_extend(renamed)


def _has_things(store: ox.Store) -> bool:
    classes = (class_ for several in CLASSES_OF.values() for class_ in several)
    return any(next(store.quads_for_pattern(None, TYPE, class_, REST), None) for class_ in classes)
