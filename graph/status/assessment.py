"""Each allegation with all that is computed about it, ready to be shown: status, claims, origins, argument."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from ...ontology.acts import ALLEGING, BY_ACCUSED, DECIDING, OUTCOMES, Direction, direction
from ...ontology.dates import EARLIEST, certainly_before
from ...ontology.edtf import in_words
from ...ontology.records import Allegation, Claim
from ...ontology.wording import degree, joint, voice
from ..store.clocks import claim_date, first_public, incidents_behind, visible
from ..store.facts import Facts
from .argument import Weighed
from .claims import ClaimIndex, certainly_said, live
from .independence import Origins, Provenance, origins_of
from .status import Status, statuses

#: How many of those who denied an allegation are named beside its label.
_MOST_NAMED = 2
#: How an accused belongs to who denies: as a part of it, or as who speaks for it.
Belonging = Literal["", "part", "voice"]
_BELONGS: Final[dict[str, str]] = {"part": "of which it is part", "voice": "for which it speaks"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a court or authority decided on an accused: its `outcome`, by whom and when, and whom it speaks for."""

    claim: str
    outcome: str
    by: str
    date: str
    direction: Direction

    def __str__(self) -> str:
        return f"{OUTCOMES[self.outcome].words} ({', '.join(filter(None, (self.by, in_words(self.date))))})"

    def as_dict(self) -> dict[str, str]:
        """Return the finding as a row for programs."""
        return asdict(self)


def findings(facts: Facts) -> dict[str, list[Finding]]:
    """Return what was decided and not taken back, by allegation (IRI), in order of date.

    A finding without a role is on all that the accused is alleged to have done in the incident.
    """
    made = [claim for claim in facts.claims.values() if claim.act in DECIDING and claim.outcome]
    if not made:
        return {}
    living = live(facts)
    found: dict[str, list[Finding]] = defaultdict(list)
    for claim in sorted(made, key=lambda claim: _when(facts, claim)):
        for iri in _decided_on(claim, facts) if claim.iri in living else ():
            found[iri].append(_finding(claim, facts))
    return found


def _decided_on(claim: Claim, facts: Facts) -> Iterable[str]:
    if claim.role:
        return claim.about
    return [
        iri
        for iri, allegation in facts.allegations.items()
        if allegation.incident == claim.incident and allegation.accused in claim.accused
    ]


def _finding(claim: Claim, facts: Facts) -> Finding:
    return Finding(
        claim=claim.iri,
        outcome=str(claim.outcome),
        by=joint(map(facts.label, claim.speakers)),
        date=str(claim_date(claim, facts) or ""),
        direction=_direction(claim, facts),
    )


def _direction(claim: Claim, facts: Facts, seen: frozenset[str] = frozenset()) -> Direction:
    """Return whom a finding speaks for; an appeal, as what it upholds or overturns."""
    answered = map(facts.claims.get, () if claim.iri in seen else claim.responds_to)
    before = next((other for other in answered if other and other.outcome), None)
    outcome = str(claim.outcome)
    return direction(outcome, _direction(before, facts, seen | {claim.iri})) if before else direction(outcome)


def _conditions(facts: Facts, status: Status) -> tuple[str, ...]:
    claims = filter(None, map(facts.claims.get, status.claims))
    return tuple(dict.fromkeys(claim.condition for claim in claims if claim.condition))


