"""Measure `check` beside pySHACL on the same graph on disk, by processor time, and compare their reports.

python benchmarks/check.py                    # 5,734 claims
python benchmarks/check.py --claims 28630
python benchmarks/check.py --graph FOLDER     # a graph of your own
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import whoblamed
from generate import quads  # type: ignore[import-not-found]  # it stands beside this script

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
import pyshacl_report  # the peer, as the tests ask it

T = TypeVar("T")
_RUNS = 3


def measured(work: Callable[[], T]) -> tuple[float, T]:
    """Run `work` and return the processor seconds that it took, and its result."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Print seconds, ratio, and whether the reports are equal."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=5734, help="the size of the synthetic graph")
    parser.add_argument("--graph", help="measure this graph instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = whoblamed.open(options.graph or _made(Path(folder), options.claims))
        ours = [measured(graph.check) for _ in range(_RUNS)]
        theirs, report = measured(lambda: pyshacl_report.validate(graph.quads()))
    seconds, found = min(ours, key=lambda run: run[0])
    same = "equal" if set(found) == report else "DIFFERENT"
    print(f"check {seconds:.2f} s, pySHACL {theirs:.2f} s, ratio {seconds / theirs:.3f}; {len(found)} results, {same}")


def _made(folder: Path, claims: int) -> Path:
    file, graph = folder / "facts.nq", folder / "graph"
    ox.serialize(quads(claims), output=str(file), format=ox.RdfFormat.N_QUADS)
    whoblamed.open(graph).load(file)
    return graph


if __name__ == "__main__":
    main()
