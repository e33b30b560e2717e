"""Drawing claims of the casebook for a checker: what is drawn, by which seed, and what the checker is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..support.cases import blame, case, written
from ..support.places import ROOT

PAGES = {
    "story": {"title": "Port blames Tide", "published": "2031-04-04", "url": "https://daily.example/story"},
    "copy": {
        "title": "Port blames Tide",
        "url": "https://copy.example/1",
        "relies_on": [{"on": "wire", "mode": "wire"}],
    },
    "wire": {"title": "[Wire report]", "relies_on": [{"on": "story", "mode": "quotes"}]},
    "other": {"title": "Of something else", "url": "https://daily.example/other"},
}


def audit(*options: object) -> subprocess.CompletedProcess[str]:
    tool = ROOT / "tools" / "casebook_audit.py"
    return subprocess.run(
        [sys.executable, tool, *map(str, options)], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def drawn(*options: object) -> list[dict[str, Any]]:
    done = audit(*options)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = yaml.load(done.stdout, Loader=yaml.BaseLoader)
    return found


@pytest.fixture
def casebook(tmp_path: Path) -> Path:
    """Nine attributions, numbered, and a doubt about one of them, which stands on two pages."""
    doubt = {"id": "doubt", "act": "challenge", "by": "lab", "challenges": "blame-1", "on": "2031-04-05"}
    places = [{"source": "copy", "paragraph": 2}, {"source": "story", "section": "End"}]
    claims = [*(blame(f"blame-{n}") for n in range(1, 10)), {**doubt, "source": ["copy", "story"], "at": places}]
    written(tmp_path, case(*claims, sources=PAGES))
    (tmp_path / "actors.yaml").write_text("case: shared\nactors: {port: {name: Port, kind: agency}}\n", "utf-8")
    return tmp_path


def test_a_seed_draws_the_same_claims_again_and_another_seed_others(casebook: Path) -> None:
    keys = {seed: [one["key"] for one in drawn("--casebook", casebook, "--claims", 4, "--seed", seed)] for seed in "ab"}
    again = [one["key"] for one in drawn("--casebook", casebook, "--claims", 4, "--seed", "a")]
    assert again == keys["a"] != keys["b"]
    assert len(set(again)) == 4


def test_what_was_audited_before_can_be_left_out(casebook: Path) -> None:
    before = casebook / "audited.txt"
    before.write_text("# spring\n" + "\n".join(f"harbour/blame-{n} right" for n in range(1, 10)) + "\n\n", "utf-8")
    assert [one["key"] for one in drawn("--casebook", casebook, "--claims", 1, "--without", before)] == [
        "harbour/doubt"
    ]


def test_the_checker_gets_the_claim_as_written_with_its_places_and_all_that_it_rests_on(casebook: Path) -> None:
    (found,) = (one for one in drawn("--casebook", casebook, "--claims", 10) if one["key"] == "harbour/doubt")
    assert found["claim"]["on"] == "2031-04-05"
    assert found["claim"]["at"] == [{"source": "copy", "paragraph": "2"}, {"source": "story", "section": "End"}]
    assert list(found["sources"]) == ["copy", "story", "wire"]
    assert found["sources"]["copy"]["url"] == "https://copy.example/1"
    assert list(found["other_claims"]) == ["blame-1"]
    assert (found["verdict"], found["should_be"]) == ("", "")


def test_it_can_be_read_as_markdown(casebook: Path) -> None:
    text = audit("--casebook", casebook, "--claims", 10, "--format", "markdown").stdout
    assert "10. `harbour/doubt`\n" in text
    assert "   - at: source: copy, paragraph: 2; source: story, section: End\n" in text
    assert "https://daily.example/story" in text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--claims", 11), "--claims 11: 10 are left to draw from; ask for 1 to 10"),
        (("--claims", 0), "--claims 0: 10 are left to draw from; ask for 1 to 10"),
        (("--without", "missing.txt"), "missing.txt"),
        (("--without", "unknown.txt"), "no claim of the casebook has the key harbour/blame-10; write CASE/CLAIM"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(casebook: Path, options: tuple[str, object], told: str) -> None:
    (casebook / "unknown.txt").write_text("harbour/blame-10\n", "utf-8")
    name, value = options
    done = audit("--casebook", casebook, name, casebook / str(value) if name == "--without" else value)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_whole_casebook_can_be_drawn() -> None:
    everything = drawn("--claims", 1)
    assert everything[0]["sources"]
    count = audit("--claims", 10**6).stderr.split()[2]
    assert len(drawn("--claims", count)) == int(count)
