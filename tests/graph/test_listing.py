"""Claims as rows for people: who said what, when, how surely, where it is written, and what it answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import whoblamed
from whoblamed.commands.output import to_json
from whoblamed.graph import Graph
from whoblamed.graph.ask import listing
from whoblamed.graph.ask.listing import COLUMNS, CitedSource, ClaimRow
from whoblamed.ontology import ID

from ..support.cases import blame, case, keys, written

HARBOUR = f"{ID}harbour-2031"


def by_id(rows: Iterable[ClaimRow]) -> dict[str, ClaimRow]:
    """The rows by the ids of their claims in the fact file."""
    return {row.iri.rsplit("/", 1)[-1]: row for row in rows}


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case)
    return graph


@pytest.fixture(scope="module")
def rows(graph: Graph) -> dict[str, ClaimRow]:
    """All claims by key."""
    return by_id(listing.all_claims(graph.store.current))


def iri(kind: str, *names: str) -> list[str]:
    return [f"{HARBOUR}/{kind}/{name}" for name in names]


def test_every_claim_is_one_row(graph: Graph, rows: dict[str, ClaimRow]) -> None:
    listed = listing.all_claims(graph.store.current)
    assert len(listed) == len(rows) == len(graph.claims())


def test_a_row_says_who_said_what_when_and_how_surely(rows: dict[str, ClaimRow]) -> None:
    row = rows["police-blame-belmont"]
    assert (row.act, row.date, row.speaker) == ("attribution", "2031-04-10", "Police of Arden")
    assert row.accused == {f"{HARBOUR}/actor/belmont": "Belmont"}
    assert (row.incident, row.dataset) == ("Outage of the harbour", "harbour-2031")
    assert row.confidence == "we have no doubt; almost certain on the scale dni; 95 of 100 (90 to 100)"
    assert row.likelihood == "90 of 100"
    assert row.said == "Police of Arden attributes Outage of the harbour to Belmont (ordered) (2031-04-10)"


def test_what_is_not_said_is_empty(rows: dict[str, ClaimRow]) -> None:
    row = rows["not-belmont"]
    assert (row.date, row.confidence, row.likelihood, row.summary) == ("", "", "", {})
    assert rows["tide-did"].answers == {}
    assert row.as_dict()["date"] is None
    assert row.as_dict()["confidence"] is None
    assert row.as_dict()["summary"] is None


def test_several_accused_sources_and_answers_are_one_row(rows: dict[str, ClaimRow]) -> None:
    row = rows["insiders-did"]
    assert list(row.accused.values()) == ["Former employees", "Red Tide"]
    assert [source.title for source in row.sources.values()] == ["Who was it?", "Evening news"]
    assert keys(rows["doubt"].answers) == {"police-blame-belmont", "malware"}


@pytest.mark.parametrize(
    ("claim", "answered"),
    [
        ("not-us", "police-blame-belmont"),
        ("doubt", "police-blame-belmont"),
        ("backed", "police-blame-belmont"),
        ("never-mind", "insiders-did"),
    ],
)
def test_what_a_claim_answers_is_called_by_its_label(rows: dict[str, ClaimRow], claim: str, answered: str) -> None:
    assert rows[claim].answers[f"{HARBOUR}/claim/{answered}"] == rows[answered].said


# -------------------------------------------------------------------------------------------------------- citations


def test_a_source_is_cited_with_publisher_date_and_address(rows: dict[str, ClaimRow]) -> None:
    (citation,) = rows["police-blame-belmont"].sources.values()
    assert str(citation) == (
        "What the police found (Police of Arden, 2031-04-10) https://police.example/release?id=1#top"
        " (archived: https://archive.example/2031/release)"
    )


@pytest.mark.parametrize(
    ("citation", "cited"),
    [
        (CitedSource("urn:s", "A memo"), "A memo"),
        (CitedSource("urn:s", "A memo", publisher="The Courier"), "A memo (The Courier)"),
        (CitedSource("urn:s", "A memo", published="2031-05"), "A memo (2031-05)"),
        (CitedSource("urn:s", "A memo", url="https://x.example/"), "A memo https://x.example/"),
    ],
)
def test_what_is_not_known_of_a_source_is_left_out(citation: CitedSource, cited: str) -> None:
    assert str(citation) == cited


# -------------------------------------------------------------------------------------------------------- summaries


def test_summaries_are_kept_by_language_and_shown_in_english_first(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    texts = {"de": "Der Hafen sagt es.", "en": "The port says so.", "fr": "Le port le dit."}
    both = {language: texts[language] for language in ("fr", "de")}
    graph.load(
        written(tmp_path, case(blame("all", summary=texts), blame("two", summary=both), blame("one", summary="Plain.")))
    )
    found = by_id(listing.all_claims(graph.store.current))
    assert found["all"].summary == texts
    assert found["all"].as_dict()["summary"] == "The port says so."
    assert found["two"].as_dict()["summary"] == "Der Hafen sagt es."
    assert found["one"].as_dict()["summary"] == "Plain."


# ------------------------------------------------------------------------------------------------------------ order


def row_of(day: str, key: str = "x") -> ClaimRow:
    return ClaimRow(f"urn:{key}", "report", day, "", {}, "", "", "", "", "")


def test_rows_come_by_date_and_the_less_precise_after_what_they_may_follow() -> None:
    wanted = ["2030-12-31", "2031-01-02", "2031-01-31", "2031-01", "2031-12-31", "2031-12", "2031", "2032-01-01", ""]
    shuffled = random.Random(1).sample(wanted, len(wanted))
    assert [row.date for row in listing.rows_by_date(map(row_of, shuffled))] == wanted


def test_rows_of_one_day_come_by_their_iri() -> None:
    ordered = listing.rows_by_date([row_of("2031", "b"), row_of("2031", "a")])
    assert [row.iri for row in ordered] == ["urn:a", "urn:b"]


# --------------------------------------------------------------------------------------------------- which claims

Listing = Callable[..., list[ClaimRow]]


@pytest.mark.parametrize(
    ("listed", "of", "claims"),
    [
        (listing.claims, iri("claim", "doubt", "damage"), {"doubt", "damage"}),
        (listing.claims_in, iri("source", "release"), {"police-blame-belmont"}),
        (listing.claims_about, iri("incident", "leak"), {"it-was-us"}),
        (listing.claims_answering, iri("claim", "police-blame-belmont"), {"not-us", "doubt", "backed"}),
        (listing.claims_resting_on, iri("evidence", "malware"), {"police-blame-belmont", "doubt"}),
        (
            listing.claims_concerning,
            iri("allegation", "outage--belmont--ordered"),
            {"police-blame-belmont", "not-us", "doubt", "backed"},
        ),
        (listing.claims_touching, iri("actor", "insiders"), {"insiders-did", "never-mind"}),
        (
            listing.claims_touching,
            iri("actor", "belmont"),
            {"police-blame-belmont", "not-us", "doubt", "backed", "not-belmont"},
        ),
        (listing.claims_touching, iri("actor", "belmont-ministry"), {"not-us"}),
    ],
)
def test_the_claims_that_are_asked_for(graph: Graph, listed: Listing, of: Iterable[str], claims: set[str]) -> None:
    assert by_id(listed(graph.store.current, of)).keys() == claims


@pytest.mark.parametrize(
    "listed",
    [
        listing.claims,
        listing.claims_in,
        listing.claims_about,
        listing.claims_answering,
        listing.claims_resting_on,
        listing.claims_concerning,
        listing.claims_touching,
    ],
)
def test_nothing_asked_for_is_nothing_found(graph: Graph, listed: Listing) -> None:
    assert listed(graph.store.current, []) == []
    assert listed(graph.store.current, ["urn:unknown"]) == []


def test_who_speaks_for_an_actor(graph: Graph) -> None:
    assert keys(listing.speakers_for(graph.store.current, iri("actor", "belmont"))) == {"belmont", "belmont-ministry"}


# ------------------------------------------------------------------------------------------------------ for programs


def test_a_row_becomes_json_with_every_column(rows: dict[str, ClaimRow]) -> None:
    for row in rows.values():
        assert tuple(row.as_dict()) == COLUMNS
    read = json.loads(to_json(rows["not-us"].as_dict()))
    assert read["speaker"] == "Ministry of Belmont"
    assert read["answers"] == [rows["police-blame-belmont"].said]
    assert read["claim"] == f"{HARBOUR}/claim/not-us"


def test_the_casebook_is_listed_whole(casebook: Graph) -> None:
    listed = listing.all_claims(casebook.store.current)
    assert len(listed) == len(casebook.claims())
    assert [row.iri for row in listed] == [row.iri for row in listing.rows_by_date(listed)]
    assert all(row.speaker and row.said and row.sources and row.dataset for row in listed)


def test_the_same_rows_come_from_memory_and_from_disk(
    disk_graph: Graph, rows: dict[str, ClaimRow], small_case: Path
) -> None:
    disk_graph.load(small_case)
    assert by_id(listing.all_claims(disk_graph.store.current)) == rows
