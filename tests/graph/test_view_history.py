"""What the page knows of each allegation and of withdrawals, by the end of any day: what statuses of that day say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from whoblamed.graph.status.claims import ClaimIndex, live
from whoblamed.graph.status.status import statuses
from whoblamed.graph.status.unanswered import unanswered
from whoblamed.graph.store.clocks import visible
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view.history import Ledger, ledger
from whoblamed.graph.view.narrowing import public_on

from ..support.strategies import graphs


@st.composite
def said(draw: st.DrawFn) -> Facts:
    """Any graph; some of its claims are made on a condition."""
    facts = draw(graphs())
    on_condition = draw(st.sets(st.sampled_from(sorted(facts.claims) or [""]), max_size=2))
    claims = {
        iri: replace(claim, condition="if it is so") if iri in on_condition else claim
        for iri, claim in facts.claims.items()
    }
    return replace(facts, claims=claims)


def told(facts: Facts) -> Ledger:
    return ledger(ClaimIndex(facts), sorted(facts.allegations))


def days(facts: Facts) -> list[date]:
    return sorted({day for claim in facts.claims.values() if (day := public_on(claim, facts))})


@given(said())
def test_statuses_told_part_by_part_are_those_of_the_whole_today_and_on_any_day(facts: Facts) -> None:
    standing = told(facts).allegations
    assert {iri: each.status for iri, each in standing.items()} == {
        iri: status.label for iri, status in statuses(facts).items()
    }
    for day in days(facts):
        for iri, status in statuses(facts, day).items():
            so_far = [label for since, label, _ in standing[iri].history if since <= day.isoformat()]
            assert (so_far or ["unasserted"])[-1] == status.label, (iri, day)


@given(said())
def test_claims_told_to_be_withdrawn_are_those_that_do_not_live_today_and_on_any_day(facts: Facts) -> None:
    gone = told(facts).claims
    assert {iri for iri, row in gone.items() if row["withdrawn"]} == facts.claims.keys() - live(facts)
    for day in days(facts):
        public = visible(facts, as_of=day)
        by_then = {
            iri: [is_so for since, is_so in row["takenBack"] if since <= day.isoformat()] for iri, row in gone.items()
        }
        assert {iri for iri, known in by_then.items() if known and known[-1]} == public.claims.keys() - live(public)


@given(said())
def test_what_nobody_answered_is_what_the_list_of_it_says(facts: Facts) -> None:
    """Of what others than the accused allege: the list leaves out what only the accused says of itself."""
    listed = {each.allegation.iri for each in unanswered(facts) if not each.is_answered}
    blamed = {iri for iri, status in statuses(facts).items() if status.vector.attributed}
    assert {iri for iri, each in told(facts).allegations.items() if each.unanswered} & blamed == listed
