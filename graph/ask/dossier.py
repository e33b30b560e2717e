"""Dossiers: all that the graph has about one thing, with citations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ...ontology.edtf import in_words
from ..store.base import QuadStore
from ..store.facts import Facts
from . import listing, names
from .listing import ClaimRow
from .names import Found

if TYPE_CHECKING:
    import networkx as nx

    from ..status.assessment import Assessment


#: Claims under headings.
Claims = list[tuple[str, list[ClaimRow]]]


@dataclass(slots=True)
class Dossier:
    """A title, single lines as (label, value), lists of claims under headings, and what is computed, as lines."""

    iri: str
    what: str
    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    claims: Claims = field(default_factory=list)
    computed: list[tuple[str, list[str]]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the dossier for JSON; the values of each label are a list."""
        lines: dict[str, list[str]] = {}
        for label, value in self.lines:
            lines.setdefault(label, []).append(value)
        return {
            "iri": self.iri,
            "what": self.what,
            "title": self.title,
            "facts": lines,
            "claims": {heading: [row.as_dict() for row in rows] for heading, rows in self.claims},
            "computed": dict(self.computed),
        }


def of(
    store: QuadStore,
    found: Sequence[Found],
    facts: Callable[[], Facts],
    network: Callable[[], nx.MultiDiGraph[str]],
    assessed: Callable[[Facts, Collection[str]], Iterable[Assessment]] | None = None,
) -> Dossier:
    """Return the dossier of what `names.find_one` found.

    `facts` and `network` are those of the store (`Graph.bare_facts`, `Graph.blame_network`). They take time linear in
    the claims, and most dossiers need neither: so they are asked for when they are needed. `assessed` returns the
    assessments of allegations about incidents (IRIs) where somebody has made them already.
    """
    thing = found[0]
    dossier = Dossier(thing.iri, thing.what, thing.label)
    iris = [each.iri for each in found]
    dossier.lines = [("IRI", iri) for iri in iris]
    if thing.what == "actor":
        dossier.title = names.heading(store, found)
    for label, query in (*_LINES[thing.what], ("data set", _DATA_SET)):
        values = f"VALUES ?thing {{ {' '.join(str(ox.NamedNode(iri)) for iri in iris)} }}"
        rows = list(store.wider.select(f"SELECT DISTINCT ?value ?o {{ {values} {query} }} ORDER BY ?value").rows())
        here = {None, *store.having({row.o for row in rows if row.o})}  # what a source rests on may be a claim
        worded = in_words if label in _DATED else str
        told = dict.fromkeys(str(row.value) for row in rows if row.value not in (None, "") and row.o in here)
        dossier.lines.extend((label, worded(value)) for value in told)
    dossier.claims = claims_of(store, found)
    if thing.what == "claim":
        dossier.title += " (withdrawn)" * dossier.claims[0][1][0].withdrawn
        dossier.computed = [("What it rests on", _chain(facts(), thing.iri))]
    elif thing.what == "incident":
        dossier.computed = _reception(facts(), network(), iris, assessed or _assessed)
    return dossier


def claims_of(store: QuadStore, found: Sequence[Found]) -> Claims:
    """Return the claims that concern what `names.find_one` found, under headings; of a claim, itself first."""
    listed = _CLAIMS[found[0].what](store, [thing.iri for thing in found])
    return [(heading, rows) for heading, rows in listed if rows]


_LABEL = "rdfs:label ?value ."
_PASSAGE = """
?thing wb:passage ?passage . ?passage rdfs:label ?place .
OPTIONAL { ?passage wb:source/rdfs:label ?title }
BIND(CONCAT(?place, IF(BOUND(?title), CONCAT(" of ", ?title), "")) AS ?value)
"""
_CONFIDENCE = """
?thing wb:%s ?confidence . ?confidence rdfs:label ?words .
OPTIONAL { ?confidence wb:scale ?scale ; wb:grade ?grade }
OPTIONAL { ?confidence wb:low ?low ; wb:high ?high }
BIND(CONCAT(?words, IF(BOUND(?scale), CONCAT(" (", ?scale, ": ", ?grade, ")"), ""),
            IF(BOUND(?low), CONCAT(", ", STR(?low), "–", STR(?high), " of 100"), "")) AS ?value)
"""
#: Why an actor is the same as another, as far as it was decided.
_SAME = """
GRAPH id:identities { ?decision wb:compares ?thing ; rdfs:label ?decided . OPTIONAL { ?decision wb:reason ?why } }
BIND(CONCAT(?decided, IF(BOUND(?why), CONCAT(": ", ?why), "")) AS ?value)
"""
_WORDED = (
    "?thing %s ?text . BIND(IF(LANG(?text) = '', STR(?text), CONCAT(STR(?text), ' (', LANG(?text), ')')) AS ?value)"
)

