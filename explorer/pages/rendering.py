"""Pages as HTML: the templates, which escape all that they show, and what each of them is given."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ..._version import __version__
from .asking import Asking
from .speech import LANGUAGES

#: Templates are called by their paths from here: `pages/base.html.jinja`.
_FOLDER: Final = Path(__file__).parent.parent


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"languages": LANGUAGES, "version": __version__}
    return environment


def render(
    request: Request, template: str, status_code: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """Return a page made of a template, which mostly extends `pages/base.html.jinja`.

    Beside `values` a template has `asking` (see `Asking`), `say` (its words), and `title` (empty if it is not given).
    """
    asking = values.pop("asking", None) or Asking.of(request)
    given = {"title": "", "alternates": (), "searched": "", "asking": asking, "say": asking.speech, **values}
    html = _environment().get_template(template).render(given)
    # A lone surrogate in a name is no text, and could not be sent.
    content = html.encode("utf-8", "replace")
    return HTMLResponse(content, status_code, {"Content-Language": asking.lang, **(headers or {})})
