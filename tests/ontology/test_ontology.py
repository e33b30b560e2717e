"""The files of the ontology agree with each other and with Python, and none of them says who did it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics, RDFS_Semantics  # type: ignore[import-untyped]
from rdflib import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS
from whoblamed import ontology
from whoblamed.ontology import scales
from whoblamed.ontology.acts import ACT_OF_CLASS, ROLES

from ..support.places import ROOT

EXAMPLE = rdflib.Namespace("https://example.org/case/")
WB = rdflib.Namespace(ontology.NS)
TERMS = {rdflib.URIRef(iri) for name, iri in vars(ontology.WB).items() if not name.startswith("_")}
TERMS |= set(map(rdflib.URIRef, ACT_OF_CLASS))
TUPLES = {
    "actor-kind": ontology.ACTOR_KINDS,
    "incident-kind": ontology.INCIDENT_KINDS,
    "allegation-role": tuple(ROLES),
    "reliance-mode": ontology.RELIANCE_MODES,
    "name-kind": ontology.NAME_KINDS,
    "identity-verdict": ontology.VERDICTS,
    "identity-basis": ontology.IDENTITY_BASES,
    "confidence-scale": scales.SCALES,
}


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ontology.VOCABULARY:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.SHAPES)


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ontology.CONTEXT.read_text(encoding="utf-8"))["@context"]
    return found


@pytest.fixture
def example() -> rdflib.Graph:
    """Data with one of everything; a graph of their own, for tests that add to them."""
    return rdflib.Graph().parse(ROOT / "tests/fixtures/shapes/conforming.ttl")


def _ours(nodes: Iterable[Any]) -> set[Any]:
    return {node for node in nodes if isinstance(node, rdflib.URIRef) and node.startswith(ontology.NS)}


# ----------------------------------------------------------------------------------------------------- in step


def test_the_vocabulary_defines_the_terms_of_python_and_no_others(vocabulary: rdflib.Graph) -> None:
    types = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    defined = [term for type_ in types for term in vocabulary.subjects(RDF.type, type_)]
    assert len(defined) == len(set(defined))
    assert set(defined) == TERMS
    assert _ours(vocabulary.all_nodes()) | _ours(vocabulary.predicates()) == TERMS


def test_the_shapes_mention_every_term_that_is_recorded_and_no_others(shapes: rdflib.Graph) -> None:
    """`wb:shownAs` is derived for queries from decisions, and in no data."""
    recorded = TERMS - {rdflib.URIRef(ontology.WB.shownAs)}
    assert _ours(node for triple in shapes for node in triple) == recorded


def test_the_context_names_every_term_and_no_others(context: dict[str, Any]) -> None:
    iris = {
        name: entry["@id"] if isinstance(entry, dict) else entry for name, entry in context.items() if name[0] != "@"
    }
    ours = {name: iri.removeprefix("wb:") for name, iri in iris.items() if iri.startswith("wb:")}
    assert all(name == iri for name, iri in ours.items())
    assert {WB[name] for name in ours} == TERMS


def test_the_context_types_a_term_as_the_vocabulary_does(context: dict[str, Any], vocabulary: rdflib.Graph) -> None:
    for term in TERMS:
        entry = context[str(term).removeprefix(ontology.NS)]
        coerced = entry.get("@type") if isinstance(entry, dict) else None
        if (term, RDF.type, OWL.ObjectProperty) in vocabulary:
            assert coerced == "@id", term
        elif coerced:
            assert vocabulary.value(term, RDFS.range) == rdflib.XSD[coerced.removeprefix("xsd:")]


@pytest.mark.parametrize(("shape", "values"), TUPLES.items())
def test_the_shapes_allow_the_values_of_python(shape: str, values: tuple[str, ...], shapes: rdflib.Graph) -> None:
    listed = shapes.value(rdflib.URIRef(f"https://w3id.org/whoblamed/shapes#{shape}"), SH["in"])
    assert listed is not None
    assert [str(value) for value in shapes.items(listed)] == list(values)


def test_the_acts_are_the_subclasses_of_claim(vocabulary: rdflib.Graph, shapes: rdflib.Graph) -> None:
    acts = {rdflib.URIRef(iri) for iri in ACT_OF_CLASS}
    assert set(vocabulary.subjects(RDFS.subClassOf, WB.Claim)) == acts
    (allowed,) = [node for node in shapes.objects(None, SH["in"]) if next(iter(shapes.items(node))) in acts]
    assert set(shapes.items(allowed)) == acts


def test_every_term_and_concept_is_labelled_and_defined_in_english_and_german(vocabulary: rdflib.Graph) -> None:
    scaled = set(vocabulary.subjects(WB.value, None))
    concepts = {*vocabulary.subjects(RDF.type, SKOS.Concept), *vocabulary.subjects(RDF.type, SKOS.ConceptScheme)}
    wanted = [(term, RDFS.label) for term in TERMS] + [(one, SKOS.prefLabel) for one in concepts]
    wanted += [(one, SKOS.definition) for one in TERMS | concepts - scaled]  # a grade's meaning is its number
    for subject, predicate in wanted:
        languages = sorted(str(getattr(text, "language", "")) for text in vocabulary.objects(subject, predicate))
        assert languages == ["de", "en"], f"{predicate} of {subject}"


@pytest.mark.parametrize("path", ontology.VOCABULARY, ids=lambda path: path.name)
def test_loading_the_vocabulary_twice_changes_nothing(path: Path) -> None:
    triples = list(ox.parse(path=path))
    assert len(triples) == len(set(triples))
    assert not any(isinstance(node, ox.BlankNode) for triple in triples for node in (triple.subject, triple.object))


def test_the_reference_page_is_current() -> None:
    command = [sys.executable, "tools/ontology_reference.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------------------------------------------- scales

#: STIX 2.1, Appendix A: grade, value, lowest and highest number; what cannot be judged has none.
STIX = {
    "none-low-med-high": "None 0 0 0, Low 15 1 29, Med 50 30 69, High 85 70 100",
    "0-10": "0 0 0 4, 1 10 5 14, 2 20 15 24, 3 30 25 34, 4 40 35 44, 5 50 45 54, 6 60 55 64, 7 70 65 74, 8 80 75 84,"
    " 9 90 85 94, 10 100 95 100",
    "admiralty": "5 10 0 19, 4 30 20 39, 3 50 40 59, 2 70 60 79, 1 90 80 100, 6 - - -",
    "wep": "impossible 0 0 0, highly unlikely 10 1 19, unlikely 30 20 39, even chance 50 40 59, likely 70 60 79,"
    " highly likely 90 80 99, certain 100 100 100",
    "dni": "almost no chance 5 0 9, very unlikely 15 10 19, unlikely 30 20 39, roughly even chance 50 40 59,"
    " likely 70 60 79, very likely 85 80 89, almost certain 95 90 100",
}


def _stix(scale: str) -> dict[str, list[int | None]]:
    rows = [row.strip().rsplit(" ", 3) for row in STIX[scale].split(",")]
    return {grade: [None if number == "-" else int(number) for number in numbers] for grade, *numbers in rows}


@pytest.mark.parametrize("scale", scales.SCALES)
def test_the_scales_are_those_of_stix(scale: str) -> None:
    assert {grade: list(scales.lookup(scale, grade)) for grade in scales.grades(scale)} == _stix(scale)
    assert list(scales.grades(scale)) == list(_stix(scale))


@pytest.mark.parametrize("scale", scales.SCALES)
def test_the_ranges_of_a_scale_cover_every_number_once(scale: str) -> None:
    ranges = [(low, high) for _, low, high in _stix(scale).values() if low is not None and high is not None]
    assert sorted(number for low, high in ranges for number in range(low, high + 1)) == list(range(101))


def test_the_scales_of_python_are_the_schemes_with_values(vocabulary: rdflib.Graph) -> None:
    valued = {scheme for one in vocabulary.subjects(WB.value) for scheme in vocabulary.objects(one, SKOS.inScheme)}
    names = {str(vocabulary.value(scheme, DCTERMS.identifier)) for scheme in valued}
    assert names - {"source-grading"} == set(scales.SCALES)


def test_the_grades_that_are_unlikely_are_known_without_the_schemes(vocabulary: rdflib.Graph) -> None:
    values: dict[str, int] = {}
    for scale in ("wep", "dni"):  # a label of both is meant as the latter has it
        scheme = vocabulary.value(predicate=DCTERMS.identifier, object=rdflib.Literal(scale))
        for concept in vocabulary.subjects(SKOS.inScheme, scheme):
            labels = (vocabulary.objects(concept, called) for called in (SKOS.notation, SKOS.prefLabel, SKOS.altLabel))
            value = int(str(vocabulary.value(concept, WB.value)))
            values.update(dict.fromkeys((str(label).casefold() for each in labels for label in each), value))
    assert {label for label, value in values.items() if value < 50} == scales.UNLIKELY


def test_a_label_means_one_grade_of_its_scheme(vocabulary: rdflib.Graph) -> None:
    for scheme in vocabulary.subjects(RDF.type, SKOS.ConceptScheme):
        meant: dict[str, set[Any]] = {}
        for concept in vocabulary.subjects(SKOS.inScheme, scheme):
            for predicate in (SKOS.notation, SKOS.prefLabel, SKOS.altLabel):
                for label in vocabulary.objects(concept, predicate):
                    meant.setdefault(str(label).casefold(), set()).add(concept)
        assert all(len(concepts) == 1 for concepts in meant.values()), scheme


@pytest.mark.parametrize(
    ("scale", "label", "value"),
    [
        *(
            ("dni", "Almost Certain", 95),
            ("dni", "nearly certain", 95),
            ("dni", "remote", 5),
            ("dni", "  very   likely ", 85),
        ),
        *(("wep", "almost certain", 90), ("wep", "Probably not", 30), ("none-low-med-high", "medium", 50)),
        *(("admiralty", "probably true", 70), ("dni", "Sehr wahrscheinlich", 85), ("0-10", "7 von 10", 70)),
    ],
)
def test_a_grade_is_found_by_any_of_its_labels(scale: str, label: str, value: int) -> None:
    assert scales.lookup(scale, label)[0] == value


def test_an_unknown_scale_or_grade_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="'gut' is not a confidence scale; the scales are none-low-med-high, 0-10"):
        scales.lookup("gut", "likely")
    with pytest.raises(ValueError, match="'maybe' is not on the scale dni; its grades are almost no chance, very"):
        scales.lookup("dni", "maybe")


# ----------------------------------------------------------------------------------------------------- rule one


def _closure(example: rdflib.Graph, vocabulary: rdflib.Graph, semantics: type) -> set[Any]:
    """What a reasoner adds about the things of the example, without what it adds about everything."""
    graph = example + vocabulary
    DeductiveClosure(semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    before = {(subject, predicate, str(object_)) for subject, predicate, object_ in example}
    trivial = {RDFS.Resource, OWL.Thing}
    return {
        (subject, predicate, object_)
        for subject, predicate, object_ in graph
        if str(subject).startswith(EXAMPLE) and object_ not in trivial and object_ != subject
        if (subject, predicate, str(object_)) not in before
    }


@pytest.mark.parametrize("semantics", [RDFS_Semantics, OWLRL_Semantics])
def test_no_reasoner_links_an_accused_to_an_incident(
    semantics: type, example: rdflib.Graph, vocabulary: rdflib.Graph
) -> None:
    accused, incidents = set(example.objects(None, WB.accused)), set(example.subjects(RDF.type, WB.Incident))
    assert (len(accused), len(incidents)) == (2, 3)
    for subject, _, object_ in _closure(example, vocabulary, semantics):
        assert not ({subject, object_} & accused and {subject, object_} & incidents)


@pytest.mark.parametrize("semantics", [RDFS_Semantics, OWLRL_Semantics])
def test_all_that_a_reasoner_adds_about_actors_and_incidents_is_harmless(
    semantics: type, example: rdflib.Graph, vocabulary: rdflib.Graph
) -> None:
    things = {*example.subjects(RDF.type, WB.Actor), *example.subjects(RDF.type, WB.Incident)}
    added = {
        (predicate, object_ if predicate == RDF.type else None)
        for subject, predicate, object_ in _closure(example, vocabulary, semantics)
        if subject in things or object_ in things
    }
    sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    assert added == {
        (RDF.type, FOAF.Agent),
        (RDF.type, sem.Event),
        (DCTERMS.isPartOf, None),
        (DCTERMS.publisher, None),
        (PROV.wasAttributedTo, None),
        (sem.hasBeginTimeStamp, None),
        (sem.hasEndTimeStamp, None),
    }


def test_domains_and_ranges_are_true_of_every_use(example: rdflib.Graph, vocabulary: rdflib.Graph) -> None:
    inferred = {
        (subject, object_)
        for subject, predicate, object_ in _closure(example, vocabulary, RDFS_Semantics)
        if predicate == RDF.type and object_ in TERMS
    }
    assert inferred == {
        (claim, WB.Claim) for act in ACT_OF_CLASS for claim in example.subjects(RDF.type, rdflib.URIRef(act))
    }


def test_the_terms_that_name_the_accused_have_no_super_terms(vocabulary: rdflib.Graph) -> None:
    for term in (WB.accused, WB.role, WB.victim, WB.incident, WB.speaksFor, WB.excludes):
        assert set(vocabulary.objects(term, RDFS.subPropertyOf)) == set()
    assert set(vocabulary.objects(WB.Allegation, RDFS.subClassOf)) == set()


def test_the_alignments_relate_and_do_not_equate(vocabulary: rdflib.Graph) -> None:
    alignments = rdflib.Graph().parse(ontology.VOCABULARY[2])
    logical = {RDFS.subClassOf, RDFS.subPropertyOf}
    near = {SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch}
    assert set(alignments.predicates()) <= logical | near
    assert set(alignments.subjects()) <= TERMS
    assert not _ours(alignments.objects())
    for subject, predicate in alignments.subject_predicates():
        if predicate in logical:
            is_class = (subject, RDF.type, OWL.Class) in vocabulary
            assert is_class == (predicate == RDFS.subClassOf)


def test_the_terms_that_we_align_with_exist() -> None:
    known = (PROV, ORG, FOAF, DCTERMS, SDO)
    objects = set(rdflib.Graph().parse(ontology.VOCABULARY[2]).objects())
    for namespace in known:
        names = [str(one).removeprefix(str(namespace)) for one in objects if str(one).startswith(str(namespace))]
        assert names
        assert all(rdflib.URIRef(str(namespace) + name) in namespace for name in names), names


# ------------------------------------------------------------------------------------------------------- JSON-LD

ODD = """
<https://example.org/case/odd> <{ns}summary> "no language", "eins"@de, "zwei"@de ; <{ns}speaker> "no IRI" ;
  <{ns}quantity> 1.50 , 7 ; <{ns}value> "x" , "07"^^<{xsd}integer> ; <{ns}disclosed> "1"^^<{xsd}boolean> ;
  <{ns}statedOn> "2014"^^<{xsd}gYear> , "2014-12"^^<{xsd}gYearMonth> , "2014-12-19"^^<{xsd}date> , "unknown" ;
  <{ns}recordedOn> "2024-01-31T12:00:00+01:00"^^<{xsd}dateTime> ; <https://example.org/other> 1 .
