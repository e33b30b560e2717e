"""What is done with the texts of cells: splitting, finding, looking up. All of it depends on the text alone."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from .mapping import gazetteer
from .mapping.schema import LookupEntry

Values = tuple[str, ...]
Step = Callable[[str], Iterable[str]]

#: A text that is longer is not taken apart: regular expressions may take very long on it.
_LONGEST_TEXT = 20_000
_LONGEST_STATE = 100
MOST_ITEMS = 1000
_MOST_NESTED = 20
_CACHED = 8192


class RowProblem(Exception):
    """Why something is not made of a row, in words that are shown with the place of the row."""


def short(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise RowProblem(f"a cell of {len(text):,} characters, of which only {_LONGEST_TEXT:,} can be taken apart")
    return text


def spaced(text: str) -> str:
    return " ".join(text.split())


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def splitter(pattern: re.Pattern[str]) -> Step:
    """Splits at a pattern, but not inside of names of states such as "Iran, Islamic Republic of"."""

    def split(text: str) -> list[str]:
        if "," in text and (whole := [found.span() for found in _with_commas().finditer(text)]):
            return _split_around(text, pattern, whole)
        return [part or "" for part in pattern.split(text, maxsplit=MOST_ITEMS)]

    return split


def _split_around(text: str, pattern: re.Pattern[str], whole: Sequence[tuple[int, int]]) -> list[str]:
    """Return the parts of a text, of which some places are kept whole."""
    parts, end = [], 0
    for found in pattern.finditer(text):
        if not any(begin < found.end() and found.start() < stop for begin, stop in whole):
            parts.append(text[end : found.start()])
            end = found.end()
    return [*parts, text[end:]]


@cache
def _with_commas() -> re.Pattern[str]:
    from ...ontology.states import comma_names

    return re.compile(r"\b(?i:{})(?!\w)".format("|".join(map(re.escape, comma_names()))))


def stripper(beginnings: Sequence[str]) -> Step:
    """Takes the longest of several beginnings off, once."""
    longest = sorted(beginnings, key=len, reverse=True)

    def strip(text: str) -> Values:
        text = spaced(text)
        begins = next((beginning for beginning in longest if text.casefold().startswith(beginning.casefold())), "")
        return (text[len(begins) :],)

    return strip


def finder(pattern: re.Pattern[str]) -> Step:
    """Return what a pattern finds first: its group, if it has one. What it does not find is missing."""

    def find(text: str) -> Values:
        found = pattern.search(text)
        return ((found[1] if pattern.groups else found[0]) or "",) if found else ()

    return find


def looker(entry: LookupEntry) -> Step:
    exact = {folded(text): meant for text, meant in entry.translate.items()}
    patterns = [(re.compile(pattern), meant) for pattern, meant in entry.match.items()]
    patterns += [(gazetteer.pattern(kind), kind) for kind in entry.gazetteer]

    def meaning(text: str) -> str:
        if (found := exact.get(folded(text))) is not None:
            return found
        for pattern, meant in patterns:
            if pattern.search(text):
                return meant
        return text if entry.default is None else entry.default

    return lambda text: (meant,) if (meant := meaning(text)) else ()


@lru_cache(_CACHED)
def is_state(name: str) -> bool:
    """Return whether a name means a state of ISO 3166-1."""
    from ...ontology.states import state_of

    return len(name) <= _LONGEST_STATE and state_of(name) is not None


def literal_list(text: str) -> Iterable[str]:
    """Return the texts in a list that is written as text, such as `[['A'], ['B']]`; a text that is no list is
    itself."""
    if not text.startswith("["):
        return (text,)
    if text.count("[") > MOST_ITEMS:
        raise RowProblem(f"a list of more than {MOST_ITEMS} values")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of backslashes, which are the table's affair
            read = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        raise RowProblem(f'"{text[:60]}" begins like a list and cannot be read as one') from None
    return list(_flat(read, 0))


def _flat(value: Any, depth: int) -> Iterable[str]:
    if depth > _MOST_NESTED:
        raise RowProblem(f"lists in lists deeper than {_MOST_NESTED}")
    if isinstance(value, list | tuple):
        for item in value:
            yield from _flat(item, depth + 1)
    elif value is not None:
        yield str(value)
