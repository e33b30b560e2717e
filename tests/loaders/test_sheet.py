"""Fact files as spreadsheets: what people write into cells, what it means, and what is told by cell."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import whoblamed
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.errors import InvalidData, Problem
from whoblamed.graph import Graph
from whoblamed.graph.status.assessment import assess
from whoblamed.loaders.facts import sheet
from whoblamed.loaders.facts.schema import ClaimEntry
from whoblamed.loaders.facts.sheet import template
from whoblamed.loaders.facts.sheet.build import SHEET
from whoblamed.loaders.facts.sheet.columns import CLAIMS, OTHERS
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.yaml import marks
from whoblamed.ontology.records import Actor, Batch, Claim, Reliance, Source

from ..support.places import DOCS

Rows = Sequence[dict[str, str]]
ONE = {
    "id": "a1",
    "act": "attribution",
    "by": "Police of Arden",
    "by_kind": "agency",
    "accused": "Grey Moth",
    "accused_kind": "group",
    "incident": "Harbour outage",
    "on": "2031-04-03",
    "source": "What the police found",
}


def csv_of(rows: Rows, delimiter: str = ",") -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(content: bytes, name: str = "mine.csv") -> Batch:
    document = Document.of_bytes(content, name)
    assert sheet.recognises(document)
    (batch,) = sheet.read([document])
    return batch


@pytest.mark.parametrize(("heading", "slip"), [("act", "akt"), ("by", "bye"), ("source", "souce")])
def test_a_slip_in_a_heading_that_must_be_there_is_told_by_cell(tmp_path: Path, heading: str, slip: str) -> None:
    """Such a table is a fact file with a slip, and no table that needs a mapping."""
    path = tmp_path / "mine.csv"
    path.write_bytes(csv_of([{slip if name == heading else name: value for name, value in ONE.items()}]))
    result = CliRunner().invoke(main, ["check", str(path)])
    place = list(ONE).index(heading) + 1
    assert result.exit_code == 1
    assert f'mine.csv:1:{place}: unknown column "{slip}"; did you mean "{heading}"?' in result.output


def test_a_table_that_shares_a_few_headings_with_ours_is_none_of_ours() -> None:
    row = dict.fromkeys(["id", "url", "on", "source", "title", "author", "region"], "x")
    assert not sheet.recognises(Document.of_bytes(csv_of([row]), "theirs.csv"))


def of_kind(batch: Batch, kind: type) -> dict[str, Any]:
    return {record.iri.rsplit("/", 1)[-1]: record for record in batch.kept() if isinstance(record, kind)}


def problems(rows: Rows, name: str = "mine.csv") -> list[str]:
    with pytest.raises(InvalidData) as caught:
        read(csv_of(rows), name)
    return str(caught.value).splitlines()


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def joined(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value or ""


def named(name: Any) -> str:
    return str(name if isinstance(name, str) else name["en"])


# ------------------------------------------------------------------------------------------------ what a line says


def test_a_line_is_a_claim_with_the_actors_incident_and_source_that_it_names() -> None:
    batch = read(csv_of([ONE]))
    claim = of_kind(batch, Claim)["a1"]
    assert claim.label == "Police of Arden attributes Harbour outage to Grey Moth (2031-04-03)"
    assert {actor.label: actor.kind for actor in of_kind(batch, Actor).values()} == {
        "Police of Arden": "agency",
        "Grey Moth": "group",
    }
    assert (batch.dataset.name, batch.dataset.format) == ("mine", "sheet")


def test_it_means_what_the_same_fact_file_means(small_case: Path, tmp_path: Path) -> None:
    """The harbour case, its claims as lines and its things on sheets, gives the records that the YAML gives."""
    data = marks.read(small_case.read_bytes(), "small.yaml").data
    rows = [["id", "act", "by", "accused", "incident", "role", "on", "source"]]
    claims = [claim for claim in data["claims"] if claim["act"] == "attribution"]
    rows += [[joined(claim.get(column)) for column in rows[0]] for claim in claims]
    actors = [["key", "name", "kind", "part_of"]]
    actors += [[key, named(a["name"]), a["kind"], joined(a.get("part_of"))] for key, a in data["actors"].items()]
    incidents = [["key", "name"], *([key, named(i["name"])] for key, i in data["incidents"].items())]
    sources = [["key", "title"], *([key, named(s["title"])] for key, s in data["sources"].items())]
    content = workbook(claims=rows, actors=actors, incidents=incidents, sources=sources)
    (tmp_path / "harbour-2031.xlsx").write_bytes(content)
    mine, theirs = whoblamed.open(":memory:"), whoblamed.open(":memory:")
    mine.load(tmp_path / "harbour-2031.xlsx")
    theirs.load(small_case)

    def said(graph: Graph) -> set[Any]:
        found = [claim for claim in graph.claims() if claim.act == "attribution"]
        return {(c.iri, c.label, c.speakers, c.about, c.accused, c.incident, c.stated_on, c.made_in) for c in found}

    assert said(mine) == said(theirs)


def test_who_speaks_together_says_one_claim() -> None:
    (claim,) = of_kind(read(csv_of([{**ONE, "by": "Police of Arden; Cyber Office;"}])), Claim).values()
    assert len(claim.speakers) == 2


def test_one_press_release_in_three_papers_is_one_origin(tmp_path: Path) -> None:
    papers = [
        {
            **ONE,
            "id": f"p{n}",
            "source": f"Paper {n} on the outage",
            "publisher": f"Paper {n}",
            "url": f"https://p{n}.example/",
        }
        for n in (1, 2, 3)
    ]
    for paper in papers:
        paper |= {"source_relies_on": "The press release", "source_mode": "wire"}
    (tmp_path / "mine.csv").write_bytes(csv_of(papers))
    graph = whoblamed.open(":memory:")
    graph.load(tmp_path / "mine.csv")
    (found,) = assess(graph.facts())
    assert (found.origins.outlets, found.origins.low, found.origins.high) == (3, 1, 1)
    batch = read(csv_of(papers))
    assert {reliance.mode for reliance in of_kind(batch, Reliance).values()} == {"wire"}
    assert [str(warning) for warning in batch.warnings][:1] == [
        'mine.csv:2:12: warning: source_relies_on: no line has the source "The press release"; '
        "it is taken for one of which only the title is known"
    ]


def test_a_source_is_known_by_its_address_and_else_by_its_title() -> None:
    rows = [
        {**ONE, "id": "1", "source": "News", "url": "https://a.example/"},
        {**ONE, "id": "2", "source": "News", "url": "https://b.example/"},
        {**ONE, "id": "3", "source": "", "url": "https://b.example/"},
        {**ONE, "id": "4", "source": "Letters", "url": ""},
        {**ONE, "id": "5", "source": "LETTERS", "url": ""},
    ]
    batch = read(csv_of(rows))
    assert len(of_kind(batch, Source)) == 3
    claims = of_kind(batch, Claim)
    assert claims["2"].made_in == claims["3"].made_in != claims["1"].made_in
    assert claims["4"].made_in == claims["5"].made_in


def test_states_and_publishers_need_no_kind() -> None:
    actors = of_kind(
        read(csv_of([{**ONE, "accused": "Nordkorea", "accused_kind": "", "publisher": "The Daily"}])), Actor
    )
    assert {actor.label: actor.kind for actor in actors.values()} == {
        "Police of Arden": "agency",
        "Nordkorea": "state",
        "The Daily": "outlet",
    }


def test_an_actor_says_once_what_it_is_wherever_that_is() -> None:
    later = {
        **ONE,
        "id": "a2",
        "by": "Grey Moth",
        "by_kind": "group",
        "accused": "Arden State",
        "accused_kind": "state",
    }
    batch = read(csv_of([{**ONE, "accused_kind": ""}, later]))
    assert of_kind(batch, Actor)["grey-moth"].kind == "group"


def test_who_is_told_of_second_hand_and_who_speaks_for_somebody_is_found() -> None:
    told = {**ONE, "as_told_by": "The Courier", "through": "a spokesman", "own_view": "TRUE", "form": "interview"}
    (claim,) = of_kind(read(csv_of([told])), Claim).values()
    assert (claim.through_words, claim.own_view, claim.form, len(claim.as_told_by)) == (
        "a spokesman",
        True,
        "interview",
        1,
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2031-04-03", "2031-04-03"),
        ("3.4.2031", "2031-04-03"),
        ("03.04.2031", "2031-04-03"),
        ("4/13/2031", "2031-04-13"),
        ("13/4/2031", "2031-04-13"),
        ("2031-04", "2031-04"),
        ("2031", "2031"),
    ],
)
def test_dates_as_people_type_them(written: str, meant: str) -> None:
    (claim,) = of_kind(read(csv_of([{**ONE, "on": written}])), Claim).values()
    assert str(claim.stated_on) == meant


def test_real_dates_of_a_workbook_are_days() -> None:
    rows: list[list[Any]] = [
        list(ONE),
        [datetime.date(2031, 4, 3) if name == "on" else text for name, text in ONE.items()],
    ]
    (claim,) = of_kind(read(workbook(Tabelle1=rows), "mine.xlsx"), Claim).values()
    assert str(claim.stated_on) == "2031-04-03"


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("1500", "quantity", "1500"),
        ("about 1500", "quantity_about", "1500"),
        ("at least 300", "quantity_at_least", "300"),
        ("300 to 500", "quantity_at_most", "500"),
    ],
)
def test_figures_in_words(written: str, field: str, value: str) -> None:
    report = {
        "id": "r",
        "act": "report",
        "by": "Arden Police",
        "by_kind": "agency",
        "source": "x",
        "quantity": written,
        "unit": "boxes",
    }
    (claim,) = of_kind(read(csv_of([report])), Claim).values()
    assert str(getattr(claim, field)) == value


def test_what_a_spreadsheet_writes_is_read_as_it_is() -> None:
    """Semicolons between cells, a byte order mark, headings as people write them, lines that are switched off."""
    head = "ID;Act;By;By Kind;Accused;Accused kind;Incident;On;Source;Notes"
    line = "a1;attribution;Police;agency;Moth;group;Outage;2031;Story;my note"
    off = "#a2;attribution;Nobody;;;;;;;"
    batch = read(b"\xef\xbb\xbf" + "\r\n".join((head, line, off, "")).encode())
    assert list(of_kind(batch, Claim)) == ["a1"]


def test_claims_without_an_id_get_one_that_stays() -> None:
    rows = [{**ONE, "id": ""}, {**ONE, "id": ""}, {**ONE, "id": "", "on": "2031-05"}]
    ids = list(of_kind(read(csv_of(rows)), Claim))
    assert ids[0] == "police-of-arden-attribution-grey-moth-2031-04-03"
    assert len(set(ids)) == 3
    assert set(of_kind(read(csv_of(rows[2:])), Claim)) <= set(ids)


def test_the_actors_of_a_folder_are_used(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(
        "case: ours\nactors:\n  moth: {name: Grey Moth, kind: persona, aliases: [GM]}\n"
    )
    (tmp_path / "mine.csv").write_bytes(csv_of([{**ONE, "accused": "GM", "accused_kind": ""}]))
    graph = whoblamed.open(":memory:")
    graph.load(tmp_path / "mine.csv")
    (claim,) = graph.claims()
    assert claim.accused == ("https://w3id.org/whoblamed/id/ours/actor/moth",)


# ------------------------------------------------------------------------------------------------------- told by cell


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"act": "denail"}, 'mine.csv:2:2: act: "denail" is not one of attribution, '),
        ({"by": ""}, 'mine.csv:2:1: "by" is missing'),
        ({"by_kind": "agncy"}, 'mine.csv:2:4: by_kind: "agncy" is not one of state, agency'),
        ({"by_kind": ""}, 'mine.csv:2:3: by: "Police of Arden" is new: say once what it is (state, agency, '),
        ({"by_kind": "agency; group"}, 'mine.csv:2:4: by_kind: 2 kinds for 1 actors in "by"'),
        ({"on": "1/2/2031"}, 'mine.csv:2:8: on: "1/2/2031" is not a date; write YYYY-MM-DD'),
        ({"on": "30.2.2031"}, "mine.csv:2:8: on: "),
        ({"responds_to": "nobody"}, 'mine.csv:2:10: responds_to: no claim "nobody" in this file'),
        ({"quantity": "3"}, 'mine.csv:2:10: quantity: "quantity" has no meaning for act attribution'),
        ({"confidence_scale": "wep"}, 'mine.csv:2:10: confidence_scale: "scale" and "label" go together'),
        ({"quote": "word " * 30}, "mine.csv:2:10: quote: the quotation has 30 words"),
        ({"section": "", "paragraph": "first"}, 'mine.csv:2:11: paragraph: "first" is not a whole number from 1'),
        ({"url": "ftp://x"}, 'mine.csv:2:10: url: "ftp://x" is not a web address'),
        ({"source_relies_on": "x", "source_mode": "guess"}, 'mine.csv:2:10: source_relies_on: "guess" is not one of'),
    ],
)
def test_what_is_wrong_with_a_line_is_told_by_cell(cells: dict[str, str], told: str) -> None:
    assert any(line.startswith(told) for line in problems([{**ONE, **cells}])), problems([{**ONE, **cells}])


def test_a_cell_in_which_nothing_can_be_seen_is_empty() -> None:
    assert problems([{**ONE, "by": "\u200b"}]) == problems([{**ONE, "by": ""}])


ROW = [list(ONE), list(ONE.values())]


def refused(content: bytes, name: str = "mine.xlsx") -> str:
    with pytest.raises(InvalidData) as caught:
        read(content, name)
    return str(caught.value)


def test_a_formula_without_a_result_is_told_as_one() -> None:
    formula = [list(ONE), [*list(ONE.values())[:2], "=A1", *list(ONE.values())[3:]]]
    said = 'mine.xlsx:2:3: "by" has a formula without a result; save the workbook once more'
    assert refused(workbook(claims=formula)) == said


def test_what_is_advised_needs_no_mapping() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(claims=ROW)))
    book["claims"].row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert refused(out.getvalue()) == "mine.xlsx:2:1: this row is hidden in a workbook; show it, or delete it"
    latin = csv_of([{**ONE, "by": "Zürich"}]).decode().encode("latin-1")
    assert refused(latin, "mine.csv").endswith("which is not UTF-8; save the table as UTF-8; the whole row is left out")
    odd = csv_of([ONE]) + b'"x,y\n'
    assert refused(odd, "mine.csv").endswith("a quotation mark is never closed; write two for one that is meant")


def test_a_sheet_that_is_not_read_is_told() -> None:
    found = read(workbook(mine=ROW, claims=ROW, Ideas=[["one"], ["two"]]), "mine.xlsx")
    told = [problem.message for problem in found.warnings]
    assert [message.partition(":")[0] for message in told] == [
        'the sheet "claims" is not read',
        'the sheet "Ideas" is not read',
    ]


def test_all_that_is_wrong_is_told_at_once() -> None:
    rows = [{**ONE, "on": "soon"}, {**ONE, "id": "a2", "act": "blame"}, {**ONE, "id": "a2", "role": "helped"}]
    assert [line.split(": ")[0] for line in problems(rows)] == [
        "mine.csv:2:8",
        "mine.csv:3:2",
        "mine.csv:4:1",
        "mine.csv:4:10",
    ]


def test_what_two_lines_say_of_one_thing_must_agree() -> None:
    rows = [{**ONE, "published": "2031-04-03"}, {**ONE, "id": "a2", "published": "2031-04-05"}]
    assert problems(rows) == ['mine.csv:3:10: published: "2031-04-05" here, and "2031-04-03" in line 2; which is it?']
    kinds = [ONE, {**ONE, "id": "a2", "accused_kind": "company"}]
    assert (
        'accused_kind: "Grey Moth" is of kind group in an earlier line, and of kind company here' in problems(kinds)[0]
    )


def test_a_column_that_is_not_known_is_told_with_the_nearest() -> None:
    assert problems([{**ONE, "acused": "x", "colour": "red"}]) == [
        'mine.csv:1:10: unknown column "acused"; did you mean "accused"?',
        'mine.csv:1:11: unknown column "colour"; "notes" is for what is not to be read',
    ]
    twice = csv_of([ONE]).replace(b"accused_kind", b"accused", 1)
    with pytest.raises(InvalidData, match=r'mine.csv:1:6: there are two columns "accused"'):
        read(twice)


def test_other_sheets_are_told_by_their_names() -> None:
    actors = [["key", "name", "kind", "speaks_for"], ["moth", "Grey Moth", "grup", "nobody-known"]]
    content = workbook(claims=[list(ONE), list(ONE.values())], actors=actors)
    with pytest.raises(InvalidData) as caught:
        read(content, "mine.xlsx")
    lines = str(caught.value).splitlines()
    assert any(line.startswith('mine.xlsx!actors:2:3: kind: "grup" is not one of') for line in lines)
    assert any(line.startswith('mine.xlsx!actors:2:4: speaks_for: "nobody-known" is new') for line in lines)
    wrong = workbook(claims=[list(ONE), list(ONE.values())], actors=[["key", "nmae"], ["moth", "Grey Moth"]])
    with pytest.raises(InvalidData, match=r'mine.xlsx!actors:1:2: unknown column "nmae"; did you mean "name"'):
        read(wrong, "mine.xlsx")


def test_sheets_of_things_say_all_that_fact_files_can() -> None:
    content = workbook(
        claims=[["id", "act", "by", "accused", "incident", "on", "source", "evidence"],
                ["a1", "attribution", "police", "Moths", "outage", "2031-04-03", "story; copy", "logs"]],
        actors=[["key", "name", "kind", "aliases", "part_of"], ["police", "Police", "agency", "", "Arden State"],
                ["moth", "Grey Moth", "group", "Moths; GM", ""], ["arden", "Arden State", "state", "", ""]],
        incidents=[["key", "name", "kind", "victims"], ["outage", "Harbour outage", "outage", "police"]],
        sources=[["key", "title", "publisher", "relies_on", "mode"], ["copy", "A copy", "The Echo", "story", "copies"],
                 ["story", "The story", "The Daily", "", ""]],
        evidence=[["key", "summary", "held_by", "disclosed"], ["logs", "Entries in a log", "police", "no"]],
    )  # fmt: skip
    batch = read(content, "mine.xlsx")
    (claim,) = of_kind(batch, Claim).values()
    assert [iri.rsplit("/", 1)[-1] for iri in (*claim.accused, *claim.made_in, *claim.evidence)] == [
        "moth", "copy", "story", "logs",
    ]  # fmt: skip
    (reliance,) = of_kind(batch, Reliance).values()
    assert reliance.mode == "copies"
    assert of_kind(batch, Actor)["police"].part_of == ("https://w3id.org/whoblamed/id/mine/actor/arden",)


# --------------------------------------------------------------------------------------------- whatever stands there

CELL = st.one_of(
    st.text(max_size=12), st.sampled_from(["a1", "denial", "Police", "group", "2031", ";", "#", "'=1", "unknown"])
)


@given(st.lists(st.dictionaries(st.sampled_from(list(CLAIMS)), CELL, max_size=12), min_size=1, max_size=4))
def test_no_cells_whatever_do_harm(rows: list[dict[str, str]]) -> None:
    """They are read, or told by a cell that is there."""
    lines = [{"act": "report", "by": "Russia", "source": "x", **row} for row in rows]
    found: Sequence[Problem] = ()
    try:
        read(csv_of(lines))
    except InvalidData as error:
        found = error.problems
    assert all(problem.line < SHEET and problem.file == "mine.csv" for problem in found)


# ------------------------------------------------------------------------------------------------------- the template


@pytest.mark.parametrize("format_", template.FORMATS)
def test_the_template_has_every_column_and_reads_as_a_case_without_claims(format_: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["schema", "--template", format_])
    assert result.exit_code == 0
    batch = read(result.stdout_bytes, f"my-case.{format_}")
    assert of_kind(batch, Claim) == {}
    if format_ == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes))
        assert book.sheetnames == ["claims", *OTHERS]


def test_the_examples_of_the_template_are_in_order() -> None:
    rows = [{**example, "id": example["id"].removeprefix("#")} for example in template.EXAMPLES]
    assert set(of_kind(read(csv_of(rows)), Claim)) == {"police-blame-moth", "moth-denies", "police-take-back"}


def test_the_example_of_the_page_is_in_order() -> None:
    page = (DOCS / "tables.md").read_text("utf-8")
    example = page.partition("```csv\n")[2].partition("```")[0]
    assert len(of_kind(read(example.encode(), "my-case.csv"), Claim)) == 2


def test_columns_are_the_words_of_fact_files() -> None:
    """What a line cannot say of a claim in its own column, it says in columns that are called after it."""
    words = set(ClaimEntry.model_fields)
    parts = {"at": "section", "relies_on": None, "recorded": None}
    missing = {name for name in words if name not in CLAIMS and parts.get(name, name) not in CLAIMS}
    drafting = {"drafted", "confirmed"}  # `draft` writes YAML, and a line is there because somebody wrote it
    assert missing == {"relies_on", "recorded"} | drafting
