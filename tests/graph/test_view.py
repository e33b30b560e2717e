"""The view's data, page and pictures, as far as no browser is needed."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from whoblamed.errors import FormatError, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.status.status import statuses
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.view import bundle, data, page, render
from whoblamed.graph.view.layout import layered, organic
from whoblamed.graph.view.wording import sentence
from whoblamed.ontology import ID
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Actor, Claim

from ..support.places import ROOT
from ..support.unpacking import unpacked
from ..support.viewcase import LATER, RECORDS, allegation, claim, iri, sony

JS = ROOT / "graph/view/js"
MODULES = {path.relative_to(JS).as_posix(): path.read_text() for path in JS.rglob("*.js") if path.name != "types.js"}


def view(facts: Facts | None = None, **options: Any) -> dict[str, Any]:
    return data(facts or sony(), title="Sony", **options)


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows by the last part of their id."""
    return {str(row["id"]).rsplit("/", 1)[-1]: row for row in rows}


# ---------------------------------------------------------------------------------------------------------- data


def test_every_claim_is_there_with_what_it_says() -> None:
    claims = by_id(view()["claims"])
    assert claims.keys() == {record.label for record in RECORDS if isinstance(record, Claim)}
    assert claims["fbi-nk"] == {
        "id": "sony-2014/claim/fbi-nk",
        "act": "attribution",
        "blames": True,
        "speakers": ["sony-2014/actor/fbi"],
        "accused": ["sony-2014/actor/north-korea"],
        "about": ["sony-2014/allegation/nk"],
        "incident": "sony-2014/incident/intrusion",
        "sentence": "FBI attributes Sony Pictures intrusion to North Korea",
        "date": "2014-12-19",
        "dateWords": "19 December 2014",
        "public": "2014-12-19",
        "sources": ["sony-2014/source/article"],
        "places": [{"section": "lead", "paragraph": 2}],
        "confidence": {
            "words": "enough information to conclude",
            "scale": "dni",
            "grade": "almost certain",
            "value": 95,
        },
        "evidence": ["sony-2014/evidence/malware"],
        "summary": {"text": "The FBI says that it can tell.", "lang": "en"},
        "dataset": "sony-2014",
    }


@pytest.mark.parametrize(
    ("key", "words", "public"),
    [
        ("norse-back", "February 2015", "2015-02-28"),
        ("fbi-lizard", "2014", "2014-12-31"),
        ("white-house-undated", "date not known", None),
    ],
)
def test_dates_keep_their_precision_and_count_only_when_certain(key: str, words: str, public: str | None) -> None:
    row = by_id(view()["claims"])[key]
    assert (row["dateWords"], row.get("public")) == (words, public)


def test_a_claim_without_a_date_has_that_of_its_source() -> None:
    undated = replace(sony().claims[iri("claim", "white-house-undated")], made_in=(iri("source", "article"),))
    row = by_id(view(Facts.of([*RECORDS, undated]))["claims"])["white-house-undated"]
    assert row["public"] == "2014-12-27"


def test_what_speaks_against_a_claim_names_it() -> None:
    claims = by_id(view()["claims"])
    against = {key: row["against"] for key, row in claims.items() if "against" in row}
    assert against == {
        "nk-denies": ["sony-2014/claim/fbi-nk"],
        "ministry-denies": ["sony-2014/claim/fbi-nk"],
        "norse-doubts": ["sony-2014/claim/fbi-nk"],
        "norse-back": ["sony-2014/claim/norse-insiders"],
    }


@pytest.mark.parametrize("target", [iri("allegation", "nk"), iri("evidence", "malware")])
def test_a_challenge_to_an_allegation_or_evidence_is_against_the_accusations_that_rest_on_it(target: str) -> None:
    doubt = claim("norse-doubts", "challenge", "norse", "2014-12-27", challenges=(target,))
    row = by_id(view(Facts.of([*RECORDS, doubt]))["claims"])["norse-doubts"]
    assert "sony-2014/claim/fbi-nk" in row["against"]


