"""What a request asks for beside the page: in which language, as of which day, and by what else stands in its query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from ...errors import QueryError, did_you_mean
from ...ontology.dates import public_day
from ...ontology.patterns import UNWRITABLE
from .. import negotiation
from .speech import LANGUAGES, Speech, speech

#: What links keep, wherever they lead: the reader's language, and the day as of which the graph is read.
KEPT: Final = ("lang", "as-of")
#: What other sites and their advertisements add to addresses.
_COUNTING: Final = re.compile(r"(utm|mtm|pk|mc|hsa)_\w+|[a-z]*clid|igshid|ref")


@dataclass(frozen=True)
class Asking:
    """A request, as the pages need it."""

    request: Request
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Request) -> Asking:
        """Return what a request asks for; what is given without a value, as forms do, is not given."""
        given: dict[str, tuple[str, ...]] = {}
        for name, value in request.query_params.multi_items():
            text = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()
            if text:
                given[name] = (*given.get(name, ()), text)
        return cls(request, given)

    def one(self, name: str, otherwise: str = "") -> str:
        """Return the last value of a parameter."""
        return (self.given.get(name) or (otherwise,))[-1]

    def expect(self, names: Iterable[str]) -> None:
        """Refuse a parameter that a page does not know: whoever mistypes a filter would take all for what it leaves.
        What others add to addresses to count visits means nothing. Raises `QueryError`."""
        known = (*names, *KEPT)
        for name in self.given:
            if name not in known and not _COUNTING.fullmatch(name):
                there_are = f"there are {', '.join(dict.fromkeys(known))}"
                raise QueryError(f"there is no parameter {name!r} here{did_you_mean(name, known, there_are)}")

    @cached_property
    def lang(self) -> str:
        """The language of the answer."""
        named = self.one("lang").lower().partition("-")[0]
        header = self.request.headers.get("accept-language", "")
        return named if named in LANGUAGES else negotiation.language(header, LANGUAGES)

    @property
    def base(self) -> str:
        """What all our addresses begin with: the path under which a proxy has the server, mostly nothing."""
        return str(self.request.scope.get("root_path", ""))

    @property
    def here(self) -> str:
        """The path of this page, without that."""
        return self.request.url.path.removeprefix(self.base) or "/"

    @property
    def written(self) -> str:
        """The same, escaped as the client wrote it."""
        raw = self.request.scope.get("raw_path") or self.request.url.path.encode()
        return str(raw.decode("ascii", "replace")).partition("?")[0].removeprefix(self.base)

    @property
    def speech(self) -> Speech:
        """The words of the answer."""
        return speech(self.lang)

    @cached_property
    def day(self) -> date | None:
        """The day as of which the graph is read; None: as it is. Raises `QueryError` for what is no day."""
        return public_day(self.one("as-of")) if self.one("as-of") else None

    @property
    def valid_day(self) -> date | None:
        """The same, but None for what is no day: for the page that says so."""
        try:
            return self.day
        except QueryError:
            return None

    def whole(self, name: str, otherwise: int, most: int) -> int:
        """Return a parameter that is a whole number from 0 to `most`. Raises `QueryError` for what is none."""
        text = self.one(name, str(otherwise))
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
            raise QueryError(f"{name}={text}: {name} is a whole number from 0 to {most:,}")
        return int(text)

    def href(self, path: str, **query: object) -> str:
        """Return a link to a page of ours that keeps what links keep; `query` is what it asks for beside that, names
        with `_` for `-`, several values in a list, None for what is not asked."""
        kept = {name: self.given[name] for name in KEPT if name in self.given}
        return address(self.base + path, kept | {name.replace("_", "-"): value for name, value in query.items()})

    def again(self, **changed: object) -> str:
        """Return a link to this very page with some parameters changed; None takes one away."""
        query: dict[str, object] = dict(self.given)
        query.update({name.replace("_", "-"): value for name, value in changed.items()})
        return address(self.base + self.written, query)


def address(path: str, query: Mapping[str, object]) -> str:
    """Return a path, which is as it is written in an address, with a query."""
    pairs = [(name, text) for name, value in query.items() for text in _texts(value)]
    return f"{path}{'&' if '?' in path else '?'}{urlencode(pairs, quote_via=quote)}" if pairs else path


def _texts(value: object) -> Iterable[str]:
    if value is None or value == "":
        return ()
    return map(str, value) if isinstance(value, list | tuple) else (str(value),)
