"""RDF in any syntax: our own vocabulary as it is, with what follows from it; nanopublications; PROV for our terms.

A document is read into a store of its own (`syntax`), the data sets that it holds are told apart (`datasets`), as are
its things (`things`), and records are made of them (`records`). What is in order as it stands, as our own exports are,
takes a shorter way (`plain`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial

from ...errors import InvalidData, Problem
from ...ontology import ID
from ...ontology.records import Actor, Batch, DataSet, Mentioned, Record, Skipped, Stream, dataset_iri, owner_of
from ..formats import Held
from ..opening.documents import Document, slug_of
from . import claimreview, leftovers, nanopub, plain
from .datasets import REST, DataSets, descent_of
from .plain.fitting import NotPlain
from .records import Found, Reader
from .syntax import ENDINGS, Statements, syntax_of
from .syntax import read as read_statements
from .things import GraphName, Things

_LONGEST_NAME = 60


def recognises(document: Document) -> bool:
    """Return whether a document looks like RDF in one of the syntaxes that can be read."""
    return syntax_of(document) is not None


def read(documents: Sequence[Document], dataset: str | None) -> list[Batch]:
    """Return the data sets of documents: those that describe themselves, and one of all else, called after the file.

    With `dataset` all documents together are one data set of that name. Raises `InvalidData` for documents that cannot
    be read, that hold nothing of our vocabulary, or that hold several data sets where one name is given.
    """
    if dataset is not None:
        return _Reading(documents, dataset, renamed=True).batches()
    return [batch for document in documents for batch in _Reading([document], _name_of(document)).batches()]


def read_unless_held(documents: Sequence[Document], dataset: str | None, held: Held) -> list[Batch]:
    """Return the same; of what is held with the hash of a document nothing is read before its records are asked for."""
    sources = [documents] if dataset is not None else [[document] for document in documents]
    return [batch for source in sources for batch in _held(source, dataset, held) or read(source, dataset)]


def _held(documents: Sequence[Document], dataset: str | None, held: Held) -> list[Batch]:
    """Return all data sets that documents were found to be when they were loaded; none unless all are still held."""
    descent = descent_of(documents)
    found = sorted(held(descent["sha256"]), key=lambda each: each.name)
    found = [each for each in found if all(getattr(each, name) == value for name, value in descent.items())]
    found = [each for each in found if dataset in (None, each.name)]
    for number in range(1, len(found) + 1):
        same = [each for each in found if each.reader == _way(documents, number, renamed=dataset is not None)]
        if len(same) == number:
            again = cache(lambda: {batch.dataset.iri: batch.records for batch in read(documents, dataset)})
            return [Batch(each, Stream(partial(_records_of, again, each.iri))) for each in same]
    return []


def _records_of(
    read_again: Callable[[], Mapping[str, Iterable[Record | Skipped]]], iri: str
) -> Iterator[Record | Skipped]:
    yield from read_again()[iri]


def _way(documents: Sequence[Document], number: int, *, renamed: bool) -> str | None:
    """Return in words what tells one way to read some documents from another: how many data sets they are, …"""
    words = ["as one data set"] if renamed else [f"{number} data sets"] if number > 1 else []
    if any(document.skip_bad_lines for document in documents):
        words.append("without broken lines")
    return ", ".join(words) or None


def _name_of(document: Document) -> str:
    """Return what a document's data set is called where it does not say so itself."""
    return slug_of(document, ENDINGS, _LONGEST_NAME) or "rdf"


