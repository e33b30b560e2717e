"""Records as STIX 2.1 objects. Each carries the whole record in our extension; what STIX itself says is said as well.

An actor is an identity, which says nothing about it. STIX lets campaigns and intrusion sets be attributed to threat
actors only, so whoever is accused of one has a second object, a threat actor, that stands for the accused in the
accusation. No object of ours says that anybody did anything: relationships do, each by its speaker. What STIX has no
object for is a note, so that every program can read a bundle that knows the objects of STIX and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ....ontology.acts import ACTS, ALLEGING, REACTING, ROLES, WITHDRAWING, Does
from ....ontology.json import AUTHOR, EXTENSION
from ....ontology.records import (
    Actor,
    Claim,
    DataSet,
    Identity,
    Incident,
    Record,
    Source,
)
from ...status.claims import endings, live
from ...store.clocks import claim_date
from ..waiting.shelf import Shelf
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
)
from .words import (
    answered,
    entry_of,
    identity_of,
    link_of,
    named,
    remarked,
    said_on,
    sure,
    touched,
    type_of,
    worded,
    wording,
)

#: How things lead to claims: a source to those that it carries, an allegation to those that make it.
_CARRIES: Final = "carries"
_MAKES: Final = "is made by"
#: The type of the object that stands for an actor in what it is accused of.
ACCUSED: Final = "threat-actor"
_ONLY_ACCUSED = "Accused in statements of this bundle, which does not say that it did anything."
#: Roles of which "attributed to" would say too much: STIX means by it that somebody took part in carrying it out.
_WEAKER_ROLES = frozenset(name for name, role in ROLES.items() if not role.takes_part)
_OPINIONS: dict[Does, str] = {"denies": "strongly-disagree", "doubts": "disagree", "backs": "agree"}


class Objects:
    """Makes the objects of the records of one graph."""

    def __init__(self, shelf: Shelf) -> None:
        self.facts = shelf.facts()
        self._linked = shelf.linked
        self._accused: set[str] = set()
        self._withdrawals: dict[str, Claim] = {}
        shelf.link((*lead, claim.iri) for claim in self.facts.claims.values() for lead in self._leads(claim))
        part = replace(self.facts, claims=self._withdrawals | self._withdrawn())
        self._ended = endings(part)
        self._revoked = part.claims.keys() - live(part)

    def _leads(self, claim: Claim) -> Iterator[tuple[str, str]]:
        """Yield the sources that carry a claim and the allegations that it makes; keep what else it says of others."""
        yield from ((_CARRIES, source) for source in claim.made_in)
        if claim.act in WITHDRAWING:
            self._withdrawals[claim.iri] = claim
        if self._is_link(claim):
            yield from ((_MAKES, allegation) for allegation in claim.about)
            self._accused.update(iri for iri in claim.accused if self._target(claim, iri) == ACCUSED)

    def _withdrawn(self) -> dict[str, Claim]:
        named = (iri for claim in self._withdrawals.values() for iri in claim.withdraws)
        return {iri: self.facts.claims[iri] for iri in named if iri in self.facts.claims}

    def objects(self, record: Record | DataSet, dataset: DataSet) -> Iterator[Object]:
        """Yield what stands for a record: the object that carries it comes first."""
        made = list(self._objects(record)) or [self._remark(record, identifier("note", record.iri))]
        carry(made[0], record, dataset)
        for further in made[1:]:
            further["extensions"] = {EXTENSION: {"extension_type": "property-extension", "dataset": dataset.name}}
        since = list(recorded(record, dataset))
        for item in made:
            item["modified"] = max(item["modified"], item["created"], *since)
            yield item

    def carrier(self, record: Record | DataSet, dataset: DataSet) -> Object:
        """Return a note that carries a record: what a data set says of a thing that another one has as well."""
        item = self._remark(record, identifier("note", record.iri, dataset.iri))
        carry(item, record, dataset)
        item["modified"] = max(item["modified"], *recorded(record, dataset))
        return item

    def _remark(self, record: Record | DataSet, id_: str) -> Object:
        """Return what STIX has no object for, in words, on the objects of what it is about."""
        refs = sorted({ref for iri in touched(record) for ref in self._standing_for(iri)})
        kind = type(record).__name__.lower()
        return stix_object("note", id_, UNDATED, abstract=kind, content=worded(record), object_refs=refs or [AUTHOR])

    def _standing_for(self, iri: str) -> list[str]:
        """Return the ids of the objects of a thing, if it is on record."""
        if iri in self.facts.actors:
            return [identifier("identity", iri)]
        if iri in self.facts.incidents:
            return [self._incident_id(self.facts.incidents[iri])]
        if iri in self.facts.sources:
            return [self._source_id(self.facts.sources[iri])]
        return self._refs(self.facts.claims[iri]) if iri in self.facts.claims else []

    def _objects(self, record: Record | DataSet) -> Iterator[Object]:
        match record:
            case Actor():
                yield from self._actor(record)
            case Incident():
                yield self._incident(record)
                yield from self._victims(record)
            case Source():
                yield from self._report(record)
            case Identity():
                yield from self._identity(record)
            case Claim():
                yield from self._claim(record)

    # ------------------------------------------------------------------------------------------ actors and incidents

    def _actor(self, actor: Actor) -> Iterator[Object]:
        yield identity_of(actor)
        if actor.iri in self._accused:
            aliases = sorted({name.value for name in actor.names} - {actor.label})
            told = {"name": named(actor), "description": _ONLY_ACCUSED, **entry_of(actor), **listed("aliases", aliases)}
            yield stix_object(ACCUSED, identifier(ACCUSED, actor.iri), UNDATED, **told)

    def _incident(self, incident: Incident) -> Object:
        type_ = type_of(incident)
        group = self.facts.actors.get(incident.activity_of or "")
        name = named(group) if type_ == "intrusion-set" and group else named(incident)
        item = stix_object(type_, self._incident_id(incident), UNDATED, name=name, **described(incident.description))
        begin, end = day(incident.occurred_from), day(incident.occurred_to)
        if type_ != "incident":
            item |= {"first_seen": begin} if begin else {}
            item |= {"last_seen": end} if end and (not begin or begin <= end) else {}
        return item

    def _victims(self, incident: Incident) -> Iterator[Object]:
        """Yield whom an incident harmed; of the activity of a group that would say that the group did it."""
        if type_of(incident) != "intrusion-set":
            for victim in sorted(set(incident.victims) & self.facts.actors.keys()):
                id_, place = identifier("relationship", incident.iri, victim), self._incident_id(incident)
                yield relationship(id_, "targets", place, identifier("identity", victim), UNDATED, {})

    def _incident_id(self, incident: Incident) -> str:
        return identifier(type_of(incident), incident.iri)

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
        """Yield a source of which the day is known, and in which something was said."""
        published = day(source.published)
        made = {ref for claim in self._linked(_CARRIES, source.iri) for ref in self._refs(self.facts.claims[claim])}
        if published and made:
            item = stix_object(
                "report",
                self._source_id(source),
                published,
                name=named(source),
                report_types=["threat-actor"],
                published=published,
                object_refs=sorted(made),
            )
            url = uri(source.url)
            reference = [{"source_name": source_name(named(source)), "url": url}] if url else []
            yield item | self._by(source.publisher) | listed("external_references", reference)

    def _source_id(self, source: Source) -> str:
        is_report = day(source.published) and self._linked(_CARRIES, source.iri)
        return identifier("report" if is_report else "note", source.iri)

    def _references(self, sources: Iterable[str]) -> Object:
        """Return the sources of a claim as external references."""
        found = [self.facts.sources[iri] for iri in sources if iri in self.facts.sources]
        references = []
        for source in found:
            publisher = self.facts.actors.get(source.publisher or "")
            name = source_name(named(publisher) if publisher else "source")
            url = uri(source.url)
            references.append({"source_name": name, "description": named(source)} | ({"url": url} if url else {}))
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
            item |= (
                self._by(claim.speakers[0]) | self._authors(item, claim) | self._references(claim.made_in) | sure(claim)
            )
            if claim.iri in self._revoked:
                item["revoked"] = True
                item["modified"] = max(item["modified"], *self._ends(claim.iri))
            yield item

    def _ends(self, claim: str) -> Iterator[str]:
        """Yield when the withdrawals were made, as far as the days are known."""
        for iri in self._ended.get(claim, ()):
            yield day(claim_date(self.facts.claims[iri], self.facts)) or ""

    def _is_link(self, claim: Claim) -> bool:
        """Return whether a claim says that somebody did something, of which all parts are on record."""
        is_known = claim.incident in self.facts.incidents and all(iri in self.facts.actors for iri in claim.accused)
        return claim.act in ALLEGING and is_known and bool(claim.accused)

    def _accusations(self, claim: Claim) -> Iterator[Object]:
        """Yield one relationship for each of the accused: usually one."""
        incident = self.facts.incidents[str(claim.incident)]
        for number, accused in enumerate(sorted(claim.accused)):
            yield relationship(
                self._link_ids(claim)[number],
                self._relationship(claim, accused),
                self._incident_id(incident),
                identifier(self._target(claim, accused), accused),
                said_on(claim),
                {"description": wording(claim)},
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
        is_attack = type_of(self.facts.incidents[str(claim.incident)]) != "incident"
        return ACCUSED if is_attack and self._relationship(claim, accused) == "attributed-to" else "identity"

    def _refs(self, claim: Claim) -> list[str]:
        """Return the ids of the objects that a claim is."""
        if self._is_link(claim):
            return self._link_ids(claim)
        is_opinion = claim.act in REACTING and self._is_known(answered(claim), claim)
        return [identifier("opinion" if is_opinion else "note", claim.iri)]

    def _opinion(self, claim: Claim) -> list[Object]:
        """On the claims that are named, else on those that assert what it is about."""
        refs = {ref for iri in answered(claim) if iri != claim.iri for ref in self._opined(iri)}
        if not refs:
            return []
        view = {"opinion": _OPINIONS[ACTS[claim.act].does], "explanation": wording(claim), "object_refs": sorted(refs)}
        return [stix_object("opinion", identifier("opinion", claim.iri), said_on(claim), **view)]

    def _note(self, claim: Claim) -> list[Object]:
        """On the claims that it names and the incident that it is about; else on its speaker."""
        if not self._is_on_something(claim):
            return []
        refs = {ref for iri in remarked(claim) if iri != claim.iri for ref in self._opined(iri)}
        incident = self.facts.incidents.get(claim.incident or "")
        refs |= {self._incident_id(incident)} if incident else set()
        speakers = {identifier("identity", speaker) for speaker in claim.speakers}
        content = {"content": wording(claim), "object_refs": sorted(refs or speakers)}
        abstract = {"abstract": claim.label} if claim.label else {}
        return [stix_object("note", identifier("note", claim.iri), said_on(claim), **abstract, **content)]

    def _opined(self, iri: str) -> list[str]:
        """Return the objects of a claim or piece of evidence; for an allegation, those of the claims that assert it."""
        if iri in self.facts.claims:
            return self._refs(self.facts.claims[iri])
        if iri in self.facts.allegations:
            asserting = [ref for claim in self._linked(_MAKES, iri) for ref in self._refs(self.facts.claims[claim])]
            return asserting or [identifier("note", iri)]
        return [identifier("note", iri)] if iri in self.facts.evidence else []

    def _is_known(self, iris: Iterable[str], claim: Claim) -> bool:
        """Return whether any of the things that a claim names, other than itself, is on record."""
        known = (self.facts.claims, self.facts.allegations, self.facts.evidence)
        return any(iri != claim.iri and any(iri in kind for kind in known) for iri in iris)

    def _is_on_something(self, claim: Claim) -> bool:
        is_placed = claim.incident in self.facts.incidents or any(
            speaker in self.facts.actors for speaker in claim.speakers
        )
        return is_placed or self._is_known(remarked(claim), claim)

    def _authors(self, item: Object, claim: Claim) -> Object:
        """Return all who spoke together, where STIX has a place for their names."""
        together = [self.facts.label(speaker) for speaker in claim.speakers] if len(claim.speakers) > 1 else []
        return {"authors": together} if together and item["type"] in ("opinion", "note") else {}

    def _by(self, actor: str | None) -> Object:
        return {"created_by_ref": identifier("identity", actor)} if actor in self.facts.actors else {}
