"""What is sent to a server, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

Form = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: a form, or lines of N-Triples; `again` says that it may arrive twice."""

    method: str
    url: str
    accept: str
    again: bool
    form: Form | None = None
    lines: bytes | None = None
    params: Mapping[str, str] | None = None

    @property
    def is_query(self) -> bool:
        return self.form is not None and "query" in self.form

    @property
    def what(self) -> str:
        """What is expected at the address, for people."""
        if self.form is None:
            return "graph store"
        return "results of SPARQL" if self.is_query else "SPARQL update"

    @property
    def options(self) -> dict[str, object]:
        """How httpx is told so."""
        headers = {"Accept": self.accept}
        if self.lines is not None:
            headers["Content-Type"] = "application/n-triples"
        options = {"data": self.form, "content": self.lines, "params": self.params}
        given = {name: value for name, value in options.items() if value is not None}
        return {"method": self.method, "url": self.url, "headers": headers, **given}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its media type, its headers, and all of its body."""

    type: str
    headers: Mapping[str, str]
    body: IO[bytes]
