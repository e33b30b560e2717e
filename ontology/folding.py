"""Names as they are compared: apart from the records, because every look-up needs it and nothing else of them."""

from __future__ import annotations

import unicodedata

_NO_LETTERING = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(name: str) -> str:
    """A name without case, accents, punctuation and runs of spaces: what names are looked up by.

    >>> fold("  Pjöng-jang ")
    'pjong jang'
    """
    if name.isascii():
        return " ".join(name.lower().translate(_NO_LETTERING).split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = (character for character in plain if not unicodedata.combining(character))
    return " ".join("".join(character if _is_lettering(character) else " " for character in bare).split())


def _is_lettering(character: str) -> bool:
    """Letters and digits, and the vowel signs of scripts that write them as marks."""
    return character.isalnum() or unicodedata.category(character).startswith("M")
