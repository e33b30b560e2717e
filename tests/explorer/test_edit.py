"""`whoblamed serve --edit`: claims are added and corrected in a browser, and stand in the fact file as by hand."""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import whoblamed
from filelock import FileLock
from whoblamed.explorer.editing.forms import flat
from whoblamed.loaders.opening.documents import CASEBOOK

from ..support.server import PATIENCE, Server, serving

SMALL = """\
# the case of the harbour
case: harbour   # the name

actors:
  port: {name: Port of Arden, kind: agency}
  # whom they blame
  tide:
    name: Red Tide   # so it calls itself
    kind: group
incidents:
  outage: {name: Harbour outage, kind: outage, from: 2031-04-02}
sources:
  story: {title: Port blames Tide, published: 2031-04-04}
claims:
  # the accusation
  - id: blame
    act: attribution
    by: port
    accused: tide
    incident: outage
    on: 2031-04-03
    source: story   # seen on paper
    summary: {en: The port says that Red Tide did it.}
# the end
"""
DENIAL = {"act": "denial", "by": "Red Tide", "responds_to": "blame", "source": "Port blames Tide", "on": "2031-04-04"}


class Editor:
    """A browser without JavaScript that has shown the token."""

    def __init__(self, server: Server, file: Path) -> None:
        self.server, self.file = server, file
        self.client = httpx.Client(base_url=server.url, timeout=PATIENCE)
        assert self.client.post("/edit/enter", data={"token": token(server)}).status_code == 303

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, do: str, **fields: str) -> httpx.Response:
        """Send a form, which has the version of the file as it is now unless another is given."""
        version = fields.pop("version", None) or version_in(self.get(path))
        data = {"version": version, "do": do, **{f"field.{name}": value for name, value in fields.items()}}
        return self.client.post(path, data=data)

    def undo(self, version: str | None = None) -> httpx.Response:
        """Take back what was last written, as of a version of the file: as it is now unless another is given."""
        now = hashlib.sha256(self.file.read_bytes()).hexdigest()
        return self.client.post("/edit/harbour/undo", data={"version": version or now})

    def check(self, section: str = "claims", key: str = "", **fields: str) -> Any:
        data = {"key": key, **{f"field.{name}": value for name, value in fields.items()}}
        answer = self.client.post(f"/edit/harbour/check/{section}", data=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @property
    def text(self) -> str:
        return self.file.read_text("utf-8")


def token(server: Server) -> str:
    found = re.search(r"/edit/#(\S+)", server.output)
    assert found
    return found[1]


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def plain(page: str) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """The folder of the graph and of the fact file; in memory if possible, because each load waits for a real disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    begin(place)
    environment = {"XDG_DATA_HOME": str(place / "data")}
    with serving(place / "graph", place, "--edit", environment=environment) as running:
        yield running


@pytest.fixture
def editor(server: Server, place: Path) -> Iterator[Editor]:
    """A browser that may edit a file, which is as it was at first."""
    file = begin(place)
    made = Editor(server, file)
    yield made
    made.client.close()


def begin(place: Path) -> Path:
    """Write the fact file anew and load it; nothing that was kept of it is left."""
    file = place / "harbour.yaml"
    file.unlink(missing_ok=True)
    shutil.rmtree(place / "data", ignore_errors=True)
    file.write_text(SMALL, "utf-8")
    whoblamed.open(place / "graph").load(file)
    return file


# ------------------------------------------------------------------------------------------------------ adding a claim


def test_a_claim_is_added_after_what_changes_was_shown(editor: Editor) -> None:
    shown = editor.send("/edit/harbour/new/claims", "show", **DENIAL, quote="not us", **{"at.paragraph": "2"})
    assert shown.status_code == 200
    assert "+    by: tide\n" in plain(shown.text)
    assert editor.text == SMALL  # nothing is written yet

    written = editor.send("/edit/harbour/new/claims", "write", **DENIAL, quote="not us", **{"at.paragraph": "2"})
    assert (written.status_code, written.headers["location"]) == (303, "/edit/harbour/?wrote=tide-denial&in=claims")
    assert editor.text == SMALL.replace("# the end\n", """\
  - id: tide-denial
    act: denial
    by: tide
    responds_to: blame
    on: 2031-04-04
    source: story
    at: {paragraph: 2}
    quote: not us
# the end
""")  # fmt: skip
    assert "not us" in editor.get("/id/harbour/claim/tide-denial")
    assert '<a href="/id/harbour/claim/tide-denial">' in editor.get(written.headers["location"])


def test_what_claims_are_about_is_added_too(editor: Editor) -> None:
    added = editor.send("/edit/harbour/new/actors", "write", name="Quay Lab", kind="company")
    assert (added.status_code, "in=actors" in added.headers["location"]) == (303, True)
    editor.send("/edit/harbour/new/sources", "write", key="lab-says", title="We doubt it", published="2031-04-06")
    doubts = editor.send("/edit/harbour/new/claims", "write", act="challenge", by="Quay Lab", challenges="blame",
                         source="lab-says", on="2031-04-06")  # fmt: skip
    assert doubts.status_code == 303
    assert "  quay-lab: {name: Quay Lab, kind: company}\n" in editor.text
    assert "  lab-says: {title: We doubt it, published: 2031-04-06}\n" in editor.text
    assert "    challenges: blame\n" in editor.text


# ----------------------------------------------------------------------------------------------------- correcting one


def test_a_claim_is_corrected_and_all_around_it_stays(editor: Editor) -> None:
    page = editor.get("/edit/harbour/claim/blame")
    assert 'name="field.summary.en"' in page
    corrected = editor.send("/edit/harbour/claim/blame", "write", on="2031-04-02", **{"summary.en": "It says so."},
                            by="Port of Arden", accused="tide", source="story")  # fmt: skip
    assert corrected.status_code == 303
    assert editor.text == SMALL.replace("on: 2031-04-03", "on: 2031-04-02").replace(
        "The port says that Red Tide did it.", "It says so."
    )
    assert "It says so." in editor.get("/id/harbour/claim/blame")


def test_a_field_that_is_emptied_goes(editor: Editor) -> None:
    editor.send("/edit/harbour/claim/blame", "write", **{"summary.en": " "})
    assert "summary" not in editor.text


def test_a_claim_may_get_another_name(editor: Editor) -> None:
    editor.send("/edit/harbour/claim/blame", "write", id="accusation", on="2031-04")
    assert "- id: accusation\n" in editor.text
    assert "on: 2031-04\n" in editor.text


def test_nothing_changes_when_nothing_is_changed(editor: Editor) -> None:
    answer = editor.send("/edit/harbour/claim/blame", "show", by="port", accused="tide")
    assert (answer.status_code, "Nothing is changed." in plain(answer.text)) == (200, True)


def test_the_version_before_is_kept_and_comes_back(editor: Editor) -> None:
    editor.send("/edit/harbour/new/claims", "write", **DENIAL)
    assert editor.undo().headers["location"] == "/edit/harbour/?undone=1"
    assert editor.text == SMALL
    assert editor.client.get("/id/harbour/claim/tide-denial").status_code == 404
    again = editor.undo()
    assert (again.status_code, "no earlier version is kept" in plain(again.text)) == (409, True)


def test_what_somebody_else_wrote_later_is_not_taken_back(editor: Editor) -> None:
    written_ = editor.send("/edit/harbour/new/claims", "write", **DENIAL)
    shown = version_in(editor.get(written_.headers["location"]))
    editor.send("/edit/harbour/new/claims", "write", **{**DENIAL, "id": "again"})
    later = editor.text
    answer = editor.undo(shown)
    assert (answer.status_code, "was changed since this page was shown" in plain(answer.text)) == (409, True)
    assert editor.text == later


def test_the_page_of_a_claim_leads_to_its_form_where_claims_can_be_corrected(
    editor: Editor, small_server: Server
) -> None:
    assert 'href="/edit/harbour/claim/blame"' in editor.get("/id/harbour/claim/blame")
    assert 'href="/edit/' not in small_server.get("/id/harbour/claim/blame").text


# ------------------------------------------------------------------------------------------------------- what is wrong


def test_what_is_wrong_stands_beside_its_field_with_its_place_in_the_file(editor: Editor) -> None:
    answer = editor.send("/edit/harbour/new/claims", "write", **{**DENIAL, "on": "2031-04-31"})
    assert answer.status_code == 422
    beside = re.search(r'<div class="complaints" id="e-on">(.*?)</div>', answer.text)
    assert beside
    assert plain(beside[1]) == f"there is no date 2031-04-31 {editor.file}:28:9"
    assert '<a href="#f-on">there is no date 2031-04-31</a>' in answer.text
    assert 'value="2031-04-31"' in answer.text  # what was typed is still there
    assert editor.text == SMALL


def test_it_is_checked_while_one_types(editor: Editor) -> None:
    assert editor.check(**DENIAL)["complaints"] == []
    assert "+    responds_to: blame" in editor.check(**DENIAL)["diff"]
    (unknown,) = editor.check(**{**DENIAL, "responds_to": "blam"})["complaints"]
    assert unknown["field"] == "responds_to"
    assert unknown["message"].endswith('did you mean "blame"?')
    assert {each["field"] for each in editor.check(act="denial", by="tide")["complaints"]} == {"source"}
    (taken,) = editor.check(**DENIAL, id="blame")["complaints"]
    assert taken["field"] == "id"
    (date,) = editor.check(key="blame", on="yesterday")["complaints"]
    assert (date["field"], date["place"]) == ("on", f"{editor.file}:21:9")
    assert editor.text == SMALL


def test_a_name_that_nobody_bears_or_several_do_is_told_so(editor: Editor) -> None:
    (unknown,) = editor.check(**{**DENIAL, "by": "Nobody Known"})["complaints"]
    assert (unknown["field"], unknown["message"]) == (
        "by",
        '"Nobody Known" is neither a key nor a name in this file; add it first',
    )
    editor.send("/edit/harbour/new/actors", "write", name="Red Tide", kind="group", key="other-tide")
    (several,) = editor.check(**DENIAL)["complaints"]
    assert several["message"] == '"Red Tide" is what several are called; write one of the keys tide, other-tide'


def test_a_file_that_was_changed_meanwhile_is_not_written_over(editor: Editor) -> None:
    before = version_in(editor.get("/edit/harbour/new/claims"))
    changed = SMALL.replace("# the end", "# the very end")
    editor.file.write_text(changed, "utf-8")
    answer = editor.send("/edit/harbour/new/claims", "write", version=before, **DENIAL)
    assert answer.status_code == 409
    assert "was changed by somebody else" in plain(answer.text)
    assert 'value="Red Tide"' in answer.text
    assert editor.text == changed
    again = editor.send("/edit/harbour/new/claims", "write", version=version_in(answer.text), **DENIAL)
    assert again.status_code == 303
    assert "# the very end" in editor.text


def test_a_file_that_is_gone_or_another_case_is_told(editor: Editor) -> None:
    away = editor.file.rename(editor.file.with_suffix(".away"))
    gone = editor.client.get("/edit/harbour/")
    assert (gone.status_code, "is not there any more" in plain(gone.text)) == (409, True)
    editor.file.write_text(SMALL.replace("case: harbour", "case: other"), "utf-8")
    other = editor.client.get("/edit/harbour/new/claims")
    assert (other.status_code, "no longer the case" in plain(other.text)) == (409, True)
    editor.file.write_text("case: [", "utf-8")
    assert editor.client.get("/edit/harbour/new/claims").status_code == 409
    away.rename(editor.file)
    editor.get("/edit/harbour/")


def test_a_graph_that_somebody_else_changes_is_told_and_loaded_later(editor: Editor) -> None:
    with FileLock(editor.file.parent / "graph" / "lock"):
        answer = editor.send("/edit/harbour/new/claims", "write", **DENIAL)
        assert answer.status_code == 503
        assert "It is written, but not loaded" in plain(answer.text)
    assert "tide-denial" in editor.text
    assert editor.client.post("/edit/harbour/load").status_code == 303
    editor.get("/id/harbour/claim/tide-denial")


def test_what_ships_with_whoblamed_is_not_changed(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    whoblamed.open(graph).load()
    whoblamed.open(graph).load(begin(tmp_path))
    before = {path: path.read_bytes() for path in CASEBOOK.iterdir()}
    with serving(graph, tmp_path, "--edit") as server:
        editor = Editor(server, tmp_path)
        overview = plain(editor.get("/edit/"))
        assert "sony-2014 ships with whoblamed; copy " in overview
        assert "sony-2014.yaml to a file of your own, and run whoblamed load MY-sony-2014.yaml" in overview
        assert overview.index("harbour.yaml") < overview.index(" ships with "), "one's own come first"
        assert editor.client.get("/edit/sony-2014/").status_code == 409
        for path in ("new/claims", "load", "undo", "claim/x", "check/claims"):
            refused = editor.client.post(f"/edit/sony-2014/{path}", data={"field.act": "denial"})
            assert refused.status_code >= 400
        editor.client.close()
    assert {path: path.read_bytes() for path in CASEBOOK.iterdir()} == before


# -------------------------------------------------------------------------------------------------------- who may edit


def test_nothing_can_be_edited_unless_the_server_was_started_so(small_server: Server) -> None:
    for path in ("/edit/", "/edit/harbour/", "/edit/harbour/new/claims", "/edit/enter"):
        assert small_server.get(path, follow_redirects=True).status_code == 404
        assert small_server.post(path, data={"token": ""}).status_code in (404, 405)


def test_only_who_has_the_token_may_edit(editor: Editor) -> None:
    name, value = next(iter(editor.client.cookies.items()))
    forms = [("/edit/harbour/new/claims", {"do": "write", **{f"field.{key}": each for key, each in DENIAL.items()}}),
             ("/edit/harbour/undo", {}), ("/edit/harbour/load", {}), ("/edit/harbour/check/claims", {})]  # fmt: skip
    for cookie in ({}, {name: ""}, {name: value[:-1]}, {name: token(editor.server)}, {name: "é"}):
        cookies = {"Cookie": "; ".join(f"{key}={each}" for key, each in cookie.items()).encode()} if cookie else {}
        for path, data in forms:
            assert editor.server.post(path, data=data, headers=cookies).status_code == 403
        assert editor.server.get("/edit/harbour/claim/blame", headers=cookies).status_code == 403
        assert "Port" not in editor.server.get("/edit/", headers=cookies).text
    for wrong in ("", "x", token(editor.server)[:-1], token(editor.server) + "x", "é", "\0"):
        answer = editor.server.post("/edit/enter", data={"token": wrong})
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert editor.text == SMALL


def test_the_cookie_is_for_this_server_and_its_pages_alone(editor: Editor) -> None:
    answer = httpx.post(f"{editor.server.url}/edit/enter", data={"token": token(editor.server)})
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/edit", "SameSite=strict"} <= set(cookie.split("; "))
    assert token(editor.server) not in cookie
    assert editor.client.get("/edit/").headers["cache-control"] == "no-store"
    editor.client.post("/edit/leave")
    assert "Token" in editor.client.get("/edit/").text


def test_a_page_of_another_site_cannot_use_who_is_let_in(editor: Editor) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = editor.client.post("/edit/harbour/undo", headers=headers)
        assert (answer.status_code, "other sites" in answer.text) == (403, True)


def test_the_token_is_printed_once_and_never_again(editor: Editor) -> None:
    editor.client.get(f"/edit/?token={token(editor.server)}")
    editor.client.post("/edit/enter", content=b"token=" + b"x" * 10, headers={"Content-Type": "text/plain"})
    editor.send("/edit/harbour/new/claims", "write", **DENIAL)
    assert editor.server.output.count(token(editor.server)) == 1


# -------------------------------------------------------------------------------------------------------- hostile input

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "a template": "{{ 7*7 }}{% for x in y %}",
    "more YAML": 'x"\n  - id: forged\n    act: denial\n    by: tide\n#',
    "a document": "x\n---\ncase: other\n",
    "a tag": "!!python/object/apply:os.system [id]",
    "an anchor": "&a [*a]",
    "a brace": "{en: x, de: y}",
    "a comment": "x # gone",
    "a line separator": "a\u2028b\u2029c\u0085d",
    "another direction": "\u202eabc",
    "quotes": "\"'\\\t'",
    "nothing visible": "\u200b\ufeff",
    "much": "word " * 5000,
}


@pytest.mark.parametrize("field", ["summary", "through", "summary.en"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_typed_is_text_of_its_field_or_is_refused(editor: Editor, field: str, text: str) -> None:
    from whoblamed.loaders.facts.writing.document import FactDocument

    answer = editor.send("/edit/harbour/new/claims", "write", **{**DENIAL, field: text})
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text
    claims = FactDocument.open(editor.file).entries("claims")
    assert set(claims) <= {"blame", "tide-denial"}
    if answer.status_code == 303:
        wanted = text.replace("\r\n", "\n").strip()
        assert flat(claims["tide-denial"])[field] == wanted
        assert editor.text.startswith(SMALL.removesuffix("# the end\n"))
        assert "<script>alert" not in editor.get("/edit/harbour/") + editor.get("/edit/harbour/claim/tide-denial")


@pytest.mark.parametrize(
    "field", ["", ".", "..", "a.b.c.d", "drafted", "id.x", "act.x", "by.0", "__class__", "summary.", "no such", "on\n"]
)
def test_a_field_that_claims_do_not_have_is_refused(editor: Editor, field: str) -> None:
    answer = editor.send("/edit/harbour/new/claims", "write", **{**DENIAL, field: "x"})
    assert answer.status_code == 422
    corrected = editor.send("/edit/harbour/claim/blame", "write", **{field: "x"})
    assert corrected.status_code in (422, 409)
    assert editor.text == SMALL


@pytest.mark.parametrize("body", [b"%ff=1", b"a=1&" * 1000, b"field.on=%ED%A0%80"], ids=["no UTF-8", "many", "half"])
def test_a_form_that_cannot_be_read_is_refused(editor: Editor, body: bytes) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = editor.client.post("/edit/harbour/new/claims", content=body, headers=form)
    assert answer.status_code == 400
    other = editor.client.post("/edit/harbour/new/claims", content=b"{}", headers={"Content-Type": "application/json"})
    assert other.status_code == 415


@pytest.mark.parametrize("name", ["%2e%2e", "..%2fx", "harbour%00", "x" * 300, "HARBOUR", "actors.yaml"])
def test_only_data_sets_that_are_loaded_are_found(editor: Editor, name: str) -> None:
    assert editor.client.get(f"/edit/{name}/").status_code in (404, 403)
    assert editor.client.get(f"/edit/harbour/claim/{name}").status_code == 404
    assert editor.client.get(f"/edit/harbour/new/{name}").status_code == 404


def test_a_link_in_the_place_of_a_file_stays_one(editor: Editor) -> None:
    real = editor.file.with_name("elsewhere.yaml")
    shutil.move(editor.file, real)
    editor.file.symlink_to(real)
    graph = whoblamed.open(editor.file.with_name("graph"))
    graph.unload("harbour")
    graph.load(editor.file)
    answer = editor.send("/edit/harbour/new/claims", "write", **DENIAL)
    assert answer.status_code == 303, plain(answer.text)
    assert editor.file.is_symlink()
    assert "tide-denial" in real.read_text("utf-8")
    graph.unload("harbour")
