"""The graph as a STIX 2.1 bundle: the same bytes for the same graph, and nothing lost when it is loaded again.

Written object by object. What the objects are is in `objects`, what STIX has no words for in `unsaid`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from ....ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Record,
    Reliance,
    Source,
)
from ...store.base import QuadStore
from ..waiting.shelf import Shelf
from .objects import Objects
from .parts import Object, identifier, wrapping
from .unsaid import sentence, unsaid


def write(
    store: QuadStore, columns: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> tuple[int, str, *tuple[str, ...]]:
    """Write a bundle; return how many objects it has, what to call them, and what STIX cannot say of them."""
    missed: Counter[str] = Counter()
    number = 0
    written = json.JSONEncoder(ensure_ascii=False).encode
    out.write(f'{{"type": "bundle", "id": "{_bundle_id(datasets)}", "objects": ['.encode())
    with Shelf.of_store(store, columns, datasets) as shelf:
        for item in chain(wrapping(), _objects(shelf, missed)):
            out.write((",\n" if number else "\n").encode())
            out.write(written(item).encode())
            number += 1
    out.write(b"\n]}\n")
    remark = sentence(missed)
    return (number, "objects", remark) if remark else (number, "objects")


def _bundle_id(datasets: Iterable[DataSet]) -> str:
    """Return one id for the same data sets as they were loaded."""
    return identifier("bundle", " ".join(f"{dataset.name} {dataset.loaded_on}" for dataset in datasets))


def _objects(shelf: Shelf, missed: Counter[str]) -> Iterator[Object]:
    objects = Objects(shelf)
    for dataset in shelf.datasets:
        for record in _in_order(shelf, dataset):
            missed.update(unsaid(record))
            if shelf.is_repeated(record.iri, dataset):
                yield objects.carrier(record, dataset)
            else:
                yield from objects.objects(record, dataset)


def _in_order(shelf: Shelf, dataset: DataSet) -> Iterator[Record | DataSet]:
    """Yield what a data set has by kind and IRI, without where files were on this computer."""
    before, after = (Actor, Allegation, Claim), (Evidence, Identity, Incident, Reliance, Source)
    yield from (record for kind in before for record in shelf.of(dataset, kind))
    yield replace(dataset, read_from=())
    yield from (record for kind in after for record in shelf.of(dataset, kind))
