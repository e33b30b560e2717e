"""Where data sets differ on the same group or incident, each with its claims; nothing is merged for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from whoblamed.graph import Graph
from whoblamed.graph.status.differences import TABLE, Difference, differences, table
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology.records import Claim, Record

from ..support.actors import actor, blames, incident, iri, sponsors, state, store_of
from ..support.places import DATA

#: Two data sets with the same states by other names, and an editor each who speaks.
WORLD: list[Record] = [
    state("feed/jp", "Japan"),
    state("feed/fr", "France"),
    actor("feed/editor", "Feed", kind="company"),
    state("list/j", "JP"),
    state("list/f", "Frankreich"),
    actor("list/editor", "List", kind="company"),
]


def found(*records: Record, resolve: bool = True, as_of: date | None = None) -> list[Difference]:
    graph = Graph(MemoryStore(store_of(*WORLD, *records)), resolve=resolve)
    return differences(graph.store.current, graph.bare_facts(), graph.representatives(), as_of)


def sides(difference: Difference) -> list[str]:
    return [str(side) for side in difference.sides]


# -------------------------------------------------------------------------------------------------------- groups


def test_groups_that_share_an_alias_and_not_an_origin_differ() -> None:
    (difference,) = found(
        actor("feed/tempest", "Amber Tempest", "Wharf Spider"),
        actor("list/fin", "FIN99", "WHARF SPIDER"),
        *sponsors("feed/tempest", "feed/fr"),
        *sponsors("list/fin", "list/j"),
    )
    assert (difference.what, difference.question, difference.names) == ("actor", "origin", ("WHARF SPIDER",))
    assert sides(difference) == ["feed, Amber Tempest: France (Feed, origin)", "list, FIN99: Japan (List, origin)"]
    (claim,) = difference.sides[0].answers["France"]
    assert claim.claim == iri("feed/tempest-feed-fr", "claim")


def test_groups_of_one_data_set_that_share_a_name_are_compared_too() -> None:
    """As in a feed that is put together from several."""
    (difference,) = found(
        actor("feed/osmium", "OSMIUM"),
        actor("feed/worm", "Worm", "Osmium"),
        actor("list/blizzard", "Blizzard", "OSMIUM"),
        *sponsors("feed/osmium", "feed/fr"),
        *sponsors("feed/worm", "feed/jp"),
        *sponsors("list/blizzard", "list/j"),
    )
    assert sides(difference) == [
        "feed, OSMIUM: France (Feed, origin)",
        "feed, Worm: Japan (Feed, origin)",
        "list, Blizzard: Japan (List, origin)",
    ]


def test_an_origin_says_nothing_of_a_sponsor() -> None:
    groups = [actor("feed/x", "Crew"), actor("list/y", "Crew")]
    assert found(*groups, *sponsors("feed/x", "feed/jp"), *sponsors("list/y", "list/f", role="sponsored")) == []
    (difference,) = found(*groups, *sponsors("feed/x", "feed/jp"), *sponsors("list/y", "list/f"))
    assert difference.question == "origin"
    apart = [*sponsors("feed/x", "feed/jp", role="sponsored"), *sponsors("list/y", "list/f", role="sponsored")]
    assert [each.question for each in found(*groups, *apart)] == ["sponsor"]


def crossed(*accused: str) -> list[Record]:
    """One claim of the data set feed about an incident, put down to all of these."""
    made = [blames(f"feed/c-{each}", "feed/editor", f"feed/{each}", "feed/raid", role="sponsored") for each in accused]
    claims = [record for records in made for record in records if isinstance(record, Claim)]
    others = [record for records in made for record in records if not isinstance(record, Claim)]
    whole = replace(claims[0], about=tuple(iri for claim in claims for iri in claim.about))
    return [incident("feed/raid", "Raid", "2031"), *others, whole]


def test_where_one_claim_names_several_groups_and_states_nothing_is_compared() -> None:
    """A list of groups beside a list of states does not say which belong together."""
    groups = [actor("feed/x", "Crew"), actor("feed/z", "Gang"), actor("list/y", "Crew")]
    said = sponsors("list/y", "list/f", role="sponsored")
    assert found(*groups, *said, *crossed("x", "z", "jp", "fr")) == []
    (difference,) = found(*groups, *said, *crossed("x", "z", "jp"))
    assert [list(side.answers) for side in difference.sides] == [["Japan"], ["France"]]
    assert len(found(*groups, *said, *crossed("x", "jp", "fr"))) == 1
    agency = actor("feed/bureau", "Bureau", kind="agency")
    assert found(*groups, agency, *said, *crossed("x", "bureau", "jp", "fr")) == []


def test_the_table_of_who_says_otherwise_has_both_sides_and_their_sources() -> None:
    differing = found(
        actor("feed/x", "Crew"),
        actor("list/y", "Crew"),
        *sponsors("feed/x", "feed/jp"),
        *sponsors("list/y", "list/j"),
        *sponsors("list/y", "list/f"),
    )
    [row] = table(differing)
    assert {key: row[key] for key in ("name", "question", "dataset", "entry", "says", "by")} == {
        "name": "Crew",
        "question": "origin",
        "dataset": "feed",
        "entry": "Crew",
        "says": "Japan",
        "by": "Feed, origin",
    }
    assert (row["other_dataset"], row["other_says"], row["other_by"]) == ("list", "France; Japan", "List, origin")
    assert tuple(row) == TABLE


def test_one_state_by_two_names_is_no_difference() -> None:
    groups = [actor("feed/x", "Crew"), actor("list/y", "Crew")]
    assert found(*groups, *sponsors("feed/x", "feed/jp"), *sponsors("list/y", "list/j")) == []


def test_an_agency_stands_for_its_state() -> None:
    agency = actor("feed/navy", "Navy", kind="agency", part_of="feed/jp")
    groups = [actor("feed/x", "Crew"), actor("list/y", "Crew"), agency]
    assert found(*groups, *sponsors("feed/x", "feed/navy"), *sponsors("list/y", "list/j")) == []
    assert len(found(*groups, *sponsors("feed/x", "feed/navy"), *sponsors("list/y", "list/f"))) == 1


def test_who_says_nothing_does_not_differ() -> None:
    groups = [actor("feed/x", "Crew"), actor("list/y", "Crew")]
    assert found(*groups, *sponsors("feed/x", "feed/jp")) == []


def test_who_names_another_state_as_well_differs() -> None:
    both = [*sponsors("list/y", "list/j"), *sponsors("list/y", "list/f")]
    (difference,) = found(actor("feed/x", "Crew"), actor("list/y", "Crew"), *sponsors("feed/x", "feed/jp"), *both)
    assert sides(difference)[1] == "list, Crew: France (List, origin), Japan (List, origin)"


def test_several_names_of_the_same_groups_are_one_difference() -> None:
    groups = [actor("feed/x", "Crew", "Gemini"), actor("list/y", "Club", "Crew", "GEMINI")]
    (difference,) = found(*groups, *sponsors("feed/x", "feed/jp"), *sponsors("list/y", "list/f"))
    assert difference.names == ("Crew", "GEMINI")
    assert difference.as_dict()["iris"] == [iri("feed/x"), iri("list/y")]


def test_groups_that_share_no_name_are_not_compared() -> None:
    groups = [actor("feed/x", "Crew"), actor("list/y", "Club")]
    assert found(*groups, *sponsors("feed/x", "feed/jp"), *sponsors("list/y", "list/f")) == []


# ----------------------------------------------------------------------------------------------------- incidents


def outage(dataset: str, accused: str, *, label: str = "Harbour outage", begin: str | None = "2031-04") -> list[Record]:
    made = blames(f"{dataset}/blame", f"{dataset}/editor", f"{dataset}/{accused}", f"{dataset}/outage", on="2031-05")
    return [incident(f"{dataset}/outage", label, begin), *made]


def test_data_sets_that_accuse_different_states_of_an_incident_differ() -> None:
    (difference,) = found(*outage("feed", "jp"), *outage("list", "f", label="HARBOUR OUTAGE", begin="2031-04-02"))
    assert (difference.what, difference.question) == ("incident", "accused state")
    assert sides(difference) == ["feed: Japan (Feed, 2031-05)", "list: France (List, 2031-05)"]


def test_data_sets_that_accuse_the_same_state_agree() -> None:
    assert found(*outage("feed", "jp"), *outage("list", "j")) == []


@pytest.mark.parametrize("begin", ["2032", "2031-05-01", None])
def test_incidents_that_were_or_may_have_been_at_other_times_are_not_compared(begin: str | None) -> None:
    assert found(*outage("feed", "jp"), *outage("list", "f", begin=begin)) == []


def test_incidents_of_other_names_are_not_compared() -> None:
    assert found(*outage("feed", "jp"), *outage("list", "f", label="Port outage")) == []


def test_a_denial_that_only_one_data_set_has_is_a_difference() -> None:
    denial = blames("list/no", "list/j", "list/j", "list/outage", act="denial", on="2031-06")
    (difference,) = found(*outage("feed", "jp"), *outage("list", "j"), *denial)
    assert difference.question == "denial"
    assert sides(difference) == ["feed: no denial", "list: denied (Japan, 2031-06)"]
    both = [*denial, *blames("feed/no", "feed/jp", "feed/jp", "feed/outage", act="denial")]
    assert found(*outage("feed", "jp"), *outage("list", "j"), *both) == []


def test_only_what_was_public_by_a_day_counts() -> None:
    records = [*outage("feed", "jp"), *outage("list", "f")]
    assert found(*records, as_of=date(2031, 4, 30)) == []
    assert len(found(*records, as_of=date(2031, 5, 31))) == 1


def test_without_resolution_states_are_compared_by_what_they_are_called() -> None:
    assert found(*outage("feed", "jp"), *outage("list", "j"), resolve=False) != []
    assert found(state("list/same", "JAPAN"), *outage("feed", "jp"), *outage("list", "same"), resolve=False) == []


# ----------------------------------------------------------------------------------------------------- real data


def test_what_is_known_to_differ_in_the_galaxies_of_misp() -> None:
    """They put IRIDIUM down to Iran or to Russia, and Carbon Spider to Russia or to Ukraine."""
    files = [DATA / "misp-galaxy" / f"{name}.json" for name in ("country", "microsoft-activity-group", "threat-actor")]
    if not all(file.exists() for file in files):
        pytest.skip("the MISP galaxy is not here")
    from whoblamed.loaders import misp
    from whoblamed.loaders.opening.documents import Document

    batches = misp.read([Document.of_file(file) for file in files], None)
    graph = Graph(MemoryStore(store_of(*(record for batch in batches for record in batch.kept()))))
    rows = differences(graph.store.current, graph.bare_facts(), graph.representatives())
    answers = {name: {state for side in row.sides for state in side.answers} for row in rows for name in row.names}
    assert answers["IRIDIUM"] == {"Iran", "Russia"}
    assert answers["CARBON SPIDER"] == {"Russia", "Ukraine"}
