"""What a user names to be loaded to batches of records: each document by the format that it is in."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from .._version import __version__
from ..errors import InvalidData, Problem, StoreError
from ..ontology.patterns import is_slug
from ..ontology.records import Batch, DataSet, Skipped
from . import formats
from .formats import Held, Reader
from .opening import opening
from .opening.documents import Document, Progress, SourceLimits

#: Files of a folder that are not read by what was named for the whole folder: they are there for people.
_FOR_PEOPLE = ("", ".md", ".rst", ".txt", ".html", ".htm", ".pdf")
#: What stands beside data, and is named with it by `data/*`.
_BESIDE_DATA = re.compile(
    r"(licen[sc]e|copying|notice|readme|authors)(\.txt|\.html?)?\Z|.*\.(md|rst|pdf)\Z", re.IGNORECASE
)
_TO_BE_READ = "for people to read, and no data"
_MOST_TOLD = 3
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Sources:
    """What sources hold: a batch for each data set, what was left out as a whole file and why, and what to tell."""

    batches: list[Batch] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(
    sources: Iterable[str | Path],
    dataset: str | None = None,
    as_: str | None = None,
    *,
    progress: Progress | None = None,
    limits: SourceLimits | None = None,
    skip_bad_lines: bool = False,
    now: datetime | None = None,
    held: Held = lambda _: (),
) -> Sources:
    """Return the batches of all sources (see `opening.documents`), each data set once, in the order given.

    `as_` is the name of a format or mapping, or a mapping file, to read all of them by; otherwise their content tells.
    `dataset` renames the data set, if it is one, `skip_bad_lines` is as in `Document`, and `now` stands in for the time
    at which it is brought here. What a batch skips is told when its records are read. `held` gives the data sets of
    some hash that are held already, so that large documents need not be read again. Raises `InvalidData` with the
    problems of all sources, `StoreError` when a source is not there or nothing in it is known, and `FormatError` when
    there is no format `as_`.
    """
    if dataset is not None and not is_slug(dataset):
        raise StoreError(
            f"{dataset!r} cannot be the name of a data set; write small letters, digits and single hyphens"
        )
    found = _find(sources, as_, progress, limits, skip_bad_lines=skip_bad_lines, now=now)
    batches = found.read(dataset, lambda hash_: list(filter(None, map(_unsigned, held(hash_)))))
    if found.problems:
        raise InvalidData(list(found.problems))
    return Sources(list(map(_signed, batches)), found.skipped, found.notes)


def check(
    sources: Iterable[str | Path],
    as_: str | None = None,
    *,
    progress: Progress | None = None,
    limits: SourceLimits | None = None,
) -> tuple[int, list[Problem]]:
    """Return how many documents the sources are, and all that is wrong with them, then all that is hardly meant so;
    raises `StoreError` as `read` does.

    What is skipped is not wrong.
    """
    try:
        found = _find(sources, as_, progress, limits)
    except InvalidData as error:
        return len(error.problems), list(error.problems)
    warnings: list[Problem] = []
    for batch in found.read():
        warnings += batch.warnings
        with found.noting():
            deque(batch.records, maxlen=0)
    return found.count, [*found.problems, *warnings]


def _signed(batch: Batch) -> Batch:
    """Return the batch with all in the fingerprint of its reader that makes records of a document.

    That is what the loader says beside its code, such as the hash of a mapping, and the code itself, so that nobody has
    to remember to change a number when it changes.
    """
    reader = f"{batch.dataset.format} {batch.dataset.reader or ''}".strip()
    return replace(batch, dataset=replace(batch.dataset, reader=reader + _signature()))


def _unsigned(dataset: DataSet) -> DataSet | None:
    """Return a data set that is held as its loader described it; None if it was read by other code than this."""
    if not dataset.reader or not dataset.reader.endswith(_signature()):
        return None
    reader = dataset.reader.removesuffix(_signature()).removeprefix(dataset.format or "").strip()
    return replace(dataset, reader=reader or None, loaded_on=None)


def _signature() -> str:
    return f", whoblamed {__version__}-{_code()}"


@cache
def _code() -> str:
    """Return a hash of the code and vocabulary that make records; it takes some ten milliseconds once a process."""
    found = sha256()
    for room in ("loaders", "ontology"):
        for file in sorted((_PACKAGE / room).rglob("*")):
            if file.suffix in (".py", ".ttl"):
                found.update(file.read_bytes())
    return found.hexdigest()[:16]


@dataclass(slots=True)
class _Found:
    """Documents by what reads them, and what is wrong with them."""

    groups: dict[str, tuple[Reader, list[Document]]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    count: int = 0
    #: Why the first document that was named and left out is of no use, should nothing else be.
    useless: str = ""

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Keeps the problems of what is read meanwhile."""
        try:
            yield
        except InvalidData as error:
            self.problems.update(dict.fromkeys(error.problems))

    def add(self, document: Document, name: str, reader: Reader) -> None:
        self.groups.setdefault(name, (reader, []))[1].append(document)

    def leave_out(self, document: Document, reason: str) -> None:
        """Of a folder or archive some files may be anything; one that was named must be of use.

        But `data/*` names what stands beside data, too: that is left out as of a folder, if anything else is data.
        """
        beside_data = _BESIDE_DATA.match(document.base)
        if document.within is None:
            hint = "; say with --as by what format or mapping to read it" if reason == formats.UNKNOWN else ""
            self.useless = self.useless or f"{document.name}: {reason}{hint}"
            if not beside_data:
                raise StoreError(self.useless)
        if beside_data and reason == formats.UNKNOWN:
            reason = _TO_BE_READ
        self.skipped.append(Skipped(reason, document.name))
        self.count -= 1

    def read(self, dataset: str | None = None, held: Held = lambda _: ()) -> list[Batch]:
        """Return the batches of all documents, each data set once."""
        if dataset is not None and len(self.groups) > 1:
            raise StoreError(f"--dataset names one data set, and these are several ({', '.join(self.groups)})")
        batches: dict[str, Batch] = {}
        for reader, documents in self.groups.values():
            with self.noting():
                for batch in reader.read(documents, dataset, held):
                    self._add(batch, batches, dataset)
        return list(batches.values())

    def _add(self, batch: Batch, batches: dict[str, Batch], dataset: str | None) -> None:
        name = batch.dataset.name
        known = batches.setdefault(name, batch)
        if known is batch or known.dataset.sha256 == batch.dataset.sha256:
            return
        one, other = known.dataset.origin or name, batch.dataset.origin or name
        if dataset is not None:
            raise StoreError(f"--dataset names one data set, and {one} and {other} are two; load them one by one")
        message = f'the data set "{name}" is also in {one}; load one of the two by itself, with --dataset'
        self.problems[Problem(message, other)] = None


