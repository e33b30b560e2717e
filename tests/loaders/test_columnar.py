"""Parquet and Arrow as tables: whatever wrote them, the rows are those that the same table gives as CSV."""

from __future__ import annotations

import datetime
import gzip
import io
from decimal import Decimal
from pathlib import Path

import pandas
import polars
import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import FormatError, InvalidData
from whoblamed.graph import Graph
from whoblamed.loaders import formats, tables
from whoblamed.loaders.opening import columnar as opened
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.tables.mapping.file import parse
from whoblamed.loaders.tables.rows import columnar
from whoblamed.loaders.tables.rows.layout import Dialect
from whoblamed.ontology.records import Claim, Skipped

MAPPING = b"""
mapping: harbour
lang: en
tables:
  said:
    id: "{No}"
    actors:
      speaker: {name: "{Who}", kind: agency}
      accused: {name: "{Whom}", kind: group}
    incidents: {case: {name: "{What}", kind: sabotage}}
    sources: {paper: {title: "{Paper}", url: "{Links}"}}
    claims:
      blame: {act: attribution, by: speaker, accused: accused, incident: case, on: "{Day}", source: paper}
"""
ROWS = [
    {
        "No": 7,
        "Who": "Police of Arden",
        "Whom": ["Grey Moth", "Pale Fox"],
        "What": "Harbour outage",
        "Day": datetime.date(2031, 4, 3),
        "Paper": "What the police found",
        "Links": ["https://a.example/1", "https://b.example/1"],
    },
    {
        "No": 8,
        "Who": "Cyber Office",
        "Whom": ["Grey Moth"],
        "What": "Harbour outage",
        "Day": datetime.date(2031, 4, 5),
        "Paper": "A statement",
        "Links": None,
    },
]
TABLE = pa.Table.from_pylist(ROWS)


