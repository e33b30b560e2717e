"""Every constraint of `shapes.ttl` is broken once, on its own, and says what is wrong.

All broken copies of the conforming graph, each with IRIs of its own, are validated in one run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from rdflib.namespace import RDF, SH
from whoblamed import ontology
from whoblamed.ontology.shapes import _Reading
from whoblamed.ontology.validation import Violation

from ..support import pyshacl_report as pyshacl
from ..support.bounds import bounded
from ..support.checking import violations
from ..support.places import FIXTURES

SHAPES = FIXTURES / "shapes"
FIXTURE = (SHAPES / "conforming.ttl").read_text(encoding="utf-8")
PREFIXES = "\n".join(line for line in FIXTURE.splitlines() if line.startswith("@prefix"))
CASES = "https://example.org/"
CASE = CASES + "case/"
SHAPE = "https://w3id.org/whoblamed/shapes#"


@dataclass(frozen=True)
class Case:
    """How to break one constraint; see `broken.yaml`."""

    shape: str
    breaks: str
    says: str
    out: str
    into: str
    also: tuple[str, ...]

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Case:
        also = tuple(entry.get("also", ()))
        return cls(entry["shape"], entry["breaks"], entry["says"], entry.get("out", ""), entry.get("in", ""), also)

    @property
    def key(self) -> str:
        return f"{self.shape}-{self.breaks}"


BROKEN = [Case.of(entry) for entry in yaml.safe_load((SHAPES / "broken.yaml").read_text(encoding="utf-8"))]


def _turtle(text: str, key: str = "case") -> set[ox.Quad]:
    """The statements of Turtle text, `ex:` being the case `key`; not by rdflib, which would normalize literals."""
    return set(ox.parse(text.replace(CASE, f"{CASES}{key}/"), format=ox.RdfFormat.TURTLE))


def _changed(into: str, out: str = "", key: str = "case") -> set[ox.Quad]:
    before, removed = _turtle(FIXTURE, key), _turtle(PREFIXES + out, key)
    assert removed <= before, "what is taken out is not there"
    return bounded(before - removed | _turtle(PREFIXES + into, key))


def _check(into: str, out: str = "") -> list[Violation]:
    return violations(_changed(into, out))


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology.SHAPES)


@pytest.fixture(scope="module")
def results(shapes: rdflib.Graph) -> dict[str, set[tuple[str, str, str]]]:
    """Case -> shape, component and message of each result."""
    data = pyshacl.copy_of(quad for case in BROKEN for quad in _changed(case.into, case.out, case.key))
    report = pyshacl.report(data, shapes)
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for node in report.subjects(RDF.type, SH.ValidationResult):
        shape = str(report.value(node, SH.sourceShape)).removeprefix(SHAPE)
        component = str(report.value(node, SH.sourceConstraintComponent)).removeprefix(str(SH))
        message = str(report.value(node, SH.resultMessage))
        for case in _cases(report.value(node, SH.focusNode), data):
            found[case].add((shape, component.removesuffix("ConstraintComponent"), message))
    return found


def _cases(focus: Any, data: rdflib.Graph) -> set[str]:
    """The cases that a focus node belongs to: by its own IRI, or else by the things next to it."""
    near = [focus] if focus.startswith(CASES) else [*data.subjects(None, focus), *data.objects(focus, None)]
    return {str(node).removeprefix(CASES).partition("/")[0] for node in near if str(node).startswith(CASES)}


def test_the_conforming_graph_conforms() -> None:
    assert violations(_turtle(FIXTURE)) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.key)
def test_a_broken_constraint_is_reported(case: Case, results: dict[str, set[tuple[str, str, str]]]) -> None:
    found = results[case.key]
    (message,) = {message for shape, component, message in found if (shape, component) == (case.shape, case.breaks)}
    assert case.says in message
    assert {shape for shape, _, _ in found} == {case.shape, *case.also}


# --------------------------------------------------------------------------------------------- the shapes themselves

_COMPONENTS = {
    SH[name]: name[0].upper() + name[1:]
    for name in (
        *("class", "datatype", "nodeKind", "minCount", "maxCount", "minLength", "pattern", "uniqueLang", "equals"),
        *("disjoint", "lessThanOrEquals", "minInclusive", "maxInclusive", "hasValue", "in", "or"),
        *("qualifiedMinCount", "qualifiedMaxCount"),
    )
} | {SH.sparql: "SPARQL"}
_NO_CONSTRAINTS = {SH.path, SH.severity, SH.message, SH.qualifiedValueShape, RDF.type} | {
    SH[name] for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf")
}


def test_no_constraint_lacks_a_failing_example(shapes: rdflib.Graph) -> None:
    stated = {
        (str(shape).removeprefix(SHAPE), _COMPONENTS[rdflib.URIRef(str(predicate))])
        for shape in shapes.subjects(SH.message, unique=True)
        for predicate in set(shapes.predicates(shape)) - _NO_CONSTRAINTS
    }
    assert stated == {(case.shape, case.breaks) for case in BROKEN}


def test_each_shape_says_once_what_is_wrong_and_what_to_do(shapes: rdflib.Graph) -> None:
    for shape in {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}:
        (message,) = shapes.objects(shape, SH.message)
        assert isinstance(message, rdflib.Literal)
        assert (message.language, message.count(": ")) == ("en", 1)
        (severity,) = shapes.objects(shape, SH.severity)
        assert severity in (SH.Violation, SH.Warning)


# -------------------------------------------------------------------------------------------------- what is reported


def test_a_dangling_reference_is_reported_at_each_that_refers() -> None:
    found = _check("ex:boast wb:evidence ex:nothing . ex:blame wb:evidence ex:nothing .")
    assert [(one.focus, one.path, one.value, one.severity, one.shape) for one in found] == [
        (CASE + who, "wb:evidence", CASE + "nothing", "violation", "reference-evidence") for who in ("blame", "boast")
    ]


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        *(
            ("2014-02-30", "date"),
            ("2014-12-19Z", "date"),
            ("2014-12", "date"),
            ("2014", "date"),
            ("2014-13", "gYearMonth"),
        ),
        *(("2014-12-19", "gYearMonth"), ("2014-12", "gYear"), ("14", "gYear"), ("2014-12-19T00:00:00", "dateTime")),
        *(("2014-12-19", "string"), ("unknown", "string")),
    ],
)
def test_a_bad_date_is_reported_at_the_claim_that_bears_it(text: str, datatype: str) -> None:
    (found,) = _check(f"ex:boast wb:statedOn '{text}'^^xsd:{datatype} .")
    assert (found.shape, found.focus, found.path, found.value) == ("date", CASE + "boast", "wb:statedOn", text)


@pytest.mark.parametrize(
    ("first", "last", "ordered"),
    [
        ("'2014-11-24'^^xsd:date", "'2014-11'^^xsd:gYearMonth", True),
        ("'2014-11-24'^^xsd:date", "'2014'^^xsd:gYear", True),
        ("'2014'^^xsd:gYear", "'2014-01-01'^^xsd:date", True),
        ("'2014-11-24'^^xsd:date", "'2014-11-24'^^xsd:date", True),
        ("'2014-11-24'^^xsd:date", "'2014-11-23'^^xsd:date", False),
        ("'2015'^^xsd:gYear", "'2014-12'^^xsd:gYearMonth", False),
    ],
)
def test_dates_of_different_precision_are_compared_as_far_as_both_go(first: str, last: str, ordered: bool) -> None:
    dates = f"ex:outage wb:occurredFrom {first} ; wb:occurredTo {last} ."
    found = _check(dates, out="ex:outage wb:occurredFrom '2014'^^xsd:gYear .")
    assert [one.shape for one in found] == ([] if ordered else ["incident-order"])


def test_a_state_may_withdraw_what_its_spokeswoman_said_but_not_the_reverse() -> None:
    retreat = "ex:retreat wb:speaker ex:{} ; wb:withdraws ex:{} ."
    before = "ex:retreat wb:speaker ex:bureau ; wb:withdraws ex:desk-blame ; wb:statedOn '2014-12-21'^^xsd:date ."
    assert _check(retreat.format("state", "denial"), before) == []
    own = "ex:denial wb:speaker ex:state . " + retreat.format("spokeswoman", "denial")
    (found,) = _check(own, before + "ex:denial wb:speaker ex:spokeswoman .")
    assert found.shape == "withdrawal-speaker"


def test_what_is_missing_has_no_value() -> None:
    (found,) = _check("", out="ex:figure wb:speaker ex:paper .")
    assert (found.focus, found.path, found.value) == (CASE + "figure", "wb:speaker", None)


def test_a_path_is_written_with_prefixes() -> None:
    (found,) = _check("ex:blame wb:accused ex:paper .")
    assert found.path == "wb:about/wb:accused"


def test_a_blank_node_has_no_iri_to_report() -> None:
    found = _check("[] a wb:Evidence ; rdfs:label 'x' ; wb:summary 'x' .")
    assert [(one.shape, one.focus[:2], one.path) for one in found] == [("instance-iri", "_:", None)]


def test_violations_come_before_warnings() -> None:
    found = _check("ex:zzz a wb:Actor ; rdfs:label 'z' ; wb:searchName 'z' .", out="ex:article wb:publisher ex:paper .")
    assert [one.severity for one in found] == ["violation", "warning"]


# ---------------------------------------------------------------------------------------------- what data may be like


def test_a_string_with_and_without_its_datatype_is_the_same() -> None:
    assert _check("ex:firm wb:kind 'company'^^xsd:string .") == []


def test_quads_of_several_graphs_are_joined() -> None:
    names = [ox.NamedNode(CASES + "a"), ox.NamedNode(CASES + "b"), None]
    triples = sorted(_turtle(FIXTURE), key=str)
    quads = [ox.Quad(one.subject, one.predicate, one.object, names[i % 3]) for i, one in enumerate(triples)]
    assert violations(quads) == []


ODD = (
    *("ex:state", "[]", "'x'", "'x'@en", "''", "'1'", "0", "-1", "1.5", "1e0", "true", "'x'^^xsd:integer"),
    *("'x'^^xsd:date", "'2014-02-30'^^xsd:date", "'2014'^^xsd:gYear", "'2014-12-19T00:00:00'^^xsd:dateTime"),
    *("'x'^^xsd:boolean", "'x'^^ex:type"),
)


def _with_odd_values(odd: str) -> set[ox.Quad]:
    """The conforming graph, with one more value of each property of each thing."""
    used = {(quad.subject, quad.predicate) for quad in _turtle(FIXTURE) if quad.predicate.value.startswith(ontology.NS)}
    return _changed("".join(f"{subject} {predicate} {odd} ." for subject, predicate in used))


# ------------------------------------------------------------------------------------------------ as others report it


def _anonymous(found: Iterable[Violation]) -> set[Violation]:
    """Violations without the labels of blank nodes, which each engine gives anew."""

    def bare(text: str | None) -> str | None:
        return "_:" if text and text.startswith("_:") else text

    return {replace(each, focus=bare(each.focus) or "", value=bare(each.value)) for each in found}


def _as_stored(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Quads as a store gives them back: with the numbers in their canonical form."""
    store = ox.Store()
    store.bulk_extend(quads)
    return set(store)


