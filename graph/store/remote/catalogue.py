"""What a server holds: its data sets by their own descriptions, and a graph of ours that says how it came to be so.

A named graph is a data set if it describes itself (`GRAPH ?g { ?g a wb:DataSet }`), so that whatever was loaded by
other means is read just as well, and a graph on its way there is none until its description is. The catalogue is a
graph of one subject: a name for its state that each change replaces, what `undo` needs, who is changing it, and a
change in the middle of its last step.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

import pyoxigraph as ox

from ....errors import StoreError
from ....ontology import MADE_GRAPHS, PREFIXES
from .answers import as_written, refuse_cut, rows
from .client import Client

#: The name of the catalogue's graph, and of its one subject.
CATALOGUE: Final = "urn:x-whoblamed:catalogue"
#: Names a state; each change has another.
STATE: Final = CATALOGUE + "#state"
HOLDS, LOCK, PLAN, SWITCHING = (f"{CATALOGUE}#{name}" for name in ("holds", "lock", "plan", "switching"))

_STAGED, _BEFORE, _HISTORY = (f"urn:x-whoblamed:{kind}:" for kind in ("staged", "before", "history"))
_READ = f"""{{ {{ GRAPH ?g {{ ?g a <{PREFIXES["wb"]}DataSet> . ?g ?p ?o }} }}
  UNION {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?p ?o }} BIND(<{CATALOGUE}> AS ?g) }} }}"""


def staged(graph: str) -> str:
    """Return where the next content of a graph is prepared."""
    return _STAGED + graph


def before(graph: str) -> str:
    """Return where the content of a graph before the last change is kept."""
    return _BEFORE + graph


def history(dataset: str) -> str:
    """Return where the closed claims of a data set are kept."""
    return _HISTORY + dataset


def of_history(graph: str) -> str:
    """Return the data set whose closed claims a graph keeps; empty for any other graph."""
    return graph.removeprefix(_HISTORY) if graph.startswith(_HISTORY) else ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Who is changing the graph: a change's own name, the computer, and since when (seconds since 1970)."""

    id: str
    computer: str
    at: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The last step of a change, which can be taken again: nothing in it depends on how much of it was done.

    `copies` are pairs of graphs, `drops` graphs, `descriptions` lines of N-Triples by graph; `history` the data sets
    that have one afterwards, and `changed` the graphs of which a content before is kept (True), or there was none.
    """

    id: str
    at: str
    copies: Sequence[tuple[str, str]] = ()
    drops: Sequence[str] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    history: Sequence[str] = ()
    changed: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """What a server holds at one moment. `changed` is that of the last plan (None: there is nothing to take back)."""

    descriptions: Mapping[str, frozenset[ox.Quad]]
    change: str = ""
    history: Sequence[str] = ()
    changed: Mapping[str, bool] | None = None
    locks: Sequence[Lock] = ()
    plan: Plan | None = None
    is_switching: bool = False

    @property
    def graphs(self) -> list[str]:
        """The names of the graphs that readers see."""
        return sorted({*self.descriptions, *MADE_GRAPHS}) if self.descriptions or self.change else []

    @cached_property
    def state(self) -> str:
        """A name for all of it: of the last change here, and of the data sets, wherever they were loaded from."""
        quads = sorted(str(quad) for each in self.descriptions.values() for quad in each)
        return hashlib.sha256("\n".join([self.change, *quads]).encode()).hexdigest()[:32]


def read(client: Client) -> Held:
    """Return what a server holds, by one request; raises `StoreError`."""
    query = f"SELECT ?g ?p ?o {_READ}"
    sent = client.query(query)
    refuse_cut(sent, query)
    own: dict[str, list[str]] = defaultdict(list)
    descriptions: dict[str, set[ox.Quad]] = defaultdict(set)
    try:
        for graph, predicate, value in rows(sent, client.place):
            if graph.value == CATALOGUE:
                own[predicate.value] += [value.value] if value.value not in own[predicate.value] else []
            elif isinstance(graph, ox.NamedNode):
                descriptions[graph.value].add(ox.Quad(graph, predicate, as_written(value), graph))
        return _held({graph: frozenset(quads) for graph, quads in sorted(descriptions.items())}, own)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, SyntaxError) as error:
        raise StoreError(
            f"{client.place}: its catalogue is damaged; somebody else wrote to <{CATALOGUE}>: drop that graph, and load"
            " again"
        ) from error


def _held(descriptions: Mapping[str, frozenset[ox.Quad]], own: Mapping[str, Sequence[str]]) -> Held:
    holds = json.loads(_one(own, HOLDS, "{}"))
    plan = _one(own, PLAN)
    return Held(
        descriptions,
        change=_one(own, STATE),
        history=tuple(map(_iri, holds.get("history", ()))),
        changed=_changed(holds["changed"]) if holds.get("changed") else None,
        locks=tuple(_lock(json.loads(text)) for text in own.get(LOCK, ())),
        plan=_plan(json.loads(plan)) if plan else None,
        is_switching=bool(own.get(SWITCHING)),
    )


def _one(own: Mapping[str, Sequence[str]], name: str, absent: str = "") -> str:
    values = own.get(name, [absent])
    if len(values) != 1:
        raise ValueError(name)
    return values[0]


def _plan(read: Mapping[str, Any]) -> Plan:
    """Return a plan whose every part is what it should be: it goes into an update."""
    plan = Plan(**read)
    for name in (*plan.drops, *plan.history, *(graph for pair in plan.copies for graph in pair)):
        _iri(name)
    lines = {_iri(graph): _lines(text) for graph, text in plan.descriptions.items()}
    return replace(plan, id=_text(plan.id), at=_text(plan.at), descriptions=lines, changed=_changed(plan.changed))


def _lock(read: Mapping[str, Any]) -> Lock:
    lock = Lock(**read)
    datetime.fromtimestamp(lock.at, UTC)
    return replace(lock, id=_text(lock.id), computer=_text(lock.computer))


def _lines(text: str) -> str:
    """Return lines of N-Triples, written anew."""
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return "".join(f"{triple.subject} {triple.predicate} {triple.object} .\n" for triple in triples)


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError(found)
    return found


def _changed(read: Mapping[str, Any]) -> dict[str, bool]:
    return {_iri(graph): bool(kept) for graph, kept in read.items()}


def _iri(name: str) -> str:
    return ox.NamedNode(name).value


# ------------------------------------------------------------------------------------------------------------ updates


def add_own(name: str, value: str) -> str:
    """Return the update that adds a value of ours to the catalogue."""
    return f"INSERT DATA {{ {_own(name, value)} }}"


def remove_own(name: str, value: str) -> str:
    """Return the update that removes one."""
    return f"DELETE DATA {{ {_own(name, value)} }}"


def of_lock(lock: Lock) -> str:
    """Return a lock as the catalogue has it."""
    return json.dumps(asdict(lock), sort_keys=True)


def of_plan(plan: Plan) -> str:
    """Return a plan as the catalogue has it."""
    return json.dumps(asdict(plan), sort_keys=True, ensure_ascii=False)


def switch(plan: Plan) -> str:
    """Return the update that carries out a plan; many engines do all of it at once, and all may do it again.

    Where it is not done at once, the catalogue says in the meantime that it is being done, and nobody reads.
    """
    holds = json.dumps({"history": list(plan.history), "changed": dict(plan.changed)}, sort_keys=True)
    return " ;\n".join(
        (
            add_own(SWITCHING, plan.id),
            *(f"COPY GRAPH <{source}> TO GRAPH <{target}>" for source, target in plan.copies),
            *(f"DROP SILENT GRAPH <{graph}>" for graph in plan.drops),
            *insert_all(plan.descriptions),
            f"DELETE {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?p ?o }} }}"
            f" WHERE {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?p ?o FILTER(?p != <{LOCK}>) }} }}",
            f"INSERT DATA {{ {_own(STATE, plan.id)} {_own(HOLDS, holds)} }}",
        )
    )


def insert_all(lines: Mapping[str, str]) -> Iterable[str]:
    """Yield updates that insert lines of N-Triples into graphs."""
    return (f"INSERT DATA {{ GRAPH <{graph}> {{ {text} }} }}" for graph, text in lines.items())


def _own(name: str, value: str) -> str:
    return f"GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{name}> {ox.Literal(value)} }}"