def test_statuses_and_origins_are_those_of_the_status_module() -> None:
    rows = by_id(view()["allegations"])
    expected = statuses(sony())
    assert {key: row["status"] for key, row in rows.items()} == {
        key: expected[iri("allegation", key)].label for key in ("nk", "insiders", "lizard")
    }
    assert rows["nk"]["origins"].keys() == {"outlets", "roots", "low", "high"}


def test_the_history_of_a_status_is_its_status_on_every_day() -> None:
    rows = by_id(view()["allegations"])
    days = sorted({date.fromisoformat(row["public"]) for row in view()["claims"] if "public" in row})
    for day in days:
        known = statuses(sony(), as_of=day)
        for key, row in rows.items():
            so_far = [label for since, label, _ in row.get("history", []) if since <= day.isoformat()]
            assert (so_far or ["unasserted"])[-1] == known[iri("allegation", key)].label, (key, day)


def test_the_histories_of_the_casebook_are_its_statuses_on_any_day(casebook: Graph) -> None:
    facts = casebook.facts()
    shown = data(facts, title="Casebook")
    rows = {ID + row["id"]: row for row in shown["allegations"]}
    days = sorted({date.fromisoformat(row["public"]) for row in shown["claims"] if "public" in row})
    for day in days[:: len(days) // 6]:
        known = statuses(facts, as_of=day)
        for alleged, row in rows.items():
            so_far = [label for since, label, _ in row.get("history", []) if since <= day.isoformat()]
            assert (so_far or ["unasserted"])[-1] == known[alleged].label, (alleged, day)


def test_what_is_said_on_a_condition_alone_is_not_said_for_certain() -> None:
    outage = allegation("norse-outage", "norse", "outage")
    perhaps = claim("fbi-perhaps", "attribution", "fbi", "2014-12-26", condition="if the logs are genuine")
    perhaps = replace(perhaps, about=(outage.iri,), accused=(outage.accused,), incident=outage.incident)
    facts = Facts.of([*RECORDS, outage, perhaps])
    row = by_id(view(facts)["allegations"])["norse-outage"]
    assert (row["status"], row.get("history")) == (statuses(facts)[outage.iri].label, None) == ("unasserted", None)


def test_the_history_of_a_status_says_since_when_and_who_denied() -> None:
    row = by_id(view()["allegations"])["nk"]
    both = {"by": [("North Korea", ""), ("North Korean foreign ministry", "")], "more": 0, "order": ["after"]}
    assert row["history"] == [
        ["2014-12-19", "uncontested", None],
        ["2014-12-20", "denied", {"by": [("North Korea", "")], "more": 0, "order": ["after"]}],
        ["2014-12-21", "denied", both],
        ["2014-12-27", "denied and contested", both],
    ]
    assert row["denied"] == row["history"][-1][2]


def test_a_part_that_did_not_speak_is_not_said_to_have_denied() -> None:
    of_korea = replace(sony().actors[iri("actor", "lizard-squad")], part_of=(iri("actor", "north-korea"),))
    whole = allegation("nk-outage", "north-korea", "outage")
    covering = claim("nk-denies-all", "denial", "north-korea", "2014-12-26", about=None)
    covering = replace(covering, about=(whole.iri,), accused=(whole.accused,), incident=whole.incident)
    rows = by_id(view(Facts.of([*RECORDS, of_korea, whole, covering]))["allegations"])
    assert rows["lizard"]["denied"]["by"][0] == ("North Korea", "part")


@pytest.mark.parametrize(
    ("by", "on", "marked"),
    [
        ("norse", "2015-02", {"withdrawn": True, "takenBack": [["2015-02-28", True]]}),
        ("fbi", "2015-02", {}),  # not its own claim
        ("norse", "2014-12-01", {}),  # before it was made
    ],
)
def test_a_claim_is_crossed_out_where_its_withdrawal_takes_effect(by: str, on: str, marked: dict[str, Any]) -> None:
    back = claim("norse-back", "withdrawal", by, on, withdraws=(iri("claim", "norse-insiders"),), **LATER)
    row = by_id(view(Facts.of([*RECORDS, back]))["claims"])["norse-insiders"]
    assert {key: row[key] for key in ("withdrawn", "takenBack") if key in row} == marked


def test_a_withdrawal_that_was_withdrawn_crosses_nothing_out_from_then_on() -> None:
    again = claim("norse-again", "withdrawal", "norse", "2015-03", withdraws=(iri("claim", "norse-back"),), **LATER)
    rows = by_id(view(Facts.of([*RECORDS, again]))["claims"])
    assert rows["norse-insiders"]["withdrawn"] is False
    assert rows["norse-insiders"]["takenBack"] == [["2015-02-28", True], ["2015-03-31", False]]
    assert rows["norse-back"]["withdrawn"] is True


def test_rolled_up_a_ministry_is_drawn_as_its_state_and_keeps_its_words() -> None:
    """What a claim says, and how an allegation was received, is not rolled up: only who is drawn."""
    plain, rolled = view(), view(counted={iri("actor", "ministry"): iri("actor", "north-korea")})
    nodes, claims = by_id(rolled["nodes"]), by_id(rolled["claims"])
    assert nodes.keys() == by_id(plain["nodes"]).keys() - {"ministry"}
    assert nodes["north-korea"]["counted"] == ["North Korean foreign ministry"]
    assert claims["ministry-denies"]["speakers"] == ["sony-2014/actor/north-korea"]
    assert claims["ministry-denies"]["sentence"].startswith("North Korean foreign ministry denies")
    assert [row["status"] for row in rolled["allegations"]] == [row["status"] for row in plain["allegations"]]


def test_names_in_all_languages_are_there_and_the_label_is_in_the_language_asked_for() -> None:
    assert by_id(view(lang="de")["nodes"])["north-korea"]["label"] == "Nordkorea"
    assert {"North Korea", "Nordkorea", "조선민주주의인민공화국"} <= set(by_id(view()["nodes"])["north-korea"]["names"])
    assert by_id(view(lang="de")["claims"])["fbi-nk"]["summary"]["lang"] == "de"


def test_actors_and_incidents_are_told_apart() -> None:
    nodes = by_id(view()["nodes"])
    assert (nodes["fbi"]["type"], nodes["intrusion"]["type"]) == ("actor", "incident")


# --------------------------------------------------------------------------------------------- what is kept of it


def test_as_of_leaves_out_what_was_not_public() -> None:
    found = view(as_of=date(2014, 12, 20))
    assert by_id(found["claims"]).keys() == {"fbi-nk", "nk-denies"}
    assert by_id(found["allegations"])["nk"]["status"] == "denied"


def test_an_incident_keeps_its_claims_and_their_challenges() -> None:
    claims = by_id(view(incident=iri("incident", "intrusion"))["claims"])
    assert {"fbi-nk", "norse-doubts", "norse-back"} <= claims.keys()
    assert not {"lizard-claims", "figure"} & claims.keys()


def test_a_focus_with_a_depth_keeps_what_is_near_and_does_not_change_statuses() -> None:
    near = view(focus=iri("actor", "insiders"), depth=1)
    assert by_id(near["nodes"]).keys() == {"insiders", "norse", "intrusion"}
    far = by_id(view()["allegations"])
    assert {key: row["status"] for key, row in by_id(near["allegations"]).items()} == {
        "insiders": far["insiders"]["status"]
    }


def test_the_budget_shows_the_most_connected_and_carries_the_rest() -> None:
    found = view(limit=3)
    shown = {node["id"].rsplit("/", 1)[-1] for node in found["nodes"] if node["shown"]}
    assert shown == {"north-korea", "insiders", "lizard-squad"}
    assert found["showing"] == {"nodes": 3, "of": 11}
    assert len(found["nodes"]) == 11


def test_the_budget_is_spent_near_the_focus_first() -> None:
    found = view(limit=2, focus=iri("actor", "torrentfreak"))
    assert {node["id"].rsplit("/", 1)[-1] for node in found["nodes"] if node["shown"]} == {"torrentfreak", "piracy"}


def test_a_budget_of_nought_shows_all() -> None:
    assert all(node["shown"] for node in view(limit=0)["nodes"])


@pytest.mark.parametrize("option", ["focus", "incident", "dataset"])
def test_what_is_not_there_is_an_error(option: str) -> None:
    with pytest.raises(UnknownName):
        data(sony(), title="Sony", **{option: "nothing"})


def test_a_data_set_keeps_its_own_claims() -> None:
    foreign = replace(sony().claims[iri("claim", "fbi-nk")], iri="https://w3id.org/whoblamed/id/other/claim/x")
    facts = Facts.of([*RECORDS, foreign])
    assert len(view(facts)["claims"]) == len(view()["claims"]) + 1
    assert len(view(facts, dataset="sony-2014")["claims"]) == len(view()["claims"])


def test_no_facts_make_an_empty_view() -> None:
    found = view(Facts())
    assert (found["nodes"], found["claims"], found["showing"]) == ([], [], {"nodes": 0, "of": 0})
    assert "<!doctype html>" in render(Facts(), title="Nothing")


def test_a_speaker_that_is_not_described_is_a_node_all_the_same() -> None:
    facts = sony()
    del facts.actors[iri("actor", "norse")]
    assert by_id(view(facts)["nodes"])["norse"]["label"] == "norse"


# ------------------------------------------------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("nk-denies", "North Korea denies responsibility for Sony Pictures intrusion"),
        (
            "ministry-denies",
            "North Korean foreign ministry denies responsibility for Sony Pictures intrusion on behalf of North Korea",
        ),
        ("norse-doubts", "Norse challenges the attribution by FBI of Sony Pictures intrusion to North Korea"),
        ("norse-back", "Norse withdraws the attribution by Norse of Sony Pictures intrusion to Former employees"),
        ("white-house", "White House endorses the attribution by FBI of Sony Pictures intrusion to North Korea"),
        ("lizard-claims", "Lizard Squad claims responsibility for PlayStation outage"),
        ("figure", "TorrentFreak reports on Film piracy"),
    ],
)
def test_a_claim_is_worded_as_what_its_speaker_says(key: str, says: str) -> None:
    assert sentence(sony().claims[iri("claim", key)], sony()) == says


