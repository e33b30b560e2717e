"""Invented fact files in a few words, for tests that need several versions of one, and what a graph holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from whoblamed.graph import Graph
from whoblamed.graph.store.base import Generation
from whoblamed.loaders.facts.file import read
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.records import Batch

ACTORS = {
    "port": {"name": {"en": "Port of Arden"}, "kind": "agency"},
    "tide": {"name": {"en": "Red Tide"}, "kind": "group"},
    "lab": {"name": {"en": "Quay Lab"}, "kind": "company"},
}
INCIDENTS = {"outage": {"name": {"en": "Harbour outage"}, "kind": "outage", "from": "2031-04-02"}}
SOURCES = {"story": {"title": {"en": "Port blames Tide"}, "published": "2031-04-04"}}


def blame(key: str = "blame", **more: Any) -> dict[str, Any]:
    """An attribution: the port says that Red Tide did it, unless `more` says otherwise."""
    plain = {"act": "attribution", "by": "port", "accused": "tide", "incident": "outage", "source": "story"}
    return {"id": key, **plain, "on": "2031-04-03", **more}


def case(*claims: Mapping[str, Any], name: str = "harbour", **sections: Any) -> dict[str, Any]:
    """A fact file with these claims; `sections` stand in for the actors, incidents or sources, or are added."""
    plain = {"case": name, "actors": ACTORS, "incidents": INCIDENTS, "sources": SOURCES}
    return {**plain, **sections, "claims": list(claims)}


def circle(*claims: Mapping[str, Any]) -> dict[str, Any]:
    """A case in which one claim, or those given too, stands in two sources that cite each other and nothing else."""
    titled = {"story": ("Port blames Tide", "echo"), "echo": ("Lab blames Tide", "story")}
    sources = {
        key: {"title": {"en": title}, "published": "2031-04-04", "relies_on": [{"on": other}]}
        for key, (title, other) in titled.items()
    }
    return case(blame(), *claims, sources=sources)


def parse(content: bytes, file: str) -> Batch:
    """What a fact file of this content says, wherever it is."""
    (batch,) = read([Document.of_bytes(content, file)])
    return replace(batch, dataset=replace(batch.dataset, read_from=()))


def written(folder: Path, data: Mapping[str, Any], file: str | None = None) -> Path:
    """The fact file with these data."""
    path = folder / (file or f"{data['case']}.yaml")
    path.write_text(yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def dump(held: Generation) -> tuple[list[str], list[str]]:
    """Everything in a store: what is recorded now, and what is closed."""
    return sorted(map(str, held.current)), sorted(map(str, held.history))


def summaries(graph: Graph) -> dict[str, str]:
    """The claims of a graph by key, with what their English summaries say."""
    return {claim.iri.rsplit("/", 1)[-1]: claim.summary.get("en", "") for claim in graph.claims()}


def keys(iris: Iterable[str]) -> set[str]:
    """The last parts of IRIs."""
    return {iri.rsplit("/", 1)[-1] for iri in iris}
