"""The schema of mapping files: which columns of a table make actors, incidents, sources and claims.

A mapping reads like a fact file with columns in braces. Each entry is checked by itself here; what entries mean to each
other is checked in `file`. See docs/mappings.md.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ....ontology import ACTOR_KINDS, INCIDENT_KINDS
from ....ontology.acts import ACTS, DECIDING, ROLES, WITHDRAWING
from ...facts.schema import RelianceMode, Scale
from ...yaml.values import Flag, Key, Keys, Language, Listed, Number, Slug, Words
from .words import Coding, Count, DayOfYear, Delimiter, Format, Normal, Quote, Regex, States, Template, Text, Texts


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TestEntry(_Entry):
    """What is asked of a column or value; all that is written must hold."""

    is_: Texts | None = Field(default=None, alias="is")
    not_: Texts | None = Field(default=None, alias="not")
    missing: Flag | None = None
    matches: Regex | None = None
    same: Text | None = None
    several: Flag | None = None
    state: Flag | None = None


Condition = dict[Text, Annotated[TestEntry, Normal("is", listed=True)]]
#: Conditions of which one must hold.
When = Annotated[list[Condition], Listed(least=1, single=True)]


class LookupEntry(_Entry):
    """What texts become: by the whole text, else by the first pattern in it, else by a name in it, else the default."""

    translate: dict[Text, Text] = {}
    match: dict[Text, Text] = {}
    gazetteer: list[Text] = []
    default: Text | None = None


class ValueEntry(_Entry):
    """How one value is read: a text with columns in braces, and what is done with it, in the order of the keys."""

    value: Template
    when: When | None = None
    list_: Flag = Field(default=False, alias="list")
    split: Text | None = None
    split_at: Regex | None = None
    strip: Texts = []
    find: Regex | None = None
    missing: Texts = []
    translate: dict[Text, Text] = {}
    lookup: Key | None = None
    default: Text | None = None
    states: States | None = None
    date: Flag = False
    among: Text | None = None
    not_among: Text | None = None


class DateEntry(ValueEntry):
    """How a date is read. `year_if` is the day of the year, as MM-DD, that only stands for the year."""

    formats: list[Format] = []
    year_if: DayOfYear | None = None


#: A value, or several of which the first that is there is taken.
Value = Annotated[list[ValueEntry], Normal("value", many=True)]
Date = Annotated[list[DateEntry], Normal("value", many=True)]


class DatesEntry(_Entry):
    """How all dates of a mapping are read, where a date does not say otherwise."""

    formats: list[Format] = []
    year_if: DayOfYear | None = None


class _Made(_Entry):
    """What all entries that make records have."""

    id: Value | None = None
    when: When | None = None


class _Thing(_Made):
    """What may be made only where another table does not make it."""

    unless: Key | None = None


class AliasEntry(_Entry):
    """Another name of an actor, or several, and the actor who gives it."""

    name: Value
    by: Key | None = None
    lang: Language | None = None


class ActorEntry(_Thing):
    """Who speaks, is blamed or is hit: one for each name."""

    name: Value
    kind: Value
    iso: Flag = False
    by: Key | None = None
    aliases: list[Annotated[AliasEntry, Normal("name", listed=True)]] = []
    part_of: Keys = []
    speaks_for: Keys = []
    wikidata: Value | None = None
    description: Value | None = None


class IncidentEntry(_Thing):
    """What happened; with `activity_of`, all that a group is said to have done."""

    name: Value | None = None
    also: Value | None = None
    kind: Value | None = None
    from_: Date | None = Field(default=None, alias="from")
    to: Date | None = None
    victims: Keys = []
    activity_of: Key | None = None
    description: Value | None = None


class SourceEntry(_Thing):
    """Where a claim stands: one for each address, or for each title."""

    title: Value | None = None
    publisher: Key | None = None
    published: Date | None = None
    url: Value | None = None
    archived_at: Value | None = None
    lang: Language | None = None


class AccusedEntry(_Entry):
    """Who is accused, and of which part in it."""

    actor: Key
    role: Value | None = None
    when: When | None = None


class ConfidenceEntry(_Entry):
    """How sure the speaker is: its own words, its grade on a published scale, and a number if it gives one."""

    words: Value | None = None
    scale: Scale | None = None
    label: Value | None = None
    value: Value | None = None


class ScoreEntry(_Entry):
    """How the claim was rated by one criterion."""

    criterion: Words
    points: Value
    out_of: Number | None = None


class RelianceEntry(_Entry):
    """What the claim rests on: sources of the row."""

    on: Key
    mode: RelianceMode = "unknown"


class ClaimEntry(_Made):
    """One speech act: one for each speaker."""

    act: Value
    by: Keys
    accused: Annotated[list[Annotated[AccusedEntry, Normal("actor")]], Listed(single=True)] = []
    incident: Keys = []
    role: Value | None = None
    on: Date | None = None
    public: Date | None = None
    source: Keys
    confidence: ConfidenceEntry | None = None
    likelihood: ConfidenceEntry | None = None
    attribution_type: Value | None = None
    scores: list[ScoreEntry] = []
    relies_on: Annotated[list[Annotated[RelianceEntry, Normal("on")]], Listed(single=True)] = []
    responds_to: Keys = []
    challenges: Keys = []
    endorses: Keys = []
    quantity: Value | None = None
    unit: Words | None = None
    coding: Coding | None = None
    coded_rows: Value | None = None
    summary: Value | None = None


class EachEntry(_Entry):
    """Columns that hold lists side by side: what stands first in each belongs together, and so on."""

    columns: Annotated[list[Text], Listed(least=1)]
    split: Text | None = None
    split_at: Regex | None = None


class SkipEntry(_Entry):
    """Rows of which nothing is made, and why."""

    when: When
    reason: Words


class PartEntry(_Entry):
    """What is made of a row, or of a part of it; what is outside may be used inside."""

    when: When | None = None
    each: EachEntry | None = None
    values: dict[Key, Value] = {}
    actors: dict[Key, ActorEntry] = {}
    incidents: dict[Key, IncidentEntry] = {}
    sources: dict[Key, SourceEntry] = {}
    claims: dict[Key, ClaimEntry] = {}
    parts: list[PartEntry] = []


class TableEntry(PartEntry):
    """One table: how it is recognised and written, and what its rows are."""

    needs: list[Text] = []
    optional: list[Text] = []
    id: Value | None = None
    sheet: Text | None = None
    hidden: Flag = False
    at: Texts = []
    header: Flag = True
    columns: list[Text] = []
    skip_rows: Count = 0
    comment: Text | None = None
    delimiter: Delimiter | None = None
    quote: Quote | None = None
    encoding: Text | None = None
    group: Texts = []
    skip: list[SkipEntry] = []


class TableMapping(_Entry):
    """One or several tables that make one data set."""

    mapping: Slug
    title: Words | None = None
    about: Words | None = None
    licence: Words | None = None
    dataset: Slug | None = None
    lang: Language = ""
    missing: Texts = []
    dates: DatesEntry = DatesEntry()
    lookups: dict[Key, LookupEntry] = {}
    tables: dict[Key, TableEntry]


#: What a value that is written out, without a column, must be.
ALLOWED: dict[tuple[type[BaseModel], str], tuple[str, ...]] = {
    (ActorEntry, "kind"): ACTOR_KINDS,
    (IncidentEntry, "kind"): INCIDENT_KINDS,
    (ClaimEntry, "act"): tuple(ACTS),
    (ClaimEntry, "role"): tuple(ROLES),
    (AccusedEntry, "role"): tuple(ROLES),
}
#: Those acts that are made of the claim itself; a withdrawal needs a claim of an earlier row, which no mapping knows.
ROW_ACTS = tuple(act for act in ACTS if act not in WITHDRAWING | DECIDING)
