"""The page of an actor: who it is, what is alleged about it, and who said what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from ....graph.ask.arranging.relations import RELATIONS, relation
from ....graph.ask.names import key_of
from ....graph.identity.representatives import IDENTITIES
from ....ontology import DCTERMS, RDF, RDFS, WB
from ....ontology.records import Claim
from ....ontology.scales import is_unlikely
from ..addresses import path_of
from ..cards import Words
from .details import FEW, MANY, Details, Portrait

#: The pictures of an actor, the first of which its page opens on.
_PICTURES: Final = ("board", "timeline", "flow", "matrix", "graph", "table")
_COMPARES = ox.NamedNode(WB.compares)


def actor(details: Details) -> Portrait:
    """Return what is shown of an actor."""
    facts, speaking, asking = details.facts, details.speaking, details.asking
    record = facts.actors[details.iri]
    key = key_of(details.iri)
    touching = details.claims("speaker", "accused")
    below = [iri for iri, each in facts.actors.items() if details.iri in each.part_of]
    voices = [iri for iri, each in facts.actors.items() if details.iri in each.speaks_for]
    victim_of = [iri for iri, each in facts.incidents.items() if details.iri in each.victims]
    own = {details.iri, *voices}
    wikidata = record.wikidata or ""
    return {
        "title": speaking.label(details.iri),
        "kind": speaking.say.term("kinds", record.kind),
        "about": details.text(DCTERMS + "description"),
        "names": list(_names(details)),
        "facts": [
            ("partof", speaking.links(record.part_of)),
            ("speaksfor", speaking.links(record.speaks_for)),
            ("voices", speaking.links(voices)),
            ("parts", speaking.links(below[:MANY])),
            ("victimof", speaking.links(victim_of[:MANY])),
        ],
        "wikidata": wikidata,
        "members": list(_members(details)),
        "allegations": details.allegations(details.reading.against(details.iri)),
        "allallegations": asking.href("/allegations", actor=key),
        "sections": _sections(details, touching, own),
        "total": len(touching),
        "all": asking.href("/claims", actor=key),
        "network": asking.href(path_of(details.iri, ".gexf")),
        "picture": details.picture(_PICTURES, touching),
    }


def _names(details: Details) -> Iterator[tuple[Words, str]]:
    """Yield the other names of an actor, each with who gives it, where that is known."""
    store, speaking = details.reading.store, details.speaking
    own = speaking.label(details.iri)
    found: dict[tuple[str, str], set[str]] = {}
    for iri in details.iris:
        for quad in store.find(None, ox.NamedNode(WB.naming), ox.NamedNode(iri)):
            by = [getattr(each.object, "value", "") for each in store.find(quad.subject, ox.NamedNode(WB.namedBy))]
            for given in store.find(quad.subject, ox.NamedNode(RDF + "value")):
                if isinstance(given.object, ox.Literal) and given.object.value != own:
                    key = given.object.value, given.object.language or ""
                    found.setdefault(key, set()).update(map(details.reading.shown.representative, by))
    for (name, lang), givers in sorted(found.items()):
        words = Words(name, lang if lang != speaking.say.lang else "")
        yield words, ", ".join(sorted(map(speaking.label, givers)))


def _members(details: Details) -> Iterator[Mapping[str, str]]:
    """Yield the actors of data sets that count as this one, and why, where there are several."""
    if len(details.found) < 2:
        return
    store = details.reading.store
    for found in details.found:
        why: set[str] = set()
        for quad in store.find(None, _COMPARES, ox.NamedNode(found.iri), ox.NamedNode(IDENTITIES)):
            for property_ in (RDFS + "label", WB.reason):
                why |= {
                    getattr(known.object, "value", "") for known in store.find(quad.subject, ox.NamedNode(property_))
                }
        yield {
            "key": key_of(found.iri),
            "label": found.label,
            "href": details.asking.href(path_of(found.iri, ".ttl")),
            "why": "; ".join(sorted(why)),
        }


def _sections(details: Details, touching: Sequence[str], own: Collection[str]) -> list[Mapping[str, Any]]:
    """Return the claims that concern an actor by what they are to it, the latest few of each."""
    facts = details.facts
    by: dict[str, list[str]] = {name: [] for name in RELATIONS}
    for iri in touching:
        by[_relation(facts.claims[iri], details, own)].append(iri)
    shown = {iri for iris in by.values() for iri in iris[-FEW:]}
    cards = {card.iri: card for card in details.cards(sorted(shown))}
    return [
        {
            "name": name,
            "total": len(iris),
            "left_out": max(0, len(iris) - FEW),
            "cards": [cards[iri] for iri in iris[-FEW:] if iri in cards],
        }
        for name, iris in by.items()
        if iris
    ]


def _relation(claim: Claim, details: Details, own: Collection[str]) -> str:
    alleged = [details.facts.allegations[iri] for iri in claim.about if iri in details.facts.allegations]
    likelihood = claim.likelihood
    unlikely = likelihood is not None and is_unlikely(likelihood.words, likelihood.value, likelihood.high)
    return relation(
        claim.act,
        spoke=not set(claim.speakers).isdisjoint(own),
        accused=details.iri in claim.accused or any(each.accused == details.iri for each in alleged),
        names_accused=bool(claim.accused),
        roles=[each.role for each in alleged],
        is_possible=unlikely or bool(claim.condition),
    )
