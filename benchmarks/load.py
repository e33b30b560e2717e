"""How long loading a table onto disk takes, and how much memory, by number of claims; and STIX that says the same.

    python benchmarks/load.py            10,000 and 100,000 claims
    python benchmarks/load.py --full     and 1,000,000 (about an hour, and 30 GB of the folder for temporary files)
    python benchmarks/load.py --only rdf oxigraph    only these of what is measured, each at all sizes
    python benchmarks/load.py --formats  10,000 claims in other formats, beside a table

The table has one row a claim: who blames whom for which incident, when, how sure, in which article. The floor is
Oxigraph's own bulk loader on the same quads from a file of N-Quads, flushed; rdflib parses that file into memory, up to
100,000 claims, for a million takes it many minutes. The bundle of STIX has a relationship for each row; `rdf` is our
load of the same file, which is our own export of that graph, in its order. Each measurement is a process of its own,
floor and loads in turns; the best of three each, of one for a million.

The MISP galaxy has one cluster a claim: a group with another name, its country and one reference. That makes an actor,
an incident and two sources a claim, where rows of the table share actors and incidents, and so more quads.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pyoxigraph as ox

SIZES = (10_000, 100_000)
FULL = 1_000_000
REPEATS = 3

_CLAIMS_AN_ACTOR = 50
_CLAIMS_AN_INCIDENT = 8
_COUNTRIES = ("CN", "IN", "IR", "KP", "PK", "RU", "TR", "US", "VN")
_COLUMNS = ("id", "date", "speaker", "accused", "incident", "began", "victim", "sure", "headline", "outlet", "url")
MAPPING = """\
mapping: news
title: News about incidents
dataset: news
tables:
  claims:
    needs: [id, speaker, accused, incident, headline]
    id: "{id}"
    actors:
      speaker: {name: "{speaker}", kind: company}
      accused: {name: "{accused}", kind: group}
      victim: {name: "{victim}", kind: agency}
      outlet: {name: "{outlet}", kind: outlet}
    incidents:
      incident: {id: "{incident}", name: "Incident {incident}", kind: intrusion, from: "{began}", victims: victim}
    sources:
      article: {id: "{url}", title: "{headline}", publisher: outlet, url: "{url}", published: "{date}"}
    claims:
      blame:
        act: attribution
        by: speaker
        accused: accused
        incident: incident
        source: article
        on: "{date}"
        confidence: {words: "{sure}"}
        summary: "{speaker} names {accused}"
