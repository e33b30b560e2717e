"""The actors, incidents and sources that the entries of a mapping make of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar
from urllib.parse import unquote

from ...ontology import ACTOR_KINDS, INCIDENT_KINDS
from ...ontology.dates import PartialDate, certainly_before
from ...ontology.patterns import WEB_ADDRESS
from ...ontology.records import Actor, Incident, Name, Source, digest, mint
from .mapping.schema import ActorEntry, AliasEntry, IncidentEntry, SourceEntry
from .remembering import Remembering
from .state import LONGEST_LABEL, Minter, State, allowed, label
from .texts import RowProblem, Values, is_state
from .values import Check, Compiler, Getter, Row, one

R = TypeVar("R", Actor, Incident, Source)

_ENTITY = re.compile("Q[1-9][0-9]{0,15}")


class Maker(Generic[R]):
    """Makes the records of one entry."""

    kind: str
    #: The slots of that without which there is no such record, if that is not all.
    _naming: Collection[int] = ()

    def __init__(self, name: str, entry: Any, compiler: Compiler, dataset: str, lang: str) -> None:
        self.name = name
        self.dataset = dataset
        self.lang = lang
        #: The table in whose presence this is only made of what that table lacks.
        self.unless: str | None = entry.unless
        self.lasting = entry.id is not None
        self.iri = Minter(dataset, self.kind)
        with compiler.names.asked() as slots:
            self.holds: Check | None = compiler.when(entry.when)
            self.id: Getter | None = compiler.value(entry.id) if entry.id else None
            with compiler.names.asked() as named:
                self._compile(entry, compiler)
        compiler.feed(self.kind, name, self._naming or named)
        #: The records of a row.
        self.make: Callable[[State], Sequence[R]] = self._remembering(slots)

    def _compile(self, entry: Any, compiler: Compiler) -> None:
        """Compile what is special to the entry of such a record."""
        raise NotImplementedError

    def _remembering(self, slots: set[int]) -> Callable[[State], Sequence[R]]:
        """`_made`, which depends on these slots of a row, remembered as far as it depends on nothing else."""
        raise NotImplementedError

    def _made(self, state: State) -> Sequence[R]:
        if self.holds is not None and not self.holds(state.row):
            return ()
        return self._records(state)

    def _records(self, state: State) -> Sequence[R]:
        raise NotImplementedError

    def _own_key(self, state: State) -> str | None:
        """Return the key by the mapping's `id`; None if it has none."""
        if self.id is None:
            return None
        found = self.id(state.row)
        if not found:
            raise RowProblem(f'"{self.name}" has no id in this row')
        return one(found)

    def text(self, wording: str) -> dict[str, str]:
        return {self.lang: wording}


