"""`/query`: queries written on a page, with and without JavaScript."""

from __future__ import annotations

import html
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from whoblamed.explorer.querying.answers import MOST_ROWS
from whoblamed.explorer.querying.composing import elsewhere
from whoblamed.explorer.querying.page import BUNDLE
from whoblamed.graph.ask.named import named_queries
from whoblamed.graph.store.sparql.parsing import mistake

from ..support.places import ROOT
from ..support.server import Server, serving
from ..support.viewpage import DESK, PHONE, chromium

SPEAKERS = "SELECT ?claim ?name {\n  ?claim wb:speaker/rdfs:label ?name\n}"


def page(server: Server, query: str = "", **fields: str) -> httpx.Response:
    asked = {**({"query": query} if query else {}), **fields}
    return httpx.get(f"{server.url}/query", params=asked, timeout=60, follow_redirects=True)


def area(answer: httpx.Response) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


# ------------------------------------------------------------------------------------------------- without JavaScript


def test_the_address_has_the_query_and_the_page_its_answer_with_links(small_server: Server) -> None:
    answer = page(small_server, SPEAKERS)
    assert answer.status_code == 200
    assert area(answer) == SPEAKERS
    assert '<td><a href="/id/harbour/claim/blame">harbour/claim/blame</a></td><td>Port of Arden' in re.sub(
        r"\s*\n\s*", "", answer.text
    )
    assert f'href="/sparql?query={quote(SPEAKERS)}&amp;format=csv"' in answer.text.replace("%2F", "/")


def test_every_way_to_have_an_answer_is_shown(small_server: Server) -> None:
    assert 'class="verdict">Yes.' in page(small_server, "ASK { ?s a wb:Attribution }").text
    assert 'class="verdict">No.' in page(small_server, "ASK { ?s a wb:Nothing }").text
    assert "Nothing was found." in page(small_server, "SELECT * { ?s a wb:Nothing }").text
    assert "Port of Arden" in page(small_server, "DESCRIBE ?a { ?a rdfs:label 'Port of Arden'@en }").text
    assert "en</span>" in page(small_server, "SELECT ('x'@en AS ?y) {}").text
    assert "xsd:date</span>" in page(small_server, "SELECT ('2031-01-01'^^xsd:date AS ?y) {}").text


def test_more_rows_than_anybody_reads_are_cut_and_that_is_told(small_server: Server) -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    answer = page(small_server, many)
    assert answer.text.count("<tr>") == MOST_ROWS + 1
    assert f"There is more: the first {MOST_ROWS} rows are shown." in answer.text
    assert "There is more than is shown." in page(small_server, "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }").text


