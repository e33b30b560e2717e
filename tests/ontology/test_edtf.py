"""Dates that EDTF can write: which days they may mean, rule by rule, and how they are said.

The examples are those of the Library of Congress's text (https://www.loc.gov/standards/datetime/), levels 0 and 1.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.ontology.dates import EARLIEST, LATEST, PartialDate, certainly_before
from whoblamed.ontology.edtf import in_english, in_words, looks_like

BEGINNING, END = "0001-01-01", "9999-12-31"
#: Text, first day, last day.
DAYS = [
    # Unspecified digits: any day of what is left.
    *(("201X", "2010-01-01", "2019-12-31"), ("20XX", "2000-01-01", "2099-12-31"), ("000X", BEGINNING, "0009-12-31")),
    *(("2004-XX", "2004-01-01", "2004-12-31"), ("1985-04-XX", "1985-04-01", "1985-04-30")),
    *(("1985-XX-XX", "1985-01-01", "1985-12-31"), ("2016-02-XX", "2016-02-01", "2016-02-29")),
    # Seasons, independent of location: winter is not December alone.
    *(("2001-21", "2001-03-01", "2001-12-31"), ("2001-23", "2001-03-01", "2001-12-31")),
    *(("2001-22", "2000-12-01", "2002-03-31"), ("2001-24", "2000-12-01", "2002-03-31")),
    # Uncertain, approximate, both: one of what is qualified on each side, and no more.
    *(("1984?", "1983-01-01", "1985-12-31"), ("1984~", "1983-01-01", "1985-12-31")),
    *(("2004-06?", "2004-05-01", "2004-07-31"), ("2004-06~", "2004-05-01", "2004-07-31")),
    *(("2004-06-11%", "2004-06-10", "2004-06-12"), ("2004-01~", "2003-12-01", "2004-02-29")),
    *(("201X~", "2000-01-01", "2029-12-31"), ("2001-21~", "2000-12-01", "2002-03-31")),
    *(("2004-06-XX~", "2004-05-01", "2004-07-31"), ("2004-12-31?", "2004-12-30", "2005-01-01")),
    # Intervals: from the first day of the one to the last day of the other.
    *(("1964/2008", "1964-01-01", "2008-12-31"), ("2004-06/2006-08", "2004-06-01", "2006-08-31")),
    *(("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"), ("2004-02-01/2005-02", "2004-02-01", "2005-02-28")),
    *(("2005/2006-02", "2005-01-01", "2006-02-28"), ("1984~/2004-06", "1983-01-01", "2004-06-30")),
    # Open and unknown ends: open, and not ten years long.
    *(
        ("1985-04-12/..", "1985-04-12", END),
        ("1985-04-12/", "1985-04-12", END),
        ("../1985-04", BEGINNING, "1985-04-30"),
    ),
    *(
        ("/1985", BEGINNING, "1985-12-31"),
        ("2020-10-19..", "2020-10-19", END),
        ("..2020-10-19", BEGINNING, "2020-10-19"),
    ),
    # At the ends of what a calendar has.
    *(("0001?", BEGINNING, "0002-12-31"), ("9999-12-31~", "9999-12-30", END), ("9999-24", "9998-12-01", END)),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS, ids=[text for text, *_ in DAYS])
def test_a_date_is_all_the_days_that_it_may_mean(text: str, first: str, last: str) -> None:
    read = PartialDate.parse(text)
    assert (read.earliest, read.latest) == (date.fromisoformat(first), date.fromisoformat(last))
    assert read.precision == "edtf"
    assert looks_like(text)


@pytest.mark.parametrize("text", [text for text, *_ in DAYS])
def test_it_is_kept_as_precise_as_it_is_written(text: str) -> None:
    read = PartialDate.parse(text)
    assert PartialDate.parse(str(read)) == read
    assert str(read) == {"..2020-10-19": "../2020-10-19", "2020-10-19..": "2020-10-19/.."}.get(text, text)


def test_two_ways_to_write_an_open_end_are_one_date() -> None:
    assert PartialDate.parse("..2020-10") == PartialDate.parse("../2020-10")
    assert PartialDate.parse("2020-10..") == PartialDate.parse("2020-10/..")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2014-11~", "about 2014-11"),
        ("1984?", "perhaps 1984"),
        ("2014-11%", "perhaps about 2014-11"),
        ("../2020-10-19", "by 2020-10-19"),
        ("/2020", "by 2020"),
        ("2020-10-19/..", "2020-10-19 or later"),
        ("2014-12-19/2014-12-21", "between 2014-12-19 and 2014-12-21"),
        ("1984~/2004-06", "between about 1984 and 2004-06"),
        ("2014-24", "winter 2014"),
        ("201X", "the 2010s"),
        ("20XX?", "perhaps 2000 to 2099"),
        ("2014-11-XX", "2014-11"),
        ("2014-XX-XX~", "about 2014"),
        ("2014-12-19", "2014-12-19"),
        ("", ""),
    ],
)
def test_it_is_said_in_words(text: str, words: str) -> None:
    assert in_words(text) == words


def test_a_page_says_it_in_english() -> None:
    assert in_words("2014-11~", in_english) == "about November 2014"
    assert in_words("../2020-10-19", in_english) == "by 19 October 2020"


@pytest.mark.parametrize("text", ["-0044", "-1985", "Y170000002", "Y-17", "12014", "12014-05", "2014/12015"])
def test_years_that_no_calendar_here_has_are_told(text: str) -> None:
    with pytest.raises(ValueError, match="years before 0001 and after 9999 cannot be kept"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2015/2014", "ends before it begins"),
        ("2014-12/2014-11-30", "ends before it begins"),
        *((text, "is open at both ends; write unknown") for text in ("../..", "/", "..", "../", "/..")),
        *(
            (text, "there is no date")
            for text in ("2014-25", "2014-00", "201X-12", "2014-XX-03", "2014-22-03", "0000?")
        ),
        *(
            (text, "is not a date; write")
            for text in ("XXXX", "2XXX", "2014-1X", "2014??", "~2014", "2014..2015", "c. 2014")
        ),
        *((text, "is not a date; write") for text in ("1984/2004/2005", "2014-Q4", "2014-W49", "2004-06~-11", "2014…")),
    ],
)
def test_what_level_1_has_not_is_refused_with_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        PartialDate.parse(text)


# ------------------------------------------------------------------------------------------------------------- laws

plain = st.dates().flatmap(lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)]))
doubts = st.sampled_from(["", "?", "~", "%"])
single = st.builds(lambda text, doubt: text + doubt, plain, doubts)


@given(plain, st.sampled_from("?~%"))
def test_doubt_never_takes_a_day_away(text: str, doubt: str) -> None:
    sure, doubtful = PartialDate.parse(text), PartialDate.parse(text + doubt)
    assert doubtful.earliest <= sure.earliest <= sure.latest <= doubtful.latest


@given(plain)
def test_what_is_less_precise_has_the_days_of_what_is_more(text: str) -> None:
    exact = PartialDate.parse(text)
    wider = [text[:length] for length in (4, 7) if length < len(text)]
    wider += [f"{text[:3]}X", f"{text[:2]}XX", f"{text}/..", f"../{text}", f"{text}~"]
    for other in map(PartialDate.parse, wider):
        assert other.earliest <= exact.earliest
        assert exact.latest <= other.latest


@given(single, single)
def test_an_interval_has_the_days_of_both_its_ends_or_there_is_none(begin: str, end: str) -> None:
    first, last = PartialDate.parse(begin), PartialDate.parse(end)
    if certainly_before(last, first):
        with pytest.raises(ValueError, match="ends before it begins"):
            PartialDate.parse(f"{begin}/{end}")
    else:
        whole = PartialDate.parse(f"{begin}/{end}")
        assert (whole.earliest, whole.latest) == (first.earliest, last.latest)


@given(st.dates(), st.dates())
def test_any_two_days_are_a_date_that_reads_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    between = PartialDate(first, last)
    if (first, last) != (EARLIEST, LATEST):
        assert PartialDate.parse(str(between)) == between


@given(st.text(alphabet="0129-X/.?~%Y", max_size=14))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except ValueError:
        return
    assert read.earliest <= read.latest
    assert looks_like(text)
    assert looks_like(str(read))
    assert in_words(str(read))


def test_a_day_on_either_side_is_a_day() -> None:
    around = PartialDate.parse("2014-12-19~")
    assert around.latest - around.earliest == timedelta(days=2)
