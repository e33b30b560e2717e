"""Editing in a real Chromium, by keyboard, on a desk and on a phone."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from playwright.sync_api import Browser, Page, expect

from ..support.cases import blame, case, written
from ..support.places import ROOT
from ..support.server import Server, serving
from ..support.viewpage import DESK, PHONE, chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def folder() -> Iterator[Path]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        yield Path(made)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    whoblamed.open(folder / "graph").load(written(folder, case(blame(summary={"en": "The port says so."}))))
    with serving(folder / "graph", folder, "--edit", environment={"XDG_DATA_HOME": str(folder / "data")}) as running:
        yield running


def first_page(browser: Browser, server: Server, screen: dict[str, Any]) -> tuple[Page, list[str]]:
    """The page after the address was opened that the server printed, and what goes wrong from then on."""
    page = browser.new_context(**screen, locale="en-GB").new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(server.url) else None)
    found = re.search(r"to edit, open (\S+) ", server.output)
    assert found
    page.goto(found[1])
    expect(page.get_by_role("heading", name="Fact files")).to_be_visible()
    assert "#" not in page.url  # the token does not stay in sight, or in the history
    return page, wrong


def to(page: Page, label: str, text: str) -> None:
    """Go with the tab key to the field of a label, and type."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.textContent") == label:
            page.keyboard.type(text)
            return
    raise AssertionError(label)


def press(page: Page, name: str) -> None:
    """Go with the tab key to a link or button, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def test_a_claim_is_added_and_corrected_with_the_keyboard(browser: Browser, server: Server, folder: Path) -> None:
    page, wrong = first_page(browser, server, DESK)
    press(page, "harbour")
    press(page, "Add a claim")
    expect(page.locator("html[data-edit=ready]")).to_be_attached()
    to(page, "Source", "Port blames Tide")
    to(page, "What they did", "denial")
    to(page, "Who speaks", "Red Tide")
    to(page, "Answers", "blam")
    told = page.locator("#e-responds_to")
    expect(told).to_contain_text('did you mean "blame"?')
    expect(told).to_contain_text("harbour.yaml:")
    expect(page.get_by_label("Answers")).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("e")
    expect(told).to_be_empty()
    expect(page.locator(".live .diff")).to_contain_text("+    responds_to: blame")
    expect(page.get_by_label("Doubts")).to_be_hidden()  # which a denial does not
    to(page, "Said on", "2031-04-04")
    press(page, "Show what changes")
    expect(page.locator("pre.diff ins").first).to_contain_text("id: tide-denial")
    assert "tide-denial" not in (folder / "harbour.yaml").read_text("utf-8")
    press(page, "Write and load it")
    expect(page.get_by_role("status")).to_contain_text("is written and loaded")
    press(page, "See the claim: tide-denial")
    expect(page.get_by_role("main")).to_contain_text("Red Tide")

    page.goto(f"{server.url}/edit/harbour/")
    press(page, "tide-denial")
    to(page, "What was said, in your words", "Not us, says the Tide.")
    press(page, "Show what changes")
    press(page, "Write and load it")
    press(page, "See the claim: tide-denial")
    expect(page.get_by_role("main")).to_contain_text("Not us, says the Tide.")
    assert wrong == []


def test_what_is_wrong_is_told_where_one_is(browser: Browser, server: Server) -> None:
    page, wrong = first_page(browser, server, DESK)
    page.goto(f"{server.url}/edit/harbour/new/claims")
    press(page, "Show what changes")
    expect(page.locator("#summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.id")
    assert focused.startswith("f-")
    assert [re.findall("status of [0-9]+", each) for each in wrong] == [["status of 422"]]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(
    browser: Browser, server: Server, screen: dict[str, Any], scheme: str, tmp_path: Path
) -> None:
    axe = ROOT / "node_modules/axe-core/axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not here; run npm ci")
    page, _ = first_page(browser, server, {**screen, "color_scheme": scheme})

    def look(name: str) -> None:
        page.evaluate(axe.read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run().then((found) => found.violations)")
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if pictures := os.environ.get("PICTURES"):
            page.screenshot(path=f"{pictures}/{name}-{screen['viewport']['width']}-{scheme}.png", full_page=True)

    look("overview")
    for name, path in {"case": "", "claim": "claim/blame", "source": "new/sources", "new": "new/claims"}.items():
        page.goto(f"{server.url}/edit/harbour/{path}")
        expect(page.locator("html[data-edit=ready]")).to_be_attached()
        look(name)
    page.get_by_label("What they did").select_option("denial")
    page.get_by_label("Said on").fill("2031-04-31")
    expect(page.locator("#e-on")).to_contain_text("there is no date")
    look("checked")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator("#summary")).to_be_visible()
    look("wrong")
    page.goto(f"{server.url}/edit/harbour/claim/blame")
    page.get_by_label("What was said, in your words").fill("The port of Arden says that Red Tide did it. " * 3)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("button", name="Write and load it")).to_be_visible()
    look("preview")
    page.get_by_role("button", name="Write and load it").click()
    expect(page.get_by_role("status")).to_be_visible()
    look("written")
    page.goto(f"{server.url}/edit/harbour/?lang=de")
    look("german")
    page.context.clear_cookies()
    page.goto(f"{server.url}/edit/")
    look("door")
