"""Clusters as MISP's web interface and API write them, turned into the form of galaxy files.

There a cluster is a `GalaxyCluster` with its `Galaxy`, a `GalaxyElement` for each key and value of `meta`, and a
`GalaxyClusterRelation` for each relation. Exports are lists of them, and the view of a galaxy has it once beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .members import Member

CLUSTER = "GalaxyCluster"
#: The member of a file that is a galaxy, and of what answers a search.
GALAXY = "Galaxy"
_ANSWER = "response"
#: How lists of clusters begin.
BEGINS = re.compile(rb'(?:\[|\{\s*"response"\s*:\s*\[)\s*\{\s*"GalaxyCluster"\s*:')


@dataclass(frozen=True, slots=True)
class WrittenCluster:
    """A cluster in the form of galaxy files, and what it says of its galaxy."""

    line: int
    data: dict[str, Any]
    head: dict[str, Any]


def is_in_list(member: Member) -> bool:
    """Return whether it is an item of a file that is a list, or of an answer."""
    return member.key in ("", _ANSWER)


def written(member: Member) -> WrittenCluster | None:
    """Return the cluster that a member of a file is; None if it is none."""
    value = _object(member.value)
    cluster = _object(value.get(CLUSTER)) if is_in_list(member) else value if member.key == CLUSTER else {}
    if not cluster:
        return None
    data = {
        "value": cluster.get("value"),
        "uuid": cluster.get("uuid"),
        "description": cluster.get("description"),
        "meta": _meta(cluster.get("GalaxyElement")),
        "related": [_relation(item) for item in _objects(cluster.get("GalaxyClusterRelation"))],
        "revoked": cluster.get("deleted") in (True, 1, "1"),
    }
    return WrittenCluster(member.line, data, _head(cluster, value))


def _head(cluster: Mapping[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the cluster says of its galaxy: each has its own authors and source."""
    galaxy = _object(cluster.get(GALAXY)) or _object(beside.get(GALAXY))
    creator = _object(cluster.get("Orgc")).get("name")
    said = {
        "type": cluster.get("type") or galaxy.get("type"),
        "name": galaxy.get("name"),
        "version": cluster.get("version"),
        "source": cluster.get("source"),
        "authors": cluster.get("authors") or ([creator] if creator and not cluster.get("source") else []),
    }
    return {key: value for key, value in said.items() if value}


def _meta(elements: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for element in _objects(elements):
        found.setdefault(str(element.get("key", "")), []).append(element.get("value"))
    return found


def _relation(relation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dest-uuid": relation.get("referenced_galaxy_cluster_uuid"),
        "type": relation.get("referenced_galaxy_cluster_type"),
        "tags": [tag.get("name") for tag in _objects(relation.get("Tag"))],
    }


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    return (item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else iter(())


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
