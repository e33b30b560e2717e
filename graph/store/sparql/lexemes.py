"""What the text of a SPARQL query is made of, as far as it has to be told apart here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# The tokens of SPARQL 1.1 (section 19.8) that may hold what looks like a variable, and those that shape a query.
_LEXEME = r"""(?P<comment>\#[^\n\r]*)
      | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                 | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<bracket>[{}()])
      | (?P<word>@?(?:[\w.\-%:]|\\.)+)"""

#: The forms of a query.
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@cache  # on first use: it takes longer than most queries
def lexeme(*, all_: bool = False) -> re.Pattern[str]:
    """Return the pattern of a comment, IRI, string, variable, bracket or word, each in a group of that name; with
    `all_` also of any other character, `other`."""
    return re.compile(f"{_LEXEME}|(?P<other>.)" if all_ else _LEXEME, re.VERBOSE | re.DOTALL)


def lexemes(query: str) -> Iterator[tuple[str, str]]:
    """Return all of a query, piece by piece: what it is (a group of `lexeme`), and its text."""
    return ((str(match.lastgroup), match.group()) for match in lexeme(all_=True).finditer(query))
