"""Coded events become claims: a claim for each speaker, accused, code and day, and every row is accounted for."""

from __future__ import annotations

import gzip
import io
import random
import re
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from whoblamed.errors import FormatError, InvalidData, StoreError
from whoblamed.loaders.events import aggregate as aggregating
from whoblamed.loaders.events import columns, duck, mapping
from whoblamed.loaders.opening.documents import SourceLimits

from ..support.events import EVENTS, GDELT, made, rows, told
from ..support.places import DOCS

CLAIMS = [
    "2023-04-05 Ukraine (state) attribution 1124 Russian Federation (state): 3",
    "2023-04-06 Russian Federation (state) denial 016 Russian Federation (state): 1",
    '2023-04-07 HARBOUR "REBELS (group) attribution 112 BORDURIA (agency): 1',
    '2023-04-07 HARBOUR "REBELS (group) responsibility 015 HARBOUR "REBELS (group): 1',
]


def test_rows_of_one_day_code_and_pair_are_one_claim_with_how_many_there_were() -> None:
    content, report = made(GDELT)
    assert told(rows(content)) == CLAIMS
    assert (report.rows, report.coded, report.counted, report.claims) == (13, 10, 6, 4)
    assert report.by_act == {"attribution": 2, "denial": 1, "responsibility": 1}


def test_a_claim_keeps_its_addresses_and_names_its_coder() -> None:
    first, _, third, _ = rows(made(GDELT)[0])
    assert first["addresses"] == ["https://news.example/a", "https://news.example/b"]
    assert third["addresses"] == []  # what is no address of the web is none
    assert (first["coder"], first["source"], first["mapping"]) == ("GDELT Project", "GDELT event database", "gdelt")
    assert first["matter"] == "war crimes"


def test_every_row_that_is_no_claim_is_told_with_the_reason_the_place_and_how_many() -> None:
    _, report = made(GDELT)
    assert {reason: (number, place.rpartition("/")[2]) for reason, number, place in report.reasons} == {
        "3 cells instead of 61": (1, "gdelt-2.export.CSV:12"),
        "62 cells instead of 61": (1, "gdelt-2.export.CSV:13"),
        "nobody is named as speaker": (1, "gdelt-2.export.CSV (8)"),
        "nobody is named as accused": (1, "gdelt-2.export.CSV (9)"),
        "the day cannot be read": (1, "gdelt-2.export.CSV (10)"),
        "speaker and accused are the same": (1, "gdelt-2.export.CSV (11)"),
    }


def test_the_layout_is_told_by_the_number_of_cells() -> None:
    content, report = made(EVENTS / "gdelt-1.export.CSV", EVENTS / "gdelt-1-backfile.csv", GDELT)
    assert told(rows(content)) == [
        "1979-01-01 United States (state) attribution 112 Iran (state): 1",
        "2013-04-02 China (state) attribution 1121 Japan (state): 1",
        "2013-04-02 Japan (state) denial 016 Japan (state): 1",
        *CLAIMS,
    ]
    assert report.rows == 16


def test_polecat_is_read_by_its_header_however_often_it_stands_there() -> None:
    content, report = made(EVENTS / "polecat.txt", by="polecat")
    assert told(rows(content)) == [
        "2021-05-06 Ministry of Arden (agency) attribution ACCUSE allege Grey Moth (group): 1",
        "2021-05-07 Arden (group) attribution ACCUSE allege Grey Moth (group): 1",
    ]
    assert (report.rows, report.coded, report.reasons) == (4, 2, [])


def test_polecat_can_say_of_nobody_that_they_denied() -> None:
    acts = {entry.act for entry in mapping.find("polecat").mapping.acts.values()}
    assert acts == {"attribution"}
    assert "denials" in (mapping.find("polecat").mapping.about or "")


# ------------------------------------------------------------------------------------------------------- how it comes


def _parquet(folder: Path) -> Path:
    names = mapping.find("gdelt").mapping.layouts["gdelt-2"].columns
    lines = [line.split("\t") for line in GDELT.read_text("utf-8").splitlines()[:11]]
    path = folder / "events.parquet"
    pq.write_table(pa.table({name: [line[place] for line in lines] for place, name in enumerate(names)}), path)
    return path


