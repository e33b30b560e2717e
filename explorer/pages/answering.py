"""How every page is answered: which form of it, of which reading, and what is said where that cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..._version import __version__
from ...errors import AmbiguousName, FormatError, QueryError, UnknownName
from ...ontology.records import digest
from ..negotiation import media_type
from .addresses import path_of
from .asking import Asking
from .reading import Reading, Readings, TooMany
from .rendering import render

#: The forms of pages, by the ending of an address, each with its media type.
TYPES: Final[Mapping[str, str]] = {
    "html": "text/html",
    "json": "application/json",
    "csv": "text/csv",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "gexf": "application/gexf+xml",
    "txt": "text/plain",
    "bib": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
}
#: What a form is called for people.
TITLES: Final[Mapping[str, str]] = {
    "json": "JSON",
    "csv": "CSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "gexf": "GEXF",
}
#: Found out anew with each request, which costs little: nothing is shown that is not so any more.
_KEEPING: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"}
#: When to come again, in seconds, where there is too much to do now.
_SOON: Final = "10"


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer is made of: what was asked, of which reading, in which form of `TYPES`."""

    asking: Asking
    reading: Reading
    form: str

    @property
    def request(self) -> Request:
        """The request."""
        return self.asking.request

    def html(self, template: str, **values: Any) -> Response:
        """Return a page made of one of the templates."""
        return render(self.request, f"pages/templates/{template}", asking=self.asking, page=self, **values)

    def json(self, value: object) -> Response:
        """Return a value as JSON."""
        return Response(to_json(value), media_type=TYPES["json"])


#: Answers a request.
Make = Callable[[Page], Response]


def answering(readings: Readings, forms: Sequence[str], make: Make) -> Callable[[Request], Response]:
    """Return an endpoint that has a page made in one of these forms, the first of which is the server's favourite.

    The form is that of the path parameter `form`, or else what the client likes best. What was sent before and has not
    changed is not sent again.
    """

    def endpoint(request: Request) -> Response:
        asking = Asking.of(request)
        suffix = request.path_params.get("form")
        if suffix is not None and suffix not in forms:
            return missing(asking)
        accepted = media_type(request.headers.get("accept", ""), [TYPES[form] for form in forms])
        form = suffix or next((name for name in forms if TYPES[name] == accepted), None)
        if form is None:
            told = asking.speech("errors.form", ", ".join(TYPES[name] for name in forms))
            return refused(asking, 406, told, lang=asking.lang)
        return _made(readings, asking, form, make)

    return endpoint


def _made(readings: Readings, asking: Asking, form: str, make: Make) -> Response:
    try:
        with readings.turn(large=_is_large(asking, form)):
            page = Page(asking, readings.at(asking.day), form)
            tag = _tag(page)
            if tag in asking.request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers={**_KEEPING, "ETag": tag})
            answer = make(page)
    except UnknownName as error:
        return missing(asking, form, error)
    except AmbiguousName as error:
        return several(asking, form, error)
    except (QueryError, FormatError) as error:
        return refused(asking, 400, str(error), form)
    except TooMany:
        answer = refused(asking, 503, asking.speech("errors.busy"), form, asking.lang)
        answer.headers["Retry-After"] = _SOON
        return answer
    answer.headers.update(_KEEPING)
    if answer.status_code == 200:
        answer.headers["ETag"] = tag
    return answer


def _is_large(asking: Asking, form: str) -> bool:
    """Return whether an answer takes much memory: one as of a day of the past, all of a list, a network."""
    return asking.day is not None or form == "gexf" or (form == "json" and not asking.one("limit", "1").strip("0"))


def _tag(page: Page) -> str:
    """Return a name for what is answered, the same as long as nothing that goes into it changes."""
    url = page.request.url
    parts = (page.reading.whole.store.state, url.path, url.query, page.form, page.asking.lang, __version__)
    return f'W/"{digest(*parts)}"'


def moved(page: Page, path: str) -> Response:
    """Return an answer that sends the client to another page of ours."""
    return RedirectResponse(page.asking.href(path), 303)


def missing(asking: Asking, form: str = "html", error: UnknownName | None = None) -> Response:
    """Return that there is no such page, and what is called most like what was asked for."""
    name = error.name if error else ""
    nearest = error.nearest if error else ()
    if form == "json":
        told = str(error) if error else asking.speech("errors.missing")
        return Response(to_json({"error": told, "nearest": list(nearest)}), 404, media_type=TYPES["json"])
    headers = {"Vary": _KEEPING["Vary"]}
    return render(
        asking.request, "pages/templates/missing.html.jinja", 404, headers,
        asking=asking, name=name, nearest=nearest, title=asking.speech("errors.missing"),
    )  # fmt: skip


def several(asking: Asking, form: str, error: AmbiguousName) -> Response:
    """Return that a name may mean several things, and which."""
    choices = [{"what": what, "iri": iri, "href": asking.href(path_of(iri))} for what, iri in error.candidates]
    if form != "html":
        return Response(to_json({"error": str(error), "candidates": choices}), 300, media_type=TYPES["json"])
    return render(
        asking.request, "pages/templates/several.html.jinja", 300, {"Vary": _KEEPING["Vary"]},
        asking=asking, choices=choices, title=asking.speech("errors.several"),
    )  # fmt: skip


def refused(asking: Asking, status: int, told: str, form: str = "html", lang: str = "en") -> Response:
    """Return that a request cannot be answered as it is, and why, which is told in a language."""
    if form != "html":
        return Response(to_json({"error": told}), status, media_type=TYPES["json"])
    return render(
        asking.request, "pages/templates/refused.html.jinja", status, {"Vary": _KEEPING["Vary"]},
        asking=asking, told=told, lang=lang, title=asking.speech("errors.refused"),
    )  # fmt: skip


def to_json(value: object) -> bytes:
    """Return a value as JSON in UTF-8, with dates and decimals as text; what is no text is replaced."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode("utf-8", "replace") + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
