"""Claims that `whoblamed events` wrote, loaded: by the mapping `events`, each coder as a data set of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from ...errors import FormatError, InvalidData, Problem
from ...ontology.patterns import is_slug
from ...ontology.records import Batch, DataSet
from .. import tables
from ..opening.columnar import columns, kind_of, metadata
from ..opening.documents import Document
from ..tables.mapping.file import find
from ..tables.rows.columnar import first_rows
from .columns import COLUMNS, METADATA

FORMAT: Final = "events"


def recognises(document: Document) -> bool:
    """Return whether a document is a Parquet file of claims of events."""
    if kind_of(document.head) is None:
        return False
    with suppress(InvalidData, FormatError):  # what is wrong is told by what reads tables
        return set(columns(document)) >= COLUMNS.keys()
    return False


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return a data set of each coder, named after its event mapping.

    Raises `InvalidData` for a file that cannot be read, names no mapping, or holds several.
    """
    by_name: dict[str, list[Document]] = {}
    for document in documents:
        by_name.setdefault(_mapping_of(document), []).append(document)
    if dataset is not None and len(by_name) > 1:
        message = f"claims of {' and '.join(sorted(by_name))} cannot be one data set; load them one by one"
        raise InvalidData([Problem(message, documents[0].name)])
    mapping = find(FORMAT)
    assert mapping is not None  # noqa: S101 - it ships
    batches: list[Batch] = []
    for name, found in by_name.items():
        (batch,) = tables.Reader(mapping).read(found, dataset or name)
        batches.append(replace(batch, dataset=_described(batch.dataset, found[0])))
    return batches


def _mapping_of(document: Document) -> str:
    """Return the event mapping of a file: that of its first row."""
    first = next(first_rows(document, ["mapping"]), None)
    name = first[0] if first else "events"
    if not is_slug(name):
        raise InvalidData([Problem('the column "mapping" names no event mapping, such as gdelt', document.name)])
    return str(name)


def _described(dataset: DataSet, document: Document) -> DataSet:
    """Return a data set with what its file says of it."""
    said: dict[str, Any] = {}
    with suppress(ValueError):
        said = json.loads(metadata(document).get(METADATA, b"{}"))
    title, licence, lang = (said.get(key) if isinstance(said, dict) else None for key in ("title", "licence", "lang"))
    return replace(
        dataset,
        format=FORMAT,
        title={lang if isinstance(lang, str) else "": title} if isinstance(title, str) and title else dataset.title,
        licence=licence if isinstance(licence, str) and licence else dataset.licence,
    )
