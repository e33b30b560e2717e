"""A model of the user's own, against a server on this computer: what leaves, and what of its answer is of use."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import StoreError
from whoblamed.loaders.drafting import article as articles
from whoblamed.loaders.drafting import model
from whoblamed.loaders.drafting.article import Article
from whoblamed.loaders.yaml import marks

TEXT = "Who did it?\n\nThe port accused Grey Heron of the attack.\n\nBo Marsh shrugged and looked at the sea.\n"


@dataclass
class Server:
    """A model; it answers with `content`, or with `raw` bytes and a `status`."""

    port: int = 0
    content: Any = None
    raw: bytes | None = None
    status: int = 200
    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    """A model on this computer."""
    found = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.asked.append((dict(self.headers), body))
            message = {"choices": [{"message": {"content": json.dumps(found.content)}}]}
            answer = found.raw if found.raw is not None else json.dumps(message).encode()
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        found.port = running.server_port
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield found
        running.shutdown()
        thread.join()


def article() -> Article:
    """An article of which rules find one claim."""
    return replace(articles.parse(TEXT), language="en", published=date(2026, 3, 12), name="a.txt")


SHRUG = {"passage": "Bo Marsh shrugged", "act": "no-comment", "speaker": "Bo Marsh", "accused": []}


def test_what_does_not_stand_in_the_article_is_dropped(server: Server) -> None:
    made_up = {"passage": "Bo Marsh confessed", "act": "responsibility", "speaker": "Bo Marsh"}
    no_act = {"passage": "Bo Marsh shrugged", "act": "shrug", "speaker": "Bo Marsh"}
    server.content = [SHRUG, made_up, no_act, "Bo Marsh", {**SHRUG, "passage": " "}]
    answer = model.ask(article(), {}, model.ModelServer(server.url, "m"))
    assert answer.dropped == 4
    (found,) = answer.found
    assert TEXT[found.start : found.end] == "Bo Marsh shrugged"
    assert found.speaker is not None
    assert (found.speaker.name, found.by, found.sure, found.paragraph.number) == ("Bo Marsh", "model", "low", 2)


def test_a_speaker_whom_the_article_does_not_name_is_left_out(server: Server) -> None:
    server.content = [{**SHRUG, "speaker": "Ada Finch"}]
    (found,) = model.ask(article(), {}, model.ModelServer(server.url, "m")).found
    assert found.speaker is None


@pytest.mark.parametrize(
    ("raw", "status", "message"),
    [
        (b"{", 200, "does not answer as"),
        (b"[]", 200, "does not answer as"),
        (b'{"choices":[{"message":{"content":"I cannot"}}]}', 200, "no JSON"),
        (b'{"choices":[{"message":{"content":"{\\"a\\":1,\\"b\\":2}"}}]}', 200, "no list"),
        (b"[" * 100_000, 200, "does not answer as"),
        (b"x" * 3_000_000, 200, "more than any article"),
        (b"no", 500, "answers 500"),
        (b"elsewhere", 302, "answers 302"),
    ],
)
def test_an_answer_of_no_use_gets_one_line(server: Server, raw: bytes, status: int, message: str) -> None:
    server.raw, server.status = raw, status
    with pytest.raises(StoreError, match=message) as caught:
        model.ask(article(), {}, model.ModelServer(server.url, "m", "s3cret"))
    assert "\n" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_model_that_is_not_there_gets_one_line() -> None:
    with pytest.raises(StoreError, match="cannot be asked"):
        model.ask(article(), {}, model.ModelServer("http://127.0.0.1:1/v1", "m"))


def test_the_command_asks_only_when_told_and_says_what_was_dropped(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOBLAMED_GRAPH", str(tmp_path / "graph"))
    monkeypatch.setenv("WHOBLAMED_MODEL_KEY", "s3cret")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.content = [
        SHRUG,
        {"passage": "made up", "act": "denial", "speaker": "x"},
        {**SHRUG, "passage": "The port accused Grey Heron", "act": "attribution"},
    ]
    call = ["draft", str(tmp_path / "a.txt"), "--published", "2026-03-12"]
    CliRunner().invoke(main, call)
    assert server.asked == []
    done = CliRunner().invoke(main, [*call, "--model", "m", "--model-url", server.url])
    assert done.exit_code == 0, done.output
    ((headers, body),) = server.asked
    assert headers["Authorization"] == "Bearer s3cret"
    assert body["model"] == "m"
    assert TEXT in body["messages"][1]["content"]
    assert "dropped 1 claim of the model" in done.stderr
    claims = marks.read(done.stdout.encode(), "case.yaml").data["claims"]
    assert [(claim["act"], claim["drafted"]) for claim in claims] == [("attribution", "rule"), ("no-comment", "model")]
    assert {claim["confirmed"] for claim in claims} == {"false"}
