"""What the page of a thing shows, kind by kind: a dict for its template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import pyoxigraph as ox

from ...graph.ask.arranging.relations import RELATIONS, relation
from ...graph.ask.names import key_of
from ...graph.ask.namesakes import namesakes
from ...graph.ask.names import Found
from ...graph.ask.values import Values
from ...graph.identity.representatives import IDENTITIES
from ...graph.loading.held import counts
from ...graph.status.assessment import Assessment
from ...graph.status.independence import chain
from ...graph.status.provenance import Link as Step
from ...graph.status.provenance import Vertex
from ...graph.view.rows import is_coded
from ...ontology import DCTERMS, RDF, RDFS, WB
from ...ontology.records import Claim, DataSet
from ...ontology.scales import is_unlikely
from ...ontology.texts import primary
from .addresses import path_of
from .answering import Page
from .asking import Asking
from .cards import Card, Link, Speaking, Words, safe
from .lists import claim_rows
from .pictures import PICTURES, drawn
from .reading import Reading

#: How many claims a page shows of each heading; all of them are in a list.
_SHOWN: Final = 6
_MANY: Final = 40
#: The pictures of an incident and of an actor, the first of which a page opens on.
_OF_INCIDENT: Final = ("board", "flow", "timeline", "matrix", "graph", "table")
_OF_ACTOR: Final = ("board", "timeline", "flow", "matrix", "graph", "table")
_COMPARES = ox.NamedNode(WB.compares)

Values_ = Mapping[str, Any]


class Details:
    """What pages of things are made of: the reading, its words, and the values of the thing."""

    def __init__(self, page: Page, found: Sequence[Found]) -> None:
        self.page = page
        self.asking: Asking = page.asking
        self.reading: Reading = page.reading
        self.facts = page.reading.facts
        self.speaking = Speaking(page.asking, page.reading)
        self.found = found
        self.iris = [each.iri for each in found]
        self.iri = self.reading.shown.representative(found[0].iri)
        self.values = Values(page.reading.store)
        self.values.read(self.iris)

    def text(self, property_: str) -> Words:
        """Return a text of the thing in the reader's language; of several things, the first that has any."""
        texts = (self.values.texts(iri, property_) for iri in self.iris)
        return self.speaking.text(next(filter(None, texts), {}))

    def one(self, property_: str) -> str:
        """Return the value of a property."""
        return next(filter(None, (self.values.one(iri, property_) for iri in self.iris)), "")

    def cards(self, iris: Iterable[str]) -> list[Card]:
        """Return claims as they are shown."""
        return [self.speaking.card(row) for row in claim_rows(self.reading, list(iris))]

    def claims(self, *dimensions: str) -> list[str]:
        """Return the claims (IRIs) that have the thing in some dimensions, in order of date."""
        claims = self.reading.claims
        return claims.at(_joined(claims.having(dimension, self.iri) for dimension in dimensions))

    def some(self, iris: Sequence[str], most: int = _MANY, **query: str) -> Mapping[str, Any]:
        """Return the latest claims with how many there are, and where all of them are listed."""
        return {
            "cards": self.cards(iris[-most:]),
            "total": len(iris),
            "left_out": max(0, len(iris) - most),
            "all": self.asking.href("/claims", **query),
        }

    def picture(self, names: Sequence[str], claims: Sequence[str]) -> Mapping[str, Any]:
        """Return the picture that is asked for, the first if none is, and links to the others; nothing for no claims."""
        wanted = self.asking.one("picture", names[0])
        shown = wanted if wanted in PICTURES and wanted in names else names[0]
        if not claims:
            return {"drawn": None}
        words = self.speaking.say.view["page"]
        tabs = [
            (name, words["pictures"][name], self.asking.again(picture=None if name == names[0] else name))
            for name in names
        ]
        return {
            "name": shown,
            "says": words["picturesSay"][shown],
            "tabs": tabs,
            "drawn": drawn(self.reading, self.asking, shown, self.iri, claims),
        }

    def allegation(self, each: Assessment) -> Mapping[str, Any]:
        """Return an allegation as lists show it."""
        made, speaking = each.allegation, self.speaking
        label, means = speaking.status(each.status.label)
        return {
            "href": self.asking.href(path_of(made.iri)),
            "accused": speaking.label(made.accused),
            "incident": speaking.named(made.incident),
            "role": speaking.say.view["pictures"]["roles"].get(made.role, made.role),
            "status": label,
            "contested": each.is_contested,
            "means": means,
            "claims": len(each.status.claims),
            "origins": each.origins,
            "findings": [self.finding(each_) for each_ in each.findings],
        }

    def finding(self, found: Any) -> str:
        """Return what a court decided, in words."""
        outcome = self.speaking.say.view["pictures"]["outcomes"].get(found.outcome, found.outcome)
        return f"{outcome} ({', '.join(filter(None, (found.by, self.speaking.say.date(found.date))))})"

    def allegations(self, found: Iterable[Assessment]) -> list[Mapping[str, Any]]:
        """Return allegations as lists show them, the most spoken of first."""
        return [self.allegation(each) for each in sorted(found, key=lambda each: -len(each.status.claims))]