def _find(
    sources: Iterable[str | Path],
    as_: str | None,
    progress: Progress | None,
    limits: SourceLimits | None,
    *,
    skip_bad_lines: bool = False,
    now: datetime | None = None,
) -> _Found:
    reader = formats.named(as_) if as_ is not None else None
    opened = opening.documents(sources, limits=limits, progress=progress)
    found = _Found(skipped=opened.skipped, notes=opened.notes, count=len(opened.documents))
    for opened_ in opened.documents:
        document = replace(opened_, skip_bad_lines=skip_bad_lines, received=now or opened_.received)
        with found.noting():
            if reader is None:
                _add_by_content(found, document)
            elif (document.within and _is_for_people(document)) or (
                len(opened.documents) > 1 and _BESIDE_DATA.match(document.base)
            ):
                found.leave_out(document, f"not taken for {as_}; load it by itself if it is")
            else:
                found.add(document, str(as_), reader)
    if not found.problems:
        if found.useless and not found.groups:
            raise StoreError(found.useless)
        _check_containers(found, opened.containers)
    return found


def _add_by_content(found: _Found, document: Document) -> None:
    format_ = formats.recognise(document)
    reason = format_.why_not(document) if format_ and document.within else None
    if format_ and not reason:
        found.add(document, format_.name, format_)
    else:
        found.leave_out(document, reason or formats.unrecognised(document))


def _is_for_people(document: Document) -> bool:
    return Path(document.base).suffix.lower() in _FOR_PEOPLE or formats.is_mapping(document)


def _check_containers(found: _Found, containers: Sequence[str]) -> None:
    """A folder or archive that was named must hold something."""
    used = {document.within for _, documents in found.groups.values() for document in documents}
    for container in containers:
        if container not in used:
            raise StoreError(f"{container}: {_nothing(container, found.skipped)}")


def _nothing(container: str, skipped: Iterable[Skipped]) -> str:
    """Return why nothing of a folder or archive is loaded."""
    inside = [skip for skip in skipped if skip.file.startswith(container)]
    inside.sort(key=lambda skip: skip.reason == formats.UNKNOWN)  # which tells least
    left = [f"{skip.file[len(container) + 1 :]} ({skip.reason})" for skip in inside]
    if not left:
        return "there is nothing in it that could be loaded"
    more = f", and {len(left) - _MOST_TOLD} more" if len(left) > _MOST_TOLD else ""
    return f"nothing in it can be loaded: {', '.join(left[:_MOST_TOLD])}{more}"
