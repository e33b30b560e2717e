"""Records as STIX 2.1 objects. Each carries the whole record in our extension; what STIX itself says is said as well.

An actor is an identity, which says nothing about it. STIX lets campaigns and intrusion sets be attributed to threat
actors only, so whoever is accused of one has a second object, a threat actor, that stands for the accused in the
accusation. No object of ours says that anybody did anything: relationships do, each by its speaker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ....ontology.acts import ACTS, ALLEGING, REACTING, ROLES, Does
from ....ontology.json import CARRIER, EXTENSION
from ....ontology.records import Actor, Claim, DataSet, Identity, Incident, Record, Source, primary
from ...status.claims import endings, live
from ...store.clocks import claim_date
from ...store.facts import Facts
from .parts import (
    UNDATED,
    Object,
    carry,
    day,
    described,
    identifier,
    listed,
    recorded,
    relationship,
    source_name,
    stix_object,
    uri,
    wikidata,
)

_VERDICTS = {"same": "duplicate-of", "similar": "related-to"}
#: The type of the object that stands for an actor in what it is accused of.
ACCUSED: Final = "threat-actor"
_ONLY_ACCUSED = "Accused in statements of this bundle, which does not say that it did anything."
_CLASSES = {"person": "individual", "group": "group", "persona": "unknown", "unnamed": "unknown"}
#: Incidents that nobody need have meant as an attack; the others are campaigns.
_NO_ATTACKS = ("release", "cancellation", "decision", "warning")
#: Roles of which "attributed to" would say too much: STIX means by it that somebody took part in carrying it out.
_WEAKER_ROLES = frozenset(name for name, role in ROLES.items() if not role.takes_part)
_OPINIONS: dict[Does, str] = {"denies": "strongly-disagree", "doubts": "disagree", "backs": "agree"}


class Objects:
    """Makes the objects of the records of one graph."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._ended = endings(facts)
        self._revoked = facts.claims.keys() - live(facts)
        self._asserting: dict[str, list[str]] = defaultdict(list)
        self._made_in: dict[str, list[str]] = defaultdict(list)
        self._accused: set[str] = set()
        for claim in sorted(facts.claims.values(), key=lambda claim: claim.iri):
            for source in claim.made_in:
                self._made_in[source].append(claim.iri)
            if self._is_link(claim):
                for allegation in claim.about:
                    self._asserting[allegation].append(claim.iri)
                self._accused.update(iri for iri in claim.accused if self._target(claim, iri) == ACCUSED)

    def objects(self, record: Record | DataSet, dataset: DataSet) -> Iterator[Object]:
        """What stands for a record: the object that carries it comes first."""
        made = list(self._objects(record))
        first = made[0] if made else stix_object(CARRIER, identifier(CARRIER, record.iri), UNDATED)
        carry(first, record, dataset, "property-extension" if made else "new-sdo")
        for further in made[1:]:
            further["extensions"] = {EXTENSION: {"extension_type": "property-extension", "dataset": dataset.name}}
        for item in (first, *made[1:]):
            item["modified"] = max(item["modified"], item["created"], *recorded(record, dataset))
            yield item

    def carrier(self, record: Record | DataSet, dataset: DataSet) -> Object:
        """An object that only carries a record: of what a data set says of a thing that another one has as well."""
        item = stix_object(CARRIER, identifier(CARRIER, record.iri, dataset.iri), UNDATED)
        carry(item, record, dataset, "new-sdo")
        item["modified"] = max(item["modified"], *recorded(record, dataset))
        return item

    def _objects(self, record: Record | DataSet) -> Iterator[Object]:
        match record:
            case Actor():
                yield from self._actor(record)
            case Incident():
                yield self._incident(record)
            case Source():
                yield from self._report(record)
            case Identity():
                yield from self._identity(record)
            case Claim():
                yield from self._claim(record)

    # ------------------------------------------------------------------------------------------ actors and incidents

    def _actor(self, actor: Actor) -> Iterator[Object]:
        entry = listed("external_references", [wikidata(actor.wikidata)] if actor.wikidata else [])
        told = {"name": _named(actor), **described(actor.description), **entry}
        class_ = _CLASSES.get(actor.kind, "organization")
        yield stix_object("identity", identifier("identity", actor.iri), UNDATED, **told, identity_class=class_)
        if actor.iri in self._accused:
            aliases = sorted({name.value for name in actor.names} - {actor.label})
            told |= {"description": _ONLY_ACCUSED} | listed("aliases", aliases)
            yield stix_object(ACCUSED, identifier(ACCUSED, actor.iri), UNDATED, **told)

    def _incident(self, incident: Incident) -> Object:
        type_ = _type_of(incident)
        group = self.facts.actors.get(incident.activity_of or "")
        name = _named(group) if type_ == "intrusion-set" and group else _named(incident)
        item = stix_object(type_, self._incident_id(incident), UNDATED, name=name, **described(incident.description))
        begin, end = day(incident.occurred_from), day(incident.occurred_to)
        if type_ != "incident":
            item |= {"first_seen": begin} if begin else {}
            item |= {"last_seen": end} if end and (not begin or begin <= end) else {}
        return item

    def _incident_id(self, incident: Incident) -> str:
        return identifier(_type_of(incident), incident.iri)

    def _identity(self, identity: Identity) -> Iterator[Object]:
        kind = link_of(identity)
        ends = [actor for actor in identity.actors if actor in self.facts.actors]
        if kind and len(ends) == len(identity.actors) == 2:
            one, other = (identifier("identity", actor) for actor in ends)
            id_ = identifier("relationship", identity.iri)
            link = relationship(id_, kind, one, other, UNDATED, {"description": identity.label})
            yield link | self._by(identity.identified_by)

    # ------------------------------------------------------------------------------------------------------ sources

    def _report(self, source: Source) -> Iterator[Object]:
        """A source of which the day is known, and in which something was said."""
        published = day(source.published)
        made = {ref for claim in self._made_in[source.iri] for ref in self._refs(self.facts.claims[claim])}
        if published and made:
            item = stix_object(
                "report",
                identifier("report", source.iri),
                published,
                name=_named(source),
                report_types=["threat-actor"],
                published=published,
                object_refs=sorted(made),
            )
            url = uri(source.url)
            reference = [{"source_name": source_name(_named(source)), "url": url}] if url else []
            yield item | self._by(source.publisher) | listed("external_references", reference)

    def _references(self, sources: Iterable[str]) -> Object:
        """The sources of a claim as external references."""
        found = [self.facts.sources[iri] for iri in sources if iri in self.facts.sources]
        references = []
        for source in found:
            publisher = self.facts.actors.get(source.publisher or "")
            name = source_name(_named(publisher) if publisher else "source")
            url = uri(source.url)
            references.append({"source_name": name, "description": _named(source)} | ({"url": url} if url else {}))
        return listed("external_references", references)

    # ------------------------------------------------------------------------------------------------------- claims

    def _claim(self, claim: Claim) -> Iterator[Object]:
        if self._is_link(claim):
            said = list(self._accusations(claim))
        elif claim.act in REACTING:
            said = self._opinion(claim)
        else:
            said = self._note(claim)
        for item in said:
            item |= self._by(claim.speaker) | self._references(claim.made_in) | _sure(claim)
            if claim.iri in self._revoked:
                item["revoked"] = True
                item["modified"] = max(item["modified"], *self._ends(claim.iri))
            yield item

    def _ends(self, claim: str) -> Iterator[str]:
        """When the withdrawals were made, as far as the days are known."""
        for iri in self._ended[claim]:
            yield day(claim_date(self.facts.claims[iri], self.facts)) or ""

    def _is_link(self, claim: Claim) -> bool:
        """Whether a claim says that somebody did something, of which all parts are on record."""
        is_known = claim.incident in self.facts.incidents and all(iri in self.facts.actors for iri in claim.accused)
        return claim.act in ALLEGING and is_known and bool(claim.accused)

    def _accusations(self, claim: Claim) -> Iterator[Object]:
        """One relationship for each of the accused: usually one."""
        incident = self.facts.incidents[str(claim.incident)]
        for number, accused in enumerate(sorted(claim.accused)):
            yield relationship(
                self._link_ids(claim)[number],
                self._relationship(claim, accused),
                self._incident_id(incident),
                identifier(self._target(claim, accused), accused),
                _said_on(claim),
                {"description": _wording(claim)},
            )

    def _link_ids(self, claim: Claim) -> list[str]:
        parts = ["", *sorted(claim.accused)[1:]]
        return [identifier("relationship", claim.iri, part) for part in parts]

    def _relationship(self, claim: Claim, accused: str) -> str:
        allegations = filter(None, map(self.facts.allegations.get, claim.about))
        roles = {allegation.role for allegation in allegations if allegation.accused == accused}
        return "related-to" if roles and roles.issubset(_WEAKER_ROLES) else "attributed-to"

    def _target(self, claim: Claim, accused: str) -> str:
        """As what the accused stands in the accusation: a threat actor only where STIX wants one."""
        is_attack = _type_of(self.facts.incidents[str(claim.incident)]) != "incident"
        return ACCUSED if is_attack and self._relationship(claim, accused) == "attributed-to" else "identity"

    def _refs(self, claim: Claim) -> list[str]:
        """The ids of the objects that a claim is."""
        if self._is_link(claim):
            return self._link_ids(claim)
        type_ = "opinion" if claim.act in REACTING else "note"
        speaks_of = self._is_known(_answered(claim), claim) if type_ == "opinion" else self._is_on_something(claim)
        return [identifier(type_ if speaks_of else CARRIER, claim.iri)]

    def _opinion(self, claim: Claim) -> list[Object]:
        """On the claims that are named, else on those that assert what it is about."""
        refs = {ref for iri in _answered(claim) if iri != claim.iri for ref in self._opined(iri)}
        if not refs:
            return []
        view = {"opinion": _OPINIONS[ACTS[claim.act].does], "explanation": _wording(claim), "object_refs": sorted(refs)}
        return [stix_object("opinion", identifier("opinion", claim.iri), _said_on(claim), **view)]

    def _note(self, claim: Claim) -> list[Object]:
        """On the claims that it names and the incident that it is about; else on its speaker."""
        if not self._is_on_something(claim):
            return []
        refs = {ref for iri in _remarked(claim) if iri != claim.iri for ref in self._opined(iri)}
        incident = self.facts.incidents.get(claim.incident or "")
        refs |= {self._incident_id(incident)} if incident else set()
        content = {"content": _wording(claim), "object_refs": sorted(refs or {identifier("identity", claim.speaker)})}
        abstract = {"abstract": claim.label} if claim.label else {}
        return [stix_object("note", identifier("note", claim.iri), _said_on(claim), **abstract, **content)]

    def _opined(self, iri: str) -> list[str]:
        """The objects of a claim or piece of evidence; for an allegation, those of the claims that assert it."""
        if iri in self.facts.claims:
            return self._refs(self.facts.claims[iri])
        if iri in self.facts.allegations:
            asserting = [ref for claim in self._asserting[iri] for ref in self._refs(self.facts.claims[claim])]
            return asserting or [identifier(CARRIER, iri)]
        return [identifier(CARRIER, iri)] if iri in self.facts.evidence else []

    def _is_known(self, iris: Iterable[str], claim: Claim) -> bool:
        """Whether any of the things that a claim names, other than itself, is on record."""
        known = (self.facts.claims, self.facts.allegations, self.facts.evidence)
        return any(iri != claim.iri and any(iri in kind for kind in known) for iri in iris)

    def _is_on_something(self, claim: Claim) -> bool:
        is_placed = claim.incident in self.facts.incidents or claim.speaker in self.facts.actors
        return is_placed or self._is_known(_remarked(claim), claim)

    def _by(self, actor: str | None) -> Object:
        return {"created_by_ref": identifier("identity", actor)} if actor in self.facts.actors else {}


