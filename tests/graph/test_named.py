"""The named queries: each says what it is, runs with and without its parameters, and answers on the casebook."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from whoblamed.errors import QueryError, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.ask import named
from whoblamed.graph.ask.named import NamedQuery, named_queries, prepare, term
from whoblamed.graph.store.answers import Row

from ..support.cases import blame, case, written
from ..support.places import FIXTURES

QUERIES = named_queries()
EXAMPLES = {
    "actor": "North Korea",
    "actor|incident": "Lizard Squad",
    "incident": "Sony Pictures intrusion",
    "date": "2014-12-19",
    "text": "malware",
}


@pytest.fixture(scope="module")
def casebook() -> Graph:
    """The casebook, with an invented case in which courts decide."""
    graph = whoblamed.open(":memory:")
    graph.load()
    graph.load(FIXTURES / "facts" / "voices.yaml")
    return graph


def rows(graph: Graph, query: str, **parameters: Any) -> list[Row]:
    found = graph.query(query, parameters)
    assert isinstance(found, list)
    return found


def test_there_are_enough_to_learn_from() -> None:
    assert len(QUERIES) >= 8
    assert QUERIES.keys() == {path.stem for path in named.FOLDER.iterdir()}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_says_what_it_is(query: NamedQuery) -> None:
    assert query.title
    assert query.description.endswith(".")
    assert len({other.title for other in QUERIES.values()}) == len(QUERIES)
    for parameter in query.parameters:
        assert parameter.description
        assert parameter.type in EXAMPLES


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_gives_distinct_rows_that_do_not_multiply(casebook: Graph, query: NamedQuery) -> None:
    found = rows(casebook, query.name)
    counted = "SELECT (COUNT(DISTINCT ?c) AS ?claims) (COUNT(DISTINCT ?n) AS ?names)"
    ((claims, names),) = rows(casebook, f"{counted} {{ {{ ?c wb:speaker ?s }} UNION {{ ?n a wb:Name }} }}")
    assert found
    assert len(set(found)) == len(found)
    assert len(found) <= (names if query.name == "names-of-an-actor" else 2 * claims)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [(query.name, parameter) for query in QUERIES.values() for parameter in query.parameters],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_parameter_narrows_the_answer(casebook: Graph, query: str, parameter: named.Parameter) -> None:
    """Parameters that a query projects or groups by are no reason to find more or other rows."""
    example = "FBI" if parameter.name == "speaker" else EXAMPLES[parameter.type]
    if query == "sources-without-date":  # those on the example have dates
        example = GAMES["incident"]
    everything, some = rows(casebook, query), rows(casebook, query, **{parameter.name: example})
    assert 0 < len(some) < len(everything)
    if query != "attributions-without-denial":  # its rows are groups
        assert set(some) < set(everything)


def test_all_parameters_of_a_query_can_be_given_together(casebook: Graph) -> None:
    """Each narrows the answer further: what all leave is also left by each one alone."""
    for query in QUERIES.values():
        if query.name == "attributions-without-denial":  # its rows are groups
            continue
        given = {parameter.name: EXAMPLES[parameter.type] for parameter in query.parameters}
        together = set(rows(casebook, query.name, **given))
        for name, value in given.items():
            assert together <= set(rows(casebook, query.name, **{name: value})), (query.name, name)


SONY = {"incident": "Sony Pictures intrusion"}
GAMES = {"incident": "Attack on the opening of the Winter Games"}


@pytest.mark.parametrize(
    ("query", "parameters", "columns", "row"),
    [
        ("who-blamed-whom", SONY, ("speaker_name", "accused_name", "on"), ("FBI", "North Korea", "2014-12-19")),
        (
            "who-blamed-whom",
            {"accused": "nordkorea", "speaker": "fbi"},
            ("incident_name",),
            ("Sony Pictures intrusion",),
        ),
        (
            "denials-and-what-they-answer",
            {"accused": "North Korea"},
            ("accused_name", "accuser"),
            ("North Korea", "FBI"),
        ),
        (
            "rival-allegations",
            SONY,
            ("accused_name", "rival_name"),
            ("Former or present Sony employees", "North Korea"),
        ),
        ("attributions-without-denial", {}, ("accused_name", "role"), ("AMC", "decided")),
        ("claims-of-responsibility", SONY, ("accused_name",), ("Guardians of Peace",)),
        ("challenges-and-what-they-doubt", SONY, ("challenger",), ("Marc Rogers",)),
        ("how-sure-they-are", {"accused": "North Korea"}, ("speaker_name", "words"), ("FBI", "very high confidence")),
        ("names-of-an-actor", {"actor": "North Korea"}, ("name", "language", "kind"), ("Nordkorea", "de", "preferred")),
        ("names-of-an-actor", {"actor": "North Korea"}, ("name", "language", "kind"), ("DPRK", "", "alias")),
        ("evidence-and-who-holds-it", SONY, ("cited_by",), ("FBI",)),
        (
            "sources-without-date",
            GAMES,
            ("source_title", "publisher_name"),
            ("'Olympic Destroyer' malware targeted Pyeongchang Games: firms", "The Jim Bakker Show"),
        ),
        ("timeline", {"about": "FBI"}, ("on", "act"), ("2014-12-19", "Attribution")),
        ("claims-in-a-period", {"from": "2014-12-19", "until": "2014-12-19"}, ("act",), ("Attribution",)),
        ("claims-that-mention", {"words": "GUARDIANS OF PEACE"}, ("act",), ("Claim of responsibility",)),
    ],
)
def test_what_the_casebook_answers(
    casebook: Graph, query: str, parameters: dict[str, str], columns: tuple[str, ...], row: tuple[str, ...]
) -> None:
    assert row in {tuple(found[column] for column in columns) for found in rows(casebook, query, **parameters)}


def test_a_name_that_several_data_sets_bear_stands_for_all_of_theirs(casebook: Graph) -> None:
    """The intrusion is in the article's case and in the case of the dispute, under the same name."""
    sources = {row.source_title for row in rows(casebook, "who-blamed-whom", accused="North Korea", **SONY)}
    by_case = [
        {row.source_title for row in rows(casebook, "who-blamed-whom", accused="North Korea", incident=key)}
        for key in ("sony-2014/spe-intrusion", "sony-intrusion/spe-intrusion")
    ]
    assert all(by_case)
    assert sources == by_case[0] | by_case[1]


