"""The gazetteer: proper names by the kind of actor that they mean, for tables that do not say it."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from ...yaml import marks

FILE = Path(__file__).parents[2] / "mappings" / "gazetteer" / "names.yaml"


@cache
def names() -> dict[str, tuple[str, ...]]:
    """Return the names of each kind of actor."""
    data = marks.read(FILE.read_bytes(), FILE.name).data
    return {str(kind): tuple(map(str, listed)) for kind, listed in data.items()}


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Return what finds a name of a kind, as whole words."""
    return re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(map(re.escape, names()[kind]))))


@cache
def fingerprint() -> str:
    """Return the hash of the file, by which it is known whether tables would be read in another way."""
    return sha256(FILE.read_bytes()).hexdigest()