# ----------------------------------------------------------------------------------------------------------- wordings


def link_of(identity: Identity) -> str | None:
    """The relationship that says who is the same as whom; none for what only a comparison of names suggests."""
    return _VERDICTS.get(identity.verdict) if identity.basis in ("stated", "curated") else None


def _type_of(incident: Incident) -> str:
    """All that is put down to a group's name is an intrusion set, and the name is the group's."""
    if incident.kind == "activity" and incident.activity_of:
        return "intrusion-set"
    return "incident" if incident.kind in _NO_ATTACKS else "campaign"


def _answered(claim: Claim) -> tuple[str, ...]:
    named: tuple[str, ...] = getattr(claim, ACTS[claim.act].answers or "about")
    return named or claim.about


def _remarked(claim: Claim) -> tuple[str, ...]:
    return (*claim.withdraws, *claim.responds_to)


def _named(thing: Actor | Incident | Source) -> str:
    return thing.label or thing.iri.rpartition("/")[2]


def _wording(claim: Claim) -> str:
    return primary(claim.summary) or claim.label or claim.act


def _sure(claim: Claim) -> Object:
    value = claim.confidence.value if claim.confidence else None
    return {} if value is None else {"confidence": value}


def _said_on(claim: Claim) -> str:
    return day(claim.stated_on) or UNDATED
