"""What files that carry our records may say: each data set of its own things alone, and no decision of the reader's."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from ..ontology import ID
from ..ontology.json import decode, encode
from ..ontology.records import DataSet, Identity, Record, dataset_iri


def of_its_own(record: Record, name: str, dataset: DataSet) -> Record:
    """Return a record that a file carries for the data set `name`, which is called as `dataset` says here.

    What it decides on who is who is only said. Raises ValueError for a thing of another data set.
    """
    own = f"{dataset_iri(name)}/"
    if record.iri.startswith(ID) and not record.iri.startswith(own):
        whose = record.iri.removeprefix(ID).partition("/")[0]
        raise ValueError(f"it describes a thing of the data set {whose}")
    if isinstance(record, Identity):
        record = replace(record, basis="stated")
    return record if dataset.name == name else _renamed(record, own, f"{dataset.iri}/")


def _renamed(record: Record, old: str, new: str) -> Record:
    """Return the record with what its IRIs begin with changed, its own and those that it refers to."""
    return cast(Record, decode(encode(record).replace(f'"{old}', f'"{new}')))
