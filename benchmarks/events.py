"""How long coded events take to become claims, beside DuckDB alone; and these to become a graph, beside Oxigraph.

    python benchmarks/events.py            2 million rows of events, in the shape of GDELT 2
    python benchmarks/events.py --large    and 20 million (8 GB on disk, some minutes)
    python benchmarks/events.py --spark    2 million rows by Spark with two threads, too

The reference for the first is one query by hand in DuckDB, with all memory, that gives the same claims in a Parquet
file: the same columns, lookups and order, without a word about rows that it leaves out. For the second it is Oxigraph's
bulk loader on the same quads from a file of N-Quads, flushed. Each measurement is a process of its own, in turns; the
best of three each, of one for 20 million. Seconds of processors stand beside those of the clock, because what else the
machine does matters less to them.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

ROWS = 2_000_000
LARGE = 20_000_000
REPEATS = 3
#: Codes that say nothing about who is to blame, and those that do.
_OTHERS = [
    "010",
    "020",
    "036",
    "040",
    "042",
    "043",
    "051",
    "057",
    "060",
    "070",
    "080",
    "084",
    "090",
    "100",
    "110",
    "111",
    "120",
    "130",
    "141",
    "160",
    "172",
    "173",
    "180",
    "190",
    "193",
]
_NAMES = ("UNITED STATES", "RUSSIA", "CHINA", "UKRAINE", "IRAN", "ISRAEL", "POLICE", 'A "LONE QUOTE', "COMPANY", "")
_PLACE = "'4', 'Washington, District of Columbia, United States', 'US', 'USDC', '', '38.8951', '-77.0364', '531871'"


class Measurement(NamedTuple):
    """Seconds of the clock and of the processors, peak memory in MB, and how many of what came out."""

    seconds: float
    processor: float
    memory: int
    number: int


# ------------------------------------------------------------------------------------------ what the children do


def prepare(folder: Path, rows: int) -> int:
    """Write the events: of a year, 4 % of them accusations, every value by a hash of its number."""
    import duckdb

    def one_of(values: object, salt: int) -> str:
        listed = list(values)  # type: ignore[call-overload]  # whatever holds texts
        return f"list_extract({listed}, CAST(hash(i * {salt}) % {len(listed)} + 1 AS INT))"

    countries = ("USA", "RUS", "CHN", "UKR", "IRN", "ISR", "", "DEU", "FRA", "GBR")
    roles = ("", "GOV", "", "COP", "MIL", "", "REB", "BUS")
    accusing = one_of(("112", "1121", "1122", "1123", "1124", "1125"), 29)
    code = (
        f"CASE WHEN hash(i * 23) % 100 < 4 THEN {accusing} WHEN hash(i * 23) % 1000 = 55 THEN '016' "
        f"WHEN hash(i * 23) % 1000 = 56 THEN '015' ELSE {one_of(_OTHERS, 31)} END"
    )
    day = "strftime(DATE '2023-01-01' + CAST(hash(i * 41) % 365 AS INT), '%Y%m%d')"
    slug = "'/an-article-with-a-slug-of-usual-length.html'"
    address = f"'https://example.org/news/2023/' || (hash(i * 37) % 200000) || {slug}"
    actors = ", ".join(
        f"{one_of(countries, salt)} || {one_of(roles, salt + 2)}, {one_of(_NAMES, salt + 4)}, '', '', '', '', '', "
        f"{one_of(roles, salt + 2)}, '', ''"
        for salt in (3, 11)
    )
    duckdb.sql(
        f"COPY (SELECT 1000000000 + i, {day}, '202301', '2023', '2023.0411', {actors}, '1', {code}, '11', '1', '2', "
        f"'-2.0', '10', '2', '10', '-3.14159265358979', {_PLACE}, {_PLACE}, {_PLACE}, '20230101000000', {address} "
        f"FROM range({rows}) AS t(i)) TO '{folder / 'events.CSV'}' (HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '')"
    )
    return rows


def events(folder: Path) -> int:
    """The events by `whoblamed events`."""
    return _events(folder, "duckdb")


def spark(folder: Path) -> int:
    """The same by Spark."""
    return _events(folder, "spark")


def _events(folder: Path, engine: str) -> int:
    from whoblamed.loaders.events import mapping
    from whoblamed.loaders.events.aggregate import aggregate

    with (folder / f"{engine}.parquet").open("wb") as out:
        master = "local[2]" if engine == "spark" else None
        report = aggregate([folder / "events.CSV"], mapping.find("gdelt"), out, engine=engine, master=master)
    return report.claims


def by_hand(folder: Path) -> int:
    """The same claims by one query in DuckDB."""
    import duckdb
    from whoblamed.loaders.events import mapping

    said = mapping.find("gdelt").mapping
    columns = list(said.layouts["gdelt-2"].columns)
    types = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in columns) + "}"
    connection = duckdb.connect(config={"preserve_insertion_order": "false"})
    acts = ", ".join(f"('{code}', '{entry.act}', '{entry.matter}')" for code, entry in said.acts.items())
    connection.execute(f"CREATE TABLE acts AS SELECT * FROM (VALUES {acts}) AS t(code, act, matter)")
    for name, words in said.lookups.items():
        listed = ", ".join("('" + word + "', '" + means.replace("'", "''") + "')" for word, means in words.items())
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {listed}) AS t(word, means)")
    how = "delim='\t', header=false, quote='', escape='', comment='', auto_detect=false"
    read = f"read_csv('{folder / 'events.CSV'}', {how}, columns={types})"
    query = f"""
        WITH told AS (
          SELECT EventCode AS code, SQLDATE AS day, Actor1Code AS c1, Actor1Name AS n1, Actor1Type1Code AS t1,
                 Actor2Code AS c2, Actor2Name AS n2, Actor2Type1Code AS t2, SOURCEURL AS url, count(*) AS n
          FROM {read} WHERE EventCode IN ('015', '016', '112', '1121', '1122', '1123', '1124', '1125') GROUP BY ALL),
        named AS (
          SELECT strptime(day, '%Y%m%d')::DATE AS day, act, matter, told.code AS code,
                 coalesce(s1.means, nullif(n1, '')) AS speaker, coalesce(k1.means, r1.means, 'group') AS kind,
                 coalesce(s2.means, nullif(n2, '')) AS other, coalesce(k2.means, r2.means, 'group') AS other_kind,
                 url, n
          FROM told JOIN acts USING (code)
          LEFT JOIN countries s1 ON s1.word = c1 LEFT JOIN states k1 ON k1.word = c1 LEFT JOIN kinds r1 ON r1.word = t1
          LEFT JOIN countries s2 ON s2.word = c2 LEFT JOIN states k2 ON k2.word = c2
          LEFT JOIN kinds r2 ON r2.word = t2),
        charged AS (
          SELECT day, act, matter, code, speaker, kind AS speaker_kind,
                 CASE WHEN act = 'attribution' THEN other ELSE speaker END AS accused,
                 CASE WHEN act = 'attribution' THEN other_kind ELSE kind END AS accused_kind, url, sum(n) AS n
          FROM named WHERE speaker IS NOT NULL AND (act <> 'attribution' OR (other IS NOT NULL AND other <> speaker))
          GROUP BY ALL)
        SELECT day, act, matter, code, speaker, speaker_kind, accused, accused_kind, sum(n) AS coded_rows,
               list(url ORDER BY url)[1:5] AS addresses
        FROM charged GROUP BY ALL ORDER BY day, act, matter, code, speaker, speaker_kind, accused, accused_kind"""
    connection.execute(f"COPY ({query}) TO '{folder / 'hand.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    return int(connection.sql(f"SELECT count(*) FROM '{folder / 'hand.parquet'}'").fetchall()[0][0])


def quads(folder: Path) -> int:
    """The quads of the claims, for Oxigraph."""
    from whoblamed.graph.graph import Graph

    graph = Graph.open(folder / "graph")
    graph.load(folder / "duckdb.parquet")
    ox.serialize(graph.quads(), str(folder / "quads.nq"), ox.RdfFormat.N_QUADS)
    with (folder / "quads.nq").open("rb") as file:
        return sum(1 for _ in file)


def load(folder: Path) -> int:
    """The claims into a new graph."""
    from whoblamed.graph.graph import Graph

    return Graph.open(folder / "graph").load(folder / "duckdb.parquet", alone=True).claims


def oxigraph(folder: Path) -> int:
    """The same quads by Oxigraph's own bulk loader."""
    store = ox.Store(str(folder / "floor"))
    store.bulk_load(path=str(folder / "quads.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return len(store)


MEASURED: dict[str, Callable[[Path], int]] = {
    "events": events,
    "by hand": by_hand,
    "spark": spark,
    "quads": quads,
    "load": load,
    "oxigraph": oxigraph,
}


def child(what: str, folder: Path, rows: int) -> None:
    """Do it and report."""
    start, used = time.perf_counter(), time.process_time()
    number = prepare(folder, rows) if what == "prepare" else MEASURED[what](folder)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(Measurement(seconds, processor, peak // 1024, number)))


# ---------------------------------------------------------------------------------------- what the parent does


def measure(what: str, folder: Path, rows: int) -> Measurement:
    """One run in a fresh process, with nothing left of the run before."""
    for left in ("graph", "floor"):
        shutil.rmtree(folder / left, ignore_errors=True)
    command = [sys.executable, __file__, "--child", what, str(folder), str(rows)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Measurement(*json.loads(done.stdout.splitlines()[-1]))


def run(sizes: tuple[int, ...], *, with_spark: bool) -> Iterator[str]:
    """Measure all sizes; yields a Markdown table."""
    yield "| rows of events | claims | what | s | s of processors | times the reference, clock | processors | MB |"
    yield "|---:|---:|---|---:|---:|---:|---:|---:|"
    for rows in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            print(f"preparing {rows:,} rows", file=sys.stderr)
            measure("prepare", folder, rows)
            repeats = REPEATS if rows == ROWS else 1
            yield from _table(rows, _best(("by hand", "events"), folder, rows, repeats), "by hand")
            if with_spark and rows == ROWS:
                yield from _table(rows, {"spark": measure("spark", folder, rows)}, "spark")
                same = (folder / "spark.parquet").read_bytes() == (folder / "duckdb.parquet").read_bytes()
                print(f"Spark and DuckDB wrote {'the same' if same else 'DIFFERENT'} bytes", file=sys.stderr)
            (folder / "events.CSV").unlink()
            number = measure("quads", folder, rows).number
            print(f"{number:,} quads", file=sys.stderr)
            yield from _table(rows, _best(("oxigraph", "load"), folder, rows, repeats), "oxigraph")


def _best(wanted: tuple[str, ...], folder: Path, rows: int, repeats: int) -> dict[str, Measurement]:
    turns = [[measure(what, folder, rows) for what in wanted] for _ in range(repeats)]
    return {what: min(runs) for what, runs in zip(wanted, zip(*turns, strict=True), strict=True)}


def _table(rows: int, best: dict[str, Measurement], reference: str) -> Iterator[str]:
    for what, (seconds, processor, memory, number) in best.items():
        beside = best[reference]
        ratios = f"{seconds / beside.seconds:.2f} | {processor / beside.processor:.2f}"
        told = f"{what} | {seconds:.1f} | {processor:.1f} | {ratios} | {memory:,}"
        yield f"| {rows:,} | {number:,} | {told} |"


def main() -> None:
    """Parse the command line; `--child WHAT FOLDER ROWS` is how the script calls itself."""
    parser = argparse.ArgumentParser(description="Measure events.")
    parser.add_argument("--large", action="store_true", help=f"measure {LARGE:,} rows, too")
    parser.add_argument("--spark", action="store_true", help="measure Spark, too")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        what, folder, rows = options.child
        child(what, Path(folder), int(rows))
        return
    for line in run((ROWS, LARGE) if options.large else (ROWS,), with_spark=options.spark):
        print(line, flush=True)


if __name__ == "__main__":
    main()
