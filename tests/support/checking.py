"""Validation of quads that are in no graph."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from whoblamed.ontology import VOCABULARY, validation
from whoblamed.ontology.validation import Violation


def violations(quads: Iterable[ox.Quad]) -> list[Violation]:
    """What is wrong with the quads, all their graphs together, beside the vocabulary."""
    store = ox.Store()
    store.bulk_extend(quads)
    for path in VOCABULARY:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return validation.violations(lambda query: store.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type, return-value]
