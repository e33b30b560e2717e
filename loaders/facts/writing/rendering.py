"""Data as the YAML of fact files: an entry's keys on lines of their own, and what they hold in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

#: A text that needs no quotes anywhere, and looks like one: words, keys, dates, numbers.
_PLAIN = re.compile(r"[^\W_](?:[\w./+~%-]|(?<=\w)['’&](?=\w)| (?=[^\W_]))*")
#: What YAML has for nothing.
_NOTHING = re.compile("null", re.IGNORECASE)
_LONGEST_PLAIN = 60
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPE = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")


def as_written(value: Any) -> Any:
    """Return data as fact files have them: every single value a text, and nothing that is empty.

    >>> as_written({"on": date(2031, 4, 2), "own_view": True, "role": None, "source": ["story"], "evidence": []})
    {'on': '2031-04-02', 'own_view': 'true', 'source': ['story']}
    """
    if isinstance(value, Mapping):
        entries = {str(key): as_written(each) for key, each in value.items()}
        return {key: each for key, each in entries.items() if each not in ("", [], {})}
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return [each for each in map(as_written, value) if each not in ("", [], {})]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def inline(value: Any) -> str:
    """Return data, as `as_written` has them, in one line.

    >>> inline({"en": "Who was it?", "paragraphs": ["1", "2"]})
    '{en: "Who was it?", paragraphs: [1, 2]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {inline(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return _scalar(value)


def lines(entry: Mapping[str, Any]) -> list[str]:
    """Return the lines of an entry: a key each.

    >>> lines({"id": "x-denies", "at": {"paragraph": "2"}})
    ['id: x-denies', 'at: {paragraph: 2}']
    """
    return [f"{_scalar(key)}: {inline(value)}" for key, value in entry.items()]


def _scalar(text: str) -> str:
    if len(text) <= _LONGEST_PLAIN and _PLAIN.fullmatch(text) and not _NOTHING.fullmatch(text):
        return text
    return '"' + _ESCAPE.sub(lambda found: _ESCAPED[found[0]], text) + '"'
