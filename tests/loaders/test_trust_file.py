"""Files of a reader's rule of trust: what they say, and what is wrong with them, with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.trust import json_schema, parse, read
from whoblamed.loaders.yaml import marks

WHOLE = """\
at_least: C
ungraded: leave out
sources:
  harbour/story: B
outlets: {The Herald: A, 'Quay: Lab': E}
datasets: {eurepoc: F}
origins: 2
"""


def test_a_rule_is_what_its_file_says() -> None:
    rule = parse(WHOLE.encode(), "desk/trust.yaml")
    assert (rule.file, rule.at_least, rule.ungraded, rule.origins) == ("trust.yaml", "C", False, 2)
    assert rule.sources == {"harbour/story": "B"}
    assert rule.outlets == {"The Herald": "A", "Quay: Lab": "E"}
    assert rule.places["sources", "harbour/story"] == (4, 3)


@pytest.mark.parametrize(
    ("grade", "counts"), [("A", True), ("C", True), ("D", False), ("E", False), ("F", False), (None, False)]
)
def test_a_lower_grade_does_not_count_and_what_cannot_be_judged_is_no_grade(grade: str | None, counts: bool) -> None:
    assert parse(WHOLE.encode(), "t").counts(grade) is counts
    assert parse(b"at_least: C", "t").counts(grade) is (counts or grade in ("F", None))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "trust.yaml:1:1: the file is empty"),
        ("- A", "trust.yaml:1:1: a rule of trust is a map; begin it with at_least: C, or origins: 2"),
        ("{}", "trust.yaml:1:1: nothing is left out by this rule; write at_least: C with grades, or origins: 2"),
        ("at_least: F", 'trust.yaml:1:11: "F" is not one of A, B, C, D, E'),
        ("at_least: C\noutlet: {X: E}", 'trust.yaml:2:1: unknown key "outlet"; did you mean "outlets"?'),
        ("at_least: C\noutlets:\n  X: G", 'trust.yaml:3:6: "G" is not one of A, B, C, D, E, F'),
        ("at_least: C\noutlets:\n  X: b", 'trust.yaml:3:6: "b" is not one of A, B, C, D, E, F'),
        ("at_least: C\nungraded: maybe", 'trust.yaml:2:11: "maybe" is not one of count, leave out'),
        ("at_least: C\norigins: 0", 'trust.yaml:2:10: "0" is not a whole number from 1'),
        ("origins: 2\nsources: {a: B}", "trust.yaml:2:1: no grade is too low; write at_least: C"),
        ("origins: 2\nungraded: leave out", "trust.yaml:2:1: no grade is too low; write at_least: C"),
        ("at_least: C\nat_least: D", "trust.yaml:2:1: "),
        ("at_least: C\noutlets: {X: A, X: B}", "trust.yaml:2:17: "),
        ("at_least: &a C", "trust.yaml:1:11: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(InvalidData) as caught:
        parse(text.encode(), "trust.yaml")
    assert str(caught.value).startswith(told)


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.yaml: No such file"):
        read(tmp_path / "none.yaml")
    with pytest.raises(StoreError, match="Is a directory"):
        read(tmp_path)
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (marks.MAX_BYTES + 1))
    with pytest.raises(InvalidData, match="more than"):
        read(large)


@pytest.mark.parametrize(
    ("data", "valid"),
    [
        ({"at_least": "C", "outlets": {"The Herald": "A"}, "origins": 2, "ungraded": "leave out"}, True),
        ({"at_least": "F"}, False),
        ({"at_least": "C", "outlets": {"The Herald": "G"}}, False),
        ({"origins": 0}, False),
        ({"atleast": "C"}, False),
    ],
)
def test_editors_get_its_schema(data: dict[str, Any], valid: bool) -> None:
    printed = json.loads(CliRunner().invoke(main, ["schema", "--trust"]).stdout)
    assert printed == json.loads(json.dumps(json_schema()))
    assert jsonschema.Draft202012Validator(printed).is_valid(data) is valid
