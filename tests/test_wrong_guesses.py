"""Where a good guess is wrong: what was seen of a library, tool or format, and that it leads to no wrong answer here.

Each test says in its docstring what was seen, of which version, and where (all in November 2026). More surprises of
this kind, each as a script that shows it, are in `findings/`; what reads our exports, and how, is in
docs/interoperability.md.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
import stix2  # type: ignore[import-untyped]
import whoblamed
from whoblamed.errors import InvalidData, QueryError
from whoblamed.graph import Graph
from whoblamed.loaders import rdf
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Batch, Claim, Confidence, Skipped
from whoblamed.ontology.states import state_of

from .support import stix
from .support.cases import blame, case, written
from .support.checking import violations
from .support.places import ROOT
from .support.pyshacl_report import validate
from .support.tables import SIMPLE, batch, claims, skipped

PREFIXES = """
@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix ex: <https://example.org/> .
"""
SAID = """
ex:port a wb:Actor ; wb:kind "agency" ; rdfs:label "Port of Arden" .
ex:tide a wb:Actor ; wb:kind "group" ; rdfs:label "Red Tide" .
ex:outage a wb:Incident ; rdfs:label "Harbour outage" .
ex:story a wb:Source ; rdfs:label "Story" .
ex:blame a wb:Attribution ; wb:speaker ex:port ; wb:accused ex:tide ; wb:incident ex:outage ; wb:madeIn ex:story
"""


def read(content: str, name: str = "case.ttl") -> list[Batch]:
    return rdf.read([Document.of_bytes(content.encode(), name)], None)


def told(batches: list[Batch]) -> list[str]:
    return [record.reason for each in batches for record in each.records if isinstance(record, Skipped)]


def only_claim(batches: list[Batch]) -> Claim:
    (claim,) = [record for each in batches for record in each.kept() if isinstance(record, Claim)]
    return claim


# ------------------------------------------------------------------------------------------------------------ tables


def test_a_quotation_mark_at_the_edge_of_a_cell_merges_no_rows_that_tabs_delimit() -> None:
    """Python's csv, pandas 3.1.1, polars 2.1.0 and DuckDB 2.0.1 take it for the beginning of a quoted cell and read on
    to the next one, so that two rows become one claim with the date of the other."""
    dated = SIMPLE.replace("source: list}", 'source: list, on: "{day}"}')
    found = batch(dated, 'who\twhom\twhat\tday\nA\tB\t"Theft\t2031-04-01\nC\tD\tFire"\t2031-05-01\n', name="rows.tsv")
    assert [(str(claim.stated_on), claim.label) for claim in claims(found)] == [
        ("2031-04-01", 'A attributes "Theft to B (2031-04-01)'),
        ("2031-05-01", 'C attributes Fire" to D (2031-05-01)'),
    ]


def test_a_quotation_mark_that_is_never_closed_is_told_and_swallows_no_rows() -> None:
    """The same in a table that commas delimit, where quotation marks are meant."""
    found = batch(SIMPLE, 'who,whom,what\nA,"B,Theft\nC,D,Fire\n')
    assert [claim.label for claim in claims(found)] == ["C attributes Fire to D"]
    [(line, why)] = skipped(found)
    assert (line, why[:34]) == (2, "a quotation mark is never closed; ")


def test_a_month_that_was_typed_into_a_spreadsheet_is_a_month() -> None:
    """Excel and LibreOffice keep "Apr 2031" as 1 April 2031 with the format `mmm-yy`; python-calamine 0.9.1 gives
    no formats, and so a day that nobody wrote. openpyxl 3.1.5 gives both."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in (["who", "whom", "what", "day"], ["A", "B", "Theft", "x"]):
        sheet.append(row)
    sheet["D2"] = date(2031, 4, 1)
    sheet["D2"].number_format = "mmm-yy"
    book.save(file)
    dated = SIMPLE.replace("source: list}", 'source: list, on: "{day}"}')
    (claim,) = claims(batch(dated, file.getvalue(), name="rows.xlsx"))
    assert str(claim.stated_on) == "2031-04"


# -------------------------------------------------------------------------------------------------------------- RDF


