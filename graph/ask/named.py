"""Named queries: SPARQL files with a title, a description and typed parameters in their header.

The header is made of comments at the top of the file:

    # title: Who blamed whom
    # description: Each attribution with its speaker, accused, incident and date.
    # param accused (actor): whom the blame is about; everyone if not given

A parameter stands for the variable of its name; one that is not given leaves the variable free. Its type is `actor`,
`incident`, `source`, `claim`, `evidence` or `allegation` (a name, key or IRI that is looked up; `a|b`: one or the
other), `date` or `text`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...errors import QueryError
from ...ontology import XSD
from ..identity.representatives import Representatives
from ..store import sparql
from ..store.base import QuadStore
from . import names

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"#\s*(title|description|param)\b\s*([^:]*):\s*(.*)")
_PARAMETER = re.compile(r"([a-z_]+) \(([a-z|]+)\)\Z")
_TYPES = (*names.KINDS, "date", "text")
_TAKEN = "give text, a number, a boolean, a date or time, or a term of pyoxigraph"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
#: The parameters that are the first and the last day of a period.
_PERIOD = ("since", "until")
#: Matches no claim.
_NO_CLAIM = ox.NamedNode("urn:x-whoblamed:no-claim")
_CLAIM = re.compile(r"\?claim\b")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that ships with whoblamed."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def named_queries() -> dict[str, NamedQuery]:
    """Return all named queries, by name."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.rq"))}


def named_query(name: str) -> NamedQuery:
    """Return the query of that name. Raises `QueryError` when there is none."""
    if not is_named(name) or not (path := FOLDER / f"{name.strip()}.rq").exists():
        known = (path.stem for path in sorted(FOLDER.glob("*.rq")))
        raise QueryError(f"no query is named {name.strip()!r}; there are {', '.join(known)}")
    return _read(path)


def listed(queries: Iterable[NamedQuery]) -> list[dict[str, str]]:
    """Return named queries as rows: name, title, parameters, description."""
    return [
        {
            "name": query.name,
            "title": query.title,
            "parameters": "; ".join(f"{p.name} ({p.type}): {p.description}" for p in query.parameters),
            "description": query.description,
        }
        for query in queries
    ]


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    fields = {"title": "", "description": ""}
    parameters = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _HEADER.match(line)
        if match is None:
            raise QueryError(f"{path.name}: not a header line: {line}")
        key, declared, value = match.groups()
        if key != "param":
            fields[key] = value.strip()
            continue
        parameter = _PARAMETER.match(declared.strip())
        if parameter is None or not set(parameter[2].split("|")) <= set(_TYPES):
            raise QueryError(f"{path.name}: write '# param name (type): …' with a type of {', '.join(_TYPES)}")
        parameters.append(Parameter(parameter[1], parameter[2], value.strip()))
    return NamedQuery(path.stem, fields["title"], fields["description"], tuple(parameters), text)


def is_named(query: str) -> bool:
    """Return whether a text is the name of a query, and not SPARQL."""
    return _NAME.match(query.strip()) is not None


def has_rows_of_claims(name: str) -> bool:
    """Return whether the rows of a named query are of claims, among which one can choose. Raises `QueryError`."""
    return _CLAIM.search(named_query(name).text) is not None


def prepare(
    store: QuadStore,
    query: str,
    values: Mapping[str, Any],
    *,
    resolve: bool = True,
    together: Representatives | None = None,
    claims: Collection[str] | None = None,
) -> tuple[str, sparql.Parameters]:
    """Return the text of a query (SPARQL, or the name of a named one) and its parameters as terms.

    With `resolve`, an actor is all that were decided to be the same; with `together`, all that count as the same there.
    `claims` (IRIs; None: all) are those of which a named query has rows: its ?claim.

    Raises `QueryError` for a name or parameter that is not known, a value that is not of its type, or `claims` for a
    query that has no rows of claims, and `UnknownName` or `AmbiguousName` for a name that is looked up in vain.
    """
    if not is_named(query):
        return query, {name: _terms(value) for name, value in values.items()}
    named = named_query(query)
    types = {parameter.name: parameter.type for parameter in named.parameters}
    for name in values:
        if name not in types:
            has = f"it has {', '.join(types)}" if types else "it has none"
            raise QueryError(f"{named.name} has no parameter {name!r}; {has}")
    shown = together or Representatives()
    terms = {name: _typed(store, types[name], name, value, resolve, shown) for name, value in values.items()}
    _refuse_no_period(terms)
    if claims is None:
        return named.text, terms
    if not has_rows_of_claims(named.name):
        raise QueryError(f"{named.name} has no rows of claims that filters could choose")
    # One term alone would take the place of the variable, by which MINUS knows what to take away.
    return named.text, {**terms, "claim": [_NO_CLAIM, *(ox.NamedNode(iri) for iri in sorted(claims))]}


def _terms(value: Any) -> sparql.Term | list[sparql.Term]:
    return [term(one) for one in value] if isinstance(value, list | tuple) else term(value)


def term(value: Any) -> sparql.Term:
    """Return a Python value as a term: text, numbers, booleans, dates and times as literals, `<…>` as an IRI.

    Raises `QueryError` for anything else: the `repr` of an object would be taken for an IRI.
    """
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, bool | int):
        return ox.Literal(value)
    if isinstance(value, Decimal | float):
        if not Decimal(value).is_finite():
            raise QueryError(f"{value} is not a number that a query can compare")
        return ox.Literal(f"{Decimal(str(value)):f}", datatype=ox.NamedNode(XSD + "decimal"))
    if isinstance(value, date):
        datatype = "dateTime" if isinstance(value, datetime) else "date"
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + datatype))
    if not isinstance(value, str):
        raise QueryError(f"{value!r} ({type(value).__name__}) is no value of a query; {_TAKEN}")
    if value.startswith("<") and value.endswith(">"):
        return _iri(value[1:-1])
    return _text(value)


def _iri(text: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(text)
    except ValueError as error:
        raise QueryError(f"<{text}> is not an IRI: {error}") from error


def _text(text: str) -> ox.Literal:
    try:
        return ox.Literal(text)
    except ValueError as error:  # it has lone surrogates
        raise QueryError(f"{text!r} is not Unicode text") from error


def _refuse_no_day(name: str, text: str) -> None:
    try:
        day = date.fromisoformat(text) if _DATE.match(text) else None
    except ValueError:  # the 30th of February
        day = None
    if day is None:
        raise QueryError(f"{name} takes a date such as 2014-12-19, not {text!r}")


def _refuse_no_period(terms: sparql.Parameters) -> None:
    """Raises `QueryError` when a period ends before it begins."""
    first, last = map(terms.get, _PERIOD)
    if isinstance(first, ox.Literal) and isinstance(last, ox.Literal) and last.value < first.value:
        raise QueryError(f"no day is from {first.value} until {last.value}: it ends before it begins")


def _typed(
    store: QuadStore, type_: str, name: str, value: Any, resolve: bool, together: Representatives
) -> sparql.Term | list[ox.NamedNode]:
    """Return the term of a parameter; a thing that several data sets name is all of theirs."""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if not isinstance(value, str | date | int | float | Decimal):
        raise QueryError(f"{name}: {value!r} ({type(value).__name__}) is no value of a query; {_TAKEN}")
    if type_ == "text":
        return _text(str(value))
    if type_ == "date":
        _refuse_no_day(name, str(value))
        return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "date"))
    found = names.find_one(store, str(value), type_.split("|"), resolve=resolve)
    return [_iri(iri) for iri in dict.fromkeys(iri for thing in found for iri in together.members(thing.iri))]
