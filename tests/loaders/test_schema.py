"""The JSON Schema that editors use, and its agreement with what the loader accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pyoxigraph import Literal
from whoblamed.loaders.facts.schema import FactFile, json_schema
from whoblamed.loaders.facts.writing.template import new_case
from whoblamed.loaders.opening.documents import CASEBOOK
from whoblamed.loaders.yaml import marks

from ..support.places import FIXTURES

FACTS = FIXTURES / "facts"
FILES = sorted([*FACTS.glob("**/*.yaml"), *CASEBOOK.glob("*.yaml")])

Path_ = tuple[str | int, ...]


class EditorsLoader(yaml.CSafeLoader):
    """YAML as editors read it: the core schema of YAML 1.2, in which `no` and dates are texts and keys are names."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - replaces that of the base


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorsLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"({pattern})$"), [*first, ""])
EditorsLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: integer(node.value))
EditorsLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def integer(text: str) -> int:
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def as_editors_read(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=EditorsLoader)))


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def accepted_by_editors(text: str) -> bool:
    return validator().is_valid(as_editors_read(text))


def accepted_by_the_loader(text: str) -> bool:
    marked = marks.read(text.encode(), "case.yaml")
    try:
        FactFile.model_validate(marked.data)
    except ValidationError:
        return False
    return not marked.faults


