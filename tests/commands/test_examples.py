"""Every example that a command's help gives does what it says, on the casebook."""

from __future__ import annotations

import gzip
import re
import shlex
import shutil
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed import commands
from whoblamed.cli import main
from whoblamed.loaders.events import mapping as events

from ..support.events import EVENTS, GDELT, made
from ..support.places import FIXTURES

WEB = "https://example.org"
#: What an example needs besides the graph: the files that it names, and what they are copies of.
FILES = {
    "my-case.yaml": FIXTURES / "facts" / "small.yaml",
    "case.yaml": FIXTURES / "facts" / "small.yaml",
    "cases/voices.yaml": FIXTURES / "facts" / "voices.yaml",
    "rows.csv": FIXTURES / "tables" / "blames.csv",
    "my-table.yaml": FIXTURES / "tables" / "blames.yaml",
    "gdelt-2023/20230405.export.CSV": GDELT,
    "polecat.txt": EVENTS / "polecat.txt",
    "my-events.yaml": events.FOLDER / "polecat.yaml",
}
#: Commands whose examples change the graph, and so get one of their own.
CHANGING = ("load", "unload", "undo", "edit", "events")
#: The fact file of the examples that write into one, without and with claims.
BARE = """\
case: harbour
actors:
  tide: {name: Red Tide, kind: group}
"""
HARBOUR = """\
case: harbour
actors:
  port: {name: Port of Arden, kind: agency}
  tide: {name: Red Tide, kind: group}
incidents:
  outage: {name: Harbour outage, kind: outage, from: 2031-04-02}
sources:
  story: {title: Port blames Tide, published: 2031-04-06, url: "https://example.org/story"}
claims:
  - {id: port-attribution, act: attribution, by: port, accused: tide, incident: outage, on: 2031-04-03, source: story,
     quote: "it was Tide", summary: {en: The port says so.}}
"""
#: The article of the examples that draft, as a text and as a page.
ARTICLE = """\
The Port of Arden said on 3 April 2031 that it blames Red Tide for the harbour outage.

Red Tide denied any involvement in the outage on Friday.
"""
PAGE = f"""\
<!doctype html><html lang="en"><head><title>Port blames Tide</title><meta name="date" content="2031-04-06"></head>
<body><article><h1>Port blames Tide</h1><p>{"</p><p>".join(ARTICLE.split(chr(10) * 2))}</p></article></body></html>
"""
#: Examples that ask on a terminal, or open an editor, with what they are answered by other tests.
ASKING = ("whoblamed add claim", "whoblamed add claim harbour.yaml", "whoblamed edit harbour/port-attribution")


def examples(name: str) -> list[str]:
    """The examples of a command's help, and of those of a group, a line each."""
    command = commands.command(name)
    assert command is not None
    helps = [command.help, *(inner.help for inner in getattr(command, "commands", {}).values())]
    told = "\n".join(
        re.split("Examples?:\n", text or "")[-1] for text in helps if re.search("Examples?:\n", text or "")
    )
    lines = told.replace("\\\n", " ").splitlines()
    return [line for line in dict.fromkeys(" ".join(line.split()) for line in lines) if line and line not in ASKING]


#: The command whose examples go on until they are ended; tests/explorer has servers in processes of their own.
SERVING = "serve"
ALL = [(name, example) for name in commands.COMMANDS if name != SERVING for example in examples(name)]


@pytest.fixture(scope="session")
def casebook_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook in a graph on disk; to be read only."""
    folder = tmp_path_factory.mktemp("casebook") / "graph"
    whoblamed.open(folder).load()
    return folder


@pytest.fixture
def web() -> Iterator[str]:
    """The address of a server that has the bundle."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_page = self.path.endswith("/story")
            body = PAGE.encode() if is_page else gzip.compress((FIXTURES / "stix" / "harbour.json").read_bytes())
            self.send_response(200)
            if is_page:
                self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def prepared(folder: Path, graph: Path, name: str) -> Path:
    """Puts what examples need into a folder; returns the graph that they are about."""
    for place, original in FILES.items():
        (folder / place).parent.mkdir(exist_ok=True)
        shutil.copy(original, folder / place)
    if name == "diff":
        whoblamed.open(folder / "old-graph").load(folder / "my-case.yaml")
        (folder / "new-graph").symlink_to(graph)
    (folder / "moved").mkdir()
    for place in ("harbour.yaml", "moved/harbour.yaml"):
        (folder / place).write_text(BARE if name == "add" else HARBOUR, encoding="utf-8")
    if name == "events":
        with zipfile.ZipFile(folder / "20230101.export.CSV.zip", "w") as archive:
            archive.write(GDELT, "20230101.export.CSV")
        (folder / "claims.parquet").write_bytes(made(GDELT)[0])
    if name not in CHANGING:
        return graph
    shutil.copytree(graph, folder / "graph")
    whoblamed.open(folder / "graph").load(folder / "harbour.yaml")
    return folder / "graph"


def test_every_command_has_an_example() -> None:
    assert [name for name in commands.COMMANDS if not examples(name)] == []
    assert [example for _, example in ALL if "whoblamed" not in example] == []


@pytest.mark.parametrize(("name", "example"), ALL, ids=[example for _, example in ALL])
def test_an_example_does_what_it_says(
    name: str, example: str, casebook_folder: Path, web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = prepared(tmp_path, casebook_folder, name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setenv("VISUAL", "true")  # an editor that leaves the file as it is
    if " evidence " in example or "add claim" in example:
        (tmp_path / "harbour.yaml").write_text(HARBOUR, encoding="utf-8")
    if name == "draft":
        (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "case.yaml").unlink()  # a draft never replaces a file
        if "--into" in example:
            (tmp_path / "case.yaml").write_text(HARBOUR, encoding="utf-8")
    if example == "whoblamed undo harbour.yaml":
        added = ["add", "evidence", "harbour.yaml", "logs", "--set", "summary=Log files"]
        assert CliRunner().invoke(main, ["--graph", str(graph), *added]).exit_code == 0
    piped = re.match(r"cat (\S+) \| ", example)
    line, _, target = example.removeprefix(piped[0] if piped else "").partition(" > ")
    words = shlex.split(line.replace(WEB, web))
    assert words[0] == "whoblamed"
    done = CliRunner().invoke(
        main, ["--graph", str(graph), *words[1:]], input=Path(piped[1]).read_text("utf-8") if piped else None
    )
    assert done.exit_code == 0, done.stderr
    assert "Traceback" not in done.stderr
    written = re.findall(r" -o ([^\s-]\S*)", line)
    assert done.stdout or all((tmp_path / name).stat().st_size for name in written)
    assert target or "|" in example or done.stdout or written


@pytest.mark.parametrize("example", examples(SERVING))
def test_an_example_that_goes_on_is_understood(example: str) -> None:
    command = commands.command(SERVING)
    assert command is not None
    options = shlex.split(example.partition(f" {SERVING}")[2])
    assert command.make_context(SERVING, options).params.keys() == {
        each.name for each in command.params if each.expose_value
    }
