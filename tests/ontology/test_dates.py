"""Dates that keep their precision, and what they say about order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.ontology.dates import PartialDate, certainly_before, earliest, latest, possibly_before

days = st.dates().map(lambda day: PartialDate.parse(day.isoformat()))
months = st.dates().map(lambda day: PartialDate.parse(day.isoformat()[:7]))
years = st.dates().map(lambda day: PartialDate.parse(day.isoformat()[:4]))
known = days | months | years
#: Close together, so that many of them overlap.
close = st.sampled_from(
    [None, *map(PartialDate.parse, ("2014", "2014-11", "2014-11-30", "2014-12", "2014-12-01", "2014-12-31", "2015"))]
)
dates = known | close


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2014-12-19", date(2014, 12, 19), date(2014, 12, 19), "day"),
        ("2014-12", date(2014, 12, 1), date(2014, 12, 31), "month"),
        ("2014-02", date(2014, 2, 1), date(2014, 2, 28), "month"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2014", date(2014, 1, 1), date(2014, 12, 31), "year"),
        ("0001", date(1, 1, 1), date(1, 12, 31), "year"),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), "day"),
    ],
)
def test_a_date_is_all_the_days_that_it_may_mean(text: str, first: date, last: date, precision: str) -> None:
    read = PartialDate.parse(text)
    assert (read.earliest, read.latest, read.precision) == (first, last, precision)


@pytest.mark.parametrize("text", ["2014-02-29", "2014-13", "2014-00", "2014-01-32", "0000", "0000-01-01"])
def test_a_date_that_no_calendar_has_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=f"^there is no date {text}$"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " 2014", "2014 ", "2014\n", "14", "٢٠١٤"),
        *("2014-1", "2014-1-1", "2014/12/19", "19.12.2014", "2014-W51", "2014-12-19T00:00", "yesterday"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date; write YYYY-MM-DD, YYYY-MM or YYYY"):
        PartialDate.parse(text)


@given(known)
def test_what_is_written_reads_back_as_the_same_date(read: PartialDate) -> None:
    assert PartialDate.parse(str(read)) == read


@given(st.dates())
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: date) -> None:
    exact, month, year = (PartialDate.parse(day.isoformat()[:length]) for length in (10, 7, 4))
    assert year.earliest <= month.earliest <= exact.earliest == exact.latest <= month.latest <= year.latest
    assert [exact.precision, month.precision, year.precision] == ["day", "month", "year"]


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except ValueError:
        return
    assert str(read) == text


# ----------------------------------------------------------------------------------------------------------- order


@pytest.mark.parametrize(
    ("a", "b", "certainly", "possibly"),
    [
        ("2014-12-18", "2014-12-19", True, True),
        ("2014-12-19", "2014-12-19", False, False),
        ("2014-12-20", "2014-12-19", False, False),
        ("2014-11", "2014-12-01", True, True),
        ("2014-12", "2014-12-19", False, True),
        ("2014-12-19", "2014-12", False, True),
        ("2014-12-31", "2014-12", False, False),
        ("2014", "2014", False, True),
        ("2013", "2014", True, True),
        (None, "2014", False, True),
        ("2014", None, False, True),
        (None, None, False, True),
    ],
)
def test_order(a: str | None, b: str | None, certainly: bool, possibly: bool) -> None:
    first, second = (None if text is None else PartialDate.parse(text) for text in (a, b))
    assert certainly_before(first, second) is certainly
    assert possibly_before(first, second) is possibly


@given(dates, dates)
def test_what_is_certain_is_possible(a: PartialDate | None, b: PartialDate | None) -> None:
    assert possibly_before(a, b) or not certainly_before(a, b)


@given(dates, dates)
def test_certain_and_possible_are_each_other_s_opposite_on_different_days(
    a: PartialDate | None, b: PartialDate | None
) -> None:
    """a is certainly before b exactly when b is not possibly before a, nor the two possibly on the same day."""
    same_day = earliest(a) <= latest(b) and earliest(b) <= latest(a)
    assert certainly_before(a, b) is not (possibly_before(b, a) or same_day)


@given(dates)
def test_nothing_is_certainly_before_itself(a: PartialDate | None) -> None:
    assert not certainly_before(a, a)


@given(dates, dates)
def test_of_two_dates_at_most_one_is_certainly_before_the_other(a: PartialDate | None, b: PartialDate | None) -> None:
    assert not (certainly_before(a, b) and certainly_before(b, a))


@given(dates, dates, dates)
def test_certainly_before_is_transitive(a: PartialDate | None, b: PartialDate | None, c: PartialDate | None) -> None:
    assert certainly_before(a, c) or not (certainly_before(a, b) and certainly_before(b, c))


@given(dates)
def test_a_date_that_is_not_known_is_certainly_before_and_after_nothing(a: PartialDate | None) -> None:
    assert not certainly_before(None, a)
    assert not certainly_before(a, None)


@given(close, close)
def test_the_answers_are_those_of_all_pairs_of_days(a: PartialDate | None, b: PartialDate | None) -> None:
    pairs = [(x, y) for x in _all_days(a) for y in _all_days(b)]
    assert possibly_before(a, b) is any(x < y for x, y in pairs)
    assert certainly_before(a, b) is all(x < y for x, y in pairs)


def _all_days(a: PartialDate | None) -> list[date]:
    """The first and last days that a date may be, and all others that could matter here."""
    if a is None:
        return [date.min, date(2014, 12, 15), date.max]
    return sorted({a.earliest, a.latest, min(a.latest, a.earliest + timedelta(days=1))})
