"""Who changed position, and why a status is another one than before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.graph.status.changes import Change, ChangeKind, StatusChange, changes, status_changes
from whoblamed.graph.status.status import statuses
from whoblamed.graph.store.clocks import claim_date, visible
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import certainly_before
from whoblamed.ontology.records import Confidence, Record

from ..support.build import (
    actor,
    allegation,
    attribution,
    challenge,
    claim,
    denial,
    endorsement,
    evidence,
    facts,
    relies,
    responsibility,
    source,
    withdrawal,
)
from ..support.strategies import DAYS, graphs

NK, INSIDERS, CHINA = "north-korea@intrusion", "insiders@intrusion", "china@intrusion"
BASE: list[Record] = [
    allegation(NK),
    allegation(INSIDERS, excludes=NK),
    allegation(CHINA),
    allegation(NK, role="ordered"),
    allegation("north-korea@outage"),
    actor("fbi", part_of="usa"),
]
SAYS = attribution("says", "fbi", NK, on="2014-12-19")


def found(*records: Record) -> list[Change]:
    return changes(facts(*BASE, *records))


# ----------------------------------------------------------------------------------------------------------- positions


def test_saying_it_once_or_again_changes_nothing() -> None:
    surer = replace(SAYS, iri="again", stated_on=None, made_in=("article",), confidence=Confidence(words="certain"))
    assert found(SAYS) == []
    assert found(SAYS, source("article", on="2015"), surer) == []


@pytest.mark.parametrize("speaker", ["fbi", "usa"])
def test_taking_it_back_is_a_change_of_whoever_had_said_it(speaker: str) -> None:
    back = withdrawal("back", speaker, "says", on="2015")
    assert found(SAYS, back) == [Change("fbi", "withdrew", "says", "back")]
    assert found(SAYS, replace(back, replaced_by="better")) == [Change("fbi", "replaced", "says", "back")]


def test_of_what_several_said_each_takes_back_its_own_word() -> None:
    both = attribution("both", ("fbi", "nsa"), NK, on="2014-12-19")
    one, two = withdrawal("one", "fbi", "both", on="2015"), withdrawal("two", "nsa", "both", on="2016")
    assert found(both, one) == [Change("fbi", "withdrew", "both", "one")]
    assert found(both, one, two) == [Change("fbi", "withdrew", "both", "one"), Change("nsa", "withdrew", "both", "two")]
    together = withdrawal("together", ("fbi", "nsa"), "both", on="2015")
    assert {change.speaker for change in found(both, together)} == {"fbi", "nsa"}


def test_who_has_no_say_in_it_takes_nothing_back() -> None:
    assert found(SAYS, withdrawal("back", "norse", "says", on="2015")) == []


def test_taking_back_a_report_is_no_change_of_position() -> None:
    figure = claim("figure", "report", "fbi", on="2014")
    assert found(figure, withdrawal("back", "fbi", "figure", on="2015")) == []


def test_from_denial_to_responsibility_and_back() -> None:
    no = denial("no", "north-korea", NK, on="2014-12-20")
    yes = responsibility("yes", "north-korea", NK, on="2015-01-01")
    again = denial("no again", "north-korea", NK, on="2015-02-01")
    assert found(again, yes, no) == [
        Change("north-korea", "reversed", "no", "yes"),
        Change("north-korea", "reversed", "yes", "no again"),
    ]


def test_insisting_is_no_further_change() -> None:
    no = denial("no", "fbi", NK, on="2015-01-01")
    still = denial("still no", "fbi", NK, on="2015-02-01")
    assert found(SAYS, no, still) == [Change("fbi", "reversed", "says", "no")]


@pytest.mark.parametrize("target", [NK, "says"])
def test_doubting_what_one_had_endorsed(target: str) -> None:
    backed = endorsement("backed", "norse", "says", on="2014-12-20")
    doubt = challenge("doubt", "norse", target, on="2014-12-27")
    assert found(SAYS, backed, doubt) == [Change("norse", "reversed", "backed", "doubt")]


def test_two_speakers_may_differ() -> None:
    assert found(SAYS, denial("no", "north-korea", NK, on="2014-12-20")) == []


@pytest.mark.parametrize(
    ("other", "kind"),
    [(INSIDERS, "rival"), (CHINA, "other accused"), (f"{NK}:ordered", "other role")],
)
def test_another_allegation_about_the_same_incident(other: str, kind: ChangeKind) -> None:
    then = attribution("then", "fbi", other, on="2015")
    assert found(SAYS, then) == [Change("fbi", kind, "says", "then")]
    assert found(SAYS, replace(then, speakers=("nsa",))) == []
    assert found(SAYS, replace(then, stated_on=SAYS.stated_on)) == []


def test_another_incident_is_another_matter() -> None:
    assert found(SAYS, attribution("then", "fbi", "north-korea@outage", on="2015")) == []


def test_repeating_one_of_two_accusations_is_no_turn() -> None:
    both = attribution("both", "fbi", NK, CHINA, on="2014")
    assert found(both, attribution("then", "fbi", CHINA, on="2015")) == []


def test_a_turn_to_a_rival_is_told_from_what_it_rivals() -> None:
    between = attribution("between", "fbi", CHINA, on="2014-12-24")
    rival = attribution("rival", "fbi", INSIDERS, on="2015")
    assert found(SAYS, between, rival) == [
        Change("fbi", "other accused", "says", "between"),
        Change("fbi", "rival", "says", "rival"),
    ]


@pytest.mark.parametrize("on", [None, "2014", "2014-12"])
def test_what_may_have_been_said_at_the_same_time_is_no_change(on: str | None) -> None:
    assert found(SAYS, denial("no", "fbi", NK, on=on)) == []


def test_an_imprecise_claim_between_does_not_hide_a_certain_change() -> None:
    unclear = attribution("unclear", "fbi", NK, on="2014")
    assert found(SAYS, unclear, denial("no", "fbi", NK, on="2014-12-30")) == [Change("fbi", "reversed", "says", "no")]


def test_an_imprecise_claim_may_have_been_the_first_of_its_kind() -> None:
    unclear = attribution("unclear", "fbi", CHINA, on="2014")
    assert found(SAYS, unclear, attribution("then", "fbi", CHINA, on="2014-12-30")) == []


@settings(deadline=None, max_examples=200)
@given(graphs(most=9))
def test_changes_are_certain_in_order_and_independent_of_the_order_of_claims(graph: Facts) -> None:
    dates = {iri: claim_date(claim, graph) for iri, claim in graph.claims.items()}
    told = changes(graph)
    assert changes(replace(graph, claims=dict(reversed(graph.claims.items())))) == told
    assert len(set(told)) == len(told)
    for change in told:
        assert certainly_before(dates[change.before], dates[change.after])
        assert change.speaker in graph.claims[change.before].speakers
    for earlier, later in pairwise(told):
        assert not certainly_before(dates[later.after], dates[earlier.after])


@settings(deadline=None, max_examples=200)
@given(graphs(most=9, acts=("attribution", "denial")))
def test_whoever_certainly_said_yes_and_no_is_told_of(graph: Facts) -> None:
    """A speaker appears as having reversed exactly when one of its claims certainly followed a contrary one."""
    told = {change.speaker for change in changes(graph) if change.kind == "reversed"}
    contrary = {
        speaker
        for a, b in product(graph.claims.values(), repeat=2)
        for speaker in set(a.speakers) & set(b.speakers)
        if a.act != b.act
        and set(a.about) & set(b.about)
        and certainly_before(claim_date(a, graph), claim_date(b, graph))
    }
    assert told == contrary


# -------------------------------------------------------------------------------------------------------------- status

NO = denial("no", "north-korea", NK, on="2014-12-20")
BACKED = endorsement("backed", "usa", "says", on="2014-12-21")
DOUBT = challenge("doubt", "norse", "says", on="2014-12-27")
RIVAL = attribution("rival", "norse", INSIDERS, on="2014-12-29")


def differing(*records: Record, a: str | None, b: str | None) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    days = (date.fromisoformat(day) if day else None for day in (a, b))
    told = status_changes(facts(*BASE, *records), *days)
    return {change.allegation: (change.before.label, change.after.label, change.because) for change in told}


def test_a_status_changes_because_of_what_came_between_and_bears_on_it() -> None:
    story = [SAYS, NO, BACKED, DOUBT, RIVAL]
    assert differing(*story, a="2014-12-19", b="2014-12-28") == {
        NK: ("uncontested", "denied and contested", ("no", "doubt"))
    }
    assert differing(*story, a="2014-12-28", b=None) == {INSIDERS: ("unasserted", "contested", ("rival",))}


def test_of_two_sufficient_reasons_the_first_is_given() -> None:
    assert differing(SAYS, DOUBT, RIVAL, a="2014-12-26", b=None)[NK] == ("uncontested", "contested", ("doubt",))


def test_a_rival_may_be_the_reason() -> None:
    assert differing(SAYS, RIVAL, a="2014-12-26", b=None)[NK] == ("uncontested", "contested", ("rival",))


def test_a_withdrawal_may_be_the_reason() -> None:
    back = withdrawal("back", "norse", "doubt", on="2015")
    assert differing(SAYS, DOUBT, back, a="2014-12-31", b="2015-12-31") == {NK: ("contested", "uncontested", ("back",))}


def test_a_challenge_to_evidence_may_be_the_reason() -> None:
    doubt = challenge("doubt", "norse", "malware", on="2015")
    cited: list[Record] = [evidence("malware"), relies("says", "malware")]
    told = differing(SAYS, BACKED, doubt, *cited, a="2014-12-20", b=None)
    assert told == {NK: ("uncontested", "contested", ("doubt",))}


def test_what_cancels_out_is_no_reason() -> None:
    said = attribution("said", "norse", NK, on="2014-12-20")
    back = withdrawal("back", "norse", "said", on="2014-12-28")
    assert differing(SAYS, said, DOUBT, back, a="2014-12-19", b=None)[NK] == ("uncontested", "contested", ("doubt",))


def test_looking_backwards_gives_the_same_reasons() -> None:
    assert differing(SAYS, NO, a=None, b="2014-12-19") == {NK: ("denied", "uncontested", ("no",))}


def test_nothing_differs_between_a_day_and_itself() -> None:
    assert differing(SAYS, NO, a="2014-12-20", b="2014-12-20") == {}


def test_what_does_not_alter_the_label_is_not_told() -> None:
    assert differing(SAYS, BACKED, a="2014-12-20", b="2014-12-21") == {}


def test_many_claims_are_narrowed_down_to_the_one_that_matters() -> None:
    chorus = [attribution(f"c{number}", f"a{number}", NK, on="2014-12-20") for number in range(500)]
    assert differing(SAYS, *chorus, NO, a="2014-12-19", b=None)[NK] == ("uncontested", "denied", ("no",))


@settings(deadline=None, max_examples=150)
@given(graphs(most=9), st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_the_reasons_suffice_and_none_can_be_left_out(graph: Facts, a: date | None, b: date | None) -> None:
    told = {change.allegation: change for change in status_changes(graph, a, b)}
    one, other = statuses(graph, a), statuses(graph, b)
    assert told.keys() == {iri for iri in graph.allegations if one[iri].label != other[iri].label}
    early, late = sorted((a, b), key=lambda day: day or date.max)
    for change in told.values():
        assert (change.before, change.after) == (one[change.allegation], other[change.allegation])
        final = (change.after if late == b else change.before).label
        assert _label(graph, early, late, change, change.because) == final
        for left_out in change.because:
            rest = tuple(iri for iri in change.because if iri != left_out)
            assert _label(graph, early, late, change, rest) != final


def _label(graph: Facts, early: date | None, late: date | None, change: StatusChange, added: tuple[str, ...]) -> str:
    """The label by all that was visible early and some of what became visible until late."""
    shown = visible(graph, as_of=early).claims | {iri: visible(graph, as_of=late).claims[iri] for iri in added}
    return statuses(replace(graph, claims=shown))[change.allegation].label
