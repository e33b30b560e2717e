"""The status of an allegation: nine yes-or-no facts about the claims made, and a label that follows from them.

A status says how an allegation was received, never whether it is true. Everything is computed over the claims
visible at some time, in two worlds: the *certain* one, where an imprecise date counts only for what holds whatever
day it turns out to be, and what was said under a condition for nothing; and the *possible* one, where both count for
all that may hold.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from ...ontology.acts import ALLEGING, BY_ACCUSED, DENYING
from ...ontology.dates import LATEST, PartialDate, certainly_before, earliest, latest
from ..store.clocks import claim_date, claims_by_date, visible
from ..store.facts import Facts
from .claims import ClaimIndex, certainly_said, endings, live, reachable

__all__ = ["LABELS", "Status", "Vector", "label", "live", "statuses", "vectors"]


_Dates = Sequence[PartialDate | None]


class Vector(NamedTuple):
    """What the label depends on, and all it depends on.

    `attributed`: a live Attribution or Endorsement by someone other than the accused.
    `self_claimed`: a live ResponsibilityClaim by the accused or one that speaks for it.
    `denied`: a live Denial that covers it, by the accused, by one that speaks for it, or by what it is part of or
    speaks for. A denial that names no role covers all roles of the accused in the incident, and of all that are part of
    the accused or speak for it; with a role it covers only what it is about.
    `challenged`: a live Challenge to the allegation, to a live claim that asserts it or to the evidence of one, by
    neither the accused nor an attributor (who made a live Attribution or Endorsement of it).
    `rivalled`: a live Attribution or ResponsibilityClaim of another allegation, where either excludes the other.
    `ever`: any Attribution or ResponsibilityClaim, live or not.
    `replaced`: the last live withdrawal of a claim that asserts it put another claim in its place.
    `claimed_last`: a claim that makes it `self_claimed` certainly came after all that make it `denied`; `denied_last`:
    the other way round.

    One that speaks for the accused is nowhere someone other than the accused.
    """

    attributed: bool = False
    self_claimed: bool = False
    denied: bool = False
    challenged: bool = False
    rivalled: bool = False
    ever: bool = False
    replaced: bool = False
    claimed_last: bool = False
    denied_last: bool = False


#: All labels, from no allegation to the least disputed one; `label` says when each applies.
LABELS: Final = (
    "unasserted",
    "superseded",
    "withdrawn",
    "self-contradictory",
    "denied after claiming",
    "admitted after denial",
    "admitted",
    "self-claimed",
    "denied and contested",
    "contested",
    "denied",
    "uncontested",
)


@lru_cache(maxsize=512)  # there are no more vectors than that
def label(vector: Vector) -> str:
    """Return the label of a vector: the first that matches.

    >>> label(Vector(attributed=True, denied=True, ever=True))
    'denied'
    """
    disputed = vector.challenged or vector.rivalled
    both = vector.self_claimed and vector.denied
    rules = (
        (not vector.ever, "unasserted"),
        (not vector.attributed and not vector.self_claimed, "superseded" if vector.replaced else "withdrawn"),
        (both and vector.claimed_last, "admitted after denial"),
        (both and vector.denied_last, "denied after claiming"),
        (both, "self-contradictory"),
        (vector.self_claimed and vector.attributed, "admitted"),
        (vector.self_claimed, "self-claimed"),
        (vector.denied and disputed, "denied and contested"),
        (disputed, "contested"),
        (vector.denied, "denied"),
    )
    return next((name for applies, name in rules if applies), "uncontested")


class Status(NamedTuple):
    """The status of one allegation, certain and possible.

    `claims` are the IRIs of the claims certainly visible that assert or deny the allegation, challenge it or what
    asserts it, or certainly end one of these, in date order.
    """

    vector: Vector
    label: str
    possible_vector: Vector
    possible_label: str
    claims: tuple[str, ...]


def statuses(
    facts: Facts, as_of: datetime.date | None = None, recorded_as_of: datetime.datetime | None = None
) -> dict[str, Status]:
    """Return the status of every allegation, by IRI, over the claims visible at the two times (see `visible`).

    Takes time linear in the claims.
    """
    said = visible(facts, as_of=as_of, recorded_as_of=recorded_as_of)
    certain = certainly_said(said)
    possible = said
    if as_of is not None:
        possible = visible(facts, as_of=as_of, recorded_as_of=recorded_as_of, possibly=True)
    index = ClaimIndex(certain)
    surely = vectors(index)
    touching = dict(_touching(index if certain is said else ClaimIndex(said)))
    if certain.claims.keys() == possible.claims.keys():
        perhaps = surely | _otherwise(index, touching)
    else:
        perhaps = vectors(ClaimIndex(possible, possibly=True))
    return {
        iri: Status(surely[iri], label(surely[iri]), perhaps[iri], label(perhaps[iri]), claims)
        for iri, claims in touching.items()
    }


def _otherwise(index: ClaimIndex, touching: Mapping[str, tuple[str, ...]]) -> dict[str, Vector]:
    """Return the possible vectors where they may differ from the certain ones although the same claims are visible.

    Then only withdrawals have another effect. What they concern are the allegations of the claims that end or live
    otherwise, and the rivals of these; the vector of a rival needs its own rivals, too.
    """
    facts, rivals = index.facts, index.rivals
    ended = endings(facts, possibly=True)
    changed = {iri for iri in ended.keys() | index.endings.keys() if ended.get(iri) != index.endings.get(iri)}
    if not changed:
        return {}
    changed |= index.dead ^ (facts.claims.keys() - live(facts, possibly=True))
    touched = {iri for iri, claims in touching.items() if not changed.isdisjoint(claims)}
    concerned = touched.union(*(rivals.get(iri, ()) for iri in touched)) & touching.keys()
    around = concerned.union(*(rivals.get(iri, ()) for iri in concerned)) & touching.keys()
    claims = {claim for iri in around for claim in touching[iri]}
    claims.update(reachable(claims, lambda iri: ended.get(iri, ())))
    denied = {
        allegation for iri in claims if facts.claims[iri].act in DENYING for allegation in facts.claims[iri].about
    }
    part = replace(
        facts,
        allegations={iri: facts.allegations[iri] for iri in around | (denied & facts.allegations.keys())},
        claims={iri: facts.claims[iri] for iri in claims},
    )
    found = vectors(ClaimIndex(part, possibly=True))
    return {iri: found[iri] for iri in concerned}


def vectors(index: ClaimIndex) -> dict[str, Vector]:
    """Return the vector of every allegation, by IRI."""
    bits = dict.fromkeys(index.facts.allegations, 0)
    for number, element in enumerate(_ELEMENTS):
        for allegation in element(index):
            if allegation in bits:
                bits[allegation] |= 1 << number
    return {iri: _VECTORS[mask] for iri, mask in bits.items()}


def _attributed(index: ClaimIndex) -> Iterator[str]:
    for claim, allegation in index.assertions:
        if claim.act not in BY_ACCUSED and index.others(claim.speakers, allegation.accused):
            yield allegation.iri


def _self_claimed(index: ClaimIndex) -> Iterator[str]:
    for claim, allegation in index.assertions:
        if claim.act in BY_ACCUSED and index.speaks_as(claim.speakers, allegation.accused):
            yield allegation.iri


def _denied(index: ClaimIndex) -> Iterator[str]:
    allegations = index.facts.allegations
    denied = (allegations[iri] for iri in index.denying if iri in allegations)
    return (allegation.iri for allegation in denied if index.denied_with_effect(allegation))


def _challenged(index: ClaimIndex) -> Iterator[str]:
    allegations = index.facts.allegations
    attributors: dict[str, set[str]] = {}
    for challenge, iri, hit in index.challenges():
        if not hit or iri not in allegations or not index.is_live(challenge):
            continue
        if iri not in attributors:
            blaming = (claim for claim in index.live_claims(iri) if claim.act not in BY_ACCUSED)
            attributors[iri] = {speaker for claim in blaming for speaker in claim.speakers}
        accused = allegations[iri].accused
        if not attributors[iri].issuperset(index.others(challenge.speakers, accused)):
            yield iri


def _rivalled(index: ClaimIndex) -> Iterator[str]:
    blamed = {allegation.iri for claim, allegation in index.assertions if claim.act in ALLEGING}
    return (iri for iri, rivals in index.rivals.items() if not blamed.isdisjoint(rivals))


def _ever(index: ClaimIndex) -> Iterator[str]:
    return (iri for claim in index.facts.claims.values() if claim.act in ALLEGING for iri in claim.about)


def _replaced(index: ClaimIndex) -> Iterator[str]:
    facts = index.facts
    ends: dict[str, set[str]] = defaultdict(set)
    for iri, withdrawals in index.endings.items():
        for allegation in index.asserted(facts.claims[iri]):
            ends[allegation].update(set(withdrawals) - index.dead)
    for allegation, iris in ends.items():
        dates = {iri: claim_date(facts.claims[iri], facts) for iri in iris}
        last = max(map(earliest, dates.values()), default=LATEST)
        # Last is each ending that no other certainly follows.
        if any(latest(date) >= last and facts.claims[iri].replaced_by for iri, date in dates.items()):
            yield allegation


def _claimed_last(index: ClaimIndex) -> Iterator[str]:
    return (iri for iri, claims, denials in _own_words(index) if _last(claims, denials))


def _denied_last(index: ClaimIndex) -> Iterator[str]:
    return (iri for iri, claims, denials in _own_words(index) if _last(denials, claims))


def _own_words(index: ClaimIndex) -> Iterator[tuple[str, _Dates, _Dates]]:
    """Yield the allegations that the accused claimed as well as denied, with when."""
    facts = index.facts
    for iri in dict.fromkeys(_self_claimed(index)):
        denials = index.denied_with_effect(facts.allegations[iri])
        if denials:
            accused = facts.allegations[iri].accused
            own = (c for c in index.live_claims(iri) if c.act in BY_ACCUSED and index.speaks_as(c.speakers, accused))
            yield iri, [claim_date(claim, facts) for claim in own], [claim_date(claim, facts) for claim in denials]


def _last(some: _Dates, others: _Dates) -> bool:
    """Return whether one date is certainly after all others."""
    return any(all(certainly_before(other, date) for other in others) for date in some)


#: For each element of a vector, in order, what finds the allegations for which it is set.
_ELEMENTS = (
    _attributed,
    _self_claimed,
    _denied,
    _challenged,
    _rivalled,
    _ever,
    _replaced,
    _claimed_last,
    _denied_last,
)
_VECTORS = tuple(Vector(*(bool(mask >> number & 1) for number in range(9))) for mask in range(1 << 9))


def _touching(index: ClaimIndex) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each allegation with its claims (see `Status`)."""
    challenging: dict[str, dict[str, None]] = defaultdict(dict)
    for challenge, allegation, _ in index.challenges():
        challenging[allegation][challenge.iri] = None
    for allegation in index.facts.allegations:
        iris = [claim.iri for claim in index.asserting.get(allegation, ())]
        iris += [claim.iri for claim in index.denying.get(allegation, ())]
        iris += challenging.get(allegation, ())
        if not index.endings.keys().isdisjoint(iris):
            iris = list(dict.fromkeys(iris + reachable(iris, lambda iri: index.endings.get(iri, ()))))
        yield allegation, tuple(claims_by_date(iris, index.facts)) if len(iris) > 1 else tuple(iris)
