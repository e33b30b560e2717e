"""The command that draws, as somebody calls it who wants a picture to print or to post."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from whoblamed.cli import main
from whoblamed.commands.sharing.view import PICTURES

from ..support.places import FIXTURES

Run = Callable[..., Result]
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `view` on the graph of a small case."""
    graph = str(tmp_path / "graph")
    assert CliRunner().invoke(main, ["--graph", graph, "load", str(FIXTURES / "facts/example.yaml")]).exit_code == 0

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["--graph", graph, "view", *map(str, arguments)])

    return call


def texts(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [text.text or "" for text in ElementTree.fromstring(result.stdout).iter(TEXT)]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_every_picture_can_be_every_file(run: Run, tmp_path: Path, name: str, ending: str, start: bytes) -> None:
    path = tmp_path / f"picture.{ending}"
    result = run("--as", name, "-o", path)
    assert re.fullmatch(rf"wrote {path} \(\d+ kB\)\n", result.stdout), result.stderr
    assert path.read_bytes().startswith(start)


def test_without_a_name_it_is_the_board_of_a_focus_else_the_matrix(run: Run) -> None:
    assert texts(run("-f", "svg", "-o", "-"))[0] == "Who blamed whom"
    for focus in (("--focus", "Sony Pictures intrusion"), ("--incident", "Sony Pictures intrusion")):
        assert texts(run("-f", "svg", "-o", "-", *focus))[0] == "Who was blamed for Sony Pictures intrusion"


def test_the_headline_the_size_the_theme_and_the_language_can_be_chosen(run: Run) -> None:
    drawn = run(
        *("--as", "board", "--focus", "spe-intrusion", "--title", "Who did they say it was?", "--size", "1080x1350"),
        *("--theme", "dark", "--lang", "de", "-f", "svg", "-o", "-"),
    )
    root = ElementTree.fromstring(drawn.stdout)
    assert (root.get("width"), root.get("height")) == ("1080", "1350")
    assert texts(drawn)[0] == "Who did they say it was?"
    assert "Nordkorea" in texts(drawn)
    assert "#12161c" in drawn.stdout  # the dark paper


def test_the_filters_of_listings_hold_for_pictures(run: Run) -> None:
    def claims(*filters: str) -> int:
        foot = next(
            text for text in texts(run("--as", "timeline", "-f", "svg", "-o", "-", *filters)) if "All that" in text
        )
        return int(re.findall(r"(\d+) claims?", foot)[0])

    assert claims() == 7
    assert claims("--act", "denial") == 1
    assert claims("--actor", "Norse") == 3
    assert claims("--until", "2014-12-27") == 4
    assert claims("--incident", "film-piracy") == 1
    assert claims("--dataset", "sony-2014", "--status", "withdrawn") == 2


def test_as_of_a_day_the_picture_says_so(run: Run) -> None:
    told = " ".join(texts(run("--focus", "spe-intrusion", "--as-of", "2014-12-31", "-f", "svg", "-o", "-")))
    assert "As of 31 Dec 2014" in told


def test_rolled_up_an_agency_is_its_state(run: Run) -> None:
    assert "FBI" in texts(run("--as", "matrix", "-f", "svg", "-o", "-"))
    rolled = texts(run("--as", "matrix", "--roll-up", "-f", "svg", "-o", "-"))
    assert "FBI" not in rolled
    assert "United States" in rolled
    assert any("count as their state" in text for text in rolled)


def test_the_page_opens_with_the_picture_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    run("--as", "timeline", "-o", path)
    assert '"picture":"timeline"' in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--focus", "Atlantis"), 1, "no actor or incident 'Atlantis' in the graph"),
        (("--size", "12"), 2, "'12' is no size; write width and height in pixels, such as 1200x630"),
        (("--size", "10x10"), 1, "a picture is 320 to 6,000 pixels wide and high, not 10x10"),
        (("--as", "pie"), 2, "'pie' is not one of 'board'"),
        (("--status", "nonsense"), 2, "'nonsense' is no status"),
        (("--since", "Christmas"), 1, "Christmas"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    path = tmp_path / "x.svg"
    result = run("-o", path, *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert not path.exists()


def test_what_had_no_room_is_told(run: Run) -> None:
    result = run("--as", "table", "--size", "400x320", "-f", "svg", "-o", "-")
    assert "6 claims had no room; the picture says so" in result.stderr