@pytest.mark.parametrize(
    ("query", "place", "message"),
    [
        ("SELECT * {\n  ?s ?p }\n", "Line 3, column 1", "out of place"),
        ("SELECT nonsense", "Line 1, column 16", "after SELECT come variables"),
        ("SELECT * { ?s foo:bar ?o }", "Line 1, column 22", "unknown prefix foo:"),
        ("ASK { SERVICE <http://elsewhere.example/> {} }", "", "SERVICE is not allowed"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "", "only queries are taken"),
        ("SELECT * " + "{" * 101 + "}" * 101, "", "nested"),
        ("SELECT * FROM <urn:nowhere> { ?s ?p ?o }", "", "no such graph"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(small_server: Server, query: str, place: str, message: str) -> None:
    answer = page(small_server, query)
    assert answer.status_code == 400
    assert message in html.unescape(answer.text)
    assert place in answer.text
    assert area(answer).strip() == query.strip()


def test_a_query_that_takes_too_long_is_ended_and_told(small_graph: Path, tmp_path: Path) -> None:
    with serving(small_graph, tmp_path, "--timeout", "1") as server:
        answer = page(server, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
        assert (answer.status_code, "takes longer than 1 s" in answer.text) == (503, True)


def test_a_named_query_is_chosen_given_its_parameters_and_put_into_the_editor(small_server: Server) -> None:
    chosen = page(small_server, named="who-blamed-whom")
    assert 'name="p.accused"' in chosen.text
    made = page(small_server, named="who-blamed-whom", make="1", **{"p.accused": "Red Tide"})
    assert "<https://w3id.org/whoblamed/id/harbour/actor/tide>" in area(made)
    assert "Port of Arden" in made.text
    unknown = page(small_server, named="who-blamed-whom", make="1", **{"p.accused": "Red Tied"})
    assert (unknown.status_code, "Red Tide" in unknown.text) == (422, True)


@pytest.mark.parametrize("name", named_queries())
def test_each_named_query_can_be_asked_as_it_is_put_into_the_editor(small_server: Server, name: str) -> None:
    made = page(small_server, named=name, make="1")
    assert made.status_code == 200
    assert mistake(area(made)) is None
    assert 'id="answer"' in made.text


def test_what_is_hostile_is_text(small_server: Server) -> None:
    attack = "</textarea><script>alert(1)</script>"
    answers = [
        page(small_server, attack),
        page(small_server, f"SELECT ('{attack}' AS ?x) {{}}"),
        page(small_server, "SELECT (<javascript:alert(1)> AS ?x) {}"),
        page(small_server, named=attack),
        page(small_server, named="who-blamed-whom", make="1", **{"p.accused": attack}),
    ]
    for asked in answers:
        assert "<script>alert" not in asked.text
        assert 'href="javascript' not in asked.text


def test_it_is_asked_from_elsewhere_as_the_page_says(small_server: Server, tmp_path: Path) -> None:
    query = 'SELECT ?name {\n  ?a wb:kind "group" ; rdfs:label ?name  # it\'s one\n}'
    uses = elsewhere(query, f"{small_server.url}/sparql")
    words = shlex.split(uses["curl"])
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.split() == ["name", "Red", "Tide"]
    assert httpx.get(uses["csv"]).text.split() == ["name", "Red", "Tide"]
    pytest.importorskip("pandas")
    found: dict[str, Any] = {}
    lines = uses["python"].strip().splitlines()
    exec("\n".join([*lines[:-1], f"found = {lines[-1]}"]), found)
    assert list(found["found"]["name"]) == ["Red Tide"]


def test_terms_and_names_are_offered_in_the_readers_language(small_server: Server) -> None:
    english, german = (small_server.get(f"/query/terms?lang={lang}").json() for lang in ("en", "de"))
    assert (
        {each["label"] for each in english} == {each["label"] for each in german} >= {"wb:speaker", "rdfs:label", "wb:"}
    )
    assert english != german
    (tide,) = small_server.get("/query/names?begins=red").json()
    assert tide == {"name": "Red Tide", "iri": "https://w3id.org/whoblamed/id/harbour/actor/tide", "kind": "group"}
    assert small_server.get("/query/names?begins=r").json() == []
    assert small_server.get("/query/names?begins=%00").status_code == 200


# ---------------------------------------------------------------------------------------------------------- in Chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def opened(browser: Browser, small_server: Server, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    """A new page, and what goes wrong in it or is asked of others."""
    context = browser.new_context(**request.param, locale="en-GB")
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    made.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(small_server.url) else None)
    yield made, wrong
    context.close()


def look(made: Page, name: str) -> None:
    assert "built-in" not in made.content()
    axe = ROOT / "node_modules/axe-core/axe.min.js"
    if axe.exists():
        made.evaluate(axe.read_text(encoding="utf-8"))
        violations = made.evaluate("axe.run().then((found) => found.violations)")
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == [], name
    assert made.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if pictures := os.environ.get("PICTURES"):
        made.screenshot(path=f"{pictures}/query-{name}-{made.evaluate('innerWidth')}.png", full_page=True)


@pytest.mark.browser
@pytest.mark.skipif(not BUNDLE.exists(), reason="the editor is not made; run make editor")
def test_a_query_is_written_with_completion_and_asked(opened: tuple[Page, list[str]], small_server: Server) -> None:
    made, wrong = opened
    made.goto(f"{small_server.url}/query")
    expect(made.locator("html[data-query=ready]")).to_be_attached()
    look(made, "empty")
    editor = made.get_by_role("textbox", name="Query")
    editor.click()
    made.keyboard.press("ControlOrMeta+a")
    made.keyboard.press("Delete")  # typed over, Chromium would try to keep a style, which the policy forbids
    made.keyboard.type("SELECT ?claim { ?claim wb:accu")
    expect(made.locator(".cm-tooltip-autocomplete li").first).to_contain_text("wb:accused")
    made.wait_for_timeout(120)  # CodeMirror takes no choice sooner, so that nobody chooses by mistake
    made.keyboard.press("Enter")
    made.keyboard.type(" Red")
    expect(made.locator(".cm-tooltip-autocomplete li", has_text="Red Tide")).to_be_visible()
    look(made, "completing")
    made.locator(".cm-tooltip-autocomplete li", has_text="Red Tide").click()
    expect(editor).to_contain_text("wb:accused <https://w3id.org/whoblamed/id/harbour/actor/tide>")
    made.keyboard.press("Escape")
    made.keyboard.press("ControlOrMeta+Enter")
    expect(made.get_by_role("cell", name="harbour/claim/blame")).to_be_visible()
    assert "query=SELECT" in made.url
    look(made, "answer")
    made.get_by_text("Ask from elsewhere").click()
    look(made, "elsewhere")
    assert wrong == []


@pytest.mark.browser
@pytest.mark.skipif(not BUNDLE.exists(), reason="the editor is not made; run make editor")
def test_a_mistake_is_marked_where_it_is(opened: tuple[Page, list[str]], small_server: Server) -> None:
    made, _ = opened
    made.goto(f"{small_server.url}/query?query={quote('SELECT * {' + chr(10) + '  ?s foo:bar ?o }')}")
    expect(made.locator(".cm-lintRange-error")).to_be_visible()
    expect(made.locator(".cm-line:has(.cm-lintRange-error)")).to_have_text("  ?s foo:bar ?o }")
    expect(made.get_by_role("textbox", name="Query")).to_be_focused()
    look(made, "mistake")


@pytest.mark.browser
def test_a_named_query_is_chosen_with_its_names_offered(opened: tuple[Page, list[str]], small_server: Server) -> None:
    made, wrong = opened
    made.goto(f"{small_server.url}/query")
    made.get_by_label("A query that is there").select_option("who-blamed-whom")
    made.get_by_label("accused", exact=True).press_sequentially("Red")
    expect(made.locator("datalist option[value='Red Tide']")).to_be_attached()
    made.get_by_label("accused", exact=True).fill("Red Tide")
    look(made, "named")
    made.get_by_role("button", name="Put it into the editor").click()
    expect(made.get_by_role("heading", name="Answer")).to_be_visible()
    look(made, "named-answer")
    assert wrong == []


@pytest.mark.browser
def test_without_the_editor_there_is_a_text_area(browser: Browser, small_server: Server) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = context.new_page()
    made.route("**/editor.js", lambda route: route.abort())
    made.goto(f"{small_server.url}/query")
    made.get_by_role("textbox", name="Query").fill("ASK { ?s a wb:Attribution }")
    made.get_by_role("button", name="Ask", exact=True).click()
    expect(made.get_by_text("Yes.")).to_be_visible()
    context.close()