def test_a_role_other_than_carrying_out_is_said() -> None:
    facts = sony()
    alleged = facts.allegations[iri("allegation", "nk")]
    facts.allegations[alleged.iri] = replace(alleged, role="sponsored")
    said = sentence(facts.claims[iri("claim", "fbi-nk")], facts)
    assert said == "FBI attributes Sony Pictures intrusion to North Korea (sponsored)"


def test_every_sentence_about_a_claim_begins_with_who_says_so() -> None:
    for item in sony().claims.values():
        assert sentence(item, sony()).startswith(sony().label(item.speakers[0]) + " ")


# -------------------------------------------------------------------------------------------------------- layout


def test_the_same_graph_gets_the_same_picture() -> None:
    shuffled = Facts.of([*reversed(RECORDS)])
    assert view()["nodes"] == view(shuffled)["nodes"]


def test_a_layout_leaves_the_random_numbers_of_others_alone() -> None:
    import random

    random.seed(7)
    expected = [random.random() for _ in range(3)]
    random.seed(7)
    view()
    assert [random.random() for _ in range(3)] == expected


def test_nodes_with_their_labels_stand_apart() -> None:
    links = [(0, node) for node in range(1, 40)]
    boxes = [(120.0, 80.0)] * 40
    points = organic(links, boxes)
    for (ax, ay), (bx, by) in itertools.combinations(points, 2):
        assert abs(ax - bx) > 115 or abs(ay - by) > 75