def test_a_day_with_a_time_zone_is_that_day_and_this_is_told() -> None:
    """`"2030-05-01Z"^^xsd:date` is a valid day. maplib 0.20.26 drops it, comunica 5.4.1 compares it by the zone of the
    machine, so that it is another day in Tokyo."""
    found = read(f'{PREFIXES}{SAID} ; wb:statedOn "2030-05-01Z"^^xsd:date .')
    assert str(only_claim(found).stated_on) == "2030-05-01"
    assert told(found) == ['wb:statedOn "2030-05-01Z" has a time or a time zone: the day is kept as it is written']


def test_no_date_that_is_written_has_a_time_zone(casebook: Graph) -> None:
    zoned = re.compile(r"\d(?:Z|[+-]\d\d:\d\d)\Z")
    literals = (quad.object for quad in casebook.quads() if isinstance(quad.object, ox.Literal))
    days = [each.value for each in literals if each.datatype.value.endswith(("#date", "#gYearMonth", "#gYear"))]
    assert days
    assert [day for day in days if zoned.search(day) and not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", day)] == []


QUOTING = {
    "@context": {
        "wb": "https://w3id.org/whoblamed/ns#",
        "ex": "https://example.org/",
        "label": "http://www.w3.org/2000/01/rdf-schema#label",
        "says": {"@id": "ex:says", "@container": "@graph"},
    },
    "@id": "ex:tabloid",
    "says": {
        "@id": "ex:blame",
        "@type": "wb:Attribution",
        "wb:speaker": {"@id": "ex:port", "@type": "wb:Actor", "wb:kind": "agency", "label": "Port of Arden"},
        "wb:accused": {"@id": "ex:tide", "@type": "wb:Actor", "wb:kind": "group", "label": "Red Tide"},
        "wb:incident": {"@id": "ex:outage", "@type": "wb:Incident", "label": "Harbour outage"},
        "wb:madeIn": {"@id": "ex:story", "@type": "wb:Source", "label": "Story"},
    },
}


def test_what_a_json_ld_context_says_to_quote_is_not_asserted() -> None:
    """With `@container: @graph`, what the tabloid says stands in a graph of its own. rdflib 7.6.0 puts it into the
    default graph, as if the document said it; pyoxigraph 0.5.13, PyLD 3.3.0 and jsonld.js 9.0.0 do not."""
    with pytest.raises(InvalidData, match="case"):
        read(json.dumps(QUOTING), "case.jsonld")


def test_what_is_quoted_beside_what_is_said_is_counted_and_left_out() -> None:
    beside = [{"@id": "ex:lab", "@type": "wb:Actor", "wb:kind": "company", "label": "Quay Lab"}]
    found = read(json.dumps(QUOTING | {"@included": beside}), "case.jsonld")
    assert [type(record).__name__ for each in found for record in each.kept()] == ["Actor"]
    assert "15 statements in a graph without a name that something is said of: quoted there, and not asserted" in told(
        found
    )


def test_a_graph_without_a_name_that_is_only_described_is_read() -> None:
    """As in `{"@context": …, "license": …, "@graph": […]}`, where the licence is that of the graph."""
    found = read(f'{PREFIXES} _:all ex:license "CC0" . GRAPH _:all {{ {SAID} . }}', "case.trig")
    assert only_claim(found).label == "Port of Arden attributes Harbour outage to Red Tide"


def test_no_triple_term_comes_out_through_rdflib() -> None:
    """oxrdflib 0.5.0 hands one over as a Python tuple, which rdflib 7.6.0 has no place for."""
    graph = whoblamed.open(":memory:")
    dataset = graph.as_rdflib()
    term = "<<( <urn:a> <urn:b> <urn:c> )>>"
    with pytest.raises(QueryError, match="rdflib has no triple terms"):
        list(dataset.query(f"SELECT ({term} AS ?t) {{}}"))
    for query in (dataset.query, graph.query):
        with pytest.raises(QueryError, match="rdflib has no triple terms"):
            query(f"CONSTRUCT {{ <urn:x> <urn:y> {term} }} WHERE {{}}")


def test_no_triple_term_is_loaded() -> None:
    found = read(f"{PREFIXES}{SAID} ; wb:summary <<( ex:tide ex:did ex:outage )>> .")
    assert only_claim(found).summary == {}
    assert [reason for reason in told(found) if "wb:summary" in reason]


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ('"2030-13"^^xsd:gYearMonth', False),
        ('"soon"^^xsd:gYear', False),
        ('"2030-02-30"^^xsd:date', False),
        ('"2030-04"^^xsd:gYearMonth', True),
    ],
)
def test_a_date_is_checked_by_what_is_written(written: str, is_one: bool) -> None:
    """pySHACL 0.40.1 takes any text for an `xsd:gYear`, and cannot compare dates of different precision: with
    `sh:lessThan` a month is always wrong and a day is always right. So our shapes have patterns and compare no dates;
    and what checks them instead of pySHACL gives the same report."""
    text = f'{PREFIXES}{SAID} ; rdfs:label "Blame" ; wb:statedOn {written} .'
    data = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    ours = violations(data)
    assert set(ours) == validate(data)
    assert any("statedOn" in str(each.path) for each in ours) is not is_one


