"""What data sets say on who is who: which of it decides, and which actors in it nobody describes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import ID, WB
from ...ontology.quads import TYPE
from ...ontology.records import owner_of
from ..store.base import Change, Generation
from .held import dataset_of
from .report import Loaded

#: How many actors are listed in a remark.
_MOST_NAMED = 5


def on_identities(loaded: Collection[Loaded], change: Change, held: Generation) -> Iterator[str]:
    """Tell what data sets say on who is who: that it is a proposal, and which actors in it nobody describes yet.

    Raises `InvalidData` where a file of decisions names an actor that its data set, which is loaded, does not have:
    such a decision would wait for ever for what is only mistyped.
    """
    names = {entry.name for entry in loaded}
    problems: list[Problem] = []
    for entry in loaded:
        count, actors, decides = entry.proposals
        if count and not decides:
            what = f"{count} statements" if count > 1 else "1 statement"
            yield (
                f"{entry.name}: {what} on who is who: said by that data set, and joining nothing; to accept them, "
                "write them in a file of decisions (docs/identity.md)"
            )
        missing = [iri for iri in actors if not (_is_described(change, iri) or _is_described(held, iri))]
        mistyped = [iri for iri in missing if decides and _has_owner(iri, names, held)]
        problems += (Problem(_mistyped(iri, change, held), entry.origin) for iri in mistyped)
        if waiting := [iri for iri in missing if iri not in mistyped]:
            yield _waiting(entry.name, waiting)
    if problems:
        raise InvalidData(problems)


def _is_described(held: Generation | Change, actor: str) -> bool:
    quads = held.current.find(ox.NamedNode(actor), TYPE, ox.NamedNode(WB.Actor))
    return next(quads, None) is not None


def _has_owner(actor: str, loaded: Collection[str], held: Generation) -> bool:
    """Return whether the data set to which an actor (IRI) belongs by its IRI is there, or comes now."""
    owner = owner_of(actor)
    return owner is not None and (owner.removeprefix(ID) in loaded or dataset_of(held, owner) is not None)


def _mistyped(actor: str, change: Change, held: Generation) -> str:
    name, _, key = actor.removeprefix(ID).partition("/actor/")
    there = {iri.rpartition("/actor/")[2] for iri in _actors_of(ID + name, change, held)}
    nearest = get_close_matches(key, sorted(there), n=1)
    hint = f"did you mean {name}/{nearest[0]}?" if nearest else "whoblamed list actors has their keys"
    return f"there is no actor {name}/{key} in the data set {name}, which is loaded; {hint}"


def _actors_of(dataset: str, change: Change, held: Generation) -> Iterable[str]:
    graph = ox.NamedNode(dataset)
    for generation in (change, held):
        for quad in generation.current.find(None, TYPE, ox.NamedNode(WB.Actor), graph):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


def _waiting(name: str, actors: Collection[str]) -> str:
    listed = ", ".join(iri.removeprefix(ID).replace("/actor/", "/") for iri in list(actors)[:_MOST_NAMED])
    more = f" and {len(actors) - _MOST_NAMED} more" if len(actors) > _MOST_NAMED else ""
    return f"{name}: says who is who of actors that are not loaded: {listed}{more}; load or correct them"
