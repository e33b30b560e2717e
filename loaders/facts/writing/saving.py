"""Fact files on disk: written as a whole or not at all, by one at a time, with the version before kept.

That version is one for each file, in the user's data directory, where it is no litter beside the cases and no file of a
folder that is loaded. It comes back (`restore`) only while the file is still as it was written here.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from ....errors import StoreError
from ...yaml import marks

#: How long others who write the same file are waited for, in seconds.
PATIENCE = 10.0
#: What a file is called, behind its own name, until it is whole; not a name that is loaded.
_UNFINISHED = ".whoblamed-new"


def folder() -> Path:
    """Return where the earlier versions of files are."""
    import platformdirs

    return Path(platformdirs.user_data_dir("whoblamed", appauthor=False)) / "written"


def read(path: Path) -> bytes:
    """Return the content of a file; raises `StoreError` when it cannot be read, or is no plain file."""
    try:
        if not os.path.lexists(path):
            raise StoreError(f"{path}: there is no such file; whoblamed new case begins one")
        if path.exists() and not path.is_file():
            raise StoreError(f"{path}: not a file")
        with path.open("rb") as file:
            return file.read(marks.MAX_BYTES + 1)  # so much that whoever reads it refuses it
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from None


def write(path: Path, content: bytes, before: bytes | None) -> None:
    """Write a file, of which `before` is what was read; None for one that is to be new.

    Raises `StoreError`, and leaves the file as it is, when it has other content now, or cannot be written.
    """
    target = Path(os.path.realpath(path))
    with _failing(path), _locked(target):
        there = _content(target)
        if before is None and there is not None:
            raise StoreError(f"{path}: there is such a file already; choose another name")
        if there != before:
            raise StoreError(
                f"{path}: it was changed by somebody else meanwhile, and so nothing was written; try again"
            )
        if before is not None:
            _refuse_read_only(target, path)
        _keep(target, before, content)
        _replace(target, content)


def keep(path: Path, before: bytes, after: bytes) -> None:
    """Keep the version before of a file that somebody else, such as an editor, has written."""
    target = Path(os.path.realpath(path))
    with _failing(path), _locked(target):
        _keep(target, before, after)


def restore(path: Path) -> None:
    """Bring back what a file was before it was last written here; a file that was new goes.

    Raises `StoreError` when nothing is kept, or the file was changed since.
    """
    target = Path(os.path.realpath(path))
    with _failing(path), _locked(target):
        kept = _kept(target)
        if kept is None:
            raise StoreError(
                f"{path}: no earlier version is kept; only what add and edit wrote can be taken back, once"
            )
        before, after = kept
        there = _content(target)
        if there == before:
            raise StoreError(f"{path}: it is as it was before; there is nothing to take back")
        if there is None or hashlib.sha256(there).hexdigest() != after:
            raise StoreError(f"{path}: it was changed since it was written, and so it stays as it is")
        if before is None:
            target.unlink()
        else:
            _refuse_read_only(target, path)
            _replace(target, before)
        _place(target, "kept").unlink()


def _content(target: Path) -> bytes | None:
    return read(target) if target.exists() else None


def _refuse_read_only(target: Path, path: Path) -> None:
    if not stat.S_IMODE(target.stat().st_mode) & 0o222 or not os.access(target, os.W_OK):
        raise StoreError(f"{path}: it is read-only; allow writing (chmod u+w), or copy it")


def _replace(target: Path, content: bytes, mode: int = 0o666) -> None:
    """Put content into the place of a file, at once: what is killed before leaves the file as it was.

    A file keeps its mode and owner; a new one has this `mode`, less what the user takes from all.
    """
    unfinished = target.with_name(f".{target.name}{_UNFINISHED}")
    unfinished.unlink(missing_ok=True)  # of one that was killed; the lock says that nobody is at it
    there = target.stat() if target.exists() else None
    try:
        with open(unfinished, "xb", opener=partial(os.open, mode=0o600 if there else mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if there:
            _like(unfinished, there)
        unfinished.replace(target)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def _like(path: Path, there: os.stat_result) -> None:
    """Give a file the owner, as far as that may be done, and the mode of another."""
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, there.st_uid, there.st_gid)
    path.chmod(stat.S_IMODE(there.st_mode))


# ------------------------------------------------------------------------------------------------- the version before


def _place(target: Path, ending: str) -> Path:
    return folder() / f"{hashlib.sha256(os.fsencode(target)).hexdigest()[:32]}.{ending}"


def _keep(target: Path, before: bytes | None, after: bytes) -> None:
    """Keep what a file was, behind a line that says what it is to be."""
    note = {"file": str(target), "new": before is None, "after": hashlib.sha256(after).hexdigest()}
    _replace(_place(target, "kept"), json.dumps(note).encode() + b"\n" + (before or b""), mode=0o600)


def _kept(target: Path) -> tuple[bytes | None, str] | None:
    """Return what is kept of a file, None if it was new then, and the hash of what was written over it."""
    try:
        first, _, before = _place(target, "kept").read_bytes().partition(b"\n")
        note = json.loads(first)
        return None if note["new"] else before, str(note["after"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Be the only one who writes a file; raises `StoreError` when somebody else does so for long."""
    from filelock import FileLock, Timeout

    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(_place(target, "lock"), timeout=PATIENCE)
    try:
        with lock:
            yield
    except Timeout:
        raise StoreError(f"{target}: another process is writing it; try again when it is done") from None


@contextmanager
def _failing(path: Path) -> Iterator[None]:
    """Say in words what the operating system refuses."""
    try:
        yield
    except OSError as error:
        named = "" if error.filename is None or Path(error.filename).parent == path.parent else f" ({error.filename})"
        raise StoreError(
            f"{path}: it cannot be written: {error.strerror or error}{named}; nothing was changed"
        ) from None
