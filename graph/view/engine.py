"""Runs the scripts that draw the pictures of the page, so that a static picture is drawn by the same code.

The engine is QuickJS-ng, which has wheels of half a megabyte to two and a half and starts in half a millisecond; V8
(mini-racer) has wheels of 15 to 21, 82 once installed, and starts in a tenth of a second.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ...errors import FormatError
from .bundle import drawing, signs
from .tables import Row

_WORDS = Path(__file__).parent / "words"
#: In bytes: less than the stack of any thread that may call, so that the engine's own guard comes first.
_STACK: Final = 256 * 1024


class Drawn(NamedTuple):
    """A picture: the SVG, its headline, its height in pixels, how many rows it has, how many claims are not drawn."""

    svg: str
    title: str
    height: int
    shown: int
    left_out: int


def draw(
    data: Row,
    name: str,
    *,
    state: Mapping[str, Any],
    size: Mapping[str, Any],
    theme: str | Mapping[str, Any] = "light",
    lang: str = "en",
) -> Drawn:
    """Draw one of `js/pictures/draw.js` from the data of a view.

    `state` is what differs from the page's start, `size` has `width`, perhaps `height` (pixels), `title`, and `bare`
    for one without a headline; `theme` is light, dark, or colours as `js/graph/palette.js` has them. Raises FormatError
    when the engine is missing.
    """
    function = _function(drawing())
    request = {"name": name, "state": dict(state), "size": dict(size), "theme": theme, "words": words(lang)["pictures"]}
    answer = json.loads(function(_text(data), _text(request)))
    return Drawn(answer["svg"], answer["title"], round(answer["height"]), answer["shown"], answer["left_out"])


def drawn_signs(theme: Mapping[str, Any]) -> dict[str, str]:
    """Return the signs of claims as pieces of SVG around the origin, by look. `theme` has `paper` and `acts`, the
    colours. Raises FormatError when the engine is missing."""
    found: dict[str, str] = json.loads(_function(signs())(_text(theme)))
    return found


def _function(script: str) -> Callable[..., str]:
    try:
        import quickjs
    except ModuleNotFoundError:
        raise FormatError("pictures need quickjs-ng; install it with: pip install quickjs-ng") from None
    context = quickjs.Context()
    context.set_max_stack_size(_STACK)
    function: Callable[..., str] = context.eval(script)
    return function


def _text(value: object) -> str:
    # A lone surrogate in a name is no text, and could not be handed over.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


@lru_cache(maxsize=8)
def words(lang: str) -> dict[str, Any]:
    """Return the words of the view in a language, English where there are none."""
    file = _WORDS / f"{lang}.json"
    found: dict[str, Any] = json.loads((file if lang in languages() else _WORDS / "en.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that the view has words in."""
    return tuple(sorted(file.stem for file in _WORDS.glob("*.json")))
