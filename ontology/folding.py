"""Names as they are compared: apart from the records, because every look-up needs it and nothing else of them."""

from __future__ import annotations

import unicodedata

_NO_LETTERING = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and runs of spaces: what names are looked up by.

    >>> fold("  Pjöng-jang ")
    'pjong jang'
    """
    if name.isascii():
        return " ".join(name.lower().translate(_NO_LETTERING).split())
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
