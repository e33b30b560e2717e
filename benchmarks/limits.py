"""What the limits of a query cost: each runs in a process of its own, which sends its answer through a pipe.

A query with one row tells what the process costs, one with a hundred thousand what the pipe does. Both are answered
with and without limits in turns, and the median of the ratios of neighbours counts.
"""

from __future__ import annotations

import resource
import tempfile
import time
from statistics import median

import whoblamed
from whoblamed.graph import Graph
from whoblamed.graph.store.answers import Solutions
from whoblamed.graph.store.limits import Limits

AMPLE = Limits(timeout=600, max_rows=10_000_000, max_memory=4_000)
QUERIES = {
    "one row": ("SELECT * { ?s a wb:Claim } LIMIT 1", 30),
    "100,000 rows": ("SELECT * { ?s ?p ?o . ?o ?q ?r } LIMIT 100000", 5),
}


def main() -> None:
    """Print times with and without limits, in milliseconds, and the ratio of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        graph = whoblamed.open(f"{folder}/graph")
        graph.load()
        _compare(graph)


def _compare(graph: Graph) -> None:
    for name, (query, rounds) in QUERIES.items():
        pairs = [(_measured(graph, query, None), _measured(graph, query, AMPLE)) for _ in range(rounds)]
        without, within = (median(pair[side][0] for pair in pairs) * 1000 for side in (0, 1))
        ratio = median(b[1] / a[1] for a, b in pairs)
        print(f"{name}: {without:.1f} ms without limits, {within:.1f} ms within; {ratio:.2f} times the processor time")


def _measured(graph: Graph, query: str, limits: Limits | None) -> tuple[float, float]:
    """Return how long a query took by the clock, and how long processors worked on it, in seconds."""
    before, begun = _processor(), time.perf_counter()
    answer = graph.answer(query, None, limits)
    if isinstance(answer, Solutions):
        for _ in answer:
            pass
    return time.perf_counter() - begun, _processor() - before


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
