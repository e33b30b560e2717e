"""What differs between the claims of two graphs."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from ...ontology.records import Claim
from ..store.facts import Facts


def compare(a: Facts, b: Facts) -> list[dict[str, Any]]:
    """Return the claims that `b` has added, removed or changed against `a`; when they were recorded does not matter."""
    before, after = (_undated(facts) for facts in (a, b))
    rows: list[dict[str, Any]] = []
    for iri in sorted(before.keys() | after.keys()):
        old, new = before.get(iri), after.get(iri)
        if old is None or new is None:
            present = new or old
            label = present.label if present else ""
            rows.append({"change": "added" if new else "removed", "claim": iri, "label": label, "fields": []})
        elif old != new:
            changed = [field.name for field in fields(Claim) if getattr(old, field.name) != getattr(new, field.name)]
            rows.append({"change": "changed", "claim": iri, "label": new.label, "fields": changed})
    return rows


def _undated(facts: Facts) -> dict[str, Claim]:
    return {iri: replace(claim, recorded_on=None, said_recorded_on=None) for iri, claim in facts.claims.items()}
