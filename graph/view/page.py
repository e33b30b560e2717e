"""The HTML page: one file that asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ...errors import FormatError
from .bundle import script
from .packing import packed

_SURROGATE = re.compile("[\ud800-\udfff]")
_HERE = Path(__file__).parent
_JSON: Final[dict[str, Any]] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": False}
_VIS_NETWORK = "vis-network.min.js"


def page(data: dict[str, Any]) -> Iterator[str]:
    """Yield the page that shows `data` piece by piece (see `whoblamed.graph.view.data`, of which the tables are gone
    through once), with its own words in all languages."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    environment.policies["json.dumps_kwargs"] = _JSON
    style = (_HERE / "view.css").read_text(encoding="utf-8")
    scripts, words = [vis_network(), script()], _words()
    pieces = environment.get_template("page.html.jinja").generate(
        title=data["title"] or _untitled(words, data["lang"]),
        data=_written(data),
        words=words,
        style=style,
        scripts=scripts,
        policy=_policy([style], scripts),
    )
    # A lone surrogate in a name is no text, and could not be written to a file.
    return (_SURROGATE.sub("?", piece) for piece in pieces)


def _untitled(words: dict[str, Any], lang: str | None) -> str:
    """Return the title of a page without one; in a browser's own language its script puts it."""
    spoken = words.get((lang or "").lower().split("-")[0], words["en"])
    return str(spoken["pictures"]["headlines"]["matrix"])


def _written(data: dict[str, Any]) -> Iterator[str]:
    """Yield the packed data as JSON that may stand in HTML. Each table is text as soon as it is packed, and what it was
    packed from is gone then."""
    from jinja2.utils import htmlsafe_json_dumps
    from markupsafe import Markup

    def told(value: Any) -> Markup:
        return htmlsafe_json_dumps(value, **_JSON)

    found = packed(data, told)
    tables, shared = found.pop("tables"), found.pop("shared")
    yield told(found)[:-1] + Markup(',"tables":{')
    for number, (name, text) in enumerate(tables.items()):
        yield "," if number else ""
        yield told(name) + ":"
        yield text
    yield Markup('},"shared":')
    yield told(shared)
    yield "}"


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return {
        file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted((_HERE / "words").glob("*.json"))
    }


def _policy(styles: list[str], scripts: list[str]) -> str:
    """Return a Content-Security-Policy under which only these very scripts and styles run and nothing is fetched."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@lru_cache(maxsize=1)
def vis_network() -> str:
    """Return the newest vis-network that the installed pyvis carries, with its licence header.

    Its style sheet is for buttons and pop-ups that the page does not use, and stays out. Raises FormatError when pyvis
    carries none.
    """
    # Without importing pyvis, which loads IPython.
    spec = find_spec("pyvis")
    places = spec.submodule_search_locations if spec else None
    found = sorted(path for place in places or () for path in Path(place).glob(f"templates/lib/vis-*/{_VIS_NETWORK}"))
    if not found:
        raise FormatError("the installed pyvis carries no vis-network; install pyvis 0.3.2 or newer")
    return found[-1].read_text(encoding="utf-8")
