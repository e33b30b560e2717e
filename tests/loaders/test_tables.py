"""Tables in all their formats, in order and in disorder: every row is read or told of."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
from whoblamed.loaders import tables
from whoblamed.loaders.formats import FORMATS
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.tables import state
from whoblamed.ontology.records import Actor, Batch, Skipped

from ..support.tables import (
    SIMPLE,
    TABLES,
    batch,
    claims,
    document,
    faults,
    labels,
    names,
    of,
    reader,
    skipped,
    written,
)

HEADER = "who,whom,what\n"
ROW = HEADER + "Arden,Borduria,Theft of the bell\n"


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


# -------------------------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ROW, "rows.csv"),
        (ROW.replace("\n", "\r\n"), "rows.csv"),
        ("\ufeff" + ROW, "rows.csv"),
        ("\n,,\n" + ROW, "rows.csv"),
        (ROW.replace(",", ";"), "rows.csv"),
        (ROW.replace(",", "\t"), "rows.tsv"),
        (ROW.replace(",", "|"), "<stdin>"),
        (ROW.encode("utf-16"), "rows.csv"),
        (json.dumps([{"who": "Arden", "whom": "Borduria", "what": "Theft of the bell"}]), "rows.json"),
        (json.dumps({"what": "Theft of the bell", "whom": "Borduria", "who": "Arden"}) + "\n\n", "rows.jsonl"),
        (workbook(("Rows", [["who", "whom", "what"], ["Arden", "Borduria", "Theft of the bell"]])), "rows.xlsx"),
        (
            workbook(("A", [["x"]]), ("B", [[], ["what", "who", "whom"], ["Theft of the bell", "Arden", "Borduria"]])),
            "x",
        ),
    ],
)
def test_the_same_table_in_every_format_is_the_same_claim(content: str | bytes, name: str) -> None:
    [found] = reader().read([written(content, name)])
    [claim] = claims(found)
    assert claim.iri == claims(batch(SIMPLE, ROW))[0].iri
    assert claim.label == "Arden attributes Theft of the bell to Borduria"
    assert [reason for _, reason in skipped(found) if "the sheet" not in reason] == []


def test_cells_of_a_workbook_are_read_as_they_look() -> None:
    mapping = SIMPLE.replace("source: list}", "source: list, on: '{day}', summary: '{n}, {yes}'}")
    rows: list[list[object]] = [
        ["who", "whom", "what", "day", "n", "yes"],
        ["Arden", "Borduria", "Theft", datetime.datetime(2031, 3, 9), 7.0, True],
        [],
        ["Illyria", "Borduria", "Fire", datetime.datetime(2031, 3, 9, 14, 5), 7.5, None],
    ]
    [found] = reader(mapping).read([written(workbook(("Rows", rows)), "rows.xlsx")])
    assert [(str(claim.stated_on), claim.summary) for claim in claims(found)] == [
        ("2031-03-09", {"": "7, true"}),
        ("2031-03-09", {}),
    ]


def test_a_table_may_be_on_a_sheet_of_its_own_name() -> None:
    mapping = SIMPLE.replace("    actors:", "    sheet: Rows\n    actors:")
    rows: list[list[object]] = [["who", "whom", "what"], ["Arden", "Borduria", "Theft"]]
    document = written(workbook(("Old", [*rows, *rows[1:]]), ("Rows", rows)), "rows.xlsx")
    assert len(claims(reader(mapping).read([document])[0])) == 1
    with pytest.raises(InvalidData, match='there is no sheet "Rows"'):
        reader(mapping).read([written(workbook(("Old", rows)), "rows.xlsx")])


def test_objects_in_objects_have_columns_with_dots_and_lists_have_several_values() -> None:
    mapping = SIMPLE.replace("{whom}", "{blame.whom}")
    rows = [{"who": "Arden", "what": "Fire", "blame": {"whom": ["Borduria", "Illyria", None]}}, {"who": "Arden"}, 7]
    found = batch(mapping, json.dumps(rows), name="rows.json")
    assert names(found, claims(found)[0].accused) == ["Borduria", "Illyria"]
    assert [(line, reason.partition(":")[0]) for line, reason in skipped(found)] == [
        (2, 'no claim "blame"'),
        (3, "no object with a key for each column"),
    ]


def test_the_lines_of_what_is_skipped_are_those_of_the_file() -> None:
    text = HEADER + 'A,B,"C\nD"\n\nA,B\nA,B,C,D\nA,B,C,\n'
    assert skipped(batch(SIMPLE, text)) == [
        (5, "2 cells where the header has 3; a text with the delimiter in it needs quotes"),
        (6, "4 cells where the header has 3; a text with the delimiter in it needs quotes"),
    ]
    book = workbook(("Rows", [["who", "whom", "what"], [], ["A", "B", "C", "D"]]))
    assert skipped(batch(SIMPLE, book, name="rows.xlsx"))[0][0] == 3
    assert skipped(batch(SIMPLE, '{"who": "A", "whom": "B", "what": "C"}\n{"who": \n', name="rows.jsonl"))[-1][0] == 2


# ------------------------------------------------------------------------------------------------------ hostile content


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b"Bord\x92uria", '"whom" has the byte 0x92, which is not UTF-8'),
        (b"Bord\x00uria", '"whom" has the character U+0000'),
        (b"Bord\x1buria", '"whom" has the character U+001B'),
        ("Bord\ufffeuria".encode(), '"whom" has the character U+FFFE'),
        (b"x" * 3000, "a name or title of 3,000 characters"),
        (b"x" * 200_000, "a cell of more than 131,072 characters"),
        (b'"' + b"x\n" * 100_000, "a cell of more than 131,072 characters"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_the_rest_is_read(cell: bytes, reason: str) -> None:
    content = HEADER.encode() + b"Arden," + cell + b",Theft\n" + b"Arden,Illyria,Fire\n"
    found = batch(SIMPLE, content)
    assert skipped(found)[0][0] == 2
    assert reason in skipped(found)[0][1]
    assert [claim.label for claim in claims(found)] == ["Arden attributes Fire to Illyria"]


def test_another_encoding_may_be_named() -> None:
    mapping = SIMPLE.replace("    actors:", "    encoding: cp1252\n    actors:")
    found = batch(mapping, "who,whom,what\nArden,Bordüria’s,Theft\n".encode("cp1252"))
    assert "Bordüria’s" in labels(found).values()
    assert skipped(found) == []


def test_unused_columns_may_hold_anything() -> None:
    found = batch(SIMPLE, b"who,whom,what,note\nArden,Borduria,Theft,\x92\x00\n")
    assert len(claims(found)) == 1


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "rows.csv", "the table is empty"),
        (b"PK\x03\x04[Content_Types].xml", "rows.xlsx", "not a workbook that can be read"),
        (b'[{"who": "A"', "rows.json", "1:1: the file ends too early"),
        (b"[]", "rows.json", "does not have"),
        (b"[" * 65, "rows.json", "1:1: nested deeper than 64 levels"),
        (b'[{"who": "A", "whom": "B", "what": "C"},\n {', "rows.json", "2:1: the file ends too early"),
        (b"01,MAKE PUBLIC STATEMENT\n", "code-book.csv", r"none of the columns that the mapping uses \(who, whom"),
    ],
)
def test_what_cannot_be_read_at_all_is_one_clear_line(content: bytes, name: str, message: str) -> None:
    with pytest.raises(InvalidData, match=message) as caught:
        all_records(written(content, name))
    assert all("\n" not in str(problem) for problem in caught.value.problems)


def all_records(table: Document) -> None:
    for found in reader().read([table]):
        list(found.records)


def test_a_workbook_that_unpacks_to_too_much_or_declares_entities_is_refused() -> None:
    good = workbook(("Rows", [["who", "whom", "what"], ["A", "B", "C"]]))
    with pytest.raises(InvalidData, match="unpacks to"):
        reader().read([written(changed(good, "xl/more.xml", b" " * (70 << 20)), "rows.xlsx")])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'
    with pytest.raises(InvalidData, match="document type declaration"):
        reader().read([written(changed(good, "xl/more.xml", bomb), "rows.xlsx")])


def changed(book: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(book)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@given(st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=8), st.sampled_from(",;\t"))
def test_every_row_is_a_claim_or_is_told_of(cells: list[list[str]], delimiter: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["who", "whom", "what"])
    writer.writerows(cells)
    found = batch(SIMPLE, file.getvalue().encode("utf-8", "surrogatepass"))
    told = {line for line, _ in skipped(found)}
    said = [record for record in found.records if not isinstance(record, Skipped)]
    rows = [row for row in cells if any(cell.strip() for cell in row)]
    assert len(claims(said)) + len(told) >= len({tuple(row) for row in rows if len(row) >= 3}) - len(told)
    assert faults([Batch(found.dataset, said)]) == []


@given(st.binary(max_size=400), st.sampled_from(["rows.csv", "rows.xlsx", "rows.json", "rows.jsonl", "rows"]))
def test_no_bytes_crash_the_reader(content: bytes, name: str) -> None:
    for start in (b"", HEADER.encode(), b'[{"who": "', b'{"who": 1}\n', b"PK\x03\x04xl/"):
        found = Document.of_bytes(start + content, name)
        tables.recognises(found)
        try:
            for each in reader().read([found]):
                list(each.records)
        except InvalidData as error:
            assert str(error)  # noqa: PT017 - any outcome but another exception is right


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        lines = "".join(f"Arden,Borduria,Theft {number}\n" for number in range(count))
        document = written(HEADER + lines)
        [found] = reader().read([document])
        tracemalloc.start()
        for _ in found.records:
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(100)
    few, many = peak(2_000), peak(8_000)
    assert many - few < 6_000 * 500  # some hashes a row, and what is remembered of the latest


def actors_of(speakers: int, rows: int) -> list[str]:
    """The actors that are yielded of so many rows, each about an incident of its own."""
    table = HEADER + "".join(f"Arden {number % speakers},Borduria,Theft {number}\n" for number in range(rows))
    return [record.label for record in batch(SIMPLE, table).records if isinstance(record, Actor)]


def test_who_comes_again_and_again_is_yielded_once_however_many_claims_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Allegations do not push the actors out of what is remembered."""
    monkeypatch.setattr(state, "REMEMBERED", 50)
    found = actors_of(speakers=30, rows=600)
    assert sorted(found) == sorted({*found})
    assert len(found) > 30


