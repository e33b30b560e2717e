"""Files of coded events, and what is made of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from whoblamed.loaders.events import mapping
from whoblamed.loaders.events.aggregate import aggregate
from whoblamed.loaders.events.report import Report
from whoblamed.loaders.opening.documents import SourceLimits

from .places import FIXTURES

EVENTS = FIXTURES / "events"
GDELT = EVENTS / "gdelt-2.export.CSV"


def made(
    *sources: Path, by: str = "gdelt", engine: str = "duckdb", limits: SourceLimits | None = None
) -> tuple[bytes, Report]:
    """The file that events become, and the report."""
    out = io.BytesIO()
    master = "local[2]" if engine == "spark" else None
    report = aggregate(sources, mapping.find(by), out, engine=engine, master=master, limits=limits)
    return out.getvalue(), report


def rows(content: bytes) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    found: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
    return found


def told(found: Sequence[dict[str, Any]]) -> list[str]:
    """Each claim in a line."""
    return [
        f"{row['day']} {row['speaker']} ({row['speaker_kind']}) {row['act']} {row['code']} "
        f"{row['accused']} ({row['accused_kind']}): {row['coded_rows']}"
        for row in found
    ]
