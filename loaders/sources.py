"""What a user names to be loaded (files, folders, standard input) to batches of records."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InvalidData, Problem, StoreError
from .factfile import FactFiles, parse
from .marks import MAX_BYTES
from .records import Batch
from .values import is_slug

STDIN = "-"
_STDIN_NAME = "<stdin>"
_ENDINGS = (".yaml", ".yml")


def read(sources: Sequence[str | Path], dataset: str | None = None) -> list[Batch]:
    """The batches of all sources, each data set once, in the order given.

    `dataset` renames the data set of the one file that is read. Raises `InvalidData` with the problems of all sources,
    and `StoreError` when a source is not there, cannot be read or holds no fact files.
    """
    files = _files(sources)
    if dataset is not None and not is_slug(dataset):
        raise StoreError(
            f"{dataset!r} cannot be the name of a data set; write small letters, digits and single hyphens"
        )
    if dataset is not None and len(files) != 1:
        raise StoreError(f"--dataset names the data set of one file, and {len(files)} are given")
    reading = _Reading()
    for file in files:
        reading.add(file, dataset)
    if reading.problems:
        raise InvalidData(list(reading.problems))
    return list(reading.batches.values())


def check(sources: Iterable[str | Path]) -> tuple[int, list[Problem]]:
    """How many files the sources are, and all that is wrong with them; raises `StoreError` as `read` does."""
    files = _files(sources)
    reading = _Reading()
    for file in files:
        reading.add(file)
    return len(files), list(reading.problems)


@dataclass(slots=True)
class _Reading:
    """What was read so far: each data set once, by name, and each problem once."""

    batches: dict[str, Batch] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)
    _fact_files: FactFiles = field(default_factory=FactFiles)

    def add(self, file: str, dataset: str | None = None) -> None:
        try:
            for batch in self._batches(file, dataset):
                self._add(batch, file)
        except InvalidData as error:
            self.problems.update(dict.fromkeys(error.problems))

    def _batches(self, file: str, dataset: str | None) -> list[Batch]:
        if file == STDIN:
            return [parse(sys.stdin.buffer.read(MAX_BYTES + 1), _STDIN_NAME, dataset=dataset)]
        return self._fact_files.read(Path(file), dataset)

    def _add(self, batch: Batch, file: str) -> None:
        name = batch.dataset.name
        known = self.batches.setdefault(name, batch)
        origin = str(Path(file).with_name(batch.dataset.origin or file))
        first = self._origins.setdefault(name, origin)
        if known.dataset.sha256 != batch.dataset.sha256:
            message = f'the case "{name}" is also in {first}; give one of the two another name'
            self.problems[Problem(message, origin, 1, 1)] = None


def _files(sources: Iterable[str | Path]) -> list[str]:
    """The files that sources are, each once."""
    return list(dict.fromkeys(file for source in sources for file in _files_of(os.fspath(source))))


def _files_of(source: str) -> list[str]:
    if source == STDIN:
        return [STDIN]
    if os.path.isdir(source):  # noqa: PTH112 - unlike that of Path it never raises
        return _files_in(Path(source))
    if not os.path.exists(source):  # noqa: PTH110 - as above
        raise StoreError(f"{source}: there is no such file or folder")
    if not source.lower().endswith(_ENDINGS):
        raise StoreError(f"{source}: not a fact file; whoblamed loads {' and '.join(_ENDINGS)} files")
    return [source]


def _files_in(folder: Path) -> list[str]:
    try:
        found = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror or error}") from None
    if not found:
        raise StoreError(f"{folder}: no fact files ({' or '.join(f'*{ending}' for ending in _ENDINGS)}) in this folder")
    return [str(file) for file in found]
