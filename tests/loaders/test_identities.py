"""Files of decisions about who is who: what may stand in them, what is wrong and where, and what they do."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.cli import main
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.facts import identities
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology import ID
from whoblamed.ontology.records import Batch, Identity

from ..support.actors import iri
from ..support.cases import ACTORS, blame, case, written
from ..support.places import DOCS, FIXTURES

FILE = FIXTURES / "identities" / "decisions.yaml"


def document(text: str | bytes, name: str = "decisions.yaml") -> Document:
    return Document.of_bytes(text.encode() if isinstance(text, str) else text, name)


def read(text: str | bytes) -> Batch:
    (batch,) = identities.read([document(text)])
    return batch


def decided(batch: Batch) -> list[Identity]:
    return [record for record in batch.records if isinstance(record, Identity)]


# --------------------------------------------------------------------------------------------------- what is read


def test_a_file_is_read_into_decisions() -> None:
    (batch,) = identities.read([Document.of_file(FILE)])
    assert (batch.dataset.name, batch.dataset.format) == ("harbour-decisions", "identities")
    assert batch.dataset.origin == "decisions.yaml"
    pairs = {(each.verdict, *(actor.removeprefix(ID) for actor in each.actors)) for each in decided(batch)}
    assert pairs == {
        ("same", "feed/actor/amber-tempest", "list/actor/fin99"),
        ("same", "feed/actor/amber-tempest", "quay/actor/tide"),
        ("different", "feed/actor/crew", "list/actor/crew"),
        ("different", "feed/actor/crew", "quay/actor/crew"),
        ("different", "list/actor/crew", "quay/actor/crew"),
    }
    assert {each.basis for each in decided(batch)} == {"curated"}
    assert decided(batch)[0].reason == "The feed lists FIN99 as another name of it."


def test_the_order_of_the_actors_makes_no_difference() -> None:
    one, other = (read(f"decisions: d\nidentities: [{{same: [{pair}]}}]\n") for pair in ("a/x, b/y", "b/y, a/x"))
    assert decided(one) == decided(other)


@pytest.mark.parametrize("written", ["a/x", "id:a/actor/x", f"{ID}a/actor/x"])
def test_an_actor_is_named_by_its_data_set_and_key_or_by_its_iri(written: str) -> None:
    (found,) = decided(read(f'decisions: d\nidentities: [{{same: ["{written}", "http://example.org/y"]}}]\n'))
    assert set(found.actors) == {iri("a/x"), "http://example.org/y"}


def test_a_key_may_be_any_text() -> None:
    (found,) = decided(read('decisions: d\nidentities: [{same: ["a/APT 1: x/y", b/y]}]\n'))
    assert iri("a/y").replace("/y", "/APT%201%3A%20x%2Fy") in found.actors


def test_decisions_can_be_renamed() -> None:
    (batch,) = identities.read([Document.of_file(FILE)], "mine")
    assert batch.dataset.iri == ID + "mine"
    assert all(each.iri.startswith(ID + "mine/identity/") for each in decided(batch))
    with pytest.raises(StoreError):
        identities.read([Document.of_file(FILE)] * 2, "mine")


def test_the_example_of_the_documentation_is_in_order() -> None:
    page = (DOCS / "identity.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(.+?)^```", page, re.MULTILINE | re.DOTALL)
    assert identities.recognises(document(example))
    assert [each.verdict for each in decided(read(example))] == ["same", "different"]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("decisions: d\nidentities: []\n", True),
        ("# a comment\n\n---\nidentities:\n", True),
        ("\ufeffidentities: []", True),
        ("case: sony\nactors: {}\n", False),
        ("case: sony\ntitle: |\n  identities: of all\n", False),
        ('{"identities": []}', False),
        ("", False),
        ("a,b\nidentities: 1", False),
    ],
)
def test_only_files_of_decisions_are_recognised(text: str, ours: bool) -> None:
    assert identities.recognises(document(text)) is ours


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("identities: []\n", '1:1: "decisions" is missing'),
        ("decisions: d\n", '1:1: "identities" is missing'),
        ("decisions: D D\nidentities: []\n", '1:12: "D D" is not a slug'),
        ("decisions: d\nidentities: x\n", '2:13: "identities" must be a list'),
        ("decisions: d\nidentities: [x]\n", "2:14: this item must be a map"),
        ("decisions: d\nidentities:\n- same: [a/x]\n", "3:9: write at least 2 here"),
        ("decisions: d\nidentities:\n- same: a/x\n", '3:9: "same" must be a list'),
        ("decisions: d\nidentities:\n- same: [[a/x], b/y]\n", "3:10: this item must be a text"),
        ("decisions: d\nidentities:\n- same: [a/x, a/x]\n", '3:9: "a/x" is listed twice'),
        ("decisions: d\nidentities:\n- same: [a/x, id:a/actor/x]\n", "3:3: the same actor is listed twice"),
        ("decisions: d\nidentities:\n- same: [a/x, b]\n", '3:15: "b" names no actor; write its data set and key'),
        ("decisions: d\nidentities:\n- same: [a/x, 'http://a b']\n", '3:15: "http://a b" is not an IRI'),
        ("decisions: d\nidentities:\n- {}\n", '3:3: write either "same" or "different"'),
        ("decisions: d\nidentities:\n- {same: [a/x, b/y], different: [a/x, b/y]}\n", '3:3: write either "same" or'),
        ("decisions: d\nidentities:\n- {same: [a/x, b/y], why: x}\n", '3:22: unknown key "why"; allowed are same,'),
        ("decisions: d\nidentities:\n- {same: [a/x, b/y], reason: }\n", '3:22: "reason" has no value'),
        ("decisions: d\nwho: x\nidentities: []\n", '2:1: unknown key "who"; allowed are decisions, title, identities'),
        (
            "decisions: d\nidentities:\n- same: [a/x, b/y]\n- different: [b/y, a/x]\n",
            "4:3: what these two are is already decided on line 3",
        ),
        (
            "decisions: d\nidentities:\n- same: [a/x, b/y]\n- same: [b/y, c/z]\n- different: [c/z, a/x]\n",
            "5:3: two of these are the same by other decisions of this file",
        ),
        ("[a]", "1:1: a file of decisions is a map; begin it with decisions: NAME"),
        ("", "1:1: the file is empty"),
        ("decisions: d\nidentities: &a []\n", "2:13: & and *"),
        (b"decisions: \xff", "1:12: not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str | bytes, problem: str) -> None:
    with pytest.raises(InvalidData) as raised:
        read(text)
    assert any(str(each).startswith(f"decisions.yaml:{problem}") for each in raised.value.problems), raised.value


def test_too_many_actors_in_one_decision_are_refused() -> None:
    listed = ", ".join(f"a/x{number}" for number in range(101))
    with pytest.raises(InvalidData, match="more than 100 actors; write several decisions"):
        read(f"decisions: d\nidentities: [{{different: [{listed}]}}]\n")


def test_two_files_of_one_name_are_refused() -> None:
    one, other = "decisions: d\nidentities: []\n", "decisions: d\ntitle: x\nidentities: []\n"
    with pytest.raises(InvalidData, match='the decisions "d" are in two files'):
        identities.read([document(one), document(other, "other.yaml")])
    assert len(identities.read([document(one), document(one, "other.yaml")])) == 1


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"decisions: d\nidentities: {text}".encode()))
def test_any_content_is_read_or_refused(content: bytes) -> None:
    identities.recognises(document(content))
    with contextlib.suppress(InvalidData):
        read(content)


def test_the_json_schema_allows_what_is_read_and_nothing_else() -> None:
    schema = identities.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    for wrong in ({}, {"decisions": "d", "identities": [{}]}, {"decisions": "d", "identities": [], "more": 1}):
        assert not validator.is_valid(wrong)


# ------------------------------------------------------------------------------------------------- what they do


@pytest.fixture
def folder(tmp_path: Path, graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two cases that call one group differently, and with decisions; the graph is that of commands."""
    monkeypatch.setenv("WHOBLAMED_GRAPH", str(graph_folder))
    renamed = {**ACTORS, "tide": {"name": {"en": "Brine Otter"}, "kind": "group"}}
    written(tmp_path, case(blame()))
    written(tmp_path, case(blame(), actors=renamed, name="quay"))
    decisions = {"decisions": "mine", "identities": [{"same": ["harbour/tide", "quay/tide"], "reason": "as we know"}]}
    (tmp_path / "decisions.yml").write_text(yaml.safe_dump(decisions), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def claims_on(name: str, *options: str) -> set[str]:
    return {row["claim"] for row in json.loads(run(*options, "who", name, "-f", "json"))}


def test_decisions_by_hand_are_followed_by_those_who_read(folder: Path) -> None:
    run("load", str(folder / "harbour.yaml"), str(folder / "quay.yaml"))
    alone = {iri("quay/blame", "claim")}
    assert claims_on("Brine Otter") == alone
    run("load", str(folder / "decisions.yml"))
    assert claims_on("Brine Otter") == claims_on("Red Tide") == alone | {iri("harbour/blame", "claim")}
    assert claims_on("Brine Otter", "--no-resolve") == alone
    run("unload", "mine")
    assert claims_on("Brine Otter") == alone


def test_networks_rankings_and_drawings_have_one_node_for_the_same_actor(folder: Path) -> None:
    """Both cases have the port and the lab; by decision, the tide of one is the otter of the other."""
    run("load", *(str(folder / name) for name in ("harbour.yaml", "quay.yaml", "decisions.yml")))
    for options, places in (((), 1), (("--no-resolve",), 2)):
        blamed = json.loads(run(*options, "rank", "--by", "blamed", "-f", "json"))
        assert [row["claims"] for row in blamed] == [2 // places] * places
        steps = json.loads(run(*options, "path", "harbour/port", "harbour/tide", "-f", "json"))
        assert [len(step["claims"]) for step in steps] == [2 // places]
        drawn = json.loads(run(*options, "view", "-o", "-", "-f", "json", "--focus", "quay/tide"))
        assert sum(node["type"] == "actor" for node in drawn["nodes"]) == 2 * places
    assert "who is who" in run("show", "Red Tide")


def test_ambiguous_lists_names_for_people_and_programs(folder: Path) -> None:
    run("load", str(folder / "harbour.yaml"), str(folder / "quay.yaml"))
    assert "no two actors share a name" in run("ambiguous")
    rows = json.loads(run("--no-resolve", "ambiguous", "-f", "json"))
    assert {row["name"] for row in rows} == {"Port of Arden", "Quay Lab"}
    assert {each["dataset"] for row in rows for each in row["actors"]} == {"harbour", "quay"}
    assert run("--no-resolve", "ambiguous", "-f", "csv").splitlines()[0] == "name,actors,given_by,iris"


def test_contested_across_lists_differences_for_people_and_programs(folder: Path) -> None:
    states = {"arden": {"name": "Arden", "kind": "state"}, "borduria": {"name": "Borduria", "kind": "state"}, **ACTORS}
    for name, accused in (("harbour", "arden"), ("quay", "borduria")):
        written(folder, case(blame(accused=accused), actors=states, name=name))
    run("load", str(folder / "harbour.yaml"), str(folder / "quay.yaml"))
    (row,) = json.loads(run("contested", "--across", "-f", "json"))
    assert (row["name"], row["question"]) == ("Harbour outage", "accused state")
    assert [[each["answer"] for each in side["answers"]] for side in row["sides"]] == [["Arden"], ["Borduria"]]
    assert row["sides"][0]["answers"][0]["claims"][0]["claim"] == iri("harbour/blame", "claim")
    assert "harbour: Arden (Port of Arden, 2031-04-03)" in run("contested", "--across")
    assert run("contested", "--across", "-f", "md").startswith("| name | question | dataset |")
    assert "the data sets do not differ" in run("contested", "--across", "--as-of", "2031-01-01")
