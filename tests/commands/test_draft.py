"""From an article to a fact file, as a person does it on the command line."""

from __future__ import annotations

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import whoblamed
from click.testing import CliRunner, Result
from whoblamed.cli import main
from whoblamed.loaders.yaml import marks

from ..support.cases import parse
from ..support.places import DOCS, FIXTURES
from ..support.walk import blocks, walked

ARTICLE = """\
Port of Tarnholm blames hackers for blackout

12 March 2026

The Port of Tarnholm on Monday accused Grey Heron of shutting down its cranes. Grey Heron denied any involvement.

Kestrel Labs, a security company, cast doubt on the port's account.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the article, and no graph."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOBLAMED_GRAPH", str(tmp_path / "graph"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def run(*arguments: str, input: bytes | None = None) -> Result:
    """Call `whoblamed`."""
    return CliRunner().invoke(main, arguments, input=input)


def read(text: str) -> Any:
    """What stands in a fact file, every value as it is written."""
    return marks.read(text.encode(), "case.yaml").data


def told(result: Result) -> str:
    """What a person is told who called wrongly."""
    return result.stderr or str(result.exception)


def confirmed(path: Path) -> None:
    """Do what a person does who finds all of it right."""
    text = path.read_text(encoding="utf-8").replace("confirmed: false", "confirmed: true")
    path.write_text(re.sub(r"name:   #.*", "name: Blackout of the cranes", text), encoding="utf-8")


def test_the_walk_through_says_what_happens(tmp_path: Path) -> None:
    page = (DOCS / "drafting.md").read_text(encoding="utf-8")
    (tmp_path / "article.txt").write_text(blocks(page, "text")[0], encoding="utf-8")
    commands = blocks(page, "console")
    assert len(commands) == 3
    for block in commands:
        assert walked(block, tmp_path) == block


def test_a_draft_is_a_fact_file_that_says_where_each_claim_stands_and_why(here: Path) -> None:
    done = run("draft", "article.txt")
    assert done.exit_code == 0
    data = read(done.stdout)
    first, second, third = data["claims"]
    assert (first["by"], first["act"], first["accused"]) == ("port-of-tarnholm", "attribution", "grey-heron")
    assert (second["act"], second["responds_to"]) == ("denial", first["id"])
    assert (third["act"], third["challenges"]) == ("challenge", first["id"])
    assert {claim["drafted"] for claim in data["claims"]} == {"rule"}
    assert {claim["confirmed"] for claim in data["claims"]} == {"false"}
    place = first["at"]
    assert ARTICLE[int(place["start"]) : int(place["end"])].endswith("cranes.")
    assert '# high: "accused" is taken for attribution' in done.stdout
    assert "high    port-of-tarnholm-attribution" in done.stderr
    assert list(here.iterdir()) == [here / "article.txt"]


def test_nothing_of_a_draft_is_loaded_before_it_is_confirmed(here: Path) -> None:
    assert run("draft", "article.txt", "-o", "case.yaml").exit_code == 0
    confirmed(here / "case.yaml")
    text = (here / "case.yaml").read_text(encoding="utf-8")
    one_left = text.replace("    confirmed: true", "    confirmed: false", 1)
    (here / "case.yaml").write_text(one_left, encoding="utf-8")
    line = one_left[: one_left.index("drafted: rule")].count("\n") + 1
    for command in ("check", "load"):
        refused = run(command, "case.yaml")
        assert refused.exit_code == 1
        lines = [each for each in told(refused).splitlines() if "confirmed" in each]
        assert len(lines) == 1
        place = f'case.yaml:{line}:5: "port-of-tarnholm-attribution" was drafted by rule and is not confirmed; '
        assert lines[0].startswith(place)
    (here / "case.yaml").write_text(text, encoding="utf-8")
    assert run("load", "case.yaml").exit_code == 0
    graph = whoblamed.open()
    assert {claim.act for claim in graph.facts().claims.values()} == {"attribution", "denial", "challenge"}
    assert run("check").exit_code == 0


FACTS = """\
case: a
actors: {x: {name: X, kind: state}}
incidents: {i: {name: I}}
sources: {s: {title: S}}
claims:
  - {id: a, act: denial, by: x, incident: i, on: unknown, source: s%s}
