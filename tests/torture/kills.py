"""Kill the command line while it writes, at random moments, and look at what it leaves.

python -m tests.torture.kills NUMBER [SEED]     run it in the root of the repository; ends with what was counted

Each kill is a process of its own, as a user starts it, that gets SIGKILL at some moment of its life. Where the system
tells, a life is measured by the processor's time, so that moments are spread over all of it however busy the machine
is. Afterwards the graph must be what it was before, or what the command would have made of it, in every quad of both
clocks and in the columns beside the store; and the same command, run again (in this process, which is quicker), must
come to its end.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner
from whoblamed.cli import main
from whoblamed.graph.store import projection
from whoblamed.graph.store.disk import DiskStore

from ..support.cases import blame, case, dump, written
from ..support.events import GDELT
from ..support.places import FIXTURES

#: From this part of a life on a process is killed: before it, it is still being imported.
BEGIN = 0.4
#: Part of the kills that come earlier all the same, and how much longer than it needs the latest is waited for.
EARLY, LATE = 0.1, 1.05
#: How often is looked at how long a process has lived, in seconds.
_LOOK = 0.002
#: In which steps the system tells how long that is, in seconds; a kill comes somewhere within one.
_STEP = 0.01
#: What a kill may leave: what there was before, also when it had begun to write; all that is new; or it came too late.
SOUND = ("before", "midway", "after", "ended")
_CLAIMS = 60
_MOMENT = re.compile(r'"[^"]+"(?=\^\^<[^>]+#dateTime>)')


@dataclass(frozen=True, slots=True)
class Job:
    """A command that writes; `before` makes what it begins from, and `output` is the file that it writes, which holds
    `begun` before. `{}` stands for that file."""

    arguments: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    output: str = ""
    begun: bytes | None = None

    @property
    def changes(self) -> bool:
        """Whether it changes the graph."""
        return not self.output and "--dry-run" not in self.arguments


def jobs(folder: Path) -> dict[str, Job]:
    """Return every way in which the command line writes, by name. The files that they load lie in a folder."""
    said = [blame(f"blame-{number}", summary={"en": "as before"}) for number in range(_CLAIMS)]
    one = str(written(folder, case(*said), "one.yaml"))
    two = str(written(folder, case(*said, blame("more", summary={"en": "new"})), "two.yaml"))
    other = str(written(folder, case(blame(), name="quay"), "quay.yaml"))
    table, mapping = (str(FIXTURES / "tables" / f"blames.{ending}") for ending in ("csv", "yaml"))
    decisions = str(FIXTURES / "identities" / "decisions.yaml")
    held = (("load", one),)
    begun, file = Path(one).read_bytes(), "harbour.yaml"
    denial = ("--act", "denial", "--by", "tide", "--responds-to", "blame-1", "--source", "story", "--id", "no")
    add = ("add", "claim", "{}", *denial)
    return {
        "load, new": Job(("load", one)),
        "load, beside another": Job(("load", other), held),
        "load, several": Job(("load", other, two, "--replace"), held),
        "load, changed": Job(("load", two, "--replace"), held),
        "load, a table": Job(("load", table, "--mapping", mapping), held),
        "load, decisions": Job(("load", decisions), held),
        "load, a dry run": Job(("load", two, "--replace", "--dry-run"), held),
        "load, unchanged": Job(("load", one), held),
        "unload": Job(("unload", "harbour"), (*held, ("load", other))),
        "undo": Job(("undo",), (*held, ("load", two, "--replace"))),
        "export": Job(("export", "-o", "{}"), held, "graph.trig"),
        "view": Job(("view", "-o", "{}"), held, "graph.html"),
        "new": Job(("new", "case", "harbour", "-o", "{}"), output=file),
        "add": Job(add, output=file, begun=begun),
        "edit": Job(("edit", "blame-1", "--file", "{}", "--set", "on=2031-04-01"), output=file, begun=begun),
        "undo, a file": Job(("undo", "{}"), (add,), file, begun),
        "events": Job(("events", str(GDELT), "--mapping", "gdelt", "-o", "{}"), output="claims.parquet"),
        "draft": Job(("draft", str(_article(folder)), "-o", "{}"), output=file),
    }


def _article(folder: Path) -> Path:
    article = folder / "article.txt"
    article.write_text("The Port of Arden blamed Red Tide for the outage. Red Tide denied it.\n", encoding="utf-8")
    return article


@dataclass(slots=True)
class Tally:
    """What was counted."""

    kills: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


State = tuple[object, ...]


def run(number: int, seed: int, told: Callable[[str], None] = lambda _: None) -> Tally:
    """Kill so many processes, all jobs in turn; returns what was counted."""
    chance, tally = random.Random(seed), Tally()
    with _folder() as folder:
        trials = {name: Trial(job, folder / str(at)) for at, (name, job) in enumerate(jobs(folder).items())}
        for at, (name, trial) in enumerate(_in_turn(trials, number), start=1):
            outcome = trial.kill(chance)
            tally.kills[name] += 1
            tally.outcomes[outcome] += 1
            if outcome not in SOUND:
                tally.faults.append(f"{name}: {outcome}")
                told(tally.faults[-1])
            if at % 50 == 0:
                told(f"{at} kills: {dict(tally.outcomes)}")
    return tally


def _in_turn(trials: dict[str, Trial], number: int) -> Iterator[tuple[str, Trial]]:
    each = list(trials.items())
    return (each[at % len(each)] for at in range(number))


class Trial:
    """One job, prepared once: what it begins from is kept aside and copied for each kill."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.job = job
        self.start, self.graph, self.out = folder / "start", folder / "graph", folder / "out"
        #: Where the earlier versions of files are kept, and as they are before the job.
        self.data, self.kept = folder / "data", folder / "kept"
        self.environment = {**os.environ, "XDG_DATA_HOME": str(self.data)}
        for place in (folder, self.start, self.out, self.data):
            place.mkdir()
        self._begin()
        for arguments in job.before:
            self._run(self.start, self._filled(arguments))
        self.begun = self._output()
        shutil.copytree(self.data, self.kept)
        self.before = state(self.start)
        self._renew()
        begun = lived_by_children()
        self._run(self.graph, self._arguments)
        self.lifetime = lived_by_children() - begun
        self.after = state(self.graph)
        self.written = self._output()

    @property
    def _arguments(self) -> tuple[str, ...]:
        return self._filled(self.job.arguments)

    def _filled(self, arguments: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(argument.replace("{}", str(self.out / self.job.output)) for argument in arguments)

    def kill(self, chance: random.Random) -> str:
        """Run the job and kill it at a random moment; returns what it left: "before", "after", or what is wrong."""
        self._renew()
        begin = 0.0 if chance.random() < EARLY else BEGIN
        process = self._started(self.graph, self._arguments)
        _kill_at(process, chance.uniform(begin, LATE) * self.lifetime)
        left = state(self.graph)
        if left not in (self.before, self.after):
            return "torn: the graph is neither what it was nor what it should be"
        done = left == self.after if self.job.changes else self._output() not in (None, self.begun)
        outcome = "ended" if process.returncode == 0 else "after" if done else self._before()
        return self._wrong(left) or outcome

    def _before(self) -> str:
        """Return whether a process that has changed nothing yet had begun to write."""
        generations = {entry.name for entry in self.graph.glob("generation-*")}
        begun = generations - {entry.name for entry in self.start.glob("generation-*")}
        begun |= {place.name for ending in ("*.part", ".*-new") for place in self.out.glob(ending)}
        return "midway" if begun else "before"

    def _wrong(self, left: State) -> str:
        """Return what is wrong with what a process left, also when it is run again; empty if all is well."""
        output = self._output()
        if output not in (self.begun, self.written):
            return f"torn: {self.job.output} is there and not complete"
        again = CliRunner().invoke(main, ["--graph", str(self.graph), *self._arguments], env=self.environment)
        once = self.job.arguments[0] in ("undo", "unload", "new", "add", "draft")  # which do not work twice
        is_done = once and left == self.after and output == self.written
        if again.exit_code and not is_done:
            return f"stuck: {again.output.strip()}"
        if state(self.graph) != self.after or (self._output() != self.written):
            return "wrong: run again, it came to something else"
        return ""

    def _renew(self) -> None:
        for place in (self.graph, self.out):
            shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.start, self.graph)
        shutil.rmtree(self.data)
        shutil.copytree(self.kept, self.data)
        self.out.mkdir()
        self._begin(self.begun)

    def _begin(self, content: bytes | None = None) -> None:
        content = self.job.begun if content is None else content
        if content is not None:
            (self.out / self.job.output).write_bytes(content)

    def _run(self, graph: Path, arguments: tuple[str, ...]) -> None:
        subprocess.run(_command(graph, arguments), capture_output=True, check=True, env=self.environment)

    def _started(self, graph: Path, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(_command(graph, arguments), stdout=nowhere, stderr=nowhere, env=self.environment)

    def _output(self) -> bytes | None:
        file = self.out / self.job.output
        return file.read_bytes() if self.job.output and file.exists() else None


def state(graph: Path) -> State:
    """Return all that a graph holds, whenever it was loaded: quads of both clocks, and the facts from the columns."""
    store = DiskStore(graph)
    if not store.exists:
        return ()
    held = store.generation
    quads = [sorted(_MOMENT.sub('"then"', quad) for quad in each) for each in dump(held)]
    facts = projection.facts(held.current, held.columns)
    return (*quads, sorted(facts.claims), sorted(facts.actors))


def _command(graph: Path, arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "whoblamed", "--graph", str(graph), *arguments]


def lived_by_children() -> float:
    """Return how long the processes lived that were waited for, in seconds: of the processor, where `lived` is known,
    else since some moment in the past."""
    if lived(os.getpid()) is None:
        return time.perf_counter()
    import resource  # not everywhere, as little as /proc

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def lived(process: int) -> float | None:
    """Return how long a process was on a processor, in seconds; None where the system does not tell, or it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kill_at(process: subprocess.Popen[bytes], moment: float) -> None:
    """Kill a process when it has lived so long, in seconds; wait for its end, which may come before."""
    begun = time.perf_counter()
    while process.poll() is None:
        used = lived(process.pid)
        if (time.perf_counter() - begun if used is None else used) >= moment:
            time.sleep(moment % _STEP)
            process.kill()
            process.wait()
            return
        time.sleep(_LOOK)


@contextmanager
def _folder() -> Iterator[Path]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def count() -> int:
    """Kill as many processes as wanted and print what was counted."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2014
    tally = run(number, seed, lambda text: print(text, flush=True))
    for name, count in tally.kills.items():
        print(f"{name:<22} {count:>6,}")
    print(f"{'all':<22} {sum(tally.kills.values()):>6,}: {dict(tally.outcomes)}; {len(tally.faults)} faults")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(count())
