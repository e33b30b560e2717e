"""What people write into cells, and what it means: headings, lists, dates as they are typed, figures in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ....ontology.texts import is_blank

_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_FORMULA = re.compile(r"'(?=[=+\-@])")
_HEDGED = re.compile(r"(about|at least|at most)\s+(\S+)", re.IGNORECASE)
_RANGE = re.compile(r"(\S+)\s+(?:to|-|–)\s+(\S+)")
_FLAGS = {"true": "true", "yes": "yes", "no": "no", "false": "false", "x": "yes", "1": "yes", "0": "no"}
_MONTHS = 12


def heading(text: str) -> str:
    """Return a heading as columns are called, whatever its case and what parts its words.

    >>> heading(" Responds to ")
    'responds_to'
    """
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def plain(text: str) -> str:
    """Return a cell without what is around it, and without the mark that keeps a spreadsheet from calculating it."""
    if is_blank(text):
        return ""
    return _FORMULA.sub("", text.strip(), count=1) if text.lstrip().startswith("'") else text.strip()


def items(text: str) -> list[str]:
    """Return the items of a list in one cell: what semicolons or line ends part.

    >>> items("Russia; Kremlin;")
    ['Russia', 'Kremlin']
    """
    return [item for part in re.split(r"[;\n]", text) if not is_blank(item := part.strip())]


def date(text: str) -> str:
    """Return a date as fact files write it, if it can mean one day only; else as it is.

    >>> date("19.12.2014"), date("12/19/2014"), date("1/2/2014"), date("2014-12")
    ('2014-12-19', '2014-12-19', '1/2/2014', '2014-12')
    """
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    if found := _SLASHES.fullmatch(text):
        one, other, year = found.groups()
        if int(one) > _MONTHS or one == other:
            return f"{year}-{int(other):02}-{int(one):02}"
        if int(other) > _MONTHS:
            return f"{year}-{int(one):02}-{int(other):02}"
    return text


def flag(text: str) -> str:
    """Return yes or no as fact files write it."""
    return _FLAGS.get(text.lower(), text)


def figure(text: str) -> Any:
    """Return a figure as fact files write it.

    >>> figure("at least 300"), figure("300 to 500"), figure("1500")
    ({'at_least': '300'}, {'at_least': '300', 'at_most': '500'}, '1500')
    """
    if found := _HEDGED.fullmatch(text):
        return {found[1].lower().replace(" ", "_"): found[2]}
    if found := _RANGE.fullmatch(text):
        return {"at_least": found[1], "at_most": found[2]}
    return text


def slug(text: str, taken: Iterable[str]) -> str:
    """Return a key that is made of a name, and not taken.

    >>> slug("Ministry of Foreign Affairs", ["ministry-of-foreign-affairs"])
    'ministry-of-foreign-affairs-2'
    """
    from ....ontology.records import digest
    from ....ontology.texts import fold

    made = re.sub(r"[^a-z0-9]+", "-", fold(text))[:60].strip("-") or digest(text)[:8]
    used = set(taken)
    number = 1
    found = made
    while found in used:
        number += 1
        found = f"{made}-{number}"
    return found
