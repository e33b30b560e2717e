"""Zip files: each member is a document, read from inside the archive and never unpacked to where it says.

A document of an office program, such as a spreadsheet, is a zip file too, and is left whole.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import weakref
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any, BinaryIO

from ...ontology.records import Skipped
from .documents import Document, SourceLimits
from .packing import Opening, check_size, invalid, seekable

_BLOCK = 1 << 16
#: The largest list of its members that a zip file may have.
_DIRECTORY = 16 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack a block of any size at once
_ENCRYPTED = 0x1
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SEPARATOR = re.compile(r"[/\\]")
_DAMAGED = (zlib.error, zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, struct.error)


class _Directory(io.RawIOBase):
    """A zip file that does not let `zipfile` read a list of members of any length into memory at once.

    It is open for as long as one of its documents is there, since to read that list anew for each is too slow.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._finalizer = weakref.finalize(self, file.close)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY:
            raise zipfile.BadZipFile("its list of members is too long")
        return self._file.read(size)

    def close(self) -> None:
        self._finalizer()
        super().close()


class _Member(io.RawIOBase):
    """A member while it is read: what is wrong with it is told in words."""

    def __init__(self, file: Any, name: str) -> None:
        self._file, self._name = file, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower in typeshed
        try:
            block: bytes = self._file.read(len(buffer))
        except _DAMAGED as error:
            raise invalid(f"the zip file is damaged here ({error}); get it again", self._name) from None
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def is_archive(opening: Opening, name: str) -> bool:
    """Return whether a zip file is one of members, and not the document of an office program."""
    with _zip(opening, name) as archive:
        names = set(archive.namelist())
    return not names & {"[Content_Types].xml", "mimetype"}


def members(opening: Opening, name: str, limits: SourceLimits) -> tuple[list[Document], list[Skipped]]:
    """Return the members of the zip file `name`, and those that are not read, with the reasons.

    Raises `InvalidData` when it is damaged or larger than `limits` allow.
    """
    archive = _zip(opening, name)
    files = [member for member in archive.infolist() if not (member.filename.endswith("/") or _hidden(member.filename))]
    _check(files, opening, name, limits)
    documents: list[Document] = []
    skipped: list[Skipped] = []
    seen: set[str] = set()
    for member in sorted(files, key=lambda member: member.filename):
        called = f"{name}!{_CONTROL.sub(chr(0xFFFD), member.orig_filename)}"
        reason = _refused(member) or ("a second member of this name" if member.filename in seen else None)
        if reason:
            skipped.append(Skipped(reason, called))
        else:
            seen.add(member.filename)
            documents.append(_document(archive, member, called))
    return documents, skipped


def _zip(opening: Opening, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(_Directory(opening()))
    except _DAMAGED as error:
        raise invalid(f"the zip file is damaged or cut off ({error}); get it again", name) from None


def _check(files: list[zipfile.ZipInfo], opening: Opening, name: str, limits: SourceLimits) -> None:
    """`zipfile` gives no more of a member than it is said to have, so that what is said can be relied on."""
    if len(files) > limits.max_members:
        message = f"holds more than {limits.max_members:,} files; if it is meant to, set WHOBLAMED_MAX_MEMBERS"
        raise invalid(message, name)
    total = sum(member.file_size for member in files)
    with opening() as file:
        size = file.seek(0, io.SEEK_END)
    check_size(total, size, name, limits)


def _hidden(name: str) -> bool:
    """Return whether a file is one that is not listed: `.DS_Store`, and what macOS adds to every archive."""
    parts = [part for part in _SEPARATOR.split(name) if part not in (".", "..")]
    return parts[:1] == ["__MACOSX"] or any(part.startswith(".") for part in parts)


def _refused(member: zipfile.ZipInfo) -> str | None:
    """Return why a member is not read, if it is not."""
    return next((reason for reason, applies in _REASONS if applies(member)), None)


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    parts = _SEPARATOR.split(member.orig_filename)
    return ".." in parts or parts[0] == "" or parts[0].endswith(":")


_REASONS: tuple[tuple[str, Callable[[zipfile.ZipInfo], object]], ...] = (
    ("it has no name", lambda member: not member.filename),
    ("its name holds control characters", lambda member: _CONTROL.search(member.orig_filename)),
    ("its name leads out of the archive", _leads_outside),
    ("a link, and links are not followed", lambda member: stat.S_ISLNK(member.external_attr >> 16)),
    ("encrypted; unpack it yourself", lambda member: member.flag_bits & _ENCRYPTED),
    ("packed by a method other than deflate", lambda member: member.compress_type not in _METHODS),
)


def _document(archive: zipfile.ZipFile, member: zipfile.ZipInfo, called: str) -> Document:
    def opened() -> io.BufferedReader:
        try:
            file = archive.open(member)
        except _DAMAGED as error:
            raise invalid(f"the zip file is damaged here ({error}); get it again", called) from None
        return io.BufferedReader(_Member(file, called), _BLOCK)

    opening = partial(seekable, opened)
    return Document(called, opening, size=member.file_size, member=member.filename)
