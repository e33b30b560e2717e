"""How long named queries take, against reading the claims that they are about, and against how they were written.

The floor is one query that reads each claim with its speaker, accused, incident and label. A named query that tells
what was taken back was written with FILTER NOT EXISTS once, which Oxigraph answers anew for each row; MINUS is
answered once. Processor time, the least of three; queries with limits run in processes of their own, which is not
counted here.
"""

from __future__ import annotations

import sys
import tempfile
import time

import whoblamed
from whoblamed.graph import Graph
from whoblamed.graph.ask.named import named_queries

FLOOR = """SELECT ?claim ?said ?speaker ?accused ?incident {
  ?claim wb:speaker ?speaker ; rdfs:label ?said .
  OPTIONAL { ?claim wb:accused ?accused } OPTIONAL { ?claim wb:incident ?incident }
}"""
ROUNDS = 3


def main() -> None:
    """Print each named query's time as a multiple of the floor's, and what it was before where that is another text."""
    place = next((word for word in sys.argv[1:] if word != "--before"), None)
    with tempfile.TemporaryDirectory() as folder:
        graph = whoblamed.open(place or folder)
        if not place:
            graph.load()
        floor = seconds(graph, FLOOR)
        print(f"{'all claims, read once':35} {floor * 1000:9.0f} ms")
        for query in named_queries().values():
            now = seconds(graph, query.text)
            print(f"{query.name:35} {now * 1000:9.0f} ms {now / floor:9.1f} times the floor", flush=True)
            before = query.text.replace("MINUS {  # what was taken back", "FILTER NOT EXISTS {")
            if before != query.text and "--before" in sys.argv:
                print(f"{'':35} {seconds(graph, before, 1) / now:29.0f} times as long by FILTER NOT EXISTS", flush=True)


def seconds(graph: Graph, query: str, rounds: int = ROUNDS) -> float:
    """Return the processor time of a query, the least of some rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        graph.query(query)
        taken.append(time.process_time() - begun)
    return min(taken)


if __name__ == "__main__":
    main()
