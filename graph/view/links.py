"""What is drawn between what: the edges of the blame network, and the claims and allegations that it lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...ontology.acts import ACTS, ALLEGING, LEADING_TO_ACCUSED, OPPOSING
from ...ontology.records import Claim
from ..network.network import NOBODY
from ..store.facts import Facts


class Link(NamedTuple):
    """A line between two nodes: a claim, or what ties the accused of an allegation to its incident."""

    start: str
    end: str
    claim: str | None = None
    allegation: str | None = None


def links(facts: Facts, counted: Mapping[str, str] = NOBODY) -> Iterator[Link]:
    """Yield all links: one a claim and accused, and one an allegation that some claim is about.

    A claim that blames nobody leads to the accused it speaks of, else to its incident, else back to its speaker.
    `counted` maps actors to those as whom they are drawn.
    """
    against = accusations(facts)
    for claim in (facts.claims[iri] for iri in sorted(facts.claims)):
        leads = claim.act in LEADING_TO_ACCUSED and claim.accused
        for speaker in dict.fromkeys(counted.get(speaker, speaker) for speaker in claim.speakers):
            ends = claim.accused if leads else _concerned(claim, facts, against) or [claim.incident or speaker]
            for end in dict.fromkeys(counted.get(end, end) for end in ends):
                yield Link(speaker, end, claim=claim.iri)
    for iri in sorted(spoken_of(facts)):
        allegation = facts.allegations[iri]
        yield Link(counted.get(allegation.accused, allegation.accused), allegation.incident, allegation=iri)


def spoken_of(facts: Facts) -> set[str]:
    """Return the allegations that some claim is about, or challenges."""
    named = (iri for claim in facts.claims.values() for iri in (*claim.about, *claim.challenges))
    return {iri for iri in named if iri in facts.allegations}


def accusations(facts: Facts) -> Mapping[str, list[str]]:
    """Return the accusing claims that make an allegation or rest on a piece of evidence, by the IRI of either."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in facts.claims.values():
        if claim.act in ALLEGING:
            for iri in (*claim.about, *claim.evidence):
                found[iri].append(claim.iri)
    return found


def spoken_against(claim: Claim, facts: Facts, against: Mapping[str, list[str]]) -> list[str]:
    """Return the claims that a claim speaks against: those a denial answers, a challenge doubts, a withdrawal takes
    back.

    A challenge to an allegation or to evidence is against the accusations that make it or rest on it (`accusations`).
    """
    answers = ACTS[claim.act].answers
    named = getattr(claim, answers) if answers and claim.act in OPPOSING else ()
    targets = [found for iri in named for found in ([iri] if iri in facts.claims else against.get(iri, ()))]
    return [iri for iri in dict.fromkeys(targets) if iri in facts.claims and iri != claim.iri]


def _concerned(claim: Claim, facts: Facts, against: Mapping[str, list[str]]) -> list[str]:
    about = [*claim.about, *claim.challenges, *_about_endorsed(claim, facts)]
    for iri in spoken_against(claim, facts, against):
        about += facts.claims[iri].about
    accused = {facts.allegations[iri].accused for iri in about if iri in facts.allegations}
    return sorted(accused)


def _about_endorsed(claim: Claim, facts: Facts) -> list[str]:
    return [about for iri in claim.endorses if iri in facts.claims for about in facts.claims[iri].about]
