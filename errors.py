"""What can go wrong, as one family of exceptions.

Every error that a user can cause derives from `WhoblamedError` and prints as one line: where, what, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: The exit code of what Ctrl-C ended: 128 and the number of the signal.
INTERRUPTED = 130
#: Those of what a signal ended, in the same way: SIGHUP, Ctrl-C and SIGTERM.
ENDED = (129, INTERRUPTED, 143)
#: How many problems are told to people; formats for programs have all.
MOST_TOLD = 100
#: How many things of one name are told to people.
MOST_CANDIDATES = 6
#: What to do with the name of something of another kind than was asked for.
_ASK = {
    "actor": "an actor; ask whoblamed who",
    "incident": "an incident; ask whoblamed status",
    "source": "a source; ask whoblamed show",
    "claim": "a claim; ask whoblamed show",
}


class WhoblamedError(Exception):
    """Base of every error that whoblamed raises on purpose; `str(error)` is meant for people."""


class Problem(NamedTuple):
    """One thing that is wrong with a file, and where; or, as a `warning`, what is hardly meant so.

    `line` and `column` count from 1; 0 means that the place is not known.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    warning: bool = False

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        text = ("warning: " if self.warning else "") + " ".join(self.message.split())
        return f"{place}: {text}" if place else text


def told(problems: Sequence[Problem]) -> list[str]:
    """Return the lines that tell people of problems: one each for the first `MOST_TOLD`, and how many more there are.

    >>> told([Problem("it is empty", "case.yaml", 1, 1)])
    ['case.yaml:1:1: it is empty']
    """
    lines = [str(problem) for problem in problems[:MOST_TOLD]]
    more = len(problems) - MOST_TOLD
    return [*lines, f"… and {more:,} more"] if more > 0 else lines


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return what follows the report of a word that is not known: the nearest that is, or else what `otherwise` says.

    >>> did_you_mean("acter", ["act", "actor"]), did_you_mean("on", ["actor"], "it may have an actor")
    ('; did you mean "actor"?', '; it may have an actor')
    """
    from difflib import get_close_matches

    nearest = get_close_matches(word, list(known), n=1)
    if nearest:
        return f'; did you mean "{nearest[0]}"?'
    return f"; {otherwise}" if otherwise else ""


class InvalidData(WhoblamedError):
    """A source is malformed or contradicts itself.

    `problems` has all that was found, in the file's order; the message has as many as anybody reads (see `told`).
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(told(self.problems)))


class UnknownName(WhoblamedError):
    """No actor, incident, claim or source bears this name.

    `what` says what was asked for. `nearest` has similar names, best first. `is_a` is the kind of what bears the name
    and is none of those asked for.
    """

    def __init__(self, name: str, nearest: Sequence[str] = (), what: str = "name", *, is_a: str = "") -> None:
        self.name = name
        self.what = what
        self.nearest = tuple(nearest)
        self.is_a = is_a
        known = f": that is {_ASK.get(is_a, 'something else; ask whoblamed show')}" if is_a else ""
        hint = f"; did you mean {' or '.join(map(repr, self.nearest))}?" if self.nearest else ""
        super().__init__(f"no {what} {name!r} in the graph{known}{hint}")


class AmbiguousName(WhoblamedError):
    """Several things bear this name. `candidates` has (what tells it apart, with its key; IRI) of each."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = ", ".join(described for described, _ in self.candidates[:MOST_CANDIDATES])
        more = len(self.candidates) - MOST_CANDIDATES
        listed += f", and {more:,} more" if more > 0 else ""
        super().__init__(f"{name!r} may be {listed}; name one by its key{', or say more of its name' * (more > 0)}")


class QueryError(WhoblamedError):
    """A SPARQL query is malformed, asks for what is not allowed, or lacks a parameter."""


class QueryLimit(QueryError):
    """A query takes more than it may, and was ended. `limit` is `timeout`, `max_rows` or `max_memory`."""

    def __init__(self, message: str, limit: str) -> None:
        self.limit = limit
        super().__init__(message)


class StoreError(WhoblamedError):
    """The graph cannot be opened, read or written where it is."""


class ServerError(WhoblamedError):
    """The graph cannot be served where, or as, it shall be."""


class OutputError(WhoblamedError):
    """What was asked for cannot be written to standard output."""


class ReaderGone(OutputError):
    """Whoever read standard output has seen enough; nobody needs to be told."""


class FormatError(WhoblamedError):
    """A format that is not known, or that cannot carry what was asked of it."""
