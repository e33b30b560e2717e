"""What is known while rows are read: what was made of the row so far, and what was yielded before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from ...ontology.dates import PartialDate
from ...ontology.records import Actor, Incident, Name, Record, Source, digest, mint
from ...ontology.texts import is_blank
from .texts import RowProblem
from .values import Row

_PLAIN = re.compile("[A-Za-z0-9_.~-]{1,150}")
_OF_ADDRESS = re.compile("[A-Za-z0-9_.~:/ -]+")
_NO_NAME = re.compile(r"(?i:true|false)|[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?")
_LONGEST_KEY = 150
LONGEST_LABEL = 2000
REMEMBERED = 50_000


@dataclass(slots=True)
class State:
    """What is known while a row is read: its slots and key, what was made of it so far, and what could not be.

    Of claims, their IRIs are known. What is made of a brief row may be remembered.
    """

    row: Row
    key: str
    is_brief: bool = False
    actors: dict[str, Sequence[Actor]] = field(default_factory=dict)
    incidents: dict[str, Sequence[Incident]] = field(default_factory=dict)
    sources: dict[str, Sequence[Source]] = field(default_factory=dict)
    claims: dict[str, Sequence[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def inner(self, row: Row, number: int) -> State:
        """Return the state for a part of the row, in which all that was made so far is known."""
        return State(
            row,
            f"{self.key}-{number}",
            self.is_brief,
            {**self.actors},
            {**self.incidents},
            {**self.sources},
            {**self.claims},
            self.notes,
        )

    def dated(self, read: Callable[[Row], PartialDate | None]) -> PartialDate | None:
        """Return a date, or None with a note if what stands there is none."""
        try:
            return read(self.row)
        except ValueError as error:
            self.notes.append(f"{error}; the date is left out")
            return None

    def is_name(self, text: str, of: str, unmade: str) -> bool:
        """Return whether a text may be a name; what is a fraction or truth value in a spreadsheet or in JSON is none,
        nor is what cannot be seen, and what is not made then is told."""
        if _NO_NAME.fullmatch(text) or is_blank(text):
            self.notes.append(f'"{text[:60]}" is no name of an {of}; "{unmade}" is left out')
            return False
        return True


class Minter:
    """Mints the IRIs of one kind of thing, as `mint` does, but quickly: most keys are words, names or addresses."""

    def __init__(self, dataset: str, kind: str) -> None:
        self._start = mint(dataset, kind, "")

    def __call__(self, key: str) -> str:
        if _PLAIN.fullmatch(key):
            return self._start + key
        key = short_key(key)
        if _OF_ADDRESS.fullmatch(key):
            return self._start + key.replace("/", "%2F").replace(":", "%3A").replace(" ", "%20")
        return self._start + quote(key, safe="")

    def of(self, *parts: str) -> str:
        """Return the IRI of what has no key of its own."""
        return self._start + digest(*parts)


class _Recent:
    """The IRIs that were seen lately: the last `REMEMBERED` different ones, and some before them."""

    def __init__(self) -> None:
        self.young: set[str] = set()
        self._old: set[str] = set()

    def is_new(self, iri: str) -> bool:
        """Return whether an IRI was not seen lately; from now on it was."""
        if iri in self.young:
            return False
        known = iri in self._old
        if len(self.young) >= REMEMBERED:
            self._old, self.young = self.young, set()
        self.young.add(iri)
        return not known


class Memory:
    """What was made before: which records need not be yielded again, and which are described in another way.

    Records whose key is made of all that they say cannot contradict each other, and the oldest of them are forgotten,
    kind by kind, because there are allegations without end and actors again and again. For those with keys of the
    mapping's own, two hashes each are kept.
    """

    def __init__(self) -> None:
        self._recent: dict[type, _Recent] = defaultdict(_Recent)
        self._lasting: dict[int, int] = {}
        self._same: dict[str, Actor | Incident | Source] = {}
        #: What is remembered of cells that repeat, and so comes again as the very same, by where it is in memory.
        self._asked: dict[int, Sequence[Actor | Incident | Source]] = {}

    def is_new(self, record: Record) -> bool:
        """Return whether a record that cannot contradict an earlier one is worth yielding."""
        return self._recent[type(record)].is_new(record.iri)

    def all_are_recent(self, records: Sequence[Actor | Incident | Source]) -> bool:
        """Return whether none of some records of one kind that cannot contradict earlier ones is worth yielding."""
        if self._asked.get(id(records)) is records:
            return True
        recent = self._recent[type(records[0])].young
        if not recent.issuperset([record.iri for record in records]):
            return False
        if len(self._asked) >= REMEMBERED // 10:
            self._asked.clear()
        self._asked[id(records)] = records
        return True

    def is_same(self, record: Actor | Incident | Source) -> bool:
        """Return whether a record is the very one that was asked about lately, and so says what it said then."""
        if self._same.get(record.iri) is record:
            return True
        if len(self._same) >= REMEMBERED // 10:
            self._same.clear()
        self._same[record.iri] = record
        return False

    def agrees(self, iri: str, content: Hashable) -> bool | None:
        """True for what is new, None for what was there before, False for what was there with another content."""
        key, said = hash(iri), hash(content)
        known = self._lasting.get(key)
        if known is None:
            self._lasting[key] = said
            return True
        return None if known == said else False


def content(record: Actor | Incident | Source) -> Hashable:
    """Return all that a record says that has a key of the mapping's own."""
    match record:
        case Actor():
            return record.label, record.kind
        case Incident():
            dates = record.occurred_from, record.occurred_to
            return record.label, record.kind, *dates, record.victims, record.activity_of, *record.description.values()
    return record.label, record.publisher, record.published, record.url, record.archived_at


def allowed(word: str, words: Iterable[str], what: str) -> str:
    """Return a word of a vocabulary; raises `RowProblem` for any other."""
    if word in words:
        return word
    raise RowProblem(f'"{word[:60]}" is not a {what}; translate it to one of {", ".join(words)}')


def label(text: str) -> str:
    """Return a name or title; raises `RowProblem` for one that is no such thing any more."""
    if len(text) > LONGEST_LABEL:
        raise RowProblem(f"a name or title of {len(text):,} characters")
    return text


def short_key(key: str) -> str:
    """Return a key that makes no unwieldy IRI: what is too long ends with a hash of the whole."""
    return key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 17]}-{digest(key)}"


def joined(actors: Iterable[Actor]) -> dict[str, Actor]:
    """Return what all rows say of each actor, taken together: the same in whatever order the rows come."""
    known: dict[str, Actor] = {}
    for actor in actors:
        other = known.setdefault(actor.iri, actor)
        if other != actor:
            known[actor.iri] = _together(other, actor)
    return known


def _together(a: Actor, b: Actor) -> Actor:
    described = [actor.description for actor in (a, b) if actor.description]
    wordings = sorted({wording for text in described for wording in text.values()})
    return replace(
        a,
        names=_names(a, b),
        part_of=tuple(sorted({*a.part_of, *b.part_of})),
        speaks_for=tuple(sorted({*a.speaks_for, *b.speaks_for})),
        wikidata=min(filter(None, (a.wikidata, b.wikidata)), default=None),
        description={next(iter(described[0])): wordings[0]} if described else {},
    )


def _names(a: Actor, b: Actor) -> tuple[Name, ...]:
    """Return the names of both; that of which it is known who gives it stands for the same without."""
    names = {*a.names, *b.names}
    given = {(name.kind, name.value, name.language) for name in names if name.by}
    kept = [name for name in names if name.by or (name.kind, name.value, name.language) not in given]
    return tuple(sorted(kept, key=lambda name: name.iri))
