"""How much one query may take, and what is said when it takes more."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import QueryLimit

#: In which words a limit is told, and how it is raised on the command line.
_TOLD = {
    "timeout": ("takes longer than {:g} s", "S"),
    "max_rows": ("has more than {:,} rows", "N"),
    "max_memory": ("needs more than {:,} MB of memory", "MB"),
}
_RAISED = "raise the limit with {option} {unit} ({limit}= in Python; 0: no limit)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query may take: `timeout` in seconds, `max_rows` that it answers (or triples), `max_memory` in
    megabytes on top of what the process has; None or 0: as much as it needs.

    The time is the one that is spent waiting for the query: whoever takes long to read its answer loses none of it.
    """

    timeout: float | None = None
    max_rows: int | None = None
    max_memory: int | None = None

    def __bool__(self) -> bool:
        return bool(self.timeout or self.max_rows or self.max_memory)

    def reached(self, limit: str, raised: str = _RAISED) -> QueryLimit:
        """Return the error of a query that was ended at one of the limits, by the name of its field.

        `raised` says how a limit is raised: with `{option}` and `{unit}`.
        """
        said, unit = _TOLD[limit]
        how = raised.format(option="--" + limit.replace("_", "-"), unit=unit, limit=limit)
        return QueryLimit(f"the query {said.format(getattr(self, limit))} and was ended; ask for less, or {how}", limit)
