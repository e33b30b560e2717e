"""RDF in any syntax: our own vocabulary as it is, with what follows from it; nanopublications; PROV for our terms.

A document is read into a store of its own (`syntax`), its things are told apart (`things`), and records are
made of them (`records`). A named graph that is described as a data set is that data set; all else is one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import ID, VOCABULARY_GRAPH, WB
from ...ontology.counting import counted
from ...ontology.fields import CLASSES, LABEL, TYPE
from ...ontology.patterns import is_slug
from ...ontology.records import Batch, DataSet, Name, Record, Skipped, Stream, dataset_iri
from ..opening.documents import Document
from . import nanopub
from .records import Reader
from .syntax import Statements, syntax_of
from .syntax import read as read_statements
from .things import CLASSES_OF, PART_PROPERTIES, GraphName, Node, Thing, Things, is_vocabulary, named
from .values import Values

_REST = ox.DefaultGraph()
_DATA_SET = CLASSES[DataSet]
#: Graphs that every store makes for itself: the vocabulary, and who was decided to be the same as whom.
_MADE_HERE = (VOCABULARY_GRAPH, ID + "identities")
_LONGEST_NAME = 60
#: How many classes or properties of other vocabularies are told apart in what is reported.
_MOST_TOLD = 100


def recognises(document: Document) -> bool:
    """Whether a document looks like RDF in one of the syntaxes that can be read."""
    return syntax_of(document) is not None


def read(documents: Sequence[Document], dataset: str | None) -> list[Batch]:
    """The data sets of documents: those that their named graphs describe, and one of all else, called after the file.

    With `dataset` all documents together are one data set of that name. Raises `InvalidData` for documents that cannot
    be read, that hold nothing of our vocabulary, or that hold several data sets where one name is given.
    """
    if dataset is not None:
        return _Reading(documents, dataset, renamed=True).batches()
    return [batch for document in documents for batch in _Reading([document], _name_of(document)).batches()]


def _name_of(document: Document) -> str:
    """What a document's data set is called where it does not say so itself."""
    stem = document.base.partition(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem)[:_LONGEST_NAME].strip("-") or "rdf"


class _Reading:
    """The reading of documents that are one source."""

    def __init__(self, documents: Sequence[Document], name: str, *, renamed: bool = False) -> None:
        self._documents = documents
        self._file = documents[0].name
        self._name = name
        self._renamed = renamed
        self._skipped: list[Skipped] = []
        self._statements: Statements | None = None

    def batches(self) -> list[Batch]:
        statements = read_statements(self._documents, f"{dataset_iri(self._name)}/")
        if statements.quoted:
            self._skip(f"{statements.quoted} statements in formulas of N3, which does not assert them")
        for about, why in nanopub.unpack(statements.store):
            self._skip(why, about)
        described = list(self._data_sets(statements.store))
        _join(statements.store, {graph for graph, _ in described})
        rest = self._rest(statements.store, described)
        everything = [*described, (_REST, rest)] if rest else described
        things = Things(statements.store, {graph: dataset.name for graph, dataset in everything})
        things.borrowed = {graph: dataset.uses_actors_of for graph, dataset in everything}
        if not everything:
            raise InvalidData([Problem(_nothing(Things(statements.store, {})), self._file)])
        reader = Reader(things)
        self._statements = statements  # whose store is there as long as they are
        found = [Batch(dataset, Stream(partial(self._records, reader, graph))) for graph, dataset in everything]
        if not rest:  # what is left beside the data sets is reported with the first of them
            first = Stream(partial(self._records, reader, described[0][0], beside=True))
            found[0] = Batch(described[0][1], first)
        return found

    # ------------------------------------------------------------------------------------------------------ data sets

    def _data_sets(self, store: ox.Store) -> Iterator[tuple[GraphName, DataSet]]:
        """The named graphs that are described as data sets, in themselves or beside them."""
        for graph in sorted((one for one in store.named_graphs() if one.value not in _MADE_HERE), key=str):
            for where in (graph, _REST):
                if isinstance(graph, ox.NamedNode) and ox.Quad(graph, TYPE, _DATA_SET, where) in store:
                    found = self._described(store, graph, where)
                    if found is not None and found.iri == graph.value:
                        yield graph, self._named(found)
                    else:
                        self._skip("no data set of ours: its IRI is not the one of its name", graph.value)
                    break

    def _rest(self, store: ox.Store, described: Sequence[tuple[GraphName, DataSet]]) -> DataSet | None:
        """The data set of all that is in no named graph of ours; None when that has nothing of ours."""
        if self._renamed and len(described) > 1:
            listed = ", ".join(dataset.name for _, dataset in described)
            message = f"this holds several data sets ({listed}), which cannot all be {self._name}; give it no name"
            raise InvalidData([Problem(message, self._file)])
        if not _has_things(store):
            return None
        if described:
            names = {dataset.name for _, dataset in described}
            return self._plain(f"{self._name}-rest" if self._name in names else self._name)
        headings = list(Things(store, {}).subjects(TYPE, _DATA_SET, _REST))
        found = self._described(store, headings[0], _REST) if len(headings) == 1 else None
        for node in headings if found is None else ():
            self._skip("a wb:DataSet without a named graph: all there is, is one data set", str(node.value))
        return self._named(found) if found else self._plain(self._name)

    def _named(self, dataset: DataSet) -> DataSet:
        if not self._renamed:
            return dataset
        return replace(dataset, iri=dataset_iri(self._name), name=self._name)

    def _plain(self, name: str) -> DataSet:
        return DataSet(
            iri=dataset_iri(name),
            name=name,
            origin=self._documents[0].base if len(self._documents) == 1 else None,
            format="rdf",
            sha256=self._sha256(),
        )

    def _sha256(self) -> str:
        if len(self._documents) == 1:
            return self._documents[0].sha256
        return hashlib.sha256("".join(sorted(document.sha256 for document in self._documents)).encode()).hexdigest()

    def _described(self, store: ox.Store, node: Node, graph: GraphName) -> DataSet | None:
        """A data set as it describes itself; only its reader is ours, because its records may have changed since."""
        values = Values(Things(store, {graph: self._name}), Thing(node, graph, DataSet))
        read = values.read(DataSet)
        values.take(LABEL.value)
        values.finish()
        if not is_slug(read.get("name", "")):
            return None
        for reason in (*values.reasons, *_unused(values.unused)):
            self._skip(reason, str(node.value))
        reader = f"document {self._sha256()[:16]}"
        return DataSet(iri=dataset_iri(read["name"]), **{**read, "reader": reader})

    # -------------------------------------------------------------------------------------------------------- records

    def _records(self, reader: Reader, graph: GraphName, *, beside: bool = False) -> Iterator[Record | Skipped]:
        unused: Counter[str] = Counter()
        for found in reader.each(graph):
            yield from found.records
            yield from (self._skipped_of(reason, found.iri) for reason in found.reasons)
            _count(unused, found.unused)
        yield from (self._skipped_of(reason) for reason in _unused(unused))
        yield from (self._skipped_of(reason, about) for about, reason in _orphans(reader.things, graph))
        yield from (self._skipped_of(reason) for reason in _others(reader.things, graph))
        if graph == _REST or beside:
            yield from self._skipped
        if beside:
            yield from (self._skipped_of(reason) for reason in _others(reader.things, _REST))

    def _skip(self, reason: str, about: str = "") -> None:
        self._skipped.append(self._skipped_of(reason, about))

    def _skipped_of(self, reason: str, about: str = "") -> Skipped:
        """What was skipped: statements have no lines, so the place is the IRI of what they are about."""
        return Skipped(reason, f"{self._file} {about}" if about else self._file)


