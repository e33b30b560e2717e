"""The table of claims: what its columns say, and that it comes back as it was, in all three formats."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.errors import FormatError, InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.export.spreadsheet import safe_cell
from whoblamed.graph.export.tables.columns import COLUMNS
from whoblamed.loaders import exported
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.json import carried
from whoblamed.ontology.records import DataSet, Record, Skipped

from ..support.cases import blame, case, written
from ..support.exports import export_to
from ..support.hostile import HOSTILE, hostile_graph
from ..support.places import DATA, DOCS
from .test_stix_export import EVERYTHING, SHARED, graph_of, statements

FORMATS = ("csv", "xlsx", "parquet", "arrow")


def table(graph: Graph, format_: str) -> bytes:
    out = io.BytesIO()
    graph.write(out, format_)
    return out.getvalue()


def again(graph: Graph, format_: str) -> tuple[Graph, list[Skipped]]:
    """The graph after a journey through a table, and what was told on the way back."""
    told: list[Skipped] = []
    records: dict[str, list[Record | DataSet]] = {}
    for batch in exported.read([Document.of_bytes(table(graph, format_), f"claims.{format_}")]):
        found = list(batch.records)
        told += [record for record in found if isinstance(record, Skipped)]
        records[batch.dataset.iri] = [batch.dataset, *(r for r in found if not isinstance(r, Skipped))]
    return graph_of_all(records), told


def graph_of_all(records: dict[str, list[Record | DataSet]]) -> Graph:
    from whoblamed.graph.store.memory import MemoryStore
    from whoblamed.ontology.quads import to_quads

    store = ox.Store()
    for graph, found in records.items():
        for record in found:
            store.extend(to_quads(record, graph))
    return Graph(MemoryStore(store))


def rows(graph: Graph) -> dict[str, dict[str, str]]:
    text = table(graph, "csv").decode()
    return {row["key"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


@pytest.fixture(scope="module")
def small(small_case: Path) -> Graph:
    graph = whoblamed.open(":memory:")
    graph.load(small_case, small_case.parent / "voices.yaml")
    return graph


# ------------------------------------------------------------------------------------------------------------ and back


@pytest.mark.parametrize("format_", FORMATS)
def test_every_kind_of_record_comes_back(format_: str) -> None:
    graph = graph_of(*(record for record in EVERYTHING if type(record).__name__ != "Identity"), SHARED)
    back, told = again(graph, format_)
    assert told == []
    assert statements(back) == statements(graph)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_casebook_comes_back_without_loss(casebook: Graph, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"claims.{format_}"
    export_to(casebook, path, format_)
    graph = whoblamed.open(":memory:")
    report = graph.load(path)
    assert not report.skipped
    assert statements(graph) == statements(casebook)
    assert [dataset.licence for dataset in graph.datasets()] == [dataset.licence for dataset in casebook.datasets()]


@pytest.mark.parametrize("changed", ["first.csv", "second.csv"])
def test_a_change_of_either_of_two_tables_is_noticed(small: Graph, tmp_path: Path, changed: str) -> None:
    header, *claims = table(small, "csv").splitlines(keepends=True)
    halves = {"first.csv": claims[: len(claims) // 2], "second.csv": claims[len(claims) // 2 :]}
    for name, half in halves.items():
        (tmp_path / name).write_bytes(header + b"".join(half))
    graph = whoblamed.open(":memory:")
    assert {entry.state for entry in graph.load(tmp_path).loaded} == {"new"}
    assert {entry.state for entry in graph.load(tmp_path).loaded} == {"unchanged"}
    (tmp_path / changed).write_bytes(header + b"".join(halves[changed][:-1]))
    assert {entry.state for entry in graph.load(tmp_path).loaded} == {"changed"}


@pytest.mark.slow
def test_the_public_sets_come_back_without_loss(tmp_path: Path) -> None:
    sets = [DATA / name for name in ("eurepoc", "cfr", "fiat2020", "misp-galaxy", "microsoft", "attack", "stix")]
    if not all(map(Path.exists, sets)):
        pytest.skip(f"the public data sets are not in {DATA}")
    graph = whoblamed.open(":memory:")
    graph.load(*sets)
    path = tmp_path / "claims.csv"
    told = export_to(graph, path, "csv")
    assert told == (len(graph.claims()), "claims")
    back = whoblamed.open(":memory:")
    back.load(path)
    assert statements(back) == statements(graph)


@settings(max_examples=20)
@given(st.lists(st.sampled_from([*HOSTILE[2:], "_x0041_", "'=1", " a  b ", "“é”"]), min_size=1, max_size=6))
def test_no_text_of_a_claim_is_lost_or_taken_for_changed(texts: list[str]) -> None:
    claims = [
        {**blame(f"c{number}"), "summary": text, "unit": text, "quantity": 3, "act": "report", "condition": text}
        for number, text in enumerate(texts)
    ]
    for claim in claims:
        del claim["accused"]
    graph = loaded(case(*claims, sources={"story": {"title": texts[0], "published": "2031-04-04"}}))
    for format_ in FORMATS:
        assert statements(reloaded(graph, format_)) == statements(graph)


@settings(max_examples=10)
@given(st.integers(1, 40))
def test_what_a_row_carries_may_be_cut_anywhere(longest: int) -> None:
    """A piece that begins with what a formula begins with is none, and comes back as it was."""
    text = '{"a": "=1+1-2@x"}' * 3
    columns = [carried.RECORD, *(f"record_{place}" for place in range(2, 60))]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(carried, "LONGEST", longest)
        cells = carried.parts(text, columns)
    assert carried.joined(cells) == text
    assert [cell for cell in cells.values() if cell != safe_cell(cell)] == []


def reloaded(graph: Graph, format_: str) -> Graph:
    """The graph loaded from a table in a file."""
    back = whoblamed.open(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"claims.{format_}"
        graph.export(path)
        assert not back.load(path).skipped
    return back


def loaded(data: dict[str, Any]) -> Graph:
    """A graph of a case whose texts may be what YAML allows in double quotes only."""
    graph = whoblamed.open(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "harbour.yaml"
        path.write_text(json.dumps(data), encoding="utf-8")
        try:
            graph.load(path)
        except InvalidData:  # of control characters, which no fact file may have
            from hypothesis import reject

            reject()
    return graph


def test_more_records_than_claims_find_room_in_further_columns(tmp_path: Path) -> None:
    actors = {f"a{n}": {"name": {"en": f"Actor {n} {'x' * 200}"}, "kind": "group"} for n in range(150)}
    path = written(tmp_path, case(blame(), actors={**case()["actors"], **actors}))
    graph = whoblamed.open(":memory:")
    graph.load(path)
    header = table(graph, "csv").decode().splitlines()[0].split(",")
    assert header[-2:] == ["record", "record_2"] or header[-1] == "record"
    back, told = again(graph, "csv")
    remarks = graph.write(io.BytesIO(), "csv")[2:]
    kept = len(statements(back)) == len(statements(graph))
    assert told == []
    assert kept != bool(remarks)


def test_a_graph_without_claims_says_what_a_table_of_claims_cannot_hold(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case()))
    told = graph.write(io.BytesIO(), "csv")
    assert told[0] == 0
    remark = str(told[-1])
    assert re.fullmatch(r"\d+ records that no claim refers to found no room beside so few claims", remark)


# -------------------------------------------------------------------------------------------------------- what is told


def changed(graph: Graph, **cells: str) -> bytes:
    """The table with some cells of its first row changed."""
    read = list(csv.DictReader(io.StringIO(table(graph, "csv").decode(), newline="")))
    read[0].update(cells)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, read[0])
    writer.writeheader()
    writer.writerows(read)
    return out.getvalue().encode()


def told_of(content: bytes) -> list[str]:
    batches = exported.read([Document.of_bytes(content, "claims.csv")])
    found = [record for batch in batches for record in batch.records if isinstance(record, Skipped)]
    return [f"{record.file}:{record.line}: {record.reason}" for record in found]


def test_a_cell_that_was_changed_is_not_lost_in_silence(small: Graph) -> None:
    assert told_of(changed(small, accused="Somebody else")) == [
        "claims.csv:2: this row was changed since whoblamed wrote it, and is loaded as it was written; "
        "changes are not read"
    ]
    assert told_of(changed(small)) == []


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("", "what it carries is not JSON; was the cell cut off?"),
        ('{"check":"', "what it carries is not JSON"),
        ("[" * 5000, "what it carries is not JSON"),
        ("[]", "what it carries is none of our records"),
        ('{"check":"x","a":1}', "what it carries is none of our records"),
        ('{"check":"x","harbour-2031":[1, {"dataset":{}}]}', "the record is not one object"),
        ('{"check":"x","Not a slug":[]}', "it carries records of a data set without a name"),
        (
            '{"check":"x","harbour-2031":[{"actor":{"iri":"https://w3id.org/whoblamed/id/other/actor/a",'
            '"label":"A","kind":"group"}}]}',
            "it describes a thing of the data set other",
        ),
    ],
)
def test_what_a_row_carries_may_come_from_anywhere(small: Graph, record: str, reason: str) -> None:
    assert any(reason in line for line in told_of(changed(small, record=record)))


def test_a_table_without_its_records_is_told_what_is_missing(small: Graph) -> None:
    plain = pandas.read_csv(io.BytesIO(table(small, "csv")), dtype=str).drop(columns="record")
    document = Document.of_bytes(plain.to_csv(index=False).encode(), "claims.csv")
    assert not exported.recognises(document)
    with pytest.raises(InvalidData, match='there is no column "record"; was it taken out'):
        exported.read([document])


def test_parquet_of_others_is_told() -> None:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), out)
    other = Document.of_bytes(out.getvalue(), "x.parquet")
    assert not exported.recognises(other)
    with pytest.raises(InvalidData, match=r'x\.parquet: there is no column "record"'):
        exported.read([other])
    with pytest.raises(InvalidData, match=r"x\.parquet: not to be read as Parquet: "):
        exported.read([Document.of_bytes(b"PAR1 and then nothing", "x.parquet")])


@pytest.mark.parametrize("what", ["writing", "reading"])
def test_without_pyarrow_one_command_is_named(small: Graph, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    document = Document.of_bytes(table(small, "parquet"), "claims.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    do: dict[str, Callable[[], object]] = {
        "writing": lambda: table(small, "parquet"),
        "reading": lambda: exported.read([document]),
    }
    with pytest.raises(FormatError, match=r"needs pyarrow; install it: pip install 'whoblamed\[tables\]'"):
        do[what]()


# --------------------------------------------------------------------------------------------------------- its columns


def test_a_claim_is_told_in_full(small: Graph) -> None:
    row = rows(small)["harbour-2031/police-blame-belmont"]
    wanted = {
        "act": "attribution",
        "speakers": "Police of Arden",
        "accused": "Belmont",
        "roles": "ordered",
        "incident": "Outage of the harbour",
        "incident_kind": "outage",
        "date": "2031-04-10",
        "date_from": "2031-04-10",
        "date_to": "2031-04-10",
        "sources": "What the police found",
        "outlets": "Police of Arden",
        "urls": "https://police.example/release?id=1#top",
        "archived": "https://archive.example/2031/release",
        "published": "2031-04-10",
        "speaker_iris": "https://w3id.org/whoblamed/id/harbour-2031/actor/police",
        "accused_iris": "https://w3id.org/whoblamed/id/harbour-2031/actor/belmont",
        "dataset": "harbour-2031",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert row["version"].startswith("sha256:")


def test_bounds_of_a_month_are_its_first_and_last_day(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(blame(on="2031-04", source="story"), blame("undated", on="unknown"))))
    found = rows(graph)
    row = found["harbour/blame"]
    assert (row["date"], row["date_from"], row["date_to"]) == ("2031-04", "2031-04-01", "2031-04-30")
    assert (row["public"], row["public_from"], row["public_to"]) == ("", "2031-04-01", "2031-04-04")
    undated = found["harbour/undated"]
    assert (undated["date"], undated["date_from"], undated["public_to"]) == ("", "", "2031-04-04")


def test_status_origins_and_withdrawals_are_those_that_status_tells(casebook: Graph) -> None:
    from whoblamed.graph.status.assessment import assess

    found = rows(casebook)
    assessed = assess(casebook.bare_facts())
    for each in assessed:
        key = f"{each.allegation.iri.removeprefix('https://w3id.org/whoblamed/id/').replace('/allegation/', '/')}"
        about = [row for row in found.values() if row["allegations"] == key]
        assert {row["statuses"] for row in about} <= {each.status.label}
        assert {row["origins_least"] for row in about} <= {str(each.origins.low)}
    assert any(row["withdrawn"] == "true" for row in found.values())
    answered = {key for row in found.values() for key in row["answers"].split("; ") if key}
    assert len(answered & found.keys()) > 100


def test_pandas_polars_and_excel_read_the_same_claims(casebook: Graph) -> None:
    wanted = len(casebook.claims())
    frame = pandas.read_parquet(io.BytesIO(table(casebook, "parquet")))
    assert len(frame) == wanted
    assert frame["withdrawn"].dtype == bool
    joint = frame[frame["speakers"].map(len) > 1]
    assert len(joint)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(table(casebook, "xlsx")))["claims"]
    head = [cell.value for cell in sheet[1]]
    assert head[: len(COLUMNS)] == list(COLUMNS)
    assert sheet.max_row == wanted + 1
    dates = [row[head.index("date_from")].value for row in sheet.iter_rows(min_row=2)]
    assert {type(date) for date in dates if date is not None} == {datetime.datetime}


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    graph = hostile_graph([text for text in HOSTILE if text.isprintable() or "1+1" in text])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(table(graph, "xlsx")))["claims"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert '=HYPERLINK("http://x.example")' in {cell.value for row in sheet.iter_rows() for cell in row}


def test_the_page_on_tables_has_every_column_as_it_is() -> None:
    page = (DOCS / "tables.md").read_text("utf-8")
    found = dict(re.findall(r"^\| `(\w+)` \| [a-z ]+ \| (.*) \|$", page, re.MULTILINE))
    assert {name: found.get(name) for name in COLUMNS} == {name: column.means for name, column in COLUMNS.items()}


def test_the_metadata_of_csvw_describes_every_column(casebook: Graph) -> None:
    result = CliRunner().invoke(main, ["schema", "--tables"])
    assert result.exit_code == 0
    described = json.loads(result.stdout)
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    columns = described["tableSchema"]["columns"]
    header = table(casebook, "csv").decode().splitlines()[0].split(",")
    assert [column["name"] for column in columns] == header
    assert {column["name"]: column["datatype"] for column in columns}["date_from"] == "date"
    assert {column["name"] for column in columns if "separator" in column} == {
        name for name, column in COLUMNS.items() if column.type == "texts"
    }
