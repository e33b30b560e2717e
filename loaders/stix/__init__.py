"""STIX 2.0 and 2.1: what its objects say about who did what; and our own bundles, back as they were.

A document is read twice: first what is where (`index`), then the records, object by object (`objects`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from ...errors import InvalidData, Problem
from ...ontology.records import Batch, DataSet, Record, Skipped, Stream, as_read, dataset_iri, digest
from ..opening.documents import Document, hash_of, places, slug_of
from . import carried
from .index import Index, clean, is_wrapping, items, mark_of
from .objects import Objects

FORMAT = "stix"

#: How objects, bundles and what TAXII servers send look, whatever the order of their members. What a server sends has
#: neither type nor id, and an empty page may have nothing.
_OBJECT = re.compile(rb'"id"\s*:\s*"([a-z0-9-]{3,250})--[^"]')
_BUNDLE = re.compile(rb'"type"\s*:\s*"bundle"|"spec_version"\s*:\s*"2\.[01]"')
_HOLDING = re.compile(rb'"objects"\s*:\s*\[')
_EMPTY_PAGE = re.compile(
    rb'\{\s*(?:"(?:more|next|objects)"\s*:\s*(?:true|false|null|"[^"\\]*"|\[\s*\])\s*(?:,\s*|(?=\})))*\}\s*'
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".stix", ".stix2", ".taxii")
_LONGEST_SLUG = 78
#: How many types of objects are looked for in the head of a document.
_MOST_TYPES = 5


def recognises(document: Document) -> bool:
    """Return whether a document holds STIX objects, alone, in lists, lines, bundles or pages of a TAXII server."""
    head = document.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith((b"{", b"[")):
        return False
    if _BUNDLE.search(head) and _HOLDING.search(head):
        return not head.startswith(b"[") or _has_object(head)
    return _has_object(head) or (_EMPTY_PAGE.fullmatch(head) is not None and _may_be_a_page(document.base))


def _may_be_a_page(name: str) -> bool:
    """Return whether an object with nothing in it may be a page; in other files it is nothing in their syntax."""
    return name.lower().endswith(_JSON_ENDINGS) or "." not in name


def _has_object(head: bytes) -> bool:
    """Return whether there is an object whose id begins with a type that is given, too."""
    types = dict.fromkeys(found[1] for found in _OBJECT.finditer(head))
    return any(re.search(rb'"type"\s*:\s*"%b"' % type_, head) for type_ in islice(types, _MOST_TYPES))


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return one batch for each document, and for each data set that our own bundles carry.

    Documents of one name, and all documents when `dataset` names them, are one data set, of which the newest version of
    each object counts. Raises `InvalidData` for what is no STIX 2, and when `dataset` would name several data sets.
    """
    for document in documents:
        if _XML.match(document.head):
            message = "this is XML, as STIX 1.x is, which is not read; make it STIX 2 with stix2-elevator"
            raise InvalidData([Problem(message, document.name, 1, 1)])
    ordered = sorted(documents, key=lambda document: (dataset or _slug(document), document.name))
    batches = []
    for name, group in groupby(ordered, key=lambda document: dataset or _slug(document)):
        batches += _batches(list(group), name, dataset)
    return batches


def _slug(document: Document) -> str:
    """Return the name of a foreign data set: that of its file without the ending of the format, so that months stay
    apart."""
    return f"stix-{slug_of(document, _JSON_ENDINGS, _LONGEST_SLUG) or digest(document.base)}"


def _batches(documents: list[Document], name: str, dataset: str | None) -> list[Batch]:
    """Return what some documents hold as one; all of it is called `dataset`, if that is given. Raises `InvalidData`."""
    index = Index.of(items(documents))
    is_foreign = index.is_foreign or not index.datasets
    number = is_foreign + len(index.datasets)
    if dataset is not None and number > 1:
        message = f"the bundle holds {number} data sets, which cannot all be called {dataset!r}; leave out --dataset"
        raise InvalidData([Problem(message, documents[0].name)])
    plain = _described(documents, name)
    batches = []
    if is_foreign:
        objects = Objects(name, index)
        batches.append(Batch(plain, Stream(lambda: _foreign(documents, objects))))
    for own, said in sorted(index.datasets.items()):
        batches.append(carried.batch(documents, index, own, _as_read(said, plain, dataset or own)))
    return batches


def _described(documents: list[Document], name: str) -> DataSet:
    """Return the data set of that name that was read here from some documents."""
    origin = clean(", ".join(document.base for document in documents)) or None
    described = DataSet(iri=dataset_iri(name), name=name, origin=origin, format=FORMAT, sha256=hash_of(documents))
    return replace(described, read_from=places(documents))


def _as_read(said: DataSet | None, plain: DataSet, name: str) -> DataSet:
    """Return a data set that our extension describes as it was read here: anybody can write whence it came."""
    here = replace(plain, iri=dataset_iri(name), name=name)
    if said is None:
        return here
    read = as_read(said, origin=here.origin, format=FORMAT, sha256=here.sha256 or "", read_from=here.read_from)
    return replace(read, iri=here.iri, name=name)


def _foreign(documents: list[Document], objects: Objects) -> Iterator[Record | Skipped]:
    for item in items(documents):
        mark = mark_of(item.value)
        if not is_wrapping(item.value) and (mark is None or mark.dataset is None):
            yield from objects.records(item)
