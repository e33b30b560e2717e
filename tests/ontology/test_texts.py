"""Texts in several languages, and counts: said in the singular where there is one."""

from __future__ import annotations

import pytest
from whoblamed.ontology.texts import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (1, ("claim",), "1 claim"),
        (0, ("claim",), "0 claims"),
        (2, ("earlier claim",), "2 earlier claims"),
        (1, ("identity", "identities"), "1 identity"),
        (3, ("identity", "identities"), "3 identities"),
        (1, ("file is", "files are"), "1 file is"),
        (1, ("evidence", "evidence"), "1 evidence"),
    ],
)
def test_one_is_said_in_the_singular(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said