@dataclass(frozen=True, slots=True)
class Assessment:
    """One allegation as it was received.

    `reasons` are the claims (IRIs) that set the first five bits of its status. `denied` says who denied it, how they
    belong to the accused, and whether before the accusation or after it; it is empty if nobody did. `argument` is there
    when it was asked for, and somebody alleges it. `findings` are what courts and authorities decided on the accused,
    which changes no status; `conditions` what must hold for some of the claims to say anything.
    """

    allegation: Allegation
    incident: str
    accused: str
    status: Status
    reasons: dict[str, tuple[str, ...]]
    denied: str
    origins: Origins
    argument: Weighed | None = None
    findings: tuple[Finding, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The label for people, with who denied it, the possible one where it differs, and what was decided."""
        label, possible = self.status.label, self.status.possible_label
        made = self.status.vector.attributed or self.status.vector.self_claimed
        denied = f" ({self.denied})" if made and self.denied else ""
        why = "on a condition" if self.conditions else "dates are imprecise"
        perhaps = f" (possibly {possible}: {why})" if possible != label else ""
        return "; ".join((label + denied + perhaps, *map(str, self.findings)))

    @property
    def bits(self) -> dict[str, bool]:
        """The vector that the status follows from."""
        return self.status.vector._asdict()

    @property
    def is_contested(self) -> bool:
        """Whether somebody other than the accused challenges the allegation, or alleges a rival of it.

        It counts while somebody makes the allegation, or where nobody who does is on record: who challenges it answers
        somebody. An allegation that was taken back is contested no more.
        """
        vector = self.status.vector
        made = vector.attributed or vector.self_claimed
        return (made and vector.rivalled) or ((made or not vector.ever) and vector.challenged)

    def as_dict(self, facts: Facts) -> dict[str, Any]:
        """Return the assessment as a row for programs; `possible_status` only where imprecise dates leave two
        answers."""
        row: dict[str, Any] = {
            "incident": self.incident,
            "accused": self.accused,
            "role": self.allegation.role,
            "status": self.status.label,
        }
        if self.status.possible_label != self.status.label:
            row["possible_status"] = self.status.possible_label
        if self.denied:
            row["denied"] = self.denied
        if self.findings:
            row["findings"] = [finding.as_dict() for finding in self.findings]
        if self.conditions:
            row["conditions"] = list(self.conditions)
        row |= {
            "bits": self.bits,
            "claims": [_made(facts.claims[iri]) for iri in self.status.claims],
            "outlets": self.origins.outlets,
            "roots": self.origins.roots,
            "independent": {"low": self.origins.low, "high": self.origins.high},
            "allegation": self.allegation.iri,
        }
        if self.argument is not None:
            row["argument"] = self.argument.verdict
            row["because"] = [reason._asdict() for reason in self.argument.reasons]
        return row


def assess(
    facts: Facts,
    *,
    as_of: date | None = None,
    incidents: Iterable[str] | None = None,
    argument: Callable[[Facts], Mapping[str, Weighed]] | None = None,
) -> list[Assessment]:
    """Return the assessments of all allegations, or of those about some incidents (IRIs); by incident, most claims
    first.

    Over the claims certainly public on `as_of`. Allegations that nobody speaks of by then are left out, and so are all
    about an incident of which only claims tell that may have been made at any time; without a day, those about whose
    incident nobody says anything. `argument` is to weigh the claims (see `argument.weighed`); without it nothing is
    weighed.
    """
    public = visible(facts, as_of=as_of)
    shown = certainly_said(public)
    decided = findings(shown)
    provenance = Provenance(shown)
    reasons = Reasons(provenance.claims)
    verdicts = argument(shown) if argument else {}
    wanted = None if incidents is None else set(incidents)
    found = []
    received = statuses(facts, as_of)
    discussed = {facts.allegations[iri].incident for iri, status in received.items() if status.claims}
    perhaps = discussed if as_of is None else discussed | _perhaps_discussed(facts, as_of)
    for iri, status in received.items():
        allegation = facts.allegations[iri]
        # A rival is spoken of by those who allege the other.
        possibly = allegation.incident in perhaps and any(status.possible_vector._replace(rivalled=False))
        spoken_of = status.claims or iri in decided or possibly or (as_of is None and allegation.incident in discussed)
        if spoken_of and (wanted is None or allegation.incident in wanted):
            found.append(
                Assessment(
                    allegation=allegation,
                    incident=facts.label(allegation.incident),
                    accused=facts.label(allegation.accused),
                    status=status,
                    reasons=reasons.of(allegation),
                    denied=reasons.denied(allegation),
                    origins=origins_of(provenance, iri),
                    argument=verdicts.get(iri),
                    findings=tuple(decided.get(iri, ())),
                    conditions=_conditions(public, status),
                )
            )
    return sorted(found, key=_order)


def _order(each: Assessment) -> tuple[str, str, int, str, str, str]:
    """A total one: what is of one rank stays so wherever the facts came from."""
    allegation = each.allegation
    return each.incident, allegation.incident, -len(each.status.claims), each.accused, allegation.role, allegation.iri


def _perhaps_discussed(facts: Facts, day: date) -> set[str]:
    """Return the incidents of which somebody may have spoken by a day; what may have been said at any time tells
    nothing of that."""
    return {
        incident
        for claim in facts.claims.values()
        if EARLIEST < first_public(claim, facts) <= day
        for incident in incidents_behind(claim, facts)
    }


class Denial(NamedTuple):
    """By whom an allegation was denied, who did so first first, and when."""

    #: The first few, and how the accused belongs to them; empty where they speak for it.
    by: list[tuple[str, Belonging]]
    more: int
    #: "before", "after" the accusation, both, or nothing where that is not certain.
    order: list[str]


class Reasons:
    """Which claims set the bits of an allegation's status; the definitions are those of `status.Vector`."""

    def __init__(self, index: ClaimIndex) -> None:
        self.index = index
        self.challenges: dict[str, list[Claim]] = {}
        for challenge, allegation, hits_what_is_live in index.challenges():
            if hits_what_is_live and index.is_live(challenge):
                self.challenges.setdefault(allegation, []).append(challenge)

    def of(self, allegation: Allegation) -> dict[str, tuple[str, ...]]:
        """Return the IRIs of the claims for each bit that is set, but for `ever` and `replaced`."""
        index = self.index
        standing = index.live_claims(allegation.iri)
        blaming = [claim for claim in standing if claim.act not in BY_ACCUSED]
        attributors = {speaker for claim in blaming for speaker in claim.speakers}
        accused = allegation.accused
        challenges = self.challenges.get(allegation.iri, ())
        doubting = [c for c in challenges if not attributors.issuperset(index.others(c.speakers, accused))]
        rivals = [claim for rival in index.rivals.get(allegation.iri, ()) for claim in index.live_claims(rival)]
        found = {
            "attributed": self._by(blaming, allegation, own=False),
            "self_claimed": self._by((c for c in standing if c.act in BY_ACCUSED), allegation, own=True),
            "denied": tuple(claim.iri for claim in index.denied_with_effect(allegation)),
            "challenged": self._by(doubting, allegation, own=False),
            "rivalled": tuple(dict.fromkeys(claim.iri for claim in rivals if claim.act in ALLEGING)),
        }
        return {bit: claims for bit, claims in found.items() if claims}

    def denied(self, allegation: Allegation) -> str:
        """By whom it was denied, who did so first first, and when: `by Russia, of which it is part, before the
        accusation`."""
        denied = self.denial(allegation)
        if denied is None:
            return ""
        names = [f"{name}, {_BELONGS[belongs]}" if belongs else name for name, belongs in denied.by]
        more = f" and {denied.more} more" if denied.more else ""
        order = f"{' and '.join(denied.order)} the accusation" if denied.order else ""
        return ", ".join(filter(None, (f"by {'; '.join(names)}{more}", order)))

    def denial(self, allegation: Allegation) -> Denial | None:
        """Return by whom and when it was denied; None if it was not."""
        facts = self.index.facts
        denials = sorted(self.index.denied_with_effect(allegation), key=lambda claim: _when(facts, claim))
        if not denials:
            return None
        own = [claim for claim in denials if self.index.speaks_as(claim.speakers, allegation.accused)]
        names = [*dict.fromkeys(self._denier(claim, allegation.accused) for claim in own or denials)]
        return Denial(names[:_MOST_NAMED], len(names[_MOST_NAMED:]), self._order(own or denials, allegation))

    def _denier(self, denial: Claim, accused: str) -> tuple[str, Belonging]:
        """Return who denies: one that speaks for the accused, or that for which it speaks, if the accused belongs to
        it; and how the accused belongs to it."""
        facts, index = self.index.facts, self.index
        own = [speaker for speaker in denial.speakers if index.speaks_as((speaker,), accused)]
        if own:
            return joint(map(facts.label, own)), ""
        above = sorted(index.above(accused))
        spoken_for = [actor for actor in above if index.speaks_as(denial.speakers, actor)]
        # Itself, else whom it names: an ambassador may speak for the army, too.
        accused_in_it = (facts.allegations[iri].accused for iri in denial.about if iri in facts.allegations)
        named = (each for each in (*denial.speakers, *accused_in_it) if each in spoken_for)
        whole = next(named, spoken_for[0])
        return facts.label(whole), "voice" if index.speaks_as((accused,), whole) else "part"

    def _order(self, denials: Sequence[Claim], allegation: Allegation) -> list[str]:
        """Return whether the denials came before or after others made the allegation, as far as that is certain."""
        facts = self.index.facts
        made = [claim for claim in self.index.live_claims(allegation.iri) if claim.act not in BY_ACCUSED]
        dates = [claim_date(claim, facts) for claim in made]
        answered = {claim.iri for claim in made}
        order = set()
        for denial in denials if made else ():
            date = claim_date(denial, facts)
            if answered.intersection(denial.responds_to) or any(certainly_before(other, date) for other in dates):
                order.add("after")
            elif all(certainly_before(date, other) for other in dates):
                order.add("before")
        return sorted(order, reverse=True)

    def _by(self, claims: Iterable[Claim], allegation: Allegation, *, own: bool) -> tuple[str, ...]:
        """Return those of the claims that the accused made, or those that others made."""
        index, accused = self.index, allegation.accused
        by_it = index.speaks_as if own else index.others
        said = (claim for claim in claims if by_it(claim.speakers, accused))
        return tuple(dict.fromkeys(claim.iri for claim in said))


def speakers(facts: Facts, claims: Iterable[str]) -> Iterator[str]:
    """Yield who made the claims (IRIs), each with the dates on which they did, in order, and how sure they were.

    As in `FBI (2014-12-19: very high confidence, 2014-12-29)`.
    """
    dates: dict[tuple[str, ...], list[str]] = {}
    for iri in sorted(claims, key=lambda iri: _when(facts, facts.claims[iri])):
        claim = facts.claims[iri]
        dates.setdefault(claim.speakers, []).append(_said_on(facts, claim))
    for together, days in dates.items():
        yield f"{joint(map(facts.label, together))} ({', '.join(dict.fromkeys(days))})"


def _made(claim: Claim) -> dict[str, str]:
    """Return a claim as a row for programs, with how sure its speaker was, if it was said."""
    return {"id": claim.iri.rsplit("/", 1)[-1], "act": claim.act, "iri": claim.iri, **_degrees(claim)}


def _degrees(claim: Claim) -> dict[str, str]:
    degrees = {"confidence": claim.confidence, "likelihood": claim.likelihood}
    return {what: degree(**asdict(each)) for what, each in degrees.items() if each}


def _said_on(facts: Facts, claim: Claim) -> str:
    degrees = _degrees(claim).values()
    told = voice(told_by=[facts.label(teller) for teller in claim.as_told_by])
    date = claim_date(claim, facts)
    return ": ".join(filter(None, (date.words if date else "undated", *degrees, told)))


def _when(facts: Facts, claim: Claim) -> tuple[date, str]:
    known = claim_date(claim, facts)
    return (known.latest if known else date.max, claim.iri)


def by_incident(assessments: Sequence[Assessment]) -> dict[str, list[Assessment]]:
    """Return the assessments by the incident (IRI) that they are about."""
    grouped: dict[str, list[Assessment]] = {}
    for each in assessments:
        grouped.setdefault(each.allegation.incident, []).append(each)
    return grouped


def concerned(
    assessments: Iterable[Assessment], claims: frozenset[str] | None, labels: Collection[str] = ()
) -> list[Assessment]:
    """Return the assessments of allegations that some of these claims (IRIs; None: all) concern, and that have one of
    these statuses, if any are given: a claim on several accused is about allegations of several statuses."""
    found = (each for each in assessments if claims is None or not claims.isdisjoint(each.status.claims))
    return [each for each in found if not labels or each.status.label in labels]


def contested_incidents(facts: Facts, assessments: Sequence[Assessment]) -> list[dict[str, Any]]:
    """Return the incidents that have a contested allegation, one row each."""
    rows = []
    for incident, group in by_incident(assessments).items():
        contested = [each for each in group if each.is_contested]
        if contested:
            rows.append(
                {
                    "incident": group[0].incident,
                    "from": str(facts.incidents[incident].occurred_from or "") if incident in facts.incidents else "",
                    "contested": [f"{each.accused}, {each.allegation.role}: {each.status.label}" for each in contested],
                    "alleged_by": _names(facts, contested, "attributed", "self_claimed"),
                    "challenged_by": _names(facts, contested, "challenged"),
                    "rivals_by": _names(facts, contested, "rivalled"),
                    "denied_by": _names(facts, contested, "denied"),
                    "iri": incident,
                }
            )
    return rows


def _names(facts: Facts, assessments: Iterable[Assessment], *bits: str) -> list[str]:
    claims = (iri for each in assessments for bit in bits for iri in each.reasons.get(bit, ()))
    return sorted({facts.label(speaker) for iri in claims for speaker in facts.claims[iri].speakers})
