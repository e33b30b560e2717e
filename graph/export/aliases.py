"""Who gives which name, as a STIX 2.1 bundle for platforms that merge what shares an alias.

Such a platform takes the aliases of two vendors for names of one group as soon as they have one in common, and nobody
can take that apart again. So each name is an intrusion set without aliases here, and that it is a name of a group is a
relationship by whoever says so: what they disagree on stands side by side.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

from ...ontology.records import Actor, Identity
from ...ontology.texts import fold
from ..identity.naming import GivenName, Naming
from ..identity.representatives import Representatives
from ..store.facts import Facts
from .stix.parts import UNDATED, Object, author, identifier, listed, relationship, source_name, stix_object, uri
from .stix.words import identity_of

#: What relationships between names are: the one that STIX has for any two objects.
_RELATED = "related-to"


def write(facts: Facts, shown: Representatives, out: BinaryIO) -> tuple[int, str, *tuple[str, ...]]:
    """Write the bundle; return how many objects it has, and how many names nobody is known to have given."""
    naming = Naming(facts, shown)
    found = {item["id"]: item for item in sorted(_objects(naming), key=lambda item: (item["type"], item["id"]))}
    bundle = {"type": "bundle", "id": identifier("bundle", " ".join(found)), "objects": list(found.values())}
    out.write(json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n")
    orphans = sum(not given.givers for actor in naming.named for given in naming.names(actor))
    remarks = [f"nobody is known to have given {orphans} of the names"] if orphans else []
    return (len(found), "objects", *remarks)


def _objects(naming: Naming) -> Iterator[Object]:
    yield author()  # so that there is an object where nobody has a name
    labels = {actor.iri: actor for actor in naming.givers()}
    borne: dict[str, list[GivenName]] = defaultdict(list)
    for actor in naming.named:
        for given in naming.names(actor):
            borne[_key(given.value)].append(given)
            if _key(given.value) != _key(actor.label):
                yield from _links(actor, given, labels)
    for bearings in borne.values():
        yield _set(bearings)
    for identity, one, other in naming.likenesses():
        speaker = naming.speaker(identity)
        if speaker:
            labels[speaker.iri] = speaker
        if _key(one.label) != _key(other.label):
            yield _likeness(identity, one, other, speaker)
    yield from map(identity_of, labels.values())


def _set(bearings: list[GivenName]) -> Object:
    """Return a name, and who gives it, where that is one."""
    givers = sorted({giver for given in bearings for giver in given.givers})
    urls = {url for given in bearings for url in given.urls}
    by = {"created_by_ref": identifier("identity", givers[0])} if len(givers) == 1 else {}
    name = min(given.value for given in bearings)
    return stix_object("intrusion-set", _id(name), UNDATED, name=name) | by | _references(urls)


def _links(actor: Actor, given: GivenName, labels: dict[str, Actor]) -> Iterator[Object]:
    """That a group is called so, once for each who says it; by nobody, if that is not known."""
    for giver in given.givers or (None,):
        key = identifier("relationship", f"{_key(actor.label)} {_key(given.value)}", giver or "")
        words = f"{labels[giver].label} calls {actor.label} {given.value}." if giver else _unsaid(actor, given)
        by = {"created_by_ref": identifier("identity", giver)} if giver else {}
        link = relationship(key, _RELATED, _id(actor.label), _id(given.value), UNDATED, {"description": words})
        yield link | by | _references(set(given.urls))


def _unsaid(actor: Actor, given: GivenName) -> str:
    return f"{given.value} is given as a name of {actor.label}; who gives it is not known."


def _likeness(identity: Identity, one: Actor, other: Actor, speaker: Actor | None) -> Object:
    sure = identity.likelihood.value if identity.likelihood else None
    by = {"created_by_ref": identifier("identity", speaker.iri)} if speaker else {}
    said = {"description": identity.label} | ({} if sure is None else {"confidence": sure})
    id_ = identifier("relationship", identity.iri, "names")
    return relationship(id_, _RELATED, _id(one.label), _id(other.label), UNDATED, said) | by


def _key(name: str) -> str:
    """Return what names have in common that are told apart by nobody."""
    return fold(name) or name


def _id(name: str) -> str:
    """One name is one object, whoever gives it to whom."""
    return identifier("intrusion-set", f"name {_key(name)}")


def _references(urls: set[str]) -> Object:
    found = sorted(filter(None, map(uri, urls)))
    return listed("external_references", [{"source_name": source_name("source"), "url": url} for url in found])
