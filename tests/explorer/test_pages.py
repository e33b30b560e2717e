"""The pages over HTTP: what each says, its other forms, filters, languages, days of the past, and what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from whoblamed.cli import main
from whoblamed.explorer.negotiation import media_type
from whoblamed.explorer.pages.asking import Asking
from whoblamed.explorer.pages.claims import bits, places_of
from whoblamed.explorer.pages.filters import FILTERS, wanted
from whoblamed.explorer.pages.lists import LISTS
from whoblamed.explorer.pages.reading import Reading, Readings
from whoblamed.explorer.pages.routing import colours
from whoblamed.explorer.pages.speech import LANGUAGES, speech
from whoblamed.explorer.served import Served
from whoblamed.explorer.settings import Settings
from whoblamed.graph import Graph
from whoblamed.graph.ask.filtering import Filter, matching
from whoblamed.ontology import ID

from ..support.cases import ACTORS, blame, case, circle, written
from ..support.places import FIXTURES, ROOT
from ..support.server import Server, serving

SONY = "/id/sony-intrusion/incident/spe-intrusion"
NORTH_KOREA = "/id/casebook-actors/actor/north-korea"
CLAIM = "/id/sony-2014/claim/fbi-names-north-korea"
ALLEGATION = "/id/sony-intrusion/allegation/spe-intrusion--north-korea--carried-out"
THINGS = (SONY, NORTH_KOREA, CLAIM, ALLEGATION, "/id/sony-2014/source/article", "/id/sony-2014")


def text(answer: httpx.Response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


class Links(HTMLParser):
    """The links of a page that lead to pages of ours."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag in ("a", "link") and href.startswith("/"):
            self.found.append(href.partition("#")[0])


# ------------------------------------------------------------------------------------------------------------- pages


def test_the_first_page_leads_to_what_is_spoken_of_most(casebook_server: Server) -> None:
    answer = casebook_server.get("/")
    told = text(answer)
    assert "Who blamed whom, and who answered back" in told
    assert "This graph holds who said what. Nothing in it says who did it" in told
    assert SONY in Links(answer.text).found


def test_small_boards_count_as_the_picture_of_all_incidents_does(casebook: Graph, casebook_server: Server) -> None:
    """Also what follows from claims that are about other incidents: statuses, and what answers them."""
    label = re.compile(
        r"<title>([^<.]*?)(?: \([\w-]+\))?\. (\d+ explanations?, \d[^<]*)</title>"
    )  # without what tells two apart
    drawn = set(label.findall(casebook.overview().svg))
    for page in ("/", "/incidents?picture=overview&dataset=dnc-2016"):
        shown = set(label.findall(casebook_server.get(page).text))
        assert len(shown) > 2
        assert shown <= drawn, page


def test_an_incident_opens_on_its_board_and_has_the_other_pictures_a_link_away(casebook_server: Server) -> None:
    answer = casebook_server.get(SONY)
    assert "Who was blamed for Sony Pictures intrusion" in text(answer)
    pictures = {link for link in Links(answer.text).found if "picture=" in link and "lang=" not in link}
    assert pictures == {f"{SONY}?picture={name}" for name in ("flow", "timeline", "matrix", "graph", "table")}
    assert "Who blamed whom" in text(casebook_server.get(f"{SONY}?picture=matrix"))


def test_an_allegation_says_how_it_was_received_and_what_stands_behind_it(casebook_server: Server) -> None:
    told = text(casebook_server.get(ALLEGATION))
    for part in (
        "The allegation that North Korea carried out Sony Pictures intrusion",
        "denied and contested",
        "A status tells how an allegation was received, not whether it is true. Nothing here says who did it.",
        "independent origins",
        "Attributed by others",
        "Doubted",
        "Rival allegations",
    ):
        assert part in told


