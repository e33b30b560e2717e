"""What was visible when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.graph.store.clocks import claim_date, public, public_by, visible
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Incident

from ..support.build import allegation, attribution, challenge, day, endorsement, facts, source, withdrawal
from ..support.strategies import DATES, DAYS, EDTF, MOMENTS, graphs, histories


def test_a_claim_is_dated_by_when_it_was_stated() -> None:
    stated = attribution("c", "fbi", "nk@sony", on="2014-12-19", made_in="article")
    assert claim_date(stated, facts(source("article", on="2014-12-27"))) == day("2014-12-19")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (["2014-12-27", "2014-12-19"], PartialDate(date(2014, 12, 19), date(2014, 12, 19))),
        (["2014", "2014-12-19"], PartialDate(date(2014, 1, 1), date(2014, 12, 19))),
        ([None, "2014-12"], PartialDate(date(2014, 12, 1), date(2014, 12, 31))),
        ([None, None], None),
        ([], None),
    ],
)
def test_else_by_the_earliest_publication_among_its_sources(
    published: list[str | None], expected: PartialDate | None
) -> None:
    sources = [source(f"s{number}", on=on) for number, on in enumerate(published)]
    undated = attribution("c", "fbi", "nk@sony", made_in=("not described", *(source.iri for source in sources)))
    assert claim_date(undated, facts(*sources)) == expected


# ------------------------------------------------------------------------------------------------ when it was public


@pytest.mark.parametrize(
    ("on", "public_on", "published", "expected"),
    [
        # Said in 2030, and printed only in 2034: public since whoever writes it down says so.
        ("2030", "2034-06-01", ["2034-06-01"], "2034-06-01"),
        ("2030", None, ["2034-06-01"], "2030"),
        # What stands in a source of the 20th was public by then, although it is dated "December".
        ("2031-12", None, ["2031-12-20"], "2031-12-01/2031-12-20"),
        ("2031-12", None, ["2032-01-05"], "2031-12"),
        # Of several sources the earliest tells; of a source that is no more precise, its last day.
        ("2031", None, ["2031-12-20", "2031-03", None], "2031-01-01/2031-03-31"),
        ("2031-12", None, ["2031-12"], "2031-12"),
        ("..2031-12-20", None, ["2031-12-10"], "../2031-12-10"),
        # What nobody dates was public when it was printed.
        (None, None, ["2031-12-20"], "2031-12-20"),
        (None, None, ["2031", "2031-12-20"], "2031-01-01/2031-12-20"),
        (None, "2031-12", ["2031-12-20"], "2031-12-01/2031-12-20"),
        (None, None, [None], None),
        # A source that is dated before what it carries is wrong, and so nothing is certain before it.
        ("2031-12-20", None, ["2031-12-01"], "2031-12-01"),
        ("2030", "2034-06-01", ["2033-01-01"], "2034-06-01"),
    ],
)
def test_when_a_claim_was_public(
    on: str | None, public_on: str | None, published: list[str | None], expected: str | None
) -> None:
    sources = [source(f"s{number}", on=date_) for number, date_ in enumerate(published)]
    made = attribution("c", "fbi", "nk@sony", on=on, public=public_on, made_in=tuple(one.iri for one in sources))
    assert public(made, facts(made, *sources)) == day(expected)


dates_ = st.sampled_from([None, *map(PartialDate.parse, (*DATES, *EDTF))])
published_ = st.lists(dates_.filter(bool), max_size=3)


@settings(deadline=None)
@given(dates_, dates_, published_, dates_.filter(bool))
def test_one_source_more_never_makes_a_claim_public_later(
    on: PartialDate | None, when: PartialDate | None, published: list[PartialDate], more: PartialDate
) -> None:
    made = replace(attribution("c", "fbi", "nk@sony"), stated_on=on, public_on=when)
    before, after = public_by(made, published), public_by(made, [*published, more])
    assert after is not None
    assert after.earliest <= after.latest
    assert before is None or (after.earliest <= before.earliest and after.latest <= before.latest)


@settings(deadline=None)
@given(dates_.filter(bool), published_)
def test_what_is_dated_was_public_no_later_than_that(on: PartialDate, published: list[PartialDate]) -> None:
    made = replace(attribution("c", "fbi", "nk@sony"), stated_on=on)
    known = public_by(made, published)
    assert known is not None
    assert known.latest <= on.latest
    assert known.earliest <= on.earliest


@settings(deadline=None)
@given(graphs(), st.sampled_from([day_ for day_ in DAYS if day_]))
def test_what_is_visible_by_a_day_is_what_was_public_by_it(graph: Facts, day_: date) -> None:
    known = {iri: public(claim, graph) for iri, claim in graph.claims.items()}
    certain = {iri for iri, when in known.items() if when and when.latest <= day_}
    possible = {iri for iri, when in known.items() if not when or when.earliest <= day_}
    assert visible(graph, as_of=day_).claims.keys() == certain
    assert visible(graph, as_of=day_, possibly=True).claims.keys() == possible


def test_an_imprecise_date_is_possibly_visible_from_its_first_day_and_certainly_from_its_last() -> None:
    graph = facts(attribution("c", "fbi", "nk@sony", on="2014-12"))

    def shown(text: str, *, possibly: bool) -> bool:
        return "c" in visible(graph, as_of=date.fromisoformat(text), possibly=possibly).claims

    assert not shown("2014-11-30", possibly=True)
    assert shown("2014-12-01", possibly=True)
    assert not shown("2014-12-30", possibly=False)
    assert shown("2014-12-31", possibly=False)


def test_a_claim_without_a_date_is_possibly_visible_on_any_day_and_certainly_on_none() -> None:
    graph = facts(attribution("c", "fbi", "nk@sony"))
    assert not visible(graph, as_of=date(9999, 12, 30)).claims
    assert visible(graph, as_of=date(1, 1, 1), possibly=True).claims
    assert visible(graph).claims


def test_a_claim_without_a_date_is_not_older_than_what_it_is_about() -> None:
    hack = Incident(iri="sony", label="Hack", occurred_from=day("2014-11-24"))
    blame = attribution("c", "fbi", "nk@sony")
    doubt = challenge("d", "norse", "c")
    backed = endorsement("e", "lab", "c")
    back = withdrawal("w", "lab", "e")
    graph = facts(hack, allegation("nk@sony"), blame, doubt, backed, back)
    assert not visible(graph, as_of=date(2014, 11, 23), possibly=True).claims
    assert visible(graph, as_of=date(2014, 11, 24), possibly=True).claims.keys() == {"c", "d", "e", "w"}


def test_a_record_holds_from_when_it_was_recorded_until_just_before_it_was_closed() -> None:
    graph = facts(attribution("c", "fbi", "nk@sony", recorded="2020-01-02", closed="2020-01-04"))
    held = [
        number for number in range(1, 7) if visible(graph, recorded_as_of=datetime(2020, 1, number, tzinfo=UTC)).claims
    ]
    assert held == [2, 3]
    assert not visible(graph).claims, "what was closed is not on record now"


def test_a_record_without_times_holds_always() -> None:
    graph = facts(attribution("c", "fbi", "nk@sony"))
    assert visible(graph, recorded_as_of=datetime(1990, 1, 1, tzinfo=UTC)).claims == graph.claims


def test_the_version_held_at_the_time_stands_under_the_claims_own_iri() -> None:
    old = attribution("c/1", "nsa", "nk@sony", version_of="c", recorded="2020-01-01", closed="2020-01-03")
    new = attribution("c", "fbi", "nk@sony", recorded="2020-01-03")
    graph = facts(old, new)
    (then,) = visible(graph, recorded_as_of=datetime(2020, 1, 2, tzinfo=UTC)).claims.values()
    (now,) = visible(graph).claims.values()
    assert (then.iri, then.speakers[0], then.version_of, then.closed_on) == ("c", "nsa", None, None)
    assert now == new


def test_of_two_versions_held_at_once_the_one_closed_first_was_held_until_then() -> None:
    """The correction claims an early date, but it was not there before the first version was closed."""
    old = attribution("c/1", "nsa", "nk@sony", version_of="c", recorded="2020-01-01", closed="2020-01-03")
    new = attribution("c", "fbi", "nk@sony", recorded="2020-01-01")
    for graph in (facts(old, new), facts(new, old)):
        assert visible(graph, recorded_as_of=datetime(2020, 1, 2, tzinfo=UTC)).claims["c"].speakers[0] == "nsa"
        assert visible(graph, recorded_as_of=datetime(2020, 1, 4, tzinfo=UTC)).claims["c"].speakers[0] == "fbi"


def test_of_two_versions_held_at_once_the_one_recorded_later_counts() -> None:
    old = attribution("c/1", "nsa", "nk@sony", version_of="c")
    new = attribution("c", "fbi", "nk@sony", recorded="2020-01-03")
    assert visible(facts(old, new)).claims == visible(facts(new, old)).claims == {"c": new}


@settings(deadline=None)
@given(histories(), st.sampled_from(DAYS), st.sampled_from((None, *MOMENTS)), st.booleans())
def test_looking_again_changes_nothing(
    graph: Facts, day_: date | None, moment_: datetime | None, possibly: bool
) -> None:
    seen = visible(graph, as_of=day_, recorded_as_of=moment_, possibly=possibly)
    again = visible(seen, as_of=day_, recorded_as_of=moment_, possibly=possibly)
    assert again == seen == visible(seen, possibly=possibly)
    assert all(iri == claim.iri for iri, claim in seen.claims.items())


@settings(deadline=None)
@given(histories(), st.sampled_from((None, *MOMENTS)))
def test_more_is_visible_later_and_what_is_certain_is_possible(graph: Facts, moment_: datetime | None) -> None:
    earlier: set[str] = set()
    for day_ in [*sorted(filter(None, DAYS)), None]:
        certain = visible(graph, as_of=day_, recorded_as_of=moment_).claims.keys()
        possible = visible(graph, as_of=day_, recorded_as_of=moment_, possibly=True).claims.keys()
        assert earlier <= certain <= possible
        earlier = set(certain)


@settings(deadline=None)
@given(histories(), st.sampled_from(MOMENTS))
def test_at_most_one_version_of_a_claim_is_held(graph: Facts, moment_: datetime) -> None:
    seen = visible(graph, recorded_as_of=moment_).claims
    versions = [
        claim
        for claim in graph.claims.values()
        if claim.recorded_on and claim.recorded_on <= moment_ and (claim.closed_on is None or moment_ < claim.closed_on)
    ]
    assert sorted(seen) == sorted(claim.version_of or claim.iri for claim in versions)