# ------------------------------------------------------------------------------------------------------ blame networks


@pytest.fixture(scope="module")
def network_files(casebook: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("networks")
    files = {format_: folder / f"blame.{format_}" for format_ in ("graphml", "gexf")}
    for file in files.values():
        casebook.export(file)
    return files


def test_an_edge_says_in_an_attribute_of_its_own_which_claim_it_is(
    casebook: Graph, network_files: dict[str, Path]
) -> None:
    """igraph 1.0.0 gives edges of a GraphML the attribute `id` with the ids of *nodes*; networkx 3.6.1 keeps those of a
    GEXF as numbers, or under a key of its own. The attribute `claim` arrives in both."""
    network = casebook.blame_network()
    wanted = sorted((a, b, data["claim"], data["stated_on"]) for a, b, data in network.edges(data=True))
    read = igraph.Graph.Read_GraphML(str(network_files["graphml"]))
    names = read.vs["id"]
    assert wanted == sorted(
        (names[edge.source], names[edge.target], edge["claim"], edge["stated_on"]) for edge in read.es
    )
    for format_, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        found: Any = reader(network_files[format_])
        assert wanted == sorted((a, b, data["claim"], data["stated_on"]) for a, b, data in found.edges(data=True))


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_graphology_reads_every_edge_too(casebook: Graph, network_files: dict[str, Path], format_: str) -> None:
    """graphology-graphml 0.5.2 stops at a key for nodes and edges, graphology-gexf 0.13.2 keeps the last of values in
    time: we write neither."""
    if not (ROOT / "node_modules" / "graphology").exists():
        pytest.skip("graphology is not installed; `make front-end` does it")
    script = [str(ROOT / "tests" / "torture" / "graphology.cjs"), format_, str(network_files[format_])]
    done = subprocess.run(["node", *script], cwd=ROOT, capture_output=True, text=True, check=True)
    edges = casebook.blame_network().edges(data=True)
    wanted = [[a, b, data["claim"], data["stated_on"], data["withdrawn"]] for a, b, data in edges]
    assert sorted(json.loads(done.stdout)) == sorted(wanted)


def test_no_attribute_is_called_as_readers_call_their_own(network_files: dict[str, Path]) -> None:
    """networkx 3.6.1 loses attributes of a GEXF that are called `type` or `key`, igraph 1.0.0 overwrites `id`, and
    networkx's JSON `source` and `target`. `label` is meant: readers show it."""
    for file in network_files.values():
        attributes = {
            element.get("attr.name") or element.get("title")
            for element in ET.parse(file).iter()  # we wrote it
            if element.tag.endswith(("}key", "}attribute"))
        }
        assert attributes
        assert attributes & {"type", "key", "id", "source", "target", "weight", "name"} == set()


def test_what_is_not_known_is_an_empty_text(network_files: dict[str, Path]) -> None:
    """igraph 1.0.0 writes None as false or as the text "None", which then is a date or an answer."""
    read = igraph.Graph.Read_GraphML(str(network_files["graphml"]))
    values = {value for edge in read.es for value in edge.attributes().values()}
    assert values & {"None", "nan", "null"} == set()
    assert {type(value) for edge in read.es for value in edge.attributes().values()} == {str, bool}


# ------------------------------------------------------------------------------------------------------------- STIX


def test_a_moment_of_seven_digits_is_read() -> None:
    """.NET writes such moments. stix2 3.0.2 refuses them, and with them the whole bundle; STIX 2.1 allows any number of
    digits."""
    moment = "2024-02-03T10:00:00.1234567Z"
    found = stix.batch(stix.document(stix.LABS, stix.MOTH, stix.LIGHTS, {**stix.SAID, "created": moment}))
    assert str(stix.claim(found, "Northlight Labs").stated_on) == "2024-02-03"
    with pytest.raises(stix2.exceptions.InvalidValueError):
        stix2.parse({**stix.SAID, "spec_version": "2.1", "created": moment, "modified": moment})


@pytest.mark.parametrize("given", [101, -1, 99.9])
def test_a_confidence_that_is_none_of_stix_is_kept_as_words_and_told(given: float) -> None:
    """stix2 3.0.2 lets 101 and -1 pass, and makes 99.9 into 99."""
    found = stix.batch(stix.document(stix.LABS, stix.MOTH, stix.LIGHTS, {**stix.SAID, "confidence": given}))
    assert stix.claim(found, "Northlight Labs").confidence == Confidence(words=str(given))
    assert stix.skipped(found)["'confidence' is no whole number from 0 to 100: kept as words"] == 1


def test_moments_and_confidences_that_are_written_are_those_of_stix(casebook: Graph) -> None:
    out = io.BytesIO()
    casebook.write(out, "stix")
    objects = json.loads(out.getvalue())["objects"]
    moments = {value for each in objects for key, value in each.items() if key in ("created", "modified", "published")}
    assert [moment for moment in moments if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", moment)] == []
    sure = {each["confidence"] for each in objects if "confidence" in each}
    assert sure
    assert {type(value) for value in sure} == {int}
    assert all(0 <= value <= 100 for value in sure)


# ----------------------------------------------------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Republic of Korea", "KR"),
        ("Republic of China", "TW"),
        ("Holy See", "VA"),
        ("Heiliger Stuhl", "VA"),
        ("Vatican City State", "VA"),
        ("Koreaa", None),
    ],
)
def test_a_state_is_known_and_never_guessed(name: str, code: str | None) -> None:
    """The fuzzy search of pycountry 26.2 gives North Korea for "Republic of Korea" and China for "Republic of China";
    "Holy See" is no name there."""
    assert state_of(name) == code


