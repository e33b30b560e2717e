"""The actor that a cluster is, under all its names, each with those who gave it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...ontology.folding import fold
from ...ontology.records import Actor
from .clusters import ORIGIN, clean
from .context import SPEAKER, Context, in_order
from .index import NOWHERE, Entry, synonyms

_MITRE = "MITRE"
#: How MITRE numbers groups; nobody else gives such names.
_MITRE_ID = re.compile(r"G[0-9]{4}")

#: Who gives which name: name -> key of the giver -> the giver.
_Givers = dict[str, dict[str, Entry]]


def described(context: Context) -> Iterator[Actor]:
    """The actor of the cluster, and those who gave it names and are described nowhere else."""
    if context.entry.kind == "state":
        yield context.state(context.index.state_of(context.cluster))
        return
    givers = _givers(context)
    unknown = {key: giver for found in givers.values() for key, giver in found.items() if giver.place == NOWHERE}
    for giver in unknown.values():
        yield context.named(giver.key, giver.label, giver.kind)
    yield _actor(context, givers)


def _actor(context: Context, givers: _Givers) -> Actor:
    label = context.cluster.value
    names = []
    for value in (label, *synonyms(context.cluster), *givers):
        kind = "preferred" if value == label else "alias"
        by: list[str | None] = [context.index.iri("actor", key) for key in givers.get(value, ())]
        names += [context.name(context.entry.key, value, kind, giver, context.source) for giver in by or [None]]
    classes = ", ".join(context.meta.texts("threat-actor-classification"))
    return Actor(
        iri=context.actor,
        label=label,
        kind=context.entry.kind,
        names=in_order(names),
        description={"en": f"Classified by {SPEAKER} as {classes}."} if classes else {},
    )


def _givers(context: Context) -> _Givers:
    """By `name-attribution`, which names clusters, by `origin:NAME`, which has names, and those of MITRE's own form."""
    givers: _Givers = defaultdict(dict)
    for name, giver in (*_attributed(context), *_originating(context)):
        if giver is None:
            givers.setdefault(name, {})
            context.skip("a name is given by someone who is not among the clusters loaded")
        else:
            givers[name][giver.key] = giver
    for name in (context.cluster.value, *synonyms(context.cluster)):
        if _MITRE_ID.fullmatch(name) and not givers.get(name):
            mitre = _producer(context, _MITRE)
            givers[name][mitre.key] = mitre
    return givers


def _attributed(context: Context) -> Iterator[tuple[str, Entry | None]]:
    for text in context.meta.texts("name-attribution"):
        name, _, uuid = text.rpartition(":")
        giver = context.index.entries.get(uuid.strip().lower())
        if clean(name):
            yield clean(name), giver if giver and giver.kind else None
        else:
            context.skip("name-attribution is not of the form NAME:UUID")


def _originating(context: Context) -> Iterator[tuple[str, Entry | None]]:
    for key in context.meta.data:
        if key.startswith(ORIGIN):
            name = clean(key.removeprefix(ORIGIN))
            if not name:
                context.skip("origin: is not followed by a name")
            for label in context.meta.texts(key) if name else ():
                yield name, _producer(context, label)


def _producer(context: Context, label: str) -> Entry:
    """A producer of this name, from the galaxy of producers if it is there."""
    known = context.index.producers.get(fold(label))
    return known or Entry(f"producer-{label}", label, "company", NOWHERE)
