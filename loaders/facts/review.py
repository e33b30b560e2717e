"""A case under check: where in its file things stand, and whether what they refer to is there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from ...errors import Problem
from ..yaml.marks import Marked, Path
from .case import Case
from .schema import ClaimEntry, RelianceEntry

_MOST_HINTS = 100


@dataclass(frozen=True)
class Review:
    """A case and the file it was read from. `left_out` are the paths of entries that the schema refused: references to
    them are not reported as well."""

    case: Case
    marked: Marked
    file: str
    left_out: frozenset[Path] = frozenset()
    _hints: dict[tuple[str, str], str] = field(default_factory=dict)

    def problem(self, path: Path, message: str, *, value: bool = False) -> Problem:
        """What is wrong with the key at a path, or with its value."""
        place = self.marked.value_place(path) if value else self.marked.place(path)
        return Problem(message, self.file, *place)

    @cached_property
    def claims(self) -> list[tuple[Path, ClaimEntry]]:
        """The claims and where they stand."""
        paths: list[Path] = [("claims", index) for index, _ in enumerate(self._written_claims)]
        kept = [path for path in paths if path not in self.left_out]
        return list(zip(kept, self.case.facts.claims, strict=True))

    @cached_property
    def ids(self) -> dict[str, list[Path]]:
        """Where each id of a claim stands, also of those left out."""
        found: dict[str, list[Path]] = {}
        for index, entry in enumerate(self._written_claims):
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                found.setdefault(entry["id"], []).append(("claims", index, "id"))
        return found

    def actors(self, path: Path, keys: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with references to actors."""
        yield from self.references(path, keys, "actor", self.case.actors)

    def references(self, path: Path, keys: Iterable[str], what: str, known: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with references to some kind of thing, of which `known` has those there are.

        `keys` are all that stand at `path`, one or a list.
        """
        names = known if isinstance(known, dict) else dict.fromkeys(known)
        for index, key in enumerate(keys):
            if key not in names and key not in self._unread:
                item = (*path, index)
                place = item if item in self.marked.values else path
                yield self.problem(
                    place, f'no {what} "{key}" {self._where(what)}{self._hint(what, key, names)}', value=True
                )

    def reliances(self, path: Path, reliances: Iterable[RelianceEntry], own: str) -> Iterator[Problem]:
        """What is wrong with what a source or claim, whose key is `own`, rests on."""
        for index, reliance in enumerate(reliances):
            place = (*path, index, "on")
            kinds = [kind for kind, keys in self._bases.items() if reliance.on in keys]
            if reliance.on is None:
                if reliance.mode != "unknown":
                    yield self.problem((*path, index), f'mode {reliance.mode} needs "on": what does it rest on?')
            elif reliance.on == own:
                yield self.problem(place, f'"{own}" cannot rest on itself', value=True)
            elif len(kinds) > 1:
                yield self.ambiguous(place, reliance.on, kinds)
            else:
                yield from self.references(place, [reliance.on], "source, claim or evidence", self._all_bases)

    def ambiguous(self, path: Path, key: str, kinds: Iterable[str]) -> Problem:
        """That a key, where it is used, can mean several things."""
        return self.problem(path, f'"{key}" is the key of {" and of ".join(kinds)}; rename one of them', value=True)

    @cached_property
    def _bases(self) -> dict[str, Collection[str]]:
        facts = self.case.facts
        return {"a source": facts.sources, "a claim": self.case.claims, "evidence": facts.evidence}

    @cached_property
    def _all_bases(self) -> dict[str, None]:
        return dict.fromkeys(chain(*self._bases.values()))

    @cached_property
    def _written_claims(self) -> list[object]:
        return list(self.marked.data.get("claims") or ())

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The keys of what was left out."""
        claims = {path[:2]: key for key, paths in self.ids.items() for path in paths}
        return frozenset(str(claims.get(path, path[-1])) for path in self.left_out)

    def _where(self, what: str) -> str:
        return "in this file or the actors.yaml beside it" if what == "actor" and self.case.shared else "in this file"

    def _hint(self, what: str, key: str, names: Iterable[str]) -> str:
        """The nearest name there is; searched once for each missing one, and no more often than people read."""
        if (what, key) not in self._hints and len(self._hints) < _MOST_HINTS:
            nearest = difflib.get_close_matches(key, names, n=1)
            self._hints[what, key] = f'; did you mean "{nearest[0]}"?' if nearest else ""
        return self._hints.get((what, key), "")


def given(key: str | None) -> list[str]:
    """A reference that may be missing, as a list."""
    return [] if key is None else [key]