def _packed(folder: Path, how: str) -> Path:
    content = GDELT.read_bytes()
    if how == "zip":
        with zipfile.ZipFile(folder / "20230405.export.CSV.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("20230405.export.CSV", content)
    elif how == "gz":
        (folder / "20230405.export.CSV.gz").write_bytes(gzip.compress(content))
    elif how == "crlf":
        (folder / "windows.csv").write_bytes(content.replace(b"\n", b"\r\n"))
    else:
        (folder / "name with [brackets], 'quotes' and *.csv").write_bytes(content)
    return next(folder.iterdir())


@pytest.mark.parametrize("how", ["zip", "gz", "crlf", "name"])
def test_files_are_read_as_they_are_published(tmp_path: Path, how: str) -> None:
    path = _packed(tmp_path, how)
    content, report = made(path)
    assert content == made(GDELT)[0]
    assert {reason: number for reason, number, _ in report.reasons} == {
        reason: number for reason, number, _ in made(GDELT)[1].reasons
    }


def test_parquet_of_the_same_columns_gives_the_same_claims(tmp_path: Path) -> None:
    content, report = made(_parquet(tmp_path))
    assert content == made(GDELT)[0]
    assert report.rows == 11


def test_codes_that_became_numbers_are_refused_since_they_lost_their_zeros(tmp_path: Path) -> None:
    table = pq.read_table(_parquet(tmp_path))
    place = table.column_names.index("EventCode")
    pq.write_table(table.set_column(place, "EventCode", table["EventCode"].cast(pa.int64())), tmp_path / "n.parquet")
    with pytest.raises(InvalidData, match=r'n\.parquet: the codes in "EventCode" are numbers, and have lost the zeros'):
        made(tmp_path / "n.parquet")


def test_of_a_folder_what_is_no_table_of_events_is_left_out_and_told(tmp_path: Path) -> None:
    shutil.copy(GDELT, tmp_path)
    (tmp_path / "README.md").write_text("# About these files\n")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\0\0")
    content, report = made(tmp_path)
    assert told(rows(content)) == CLAIMS
    assert [(Path(skip.file).name, skip.reason.partition(";")[0]) for skip in report.skipped] == [
        ("README.md", "rows have 1 cells between tabs, and gdelt has 57 or 58 or 61"),
        ("photo.png", "neither text nor Parquet"),
    ]


def test_a_file_that_is_named_and_is_no_table_of_events_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b,c\n1,2,3\n")
    with pytest.raises(InvalidData, match=r"other\.csv:1:1: rows have 1 cells between tabs, and gdelt has 57 or 58 or"):
        made(tmp_path / "other.csv")
    with pytest.raises(InvalidData, match=r'the header has no column "Event ID", which polecat reads'):
        made(GDELT, by="polecat")
    with pytest.raises(StoreError, match="there is no such file or folder"):
        made(tmp_path / "nothing.csv")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(InvalidData, match=r"empty\.csv: it is empty"):
        made(tmp_path / "empty.csv")


def test_a_file_named_twice_counts_once() -> None:
    assert made(GDELT, GDELT)[0] == made(GDELT)[0]


# --------------------------------------------------------------------------------------------------- hostile and large


def test_names_in_archives_lead_nowhere_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    archive = tmp_path / "events.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("../../escaped.CSV", GDELT.read_bytes())
        file.writestr("a/'); DROP TABLE told; --.CSV", GDELT.read_bytes())
    content, report = made(archive)
    assert report.rows > 0
    assert {row["speaker"] for row in rows(content)} >= {"Ukraine"}
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["events.zip", "scratch"]


def test_what_unpacks_to_more_than_it_may_is_refused_with_how_to_allow_it(tmp_path: Path) -> None:
    archive = _packed(tmp_path, "zip")
    with pytest.raises(InvalidData, match="WHOBLAMED_MAX_UNPACKED"):
        made(archive, limits=SourceLimits(max_unpacked=1000))


def test_files_are_removed_as_soon_as_they_were_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aggregating, "_CHUNK", 1)
    for number in range(3):
        (tmp_path / f"{number}.CSV.gz").write_bytes(gzip.compress(GDELT.read_bytes()))
    content, report = made(tmp_path)
    assert report.rows == 39
    assert [row["coded_rows"] for row in rows(content)] == [9, 3, 3, 3]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\"'\\"), max_size=8)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["112", "016", "042", "12", "1121"])), min_size=1, max_size=12))
