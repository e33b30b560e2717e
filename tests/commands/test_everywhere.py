"""Every command answers the same wherever the graph is: in memory, on disk, on Oxigraph's server, on Virtuoso.

What disk answers is compared with what the others do; a command that is in neither table below is a failure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import ndiff
from pathlib import Path

import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.commands import COMMANDS
from whoblamed.graph import Graph

from ..support.places import FIXTURES
from ..support.servers import Server, oxigraph, virtuoso

FACTS = FIXTURES / "facts"
FILES = [str(FACTS / "small.yaml"), str(FACTS / "voices.yaml")]
QUERY = "SELECT ?n (COUNT(DISTINCT ?c) AS ?claims) { ?c wb:speaker ?s . ?s rdfs:label ?n } GROUP BY ?n ORDER BY ?n"
OUT = "OUT"

#: What is asked of a graph with both files; OUT is a file that is compared, too.
READING: list[list[str]] = [
    ["who", "Belmont"],
    ["who", "Belmint"],
    ["show", "outage"],
    ["show", "vault-2021/theft"],
    ["search", "harbour"],
    ["list", "claims"],
    ["list", "actors"],
    ["list", "claims", "-f", "json", "--dataset", "vault-2021"],
    ["count", "--by", "act"],
    ["cite", "outage"],
    ["status"],
    ["status", "outage", "-f", "json"],
    ["--as-of", "2031-04-05", "status"],
    ["contested"],
    ["changes"],
    ["unanswered"],
    ["ambiguous"],
    ["timeline", "theft"],
    ["path", "Arden", "Belmont"],
    ["rank"],
    ["matrix"],
    ["--no-resolve", "matrix", "--by", "actor"],
    ["query", "who-blamed-whom"],
    ["query", "rival-allegations"],
    ["query", "timeline", "-p", "about=outage"],
    ["query", QUERY],
    ["query", QUERY, "-f", "csv"],
    ["query", "ASK { ?claim a wb:Denial }"],
    ["query", "SELECT ?x { ?x a wb:Claim "],
    ["query", "SELECT ?x FROM <urn:none> { ?x a wb:Claim }"],
    ["query", "SELECT * { ?s ?p ?o }", "--max-rows", "5"],
    ["query", "CONSTRUCT { ?c a wb:Denial } { ?c a wb:Denial }"],
    ["view", "-o", f"{OUT}.html"],
    ["view", "outage", "--as", "flow", "-o", f"{OUT}.svg"],
    *(["export", "-f", name, "-o", OUT] for name in ("nquads", "turtle", "csv", "stix", "nanopub", "claimreview")),
    ["export", "-f", "graphml", "-o", OUT],
    ["diff", "2031-04-05", "2031-05-01"],
    ["check"],
    ["datasets"],
]

#: What becomes of a graph, in order: each command is asked for after those before it.
RECORDING: list[list[str]] = [
    ["load", FILES[0]],
    ["load", FILES[0]],
    ["load", "--dry-run", FILES[1]],
    ["datasets"],
    ["load", FILES[1]],
    ["undo"],
    ["undo"],
    ["load", *FILES],
    ["load", "CHANGED", "--replace"],
    ["show", "vault-2021/theft"],
    ["--recorded-as-of", "2100", "list", "claims"],
    ["undo"],
    ["list", "claims"],
    ["load", "CHANGED", "--replace"],
    ["load", "BROKEN"],
    ["unload", "harbour-2031"],
    ["status"],
    ["unload", "nothing"],
    ["undo"],
    ["datasets"],
    ["new", "incident", "FRESH", "--help"],
    ["add", "--help"],
    ["edit", "nothing"],
    ["draft", "ARTICLE"],
    ["serve", "--help"],
    ["schema"],
    ["unload", "harbour-2031", "vault-2021"],
    ["datasets"],
]

#: What differs from one run to the next: times, what is named after them or after a folder, and the place "memory".
_TELLS_NOTHING = {
    r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)": "TIME",
    r"\d\d:\d\d:\d\d(\.\d+)?": "TIME",
    r"bundle--[0-9a-f-]{36}": "BUNDLE",
    r"case: \S+": "case: CASE",
    r"\bmemory\b": "GRAPH",
}

Ask = Callable[[list[str]], tuple[int, str]]


def test_every_command_is_asked_for() -> None:
    asked = {word for command in (*READING, *RECORDING) for word in command if word in COMMANDS}
    assert asked == set(COMMANDS) - {"events"}  # which makes a file of files, and asks no graph


# --------------------------------------------------------------------------------------------------------- the stores


@contextmanager
def _disk(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Ask]:
    yield asking(["--graph", str(folder / "graph")], folder)


@contextmanager
def _memory(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Ask]:
    graph = whoblamed.open(":memory:")
    with patch.context() as patched:
        patched.setattr(Graph, "open", lambda *_, **__: graph)

        def ask(command: list[str]) -> tuple[int, str]:
            graph.resolve = True
            return asking(["--graph", ":memory:"], folder)(command)

        yield ask


@contextmanager
def _server(
    running: Callable[[Path], contextmanager[Server]],  # type: ignore[valid-type]
    folder: Path,
    patch: pytest.MonkeyPatch,
    *,
    with_store: bool = True,
) -> Iterator[Ask]:
    place = folder / "server"
    place.mkdir()
    with running(place) as server, patch.context() as patched:  # type: ignore[attr-defined]
        for name, value in server.environment.items():
            patched.setenv(name, value)
        yield asking(server.options if with_store else server.options[:4], folder)


STORES = {
    "memory": _memory,
    "oxigraph": lambda folder, patch: _server(oxigraph, folder, patch),
    "oxigraph without whole graphs": lambda folder, patch: _server(oxigraph, folder, patch, with_store=False),
    "virtuoso": lambda folder, patch: _server(virtuoso, folder, patch),
}


def asking(options: list[str], folder: Path) -> Ask:
    """Ask with some options before the command; a file that is written follows what is said."""

    def ask(command: list[str]) -> tuple[int, str]:
        out = folder / "written"
        words = [word.replace(OUT, str(out)) if word.startswith(OUT) else word for word in command]
        result = CliRunner().invoke(main, [*options, *(_of(word, folder) for word in words)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        said = result.stdout + result.stderr
        for file in folder.glob("written*"):
            said += canonical(file)
            file.unlink()
        return result.exit_code, told(said, str(folder), options[1])

    return ask


def _of(word: str, folder: Path) -> str:
    """A file that a word stands for."""
    if word == "CHANGED":
        file = folder / "voices.yaml"
        text = (FACTS / "voices.yaml").read_text("utf-8")
        file.write_text(text.replace("Theft from the vault", "Theft from the old vault"), "utf-8")
        return str(file)
    made = {"BROKEN": "dataset: [", "ARTICLE": "Police of Arden blamed Belmont for the outage on 2 April 2031.\n"}
    if word in made:
        (folder / word.lower()).write_text(made[word], "utf-8")
    return str(folder / word.lower()) if word in (*made, "FRESH") else word


def told(said: str, folder: str, place: str) -> str:
    """What was said, without where and when."""
    known = said.replace(place, "GRAPH").replace(folder, "FOLDER")
    for pattern, instead in _TELLS_NOTHING.items():
        known = re.sub(pattern, instead, known)
    return known


def canonical(file: Path) -> str:
    """What is written in a file, in one order where the format has none."""
    text = file.read_text("utf-8")
    if file.suffix == ".html":
        data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
        assert data is not None
        return json.dumps(_sorted(json.loads(data[1])), sort_keys=True)
    if text.startswith(("<http", "@prefix")):
        format = ox.RdfFormat.TRIG if text.startswith("@") else ox.RdfFormat.N_QUADS
        text = "\n".join({str(quad) for quad in ox.parse(text, format=format)})
    elif text.startswith("<?xml"):
        text = text.replace("<node", "\n<node").replace("<edge", "\n<edge").replace("</", "\n</")
    return "\n".join(sorted(text.splitlines()))


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def grouped(said: str) -> str:
    """What was said, with what queries put together in one order: engines put it together in their own."""
    return "\n".join(sorted(" ".join(sorted(re.split(r"[,;\s│]+", line))) for line in said.splitlines()))


# ---------------------------------------------------------------------------------------------------------- the tests


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """What disk answers to both tables."""
    with pytest.MonkeyPatch.context() as patch:
        return answers(_disk, tmp_path_factory.mktemp("disk"), patch)


def answers(store: Callable[..., object], folder: Path, patch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """What a store answers to both tables. Nothing is known of it beforehand at each question to read."""
    patch.setenv("COLUMNS", "100")
    found = []
    with store(folder, patch) as ask:  # type: ignore[attr-defined]
        patch.setenv("WHOBLAMED_GRAPH_CACHE", str(folder / "cache"))
        found += [ask(command) for command in RECORDING]
        code, said = ask(["load", *FILES])
        assert code == 0, said
        for number, command in enumerate(READING):
            patch.setenv("WHOBLAMED_GRAPH_CACHE", str(folder / f"cache-{number}"))
            found.append(ask(command))
    return found


@pytest.mark.parametrize("name", STORES)
def test_a_command_answers_the_same_wherever_the_graph_is(
    name: str, on_disk: list[tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = answers(STORES[name], tmp_path, monkeypatch)
    commands = [*RECORDING, *READING]
    differ = [
        f"{' '.join(command)}: {line}"
        for command, here, far in zip(commands, on_disk, there, strict=True)
        for line in differences(here, far)
    ]
    assert not differ, "\n".join(differ)


def differences(here: tuple[int, str], far: tuple[int, str]) -> list[str]:
    """The first lines that only one of two answers has; nothing where they are the same."""
    if (here[0], grouped(here[1])) == (far[0], grouped(far[1])):
        return []
    lines = ndiff(grouped(here[1]).splitlines(), grouped(far[1]).splitlines())
    return [f"exit codes {here[0]}, {far[0]}", *[line[:200] for line in lines if line[0] in "-+"][:4]]
