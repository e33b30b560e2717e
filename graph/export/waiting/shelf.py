"""Records that wait on disk, so that who writes them needs as much memory for many as for a few.

They come from the columns beside a store, block by block, and wait in a database of SQLite that is nowhere but in the
folder for temporary files, and gone when it is closed. What is looked up again and again is kept: things of one
incident are used together, and their IRIs are near each other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from ....ontology import ID
from ....ontology.acts import ACTS
from ....ontology.dates import earliest, latest
from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
)
from ...store import projection
from ...store.base import QuadStore
from ...store.clocks import claim_date
from ...store.columns.files import Columns
from ...store.facts import Facts
from .kept import KINDS, MADE, put_by
from .room import in_words

R = TypeVar("R", bound=Record)

#: What the database keeps in memory, in KiB; and how many records of a kind are kept as they are used.
_CACHE, _NEAR = 8192, 4096
_TABLES: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA temp_store = FILE;
    PRAGMA cache_size = -{};
    CREATE TABLE record (home INTEGER, kind INTEGER, iri TEXT, body BLOB, PRIMARY KEY (home, kind, iri)) WITHOUT ROWID;
    CREATE TABLE dated (latest, earliest, iri, act, PRIMARY KEY (latest, earliest, iri)) WITHOUT ROWID;
    CREATE TABLE link (how TEXT, thing TEXT, other TEXT, PRIMARY KEY (how, thing, other)) WITHOUT ROWID;
"""


_ASKED: Final = "SELECT body FROM record WHERE iri = ? AND kind = ? ORDER BY home DESC LIMIT 1"


