"""Nanopublications: one a claim, as the guidelines want them, that can be read alone and come back as they were."""

from __future__ import annotations

import io
import socket
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from whoblamed.errors import InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.export.nanopub import NANOPUBS, NP, SOFTWARE, nanopub_iri
from whoblamed.loaders import rdf
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology import DCTERMS, PROV, RDF, WB
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Actor, Batch, Claim, DataSet, Incident, Skipped, dataset_iri, mint

from ..support.checking import violations
from ..support.exports import export_to
from ..support.places import FIXTURES

FIXTURE = FIXTURES / "rdf" / "nanopubs.trig"
EX = "https://np.example/"
PARTS = {"hasAssertion": "#assertion", "hasProvenance": "#provenance", "hasPublicationInfo": "#pubinfo"}

# The nanopub package uses names that rdflib has given up.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nobody needs the network for this")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def graph(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case, small_case.parent / "shared" / "second.yaml")
    return graph


@pytest.fixture(scope="module")
def nanopubs(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The quads of each nanopublication of the small case, by its IRI."""
    path = tmp_path_factory.mktemp("nanopubs") / "nanopubs.trig"
    written = export_to(graph, path, "nanopub")
    assert written == (len(graph.facts().claims), "nanopublications")
    found: dict[str, list[Any]] = defaultdict(list)
    for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG):
        found[str(quad.graph_name)[1:-1].partition("#")[0]].append(quad)
    return found


def part(quads: list[Any], name: str) -> set[tuple[str, str, str]]:
    """The triples of one of the graphs of a nanopublication, as text."""
    found = [quad for quad in quads if quad.graph_name.value.endswith(name)]
    return {(quad.subject.value, quad.predicate.value, str(quad.object)) for quad in found}


def loaded(path: Path) -> tuple[Batch, list[str]]:
    """All that nanopublications give, of whichever data sets, and what was skipped."""
    batches = rdf.read([Document.of_file(path)], None)
    found = [item for batch in batches for item in batch.records]
    return replace(batches[0], records=found), [f"{i.file}: {i.reason}" for i in found if isinstance(i, Skipped)]


def claims(batch: Batch) -> dict[str, Claim]:
    return {record.iri: record for record in batch.kept() if isinstance(record, Claim)}


# ----------------------------------------------------------------------------------------------------------------- out


def test_there_is_one_for_each_claim(graph: Graph, nanopubs: dict[str, list[Any]]) -> None:
    datasets = {dataset.iri: dataset for dataset in graph.datasets()}
    expected = {nanopub_iri(iri, datasets[iri.partition("/claim/")[0]]) for iri in graph.facts().claims}
    assert nanopubs.keys() == expected
    assert f"{NANOPUBS}harbour-2031/police-blame-belmont" in expected


def test_a_claim_from_elsewhere_has_an_iri_all_the_same() -> None:
    dataset = DataSet(iri=dataset_iri("case"), name="case")
    first, second = (nanopub_iri(iri, dataset) for iri in ("https://a.example/1", "https://a.example/2"))
    assert first.startswith(f"{NANOPUBS}case/")
    assert first != second


def test_each_is_made_as_the_guidelines_want_it(nanopubs: dict[str, list[Any]]) -> None:
    for iri, quads in nanopubs.items():
        graphs = {f"{iri}#head", *(iri + name for name in PARTS.values())}
        assert {quad.graph_name.value for quad in quads} == graphs
        head = {(iri, NP + property_, f"<{iri}{name}>") for property_, name in PARTS.items()}
        assert part(quads, "#head") == head | {(iri, RDF + "type", f"<{NP}Nanopublication>")}
        assert any(subject == f"{iri}#assertion" for subject, _, _ in part(quads, "#provenance"))
        assert any(subject == iri for subject, _, _ in part(quads, "#pubinfo"))
        assert all(isinstance(quad.subject, ox.NamedNode) for quad in quads)


def test_the_nanopub_package_finds_them_valid(nanopubs: dict[str, list[Any]]) -> None:
    nanopub = pytest.importorskip("nanopub")
    for quads in nanopubs.values():
        content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        found = rdflib.Dataset()
        found.parse(data=content, format="nquads")
        assert nanopub.Nanopub(rdf=found).is_valid


def test_provenance_says_who_spoke_and_where(nanopubs: dict[str, list[Any]]) -> None:
    iri = f"{NANOPUBS}harbour-2031/police-blame-belmont"
    assert part(nanopubs[iri], "#provenance") == {
        (f"{iri}#assertion", PROV + "wasAttributedTo", f"<{mint('harbour-2031', 'actor', 'police')}>"),
        (f"{iri}#assertion", PROV + "wasDerivedFrom", "<https://police.example/release?id=1#top>"),
    }


def test_publication_info_says_when_and_by_what_it_was_recorded(nanopubs: dict[str, list[Any]]) -> None:
    iri = f"{NANOPUBS}harbour-2031/it-was-us"
    info = part(nanopubs[iri], "#pubinfo")
    assert (iri, DCTERMS + "created", '"2021-04-11T06:30:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>') in info
    assert (iri, DCTERMS + "creator", f"<{SOFTWARE}>") in info
    assert (iri, PROV + "wasDerivedFrom", f"<{dataset_iri('harbour-2031')}>") in info
    assert not any(predicate == WB.recordedOn for _, predicate, _ in part(nanopubs[iri], "#assertion"))


def test_none_needs_another_to_be_understood(nanopubs: dict[str, list[Any]]) -> None:
    """What refers to other claims alone lacks those; everything else is there."""
    for iri, quads in nanopubs.items():
        found = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads if "#assertion" in str(quad)]
        broken = {entry.shape for entry in violations(found) if entry.severity == "violation"}
        assert broken <= {"reference-claim", "reference-challenged", "reference-basis", "withdrawal-speaker"}, iri


def test_together_they_come_back_as_they_were(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "harbour-2031.trig"
    export_to(graph, path, "nanopub")
    batch, skipped = loaded(path)
    assert skipped == []
    assert claims(batch) == graph.facts().claims
    facts = graph.facts()
    for record in batch.kept():
        if isinstance(record, Actor):
            assert record == replace(facts.actors[record.iri], names=(), description={})
        if isinstance(record, Incident):
            assert record == replace(facts.incidents[record.iri], victims=(), description={})


def test_the_casebook_comes_back_without_a_violation(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "casebook.trig"
    export_to(casebook, path, "nanopub")
    batch, skipped = loaded(path)
    assert skipped == []
    assert claims(batch) == casebook.facts().claims
    quads = [quad for record in batch.kept() for quad in to_quads(record, batch.dataset.iri)]
    assert [entry for entry in violations(quads) if entry.severity == "violation"] == []


def test_an_empty_graph_has_none() -> None:
    out = io.BytesIO()
    assert whoblamed.open(":memory:").write(out, "nanopub") == (0, "nanopublications")


# ------------------------------------------------------------------------------------------------------------------ in


def test_provenance_becomes_speaker_source_and_record() -> None:
    batch, _ = loaded(FIXTURE)
    blame = claims(batch)[EX + "blame"]
    assert (blame.act, blame.speakers[0], blame.made_in) == (
        "attribution",
        EX + "police",
        ("https://police.example/release",),
    )
    assert str(blame.recorded_on) == "2031-04-10 12:00:00+00:00"
    assert blame.stated_on is None, "when it was written down is not when it was said"


def test_a_speaker_who_retracts_withdraws() -> None:
    batch, _ = loaded(FIXTURE)
    (withdrawal,) = [claim for claim in claims(batch).values() if claim.act == "withdrawal"]
    assert (withdrawal.speakers[0], withdrawal.withdraws, str(withdrawal.stated_on)) == (
        EX + "police",
        (EX + "blame",),
        "2031-04-20",
    )
    assert withdrawal.made_in == (EX + "two",)


def test_who_only_wrote_it_down_takes_back_the_record_and_not_the_claim() -> None:
    batch, skipped = loaded(FIXTURE)
    assert EX + "wrong" not in claims(batch)
    assert any(f"{EX}three: left out: who made this nanopublication has retracted it" in line for line in skipped)


def test_a_person_with_an_orcid_is_a_speaker_and_the_nanopublication_a_source() -> None:
    batch, _ = loaded(FIXTURE)
    records = {record.iri: record for record in batch.kept()}
    report = claims(batch)[EX + "right"]
    speaker = records[report.speakers[0]]
    assert isinstance(speaker, Actor)
    assert (speaker.kind, speaker.label) == ("person", "Ivo Tamm")
    assert report.made_in == (EX + "four",)


def test_strangers_retract_nothing(tmp_path: Path) -> None:
    text = FIXTURE.read_text("utf-8").replace("ex:two dcterms:creator ex:police", "ex:two dcterms:creator ex:troll")
    path = tmp_path / "nanopubs.trig"
    path.write_text(text, "utf-8")
    batch, skipped = loaded(path)
    assert not any(claim.act == "withdrawal" for claim in claims(batch).values())
    assert any("cannot retract <https://np.example/one>: only who made that can" in line for line in skipped)


def test_what_is_not_loaded_is_told_once_for_each_property() -> None:
    _, skipped = loaded(FIXTURE)
    assert any("dcterms:license means nothing here: left out 1 time," in line for line in skipped)


def test_what_nanopubs_rest_on_beside_their_sources_is_a_reliance(tmp_path: Path) -> None:
    text = FIXTURE.read_text("utf-8").replace(
        "ex:blame a wb:Attribution ;", "ex:blame a wb:Attribution ; wb:madeIn <https://courier.example/story> ;"
    )
    path = tmp_path / "nanopubs.trig"
    path.write_text(text, "utf-8")
    batch, skipped = loaded(path)
    assert claims(batch)[EX + "blame"].made_in == ("https://courier.example/story",)
    assert not any("wb:on" in line for line in skipped)
    (reliance,) = [record for record in batch.kept() if type(record).__name__ == "Reliance"]
    assert getattr(reliance, "on", None) == "https://police.example/release"


def test_a_damaged_nanopublication_is_told(tmp_path: Path) -> None:
    text = FIXTURE.read_text("utf-8")
    path = tmp_path / "nanopubs.trig"
    path.write_text(text.replace(" ; np:hasProvenance ex:one-provenance", ""), "utf-8")
    assert any(
        "one: a nanopublication with 0 of np:hasProvenance, which is read as it stands" in line
        for line in loaded(path)[1]
    )
    path.write_text(text.replace("ex:four-info {", "ex:elsewhere {"), "utf-8")
    assert any("four: a nanopublication whose publication info is missing" in line for line in loaded(path)[1])


def test_what_others_assert_is_told_in_their_terms(tmp_path: Path) -> None:
    text = FIXTURE.read_text("utf-8").partition("ex:one-head")[0]
    text += """
        ex:h { ex:n a np:Nanopublication ; np:hasAssertion ex:a ; np:hasProvenance ex:p ; np:hasPublicationInfo ex:i . }
        ex:a { ex:malaria ex:isTransmittedBy ex:mosquito . }
        ex:p { ex:a prov:wasAttributedTo ex:me . }
        ex:i { ex:n dcterms:creator ex:me . }
    """
    path = tmp_path / "others.trig"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidData) as caught:
        loaded(path)
    assert "in 1 of 1 nanopublication nothing is said in our terms; they assert something else" in str(caught.value)
    assert "<https://np.example/isTransmittedBy>" in str(caught.value)
