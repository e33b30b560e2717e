"""The second clock: what a newer version of a data set does to what was recorded before.

A claim that is still there unchanged keeps the time at which it was recorded. One that has changed or disappeared is
closed: its earlier version is kept, with the interval in which it was held, apart from what is held now. Only claims
have versions; other things are kept when they disappear, because earlier versions of claims may refer to them.

Records stream; of the version before, a hash and two times a claim are held meanwhile, and of both versions a hash a
thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from operator import attrgetter

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.quads import from_quads
from ...ontology.records import Claim, DataSet, Record
from ..store import projection
from ..store.base import Generation, QuadStore
from ..store.columns.files import Columns, rows_of
from ..store.columns.kept import FIELDS, plain
from ..store.columns.writing import content_of, contents

_TIMES = ("recorded_on", "said_recorded_on")
#: What a claim says; another clock makes no other claim.
_SAID = tuple(name for name in FIELDS[Claim] if name not in _TIMES)
_SETTERS = {name: getattr(Claim, name).__set__ for name in FIELDS[Claim]}
_values_of = attrgetter(*FIELDS[Claim])
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAMING = ox.NamedNode(WB.naming)


class Earlier:
    """What a data set was before a newer version takes its place: hashes of its claims and their times, block by block
    from the columns beside the store, which looks each text up by itself."""

    def __init__(self, generation: Generation, graph: str) -> None:
        self._generation = generation
        self._graph = graph
        self._is_held = next(generation.current.find(graph=ox.NamedNode(graph)), None) is not None
        #: By the hash of a claim's IRI: that of its content, and its two times as they are kept.
        self._claims: dict[int, tuple[bytes, str | None, str | None]] = {}
        for block in self._blocks():
            times = (rows_of(block, f"Claim.{name}") for name in _TIMES)
            keys = map(hash, rows_of(block, "Claim.iri"))
            self._claims.update(zip(keys, zip(contents(block, Claim, _SAID), *times, strict=True), strict=True))
        #: The hashes of IRIs: of all that is there now, and of the claims that say what they said before.
        self._there: set[int] = set()
        self._unchanged: set[int] = set()

    def _blocks(self) -> Iterator[Columns]:
        held = self._generation
        return projection.blocks(held.current, held.columns, self._graph) if self._is_held else iter(())

    def held(self, records: Iterable[Record], now: datetime) -> Iterator[Record]:
        """Yield the `records` of the newer version as they are to be held: claims with the time since when they are
        recorded.

        `now` (UTC) is later than any time at which the data set was changed. A claim that states since when it is
        recorded keeps that.
        """
        for record in records:
            if self._is_held:
                self._there.add(hash(record.iri))
            yield self._timed(record, now) if isinstance(record, Claim) else record

    def _timed(self, claim: Claim, now: datetime) -> Claim:
        key = hash(claim.iri)
        before = self._claims.get(key)
        if before is not None:
            content, recorded, said = before
            if plain(claim.recorded_on) in (None, recorded) and content_of(claim, _SAID) == content:
                self._unchanged.add(key)
                return timed(claim, _moment(recorded), _moment(said))
        return claim if claim.recorded_on else timed(claim, now, claim.said_recorded_on)

    def closed(self, now: datetime) -> Iterator[Record]:
        """Yield what the newer version closes, once all of it was `held`: earlier versions of claims, and other things
        gone."""
        for block in self._blocks():
            names = (name for name in block if name.endswith(".iri") and name != "Name.iri")
            iris = (iri for name in names for iri in rows_of(block, name))
            gone = {iri for iri in iris if self._is_closed(hash(iri))}
            for record in projection.records_of(block) if gone else ():
                if record.iri in gone:
                    yield _close(record, now) if isinstance(record, Claim) else record

    def _is_closed(self, key: int) -> bool:
        return key not in self._there or (key in self._claims and key not in self._unchanged)


def record_at(store: QuadStore, graph: str, iri: str) -> Record | DataSet | None:
    """Return the record of an IRI in one named graph (an IRI), with its parts and names; None if there is none."""
    name = ox.NamedNode(graph)
    own = list(store.find(ox.NamedNode(iri), None, None, name))
    if not own:
        return None
    nodes = (quad.object for quad in own if isinstance(quad.object, ox.NamedNode))
    parts = [node for node in nodes if node.value.startswith(f"{iri}/")]
    names = [quad.subject for quad in store.find(None, _NAMING, own[0].subject, name)]
    more = (store.find(node, None, None, name) for node in chain(parts, names))
    found = from_quads(chain(own, chain.from_iterable(more)))
    return next((record for record in found if record.iri == iri), None)


def timed(claim: Claim, recorded: datetime | None, said: datetime | None) -> Claim:
    """Return a claim with these as the times since when it is recorded, here and elsewhere. (`replace` takes four times
    as long, for every claim.)"""
    made = object.__new__(Claim)
    for set_, value in zip(_SETTERS.values(), _values_of(claim), strict=True):
        set_(made, value)
    _SETTERS["recorded_on"](made, recorded)
    _SETTERS["said_recorded_on"](made, said)
    return made


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _close(claim: Claim, now: datetime) -> Claim:
    return replace(claim, iri=f"{claim.iri}/version/{now.strftime(_STAMP)}", version_of=claim.iri, closed_on=now)