def test_a_claim_has_its_quotation_its_source_with_the_place_and_what_answers_it(casebook_server: Server) -> None:
    told = text(casebook_server.get("/id/harbour-2031/claim/police-blame-belmont"))
    for part in (
        "Police of Arden attributes Outage of the harbour to Belmont (ordered)",
        "The police said that Belmont ordered it.",
        "What the police found",
        "section “Findings”, paragraph 2, characters 120–180",
        "we have no doubt; almost certain on the scale dni",
        "The same code as before",
        "not disclosed",
        "What answers it",
        "Ministry of Belmont denies responsibility for Outage of the harbour",
        "There is no earlier version.",
    ):
        assert part in told
    withdrawn = casebook_server.get("/id/harbour-2031/claim/insiders-did")
    assert "withdrawn" in text(withdrawn)


def test_no_page_gives_a_verdict(casebook_server: Server) -> None:
    """In lists an accused is "said to have" had a part, and a status stands beside it."""
    told = text(casebook_server.get("/contested"))
    assert "said to have carried it out" in told
    assert not re.search(r"\w carried it out (contested|denied)", told.replace("said to have carried it out", ""))


def test_every_link_of_the_pages_leads_somewhere(casebook_server: Server) -> None:
    seen: set[str] = set()
    others = ("/query", "/sparql", "/edit")  # rooms of others
    for page in ("/", *THINGS, *(f"/{name}" for name in LISTS), f"{SONY}?picture=flow", f"{SONY}?as-of=2014-12-20"):
        seen |= {link for link in Links(casebook_server.get(page).text).found if not link.startswith(others)}
    some = sorted(seen)[:: max(1, len(seen) // 250)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(casebook_server.get, some))
    assert [link for link, answer in zip(some, answers, strict=True) if answer.status_code not in (200, 303)] == []


# ------------------------------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize("page", THINGS)
def test_a_thing_is_the_same_in_every_form(casebook_server: Server, page: str) -> None:
    iri = rdflib.URIRef(ID + page.removeprefix("/id/"))
    data = casebook_server.get(f"{page}.json")
    assert data.json()["iri"] == str(iri)
    by_suffix = casebook_server.get(f"{page}.ttl")
    by_header = casebook_server.get(page, headers={"Accept": "text/turtle, text/html;q=0.5"})
    assert by_suffix.text == by_header.text
    assert by_suffix.headers["content-type"].startswith("text/turtle")
    turtle = rdflib.Graph().parse(data=by_suffix.text, format="turtle")
    assert (iri, None, None) in turtle
    linked = ox.parse(casebook_server.get(f"{page}.jsonld").content, format=ox.RdfFormat.JSON_LD)
    told = {(quad.predicate.value, str(quad.object)) for quad in linked if quad.subject == ox.NamedNode(iri)}
    assert len(told) == len(set(turtle.predicate_objects(iri))) > 0


def test_a_page_names_its_other_forms(casebook_server: Server) -> None:
    html = casebook_server.get(SONY).text
    for form, type_ in (("json", "application/json"), ("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        assert f'<link rel="alternate" type="{type_}" href="{SONY}.{form}"' in html


def test_what_is_sent_depends_on_what_the_client_accepts(casebook_server: Server) -> None:
    def get(accept: str) -> httpx.Response:
        return casebook_server.get(SONY, headers={"Accept": accept})

    assert get("application/json").json()["title"] == "Sony Pictures intrusion"
    assert get("text/html;q=0.2, application/ld+json").headers["content-type"].startswith("application/ld+json")
    assert get("*/*").headers["content-type"].startswith("text/html")
    refused = get("image/png")
    assert (refused.status_code, "there are text/html, application/json" in text(refused)) == (406, True)
    assert {"Accept", "Accept-Language"} <= set(get("*/*").headers["vary"].replace(" ", "").split(","))


def test_what_has_not_changed_is_not_sent_again(casebook_server: Server) -> None:
    tag = casebook_server.get(SONY).headers["etag"]
    again = casebook_server.get(SONY, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert casebook_server.get(SONY, headers={"If-None-Match": tag, "Accept-Language": "de"}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_the_same_as_csv_and_json(casebook_server: Server, name: str) -> None:
    data = casebook_server.get(f"/{name}.json?limit=0").json()
    rows = list(csv.DictReader(io.StringIO(casebook_server.get(f"/{name}.csv").text)))
    assert data["total"] == len(data["rows"])
    assert list(rows[0]) == list(LISTS[name].columns)
    if name != "differences":  # of which CSV has a row for each two sides
        assert len(rows) == data["total"]


@pytest.mark.parametrize("name", ["actors", "incidents", "sources", "claims"])
def test_a_list_has_what_the_command_prints(casebook_server: Server, casebook_folder: Path, name: str) -> None:
    options = ["--act", "denial", "--since", "2014", "--until", "2016", "--dataset", "sony-intrusion"]
    printed = CliRunner().invoke(main, ["--graph", str(casebook_folder), "list", name, "-f", "json", *options])
    query = "act=denial&since=2014&until=2016&dataset=sony-intrusion&limit=0"
    rows = casebook_server.get(f"/{name}.json?{query}").json()["rows"]
    assert rows
    assert rows == json.loads(printed.stdout)


def test_csv_is_no_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    actors = {**ACTORS, "tide": {"name": {"en": "=HYPERLINK(1)"}, "kind": "group"}}
    graph.load(written(tmp_path, case(blame(), actors=actors)))
    with serving(tmp_path / "graph", tmp_path) as server:
        told = server.get("/actors.csv").text
    assert "HYPERLINK" in told
    assert "\n=" not in told


def test_gephi_reads_the_network_and_that_of_an_actor(casebook_server: Server) -> None:
    whole = nx.read_gexf(io.BytesIO(casebook_server.get("/network.gexf").content))
    own = nx.read_gexf(io.BytesIO(casebook_server.get(f"{NORTH_KOREA}.gexf").content))
    part = nx.read_gexf(io.BytesIO(casebook_server.get("/network.gexf?incident=sony-intrusion/spe-intrusion").content))
    actor = ID + NORTH_KOREA.removeprefix("/id/")
    assert actor in own
    assert all(actor == node or own.to_undirected().has_edge(actor, node) for node in own)
    assert 0 < own.number_of_edges() < whole.number_of_edges()
    assert 0 < part.number_of_edges() < whole.number_of_edges()


def test_each_thing_can_be_cited(casebook_server: Server) -> None:
    of = "of=sony-intrusion/spe-intrusion"
    assert "whoblamed, data set sony-intrusion" in casebook_server.get(f"/cite.txt?{of}").text
    assert casebook_server.get(f"/cite.bib?{of}").text.startswith("@misc{")
    assert {each["type"] for each in casebook_server.get(f"/cite.csl?{of}").json()} == {"webpage", "dataset"}
    assert "TY  - ELEC" in casebook_server.get(f"/cite.ris?{of}").text
    assert "as public by 2014-12-31" in casebook_server.get(f"/cite.txt?{of}&as-of=2014-12-31").text
    links = Links(casebook_server.get(SONY).text).found
    assert {f"/cite.{ending}?{of.replace('/', '%2F')}" for ending in ("txt", "bib", "csl", "ris")} <= set(links)


# ----------------------------------------------------------------------------------------- filters, order, the past


def test_filters_mean_what_they_mean_for_commands(casebook: Graph) -> None:
    """The index of claims answers as `graph.ask.filtering` does, for each filter and for several."""
    reading = Reading(casebook)
    outlet = next(iter(reading.claims.values("outlet")))
    given_: dict[str, tuple[str, Any]] = {
        "incident": ("sony-intrusion/spe-intrusion", {"incidents": {f"{ID}sony-intrusion/incident/spe-intrusion"}}),
        "actor": ("casebook-actors/north-korea", {"actors": {f"{ID}casebook-actors/actor/north-korea"}}),
        "act": ("denial", {"acts": ["denial"]}),
        "form": ("interview", {"forms": ["interview"]}),
        "outlet": (outlet, {"outlets": {outlet}}),
        "kind": ("intrusion", {"kinds": ["intrusion"]}),
        "status": ("contested", {"statuses": ["contested"]}),
    }
    for name, (value, means) in given_.items():
        left = wanted(asking(**{name: value}), reading)
        assert set(reading.claims.at(left.places)) == matching(reading.facts, Filter(**means)), name
    both = wanted(asking(act="denial", since="2015", until="2016-06"), reading)
    day = whoblamed.ontology.dates.PartialDate.parse
    expected = Filter(acts=["denial"], since=day("2015").earliest, until=day("2016-06").latest)
    assert set(reading.claims.at(both.places)) == matching(reading.facts, expected)
    names = [dataset.name for dataset in reading.datasets]
    sizes = [wanted(asking(dataset=name), reading).places.bit_count() for name in names]
    assert sum(sizes) == len(reading.facts.claims)


def asking(**given_: str) -> Asking:
    """A request for a list with these filters."""
    query = "&".join(
        f"{name.replace('_', '-')}={httpx.QueryParams({'x': value})['x']}" for name, value in given_.items()
    )
    scope = {"type": "http", "method": "GET", "path": "/claims", "query_string": query.encode(), "headers": []}
    return Asking.of(Request(scope))


@given(st.sets(st.integers(0, 400)), st.sets(st.integers(0, 400)))
def test_sets_of_claims_are_sets(some: set[int], others: set[int]) -> None:
    assert set(places_of(bits(some, 401) & bits(others, 401))) == some & others
    assert set(places_of(bits(some, 401) | bits(others, 401))) == some | others


def test_a_facet_says_how_many_claims_it_leaves(casebook_server: Server) -> None:
    html = casebook_server.get("/claims?incident=sony-intrusion/spe-intrusion").text
    (link, number) = re.search(r'href="([^"]*act=denial[^"]*)">denial</a> <span class="soft">(\d+)<', html).groups()  # type: ignore[union-attr]
    found = casebook_server.get(link.replace("&amp;", "&").replace("/claims?", "/claims.json?")).json()
    assert found["total"] == int(number)


def test_pages_of_a_list_follow_each_other_and_keep_what_was_asked(casebook_server: Server) -> None:
    path, keys = "/claims.json?act=denial&limit=25", []
    while path:
        part = casebook_server.get(path).json()
        keys += [row["key"] for row in part["rows"]]
        path = part["next"]
    assert len(keys) == len(set(keys)) == part["total"] > 50
    html = casebook_server.get("/claims?act=denial&lang=de").text
    assert "/claims?act=denial&amp;lang=de&amp;page=2" in html


def test_a_list_is_put_in_order_by_a_column(casebook_server: Server) -> None:
    rows = casebook_server.get("/actors.json?sort=-blamed,name&limit=20").json()["rows"]
    assert [row["blamed"] for row in rows] == sorted((row["blamed"] for row in rows), reverse=True)
    assert casebook_server.get("/actors?sort=height").status_code == 400


def test_as_of_a_day_only_what_was_public_by_then_is_told(casebook_server: Server) -> None:
    then = casebook_server.get(f"{SONY}?as-of=2014-12-20")
    now = casebook_server.get(SONY)
    assert "As of 20 December 2014: only what was certainly public by then." in text(then)
    assert "North Korea" in text(then)
    assert "Park Jin Hyok" in text(now)
    assert "Park Jin Hyok" not in text(then)
    kept = [link for link in Links(then.text).found if link.startswith(("/id/", "/claims")) and link != SONY]
    assert all("as-of=2014-12-20" in link for link in kept)
    told = {(row["accused"], row["role"]): row["status"] for row in statuses(casebook_server, "2014-12-20")}
    assert told["North Korea", "carried-out"] == "denied and contested"
    assert ("Park Jin Hyok", "carried-out") not in told


def statuses(server: Server, day: str) -> list[Mapping[str, str]]:
    """The allegations about the intrusion as of a day."""
    found: list[Mapping[str, str]] = server.get(
        f"/allegations.json?incident=sony-intrusion/spe-intrusion&as-of={day}&limit=0"
    ).json()["rows"]
    return found


# --------------------------------------------------------------------------------------------------------- languages


def test_pages_speak_german_to_who_reads_german(casebook_server: Server) -> None:
    answer = casebook_server.get(SONY, headers={"Accept-Language": "de-AT, en;q=0.5"})
    told = text(answer)
    assert '<html lang="de">' in answer.text
    assert answer.headers["content-language"] == "de"
    for part in (
        "Einbruch bei Sony Pictures",
        "24. November 2014",
        "bestritten und umstritten",
        "FBI beschuldigt Nordkorea",
    ):
        assert part in told
    assert "Sony Pictures intrusion" in text(casebook_server.get(f"{SONY}?lang=en", headers={"Accept-Language": "de"}))
    assert '<p lang="en"' in answer.text  # a summary that nobody has put into German


def test_all_that_is_said_is_said_in_every_language() -> None:
    def keys(words: Any, path: str = "") -> set[str]:
        if isinstance(words, dict):
            return {key for name, value in words.items() for key in keys(value, f"{path}.{name}")}
        return {path}

    own = [{key for key in keys(speech(lang).own) if not key.startswith(".says.")} for lang in LANGUAGES]
    assert own[0] == own[1]


def test_every_word_that_a_template_asks_for_is_there() -> None:
    folder = ROOT / "explorer" / "pages"
    for file in (*folder.glob("*.jinja"), *folder.glob("templates/*.jinja")):
        for key in re.findall(r"""say\("([\w.-]+)"[,)]""", file.read_text("utf-8")):
            words: Any = speech("en").own
            for step in key.split("."):
                words = words[step]
            assert isinstance(words, str), key


# ------------------------------------------------------------------------------------------------------- names, faults


def test_search_finds_names_in_any_language_titles_and_words_of_summaries(casebook_server: Server) -> None:
    assert NORTH_KOREA in Links(casebook_server.get("/search?q=Nordkorea").text).found
    found = casebook_server.get("/search.json?q=nord+stream").json()
    assert found["rows"][0]["label"] == "Explosions at the Nord Stream 1 and 2 pipelines"
    assert {row["what"] for row in found["rows"]} >= {"incident", "source"}
    only = casebook_server.get("/search.json?q=nord+stream&what=source").json()
    assert {row["what"] for row in only["rows"]} == {"source"}
    assert "Nothing in the graph has “xyzzy”" in text(casebook_server.get("/search?q=xyzzy"))


def test_what_is_not_there_is_told_with_what_is_called_alike(casebook_server: Server) -> None:
    answer = casebook_server.get("/id/casebook-actors/actor/north-koreea")
    assert answer.status_code == 404
    assert "North Korea" in text(answer)
    assert casebook_server.get("/id/casebook-actors/actor/north-koreea.json").json()["nearest"]
    assert casebook_server.get("/nothing/here").status_code == 404
    assert casebook_server.get("/claims.pdf").status_code == 404


MISTYPED = (
    *("/search.json?q=nord&waht=source", "/network.gexf?actr=FBI", "/actors?incidnt=x"),
    *(f"{SONY}?pictur=flow", f"{CLAIM}.json?picture=flow", f"{CLAIM}?as_of=2014", "/id/sony-2014?act=denial"),
)


@pytest.mark.parametrize("path", MISTYPED)
def test_no_page_ignores_a_filter_that_is_mistyped(casebook_server: Server, path: str) -> None:
    answer = casebook_server.get(path)
    assert answer.status_code == 400
    assert "there is no parameter" in text(answer)


def test_what_counts_visits_means_nothing(casebook_server: Server) -> None:
    counted = casebook_server.get("/claims.json?act=denial&utm_source=x&fbclid=y")
    assert (counted.status_code, counted.json()["rows"]) == (
        200,
        casebook_server.get("/claims.json?act=denial").json()["rows"],
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("act=guess", "there are attribution"),
        ("since=yesterday", "yesterday"),
        ("since=2015&until=2014", "until ends before since begins"),
        ("as-of=soon", "is not a date; write"),
        ("page=0", "page=0"),
        ("page=99999", "pages"),
        ("limit=0", "all rows are in the list as CSV or JSON"),
        ("limit=-1", "whole number"),
        ("sort=height", "there is no such column"),
        ("kind=war", "there are intrusion"),
        ("incidnt=x", "here; did you mean"),
        ("xyzzy=1", "here; there are incident, actor"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(casebook_server: Server, query: str, says: str) -> None:
    answer = casebook_server.get(f"/claims?{query}")
    assert answer.status_code == 400
    assert says in text(answer)
    assert "error" in casebook_server.get(f"/claims.json?{query}").json() or "limit=0" in query


def test_a_name_that_several_bear_is_told_with_each_of_them(casebook_server: Server) -> None:
    answer = casebook_server.get("/claims?actor=Finance Ministry xyz")
    assert answer.status_code == 404
    assert casebook_server.get("/claims?dataset=sony-2041").status_code == 404


def test_merged_names_have_one_page(tmp_path: Path) -> None:
    """An actor that two data sets have is one; the address of each leads to the one page, which tells of both."""
    graph = whoblamed.open(tmp_path / "graph")
    actors = {**ACTORS, "tide": {"name": {"en": "France"}, "kind": "state"}}
    for name in ("first", "second"):
        graph.load(written(tmp_path, case(blame(), name=name, actors=actors)))
    classes = [graph.representatives().members(f"{ID}{name}/actor/tide") for name in ("first", "second")]
    assert len(classes[0]) == 2
    first, other = classes[0][:2]
    with serving(tmp_path / "graph", tmp_path) as server:
        answer = server.get(f"/id/{other.removeprefix(ID)}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/id/{first.removeprefix(ID)}"
        told = text(server.get(answer.headers["location"]))
        assert "Counted as one here" in told
        assert other.removeprefix(ID).replace("/actor/", "/") in told


def test_what_rests_on_a_circle_is_told_in_words(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    for more in ((), (blame("echoed", by="lab", source="echo"),)):
        graph.load(written(tmp_path, circle(*more)))
        (alleged,) = graph.facts().allegations
        with serving(tmp_path / "graph", tmp_path) as server:
            told = text(server.get(f"/id/{alleged.removeprefix(ID)}"))
            german = text(server.get(f"/id/{alleged.removeprefix(ID)}?lang=de"))
        assert "0 independent origins" in told
        assert "All of it rests on what cites one another in a circle, which adds nothing." in told
        assert "Alles beruht auf Quellen, die einander im Kreis zitieren" in german


def test_a_claim_tells_its_earlier_versions(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, case(blame(summary={"en": "It was Tide."}))), now=datetime(2032, 1, 1, tzinfo=UTC))
    graph.load(
        written(tmp_path, case(blame(summary={"en": "It was Tide itself."}))), now=datetime(2032, 2, 1, tzinfo=UTC)
    )
    with serving(tmp_path / "graph", tmp_path) as server:
        told = text(server.get("/id/harbour/claim/blame"))
    assert "Recorded here since 1 February 2032." in told
    assert "1 January 2032 to 1 February 2032: Port of Arden attributes" in told
    assert "It was Tide." in told


def test_a_key_may_look_like_a_file_and_an_iri_may_be_anybodys(tmp_path: Path) -> None:
    """A thing called `blame.json` is shown, and is JSON at `blame.json.json`; what is no IRI of ours is at `/thing`."""
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, case(blame("blame.json"))), FIXTURES / "rdf" / "plain.ttl")
    foreign = "https://courier.example/harbour"
    with serving(tmp_path / "graph", tmp_path) as server:
        assert server.get("/id/harbour/claim/blame.json").headers["content-type"].startswith("text/html")
        assert server.get("/id/harbour/claim/blame.json.json").json()["what"] == "claim"
        page = server.get("/thing", params={"iri": foreign})
        assert page.status_code == 200
        links = [link for link in Links(page.text).found if link.startswith("/thing.")]
        assert {server.get(link).status_code for link in links} == {200}
        assert server.get("/thing", params={"iri": "no iri"}).status_code == 404


def test_behind_a_proxy_all_links_begin_with_its_path(tmp_path: Path, casebook_folder: Path) -> None:
    with serving(casebook_folder, tmp_path, "--root-path", "/blame") as server:
        for page in ("/", SONY, "/claims?act=denial", "/search?q=nord", "/no/such/page"):
            found = Links(server.get(page).text).found
            assert [link for link in found if not link.startswith("/blame/")] == [], page


def test_colours_are_those_of_the_view() -> None:
    style = bytes(colours(Request({"type": "http", "headers": []})).body).decode()
    assert "--attribution: #c14e00" in style
    assert "prefers-color-scheme: dark" in style
    assert "--attribution: #ff8a4c" in style


# ----------------------------------------------------------------------------------------------------------- threads


def test_many_threads_read_one_graph(casebook_server: Server) -> None:
    paths = [SONY, NORTH_KOREA, ALLEGATION, "/", "/claims?act=denial", "/actors", f"{SONY}?as-of=2015"] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(casebook_server.get, paths))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == len(set(paths))


def test_a_load_is_seen_by_the_next_request(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, case(blame())))
    readings = Readings(Served(str(tmp_path / "graph"), Settings()))
    before = readings.at(None)
    assert readings.at(None) is before
    graph.load(ROOT / "tests" / "fixtures" / "facts" / "small.yaml")
    after = readings.at(None)
    assert len(after.facts.claims) > len(before.facts.claims)


def test_every_filter_has_a_name_in_words() -> None:
    assert all(speech(lang)(f"filters.{name}") for lang in LANGUAGES for name in FILTERS)


@given(st.text(max_size=60))
def test_any_header_is_answered(header: str) -> None:
    offers = ["text/html", "application/json"]
    assert media_type(header, offers) in (*offers, None)


@pytest.mark.parametrize(
    "path", ["/incidents.json?as-of=2015-{:02}", "/network.gexf?utm_n={}", "/claims.json?limit=00&utm_n={}"]
)
def test_of_many_that_take_much_memory_some_are_made_and_all_else_is_answered(
    casebook_server: Server, path: str
) -> None:
    """Each day of the past is a graph of its own, and a whole list is in memory at once: many would end the server."""
    with ThreadPoolExecutor(40) as threads:
        asked = [threads.submit(casebook_server.get, path.format(number % 12 + 1)) for number in range(40)]
        assert casebook_server.get("/actors").status_code == 200
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} == {200, 503}
    refused = [answer for answer in answers if answer.status_code == 503]
    assert all("come again" in answer.json()["error"] and answer.headers["retry-after"] for answer in refused)
    assert casebook_server.get(path.format(1)).status_code == 200


def test_what_is_found_comes_page_by_page_as_lists_do(casebook_server: Server) -> None:
    first = casebook_server.get("/search.json?q=attack&limit=7").json()
    assert (len(first["rows"]), first["page"]) == (7, 1)
    second = casebook_server.get(first["next"]).json()
    whole = casebook_server.get("/search.json?q=attack&limit=0").json()["rows"]
    assert [*first["rows"], *second["rows"]] == whole[:14]
    assert len(whole) == first["total"]
    assert casebook_server.get("/search?q=attack&page=9999").status_code == 400


@pytest.mark.parametrize("path", ["/search?q=%00%1b", "/search.json?q=%00%1b", "/claims?incident=%00", "/cite?of=%08"])
def test_what_no_text_can_hold_does_not_come_back(casebook_server: Server, path: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f]|\\u00[01]", casebook_server.get(path).text)


@pytest.mark.parametrize("path", ["/claims/?act=denial", "/query/", "/sparql/", f"{SONY}/", "/id/sony-2014/"])
def test_a_slash_too_many_leads_to_the_page(casebook_server: Server, path: str) -> None:
    answer = casebook_server.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, path.replace("/?", "?").removesuffix("/"))


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example/", "//evil.example/%2f..", "/id//evil.example/"])
def test_no_path_leads_to_another_site(casebook_server: Server, path: str) -> None:
    answer = casebook_server.get(path)
    assert not answer.headers.get("location", "").startswith(("//", "/\\"))


def test_the_examples_of_the_documentation_are_there(casebook_server: Server) -> None:
    page = (ROOT / "docs" / "explorer.md").read_text("utf-8")
    addresses = set(re.findall(r"(?:127\.0\.0\.1:8000|`)(/(?:id/[a-z]|[a-z]+\.|[a-z]+\?)[^`\s\"')]*)", page))
    shown = {path for path in addresses if not re.match(r"/cite|.*(KEY|IRI)", path)}
    assert len(shown) > 5
    for path in shown:
        assert casebook_server.get(path).status_code == 200, path