def test_cells_are_taken_as_they_stand(said: list[tuple[str, str, str]]) -> None:
    """Against a plain reading: quotation marks, backslashes and the like mean nothing between tabs."""
    width = mapping.find("gdelt").mapping.layouts["gdelt-2"].columns
    wanted: Counter[tuple[str, str, str]] = Counter()
    lines = []
    for number, (speaker, accused, code) in enumerate(said):
        cells = dict.fromkeys(width, "") | {
            "GLOBALEVENTID": str(number), "SQLDATE": "20230405", "EventCode": code,
            "Actor1Name": speaker, "Actor2Name": accused,
        }  # fmt: skip
        lines.append("\t".join(cells.values()))
        one, other = speaker.strip(" "), accused.strip(" ")
        if code == "016" and one:
            wanted[code, one, one] += 1
        elif code in ("112", "1121") and one and other and one != other:
            wanted[code, one, other] += 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.CSV"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
        content, _ = made(path)
    found = {(row["code"], row["speaker"], row["accused"]): row["coded_rows"] for row in rows(content)}
    assert found == dict(wanted)


# ------------------------------------------------------------------------------------------------------------- engines


needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None,
    reason="Spark needs pyspark and Java; both are there in .ci/run where it may install them",
)


def _hostile(folder: Path) -> Path:
    """All that files of events may bring, and some thousand rows of it."""
    chance = random.Random(7)
    content = GDELT.read_bytes() * 40
    lines = content.splitlines()
    for _ in range(30):
        broken = bytearray(chance.choice(lines))
        broken[chance.randrange(1, len(broken))] = chance.choice(b'\xff"\\\x0b')
        lines.insert(chance.randrange(len(lines)), bytes(broken))
    lines += [b"", b'"', b"\xff\xfe", lines[0] + b"\t\t\t"]
    path = folder / "hostile.CSV"
    path.write_bytes(b"\r\n".join(lines))
    return path


@needs_spark
def test_spark_writes_the_same_file_as_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # So few rows are not worth the time that Java takes to make its code fast.
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    sources = (EVENTS / "gdelt-1.export.CSV", _parquet(tmp_path), _hostile(tmp_path))
    ours, report = made(*sources)
    theirs, other = made(*sources, engine="spark")
    assert theirs == ours
    assert (other.rows, other.coded, other.claims) == (report.rows, report.coded, report.claims)
    assert [reason[:2] for reason in other.reasons] == [reason[:2] for reason in report.reasons]


def test_a_cluster_is_told_that_it_cannot_see_files_of_this_computer() -> None:
    with pytest.raises(FormatError, match="the machines of a cluster do not see files of this one"):
        aggregating.aggregate([GDELT], mapping.find("gdelt"), io.BytesIO(), engine="spark", master="spark://far:7077")


def test_without_an_engine_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(FormatError, match=r"events need DuckDB; install it: pip install 'whoblamed\[events\]'"):
        made(GDELT)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(FormatError, match=r"needs pyarrow; install it: pip install"):
            made(GDELT)
    monkeypatch.setitem(sys.modules, "pyspark.sql.functions", None)
    with pytest.raises(FormatError, match=r"needs PySpark; install it: pip install 'whoblamed\[spark\]'"):
        made(GDELT, engine="spark")


def test_what_duckdb_cannot_open_is_said_in_a_line() -> None:
    with pytest.raises(InvalidData, match=r"s3://nobody/none\.parquet: DuckDB cannot "):
        aggregating.aggregate(["s3://nobody/none.parquet"], mapping.find("gdelt"), io.BytesIO())


# ------------------------------------------------------------------------------------------------------------ the file


