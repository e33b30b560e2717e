"""Fact files as a format: the YAML that people write by hand, one file a case, read into records.

A folder of cases, or an archive of them, may hold an `actors.yaml`, whose actors all its cases share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...errors import InvalidData, Problem, StoreError
from ...ontology.records import Batch, DataSet, dataset_iri
from ..opening.documents import Document, places
from ..yaml import marks
from ..yaml.explain import data_of, refuse, validated
from .case import Case, SharedActors, TooMany
from .check import Review, entry_problems
from .claimcheck import claim_problems
from .datecheck import date_warnings
from .implied import completed
from .records import records
from .schema import SECTIONS, FactFile, model_at

#: The file of a folder that defines the actors which its cases share.
SHARED_ACTORS = "actors.yaml"
ENDINGS = (".yaml", ".yml")
#: The keys beside the sections: what is wrong with them does not matter to what the sections say.
_HEADINGS = ("case", "title", "licence")
#: What a fact file has somewhere near its beginning.
_CASE = re.compile(rb"^(?:\xef\xbb\xbf)?case[ \t]*:[ \t]", re.MULTILINE)
_LONGEST_FOLDER = 80


def recognises(document: Document) -> bool:
    """Return whether a document looks like a fact file: by its name, or else by the keys that it begins with."""
    first = marks.first_key(document.head)
    if document.base.lower().endswith(ENDINGS):
        return first != "mapping"
    return first in (*_HEADINGS, *SECTIONS) and _CASE.search(document.head) is not None


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """What a document says, whatever it is written in: data with places, and the name of what it is written in.

    `told` makes of a problem what people are told, and `warnings` were found on the way.
    """

    marked: marks.Marked
    format: str = "facts"
    told: Callable[[Problem], Problem] = lambda problem: problem
    warnings: tuple[Problem, ...] = ()


#: Reads a document, which may use shared actors; raises `InvalidData`.
Writing = Callable[[Document, SharedActors | None], WrittenCase]


def _yaml(document: Document, _: SharedActors | None) -> WrittenCase:
    return WrittenCase(marks.read(_content(document), document.name))


def read(documents: Sequence[Document], dataset: str | None = None, writing: Writing = _yaml) -> list[Batch]:
    """Return the batches of fact files, each case once, after the shared actors that they use.

    `dataset` stands in for the case of the one file that is read, and `writing` reads what is not YAML. Raises
    `InvalidData` with the problems of all files, and `StoreError` when one cannot be read.
    """
    if dataset is not None and len(documents) != 1:
        raise StoreError(f"--dataset names the data set of one file, and {len(documents)} are given")
    reading = _Reading({document.name: document for document in documents}, writing)
    for document in documents:
        try:
            reading.add(document, dataset)
        except InvalidData as error:
            reading.problems.update(dict.fromkeys(error.problems))
    if reading.problems:
        raise InvalidData(list(reading.problems))
    return list(reading.batches.values())


def problems(document: Document) -> list[Problem]:
    """Return all that is wrong with a fact file and the shared actors beside it; else what is hardly meant so, as
    warnings. Raises `StoreError` when one cannot be read."""
    try:
        return [problem for batch in read([document]) for problem in batch.warnings]
    except InvalidData as error:
        return list(error.problems)


@dataclass(slots=True)
class _Reading:
    """What was read so far: each data set once, by name, and each problem once."""

    documents: dict[str, Document]
    writing: Writing
    batches: dict[str, Batch] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)
    _shared: dict[str, SharedActors] = field(default_factory=dict)

    def add(self, document: Document, dataset: str | None) -> None:
        folder = document.name.removesuffix(document.base)
        beside = folder + SHARED_ACTORS
        if beside not in self._shared and (actors := self._beside(document, beside)):
            self._share(actors, folder, dataset if document.name == beside else None)
        if document.name != beside:
            shared = self._shared.get(beside)
            written = self.writing(document, shared)
            review = _checked(written, document.name, shared, document.received)
            batch = _batch(review, document.sha256, document.base, dataset, written)
            self._add(batch, document)

    def _beside(self, document: Document, name: str) -> Document | None:
        """Return the shared actors of the folder or archive that a document is in, if it has any."""
        path = document.path.with_name(SHARED_ACTORS) if document.path else None
        return Document.of_file(path, name) if path and path.is_file() else self.documents.get(name)

    def _share(self, document: Document, folder: str, dataset: str | None) -> None:
        """Add the actors that a folder shares; without a case of their own they are called after it."""
        written = _yaml(document, None)
        called = document.path.resolve().parent.name if document.path else _called(folder)
        called = re.sub(r"[^a-z0-9]+", "-", called.lower())[:_LONGEST_FOLDER].strip("-")
        review = _checked(written, document.name, None, default_case=f"{called}-actors" if called else "actors")
        batch = _batch(review, document.sha256, document.base, dataset, written)
        actors = review.case.facts.actors
        self._shared[document.name] = SharedActors(batch.dataset.name, actors, batch.dataset.sha256 or "")
        self._add(batch, document)

    def _add(self, batch: Batch, document: Document) -> None:
        name, file = batch.dataset.name, document.name
        batch = replace(batch, dataset=replace(batch.dataset, read_from=places([document])))
        known = self.batches.setdefault(name, batch)
        first = self._files.setdefault(name, file)
        if known.dataset.sha256 != batch.dataset.sha256:
            message = f'the case "{name}" is also in {first}; give one of the two another name'
            self.problems[Problem(message, file, 1, 1)] = None


def _called(folder: str) -> str:
    """Return the name of a folder of an archive: of `cases.zip!harbour/`, `harbour`; of `cases.zip!`, `cases`."""
    last = re.split(r"[/!]", folder.rstrip("/!"))[-1]
    return Path(last).stem if folder.endswith("!") else last


def _content(document: Document) -> bytes:
    try:
        with document.open() as file:
            return file.read(marks.MAX_BYTES + 1)
    except OSError as error:
        raise StoreError(f"{document.name}: {error.strerror or error}") from None


def _batch(review: Review, sha256: str, origin: str, dataset: str | None, written: WrittenCase) -> Batch:
    case = review.case
    if dataset is not None:
        case = Case(case.facts.model_copy(update={"case": dataset}), case.shared)
    described = DataSet(
        iri=dataset_iri(case.facts.case),
        name=case.facts.case,
        title=case.facts.title,
        licence=case.facts.licence,
        origin=origin,
        format=written.format,
        sha256=sha256,
        reader=f"actors {case.shared.sha256[:16]}" if case.shared else None,
        uses_actors_of=(dataset_iri(case.shared.dataset),) if case.shared else (),
    )
    warnings = map(written.told, (*written.warnings, *date_warnings(review)))
    return Batch(described, tuple(records(case)), keeps_time=True, warnings=tuple(warnings))


# -------------------------------------------------------------------------------------------------------------- checks


def _checked(
    written: WrittenCase,
    file: str,
    shared: SharedActors | None,
    received: datetime | None = None,
    *,
    default_case: str | None = None,
) -> Review:
    """Return the review of the case that is in a file, if all is in order. Files of shared actors have a
    `default_case`, and actors only."""
    marked = written.marked
    try:
        data = data_of(marked, file, "a fact file is a map; begin it with case: NAME")
        if default_case is not None:
            data = {"case": default_case, **data}
        facts, faults = validated(FactFile, data, marked, file, model_at)
        if default_case is not None:
            faults |= _misplaced(data, marked, file)
        if any(len(path) == 1 and path[0] not in _HEADINGS for path in faults):  # there is too much to miss
            refuse(faults.values())
        left_out: frozenset[marks.Path] = frozenset()
        if facts is None or faults:
            facts, left_out = _readable(data, faults)
        review = Review(completed(Case(facts, shared)), marked, file, left_out, received or datetime.now(UTC))
        refuse([*faults.values(), *entry_problems(review), *claim_problems(review)])
        return review
    except TooMany as error:
        problems = [Problem(str(error), file, *marked.place(("claims",)))]
    except InvalidData as error:
        problems = list(error.problems)
    raise InvalidData(list(map(written.told, problems)))


def _misplaced(data: Mapping[str, Any], marked: marks.Marked, file: str) -> dict[marks.Path, Problem]:
    return {
        (key,): Problem(f'"{key}" has no place in {SHARED_ACTORS}; it holds actors only', file, *marked.place((key,)))
        for key in data
        if key in SECTIONS and key != "actors"
    }


def _readable(data: Mapping[str, Any], faulty: Iterable[marks.Path]) -> tuple[FactFile, frozenset[marks.Path]]:
    """Return the facts without the entries that are at fault, and the paths of those."""
    paths = set(faulty)
    left_out = frozenset(path[:2] for path in paths if path[0] in SECTIONS)
    rest = {key: value for key, value in data.items() if key in SECTIONS or key not in {path[0] for path in paths}}
    for section in {str(path[0]) for path in left_out}:
        entries = rest[section]
        if isinstance(entries, list):
            rest[section] = [entry for index, entry in enumerate(entries) if (section, index) not in left_out]
        else:
            rest[section] = {key: entry for key, entry in entries.items() if (section, key) not in left_out}
    return FactFile.model_validate({"case": "unnamed", **rest}), left_out
