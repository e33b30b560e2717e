"""What documents say of each node, where it waits to become records: in memory while it is little, and else on disk.

It is a database of SQLite that is nowhere but in the folder for temporary files, and gone when nobody has it any more.
A table a kind of node, in the order of the documents, so that it is read from end to end.
"""

from __future__ import annotations

import marshal
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from ....errors import StoreError

#: What the database keeps in memory, in KiB.
_CACHE = 16384
_OPENED = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE;
    PRAGMA cache_size = -{_CACHE};
    PRAGMA locking_mode = EXCLUSIVE;
"""
_TABLE = "CREATE TABLE node_{} (key INTEGER, place INTEGER, iri TEXT, class INTEGER, said BLOB)"
_PUT = "INSERT INTO node_{} VALUES (?, ?, ?, ?, ?)"
_ALL = "SELECT place, iri, class, said FROM node_{} ORDER BY rowid"
_OF_PLACES = "SELECT place, iri, class, said FROM node_{} WHERE place IN ({}) ORDER BY rowid"
_BY_KEY = "SELECT place, iri, class, said FROM node_{} WHERE key = ? ORDER BY rowid"
_INDEX = "CREATE INDEX by_{0}_{1} ON node_{1} ({0})"


class Node(NamedTuple):
    """A node: the number of the place where it is described, its IRI, the number of its class, and what is said of it.

    That is three by three the number of a property, what kind of term its object is (`IRI`, `TEXT`, or else the tag of
    a text's language), and the object, a text.
    """

    place: int
    iri: str
    class_: int
    said: list[Any]


IRI, TEXT = 0, 1


class Shelf:
    """Nodes by table (a number) and, in each, by key (a number): the hash of an IRI. Raises `StoreError` where there is
    no room."""

    def __init__(self, tables: int) -> None:
        with _in_words():
            self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            weakref.finalize(self, self._db.close)
            self._db.executescript(_OPENED)
            self._db.execute("BEGIN")
            for table in range(tables):
                self._db.execute(_TABLE.format(table))
        #: How many nodes are in each table.
        self.sizes = [0] * tables
        self._indexed: set[tuple[int, str]] = set()

    def put(self, table: int, nodes: Sequence[tuple[int, Node]]) -> None:
        """Put nodes behind those that a table has, each with its key."""
        rows = ((key, node.place, node.iri, node.class_, marshal.dumps(node.said)) for key, node in nodes)
        with _in_words():
            self._db.executemany(_PUT.format(table), rows)
        self.sizes[table] += len(nodes)

    def each(self, table: int, places: Iterable[int] | None = None) -> Iterator[Node]:
        """Yield the nodes of a table, in order; only those of some places, if such are given."""
        if places is None:
            return self._asked(_ALL.format(table))
        return self._asked(_OF_PLACES.format(table, ", ".join(map(str, places))))

    def of(self, table: int, key: int) -> Iterator[Node]:
        """Yield the nodes of a table that have a key, in order."""
        return self._asked(_BY_KEY.format(table), key)

    def index(self, table: int, column: str) -> None:
        """Have the nodes of a table found by their `key` or `place` without reading all of them. Not while they are
        read."""
        if (table, column) not in self._indexed:
            self._indexed.add((table, column))
            with _in_words():
                self._db.execute(_INDEX.format(column, table))

    def _asked(self, query: str, *parameters: int) -> Iterator[Node]:
        with _in_words():
            rows = self._db.execute(query, parameters)
        for place, iri, class_, said in rows:
            yield Node(place, iri, class_, marshal.loads(said))  # noqa: S302 - written by this process


@contextmanager
def _in_words() -> Iterator[None]:
    """Tell in words that there is no room; raises `StoreError`."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreError(
            f"what is read does not fit into the folder for temporary files: {error}; name another with $TMPDIR"
        ) from error