def test_the_file_is_read_by_duckdb_polars_and_pandas_alike(tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    path.write_bytes(made(GDELT)[0])
    names = list(columns.COLUMNS)
    by_duckdb: Any = duckdb.sql(f"SELECT * FROM '{path}'")
    by_polars, by_pandas = polars.read_parquet(path), pandas.read_parquet(path)
    assert by_duckdb.columns == by_polars.columns == list(by_pandas.columns) == names
    assert [row[names.index("coded_rows")] for row in by_duckdb.fetchall()] == [3, 1, 1, 1]
    assert by_polars["coded_rows"].to_list() == by_pandas["coded_rows"].tolist() == [3, 1, 1, 1]
    assert by_polars["addresses"].to_list()[0] == ["https://news.example/a", "https://news.example/b"]


def test_without_any_claim_there_is_a_file_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "none.CSV"
    path.write_text(GDELT.read_text("utf-8").splitlines()[6] + "\n", encoding="utf-8")
    content, report = made(path)
    assert (rows(content), report.rows, report.coded) == ([], 1, 0)


# ------------------------------------------------------------------------------------------------------------ mappings

MAPPING = (mapping.FOLDER / "polecat.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("out", "into", "message"),
    [
        ("act: attribution", "act: atribution", '"atribution" is not one of attribution, denial, responsibility'),
        ("day: {column", "day: {colunm", 'unknown key "colunm"; did you mean "column"?'),
        ("YYYY-MM-DD}", "DD.MM.YYYY}", '"DD.MM.YYYY" is not one of YYYYMMDD, YYYY-MM-DD'),
        ("lookup: kinds}\n    - {value: group}\naccused", "lookup: kind}\n    - {value: group}\naccused", "no lookup"),
        ("    - {value: group}\naccused", "accused", "kinds end with one for all others"),
        ("GOV: agency", "GOV: agencies", 'there is no kind of actor "agencies" here; did you mean "agency"?'),
        ("polecat: {header: yes}", "polecat: {header: no}", "without a header, the columns need names"),
        ("column: Actor Name}", 'column: "Actor\' Name"}', "none of them a quotation mark"),
        ("coder: POLECAT\n", "", '"coder" is missing'),
        ("  ACCUSE allege: {act: attribution, matter: acts that are not specified}\n", "  {}\n", "add at least one"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_with_its_place(out: str, into: str, message: str) -> None:
    assert out in MAPPING
    with pytest.raises(InvalidData) as raised:
        mapping.parse(MAPPING.replace(out, into, 1).encode(), "m.yaml")
    assert message in str(raised.value)
    assert str(raised.value).startswith("m.yaml:")


def test_a_mapping_of_ones_own_is_named_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MAPPING.replace("events: polecat", "events: mine"), encoding="utf-8")
    content, _ = made(EVENTS / "polecat.txt", by=str(path))
    assert {row["mapping"] for row in rows(content)} == {"mine"}


def test_the_json_schema_allows_what_ships_and_not_what_is_misspelt() -> None:
    validator = Draft202012Validator(mapping.json_schema())
    for file in mapping.FOLDER.glob("*.yaml"):
        said = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
        said["addresses"] = 5
        assert list(validator.iter_errors(said)) == []
        assert list(validator.iter_errors({**said, "coder": {"name": "x"}, "cods": "x"}))


def test_a_name_that_there_is_not_gets_the_nearest() -> None:
    with pytest.raises(FormatError, match="no event mapping 'gdlet'; did you mean gdelt"):
        mapping.find("gdlet")


def test_the_codes_of_cameo_are_those_of_its_published_table() -> None:
    acts = mapping.find("gdelt").mapping.acts
    assert {code: entry.act for code, entry in acts.items()} == {
        "015": "responsibility",
        "016": "denial",
        **dict.fromkeys(("112", "1121", "1122", "1123", "1124", "1125"), "attribution"),
    }


def test_the_widths_of_gdelt_are_those_of_its_code_book() -> None:
    layouts = mapping.find("gdelt").mapping.layouts
    assert {name: len(layout.columns) for name, layout in layouts.items()} == {
        "gdelt-2": 61,
        "gdelt-1": 58,
        "gdelt-1-backfile": 57,
    }


def test_duckdb_holds_no_more_in_memory_than_it_says() -> None:
    assert duck.MEMORY.endswith("MB")


# ------------------------------------------------------------------------------------------------------------ the page

PAGE = (DOCS / "events.md").read_text("utf-8")


def test_the_mapping_on_the_page_is_in_order() -> None:
    (example,) = re.findall(r"```yaml\n(events: .*?)```", PAGE, re.DOTALL)
    assert mapping.parse(example.encode(), "my-events.yaml").mapping.addresses == 5


def test_the_page_has_every_column_and_code() -> None:
    listed = PAGE.partition("## The file")[2]
    assert set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", listed, re.MULTILINE)))) == set(
        columns.COLUMNS
    )
    acts = mapping.find("gdelt").mapping.acts
    table = re.findall(r"^\| (\d+) \| (\w+) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert sorted(table) == sorted((code, entry.act, entry.matter) for code, entry in acts.items())
