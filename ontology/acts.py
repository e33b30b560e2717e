"""The kinds of claims, called acts, and the roles that the accused are said to have had: one table of each.

Whoever tells acts or roles apart reads it here. To add a kind of claim takes its class in the vocabulary, its shape,
and one row of `ACTS`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from . import NS

#: What a claim does: put an allegation forward, deny one, doubt something, back or take back a claim, or only state.
Does = Literal["alleges", "denies", "doubts", "backs", "withdraws", "states"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A kind of claim.

    `class_` is the IRI of its class. `says` is its wording after the speaker (see `wording`), `noun` what it is called,
    `means` what it is in a few words. `own` acts are those of the accused, or of who speaks for them; `otherwise` is
    the act that says the same where the speaker is the accused and should not be, or is not and should be. `answers` is
    the field in which a claim names what it answers. Fields that not every claim has are in `may`; one of the groups
    of `needs` must be there.
    """

    class_: str
    does: Does
    says: str
    noun: str
    means: str
    own: bool = False
    otherwise: str | None = None
    answers: str | None = None
    may: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()


#: The acts as fact files call them.
ACTS: Final[dict[str, Act]] = {
    "attribution": Act(
        class_=NS + "Attribution",
        does="alleges",
        says="attributes {incident} to {accused}",
        noun="attribution",
        means="the speaker attributes an incident to someone",
        otherwise="responsibility",
        may=("accused", "incident", "role", "instead_of"),
        needs=(("accused", "incident"),),
    ),
    "responsibility": Act(
        class_=NS + "ResponsibilityClaim",
        does="alleges",
        says="claims responsibility for {incident}[ ({role})][ on behalf of {others}]",
        noun="claim of responsibility",
        means="the speaker says: it was us",
        own=True,
        otherwise="attribution",
        may=("accused", "incident", "role", "instead_of"),
        needs=(("incident",),),
    ),
    "denial": Act(
        class_=NS + "Denial",
        does="denies",
        says="denies responsibility for {incident}[ ({role})][ on behalf of {others}]",
        noun="denial",
        means="the accused, or who speaks for it, says: not us",
        own=True,
        otherwise="challenge",
        answers="responds_to",
        may=("accused", "incident", "role"),
        needs=(("incident",), ("responds_to",)),
    ),
    "challenge": Act(
        class_=NS + "Challenge",
        does="doubts",
        says="challenges {answered}",
        noun="challenge",
        means="a third party doubts",
        otherwise="denial",
        answers="challenges",
        may=("accused", "incident", "role", "challenges"),
        needs=(("challenges",), ("accused", "incident")),
    ),
    "endorsement": Act(
        class_=NS + "Endorsement",
        does="backs",
        says="endorses {answered}",
        noun="endorsement",
        means="the speaker backs another's attribution",
        otherwise="responsibility",
        answers="endorses",
        may=("incident", "endorses"),
        needs=(("endorses",),),
    ),
    "withdrawal": Act(
        class_=NS + "Withdrawal",
        does="withdraws",
        says="withdraws {answered}",
        noun="withdrawal",
        means="the speaker takes a claim back",
        answers="withdraws",
        may=("incident", "withdraws", "replaced_by"),
        needs=(("withdraws",),),
    ),
    "report": Act(
        class_=NS + "Report",
        does="states",
        says="reports[ on {incident}]",
        noun="report",
        means="a statement that blames nobody",
        may=("incident", "quantity", "unit"),
    ),
}


def acts_that(*does: Does) -> frozenset[str]:
    """Return the names of the acts that do one of these.

    >>> sorted(acts_that("denies", "doubts"))
    ['challenge', 'denial']
    """
    return frozenset(name for name, act in ACTS.items() if act.does in does)


def acts_with(field: str) -> tuple[str, ...]:
    """Return the names of the acts whose claims may have a field that not every claim has.

    >>> acts_with("replaced_by")
    ('withdrawal',)
    """
    return tuple(name for name, act in ACTS.items() if field in act.may)


ACT_OF_CLASS: Final = {act.class_: name for name, act in ACTS.items()}

#: The acts that put an allegation forward, of others or of the speaker itself.
ALLEGING: Final = acts_that("alleges")
DENYING: Final = acts_that("denies")
DOUBTING: Final = acts_that("doubts")
BACKING: Final = acts_that("backs")
WITHDRAWING: Final = acts_that("withdraws")
#: The acts that take no side on anything.
STATING: Final = acts_that("states")
#: The acts that say of somebody that it did or did not do something: each names an accused and an incident.
NAMING_ACCUSED: Final = ALLEGING | DENYING
#: The acts that the accused alone can do, or who speaks for them.
BY_ACCUSED: Final = frozenset(name for name, act in ACTS.items() if act.own)
#: The acts by which somebody blames another.
BLAMING_OTHERS: Final = (ALLEGING | BACKING) - BY_ACCUSED
#: Those whose claims say who is accused, themselves or through what they back: the edges of the blame network.
LEADING_TO_ACCUSED: Final = NAMING_ACCUSED | BACKING
#: The acts that answer what somebody alleged.
REACTING: Final = DENYING | DOUBTING | BACKING
#: The acts that speak against what they answer.
OPPOSING: Final = DENYING | DOUBTING | WITHDRAWING


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role in an incident: `verb` leads from who had it to the incident, `manner` says it in parentheses.

    `blames` tells whether who gives somebody this role blames them; `takes_part`, whether who has it took part in
    carrying it out.
    """

    verb: str
    manner: str
    blames: bool = True
    takes_part: bool = True


#: The role of an allegation that names none.
DEFAULT_ROLE: Final = "carried-out"
ROLES: Final[dict[str, Role]] = {
    DEFAULT_ROLE: Role(verb="carried out", manner=""),
    "ordered": Role(verb="ordered", manner="ordered"),
    "sponsored": Role(verb="sponsored", manner="sponsored"),
    "aided": Role(verb="aided", manner="aided", takes_part=False),
    "allowed": Role(verb="allowed", manner="allowed", takes_part=False),
    "decided": Role(verb="decided", manner="decided"),
    "origin": Role(verb="is the origin of", manner="as the origin", blames=False, takes_part=False),
}


def is_blame(act: str, roles: Collection[str]) -> bool:
    """Return whether a claim of this act blames somebody else for a part in these roles; none: the usual one.

    >>> is_blame("attribution", ["ordered"]), is_blame("attribution", ["origin"]), is_blame("denial", [])
    (True, False, False)
    """
    return act in BLAMING_OTHERS and (not roles or any(ROLES[role].blames for role in roles))
