"""The objects of foreign bundles as records: actors, incidents and sources here, what is said in `claims`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from ...ontology.dates import PartialDate
from ...ontology.records import Actor, Incident, Name, Record, Skipped, Source, digest
from ...ontology.states import state_of
from .accusations import day_of
from .amiss import amiss
from .claims import Claims, Reason
from .index import (
    ACTORS,
    INCIDENTS,
    Index,
    Item,
    clean,
    id_of,
    language_of,
    mark_of,
    ref_of,
    references_of,
    text_of,
    url_of,
)
from .reading import TOO_LARGE

_CITATION = re.compile(r"\(Citation: ([^)]{1,200})\)")
#: A name so short is rather an abbreviation than a state.
_SHORTEST_STATE = 4
#: What a class of identity is where its name does not tell more; that of all others is `group`.
_CLASSES = {"individual": "person", "organization": "company"}
#: ATT&CK writes the first day of a month for the month, at midnight where its author is, and then names the source of
#: its date. East of Greenwich that is still the last day of the month before.
_MONTHLY = {"first_seen": "x_mitre_first_seen_citation", "last_seen": "x_mitre_last_seen_citation"}
_EASTERN_MIDNIGHT = re.compile(r"T(1[3-9]|2[0-3]):(00|15|30|45):00(\.0+)?Z")


class Objects:
    """The records of all objects of one data set that are not our own."""

    def __init__(self, dataset: str, index: Index) -> None:
        self.index = index
        self.claims = Claims(dataset, index)

    def records(self, item: Item) -> Iterator[Record | Skipped]:
        """Yield what one object is, and what of it is not loaded."""
        for found in self._records(item):
            yield Skipped(found, item.document.name, item.line) if isinstance(found, str) else found

    def _records(self, item: Item) -> Iterator[Record | Reason]:
        value, id_ = item.value, id_of(item.value)
        if value is TOO_LARGE:
            yield "object that is larger or deeper than one may be"
        elif mark_of(value) is not None:
            yield "object of our extension that names no data set"
        elif id_ is None:
            yield "no STIX object: it has no type, or no id of its type"
        elif not self.index.is_newest(id_, item):
            yield "an earlier version of an object"
        elif value["type"] in ACTORS:
            yield from self._actor(value, self._bundle(item))
        elif value["type"] in INCIDENTS:
            yield from self._incident(value)
        elif value["type"] == "report":
            yield from self._report(value)
        elif value["type"] == "relationship":
            yield from self.claims.relationship(value, self._bundle(item))
        elif value["type"] == "opinion":
            yield from self.claims.opinion(value, self._bundle(item))
        elif value["type"] == "note":
            yield from self.claims.note(value, self._bundle(item))
        elif value["type"] != "location" or id_ not in self.index.labels:
            yield f"{clean(value['type'])[:40]}: no statement about who did something"

    def _bundle(self, item: Item) -> Source:
        """Return the bundle as the source of what stands in it and in no report."""
        document = item.document
        title = clean(document.base) or "STIX bundle"
        url = url_of({"url": document.url})
        return Source(iri=self.claims.iri("source", title), label=title, title={"": title}, url=url)

    # ----------------------------------------------------------------------------------------------------- actors

    def _actor(self, value: dict[str, Any], bundle: Source) -> Iterator[Record | Reason]:
        pages = _pages(value)
        names = list(self._names(value, pages, bundle))
        yield from amiss(value)
        yield bundle
        yield Actor(
            iri=self.claims.iri("actor", value["id"]),
            label=self.index.labels[value["id"]],
            kind=_kind(value),
            names=tuple(sorted(names, key=lambda name: name.iri)),
        )
        yield from self._sources(value)

    def _names(self, value: dict[str, Any], pages: dict[str, str], bundle: Source) -> Iterator[Name]:
        """Yield the name, and the aliases with the page that they are from, if the object says so."""
        label = self.index.labels[value["id"]]
        yield self._name(value["id"], label, "preferred", bundle.iri)
        for alias in _aliases(value):
            if alias != label:
                url = pages.get(alias)
                source = self.claims.page(url).iri if url else bundle.iri
                yield self._name(value["id"], alias, "alias", source)

    def _name(self, id_: str, value: str, kind: str, source: str) -> Name:
        iri = self.claims.iri("name", f"{id_}-{digest(value)}")
        return Name(iri=iri, actor=self.claims.iri("actor", id_), value=value, kind=kind, source=source)

    # -------------------------------------------------------------------------------------------------- incidents

    def _incident(self, value: dict[str, Any]) -> Iterator[Record | Reason]:
        label = self.index.labels[value["id"]]
        yield from amiss(value)
        begin, end = _seen(value, "first_seen"), _seen(value, "last_seen")
        if begin and end and end.latest < begin.earliest:
            yield "'last_seen' before 'first_seen'"
            end = None
        yield Incident(
            iri=self.claims.iri("incident", value["id"]),
            label=label,
            name={language_of(value): label},
            occurred_from=begin,
            occurred_to=end,
            victims=tuple(sorted(self.claims.iri("actor", ref) for ref in self.index.victims.get(value["id"], ()))),
        )
        yield from self._sources(value)
        if any(alias != label for alias in _aliases(value)):
            yield "'aliases' of a campaign: an incident has one name in a language"

    # ---------------------------------------------------------------------------------------------------- sources

    def _report(self, value: dict[str, Any]) -> Iterator[Record | Reason]:
        label = text_of(value, "name") or value["id"]
        urls = list(dict.fromkeys(filter(None, map(url_of, references_of(value)))))
        creator = ref_of(value, "created_by_ref")
        publisher = self.claims.said.named(creator) if creator else None
        yield from amiss(value)
        source = Source(
            iri=self.claims.iri("source", value["id"]),
            label=label,
            title={language_of(value): label},
            publisher=publisher.iri if publisher else None,
            published=day_of(value, "published"),
            url=urls[0] if len(urls) == 1 else None,
            language=language_of(value) or None,
        )
        yield from publisher.records if publisher else ()
        yield source
        if len(urls) > 1:
            yield from self.claims.cited(value, source.iri, label)

    def _sources(self, value: dict[str, Any]) -> Iterator[Record | Reason]:
        """Yield what an actor or incident refers to on the web."""
        used = {name for name, _ in _cited_names(value)}
        for reference in references_of(value):
            url = url_of(reference)
            if url is not None:
                yield self.claims.page(url)
            elif reference.get("url") is None and text_of(reference, "source_name") not in used:
                yield "external reference without a web address"


def _kind(value: dict[str, Any]) -> str:
    """Return the kind of actor. STIX does not tell states from other organizations, so their names have to."""
    if value["type"] != "identity":
        return "persona" if value.get("resource_level") == "individual" else "group"
    class_, name = value.get("identity_class"), text_of(value, "name")
    if not isinstance(class_, str):
        class_ = "unknown"
    sectors = value.get("sectors")
    listed = [sector for sector in sectors if isinstance(sector, str)] if isinstance(sectors, list) else []
    is_public = bool(listed) and all(sector.startswith("government") for sector in listed)
    is_state = len(name) >= _SHORTEST_STATE and (is_public or not listed) and state_of(name) is not None
    if is_state and class_ not in ("individual", "system"):
        return "state"
    return "agency" if is_public and class_ == "organization" else _CLASSES.get(class_, "group")


def _seen(value: dict[str, Any], key: str) -> PartialDate | None:
    date = day_of(value, key)
    if date is None or not isinstance(value.get(_MONTHLY[key]), str):
        return date
    day = date.latest
    if _EASTERN_MIDNIGHT.match(value[key], 10):
        day += timedelta(days=1)
    return PartialDate.parse(day.isoformat()[:7]) if day.day == 1 else date


def _aliases(value: dict[str, Any]) -> list[str]:
    """Return the aliases of an object, each once."""
    found = value.get("aliases")
    listed = [alias for alias in found if isinstance(alias, str)] if isinstance(found, list) else []
    return list(dict.fromkeys(filter(None, map(clean, listed))))


def _cited_names(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """References that stand for an alias, with the names of the references that use it: `(Citation: …)` in ATT&CK."""
    for reference in references_of(value):
        description = reference.get("description")
        if isinstance(description, str) and url_of(reference) is None:
            for cited in _CITATION.findall(description):
                yield text_of(reference, "source_name"), clean(cited)


def _pages(value: dict[str, Any]) -> dict[str, str]:
    """Return the address that goes with each name of a reference, of its own or of what it cites first."""
    own = {text_of(reference, "source_name"): url_of(reference) for reference in references_of(value)}
    found = {name: url for name, url in own.items() if url}
    for name, cited in _cited_names(value):
        url = own.get(cited)
        if url:
            found.setdefault(name, url)
    return found