def test_accusers_stand_left_accused_right_and_incidents_beyond() -> None:
    nodes = by_id(view()["nodes"])
    assert nodes["fbi"]["lx"] < nodes["north-korea"]["lx"] < nodes["intrusion"]["lx"]
    assert len({(node["lx"], node["ly"]) for node in nodes.values()}) == len(nodes)


def test_columns_put_neighbours_at_the_same_height() -> None:
    points = layered([0, 0, 0, 2, 2, 2], [(0, 5), (1, 4), (2, 3)])
    assert [points[node][1] for node in (0, 1, 2)] == [points[node][1] for node in (5, 4, 3)]


# ---------------------------------------------------------------------------------------------------------- page


def test_the_page_is_one_document_of_its_own() -> None:
    html = render(sony(), title="Who & what")
    assert html.startswith('<!doctype html>\n<html lang="en"')
    assert '<meta charset="utf-8">' in html
    assert "<title>Who &amp; what</title>" in html
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|@import|url\(|\ssrc=", html.split("<script>")[0])


def test_the_policy_allows_these_scripts_and_styles_and_nothing_else() -> None:
    html = render(sony(), title="Sony")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert rules["script-src"].split() == [_hash(text) for text in re.findall(r"<script>(.*?)</script>", html, re.S)]
    assert rules["style-src"].split() == [_hash(text) for text in re.findall(r"<style>(.*?)</style>", html, re.S)]
    assert "unsafe" not in policy[1]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_vis_network_comes_with_its_licence() -> None:
    assert "The Apache 2.0 License" in render(sony(), title="Sony")


def test_a_page_holds_its_data_whatever_is_in_it() -> None:
    nasty = "</script><script>alert(1)</script><!-- \u2028 ' \" \\ & \x00 \ud800"
    facts = Facts.of([*RECORDS, Actor(iri=iri("actor", "fbi"), label=nasty, kind="agency")])
    html = render(facts, title=nasty)
    html.encode()
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert held
    assert by_id(unpacked(json.loads(held[1]))["nodes"])["fbi"]["label"] == nasty.replace("\ud800", "?")
    assert html.count("<script") == render(sony(), title="Sony").count("<script")


def test_on_the_command_line_pyvis_brings_no_shell_along_and_has_what_it_needs() -> None:
    code = (
        "import sys; from whoblamed.commands.process import spare_imports; spare_imports();"
        "from pyvis.network import Network; from IPython.display import IFrame, HTML;"
        "sys.exit('IPython.core.interactiveshell' in sys.modules or not callable(IFrame))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pyvis_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, whoblamed.graph.view; sys.exit('pyvis' in sys.modules or 'igraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_vis_network_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    page.vis_network.cache_clear()
    monkeypatch.setattr(page, "find_spec", lambda name: None)
    with pytest.raises(FormatError, match="pyvis"):
        page.vis_network()


# ------------------------------------------------------------------------------------------------------- scripts


def test_modules_stand_after_what_they_import() -> None:
    order = bundle.order()
    assert order[-1] == "main.js"
    assert {*order, *bundle.order("pictures/entry.js")} == MODULES.keys()
    for place, name in enumerate(order):
        assert set(bundle.imported(name)) <= set(order[:place])


def test_no_two_modules_give_one_name_to_different_things() -> None:
    owner: dict[str, str] = {}
    for name, text in MODULES.items():
        for found in re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", text, re.M):
            assert owner.setdefault(found, name) == name, f"{found} is in {owner[found]} and {name}"


def test_the_script_is_joined_without_a_trace_of_modules() -> None:
    assert not re.search(r"^\s*(?:import|export)\s", bundle.script(), re.M)
    assert not any(re.search(r"^import \{[^}]* as ", text, re.M) for text in MODULES.values())


def test_text_never_becomes_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", bundle.script())


def test_dates_of_several_years_have_one_status_each() -> None:
    """A claim of a month counts from its end on, and one that may be earlier does not change the past."""
    late = replace(sony().claims[iri("claim", "nk-denies")], stated_on=PartialDate.parse("2015"))
    rows = by_id(view(Facts.of([*RECORDS, late]))["allegations"])
    assert ["2014-12-21", "denied"] in [step[:2] for step in rows["nk"]["history"]]
