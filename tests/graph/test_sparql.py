"""SPARQL on the store: nothing from outside, parameters as whole terms, and results as Python values."""

from __future__ import annotations

import copy
import http.server
import pickle
import re
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import QueryError
from whoblamed.graph.store import sparql
from whoblamed.graph.store.answers import Solutions, Triples
from whoblamed.graph.store.base import QuadStore
from whoblamed.graph.store.oxigraph import OxigraphQuads

SUBJECT = ox.NamedNode("urn:s")
SAYS = ox.NamedNode("urn:says")


@pytest.fixture(scope="module")
def store() -> QuadStore:
    """One subject that says three numbers, in two named graphs."""
    store = ox.Store()
    for value, graph in ((1, "urn:a"), (2, "urn:a"), (3, "urn:b")):
        store.add(ox.Quad(SUBJECT, SAYS, ox.Literal(value), ox.NamedNode(graph)))
    return OxigraphQuads(store)


def ask(store: QuadStore, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return sorted(map(tuple, store.select(query, parameters).rows()))


# ----------------------------------------------------------------------------------------------- nothing from outside


class Outside(http.server.BaseHTTPRequestHandler):
    """A server that must never be asked."""

    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_error(404)

    do_POST = do_HEAD = do_GET

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    """The address of a server on this machine that would notice any request."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Outside)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/data"
    with pytest.raises(OSError, match="404"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{address}> {{ }} }}"))  # type: ignore[arg-type]  # rows of a SELECT
    assert Outside.requests, "Oxigraph alone asks the server"
    Outside.requests.clear()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    assert Outside.requests == []


DISGUISES = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "in any case": "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "with a comment between": "SELECT * { SERVICE#<\n<URL>#>\n{ ?s ?p ?o } }",
    "after a comment that ends with CR": "SELECT * { # a comment\rSERVICE <URL> { ?s ?p ?o } }",
    "after a comment with a backslash": "SELECT * { # a comment \\\nSERVICE <URL> { ?s ?p ?o } }",
    "with a prefixed name": "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "with a variable": "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "with a variable after a dollar": "SELECT * { VALUES $x { <URL> } SERVICE$x{ ?s ?p ?o } }",
    "run into an empty prefix": "PREFIX : <URL> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "run into a prefix": "PREFIX x: <URL> SELECT * { SERVICEx:{ ?s ?p ?o } }",
    "run into SILENT": "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "run into a number": "SELECT * { ?s ?p 1SERVICE<URL>{ ?s ?p ?o } }",
    "run into a truth value": "SELECT * { ?s ?p trueSERVICE<URL>{ ?s ?p ?o } }",
    "behind operators that look like an IRI": "SELECT * { ?s ?p ?o FILTER(?o<'x'&&'>') SERVICE <URL> {?s ?p 'o'} }",
    "behind an IRI with an apostrophe": "SELECT * { ?s <urn:'> ?o . SERVICE <URL> { ?s <urn:'> ?o } }",
    "in a filter": "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "in a CONSTRUCT": "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "in a DESCRIBE": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "with an escaped letter": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "with a long escape": "SELECT * { \\U00000053ERVICE <URL> { ?s ?p ?o } }",
    "behind an escaped quotation mark": 'SELECT * { ?s ?p "a\\u0022 . SERVICE <URL> { ?s ?p ?o } #" }',
}


@pytest.mark.parametrize("query", DISGUISES.values(), ids=DISGUISES)
def test_service_is_refused_in_every_disguise(store: QuadStore, outside: str, query: str) -> None:
    with pytest.raises(QueryError, match=r"line \d: SERVICE is not allowed; a query never reaches the network"):
        store.answer(query.replace("URL", outside))
    assert Outside.requests == []


def glue() -> st.SearchStrategy[str]:
    return st.sampled_from(["", " ", "\t", "\r", "#<{\n", "# '\r", "\n#\n", "\u2003"])


@given(
    word=st.sampled_from(["SERVICE", "service", "Service"]),
    silent=st.sampled_from(["", "SILENT", "silent"]),
    endpoint=st.sampled_from(["<URL>", ":", "x:", "x:y", "x:\\'", "?e", "$e"]),
    before=st.sampled_from(["", ".", "?a ?b 1", "?a ?b 'x'", "?a ?b x:o .", "FILTER(1<2)", "{}", '?a<urn:p>"\'".']),
    gaps=st.tuples(glue(), glue(), glue()),
)
def test_no_way_to_write_service_reaches_the_network(
    store: QuadStore, outside: str, word: str, silent: str, endpoint: str, before: str, gaps: tuple[str, str, str]
) -> None:
    clause = f"{before}{word}{gaps[0]}{silent}{gaps[1]}{endpoint}{gaps[2]}{{ ?s ?p ?o }}"
    query = f"PREFIX x: <URL> PREFIX : <URL> SELECT * {{ VALUES ?e {{ <URL> }} {clause} }}".replace("URL", outside)
    with pytest.raises(QueryError):
        store.answer(query)
    assert Outside.requests == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <urn:service> ?service }",
        "PREFIX service: <urn:> SELECT * { ?s service:says ?o ; service:service ?service }",
        'SELECT * { ?s ?p "good SERVICE" }',
        "SELECT * { ?s ?p ?o } # SERVICE",
        "SELECT ?service { GRAPH ?service { ?s ?p ?o } }",
        "SELECT ?services { GRAPH ?services { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\u0041 SERVICE" }',
    ],
)
def test_the_word_alone_is_no_reason_to_refuse(store: QuadStore, query: str) -> None:
    assert isinstance(store.answer(query), Solutions)


@pytest.mark.parametrize("text", ["SERVICE", "SERVICE#", "SERVICE:", "SERVICE<", "SERVICE?", "SERVICE ", "SERVICE\n#"])
def test_queries_that_only_keep_us_looking_are_refused_in_no_time(store: QuadStore, text: str) -> None:
    begun = time.process_time()
    for times in (2000, 30_000):
        with pytest.raises(QueryError):
            store.answer(text * times)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("text", ["%", "\\a", '"', "'''a", "<a", "a.", "#", "?", "FROM"])
def test_parameters_are_bound_in_no_time(store: QuadStore, text: str) -> None:
    begun = time.process_time()
    with pytest.raises(QueryError):
        store.answer("SELECT * FROM <urn:a> { ?n " + text * 50_000, {"n": ox.Literal(1)})
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
@pytest.mark.parametrize("pattern", ["?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"])
def test_from_reads_no_file_and_fetches_nothing(
    store: QuadStore, outside: str, tmp_path: Path, clause: str, pattern: str
) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text("<urn:secret> <urn:is> <urn:read> .")
    for address in (file.as_uri(), outside):
        assert ask(store, f"SELECT ?s {clause} <{address}> {{ {pattern} }}") == []
    assert Outside.requests == []


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <URL>",
        "LOAD SILENT <FILE> INTO GRAPH <urn:a>",
        "CLEAR ALL",
        "DROP ALL",
        "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:says> 4 } }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o } ; CLEAR ALL",
    ],
)
def test_updates_are_refused(store: QuadStore, outside: str, tmp_path: Path, update: str) -> None:
    (tmp_path / "data.ttl").write_text("<urn:new> <urn:is> <urn:here> .")
    update = update.replace("URL", outside).replace("FILE", (tmp_path / "data.ttl").as_uri())
    with pytest.raises(QueryError, match=r"malformed SPARQL: only queries are taken \(SELECT, ASK, .* load and unload"):
        store.answer(update)
    assert len(list(store)) == 3
    assert Outside.requests == []


# ---------------------------------------------------------------------------------------------------- parameters


def test_a_parameter_takes_the_place_of_its_variable(store: QuadStore) -> None:
    assert ask(store, "SELECT ?g { GRAPH ?g { ?s ?p ?n } }", n=ox.Literal(3)) == [("urn:b",)]
    assert ask(store, "SELECT ?g { GRAPH ?g { ?s ?p $n } }", n=ox.Literal(3)) == [("urn:b",)]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT ?s ?n { ?s ?p ?n }", [("urn:s", 2)]),
        ("SELECT * { ?s <urn:says> ?n }", [(2, "urn:s")]),
        ("SELECT ?n (COUNT(*) AS ?many) { ?s ?p ?n } GROUP BY ?n ORDER BY ?n", [(2, 1)]),
        ("SELECT ?x { ?s ?p ?x FILTER(?x > ?n) }", [(3,)]),
        ("SELECT ?x { { ?s ?p ?x FILTER(?x > ?n) } UNION { ?s ?p ?x FILTER(?x < ?n) } }", [(1,), (3,)]),
        ("SELECT ?x { ?s ?p ?x FILTER NOT EXISTS { ?s ?p ?n . FILTER(?x = ?n) } }", [(1,), (3,)]),
        ("SELECT ?x { { SELECT ?x { ?s ?p ?x FILTER(?x > ?n) } LIMIT 1 } }", [(3,)]),
        ("SELECT (EXISTS { ?s ?p ?n } AS ?yes) { }", [(True,)]),
        ("SELECT (?n + 1 AS ?more) { }", [(3,)]),
    ],
)
def test_a_parameter_can_stand_anywhere_in_a_query(store: QuadStore, query: str, answer: list[Any]) -> None:
    assert ask(store, query, n=ox.Literal(2)) == answer


def test_other_forms_take_parameters_too(store: QuadStore) -> None:
    bound: dict[str, sparql.Term] = {"n": ox.Literal(2)}
    assert store.answer("ASK { ?s ?p ?n }", bound)
    for query in ("CONSTRUCT WHERE { ?s ?p ?n }", "CONSTRUCT { ?s ?p ?n } { ?s ?p ?n }"):
        triples = store.answer(query, bound)
        assert isinstance(triples, Triples)
        assert list(triples) == [ox.Triple(SUBJECT, SAYS, ox.Literal(2))]


def test_several_terms_are_alternatives(store: QuadStore) -> None:
    few = [ox.Literal(1), ox.Literal(3)]
    assert ask(store, "SELECT ?s ?n { ?s ?p ?n }", n=few) == [("urn:s", 1), ("urn:s", 3)]
    assert ask(store, "SELECT (SUM(?n) AS ?sum) { ?s ?p ?n }", n=few) == [(4,)]
    assert ask(store, "SELECT ?n { ?s ?p ?n }", n=[]) == []
    with pytest.raises(QueryError, match="'n' stands for 2 things, which only a SELECT can take"):
        store.answer("ASK { ?s ?p ?n }", {"n": few})


INJECTIONS = [
    '" } ; CLEAR ALL #',
    "' } ; CLEAR ALL #",
    '"""',
    "'''\\",
    "\\",
    '\\"',
    "a\nb\r\nc",
    "} UNION { ?s ?p ?o",
    "\\u0022 } #",
    "?s",
    "$n",
    "# no comment",
    "<urn:s>",
    "\0\x08\x1f\x7f\x9f\u2028",
    "𝔄\U0010ffff",
    "SERVICE <http://localhost/> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_is_given_comes_back_as_it_is(store: QuadStore, text: str) -> None:
    assert ask(store, "SELECT (?text AS ?same) ?text { }", text=ox.Literal(text)) == [(text, text)]
    assert ask(store, "SELECT ?n { ?s ?p ?n, ?text }", text=ox.Literal(text)) == []


@given(st.text())
def test_any_text_comes_back_as_it_is(store: QuadStore, text: str) -> None:
    assert ask(store, "SELECT ?text { ?s ?p 1 }", text=ox.Literal(text)) == [(text,)]


@pytest.mark.parametrize("iri", ["urn:x> } ; CLEAR ALL #", "urn:a b", "urn:{x}", "no iri"])
def test_what_is_no_iri_cannot_be_given_as_one(iri: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode(iri)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("?n" AS ?text) { ?s ?p ?n }',
        "SELECT ('''?n''' AS ?text) { ?s ?p ?n }",
        'SELECT ("""a "?n" b""" AS ?text) { ?s ?p ?n }',
        'SELECT ("\\"?n" AS ?text) { ?s ?p ?n }',
        "SELECT (STR(<urn:x?n>) AS ?text) { ?s ?p ?n } # ?n",
        "SELECT ('?n' AS ?text) # ?n '\n { ?s ?p ?n }",
    ],
)
def test_strings_iris_and_comments_are_not_touched(store: QuadStore, query: str) -> None:
    ((text,),) = ask(store, query, n=ox.Literal(2))
    assert "?n" in text


