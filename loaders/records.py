"""The records: the one shape that every loader produces and every reader gets back.

All are immutable. Things are identified by IRIs, which `mint` makes from the data set and a key, so that loading a
file twice gives the same ones. A *text* maps language tags (BCP 47, in lower case; empty where the language is not
said) to strings.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

from ..ontology import ID
from .dates import PartialDate

Text = Mapping[str, str]

#: What no text of a record can hold, because XML cannot: control characters other than tab and line ends, and what is
#: no character by itself (halves of surrogate pairs, U+FFFE, U+FFFF).
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def dataset_iri(name: str) -> str:
    """The IRI of a data set, which is also the name of its graph."""
    return ID + quote(name, safe="")


def mint(dataset: str, kind: str, key: str) -> str:
    """The IRI of one thing of a data set.

    >>> mint("sony-2014", "actor", "fbi")
    'https://w3id.org/whoblamed/id/sony-2014/actor/fbi'
    """
    return f"{dataset_iri(dataset)}/{kind}/{quote(key, safe='')}"


def digest(*parts: str) -> str:
    """A short key for what has no key of its own, the same for the same parts: 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def primary(text: Text) -> str:
    """The wording to show where only one fits: English if there is one, else the first."""
    return text.get("en") or next(iter(text.values()), "")


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
    """What happened; nothing here says who did it."""

    iri: str
    label: str
    name: Text = field(default_factory=dict)
    kind: str = "other"
    occurred_from: PartialDate | None = None
    occurred_to: PartialDate | None = None
    victims: tuple[str, ...] = ()
    description: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """That `accused` did `incident` in `role`. It is what claims are about; it asserts nothing by itself."""

    iri: str
    label: str
    accused: str
    incident: str
    role: str = "carried-out"
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
    """A document, post, indictment or broadcast."""

    iri: str
    label: str
    title: Text = field(default_factory=dict)
    publisher: str | None = None
    published: PartialDate | None = None
    url: str | None = None
    language: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A speech act: `speaker` said something, on `stated_on`, in `made_in`. `act` is a key of `ACTS`.

    `recorded_on` and `closed_on` are the second clock: from when until when this record held (UTC).
    `challenges` may name allegations, claims and evidence; the other references name claims.
    """

    iri: str
    label: str
    act: str
    speaker: str
    about: tuple[str, ...] = ()
    accused: tuple[str, ...] = ()
    incident: str | None = None
    stated_on: PartialDate | None = None
    recorded_on: datetime | None = None
    closed_on: datetime | None = None
    version_of: str | None = None
    made_in: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    responds_to: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    endorses: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()
    replaced_by: str | None = None
    confidence: Confidence | None = None
    likelihood: Confidence | None = None
    evidence: tuple[str, ...] = ()
    summary: Text = field(default_factory=dict)
    quantity: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One named graph and where it came from. `sha256` is the hash of the file it was read from."""

    iri: str
    name: str
    title: Text = field(default_factory=dict)
    origin: str | None = None
    format: str | None = None
    sha256: str | None = None
    loaded_on: datetime | None = None
    uses_actors_of: tuple[str, ...] = ()


Record = Actor | Incident | Allegation | Claim | Source | Reliance | Evidence


@dataclass(frozen=True, slots=True)
class Batch:
    """All that a loader made of one data set."""

    dataset: DataSet
    records: tuple[Record, ...]
