"""States are known by their names in any language, by codes, and however a name of several parts is written."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.ontology.states import OTHER_NAMES, state_of, states_of

NAMES = [state.name for state in pycountry.countries]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("North Korea", "KP"),
        ("Nordkorea", "KP"),
        ("DPRK", "KP"),
        ("KP", "KP"),
        ("PRK", "KP"),
        ("Korea (the Democratic People's Republic of)", "KP"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("République populaire démocratique de Corée", "KP"),
        ("北朝鮮", "KP"),
        ("Korea (Republic of)", "KR"),
        ("Iran, Islamic Republic of", "IR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Russia", "RU"),
        ("Russian Federation", "RU"),
        ("Россия", "RU"),
        ("Russland", "RU"),
        ("USA", "US"),
        ("U.S.", "US"),
        ("us", "US"),
        ("États-Unis", "US"),
        ("Britain", "GB"),
        ("UK", "GB"),
        ("UAE", "AE"),
        ("The Philippines", "PH"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Palestine", "PS"),
        ("Taiwan", "TW"),
        ("Republic of China", "TW"),
        ("People's Republic of China", "CN"),
        ("PRC", "CN"),
        ("Kosovo", "XK"),
        ("Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
    ],
)
def test_a_state_is_known_by_every_name_that_it_has(name: str, code: str) -> None:
    assert state_of(name) == code


@pytest.mark.parametrize("name", ["", "the", "?!", "Arden", "Korea", "Virgin Islands", "Europe", "ISIS", "Unknown"])
def test_what_is_no_state_or_may_be_several_is_none(name: str) -> None:
    assert state_of(name) is None


def test_every_state_is_known_by_all_that_iso_3166_calls_it() -> None:
    for state in pycountry.countries:
        for kind in ("name", "common_name", "official_name", "alpha_2", "alpha_3"):
            if hasattr(state, kind):
                assert state_of(getattr(state, kind)) == state.alpha_2, getattr(state, kind)


def test_every_name_that_iso_3166_lacks_means_its_state() -> None:
    for code, names in OTHER_NAMES.items():
        assert {state_of(name) for name in names} == {code}


def test_what_a_name_means_in_english_comes_before_what_it_means_elsewhere() -> None:
    """Malaysia is called so in one of the languages."""
    assert state_of("Mexico") == "MX"


def test_names_of_one_state_in_several_languages_are_one_state() -> None:
    assert states_of(["Nordkorea", "Corée du Nord", "Pyongyang"]) == {"KP"}
    assert states_of(["China", "Taiwan"]) == {"CN", "TW"}
    assert states_of(["Pyongyang"]) == set()


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, "  {}! ".format, "The {}".format]))
def test_case_punctuation_and_articles_make_no_difference(name: str, written: type[str]) -> None:
    assert state_of(written(name)) == state_of(name)


@given(st.text())
def test_any_text_is_one_state_or_none(name: str) -> None:
    assert state_of(name) is None or len(states_of([name])) == 1
