"""What a loader reads: a document, opened as often as need be, whatever it came from and however it was packed."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from ...errors import StoreError
from ...ontology.patterns import UNWRITABLE
from ...ontology.records import digest

#: The casebook that ships with whoblamed.
CASEBOOK = Path(os.path.realpath(__file__)).parents[1] / "casebook"
_BLOCK = 1 << 20
_HEAD = 1 << 16
_PREFIX = "WHOBLAMED_"
#: What a file's name ends in when it is packed by itself.
PACKED_ENDINGS = (".gz", ".zst", ".bz2", ".xz")


ZIP = "zip"
_MAGIC = (
    (re.compile(rb"\x1f\x8b\x08"), "gzip"),
    (re.compile(rb"\x28\xb5\x2f\xfd|\x50\x2a\x4d\x18"), "zstd"),
    (re.compile(rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)"), "bzip2"),
    (re.compile(rb"\xfd7zXZ\x00"), "xz"),
    (re.compile(rb"PK(\x03\x04|\x05\x06)"), ZIP),
)


@dataclass(frozen=True)
class Document:
    """The content of a file, of a member of an archive, of a web page or of standard input, already unpacked.

    `name` is what people call it (a path, a URL, `<stdin>`, `archive.zip!member.csv`), and `open` gives its bytes from
    the beginning. `url` is where it was fetched from, if it was, and `path` the file that holds just these bytes, if a
    file of the user's does. `member` is its name in the archive it is from, and `within` the folder or archive that was
    named instead of it. With `skip_bad_lines`, a dump of N-Triples or N-Quads is read without its broken lines.

    `place` is where it is from in full, which tells documents of one name apart: the resolved path of a file, or an
    address (with the host that it redirected to, if that is another), either with `!member`; otherwise its name.
    `received` is when it was brought here.
    """

    name: str
    open: Callable[[], BinaryIO] = field(repr=False)
    url: str | None = None
    path: Path | None = None
    size: int | None = None
    member: str | None = None
    within: str | None = None
    skip_bad_lines: bool = False
    place: str = ""
    received: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", self.place or self.name)

    @classmethod
    def of_bytes(cls, content: bytes, name: str) -> Document:
        """Return a document in memory."""
        return cls(name, lambda: io.BytesIO(content), size=len(content))

    @classmethod
    def of_file(cls, path: Path, name: str | None = None) -> Document:
        """Return a document in a file that is not packed."""
        return cls(name or str(path), lambda: path.open("rb"), path=path, place=_place(path))

    @cached_property
    def base(self) -> str:
        """The last part of its name, unpacked: `rows.csv` for `data/rows.csv.gz` and `archive.zip!members/rows.csv`."""
        last = self._whole().replace("\\", "/").rpartition("/")[2]
        stem, dot, ending = last.rpartition(".")
        return (stem if dot + ending.lower() in PACKED_ENDINGS else last) or self.name

    def _whole(self) -> str:
        if self.member or self.path:
            return self.member or str(self.path)
        return unquote(urlsplit(self.url).path) if self.url else self.name.rpartition("!")[2]

    @cached_property
    def head(self) -> bytes:
        """How it begins, enough to tell its format: 64 KiB."""
        with self.open() as file:
            return file.read(_HEAD)

    @cached_property
    def sha256(self) -> str:
        """The hash of its content, in hexadecimal."""
        found = hashlib.sha256()
        with self.open() as file:
            while block := file.read(_BLOCK):
                found.update(block)
        return found.hexdigest()


def packing_of(head: bytes) -> str | None:
    """Return how a file that begins so is packed, whatever its name: `gzip`, `zstd`, `bzip2`, `xz`, `zip`, or None."""
    return next((kind for magic, kind in _MAGIC if magic.match(head)), None)


def places(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return where documents are from, as `DataSet.read_from` has it."""
    return tuple(sorted({UNWRITABLE.sub("\ufffd", document.place) for document in documents}))


