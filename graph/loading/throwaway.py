"""A store for what is only tried out, of which nothing stays."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..store.base import Store
from ..store.memory import MemoryStore

_PREFIX = "whoblamed-dry-run-"
_ALIVE = "alive"
#: How old a folder must be, in seconds, to be one that somebody left: nobody takes so long to lock what was made.
_AGE = 60


@contextmanager
def throwaway(store: Store) -> Iterator[Store]:
    """Give an empty store of the same sort, which is gone afterwards; also, the next time, when this process is killed.

    One on disk is a folder of the system's temporary ones, and whoever uses it holds a lock in it.
    """
    if isinstance(store, MemoryStore):
        yield MemoryStore()
        return
    from filelock import FileLock

    from ..store.disk import DiskStore

    _remove_left()
    with (
        tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder,
        FileLock(Path(folder) / _ALIVE),
    ):
        yield DiskStore(Path(folder) / "graph")


def _remove_left() -> None:
    """Remove the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        with suppress(OSError):
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    from filelock import FileLock, Timeout

    entry = folder.lstat()
    is_ours = folder.is_dir() and not folder.is_symlink() and (not hasattr(os, "getuid") or entry.st_uid == os.getuid())
    if not is_ours or time.time() - entry.st_mtime < _AGE:
        return False
    try:
        with FileLock(folder / _ALIVE, timeout=0):
            return True
    except Timeout:
        return False
