"""What nothing is made of in RDF, put in words and counted: other properties, other things, names of nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.fields import TYPE
from ...ontology.records import Name
from ...ontology.texts import counted
from .things import PART_PROPERTIES, GraphName, Node, Things, is_vocabulary, named

#: How many classes or properties of other vocabularies are told apart in what is reported.
_MOST_TOLD = 100


def count(total: Counter[str], more: Counter[str]) -> None:
    """Add up, without an endless list of what hardly ever occurs."""
    for key, number in more.items():
        total[key if key in total or len(total) < _MOST_TOLD else ""] += number


def unused(counts: Counter[str]) -> list[str]:
    """Return a sentence for each property (IRI) of which nothing was made, with how often it was used."""
    return [
        f"{named(iri) if iri else 'other properties'} means nothing here: {_statements(number)} not loaded"
        for iri, number in sorted(counts.items())
    ]


def _statements(number: int) -> str:
    return counted(number, "statement is", "statements are")


def orphans(things: Things, graph: GraphName) -> Iterator[tuple[str, str]]:
    """Yield the names and parts of things that are not there: what they are, and why they are left out."""
    naming = ox.NamedNode(WB.naming)
    for name in things.each(Name, graph):
        bearers = [quad.object for quad in things.store.quads_for_pattern(name.node, naming, None, graph)]
        if not any(other.graph == graph for node in bearers if isinstance(node, Node) for other in things.of(node)):
            yield str(name.node.value), "left out: it is the name of no wb:Actor of this data set"
    for class_ in (WB.Confidence, WB.Passage, WB.Score):
        for node in things.subjects(TYPE, ox.NamedNode(class_), graph):
            if not any(next(things.subjects(part, node, graph), None) for part in PART_PROPERTIES):
                yield str(node.value), "left out: no claim has it"


def others(things: Things, graph: GraphName) -> list[str]:
    """Return what a graph says of things that are none of ours, counted by their classes: no sentence, or one."""
    classes: Counter[str] = Counter()
    statements = 0
    for quad in things.store.quads_for_pattern(None, None, None, graph):
        if things.is_ours(quad.subject) or is_vocabulary(getattr(quad.subject, "value", "")):
            continue
        statements += 1
        if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
            count(classes, Counter({quad.object.value: 1}))
    if not statements:
        return []
    listed = ", ".join(f"{named(iri) if iri else 'others'} {number}" for iri, number in classes.most_common(10))
    more = f" and {counted(len(classes) - 10, 'more class', 'more classes')}" if len(classes) > 10 else ""
    kinds = f" ({listed}{more})" if classes else ""
    return [f"{_statements(statements)} not loaded: about things of other vocabularies{kinds}"]


def nothing(things: Things, graph: GraphName) -> str:
    """Return what to say of documents that hold nothing of ours."""
    found = others(things, graph)
    said = found[0] if found else "there are no statements about anything"
    return f"this holds nothing in the terms of whoblamed, such as wb:Claim: {said}; see docs/rdf.md"