def paths(tree: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The paths of all values."""
    yield path
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from paths(value, (*path, key))


def at(tree: Any, path: Path_) -> Any:
    for part in path:
        tree = tree[part]
    return tree


SMALL = as_editors_read((FACTS / "small.yaml").read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------- the schema


def test_it_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_it_accepts_all_files_that_the_loader_accepts(path: Path) -> None:
    document = as_editors_read(path.read_text(encoding="utf-8"))
    assert [f"{error.json_path}: {error.message}" for error in validator().iter_errors(document)] == []


def test_the_casebook_is_among_them() -> None:
    assert len([path for path in FILES if path.parent == CASEBOOK]) > 15


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("act: attribution", "act: accusation"),
        ("by: port, ", ""),
        ("on: 2031-04-03", "on: 3 April 2031"),
        ("published: 2031-04-04", "published: [2031-04-04]"),
        ("kind: agency", "kind: ministry"),
        ("kind: agency", "kind: "),
        ("url: https://daily.example/1", "url: daily.example/1"),
        ("id: blame", "id: the blame"),
        ("at: {paragraph: 1}", "at: {paragraph: first}"),
        ("claims:", "claim:"),
        ("case: harbour", "case: The Harbour"),
    ],
)
def test_what_people_write_wrong_is_marked_in_an_editor(right: str, wrong: str) -> None:
    text = """\
case: harbour
actors: {port: {name: Port, kind: agency}, tide: {name: Red Tide, kind: group}}
incidents: {outage: {name: Outage}}
sources: {story: {title: Story, published: 2031-04-04, url: https://daily.example/1}}
claims:
  - {id: blame, act: attribution, by: port, accused: tide, incident: outage, on: 2031-04-03,
     source: story, at: {paragraph: 1}}
"""
    assert accepted_by_editors(text)
    assert right in text
    assert not accepted_by_editors(text.replace(right, wrong))


def test_the_blanks_of_a_new_file_are_marked_in_an_editor() -> None:
    text = new_case("harbour", Path("harbour.yaml")).text
    marked = [error.json_path for error in validator().iter_errors(as_editors_read(text))]
    assert {"$.title", "$.actors.accuser.kind", "$.claims[0].on"} <= set(marked)


@pytest.mark.parametrize("path", [path for path in paths(SMALL) if isinstance(at(SMALL, path), dict)], ids=str)
def test_it_refuses_unknown_keys_everywhere(path: Path_) -> None:
    document = deepcopy(SMALL)
    at(document, path)["no such key"] = "x"
    assert not validator().is_valid(document)


@pytest.mark.parametrize("path", [path for path in paths(SMALL) if path], ids=str)
def test_it_refuses_values_that_are_not_there(path: Path_) -> None:
    document = deepcopy(SMALL)
    at(document, path[:-1])[path[-1]] = None
    assert not validator().is_valid(document)


def test_only_a_file_of_actors_needs_no_case() -> None:
    actors = {"actors": SMALL["actors"]}
    assert validator().is_valid(actors)
    for section in ("incidents", "sources", "evidence", "claims"):
        assert not validator().is_valid({**actors, section: SMALL[section]})


def test_it_helps_editors_with_what_may_be_written() -> None:
    claim = json_schema()["$defs"]["ClaimEntry"]
    assert claim["properties"]["act"]["enum"][0] == "attribution"
    assert claim["required"] == ["id", "act", "by", "source"]
    assert claim["description"] == "One speech act."
    assert "null" not in json.dumps(json_schema())


# ---------------------------------------------------------------------------------------------------- the agreement

#: As they are written in the file; many of them look like something else.
SCALARS = [
    *(
        "x",
        "fbi",
        "police",
        "no",
        "yes",
        "true",
        "True",
        '"true"',
        "false",
        "unknown",
        "null",
        "~",
        "''",
        "' '",
        '"x y"',
    ),
    *(
        "0",
        "1",
        "7",
        "007",
        "08",
        "100",
        "101",
        "-1",
        "+1",
        "1.5",
        "2.0",
        '"2"',
        "1e3",
        "1e400",
        "0x10",
        "0o7",
        ".5",
        "5.",
    ),
    *(
        "1_000",
        "1,5",
        "2014",
        '"2014"',
        "0999",
        "0000",
        "2014-11",
        "2014-11-24",
        "2014-13",
        "10000",
        ".inf",
        ".nan",
        "NaN",
    ),
    *("2014-11-24T10:00:00Z", "2014-11-24 10:00", "carried-out", "report", "denial", "state", "wire", "dni", "0-10"),
    *("en", "EN", "pt-BR", "Q42", "https://a.example/b", "ftp://a", "a--b", "a.b_c", "é", "0" * 64, "a" * 101),
]
KEYS = ["en", "EN", "de-AT", "x", "name", "title", "on", "by", "at", "source", "claims", "case", "2014", "true", "a--b"]
leaves = st.sampled_from(SCALARS).map(lambda text: ("raw", text))
values = leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.sampled_from(KEYS), leaves, max_size=2)


def written(tree: Any) -> str:
    """A tree as YAML in one line; its raw leaves are written as they are."""
    if isinstance(tree, tuple):
        return str(tree[1])
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(written, tree)) + "]"
    return str(tree) if re.fullmatch(r"[A-Za-z0-9]+([-.][A-Za-z0-9]+)*", str(tree)) else json.dumps(tree)


def plain(path: Path) -> Any:
    return marks.read(path.read_bytes(), path.name).data


TREES = [plain(FACTS / "small.yaml"), plain(FACTS / "example.yaml")]
#: In which every change is a change to some entry.
TINY = [
    {"case": "a", "actors": {"x": {"name": "X", "kind": "state", "aliases": ["Y", {"name": "Z", "lang": "en"}]}}},
    {
        "case": "a",
        "incidents": {"x": {"name": {"en": "X"}, "from": "2014", "victims": ["a", "b"], "rivals": [["a", "b"]]}},
    },
    {"case": "a", "sources": {"x": {"title": "X", "published": "2014-11", "relies_on": [{"on": "y", "mode": "wire"}]}}},
    {"case": "a", "evidence": {"x": {"summary": "X", "held_by": "y", "disclosed": "no"}}},
    {"claims": TREES[0]["claims"][:1], "case": "a"},
]


@st.composite
def changed(draw: st.DrawFn) -> str:
    """A good file with some values replaced, left out or added."""
    tree = deepcopy(draw(st.sampled_from(TREES + TINY * 3)))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(list(paths(tree))[1:] or [("case",)]))
        holder = at(tree, path[:-1])
        change = draw(st.sampled_from(["replace", "replace", "add", "remove"]))
        if change == "remove" and path[-1] in (holder if isinstance(holder, dict) else range(len(holder))):
            del holder[path[-1]]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(KEYS))] = draw(values)
        else:
            holder[path[-1]] = draw(values)
    return written(tree)


def test_trees_that_are_not_changed_are_accepted_by_both() -> None:
    for tree in TREES + TINY:
        assert accepted_by_the_loader(written(tree))
        assert accepted_by_editors(written(tree))


@settings(max_examples=600)
@given(changed())
def test_what_the_loader_accepts_editors_accept(text: str) -> None:
    assert accepted_by_editors(text) or not accepted_by_the_loader(text)


@given(st.from_regex(json_schema()["$defs"]["AliasEntry"]["properties"]["lang"]["pattern"], fullmatch=True))
def test_a_language_that_is_accepted_can_be_written(language: str) -> None:
    assert Literal("x", language=language.strip().lower()).language == language.strip().lower()


@pytest.mark.parametrize(
    ("keys", "accepted"),
    [
        ("on: 2014", True),
        ("on: 0999", True),
        ("on: '2014'", True),
        ("on: 2014-12-19", True),
        ("on: 19.12.2014", False),
        ("unit: 5", True),
        ("unit: true", True),
        ("unit: ''", False),
        ("quantity: 2.50", True),
        ("quantity: '1,500'", False),
        ("at: {paragraph: '2'}", True),
        ("at: {paragraph: 0}", False),
        ("confidence: {label: 8, scale: 0-10}", True),
        ("confidence: {value: 101}", False),
        ("by: 'the FBI'", False),
        ("by: 2014", True),
        ("source: []", False),
        ("summary: {en: 1984}", True),
        ("summary: {english: x}", False),
        ("summary: {}", False),
        ("relies_on: [{mode: borrows}]", False),
    ],
)
def test_loader_and_editors_agree(keys: str, accepted: bool) -> None:
    entry = {"id": "x", "act": "report", "by": "fbi", "source": "s"}
    rest = ", ".join(f"{key}: {value}" for key, value in entry.items() if key != keys.split(":")[0])
    text = f"{{case: case, claims: [{{{rest}, {keys}}}]}}"
    assert accepted_by_the_loader(text) is accepted
    assert accepted_by_editors(text) is accepted
