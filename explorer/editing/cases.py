"""The fact files that may be written: those that data sets of the served graph were loaded from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...errors import InvalidData, StoreError
from ...loaders.facts.writing import saving
from ...loaders.facts.writing.document import FactDocument
from ...loaders.facts.writing.origin import file_of
from ...ontology.records import DataSet
from ...ontology.texts import primary
from ..served import Served

_OTHER: Final = "run whoblamed load {}"


@dataclass(frozen=True, slots=True)
class Case:
    """A data set, and the file that it was loaded from; or why it cannot be changed."""

    dataset: DataSet
    path: Path | None
    why_not: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.dataset.name

    @property
    def title(self) -> str:
        """What it is about."""
        return primary(self.dataset.title) or self.dataset.name

    def document(self) -> FactDocument:
        """Open its file. Raises `StoreError` when it cannot be changed, and `InvalidData` for what is not YAML."""
        if self.path is None:
            raise StoreError(self.why_not)
        document = FactDocument.open(self.path)
        if document.data.get("case") != self.name:
            raise StoreError(f"{self.path}: it is no longer the case {self.name!r}; load it again")
        return document

    def undo(self) -> None:
        """Bring back the file as it was before it was last written. Raises `StoreError` when that cannot be."""
        if self.path is None:
            raise StoreError(self.why_not)
        saving.restore(self.path)


class Cases:
    """The cases of a server."""

    def __init__(self, served: Served) -> None:
        """Know the graph."""
        self._served = served

    def all(self) -> list[Case]:
        """Return all data sets by name, those that can be changed first: a casebook beside them fills a page."""
        return sorted(map(_case, self._served.graph().datasets()), key=lambda case: case.path is None)

    def one(self, name: str) -> Case | None:
        """Return the data set of a name, if there is one."""
        return next((case for case in self.all() if case.name == name), None)

    def load(self, case: Case) -> None:
        """Load the file of a case anew. Raises `StoreError` and `InvalidData`."""
        if case.path is None:
            raise StoreError(case.why_not)
        self._served.load(case.path)


def _case(dataset: DataSet) -> Case:
    try:
        return Case(dataset, file_of(dataset, other=_OTHER))
    except StoreError as error:
        return Case(dataset, None, str(error))


#: What can go wrong with a file, and is told to people.
TOLD: Final = (StoreError, InvalidData)