def _joined(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


# ------------------------------------------------------------------------------------------------------------ actors


def actor(details: Details) -> Values_:
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
            ("parts", speaking.links(below[:_MANY])),
            ("victimof", speaking.links(victim_of[:_MANY])),
        ],
        "wikidata": wikidata,
        "members": list(_members(details)),
        "allegations": details.allegations(details.reading.against(details.iri)),
        "allallegations": asking.href("/allegations", actor=key),
        "sections": _sections(details, touching, own),
        "total": len(touching),
        "all": asking.href("/claims", actor=key),
        "network": asking.href(path_of(details.iri, ".gexf")),
        "picture": details.picture(_OF_ACTOR, touching),
    }


def _names(details: Details) -> Iterator[tuple[Words, str]]:
    """Yield the other names of an actor, each with who gives it, where that is known."""
    store, speaking = details.reading.store, details.speaking
    own = speaking.label(details.iri)
    found: dict[tuple[str, str], set[str]] = {}
    for iri in details.iris:
        for quad in store.find(None, ox.NamedNode(WB.naming), ox.NamedNode(iri)):
            by = [getattr(each.object, "value", "") for each in store.find(quad.subject, ox.NamedNode(WB.namedBy))]
            for name in store.find(quad.subject, ox.NamedNode(RDF + "value")):
                if isinstance(name.object, ox.Literal) and name.object.value != own:
                    key = name.object.value, name.object.language or ""
                    found.setdefault(key, set()).update(map(details.reading.shown.representative, by))
    for (name, lang), by in sorted(found.items()):
        yield Words(name, lang if lang != speaking.say.lang else ""), ", ".join(sorted(map(speaking.label, by)))


def _members(details: Details) -> Iterator[Mapping[str, str]]:
    """Yield the actors of data sets that count as this one, and why, where there are several."""
    if len(details.found) < 2:
        return
    store = details.reading.store
    for each in details.found:
        why = set()
        for quad in store.find(None, _COMPARES, ox.NamedNode(each.iri), ox.NamedNode(IDENTITIES)):
            for property_ in (RDFS + "label", WB.reason):
                why |= {getattr(known.object, "value", "") for known in store.find(quad.subject, ox.NamedNode(property_))}
        yield {"key": key_of(each.iri), "label": each.label, "href": details.asking.href(path_of(each.iri, ".ttl")), "why": "; ".join(sorted(why))}


