"""Files of coded events to one claim for each speaker, accused, matter and day, in a Parquet file that is loaded."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from ...errors import FormatError, StoreError
from ...ontology.records import Skipped
from ..opening import columnar, opening
from ..opening.documents import Progress, SourceLimits
from . import duck, files, spark
from .columns import METADATA, table
from .files import EventFile
from .mapping import MappingFile
from .plan import PROBLEMS, Plan
from .report import Reason, Report

ENGINES: Final = ("duckdb", "spark")
#: Files are unpacked until so much is on disk; what an engine has read is removed again.
_CHUNK: Final = 4 << 30
_BLOCK: Final = 65_536


class Engine(Protocol):
    """What reads files of events and runs the queries of a plan."""

    def peek(self, address: str) -> Sequence[str]: ...
    def add(self, files: Sequence[EventFile]) -> None: ...
    def judge(self) -> None: ...
    def reasons(self) -> list[Reason]: ...
    def names(self) -> Mapping[str, str]: ...
    def rows(self, query: str) -> list[tuple[Any, ...]]: ...
    def batches(self, query: str) -> Iterator[Any]: ...


def aggregate(
    sources: Iterable[str | Path],
    mapping: MappingFile,
    out: BinaryIO,
    *,
    engine: str = "duckdb",
    master: str | None = None,
    progress: Progress | None = None,
    limits: SourceLimits | None = None,
) -> Report:
    """Write the claims that files of events are by a mapping, as Parquet, and return what became of their rows.

    Sources are those of `load`; addresses such as `s3://…` are opened by the engine (`duckdb`, or `spark` on the
    cluster `master`). Raises `InvalidData` for what cannot be read, `FormatError` where an engine is not installed or
    a cluster cannot see the files, and `StoreError` for what is not there.
    """
    columnar.pyarrow()  # and say at once where it is not installed
    named = [str(source) for source in sources]
    far = [source for source in named if files.is_remote(source)]
    near = [source for source in named if not files.is_remote(source)]
    opened = opening.documents(near, limits=limits, progress=progress)
    if near and master and not master.startswith("local"):
        raise FormatError(
            f"{near[0]}: the machines of a cluster do not see files of this one; put them where all see them (s3://, hdfs://)"
        )
    with tempfile.TemporaryDirectory(prefix="whoblamed-") as place:
        folder = Path(place)
        with _engine(engine, mapping, folder, master) as running:
            skipped = [*opened.skipped]
            running_far = [files.remote(source, mapping, running.peek) for source in far]
            if running_far:
                running.add(running_far)
            found = files.local(opened.documents, mapping, folder)
            count = _add_all(running, found, skipped, removing=engine == "duckdb")
            if not count and not running_far:
                why = f": {skipped[0].file}: {skipped[0].reason}" if skipped else ""
                raise StoreError(f"nothing in {', '.join(near)} is a table of events{why}")
            running.judge()
            report = _write(running, Plan(mapping, _DIALECTS[engine]), out)
    report.skipped.extend(skipped)
    report.notes.extend(opened.notes)
    return report


_DIALECTS: Final = {"duckdb": duck.DIALECT, "spark": spark.DIALECT}


def _engine(name: str, mapping: MappingFile, folder: Path, master: str | None) -> AbstractContextManager[Engine]:
    plan = Plan(mapping, _DIALECTS[name])
    return spark.Spark(plan, folder, master) if name == "spark" else duck.Duck(plan, folder)


def _add_all(engine: Engine, found: Iterator[EventFile | Skipped], skipped: list[Skipped], *, removing: bool) -> int:
    """Give files to an engine, some at a time where it needs none afterwards; return how many there were."""
    waiting: list[EventFile] = []
    count = size = 0
    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
            continue
        waiting.append(each)
        count += 1
        size += Path(each.path).lstat().st_size
        if removing and size > _CHUNK:
            _hand_over(engine, waiting)
            size = 0
    if waiting and removing:
        _hand_over(engine, waiting)
    elif waiting:
        engine.add(waiting)
    return count


def _hand_over(engine: Engine, waiting: list[EventFile]) -> None:
    engine.add(waiting)
    for each in waiting:
        Path(each.path).unlink()
    waiting.clear()


def _write(engine: Engine, plan: Plan, out: BinaryIO) -> Report:
    """Write the claims, in blocks of one size whatever the engine gives, and count."""
    import pyarrow.compute
    import pyarrow.parquet

    by_act: Counter[str] = Counter()
    claims = counted = 0
    writer = None
    for block in table(engine.batches(plan.claims()), plan.file, _BLOCK):
        writer = writer or pyarrow.parquet.ParquetWriter(out, block.schema, compression="zstd")
        writer.write_table(block)
        claims += block.num_rows
        counted += pyarrow.compute.sum(block["coded_rows"]).as_py() or 0
        by_act.update({entry["values"]: entry["counts"] for entry in block["act"].value_counts().to_pylist()})
    if writer is not None:
        writer.close()
    reasons = [
        Reason(PROBLEMS[problem], rows, _place(where, engine.names()))
        for problem, rows, where in engine.rows(plan.problems())
    ]
    unread = _merged(engine.reasons())
    ((total,),) = engine.rows(plan.total)
    return Report(
        rows=total + sum(reason.rows for reason in unread),
        coded=counted + sum(reason.rows for reason in reasons),
        counted=counted,
        claims=claims,
        by_act=dict(sorted(by_act.items())),
        reasons=[*unread, *reasons],
    )


def _merged(reasons: Iterable[Reason]) -> list[Reason]:
    """Return each reason once, with the first place: files are read some at a time."""
    found: dict[str, Reason] = {}
    for each in reasons:
        known = found.get(each.reason)
        found[each.reason] = each._replace(
            rows=each.rows + (known.rows if known else 0), place=min(each.place, known.place) if known else each.place
        )
    return [found[reason] for reason in sorted(found)]


def _place(written: str, names: Mapping[str, str]) -> str:
    """Return where a row is: its file as people call it, and its id there."""
    path, _, identifier = written.partition("\t")
    name = names.get(path, path)
    return f"{name} ({identifier})" if identifier else name


__all__ = ["ENGINES", "METADATA", "Engine", "aggregate"]
