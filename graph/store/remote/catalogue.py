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
from ....ontology import MADE_GRAPHS, PREFIXES, WB
from .answers import as_written, refuse_cut, rows
from .client import Client

#: The name of the catalogue's graph, and of its one subject.
CATALOGUE: Final = "urn:x-whoblamed:catalogue"
#: Names a state; each change has another.
STATE: Final = CATALOGUE + "#state"
HOLDS, LOCK, PLAN, SWITCHING = (f"{CATALOGUE}#{name}" for name in ("holds", "lock", "plan", "switching"))

_STAGED, _BEFORE, _HISTORY = (f"urn:x-whoblamed:{kind}:" for kind in ("staged", "before", "history"))
_READ = f"""{{ {{ GRAPH ?g {{ ?g a <{PREFIXES["wb"]}DataSet> . ?g ?p ?o }} }}
  UNION {{ GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?p ?o }} BIND(<{CATALOGUE}> AS ?g) }}
  UNION {{ GRAPH ?g {{ ?g a <{PREFIXES["wb"]}DataSet> }} FILTER EXISTS {{ GRAPH ?g {{ ?claim <{WB.coding}> ?coding }} }}
    BIND(<{WB.coding}> AS ?p) BIND("" AS ?o) }} }}"""


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
    """What a server holds at one moment. `is_coded`: there are claims that a machine coded; `changed` is that of the
    last plan (None: there is nothing to take back)."""

    descriptions: Mapping[str, frozenset[ox.Quad]]
    change: str = ""
    is_coded: bool = False
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

    @cached_property
    def damaged(self) -> str:
        """What a data set does not say that it must say of itself, for people; empty where all do."""
        from ....ontology.quads import from_quads  # the records take as long as a query, which needs none

        for graph, quads in self.descriptions.items():
            try:
                list(from_quads(quads))
            except ValueError as error:
                return (
                    f"{error}; the data set is damaged, or not one of whoblamed: drop the graph <{graph}>, and load it"
                    " again"
                )
        return ""


def read(client: Client) -> Held:
    """Return what a server holds, by one request; raises `StoreError`."""
    query = f"SELECT ?g ?p ?o {_READ}"
    sent = client.query(query)
    refuse_cut(sent, query)
    own: dict[str, list[str]] = defaultdict(list)
    descriptions: dict[str, set[ox.Quad]] = defaultdict(set)
    is_coded = False
    try:
        for graph, predicate, value in rows(sent, client.place):
            if graph.value == CATALOGUE:
                own[predicate.value] += [value.value] if value.value not in own[predicate.value] else []
            elif predicate.value == WB.coding:  # no data set says that of itself
                is_coded = True
            elif isinstance(graph, ox.NamedNode):
                descriptions[graph.value].add(ox.Quad(graph, predicate, as_written(value), graph))
        held = _held({graph: frozenset(quads) for graph, quads in sorted(descriptions.items())}, own)
        held = replace(held, is_coded=is_coded)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError, SyntaxError) as error:
        raise StoreError(
            f"{client.place}: its catalogue is damaged; somebody else wrote to <{CATALOGUE}>: drop that graph, and load"
            " again"
        ) from error
    return held


def refuse_switching(held: Held, place: str) -> None:
    """Raises `StoreError` for what a server holds in the middle of the last step of a change."""
    if held.is_switching:
        raise StoreError(
            f"{place}: the last step of a change is being taken, or broke off; ask again in a moment, and if it stays"
            " so, any command that changes the graph finishes that step first"
        )


def refuse_damaged(held: Held, place: str) -> None:
    """Raises `StoreError` for a data set that does not say what it must of itself, unless that is on its way."""
    if held.plan is None and held.damaged:
        raise StoreError(f"{place}: {held.damaged}")


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


def switch(plan: Plan) -> list[str]:
    """Return the updates that carry out a plan, one after the other, or as one; all may be carried out again.

    In between the catalogue says that it is being done, and nobody reads. What is replaced is removed first: Virtuoso
    loses what one step removes and adds again when it is killed later.
    """
    holds = json.dumps({"history": list(plan.history), "changed": dict(plan.changed)}, sort_keys=True)
    return [
        add_own(SWITCHING, plan.id),
        *(step for source, target in plan.copies for step in copy(source, target)),
        *(drop(graph) for graph in plan.drops),
        *insert_all(plan.descriptions),
        _remove_all(STATE, HOLDS),
        f"INSERT DATA {{ {_own(STATE, plan.id)} {_own(HOLDS, holds)} }}",
        _remove_all(SWITCHING, PLAN),
    ]


def copy(source: str, target: str) -> tuple[str, str]:
    """Return the updates that make what is in one graph all that is in another."""
    return drop(target), f"COPY GRAPH <{source}> TO GRAPH <{target}>"


def drop(graph: str) -> str:
    """Return the update that removes a graph, if there is one."""
    return f"DROP SILENT GRAPH <{graph}>"


def _remove_all(*names: str) -> str:
    """Return the update that removes all values of ours of these names."""
    found = " || ".join(f"?p = <{name}>" for name in names)
    all_ = f"GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?p ?o"
    return f"DELETE {{ {all_} }} }} WHERE {{ {all_} FILTER({found}) }} }}"


def insert_all(lines: Mapping[str, str]) -> Iterable[str]:
    """Yield updates that insert lines of N-Triples into graphs."""
    return (f"INSERT DATA {{ GRAPH <{graph}> {{ {text} }} }}" for graph, text in lines.items())


def _own(name: str, value: str) -> str:
    return f"GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> <{name}> {ox.Literal(value)} }}"