def _sections(details: Details, touching: Sequence[str], own: Collection[str]) -> list[Mapping[str, Any]]:
    """Return the claims that concern an actor by what they are to it, the latest few of each; and how many there are."""
    facts = details.facts
    by: dict[str, list[str]] = {name: [] for name in RELATIONS}
    for iri in touching:
        by[_relation(facts.claims[iri], details, own)].append(iri)
    shown = {iri for iris in by.values() for iri in iris[-_SHOWN:]}
    cards = {card.iri: card for card in details.cards(sorted(shown))}
    return [
        {
            "name": name,
            "total": len(iris),
            "left_out": max(0, len(iris) - _SHOWN),
            "cards": [cards[iri] for iri in iris[-_SHOWN:] if iri in cards],
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


# --------------------------------------------------------------------------------------------------------- incidents


def incident(details: Details) -> Values_:
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
        "picture": details.picture(_OF_INCIDENT, claims),
    }


def _namesakes(details: Details) -> list[Link]:
    """Return the incidents of other data sets that are called the same."""
    facts, own = details.facts, details.facts.incidents[details.iri]
    others = (iri for iri, each in facts.incidents.items() if each.label == own.label and iri != details.iri)
    return [Link(Words(key_of(iri)), details.asking.href(path_of(iri))) for iri in others]


# ------------------------------------------------------------------------------------------------------- allegations


def allegation(details: Details) -> Values_:
    """Return what is shown of an allegation."""
    speaking, record = details.speaking, details.facts.allegations[details.iri]
    each = details.reading.assessments.get(details.iri)
    claims = details.claims("allegation")
    rivals = details.reading.index.rivals.get(details.iri, ())
    missing = next((one for one in details.reading.unanswered if one.allegation.iri == details.iri), None)
    return {
        "title": speaking.alleged(record.accused, record.role, record.incident),
        "accused": speaking.link(record.accused),
        "incident": speaking.link(record.incident),
        "assessed": details.allegation(each) if each else None,
        "possible": _possible(details, each) if each else "",
        "denied": each.denied if each else "",
        "conditions": each.conditions if each else (),
        "lines": [_line(details, line) for line in each.origins.lines] if each else [],
        "sides": list(_sides(details, each, claims)),
        "rivals": [_rival(details, iri) for iri in rivals if iri in details.facts.allegations],
        "missing": sorted(missing.missing) if missing else [],
        "total": len(claims),
        "all": details.asking.href("/claims", allegation=key_of(details.iri)),
    }


def _possible(details: Details, each: Assessment) -> str:
    same = each.status.possible_label == each.status.label
    return "" if same else details.speaking.status(each.status.possible_label)[0]


def _rival(details: Details, iri: str) -> tuple[Link, str]:
    record, each = details.facts.allegations[iri], details.reading.assessments.get(iri)
    words = Words(details.speaking.alleged(record.accused, record.role, record.incident))
    label = details.speaking.status(each.status.label)[0] if each else ""
    return Link(words, details.asking.href(path_of(iri))), label


#: The claims that set a part of a status, and those that do not, in the order in which they are told.
_SIDES: Final = ("attributed", "self_claimed", "denied", "challenged", "rivalled")


def _sides(details: Details, each: Assessment | None, claims: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the claims for and against an allegation, by what they do to its status, and then the others about it."""
    told: set[str] = set()
    reasons = each.reasons if each else {}
    for side in _SIDES:
        iris = [iri for iri in reasons.get(side, ()) if iri in details.facts.claims]
        told |= set(iris)
        if iris:
            yield {"name": side, **details.some(iris, incident=key_of(details.facts.allegations[details.iri].incident))}
    rest = [iri for iri in dict.fromkeys((*claims, *(each.status.claims if each else ()))) if iri not in told]
    rest = [iri for iri in rest if iri in details.facts.claims]
    if rest:
        yield {"name": "others", **details.some(rest, allegation=key_of(details.iri))}


def _line(details: Details, line: Any) -> list[tuple[str, str, str]]:
    """Return an independent path, step by step: what it is, its name, and where its page is."""
    steps = [Vertex("principal", line.principal or ""), line.root, *line.route]
    told = [(step.kind, *_vertex(details, step)) for step in steps if step.kind != "allegation"]
    return [next(group) for _, group in groupby(told, key=lambda step: step[1])]


def _vertex(details: Details, step: Vertex) -> tuple[str, str]:
    if not step.iri:
        return details.speaking.say("unknownorigin"), ""
    first = step.iri.split()[0]
    if step.kind == "claim":
        words = details.speaking.said(details.facts.claims[first]).text if first in details.facts.claims else first
        return words, details.asking.href(path_of(first))
    return details.speaking.joint(step.iri.split()), details.asking.href(path_of(first))


# ------------------------------------------------------------------------------------------------------------ claims


def claim(details: Details) -> Values_:
    """Return what is shown of a claim."""
    speaking, facts, iri = details.speaking, details.facts, details.iri
    record = facts.claims[iri]
    card = details.cards([iri])[0]
    answered = [other for other in card_answers(record) if other in facts.claims]
    doubted = [other for other in record.challenges if other in facts.allegations or other in facts.evidence]
    answers = details.reading.claims.with_("answered", iri)
    return {
        "title": card.said.text,
        "titlelang": card.said.lang,
        "card": card,
        "means": speaking.say.means("acts", record.act),
        "speakers": speaking.links(record.speakers),
        "accused": speaking.links(record.accused),
        "incident": speaking.link(record.incident) if record.incident else None,
        "told": speaking.links(record.as_told_by),
        "form": speaking.say.term("forms", record.form) if record.form else "",
        "outcome": speaking.say.view["pictures"]["outcomes"].get(record.outcome or "", record.outcome or ""),
        "public": speaking.say.date(str(record.public_on)) if record.public_on else "",
        "about": [
            details.allegation(details.reading.assessments[each])
            for each in record.about
            if each in details.reading.assessments
        ],
        "doubted": [speaking.link(other) for other in doubted],
        "places": list(_places(details)),
        "evidence": [(speaking.link(each), facts.evidence[each].disclosed) for each in record.evidence if each in facts.evidence],
        "answers": details.cards(answered),
        "answered": details.some(answers),
        "steps": list(_steps(details, chain(facts, iri))),
        "recorded": speaking.say.date(record.recorded_on.date().isoformat()) if record.recorded_on else "",
        "versions": list(_versions(details)),
        "coded": is_coded(record, facts),
    }


def card_answers(record: Claim) -> Iterator[str]:
    """Yield what a claim answers, backs, doubts or takes back."""
    yield from dict.fromkeys((*record.responds_to, *record.challenges, *record.endorses, *record.withdraws))


def _places(details: Details) -> Iterator[tuple[str, Link | None]]:
    """Yield where in which source a claim stands."""
    nodes = details.values.all(details.iri, WB.passage)
    values = Values(details.reading.store)
    values.read(nodes)
    words = details.speaking.say.view["page"]["place"]
    for node in nodes:
        section, paragraph, start, end = (
            values.one(node, each) for each in (WB.section, WB.paragraph, WB.start, WB.end)
        )
        parts = [
            words["section"].format(section) if section else "",
            words["paragraph"].format(paragraph) if paragraph else "",
            words["characters"].format(f"{start}–{end}") if start else "",
        ]
        source = values.one(node, WB.source)
        yield ", ".join(filter(None, parts)), details.speaking.link(source) if source else None


def _steps(details: Details, first: Step) -> Iterator[tuple[int, str, str, str]]:
    """Yield what a claim rests on, step by step: how deep, how, what, and where its page is."""
    pending = [(step, 0) for step in first.rests_on]
    relations = details.speaking.say.own["steps"]
    while pending:
        step, depth = pending.pop(0)
        name = details.speaking.label(step.iri) if step.iri else details.speaking.say("unknownorigin")
        href = details.asking.href(path_of(step.iri)) if step.iri else ""
        yield depth, relations.get(step.relation, step.relation), name, href
        pending[:0] = [(each, depth + 1) for each in step.rests_on]


def _versions(details: Details) -> Iterator[Mapping[str, str]]:
    """Yield the earlier versions of a claim, as they were recorded here, the latest first."""
    history = details.reading.whole.store.generation.history
    found = [quad.subject.value for quad in history.find(None, ox.NamedNode(WB.versionOf), ox.NamedNode(details.iri))]
    values = Values(history)
    values.read(found)
    say = details.speaking.say
    for iri in sorted(found, key=lambda iri: values.one(iri, WB.closedOn), reverse=True):
        yield {
            "said": values.label(iri),
            "summary": primary(values.texts(iri, WB.summary)),
            "from": say.date(values.one(iri, WB.recordedOn)[:10]),
            "to": say.date(values.one(iri, WB.closedOn)[:10]),
        }


# -------------------------------------------------------------------------------------- sources, evidence, data sets


def source(details: Details) -> Values_:
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
            ("restson", speaking.links(rests[:_MANY])),
            ("repeatedby", speaking.links(repeats[:_MANY])),
            ("corrects", speaking.links(record.corrects)),
            ("correctedby", speaking.links(corrected)),
        ],
        "claims": details.some(details.claims("source"), source=key_of(details.iri)),
    }


def evidence(details: Details) -> Values_:
    """Return what is shown of a piece of evidence."""
    record = details.facts.evidence[details.iri]
    return {
        "title": record.label,
        "about": details.text(WB.summary),
        "held": details.speaking.link(record.held_by) if record.held_by else None,
        "disclosed": record.disclosed,
        "claims": details.some(details.claims("evidence"), evidence=key_of(details.iri)),
    }


def dataset(page: Page, described: DataSet) -> Values_:
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
        "uses": [Link(Words(names.get(iri, iri)), asking.href(path_of(iri))) for iri in described.uses_actors_of],
        "lists": [(name, asking.href(f"/{name}", dataset=described.name)) for name in ("incidents", "allegations", "claims", "actors", "sources", "evidence")],
    }  # fmt: skip


#: What is shown of each kind of thing.
DETAILS: Final[Mapping[str, Callable[[Details], Values_]]] = {
    "actor": actor,
    "incident": incident,
    "allegation": allegation,
    "claim": claim,
    "source": source,
    "evidence": evidence,
}
__all__ = ["DETAILS", "Details", "dataset", "namesakes"]