class ActorMaker(Maker[Actor]):
    """An actor is known by its kind and name; one without a name is another one in each claim."""

    kind = "actor"

    def _compile(self, entry: ActorEntry, compiler: Compiler) -> None:
        with compiler.names.asked() as self._naming:
            self._names = compiler.value(entry.name)
        self._iso = entry.iso
        self._kind = compiler.value(entry.kind)
        self._this = compiler.names.this
        self._by = entry.by
        self._aliases = [(alias, compiler.value(alias.name)) for alias in entry.aliases]
        self._part_of, self._speaks_for = entry.part_of, entry.speaks_for
        self._wikidata = compiler.optional(entry.wikidata)
        self._description = compiler.optional(entry.description)
        #: Whether rows may say more of the same actor than others do.
        self.is_rich = bool(
            entry.by or entry.aliases or entry.part_of or entry.speaks_for or entry.wikidata or entry.description
        )

    def _remembering(self, slots: set[int]) -> Callable[[State], Sequence[Actor]]:
        """Of those who have no name there is another one in each row."""
        givers = filter(None, (self._by, *(alias.by for alias, _ in self._aliases)))
        others = tuple(dict.fromkeys((*self._part_of, *self._speaks_for, *givers)))
        return Remembering(self._made, slots - {self._this}, others, self._are_known)

    def _are_known(self, actors: Sequence[Actor]) -> bool:
        return self.id is not None or all(actor.kind != "unnamed" for actor in actors)

    def _records(self, state: State) -> Sequence[Actor]:
        return [
            self._actor(name, state) for name in self._names(state.row) if state.is_name(name, self.kind, self.name)
        ]

    def _actor(self, name: str, state: State) -> Actor:
        state.row[self._this] = (name,)
        kind = one(self._kind(state.row) or ("",))
        if self._iso and kind == "state" and not is_state(name):
            state.notes.append(f'"{name[:60]}" is no state of ISO 3166-1; it is kept as it is written')
        key = self._own_key(state) if self.id is not None else None
        if key is None and kind == "unnamed":
            key = f"{self.name}-{state.key}-{digest(name)}"
        actor = self._plain(kind, name, key)
        return self._enriched(actor, state) if self.is_rich else actor

    def _plain(self, kind: str, name: str, key: str | None) -> Actor:
        allowed(kind, ACTOR_KINDS, "kind of actor")
        label(name)
        iri = self.iri(f"{kind}-{name}" if key is None else key)
        return Actor(iri=iri, label=name, kind=kind, names=(self._name(iri, name, self.lang, "preferred", None),))

    def _name(self, actor: str, value: str, language: str, kind: str, by: str | None) -> Name:
        key = unquote(actor.rpartition("/")[2])
        return Name(
            iri=mint(self.dataset, "name", f"{key}-{digest(value, language, by or '')}"),
            actor=actor,
            value=value,
            language=language or None,
            kind=kind,
            by=by,
        )

    def _enriched(self, actor: Actor, state: State) -> Actor:
        by = self._giver(self._by, state)
        names = {self._name(actor.iri, actor.label, self.lang, "preferred", by)}
        for alias, get in self._aliases:
            others = (
                value for value in get(state.row) if value != actor.label and state.is_name(value, self.kind, "alias")
            )
            names.update(self._alias(actor, alias, value, state) for value in others)
        return replace(
            actor,
            names=tuple(sorted(names, key=lambda name: name.iri)),
            part_of=self._others(self._part_of, actor, state),
            speaks_for=self._others(self._speaks_for, actor, state),
            wikidata=self._entity(state),
            description=self.text(found[0]) if (found := self._description(state.row)) else {},
        )

    def _alias(self, actor: Actor, alias: AliasEntry, value: str, state: State) -> Name:
        language = alias.lang if alias.lang is not None else ""
        return self._name(actor.iri, label(value), language, "alias", self._giver(alias.by, state))

    def _giver(self, by: str | None, state: State) -> str | None:
        return next((giver.iri for giver in state.actors.get(by, ())), None) if by else None

    def _others(self, entries: Iterable[str], actor: Actor, state: State) -> tuple[str, ...]:
        found = {other.iri for entry in entries for other in state.actors.get(entry, ())}
        return tuple(sorted(found - {actor.iri}))

    def _entity(self, state: State) -> str | None:
        found = self._wikidata(state.row)
        if found and not _ENTITY.fullmatch(found[0]):
            state.notes.append(f'"{found[0][:60]}" is not a Wikidata id such as Q423; it is left out')
            return None
        return found[0] if found else None


class IncidentMaker(Maker[Incident]):
    """An incident is known by all that is said of it, if it has no id."""

    kind = "incident"

    def _compile(self, entry: IncidentEntry, compiler: Compiler) -> None:
        with compiler.names.asked() as self._naming:
            self._name = compiler.optional(entry.name)
        self._also = compiler.optional(entry.also)
        self._kind = compiler.optional(entry.kind)
        self._from, self._to = compiler.date(entry.from_), compiler.date(entry.to)
        self._dated = bool(entry.from_ or entry.to)
        self._description = compiler.optional(entry.description)
        self._victims = entry.victims
        self._group = entry.activity_of

    def _remembering(self, slots: set[int]) -> Callable[[State], Sequence[Incident]]:
        """The activity of a group is called by its name, which its IRI does not tell."""
        return self._made if self._group is not None else Remembering(self._made, slots, self._victims)

    def _records(self, state: State) -> Sequence[Incident]:
        if self._group is not None:
            return [self._incident(state, group) for group in state.actors.get(self._group, ())]
        names = self._name(state.row)
        return [self._incident(state, None)] if names and state.is_name(one(names), self.kind, self.name) else ()

    def _incident(self, state: State, group: Actor | None) -> Incident:
        row = state.row
        name = label(one(self._name(row) or (f"activity of {group.label}" if group else "",)))
        default = "activity" if group else "other"
        kind = allowed(one(self._kind(row) or (default,)), INCIDENT_KINDS, "kind of incident")
        begun, ended = self._dates(state) if self._dated else (None, None)
        victims = self._hit(state) if self._victims else ()
        description = one(self._description(row) or ("",))
        key = self._own_key(state)
        if key is None and group is not None:
            key = f"activity-of-{unquote(group.iri.rpartition('/')[2])}"
        if key is None:
            key = digest(name, kind, str(begun), str(ended), *victims, description)
        return Incident(
            iri=self.iri(key),
            label=name,
            name={**self._other_name(row), **self.text(name)},
            kind=kind,
            occurred_from=begun,
            occurred_to=ended,
            victims=victims,
            activity_of=group.iri if group else None,
            description=self.text(description) if description else {},
        )

    def _other_name(self, row: Row) -> dict[str, str]:
        return {"": label(found[0])} if (found := self._also(row)) else {}

    def _dates(self, state: State) -> tuple[PartialDate | None, PartialDate | None]:
        begun, ended = state.dated(self._from), state.dated(self._to)
        if certainly_before(ended, begun):
            state.notes.append("the incident ends before it begins; the end is left out")
            ended = None
        return begun, ended

    def _hit(self, state: State) -> tuple[str, ...]:
        return tuple(sorted({actor.iri for entry in self._victims for actor in state.actors.get(entry, ())}))