#: The data set that describes a thing, what it was read from, and what that says of itself.
_DATA_SET = """
GRAPH ?g { ?thing a ?class . ?g dcterms:identifier ?name . OPTIONAL { ?g wb:origin ?read }
           OPTIONAL { ?g wb:saidOrigin ?said } }
BIND(CONCAT(?name, IF(BOUND(?read), CONCAT(", read from ", ?read), ""),
            IF(BOUND(?said), CONCAT(", said to be from ", ?said), "")) AS ?value)
"""

#: What a concept of a scheme of ours is called in fact files.
_NOTED = "?thing %s ?c . BIND(REPLACE(STR(?c), '^.*/', '') AS ?value)"
_QUOTE = """
?thing wb:quote ?q . ?q rdf:value ?said . OPTIONAL { ?q wb:translated ?t }
BIND(CONCAT('“', ?said, '”', IF(COALESCE(?t, false), ' (translated)', '')) AS ?value)
"""

#: What single lines are shown of each kind of thing: a label, and a pattern from ?thing to ?value.
_LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "actor": (
        ("part of", f"?thing wb:partOf ?o . ?o {_LABEL}"),
        ("speaks for", f"?thing wb:speaksFor ?o . ?o {_LABEL}"),
        ("spokesman", f"?o wb:speaksFor ?thing . ?o {_LABEL}"),
        ("has part", f"?o wb:partOf ?thing . ?o {_LABEL}"),
        ("Wikidata", "?thing wb:wikidata ?value"),
        ("who is who", _SAME),
        ("about", _WORDED % "dcterms:description"),
        ("victim of", f"?o wb:victim ?thing . ?o {_LABEL}"),
    ),
    "incident": (
        ("kind", "?thing wb:kind ?value"),
        ("from", "?thing wb:occurredFrom ?value"),
        ("to", "?thing wb:occurredTo ?value"),
        ("victim", f"?thing wb:victim ?o . ?o {_LABEL}"),
        ("about", _WORDED % "dcterms:description"),
    ),
    "claim": (
        ("speaker", f"?thing wb:speaker ?o . ?o {_LABEL}"),
        ("accused", f"?thing wb:accused ?o . ?o {_LABEL}"),
        ("incident", f"?thing wb:incident ?o . ?o {_LABEL}"),
        ("through", f"?thing wb:through ?o . ?o {_LABEL}"),
        ("through", "?thing wb:throughWords ?value"),
        ("as told by", f"?thing wb:asToldBy ?o . ?o {_LABEL}"),
        ("own view", "?thing wb:ownView ?d . BIND(IF(?d, 'yes', 'no') AS ?value)"),
        ("form", _NOTED % "wb:form"),
        ("outcome", _NOTED % "wb:outcome"),
        ("condition", "?thing wb:condition ?value"),
        ("in its words", _QUOTE),
        ("said on", "?thing wb:statedOn ?value"),
        ("public on", "?thing wb:publicOn ?value"),
        ("in our words", _WORDED % "wb:summary"),
        ("confidence", _CONFIDENCE % "confidence"),
        ("likelihood", _CONFIDENCE % "likelihood"),
        (
            "figure",
            "VALUES (?how ?said) { (wb:quantity '') (wb:quantityAbout 'about ') (wb:quantityAtLeast 'at least ') "
            "(wb:quantityAtMost 'at most ') } ?thing ?how ?n . OPTIONAL { ?thing wb:unit ?u } "
            "BIND(CONCAT(?said, STR(?n), ' ', COALESCE(?u, '')) AS ?value)",
        ),
        ("evidence", f"?thing wb:evidence ?o . ?o {_LABEL}"),
        ("where", _PASSAGE),
        ("recorded on", "?thing wb:recordedOn ?value"),
        ("recorded elsewhere", "?thing wb:saidRecordedOn ?value"),
    ),
    "source": (
        ("publisher", f"?thing wb:publisher ?o . ?o {_LABEL}"),
        ("published", "?thing wb:publishedOn ?value"),
        ("means", _WORDED % "wb:gloss"),
        ("retracted", "?thing wb:retractedOn ?value"),
        ("corrects", f"?thing wb:corrects ?o . ?o {_LABEL}"),
        ("corrected by", f"?o wb:corrects ?thing . ?o {_LABEL}"),
        ("language", "?thing wb:language ?value"),
        ("url", "?thing wb:url ?value"),
        ("archived copy", "?thing wb:archivedAt ?value"),
        ("SHA-256", "?thing wb:sha256 ?value"),
        ("rests on", f"?r wb:from ?thing ; wb:on ?o . ?o {_LABEL}"),
        ("repeated by", f"?r wb:on ?thing ; wb:from ?o . ?o {_LABEL}"),
    ),
    "allegation": (
        ("accused", f"?thing wb:accused ?o . ?o {_LABEL}"),
        ("incident", f"?thing wb:incident ?o . ?o {_LABEL}"),
        ("role", "?thing wb:role ?value"),
        ("rival", f"?thing wb:excludes|^wb:excludes ?o . ?o {_LABEL}"),
    ),
    "evidence": (
        ("about", _WORDED % "wb:summary"),
        ("held by", f"?thing wb:heldBy ?o . ?o {_LABEL}"),
        ("disclosed", "?thing wb:disclosed ?d . BIND(IF(?d, 'yes', 'no') AS ?value)"),
    ),
}
#: The labels of lines that are dates.
_DATED = frozenset(("from", "to", "said on", "public on", "published"))


