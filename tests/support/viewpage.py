"""A page of the view in a real Chromium, offline, and what a person does there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect, sync_playwright

from .unpacking import unpacked

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SCREEN: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce", "locale": "en-GB"}
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, or the test is skipped and says so."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium here; set CHROMIUM to its path")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=ARGUMENTS)


class View:
    """A page that shows facts, and what went wrong in it."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.file = page, file
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("dialog", self._dismiss)
        page.route("**/*", self._refuse)

    def _dismiss(self, dialog: Dialog) -> None:
        self.errors.append(dialog.message)
        dialog.dismiss()

    def _refuse(self, route: Route) -> None:
        address = route.request.url
        if address.split("#")[0] == self.file.as_uri() or address.startswith("blob:"):
            route.continue_()
        else:
            self.requests.append(address)
            route.abort()

    def open(self, fragment: str = "") -> View:
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}{fragment}")
        expect(self.page.locator("html[data-ready]")).to_be_attached(timeout=20_000)
        return self

    @property
    def data(self) -> Any:
        return unpacked(json.loads(self.page.locator("#data").text_content() or ""))

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    @property
    def heading(self) -> Locator:
        return self.panel.locator("h2")

    @property
    def count(self) -> Locator:
        return self.page.locator("#count")

    @property
    def fragment(self) -> str:
        return str(self.page.evaluate("decodeURIComponent(location.hash)"))

    @property
    def focused(self) -> str:
        """The tag, and the id if there is one, of what has the focus."""
        return str(self.page.evaluate("document.activeElement.tagName + '#' + document.activeElement.id"))

    def card(self, allegation: str) -> Locator:
        return self.panel.locator(".card").filter(has=self.page.get_by_role("button", name=allegation))

    def go(self, fragment: str) -> None:
        """Follow a link to a state of the page that is open."""
        change = "location.hash = address; dispatchEvent(new PopStateEvent('popstate'));"
        self.page.evaluate(f"(address) => {{ {change} }}", fragment)

    def select(self, what: str, key: str) -> None:
        self.go(f"#{what}={quote(key, safe='')}")

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tab", name=name, exact=True)

    def choice(self, name: str) -> Locator:
        return self.page.locator("label.choice", has_text=name).locator("select")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def search(self, name: str) -> None:
        self.page.get_by_role("combobox", name="Search actors").fill(name)

    def open_table(self) -> list[list[str]]:
        if self.page.locator("#table").is_hidden():
            self.tab("Table").click()
        return self.rows()

    def rows(self) -> list[list[str]]:
        rows = self.page.locator("#table tbody tr").all()
        return [row.locator("td").all_inner_texts() for row in rows]

    def pixels(self) -> str:
        """The drawing of the graph, to compare with."""
        return str(self.page.evaluate("document.querySelector('#stage canvas').toDataURL()"))
