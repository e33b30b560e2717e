"""A graph whose names, titles and summaries come from someone who means ill."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
from whoblamed.graph import Graph
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    DataSet,
    Incident,
    Name,
    Record,
    Source,
    dataset_iri,
    mint,
)

#: Texts; the first two no loader lets in.
HOSTILE = [
    "\x00\x01\x08\x0b\x1f\x7f\x9f",
    "\ufffe\uffff\ufeff",
    "]]> <!-- & --> <script>alert(1)</script>",
    "'\"\\\n\r\t`${x}",
    '=HYPERLINK("http://x.example")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "\u202eevil\u2066",
    "𝔄\U0010ffff",
    "a,b;c\r\nd",
]


def hostile_graph(texts: Sequence[str] = HOSTILE) -> Graph:
    """A graph whose names, titles and summaries come from someone who means ill.

    Some of them no loader lets in; they are put where harmless ones were.
    """
    found = [record for number in range(len(texts)) for record in records(number)]
    dataset = DataSet(iri=dataset_iri("hostile"), name="hostile")
    store = MemoryStore()
    with store.changing() as change:
        quads = (quad for record in (dataset, *found) for quad in to_quads(record, dataset.iri))
        change.replace(dataset.iri, (worded(quad, texts) for quad in quads))
    return Graph(store)


def records(number: int) -> list[Record]:
    """One claim and what it needs, where every text is the number of a hostile one."""
    text = f"#{number}"
    actor, incident, source, allegation, claim = (
        mint("hostile", kind, str(number)) for kind in ("actor", "incident", "source", "allegation", "claim")
    )
    return [
        Actor(iri=actor, label=text, kind="group", names=(alias(actor, text),)),
        Incident(iri=incident, label=text),
        Source(iri=source, label=text, title={"": text, "en": text}, publisher=actor),
        Allegation(iri=allegation, label=text, accused=actor, incident=incident),
        Claim(
            iri=claim,
            label=text,
            act="attribution",
            speakers=(actor,),
            about=(allegation,),
            accused=(actor,),
            incident=incident,
            made_in=(source,),
            summary={"": text},
        ),
    ]


def alias(actor: str, text: str) -> Name:
    """A name that an actor gives itself."""
    return Name(iri=f"{actor}/name/1", actor=actor, value=text, by=actor)


def worded(quad: ox.Quad, texts: Sequence[str]) -> ox.Quad:
    text = quad.object
    if not isinstance(text, ox.Literal) or not text.value.startswith("#"):
        return quad
    hostile = ox.Literal(texts[int(text.value[1:])], language=text.language)
    return ox.Quad(quad.subject, quad.predicate, hostile, quad.graph_name)
