"""What the entries of a fact file must mean to each other: every rule that the schema cannot state.

All problems of a file are found in one pass, each with the place of the word that is at fault. The rules about claims
are in `claimcheck`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from typing import TypeVar

from ...errors import Problem, did_you_mean
from ...ontology.dates import certainly_before
from ..yaml.marks import Marked, Path
from .case import Case, dependents_last
from .schema import ActorEntry, ClaimEntry, IncidentEntry, RelianceEntry, SourceEntry

T = TypeVar("T")

_MOST_HINTS = 100


@dataclass(frozen=True)
class Review:
    """A case and the file it was read from. `left_out` are the paths of entries that the schema refused: references to
    them are not reported as well. It was `received` now, as far as what it says of the time is concerned."""

    case: Case
    marked: Marked
    file: str
    left_out: frozenset[Path] = frozenset()
    received: datetime = field(default_factory=lambda: datetime.now(UTC))
    _hints: dict[tuple[str, str], str] = field(default_factory=dict)

    def problem(self, path: Path, message: str, *, value: bool = False) -> Problem:
        """Return what is wrong with the key at a path, or with its value."""
        place = self.marked.value_place(path) if value else self.marked.place(path)
        return Problem(message, self.file, *place)

    def warning(self, path: Path, message: str) -> Problem:
        """Return what is hardly meant by the value at a path."""
        return Problem(message, self.file, *self.marked.value_place(path), warning=True)

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

    @cached_property
    def answerable(self) -> dict[str, object]:
        """What a claim can challenge, by key: claims and evidence."""
        return {**self.case.claims, **self.case.facts.evidence}

    def actors(self, path: Path, keys: Iterable[str]) -> Iterator[Problem]:
        """Yield what is wrong with references to actors."""
        yield from self.references(path, keys, "actor", self.case.actors)

    def references(self, path: Path, keys: Iterable[str], what: str, known: Iterable[str]) -> Iterator[Problem]:
        """Yield what is wrong with references to some kind of thing, of which `known` has those there are.

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
        """Yield what is wrong with what a source or claim, whose key is `own`, rests on."""
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
        """Return that a key, where it is used, can mean several things."""
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
            self._hints[what, key] = did_you_mean(key, names)
        return self._hints.get((what, key), "")


def given(key: str | None) -> list[str]:
    """Return a reference that may be missing, as a list."""
    return [] if key is None else [key]


def circles(entries: Mapping[str, T], step: Callable[[T], Iterable[str]]) -> list[tuple[str, str]]:
    """Return the references (from, to) that close a circle of entries; one to itself is told where it stands."""
    there = {
        key: [other for other in step(entry) if other in entries and other != key] for key, entry in entries.items()
    }
    return dependents_last(there, there.__getitem__)[1]


# -------------------------------------------------------------------------------------------------------------- rules


def entry_problems(review: Review) -> list[Problem]:
    """Return all that is wrong with a case but with its claims, in no particular order."""
    return [*_actors(review), *_incidents(review), *_sources(review), *_evidence(review)]


def _actors(review: Review) -> Iterator[Problem]:
    for key, actor in review.case.facts.actors.items():
        path: Path = ("actors", key)
        if review.case.shared and key in review.case.shared.actors:
            message = f'"{key}" is already defined in the actors.yaml of this folder; delete one of the two'
            yield review.problem(path, message)
        for relation, keys in (("part_of", actor.part_of), ("speaks_for", actor.speaks_for)):
            yield from review.actors((*path, relation), keys)
            if key in keys:
                yield review.problem((*path, relation), f'"{key}" cannot be {relation} itself')
        yield from _aliases(review, path, actor)
    for key, whole in circles(review.case.facts.actors, lambda actor: actor.part_of):
        yield review.problem(("actors", key, "part_of"), f'"{whole}" is itself part of "{key}"; delete one of the two')


