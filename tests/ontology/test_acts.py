"""The table of acts and roles: what it says fits together, and nobody keeps another one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from whoblamed.ontology.acts import ACT_OF_CLASS, ACTS, BLAMING_OTHERS, BY_ACCUSED, DEFAULT_ROLE, NAMING_ACCUSED, ROLES
from whoblamed.ontology.records import Allegation, Claim

from ..support.places import ROOT

#: Where words that acts and roles share may stand for something else, or for one act only: what a format says.
ROOMS = ("commands", "graph", "loaders", "ontology")
#: Looks are made by hand for each act; an act without one has that of another (see test_view). The grammar
#: of articles has rules that lead from what a verb says to one act or another.
APART = {
    "ontology/acts.py",
    "graph/view/looks.py",
    *(f"loaders/drafting/{module}.py" for module in ("reported", "plan", "grammar/events")),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_speaks_of_fields_that_claims_have(name: str) -> None:
    act, known = ACTS[name], {field.name for field in fields(Claim)}
    needed = {key for keys in act.needs for key in keys}
    general = {"responds_to"}
    assert needed - general <= set(act.may)
    assert set(act.may) - {"role", "instead_of"} <= known
    assert act.answers is None or act.answers in known
    assert act.otherwise is None or act.otherwise in ACTS


def test_who_says_the_same_as_the_accused_and_as_somebody_else_is_told_apart() -> None:
    for act in ACTS.values():
        if act.otherwise:
            assert act.own != ACTS[act.otherwise].own


def test_an_accused_is_named_by_those_who_put_it_down_to_somebody_or_deny_that() -> None:
    assert {"attribution", "responsibility", "denial"} <= NAMING_ACCUSED
    assert {"responsibility", "denial"} <= BY_ACCUSED
    assert {"attribution", "endorsement"} <= BLAMING_OTHERS
    assert not BLAMING_OTHERS & BY_ACCUSED


def test_each_act_has_a_class_of_its_own() -> None:
    assert list(ACT_OF_CLASS.values()) == list(ACTS)


def test_an_allegation_has_the_usual_role_unless_it_says_another() -> None:
    assert Allegation(iri="p", label="", accused="a", incident="i").role == DEFAULT_ROLE


def test_where_something_comes_from_is_no_blame() -> None:
    assert [name for name, role in ROLES.items() if not role.blames] == ["origin"]


# ---------------------------------------------------------------------------------------------------- no second table


@pytest.mark.parametrize("table", [ACTS, ROLES], ids=["acts", "roles"])
def test_no_module_has_a_table_of_its_own(table: dict[str, object]) -> None:
    """Two words of a table in one collection or `match` are the beginning of a second table."""
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if str(path.relative_to(ROOT)) not in APART
        for line, words in _collections(path)
        if len(words & table.keys()) > 1
    }
    assert found == set()


def _collections(path: Path) -> Iterator[tuple[int, set[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts: list[ast.expr | None] = []
        match node:
            case ast.Tuple() | ast.Set() | ast.List():
                parts = [*node.elts]
            case ast.Dict():
                parts = [*node.keys]
            case ast.Match():
                parts = [one for case in node.cases for one in _patterns(case.pattern)]
        if parts:
            yield getattr(node, "lineno", 0), {str(part.value) for part in parts if isinstance(part, ast.Constant)}


def _patterns(pattern: ast.pattern) -> Iterator[ast.expr]:
    return (inner.value for inner in ast.walk(pattern) if isinstance(inner, ast.MatchValue))
