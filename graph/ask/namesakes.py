"""Incidents of one name in several data sets: which there are, and how they relate as far as it is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from ...ontology import WB
from ...ontology.dates import PartialDate, certainly_before
from ...ontology.edtf import in_words
from ...ontology.texts import counted
from ..store.base import QuadStore
from .names import Found, key_of
from .values import Values, written

#: Allegations are of an incident, too; what somebody says is a claim.
_CLAIMS = "SELECT DISTINCT ?i ?c { VALUES ?i { %s } ?c wb:incident|wb:about/wb:incident ?i ; wb:speaker ?by }"


@dataclass(frozen=True, slots=True)
class _Namesake:
    key: str
    since: str
    until: str
    claims: int

    def __str__(self) -> str:
        when = in_words(self.since) + (f" to {in_words(self.until)}" if self.until not in ("", self.since) else "")
        return f"{self.key} ({', '.join(filter(None, (when, counted(self.claims, 'claim'))))})"

    @property
    def bounds(self) -> tuple[PartialDate | None, PartialDate | None]:
        """When it began and ended, as far as that is known."""
        since, until = (PartialDate.parse(text) if text else None for text in (self.since, self.until or self.since))
        return since, until


def namesakes(store: QuadStore, found: Sequence[Found]) -> list[str]:
    """Return lines for people on incidents that bear one name: how to name each, and how they relate; nothing where it
    is one."""
    if len(found) < 2 or {thing.what for thing in found} != {"incident"}:
        return []
    iris = [thing.iri for thing in found]
    values = Values(store.wider)
    values.read(iris)
    said = [(row.i, row.c) for row in store.wider.select(_CLAIMS % written(iris)).rows()]
    here = set(store.having(claim for _, claim in said))
    claims = Counter(iri for iri, claim in said if claim in here)
    alike = [
        _Namesake(key_of(iri), values.one(iri, WB.occurredFrom), values.one(iri, WB.occurredTo), claims[iri])
        for iri in iris
    ]
    return [
        f"{found[0].label!r} is {len(alike)} incidents of different data sets; to mean one, say its key:",
        *(f"  {each}" for each in alike),
        f"They {_related(alike)}. Nothing joins incidents of different data sets: each has statuses of its own.",
    ]


def _related(alike: Sequence[_Namesake]) -> str:
    if any(not each.since for each in alike):
        return "may be one or not: not all have a date"
    if len({(each.since, each.until) for each in alike}) == 1:
        return "are dated alike"
    apart = (
        certainly_before(a.bounds[1], b.bounds[0]) or certainly_before(b.bounds[1], a.bounds[0])
        for a, b in combinations(alike, 2)
    )
    return "were not all at the same time" if any(apart) else "may have been at the same time"
