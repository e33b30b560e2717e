"""Where a data set is written: the fact file that it was loaded from, if it can be changed there."""

from __future__ import annotations

from pathlib import Path

from ....errors import StoreError
from ....ontology.records import DataSet
from ...opening.documents import CASEBOOK


def file_of(dataset: DataSet, *, other: str = "say --file {}") -> Path:
    """Return the fact file of a data set; `other` says how to name another file, which stands in its gap.

    Raises `StoreError` when it is no fact file, ships with whoblamed, or is not where it was.
    """
    if dataset.format != "facts":
        raise StoreError(
            f"{dataset.name} is no fact file ({dataset.format}); change it where it comes from, and load it again"
        )
    (place, *_) = dataset.read_from or ("",)
    if place.startswith("whoblamed:"):
        shipped = CASEBOOK / place.partition(":")[2]
        own = other.format(f"MY-{shipped.name}")
        raise StoreError(f"{dataset.name} ships with whoblamed; copy {shipped} to a file of your own, and {own}")
    path = Path(place)
    if not path.is_absolute() or not path.is_file():
        gone = path.is_absolute() and "!" not in place  # which stands before what is in an archive
        where = f"{place} is not there any more" if gone else f"it was loaded from {place or 'elsewhere'}"
        raise StoreError(f"{dataset.name}: {where}; {other.format('FILE')}")
    return path