def test_dates_that_are_less_precise_come_after_those_they_may_follow(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    days = ("2031", "2031-04", "2031-04-02", "2031-04-01", "unknown", "2030-12-31")
    sources = {"memo": {"title": {"en": "A memo"}}}
    claims = (blame(f"on-{day}", on=day, source="memo") for day in days)
    graph.load(written(tmp_path, case(*claims, sources=sources)))
    ordered = ["2030-12-31", "2031-04-01", "2031-04-02", "2031-04", "2031", None]
    assert [row.on for row in rows(graph, "timeline")] == ordered
    assert [row.on for row in rows(graph, "who-blamed-whom")] == ordered


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"from": "2031-04-02"}, {"2031-04-02", "2031-05"}),
        ({"until": "2031-04-30"}, {"2031-04-01", "2031-04-02"}),
        ({"until": "2031-05-31"}, {"2031-04-01", "2031-04-02", "2031-05"}),
        ({"from": "2031-01-01", "until": "2031-12-31"}, {"2031-04-01", "2031-04-02", "2031-05", "2031"}),
        ({"from": "2031-04-01", "until": "2031-04-01"}, {"2031-04-01"}),
        ({}, {"2031-04-01", "2031-04-02", "2031-05", "2031"}),
    ],
)
def test_a_period_holds_what_was_certainly_said_in_it(tmp_path: Path, period: dict[str, str], found: set[str]) -> None:
    graph = whoblamed.open(":memory:")
    sources = {"memo": {"title": {"en": "A memo"}}}
    days = ("2031-04-01", "2031-04-02", "2031-05", "2031", "unknown")
    graph.load(written(tmp_path, case(*(blame(f"on-{day}", on=day, source="memo") for day in days), sources=sources)))
    assert {row.on for row in rows(graph, "claims-in-a-period", **period)} == found


