"""The actor that a cluster is, under all its names, each with those who gave it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...ontology.records import Actor
from .clusters import ORIGIN, clean
from .context import Context, names_in_order
from .index import NUMBERED, Entry, giver_in, synonyms

_MITRE = "MITRE"
#: How MITRE numbers groups; nobody else gives such names.
_MITRE_ID = re.compile(r"G[0-9]{4}")

#: Who gives which name: name -> key of the giver -> the giver.
_Givers = dict[str, dict[str, Entry]]


def actors(context: Context) -> Iterator[Actor]:
    """Yield the actor of the cluster, and those who gave it names and are described nowhere else."""
    if context.entry.kind == "state":
        yield from context.state(context.index.state_of(context.cluster))
        return
    givers = _givers(context)
    unknown = {key: giver for found in givers.values() for key, giver in found.items() if not giver.dataset}
    for giver in unknown.values():
        yield from context.described(giver)
    yield _actor(context, givers)


def _actor(context: Context, givers: _Givers) -> Actor:
    label = context.entry.label
    names = []
    for value in _spelt_once((label, *_others(context), *givers), givers):
        kind = "preferred" if value == label else "alias"
        by: list[str | None] = [context.actor_of(giver) for giver in givers.get(value, {}).values()]
        names += [context.name(context.entry.key, value, kind, giver, context.source) for giver in by or [None]]
    classes = ", ".join(context.meta.texts("threat-actor-classification"))
    return Actor(
        iri=context.actor,
        label=label,
        kind=context.entry.kind,
        names=names_in_order(names),
        description={"en": f"Classified by {context.publisher.label} as {classes}."} if classes else {},
    )


def _others(context: Context) -> list[str]:
    """Return the value, if it is more than the name of the actor, the number that it ends on, and the synonyms."""
    numbered = NUMBERED.fullmatch(context.cluster.value)
    number = [numbered["number"]] if numbered else []
    return [context.cluster.value, *number, *synonyms(context.cluster)]


def _spelt_once(names: Iterable[str], givers: _Givers) -> Iterator[str]:
    """Yield the names, without those that only repeat an earlier one in other letters, and that nobody is said to
    give."""
    spelt: dict[str, str] = {}
    for name in names:
        if spelt.setdefault(name.casefold(), name) == name or givers.get(name):
            yield name


def _givers(context: Context) -> _Givers:
    """By `name-attribution`, which names clusters, by `origin:NAME`, which has names, and the numbers of groups."""
    givers: _Givers = defaultdict(dict)
    for name, giver in (*_attributed(context), *_originating(context)):
        if giver is None:
            givers.setdefault(name, {})
            context.skip("a name is given by someone who is not among the clusters loaded")
        else:
            givers[name][giver.key] = giver
    for name in (*_others(context), context.entry.label):
        if not givers.get(name) and (giver := _numbering(context, name)):
            givers[name][giver.key] = giver
    return givers


def _numbering(context: Context, name: str) -> Entry | None:
    """Return who gives a number of a group: MITRE, or the list that has it in its values."""
    if _MITRE_ID.fullmatch(name):
        return context.index.producer(_MITRE)
    numbered = NUMBERED.fullmatch(context.cluster.value)
    return context.publisher if numbered and name == numbered["number"] else None


def _attributed(context: Context) -> Iterator[tuple[str, Entry | None]]:
    for text in context.meta.texts("name-attribution"):
        name = clean(text.rpartition(":")[0])
        giver = context.index.find(context.dataset, giver_in(text))
        if name:
            yield name, giver if giver and giver.kind else None
        else:
            context.skip("name-attribution is not of the form NAME:UUID")


def _originating(context: Context) -> Iterator[tuple[str, Entry | None]]:
    for key in context.meta.data:
        if key.startswith(ORIGIN):
            name = clean(key.removeprefix(ORIGIN))
            if not name:
                context.skip("origin: is not followed by a name")
            for label in context.meta.texts(key) if name else ():
                yield name, context.index.producer(label)
