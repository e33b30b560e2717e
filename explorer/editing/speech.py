"""The words of the forms in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request

from ..pages.asking import Asking
from .forms import Field

_WORDS: Final = Path(__file__).parent / "words"


def words(request: Request) -> dict[str, Any]:
    """Return the words of the language that a request is answered in."""
    return _in(Asking.of(request).lang)


@lru_cache(maxsize=8)
def _in(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_WORDS / f"{lang}.json").read_text("utf-8"))
    return found


def label(words: Mapping[str, Any], field: Field) -> str:
    """Return what a field is called; of what is said in several languages, in which one."""
    known = words["fields"]
    (text, _) = known.get(field.name) or known.get(field.of) or (field.name, "")
    part = field.name.partition(".")[2]
    return f"{text} ({part})" if part not in ("", "words", "text") and field.name not in known else text


def hint(words: Mapping[str, Any], field: Field) -> str:
    """Return what more is said of a field, if anything is."""
    known = words["fields"]
    return str((known.get(field.name) or known.get(field.of) or ("", ""))[1])