def test_longer_names_are_other_variables(store: QuadStore) -> None:
    assert ask(store, "SELECT ?number { ?s ?p ?number . ?s ?p ?n }", n=ox.Literal(2)) == [(1,), (2,), (3,)]


@pytest.mark.parametrize("query", ["SELECT ?s { ?s ?p ?o }", "SELECT ('?n' AS ?x) { ?s ?p ?o } # ?n", "ASK { }"])
def test_a_parameter_that_is_not_used_is_told(store: QuadStore, query: str) -> None:
    with pytest.raises(QueryError, match=r"the query has no variable \?n that the parameter 'n' could stand for"):
        store.answer(query, {"n": ox.Literal(2)})


# ------------------------------------------------------------------------------------------------------- results


def test_a_query_sees_all_named_graphs_at_once_and_can_tell_them_apart(store: QuadStore) -> None:
    assert ask(store, "SELECT ?n { ?s ?p ?n }") == [(1,), (2,), (3,)]
    assert ask(store, "SELECT ?n { GRAPH <urn:b> { ?s ?p ?n } }") == [(3,)]


@pytest.mark.parametrize("clause", ["FROM <urn:b>", "from<urn:b>", "FROM<urn:x>#\nFROM\n<urn:b>"])
def test_a_query_may_name_the_graphs_that_it_sees(store: QuadStore, clause: str) -> None:
    assert ask(store, f"SELECT ?n {clause} {{ ?s ?p ?n }}") == [(3,)]
    assert ask(store, f"SELECT ?n {clause} {{ GRAPH ?g {{ ?s ?p ?n }} }}") == []


