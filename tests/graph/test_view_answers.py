"""What a person who never saw the page reads from it: the casebook in Chromium, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import whoblamed
from playwright.sync_api import Browser, Locator, expect
from whoblamed.graph import Graph
from whoblamed.graph.ask.filtering import incidents_of
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view import render
from whoblamed.ontology import ID

from ..support.cases import circle, written
from ..support.places import ROOT
from ..support.viewpage import DESK, PHONE, SCREEN, View, chromium

pytestmark = pytest.mark.browser

SONY = "sony-intrusion/incident/spe-intrusion"
#: The texts of the picture that are in sight: where each is, in which size, and what it says.
TEXTS = """() => [...document.querySelectorAll("#picture text")].map((text) => {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return { text: text.textContent, left, right, top, bottom, size: parseFloat(getComputedStyle(text).fontSize) };
}).filter(({ top }) => top < innerHeight)"""
#: The sizes of the letters of all that the page says besides.
SIZES = """() => [...document.querySelectorAll("body *:not(script, style, svg *)")]
  .filter((each) => each.checkVisibility() && [...each.childNodes].some(({ data }) => data?.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def file(casebook: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "casebook.html"
    path.write_text(render(casebook.facts(), title="Who blamed whom", states=casebook.states()), encoding="utf-8")
    return path


Show = Callable[..., View]


@pytest.fixture
def show(browser: Browser, file: Path) -> Iterator[Show]:
    shown: list[View] = []

    def start(fragment: str = "", **context: Any) -> View:
        shown.append(View(browser.new_context(**(SCREEN | context)).new_page(), file))
        return shown[-1].open(fragment)

    yield start
    for view in shown:
        assert view.requests == []
        assert view.errors == []
        view.page.context.close()


# ----------------------------------------------------------------------------------------------- at the first glance


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_board_of_an_incident_answers_without_a_click(show: Show, screen: dict[str, Any]) -> None:
    """For the three most backed allegations: accused, status, who said so, denied and doubted, and a dated axis."""
    view = show(f"#incident={SONY}", **screen)
    rows = view.page.locator("#picture [data-row]:not([data-row=''])")
    height = screen["viewport"]["height"]
    told = [rows.nth(place).locator("text").all_text_contents() for place in range(3)]
    for place in range(3):
        for text in rows.nth(place).locator("text").all():
            box = text.bounding_box()
            assert box
            assert box["y"] + box["height"] <= height
    first = " ".join(told[0])
    assert first.startswith("North Korea")
    for words in ("denied and", "contested", "13 say so", "9 deny", "12 doubt"):
        assert words in first
    assert "Lazarus Group" in " ".join(told[1])
    axis = " ".join(text["text"] for text in view.page.evaluate(TEXTS))
    assert re.search(r"Dec(?:ember)? 2014", axis)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("picture", ["board", "flow", "matrix", "timeline"])
def test_no_text_is_small_or_cut_or_lies_on_another(show: Show, screen: dict[str, Any], picture: str) -> None:
    view = show(f"#picture={picture}&incident={SONY}", **screen)
    texts = view.page.evaluate(TEXTS)
    assert len(texts) > 5
    assert min(text["size"] for text in texts) >= 12
    for text in texts:
        assert text["left"] >= 0, text
        assert text["right"] <= screen["viewport"]["width"], text
    level = [text for text in texts if text["bottom"] - text["top"] < 30]
    assert [(a["text"], b["text"]) for place, a in enumerate(level) for b in level[:place] if overlap(a, b)] == []
    assert min(view.page.evaluate(SIZES)) >= 12
    assert view.page.evaluate("document.documentElement.scrollWidth") <= screen["viewport"]["width"]


def overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two texts lie on each other; that the boxes of the lines of one text touch is but their leading."""
    across = min(a["right"], b["right"]) - max(a["left"], b["left"])
    down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    return bool(across > 1 and down > 4)


def test_many_incidents_open_on_the_matrix_and_not_on_a_knot(show: Show) -> None:
    view = show()
    expect(view.tab("Matrix")).to_have_attribute("aria-selected", "true")
    view.tab("Board").click()
    expect(
        view.page.locator("#picture").get_by_role("button", name=re.compile("^Sony Pictures intrusion .2014"))
    ).to_be_visible()


def test_the_graph_of_many_incidents_opens_on_the_few_of_whom_most_is_said(show: Show) -> None:
    view = show("#picture=graph")
    expect(view.count).to_contain_text("40 of")
    view.page.get_by_role("button", name="Show all").click()
    expect(view.count).not_to_contain_text("of 8")


def test_large_numbers_have_room_beside_the_kinds_of_claims(show: Show) -> None:
    page = show().page
    faults = page.evaluate("""() => [...document.querySelectorAll(".kinds label")].filter((row) => {
      const count = row.querySelector(".count");
      count.textContent = "23,989";
      const words = document.createRange();
      words.selectNodeContents(count.previousElementSibling);
      const place = count.getBoundingClientRect();
      const most = document.getElementById("legend").getBoundingClientRect().right;
      return words.getBoundingClientRect().right > place.left || place.right > most;
    }).map((row) => row.textContent)""")
    assert faults == []


STATES = (
    *("", "#picture=board", "#picture=flow", "#picture=timeline", "#picture=graph", "#picture=table"),
    *(f"#incident={SONY}", f"#picture=flow&incident={SONY}", f"#picture=timeline&incident={SONY}"),
    *("#fold=1", "#until=2001-01-01", "#until=2001-01-01&picture=table", "#node=casebook-actors/actor/north-korea"),
)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_the_casebook(show: Show, screen: dict[str, Any]) -> None:
    axe = ROOT / "node_modules/axe-core/axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not here; run npm ci")
    view = show(**screen)
    view.page.evaluate(axe.read_text(encoding="utf-8"))
    ids = "(found) => found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html]))"
    for state in STATES:
        view.go(state or "#")
        view.page.wait_for_timeout(100)
        assert (state, view.page.evaluate(f"axe.run().then({ids})")) == (state, [])


# ----------------------------------------------------------------------------------------- counts and paths, over all


def test_the_page_counts_what_the_data_holds_for_every_incident(show: Show, casebook: Graph) -> None:
    facts = casebook.facts()
    view = show("#picture=graph")
    wanted: dict[str, int] = {}
    for claim in facts.claims.values():
        for incident in set(incidents_of(claim, facts)):
            wanted[incident] = wanted.get(incident, 0) + 1
    assert len(wanted) > 40
    counted = {}
    for incident in wanted:
        view.go(f"#picture=graph&incident={quote(incident.removeprefix(ID), safe='/')}")
        counted[incident] = int(view.count.inner_text().split(" of ")[0].replace("All ", "").split()[0])
    assert counted == wanted


def test_a_path_is_found_beyond_what_is_drawn(show: Show) -> None:
    view = show("#picture=graph")
    view.page.get_by_role("button", name="Path").click()
    for box, name in (("From", "National Security and Defence Council of Ukraine"), ("To", "Russia")):
        view.page.get_by_role("combobox", name=box, exact=True).fill(name)
        view.press("Enter")
    expect(view.panel).to_contain_text("A shortest chain of blame, 1 step")


# ------------------------------------------------------------------------------------- five questions, three actions


def search(view: View, name: str) -> None:
    """One action: type a name and press Enter."""
    view.press("/")
    view.page.keyboard.type(name)
    view.press("Enter")


def within(view: View, heading: str) -> Locator:
    return view.panel.locator("dl.voices dt", has_text=heading).first.locator("xpath=following-sibling::dd[1]")


def test_who_blamed_north_korea_and_who_doubted_it(show: Show) -> None:
    view = show()
    search(view, "north korea")
    expect(within(view, "Accused by")).to_contain_text("FBI")
    expect(within(view, "Doubted by")).to_contain_text("Norse")


def test_since_when_is_it_contested(show: Show) -> None:
    view = show()
    search(view, "sony pictures intrusion")
    view.panel.get_by_role(
        "button", name="The allegation that North Korea carried out Sony Pictures intrusion"
    ).first.click()
    contested = view.panel.locator(".history li").filter(has=view.page.locator(".badge.contested")).first
    expect(contested).to_contain_text("17 December 2014")


def test_what_did_the_fbi_rest_on(show: Show) -> None:
    view = show()
    search(view, "fbi")
    view.panel.locator("ol.claims").first.get_by_role(
        "button", name="FBI attributes Sony Pictures intrusion to North Korea"
    ).first.click()
    expect(
        view.panel.locator("dt", has_text="Evidence named").locator("xpath=following-sibling::dd[1]/ul/li").first
    ).to_be_visible()


def test_who_never_answered(show: Show) -> None:
    view = show()
    search(view, "sony pictures intrusion")
    silent = view.panel.locator("h3", has_text="Never answered").locator("xpath=following-sibling::p[2]")
    expect(silent).to_contain_text("Russian hackers")
    expect(silent).not_to_contain_text("North Korea,")


# ---------------------------------------------------------------------------- keyboard, phone, history, links, time


def test_the_focus_is_never_lost_and_what_is_chosen_is_read_out(show: Show) -> None:
    view = show()
    live = view.page.locator("#live")

    def is_on_heading(text: str) -> None:
        expect(view.heading).to_be_focused()
        expect(view.heading).to_contain_text(text)
        expect(live).to_contain_text(text)

    search(view, "north korea")
    is_on_heading("North Korea")
    view.press("Tab", "Tab", "Enter")
    assert view.focused != "BODY#"
    view.go(f"#incident={SONY}")
    view.page.locator("#picture [data-allegation]").first.focus()
    view.press("Enter")
    is_on_heading("The allegation that North Korea")
    view.panel.locator("ol.claims").get_by_role("button").first.focus()
    view.press("Enter")
    expect(view.heading).to_be_focused()
    view.press("Escape")
    assert view.focused != "BODY#"
    view.page.get_by_role("button", name="Clear filters").click()
    assert view.focused != "BODY#"
    for name in ("Flow", "Matrix", "Timeline", "Graph", "Table"):
        view.tab(name).click()
        expect(view.tab(name)).to_be_focused()
    view.page.get_by_role("columnheader", name="Speaker").get_by_role("button").click()
    expect(view.page.get_by_role("columnheader", name="Speaker").get_by_role("button")).to_be_focused()
    view.page.get_by_role("button", name="Show 100 more rows").click()
    assert view.focused != "BODY#"
    view.page.go_back()
    assert view.focused != "BODY#"
    view.page.get_by_role("slider").focus()
    view.press("Home", "?")
    expect(view.page.get_by_role("dialog")).to_be_visible()


def test_arrows_go_from_mark_to_mark(show: Show) -> None:
    view = show(f"#incident={SONY}")
    view.page.locator("#picture [data-allegation]").first.focus()
    view.press("ArrowRight", "ArrowRight", "Enter")
    expect(view.heading).to_be_focused()
    assert "claim=" in view.fragment


def test_back_undoes_one_step_at_a_time(show: Show) -> None:
    view = show()
    search(view, "north korea")
    view.page.get_by_role("checkbox", name="Attribution").uncheck()
    view.choice("Status").select_option("contested")
    view.tab("Table").click()
    steps = [view.fragment]
    for expected in ("&status=contested", "&hide=attribution", "/north-korea", ""):
        view.page.go_back()
        steps.append(view.fragment)
        assert view.fragment.endswith(expected), steps
    assert view.fragment == ""


def test_a_link_restores_picture_filters_date_selection_sort_and_zoom(show: Show) -> None:
    view = show(f"#incident={SONY}&hide=report&until=2014-12-31&picture=table")
    view.page.get_by_role("columnheader", name="Speaker").get_by_role("button").click()
    view.page.locator("#table tbody button").first.click()
    rows, heading = view.rows(), view.heading.inner_text()
    again = show(view.fragment)
    assert again.rows() == rows
    assert again.heading.inner_text() == heading
    expect(again.page.locator(".until")).to_have_text("By 31 December 2014")
    view.tab("Graph").click()
    view.page.get_by_role("button", name="Zoom in").click()
    expect(view.page).to_have_url(re.compile("zoom="))
    zoomed = show(view.fragment)
    zoomed.page.mouse.move(0, 0)
    view.page.mouse.move(0, 0)
    assert zoomed.pixels() == view.pixels()


@pytest.mark.parametrize("name", ["fbi", "north kor", "sony pictures", "russia"])
def test_a_tap_on_a_match_changes_only_the_selection(show: Show, name: str) -> None:
    view = show(**PHONE)
    view.search(name)
    view.page.get_by_role("option").first.tap()
    assert re.fullmatch(r"#node=[^&]+", view.fragment)
    expect(view.heading).to_be_in_viewport()
    assert view.page.get_by_role("dialog").count() == 0


def test_where_there_are_no_keys_none_is_named(show: Show) -> None:
    expect(show(**PHONE).page.locator("#search input")).to_have_attribute("placeholder", "Search a name")
    expect(show().page.locator("#search input")).to_have_attribute("placeholder", "Search a name (press /)")


def test_the_whole_graph_fills_a_window_that_is_higher_than_wide(show: Show) -> None:
    """Of what is drawn, not of the room: the lowest and the highest row of pixels that are not paper."""
    view = show("#picture=graph&all=1", **PHONE)
    share = view.page.locator("#stage canvas").first.evaluate(
        """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const rows = [...Array(canvas.height).keys()].filter((row) => {
            const own = data.subarray(row * canvas.width * 4, (row + 1) * canvas.width * 4);
            return own.some((part, place) => part !== own[place % 4]);
          });
          return (rows.at(-1) - rows[0]) / canvas.height;
        }"""
    )
    assert share > 0.7


@pytest.mark.parametrize("picture", ["board", "flow", "matrix", "timeline", "graph", "table"])
def test_one_finger_scrolls_the_page(show: Show, picture: str) -> None:
    view = show(f"#picture={picture}", **PHONE)
    view.page.evaluate("scrollTo(0, 0)")
    fragment = view.fragment
    drag(view, (195, 620), (195, 320))
    view.page.wait_for_function("scrollY > 150")
    assert view.fragment == fragment, "the finger chose something"


def drag(view: View, start: tuple[int, int], end: tuple[int, int], steps: int = 10) -> None:
    """One finger put down, moved and lifted, as the system reports it to the browser."""
    screen = view.page.context.new_cdp_session(view.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", start)
    for step in range(1, steps + 1):
        share = step / steps
        touch("touchMove", (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    touch("touchEnd")


def test_a_step_of_the_slider_tells_only_what_passes_the_filter(show: Show) -> None:
    view = show(f"#incident={SONY}")
    news = view.page.locator(".news")
    for _ in range(6):
        view.page.get_by_role("button", name="Previous change of status").click()
        for told in news.inner_text().split("; "):
            assert "Sony Pictures intrusion" in told or told.startswith("and ")
    view.page.get_by_role("slider").press("Home")
    expect(view.page.locator(".until")).to_contain_text("201")


def test_the_axis_of_time_is_to_scale_and_has_its_years(show: Show) -> None:
    view = show()
    labels = view.page.locator("#timeline .years text")
    years = [int(text) for text in labels.all_text_contents()]
    middles = [box["x"] + box["width"] / 2 for label in labels.all() if (box := label.bounding_box())]
    inner = list(zip(years, middles, strict=True))[1:-1]
    paces = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(inner)]
    assert max(paces) - min(paces) < 1


@pytest.mark.parametrize("width", [320, 390, 1000, 1440])
def test_no_year_of_the_axis_touches_the_next(show: Show, width: int) -> None:
    view = show(f"#incident={SONY}", viewport={"width": width, "height": 800})
    for size in (width, 1760 - width):
        view.page.set_viewport_size({"width": size, "height": 800})
        view.page.wait_for_timeout(100)
        boxes = [box for label in view.page.locator(".years text").all() if (box := label.bounding_box())]
        assert len(boxes) > 2
        assert all(one["x"] + one["width"] + 4 <= other["x"] for one, other in pairwise(boxes)), size


def test_a_play_ends_within_half_a_minute(show: Show) -> None:
    """By the clock of the page, which is put forward: a busy machine cannot make it longer."""
    view = show()
    view.page.clock.install()
    view.page.get_by_role("button", name="Play", exact=True).click()
    expect(view.page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    view.page.clock.run_for(30_000)
    expect(view.page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(view.page.locator(".until")).to_have_text("All dates")


def test_the_page_speaks_the_language_of_the_browser_where_it_can(show: Show) -> None:
    german = show(f"#incident={SONY}", locale="de-AT")
    expect(german.tab("Tafel")).to_be_visible()
    expect(german.page.locator("#picture")).to_contain_text("bestreiten")
    expect(german.page.locator("html")).to_have_attribute("lang", "de")
    german.page.get_by_role("button", name="Vorige Änderung des Status").click()
    expect(german.page.locator(".until")).to_contain_text(re.compile(r"Bis \d+\. \w+ 20\d\d"))
    expect(show(locale="fr-FR").tab("Board")).to_be_visible()


def test_a_page_without_a_title_has_one_in_the_language_that_it_speaks(
    browser: Browser, casebook: Graph, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(render(casebook.facts(), title="", limit=5), encoding="utf-8")
    for locale, title in (("de-DE", "Wer wen beschuldigte"), ("fr-FR", "Who blamed whom")):
        view = View(browser.new_context(locale=locale).new_page(), tmp_path / "page.html").open()
        expect(view.page).to_have_title(title)
        expect(view.page.get_by_role("heading", level=1)).to_have_text(title)
        view.page.context.close()
    assert "<title>Wer wen beschuldigte</title>" in render(Facts(), title="", lang="de-AT")


def test_a_german_page_tells_in_german_what_is_alleged(show: Show) -> None:
    view = show(f"#incident={SONY}", locale="de-DE")
    alleged = "Die Behauptung, North Korea habe es getan: Sony Pictures intrusion (2014)"
    view.card(alleged).get_by_role("button", name=alleged).click()
    expect(view.heading).to_have_text(alleged)
    view.page.get_by_role("button", name="Vorige Änderung des Status").click()
    expect(view.page.locator(".news")).to_have_text(re.compile(r"Die Behauptung, .+ habe .+: Sony Pictures intrusion"))


def test_what_rests_on_a_circle_is_told_in_words(browser: Browser, tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load(written(tmp_path, circle()))
    (tmp_path / "page.html").write_text(render(graph.facts(), title="A circle"), encoding="utf-8")
    view = View(browser.new_context().new_page(), tmp_path / "page.html").open()
    view.panel.get_by_role("button", name="The allegation").click()
    expect(view.panel.locator(".origins")).to_contain_text("cites one another in a circle, which adds nothing")
    view.page.context.close()


def test_without_scripts_a_page_says_so_and_has_no_button_that_does_nothing(browser: Browser, file: Path) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 600}).new_page()
    page.goto(file.as_uri())
    expect(page.locator("noscript p")).to_contain_text("Allow scripts to see it.")
    assert not [button for button in page.locator("header button").all() if button.is_visible()]
    page.context.close()


#: Words of the page's own English, as they would stand beside names, titles and sentences.
ENGLISH = re.compile(
    r"\b(January|February|March|May|June|July|October|December|after the accusation|before the accusation|by [A-Z]\w+,"
    r"|paragraph \d|section “|press conference|\(translated\)|as told by|own view|acquitted|convicted|\d{4} to \w+)"
)


def test_a_german_page_says_in_german_when_who_denied_and_how_it_is_known(show: Show) -> None:
    view = show(f"#incident={SONY}", locale="de-DE")
    claims = view.data["claims"]
    keys = ("voice", "outcome", "publicDate", "quote", "places")
    chosen = {key: next(claim["id"] for claim in claims if claim.get(key)) for key in keys}
    for state in [f"#incident={SONY}", f"#node={SONY}", *(f"#claim={claim}" for claim in chosen.values())]:
        view.go(state)
        own = view.panel.evaluate(OWN)
        assert [word.group() for text in own if (word := ENGLISH.search(text))] == [], state
    view.select("claim", chosen["outcome"])
    expect(view.panel).to_contain_text(re.compile("verurteilt|freigesprochen|eingestellt|Entscheidung|haftbar"))


#: The texts of the panel that are no name, title, quotation or sentence of a claim.
OWN = """(panel) => [...panel.querySelectorAll(".when, .by, .hint, dd, p, .source, .badge")].map((each) => {
  const copy = each.cloneNode(true);
  for (const foreign of copy.querySelectorAll("button, a, q, ul, dl, [lang]")) foreign.remove();
  return copy.textContent;
})"""
