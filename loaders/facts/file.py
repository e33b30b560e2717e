"""Fact files: the YAML that people write by hand, one file a case, read into records.

A folder of cases may hold an `actors.yaml`, whose actors all its cases share.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...errors import InvalidData, Problem, StoreError
from ...ontology.records import Batch, DataSet, dataset_iri
from ..yaml import marks
from ..yaml.explain import SECTIONS, explain
from .case import Case, Shared
from .check import problems
from .records import records
from .review import Review
from .schema import FactFile

#: The file of a folder that defines the actors which its cases share.
SHARED_ACTORS = "actors.yaml"
#: The keys beside the sections: what is wrong with them does not matter to what the sections say.
_HEADINGS = ("case", "title")
_LONGEST_FOLDER = 60
#: Changes when the same file gives other records than before. That of a case also tells which shared actors it uses.
_READER = "facts-1"


class FactFiles:
    """Reads fact files; the actors that a folder shares are read once."""

    def __init__(self) -> None:
        self._shared: dict[Path, tuple[Batch, Shared]] = {}

    def read(self, path: Path, dataset: str | None = None) -> list[Batch]:
        """Read a file, after the `actors.yaml` beside it if there is one; `dataset` stands in for the file's `case`.

        Returns the batch of the shared actors, if any, and that of the file. Raises `InvalidData` with all problems of
        the first of the two that has any, and `StoreError` when a file cannot be read.
        """
        if path.name == SHARED_ACTORS:
            return [_actors(path, dataset)[0]]
        beside = path.with_name(SHARED_ACTORS)
        if not beside.is_file():
            return [parse(_content(path), str(path), dataset=dataset)]
        if beside not in self._shared:
            self._shared[beside] = _actors(beside)
        batch, shared = self._shared[beside]
        return [batch, parse(_content(path), str(path), shared=shared, dataset=dataset)]


def parse(content: bytes, file: str, *, shared: Shared | None = None, dataset: str | None = None) -> Batch:
    """The records of a fact file's content; `file` is what problems call it, and `dataset` stands in for its `case`.

    Raises `InvalidData` with all problems.
    """
    return _batch(_checked(content, file, shared), content, file, dataset)


def shared_actors(content: bytes, file: str, folder: str, dataset: str | None = None) -> tuple[Batch, Shared]:
    """The actors that a folder shares. Without a case of their own they are called after the `folder`."""
    folder = re.sub(r"[^a-z0-9]+", "-", folder.lower())[:_LONGEST_FOLDER].strip("-")
    case = _checked(content, file, None, default_case=f"{folder}-actors" if folder else "actors")
    batch = _batch(case, content, file, dataset)
    return batch, Shared(batch.dataset.name, case.facts.actors, batch.dataset.sha256 or "")


def _actors(path: Path, dataset: str | None = None) -> tuple[Batch, Shared]:
    return shared_actors(_content(path), str(path), path.resolve().parent.name, dataset)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(marks.MAX_BYTES + 1)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from None


def _batch(case: Case, content: bytes, file: str, dataset: str | None) -> Batch:
    if dataset is not None:
        case = Case(case.facts.model_copy(update={"case": dataset}), case.shared)
    described = DataSet(
        iri=dataset_iri(case.facts.case),
        name=case.facts.case,
        title=case.facts.title,
        origin=Path(file).name,
        format="facts",
        sha256=hashlib.sha256(content).hexdigest(),
        reader=" ".join((_READER, case.shared.sha256 if case.shared else "")).strip(),
        uses_actors_of=(dataset_iri(case.shared.dataset),) if case.shared else (),
    )
    return Batch(described, tuple(records(case)))


# -------------------------------------------------------------------------------------------------------------- checks


def _checked(content: bytes, file: str, shared: Shared | None, *, default_case: str | None = None) -> Case:
    """The case that is in a file, if all is in order. Files of shared actors have a `default_case`, and actors only."""
    marked = marks.read(content, file)
    if not isinstance(marked.data, dict):
        fault = Problem("a fact file is a map; begin it with case: NAME", file, *marked.value_place(()))
        raise InvalidData([marked.faults.get((), fault)])
    data = marked.data if default_case is None else {"case": default_case, **marked.data}
    faults = _unreadable(data, marked, file)
    if default_case is not None:
        faults |= _misplaced(data, marked, file)
    found = [*faults.values()]
    if not any(len(path) == 1 and path[0] not in _HEADINGS for path in faults):  # else there is too much to miss
        case, left_out = _readable(data, faults, shared)
        found += problems(Review(case, marked, file, left_out))
    if found:
        raise InvalidData(sorted(found, key=lambda problem: (problem.line, problem.column)))
    return case


def _misplaced(data: Mapping[str, Any], marked: marks.Marked, file: str) -> dict[marks.Path, Problem]:
    return {
        (key,): Problem(f'"{key}" has no place in {SHARED_ACTORS}; it holds actors only', file, *marked.place((key,)))
        for key in data
        if key in SECTIONS and key != "actors"
    }


def _unreadable(data: Mapping[str, Any], marked: marks.Marked, file: str) -> dict[marks.Path, Problem]:
    """What the schema does not allow, with the faults of the YAML; what is inside a fault is not reported as well."""
    found = explain(_violations(data), marked, file)
    inside = {path for path in found if any(path[:end] in marked.faults for end in range(len(path) + 1))}
    return marked.faults | {path: problem for path, problem in found.items() if path not in inside}


def _violations(data: Mapping[str, Any]) -> list[ErrorDetails]:
    try:
        FactFile.model_validate(data)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _readable(
    data: Mapping[str, Any], faulty: Iterable[marks.Path], shared: Shared | None
) -> tuple[Case, frozenset[marks.Path]]:
    """The case without the entries that are at fault, and the paths of those."""
    paths = set(faulty)
    left_out = frozenset(path[:2] for path in paths if path[0] in SECTIONS)
    rest = {key: value for key, value in data.items() if key in SECTIONS or key not in {path[0] for path in paths}}
    for section in {str(path[0]) for path in left_out}:
        entries = rest[section]
        if isinstance(entries, list):
            rest[section] = [entry for index, entry in enumerate(entries) if (section, index) not in left_out]
        else:
            rest[section] = {key: entry for key, entry in entries.items() if (section, key) not in left_out}
    return Case(FactFile.model_validate({"case": "unnamed", **rest}), shared), left_out
