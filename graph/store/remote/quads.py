"""The quads of a remote graph, to be read: by queries to the server, or in the copy that is kept here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ....errors import StoreError
from ....ontology import PREFIXES, WB
from ..answers import Answer, Solutions, Triples
from ..base import GraphName, Object, QuadStore, Subject
from ..limits import Limits
from ..oxigraph import OxigraphQuads
from ..sparql import Parameters, bind, names_its_graphs
from .answers import answer_of, refuse_cut, refuse_more
from .catalogue import Held, refuse_damaged
from .client import RESULTS, TRIPLES, Client
from .copy import Copy
from .failures import RefusedError, TimeIsUpError
from .lookups import Pattern, look_up, passed_on, state, whole_graph

if TYPE_CHECKING:
    import rdflib

#: How many quads of look-ups are remembered: the same names are looked up again and again.
_REMEMBERED = 200_000
#: Of how many things all quads are asked for at a time.
_THINGS = 300


class RemoteQuads(QuadStore):
    """What a server holds in one state.

    A user's query is answered by the server, or by the copy that is kept here where the server refuses one that is in
    order. What is looked up for other answers comes from the copy if there is one of this state, or else from the
    server too. No answer is of two states: raises `StoreError` when the graph has changed in the meantime, and says so
    to whoever wants to know (`outdated`), so that what is asked again is answered.
    """

    def __init__(self, client: Client, held: Held, copy: Copy, outdated: Callable[[], None]) -> None:
        self._client = client
        self._held = held
        self._copy = copy
        self._outdated = outdated
        self._known: dict[Pattern, list[ox.Quad]] = {}
        self._things: dict[Subject, list[ox.Quad]] = {}
        self._remembered = 0

    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        near = self._copy.of(self._held)
        if near is not None:
            return near.current.find(subject, predicate, object, graph)
        refuse_damaged(self._held, self._client.place)
        pattern = (subject, predicate, object, graph)
        if isinstance(graph, ox.NamedNode) and pattern[:3] == (None, None, None):
            return self._whole(graph)
        if subject is None:
            return iter(self._looked_up(pattern))
        return (quad for quad in self._of_thing(subject) if _is_like(quad, pattern))

    def expect(self, things: Iterable[Subject]) -> None:
        if self._copy.of(self._held) is not None:
            return
        unknown = iter(dict.fromkeys(thing for thing in things if thing not in self._things))
        while block := list(islice(unknown, _THINGS)):
            self._get(block)

    @property
    def nearest(self) -> QuadStore:
        near = self._copy.of(self._held)
        return self if near is None else near.current

    def uses(self, predicate: ox.NamedNode) -> bool:
        if predicate.value == WB.coding:  # which is asked of every graph, and so in the catalogue
            return self._held.is_coded
        return super().uses(predicate)

    def graphs(self) -> Iterator[GraphName]:
        return map(ox.NamedNode, self._held.graphs)

    def _whole(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        yield from passed_on(whole_graph(self._client, graph))
        self._refuse_changed()

    def _of_thing(self, thing: Subject) -> list[ox.Quad]:
        if thing not in self._things:
            self._get([thing])
        return self._things[thing]

    def _get(self, things: Sequence[Subject]) -> None:
        """Get all quads about some things."""
        if self._remembered > _REMEMBERED:
            self._things.clear()
            self._remembered = 0
        found: dict[Subject, list[ox.Quad]] = {thing: [] for thing in things}
        asked = look_up(self._client, (None, None, None, None), self._held.graphs, self._refuse_other, about=things)
        for quad in dict.fromkeys(passed_on(asked)):
            found[quad.subject].append(quad)
            self._remembered += 1
        self._things |= found

    def _looked_up(self, pattern: Pattern) -> list[ox.Quad]:
        if pattern in self._known:
            return self._known[pattern]
        asked = look_up(self._client, pattern, self._held.graphs, self._refuse_other)
        found = list(dict.fromkeys(passed_on(asked)))
        if self._remembered + len(found) < _REMEMBERED:
            self._remembered += len(found) + 1
            self._known[pattern] = found
        return found

    def _refuse_changed(self) -> None:
        self._refuse_other(state(self._client))

    def _refuse_other(self, change: str) -> None:
        if change != self._held.change:
            self._outdated()
            raise StoreError(f"{self._client.place}: the graph was changed while it was read; ask again")

    # ------------------------------------------------------------------------------------------------------- queries

    def select(self, query: str, parameters: Parameters | None = None) -> Solutions:
        near = self.nearest
        return super().select(query, parameters) if near is self else near.select(query, parameters)

    def _answer(self, query: str, parameters: Parameters | None) -> Answer:
        over_nothing = OxigraphQuads()._answer(query, parameters)
        try:
            return self._sent(query, parameters, over_nothing, Limits())
        except RefusedError:  # it is in order, but too much for the server
            return self._copy.synced(self._held).current._answer(query, parameters)

    def _answer_within(self, query: str, parameters: Parameters | None, limits: Limits) -> Answer:
        over_nothing = OxigraphQuads()._answer_within(query, parameters, limits)
        try:
            return self._sent(query, parameters, over_nothing, limits)
        except RefusedError:
            return self._copy.synced(self._held).current._answer_within(query, parameters, limits)
        except TimeIsUpError:
            if limits.timeout:
                raise limits.reached("timeout") from None
            raise

    def _sent(self, query: str, parameters: Parameters | None, over_nothing: Answer, limits: Limits) -> Answer:
        """Return the server's answer to a query. The answer over an empty store tells of which form the query is, and
        has said what is wrong with it in the words that we have for that."""
        has_triples = isinstance(over_nothing, Triples)
        sent = self._client.query(
            _with_prefixes(bind(query, parameters or {})),
            graphs=() if names_its_graphs(query) else self._held.graphs,
            accept=TRIPLES if has_triples else RESULTS,
            seconds=limits.timeout,
        )
        refuse_cut(sent, query)
        if limits.max_rows:
            refuse_more(sent, self._client.place, limits, has_triples=has_triples)
        self._refuse_changed()
        return answer_of(sent, self._client.place, has_triples=has_triples)

    def as_rdflib(self) -> rdflib.Dataset:
        return self._copy.synced(self._held).current.as_rdflib()


def _is_like(quad: ox.Quad, pattern: Pattern) -> bool:
    parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return all(given is None or given == part for given, part in zip(pattern, parts, strict=True))


def _with_prefixes(query: str) -> str:
    """Return the query with our prefixes declared, as far as it uses them, and its lines where they were."""
    used = (f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items() if f"{prefix}:" in query)
    return " ".join((*used, query))