@pytest.mark.parametrize("text", ["?from", "'FROM'", "<urn:FROM>", "wb:from # FROM"])
def test_what_only_looks_like_from_hides_no_graph(store: QuadStore, text: str) -> None:
    assert len(ask(store, f"SELECT ?n {{ ?s ?p ?n OPTIONAL {{ ?n ?q {text}\n }} }}")) == 3


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ('"text"', "text"),
        ('"Text"@de', "Text"),
        ("<urn:s>", "urn:s"),
        ("7", 7),
        ("-7.50", Decimal("-7.50")),
        ("1e3", 1000.0),
        ('"1.5"^^xsd:float', 1.5),
        ("true", True),
        ('"0"^^xsd:boolean', False),
        ('"2014"^^xsd:gYear', "2014"),
        ('"2014-12-19"^^xsd:date', "2014-12-19"),
        ('"seven"^^xsd:integer', "seven"),
        ('"much"^^xsd:decimal', "much"),
        ('"maybe"^^xsd:boolean', "maybe"),
        ("?unbound", None),
    ],
)
def test_terms_become_python_values(store: QuadStore, term: str, value: Any) -> None:
    (row,) = store.select(f"SELECT ({term} AS ?value) {{ }}").rows()
    assert row["value"] == value
    assert type(row.value) is type(value)


