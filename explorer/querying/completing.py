"""What may be meant while somebody types a query: terms of the vocabulary, and what the graph has names for."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from ...errors import AmbiguousName, UnknownName
from ...graph import Graph
from ...graph.ask.beginnings import names_beginning
from ...graph.ask.names import find
from ...ontology import NS, PREFIXES, VOCABULARY_GRAPH
from .answers import short

#: How many names are offered at a time.
MOST: Final = 20
_KINDS: Final = ("actor", "incident")
_TERMS: Final = f"""
SELECT DISTINCT ?term ?means ?kind {{
  GRAPH <{VOCABULARY_GRAPH}> {{ ?term a ?kind ; skos:definition ?means }}
  FILTER (STRSTARTS(STR(?term), "{NS}") && LANG(?means) = ?lang)
}} ORDER BY ?term
"""
#: Terms of other vocabularies that the graph uses.
_OTHERS: Final = {
    "rdfs:label": "what something is called",
    "dcterms:title": "the title of a data set",
    "skos:prefLabel": "what a concept is called",
    "owl:sameAs": "the same as",
    "prov:wasDerivedFrom": "what it was made from",
}


def terms(graph: Graph, lang: str) -> list[dict[str, str]]:
    """Return the terms of the vocabulary, as queries write them, with what they mean in a language."""
    rows = graph.store.current.select(_TERMS, {"lang": ox.Literal(lang)}).rows()
    ours = {short(str(row.term)): _offered(short(str(row.term)), str(row.means), str(row.kind)) for row in rows}
    others = [_offered(label, means, "Property") for label, means in _OTHERS.items()]
    prefixes = [{"label": f"{prefix}:", "info": iri, "type": "namespace"} for prefix, iri in PREFIXES.items()]
    return [*ours.values(), *others, *prefixes]


def _offered(label: str, means: str, kind: str) -> dict[str, str]:
    return {"label": label, "info": means, "type": "class" if kind.endswith("Class") else "property"}


def names(graph: Graph, beginning: str) -> list[dict[str, str]]:
    """Return what is called so, or begins so, with its IRI and kind: the first `MOST`, by name."""
    found: dict[str, dict[str, str]] = {}
    for name in names_beginning(graph.store.generation, beginning, _KINDS)[:MOST]:
        for thing in _called(graph, name):
            found.setdefault(thing["iri"], thing)
    return list(found.values())[:MOST]


def _called(graph: Graph, name: str) -> list[dict[str, str]]:
    try:
        things = find(graph.store.current, name, _KINDS)
    except (UnknownName, AmbiguousName):
        return []
    return [{"name": name, "iri": thing.iri, "kind": thing.detail or thing.what} for thing in things]
