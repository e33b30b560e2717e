"""Things from the columns beside the store, where reading these is quicker than to look the things up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import count
from pathlib import Path
from typing import Any, Final

from ....ontology import ID, owner_of
from ...store.columns.files import Lazily, file_of, rows

#: A thing by its fields.
Thing = dict[str, Any]

#: The kinds of things that claims name, those first that they name most.
KINDS: Final = ("Actor", "Incident", "Claim", "Source", "Allegation", "Evidence")
#: In the time in which the store looks up one label, as many bytes of columns are read.
_LABEL: Final = 2_000


class Beside:
    """Data sets as they are kept beside the store, each of which is read once. What is under the IRI of a data set is
    described there alone (see `loading.ownership`)."""

    def __init__(self, folder: Path | None, wanted: Collection[str]) -> None:
        """Begin with a folder of columns, of which some are `wanted`; None where nothing is kept."""
        self._folder = folder
        self._wanted = wanted
        self._datasets: dict[str, _Dataset] = {}

    def has(self, things: Collection[str], worth: int = 1) -> bool:
        """Return whether all things (IRIs) are of data sets that have been read, or are now: where these have at most
        as many bytes as are read in the time in which each thing is looked up, which takes `worth` times as long as a
        label."""
        if self._folder is None or not all(thing.startswith(ID) for thing in things):
            return False
        homes = _by_owner(things)
        files = {home: file_of(self._folder, home) for home in homes if home not in self._datasets}
        try:
            if sum(file.stat().st_size for file in files.values()) > worth * _LABEL * sum(
                len(homes[home]) for home in files
            ):
                return False
            for home, file in files.items():
                self._datasets[home] = _Dataset(Lazily(file, self._wanted))
        except (OSError, ValueError):  # as of a data set that is not loaded, or a file that somebody deleted
            return False
        return True

    def things(self, kind: str, iris: Iterable[str], fields: Collection[str]) -> dict[str, Thing]:
        """Return what is known of things of a kind, by its fields; what is of another kind is not there."""
        found: dict[str, Thing] = {}
        for home, own in _by_owner(iris).items():
            found |= self._datasets[home].things(kind, own, fields)
        return found

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return what things are called, whatever they are."""
        found: dict[str, str] = {}
        for home, own in _by_owner(iris).items():
            for kind in KINDS:
                own = [iri for iri in own if iri not in found]
                named = self._datasets[home].things(kind, own, ("label",)) if own else {}
                found |= {iri: thing["label"] for iri, thing in named.items() if thing}
        return found


def _by_owner(things: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for thing in things:
        found.setdefault(str(owner_of(thing)), []).append(thing)
    return found


class _Dataset:
    """The things of one data set, from its columns."""

    def __init__(self, columns: Lazily) -> None:
        self._columns = columns
        self._places: dict[str, dict[str, int]] = {}

    def things(self, kind: str, iris: Iterable[str], fields: Iterable[str]) -> dict[str, Thing]:
        if kind not in self._places:
            self._places[kind] = dict(zip(rows(*self._columns[f"{kind}.iri"]), count()))
        known = self._places[kind]
        places = [(known[iri], iri) for iri in iris if iri in known]
        found: dict[str, Thing] = {iri: {} for _, iri in places}
        for field in fields if places else ():
            values, codes = self._columns[f"{kind}.{field}"]
            for place, iri in places if values != [None] else ():
                value = values[place if codes is None else codes[place]]
                if value not in (None, "", []):
                    found[iri][field] = value if isinstance(value, str | list) else _as_text(value)
        return found


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(each) for name, each in value.items()}
    return str(value).lower() if isinstance(value, bool) else str(value)
