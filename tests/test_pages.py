"""What documents and docstrings name is there: files by their paths, and what stands in backticks in docstrings."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .support.places import ROOT

ROOMS = "graph|loaders|ontology|commands|explorer|tests|tools|docs|benchmarks"
PATH = re.compile(
    rf"(?<![\w/.:-])((?:{ROOMS})/[\w/.-]*\.(?:py|md|ttl|rq|jsonld|yaml|js|css|jinja)\b|(?<=`)(?:{ROOMS})/[\w/]*(?=`))"
)
EXAMPLE = re.compile(r"```diff\n(?:.|\n)*?```")  # of a change that adds a file
DOCSTRING = re.compile(r'"""(?:.|\n)*?"""')
IN_BACKTICKS = re.compile(r"`([A-Za-z_][\w.]*)`")


def tracked(*patterns: str) -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("the list of files is git's, and this is no clone")
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def is_made(name: str) -> bool:
    """Whether a path is of a file that `make` makes, which need not be there yet."""
    return subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT).returncode == 0


def test_the_paths_that_are_named_lead_somewhere() -> None:
    pages = [path for path in tracked("*.md", "*.py", "*.cfg", "Makefile") if path.name not in ("CHANGELOG.md",)]
    wrong = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in PATH.findall(EXAMPLE.sub("", page.read_text(encoding="utf-8")))
        if not (ROOT / name).exists() and not is_made(name)
    }
    assert wrong == set()


def words(path: Path) -> Iterator[str]:
    """The words of a file, but for those of its docstrings."""
    yield from re.findall(r"\w+", DOCSTRING.sub("", path.read_text(encoding="utf-8")))


def test_what_docstrings_name_is_there() -> None:
    """A module that moves leaves its old name in docstrings, where no other tool looks."""
    sources = tracked("*.py", "*.ttl", "*.jsonld", "*.yaml", "*.rq", "*.js", "*.cfg", "*.toml", "*.jinja")
    known = {word for path in sources for word in words(path)}
    known |= {part.partition(".")[0] for path in tracked() for part in path.relative_to(ROOT).parts}
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*.py")
        for docstring in DOCSTRING.findall(path.read_text(encoding="utf-8"))
        for name in IN_BACKTICKS.findall(docstring)
        if not set(name.split(".")) - {""} <= known
    }
    assert wrong == set()
