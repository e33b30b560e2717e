"""Another source under a name that is held: nobody's data set is replaced by a namesake without a word.

A newer version of a data set comes from where the one before came from, or from there and from more places besides
(`DataSet.read_from`). The same content may come from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ...errors import StoreError
from ...ontology.records import DataSet

_MOST_NAMED = 2


def refuse_others(pairs: Iterable[tuple[DataSet | None, DataSet]]) -> None:
    """Raise `StoreError`, a line each, for data sets that would be replaced from elsewhere, or in part.

    `pairs` are what is held of each name, if anything, and what is to be loaded. What was loaded by a version that kept
    no places is not compared.
    """
    found = [_objection(before, after) for before, after in pairs if before is not None]
    objections = list(filter(None, found))
    if objections:
        raise StoreError("\n".join(objections))


def _objection(before: DataSet, after: DataSet) -> str:
    """Return why a data set should not take the place of the one before; empty if nothing speaks against it."""
    missing = set(before.tables) - set(after.tables)
    if missing:
        return (
            f"{after.origin}: the data set {after.name} was read together with {_and(sorted(missing))}; load them "
            f"together again, or what there is with --replace"
        )
    elsewhere = set(before.read_from) - set(after.read_from)
    if not elsewhere or before.sha256 == after.sha256:
        return ""
    return (
        f"{_listed(after.read_from)}: the data set {after.name} is held from {_listed(sorted(elsewhere))}; "
        f"load it with --dataset NAME to keep both, or with --replace to replace it"
    )


def _and(names: Sequence[str]) -> str:
    """Return names as a text lists them.

    >>> _and(["country", "producer", "tool"])
    'country, producer and tool'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _listed(places: Iterable[str]) -> str:
    shown = [_shortened(place) for place in places]
    more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
    return ", ".join(shown[:_MOST_NAMED]) + more


def _shortened(place: str) -> str:
    """Return a place as people would write it: from where they are, or from their home."""
    for start, short in ((f"{Path.cwd()}/", ""), (f"{Path.home()}/", "~/")):
        if place.startswith(start):
            return short + place.removeprefix(start)
    return place
