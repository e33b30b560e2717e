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

from ....ontology.records import DataSet, Record
from ...loading.held import records
from ...store.base import QuadStore
from ...store.facts import Facts
from .objects import Objects
from .parts import Object, identifier, wrapping
from .unsaid import sentence, unsaid


def write(
    store: QuadStore, columns: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> tuple[int, str, *tuple[str, ...]]:
    """Write a bundle; return how many objects it has, what to call them, and what STIX cannot say of them."""
    missed: Counter[str] = Counter()
    number = 0
    out.write(f'{{"type": "bundle", "id": "{_bundle_id(datasets)}", "objects": ['.encode())
    for item in chain(wrapping(), _objects(store, columns, datasets, missed)):
        out.write((",\n" if number else "\n").encode())
        out.write(json.dumps(item, ensure_ascii=False).encode())
        number += 1
    out.write(b"\n]}\n")
    remark = sentence(missed)
    return (number, "objects", remark) if remark else (number, "objects")


def _bundle_id(datasets: Iterable[DataSet]) -> str:
    """Return one id for the same data sets as they were loaded."""
    return identifier("bundle", " ".join(f"{dataset.name} {dataset.loaded_on}" for dataset in datasets))


def _objects(
    store: QuadStore, columns: Path | None, datasets: Sequence[DataSet], missed: Counter[str]
) -> Iterator[Object]:
    held = {
        dataset.iri: sorted(map(_passed_on, records(store, dataset.iri, columns)), key=_place) for dataset in datasets
    }
    objects = Objects(Facts.of(chain.from_iterable(held.values())))
    seen: set[str] = set()
    for dataset in datasets:
        for record in held.pop(dataset.iri):
            missed.update(unsaid(record))
            if record.iri in seen:
                yield objects.carrier(record, dataset)
            else:
                seen.add(record.iri)
                yield from objects.objects(record, dataset)


def _passed_on(record: Record | DataSet) -> Record | DataSet:
    """Return a record without where files were on this computer."""
    return replace(record, read_from=()) if isinstance(record, DataSet) else record


def _place(record: Record | DataSet) -> tuple[str, str]:
    return type(record).__name__, record.iri
