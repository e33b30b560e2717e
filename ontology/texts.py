"""Texts: the same wording in one or more languages.

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