def test_a_row_is_a_tuple_with_names(store: QuadStore) -> None:
    (row,) = store.select("SELECT ?s ?n (1 AS ?_1) { ?s ?p ?n FILTER(?n = 2) }").rows()
    subject, number, _ = row
    assert (subject, number) == ("urn:s", 2) == row[:2] == (row.s, row.n) == (row["s"], row[1])
    assert list(row.keys()) == ["s", "n", "_1"]
    assert dict(row) == {"s": "urn:s", "n": 2, "_1": 1}
    assert row == ("urn:s", 2, 1)
    assert hash(row) == hash(("urn:s", 2, 1))


def test_a_row_can_be_copied_and_pickled(store: QuadStore) -> None:
    (row,) = store.select("SELECT ?n { ?s ?p ?n FILTER(?n = 2) }").rows()
    for same in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert same == row
        assert same.n == 2


def test_a_variable_called_like_a_method_of_tuples_is_read_by_its_name(store: QuadStore) -> None:
    (row,) = store.select("SELECT (COUNT(*) AS ?count) { ?s ?p ?n }").rows()
    assert row["count"] == 3


def test_a_name_that_is_not_there_is_told_with_those_that_are(store: QuadStore) -> None:
    row = next(store.select("SELECT ?s ?n { ?s ?p ?n }").rows())
    with pytest.raises(AttributeError, match=r"no variable 'speaker'; there are s, n"):
        _ = row.speaker
    with pytest.raises(KeyError):
        _ = row["speaker"]
    with pytest.raises(IndexError):
        _ = row[2]


