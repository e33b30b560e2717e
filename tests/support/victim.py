"""Loads fact files in processes that are killed; a helper of `test_store`, run as a script.

Reads one job a line (JSON), does it in a forked process of its own, so that nothing has to be imported again, and
answers how many seconds that process lived. A job says at which point the process is to be killed, or after which time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from whoblamed.graph.graph import Graph
from whoblamed.graph.store import bulk
from whoblamed.graph.store import generations as folders

#: So small that even these few lines are loaded in several pieces.
PIECE = 2000


def main() -> None:
    for line in sys.stdin:
        job = json.loads(line)
        begun = time.perf_counter()
        child = os.fork()
        if child == 0:
            do(job)
            os._exit(0)
        if "after" in job:
            time.sleep(job["after"])
            os.kill(child, signal.SIGKILL)  # until it was waited for, no other process has its id
        os.waitpid(child, 0)
        print(time.perf_counter() - begun, flush=True)


def do(job: dict[str, Any]) -> None:
    """Load one file, or take the last change back, and be killed at the point where the job says so."""
    point_to, load_lines = folders.point, bulk.load

    def reached(point: str) -> None:
        if point == job.get("at"):
            os.kill(os.getpid(), signal.SIGKILL)

    def load(store: ox.Store, graph: str, lines: Iterable[str]) -> None:
        def watched() -> Iterator[str]:
            for number, line in enumerate(lines):
                if number == 25:
                    reached("among the quads")
                yield line

        reached("generation begun")
        load_lines(store, graph, watched())
        reached("graph replaced")

    def point(graph: Path, generation: str) -> None:
        reached("all written")
        (graph / "CURRENT.new").write_text("gener", encoding="ascii")
        reached("pointer half written")
        point_to(graph, generation)
        reached("current")

    vars(bulk).update(load=load, FIRST=PIECE)
    vars(folders).update(point=point)
    graph = Graph.open(job["graph"])
    if "file" in job:
        graph.load(job["file"], now=datetime.fromisoformat(job["now"]), replace=True)
    else:
        graph.undo()


if __name__ == "__main__":
    main()
