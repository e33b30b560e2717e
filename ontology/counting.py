"""Counts in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts, in the singular or plural; `many` is `one` with an s if it is not given.

    >>> counted(1, "claim"), counted(2, "claim"), counted(0, "statement is", "statements are")
    ('1 claim', '2 claims', '0 statements are')
    """
    return f"{number} {one if number == 1 else f'{one}s' if many is None else many}"
