"""The folders of a graph on disk, its generations: which there are, how one follows another, and who can read them."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from ..._version import __version__
from ...errors import StoreError

#: How long a generation that was replaced is kept for those who still read it, in seconds.
GRACE = 3600

#: How a generation is laid out. It is raised when a version before could not read what is written now, or would read it
#: wrongly. Generations without a mark are those before there was one, and the first format.
FORMAT = 1

CURRENT = "CURRENT"
NEXT = "CURRENT.new"
LOCK = "lock"
COLUMNS = "columns"
BEFORE = "before"
GENERATION = re.compile(r"generation-(\d+)\Z", re.ASCII)

_MARK = "format"
_COPIED = "copied"
_MARKED = re.compile(r"(\d{1,6}) whoblamed ([0-9A-Za-z.+\-]{1,40})\s*\Z", re.ASCII)


def mark(generation: Path) -> None:
    """Write down in what format a new generation is, and by which version."""
    (generation / _MARK).write_text(f"{FORMAT} whoblamed {__version__}\n", encoding="ascii")


def refuse_newer(graph: Path, generation: str) -> None:
    """Raises `StoreError` for a generation in a format that this version does not know."""
    try:
        text = (graph / generation / _MARK).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return
    marked = _MARKED.match(text)
    if marked is None:
        raise StoreError(f"{graph / generation / _MARK}: says no format; the graph is damaged, load it elsewhere")
    if int(marked[1]) > FORMAT:
        raise StoreError(
            f"{graph}: written by whoblamed {marked[2]}, in a format that {__version__} cannot read;"
            f" install that version or a later one: pip install 'whoblamed>={marked[2]}'"
        )


def can_link(before: Path, generation: Path) -> bool:
    """Return whether the files of one generation can be linked into the next, by trying; what cannot is marked."""
    probe = generation / "probe"
    try:
        os.link(before / "store" / CURRENT, probe)  # which a store of Oxigraph has
    except OSError:
        (generation / _COPIED).touch()
        return False
    probe.unlink()
    return True


def is_copied(generation: Path) -> bool:
    """Return whether a generation could not be made by links."""
    return (generation / _COPIED).exists()


def copy_file(file: Path, copy: Path, links: bool) -> None:
    """Copy a file, as a link if that can be."""
    if links:
        copy.hardlink_to(file)
    else:
        import shutil  # here and below: who only reads need not wait for what packs archives

        shutil.copyfile(file, copy)


def copy_folder(folder: Path, copy: Path) -> None:
    """Copy a store that nobody changes."""
    import shutil

    shutil.copytree(folder, copy, copy_function=shutil.copyfile)


def point(graph: Path, generation: str) -> None:
    pointer = graph / NEXT
    with pointer.open("w", encoding="ascii") as file:
        file.write(generation + "\n")
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(graph / CURRENT)


def is_ours(folder: Path) -> bool:
    """Return whether a folder holds a graph, or nothing that would be in the way of one."""
    if not folder.is_dir():
        return False
    names = {entry.name for entry in folder.iterdir()}
    generations = set(filter(GENERATION.match, names))
    return (bool(generations) and CURRENT in names) or names <= generations | {CURRENT, NEXT, LOCK}


def numbered(graph: Path) -> dict[int, Path]:
    """Return the generations of a graph by number, in order."""
    matches = ((GENERATION.match(entry.name), entry) for entry in graph.iterdir())
    return dict(sorted((int(match[1]), entry) for match, entry in matches if match))


def before(graph: Path, current: str | None) -> str | None:
    """Return the generation that the current one took the place of (empty: none); None if that is not kept."""
    try:
        name = (graph / str(current) / BEFORE).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    return name if not name or (GENERATION.match(name) and (graph / name).is_dir()) else None


def tidy(graph: Path, current: str | None) -> None:
    """Remove the generations that were never finished, and those that were replaced long ago but for the last one."""
    kept = before(graph, current)
    now = int(current.rpartition("-")[2]) if current else 0
    replaced_at = time.time()
    for number, folder in reversed(numbered(graph).items()):
        made_at = folder.stat().st_mtime
        is_old = number < now and folder.name != kept and time.time() - replaced_at > GRACE
        if number > now or is_old:
            remove(folder)
        if number <= now:
            replaced_at = made_at  # that of the one before: this one took its place


def remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)  # what is open on Windows stays, and is removed at a later change