def test_who_comes_seldom_among_very_many_is_yielded_again_rather_than_kept_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state, "REMEMBERED", 50)
    found = actors_of(speakers=200, rows=400)
    assert found.count("Arden 7") == 2
    assert found.count("Borduria") == 1


# ---------------------------------------------------------------------------------------------------- which table it is


def test_tables_are_recognised_by_their_content_or_name() -> None:
    assert tables.recognises(document("blames.csv"))
    assert tables.recognises(document("microsoft.json"))
    assert tables.recognises(written(document("eurepoc-attributions.csv").head, "<stdin>"))
    assert not tables.recognises(written("case: x\nactors: {}\n", "<stdin>"))
    assert not tables.recognises(written(b"\x89PNG\r\n\x1a\n\0\0", "<stdin>"))
    assert not tables.recognises(written('{"type": "bundle"}', "<stdin>"))


def test_no_other_format_takes_a_table_for_its_own() -> None:
    for name in ("blames.csv", "microsoft.json", "cfr.csv", "fiat.csv", "eurepoc-incidents.csv"):
        assert [format_.name for format_ in FORMATS if format_.recognises(document(name))] == ["table"], name


def test_a_table_that_no_mapping_fits_is_told_how_to_get_one() -> None:
    with pytest.raises(InvalidData, match=r"blames\.csv: no mapping fits this table; write a mapping for it"):
        tables.read([document("blames.csv")])
    with pytest.raises(InvalidData, match=r"fact file \(whoblamed schema --template csv\)"):
        tables.read([document("blames.csv")])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_a_table_that_is_empty_is_told_so(content: bytes) -> None:
    with pytest.raises(InvalidData, match=r"^rows\.csv: the table is empty$"):
        tables.read([Document.of_bytes(content, "rows.csv")])


