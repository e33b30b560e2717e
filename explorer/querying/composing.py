"""Queries as text: named ones with their parameters put in, and how to ask one from elsewhere."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from ...graph import Graph
from ...graph.ask.named import NamedQuery, has_rows_of_claims, prepare
from ...graph.store.sparql import bind

#: The lines of a named query that say what it is to its readers here.
_HEADER: Final = re.compile(r"\A(#\s*(title|description|param)\b.*\n)+")
#: How its pattern begins where claims that a machine coded do not count.
_READ_BY_PEOPLE: Final = "{\n  FILTER NOT EXISTS { ?claim wb:coding ?by_machine }"


def composed(graph: Graph, named: NamedQuery, given: Mapping[str, str]) -> str:
    """Return a named query as SPARQL with its parameters in it; what is not given stays open. Where claims that a
    machine coded do not count, its rows are without them, in a line that whoever reads it can take out.

    Raises `QueryError`, `UnknownName` and `AmbiguousName` for a parameter that means nothing, or several things.
    """
    values = {name: value for name, value in given.items() if value}
    text, bound = prepare(graph.store.current, named.name, values, resolve=graph.resolve)
    text = bind(_HEADER.sub("", text), bound).strip()
    if has_rows_of_claims(named.name) and graph.uncounted():
        text = text.replace("{", _READ_BY_PEOPLE, 1)
    return f"# {named.title}\n{text}\n"


def elsewhere(query: str, endpoint: str) -> dict[str, str]:
    """Return how to ask a query of an endpoint (its address): by curl, in Python, and the address of the answer."""
    address = f"{endpoint}?query={quote(query, safe='')}&format=csv"
    curl = f"curl --get {shlex.quote(endpoint)} -H 'Accept: text/csv' --data-urlencode query={shlex.quote(query)}"
    python = (
        "import pandas\nfrom urllib.parse import urlencode\n\n"
        f"query = {_literal(query)}\n"
        f'pandas.read_csv({json.dumps(endpoint)} + "?" + urlencode({{"query": query, "format": "csv"}}))\n'
    )
    return {"curl": curl, "python": python, "csv": address}


def _literal(text: str) -> str:
    """Return a text as Python has it, on several lines where it has some."""
    if "\n" in text and '"""' not in text and "\\" not in text and not text.endswith('"'):
        return f'"""\n{text.strip()}\n"""'
    return repr(text)
