"""Galaxies of MISP: who is called what and by whom, with `name-attribution`; and the producers who give the names.

The two are a galaxy each, as with MISP's own `threat-actor` and `producer`: the first refers to the second by UUID.
A galaxy has one speaker for all that it says. So nothing is written that blames anybody: that would be said by nobody.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Final

from ...ontology.json import NAMESPACE
from ...ontology.records import Actor, DataSet, Identity
from ...ontology.texts import primary
from ..identity.naming import Naming
from ..identity.representatives import Representatives
from ..store.facts import Facts

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COMPANY_TYPES: Final = {"agency": "Government agency", "outlet": "News outlet"}
_LIKELIHOOD = 'estimative-language:likelihood-probability="{}"'
#: Of a galaxy of which no data set says when it was loaded.
_FIRST_VERSION = 1

Cluster = dict[str, Any]


def actors(
    facts: Facts, shown: Representatives, datasets: Sequence[DataSet], out: BinaryIO
) -> tuple[int, str, *tuple[str, ...]]:
    """Write the groups and personas as a galaxy of the type `threat-actor`; return how many, and what is left out."""
    naming = Naming(facts, shown)
    clusters = list(_of_actors(naming))
    _write(clusters, datasets, out, "threat-actor", "Threat Actor", "Groups and who gives them which name.")
    if not facts.claims:
        return len(clusters), "clusters"
    return len(clusters), "clusters", f"a galaxy has no speaker for each statement: left out {len(facts.claims)} claims"


def producers(facts: Facts, shown: Representatives, datasets: Sequence[DataSet], out: BinaryIO) -> tuple[int, str]:
    """Write those who give names as a galaxy of the type `producer`; return how many."""
    clusters = list(_of_producers(Naming(facts, shown)))
    _write(clusters, datasets, out, "producer", "Producer", "Those who give names to groups and personas.")
    return len(clusters), "clusters"


def _write(
    clusters: list[Cluster], datasets: Sequence[DataSet], out: BinaryIO, type_: str, name: str, description: str
) -> None:
    galaxy = {
        "authors": ["whoblamed"],
        "category": "actor",
        "description": description,
        "name": name,
        "source": ", ".join(dataset.name for dataset in datasets) or "whoblamed",
        "type": type_,
        "uuid": str(uuid.uuid5(NAMESPACE, f"misp-galaxy {type_}")),
        "values": clusters,
        "version": max(map(_version, datasets), default=_FIRST_VERSION),
    }
    out.write(json.dumps(galaxy, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n")


def _version(dataset: DataSet) -> int:
    """Return the day on which a data set was loaded, as a number that grows."""
    return int(f"{dataset.loaded_on:%Y%m%d}") if dataset.loaded_on else _FIRST_VERSION


def _of_actors(naming: Naming) -> Iterator[Cluster]:
    ids, related = _Ids(naming), dict(_related(naming))
    for actor, value in _distinct(naming.named):
        names = naming.names(actor)
        urls = sorted({url for given in names for url in given.urls})
        attributed = [f"{given.value}:{ids[giver]}" for given in names for giver in given.givers]
        synonyms = _others((given.value for given in names), value, actor.label)
        meta = {"synonyms": synonyms, "name-attribution": list(dict.fromkeys(attributed)), "refs": urls}
        links = _different(_link(identity, ids[other.iri]) for identity, other in related.get(actor.iri, ()))
        yield _cluster(actor, value, ids[actor.iri], meta) | ({"related": links} if links else {})


def _of_producers(naming: Naming) -> Iterator[Cluster]:
    ids = _Ids(naming)
    for actor, value in _distinct(naming.givers()):
        synonyms = _others(sorted(name.value for name in actor.names), value, actor.label)
        kind = _COMPANY_TYPES.get(actor.kind)
        yield _cluster(actor, value, ids[actor.iri], {"synonyms": synonyms, "company-type": [kind] if kind else []})


def _cluster(actor: Actor, value: str, id_: str, meta: dict[str, list[str]]) -> Cluster:
    description = primary(actor.description)
    told = {"description": description} if description else {}
    return {"value": value, "uuid": id_, "meta": {key: found for key, found in meta.items() if found}, **told}


def _others(names: Iterable[str], *own: str) -> list[str]:
    """Return the names beside its own, each once: names that differ only in case are one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return [name for key, name in found.items() if key not in map(str.casefold, own)]


def _different(links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return links, of several to one cluster one: the first that says how likely it is, if any does."""
    found: dict[str, dict[str, Any]] = {}
    for link in links:
        known = found.setdefault(link["dest-uuid"], link)
        if link["tags"] and not known["tags"]:
            found[link["dest-uuid"]] = link
    return list(found.values())


def _distinct(actors: Iterable[Actor]) -> Iterator[tuple[Actor, str]]:
    """Yield the actors with values that no other has, as a galaxy wants them."""
    taken: set[str] = set()
    for actor in actors:
        value, number = actor.label, 1
        while value.casefold() in taken:
            number += 1
            value = f"{actor.label} ({number})"
        taken.add(value.casefold())
        yield actor, value


class _Ids(dict[str, str]):
    """The UUIDs of clusters by the IRIs of actors: that with which an actor came, where it came from STIX or MISP."""

    def __init__(self, naming: Naming) -> None:
        taken: set[str] = set()
        for actor in (*naming.named, *naming.givers()):
            own = _UUID.search(actor.iri.rpartition("/")[2])
            if actor.iri not in self:
                made = str(uuid.uuid5(NAMESPACE, f"misp-galaxy {actor.iri}"))
                self[actor.iri] = own[0] if own and own[0] not in taken else made
                taken.add(self[actor.iri])


def _related(naming: Naming) -> dict[str, list[tuple[Identity, Actor]]]:
    """Return who is said to be like whom, by the IRI of the first of both."""
    found: dict[str, list[tuple[Identity, Actor]]] = {}
    for identity, one, other in naming.likenesses():
        found.setdefault(one.iri, []).append((identity, other))
    return found


def _link(identity: Identity, target: str) -> dict[str, Any]:
    sure = identity.likelihood
    grade = sure.grade if sure and sure.scale == "dni" else None
    tags = [_LIKELIHOOD.format(grade.replace(" ", "-"))] if grade else []
    return {"dest-uuid": target, "tags": tags, "type": "similar"}
