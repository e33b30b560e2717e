"""The answer of a query for people: as many rows as anybody reads, with links."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox

from ...graph.store.base import QuadStore
from ...graph.store.limits import Limits
from ...graph.store.processes.frames import Question
from ...graph.store.processes.pool import Pool
from ...ontology import ID, PREFIXES, XSD
from ..pages.addresses import path_of
from ..protocol.here import asked_here

#: How many rows are shown, and how many bytes of triples; all of them can be had from `/sparql`.
MOST_ROWS: Final = 500
MOST_BYTES: Final = 100_000
_VERDICTS: Final = (b"true", b"false")
#: The processes that answer pages; clients of `/sparql` have their own.
_PROCESSES: Final = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, where it leads (a path of ours, or an address), and what else is told of it."""

    text: str
    path: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: a table, triples as Turtle, or yes and no; `more` says whether there is more of it than is shown."""

    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[Cell]] = ()
    triples: str = ""
    verdict: bool | None = None
    more: bool = False


class Asker:
    """What has queries answered for pages."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pool = Pool(_PROCESSES)

    async def ask(self, store: QuadStore, query: str, limits: Limits) -> Shown:
        """Return what is shown of an answer. Raises `QueryError`, `StoreError`, and `Busy`."""
        folder = str(store.folder or "")
        limits = replace(limits, max_rows=None)  # it is ended here, after as many as are shown
        question = Question(folder, query, solutions="tsv", triples="turtle", limits=limits)
        async with self._asked(store, question) as asked:
            head = await asked.head()
            is_table = head.syntax == "tsv"
            content, more = bytearray(), False
            async for block in asked.blocks():
                content += block
                if content.count(b"\n") > MOST_ROWS + 1 if is_table else len(content) > MOST_BYTES:
                    more = True
                    asked.abandon()
                    break
        return _table(bytes(content), more) if is_table else _triples(bytes(content), more)

    def _asked(self, store: QuadStore, question: Question) -> AbstractAsyncContextManager[Any]:
        return self._pool.asked(question) if question.folder else asked_here(store, question)


def _table(content: bytes, more: bool) -> Shown:
    if content.strip() in _VERDICTS:  # a table begins with the ? of its first variable
        return Shown(verdict=content.strip() == b"true")
    lines = content.split(b"\n")
    whole = b"\n".join(lines[: MOST_ROWS + 1]) + b"\n" if more else content
    found = ox.parse_query_results(io.BytesIO(whole), format=ox.QueryResultsFormat.TSV)
    if not isinstance(found, ox.QuerySolutions):
        return Shown(verdict=bool(found))
    columns = tuple(variable.value for variable in found.variables)
    return Shown(columns, [[_cell(solution[name]) for name in columns] for solution in found], more=more)


def _triples(content: bytes, more: bool) -> Shown:
    text = content.decode("utf-8", "replace")
    return Shown(triples=text[: text.rfind("\n") + 1] if more else text, more=more)


def _cell(term: Any) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        return _link(term.value)
    if isinstance(term, ox.Literal):
        plain = term.datatype.value in (XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
        return Cell(term.value, note=term.language or ("" if plain else short(term.datatype.value)))
    return Cell(str(term))


def _link(iri: str) -> Cell:
    if iri.startswith(ID):
        return Cell(iri.removeprefix(ID), path=path_of(iri))
    is_web = iri.startswith(("http://", "https://"))
    return Cell(short(iri), address=iri if is_web else "")


def short(iri: str) -> str:
    """Return an IRI with one of our prefixes, if it has one.

    >>> short("http://www.w3.org/2001/XMLSchema#date")
    'xsd:date'
    """
    found = next(((prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base)), None)
    return f"{found[0]}:{iri.removeprefix(found[1])}" if found else iri
