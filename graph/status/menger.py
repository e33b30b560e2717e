"""Paths that share no vertex, and the fewest vertices that cut them all (Menger's theorem)."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V", bound=Hashable)

_Node = tuple[V, bool]
_Residual = dict[_Node[V], dict[_Node[V], None]]


@dataclass(frozen=True, slots=True)
class Flow(Generic[V]):
    """A largest set of `paths` without common vertices, and a smallest `cut`; there are as many of each.

    Paths and cut leave out the two ends. The cut is the one nearest to the source.
    """

    paths: tuple[tuple[V, ...], ...]
    cut: tuple[V, ...]

    @property
    def value(self) -> int:
        """How many paths there are."""
        return len(self.paths)


def disjoint_paths(edges: Mapping[V, Iterable[V]], source: V, sink: V) -> Flow[V]:
    """Paths from source to sink that share no vertex, as many as there can be.

    `edges` gives each vertex's successors; the result depends on their order alone. There must be no edge from source
    to sink, because no vertex cuts it: raises ValueError.

    The method is Ford and Fulkerson's with shortest augmenting paths (Edmonds and Karp) on split vertices: each
    vertex becomes an entrance (False) and an exit (True) with a capacity of 1 between them. It takes time
    O(edges x paths).
    """
    residual = _split(edges, source, sink)
    start, end = (source, True), (sink, False)
    while True:
        reached = _search(residual, start, end)
        if end not in reached:
            break
        _augment(residual, reached, end)
    cut = tuple(vertex for vertex, is_exit in reached if not is_exit and (vertex, True) not in reached)
    return Flow(tuple(_paths(residual, start, end)), cut)


def _split(edges: Mapping[V, Iterable[V]], source: V, sink: V) -> _Residual[V]:
    residual: _Residual[V] = {}
    vertices = dict.fromkeys([source, sink, *edges, *(successor for ends in edges.values() for successor in ends)])
    for vertex in vertices:
        residual[vertex, False] = {(vertex, True): None}
        residual[vertex, True] = {(successor, False): None for successor in edges.get(vertex, ())}
    if (sink, False) in residual[source, True]:
        raise ValueError("source and sink are adjacent")
    return residual


def _search(residual: _Residual[V], start: _Node[V], end: _Node[V]) -> dict[_Node[V], _Node[V]]:
    """Return what can be reached from the start, each with its predecessor, nearest first; ends once the end is
    reached."""
    reached = {start: start}
    queue = deque([start])
    while queue and end not in reached:
        node = queue.popleft()
        for successor in residual[node]:
            if successor not in reached:
                reached[successor] = node
                queue.append(successor)
    return reached


def _augment(residual: _Residual[V], reached: Mapping[_Node[V], _Node[V]], end: _Node[V]) -> None:
    """Send one unit along the path found. The way through a vertex is used up by it, an edge between two is not."""
    node = end
    while (before := reached[node]) != node:
        is_edge = before[1] and before[0] != node[0]
        if not is_edge:
            del residual[before][node]
        if is_edge or before[0] == node[0]:
            residual[node][before] = None
        node = before


def _paths(residual: _Residual[V], start: _Node[V], end: _Node[V]) -> Iterator[tuple[V, ...]]:
    """Yield the paths of the flow, read backwards: an entrance that leads back to another vertex's exit is in use."""
    for node in _used(residual, end[0]):
        path = []
        while node != start:
            path.append(node[0])
            (node,) = _used(residual, node[0])
        yield tuple(reversed(path))


def _used(residual: _Residual[V], vertex: V) -> list[_Node[V]]:
    return [before for before in residual[vertex, False] if before[0] != vertex]
