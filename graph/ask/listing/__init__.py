"""Claims as rows for people: who said what about whom, when, how surely, where it is written, and what it answers.

Only the claims that are asked for are read, so that an answer does not wait for the whole graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from ....ontology import WB
from ...store.base import QuadStore
from ..values import written
from .reading import ANSWERS, Known, known
from .reading import datasets_of as datasets_of
from .rows import COLUMNS as COLUMNS
from .rows import DATES as DATES
from .rows import CitedSource as CitedSource
from .rows import ClaimRow as ClaimRow
from .rows import only as only
from .rows import row_of
from .rows import rows_by_date as rows_by_date

_WITHDRAWS = ox.NamedNode(WB.withdraws)


def all_claims(store: QuadStore) -> list[ClaimRow]:
    """Return all claims, in order."""
    return _rows(store, "?claim wb:speaker ?anybody")


def claims_touching(store: QuadStore, actors: Collection[str]) -> list[ClaimRow]:
    """Return the claims by the actors (IRIs), by those who speak for them, about allegations against them, and about
    the activity that goes by their name, in order."""
    accused = written(actors)
    return _rows(
        store,
        f"""{{ VALUES ?by {{ {written(speakers_for(store, actors))} }} ?claim wb:speaker ?by }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:about/wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }} ?claim wb:accused ?actor }}
            UNION {{ VALUES ?actor {{ {accused} }}
                     ?activity wb:activityOf ?actor . ?claim wb:incident|wb:about/wb:incident ?activity }}""",
    )


def claims_about(store: QuadStore, incidents: Iterable[str]) -> list[ClaimRow]:
    """Return the claims about incidents (IRIs), in order."""
    named = written(incidents)
    return _rows(store, f"VALUES ?incident {{ {named} }} ?claim wb:incident|wb:about/wb:incident ?incident")


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
    return known | {row.by for row in store.wider.select(query).rows()}


def _rows(store: QuadStore, where: str, gone: Collection[str] | None = None) -> list[ClaimRow]:
    """Return the claims that a pattern for ?claim matches, in order."""
    wider = store.wider
    claims = store.having(solution["claim"].value for solution in wider.select(f"SELECT DISTINCT ?claim {{ {where} }}"))
    found = known(wider, claims)
    if wider is not store:  # what a claim answers may not be here: then it is not known what that says
        answered = {iri for claim in found.claims.values() for field in ANSWERS for iri in claim.get(field, ())}
        found = found._replace(labels=found.labels.copy())
        for iri in answered.difference(store.having(answered)):
            found.labels.pop(iri, None)
    taken_back = _withdrawn(store, claims) if gone is None else gone
    return rows_by_date(_made(found, taken_back))


def _made(found: Known, taken_back: Collection[str]) -> Iterator[ClaimRow]:
    """Yield the rows of claims, each of which takes the place of what was read of it."""
    for claim in list(found.claims):
        yield row_of(claim, found, claim in taken_back)
        del found.claims[claim]


def _withdrawn(store: QuadStore, claims: Collection[str]) -> Collection[str]:
    """Return which of the claims (IRIs) are withdrawn; what tells is imported where somebody took one of them back."""
    if {getattr(quad.object, "value", "") for quad in store.find(None, _WITHDRAWS)}.isdisjoint(claims):
        return ()
    from ...status.withdrawn import withdrawn

    return withdrawn(store, claims)