def hash_of(documents: Iterable[Document]) -> str:
    """Return the hash of some documents, in hexadecimal: its own if it is one, else one of the hashes of all."""
    hashes = sorted(document.sha256 for document in documents)
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def slug_of(document: Document, endings: Collection[str], most: int) -> str:
    """Return what a document is called without its format's endings (such as `.json`), as part of a name.

    Small letters and digits with single hyphens; of a name of more than `most` characters its beginning and its hash.
    Only known endings go, so that `feed.2031-01.json` and `feed.2031-02.json` stay apart. Empty if nothing is left.
    """
    stem = document.base.lower()
    while stem.endswith(tuple(endings)):
        stem = stem.rpartition(".")[0]
    slug = "-".join(re.findall("[a-z0-9]+", stem))
    return slug if len(slug) <= most else f"{slug[:most].rstrip('-')}-{digest(document.base)}"


def _place(path: Path) -> str:
    """Return the resolved path of a file; what ships with whoblamed is the same wherever that is installed."""
    whole = Path(os.path.realpath(path))
    return f"whoblamed:{whole.name}" if whole.parent == CASEBOOK else str(whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLimits:
    """How much a source may ask of this computer. Each is also read from the environment: `WHOBLAMED_MAX_DOWNLOAD` …

    `max_download` is the most bytes that are fetched from a URL or taken from standard input, `max_unpacked` the most
    that a source may unpack to, `max_ratio` how many times larger it may get thereby (from 64 MiB on), `max_members`
    the most files of an archive, `timeout` how many seconds a server may be silent, and `max_seconds` how long a
    download may take.
    """

    max_download: int = 4 << 30
    max_unpacked: int = 16 << 30
    max_ratio: int = 250
    max_members: int = 10_000
    timeout: float = 30
    max_seconds: float = 3600

    @classmethod
    def of_environment(cls) -> SourceLimits:
        """Return the limits as the environment sets them. Raises `StoreError` for what is no number above 0."""
        named = {item.name: _PREFIX + item.name.upper() for item in fields(cls)}
        return cls(**{name: _number(variable) for name, variable in named.items() if os.environ.get(variable)})


def _number(variable: str) -> int:
    text = os.environ[variable]
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) > 0):
        raise StoreError(f"{variable} is {text!r}; set it to a whole number above 0")
    return int(text)


def in_words(size: float) -> str:
    """Return a number of bytes for people: `4 GiB`."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.4g} {unit}"
        size /= 1024
    return f"{size:.4g} TiB"


class Progress(Protocol):
    """Is told how far the reading has come. What is read a second time is `started` again."""

    def started(self, name: str, size: int | None) -> None:
        """Reading `name` begins; `size` is how many bytes it has, where that is known."""

    def advanced(self, name: str, count: int) -> None:
        """That many bytes more were read."""

    def finished(self, name: str) -> None:
        """Nothing more is read for now."""


class Watched(io.RawIOBase):
    """A file whose reading is reported. No more is told of a mere look at its head, which every document gets."""

    def __init__(self, file: BinaryIO, name: str, size: int | None, progress: Progress) -> None:
        self._file, self._name, self._size, self._progress = file, name, size, progress
        self._read = 0
        self._told = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower in typeshed
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._read += len(block)
        self._tell()
        return len(block)

    def _tell(self) -> None:
        if self._read <= 2 * _HEAD:  # what looks at the head reads ahead a little
            return
        if not self._told:
            self._progress.started(self._name, self._size)
        self._progress.advanced(self._name, self._read - self._told)
        self._told = self._read

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            if self._told:
                self._progress.finished(self._name)
        super().close()


def watched(
    opening: Callable[[], BinaryIO], name: str, size: int | None, progress: Progress | None
) -> Callable[[], BinaryIO]:
    """`opening`, with its reading reported to `progress`, if there is any."""
    if progress is None:
        return opening
    return lambda: io.BufferedReader(Watched(opening(), name, size, progress), _HEAD)
