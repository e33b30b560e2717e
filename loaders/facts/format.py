"""Fact files as a format: how they are recognised, wherever they come from, and read together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...errors import InvalidData, Problem, StoreError
from ...ontology.records import Batch
from ..formats import is_mapping
from ..opening.documents import Document
from ..yaml.marks import MAX_BYTES
from .case import Shared
from .file import SHARED_ACTORS, FactFiles, parse, shared_actors

ENDINGS = (".yaml", ".yml")
#: How a fact file begins, after comments, when its name does not tell; and what it has somewhere near.
_FIRST = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\r\n]*)?\r?\n|---[ \t]*\r?\n)*"
    rb"(?:case|title|actors|incidents|sources|evidence|claims)[ \t]*:(?=[ \t\r\n])"
)
_CASE = re.compile(rb"^(?:\xef\xbb\xbf)?case[ \t]*:[ \t]", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Whether a document looks like a fact file: by its name, or else by the keys that it begins with."""
    if document.base.lower().endswith(ENDINGS):
        return not is_mapping(document)
    return _FIRST.match(document.head) is not None and _CASE.search(document.head) is not None


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """The batches of fact files, each case once, after the shared actors that they use.

    `dataset` stands in for the case of the one file that is read. Raises `InvalidData` with the problems of all files.
    """
    if dataset is not None and len(documents) != 1:
        raise StoreError(f"--dataset names the data set of one file, and {len(documents)} are given")
    reading = _Reading({document.name: document for document in documents})
    for document in documents:
        reading.add(document, dataset)
    if reading.problems:
        raise InvalidData(list(reading.problems))
    return list(reading.batches.values())


@dataclass(slots=True)
class _Reading:
    """What was read so far: each data set once, by name, and each problem once."""

    documents: dict[str, Document]
    batches: dict[str, Batch] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)
    _fact_files: FactFiles = field(default_factory=FactFiles)

    def add(self, document: Document, dataset: str | None) -> None:
        try:
            for batch in self._batches(document, dataset):
                self._add(batch, document)
        except InvalidData as error:
            self.problems.update(dict.fromkeys(error.problems))

    def _batches(self, document: Document, dataset: str | None) -> list[Batch]:
        if document.path is not None:
            return self._fact_files.read(document.path, dataset)
        folder = document.name.removesuffix(document.base)
        beside = self.documents.get(folder + SHARED_ACTORS)
        if document is beside:
            return [_shared(document, folder, dataset)[0]]
        actors, shared = _shared(beside, folder) if beside else (None, None)
        batch = _from(document, parse(_content(document), document.name, shared=shared, dataset=dataset))
        return [actors, batch] if actors else [batch]

    def _add(self, batch: Batch, document: Document) -> None:
        name = batch.dataset.name
        known = self.batches.setdefault(name, batch)
        origin = _origin(document, batch.dataset.origin)
        first = self._origins.setdefault(name, origin)
        if known.dataset.sha256 != batch.dataset.sha256:
            message = f'the case "{name}" is also in {first}; give one of the two another name'
            self.problems[Problem(message, origin, 1, 1)] = None


def _origin(document: Document, origin: str | None) -> str:
    """The file that a batch is from: the document, or the shared actors beside it."""
    return document.name if origin in (None, document.base) else document.name.removesuffix(document.base) + str(origin)


def _shared(document: Document, folder: str, dataset: str | None = None) -> tuple[Batch, Shared]:
    batch, shared = shared_actors(_content(document), document.name, _called(folder), dataset)
    return _from(document, batch), shared


def _from(document: Document, batch: Batch) -> Batch:
    return replace(batch, dataset=replace(batch.dataset, origin=document.base))


def _content(document: Document) -> bytes:
    with document.open() as file:
        return file.read(MAX_BYTES + 1)


def _called(folder: str) -> str:
    """The name of a folder of an archive: of `cases.zip!harbour/`, `harbour`; of `cases.zip!`, `cases`."""
    last = re.split(r"[/!]", folder.rstrip("/!"))[-1]
    return Path(last).stem if folder.endswith("!") else last
