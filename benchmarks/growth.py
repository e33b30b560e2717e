"""How each command grows with the graph: processor seconds, peak memory, and the exponent of each, at several sizes.

    python benchmarks/growth.py                          10,000 and 100,000 claims (about 20 minutes)
    python benchmarks/growth.py --sizes 2000 20000       others
    python benchmarks/growth.py --only export status     rows whose name has one of these words
    python benchmarks/growth.py --beside REVISION        the same for the code of a revision, in turns; or of a folder
    python benchmarks/growth.py --keep FOLDER            with graphs that stay in a folder, loaded where it has none

The claims are those of `generate.py`, loaded from N-Quads into a graph on disk. Each command is a process of its own as
a user starts it; its answer goes to a file. An exponent of 1 means that ten times the claims take ten times as much; it
is of what comes on top of a command that does nothing (`--version`), which is taken off first.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
GENERATE = Path(__file__).parent / "generate.py"
SIZES = (10_000, 100_000)


class Cost(NamedTuple):
    """What a process took: seconds of processors, and its peak memory in megabytes."""

    seconds: float
    memory: float


class Work(NamedTuple):
    """A graph that is measured: the folders of its code (as `whoblamed`) and its own, and what it was loaded from."""

    code: Path
    graph: Path
    facts: Path

    def run(self, *arguments: str) -> Cost:
        """Run a command to its end; raises `SystemExit` with what it said when it fails."""
        command = [sys.executable, "-m", "whoblamed", "--graph", str(self.graph), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(self.code), "PYTHONDONTWRITEBYTECODE": ""}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=out, stderr=said, env=environment, cwd=self.graph.parent)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise SystemExit(f"{' '.join(arguments)}: {said.read().decode(errors='replace')}")
        return Cost(used.ru_utime + used.ru_stime, _megabytes(used))


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1 if sys.platform == "darwin" else 1000) / (1000 if sys.platform == "darwin" else 1)


def asked(folder: Path) -> Mapping[str, Sequence[str]]:
    """The commands that read, by the names of the rows. The names are those of the most spoken of in `generate.py`."""
    out = str(folder / "out")
    return {
        "check (the graph)": ("check",),
        **{f"export {form}": ("export", "-f", form, "-o", f"{out}.{form}") for form in FORMS},
        "status": ("status",),
        "status of one incident": ("status", "Incident 1"),
        "show an incident": ("show", "Incident 1"),
        "who, a hub": ("who", "Actor 1"),
        "list claims, csv": ("list", "claims", "-f", "csv"),
        "list claims, a table": ("list", "claims"),
        "list actors": ("list", "actors"),
        "search": ("search", "Actor 17"),
        "contested": ("contested", "-f", "csv"),
        "unanswered": ("unanswered", "-f", "csv"),
        "rank": ("rank",),
        "path": ("path", "Actor 1", "Actor 40"),
        "as-of, a status": ("status", "Incident 1", "--as-of", "2015-01-01"),
        "as-of, who": ("who", "Actor 1", "--as-of", "2015-01-01"),
        "diff of two days": ("diff", "2014-01-01", "2015-01-01"),
        "diff of two graphs": ("diff", str(folder / "graph"), str(folder / "graph")),
        "named query, a table": ("query", "who-blamed-whom"),
        "named query, csv": ("query", "who-blamed-whom", "-f", "csv"),
        "SPARQL, csv": ("query", _SPARQL, "-f", "csv"),
        "view, page": ("view", "-o", f"{out}.html"),
        "view, svg": ("view", "--as", "matrix", "-o", f"{out}.svg"),
    }


FORMS = (
    *("turtle", "trig", "ntriples", "nquads", "jsonld", "trig12", "csv", "xlsx", "parquet", "arrow", "graphml", "gexf"),
    *("dot", "stix", "stix-aliases", "misp-galaxy", "nanopub", "claimreview"),
)
_SPARQL = "SELECT ?claim ?speaker ?accused { ?claim wb:speaker ?speaker ; wb:accused ?accused }"


def measured(work: Work, claims: int, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Cost]]:
    """Load a graph of so many claims, unless it is there, and yield what each row takes."""
    yield "nothing", work.run("--version")
    if not work.graph.exists():
        with work.facts.open("wb") as file:
            subprocess.run([sys.executable, GENERATE, str(claims), "--seed", "1"], stdout=file, check=True)
        yield "load", work.run("load", str(work.facts))
        yield "load again, unchanged", work.run("load", str(work.facts))
    for name, command in asked(work.graph.parent).items():
        if wanted(name):
            yield name, work.run(*command)
    if wanted("load, one claim changed"):
        with tempfile.TemporaryDirectory(dir=work.graph.parent) as folder:
            changed = Path(folder) / work.facts.name
            _change_one(work.facts, changed)
            yield "load, one claim changed", work.run("load", str(changed), "--replace")
            work.run("undo")


def _change_one(facts: Path, changed: Path) -> None:
    """Write the same facts but for one word of certainty.

    Line by line: what a process holds when it starts another counts as that one's peak memory.
    """
    is_to_do = True
    with facts.open("rb") as lines, changed.open("wb") as out:
        for line in lines:
            if is_to_do and b"#words> " in line:
                begin = line.index(b'"', line.index(b"#words> ")) + 1
                line, is_to_do = line[:begin] + b"x" + line[begin:], False
            out.write(line)


def exponent(small: float, large: float, ratio: float) -> float:
    """The power of the size with which a cost grows, from what it is at two sizes of a ratio.

    >>> round(exponent(2.0, 20.0, 10), 2)
    1.0
    """
    return math.log(large / small) / math.log(ratio) if small > 0 and large > 0 else 0.0


def rows(found: Mapping[int, Mapping[str, Cost]]) -> Iterator[str]:
    """The table of one build."""
    sizes = sorted(found)
    yield "| command | " + " | ".join(f"{size:,}: CPU s | MB" for size in sizes) + " | exponent of CPU | of memory |"
    yield "|---|" + "---:|" * (2 * len(sizes) + 2)
    first, last = sizes[0], sizes[-1]
    for name in found[last]:
        costs = [found[size].get(name) for size in sizes]
        told = " | ".join(f"{cost.seconds:.2f} | {cost.memory:.0f}" if cost else " | " for cost in costs)
        small, large = (
            Cost(*(mine - base for mine, base in zip(found[size][name], found[size]["nothing"], strict=True)))
            for size in (first, last)
        )
        grows = [exponent(max(a, 0.01), max(b, 0.01), last / first) for a, b in zip(small, large, strict=True)]
        yield f"| {name} | {told} | " + " | ".join(f"{power:.2f}" for power in grows) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", default=())
    parser.add_argument("--beside", metavar="REVISION")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    given = parser.parse_args()

    def wanted(name: str) -> bool:
        return not given.only or any(word in name for word in given.only)

    with tempfile.TemporaryDirectory() as name, ExitStack() as ending:
        folder = Path(name)
        builds = {"this build": ROOT}
        if given.beside:
            builds[given.beside] = _checked_out(given.beside, folder / "before", ending)
        found = {build: dict[int, dict[str, Cost]]() for build in builds}
        for size in given.sizes:
            for number, (build, code) in enumerate(builds.items()):
                package = folder / f"package-{number}"
                package.mkdir(exist_ok=True)
                (package / "whoblamed").unlink(missing_ok=True)
                (package / "whoblamed").symlink_to(code)
                place = given.keep / f"{size}" if given.keep else folder / f"{size}-{number}"
                place.mkdir(parents=True, exist_ok=True)
                work = Work(package, place.resolve() / "graph", place.resolve() / "facts.nq")
                costs = found[build][size] = {}
                for row, cost in measured(work, size, wanted):
                    costs[row] = cost
                    print(f"{build}, {size:,}: {row}: {cost.seconds:.2f} s, {cost.memory:.0f} MB", file=sys.stderr)
        for build, sizes in found.items():
            print(f"\n{build}; a load of {os.getloadavg()[0]:.0f} at the end\n")
            print("\n".join(rows(sizes)))


def _checked_out(revision: str, folder: Path, ending: ExitStack) -> Path:
    """Return the folder with the code of a revision, which may be one already."""
    if Path(revision).is_dir():
        return Path(revision).resolve()
    subprocess.run(["git", "worktree", "add", "-q", folder, revision], cwd=ROOT, check=True)
    removing = ["git", "worktree", "remove", "--force", str(folder)]
    ending.callback(subprocess.run, removing, cwd=ROOT, check=True)
    return folder


if __name__ == "__main__":
    main()