# ------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", r"malformed SPARQL: the query is empty\Z"),
        ("# nothing", r"malformed SPARQL: the query is empty\Z"),
        ("SELECT ?x {", r"malformed SPARQL: the { of line 1 is never closed\Z"),
        ("SELECT ?x { ?x ?y ?z ) }", r"malformed SPARQL: line 1: the \) closes nothing that is open\Z"),
        ("SELECT ?x\n{ ?x ?y ?z\n  ?z ?y ?x }", r"malformed SPARQL, line 3, column 11: '}' cannot stand here\Z"),
        ("SELECT nonsense", r"malformed SPARQL: after SELECT come variables .*, not 'nonsense'\Z"),
        ("SELECT DISTINCT name { }", r"malformed SPARQL: after DISTINCT come variables .*, not 'name'\Z"),
        ('SELECT ?x { ?x ?y "z }', r'malformed SPARQL: the text that begins in line 1 has no closing "\Z'),
        (
            "SELECT * { ?x nobody:knows ?y }",
            r"malformed SPARQL: unknown prefix nobody:; write PREFIX nobody: <…> first",
        ),
        ("SELECT ?x ?x { ?x ?y ?z }", r"malformed SPARQL: a variable is selected twice\Z"),
        (
            "SELECT (COUNT(*) AS ?n) ?x { ?x ?y ?z }",
            r"malformed SPARQL: a variable is selected that is not in GROUP BY",
        ),
        ("SELECT ?x { ?x ?y <no iri> }", r"malformed SPARQL: an IRI is not one"),
        ("SELECT ?x { ?x ?y ?z } LIMIT all", r"malformed SPARQL, line 1, column 30: 'all' cannot stand here\Z"),
        ("SELECT ?x { ?x ?y ?z } ORDER ?x", r"malformed SPARQL: something is missing at its end, or out of place"),
        ("who blamed whom", r"malformed SPARQL: a query begins with SELECT, .*; this one begins with 'who'\Z"),
        ("SELECT (<urn:function>(1) AS ?x) { }", r"the query cannot be answered: .*urn:function"),
        ("SELECT ?x { ?x ?y '\udcff' }", r"the query cannot be answered: .*surrogates"),
    ],
)
def test_what_is_wrong_is_told_in_one_short_line(store: QuadStore, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        list(store.select(query))
    assert re.fullmatch(r"[^\n\r]{10,400}", str(raised.value))


@pytest.mark.parametrize(
    ("clauses", "absent"),
    [
        ("FROM <urn:c>", "urn:c"),
        ("FROM <urn:a> FROM NAMED <urn:z>", "urn:z"),
        ("FROM id:nothing", "https://w3id.org/whoblamed/id/nothing"),
        ("FROM x:c", "urn:c"),
    ],
)
def test_a_graph_that_is_not_there_is_told(store: QuadStore, clauses: str, absent: str) -> None:
    with pytest.raises(QueryError, match=f"<{absent}>: no such graph; "):
        store.answer(f"PREFIX x: <urn:> SELECT * {clauses} {{ ?s ?p ?o }}")


@pytest.mark.parametrize("clauses", ["FROM <urn:a>", "FROM x:a FROM NAMED x:b", "", "FROM <a>"])
def test_graphs_that_are_there_are_not(store: QuadStore, clauses: str) -> None:
    store.answer(f'BASE <urn:x:> PREFIX x: <urn:> SELECT * {clauses} {{ ?s ?p "FROM <urn:c>" }} # FROM <urn:c>')


def test_what_goes_wrong_while_results_are_read_is_told_too() -> None:
    class Broken:
        variables = (ox.Variable("x"),)

        def __iter__(self) -> Iterator[Any]:
            raise OSError("IO error: while reading\na block")

    with pytest.raises(QueryError, match="the query cannot be answered: IO error: while reading a block"):
        list(Solutions(Broken()))  # type: ignore[arg-type]  # as Oxigraph's, which cannot be made to fail


@pytest.mark.parametrize("query", ["ASK { }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_rows_need_a_select(store: QuadStore, query: str) -> None:
    with pytest.raises(QueryError, match="a SELECT is needed"):
        store.select(query)


def test_our_prefixes_need_no_declaration(store: QuadStore) -> None:
    assert ask(store, "SELECT (STR(wb:Claim) AS ?x) (STR(id:x) AS ?y) { }") == [
        ("https://w3id.org/whoblamed/ns#Claim", "https://w3id.org/whoblamed/id/x")
    ]
