"""What the server and its worker processes say to each other: one question in a line, and its answer in frames.

A frame has a letter, the length of what follows in four bytes, and that. An answer is a `HEAD` (what it is), blocks of
`DATA` as they are to be sent on, and an `END`; or only an `END` that says why there is none.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, NoReturn

from ....errors import FormatError, QueryError, QueryLimit, StoreError, WhoblamedError
from ..base import Dataset
from ..limits import Limits

HEAD: Final = b"H"
DATA: Final = b"D"
END: Final = b"E"
HEADER: Final = struct.Struct(">cI")

#: The errors that are told, by how.
_KINDS: Final[Mapping[str, type[WhoblamedError]]] = {"format": FormatError, "query": QueryError, "store": StoreError}
#: Who can raise a limit of the server.
_RAISED = "whoever runs this server may raise it with {option} {unit}"


@dataclass(frozen=True, slots=True)
class Question:
    """A query over the store in a folder, or a whole graph (IRI; empty: all of them together) to be written.

    `dataset` are the graphs that the query is about, if the one who asks says so. `solutions` and `triples` name the
    syntaxes in which the one or the other is taken; None: not at all. With `bare`, only what kind of answer it is is
    wanted.
    """

    folder: str
    query: str | None = None
    graph: str | None = None
    dataset: Dataset | None = None
    solutions: str | None = None
    triples: str | None = None
    zipped: bool = False
    bare: bool = False
    limits: Limits = field(default_factory=Limits)

    def line(self) -> bytes:
        """Return it as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Question:
        """Return the question in a line."""
        said = json.loads(line)
        dataset = said["dataset"] and Dataset(*said["dataset"])
        return cls(**{**said, "dataset": dataset, "limits": Limits(**said["limits"])})


@dataclass(frozen=True, slots=True)
class Head:
    """What an answer is: its syntax (a name in `answers`), whether it is compressed with gzip, and how many bytes it
    has, as far as that is known before it is sent."""

    syntax: str
    zipped: bool = False
    length: int | None = None


def frame(kind: bytes, content: bytes | Mapping[str, Any]) -> bytes:
    """Return a frame."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return HEADER.pack(kind, len(body)) + body


def why_none(error: Exception) -> dict[str, str]:
    """Return what an `END` says of an error."""
    if isinstance(error, QueryLimit):
        return {"limit": error.limit}
    if isinstance(error, MemoryError):
        return {"limit": "max_memory"}
    kind = next((name for name, kind in _KINDS.items() if isinstance(error, kind)), "")
    return {kind: str(error)} if kind else {"store": f"the query cannot be answered: {' '.join(repr(error).split())}"}


def raise_why(said: Mapping[str, str], limits: Limits) -> NoReturn:
    """Raise what `why_none` has told."""
    if "limit" in said:
        raise limits.reached(said["limit"], _RAISED)
    ((kind, words),) = said.items()
    raise _KINDS[kind](words)
