"""The records: the one shape that every loader produces and every reader gets back.

All are immutable. Things are identified by IRIs, which `mint` makes from the data set and a key, so that loading a
file twice gives the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar
from urllib.parse import quote

from ..errors import Problem
from . import ID
from . import owner_of as owner_of
from .acts import DEFAULT_ROLE
from .dates import PartialDate
from .texts import Text

T = TypeVar("T")

#: What need not be quoted in an IRI, as most keys.
_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")


def dataset_iri(name: str) -> str:
    """Return the IRI of a data set, which is also the name of its graph."""
    return ID + _quoted(name)


def _quoted(text: str) -> str:
    return text if _UNRESERVED.fullmatch(text) else quote(text, safe="")


def mint(dataset: str, kind: str, key: str) -> str:
    """Return the IRI of one thing of a data set.

    >>> mint("sony-2014", "actor", "fbi")
    'https://w3id.org/whoblamed/id/sony-2014/actor/fbi'
    """
    return f"{ID}{_quoted(dataset)}/{kind}/{_quoted(key)}"


def digest(*parts: str) -> str:
    """Return a short key for what has no key of its own, the same for the same parts: 16 hexadecimal digits of
    SHA-256."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that an actor is given; `by` is the actor who gives it, where that is known."""

    iri: str
    actor: str
    value: str
    language: str | None = None
    kind: str = "alias"
    by: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who speaks or is blamed; `kind` is one of `ACTOR_KINDS`."""

    iri: str
    label: str
    kind: str
    names: tuple[Name, ...] = ()
    part_of: tuple[str, ...] = ()
    speaks_for: tuple[str, ...] = ()
    wikidata: str | None = None
    description: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What happened; nothing here says who did it.

    `activity_of` is for incidents of kind `activity`: all that is put down to a group's name, by which those who coined
    the name define the group.
    """

    iri: str
    label: str
    name: Text = field(default_factory=dict)
    kind: str = "other"
    occurred_from: PartialDate | None = None
    occurred_to: PartialDate | None = None
    victims: tuple[str, ...] = ()
    activity_of: str | None = None
    description: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """That `accused` did `incident` in `role`. It is what claims are about; it asserts nothing by itself."""

    iri: str
    label: str
    accused: str
    incident: str
    role: str = DEFAULT_ROLE
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How sure a speaker is, in its own `words`, and by a published scale where it used one.

    `value`, `low` and `high` are whole numbers from 0 to 100 by STIX 2.1, Appendix A.
    """

    words: str | None = None
    scale: str | None = None
    grade: str | None = None
    value: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A few of the speaker's own words: at most `MOST_QUOTED`, in a `language`, perhaps `translated` into it."""

    text: str
    language: str | None = None
    translated: bool | None = None


