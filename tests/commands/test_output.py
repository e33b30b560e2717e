"""How results reach people and programs: nothing in a name can do anything to a terminal, a spreadsheet or a parser."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.commands.output import clean, emit, paragraph, to_json, to_markdown
from whoblamed.graph.export.spreadsheet import safe_cell, to_csv

ROWS: list[dict[str, Any]] = [
    {"name": "Red Tide", "accused": ["Port", "Lab"], "counts": {"claims": 2}, "sure": True, "on": None, "extra": "x"},
    {"name": "=1+1", "accused": [], "counts": {}, "sure": False, "on": date(2031, 4, 3)},
]
COLUMNS = ("name", "accused", "counts", "sure", "on")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Jürgen – «Красный» 北朝鮮", "Jürgen – «Красный» 北朝鮮"),
        ("two\nlines", "two\nlines"),
        ("\x1b[31mred\x07", "�[31mred�"),
        ("a\rb\x00\x7f\x9b", "a�b���"),
        ("\u202etxt.exe\u2066", "�txt.exe�"),
        ("10\u00a0000\u202f€", "10\u00a0000\u202f€"),
        ("می\u200cخواهم 👩\u200d🔬", "می\u200cخواهم 👩\u200d🔬"),
        ("\ud800", "�"),
        ("", ""),
    ],
)
def test_text_for_a_terminal_has_nothing_that_it_obeys(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_keeps_the_length(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert len(clean(text)) == len(text)


@pytest.mark.parametrize("text", ["=1", "+cmd", "-1+1", "@SUM", "\t=1", "\r=1", "\n=1", "＝1", "-", "--"])
def test_a_formula_is_no_formula_any_more(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e3", "1+1", "a=b", "", "'=1"])
def test_numbers_and_other_text_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_csv_is_read_again() -> None:
    assert list(csv.DictReader(io.StringIO(to_csv(ROWS, COLUMNS), newline=""))) == [
        {"name": "Red Tide", "accused": "Port; Lab", "counts": "claims 2", "sure": "true", "on": ""},
        {"name": "'=1+1", "accused": "", "counts": "", "sure": "false", "on": "2031-04-03"},
    ]


def test_json_keeps_types_and_says_dates_and_decimals_plainly() -> None:
    moment = datetime(2031, 4, 3, 12, tzinfo=UTC)
    values = [moment, moment.date(), Decimal("7"), Decimal("7.5"), {"b", "a"}, None, True, "Ü"]
    assert json.loads(to_json(values)) == [
        "2031-04-03T12:00:00+00:00",
        "2031-04-03",
        7,
        7.5,
        ["a", "b"],
        None,
        True,
        "Ü",
    ]
    assert '"Ü"' in to_json(values)


@given(st.text(alphabet=st.characters() | st.characters(categories=["Cs", "Cc", "Cf"])))
def test_any_text_can_be_written_as_json_and_read_again(text: str) -> None:
    written = to_json([text])
    assert json.loads(written) == [text]
    written.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


@pytest.mark.parametrize("format_", ["json", "csv", "table"])
def test_a_listing_shows_the_columns_in_order_and_no_others(capsys: pytest.CaptureFixture[str], format_: str) -> None:
    emit(ROWS, COLUMNS, format_)
    captured = capsys.readouterr()
    if format_ == "json":
        assert [tuple(row) for row in json.loads(captured.out)] == [COLUMNS, COLUMNS]
    elif format_ == "csv":
        assert captured.out == to_csv(ROWS, COLUMNS)
    else:
        assert captured.out.splitlines()[0].split() == list(COLUMNS)
        assert captured.out.splitlines()[1].split("  ")[0] == "Red Tide"
    assert captured.err == ""


@pytest.mark.parametrize(
    ("format_", "out", "err"), [("json", "[]\n", ""), ("csv", "name\n", ""), ("table", "", "none\n")]
)
def test_no_rows(capsys: pytest.CaptureFixture[str], format_: str, out: str, err: str) -> None:
    emit([], ["name"], format_, empty="none")
    captured = capsys.readouterr()
    assert (captured.out.replace("\r\n", "\n"), captured.err) == (out, err)


def test_a_table_in_a_pipe_has_one_line_a_row_without_colour(capsys: pytest.CaptureFixture[str]) -> None:
    emit([{"name": "x" * 500 + "\n\x1b[31m[bold]", "other": "end"}], ["name", "other"], "table")
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["name", "other"]
    assert row == "x" * 500 + " �[31m[bold]  end"


def test_a_paragraph_in_a_pipe_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    paragraph("word " * 100, label="said")
    assert capsys.readouterr().out.count("\n") == 1


def test_a_paragraph_in_a_terminal_is_wrapped_and_keeps_links_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "https://example.org/" + "x" * 120
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    paragraph(f"{'word ' * 20}{link}", label="said")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("  said")
    assert all(line.startswith(" " * 10) for line in lines[1:])
    assert lines[-1].strip() == link
    assert max(map(len, lines[:-1])) <= 60


def test_a_table_for_pages_holds_no_markup_of_its_cells() -> None:
    rows = [{"name": "A | *B*\n<i>", "other_name": ["x", None]}]
    assert to_markdown(rows, ("name", "other_name")) == (
        "| name | other name |\n| --- | --- |\n| A \\| \\*B\\* \\<i\\> | x; |\n"
    )