def _parquet(table: pa.Table, **how: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def _arrow(table: pa.Table) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def _stream(table: pa.Table) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def _feather(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pyarrow.feather.write_feather(table, out)
    return out.getvalue()


def _of_polars(table: pa.Table) -> bytes:
    out = io.BytesIO()
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    frame.write_parquet(out)
    return out.getvalue()


def _of_pandas(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pandas.DataFrame(table.to_pylist()).to_parquet(out)
    return out.getvalue()


WRITERS = {
    "parquet": _parquet,
    "arrow": _arrow,
    "stream": _stream,
    "feather": _feather,
    "polars": _of_polars,
    "pandas": _of_pandas,
}


def claims(document: Document) -> list[Claim]:
    (batch,) = tables.Reader(parse(MAPPING, "harbour.yaml")).read([document])
    told = [record for record in batch.records if isinstance(record, Skipped)]
    assert told == []
    return [record for record in batch.records if isinstance(record, Claim)]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_of_columns_is_a_table_whoever_wrote_it(writer: str) -> None:
    found = claims(Document.of_bytes(WRITERS[writer](TABLE), "rows"))
    assert [(str(claim.stated_on), len(claim.accused), len(claim.made_in)) for claim in found] == [
        ("2031-04-03", 2, 2),
        ("2031-04-05", 1, 1),
    ]
    assert [claim.iri for claim in found] == [claim.iri for claim in claims(Document.of_bytes(_parquet(TABLE), "r"))]


def test_texts_in_dictionaries_and_large_texts_are_texts() -> None:
    coded = TABLE.set_column(1, "Who", TABLE["Who"].dictionary_encode())
    large = coded.set_column(3, "What", TABLE["What"].cast(pa.large_string()))
    assert claims(Document.of_bytes(_parquet(large), "rows")) == claims(Document.of_bytes(_parquet(TABLE), "rows"))


def cells(column: pa.Array) -> list[object]:
    document = Document.of_bytes(_parquet(pa.table({"a": column})), "x.parquet")
    (layout,) = columnar.layouts(document, "parquet", Dialect())
    return [row.cells[0] for row in columnar.rows(layout, ["a"])]


def test_numbers_days_and_nothing_are_written_as_one_reads_them() -> None:
    assert cells(pa.array([1.0, 2.5, None, float("nan")])) == ["1", "2.5", "", ""]
    assert cells(pa.array([True, None])) == ["true", ""]
    assert cells(pa.array([Decimal("1.50")])) == ["1.50"]
    assert cells(pa.array([datetime.datetime(2031, 4, 3, 12, 0)], pa.timestamp("us"))) == ["2031-04-03T12:00:00"]
    assert cells(pa.array([[1, 2], None, []])) == [("1", "2"), "", ()]
    assert cells(pa.array([b"caf\xc3\xa9"])) == ["café"]


@given(
    st.lists(
        st.none() | st.sampled_from(["", "a", "B", "ä"]) | st.text(st.characters(exclude_categories=["C"]), max_size=3)
    )
)
def test_cells_are_the_same_however_often_they_repeat(texts: list[str | None]) -> None:
    """Columns that repeat are read by their distinct values, other ones value by value."""
    unlike = [f"{number} of its own" for number in range(len(texts) + 1)]
    column = pa.array(texts, pa.string())
    assert cells(column) == cells(pa.array([*texts, *unlike], pa.string()))[: len(texts)]
    assert cells(pa.array([*texts] * 3, pa.string())) == cells(column) * 3
    assert cells(pa.array([*texts] * 3, pa.large_string())) == cells(column) * 3


def test_numbers_and_days_that_repeat_are_written_as_ones_that_do_not() -> None:
    days = [datetime.date(2031, 4, 3), None, datetime.date(2031, 4, 3), None, datetime.date(2031, 4, 3)]
    assert cells(pa.array(days)) == ["2031-04-03", "", "2031-04-03", "", "2031-04-03"]
    assert cells(pa.array([7, 7, None, 7, 7, 7], pa.uint8())) == ["7", "7", "", "7", "7", "7"]


def test_one_row_with_what_no_text_may_hold_is_left_out_alone() -> None:
    document = Document.of_bytes(_parquet(pa.table({"a": ["fine"] * 9 + ["x\0"], "b": ["y"] * 10})), "x.parquet")
    (layout,) = columnar.layouts(document, "parquet", Dialect())
    *others, last = columnar.rows(layout, ["a", "b"])
    assert [row.problem for row in others] == [None] * 9
    assert last.problem is not None
    assert last.problem.startswith('"a" has the character U+0000')


def test_bytes_that_are_no_text_leave_the_row_out_and_say_why() -> None:
    document = Document.of_bytes(_parquet(pa.table({"a": [b"\xff", b"fine"]})), "x.parquet")
    (layout,) = columnar.layouts(document, "parquet", Dialect())
    first, second = columnar.rows(layout, ["a"])
    assert first.problem is not None
    assert first.problem.startswith('"a" has the byte 0xFF')
    assert (second.line, list(second.cells)) == (2, ["fine"])


def test_a_missing_column_and_a_broken_file_are_one_clear_line() -> None:
    reader = tables.Reader(parse(MAPPING, "harbour.yaml"))
    with pytest.raises(InvalidData, match=r'the mapping uses the column "Whom", which this table does not have'):
        reader.read([Document.of_bytes(_parquet(TABLE.drop_columns("Whom")), "x.parquet")])
    for content in (b"PAR1 and then nothing", _parquet(TABLE)[:-9], b"ARROW1\0\0", _arrow(TABLE)[:200]):
        with pytest.raises(InvalidData, match=r"x: not to be read as (Parquet|Arrow): "):
            list(reader.read([Document.of_bytes(content, "x")])[0].records)


def test_columns_that_would_fill_the_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_MOST_BYTES", 10)
    with pytest.raises(InvalidData, match=r"its columns would take .*; at most 10 bytes are read"):
        claims(Document.of_bytes(_parquet(TABLE), "x"))


def test_a_file_of_columns_is_loaded_by_its_content_packed_or_not(tmp_path: Path) -> None:
    mapping = tmp_path / "harbour.yaml"
    mapping.write_bytes(MAPPING)
    (tmp_path / "rows.parquet").write_bytes(_parquet(TABLE))
    (tmp_path / "rows.gz").write_bytes(gzip.compress(_arrow(TABLE)))
    for name in ("rows.parquet", "rows.gz"):
        graph = Graph.open(":memory:")
        report = graph.load(tmp_path / name, as_=str(mapping))
        assert report.claims == 2


def test_without_pyarrow_one_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document.of_bytes(_parquet(TABLE), "x.parquet")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    found = formats.recognise(document)
    assert found is not None
    with pytest.raises(FormatError, match=r"pip install 'whoblamed\[tables\]'"):
        found.read([document])
