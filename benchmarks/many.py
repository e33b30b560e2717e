"""How long it takes to load many small data sets at once, and one more into a graph that has many.

    python benchmarks/many.py            250, 500 and 1,000 data sets, and one of one claim beside each

Each data set is a fact file of one claim, with two actors whose names others bear, too. The time of one more is given
beside that of the same file into an empty graph. Each measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (250, 500, 1_000)
CASE = """\
case: case-{number}
actors:
  speaker: {{name: Laboratory {number}, kind: agency}}
  accused: {{name: Group {group}, kind: group}}
incidents: {{outage: {{name: Outage {number}, kind: outage, from: 2021-04-02}}}}
sources: {{story: {{title: Story {number}, published: 2021-04-04}}}}
claims:
  - {{id: blame, act: attribution, by: speaker, accused: accused, incident: outage, source: story, on: 2021-04-03}}
"""


def load(graph: Path, source: Path) -> float:
    """Return how many seconds a load takes in a process that has imported all it needs."""
    from whoblamed.graph.graph import Graph

    Graph.open(":memory:").load(source)
    begun = time.perf_counter()
    Graph.open(graph).load(source)
    return time.perf_counter() - begun


def measured(graph: Path, source: Path) -> float:
    """Return the seconds of a load in a process of its own."""
    command = [sys.executable, __file__, "--child", str(graph), str(source)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def run(data_sets: int) -> str:
    """Measure one size; return a line of a Markdown table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cases").mkdir()
        for number in range(data_sets):
            text = CASE.format(number=number, group=number % 50)
            (folder / "cases" / f"case-{number}.yaml").write_text(text, encoding="utf-8")
        more = folder / "more.yaml"
        more.write_text(CASE.format(number=data_sets, group=0), encoding="utf-8")
        all_ = measured(folder / "graph", folder / "cases")
        beside, alone = measured(folder / "graph", more), measured(folder / "alone", more)
    return f"| {data_sets:,} | {all_:.2f} | {all_ / data_sets * 1000:.1f} | {alone:.2f} | {beside:.2f} |"


def main() -> None:
    """Parse the command line; `--child GRAPH SOURCE` is how the script calls itself."""
    parser = argparse.ArgumentParser(description="Measure loading many data sets.")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(load(*options.child))
        return
    print("| data sets | all at once, s | each, ms | one alone, s | one more, s |")
    print("|---:|---:|---:|---:|---:|")
    for size in SIZES:
        print(run(size), flush=True)


if __name__ == "__main__":
    main()
