"""What `draft` finds of texts of which a person wrote down the claims: the aims, and that they stay met."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType
from typing import Any

import pytest
from whoblamed.loaders.drafting.known import casebook
from whoblamed.loaders.drafting.reported import find

from ..support.places import ROOT

_PATH = ROOT / "benchmarks" / "draft.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The benchmark, as a module."""
    spec = importlib.util.spec_from_file_location("draft_benchmark", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["draft_benchmark"] = module
    spec.loader.exec_module(module)
    return module


def shares(bench: ModuleType, scored: list[tuple[Any, Any]]) -> tuple[float, float]:
    """How much was found of what the aims are about, and how much of what was told is false."""
    total = bench.Score.none()
    for article, golds in scored:
        total.add(bench.score(golds, find(article, casebook())))
    found, there, false, told = (
        sum(part[act] for act in bench.CORE) for part in (total.found, total.there, total.false, total.told)
    )
    return found / there, false / told


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(
    ("folder", "least", "most"), [("seen", 0.9, 0.1), ("regression", 0.8, 0.1), ("unseen", 0.6, 0.3)]
)
def test_of_texts_it_finds_most_and_tells_little_that_is_false(
    bench: ModuleType, folder: str, lang: str, least: float, most: float
) -> None:
    texts = [(article, golds) for _, article, golds in bench.texts(folder) if article.language == lang]
    assert len(texts) >= 2
    found, false = shares(bench, texts)
    assert found >= least
    assert false <= most


def test_of_the_article_of_the_casebook_it_finds_seven_of_ten(bench: ModuleType) -> None:
    article = bench.sony()
    if article is None:
        pytest.skip("the article of the casebook is not here")
    found, false = shares(bench, [article])
    assert found >= 0.7
    assert false <= 0.3


def test_a_score_counts_what_is_wrong(bench: ModuleType) -> None:
    """A draft that says nothing finds nothing, and one that names another speaker is false."""
    (_, article, golds), *_ = bench.texts("seen")
    assert bench.score(golds, []).found.total() == 0
    found = find(article, casebook())
    for each in found:
        if each.speaker is not None:
            each.speaker.name, each.speaker.spellings = "Nobody", set()
    wrong = bench.score(golds, found)
    assert (wrong.found.total(), wrong.false.total()) == (0, len(found))


def test_the_benchmark_prints_a_line_for_each_text_and_act() -> None:
    done = subprocess.run([sys.executable, str(_PATH), "--unseen"], capture_output=True, text=True, check=True)
    for name in ("en-harbour", "de-strom", "all unseen, en", "all unseen, de", "responsibility"):
        assert name in done.stdout