def _aliases(review: Review, path: Path, actor: ActorEntry) -> Iterator[Problem]:
    names: set[tuple[str, str | None, str | None]] = {
        (wording, language or None, None) for language, wording in actor.name.items()
    }
    for index, alias in enumerate(actor.aliases):
        place = (*path, "aliases", index)
        yield from review.actors((*place, "by"), given(alias.by))
        yield from review.references((*place, "source"), given(alias.source), "source", review.case.facts.sources)
        name = (alias.name, alias.lang, alias.by)
        if name in names:
            yield review.problem(place, f'the name "{alias.name}" is already there; delete one of the two', value=True)
        names.add(name)


def _incidents(review: Review) -> Iterator[Problem]:
    for key, incident in review.case.facts.incidents.items():
        path: Path = ("incidents", key)
        yield from review.actors((*path, "victims"), incident.victims)
        if certainly_before(incident.to, incident.from_):
            message = f"it ends ({incident.to}) before it starts ({incident.from_})"
            yield review.problem((*path, "to"), message, value=True)
        yield from _rivals(review, key, incident)


def _rivals(review: Review, key: str, incident: IncidentEntry) -> Iterator[Problem]:
    if not incident.rivals:
        return
    alleged = {made.accused for keys in review.case.allegations.values() for made in keys if made.incident == key}
    for index, pair in enumerate(incident.rivals):
        path = ("incidents", key, "rivals", index)
        yield from review.actors(path, pair)
        for number, actor in enumerate(pair):
            if actor in review.case.actors and actor not in alleged and not review.left_out:
                message = f'no claim accuses "{actor}" of this, so it has no rivals; add the claim, or delete the pair'
                yield review.problem((*path, number), message, value=True)


def _sources(review: Review) -> Iterator[Problem]:
    for key, other in circles(review.case.facts.sources, lambda source: source.corrects):
        yield review.problem(("sources", key, "corrects"), f'"{other}" itself corrects "{key}"; delete one of the two')
    for key, source in review.case.facts.sources.items():
        path: Path = ("sources", key)
        yield from review.actors((*path, "publisher"), given(source.publisher))
        yield from review.reliances((*path, "relies_on"), source.relies_on, key)
        yield from _basis_dates(review, key, source)
        yield from _corrections(review, path, key, source)


def _basis_dates(review: Review, key: str, source: SourceEntry) -> Iterator[Problem]:
    """A source is not older than what it rests on; only a leak can come before the publication of what it leaks."""
    for index, reliance in enumerate(source.relies_on):
        basis = review.case.facts.sources.get(reliance.on or "")
        if basis and reliance.mode != "leaks" and certainly_before(source.published, basis.published):
            message = (
                f'published {source.published}, it cannot rest on "{reliance.on}", which is later ({basis.published})'
            )
            yield review.problem(("sources", key, "relies_on", index, "on"), message, value=True)


def _corrections(review: Review, path: Path, key: str, source: SourceEntry) -> Iterator[Problem]:
    """A source corrects one that was there before, and can be taken back only once it is published."""
    sources = review.case.facts.sources
    yield from review.references((*path, "corrects"), source.corrects, "source", sources)
    for other in source.corrects:
        if other == key:
            yield review.problem((*path, "corrects"), f'"{key}" cannot correct itself', value=True)
        elif other in sources and certainly_before(source.published, sources[other].published):
            message = f'published {source.published}, it cannot correct "{other}", which is later'
            yield review.problem((*path, "corrects"), f"{message} ({sources[other].published})", value=True)
    if certainly_before(source.retracted, source.published):
        message = f"it is retracted ({source.retracted}) before it was published ({source.published})"
        yield review.problem((*path, "retracted"), message, value=True)


def _evidence(review: Review) -> Iterator[Problem]:
    for key, evidence in review.case.facts.evidence.items():
        yield from review.actors(("evidence", key, "held_by"), given(evidence.held_by))
