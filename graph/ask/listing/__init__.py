"""Claims as rows for people: who said what about whom, when, how surely, where it is written, and what it answers.

Only the claims that are asked for are read, so that an answer does not wait for the whole graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import pyoxigraph as ox

from ....ontology import WB
from ...store.base import QuadStore
from ..values import public_pattern, written
from .reading import ANSWERS, known
from .reading import datasets_of as datasets_of
from .rows import COLUMNS as COLUMNS
from .rows import DATES as DATES
from .rows import CitedSource as CitedSource
from .rows import ClaimRow as ClaimRow
from .rows import only as only
from .rows import row_of
from .rows import rows_by_date as rows_by_date


def all_claims(store: QuadStore) -> list[ClaimRow]:
    """Return all claims, in order."""
    return _rows(store, "?claim wb:speaker ?anybody")


def claims_touching(store: QuadStore, actors: Collection[str], day: date | None = None) -> list[ClaimRow]:
    """Return the claims by the actors (IRIs), by those who speak for them, about allegations against them, and about
    the activity that goes by their name, in order; with a `day`, as a graph lists them that is as of it."""
    accused = written(actors)
    return _rows(
        store,
        f"""{{ VALUES ?by {{ {written(speakers_for(store, actors))} }} ?claim wb:speaker ?by }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:about/wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }}
                     ?activity wb:activityOf ?actor . ?claim wb:incident|wb:about/wb:incident ?activity }}""",
        day=day,
    )


def claims_about(store: QuadStore, incidents: Iterable[str], day: date | None = None) -> list[ClaimRow]:
    """Return the claims about incidents (IRIs), in order; `day` as for `claims_touching`."""
    named = written(incidents)
    return _rows(store, f"VALUES ?incident {{ {named} }} ?claim wb:incident|wb:about/wb:incident ?incident", day=day)


def claims_in(store: QuadStore, sources: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that sources (IRIs) carry, in order."""
    return _rows(store, f"VALUES ?carrier {{ {written(sources)} }} ?claim wb:madeIn ?carrier")


def claims_concerning(store: QuadStore, allegations: Iterable[str]) -> list[ClaimRow]:
    """Return the claims about allegations (IRIs), in order."""
    return _rows(store, f"VALUES ?allegation {{ {written(allegations)} }} ?claim wb:about|wb:challenges ?allegation")


def claims_resting_on(store: QuadStore, evidence: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that cite evidence (IRIs) or doubt it, in order."""
    return _rows(store, f"VALUES ?item {{ {written(evidence)} }} ?claim wb:evidence|wb:challenges ?item")


def claims(store: QuadStore, iris: Iterable[str], gone: Collection[str] | None = None) -> list[ClaimRow]:
    """Return the claims with these IRIs, in order. `gone` are those of the store that are withdrawn, where
    that is known already."""
    return _rows(store, f"VALUES ?claim {{ {written(iris)} }}", gone)


def claims_answering(store: QuadStore, iris: Iterable[str]) -> list[ClaimRow]:
    """Return the claims that answer, doubt, back or end the claims with these IRIs, in order."""
    return _rows(
        store,
        f"VALUES ?answered {{ {written(iris)} }} ?claim wb:respondsTo|wb:challenges|wb:endorses|wb:withdraws ?answered",
    )


def speakers_for(store: QuadStore, actors: Iterable[str]) -> set[str]:
    """Return the actors and those who speak for them, directly or by others."""
    known = set(actors)
    query = f"SELECT DISTINCT ?by {{ VALUES ?actor {{ {written(known)} }} ?by wb:speaksFor+ ?actor }}"
    return known | {row.by for row in store.select(query).rows()}


def _rows(store: QuadStore, where: str, gone: Collection[str] | None = None, day: date | None = None) -> list[ClaimRow]:
    """Return the claims that a pattern for ?claim matches, in order; with a `day` those certainly public by then, as
    they were known."""
    claims = [solution["claim"].value for solution in store.select(f"SELECT DISTINCT ?claim {{ {where} }}")]
    if day is not None:
        claims = _public(store, claims, day)
    found = known(store, claims)
    taken_back = _withdrawn(store, claims, day) if gone is None else gone
    if day is not None:  # what a claim answers may have become public later: then it is not known what that says
        answered = {iri for claim in found.claims.values() for field in ANSWERS for iri in claim.get(field, ())}
        later = set(datasets_of(store, answered)).difference(_public(store, answered, day))
        found = found._replace(labels={iri: label for iri, label in found.labels.items() if iri not in later})
    return rows_by_date(row_of(claim, found, claim in taken_back) for claim in found.claims)


def _public(store: QuadStore, claims: Iterable[str], day: date) -> list[str]:
    """Return which of the claims (IRIs) were certainly public by a day."""
    query = f"SELECT DISTINCT ?claim {{ VALUES ?claim {{ {written(claims)} }} {public_pattern('?claim', day)} }}"
    return [row.claim for row in store.select(query).rows()]


def _withdrawn(store: QuadStore, claims: Collection[str], day: date | None) -> Collection[str]:
    """Return which of the claims (IRIs) are withdrawn; what tells is imported where somebody took one of them back."""
    quads = list(store.find(None, ox.NamedNode(WB.withdraws)))
    if {getattr(quad.object, "value", "") for quad in quads}.isdisjoint(claims):
        return ()
    from ...status.withdrawn import withdrawn

    if day is None:
        return withdrawn(store, claims)
    return withdrawn(
        store,
        claims,
        _public(store, {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}, day),
    )
