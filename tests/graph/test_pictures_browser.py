"""What a person sees of a picture, measured in a real Chromium: no text is small, cut, or covers another."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from whoblamed.graph import Graph
from whoblamed.graph.view import data
from whoblamed.graph.view.bundle import drawing
from whoblamed.graph.view.engine import words
from whoblamed.graph.view.pictures import PICTURES

from ..support.viewcase import sony

pytestmark = pytest.mark.browser

DESK, PHONE, WIDE, TALL = (1440, None), (390, None), (1200, 630), (1080, 1350)
SIZES = {"desk": DESK, "phone": PHONE, "wide": WIDE, "tall": TALL}
SONY = "sony-intrusion/incident/spe-intrusion"

#: Draws a picture, and returns what is wrong with its texts: each box is where the letters are, turned or not.
FAULTS = """
([name, focus, size, lang]) => {
  const request = { name, state: { focus }, size, theme: "light", words: window.words[lang] };
  const { svg } = JSON.parse(window.drawnText(window.viewData, JSON.stringify(request)));
  document.body.innerHTML = svg;
  const root = document.querySelector("svg");
  const [, , width, height] = root.getAttribute("viewBox").split(" ").map(Number);
  const frame = root.getScreenCTM().inverse();
  const faults = [];
  const boxes = [...root.querySelectorAll("text")].map((text) => {
    const box = text.getBBox();
    const matrix = frame.multiply(text.getScreenCTM());
    const at = (x, y) => new DOMPoint(box.x + x * box.width, box.y + y * box.height).matrixTransform(matrix);
    const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
    const size = Number(text.getAttribute("font-size"));
    const words = text.firstChild?.nodeValue ?? "";
    if (!words.trim()) return null;
    if (size < 12) faults.push(`${words}: ${size} px`);
    const isOut = ({ x, y }) => x < 0 || y < -1 || x > width + 0.5 || y > height + 1;
    if (corners.some(isOut)) faults.push(`${words}: cut at the edge`);
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    // A font's box is higher than its letters.
    const lead = box.height * 0.16;
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys) + lead, Math.max(...ys) - lead];
    // Those that are turned are turned alike: compared along their lines and across them.
    const turned = text.hasAttribute("transform");
    const slant = Math.atan2(corners[1].y - corners[0].y, corners[1].x - corners[0].x);
    const along = corners.map(({ x, y }) => x * Math.cos(slant) + y * Math.sin(slant));
    const across = corners.map(({ x, y }) => y * Math.cos(slant) - x * Math.sin(slant));
    const [start, end] = [Math.min(...along), Math.max(...along)];
    const [over, under] = [Math.min(...across) + lead, Math.max(...across) - lead];
    return { words, turned, left, right, top, bottom, start, end, over, under };
  }).filter(Boolean).sort((a, b) => a.top - b.top);
  boxes.forEach((a, at) => {
    for (const b of boxes.slice(at + 1)) {
      if (b.top >= a.bottom) break;
      if (a.turned && b.turned && a.start < b.end && b.start < a.end && a.over < b.under - 1 && b.over < a.under - 1) {
        faults.push(`"${a.words}" and "${b.words}" overlap, slanted`);
      }
      if (a.turned || b.turned) continue;
      if (a.left < b.right - 0.5 && b.left < a.right - 0.5) faults.push(`"${a.words}" and "${b.words}" overlap`);
    }
  });
  return faults;
}
"""


@pytest.fixture(scope="module")
def view(casebook: Graph) -> dict[str, Any]:
    """The data of the casebook."""
    return data(casebook.facts(), title="", states=casebook.states())


@pytest.fixture(scope="module")
def page(view: dict[str, Any]) -> Iterator[Page]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium here; set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<!doctype html><body></body>")
        page.add_script_tag(content=drawing().replace("(() => {", "window.drawnText = (() => {", 1))
        page.evaluate("([data, words]) => { window.viewData = data; window.words = words; }", _given(view))
        yield page
        browser.close()


def _given(found: dict[str, Any]) -> list[Any]:
    return [json.dumps(found), {language: words(language)["pictures"] for language in ("en", "de")}]


def faults(page: Page, name: str, focus: str | None, size: tuple[int, int | None], lang: str = "en") -> list[str]:
    wanted = {"width": size[0], **({"height": size[1]} if size[1] else {})}
    found: list[str] = page.evaluate(FAULTS, [name, focus, wanted, lang])
    return found


@pytest.mark.parametrize("size", SIZES)
def test_on_the_board_of_every_incident_all_can_be_read(page: Page, view: dict[str, Any], size: str) -> None:
    incidents = [node["id"] for node in view["nodes"] if node["type"] == "incident"]
    found = {incident: wrong for incident in incidents if (wrong := faults(page, "board", incident, SIZES[size]))}
    assert found == {}


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PICTURES)
def test_in_every_picture_all_can_be_read(page: Page, name: str, size: str, lang: str) -> None:
    assert faults(page, name, SONY, SIZES[size], lang) == []
    assert faults(page, name, None, SIZES[size], lang) == []
    assert faults(page, name, "casebook-actors/actor/north-korea", SIZES[size], lang) == []


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("name", ["board", "flow", "matrix", "timeline", "overview"])
def test_no_name_is_cut_where_there_is_room_below(page: Page, name: str, size: str) -> None:
    for focus in (SONY, None):
        page.evaluate(FAULTS, [name, focus, {"width": SIZES[size][0]}, "en"])
        shown = page.evaluate("[...document.querySelectorAll('svg text')].map((text) => text.firstChild.nodeValue)")
        assert [text for text in shown if text.endswith("…")] == []


def test_what_overlaps_is_found(page: Page) -> None:
    """The measure itself: two headlines at one place, letters that are too small, and some beyond the edge."""
    wrong = page.evaluate(
        FAULTS.replace(
            "const root =",
            "document.querySelectorAll('.head text, .foot text').forEach((text) => text.setAttribute('y', 5));"
            " document.querySelector('.head text').setAttribute('font-size', 9); const root =",
        ),
        ["board", SONY, {"width": 1440}, "en"],
    )
    assert any("9 px" in fault for fault in wrong)
    assert any("cut at the edge" in fault for fault in wrong)
    assert any("overlap" in fault for fault in wrong)


def test_slanted_names_that_overlap_are_found(page: Page) -> None:
    moved = """const [first, second] = document.querySelectorAll("text[transform]");
      for (const name of ["x", "y", "transform"]) second.setAttribute(name, first.getAttribute(name));
      const root ="""
    wrong = page.evaluate(FAULTS.replace("const root =", moved), ["matrix", None, {"width": 1440}, "en"])
    assert any("overlap, slanted" in fault for fault in wrong)


def test_on_a_phone_the_three_most_backed_explanations_are_in_sight(page: Page) -> None:
    """At 390×844, under a header of 150 pixels: whom they accuse, how they stand, and who says so."""
    page.evaluate(FAULTS, ["board", SONY, {"width": 390, "bare": True}, "en"])
    third = page.evaluate(
        "() => { const box = document.querySelectorAll('g.row')[2].getBBox(); return box.y + box.height }"
    )
    assert third < 844 - 150


def test_names_of_many_scripts_fit(page: Page) -> None:
    """Letters whose width nobody measured are taken to be wide."""
    found = data(sony(), title="")
    names = [
        "北朝鮮による大規模なサイバー攻撃集団の一員",
        "Федеральная служба безопасности Российской Федерации",
        "Ŵŵŷž" * 12,
        "المملكة العربية السعودية ووزارة الخارجية",
    ]
    for node, name in zip(found["nodes"], names * 9, strict=False):
        node["label"] = name
    page.evaluate("([data]) => { window.otherData = window.viewData; window.viewData = data; }", [json.dumps(found)])
    try:
        for size in SIZES.values():
            for name in PICTURES:
                assert faults(page, name, None, size) == []
    finally:
        page.evaluate("() => { window.viewData = window.otherData; }")
