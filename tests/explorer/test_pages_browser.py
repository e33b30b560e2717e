"""The pages in a real Chromium: what a person sees on a desk and on a phone, by day and by night, with keys alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Dialog, Page, expect
from whoblamed.explorer.app import application
from whoblamed.explorer.served import Served
from whoblamed.explorer.settings import Settings
from whoblamed.graph import Graph

from ..support.hostile import HOSTILE, hostile_graph
from ..support.places import ROOT
from ..support.server import Server, until
from ..support.viewpage import DESK, PHONE, chromium

pytestmark = pytest.mark.browser

SONY = "/id/sony-intrusion/incident/spe-intrusion"
#: A page of each kind.
PAGES: Mapping[str, str] = {
    "home": "/",
    "incident": SONY,
    "flow": f"{SONY}?picture=flow",
    "timeline": f"{SONY}?picture=timeline",
    "matrix": f"{SONY}?picture=matrix",
    "graph": f"{SONY}?picture=graph",
    "table": f"{SONY}?picture=table",
    "actor": "/id/casebook-actors/actor/north-korea",
    "allegation": "/id/sony-intrusion/allegation/spe-intrusion--north-korea--carried-out",
    "claim": "/id/sony-2014/claim/fbi-names-north-korea",
    "source": "/id/sony-2014/source/article",
    "dataset": "/id/sony-intrusion",
    "boards": "/incidents?picture=overview",
    "search": "/search?q=nord+stream",
    "cite": "/cite?of=sony-2014/fbi-names-north-korea",
    "missing": "/no/such/page",
    "refused": "/claims?act=guess",
    "then": f"{SONY}?as-of=2014-12-20",
    **{
        name: f"/{name}"
        for name in (
            *("incidents", "actors", "allegations", "claims", "sources", "evidence", "datasets"),
            *("contested", "unanswered", "changes", "differences"),
        )
    },
}
#: Of pages that say what is wrong.
STATUSES: Mapping[str, int] = {"missing": 404, "refused": 400}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    name: {**screen, "color_scheme": "light", "locale": "en-GB", "reduced_motion": "reduce"}
    for name, screen in (("desk", DESK), ("phone", PHONE))
}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

VIOLATIONS = "async () => (await axe.run()).violations.map(each => [each.id, each.nodes.map(node => node.html)])"
VIOLATIONS = "async () => (await axe.run()).violations.map(each => [each.id, each.nodes.map(node => node.html)])"
#: What is wrong with how a page looks: letters that are too small, and what one would have to scroll sideways to see.
FAULTS = """
() => {
  const faults = [];
  const wide = document.documentElement;
  if (wide.scrollWidth > wide.clientWidth) faults.push(`${wide.scrollWidth} wide in ${wide.clientWidth}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.nodeValue.trim() || !parent.checkVisibility() || parent.closest("title, desc")) continue;
    const svg = parent.closest("svg");
    const scale = svg ? svg.getBoundingClientRect().width / (svg.viewBox.baseVal.width || 1) : 1;
    const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
    if (size < 11.95) faults.push(`${size} px: ${text.nodeValue.trim().slice(0, 40)}`);
  }
  return faults;
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Seen:
    """A page, what went wrong in it, and what it asked of anybody else."""

    def __init__(self, browser: Browser, url: str, look: Mapping[str, Any]) -> None:
        self.url = url
        self.page: Page = browser.new_context(**look).new_page()
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda told: self.errors.append(told.text) if told.type in ("error", "warning") else None
        )
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda asked: None if asked.url.startswith(url) else self.elsewhere.append(asked.url))

    def _dismiss(self, dialog: Dialog) -> None:
        self.errors.append(dialog.message)
        dialog.dismiss()

    def go(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(f"{self.url}{path}")
        assert answer is not None
        assert answer.status == status, path
        return self.page


@pytest.fixture(scope="module", params=["desk", "phone"])
def seen(request: pytest.FixtureRequest, browser: Browser, casebook_server: Server) -> Seen:
    return Seen(browser, casebook_server.url, LOOKS[request.param])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_by_all(seen: Seen, name: str) -> None:
    """By axe-core, by day and by night; no letters under 12 pixels, nothing to scroll to sideways, nothing asked of
    anybody else, and no fault under the strict policy of content."""
    page = seen.go(PAGES[name], STATUSES.get(name, 200))
    assert page.evaluate(FAULTS) == []
    assert seen.elsewhere == []
    assert [error for error in seen.errors if "the server responded with a status of" not in error] == []
    if AXE.exists():  # npm ci brings it
        page.evaluate(AXE.read_text("utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(VIOLATIONS) == [], scheme


def test_with_keys_alone_one_gets_from_the_first_page_to_a_source(browser: Browser, casebook_server: Server) -> None:
    page = Seen(browser, casebook_server.url, LOOKS["desk"]).go("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.get_by_role("searchbox").focus()
    page.keyboard.type("sony pictures intrusion")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sony Pictures intrusion", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sony Pictures intrusion")
    for _ in range(60):  # from the tabs into the drawing: names are links
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('figure.wide') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The allegation that North Korea carried out")


def test_a_sign_of_the_board_leads_to_its_claim(browser: Browser, casebook_server: Server) -> None:
    page = Seen(browser, casebook_server.url, LOOKS["desk"]).go(SONY)
    sign = page.locator("figure.wide a[href*='/claim/']").first
    said = sign.get_attribute("aria-label") or ""
    sign.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said.rpartition(" (")[0])


def test_without_scripts_filters_and_languages_work(browser: Browser, casebook_server: Server) -> None:
    page = Seen(browser, casebook_server.url, {**LOOKS["phone"], "java_script_enabled": False}).go("/claims")
    page.get_by_role("link", name="denial", exact=True).click()
    page.get_by_label("Since", exact=True).fill("2014-12-20")
    page.get_by_label("Until", exact=True).fill("2014-12-31")
    page.get_by_role("button", name="Apply").first.click()
    expect(page.locator(".chosen")).to_contain_text("Since: 2014-12-20")
    expect(page.locator(".chosen")).to_contain_text("Kind of claim: denial")
    page.get_by_role("link", name="DE", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".chosen")).to_contain_text("Seit: 2014-12-20")


# ------------------------------------------------------------------------------------------------------ hostile names


class InMemory(Served):
    """A graph in memory, to be served to a test."""

    def __init__(self, graph: Graph) -> None:
        self.settings = Settings()
        self._graph = graph

    def graph(self) -> Graph:
        return self._graph


@contextmanager
def answering(graph: Graph) -> Iterator[str]:
    """Serve a graph from a thread: loaders let no name of these into one on disk."""
    config = uvicorn.Config(application(InMemory(graph)), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def test_hostile_names_are_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    paths = [
        "/",
        *(f"/{name}" for name in ("actors", "incidents", "allegations", "claims", "sources", "search?q=script")),
    ]
    things = ("actor", "incident", "source", "allegation", "claim")
    paths += [f"/id/hostile/{kind}/{number}" for kind in things for number in range(len(HOSTILE))]
    with answering(hostile_graph()) as url:
        seen = Seen(browser, url, LOOKS["desk"])
        for path in paths:
            page = seen.go(path)
            assert page.locator("script, iframe, object, embed, [onerror], [onclick], [onload]").count() == 0, path
            assert page.evaluate(FAULTS) == [], path
        page = seen.go("/id/hostile/actor/2")
        expect(page.get_by_role("heading", level=1)).to_have_text("]]> <!-- & --> <script>alert(1)</script>")
        assert seen.errors == []
        assert seen.elsewhere == []
