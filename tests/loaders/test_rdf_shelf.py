"""RDF that waits on a shelf to become records: of any size and in any order, with claims that are not in order."""

from __future__ import annotations

import importlib.util
import random
import sys
import tracemalloc
from collections import Counter
from types import ModuleType

import pyoxigraph as ox
import pytest
from whoblamed.errors import StoreError
from whoblamed.loaders import rdf
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.rdf.plain import shelf, statements
from whoblamed.ontology import DCTERMS
from whoblamed.ontology.records import Batch, Claim, Skipped

from ..support.places import ROOT

PREFIXES = """
@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix : <https://w3id.org/whoblamed/id/case/> .
@base <https://w3id.org/whoblamed/id/case/> .
"""
#: A state that blames itself, which is no attribution, beside what is in order.
CASE = (
    PREFIXES
    + """
<actor/borduria> a wb:Actor ; wb:kind "state" ; rdfs:label "Borduria" .
<actor/police> a wb:Actor ; wb:kind "agency" ; rdfs:label "Police" .
<incident/outage> a wb:Incident ; rdfs:label "Outage" .
<source/article> a wb:Source ; rdfs:label "Who was it?" ; dcterms:title "Who was it?"@en .
<allegation/it> a wb:Allegation ; rdfs:label "Borduria did it" ; wb:accused <actor/borduria> ;
    wb:incident <incident/outage> .
<claim/blame> a wb:Attribution ; rdfs:label "Police blames Borduria" ; wb:speaker <actor/police> ;
    wb:accused <actor/borduria> ; wb:about <allegation/it> ; wb:incident <incident/outage> ;
    wb:madeIn <source/article> ; wb:confidence <claim/blame/confidence> .
<claim/blame/confidence> a wb:Confidence ; wb:words "surely" .
<claim/denial> a wb:Denial ; rdfs:label "Borduria denies it" ; wb:speaker <actor/borduria> ;
    wb:accused <actor/borduria> ; wb:about <allegation/it> ; wb:incident <incident/outage> ;
    wb:madeIn <source/article> ; wb:respondsTo <claim/blame>, <claim/itself> .
<claim/itself> a wb:Attribution ; rdfs:label "Borduria blames Borduria" ; wb:speaker <actor/borduria> ;
    wb:accused <actor/borduria> ; wb:about <allegation/it> ; wb:incident <incident/outage> ;
    wb:madeIn <source/article> ; wb:passage <claim/itself/passage> .
<claim/itself/passage> a wb:Passage ; wb:source <source/article> ; wb:paragraph 3 .
<claim/backing> a wb:Endorsement ; rdfs:label "Police backs Borduria" ; wb:speaker <actor/police> ;
    wb:madeIn <source/article> ; wb:endorses <claim/itself> .
"""
)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_for_shelf", ROOT / "benchmarks" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate_for_shelf"] = module
    spec.loader.exec_module(module)
    return module


def by_both_ways(content: str) -> tuple[list[Batch], list[Batch]]:
    """What the short way makes of a document, which it has to take, and the long way."""
    name = "case.ttl" if content.startswith(PREFIXES) else "case.nq"
    short, long = (rdf._Reading([Document.of_bytes(content.encode(), name)], "case") for _ in range(2))
    return short._plain_batches(), long._repaired_batches()


def told(batches: list[Batch]) -> tuple[list[str], Counter[str], Counter[str]]:
    """The data sets, how often there is each record, and how often each thing was told of what was skipped."""
    found = [item for batch in batches for item in batch.records]
    skipped = Counter(f"{item.file}: {item.reason}" for item in found if isinstance(item, Skipped))
    made = Counter(repr(item) for item in found if not isinstance(item, Skipped))
    return [batch.dataset.name for batch in batches], made, skipped


def lines(generate: ModuleType, claims: int, seed: int) -> list[str]:
    return [f"{quad} .\n" for quad in generate.quads(claims, seed)]


def test_a_claim_that_is_not_in_order_is_left_out_with_what_needs_it_and_nothing_else() -> None:
    short, long = by_both_ways(CASE)
    claims = {item.iri.rpartition("/")[2]: item for item in short[0].records if isinstance(item, Claim)}
    assert sorted(claims) == ["blame", "denial"]
    assert [iri.rpartition("/")[2] for iri in claims["denial"].responds_to] == ["blame"]
    reasons = [item.reason for item in short[0].records if isinstance(item, Skipped)]
    assert [reason for reason in reasons if reason.startswith("left out")] == [
        "left out: its speaker is the accused, or speaks for the accused: make it a wb:ResponsibilityClaim or a "
        "wb:Denial",
        "left out: it backs no claim that can be loaded (wb:endorses)",
    ]
    assert told(short) == told(long)


