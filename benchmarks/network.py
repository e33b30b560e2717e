"""How long the blame network and the statuses of a graph on disk take, and how much memory, by number of claims.

    python benchmarks/network.py            10,000 and 100,000 claims
    python benchmarks/network.py --full     and 1,000,000 (about 20 minutes, most of it making and loading the facts)

The floor is the least that any projection must do: the rows of the network read with `csv.reader` into
`MultiDiGraph.add_edges_from`. Each measurement is the best of several processes, each fresh, its imports not counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import generate  # type: ignore[import-not-found]  # it stands beside this script
import pyoxigraph as ox
from whoblamed.graph.network import projection as networks
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.status.status import statuses
from whoblamed.graph.store import projection
from whoblamed.graph.store.columns.files import file_of
from whoblamed.graph.store.columns.writing import columns_of, write
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.store.oxigraph import OxigraphQuads
from whoblamed.ontology.records import dataset_iri

SIZES = (10_000, 100_000)
FULL = 1_000_000
REPEATS = 3
_GRAPH = dataset_iri(generate.DATASET)
_ATTRIBUTES = ("act", "claim", "label", "incident", "incident_label", "role", "stated_on")


class Measurement(NamedTuple):
    """Seconds, peak memory in MB, and how many edges or allegations came out."""

    seconds: float
    memory: int
    results: int


# --------------------------------------------------------------------------------------- what the children do


def prepare(folder: Path, claims: int) -> int:
    """Fill a store on disk; as a load does, keep the columns beside it."""
    store = ox.Store(str(folder / "store"))
    store.bulk_extend(generate.quads(claims))
    store.flush()
    write(columns_of(generate.generate(claims)), file_of(folder / "columns", _GRAPH))
    return claims


def rows(folder: Path, claims: int) -> int:
    """Write the rows of the floor."""
    net = blame_network(Facts.of(generate.generate(claims)))
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for accuser, accused, attributes in net.edges(data=True):
            writer.writerow([accuser, accused, *(attributes[name] for name in _ATTRIBUTES)])
    return net.number_of_edges()


def floor(folder: Path) -> int:
    """The rows of the network straight into networkx."""
    import networkx as nx

    def edges() -> Iterator[tuple[str, str, str, dict[str, str]]]:
        with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
            for accuser, accused, act, claim, label, incident, incident_label, role, stated_on in csv.reader(file):
                attributes = {
                    "act": act,
                    "claim": claim,
                    "label": label,
                    "incident": incident,
                    "incident_label": incident_label,
                    "role": role,
                    "stated_on": stated_on,
                }
                yield accuser, accused, claim, attributes

    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    net.add_edges_from(edges())  # type: ignore[arg-type]  # the stubs know no keys
    return net.number_of_edges()


def network(folder: Path) -> int:
    """The projection, from the columns beside the store."""
    return networks.network(_store(folder), folder / "columns").number_of_edges()


def network_from_quads(folder: Path) -> int:
    """The projection, when nothing is kept beside the store yet."""
    return networks.network(_store(folder)).number_of_edges()


def facts(folder: Path) -> int:
    """The facts that statuses are computed from."""
    return len(projection.facts(_store(folder), folder / "columns").allegations)


def status(folder: Path) -> int:
    """The facts, and the status of every allegation."""
    return len(statuses(projection.facts(_store(folder), folder / "columns")))


def _store(folder: Path) -> OxigraphQuads:
    return OxigraphQuads.read_only(folder / "store")


MEASURED: dict[str, Callable[[Path], int]] = {
    "floor": floor,
    "network": network,
    "facts": facts,
    "facts and status": status,
}
COLD = {"network from the quads": network_from_quads}


def child(work: Callable[[], int]) -> None:
    """Do it and report."""
    import networkx  # noqa: F401 - not part of what is measured

    start = time.perf_counter()
    results = work()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(Measurement(seconds, peak, results)))


# ---------------------------------------------------------------------------------------- what the parent does


def measure(*arguments: Any, repeats: int = 1) -> Measurement:
    """The best of several runs in fresh processes; this one stays small, for a child's peak is never below its own."""
    command = [sys.executable, __file__, "--child", *map(str, arguments)]
    runs = [subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout for _ in range(repeats)]
    return min(Measurement(*json.loads(run)) for run in runs)


def table(sizes: tuple[int, ...], measured: dict[int, dict[str, Measurement]]) -> Iterator[str]:
    """The measurements as a Markdown table."""
    yield "| claims | what | seconds | µs a claim | × floor | peak memory | results |"
    yield "|---:|---|---:|---:|---:|---:|---:|"
    for claims in sizes:
        base = measured[claims]["floor"].seconds
        for what, (seconds, memory, results) in measured[claims].items():
            each = seconds / claims * 1e6
            yield (
                f"| {claims:,} | {what} | {seconds:.2f} | {each:.1f} | {seconds / base:.2f} "
                f"| {memory:,} MB | {results:,} |"
            )


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through (log size, log seconds), by least squares: 1 is linear growth."""
    xs, ys = [math.log(size) for size, _ in points], [math.log(seconds) for _, seconds in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def run(sizes: tuple[int, ...], cold: bool) -> None:
    """Measure all sizes and print the table and the growth."""
    wanted = [*MEASURED, *(COLD if cold else ())]
    measured: dict[int, dict[str, Measurement]] = {}
    for claims in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(f"preparing {claims:,} claims", file=sys.stderr)
            measure(folder, "prepare", claims)
            measure(folder, "rows", claims)
            measured[claims] = {what: measure(folder, what, repeats=1 if what in COLD else REPEATS) for what in wanted}
    print(*table(sizes, measured), sep="\n")
    for what in wanted:
        growth = exponent([(claims, measured[claims][what].seconds) for claims in sizes])
        print(f"\n{what}: grows with the claims to the power of {growth:.2f}", end="")
    print()


def main() -> None:
    """Parse the command line; `--child FOLDER WHAT` is how the script calls itself."""
    parser = argparse.ArgumentParser(description="Measure projection and statuses.")
    parser.add_argument("--full", action="store_true", help=f"measure {FULL:,} claims, too")
    parser.add_argument("--cold", action="store_true", help="measure the projection straight from the quads, too")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.child:
        run((*SIZES, FULL) if options.full else SIZES, options.cold)
        return
    folder, what, *more = options.child
    if what in ("prepare", "rows"):
        child(lambda: {"prepare": prepare, "rows": rows}[what](Path(folder), int(more[0])))
    else:
        child(lambda: {**MEASURED, **COLD}[what](Path(folder)))


if __name__ == "__main__":
    main()
