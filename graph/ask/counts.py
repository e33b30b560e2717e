"""Counting claims by what they have: year, act, speaker, outlet, and so on, one of these or several crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import product
from types import MappingProxyType
from typing import Final

from ...ontology.dates import PartialDate
from ...ontology.records import Claim
from ..identity.representatives import Representatives
from ..status.assessment import assess
from ..store.base import QuadStore
from ..store.clocks import claim_date
from ..store.facts import Facts
from .filtering import accused_of, incidents_of
from .listing import datasets_of

#: What stands for a value that a claim does not have.
NONE: Final = ""
#: Where nothing is asked for that facts alone do not tell.
NOTHING: Final[Mapping[str, Callable[[Claim], list[str]]]] = MappingProxyType({})


#: The values that a claim has of something.
Values = Callable[[Claim], list[str]]


def counts(
    facts: Facts, by: Sequence[str], claims: Collection[str] | None = None, more: Mapping[str, Values] = NOTHING
) -> list[dict[str, object]]:
    """Return how many of these claims (IRIs; None: all) there are by the values of some of `BY`, the values in
    order.

    A claim that has several values of one, such as two outlets, counts once with each; one that has none counts with
    `NONE`. So the sum may be more than the number of claims, and never less. `more` has what `facts` alone do not tell
    (see `given_by`).
    """
    values_of = [more.get(name) or partial(_of, DIMENSIONS[name], facts) for name in by]
    found: Counter[tuple[str, ...]] = Counter()
    for claim in facts.claims.values():
        if claims is None or claim.iri in claims:
            values = [sorted(set(values(claim))) or [NONE] for values in values_of]
            found.update(product(*values))
    return [{**dict(zip(by, values, strict=True)), "claims": number} for values, number in sorted(found.items())]


def _of(dimension: Callable[[Claim, Facts], list[str]], facts: Facts, claim: Claim) -> list[str]:
    return dimension(claim, facts)


def given_by(store: QuadStore, facts: Facts, states: Representatives, by: Collection[str]) -> dict[str, Values]:
    """Return what tells of a claim what is asked for and facts alone do not tell: its data set, the status of what it
    is about, the state as which a speaker or an accused counts.

    `states` are those of the facts, rolled up (see `identity.rolling`).
    """
    makers: dict[str, Callable[[], Values]] = {
        "status": lambda: _statuses(facts),
        "state": lambda: lambda claim: _states(claim.speakers, facts, states),
        "accused_state": lambda: lambda claim: _states(accused_of(claim, facts), facts, states),
        "dataset": lambda: _homes(store, facts),
    }
    return {name: make() for name, make in makers.items() if name in by}


def _statuses(facts: Facts) -> Values:
    labels = {each.allegation.iri: each.status.label for each in assess(facts)}
    return lambda claim: [labels[iri] for iri in claim.about if iri in labels]


def _states(actors: Iterable[str], facts: Facts, states: Representatives) -> list[str]:
    found = (facts.actors.get(states.representative(iri)) for iri in actors)
    return [actor.label for actor in found if actor is not None and actor.kind == "state"]


def _homes(store: QuadStore, facts: Facts) -> Values:
    homes = datasets_of(store, facts.claims)
    return lambda claim: [homes[claim.iri]] if claim.iri in homes else []


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
#: All that claims can be counted by; the last ones are told by `given_by`.
BY: Final = (*DIMENSIONS, "state", "accused_state", "status", "dataset")
