"""STIX objects for tests, and what is made of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from whoblamed.loaders import stix
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Batch, Claim, Record, Skipped

from .checking import violations

Kind = TypeVar("Kind")


def document(*objects: Any, name: str = "case.json", **bundle: Any) -> Document:
    """A bundle of some objects."""
    content = {"type": "bundle", "id": "bundle--1", **bundle, "objects": objects}
    return Document.of_bytes(json.dumps(content).encode(), name)


def batch(*documents: Document, dataset: str | None = None) -> Batch:
    (found,) = stix.read(documents, dataset)
    return found


def kept(found: Batch, kind: type[Kind]) -> list[Kind]:
    """The records of one kind, each once."""
    records = {record.iri: record for record in found.kept()}
    return [record for record in records.values() if isinstance(record, kind)]


def skipped(found: Batch) -> Counter[str]:
    return Counter(record.reason for record in found.records if isinstance(record, Skipped))


def claim(found: Batch, label: str) -> Claim:
    (one,) = [one for one in kept(found, Claim) if one.label.startswith(label)]
    return one


def labels(found: Batch, iris: Iterable[str]) -> list[str]:
    known: dict[str, Record] = {record.iri: record for record in found.kept()}
    return [known[iri].label for iri in iris]


def blamed(found: Batch) -> list[str]:
    """All claims by their labels."""
    return sorted(one.label for one in kept(found, Claim))


def broken(found: Batch) -> list[tuple[str, str]]:
    """The shapes that the records of a batch break, without what merely could be better."""
    records = {record.iri: record for record in found.kept()}
    quads = [quad for record in (found.dataset, *records.values()) for quad in to_quads(record, found.dataset.iri)]
    return [(one.shape, one.focus) for one in violations(quads) if one.severity == "violation"]


def identity(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "identity", "id": f"identity--{key}", "name": name, "identity_class": "organization", **more}


def campaign(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "campaign", "id": f"campaign--{key}", "name": name, **more}


def group(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": "intrusion-set", "id": f"intrusion-set--{key}", "name": name, **more}


def attributed(key: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    ends = {"relationship_type": "attributed-to", "source_ref": source, "target_ref": target}
    return {"type": "relationship", "id": f"relationship--{key}", "created": "2024-03-05T10:00:00Z", **ends, **more}


def related(key: str, kind: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return attributed(key, source, target, **more) | {"relationship_type": kind}


def opinion(key: str, view: str, *refs: str, **more: Any) -> dict[str, Any]:
    return {"type": "opinion", "id": f"opinion--{key}", "opinion": view, "object_refs": list(refs), **more}


LABS, MOTH, LIGHTS = (
    identity("labs", "Northlight Labs"),
    group("moth", "Grey Moth"),
    campaign("lights", "Harbour Lights"),
)
SAID = attributed("1", LIGHTS["id"], MOTH["id"], created_by_ref=LABS["id"])
