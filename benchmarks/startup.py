"""How long a person waits for `whoblamed who`, against the least that any such program needs.

The floor is a Python process that imports click and pyoxigraph, opens the same store, and runs one query. Both run
several times, in turns; the best of each counts, because whatever else the machine does only adds to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = """
import sys
import click, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
list(store.query("SELECT ?s { ?s ?p ?o } LIMIT 10", use_default_graph_as_union=True))
"""
ROUNDS = 15


def main() -> None:
    """Print the two times in milliseconds and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"WHOBLAMED_GRAPH": f"{folder}/graph", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not at every start
        whoblamed = [sys.executable, "-m", "whoblamed"]
        subprocess.run([*whoblamed, "load"], env=environment, check=True, stdout=subprocess.DEVNULL)
        (store,) = Path(folder).glob("graph/generation-*/store")
        floor, ours = [sys.executable, "-c", FLOOR, str(store)], [*whoblamed, "who", "Nordkorea"]
        times: dict[str, float] = {"floor": float("inf"), "who": float("inf")}
        for _ in range(ROUNDS):
            for name, command in (("floor", floor), ("who", ours)):
                start = time.perf_counter()
                subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
                times[name] = min(times[name], time.perf_counter() - start)
    print(f"import click and pyoxigraph, open, one query: {times['floor'] * 1000:.0f} ms")
    print(f"whoblamed who Nordkorea:                      {times['who'] * 1000:.0f} ms")
    print(f"ratio:                                        {times['who'] / times['floor']:.2f} (aim: at most 2)")


if __name__ == "__main__":
    main()