def test_a_role_that_only_other_claims_have_is_told() -> None:
    short, long = by_both_ways(CASE.replace('"Police blames Borduria"', '"Police blames Borduria" ; wb:role "ordered"'))
    assert any("wb:role is left out" in reason for reason in told(short)[2])
    assert told(short) == told(long)


@pytest.mark.parametrize("seed", [3, 7])
def test_a_few_faults_among_many_claims_are_told_as_if_all_went_the_longer_way(generate: ModuleType, seed: int) -> None:
    short, long = by_both_ways("".join(lines(generate, 400, seed)))
    assert told(short) == told(long)
    assert told(short)[2]


@pytest.mark.parametrize("order", ["as it is", "sorted", "scattered"])
def test_what_is_more_than_is_held_gives_the_same(
    generate: ModuleType, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(statements, "NEAR", 200)
    monkeypatch.setattr(statements, "_LAST", 20)
    content = lines(generate, 300, 3)
    if order != "as it is":
        content.sort() if order == "sorted" else random.Random(1).shuffle(content)
    short, long = by_both_ways("".join(content))
    assert told(short) == told(long)
    assert told(short) == told(short)  # each time that they are read


def test_several_data_sets_in_one_file_stay_apart_on_the_shelf(
    generate: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "NEAR", 200)
    monkeypatch.setattr(statements, "_LAST", 20)
    names = ("one", "two", "three")
    several = [f"{quad} .\n" for name in names for quad in generate.quads(40, 2, name)]
    home = "https://w3id.org/whoblamed/id/"
    described = [f'<{home}{name}> <{DCTERMS}identifier> "{name}" .\n<{home}{name}> a wb:DataSet .\n' for name in names]
    triples = [f"{line.rpartition(' <')[0]} .\n" for line in several]
    for content in ("".join(several), PREFIXES + "".join((*described, *triples))):
        short, long = by_both_ways(content)
        assert told(short) == told(long)
        assert told(short)[0] == ["one", "three", "two"]


def test_little_of_a_large_document_is_held_in_memory(generate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's part of it, of 2,400 claims: SQLite holds at most so much."""
    document = Document.of_bytes("".join(lines(generate, 2_400, 4)).encode(), "case.nq")
    read_through(document)  # what is remembered of values is there then
    peaks = []
    for near, kept in ((250_000, 50_000), (4_000, 0)):
        monkeypatch.setattr(statements, "NEAR", near)
        monkeypatch.setattr("whoblamed.loaders.rdf.plain._KEPT", kept)
        tracemalloc.start()
        read_through(document)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 0.5 * peaks[0]


def read_through(document: Document) -> None:
    for batch in rdf._Reading([document], "case")._plain_batches():
        assert sum(1 for _ in batch.records)


def test_a_full_folder_for_temporary_files_is_one_line(generate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_OPENED", shelf._OPENED + "PRAGMA max_page_count = 30;")
    document = Document.of_bytes("".join(lines(generate, 300, 3)).encode(), "case.nq")
    with pytest.raises(StoreError, match=r"^what is read does not fit into the folder .*; name another with \$TMPDIR$"):
        rdf.read([document], None)


def test_a_part_that_two_claims_have_and_one_that_none_has_are_told() -> None:
    """As many parts as are used are not the same as all of them."""
    shared = CASE + "<claim/denial> wb:passage <claim/itself/passage> . <lost> a wb:Passage ; wb:paragraph 1 .\n"
    batches = rdf.read([Document.of_bytes(shared.encode(), "case.ttl")], None)
    assert any("left out: no claim has it" in item.reason for item in batches[0].records if isinstance(item, Skipped))


def test_a_text_in_the_place_of_a_part_is_told() -> None:
    text = CASE.replace("wb:passage <claim/itself/passage>", 'wb:passage "https://w3id.org/whoblamed/id/case/x"')
    assert "<claim/itself/passage> a" in text
    assert ox.parse(text.encode(), ox.RdfFormat.TURTLE)
    batches = rdf.read([Document.of_bytes(text.encode(), "case.ttl")], None)
    assert any("is a text; make it a thing" in item.reason for item in batches[0].records if isinstance(item, Skipped))
