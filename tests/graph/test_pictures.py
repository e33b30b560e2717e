"""Static pictures: what they count, what stands in them, and what they can be saved as."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import whoblamed
from whoblamed.commands.sharing.view import PICTURES as COMMAND_PICTURES
from whoblamed.errors import FormatError, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.ask.filtering import incidents_of
from whoblamed.graph.status.claims import ClaimIndex
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view import data, picture
from whoblamed.graph.view.engine import draw, languages, words
from whoblamed.graph.view.pictures import PICTURES, Picture, pictured
from whoblamed.graph.view.rows import is_coded
from whoblamed.ontology import ID
from whoblamed.ontology.acts import ACTS
from whoblamed.ontology.records import Actor, Allegation, Claim, DataSet, Source, dataset_iri, mint

from ..support.places import FIXTURES, ROOT
from ..support.viewcase import LATER, RECORDS, SET, allegation, claim, iri, sony

SVG = "{http://www.w3.org/2000/svg}"
INTRUSION = iri("incident", "intrusion")
SHARED = (1200, 630), (1080, 1350)


def drawn(facts: Facts | None = None, name: str | None = "board", **options: Any) -> Picture:
    return picture(facts or sony(), name, **options)


def elements(picture: Picture, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(picture.svg).iter(f"{SVG}{tag}"))


def texts(picture: Picture) -> list[str]:
    """What is written, without what one reads by pointing."""
    return [element.text or "" for element in elements(picture, "text")]


def marked(picture: Picture, what: str = "claim") -> list[str]:
    """The last part of the key of each sign."""
    found = (element.get(f"data-{what}") for element in ElementTree.fromstring(picture.svg).iter())
    return [key.rsplit("/", 1)[-1] for key in found if key]


# ------------------------------------------------------------------------------------------------------------- counts


def supporters(index: ClaimIndex, allegation: str) -> int:
    return sum(index.is_live(claim) for claim in index.asserting[allegation])


def test_every_board_of_the_casebook_counts_what_the_data_holds(casebook: Graph) -> None:
    """Each claim about an incident is a sign of its board, and each row counts who says so as the statuses do."""
    facts = casebook.facts()
    whole = data(facts, title="", limit=0)
    index = ClaimIndex(facts)
    for incident in facts.incidents:
        about = {claim.iri for claim in facts.claims.values() if incident in set(incidents_of(claim, facts))}
        board = pictured(whole | {"focus": incident.removeprefix(ID)}, "board")
        assert f"{len(about)} claim{'s' * (len(about) != 1)}" in " ".join(texts(board)) or not about
        seen = {ID + key for element in elements(board, "g") if (key := element.get("data-claim"))}
        piled = sum(int(text[1:]) for text in texts(board) if re.fullmatch(r"\+\d+", text))
        assert seen <= about
        assert len(about - seen) <= piled
        for row in elements(board, "g"):
            if row.get("class") == "row" and (key := row.get("data-row")):
                told = " ".join(text.text or "" for text in row.iter(f"{SVG}text"))
                number = supporters(index, ID + key)
                says = f"{number} say{'s' * (number == 1)} so" in told
                assert says or (number == 0 and re.search(r"\d+ decides?\b", told)), (incident, key)


def test_denials_and_doubts_of_a_row_are_those_of_the_status(casebook: Graph) -> None:
    facts = casebook.facts()
    incident = mint("sony-intrusion", "incident", "spe-intrusion")
    index = ClaimIndex(facts)
    board = picture(facts, "board", focus=incident)
    for row in elements(board, "g"):
        if row.get("class") == "row" and (key := row.get("data-row")):
            told = " ".join(text.text or "" for text in row.iter(f"{SVG}text"))
            denials = sum(map(index.is_live, index.denying[ID + key]))
            assert (f"{denials} den" in told) is bool(denials)


def test_the_matrix_counts_each_blame_once_for_each_pair() -> None:
    facts = sony()
    expected = Counter(
        (speaker, accused)
        for claim in facts.claims.values()
        if claim.act in ("attribution", "endorsement")
        for speaker in claim.speakers
        for accused in claim.accused
    )
    cells = {
        tuple(key.split(" ")): int(next(cell.iter(f"{SVG}text")).text or "")
        for cell in elements(drawn(name="matrix"), "g")
        if (key := cell.get("data-pair"))
    }
    assert cells == {
        (speaker.removeprefix(ID), accused.removeprefix(ID)): number for (speaker, accused), number in expected.items()
    }


def test_folded_a_ministry_counts_as_its_state() -> None:
    blame = claim("ministry-blames", "attribution", "ministry", "2015-01-02", "insiders", **LATER)
    facts = Facts.of([*RECORDS, blame])
    states = {iri("actor", "ministry"): iri("actor", "north-korea")}
    assert f"{SET}/actor/ministry {SET}/actor/insiders" in drawn(facts, "matrix", states=states).svg
    folded = drawn(facts, "matrix", states=states, fold=True)
    assert f"{SET}/actor/north-korea {SET}/actor/insiders" in folded.svg
    assert "ministry" not in marked(folded, "actor")


def test_the_most_backed_explanation_comes_first() -> None:
    assert marked(drawn(focus=INTRUSION), "allegation") == ["nk", "insiders"]


# -------------------------------------------------------------------------------------------------- what stands in it


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_says_what_it_is_and_what_it_is_drawn_from(name: str) -> None:
    told = drawn(name=name, as_of=date(2014, 12, 31))
    written = " ".join(texts(told))
    assert re.search(r"As of 31 Dec 2014 · \d+ claims · \d+ sources? · data set sony-2014", written)
    assert "Shows who said what, not who did it." in written
    assert "blames" in written or "number of claims" in written  # the legend
    assert told.title == texts(told)[0]


@pytest.mark.parametrize(
    ("name", "focus", "headline"),
    [
        ("board", INTRUSION, "Who was blamed for Sony Pictures intrusion"),
        ("board", iri("actor", "north-korea"), "What North Korea was blamed for, and what it said"),
        ("flow", INTRUSION, "Who blamed whom for Sony Pictures intrusion"),
        ("matrix", None, "Who blamed whom"),
        (None, None, "Who blamed whom"),
        (None, INTRUSION, "Who was blamed for Sony Pictures intrusion"),
    ],
)
def test_the_headline_says_what_is_drawn(name: str | None, focus: str | None, headline: str) -> None:
    assert drawn(name=name, focus=focus).title == headline
    assert drawn(name=name, focus=focus, title="Mine").title == "Mine"


def test_a_picture_is_in_the_language_that_is_asked_for() -> None:
    told = " ".join(texts(drawn(focus=INTRUSION, lang="de")))
    assert "Wem wurde das zugeschrieben" in told
    assert "Nordkorea" in told
    assert "bestritten" in told
    assert texts(drawn(focus=INTRUSION, lang="tlh"))[0].startswith("Who was blamed")


@pytest.mark.parametrize("by", ["norse", "fbi"])
def test_what_was_taken_back_is_struck_through_and_nothing_else(by: str) -> None:
    back = claim("norse-back", "withdrawal", by, "2015-02", withdraws=(iri("claim", "norse-insiders"),), **LATER)
    told = drawn(Facts.of([*RECORDS, back]), focus=INTRUSION)
    struck = [text.text for text in elements(told, "text") if text.get("text-decoration") == "line-through"]
    assert struck == (["Former employees"] if by == "norse" else [])
    assert ("withdrawn since" in told.svg) is (by == "norse")
    assert ("struck through: withdrawn" in texts(told)) is (by == "norse")


def test_a_legend_explains_what_is_drawn_and_nothing_else(casebook: Graph) -> None:
    """Whatever does not fit, or was taken back beside what stands, is explained only where it is drawn."""
    dashed, struck = "outlined: only coded by a data set", "struck through: withdrawn"
    back = claim("norse-back", "withdrawal", "norse", "2015-02", withdraws=(iri("claim", "norse-insiders"),), **LATER)
    again = claim("norse-again", "attribution", "norse", "2015-03", "insiders", **LATER)
    matrix = drawn(Facts.of([*RECORDS, back]), "matrix")
    assert struck in texts(matrix)
    assert struck not in texts(drawn(Facts.of([*RECORDS, back, again]), "matrix"))
    assert dashed in texts(drawn(coded(), "matrix"))
    assert dashed not in texts(drawn(coded(), "matrix", size=(500, 320)))
    day = "line: the days that the date may be"
    back_to = "denies: leads back to whom the denial answers"
    signs = ("board", day), ("timeline", day), ("timeline", "answers"), ("flow", back_to)
    incidents = "nord-stream-2022/nord-stream-sabotage", "sony-intrusion/spe-intrusion", "lizard-squad/facebook-outage"
    for name, sign in signs:
        for one in incidents:
            picture = casebook.view(name, one, size=(390, 420))
            assert (sign in texts(picture)) is signed(picture, sign), (name, one, sign)


def signed(picture: Picture, sign: str) -> bool:
    """Whether what a legend calls so is drawn."""
    if "line" in sign:
        rows = [row for row in elements(picture, "g") if row.get("class") == "row"]
        return any(line.get("opacity") == "0.55" for row in rows for line in row.iter(f"{SVG}line"))
    if sign == "answers":
        return any(path.get("data-arc") for path in elements(picture, "path"))
    return any(path.get("stroke-dasharray") == "6 3" for path in elements(picture, "path"))


def coded() -> Facts:
    """A table that its publisher coded: its own judgement, and the words of somebody whom it quotes."""
    table, own = dataset_iri("tracker"), mint("tracker", "actor", "tracker")
    source = Source(iri=mint("tracker", "source", "tracker"), label="Tracker", publisher=own)
    said: Any = {"made_in": (source.iri,)}
    return Facts.of(
        [
            *RECORDS,
            DataSet(iri=table, name="tracker", format="table"),
            Actor(iri=own, label="Tracker", kind="group"),
            source,
            replace(claim("x", "attribution", "fbi", "2015", "nk", **said), iri=f"{table}/claim/own", speakers=(own,)),
            replace(claim("y", "attribution", "norse", "2015", "nk", **said), iri=f"{table}/claim/quoted"),
        ]
    )


def test_a_coder_is_drawn_apart_from_a_speaker() -> None:
    told = drawn(coded(), focus=INTRUSION)
    fills = {
        str(mark.get("data-claim")): next(mark.iter(f"{SVG}circle")).get("fill")
        for mark in elements(told, "g")
        if str(mark.get("data-claim")).startswith("tracker/")
    }
    assert fills == {"tracker/claim/own": "#ffffff", "tracker/claim/quoted": "#c14e00"}
    assert "hollow: coded by a data set, not said by a speaker" in texts(told)
    assert {"1 coded", "5 say so"} <= set(texts(told))
    assert "coded by data sets" in texts(drawn(coded(), "matrix"))


def test_a_date_that_may_be_several_days_is_drawn_as_long_as_they_are() -> None:
    def board(stated: str) -> list[str]:
        said = claim("some-day", "attribution", "norse", stated, "nk", **LATER)
        return texts(drawn(Facts.of([*RECORDS, said]), focus=INTRUSION))

    assert "line: the days that the date may be" in board("2014-12-20/2014-12-27")
    assert "line: the days that the date may be" not in board("2014")  # beside the scale, where no sign has a length
    assert "no date" in board("2014")  # that of the White House, which has none


def test_what_was_said_long_after_is_told_and_not_to_scale() -> None:
    late = [claim(f"late-{year}", "attribution", "norse", f"{year}-05-01", "nk", **LATER) for year in (2019, 2021)]
    told = drawn(Facts.of([*RECORDS, *late]), focus=INTRUSION)
    assert "2015–2021 →" in texts(told)
    assert "Later, 2015–2021: in order of date, not to scale" in told.svg


def test_two_of_one_name_and_data_set_are_told_apart_by_a_number() -> None:
    namesake = replace(sony().incidents[INTRUSION], iri=iri("incident", "second"))
    said = replace(claim("said", "report", "fbi", "2014-12-30", **LATER), incident=namesake.iri)
    shown = set(texts(drawn(Facts.of([*RECORDS, namesake, said]), "overview")))
    assert {"Sony Pictures intrusion (sony-2014 1)", "Sony Pictures intrusion (sony-2014 2)"} <= shown


def test_two_of_one_name_are_told_apart_by_their_data_sets() -> None:
    other = mint("other", "incident", "intrusion")
    namesake = replace(sony().incidents[INTRUSION], iri=other)
    said = replace(claim("said", "report", "fbi", "2015-01-01", **LATER), incident=other)
    facts = Facts.of([*RECORDS, DataSet(iri=dataset_iri("other"), name="other"), namesake, said])
    assert {"Sony Pictures intrusion (sony-2014)", "Sony Pictures intrusion (other)"} <= set(
        texts(drawn(facts, "overview"))
    )


def accused(key: str) -> Iterable[Actor | Allegation | Claim]:
    """One more actor whom Norse blames for the intrusion."""
    yield Actor(iri=iri("actor", key), label=key, kind="group")
    yield allegation(key, key, "intrusion")
    named: Any = {"accused": (iri("actor", key),), "incident": INTRUSION}
    said = claim(key, "attribution", "norse", "2014-12-30", **named, **LATER)
    yield replace(said, about=(iri("allegation", key),))


def test_a_picture_says_what_it_leaves_out() -> None:
    many = [record for number in range(60) for record in accused(f"group-{number}")]
    told = drawn(Facts.of([*RECORDS, *many]), focus=INTRUSION, size=(1200, 630))
    assert told.left_out
    assert re.search(rf"Not drawn for want of room: \d+ explanations, {told.left_out} claims\.", " ".join(texts(told)))


def crossed(picture: Picture) -> list[int]:
    """How many lanes lie between the ends of each arc of a timeline."""
    tree = ElementTree.fromstring(picture.svg)
    lanes = [
        float(row.findall(f"{SVG}line")[0].get("y1", "")) for row in tree.iter(f"{SVG}g") if row.get("class") == "row"
    ]
    arcs = [re.findall(r"-?[\d.]+", path.get("d", "")) for path in tree.iter(f"{SVG}path") if path.get("data-arc")]
    ends = [sorted((float(numbers[1]), float(numbers[-1]))) for numbers in arcs]
    return [sum(low < lane < high for lane in lanes) for low, high in ends]


def test_over_many_incidents_only_near_lanes_are_joined_by_arcs(casebook: Graph) -> None:
    """All arcs over sixty lanes would hide the signs; those of one incident are all drawn, and those of a claim."""
    found = data(casebook.facts(), title="")
    whole = crossed(pictured(found, "timeline"))
    assert len(whole) > 20
    assert max(whole) <= 2
    one = pictured(found | {"focus": "sony-intrusion/incident/spe-intrusion"}, "timeline")
    assert max(crossed(one)) > 2


def test_a_claim_that_is_chosen_keeps_its_arcs_however_far(casebook: Graph) -> None:
    found = data(casebook.facts(), title="")
    answers = (claim["id"] for claim in found["claims"] if claim["act"] == "denial" and claim.get("respondsTo"))
    assert any(max(crossed(timeline(found, claim)), default=0) > 2 for claim in answers)


def timeline(found: dict[str, Any], claim: str) -> Picture:
    told = draw(found, "timeline", state={"claim": claim}, size={"width": 1100}, theme="light", lang="en")
    return Picture(told.svg, told.title)


def test_over_many_incidents_denials_are_a_number_beside_the_accused(casebook: Graph) -> None:
    whole = drawn(casebook.facts(), "flow")
    assert "6 3" not in {path.get("stroke-dasharray") for path in elements(whole, "path")}
    assert sum(bool(re.fullmatch(r"\d+ den(y|ies)", text)) for text in texts(whole)) > 5
    one = drawn(casebook.facts(), "flow", focus=f"{ID}sony-intrusion/incident/spe-intrusion")
    assert "6 3" in {path.get("stroke-dasharray") for path in elements(one, "path")}
    assert "Denials lead back." in " ".join(texts(one))


@pytest.mark.parametrize("size", SHARED)
def test_a_flow_to_share_has_bands_that_can_be_seen(casebook: Graph, size: tuple[int, int]) -> None:
    bands = [
        path.get("d", "")
        for path in elements(drawn(casebook.facts(), "flow", size=size), "path")
        if path.get("data-pair")
    ]
    wide = [
        float(found[2]) - float(found[1]) for found in map(re.compile(r" ([\d.]+)V([\d.]+)").search, bands) if found
    ]
    assert len(wide) == len(bands) > 5
    assert min(wide) > 2


def test_incidents_that_nobody_is_blamed_for_come_last() -> None:
    quiet = replace(sony().incidents[INTRUSION], iri=iri("incident", "quiet"), label="Quiet", name={})
    told = [replace(claim(f"told-{n}", "report", "fbi", "2014-12-30", **LATER), incident=quiet.iri) for n in range(40)]
    rows = marked(drawn(Facts.of([*RECORDS, quiet, *told]), "overview"), "incident")
    assert rows.index("quiet") > rows.index("intrusion")


def test_names_that_are_hostile_are_text() -> None:
    facts = Facts.of([*RECORDS, Actor(iri=iri("actor", "insiders"), label="<b>\x00\x1b\ud800&\"'", kind="agency")])
    for name in PICTURES:
        ElementTree.fromstring(drawn(facts, name, title="\x08<title>").svg)
    assert "<b>��?&\"'" in texts(drawn(facts, focus=INTRUSION))


def test_nothing_is_a_picture_too() -> None:
    for name in PICTURES:
        shown = texts(drawn(Facts(), name))
        assert "Nothing that passes these filters belongs here." in shown
        assert not {"number of claims", "blames", "the accused denied it"} & {*shown}


# ------------------------------------------------------------------------------------------------------- one code


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_graph_gets_the_same_picture(name: str) -> None:
    shuffled = Facts.of([*reversed(RECORDS)])
    assert drawn(name=name).svg == drawn(shuffled, name).svg


REQUEST = """
import { readFileSync } from "node:fs";
import { drawnText } from "./graph/view/js/pictures/entry.js";
const [data, request] = JSON.parse(readFileSync(0, "utf8"));
console.log(drawnText(data, request));
"""


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_and_the_file_have_one_drawing(name: str) -> None:
    """The modules, run by Node as a browser runs them, draw to the letter what the engine of Python draws."""
    if not shutil.which("node"):
        pytest.skip("no Node.js here")
    found = data(sony(), title="")
    request = {
        "name": name,
        "state": {"focus": None},
        "size": {"width": 900},
        "theme": "dark",
        "words": words("de")["pictures"],
    }
    ours = draw(found, name, state={"focus": None}, size={"width": 900}, theme="dark", lang="de").svg
    command = ["node", "--input-type=module", "--eval", REQUEST]
    given = json.dumps([json.dumps(found), json.dumps(request)])
    told = subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    assert json.loads(told.stdout)["svg"] == ours


def test_the_pictures_are_the_same_everywhere() -> None:
    script = (ROOT / "graph/view/js/pictures/draw.js").read_text("utf-8")
    listed = re.search(r"PICTURES = \{(.*?)\}", script, re.DOTALL)
    assert listed
    assert sorted(re.findall(r"(\w+):", listed[1])) == sorted(PICTURES) == sorted(COMMAND_PICTURES)


def keys(value: object, path: str = "") -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from keys(inner, f"{path}.{key}")
    else:
        yield path


def test_every_language_has_all_words_of_the_pictures() -> None:
    english = set(keys(words("en")["pictures"]))
    assert {"de", "en"} <= set(languages())
    for language in languages():
        assert set(keys(words(language)["pictures"])) == english


def test_every_act_has_a_sign_with_a_name() -> None:
    looks = {row["look"] for row in data(Facts(), title="")["acts"].values()}
    assert looks <= words("en")["pictures"]["marks"].keys()
    assert ACTS.keys() == data(Facts(), title="")["acts"].keys()


# --------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("size", SHARED)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_to_share_is_as_large_as_asked_and_under_500_kb(
    casebook: Graph, name: str, size: tuple[int, int]
) -> None:
    focus = mint("sony-intrusion", "incident", "spe-intrusion")
    drawing = picture(casebook.facts(), name, focus=None if name in ("matrix", "overview") else focus, size=size)
    png = drawing.as_format("png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")) == size
    assert len(png) < 500_000


def test_a_pdf_has_texts_as_texts_with_the_font_in_it() -> None:
    pdf = drawn(focus=INTRUSION).as_format("pdf")
    assert pdf.startswith(b"%PDF")
    assert b"LiberationSans" in pdf
    assert b"/Subtype /Image" not in pdf
    assert b"/Subtype/Image" not in pdf


def test_a_picture_is_saved_as_its_ending_says(tmp_path: Path) -> None:
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")):
        assert drawn().save(tmp_path / f"x.{ending}").read_bytes().startswith(start)
    with pytest.raises(FormatError, match=r"a picture is svg, png or pdf, not gif"):
        drawn().save(tmp_path / "x.gif")


def test_letters_are_there_where_the_machine_has_no_font() -> None:
    """The font comes along: with no other, a text is drawn as before."""
    import oxipng
    import resvg_py
    from whoblamed.graph.view import converting

    fonts = [str(font) for font in converting._FONTS.glob("*.ttf")]
    text = '<text y="15" font-family="Liberation Sans">Who</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">{text}</svg>'
    alone = resvg_py.svg_to_bytes(svg_string=svg, font_files=fonts, skip_system_fonts=True)
    assert oxipng.optimize_from_memory(bytes(alone), level=1) == converting.png(svg, 1)
    assert bytes(alone) != bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))


@pytest.mark.parametrize(
    ("module", "format", "command"),
    [
        ("resvg_py", "png", "pip install resvg-py"),
        ("oxipng", "png", "pip install resvg-py pyoxipng"),
        ("typst", "pdf", r"pip install 'whoblamed\[pdf\]'"),
    ],
)
def test_what_is_missing_is_told_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, module: str, format: str, command: str
) -> None:
    picture = drawn()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(FormatError, match=command):
        picture.as_format(format)


def test_without_its_engine_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "quickjs", None)
    with pytest.raises(FormatError, match="pip install quickjs-ng"):
        drawn()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "pie"}, "'pie' is no picture; there are board, flow"),
        ({"theme": "pink"}, "'pink' is no theme"),
        ({"size": (1, 600)}, "320 to 6,000 pixels wide and high, not 1x600"),
    ],
)
def test_what_cannot_be_drawn_is_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        drawn(**options)


# -------------------------------------------------------------------------------------------------- from Python


def test_a_graph_draws_itself(casebook: Graph) -> None:
    board = casebook.board("Sony Pictures intrusion")
    assert board.title.startswith("Who was blamed for Sony Pictures intrusion")
    assert "North Korea" in board.svg
    assert len(marked(board)) > 60  # and not the namesake of which four claims are known
    assert casebook.view().title == casebook.view("matrix").title == "Who blamed whom"
    assert "timeline" not in casebook.timeline("Sony Pictures intrusion").title
    assert casebook.flow("Sony Pictures intrusion", size=(1200, 630)).svg.startswith("<svg")
    assert casebook.overview(lang="de").title.startswith("Vorfälle")


def test_a_notebook_shows_a_picture(casebook: Graph) -> None:
    board = casebook.board("Sony Pictures intrusion")
    assert board._repr_html_() == board.svg
    assert board._repr_mimebundle_(include=["image/svg+xml"]) == {"image/svg+xml": board.svg}
    assert "text/html" not in board._repr_mimebundle_(exclude=["text/html"])
    assert repr(board) == f"<Picture: {board.title}>"


def test_a_focus_that_nobody_knows_is_told(casebook: Graph) -> None:
    with pytest.raises(UnknownName):
        casebook.board("Atlantis")


def test_as_of_a_day_a_picture_shows_what_was_public_by_then(casebook: Graph) -> None:
    then = casebook.board("Sony Pictures intrusion", as_of="2014-12-01")
    assert "As of 1 Dec 2014" in " ".join(texts(then))
    assert len(marked(then)) < len(marked(casebook.board("Sony Pictures intrusion")))


def test_rolled_up_a_state_speaks_for_its_ministries(casebook: Graph) -> None:
    assert "us-justice-department" in marked(casebook.view("matrix"), "actor")
    assert "us-justice-department" not in marked(casebook.view("matrix", roll_up=True), "actor")


def test_only_some_claims_are_drawn(casebook: Graph) -> None:
    kept = {iri for iri, record in casebook.facts().claims.items() if record.act == "denial"}
    assert {ID + element.get("data-claim", "") for element in elements(casebook.view("timeline", among=kept), "g")} - {
        ID
    } <= kept


def test_who_coded_a_data_set_is_told_from_whom_it_quotes() -> None:
    graph = whoblamed.open(":memory:")
    tables = FIXTURES / "tables"
    graph.load(tables / "cfr.csv", tables / "eurepoc-attributions.csv", FIXTURES / "misp")
    facts = graph.facts()
    spoke = {(facts.label(claim.speakers[0]), is_coded(claim, facts)) for claim in facts.claims.values()}
    coders = {name for name, coded in spoke if coded}
    assert {"Cyber Operations Tracker (Council on Foreign Relations)", "MISP Galaxy"} <= coders
    assert coders.isdisjoint(name for name, coded in spoke if not coded)
