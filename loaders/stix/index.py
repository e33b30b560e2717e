"""The first pass over bundles: which version of each object counts, and what others refer to by its id.

It keeps ids, names and web addresses, but no text, so that it stays small where bundles are large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...ontology.acts import DEFAULT_ROLE
from ...ontology.json import AUTHOR, EXTENSION, decode
from ...ontology.patterns import UNWRITABLE, is_slug
from ...ontology.records import DataSet
from ...ontology.states import state_of
from ...ontology.texts import is_blank
from ..opening.documents import Document
from .reading import objects

ACTORS = ("identity", "threat-actor", "intrusion-set")
INCIDENTS = ("campaign", "incident")
GROUPS = ("intrusion-set", "threat-actor")
#: Relationships that blame: the types of their sources and targets, and the role that they give to the target.
BLAMES = {
    "attributed-to": ((*INCIDENTS, *GROUPS), ACTORS, DEFAULT_ROLE),
    "originates-from": (("campaign", *GROUPS), ("location",), "origin"),
    "located-at": (GROUPS, ("location",), "origin"),
}
#: Relationships that say whom something harms.
HARMS = ("targets", "impacts")

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,249}--[!-~]{1,100}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}", re.ASCII)
_WEB = re.compile(r"https?://[^\s/?#\"<>\\^`{|}][^\s\"<>\\^`{|}]*")
#: In characters.
LONGEST_NAME = 300
_LONGEST_URL = 4_000


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a bundle, and where it stands; `place` counts the objects of all documents."""

    document: Document
    line: int
    place: int
    value: Any


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship that blames; the speaker's id is that of `created_by_ref`."""

    kind: str
    source: str
    target: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What our extension says of an object: the data set, and the record as text; no text where another has it."""

    dataset: str | None
    record: Any


def items(documents: Sequence[Document]) -> Iterator[Item]:
    """Yield all objects of some bundles, in order."""
    place = 0
    for document in documents:
        for line, value in objects(document):
            yield Item(document, line, place, value)
            place += 1


def id_of(value: Any) -> str | None:
    """Return the id of an object; None for what is no STIX object."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return None
    found = value.get("id")
    if not isinstance(found, str) or not _ID.fullmatch(found) or not found.startswith(f"{value['type']}--"):
        return None
    return found


def mark_of(value: Any) -> Mark | None:
    """Return our mark on an object, if it bears it."""
    extensions = value.get("extensions") if isinstance(value, dict) else None
    ours = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    if not isinstance(ours, dict):
        return None
    name = ours.get("dataset")
    return Mark(name if isinstance(name, str) and is_slug(name) else None, ours.get("record"))


def is_wrapping(value: Any) -> bool:
    """Return whether an object only says what our extension is."""
    return isinstance(value, dict) and value.get("id") in (AUTHOR, EXTENSION)


def text_of(value: dict[str, Any], key: str) -> str:
    """Return a short text of an object on one line, without characters that no text can hold; empty if there is
    none."""
    found = value.get(key)
    return clean(found) if isinstance(found, str) else ""


def clean(text: str) -> str:
    """Return a text that fits into a label; nothing where there is nothing to be seen."""
    if is_blank(text):
        return ""
    plain = " ".join(UNWRITABLE.sub(" ", text).split())
    return plain if len(plain) <= LONGEST_NAME else plain[: LONGEST_NAME - 1] + "…"


def ref_of(value: dict[str, Any], key: str) -> str | None:
    """Return the id that an object refers to."""
    found = value.get(key)
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def language_of(value: dict[str, Any]) -> str:
    """Return the language in which an object is written, as a tag in small letters; empty if it does not say."""
    found = value.get("lang")
    return found.lower() if isinstance(found, str) and _LANGUAGE.fullmatch(found) else ""


def refs_of(value: dict[str, Any]) -> list[str]:
    """Return the ids of the objects to which an object refers, each once."""
    found = value.get("object_refs")
    listed = found if isinstance(found, list) else []
    return list(dict.fromkeys(ref for ref in listed if isinstance(ref, str) and _ID.fullmatch(ref)))


