"""ClaimReview out: what fact-checkers and search engines ask for is there, and nothing says what is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from whoblamed.graph import Graph
from whoblamed.graph.export.claimreview import Reviews
from whoblamed.graph.export.waiting.shelf import Shelf
from whoblamed.graph.store.columns.writing import columns_of
from whoblamed.ontology import ID
from whoblamed.ontology.records import Actor, DataSet, Source, mint

from ..support.build import allegation, attribution, challenge, denial, endorsement, evidence
from ..support.exports import export_to

CASE = f"{ID}harbour-2031/"
#: By https://developers.google.com/search/docs/appearance/structured-data/factcheck; and `url`, where there is one.
REQUIRED = {"claimReviewed", "reviewRating", "author", "itemReviewed"}


@pytest.fixture(scope="module")
def written(small_case: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], tuple[Any, ...]]:
    graph = whoblamed.open(":memory:")
    graph.load(small_case)
    path = tmp_path_factory.mktemp("reviews") / "reviews.jsonld"
    told = export_to(graph, path, "claimreview")
    return json.loads(path.read_text("utf-8")), told


@pytest.fixture(scope="module")
def nodes(written: tuple[dict[str, Any], tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
    found = written[0]["@graph"]
    assert len({node["@id"] for node in found}) == len(found)
    return {node["@id"].removeprefix(CASE): node for node in found}


def test_those_who_blame_make_claims(nodes: dict[str, dict[str, Any]]) -> None:
    assert nodes["claim/police-blame-belmont"] == {
        "@id": f"{CASE}claim/police-blame-belmont",
        "@type": "Claim",
        "name": "Police of Arden attributes Outage of the harbour to Belmont (ordered) (2031-04-10)",
        "text": "The police said that Belmont ordered it.",
        "author": {"@id": f"{CASE}actor/police", "@type": "GovernmentOrganization", "name": "Police of Arden"},
        "datePublished": "2031-04-10",
        "firstAppearance": nodes["claim/police-blame-belmont"]["appearance"][0],
        "appearance": [
            {
                "@id": f"{CASE}source/release",
                "@type": "CreativeWork",
                "name": "What the police found",
                "url": "https://police.example/release?id=1#top",
                "archivedAt": "https://archive.example/2031/release",
                "datePublished": "2031-04-10",
                "publisher": {
                    "@id": f"{CASE}actor/police",
                    "@type": "GovernmentOrganization",
                    "name": "Police of Arden",
                },
                "inLanguage": "en",
            }
        ],
    }


def test_those_who_answer_make_reviews_that_rate_in_words_only(nodes: dict[str, dict[str, Any]]) -> None:
    ratings = {
        key: node["reviewRating"]["alternateName"] for key, node in nodes.items() if node["@type"] == "ClaimReview"
    }
    assert ratings == {
        "claim/not-us#review": "Denied on behalf of the accused",
        "claim/doubt#review": "Doubted by a third party",
        "claim/not-belmont#review": "Doubted by a third party",
        "claim/backed#review": "Backed by a third party",
    }
    for node in nodes.values():
        assert node.get("reviewRating", {}).keys() <= {"@type", "alternateName"}


def test_an_allegation_that_is_doubted_as_such_is_a_claim_that_others_made(nodes: dict[str, dict[str, Any]]) -> None:
    item = nodes[nodes["claim/not-belmont#review"]["itemReviewed"]["@id"].removeprefix(CASE)]
    assert item["@type"] == "Claim"
    assert item["text"].startswith("Allegation that Belmont")


def test_what_search_engines_require_is_there(nodes: dict[str, dict[str, Any]]) -> None:
    for node in nodes.values():
        if node["@type"] == "ClaimReview":
            assert node.keys() >= REQUIRED
            assert node["itemReviewed"]["@id"].removeprefix(CASE) in nodes


def test_what_is_missing_is_told(written: tuple[dict[str, Any], tuple[Any, ...]]) -> None:
    count, unit, *remarks = written[1]
    assert (count, unit) == (4, "claim reviews")
    assert remarks == ["4 reviews have no url, which search engines ask for: no source has one"]


def test_the_file_is_json_ld(written: tuple[dict[str, Any], tuple[Any, ...]]) -> None:
    inline = {**written[0], "@context": {"@vocab": "https://schema.org/"}}
    quads = list(ox.parse(json.dumps(inline), format=ox.RdfFormat.JSON_LD))
    classes = {quad.object.value for quad in quads if quad.predicate.value.endswith("#type")}
    assert classes >= {"https://schema.org/Claim", "https://schema.org/ClaimReview", "https://schema.org/Rating"}


def test_the_casebook_is_written_whole(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonld"
    export_to(casebook, path, "claimreview")
    found = json.loads(path.read_text("utf-8"))["@graph"]
    ids = {node["@id"] for node in found}
    assert len(ids) == len(found)
    assert all(node["itemReviewed"]["@id"] in ids for node in found if node["@type"] == "ClaimReview")


# ------------------------------------------------------------------------------------------------------- small graphs


def made(*records: Any) -> tuple[list[dict[str, Any]], list[str]]:
    with Shelf([(DataSet(iri="urn:d", name="d"), [columns_of(records)])]) as shelf:
        reviews = Reviews(shelf)
        return list(reviews.nodes()), reviews.remarks()


def test_one_review_for_each_claim_that_is_answered() -> None:
    found, _ = made(
        allegation("tide@outage"),
        attribution("a", "police", "tide@outage"),
        attribution("b", "port", "tide@outage"),
        endorsement("c", "arden", "a", "b"),
    )
    reviewed = {node["@id"]: node["itemReviewed"]["@id"] for node in found if node["@type"] == "ClaimReview"}
    assert reviewed == {"c#review-1": "a", "c#review-2": "b"}


def test_a_denial_of_nothing_in_particular_is_about_the_allegation() -> None:
    found, _ = made(
        allegation("tide@outage"), attribution("a", "police", "tide@outage"), denial("d", "tide", "tide@outage")
    )
    (review,) = [node for node in found if node["@type"] == "ClaimReview"]
    (item,) = [node for node in found if node["@id"] == review["itemReviewed"]["@id"]]
    assert item["appearance"] == [{"@id": "a"}]
    assert review["reviewRating"]["alternateName"] == "Denied by the accused"


def test_a_doubt_about_evidence_is_left_out_and_told() -> None:
    found, remarks = made(evidence("logs"), challenge("c", "lab", "logs"))
    assert (found, remarks) == ([], ["1 challenge is left out: only evidence is doubted"])


def test_a_reviewed_claim_that_blames_nobody_is_there_too() -> None:
    found, _ = made(allegation("tide@outage"), denial("d", "tide", "tide@outage"), endorsement("e", "arden", "d"))
    assert {node["@id"] for node in found if node["@type"] == "Claim"} == {"d", "tide@outage"}


def test_a_review_names_the_page_on_which_it_stands() -> None:
    story = Source(iri=mint("case", "source", "s"), label="Story", url="https://courier.example/story")
    lab = Actor(iri="lab", label="Lab", kind="unnamed")
    found, remarks = made(
        story, lab, allegation("tide@outage"), challenge("c", "lab", "tide@outage", made_in=story.iri, on="2031-04")
    )
    (review,) = [node for node in found if node["@type"] == "ClaimReview"]
    assert (review["url"], review["datePublished"], review["author"]) == (
        "https://courier.example/story",
        "2031-04",
        {"@id": "lab", "name": "Lab"},
    )
    assert remarks == []
