"""The claims as rows for a spreadsheet."""

from __future__ import annotations

import io
from typing import BinaryIO

from ..ask import listing
from ..store.base import QuadStore
from .spreadsheet import write_csv


def write(store: QuadStore, out: BinaryIO) -> tuple[int, str]:
    """Write one row a claim, in order of date (CSV, UTF-8); return how many claims there are."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        count = write_csv((row.as_dict() for row in listing.all_claims(store)), listing.COLUMNS, text)
    finally:
        text.detach()  # leaves the stream to whoever opened it
    return count, "claims"