def _join(store: ox.Store, data_sets: set[GraphName]) -> None:
    """Put what is in named graphs that are no data sets beside what is in none; what we make ourselves goes."""
    others = [graph for graph in store.named_graphs() if graph not in data_sets]
    joined = (graph for graph in others if graph.value not in _MADE_HERE)
    quads = (quad for graph in joined for quad in store.quads_for_pattern(None, None, None, graph))
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in others:
        store.remove_graph(graph)


def _has_things(store: ox.Store) -> bool:
    return any(True for _ in _things_in(store))


def _things_in(store: ox.Store) -> Iterator[ox.Quad]:
    for classes in CLASSES_OF.values():
        for class_ in classes:
            yield from store.quads_for_pattern(None, TYPE, class_, _REST)


# ---------------------------------------------------------------------------------------------- what nothing is made of


def _count(total: Counter[str], more: Counter[str]) -> None:
    """Add up, without an endless list of what hardly ever occurs."""
    for key, count in more.items():
        total[key if key in total or len(total) < _MOST_TOLD else ""] += count


def _unused(counts: Counter[str]) -> list[str]:
    return [
        f"{named(iri) if iri else 'other properties'} means nothing here: {_statements(count)} not loaded"
        for iri, count in sorted(counts.items())
    ]


def _statements(count: int) -> str:
    return counted(count, "statement is", "statements are")


def _orphans(things: Things, graph: GraphName) -> Iterator[tuple[str, str]]:
    """Names and parts of things that are not there: what they are, and why they are left out."""
    naming = ox.NamedNode(WB.naming)
    for name in things.each(Name, graph):
        bearers = [quad.object for quad in things.store.quads_for_pattern(name.node, naming, None, graph)]
        if not any(other.graph == graph for node in bearers if isinstance(node, Node) for other in things.of(node)):
            yield str(name.node.value), "left out: it is the name of no wb:Actor of this data set"
    for class_ in (WB.Confidence, WB.Passage, WB.Score):
        for node in things.subjects(TYPE, ox.NamedNode(class_), graph):
            if not any(next(things.subjects(part, node, graph), None) for part in PART_PROPERTIES):
                yield str(node.value), "left out: no claim has it"


def _others(things: Things, graph: GraphName) -> list[str]:
    """What a graph says of things that are none of ours, counted by their classes."""
    classes: Counter[str] = Counter()
    statements = 0
    for quad in things.store.quads_for_pattern(None, None, None, graph):
        if things.is_ours(quad.subject) or is_vocabulary(getattr(quad.subject, "value", "")):
            continue
        statements += 1
        if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
            _count(classes, Counter({quad.object.value: 1}))
    if not statements:
        return []
    listed = ", ".join(f"{named(iri) if iri else 'others'} {count}" for iri, count in classes.most_common(10))
    more = f" and {counted(len(classes) - 10, 'more class', 'more classes')}" if len(classes) > 10 else ""
    kinds = f" ({listed}{more})" if classes else ""
    return [f"{_statements(statements)} not loaded: about things of other vocabularies{kinds}"]


def _nothing(things: Things) -> str:
    """What to say of documents that hold nothing of ours."""
    found = _others(things, _REST)
    said = found[0] if found else "there are no statements about anything"
    return f"this holds nothing in the terms of whoblamed, such as wb:Claim: {said}; see docs/rdf.md"