class SourceMaker(Maker[Source]):
    """A source is known by all that is said of it, if it has no id; there is one for each address."""

    kind = "source"

    def _compile(self, entry: SourceEntry, compiler: Compiler) -> None:
        with compiler.names.asked() as self._naming:
            self._title = compiler.optional(entry.title)
            self._url = compiler.optional(entry.url)
        self._archived = compiler.optional(entry.archived_at)
        self._published = compiler.date(entry.published)
        self._publisher = entry.publisher
        self._language = entry.lang

    def _remembering(self, slots: set[int]) -> Callable[[State], Sequence[Source]]:
        return Remembering(self._made, slots, (self._publisher,) if self._publisher else ())

    def _records(self, state: State) -> Sequence[Source]:
        titles = tuple([label(title) for title in self._title(state.row)])
        urls = self._addresses(self._url(state.row), state)
        archived = self._addresses(self._archived(state.row), state)
        published = state.dated(self._published)
        publisher = self._publishing(state)
        key = self._own_key(state)
        if len(urls) <= 1 and len(titles) <= 1:
            title, url, copy = (values[0] if values else None for values in (titles, urls, archived))
            return [self._source(key, title, url, copy, published, publisher)] if title or url else []
        return list(self._several(titles, urls, archived, (key, published, publisher)))

    def _publishing(self, state: State) -> str | None:
        actors = state.actors.get(self._publisher, ()) if self._publisher else ()
        if len(actors) > 1:
            others = ", ".join(actor.label for actor in actors[1:4])
            state.notes.append(f'"{self.name}" has several publishers; {actors[0].label} is kept, and not {others}')
        return actors[0].iri if actors else None

    def _several(
        self,
        titles: Values,
        urls: Values,
        archived: Values,
        common: tuple[str | None, PartialDate | None, str | None],
    ) -> Iterator[Source]:
        """Yield a source for each address, or each title; which of them belong together is known if they are as
        many."""
        key, published, publisher = common
        for number in range(max(len(urls), len(titles))):
            title = titles[number] if len(titles) > 1 and number < len(titles) else titles[0] if titles else None
            url = urls[number] if number < len(urls) else None
            copy = archived[number] if number < len(archived) else None
            if len(titles) > 1 and len(urls) > 1 and len(titles) != len(urls):
                title = None
            if title or url:
                yield self._source(key, title, url, copy, published, publisher)

    def _source(
        self,
        key: str | None,
        title: str | None,
        url: str | None,
        archived_at: str | None,
        published: PartialDate | None,
        publisher: str | None,
    ) -> Source:
        if key is None:
            key = digest(title or "", url or "", archived_at or "", str(published or ""), publisher or "")
        return Source(
            iri=self.iri(key),
            label=title or url or "",
            title=self.text(title) if title else {},
            publisher=publisher,
            published=published,
            url=url,
            archived_at=archived_at,
            language=self._language,
        )

    def _addresses(self, texts: Values, state: State) -> tuple[str, ...]:
        if not texts:
            return texts
        found = tuple([text for text in texts if len(text) <= LONGEST_LABEL and WEB_ADDRESS.fullmatch(text)])
        if len(found) == len(texts):
            return found
        state.notes.append(f'a web address of "{self.name}" is malformed; it is left out')
        return found
