"""ClaimReview in: who reviewed what and in which words, and never more than the review says of whose claim it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from whoblamed.graph import Graph
from whoblamed.loaders import rdf
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Actor, Claim, Record, Skipped, Source

from ..support.checking import violations
from ..support.exports import export_to
from ..support.places import FIXTURES

REVIEW = json.loads((FIXTURES / "rdf" / "reviews.jsonld").read_text("utf-8"))["@graph"][0]


def items(content: bytes) -> list[Record | Skipped]:
    (batch,) = rdf.read([Document.of_bytes(content, "reviews.jsonld")], None)
    return list(batch.records)


def claims(found: list[Record | Skipped]) -> dict[str, Claim]:
    return {claim.act: claim for claim in found if isinstance(claim, Claim)}


def reviewed(**changes: Any) -> list[Record | Skipped]:
    return items(json.dumps({"@context": "http://schema.org/", **REVIEW, **changes}).encode())


def test_a_review_challenges_the_claim_of_the_one_whom_it_names() -> None:
    found = reviewed()
    actors = {actor.iri: (actor.label, actor.kind) for actor in found if isinstance(actor, Actor)}
    sources = {source.iri: (source.url, str(source.published)) for source in found if isinstance(source, Source)}
    challenge, report = claims(found)["challenge"], claims(found)["report"]
    assert actors[challenge.speakers[0]] == ("Check Desk", "outlet")
    assert actors[report.speakers[0]] == ("A. Arden", "person")
    assert challenge.challenges == (report.iri,)
    assert challenge.summary == {"": "Rates “Grey Heron broke into the Mint” as “False” (1 on a scale from 1 to 5)"}
    assert report.summary == {"": "Grey Heron broke into the Mint"}
    assert (str(challenge.stated_on), str(report.stated_on)) == ("2031-04-02", "2031-03-09")
    assert [sources[iri] for iri in challenge.made_in] == [("https://check.example/1", "2031-04-02")]
    assert [sources[iri] for iri in report.made_in] == [("https://press.example/1", "2031-03-10")]
    assert (report.accused, report.incident) == ((), None), "whom it accuses of what is not said"


@pytest.mark.parametrize(
    ("rating", "act"),
    [
        ({"alternateName": "True"}, "endorsement"),
        ({"alternateName": "Falsch."}, "challenge"),
        ({"alternateName": "Half of it"}, "report"),
        ({"ratingValue": 5, "worstRating": 1, "bestRating": 5}, "endorsement"),
        ({"ratingValue": 3, "worstRating": 1, "bestRating": 5}, "report"),
        ({"ratingValue": 1, "worstRating": 1, "bestRating": 5, "alternateName": "True"}, "report"),
        ({"ratingValue": "9e999999", "worstRating": 1, "bestRating": 5}, "report"),
        ({"ratingValue": 1}, "report"),
    ],
)
def test_only_a_rating_that_means_one_thing_makes_more_than_a_report_of_it(rating: dict[str, Any], act: str) -> None:
    (review,) = [
        claim
        for claim in reviewed(reviewRating={"@type": "Rating", **rating})
        if isinstance(claim, Claim) and claim.iri.rsplit("/", 1)[-1].startswith("review-")
    ]
    assert review.act == act


@pytest.mark.parametrize("author", [None, {"@type": "Thing", "name": "Somebody"}, {"@type": "Person"}])
def test_nobody_is_made_to_have_said_what_the_review_does_not_say_of_them(author: Any) -> None:
    (only,) = (
        claim for claim in reviewed(itemReviewed={"@type": "Claim", "author": author}) if isinstance(claim, Claim)
    )
    assert (only.act, only.challenges) == ("report", ())


def test_what_is_left_out_is_told() -> None:
    found = items((FIXTURES / "rdf" / "reviews.jsonld").read_bytes())
    told = [f"{item.file}: {item.reason}" for item in found if isinstance(item, Skipped)]
    assert told == [
        "reviews.jsonld https://check.example/3: left out: a ClaimReview whose author has no name, or is of no kind"
    ]
    assert sorted(claim.act for claim in found if isinstance(claim, Claim)) == ["challenge", "report", "report"]
    quads = [quad for record in found if not isinstance(record, Skipped) for quad in to_quads(record, "urn:g")]
    assert [entry for entry in violations(quads) if entry.severity == "violation"] == []


def test_our_own_reviews_come_back_as_what_their_authors_said(small_case: Path, tmp_path: Path) -> None:
    graph = Graph.open(":memory:")
    graph.load(small_case)
    path = tmp_path / "reviews.jsonld"
    export_to(graph, path, "claimreview")
    acts = [claim.act for claim in items(path.read_bytes()) if isinstance(claim, Claim)]
    assert acts.count("endorsement") == 1
    assert acts.count("challenge") >= 1
