"""What the tests of tables share: documents, and records by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.tables import Reader
from whoblamed.loaders.tables.mapping.file import parse
from whoblamed.ontology import VIOLATION
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Batch, Claim, Record, Skipped

from .checking import violations
from .places import FIXTURES

TABLES = FIXTURES / "tables"
R = TypeVar("R", bound=Record)

#: A mapping for tables with the columns who, whom, what; more of it can be put in with `reader`.
SIMPLE = """
mapping: simple
tables:
  rows:
    actors:
      who: {name: "{who}", kind: state}
      whom: {name: "{whom}", kind: state}
    incidents:
      what: {name: "{what}"}
    sources:
      list: {title: The list}
    claims:
      blame: {act: attribution, by: who, accused: whom, incident: what, source: list}
"""


def document(name: str) -> Document:
    return Document.of_file(TABLES / name, name)


def written(text: str | bytes, name: str = "rows.csv") -> Document:
    return Document.of_bytes(text.encode() if isinstance(text, str) else text, name)


def reader(mapping: str = SIMPLE) -> Reader:
    return Reader(parse(mapping.encode(), "my.yaml"))


def batch(mapping: str, *texts: str | bytes, name: str = "rows.csv", dataset: str | None = None) -> Batch:
    [found] = reader(mapping).read([written(text, name) for text in texts], dataset)
    return found


def of(kind: type[R], found: Iterable[Record | Skipped]) -> list[R]:
    return [record for record in found if isinstance(record, kind)]


def claims(found: Batch | Iterable[Record | Skipped]) -> list[Claim]:
    return of(Claim, found.records if isinstance(found, Batch) else found)


def skipped(found: Batch) -> list[tuple[int, str]]:
    return [(record.line, record.reason) for record in found.records if isinstance(record, Skipped)]


def labels(found: Batch) -> dict[str, str]:
    """IRI -> label of all records."""
    return {record.iri: record.label for record in found.records if not isinstance(record, Skipped)}


def names(found: Batch, iris: Iterable[str]) -> list[str]:
    known = labels(found)
    return sorted(known[iri] for iri in iris)


def faults(found: Sequence[Batch]) -> list[object]:
    """What of the batches breaks a shape."""
    quads = [
        quad
        for each in found
        for record in (each.dataset, *each.records)
        if not isinstance(record, Skipped)
        for quad in to_quads(record, each.dataset.iri)
    ]
    return [violation for violation in violations(quads) if violation.severity == VIOLATION]