def _actor_claims(store: QuadStore, iris: list[str]) -> Claims:
    own = listing.speakers_for(store, iris)
    rows = listing.claims_touching(store, iris)
    return [
        ("Own claims", [row for row in rows if not own.isdisjoint(row.speakers)]),
        ("Claims of others", [row for row in rows if own.isdisjoint(row.speakers)]),
    ]


def _claim_claims(store: QuadStore, iris: list[str]) -> Claims:
    (row,) = listing.claims(store, iris)
    return [
        ("The claim", [row]),
        ("What it answers", listing.claims(store, row.answers) if row.answers else []),
        ("What answers it", listing.claims_answering(store, iris)),
    ]


#: The claims that concern each kind of thing, under headings.
_CLAIMS: dict[str, Callable[[QuadStore, list[str]], Claims]] = {
    "actor": _actor_claims,
    "incident": lambda store, iris: [("What was said about it", listing.claims_about(store, iris))],
    "claim": _claim_claims,
    "source": lambda store, iris: [("What it carries", listing.claims_in(store, iris))],
    "allegation": lambda store, iris: [("What was said about it", listing.claims_concerning(store, iris))],
    "evidence": lambda store, iris: [("What rests on it, and who doubts it", listing.claims_resting_on(store, iris))],
}


def _chain(facts: Facts, claim: str) -> list[str]:
    """Return the provenance of a claim, one line a step, indented by depth."""
    from ..status.independence import chain

    lines: list[str] = []
    pending = [(link, 0) for link in chain(facts, claim).rests_on]
    while pending:
        link, depth = pending.pop(0)
        what = _cited(facts, link.iri) if link.iri else "something that is not known"
        lines.append(f"{'  ' * depth}{link.relation} {what}" + (" (see above)" if link.again else ""))
        pending[:0] = [(step, depth + 1) for step in link.rests_on]
    return lines


def _cited(facts: Facts, iri: str) -> str:
    source = facts.sources.get(iri)
    if source is None:
        return facts.label(iri)
    published = source.published.words if source.published else ""
    about = ", ".join(filter(None, (source.publisher and facts.label(source.publisher), published)))
    return source.label + (f" ({about})" if about else "")


def _assessed(facts: Facts, incidents: Collection[str]) -> Iterable[Assessment]:
    from ..status.assessment import assess

    return assess(facts, incidents=incidents)


def _reception(
    facts: Facts,
    net: nx.MultiDiGraph[str],
    incidents: list[str],
    assessed: Callable[[Facts, Collection[str]], Iterable[Assessment]],
) -> list[tuple[str, list[str]]]:
    """Return the status of each allegation about incidents, and the blocs of those who blame alike, with what they
    said."""
    from ..network import analyses
    from ..network.blocs import bloc_answers, blocs

    alleged = [f"{each.accused}, {each.allegation.role}: {each.words}" for each in assessed(facts, incidents)]
    answered = [
        f"{', '.join(analyses.label(net, member) for member in bloc.members)}: "
        + "; ".join(
            f"{in_words(given.claim.stated_on) or 'undated'} {analyses.label(net, given.accused)}" for given in answers
        )
        for incident in incidents
        for bloc, answers in bloc_answers(net, blocs(net, incident), incident)
    ]
    return [
        (heading, lines) for heading, lines in (("What is alleged", alleged), ("Who blames alike", answered)) if lines
    ]