class _Reading:
    """The reading of documents that are one source."""

    def __init__(self, documents: Sequence[Document], name: str, *, renamed: bool = False) -> None:
        self._documents = documents
        self._file = documents[0].name
        self._name = name
        self._renamed = renamed
        self._base = f"{dataset_iri(name)}/"
        self._data_sets = DataSets(documents, name, renamed=renamed)
        self._skipped: list[Skipped] = []
        self._statements: Statements | None = None

    def batches(self) -> list[Batch]:
        """Return the batches of the documents; raises `InvalidData`."""
        found = self._batches()
        way = _way(self._documents, len(found), renamed=self._renamed)
        return [replace(batch, dataset=replace(batch.dataset, reader=way)) for batch in found]

    def _batches(self) -> list[Batch]:
        if not self._renamed:
            with suppress(NotPlain):
                return self._plain_batches()
        return self._repaired_batches()

    def _plain_batches(self) -> list[Batch]:
        """Return the batches of what is in order as it stands; raises `NotPlain`."""
        data_sets = DataSets(self._documents, self._name, renamed=False)
        things = plain.read(self._documents, self._base, data_sets)
        if things.is_empty:
            raise NotPlain
        beside = [data_sets.skipped, *[[] for _ in things.datasets]]  # all is reported with the first
        return [
            Batch(dataset, Stream(partial(self._plain_records, things, graph, skipped)))
            for (graph, dataset), skipped in zip(things.datasets.items(), beside, strict=False)
        ]

    def _repaired_batches(self) -> list[Batch]:
        statements = read_statements(self._documents, self._base)
        self._skipped += statements.skipped
        told = [*nanopub.unpack(statements.store), *claimreview.unpack(statements.store, self._name)]
        self._skipped += [self._skipped_of(why, about) for about, why in told]
        found = self._data_sets.of(statements.store)
        self._skipped += self._data_sets.skipped
        things = Things(statements.store, {graph: dataset.name for graph, dataset in found.items()})
        if not found:
            reason = told[0][1] if told else leftovers.nothing(Things(statements.store, {}), REST)
            raise InvalidData([Problem(reason, self._file)])
        if len(found) == 1:
            self._refuse_foreign(things, *next(iter(found.items())))
        things.borrowed = {graph: dataset.uses_actors_of for graph, dataset in found.items()}
        reader = Reader(things)
        self._statements = statements  # whose store is there as long as they are
        beside = next(iter(found)) if REST not in found else REST  # with which all is reported that is of none of them
        return [
            Batch(_with_uses(dataset, things, graph), Stream(partial(self._records, reader, graph, graph == beside)))
            for graph, dataset in found.items()
        ]

    def _refuse_foreign(self, things: Things, graph: GraphName, dataset: DataSet) -> None:
        """Raise `InvalidData` if all that is described belongs to other data sets: then it is known how to load it."""
        described = [thing for kind in things.kinds for thing in things.each(kind, graph)]
        if described and all(map(things.is_foreign, described)):
            owners = sorted({str(owner_of(thing.node.value)).removeprefix(ID) for thing in described})
            whose = f"the data set {owners[0]}" if len(owners) == 1 else f"other data sets ({', '.join(owners[:5])})"
            message = (
                f"all that this describes belongs to {whose}, and a data set called {dataset.name} can only refer to "
                f"it; if this is a version of that, load it with --dataset {owners[0]}"
            )
            raise InvalidData([Problem(message, self._file)])

    def _records(self, reader: Reader, graph: GraphName, with_all: bool) -> Iterator[Record | Skipped]:
        yield from self._told(reader.each(graph))
        yield from (self._skipped_of(reason, about) for about, reason in leftovers.orphans(reader.things, graph))
        yield from map(self._skipped_of, leftovers.others(reader.things, graph))
        if with_all:
            yield from self._skipped
        if with_all and graph != REST:
            yield from map(self._skipped_of, leftovers.others(reader.things, REST))

    def _plain_records(
        self, things: plain.Things, graph: GraphName, skipped: Sequence[Skipped]
    ) -> Iterator[Record | Skipped]:
        yield from self._told(things.each(graph))
        yield from skipped

    def _told(self, found: Iterable[Found | Record]) -> Iterator[Record | Skipped]:
        """Yield records, and those of what was found with what was left out, and what nothing was made of."""
        unused: Counter[str] = Counter()
        for each in found:
            if not isinstance(each, Found):
                yield each
                continue
            yield from each.records
            told = (self._skipped_of(reason, each.iri) for reason in each.reasons)
            yield from (Mentioned(one.reason, one.file, iri=each.iri) for one in told) if each.mentioned else told
            leftovers.count(unused, each.unused)
        yield from map(self._skipped_of, leftovers.unused(unused))

    def _skipped_of(self, reason: str, about: str = "") -> Skipped:
        """Return what was skipped: statements have no lines, so the place is the IRI of what they are about."""
        return Skipped(reason, f"{self._file} {about}" if about else self._file)


def _with_uses(dataset: DataSet, things: Things, graph: GraphName) -> DataSet:
    """Return the data set with all those whose actors it refers to, as it describes some of them for its readers."""
    foreign = (thing.node.value for thing in things.each(Actor, graph) if things.is_foreign(thing))
    uses = {str(owner_of(iri)) for iri in foreign if owner_of(iri)}
    return replace(dataset, uses_actors_of=tuple(sorted({*dataset.uses_actors_of, *uses})))
