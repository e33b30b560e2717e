"""How tables are written, where they are not written as usual: what a mapping can say of it, and what is told."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any, cast

import openpyxl
import pytest
import yaml
from jsonschema import Draft202012Validator
from whoblamed.errors import InvalidData
from whoblamed.loaders import formats, tables
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.opening.jsonguard import MOST_DIGITS
from whoblamed.loaders.tables.mapping.file import mapping_schema, parse
from whoblamed.loaders.tables.rows import delimited, jsontable
from whoblamed.ontology.records import Actor

from ..support.tables import SIMPLE, batch, claims, names, of, reader, skipped

THEFT = "Arden attributes Theft to Borduria"
FIRE = "Arden attributes Fire to Illyria"
ROW = {"who": "Arden", "whom": "Borduria", "what": "Theft"}


def saying(*keys: str) -> str:
    """The simple mapping, with more keys of its table."""
    return SIMPLE.replace("    actors:", "".join(f"    {key}\n" for key in keys) + "    actors:")


def labels_of(mapping: str, content: str | bytes, name: str = "rows.csv") -> list[str]:
    return [claim.label for claim in claims(batch(mapping, content, name=name))]


def told(mapping: str, content: str | bytes, name: str = "rows.csv") -> list[tuple[int, str]]:
    return skipped(batch(mapping, content, name=name))


def problems(mapping: str) -> str:
    with pytest.raises(InvalidData) as caught:
        parse(mapping.encode(), "my.yaml")
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------ delimited texts


@pytest.mark.parametrize(
    ("keys", "content"),
    [
        (["header: no", "columns: [who, whom, what]"], "Arden,Borduria,Theft\n"),
        (["header: no", "columns: [who, whom, what]"], "Arden\tBorduria\tTheft\n"),
        (["skip_rows: 2"], "My table of blames\n\nwho,whom,what\nArden,Borduria,Theft\n"),
        (["skip_rows: 1"], 'Blames, "as I see them\nwho,whom,what\nArden,Borduria,Theft\n'),
        ([], "sep=;\nwho;whom;what\nArden;Borduria;Theft\n"),
        ([], "\ufeffsep=|\r\nwho|whom|what\r\nArden|Borduria|Theft\r\n"),
        (["skip_rows: 1"], "sep=;\nBlames\nwho;whom;what\nArden;Borduria;Theft\n"),
        (["comment: '#'"], '# a "note\nwho,whom,what\n#Arden,Illyria,Fire\nArden,Borduria,Theft\n'),
        (["delimiter: ':'"], "who:whom:what\nArden:Borduria:Theft\n"),
        (["delimiter: tab"], "who\twhom\twhat\nArden\tBorduria\tTheft\n"),
        (['quote: "\'"'], "who,whom,what\nArden,'Borduria',Theft\n"),
    ],
)
def test_a_mapping_says_how_a_table_is_written(keys: list[str], content: str) -> None:
    assert labels_of(saying(*keys), content) == [THEFT]


def test_the_lines_told_are_those_of_the_file_whatever_is_left_out_before() -> None:
    mapping = saying("skip_rows: 1", "comment: '#'")
    assert told(mapping, "sep=,\nBlames\n# note\nwho,whom,what\n# note\nArden\n")[0][0] == 6


def test_nothing_is_quoted_in_files_delimited_by_tabs_unless_the_mapping_says_so() -> None:
    content = 'who\twhom\twhat\nArden\t5" Crew\tTheft\nArden\tIllyria\t"Fire"\n'
    assert labels_of(SIMPLE, content) == ['Arden attributes Theft to 5" Crew', 'Arden attributes "Fire" to Illyria']
    [(line, reason)] = told(SIMPLE, content)
    assert (line, reason[:40]) == (3, '"what" and perhaps other cells stand in ')
    assert labels_of(saying("quote: '\"'"), content.replace('5"', "5")) == ["Arden attributes Theft to 5 Crew", FIRE]


def test_a_quotation_mark_may_be_meant_as_such_in_commas_too() -> None:
    assert labels_of(saying("quote: none"), 'who,whom,what\nArden,"Borduria,Theft\n') == [
        'Arden attributes Theft to "Borduria'
    ]


def test_an_odd_quotation_mark_is_told_and_the_lines_that_follow_are_read() -> None:
    content = 'who,whom,what\nArden,"Grey" Heron,Theft\nArden,"Borduria,Theft\nArden,Illyria,Fire\n'
    assert labels_of(SIMPLE, content) == [FIRE]
    [first, second] = told(SIMPLE, content)
    assert first[0] == 2
    assert first[1].startswith("a quotation mark is closed in the middle of a cell")
    assert second[0] == 3
    assert second[1].startswith("a quotation mark is never closed")


def test_so_much_is_read_again_and_then_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_MOST_AGAIN", 10)
    content = 'who,whom,what\nArden,"Borduria,Theft\nArden,Illyria,Fire\n'
    assert told(SIMPLE, content)[0][1].endswith("; with it the lines to 3 are left out")


def test_a_header_longer_than_what_is_looked_at_first_is_read_whole() -> None:
    more = ",".join(f"column {number:06}" for number in range(6000))
    assert len(more) > 64 << 10
    content = f"{more},who,whom,what\n{',' * 6000}Arden,Borduria,Theft\n"
    assert labels_of(SIMPLE, content) == [THEFT]
    assert told(SIMPLE, content) == []


def test_a_table_without_its_header_in_the_first_row_is_told_what_to_write() -> None:
    with pytest.raises(
        InvalidData, match=r"none of the columns .*who.* is in the first row \(My blames\); .*skip_rows"
    ):
        batch(SIMPLE, "My blames\n\nwho,whom,what\n")


def test_columns_that_have_no_names_must_be_as_many_as_there_are_cells() -> None:
    with pytest.raises(InvalidData, match="the first row has not the 3 cells"):
        batch(saying("header: no", "columns: [who, whom, what]"), "Arden,Borduria\n")


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        (["header: no"], "without a header, the columns need names"),
        (["columns: [who, whom, what]"], "the names of the columns are in the header"),
        (["header: no", "columns: [who, whom, what, who]"], "two columns have one name"),
        (["skip_rows: two"], '"two" is not a number of rows'),
        (["delimiter: ','", "quote: ','"], "the delimiter is no quotation mark"),
        (["delimiter: ab"], '"ab" is not a delimiter'),
        (["quote: ab"], '"ab" is not a quotation mark'),
    ],
)
def test_what_cannot_be_meant_of_a_table_is_told(keys: list[str], problem: str) -> None:
    assert problem in problems(saying(*keys))


@pytest.mark.parametrize(
    "keys",
    [
        ["header: no", "columns: [who, whom, what]"],
        ["skip_rows: 2", "comment: '#'", "delimiter: tab", "quote: none", "hidden: yes"],
        ["at: results.rows"],
        ["at: [rows, results.rows]"],
    ],
)
def test_the_schema_for_editors_knows_these_keys(keys: list[str]) -> None:
    mapping = saying(*keys).replace("kind: state}", "kind: state, iso: yes}")
    mapping += "lookups:\n  kinds: {gazetteer: [company], default: state}\n"
    parse(mapping.encode(), "my.yaml")
    validator = Draft202012Validator(mapping_schema())
    assert list(validator.iter_errors(yaml.safe_load(mapping))) == []
    assert list(validator.iter_errors(yaml.safe_load(mapping.replace("sources:", "sorces:")))) != []


def test_a_table_of_rows_inside_json_is_found_in_nothing_else() -> None:
    with pytest.raises(InvalidData):
        batch(saying("at: rows"), "who,whom,what\nArden,Borduria,Theft\n")


def test_of_several_ways_to_the_rows_those_are_gone_that_lead_to_them() -> None:
    mapping = saying("at: [rows, results.rows]")
    for content in ({"rows": [ROW]}, {"results": {"rows": [ROW]}}):
        assert labels_of(mapping, json.dumps(content), "r.json") == [THEFT]


def test_a_flood_of_reasons_is_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_REASONS", 2)
    content = "who,whom,what,day\n" + "".join(f"Arden,Borduria,Theft {number},soon {number}\n" for number in range(5))
    reasons = [reason for _, reason in told(dated(), content)]
    assert len({*reasons}) == 3
    assert len(reasons) == 5
    assert reasons[-1].startswith("another reason, of which there are too many")


# ----------------------------------------------------------------------------------------------------------------- JSON


def test_the_rows_may_be_inside_an_object() -> None:
    content = json.dumps({"next": "x", "head": {"rows": []}, "results": {"more": [[1]], "bindings": [ROW, 7]}})
    mapping = saying("at: results.bindings")
    assert labels_of(mapping, content, "r.json") == [THEFT]
    assert told(mapping, content, "r.json") == [(2, "no object with a key for each column")]


def test_the_rows_may_be_in_a_list_of_each_object_and_use_what_is_around_them() -> None:
    content = json.dumps(
        [{"blames": [{"whom": "Borduria", "what": "Theft"}, {"whom": "Illyria", "what": "Fire"}], "who": "Arden"}]
    )
    mapping = saying("at: blames").replace("{who}", "{../who}")
    assert labels_of(mapping, content, "r.json") == [THEFT, FIRE]
    assert labels_of(mapping, content[1:-1] + "\n", "r.jsonl") == [THEFT, FIRE]
    wrapped = json.dumps({"data": {"items": json.loads(content)}})
    assert labels_of(saying("at: data.items.blames").replace("{who}", "{../who}"), wrapped, "r.json") == [THEFT, FIRE]


def test_a_column_goes_through_lists_of_objects() -> None:
    row = {**ROW, "whom": {"data": [{"name": "Borduria"}, {"name": None}, {"name": ["Illyria"]}, {}]}}
    found = batch(SIMPLE.replace("{whom}", "{whom.data.name}"), json.dumps([row]), name="r.json")
    assert names(found, claims(found)[0].accused) == ["Borduria", "Illyria"]


def test_one_object_is_one_row() -> None:
    assert labels_of(SIMPLE, json.dumps(ROW, indent=1), "r.json") == [THEFT]


@pytest.mark.parametrize("name", ["r.csv", "r.json", "<stdin>"])
def test_an_object_is_never_read_as_csv_and_it_is_told_where_its_rows_may_be(name: str) -> None:
    content = json.dumps({"next": "x", "results": {"rows": [ROW]}})
    with pytest.raises(InvalidData, match=r"this JSON has no rows with these columns .*; write .* at: results\.rows"):
        batch(SIMPLE, content, name=name)


def test_there_may_be_nothing_where_the_rows_should_be() -> None:
    with pytest.raises(InvalidData, match='no rows with these columns under "results"'):
        batch(saying("at: results"), json.dumps([ROW]), name="r.json")


def test_rows_of_an_array_are_told_by_their_number() -> None:
    content = json.dumps([ROW, {**ROW, "whom": "\x07"}, {**ROW, "whom": "Bor\ud800duria"}])
    assert told(SIMPLE, content, "r.json") == [
        (2, '"whom" has the character U+0007, which no text may hold; delete it; the whole row is left out'),
        (
            3,
            '"whom" has half a surrogate pair, or U+FFFF, which no text may hold; delete it; the whole row is left out',
        ),
    ]
    lines = json.dumps({**ROW, "whom": "Bor\ud800duria"}) + "\n"
    assert told(SIMPLE, lines, "r.jsonl")[0][1].startswith('"whom" has half a surrogate pair')


def test_an_object_where_a_name_should_be_is_told_as_what_it_is() -> None:
    content = json.dumps(
        [{**ROW, "who": {"name": "Arden"}}, {**ROW, "who": ["Arden", {"name": "Borduria"}]}, {**ROW, "who": {}}]
    )
    inside = '"who" is an object, and no text; name what is inside it in the mapping, as who.KEY'
    found = told(SIMPLE, content, "r.json")
    assert [number for number, reason in found if reason == inside] == [1, 2]
    assert [reason.partition("; ")[2] for number, reason in found if number == 1 and reason != inside] == [
        '"who" is an object)'
    ]
    assert [reason.partition("; ")[2] for number, reason in found if number == 3] == ['"who" is empty)']


def test_numbers_keep_all_their_digits() -> None:
    row = '{"who": "Arden", "whom": "Borduria", "what": 18446744073709551617}'
    assert labels_of(SIMPLE, f"[{row}]", "r.json") == ["Arden attributes 18446744073709551617 to Borduria"]


def test_what_no_parser_should_see_is_refused_or_told() -> None:
    digits = "1" * (MOST_DIGITS + 1)
    with pytest.raises(InvalidData, match=r"r\.json:2:1: a number of more than 100 digits"):
        list(batch(SIMPLE, f'[{json.dumps(ROW)},\n{{"x": {digits}}}]', name="r.json").records)
    assert told(SIMPLE, json.dumps(ROW) + f'\n{{"x": {digits}}}\n', "r.jsonl")[0][0] == 2
    deep = "[" * jsontable.DEEPEST + "]" * jsontable.DEEPEST
    assert told(SIMPLE, json.dumps(ROW) + f'\n{{"x": {deep}}}\n', "r.jsonl")[0][1].startswith("nested deeper than")


def test_lines_none_of_which_can_be_read_are_refused_for_what_is_wrong_with_them() -> None:
    """Not for columns that are not there."""
    digits = "1" * (MOST_DIGITS + 1)
    with pytest.raises(InvalidData) as refused:
        list(batch(SIMPLE, f'{{"who": {digits}}}\n{{"who": \n', name="r.jsonl").records)
    assert [(each.line, each.message.partition(":")[0]) for each in refused.value.problems] == [
        (1, "a number of more than 100 digits; write it as a text"),
        (2, "not valid JSON"),
    ]


def test_an_object_of_more_values_than_a_row_may_hold_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontable, "MOST_VALUES", 10)
    content = json.dumps([ROW, {"x": [1] * 11}])
    assert told(SIMPLE, content, "r.json")[0] == (
        2,
        "more than 10 values; if the rows are in it, say where with at: KEY",
    )


def test_what_follows_the_rows_must_be_json_too() -> None:
    with pytest.raises(InvalidData, match="this is not JSON"):
        list(batch(saying("at: rows"), f'{{"rows": [{json.dumps(ROW)}], x}}', name="r.json").records)


# --------------------------------------------------------------------------------------------------------------- binary


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PARE\x15\0", "an encrypted Parquet file"),
        (b"FEA1\0\0", "a Feather file of the first version"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "a workbook of before 2007"),
        (b"\x01\0\0\0\x02\0\0\0", "binary"),
        (bytes(range(255, -1, -3)) * 4, "binary"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(head: bytes, what: str) -> None:
    document = Document.of_bytes(head, "rows.csv")
    assert not tables.recognises(document)
    assert formats.unrecognised(document).startswith(what)
    with pytest.raises(InvalidData, match=what):
        reader().read([document])


def test_a_table_in_an_old_encoding_or_with_a_character_too_many_is_no_binary() -> None:
    content = "who,whom,what\nM\u00fcnchen,\u00d6tz\x01i,Fr\u00e9jus\n" + "M\u00fcnchen,\u00d6tzi,Fr\u00e9jus\n" * 9
    for encoding in ("cp1252", "utf-8"):
        assert formats.unrecognised(Document.of_bytes(content.encode(encoding), "r.csv")) == "of no known format"


# ------------------------------------------------------------------------------------------------------------ workbooks

HEADER = ["who", "whom", "what", "day"]


class Book:
    """A workbook in the making, of one sheet unless more are added."""

    def __init__(self, *rows: list[Any]) -> None:
        self.book = openpyxl.Workbook()
        self.sheet = cast(Any, self.book.active)
        for row in rows:
            self.sheet.append(row)

    def content(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def dated() -> str:
    return SIMPLE.replace("source: list}", "source: list, on: '{day}'}")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("mmm-yy", "2031-03"),
        ("mmmm yyyy", "2031-03"),
        ("[$-409]mmm\\ yy;@", "2031-03"),
        ("yyyy", "2031"),
        ("yyyy-mm-dd", "2031-03-01"),
        ('d. mmmm "in" yyyy', "2031-03-01"),
    ],
)
def test_a_date_is_as_precise_as_its_cell_shows_it(shown: str, meant: str) -> None:
    book = Book(HEADER, ["Arden", "Borduria", "Theft", datetime.date(2031, 3, 1)])
    book.sheet["D2"].number_format = shown
    [claim] = claims(batch(dated(), book.content(), name="rows.xlsx"))
    assert str(claim.stated_on) == meant


def test_a_day_that_is_shown_without_its_year_is_told() -> None:
    book = Book(HEADER, ["Arden", "Borduria", "Theft", datetime.date(2031, 3, 9)])
    book.sheet["D2"].number_format = "d-mmm"
    [(line, reason)] = told(dated(), book.content(), "rows.xlsx")
    assert (line, reason[:53]) == (2, '"day" shows a day without its year (d-mmm), for which')


def test_errors_and_formulas_without_a_result_are_no_names() -> None:
    book = Book(["who", "whom", "what"], ["Arden", "#REF!", "Theft"], ["Arden", "=A2", "Fire"], ["Arden", "X", "#N/A"])
    book.sheet["B2"].data_type = book.sheet["C4"].data_type = "e"
    found = batch(SIMPLE, book.content(), name="rows.xlsx")
    assert claims(found) == []
    assert {actor.label for actor in of(Actor, found.records)} == {"Arden", "X"}
    reasons = told(SIMPLE, book.content(), "rows.xlsx")
    assert (2, '"whom" has the error #REF! and is taken for empty') in reasons
    assert (3, '"whom" has a formula without a result and is taken for empty; save the workbook once more') in reasons
    assert (4, '"what" has the error #N/A and is taken for empty') in reasons


def test_hidden_rows_are_not_read_and_told_unless_they_are_wanted() -> None:
    book = Book(["who", "whom", "what"], ["Arden", "Borduria", "Theft"], ["Arden", "Illyria", "Fire"])
    book.sheet.row_dimensions[2].hidden = True
    assert labels_of(SIMPLE, book.content(), "rows.xlsx") == [FIRE]
    [(line, reason)] = told(SIMPLE, book.content(), "rows.xlsx")
    assert (line, reason[:18]) == (2, "this row is hidden")
    assert labels_of(saying("hidden: yes"), book.content(), "rows.xlsx") == [THEFT, FIRE]
    assert told(saying("hidden: yes"), book.content(), "rows.xlsx") == []


def test_hidden_sheets_are_read_where_they_are_named_or_wanted_and_others_told() -> None:
    book = Book(["who", "whom", "what"], ["Arden", "Borduria", "Theft"])
    old: Any = book.book.create_sheet("Old")
    old.append(["who", "whom", "what"])
    old.append(["Arden", "Illyria", "Fire"])
    old.sheet_state = "veryHidden"
    book.book.create_sheet("Empty")
    cast(Any, book.book.create_sheet("Notes")).append(["Read me"])
    content = book.content()
    assert labels_of(SIMPLE, content, "rows.xlsx") == [THEFT]
    assert [reason for _, reason in told(SIMPLE, content, "rows.xlsx")] == [
        'the sheet "Old" is hidden in a workbook; write hidden: yes into the mapping to read it all the same',
        'the sheet "Notes" has not the columns of any table of the mapping',
    ]
    assert labels_of(saying("sheet: Old"), content, "rows.xlsx") == [FIRE]
    assert labels_of(saying("hidden: yes"), content, "rows.xlsx") == [THEFT, FIRE]


def test_title_rows_and_missing_headers_of_workbooks() -> None:
    titled = Book(["Blames"], [], ["who", "whom", "what"], ["Arden", "Borduria", "Theft"])
    assert labels_of(saying("skip_rows: 1"), titled.content(), "rows.xlsx") == [THEFT]
    bare = Book(["Arden", "Borduria", "Theft"])
    mapping = saying("header: no", "columns: [who, whom, what]")
    assert labels_of(mapping, bare.content(), "rows.xlsx") == [THEFT]


@pytest.mark.parametrize(("number", "told_as"), [("0", 3), ("1048577", 3), ("1", 3)])
def test_a_row_of_an_impossible_number_is_told(number: str, told_as: int) -> None:
    book = Book(["who", "whom", "what"], ["Arden", "Illyria", "Fire"], ["Arden", "Borduria", "Theft"])
    content = changed(book.content(), "xl/worksheets/sheet1.xml", b'<row r="3"', f'<row r="{number}"'.encode())
    assert labels_of(SIMPLE, content, "rows.xlsx") == [FIRE]
    assert told(SIMPLE, content, "rows.xlsx") == [
        (told_as, f"the number of this row is {number}, after 2; save the workbook again")
    ]


def changed(book: bytes, member: str, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert old in content or name != member
            target.writestr(name, content.replace(old, new) if name == member else content)
    return file.getvalue()
