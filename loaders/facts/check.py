"""What the entries of a fact file must mean to each other: every rule that the schema cannot state.

All problems of a file are found in one pass, each with the place of the word that is at fault. The rules about claims
are in `claimcheck`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Problem
from ...ontology.dates import certainly_before
from ..yaml.marks import Path
from .case import in_order
from .claimcheck import claim_problems
from .review import Review, given
from .schema import ActorEntry, IncidentEntry, SourceEntry


def problems(review: Review) -> list[Problem]:
    """All that is wrong with a case, in no particular order."""
    return [
        *_actors(review),
        *_incidents(review),
        *_sources(review),
        *_evidence(review),
        *claim_problems(review),
    ]


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
    yield from _circles(review)


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


def _circles(review: Review) -> Iterator[Problem]:
    actors = review.case.facts.actors
    _, back = in_order(actors, lambda key: [other for other in actors[key].part_of if other in actors and other != key])
    for key, whole in back:
        yield review.problem(("actors", key, "part_of"), f'"{whole}" is itself part of "{key}"; delete one of the two')


def _incidents(review: Review) -> Iterator[Problem]:
    for key, incident in review.case.facts.incidents.items():
        path: Path = ("incidents", key)
        yield from review.actors((*path, "victims"), incident.victims)
        if certainly_before(incident.to, incident.from_):
            message = f"it ends ({incident.to}) before it starts ({incident.from_})"
            yield review.problem((*path, "to"), message, value=True)
        yield from _rivals(review, key, incident)


def _rivals(review: Review, key: str, incident: IncidentEntry) -> Iterator[Problem]:
    alleged = {made.accused for keys in review.case.allegations.values() for made in keys if made.incident == key}
    for index, pair in enumerate(incident.rivals):
        path = ("incidents", key, "rivals", index)
        yield from review.actors(path, pair)
        for number, actor in enumerate(pair):
            if actor in review.case.actors and actor not in alleged and not review.left_out:
                message = f'no claim accuses "{actor}" of this, so it has no rivals; add the claim, or delete the pair'
                yield review.problem((*path, number), message, value=True)


def _sources(review: Review) -> Iterator[Problem]:
    for key, source in review.case.facts.sources.items():
        path: Path = ("sources", key)
        yield from review.actors((*path, "publisher"), given(source.publisher))
        yield from review.reliances((*path, "relies_on"), source.relies_on, key)
        yield from _basis_dates(review, key, source)


def _basis_dates(review: Review, key: str, source: SourceEntry) -> Iterator[Problem]:
    """A source is not older than what it rests on; only a leak can come before the publication of what it leaks."""
    for index, reliance in enumerate(source.relies_on):
        basis = review.case.facts.sources.get(reliance.on or "")
        if basis and reliance.mode != "leaks" and certainly_before(source.published, basis.published):
            message = (
                f'published {source.published}, it cannot rest on "{reliance.on}", which is later ({basis.published})'
            )
            yield review.problem(("sources", key, "relies_on", index, "on"), message, value=True)


def _evidence(review: Review) -> Iterator[Problem]:
    for key, evidence in review.case.facts.evidence.items():
        yield from review.actors(("evidence", key, "held_by"), given(evidence.held_by))
