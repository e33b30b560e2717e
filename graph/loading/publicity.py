"""When claims were public, told while their records pass by: it takes the dates of the sources that they stand in."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.dates import PartialDate
from ...ontology.quads import public_ntriples
from ...ontology.records import Claim, Record, Source
from ..store.base import QuadStore
from ..store.clocks import public_by

_PUBLISHED = ox.NamedNode(WB.publishedOn)


class Publicity:
    """The lines that say when claims were public.

    `lines` has those of a claim whose sources came before it; `rest` those of the others, whose sources came later or
    are described `elsewhere`. So any order will do; held are the dates of sources, and the claims that wait.
    """

    def __init__(self, elsewhere: QuadStore) -> None:
        self._elsewhere = elsewhere
        self._published: dict[str, PartialDate | None] = {}
        self._waiting: list[Claim] = []

    def lines(self, record: Record) -> str:
        """Return the lines about a record, if it is a claim of whose sources all are known; remember it otherwise."""
        if isinstance(record, Source):
            self._published[record.iri] = record.published
        elif isinstance(record, Claim):
            if all(iri in self._published for iri in record.made_in):
                return self._of(record)
            self._waiting.append(record)
        return ""

    def rest(self) -> Iterator[str]:
        """Yield the lines about the claims that had to wait."""
        for claim in self._waiting:
            for iri in claim.made_in:
                if iri not in self._published:
                    self._published[iri] = self._found(iri)
            yield self._of(claim)

    def _of(self, claim: Claim) -> str:
        dates = filter(None, map(self._published.get, claim.made_in))
        public = public_by(claim, list(dates))
        return public_ntriples(claim.iri, public) if public else ""

    def _found(self, source: str) -> PartialDate | None:
        try:
            quads = list(self._elsewhere.find(ox.NamedNode(source), _PUBLISHED))
        except ValueError:
            return None
        texts = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
        return PartialDate.parse(texts[0]) if texts else None
