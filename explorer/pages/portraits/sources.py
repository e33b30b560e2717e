"""The pages of where things come from: sources, evidence, data sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ....graph.ask.names import key_of
from ....graph.loading.held import counts
from ....graph.store.coding import machine_coded
from ....ontology import WB
from ....ontology.records import DataSet
from ..addresses import path_of
from ..answering import Page
from ..cards import Anchor, Speaking, Words, safe
from .details import MANY, Details, Portrait

#: The lists that have things of a data set.
_LISTED: Final = ("incidents", "allegations", "claims", "actors", "sources", "evidence")


def source(details: Details) -> Portrait:
    """Return what is shown of a source."""
    speaking, facts = details.speaking, details.facts
    record = facts.sources[details.iri]
    reliances = facts.reliances.values()
    rests = [each.on for each in reliances if each.relying == details.iri and each.on]
    repeats = [each.relying for each in reliances if each.on == details.iri]
    corrected = [iri for iri, each in facts.sources.items() if details.iri in each.corrects]
    language = details.one(WB.language)
    url, archived = details.one(WB.url), details.one(WB.archivedAt)
    return {
        "title": record.label,
        "titlelang": language if language != speaking.say.lang else "",
        "means": details.text(WB.gloss),
        "publisher": speaking.link(record.publisher) if record.publisher else None,
        "published": speaking.say.date(str(record.published)) if record.published else "",
        "retracted": speaking.say.date(str(record.retracted)) if record.retracted else "",
        "url": url,
        "address": safe(url),
        "archived": archived,
        "copy": safe(archived),
        "language": language,
        "facts": [
            ("restson", speaking.links(rests[:MANY])),
            ("repeatedby", speaking.links(repeats[:MANY])),
            ("corrects", speaking.links(record.corrects)),
            ("correctedby", speaking.links(corrected)),
        ],
        "claims": details.some(details.claims("source"), source=key_of(details.iri)),
    }


def evidence(details: Details) -> Portrait:
    """Return what is shown of a piece of evidence."""
    record = details.facts.evidence[details.iri]
    return {
        "title": record.label,
        "about": details.text(WB.summary),
        "held": details.speaking.link(record.held_by) if record.held_by else None,
        "disclosed": record.disclosed,
        "claims": details.some(details.claims("evidence"), evidence=key_of(details.iri)),
    }


def dataset(page: Page, described: DataSet) -> Portrait:
    """Return what is shown of a data set."""
    asking = page.asking
    speaking = Speaking(asking, page.reading)
    names: Mapping[str, str] = {each.iri: each.name for each in page.reading.datasets}
    return {
        "title": speaking.text(described.title).text or described.name,
        "titlelang": speaking.text(described.title).lang,
        "described": described,
        "origin": described.origin or "",
        "address": safe(described.origin or ""),
        "loaded": speaking.say.date(described.loaded_on.date().isoformat()) if described.loaded_on else "",
        "counts": counts(page.reading.store, described.iri),
        "left_out": machine_coded(page.reading.store, described.iri) if page.reading.left_out else 0,
        "uses": [Anchor(Words(names.get(iri, iri)), asking.href(path_of(iri))) for iri in described.uses_actors_of],
        "lists": [(name, asking.href(f"/{name}", dataset=described.name)) for name in _LISTED],
    }
