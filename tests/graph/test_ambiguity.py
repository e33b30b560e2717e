"""Names that more than one actor bears are listed with all who bear them, and never decide anything."""

from __future__ import annotations

import pytest
from whoblamed.graph.identity.ambiguity import Ambiguous, ambiguous
from whoblamed.graph.identity.representatives import Representatives
from whoblamed.ontology.records import Record

from ..support.actors import actor, decision, store_of
from ..support.places import DATA

MISP = DATA / "misp-galaxy" / "threat-actor.json"


def listed(*records: Record, resolve: bool = True) -> list[Ambiguous]:
    store = store_of(*records, resolve=resolve)
    return ambiguous(store, Representatives.of(store))


def names(*records: Record, resolve: bool = True) -> list[str]:
    return [each.name for each in listed(*records, resolve=resolve)]


def test_a_name_of_two_actors_is_listed_with_who_gives_it() -> None:
    (found,) = listed(
        actor("a/lab", "Quay Lab", kind="company"),
        actor("a/crew", "Crew", ("Gemini", "a/lab")),
        actor("b/gemini", "GEMINI"),
    )
    assert found.name == "GEMINI"
    assert [str(bearer) for bearer in found.bearers] == ["GEMINI (group, b)", "Crew (group, a)"]
    assert [(bearer.preferred, bearer.spellings) for bearer in found.bearers] == [
        (True, ("GEMINI",)),
        (False, ("Gemini",)),
    ]
    assert found.given_by == ["Quay Lab (to Crew)"]


def test_two_of_one_data_set_share_a_name_as_well() -> None:
    assert names(actor("a/x", "Crew", "Gemini"), actor("a/y", "Club", "Gemini")) == ["Gemini"]


def test_actors_of_different_kinds_share_a_name_as_well() -> None:
    assert names(actor("a/x", "Crew"), actor("b/y", "Crew", kind="company")) == ["Crew"]


def test_the_same_actor_in_two_data_sets_bears_its_name_once() -> None:
    crews = (actor("a/x", "Crew", "Gemini"), actor("b/y", "Crew", "Gemini"))
    assert names(*crews) == []
    assert names(*crews, resolve=False) == ["Crew", "Gemini"]
    assert names(*crews, decision("different", "a/x", "b/y")) == ["Crew", "Gemini"]


def test_an_actor_that_is_called_the_same_twice_is_not_ambiguous() -> None:
    assert names(actor("a/x", "Crew", "CREW", "crew!"), actor("b/y", "Club")) == []


def test_how_somebody_unnamed_is_described_is_no_name() -> None:
    officials = [actor(f"{dataset}/x", "a US official", kind="unnamed") for dataset in "ab"]
    assert names(*officials) == []


def test_27_names_of_misp_threat_actors_are_ambiguous() -> None:
    """Those that several clusters have as their value or as a synonym, without regard to case."""
    if not MISP.exists():
        pytest.skip("the MISP galaxy is not here")
    from whoblamed.loaders import misp
    from whoblamed.loaders.opening.documents import Document

    (batch,) = misp.read([Document.of_file(MISP)], None)
    found = names(*batch.kept(), resolve=False)
    assert len(found) == 27
    assert {"IRIDIUM", "Grizzly Steppe", "PLA Navy"} <= set(found)
