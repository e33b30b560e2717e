"""What is wrong with a malformed query, in words.

Oxigraph says up to where it understood a query, and with what it could have gone on: in the terms of its grammar, of
which it mostly names one by chance. So the place is taken from it, and what is wrong there is looked for here.
"""

from __future__ import annotations

import re
import textwrap
from itertools import pairwise

from ....ontology import PREFIXES
from .lexemes import FORMS, lexemes

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_SHORT = 40
_PAIRS = {"{": "}", "(": ")"}
_PREFIX = re.compile(r"PREFIX\s+([\w.\-]*)\s*:", re.IGNORECASE)

#: What Oxigraph says of queries that are in order but for this, and what it means.
_MEANT = {
    "Duplicated variable name in SELECT": "a variable is selected twice",
    "The SELECT contains a variable that is unbound": "a variable is selected that is not in GROUP BY; put it there, or"
    " into an aggregate such as SAMPLE(?x)",
    "IRI parsing failed": "an IRI is not one; between < and > it stands whole, https://…, without spaces",
    "already in-scope variable": "BIND or AS gives a value to a variable that has one already; take another name",
}


def in_words(error: SyntaxError, query: str) -> str:
    """Return what is wrong with a query that Oxigraph does not understand."""
    found = _PLACE.match(str(error.msg))
    if found is None:
        return f"malformed SPARQL: {textwrap.shorten(str(error.msg), 200, placeholder=' …')}"
    line, column, expected = int(found[1]), int(found[2]), found[3]
    lines = query.split("\n")
    offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    what = _beginning(query) or _unknown_prefix(query, expected) or _meaning(expected) or _unbalanced(query)
    if what := what or _selected(query):
        return f"malformed SPARQL: {what}"
    if rest := query[offset:].split():
        return f"malformed SPARQL, line {line}, column {column}: {_cut(rest[0])} cannot stand here"
    return "malformed SPARQL: something is missing at its end, or out of place before it"


def place_of(error: BaseException | None) -> tuple[int, int]:
    """Return up to where Oxigraph understood a query: line and column, from 1; zeros where it does not say."""
    found = _PLACE.match(str(error.msg)) if isinstance(error, SyntaxError) else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _beginning(query: str) -> str:
    """Return what is wrong with how a query begins."""
    words = _texts(query)
    if not words:
        return "the query is empty"
    if any(word.upper() in _UPDATES for word in words):
        return f"only queries are taken ({', '.join(FORMS)}), the graph is changed by load and unload"
    if words[0].upper() not in (*FORMS, "PREFIX", "BASE", "VERSION"):
        return f"a query begins with {', '.join(FORMS)}, or with PREFIX; this one begins with {_cut(words[0])}"
    return ""


def _unknown_prefix(query: str, expected: str) -> str:
    if "Prefix not found" not in expected:
        return ""
    known = {*PREFIXES, *_PREFIX.findall(query)}
    names = (
        text for kind, text in lexemes(query) if kind == "word" and ":" in text and not text.startswith(("@", "_:"))
    )
    unknown = next((prefix for name in names if (prefix := name.partition(":")[0]) not in known), None)
    return (
        f"unknown prefix {unknown}:; write PREFIX {unknown}: <…> first (known are {', '.join(PREFIXES)})"
        if unknown
        else ""
    )


def _meaning(expected: str) -> str:
    return next((meant for said, meant in _MEANT.items() if said in expected), "")


def _unbalanced(query: str) -> str:
    """Return which bracket or text is not closed, or closes nothing."""
    still: list[tuple[str, int]] = []
    line = 1
    for kind, text in lexemes(query):
        if kind == "bracket" and text in _PAIRS:
            still.append((text, line))
        elif kind == "bracket" and (not still or _PAIRS[still.pop()[0]] != text):
            return f"line {line}: the {text} closes nothing that is open"
        elif kind == "other" and text in "\"'":
            return f"the text that begins in line {line} has no closing {text}"
        line += text.count("\n")
    return f"the {still[-1][0]} of line {still[-1][1]} is never closed" if still else ""


def _selected(query: str) -> str:
    for before, text in pairwise(_texts(query)):
        if before.upper() in ("SELECT", "DISTINCT", "REDUCED") and not re.match(
            r"[?$(*]|DISTINCT|REDUCED", text.upper()
        ):
            return f"after {before.upper()} come variables (?name), (expression AS ?name) or *, not {_cut(text)}"
    return ""


def _texts(query: str) -> list[str]:
    return [text for kind, text in lexemes(query) if kind != "comment" and text.strip()]


def _cut(text: str) -> str:
    return repr(text if len(text) <= _SHORT else text[:_SHORT] + "…")
