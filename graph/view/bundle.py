"""Joins the small ES modules of `js/` into the one script of the page."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path

_JS = Path(__file__).parent / "js"
_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:\{\};\n)?", re.MULTILINE)


@lru_cache(maxsize=1)
def script() -> str:
    """Return the modules in the order in which they need each other, `main.js` last, in one function scope.

    Imports name what is in scope anyway once the modules stand together, so they and the word `export` are left out.
    That asks for two things, which a test checks: no two modules may give one name to different things, and an import
    may not rename.
    """
    return f'"use strict";\n(() => {{\n{_joined("main.js")}}})();\n'


@lru_cache(maxsize=1)
def drawing() -> str:
    """Return the modules that draw pictures as one expression: a function that takes and returns text (see
    `js/pictures/entry.js`)."""
    return f'"use strict";\n(() => {{\n{_joined("pictures/entry.js")}return drawnText;\n}})()\n'


@lru_cache(maxsize=1)
def signs() -> str:
    """Return the modules that draw the signs of claims as one expression: a function that takes a theme, and returns
    the SVG of each around the origin by its look, both as text."""
    each = "Object.keys(SHAPES).map((look) => [look, shape(look, 0, 0, theme)])"
    signs = f"(text) => {{ const theme = JSON.parse(text); return JSON.stringify(Object.fromEntries({each})); }}"
    return f'"use strict";\n(() => {{\n{_joined("pictures/marks.js")}return {signs};\n}})()\n'


def _joined(first: str) -> str:
    return "".join(_EXPORT.sub("", _IMPORT.sub("", _read(name))) for name in order(first))


def order(first: str = "main.js") -> list[str]:
    """Return the modules that `first` needs, each after those that it imports itself."""
    found: dict[str, None] = {}
    for name in imported(first):
        found.update(dict.fromkeys(order(name)))
    return [*found, first]


def imported(module: str) -> list[str]:
    """Return the modules that a module imports, by their paths in `js/`, as its own."""
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(module), path)) for path in _IMPORT.findall(_read(module))
    ]


def _read(name: str) -> str:
    return (_JS / name).read_text(encoding="utf-8")