# --------------------------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("query", "parameters", "error", "message"),
    [
        ("who-blamed", {}, QueryError, r"no query is named 'who-blamed'; there are attributions-without-denial, .*"),
        ("timeline", {"actor": "FBI"}, QueryError, r"timeline has no parameter 'actor'; it has about"),
        (
            "claims-in-a-period",
            {"from": "2014-02-30"},
            QueryError,
            "from takes a date such as 2014-12-19, not '2014-02-30'",
        ),
        (
            "claims-in-a-period",
            {"from": "2014-12-20", "until": date(2014, 12, 19)},
            QueryError,
            "no day is from 2014-12-20 until 2014-12-19: it ends before it begins",
        ),
        ("claims-in-a-period", {"from": "2014"}, QueryError, r"from takes a date such as 2014-12-19, not '2014'"),
        ("claims-in-a-period", {"from": "2014-12-19 "}, QueryError, r"from takes a date"),
        ("claims-that-mention", {"words": "\udcff"}, QueryError, r"is not Unicode text"),
        (
            "timeline",
            {"about": "Nordkores"},
            UnknownName,
            r"no actor or incident 'Nordkores' in the graph; did you mean",
        ),
        ("names-of-an-actor", {"actor": "Sony Pictures intrusion"}, UnknownName, r"no actor 'Sony Pictures intrusion'"),
    ],
)
def test_what_is_wrong_is_told(
    casebook: Graph, query: str, parameters: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        casebook.query(query, parameters)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("# tilte: A title", r"bad\.rq: not a header line: # tilte: A title"),
        ("# param who: somebody", r"bad\.rq: write '# param name \(type\): …' with a type of actor, incident, .*"),
        ("# param who (nobody): somebody", r"bad\.rq: write '# param"),
        ("# param Who (actor): somebody", r"bad\.rq: write '# param"),
    ],
)
def test_a_header_that_is_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, message: str
) -> None:
    (tmp_path / "bad.rq").write_text(f"{header}\nSELECT ?who {{ ?who a wb:Actor }}\n")
    monkeypatch.setattr(named, "FOLDER", tmp_path)
    with pytest.raises(QueryError, match=message):
        named_queries()


# ------------------------------------------------------------------------------------------- parameters of any query


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("text", '"text"'),
        ("<urn:x>", "<urn:x>"),
        ("<not so", '"<not so"'),
        (7, '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (Decimal("1.50"), '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (1.5, '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (date(2014, 12, 19), '"2014-12-19"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (datetime(2014, 12, 19, 1), '"2014-12-19T01:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
        (ox.NamedNode("urn:x"), "<urn:x>"),
        (ox.Literal("x", language="de"), '"x"@de'),
    ],
)
def test_python_values_become_terms(value: Any, written: str) -> None:
    assert str(term(value)) == written


@pytest.mark.parametrize("text", ["<>", "<no iri>", "<urn:x> } ; CLEAR ALL #>"])
def test_what_is_no_iri_is_told(text: str) -> None:
    with pytest.raises(QueryError, match="is not an IRI"):
        term(text)


@pytest.mark.parametrize("number", [float("nan"), float("-inf"), Decimal("Infinity")])
def test_what_is_no_number_of_sparql_is_told(number: float | Decimal) -> None:
    with pytest.raises(QueryError, match="is not a number that a query can compare"):
        term(number)


def test_a_query_that_is_no_name_is_taken_as_sparql(casebook: Graph) -> None:
    assert prepare(casebook.store.current, "ASK {}", {}) == ("ASK {}", {})
    named_text, _ = prepare(casebook.store.current, " timeline\n", {})
    assert named_text == QUERIES["timeline"].text


@pytest.mark.parametrize("value", [object(), Path("x"), {"a": 1}, b"x", lambda: None, [[1]], {1}])
def test_what_is_no_value_is_refused_and_never_taken_for_an_iri(casebook: Graph, value: Any) -> None:
    for query, name in (("SELECT ?x { ?x rdfs:label ?label }", "label"), ("who-blamed-whom", "accused")):
        with pytest.raises(QueryError, match=r"is no value of a query; give text, a number, a boolean, a date"):
            casebook.query(query, {name: value})