#: How many words of a speaker may be quoted.
MOST_QUOTED = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a claim was rated by one criterion of a published questionnaire: `points` of at most `out_of`."""

    criterion: str
    points: Decimal
    out_of: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where in a source something stands. `start` and `end` count Unicode code points from 0, `paragraph` from 1."""

    source: str | None = None
    section: str | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """That a source or claim rests on another thing: `on`, a source, claim or evidence; None: on something unknown."""

    iri: str
    label: str
    relying: str
    on: str | None = None
    mode: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a speaker says that it rests on. `disclosed`: whether the public can see it."""

    iri: str
    label: str
    summary: Text = field(default_factory=dict)
    held_by: str | None = None
    disclosed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document, post, indictment or broadcast.

    `title` is what stands on it, `gloss` what that means in other languages. `corrects` names the sources that it
    corrects, `retracted` when it was taken back by who published it.
    """

    iri: str
    label: str
    title: Text = field(default_factory=dict)
    gloss: Text = field(default_factory=dict)
    publisher: str | None = None
    published: PartialDate | None = None
    retracted: PartialDate | None = None
    corrects: tuple[str, ...] = ()
    url: str | None = None
    archived_at: str | None = None
    language: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A speech act: `speakers`, mostly one, said something together, on `stated_on`, in `made_in`. `act` is a key of
    `ACTS`.

    `public_on` is when it became public, where that is another day. `recorded_on` and `closed_on` are the second clock:
    from when until when this record held (UTC), and `said_recorded_on` is when a file says that it was recorded
    elsewhere, which moves no clock. `challenges` may name allegations, claims and evidence; the other references name
    claims. `role` is what a denial denies or a finding decides on where it names one: without it, every role is meant.

    The words may have come `through` another actor or one that `through_words` describes, who speaks for the speaker;
    and they may only be known as others told them (`as_told_by`). `own_view`: a person speaks, and not its office.
    `form` is one of `FORMS`, `outcome` (of a finding) one of `OUTCOMES`. What is said under a `condition` is said
    possibly. A figure is `quantity` where it is exact, else about, at least or at most the number in `quantity_…`.

    `coding` is one of `CODINGS` where not a person read what was said, but a machine. `coded_rows` is of how many rows
    of its table such a claim was made.
    """

    iri: str
    label: str
    act: str
    speakers: tuple[str, ...]
    through: tuple[str, ...] = ()
    through_words: str | None = None
    as_told_by: tuple[str, ...] = ()
    own_view: bool | None = None
    form: str | None = None
    about: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    incident: str | None = None
    role: str | None = None
    stated_on: PartialDate | None = None
    public_on: PartialDate | None = None
    recorded_on: datetime | None = None
    said_recorded_on: datetime | None = None
    closed_on: datetime | None = None
    version_of: str | None = None
    made_in: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    responds_to: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    endorses: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()
    replaced_by: str | None = None
    outcome: str | None = None
    condition: str | None = None
    quote: Quote | None = None
    confidence: Confidence | None = None
    likelihood: Confidence | None = None
    evidence: tuple[str, ...] = ()
    summary: Text = field(default_factory=dict)
    quantity: Decimal | None = None
    quantity_about: Decimal | None = None
    quantity_at_least: Decimal | None = None
    quantity_at_most: Decimal | None = None
    unit: str | None = None
    coding: str | None = None
    coded_rows: int | None = None
    attribution_type: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """That somebody says of two actors that they are the `same`, `different` or `similar` (`verdict`), and why.

    `basis` is one of `IDENTITY_BASES`. `stated` ones come with a data set and are no decision: they join nothing.
    """

    iri: str
    label: str
    actors: tuple[str, ...]
    verdict: str
    basis: str = "stated"
    reason: str | None = None
    identified_by: str | None = None
    source: str | None = None
    likelihood: Confidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One named graph and where it came from, and under which `licence` it is, in words.

    `origin`, `format` and `sha256` are those of the file or files that were read here, `reader` is a fingerprint of
    what read them (so that equal hash and reader mean equal records), and `tables` are those parts of a data set of
    several files that were read. What a file says of its own descent is in the fields `said_…` (see `as_read`).
    `read_from` tells sources apart: the whole paths or addresses (see `Document.place`), for this computer alone.
    """

    iri: str
    name: str
    title: Text = field(default_factory=dict)
    licence: str | None = None
    origin: str | None = None
    format: str | None = None
    sha256: str | None = None
    reader: str | None = None
    tables: tuple[str, ...] = ()
    read_from: tuple[str, ...] = ()
    loaded_on: datetime | None = None
    uses_actors_of: tuple[str, ...] = ()
    said_origin: str | None = None
    said_format: str | None = None
    said_sha256: str | None = None


def as_read(said: DataSet, *, origin: str | None, format: str, sha256: str, read_from: tuple[str, ...] = ()) -> DataSet:
    """Return a data set that describes itself as it was read here: what it says of its descent is only what it says.

    Anybody can change a file that names a good origin and its hash. `origin`, `format`, `sha256` (64 hexadecimal
    digits) and `read_from` are those of the file that was read.
    """
    return replace(
        said,
        origin=origin,
        format=format,
        sha256=sha256,
        reader=None,
        read_from=read_from,
        loaded_on=None,
        said_origin=said.origin,
        said_format=said.format,
        said_sha256=said.sha256,
    )


Record = Actor | Incident | Allegation | Claim | Source | Reliance | Evidence | Identity


@dataclass(frozen=True, slots=True)
class Skipped:
    """A piece of a source of which no record was made, and why. `line` counts from 1; 0: it has none."""

    reason: str
    file: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Referring(Skipped):
    """What is skipped unless another data set of the same format, loaded earlier, has an actor of this `key`.

    If one has, `made` gives the records, for the name of that data set and the actor.
    """

    key: str = ""
    made: Callable[[str, Actor], Iterable[Record]] = field(default=lambda *_: (), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mentioned(Skipped):
    """What belongs to another data set and is only referred to (`iri`): nothing is skipped where it is there."""

    iri: str = ""


class Stream(Generic[T]):
    """What a function yields, anew each time that it is iterated over: a source is read as often as need be."""

    def __init__(self, read: Callable[[], Iterator[T]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[T]:
        return self._read()


@dataclass(frozen=True, slots=True)
class Batch:
    """All that a loader makes of one data set.

    `records` may be iterated over several times (see `Stream`), and yields the same each time. A record may be yielded
    more than once; two records with one IRI are equal. Iterating raises `InvalidData` when the source cannot be read.
    `decides`: whether its identities are decisions of the user's own, and not what a data set says.
    `keeps_time`: whether the times of recording in it are the user's own, too; in anybody else's files they are times
    of another clock. `warnings`: what is in order, but hardly meant so, for who checks the source.
    """

    dataset: DataSet
    records: Iterable[Record | Skipped]
    decides: bool = False
    keeps_time: bool = False
    warnings: tuple[Problem, ...] = ()

    def kept(self) -> Iterator[Record]:
        """Return what was read, without what was skipped."""
        return (record for record in self.records if not isinstance(record, Skipped))
