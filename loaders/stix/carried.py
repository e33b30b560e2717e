"""Our own bundles, back as they were: the records that our extension carries in the objects of a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from ...ontology import ID
from ...ontology.json import decode, encode
from ...ontology.records import Batch, DataSet, Identity, Record, Skipped, Stream, dataset_iri
from ..opening.documents import Document
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
    """Yield a record, if it is of a thing of the data set; what it decides on who is who is only said."""
    own = f"{dataset_iri(name)}/"
    if record.iri.startswith(ID) and not record.iri.startswith(own):
        whose = record.iri.removeprefix(ID).partition("/")[0]
        yield _skipped(item, f"it describes a thing of the data set {whose}")
        return
    if isinstance(record, Identity):
        record = replace(record, basis="stated")
    yield record if dataset.name == name else _renamed(record, own, f"{dataset.iri}/")


def _renamed(record: Record, old: str, new: str) -> Record:
    """Return the record with what its IRIs begin with changed, its own and those that it refers to."""
    return cast(Record, decode(encode(record).replace(f'"{old}', f'"{new}')))


def _skipped(item: Item, reason: str) -> Skipped:
    return Skipped(f"{_NOT_OURS}{reason}", item.document.name, item.line)
