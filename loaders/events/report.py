"""What became of rows of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...ontology.records import Skipped


class Reason(NamedTuple):
    """Why rows became no claim, how many, and where the first of them is."""

    reason: str
    rows: int
    place: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was made of files of events.

    `rows` were read, `coded` of them have a code that counts, `counted` of these became `claims`; `reasons` says why
    others did not, and `skipped` which files are no tables of events. `by_act` counts claims.
    """

    rows: int
    coded: int
    counted: int
    claims: int
    by_act: dict[str, int]
    reasons: list[Reason] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