def test_tables_of_one_mapping_are_one_data_set_and_of_several_several() -> None:
    documents = [document(name) for name in ("eurepoc-attributions.csv", "microsoft.json", "eurepoc-incidents.csv")]
    found = tables.read(documents)
    assert [batch.dataset.name for batch in found] == ["eurepoc", "microsoft"]
    assert found[0].dataset.tables == ("attributions", "incidents")
    assert found[0].dataset.origin == "eurepoc-attributions.csv; eurepoc-incidents.csv"
    assert found[0].dataset.sha256 == tables.read(documents[::-1])[0].dataset.sha256
    with pytest.raises(InvalidData, match="cannot be one data set"):
        tables.read(documents, "mine")


def test_a_table_never_seen_before_is_read_by_a_mapping_of_the_user() -> None:
    own = tables.named(str(TABLES / "blames.yaml"))
    assert own is not None
    [found] = own.read([document("blames.csv")])
    assert sorted(claim.label for claim in claims(found)) == [
        "Arden attributes Intrusion at the Arden Mint to Borduria (2031-03-04)",
        "Borduria attributes Intrusion at the Arden Mint to Arden (2031-03-05)",
        "Illyria attributes Outage of Port Belmont to Grey Heron, Borduria (2031-03)",
    ]
    assert {actor.label: actor.kind for actor in of(Actor, found.records)}["Grey Heron"] == "group"
    assert faults([found]) == []


def test_the_same_bytes_under_any_name_and_path(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(document("microsoft.json").head)
    assert claims(tables.read([Document.of_file(path)])[0])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'[{"who": nobody}]', "a word other than true, false and null; a text stands in quotation marks"),
        (b"[{'who': 1}]", "a character that cannot stand there"),
        (b'[{"who": "A" "whom": "B"}]', "a comma or a closing } is missing"),
        (b'[{"who" "A"}]', "a colon is missing after a key"),
        (b'[{who: "A"}]', "a character that cannot stand there"),
        (b'[{1: "A"}]', "a key must be a text in quotation marks"),
        (b'[{"who": "A"}, ]', "a comma, bracket or colon that is too many, or a value that is missing"),
        (b'[{"who": "A\\q"}]', "a backslash before a character that needs none"),
        (b'[{"who": "\xff"}]', "bytes that are not UTF-8"),
        (b'[{"who": "a\tb"}]', "a control character in a text; write it as \\u and four digits"),
        (b'[{"who": 1.}]', "a number that breaks off"),
        (b'[{"who": 1} {"who": 2}]', "a comma or a closing ] is missing"),
    ],
)
def test_broken_json_is_told_in_our_words(content: bytes, told: str) -> None:
    from whoblamed.loaders.opening.jsonevents import events

    with pytest.raises(InvalidData) as raised:
        list(events(Document.of_bytes(content, "rows.json"), longest=1000))
    assert str(raised.value) == f"rows.json:1:1: this is not JSON: {told}"