"""


#: rdflib's own JSON-LD and N-Quads code uses what rdflib deprecates.
within_rdflib = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).*deprecated:DeprecationWarning")


@pytest.fixture
def literal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps rdflib from rewriting literals as it reads them."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture
def dataset(literal: None) -> rdflib.Dataset:
    data = rdflib.Dataset()
    text = (ROOT / "tests/fixtures/shapes/conforming.ttl").read_text(encoding="utf-8")
    data.graph(EXAMPLE.data).parse(data=text, format="turtle")
    data.graph(EXAMPLE.other).parse(data=ODD.format(ns=ontology.NS, xsd=ontology.XSD), format="turtle")
    return data


def _lines(data: rdflib.Dataset) -> set[str]:
    """N-Quads as Oxigraph writes them, so that both libraries can be compared."""
    return _serialized(ox.parse(data.serialize(format="nquads"), format=ox.RdfFormat.N_QUADS))


def _serialized(quads: Any) -> set[str]:
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return set(written.decode().splitlines())


@within_rdflib
def test_json_ld_with_the_context_loses_nothing(dataset: rdflib.Dataset, context: dict[str, Any]) -> None:
    text = dataset.serialize(format="json-ld", context=context)
    before = _lines(dataset)
    assert len(before) > 200
    assert _serialized(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == before
    again = rdflib.Dataset().parse(data=text, format="json-ld")
    assert isinstance(again, rdflib.Dataset)
    assert _lines(again) == before


@within_rdflib
def test_json_ld_with_the_context_is_plain_to_read(dataset: rdflib.Dataset, context: dict[str, Any]) -> None:
    graphs = json.loads(dataset.serialize(format="json-ld", context=context))["@graph"]
    (graph,) = [entry["@graph"] for entry in graphs if entry["id"] == str(EXAMPLE.data)]
    (claim,) = [entry for entry in graph if entry["id"] == str(EXAMPLE.blame)]
    assert claim["type"] == "Attribution"
    assert claim["speaker"] == str(EXAMPLE.bureau)
    assert claim["accused"] == [str(EXAMPLE.state)]
    assert claim["statedOn"] == {"type": "xsd:date", "@value": "2014-12-19"}
    assert claim["recordedOn"] == "2024-01-31T12:00:00Z"
    assert claim["summary"] == {"en": "It was the state.", "de": "Es war der Staat."}
    assert not any(":" in key for entry in graph for key in entry)


def test_json_ld_names_nothing_by_default(context: dict[str, Any]) -> None:
    assert "@vocab" not in context
    assert context["@version"] == 1.1
