"""What a user names to be loaded (files, folders, patterns, standard input, web addresses) to documents."""

from __future__ import annotations

import glob
import os
import re
import sys
import tempfile
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from ...errors import StoreError
from ...ontology.patterns import UNWRITABLE
from ...ontology.records import Skipped
from . import archives
from .documents import ZIP, Document, Progress, SourceLimits, in_words, packing_of, watched
from .packing import unpacked

STDIN = "-"
STDIN_NAME = "<stdin>"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_HEAD = 512
_BLOCK = 1 << 16
#: What a document may not be: it is packed a second time, and where does that end?
_PACKED_AGAIN = "packed inside an archive; unpack it yourself"


@dataclass(frozen=True, slots=True)
class Opened:
    """The documents that sources are, each once; what of them is no document, and why; and what else is to be told.

    `containers` are the folders and archives that were named; their documents are `within` them.
    """

    documents: list[Document] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def documents(
    sources: Iterable[str | Path],
    *,
    limits: SourceLimits | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Opened:
    """Return the documents that sources are, in the order given; those of a folder or archive by name.

    A source is a file, a folder (its own files, but not those in folders inside it), a pattern such as `data/*.csv`,
    `-` for standard input, or an http or https URL; each may be packed. Hidden files are passed over. `cache` is the
    folder for what is fetched, if not the user's.

    Raises `StoreError` for a source that is not there or cannot be read, and `InvalidData` for one that is damaged or
    larger than `limits` (those of the environment) allow.
    """
    opening = _Opening(limits or SourceLimits.of_environment(), progress, cache)
    for source in sources:
        opening.add(os.fspath(source))
    return opening.opened


@dataclass(slots=True)
class _Opening:
    """What was opened so far."""

    limits: SourceLimits
    progress: Progress | None
    cache: Path | None
    opened: Opened = field(default_factory=Opened)
    _seen: set[str] = field(default_factory=set)

    def add(self, source: str) -> None:
        if source == STDIN:
            self._add_stdin()
        elif _URL.match(source):
            self._add_url(source)
        elif os.path.isdir(source):  # noqa: PTH112 - unlike that of Path it never raises
            self._add_folder(Path(source))
        elif os.path.exists(source):  # noqa: PTH110 - as above
            self._add_file(Path(source))
        else:
            self._add_pattern(source)

    def _is_new(self, what: str) -> bool:
        """Return whether this was not added before."""
        known = len(self._seen)
        self._seen.add(what)
        return len(self._seen) > known

    # ------------------------------------------------------------------------------------------- where it is

    def _add_stdin(self) -> None:
        if sys.stdin is None:  # Python leaves it out where it is closed
            raise StoreError(f"{STDIN_NAME}: there is no standard input")
        if self._is_new(STDIN):
            try:
                self._add_packed(self._spooled(sys.stdin.buffer, STDIN_NAME))
            except OSError as error:
                raise StoreError(f"{STDIN_NAME}: cannot be read: {error.strerror}") from error

    def _add_url(self, url: str) -> None:
        from . import fetch

        name = fetch.shown(url)
        if url.partition("://")[0].lower() not in fetch.SCHEMES:
            raise StoreError(f"{name}: only http and https addresses are fetched; name a file by its path")
        if not self._is_new(url):
            return
        got = fetch.fetch(url, limits=self.limits, cache=self.cache, progress=self.progress)
        if got.note:
            self.opened.notes.append(got.note)
        place = name if got.host is None else f"{name} ({got.host})"
        self._add_packed(Document(name, lambda: got.path.open("rb"), url=name, size=got.size, place=place))

    def _add_pattern(self, source: str) -> None:
        found = _matches(source)
        if not found:
            what = "no file matches this pattern" if glob.has_magic(source) else "there is no such file or folder"
            raise StoreError(f"{source}: {what}")
        for match in found:
            self.add(match)

    def _add_folder(self, folder: Path) -> None:
        try:
            entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            raise _unreadable(folder, error) from None
        self.opened.containers.append(str(folder))
        for entry in entries:
            if os.path.isfile(entry):  # noqa: PTH113 - unlike that of Path it never raises
                self._add_file(entry, within=str(folder))
            else:
                reason = "a folder inside a folder; name it as well" if entry.is_dir() else "not a regular file"
                self.opened.skipped.append(Skipped(reason, str(entry)))

    def _add_file(self, path: Path, within: str | None = None) -> None:
        if not self._is_new(os.path.realpath(path)):
            return
        if bad := UNWRITABLE.search(str(path)):  # a graph keeps by what name its data sets were read
            reason = f"its name has the character U+{ord(bad[0]):04X}, which no text can hold; rename it"
            if within is None:
                raise StoreError(f"{path}: {reason}")
            self.opened.skipped.append(Skipped(reason, str(path)))
            return
        try:
            if path.is_file():
                document = Document.of_file(path)
                document = replace(document, size=path.stat().st_size, within=within)
            else:
                with path.open("rb") as file:  # a pipe, such as bash makes of <(command)
                    document = self._spooled(file, str(path))
            self._add_packed(document)
        except OSError as error:
            raise _unreadable(path, error) from None

    def _spooled(self, file: BinaryIO, name: str) -> Document:
        """Return what can be read only once, in a temporary file that is there for as long as the document."""
        spool = _Spool()
        size = 0
        with spool.path.open("wb") as copy:
            while block := file.read(_BLOCK):
                size += copy.write(block)
                if size > self.limits.max_download:
                    most = in_words(self.limits.max_download)
                    raise StoreError(f"{name}: is more than {most}; if it is meant to be, set WHOBLAMED_MAX_DOWNLOAD")
        return Document(name, spool.open, size=size)

    # ------------------------------------------------------------------------------------------- how it is packed

    def _add_packed(self, document: Document) -> None:
        """Add the document that a file is, or those that are packed in it."""
        packing = packing_of(_start(document))
        if packing is None:
            self._add_document(document)
        elif packing != ZIP:
            self._add_document(self._unpacked(document, packing))
        elif archives.is_archive(document.open, document.name):
            self._add_members(document)
        else:
            self._add_document(document)

    def _unpacked(self, document: Document, packing: str) -> Document:
        opening = watched(document.open, document.name, document.size, self.progress)
        opening = unpacked(opening, packing, document.name, self.limits)
        return replace(document, open=opening, size=None, path=None)

    def _add_members(self, archive: Document) -> None:
        if archive.within is None:
            self.opened.containers.append(archive.name)
        found, skipped = archives.members(archive.open, archive.name, self.limits)
        self.opened.skipped.extend(skipped)
        for document in found:
            if _is_packed(document):
                self.opened.skipped.append(Skipped(_PACKED_AGAIN, document.name))
            else:
                within, place = archive.within or archive.name, f"{archive.place}!{document.member}"
                self._add_document(replace(document, url=archive.url, within=within, place=place))

    def _add_document(self, document: Document) -> None:
        if document.size is not None:
            opening = watched(document.open, document.name, document.size, self.progress)
            document = replace(document, open=opening)
        self.opened.documents.append(document)


class _Spool:
    """A temporary file that is removed with the object."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="whoblamed-")
        self.path = Path(name)
        weakref.finalize(self, self.path.unlink, missing_ok=True)
        os.close(handle)

    def open(self) -> BinaryIO:
        """Return the file, from its beginning."""
        return self.path.open("rb")


def _matches(pattern: str) -> list[str]:
    if not glob.has_magic(pattern) or "\0" in pattern:
        return []
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - not of one folder only


def _start(document: Document) -> bytes:
    with document.open() as file:
        return file.read(_HEAD)


def _is_packed(document: Document) -> bool:
    packing = packing_of(document.head)
    return packing is not None and (packing != ZIP or archives.is_archive(document.open, document.name))


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: {error.strerror or error}")