def references_of(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the external references of an object."""
    found = value.get("external_references")
    return [reference for reference in found if isinstance(reference, dict)] if isinstance(found, list) else []


def url_of(reference: dict[str, Any]) -> str | None:
    """Return the web address of an external reference, if it has one that can be kept."""
    found = reference.get("url")
    if not isinstance(found, str) or len(found) > _LONGEST_URL or UNWRITABLE.search(found):
        return None
    return found if _WEB.fullmatch(found) else None


@dataclass(slots=True)
class Index:
    """What is where in some bundles.

    `labels` has the names of actors, incidents and countries, `links` the relationships that blame, `reports` the ids
    of the reports in which an object is, `victims` whom an incident is said to harm, `titles` what is behind a web
    address, all by id or address. `datasets` are those that our own extension carries; `is_foreign` tells whether there
    is anything else.
    """

    labels: dict[str, str] = field(default_factory=dict)
    links: dict[str, Relationship] = field(default_factory=dict)
    reports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    victims: dict[str, tuple[str, ...]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    datasets: dict[str, DataSet | None] = field(default_factory=dict)
    is_foreign: bool = False
    _newest: dict[str, tuple[str, int]] = field(default_factory=dict)
    _contents: dict[str, list[str]] = field(default_factory=dict)
    _harmed: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Item]) -> Index:
        """Read everything once."""
        index = cls()
        for item in found:
            mark = mark_of(item.value)
            if mark is not None and mark.dataset is not None:
                index._add_ours(item, mark, mark.dataset)
            elif not is_wrapping(item.value):
                index.is_foreign = True
                index._add(item)
        index._finish()
        return index

    def _finish(self) -> None:
        """Turn what was found by relationships and reports round, now that the versions that count are known."""
        for report in sorted(self._contents):
            for ref in self._contents[report]:
                self.reports[ref] = (*self.reports.get(ref, ()), report)
        for incident, victim in sorted(set(self._harmed.values())):
            if incident in self.labels and victim in self.labels:
                self.victims[incident] = (*self.victims.get(incident, ()), victim)
        self._contents.clear()
        self._harmed.clear()

    def is_newest(self, key: str, item: Item) -> bool:
        """Return whether an object is the version that counts, of those with one id (or one IRI, for our own)."""
        return self._newest[key][1] == item.place

    def _note(self, key: str, item: Item) -> bool:
        """Take note of an object; True when it is the newest version so far. Of equally new ones the last counts."""
        version = (_modified(item.value), item.place)
        newer = key not in self._newest or self._newest[key] < version
        if newer:
            self._newest[key] = version
        return newer

    def _add_ours(self, item: Item, mark: Mark, dataset: str) -> None:
        self.datasets.setdefault(dataset, None)
        if mark.record is None:
            return
        try:
            record = decode(mark.record)
        except ValueError:
            return  # the second pass says so
        if self._note(own_key(dataset, record.iri), item) and isinstance(record, DataSet) and record.name == dataset:
            self.datasets[dataset] = record

    def _add(self, item: Item) -> None:
        id_ = id_of(item.value)
        if id_ is None or not self._note(id_, item):
            return
        value, type_ = item.value, item.value["type"]
        self._add_titles(value)
        if type_ in ACTORS or type_ in INCIDENTS:
            self.labels[id_] = text_of(value, "name") or id_
        elif type_ == "location" and is_country(value):
            self.labels[id_] = text_of(value, "name") or text_of(value, "country")
        elif type_ == "report":
            self._contents[id_] = [ref for ref in refs_of(value) if ref.startswith(_CLAIMS)]
        elif type_ == "relationship":
            self._add_relationship(id_, value)

    def _add_relationship(self, id_: str, value: dict[str, Any]) -> None:
        self.links.pop(id_, None)
        self._harmed.pop(id_, None)
        link = _link(value)
        if link is not None:
            self.links[id_] = link
        elif harms(value) and value.get("revoked") is not True:
            self._harmed[id_] = (value["source_ref"], value["target_ref"])

    def _add_titles(self, value: dict[str, Any]) -> None:
        """What an address is called: the least of what the bundle calls it, whatever its order."""
        for reference in references_of(value):
            url = url_of(reference)
            if url is not None:
                title = text_of(reference, "description") or text_of(reference, "source_name") or url[:LONGEST_NAME]
                self.titles[url] = min(title, self.titles.get(url, title))


_CLAIMS = ("relationship--", "opinion--", "note--")
_ACTOR_IDS = tuple(f"{type_}--" for type_ in ACTORS)
_INCIDENT_IDS = tuple(f"{type_}--" for type_ in INCIDENTS)


def own_key(dataset: str, iri: str) -> str:
    """Return the key of a record of ours: no id of STIX contains a blank."""
    return f"{dataset} {iri}"


def is_country(value: dict[str, Any]) -> bool:
    """Return whether a location is a country and no part of one."""
    if any(value.get(part) for part in ("city", "administrative_area")):
        return False
    return bool(text_of(value, "country")) or state_of(text_of(value, "name")) is not None


def harms(value: dict[str, Any]) -> bool:
    """Return whether a relationship says that an incident harms an actor."""
    source, target = ref_of(value, "source_ref"), ref_of(value, "target_ref")
    return (
        value.get("relationship_type") in HARMS
        and source is not None
        and target is not None
        and source.startswith(_INCIDENT_IDS)
        and target.startswith(_ACTOR_IDS)
    )


def _link(value: dict[str, Any]) -> Relationship | None:
    kind, source, target = value.get("relationship_type"), ref_of(value, "source_ref"), ref_of(value, "target_ref")
    if not isinstance(kind, str) or kind not in BLAMES or source is None or target is None:
        return None
    return Relationship(kind, source, target, ref_of(value, "created_by_ref"))


def _modified(value: dict[str, Any]) -> str:
    """Return when a version was made, so that text compares as time does; objects of STIX 2.1 without one have no
    versions."""
    found = value.get("modified") or value.get("created")
    return found.removesuffix("Z") if isinstance(found, str) else ""