#: Their constraints in SPARQL compare two values, and what comes of comparing unlike ones differs between engines.
_COMPARING = {
    *(
        "incident-order",
        "claim-reply-order",
        "claim-record-order",
        "withdrawal-order",
        "withdrawal-speaker",
        "standing",
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_the_report_on_any_value_of_any_property_is_that_of_pyshacl(odd: str) -> None:
    data = _as_stored(_with_odd_values(odd))
    ours, theirs = (_anonymous(found) for found in (violations(data), pyshacl.validate(data)))
    assert ours
    assert {each for each in ours ^ theirs if each.shape not in _COMPARING} == set()


def test_the_report_on_every_broken_constraint_is_that_of_pyshacl() -> None:
    data = _as_stored({quad for case in BROKEN for quad in _changed(case.into, case.out, case.key)})
    assert _anonymous(violations(data)) == _anonymous(pyshacl.validate(data))


def test_a_shape_that_uses_what_is_not_known_is_refused() -> None:
    shape = rdflib.Graph().parse(data=UNKNOWN, format="turtle")
    with pytest.raises(ValueError, match="maxLength is not known"):
        _Reading(shape, rdflib.Graph(), rdflib.URIRef(SHAPE + "brief")).shape()


UNKNOWN = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/whoblamed/shapes#brief> a sh:PropertyShape ; sh:targetSubjectsOf <urn:p> ; sh:path <urn:p> ;
    sh:maxLength 3 ; sh:severity sh:Warning ; sh:message "Too long: cut it."@en .
"""
