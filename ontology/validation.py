"""What is wrong with a graph by the SHACL shapes, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

VIOLATION = "violation"
WARNING = "warning"


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
    severity: str
    value: str | None
    shape: str


def violations(data: Iterable[ox.Quad] | rdflib.Graph) -> list[Violation]:
    """Validate data against `shapes.ttl`; an empty list when they conform.

    Named graphs are joined, and the vocabulary is added if it is not among them; `data` itself is not changed.
    Violations come before warnings, each ordered by what is at fault. Takes time and memory in proportion to the data:
    for 30,000 claims (900,000 quads) about a minute and 0.7 GB.
    """
    from .shacl import validate

    return sorted(validate(data), key=_order)


def _order(violation: Violation) -> tuple[bool, str, str, str, str]:
    return (
        violation.severity != VIOLATION,
        violation.focus,
        violation.path or "",
        violation.value or "",
        violation.message,
    )
