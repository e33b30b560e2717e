"""What a load did: which data sets, what was left out and why, and what to know beside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ...ontology.records import Skipped


@dataclass(slots=True)
class Skips:
    """What was not loaded: how often for which reason, and where, for as many as `most` pieces."""

    most: int = 10_000
    reasons: Counter[str] = field(default_factory=Counter)
    places: list[Skipped] = field(default_factory=list)

    def add(self, skipped: Skipped) -> None:
        """Take note of one more."""
        self.reasons[skipped.reason] += 1
        if len(self.places) < self.most:
            self.places.append(skipped)

    @property
    def total(self) -> int:
        """How many pieces were not loaded."""
        return self.reasons.total()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did to one data set.

    `state` is `new`, `changed` or `unchanged`; `counts` are by kind of record. What is unchanged was not read again, so
    that its `skips` are empty, unless the load was strict.
    """

    name: str
    origin: str
    state: str
    counts: dict[str, int]
    closed_claims: int = 0
    skips: Skips = field(default_factory=Skips)
    #: What it says on who is who, if anything: how many identities, the actors (IRIs) in them, whether it decides.
    proposals: tuple[int, tuple[str, ...], bool] = (0, (), False)


@dataclass(frozen=True, slots=True)
class Report:
    """What a load did, one entry a data set; the files of which nothing was loaded; and what to know beside."""

    loaded: list[Loaded] = field(default_factory=list)
    dry_run: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def claims(self) -> int:
        """How many claims the loaded data sets hold."""
        return sum(entry.counts.get("claims", 0) for entry in self.loaded)
