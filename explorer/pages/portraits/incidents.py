"""The page of an incident: how it is explained, as a picture and a list, and what was said about it."""

from __future__ import annotations

from typing import Final

from ....graph.ask.names import key_of
from ....ontology import DCTERMS
from ..addresses import path_of
from ..cards import Anchor, Words
from .details import Details, Portrait

#: The pictures of an incident, the first of which its page opens on.
_PICTURES: Final = ("board", "flow", "timeline", "matrix", "graph", "table")


def incident(details: Details) -> Portrait:
    """Return what is shown of an incident."""
    speaking, record = details.speaking, details.facts.incidents[details.iri]
    claims = details.claims("incident")
    span = [str(date) for date in (record.occurred_from, record.occurred_to) if date]
    return {
        "title": speaking.label(details.iri),
        "titlelang": speaking.named(details.iri).lang,
        "kind": speaking.say.term("kinds", record.kind),
        "when": [speaking.say.date(date) for date in dict.fromkeys(span)],
        "about": details.text(DCTERMS + "description"),
        "facts": [("victims", speaking.links(record.victims))],
        "namesakes": _namesakes(details),
        "allegations": details.allegations(details.reading.about(details.iri)),
        "claims": details.some(claims, incident=key_of(details.iri)),
        "picture": details.picture(_PICTURES, claims),
    }


def _namesakes(details: Details) -> list[Anchor]:
    """Return the incidents of other data sets that are called the same."""
    facts, own = details.facts, details.facts.incidents[details.iri]
    others = (iri for iri, each in facts.incidents.items() if each.label == own.label and iri != details.iri)
    return [Anchor(Words(key_of(iri)), details.asking.href(path_of(iri))) for iri in others]
