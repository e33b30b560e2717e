"""The kinds of claims, called acts, the roles that the accused are said to have had, and the outcomes of proceedings:
one table of each.

Whoever tells them apart reads it here. To add a kind of claim takes its class in the vocabulary, its shape,
and one row of `ACTS`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, NamedTuple

from . import NS

#: What a claim does: put an allegation forward, deny one, doubt something, back or take back a claim; decide on one as
#: a court does, decline to say anything, criticise what nobody disputes; or only state.
Does = Literal["alleges", "denies", "doubts", "backs", "withdraws", "decides", "declines", "criticises", "states"]


class Act(NamedTuple):
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
    "finding": Act(
        class_=NS + "Finding",
        does="decides",
        says="decides on {accused} over {incident}: {outcome}",
        noun="finding",
        means="a court or authority decides on somebody's part in an incident",
        may=("accused", "incident", "role", "outcome"),
        needs=(("accused", "incident", "outcome"),),
    ),
    "no-comment": Act(
        class_=NS + "NoComment",
        does="declines",
        says="declines to comment on {answered}",
        noun="refusal to comment",
        means="the speaker declines to say, or neither confirms nor denies",
        answers="responds_to",
        may=("accused", "incident", "role"),
        needs=(("responds_to",), ("incident",)),
    ),
    "criticism": Act(
        class_=NS + "Criticism",
        does="criticises",
        says="criticises {accused} over {incident}",
        noun="criticism",
        means="the speaker blames somebody for conduct that nobody disputes",
        may=("accused", "incident"),
        needs=(("accused", "incident"),),
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
#: The acts by which a court or authority decides.
DECIDING: Final = acts_that("decides")
#: The acts by which somebody declines to say anything.
DECLINING: Final = acts_that("declines")
#: The acts that blame for conduct which nobody disputes.
CRITICISING: Final = acts_that("criticises")
#: The acts that change no status, because they take no side on whether somebody did something, or because what they
#: say is shown beside the status.
STATING: Final = DECIDING | DECLINING | CRITICISING | acts_that("states")
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


class Role(NamedTuple):
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


#: Whom an outcome speaks for. One of an appeal speaks for the side that the finding under appeal spoke for, or for the
#: other.
Direction = Literal["against", "for", "neither", "same", "other"]


class Outcome(NamedTuple):
    """An outcome of proceedings: what it is in words, after the name of the accused, and whom it speaks for."""

    words: str
    speaks: Direction


OUTCOMES: Final[dict[str, Outcome]] = {
    "convicted": Outcome(words="convicted", speaks="against"),
    "plea-accepted": Outcome(words="convicted on a plea of guilty", speaks="against"),
    "liable": Outcome(words="held liable", speaks="against"),
    "acquitted": Outcome(words="acquitted", speaks="for"),
    "charges-dropped": Outcome(words="charges dropped", speaks="for"),
    "cleared": Outcome(words="cleared", speaks="for"),
    "closed": Outcome(words="proceedings closed", speaks="neither"),
    "upheld": Outcome(words="earlier decision upheld", speaks="same"),
    "overturned": Outcome(words="earlier decision overturned", speaks="other"),
}
#: The other side of each.
_OTHER_SIDE: Final[dict[Direction, Direction]] = {"against": "for", "for": "against"}


def direction(outcome: str, before: Direction = "against") -> Direction:
    """Return whether an outcome speaks against or for the accused, or for neither; `before`: what the finding did that
    an appeal is about.

    >>> direction("acquitted"), direction("upheld"), direction("overturned", before="for")
    ('for', 'against', 'against')
    """
    speaks = OUTCOMES[outcome].speaks
    if speaks == "same":
        return before
    return _OTHER_SIDE.get(before, before) if speaks == "other" else speaks


def is_blame(act: str, roles: Collection[str]) -> bool:
    """Return whether a claim of this act blames somebody else for a part in these roles; none: the usual one.

    >>> is_blame("attribution", ["ordered"]), is_blame("attribution", ["origin"]), is_blame("denial", [])
    (True, False, False)
    """
    return act in BLAMING_OTHERS and (not roles or any(ROLES[role].blames for role in roles))