# ------------------------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2014-24", "2013-12-01", "2015-03-31"),
        ("2014-11~", "2014-10-01", "2014-12-31"),
        ("2014-12-20/", "2014-12-20", "9999-12-31"),
    ],
)
def test_what_edtf_writes_means_what_its_text_says(written: str, first: str, last: str) -> None:
    """In the library edtf 5.0.2, winter is December alone, an uncertain month is 13 months longer on each side, and an
    end that is open is ten years when it is written `2014-12-20/`. Our bounds follow the text of the Library of
    Congress (`tests/ontology/test_edtf.py` has each of its examples)."""
    read = PartialDate.parse(written)
    assert (read.earliest.isoformat(), read.latest.isoformat()) == (first, last)


DATES_OF_2014 = ["2014", "2014-12", "2014-12-19", "2014-12~"]


# rdflib warns of its own use of names that it has given up.
@pytest.mark.filterwarnings(r"ignore:(Dataset\..*|ConjunctiveGraph) is deprecated:DeprecationWarning")
def test_the_same_claims_are_before_a_day_in_every_engine(tmp_path: Path) -> None:
    """`FILTER(?on < "2015"^^xsd:gYear)`: rdflib 7.6 lets every day pass and no year (480 of 677 claims of the
    casebook), pyoxigraph 0.5.13 the reverse; MIN, MAX and ORDER BY over dates of mixed precision differ in four
    engines. So each date that is written has bounds that are plain days, which all compare alike (docs/sparql.md has
    the traps)."""
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(*(blame(f"blame-{at}", on=on) for at, on in enumerate(DATES_OF_2014)))))
    store = rdflib.Dataset(default_union=True)
    out = io.BytesIO()
    graph.write(out, "nquads")
    store.parse(data=out.getvalue(), format="nquads")
    ask = """PREFIX wb: <https://w3id.org/whoblamed/ns#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    SELECT DISTINCT ?claim { ?claim a wb:Attribution ; %s ?on . FILTER(?on < %s) }"""

    def found(query: str) -> list[set[str]]:
        return [{str(row[0])[-1] for row in rows} for rows in (graph.query(query), store.query(query))]  # type: ignore[union-attr, index]

    assert found(ask % ("wb:statedFrom", '"2015-01-01"^^xsd:date')) == [{"0", "1", "2", "3"}] * 2
    assert found(ask % ("wb:statedOn", '"2015"^^xsd:gYear')) == [{"0"}, {"2"}]  # of the year, and of the day
