"""The files of columns, and what is in them: read without the records, which take longer to import than to answer."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from ....ontology import ID

#: Distinct values and the number of each row's value; or all values and None.
Column = tuple[list[Any], list[int] | None]
#: Columns by name: `Claim.speakers`.
Columns = dict[str, Column]

#: What the last line begins with.
END: Final = b"end"
_SUFFIX = ".columns-10"
_JSON: Final = json.JSONDecoder().raw_decode
#: The data sets whose files are called after them: nothing in their names means something else to some file system.
_PLAIN = re.compile(re.escape(ID) + "([a-z0-9-]{1,80})")


def file_of(folder: Path, graph: str) -> Path:
    """Return where the columns of a data set are kept."""
    if plain := _PLAIN.fullmatch(graph):
        return folder / f"of-{plain[1]}{_SUFFIX}"
    from ....ontology.records import digest

    return folder / (digest(graph) + _SUFFIX)


def read(path: Path, wanted: Collection[str]) -> Columns | None:
    """Return the columns in a file that are `wanted`, or None when the file is damaged; raise FileNotFoundError."""
    pieces: dict[str, list[Column]] = {name: [] for name in wanted}
    try:
        for name, piece in _pieces(path, wanted):
            pieces[name].append(_piece(piece))
        return {name: _joined(parts) for name, parts in pieces.items()}
    except (ValueError, TypeError):  # no JSON, no UTF-8, or something else than two values
        return None


def blocks(path: Path, wanted: Collection[str]) -> Iterator[Columns] | None:
    """Return the columns in a file as `read` does, but block by block, as the records came; with what is `wanted` of
    each."""
    try:
        for _ in _pieces(path, ()):
            pass
    except ValueError:
        return None
    return _blocks(path, wanted)


def _blocks(path: Path, wanted: Collection[str]) -> Iterator[Columns]:
    found: Columns = {}
    last = ""
    for name, piece in _pieces(path, wanted):
        if name <= last:  # the columns of a block are in order
            yield found
            found = {}
        found[name] = _piece(piece)
        last = name
    if found:
        yield found


class Lazily(dict[str, Column]):
    """The columns of a file, each put together when it is asked for: for who needs a few things of a small data set."""

    def __init__(self, path: Path, wanted: Collection[str]) -> None:
        """Read a file; raises OSError, and ValueError when it is damaged."""
        super().__init__()
        self._pieces: dict[str, list[bytes]] = {name: [] for name in wanted}
        for name, piece in _pieces(path, wanted):
            self._pieces[name].append(piece)

    def __missing__(self, name: str) -> Column:
        self[name] = column = _joined(list(map(_piece, self._pieces.pop(name))))
        return column


def _pieces(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the pieces of columns in a file as it has them, with their names; raises ValueError when it is damaged,
    which is known at its end."""
    names = {name.encode(): name for name in wanted}
    checksum, stated = 0, b""
    with path.open("rb") as file:
        for line in file:
            name, _, piece = line.partition(b"\t")
            if name == END:
                stated = piece.strip()
            else:
                checksum = crc32(line, checksum)
                if name in names:
                    yield names[name], piece
    if stated != b"%08x" % checksum:
        raise ValueError(f"{path}: what was written is not all there")


def _piece(text: bytes) -> Column:
    (values, codes), _ = _JSON(text.decode())
    return values, codes


def _joined(pieces: list[Column]) -> Column:
    """Return one column of its pieces; without any, nobody has it."""
    if not pieces:
        return [], None
    if len(pieces) == 1:
        return pieces[0]
    if any(codes is None for _, codes in pieces):
        return [value for values, codes in pieces for value in rows(values, codes)], None
    numbers: dict[Any, int] = {}
    joined: list[int] = []
    for values, codes in pieces:
        keys = map(_frozen, values)
        renumbered = [numbers.setdefault(key, len(numbers)) for key in keys]
        joined += map(renumbered.__getitem__, codes or ())
    return list(map(_thawed, numbers)), joined


def joined(tables: Iterable[Columns], wanted: Collection[str]) -> Columns:
    """Return the columns that are `wanted` of tables, one after the other, as one table."""
    found = list(tables)
    return {name: _joined([table[name] for table in found if name in table]) for name in wanted}


def without(columns: Columns, kind: str, gone: Container[str]) -> Columns:
    """Return columns without the things of a kind (`Claim`) that are `gone`, by their IRIs."""
    stays = [iri not in gone for iri in rows_of(columns, f"{kind}.iri")]
    others = {name: column for name, column in columns.items() if not name.startswith(f"{kind}.")}
    return columns if all(stays) else others | _of(columns, kind, stays)


def only(columns: Columns, kind: str, wanted: Container[str]) -> Columns:
    """Return columns with nothing but the things of a kind that are `wanted`, by their IRIs."""
    return _of(columns, kind, [iri in wanted for iri in rows_of(columns, f"{kind}.iri")])


def _of(columns: Columns, kind: str, stays: Sequence[bool]) -> Columns:
    found: Columns = {}
    for name, (values, codes) in columns.items():
        if name.startswith(f"{kind}."):
            left = list(compress(values if codes is None else codes, stays))
            found[name] = (left, None) if codes is None else (values, left)
    return found


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return frozenset(value.items()) if isinstance(value, dict) else value


def _thawed(key: Any) -> Any:
    if isinstance(key, tuple):
        return list(map(_thawed, key))
    return dict(key) if isinstance(key, frozenset) else key


def rows_of(columns: Columns, name: str) -> list[Any]:
    """Return a column row by row, as it is kept; empty where the block has no records of that kind."""
    return rows(*columns[name]) if name in columns else []


def rows(values: list[Any], codes: list[int] | None) -> list[Any]:
    """Return the values of a column row by row."""
    return values if codes is None else [values[code] for code in codes]
