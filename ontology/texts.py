"""Texts: the same wording in one or more languages, names as they are compared, and counts in words.

A text maps language tags (BCP 47, in lower case; empty where the language is not said) to strings. This is apart from
the records, because every look-up needs it and nothing else of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

Text = Mapping[str, str]
#: Spaces, controls, what Unicode calls "default ignorable", and the blank letters of Hangul and Braille.
_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)
#: What becomes of each byte of ASCII.
_LETTERING = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))


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


def is_blank(text: str) -> bool:
    """Return whether there is nothing to be seen in a text: it is empty, or all of it is spaces, control characters and
    others of which Unicode says that nothing is shown, such as those of width zero.

    >>> is_blank(" "), is_blank("\u200b\ufeff"), is_blank("A\u200b")
    (True, True, False)
    """
    return _UNSEEN.fullmatch(text) is not None


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and runs of spaces: what names are looked up by.

    >>> fold("  Pjöng-jang ")
    'pjong jang'
    """
    if name.isascii():
        return " ".join(name.encode().translate(_LETTERING).decode().split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(plain.translate(_FOLDED).split())


class _Folded(dict[int, str | None]):
    """What becomes of each character, found out once: accents go, and what is no lettering is a space."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        folded = character if _is_lettering(character) else " "
        self[code] = None if unicodedata.combining(character) else folded
        return self[code]


def _is_lettering(character: str) -> bool:
    """Letters and digits, and the vowel signs of scripts that write them as marks."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


_FOLDED = _Folded()
