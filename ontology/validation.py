"""What is wrong with a graph by the SHACL shapes, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from . import PREFIXES, VIOLATION, Severity

if TYPE_CHECKING:
    from .shapes import Shape


class Solution(Protocol):
    """A row of terms, each None or with its IRI, text or label as `value`, by the names of variables."""

    def __getitem__(self, variable: str, /) -> Any:
        """The term of a variable."""


#: Answers a SELECT over the union of all graphs, the vocabulary among them.
Select = Callable[[str], Iterable[Solution]]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that breaks a shape.

    `focus` is the IRI of what is at fault (`_:id` for a blank node). `path` leads from it to the `value` that is at
    fault, as a SPARQL property path with the prefixes of `ontology.PREFIXES`; it is None where the thing as a whole is
    meant, and `value` is None where something is missing. `severity` is `violation` for what breaks computation and
    `warning` for what is merely poor. `shape` is the last part of the shape's IRI in `shapes.ttl`.
    """

    focus: str
    path: str | None
    message: str
    severity: Severity
    value: str | None
    shape: str


def violations(select: Select) -> list[Violation]:
    """Validate what `select` answers from against `shapes.ttl`; return an empty list when it conforms.

    Violations come before warnings, each ordered by what is at fault.
    """
    from .shapes import shapes

    return sorted({found for shape in shapes() for found in _broken(shape, select)}, key=_order)


def _broken(shape: Shape, select: Select) -> Iterator[Violation]:
    for query in shape.queries:
        for row in select(query):
            focus, value, property_ = _text(row["focus"]), row["value"], row["property"]
            yield Violation(
                focus=focus,
                path=shape.path if property_ is None else _short(_text(property_)),
                message=shape.message,
                severity=shape.severity,
                value=None if value is None or _text(value) == focus else _text(value),
                shape=shape.name,
            )


def _text(term: Any) -> str:
    """Return a term as a report shows it; a blank node as N-Triples does."""
    text = str(term)
    return text if term is None or text.startswith("_:") else str(term.value)


def _short(iri: str) -> str:
    short = (f"{prefix}:{iri[len(ns) :]}" for prefix, ns in PREFIXES.items() if iri.startswith(ns))
    return next(short, f"<{iri}>")


def _order(violation: Violation) -> tuple[bool, str, str, str, str]:
    return (
        violation.severity != VIOLATION,
        violation.focus,
        violation.path or "",
        violation.value or "",
        violation.message,
    )
