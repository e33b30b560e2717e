"""STIX 2.0 and 2.1 bundles: what they say about who did what; and our own bundles, back as they were.

A bundle is read twice: first what is where (`index`), then the records, object by object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ...errors import InvalidData, Problem
from ...ontology.json import decode
from ...ontology.patterns import is_slug
from ...ontology.records import Batch, DataSet, Record, Skipped, Stream, dataset_iri, digest
from ..opening.documents import Document
from .index import Index, Item, clean, id_of, is_wrapping, items, mark_of, own_key
from .objects import Objects

FORMAT = "stix"

#: A bundle by its type or id; or what a TAXII server sends, which has neither.
_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"|"id"\s*:\s*"bundle--|"spec_version"\s*:\s*"2\.[01]"')
_OBJECTS = re.compile(rb'"objects"\s*:\s*\[')
_LONGEST_SLUG = 90


def recognises(document: Document) -> bool:
    """Whether a document is a JSON object with STIX objects; its keys may come in any order."""
    head = document.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and bool(_BUNDLE.search(head)) and bool(_OBJECTS.search(head))


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """One batch for each document, and for each data set that our own bundles carry.

    Documents of one name, and all documents when `dataset` names them, are one data set, of which the newest version of
    each object counts. Raises `InvalidData` for what is no bundle, and when `dataset` would name several data sets.
    """
    ordered = sorted(documents, key=lambda document: (dataset or _slug(document), document.name))
    batches = []
    for name, group in groupby(ordered, key=lambda document: dataset or _slug(document)):
        batches += _batches(list(group), name)
    if dataset is None:
        return batches
    if len(batches) > 1:
        message = (
            f"the bundle holds {len(batches)} data sets, which cannot all be called {dataset!r}; leave out --dataset"
        )
        raise InvalidData([Problem(message, documents[0].name)])
    return [_renamed(batch, dataset) for batch in batches]


def _slug(document: Document) -> str:
    """The name of a foreign bundle's data set: that of its file, without endings."""
    words = re.findall("[a-z0-9]+", document.base.partition(".")[0].lower())
    slug = "stix-" + ("-".join(words)[:_LONGEST_SLUG].strip("-") or digest(document.base))
    return slug if is_slug(slug) else f"stix-{digest(document.base)}"


def _renamed(batch: Batch, name: str) -> Batch:
    return replace(batch, dataset=replace(batch.dataset, name=name, iri=dataset_iri(name)))


def _batches(documents: list[Document], name: str) -> list[Batch]:
    index = Index.of(items(documents))
    hash_ = documents[0].sha256 if len(documents) == 1 else digest(*sorted(document.sha256 for document in documents))
    origin = clean(", ".join(document.base for document in documents)) or None
    plain = DataSet(iri=dataset_iri(name), name=name, origin=origin, format=FORMAT, sha256=hash_)
    batches = []
    if index.is_foreign or not index.datasets:
        objects = Objects(name, index)
        batches.append(Batch(plain, Stream(lambda: _foreign(documents, objects))))
    for own, described in sorted(index.datasets.items()):
        batches.append(_own(documents, index, own, described or replace(plain, iri=dataset_iri(own), name=own), hash_))
    return batches


def _foreign(documents: list[Document], objects: Objects) -> Iterator[Record | Skipped]:
    for item in items(documents):
        mark = mark_of(item.value)
        if not is_wrapping(item.value) and (mark is None or mark.dataset is None):
            yield from objects.records(item)


# -------------------------------------------------------------------------------------------------- our own bundles


def _own(documents: list[Document], index: Index, name: str, described: DataSet, hash_: str) -> Batch:
    """A data set as the extension carries it: it came from where it says, but it was read from this bundle."""
    dataset = replace(described, loaded_on=None, reader=f"bundle {hash_}")
    return Batch(dataset, Stream(lambda: _carried(documents, index, name)))


def _carried(documents: list[Document], index: Index, name: str) -> Iterator[Record | Skipped]:
    for item in items(documents):
        mark = mark_of(item.value)
        if mark is None or mark.dataset != name or mark.record is None:
            continue  # another data set's, or an object whose record another one carries
        found = _decoded(item, index, name, mark.record)
        if not isinstance(found, DataSet):
            yield found


def _decoded(item: Item, index: Index, name: str, text: object) -> Record | DataSet | Skipped:
    try:
        record = decode(text)
    except ValueError as error:
        return Skipped(f"object of our extension: {error}", item.document.name, item.line)
    if not index.is_newest(own_key(name, record.iri), item):
        return Skipped("an earlier version of an object", item.document.name, item.line)
    if isinstance(record, DataSet) and record.name != name:
        return Skipped("object of our extension: it describes another data set", item.document.name, item.line)
    if id_of(item.value) is None:
        return Skipped("no STIX object: it has no type, or no id of its type", item.document.name, item.line)
    return record