"""


class Measurement(NamedTuple):
    """Seconds, seconds of processors, peak memory in MB, and how many quads came out."""

    seconds: float
    processors: float
    memory: int
    quads: int


# --------------------------------------------------------------------------------------- what the children do


def prepare(folder: Path, claims: int) -> int:
    """Write the table and its mapping, and the quads that come of them."""
    with (folder / "news.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows(rows(claims))
    (folder / "news.yaml").write_text(MAPPING, encoding="utf-8")
    with (folder / "news.json").open("w", encoding="utf-8") as file:
        file.write('{"type": "bundle", "id": "bundle--1", "objects": [\n')
        file.write(",\n".join(map(json.dumps, objects(claims))))
        file.write("\n]}\n")
    load(folder)
    from whoblamed.graph.graph import Graph

    return Graph.open(folder / "graph").export(folder / "quads.nq", "nquads")


def rows(claims: int, seed: int = 1) -> Iterator[tuple[object, ...]]:
    """The rows of a table with so many claims, the same ones each time."""
    rng = Random(seed)
    actors = max(20, claims // _CLAIMS_AN_ACTOR)
    for number in range(claims):
        incident = number // _CLAIMS_AN_INCIDENT
        speaker, accused = rng.randrange(actors), rng.randrange(actors)
        year, month, day = 2010 + incident % 15, rng.randrange(1, 13), rng.randrange(1, 29)
        yield (
            number,
            f"{year}-{month:02}-{day:02}",
            f"Laboratory {speaker}",
            f"Group {accused}",
            incident,
            f"{2010 + incident % 15}-01",
            f"Office {incident % actors}",
            ("we are certain", "very likely", "")[number % 3],
            f"Laboratory {speaker} names group {accused} in incident {incident}",
            f"Paper {accused % 100}",
            f"https://paper-{accused % 100}.example/{year}/{month}/{number}",
        )


def objects(claims: int) -> Iterator[dict[str, Any]]:
    """The objects of a STIX bundle that says what so many rows say."""
    seen: set[str] = set()
    for number, date, speaker, accused, incident, began, victim, _, headline, outlet, url in rows(claims):
        by, group, harmed = (f"identity--{speaker}", f"intrusion-set--{accused}", f"identity--{victim}")
        by, group, harmed = (key.replace(" ", "-") for key in (by, group, harmed))
        campaign, day = f"campaign--{incident}", f"{date}T00:00:00.000Z"
        article = {"source_name": outlet, "description": headline, "url": url}
        for item in (
            {"type": "identity", "id": by, "name": speaker, "identity_class": "organization"},
            {"type": "identity", "id": harmed, "name": victim, "identity_class": "organization"},
            {"type": "intrusion-set", "id": group, "name": accused},
            {"type": "campaign", "id": campaign, "name": f"Incident {incident}", "first_seen": f"{began}-01T00:00:00Z"},
            _link(f"{incident}-{victim}".replace(" ", "-"), "targets", campaign, harmed, created=day),
            _link(
                f"{number}",
                "attributed-to",
                campaign,
                group,
                created=day,
                created_by_ref=by,
                confidence=int(str(number)[-2:]),
                external_references=[article],
            ),
        ):
            if item["id"] not in seen:
                seen.add(str(item["id"]))
                yield {**item, "spec_version": "2.1", "modified": day}


def _link(key: str, kind: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    ends = {"relationship_type": kind, "source_ref": source, "target_ref": target}
    return {"type": "relationship", "id": f"relationship--{key}", **ends, **more}


def stix(folder: Path) -> int:
    """A bundle that says the same into a new graph."""
    from whoblamed.graph.graph import Graph

    graph = Graph.open(folder / "graph")
    graph.load(folder / "news.json")
    return 0


def prepare_galaxy(folder: Path, claims: int) -> int:
    """Write a MISP galaxy; returns how many quads come of it."""
    head = {"name": "Groups", "type": "groups", "category": "actor", "source": "MISP Project", "version": 1}
    data = {**head, "values": list(clusters(claims))}
    (folder / "groups.json").write_text(json.dumps(data, indent=1), encoding="utf-8")
    galaxy(folder)
    return len(ox.Store.read_only(str(next((folder / "graph").glob("generation-*")) / "store")))


def clusters(claims: int) -> Iterator[dict[str, Any]]:
    """The clusters of a galaxy with so many claims."""
    for number in range(claims):
        yield {
            "uuid": f"{number:08x}-0000-4000-8000-000000000000",
            "value": f"Group {number}",
            "description": f"Group {number} is listed here because somebody wrote about it. " * 3,
            "meta": {
                "country": _COUNTRIES[number % len(_COUNTRIES)],
                "refs": [f"https://paper-{number % 100}.example/{number}"],
                "synonyms": [f"Set {number}"],
            },
        }


def galaxy(folder: Path) -> int:
    """The galaxy into a new graph."""
    from whoblamed.graph.graph import Graph

    Graph.open(folder / "graph").load(folder / "groups.json")
    return 0


def load(folder: Path) -> int:
    """The table into a new graph, by its mapping."""
    from whoblamed.graph.graph import Graph

    graph = Graph.open(folder / "graph")
    graph.load(folder / "news.csv", as_=str(folder / "news.yaml"), alone=True)
    return 0


def oxigraph(folder: Path) -> int:
    """The same quads by Oxigraph's own bulk loader."""
    store = ox.Store(str(folder / "floor"))
    store.bulk_load(path=str(folder / "quads.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return 0


def rdflib(folder: Path) -> int:
    """The same quads by rdflib, in memory."""
    from rdflib import Dataset

    Dataset().parse(str(folder / "quads.nq"), format="nquads")
    return 0


def rdf(folder: Path) -> int:
    """The same quads, as a file of N-Quads that somebody exported, into a new graph."""
    from whoblamed.graph.graph import Graph

    Graph.open(folder / "graph").load(folder / "quads.nq", alone=True)
    return 0


MEASURED: dict[str, Callable[[Path], int]] = {
    "oxigraph": oxigraph,
    "load": load,
    "stix": stix,
    "rdf": rdf,
    "rdflib": rdflib,
}
#: What is measured beside a table, and what prepares it.
FORMATS: dict[str, tuple[Callable[[Path], int], Callable[[Path, int], int]]] = {
    "load": (load, prepare),
    "galaxy": (galaxy, prepare_galaxy),
}


def child(work: Callable[[], int]) -> None:
    """Do it and report."""
    start = time.perf_counter()
    quads = work()
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(Measurement(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, quads)))


# ---------------------------------------------------------------------------------------- what the parent does


def measure(what: str, folder: Path, *arguments: Any) -> Measurement:
    """One run in a fresh process, with nothing left of the run before."""
    import shutil

    for left in ("graph", "floor"):
        shutil.rmtree(folder / left, ignore_errors=True)
    command = [sys.executable, __file__, "--child", what, str(folder), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measurement(*json.loads(done.stdout))


def run(sizes: tuple[int, ...], only: Sequence[str]) -> Iterator[str]:
    """Measure all sizes, of what is measured `only` some if any are named; yields a Markdown table."""
    yield "| claims | quads | what | seconds | of processors | quads a second | × Oxigraph's time | peak memory |"
    yield "|---:|---:|---|---:|---:|---:|---:|---:|"
    for claims in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            print(f"preparing {claims:,} claims", file=sys.stderr)
            quads = measure("prepare", folder, claims).quads
            repeats = 1 if claims == FULL else REPEATS
            wanted = [what for what in only or MEASURED if what != "rdflib" or claims < FULL]
            best = {what: min(runs) for what, runs in zip(wanted, _in_turns(wanted, folder, repeats), strict=True)}
        floor = best.get("oxigraph")
        for what, (seconds, processors, memory, _) in best.items():
            same = what != "stix"  # which makes other quads of the same claims
            rate = f"{quads / seconds:,.0f}" if same else ""
            times = f"{seconds / floor.seconds:.2f}" if floor and same else ""
            yield (
                f"| {claims:,} | {f'{quads:,}' if same else ''} | {what} | {seconds:.1f} | {processors:.1f} | {rate} "
                f"| {times} | {memory:,} MB |"
            )


def run_formats(claims: int) -> Iterator[str]:
    """Measure the formats beside a table of as many claims; yields a Markdown table."""
    yield "| claims | what | quads | seconds | × a table's time a claim | × a table's time a quad | peak memory |"
    yield "|---:|---|---:|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = {what: measure(f"prepare-{what}", folder, claims).quads for what in FORMATS}
        runs = _in_turns(list(FORMATS), folder, REPEATS)
        best = {what: min(found) for what, found in zip(FORMATS, runs, strict=True)}
    table = best["load"].seconds
    for what, (seconds, _, memory, _) in best.items():
        a_quad = seconds / quads[what] / (table / quads["load"])
        yield (
            f"| {claims:,} | {what} | {quads[what]:,} | {seconds:.2f} | {seconds / table:.2f} | {a_quad:.2f} "
            f"| {memory:,} MB |"
        )


def _in_turns(wanted: list[str], folder: Path, repeats: int) -> list[list[Measurement]]:
    turns = [[measure(what, folder) for what in wanted] for _ in range(repeats)]
    return [list(runs) for runs in zip(*turns, strict=True)]


def main() -> None:
    """Parse the command line; `--child WHAT FOLDER` is how the script calls itself."""
    parser = argparse.ArgumentParser(description="Measure loading.")
    parser.add_argument("--full", action="store_true", help=f"measure {FULL:,} claims, too")
    parser.add_argument("--formats", action="store_true", help="measure other formats beside a table")
    parser.add_argument("--only", nargs="+", choices=MEASURED, default=(), help="measure only these")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.child:
        sizes = (*SIZES, FULL) if options.full else SIZES
        for line in run_formats(SIZES[0]) if options.formats else run(sizes, options.only):
            print(line, flush=True)
        return
    what, folder, *more = options.child
    if what == "prepare":
        child(lambda: prepare(Path(folder), int(more[0])))
    elif what.startswith("prepare-"):
        child(lambda: FORMATS[what.removeprefix("prepare-")][1](Path(folder), int(more[0])))
    else:
        work = MEASURED[what] if what in MEASURED else FORMATS[what][0]
        child(lambda: work(Path(folder)))


if __name__ == "__main__":
    main()
