"""How long a person waits for `whoblamed who`, against the least that any such program needs.

The floor is a Python process that imports click and pyoxigraph, opens the same store, and runs one query. Both run
several times, in turns, and the median of the ratios of neighbours counts: what else the machine does slows both.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

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
        _seconds(ours, environment)  # compiles what loading did not
        pairs = [(_seconds(floor, environment), _seconds(ours, environment)) for _ in range(ROUNDS)]
    print(f"import click and pyoxigraph, open, one query: {median(pair[0] for pair in pairs) * 1000:.0f} ms")
    print(f"whoblamed who Nordkorea:                      {median(pair[1] for pair in pairs) * 1000:.0f} ms")
    print(f"ratio of a pair:                              {median(b / a for a, b in pairs):.2f} (aim: at most 1.5)")


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the processor time of a command: what else the machine does matters less to it than to the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)  # to the microsecond, where os.times counts ticks
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
