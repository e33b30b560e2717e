"""Counting claims by what they have: year, act, speaker, outlet, and so on, one of these or several crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Final

from ...ontology.dates import PartialDate
from ...ontology.records import Claim
from ..store.clocks import claim_date
from ..store.facts import Facts
from .filtering import accused_of, incidents_of

#: What stands for a value that a claim does not have.
NONE: Final = ""
#: The data sets of claims where nobody asks for them.
NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def counts(
    facts: Facts, by: Sequence[str], claims: Collection[str] | None = None, homes: Mapping[str, str] = NOWHERE
) -> list[dict[str, object]]:
    """Return how many of these claims (IRIs; None: all) there are by the values of some of `BY`, the values in
    order.

    A claim that has several values of one, such as two outlets, counts once with each; one that has none counts with
    `NONE`. So the sum may be more than the number of claims, and never less. `homes` has the data set of each claim.
    """

    def home(claim: Claim, _: Facts) -> list[str]:
        return [homes[claim.iri]] if claim.iri in homes else []

    values_of: dict[str, Callable[[Claim, Facts], list[str]]] = {**DIMENSIONS, "dataset": home}
    found: Counter[tuple[str, ...]] = Counter()
    for claim in facts.claims.values():
        if claims is None or claim.iri in claims:
            values = [sorted(set(values_of[name](claim, facts))) or [NONE] for name in by]
            found.update(product(*values))
    return [{**dict(zip(by, values, strict=True)), "claims": number} for values, number in sorted(found.items())]


def _labels(iris: Iterable[str], facts: Facts) -> list[str]:
    return [facts.label(iri) for iri in iris]


def _year(claim: Claim, facts: Facts) -> list[str]:
    """Return the year in which a claim was made, if its date leaves but one."""
    date: PartialDate | None = claim_date(claim, facts)
    return [f"{date.earliest.year:04}"] if date is not None and date.earliest.year == date.latest.year else []


def _outlets(claim: Claim, facts: Facts) -> list[str]:
    sources = (facts.sources[iri] for iri in claim.made_in if iri in facts.sources)
    return _labels((source.publisher for source in sources if source.publisher), facts)


def _kinds(claim: Claim, facts: Facts) -> list[str]:
    return [facts.incidents[iri].kind for iri in incidents_of(claim, facts) if iri in facts.incidents]


#: What claims are counted by, and the values a claim has of it.
DIMENSIONS: Final[Mapping[str, Callable[[Claim, Facts], list[str]]]] = {
    "year": _year,
    "act": lambda claim, _: [claim.act],
    "form": lambda claim, _: [claim.form] if claim.form else [],
    "speaker": lambda claim, facts: _labels(claim.speakers, facts),
    "accused": lambda claim, facts: _labels(accused_of(claim, facts), facts),
    "incident": lambda claim, facts: _labels(incidents_of(claim, facts), facts),
    "kind": _kinds,
    "outlet": _outlets,
}
#: All that claims can be counted by; their data sets are known to the store, and not to the facts.
BY: Final = (*DIMENSIONS, "dataset")
