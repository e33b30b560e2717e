"""The cache of what was fetched: two files for each address, both named after its hash.

    KEY.json              what the server said of it (ETag, Last-Modified), and the size and hash of the content
    KEY-HASH.data         the content; a new version has another name, so that nobody reads half of one

Each is written under another name first and then moved into its place, which the operating system does at once. All of
it can be removed at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from ...errors import StoreError

#: How long a version that was replaced is kept after it was last used, for those who still read it, in seconds.
GRACE = 24 * 3600
_NEW = "new-"


def default_folder() -> Path:
    """Return the user's cache."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("whoblamed", appauthor=False)) / "fetched"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a copy. `final` is the address that it came from in the end."""

    final: str
    sha256: str
    size: int
    etag: str | None = None
    last_modified: str | None = None


class Place:
    """Where the copy of one address is in the cache."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._key = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:40]

    def content(self, entry: Entry) -> Path:
        return self._folder / f"{self._key}-{entry.sha256[:16]}.data"

    def read(self) -> Entry | None:
        """Return what is known of the copy, if there is one and it is whole."""
        try:
            entry = Entry(**json.loads((self._folder / f"{self._key}.json").read_bytes()))
            with self.content(entry).open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
            os.utime(self.content(entry))  # in use
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return entry if whole else None

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """A new file in the cache, which is removed unless it is put into its place."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=_NEW, delete=False) as file:
                try:
                    yield file  # type: ignore[misc]  # typeshed: not a BinaryIO
                finally:
                    Path(file.name).unlink(missing_ok=True)  # where it still has this name
        except OSError as error:
            raise StoreError(f"{self._folder}: {error.strerror or error}") from None

    def put(self, file: BinaryIO, entry: Entry) -> Path:
        """Make what is in a new `file` the copy."""
        file.close()
        Path(file.name).replace(self.content(entry))
        with self.writing() as described:
            described.write(json.dumps(asdict(entry)).encode())
            described.close()
            Path(described.name).replace(self._folder / f"{self._key}.json")
        self._forget_others(self.content(entry))
        return self.content(entry)

    def _forget_others(self, kept: Path) -> None:
        for other in (*self._folder.glob(f"{self._key}-*.data"), *self._folder.glob(f"{_NEW}*")):
            with suppress(OSError):
                if other != kept and other.stat().st_mtime < time.time() - GRACE:
                    other.unlink()