"""


@pytest.mark.parametrize("written", ["", ", drafted: rule, confirmed: 2026-03-13", ", drafted: model, confirmed: true"])
def test_a_claim_is_loaded_when_a_person_wrote_or_confirmed_it(written: str) -> None:
    plain = parse((FACTS % "").encode(), "a.yaml")
    assert list(parse((FACTS % written).encode(), "a.yaml").records) == list(plain.records)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (", drafted: rule", "is not confirmed"),
        (", drafted: rule, confirmed: no", "is not confirmed"),
        (", drafted: rule, confirmed: perhaps", "not true, false, or the day"),
        (", drafted: rule, confirmed: 2026-02-30", "2026-02-30"),
        (", drafted: parrot, confirmed: true", "not one of rule, model"),
    ],
)
def test_what_is_not_confirmed_or_is_no_answer_is_refused(written: str, message: str) -> None:
    with pytest.raises(whoblamed.errors.InvalidData, match=message) as caught:
        parse((FACTS % written).encode(), "a.yaml")
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].line == 6


def test_the_article_may_come_from_a_pipe(here: Path) -> None:
    done = run("draft", "-", "--case", "harbour", "--published", "2026-03-19", input=ARTICLE.encode())
    data = read(done.stdout)
    assert data["case"] == "harbour"
    assert data["claims"][0]["on"] == "2026-03-16"


def test_names_of_the_graph_are_known(here: Path) -> None:
    (here / "known.yaml").write_text(
        "case: known\nactors: {gh: {name: Graureiher, kind: persona, aliases: [Grey Heron]}}\n", encoding="utf-8"
    )
    assert run("load", "known.yaml").exit_code == 0
    data = read(run("draft", "article.txt").stdout)
    assert data["actors"]["graureiher"] == {"name": "Graureiher", "kind": "persona"}


def test_an_article_can_be_added_to_a_case(here: Path) -> None:
    written = (
        "case: cranes # mine\nactors:\n  heron: {name: Grey Heron, kind: group}\n"
        "incidents:\n  blackout: {name: Blackout}\n  fire: {name: Fire}\n"
    )
    (here / "case.yaml").write_text(written, encoding="utf-8")
    asked = run("draft", "article.txt", "--into", "case.yaml")
    assert asked.exit_code == 1
    assert "which incident is it about? Say --incident with one of blackout, fire" in told(asked)
    shown = run("draft", "article.txt", "--into", "case.yaml", "--incident", "Blackout", "--dry-run")
    assert "+  - id: port-of-tarnholm-attribution" in shown.stdout
    assert (here / "case.yaml").read_text(encoding="utf-8") == written
    assert run("draft", "article.txt", "--into", "case.yaml", "--incident", "Blackout").exit_code == 0
    text = (here / "case.yaml").read_text(encoding="utf-8")
    assert text.startswith("case: cranes # mine\n")
    data = read(text)
    assert [claim["incident"] for claim in data["claims"]] == ["blackout"] * 3
    assert data["claims"][0]["accused"] == "heron"
    assert run("check", "case.yaml").stderr.count("is not confirmed") == 3
    confirmed(here / "case.yaml")
    assert run("check", "case.yaml").exit_code == 0


def test_the_text_that_was_read_can_be_kept(here: Path) -> None:
    assert run("draft", "article.txt", "--text", "kept.txt", "-o", "case.yaml").exit_code == 0
    assert (here / "kept.txt").read_text(encoding="utf-8") == ARTICLE
    refused = run("draft", "article.txt", "--text", "kept.txt", "-o", "other.yaml")
    assert refused.exit_code == 1
    assert "there is such a file already" in told(refused)


def test_reports_are_drafted_only_when_asked_for(here: Path) -> None:
    (here / "news.txt").write_text("Title\n\nThe police said on Monday that the port was open.\n", encoding="utf-8")
    assert "nothing in it says that somebody blames" in run("draft", "news.txt").stderr
    assert "act: report" in run("draft", "news.txt", "--reports").stdout


def test_a_draft_is_never_written_over_what_is_there(here: Path) -> None:
    (here / "case.yaml").write_text("case: mine\n", encoding="utf-8")
    refused = run("draft", "article.txt", "-o", "case.yaml")
    assert refused.exit_code == 1
    assert (here / "case.yaml").read_text(encoding="utf-8") == "case: mine\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt"], "there is no such file"),
        (["."], "is one file"),
        (["article.txt", "--lang", "fr"], "no grammar of the language 'fr'"),
        (["article.txt", "--published", "March"], "is no day; write YYYY-MM-DD"),
        (["article.txt", "--case", "Not A Slug"], "a slug"),
        (["article.txt", "-o", "a.yaml", "--into", "b.yaml"], "give one of them"),
        (["article.txt", "--incident", "x"], "--into"),
        (["article.txt", "--model", "x"], "go together"),
        (["article.txt", "--into", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_a_wrong_call_gets_one_line(here: Path, arguments: list[str], message: str) -> None:
    (here / "second.txt").write_text("x", encoding="utf-8")
    done = run("draft", *arguments)
    assert done.exit_code != 0
    assert message in told(done)
    assert "\n" not in str(done.exception or "")


def test_a_hostile_text_cannot_write_into_the_file_or_the_terminal(here: Path) -> None:
    text = 'Port\u2028case: evil \x1b[31m\n\nRussia accused "Grey: {Heron}" of the attack. # claims: [] \x07\n'
    (here / "evil.txt").write_text(text, encoding="utf-8")
    done = run("draft", "evil.txt", "--lang", "en", "--case", "x")
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    data = read(done.stdout)
    assert data["case"] == "x"
    assert len(data["claims"]) == 1


def test_of_a_page_on_the_web_the_address_is_kept_and_none_of_its_sentences(here: Path) -> None:
    pytest.importorskip("trafilatura")
    page = (FIXTURES / "drafting" / "page.html").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/story"
        done = run("draft", address, "--text", "story.txt")
        server.shutdown()
        thread.join()
    assert done.exit_code == 0, told(done)
    data = read(done.stdout)
    (source,) = data["sources"].values()
    assert (source["url"], source["published"]) == (address, "2025-03-12")
    assert data["actors"][source["publisher"]]["kind"] == "outlet"
    assert "  # > " not in done.stdout
    kept = (here / "story.txt").read_bytes()
    assert source["sha256"] == hashlib.sha256(kept).hexdigest()
    place = data["claims"][0]["at"]
    assert kept.decode()[int(place["start"]) : int(place["end"])].startswith("The Port of Tarnholm on Monday accused")
