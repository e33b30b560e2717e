"""Texts: the same wording in one or more languages, and counts in words.

A text maps language tags (BCP 47, in lower case; empty where the language is not said) to strings.
"""

from __future__ import annotations

from collections.abc import Mapping

Text = Mapping[str, str]


def primary(text: Text) -> str:
    """Return the wording to show where only one fits: English if there is one, else the first; empty if there is none.

    >>> primary({"de": "Ausfall", "en": "Outage"}), primary({"de": "Ausfall"})
    ('Outage', 'Ausfall')
    """
    return text.get("en") or next(iter(text.values()), "")


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts, in the singular or plural; `many` is `one` with an s if it is not given.

    >>> counted(1, "claim"), counted(2, "claim"), counted(0, "statement is", "statements are")
    ('1 claim', '2 claims', '0 statements are')
    """
    return f"{number} {one if number == 1 else f'{one}s' if many is None else many}"
