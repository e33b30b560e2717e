"""Who blames whom for what in a bundle: what the relationships that blame refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...ontology.dates import PartialDate
from ...ontology.records import Actor, Confidence, Incident, mint
from .index import ACTORS, BLAMES, GROUPS, INCIDENTS, Index, clean

#: Days that programs write where they know none.
PLACEHOLDERS = ("0001-01-01", "1970-01-01", "5138-11-16", "9999-12-31")
#: Of the largest confidence.
_DIGITS = 3


def day_of(value: dict[str, Any], key: str) -> PartialDate | None:
    """Return the day of a timestamp; None where there is none, or one that only fills a place."""
    found = value.get(key)
    if not isinstance(found, str) or found[:10] in PLACEHOLDERS or found[10:11] not in ("T", " ", ""):
        return None
    try:
        date = PartialDate.parse(found[:10])
    except ValueError:
        return None
    return date if date.precision == "day" else None


def whole(found: Any) -> int | None:
    """Return the whole number from 0 to 100 that a confidence is; None where it is none. Some write it as a text."""
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= _DIGITS:
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 100:
        return None
    return int(found) if found == int(found) else None


def confidence_of(value: dict[str, Any]) -> Confidence | None:
    """Return the confidence of an object, as it is given: STIX has whole numbers from 0 to 100, other systems write
    words."""
    found = value.get("confidence")
    number = whole(found)
    if number is not None:
        return Confidence(value=number)
    words = clean(str(found)) if isinstance(found, int | float | str) and not isinstance(found, bool) else ""
    return Confidence(words=words) if words else None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something; `records` describe those that are no object of the bundle."""

    iri: str
    label: str
    records: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Accusation:
    """A relationship that blames, with what it refers to."""

    claim: str
    speaker: Speaker
    incident: str
    incident_label: str
    accused: str
    accused_label: str
    role: str
    allegation: str


class Accusations:
    """The relationships of one data set that blame, and those who speak."""

    def __init__(self, dataset: str, index: Index) -> None:
        self.dataset = dataset
        self.index = index

    def iri(self, kind: str, key: str) -> str:
        """Return the IRI of something that the data set describes."""
        return mint(self.dataset, kind, key)

    def named(self, ref: str) -> Speaker:
        """Return the actor that an id refers to; one that the bundle does not have is known by its id alone."""
        label = self.index.labels.get(ref)
        if label is not None and self.is_actor(ref):
            return Speaker(self.iri("actor", ref), label)
        unknown = Actor(iri=self.iri("actor", ref), label=f"unnamed ({ref})", kind="unnamed")
        return Speaker(unknown.iri, unknown.label, (unknown,))

    def speaker(self, ref: str | None, key: str) -> Speaker:
        """Return who created an object; without a name, nobody but the speaker of this very object."""
        if ref is not None:
            return self.named(ref)
        unnamed = Actor(iri=self.iri("actor", f"unnamed-{key}"), label="unnamed speaker", kind="unnamed")
        return Speaker(unnamed.iri, unnamed.label, (unnamed,))

    def accusation(self, id_: str) -> Accusation | None:
        """Return what the relationship with that id says; None when it blames nobody that the bundle has, or puts an
        object down to itself."""
        link = self.index.links.get(id_)
        if link is None or link.source == link.target:
            return None
        sources, targets, role = BLAMES[link.kind]
        incident, accused = self.index.labels.get(link.source), self.index.labels.get(link.target)
        if (
            incident is None
            or accused is None
            or type_of(link.source) not in sources
            or type_of(link.target) not in targets
        ):
            return None
        is_event = type_of(link.source) in INCIDENTS
        key = link.source if is_event else _activity(link.source)
        return Accusation(
            claim=self.iri("claim", id_),
            speaker=self.speaker(link.speaker, id_),
            incident=self.iri("incident", key),
            incident_label=incident if is_event else f"activity of {incident}",
            accused=self.iri("actor", link.target),
            accused_label=accused,
            role=role,
            allegation=self.iri("allegation", f"{key}--{link.target}--{role}"),
        )

    def activity(self, ref: str) -> Incident:
        """Return all that is put down to the name of a group."""
        label = f"activity of {self.index.labels[ref]}"
        group = self.iri("actor", ref)
        return Incident(iri=self.iri("incident", _activity(ref)), label=label, kind="activity", activity_of=group)

    def is_actor(self, ref: str | None) -> bool:
        """Return whether an id is that of an actor whom the bundle describes."""
        return ref is not None and ref.startswith(_ACTOR_IDS) and ref in self.index.labels


def acts(ref: str) -> bool:
    """Return whether an id is that of what somebody does, or of who is known by it: an incident or a group."""
    return type_of(ref) in (*INCIDENTS, *GROUPS)


def _activity(group: str) -> str:
    return f"activity-of-{group}"


_ACTOR_IDS = tuple(f"{type_}--" for type_ in ACTORS)


def type_of(id_: str) -> str:
    """Return the type that an id begins with."""
    return id_.partition("--")[0]
