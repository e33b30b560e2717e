"""What STIX objects say: relationships that blame, opinions on them and notes about them, as claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...ontology import wording
from ...ontology.acts import ACTS, DOUBTING
from ...ontology.records import Actor, Allegation, Claim, Identity, Incident, Record, Reliance, Source, digest
from .accusations import Accusation, Accusations, Speaker, acts, confidence_of, day_of, type_of
from .amiss import amiss
from .index import BLAMES, GROUPS, HARMS, INCIDENTS, Index, clean, ref_of, references_of, refs_of, text_of, url_of

_AGREES = {"strongly-agree": "strongly agrees", "agree": "agrees"}
_DISAGREES = {"strongly-disagree": "strongly disagrees", "disagree": "disagrees"}

#: Yielded in the place of a record: why none was made.
Reason = str


class Claims:
    """The claims of one data set."""

    def __init__(self, dataset: str, index: Index) -> None:
        self.index = index
        self.said = Accusations(dataset, index)
        self.iri = self.said.iri

    # ------------------------------------------------------------------------------------------------ relationships

    def relationship(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        """Yield the records of a relationship, or why there are none."""
        kind = text_of(value, "relationship_type")
        if kind in ("revoked-by", "duplicate-of"):
            yield from self._identity(value, bundle)
        elif kind in (*HARMS, *BLAMES) and value.get("source_ref") == value.get("target_ref") is not None:
            yield f"relationship {kind!r}: from an object to itself"
        elif kind in HARMS:
            yield from self._harming(value, bundle)
        elif kind not in BLAMES or _only_stays(value):
            yield f"relationship {kind[:40]!r}: no statement about who did something"
        else:
            said = self.said.accusation(value["id"])
            if said is None:
                yield f"relationship {kind!r}: its source or target is missing, or of a type that it cannot have"
            else:
                yield from self._accusing(value, said, bundle)

    def _accusing(self, value: dict[str, Any], said: Accusation, bundle: Source) -> Iterator[Record | Reason]:
        itself = said.speaker.iri == said.accused
        act = "responsibility" if itself else "attribution"
        charges = [(said.accused_label, said.role)]
        says = wording.predicate(act, said.speaker.label, incident=said.incident_label, charges=charges)
        yield from said.speaker.records
        yield from self._incident_of(value)
        yield from self._accused_of(said)
        yield Allegation(
            iri=said.allegation,
            label=wording.allegation(said.accused_label, said.role, said.incident_label),
            accused=said.accused,
            incident=said.incident,
            role=said.role,
        )
        claim = _about(replace(self._claim(value, act, said.speaker, says, bundle), accused=(said.accused,)), [said])
        yield from self._complete(value, claim, said.speaker, said.incident_label, bundle)
        if value.get("x_mitre_deprecated") is True:
            yield "'x_mitre_deprecated' of a relationship: it does not say that the statement was taken back"

    def _incident_of(self, value: dict[str, Any]) -> Iterator[Incident]:
        """Yield the activity that is put down to the name of a group, where a group is said to be another's."""
        source = value["source_ref"]
        if type_of(source) not in INCIDENTS:
            yield self.said.activity(source)

    def _accused_of(self, said: Accusation) -> Iterator[Actor]:
        """Yield the country that something is said to originate from, which is no actor of STIX."""
        if said.role == "origin":
            yield Actor(iri=said.accused, label=said.accused_label, kind="state")

    def _harming(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        """Yield whom an incident harms, its record says. That a group harms somebody, its creator reports."""
        kind, source, target = value["relationship_type"], ref_of(value, "source_ref"), ref_of(value, "target_ref")
        if source is None or not acts(source):
            yield f"relationship {kind!r}: no statement about who did something"
        elif target is None or not self.said.is_actor(target) or source not in self.index.labels:
            yield f"relationship {kind!r}: its source or target is missing, or it says where, and not whom"
        elif type_of(source) not in INCIDENTS:
            yield from self._targeting(value, source, self.said.named(target), bundle)
        elif value.get("revoked") is True:
            yield f"relationship {kind!r}: revoked"

    def _targeting(
        self, value: dict[str, Any], source: str, victim: Speaker, bundle: Source
    ) -> Iterator[Record | Reason]:
        speaker, group = self.said.speaker(ref_of(value, "created_by_ref"), value["id"]), self.said.named(source)
        activity = self.said.activity(source)
        yield from speaker.records
        yield activity
        claim = self._claim(value, "report", speaker, f"names {victim.label} as a target of {group.label}", bundle)
        yield from self._complete(value, replace(claim, incident=activity.iri), speaker, activity.label, bundle)

    def _identity(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        source, target = ref_of(value, "source_ref"), ref_of(value, "target_ref")
        if not self.said.is_actor(source) or not self.said.is_actor(target) or source == target:
            yield f"relationship {value['relationship_type']!r}: not between two actors that the bundle has"
            return
        if value.get("revoked") is True:
            yield f"relationship {value['relationship_type']!r}: revoked"
            return
        one, other = self.said.named(str(source)), self.said.named(str(target))
        creator = ref_of(value, "created_by_ref")
        speaker = self.said.named(creator) if creator else None
        said = f"{speaker.label} says that" if speaker else "That"
        yield from speaker.records if speaker else ()
        yield bundle
        yield Identity(
            iri=self.iri("identity", value["id"]),
            label=f"{said} {wording.identity((one.label, other.label), 'same')}",
            actors=tuple(sorted((one.iri, other.iri))),
            verdict="same",
            reason=f"STIX relationship {value['relationship_type']}",
            identified_by=speaker.iri if speaker else None,
            source=bundle.iri,
        )

    # ------------------------------------------------------------------------------------------- opinions and notes

    def opinion(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        """Yield an opinion backs or doubts what relationships say; that of the accused admits or denies it."""
        view = text_of(value, "opinion")
        targets = self._targets(value)
        if not targets:
            yield "opinion: not on a relationship that blames"
        elif view in _AGREES:
            yield from self._answer(value, _AGREES[view], targets, "endorsement", bundle)
        elif view in _DISAGREES:
            yield from self._answer(value, _DISAGREES[view], targets, "challenge", bundle)
        else:
            yield "opinion: neutral, neither for nor against"

    def _answer(
        self, value: dict[str, Any], verb: str, said: Sequence[Accusation], act: str, bundle: Source
    ) -> Iterator[Record | Reason]:
        speaker = self._author(value)
        claims = tuple(sorted(one.claim for one in said))
        yield from speaker.records
        if all(one.accused == speaker.iri and one.incident == said[0].incident for one in said):
            own_act = ACTS[act].otherwise or act
            charges = [(speaker.label, said[0].role)]
            says = wording.predicate(own_act, speaker.label, incident=said[0].incident_label, charges=charges)
            claim = replace(self._claim(value, own_act, speaker, says, bundle), accused=(speaker.iri,))
            claim = _about(replace(claim, responds_to=claims), said)
            yield from self._complete(value, claim, speaker, _events(said), bundle)
            return
        claim = self._claim(value, act, speaker, f"{verb} with {_sayings(said)}", bundle)
        is_doubt = act in DOUBTING
        claim = replace(claim, challenges=claims) if is_doubt else replace(claim, endorses=claims)
        yield from self._complete(value, _about(claim, said), speaker, _events(said), bundle)

    def note(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        """Yield a note on a relationship that blames: that somebody remarked on it."""
        targets = self._targets(value)
        if not targets:
            yield "note: not on a relationship that blames"
            return
        speaker = self._author(value)
        yield from speaker.records
        claim = self._claim(value, "report", speaker, f"remarks on {_sayings(targets)}", bundle)
        claim = replace(claim, responds_to=tuple(sorted(one.claim for one in targets)))
        yield from self._complete(value, _about(claim, targets), speaker, _events(targets), bundle)

    def _author(self, value: dict[str, Any]) -> Speaker:
        """Return who holds an opinion or wrote a note: its creator, else its one author by name."""
        authors = value.get("authors")
        listed = authors if isinstance(authors, list) and len(authors) == 1 else [""]
        name = clean(listed[0]) if isinstance(listed[0], str) else ""
        creator = ref_of(value, "created_by_ref")
        if creator is not None or not name:
            return self.said.speaker(creator, value["id"])
        author = Actor(iri=self.iri("actor", f"author-{digest(name)}"), label=name, kind="person")
        return Speaker(author.iri, name, (author,))

    def _targets(self, value: dict[str, Any]) -> list[Accusation]:
        return [said for said in map(self.said.accusation, refs_of(value)) if said is not None]

    # ------------------------------------------------------------------------------------------------- every claim

    def _claim(self, value: dict[str, Any], act: str, speaker: Speaker, says: str, bundle: Source) -> Claim:
        stated_on, says = day_of(value, "created"), clean(says)
        return Claim(
            iri=self.iri("claim", value["id"]),
            label=f"{speaker.label} {says}" + (f" ({stated_on})" if stated_on else ""),
            act=act,
            speakers=(speaker.iri,),
            stated_on=stated_on,
            made_in=self._made_in(value["id"], bundle),
            confidence=confidence_of(value),
            summary={"en": f"{says[0].upper()}{says[1:]}."},
        )

    def _made_in(self, id_: str, bundle: Source) -> tuple[str, ...]:
        """Return the reports that contain it, else the bundle."""
        reports = self.index.reports.get(id_, ())
        return tuple(sorted(self.iri("source", report) for report in reports)) or (bundle.iri,)

    def _complete(
        self, value: dict[str, Any], claim: Claim, speaker: Speaker, event: str, bundle: Source
    ) -> Iterator[Record | Reason]:
        """Yield a claim about an event, with what it cites and, if it was revoked, its withdrawal."""
        yield from amiss(value)
        if bundle.iri in claim.made_in:
            yield bundle  # reports are described where they stand
        yield claim
        yield from self.cited(value, claim.iri, claim.label)
        if value.get("revoked") is True:
            own_words = wording.said(speaker.label, [speaker.label], incident=event)
            label = wording.claim("withdrawal", speaker.label, answered=own_words)
            yield self._withdrawal(value, claim, clean(label))

    def _withdrawal(self, value: dict[str, Any], claim: Claim, label: str) -> Claim:
        revoked_on = day_of(value, "modified")
        return Claim(
            iri=self.iri("claim", f"{value['id']}-revoked"),
            label=label + (f" ({revoked_on})" if revoked_on else ""),
            act="withdrawal",
            speakers=claim.speakers,
            about=claim.about,
            incident=claim.incident,
            stated_on=revoked_on,
            made_in=claim.made_in,
            withdraws=(claim.iri,),
            summary={"en": "Takes back what it said before."},
        )

    def cited(self, value: dict[str, Any], relying: str, label: str) -> Iterator[Record]:
        """Yield what an object cites on the web, as sources that it rests on."""
        for url in dict.fromkeys(filter(None, map(url_of, references_of(value)))):
            source = self.page(url)
            yield source
            yield Reliance(
                iri=self.iri("reliance", digest(relying, source.iri, "cites")),
                label=wording.reliance(label, "cites", source.label),
                relying=relying,
                on=source.iri,
                mode="cites",
            )

    def page(self, url: str) -> Source:
        """Return what is at an address; STIX does not say when it was published."""
        title = self.index.titles[url]
        return Source(iri=self.iri("source", digest(url)), label=title, title={"": title}, url=url)


def _only_stays(value: dict[str, Any]) -> bool:
    """Return whether a relationship says where somebody is who is no group; only of groups that says where they are
    from."""
    return value.get("relationship_type") == "located-at" and type_of(str(value.get("source_ref"))) not in GROUPS


def _about(claim: Claim, said: Sequence[Accusation]) -> Claim:
    incidents = {one.incident for one in said}
    return replace(
        claim,
        about=tuple(sorted({one.allegation for one in said})),
        incident=incidents.pop() if len(incidents) == 1 else None,
    )


def _events(said: Iterable[Accusation]) -> str:
    return " and ".join(dict.fromkeys(one.incident_label for one in said))


def _sayings(said: Iterable[Accusation]) -> str:
    """Return whose statements an answer is to, about what."""
    return " and ".join(
        dict.fromkeys(wording.said("", [one.speaker.label], incident=one.incident_label) for one in said)
    )
