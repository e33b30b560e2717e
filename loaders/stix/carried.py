"""Our own bundles, back as they were: the records that our extension carries in the objects of a bundle."""

from __future__ import annotations

from collections.abc import Iterator

from ...ontology.json import decode
from ...ontology.records import Batch, DataSet, Record, Skipped, Stream
from ..opening.documents import Document
from ..owned import of_its_own
from .index import Index, Item, id_of, items, mark_of, own_key

_NOT_OURS = "object of our extension: "


def batch(documents: list[Document], index: Index, name: str, dataset: DataSet) -> Batch:
    """Return the data set that a bundle calls `name`, as `dataset` says, with the records that it carries."""
    return Batch(dataset, Stream(lambda: _records(documents, index, name, dataset)))


def _records(documents: list[Document], index: Index, name: str, dataset: DataSet) -> Iterator[Record | Skipped]:
    for item in items(documents):
        mark = mark_of(item.value)
        if mark is None or mark.dataset != name or mark.record is None:
            continue  # another data set's, or an object whose record another one carries
        found = _decoded(item, index, name, mark.record)
        if isinstance(found, Skipped):
            yield found
        elif isinstance(found, DataSet):
            if found.name != name:
                yield _skipped(item, "it describes another data set")
        else:
            yield from _own(item, found, name, dataset)


def _decoded(item: Item, index: Index, name: str, text: object) -> Record | DataSet | Skipped:
    try:
        record = decode(text)
    except ValueError as error:
        return _skipped(item, str(error))
    if not index.is_newest(own_key(name, record.iri), item):
        return Skipped("an earlier version of an object", item.document.name, item.line)
    if id_of(item.value) is None:
        return Skipped("no STIX object: it has no type, or no id of its type", item.document.name, item.line)
    return record


def _own(item: Item, record: Record, name: str, dataset: DataSet) -> Iterator[Record | Skipped]:
    try:
        yield of_its_own(record, name, dataset)
    except ValueError as error:
        yield _skipped(item, str(error))


def _skipped(item: Item, reason: str) -> Skipped:
    return Skipped(f"{_NOT_OURS}{reason}", item.document.name, item.line)
