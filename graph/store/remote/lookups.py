"""Look-ups: the quads of a pattern, and whole graphs, by queries that name the graphs that they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence

import pyoxigraph as ox

from ....errors import StoreError
from ....ontology import WB
from ..base import GraphName, Object, Subject
from .answers import as_written, half, most_rows, number_in, rows, rows_in, triples
from .catalogue import CATALOGUE, STATE, SWITCHING
from .client import Client

#: Subject, predicate, object and graph; None stands for anything.
Pattern = tuple[Subject | None, ox.NamedNode | None, Object | None, GraphName | None]
#: Is told in what state of the graph an answer was given, and raises `StoreError` if that is none to use.
Check = Callable[[str], None]

#: The name of the state, and of one that is being switched to: then there are two, and neither is all that there is.
_NOW = f"GRAPH <{CATALOGUE}> {{ <{CATALOGUE}> ?is ?state FILTER(?is = <{STATE}> || ?is = <{SWITCHING}>) }}"
_READ_FROM = ox.NamedNode(WB.readFrom)
_HEX = "0123456789abcdef"
#: After how many digits of a hash only one thing is left.
_DEEPEST = 8


def look_up(
    client: Client,
    pattern: Pattern,
    graphs: Collection[str],
    check: Check,
    about: Sequence[Subject] = (),
) -> Iterator[ox.Quad]:
    """Yield the quads of a pattern in one graph, or else in these `graphs` (IRIs); `about` are its subjects."""
    known = [term for term in about if isinstance(term, ox.NamedNode)]  # a blank node has another name each time
    if known == list(about) and not any(isinstance(term, ox.BlankNode) for term in pattern):
        among = f"VALUES ?s {{ {' '.join(map(str, known))} }} " if known else ""
        yield from _part(client, pattern, () if pattern[3] else (*graphs, CATALOGUE), check, among, "")


def _part(
    client: Client, pattern: Pattern, graphs: Collection[str], check: Check, among: str, hashed: str
) -> Iterator[ox.Quad]:
    """Yield those whose subject's hash begins with `hashed`."""
    sent = client.query(_query(pattern, among, hashed), graphs=graphs)
    most = most_rows(sent)
    if most is not None and rows_in(sent.body) >= most:
        if len(hashed) == _DEEPEST:
            raise StoreError(
                f"{client.place}: ends every answer at {most:,} rows, and more are about one thing;"
                " ask who runs the server to raise that limit"
            )
        for digit in _HEX:  # the server ends its answers there, in whatever order they are: ask in sixteen parts
            yield from _part(client, pattern, graphs, check, among, hashed + digit)
        return
    found = rows(sent, client.place)
    place = {name: number for number, name in enumerate(found.variables)}
    if not {"state", *(name for name, given in zip("spog", pattern, strict=True) if given is None)} <= place.keys():
        raise half(client.place)
    for solution in found:
        state = solution[place["state"]]
        if state is not None:
            check(state.value)
            continue
        s, p, o, g = (
            solution[place[name]] if given is None else given for name, given in zip("spog", pattern, strict=True)
        )
        yield ox.Quad(s, p, as_written(o), g)  # type: ignore[arg-type]  # each where it was found


def passed_on(quads: Iterable[ox.Quad]) -> Generator[ox.Quad]:
    """Yield the quads that are for everybody, and to be believed from anybody: not where files are on a computer."""
    return (quad for quad in quads if quad.predicate != _READ_FROM or _is_web(quad.object))


def _is_web(place: Object) -> bool:
    return isinstance(place, ox.Literal) and place.value.startswith(("http://", "https://"))


def whole_graph(client: Client, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield the quads of a named graph; raises `StoreError` in the end where fewer came than there are."""
    number, there = 0, triples_in(client, graph.value)
    for quad in _quads_of(client, graph) if there else ():  # a server may not know of a graph in which nothing is
        number += 1
        yield quad
    if number != there:
        raise StoreError(f"{client.place}: sent {number:,} of the {there:,} triples of <{graph.value}>; try again")


def _quads_of(client: Client, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    if not client.takes_graphs:
        yield from look_up(client, (None, None, None, graph), (), lambda _: None)
        return
    seen = set()  # Virtuoso sends some triples twice
    for triple in triples(client.get(graph.value), client.place):
        if triple not in seen:
            seen.add(triple)
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def triples_in(client: Client, graph: str) -> int:
    """Return how many triples a named graph has."""
    sent = client.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return number_in(sent, client.place)


def state(client: Client) -> str:
    """Return the name of the last change of ours, and of the one that is being switched to; empty where none was."""
    sent = client.query(f"SELECT ?state {{ {_NOW} }}")
    return " ".join(name.value for (name,) in rows(sent, client.place))


def _query(pattern: Pattern, among: str, hashed: str) -> str:
    """Return the query of a pattern, with a row of its own for the state that it is answered in."""
    variables = [f"?{name}" for name, given in zip("spog", pattern, strict=True) if given is None]
    subject, predicate, value, graph = (
        f"?{name}" if given is None else str(given) for name, given in zip("spog", pattern, strict=True)
    )
    part = f" FILTER(STRSTARTS(MD5(STR({subject})), '{hashed}'))" if hashed else ""
    found = f"GRAPH {graph} {{ {among}{subject} {predicate} {value}{part} }}"
    return f"SELECT {' '.join((*variables, '?state'))} {{ {{ {found} }} UNION {{ {_NOW} }} }}"
