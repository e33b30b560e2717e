"""The pages for journalists, researchers and analysts, run as they stand, and what they say comes out.

A block of `console` has commands after `$ `, and below them lines that come out, in their order; `…` stands for any. A
block with a file name after its language is that file. Blocks of Python share their names.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.graph.graph import ENVIRONMENT

from .support.places import DATA, DOCS, FIXTURES

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: What the page of analysts loads: where it is, if it is, and what stands in for it.
FOREIGN = {
    "DFRLab_interference2020.csv": (DATA / "fiat2020", FIXTURES / "tables" / "fiat.csv"),
    "threat-actor.json": (DATA / "misp-galaxy", FIXTURES / "misp" / "threat-actor.json"),
    "enterprise-attack.json": (DATA / "attack", FIXTURES / "stix" / "harbour.json"),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a graph of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "graph"))
    return tmp_path


def walk(page: str) -> int:
    """Do what a page says, in the folder that is the current one; return how many commands it had."""
    count, names = 0, dict[str, Any]()
    for language, file, body in BLOCK.findall((DOCS / page).read_text("utf-8")):
        if file:
            Path(file).write_text(body, encoding="utf-8")
        elif language == "console":
            for command, said in commands(body):
                out = run(command)
                assert comes_out(said, out), f"{command}\n{out}"
                count += 1
        elif language == "python":
            exec(compile(body, page, "exec"), names)
    return count


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it says come out."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        first, *said = part.splitlines()
        yield first, said


def run(command: str) -> str:
    words = shlex.split(command)
    assert words.pop(0) == "whoblamed"
    into = words[words.index(">") + 1] if ">" in words else None
    if into:
        words = words[: words.index(">")]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, f"{command}\n{result.output}"
    assert result.stdout or result.stderr, command
    if into:
        Path(into).write_bytes(result.stdout_bytes)
    return result.stdout


def comes_out(said: list[str], out: str) -> bool:
    """Whether lines come out in that order; `…` in one stands for anything."""
    wanted = (
        "".join(f"{re.escape(line)}\n" for line in said)
        .replace(re.escape("…") + "\n", "(?:.*\n)*?")
        .replace(re.escape("…"), ".*")
    )
    return re.match(wanted, out) is not None


def test_the_page_for_journalists(place: Path) -> None:
    assert CliRunner().invoke(main, ["load"]).exit_code == 0
    assert walk("for-journalists.md") >= 9
    assert (place / "nord-stream.png").read_bytes().startswith(b"\x89PNG")
    assert "@misc{" in (place / "nord-stream.bib").read_text("utf-8")


def test_the_page_for_researchers(place: Path) -> None:
    assert walk("for-researchers.md") >= 13
    assert (place / "matrix.csv").read_text("utf-8").startswith("accuser,Arden,Belmont")


def test_the_page_for_analysts(place: Path) -> None:
    for name, (folder, instead) in FOREIGN.items():
        real = next(iter(folder.glob(name if folder.name != "attack" else "*.json")), None) if folder.exists() else None
        shutil.copy(real or instead, place / name)
    assert walk("for-analysts.md") >= 10


def test_what_a_page_says_is_compared() -> None:
    assert comes_out(["a", "…", "c … d"], "a\nb\nc x d\n")
    assert not comes_out(["a", "c"], "a\nb\nc\n")


# ------------------------------------------------------------------------------------------------------- the notebook


def cells() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DOCS / "tutorial.ipynb").read_text("utf-8"))["cells"]
    return found


def shown(source: str, names: dict[str, Any]) -> str:
    """What a cell shows: the text of its last expression, if it ends in one."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "tutorial.ipynb", "exec"), names)
        return ""
    exec(compile(ast.Module(tree.body[:-1], []), "tutorial.ipynb", "exec"), names)
    return repr(eval(compile(ast.Expression(last.value), "tutorial.ipynb", "eval"), names))


def test_the_notebook_runs_and_shows_what_it_says(place: Path) -> None:
    names: dict[str, Any] = {}
    for cell in cells():
        if cell["cell_type"] == "code":
            text = shown("".join(cell["source"]), names)
            kept = [out["data"]["text/plain"] for out in cell["outputs"] if "data" in out]
            assert text.split() == "".join("".join(part) for part in kept).split(), "".join(cell["source"])


def test_the_notebook_is_small() -> None:
    assert (DOCS / "tutorial.ipynb").stat().st_size < 40_000
    assert sum(cell["cell_type"] == "code" for cell in cells()) >= 8