class Shelf:
    """The records of the data sets of a store, on disk; a context manager. Raises `StoreError` where there is no room.

    A thing that several data sets describe is as the last of them has it to who asks for it by its IRI.
    """

    def __init__(self, described: Iterable[tuple[DataSet, Iterable[Columns]]]) -> None:
        """Put by data sets, each with the columns of its records, block by block."""
        self.datasets: list[DataSet] = []
        self._homed = lru_cache(_NEAR)(self._read_homed)
        self._linked = lru_cache(_NEAR)(self._read_links)
        with in_words():
            self._db = sqlite3.connect("", isolation_level=None)
            self._db.executescript(_TABLES.format(_CACHE))
            self._db.execute("BEGIN")
            for home, (dataset, blocks) in enumerate(described):
                self.datasets.append(dataset)
                for block in blocks:
                    put = "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)"
                    self._db.executemany(put, ((home, *row) for row in put_by(block)))
            self._db.execute("CREATE INDEX by_iri ON record (iri, kind)")

    @classmethod
    def of_store(cls, store: QuadStore, columns: Path | None, datasets: Iterable[DataSet]) -> Shelf:
        """Put by data sets of a store; `columns` is the folder in which they are beside it, if there is one."""
        return cls((dataset, projection.blocks(store, columns, dataset.iri)) for dataset in datasets)

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def facts(self) -> Facts:
        """Return the records by IRI, each read when it is asked for; in order of IRI to who asks for all."""
        kinds = {kind: _Shelved(self, place) for place, kind in enumerate(KINDS)}
        return Facts(
            actors=cast("dict[str, Actor]", kinds[Actor]),
            incidents=cast("dict[str, Incident]", kinds[Incident]),
            allegations=cast("dict[str, Allegation]", kinds[Allegation]),
            claims=cast("dict[str, Claim]", kinds[Claim]),
            sources=cast("dict[str, Source]", kinds[Source]),
            evidence=cast("dict[str, Evidence]", kinds[Evidence]),
            reliances=cast("dict[str, Reliance]", kinds[Reliance]),
            identities=cast("dict[str, Identity]", kinds[Identity]),
            datasets={dataset.iri: dataset for dataset in self.datasets},
        )

    def of(self, dataset: DataSet, kind: type[R]) -> Iterator[R]:
        """Yield what a data set has of a kind, in order of IRI."""
        place = KINDS.index(kind)
        asked = "SELECT body FROM record WHERE home = ? AND kind = ? ORDER BY iri"
        found = self._rows(asked, self.datasets.index(dataset), place)
        return (MADE[place](body) for (body,) in found)

    def is_repeated(self, iri: str, dataset: DataSet) -> bool:
        """Return whether a data set before this one describes a thing, too."""
        if len(self.datasets) == 1:
            return False
        ((first,),) = self._asked("SELECT min(home) FROM record WHERE iri = ?", iri)
        return bool(first is not None and first < self.datasets.index(dataset))

    def things(self, iri: str) -> tuple[Record, ...]:
        """Return what has an IRI: mostly one thing, or none."""
        return tuple(record for _, record in self._homed(iri))

    def homed(self, iri: str) -> tuple[tuple[str, Record], ...]:
        """Return what has an IRI, with the name of the data set that says so."""
        return self._homed(iri)

    def _read_homed(self, iri: str) -> tuple[tuple[str, Record], ...]:
        found = self._asked("SELECT home, kind, body FROM record WHERE iri = ? ORDER BY home", iri)
        return tuple((self.datasets[home].name, MADE[kind](body)) for home, kind, body in found)

    def home_of(self, iri: str) -> str:
        """Return of which data set a thing is, by what follows `ID`: empty if there is none."""
        ((home,),) = self._asked("SELECT max(home) FROM record WHERE iri = ?", iri)
        return "" if home is None else self.datasets[home].iri.removeprefix(ID)

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of all things, in order."""
        return (iri for (iri,) in self._rows("SELECT DISTINCT iri FROM record ORDER BY iri"))

    def link(self, leads: Iterable[tuple[str, str, str]]) -> None:
        """Keep how and from which thing one comes to which other, for `linked`."""
        with in_words():
            self._db.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?)", leads)

    def linked(self, how: str, thing: str) -> Sequence[str]:
        """Return to what one comes from a thing, in order."""
        return self._linked(how, thing)

    def _read_links(self, how: str, thing: str) -> tuple[str, ...]:
        found = self._asked("SELECT other FROM link WHERE how = ? AND thing = ? ORDER BY other", how, thing)
        return tuple([other for (other,) in found])

    def _asked(self, query: str, *values: object) -> list[Any]:
        with in_words():
            return self._db.execute(query, values).fetchall()

    def _all(self, kind: int) -> Iterator[tuple[str, bytes]]:
        """Yield the IRIs of all of a kind, each once, in order, and what is kept of them."""
        if len(self.datasets) == 1:  # they are in this order already
            yield from self._rows("SELECT iri, body FROM record WHERE home = 0 AND kind = ? ORDER BY iri", kind)
            return
        found = self._rows("SELECT iri, body FROM record WHERE kind = ? ORDER BY iri, home", kind)
        for _, same in groupby(found, key=itemgetter(0)):
            *_, last = same
            yield last

    def _rows(self, query: str, *values: object) -> Iterator[Any]:
        with in_words():
            yield from self._db.execute(query, values)


class ClaimsByDate:
    """Claims in certain date order, as often as one asks: the less precise after those they may follow, the undated
    last."""

    def __init__(self, shelf: Shelf, see: Callable[[Claim], None] = lambda _: None) -> None:
        """Put all claims of a shelf in order, and let `see` see each of them."""
        self._shelf = shelf
        self._facts = shelf.facts()
        with in_words():
            put = "INSERT OR REPLACE INTO dated VALUES (?, ?, ?, ?)"
            shelf._db.executemany(put, (self._placed(claim, see) for claim in self._facts.claims.values()))

    def _placed(self, claim: Claim, see: Callable[[Claim], None]) -> tuple[int, int, str, str]:
        see(claim)
        date = claim_date(claim, self._facts)
        return latest(date).toordinal(), earliest(date).toordinal(), claim.iri, claim.act

    def __iter__(self) -> Iterator[Claim]:
        return self.of(ACTS)

    def of(self, acts: Collection[str], more: Container[str] = ()) -> Iterator[Claim]:
        """Yield the claims of some acts, and `more` (IRIs), in order."""
        ordered = self._shelf._rows("SELECT iri, act FROM dated ORDER BY latest, earliest, iri")
        return (self._facts.claims[iri] for iri, act in ordered if act in acts or iri in more)


class _Shelved(Mapping[str, Any]):
    """The records of a kind by IRI."""

    def __init__(self, shelf: Shelf, kind: int) -> None:
        self._shelf = shelf
        self._kind = kind
        self._found = lru_cache(_NEAR)(partial(_record, shelf._db.execute, kind))

    def __getitem__(self, iri: str) -> Any:
        if (found := self._found(iri)) is None:
            raise KeyError(iri)
        return found

    def get(self, iri: Any, default: Any = None) -> Any:
        found = self._found(iri)
        return default if found is None else found

    def __contains__(self, iri: object) -> bool:
        return self._found(iri) is not None

    def __iter__(self) -> Iterator[str]:
        return (iri for iri, _ in self._shelf._all(self._kind))

    def values(self) -> ValuesView[Any]:
        return _Values(self)

    def __len__(self) -> int:
        ((number,),) = self._shelf._rows("SELECT count(DISTINCT iri) FROM record WHERE kind = ?", self._kind)
        return int(number)


class _Values(ValuesView[Any]):
    """All of a kind, read one after the other."""

    _mapping: _Shelved

    def __iter__(self) -> Iterator[Any]:
        kind = self._mapping._kind
        return (MADE[kind](body) for _, body in self._mapping._shelf._all(kind))


def _record(execute: Callable[..., Any], kind: int, iri: str) -> Any:
    with in_words():
        row = execute(_ASKED, (iri, kind)).fetchone()
    return None if row is None else MADE[kind](row[0])
