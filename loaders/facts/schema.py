"""The schema of fact files: what may be written where. The JSON Schema for editors is made from it.

It checks each entry by itself; what entries mean to each other is checked in `check` and `claimcheck`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ...ontology import ACTOR_KINDS, FORMS, INCIDENT_KINDS, RELIANCE_MODES
from ...ontology.acts import ACTS, OUTCOMES, ROLES
from ...ontology.scales import SCALES
from ..yaml.marks import Path
from ..yaml.values import (
    Confirmed,
    Count,
    Date,
    Flag,
    Key,
    Keys,
    Language,
    Listed,
    Moment,
    Number,
    Offset,
    Percent,
    Sha256,
    Slug,
    Url,
    WikidataId,
    Wording,
    Words,
    editor_schema,
    one_of,
)

#: What drafts claims: the rules of `drafting`, or a model that the user has.
DRAFTERS = ("rule", "model")

ActorKind = Annotated[str, one_of(ACTOR_KINDS)]
IncidentKind = Annotated[str, one_of(INCIDENT_KINDS)]
RelianceMode = Annotated[str, one_of(RELIANCE_MODES)]
Scale = Annotated[str, one_of(SCALES)]
Act = Annotated[str, one_of(tuple(ACTS))]
Role = Annotated[str, one_of(tuple(ROLES))]
Outcome = Annotated[str, one_of(tuple(OUTCOMES))]
Form = Annotated[str, one_of(FORMS)]
Drafter = Annotated[str, one_of(DRAFTERS)]


_NUMBER: JsonSchemaValue = get_args(Number)[1].json


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Of an entry that somebody wrote as a text, the key that this is the value of; empty where it takes more than one.
    meant: ClassVar[str] = ""


class AliasEntry(_Entry):
    """Another name of an actor: in which language, and who gives it."""

    name: Words
    lang: Language | None = None
    by: Key | None = None
    source: Key | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Or:
    """An entry of which only one field is said may be written as the value of that field, which looks like `json`."""

    key: str
    json: JsonSchemaValue = field(default_factory=lambda: {"type": ["string", "number", "boolean"]})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._entry, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.json, handler(schema)]}

    def _entry(self, value: Any) -> Any:
        return {self.key: value} if isinstance(value, str) else value


class ActorEntry(_Entry):
    """Who speaks or is blamed."""

    name: Wording
    kind: ActorKind
    aliases: list[Annotated[AliasEntry, _Or("name")]] = []
    part_of: Keys = []
    speaks_for: Keys = []
    wikidata: WikidataId | None = None
    description: Wording = {}


class IncidentEntry(_Entry):
    """What happened, without saying who did it."""

    meant: ClassVar[str] = "name"

    name: Wording
    kind: IncidentKind = "other"
    from_: Date = Field(default=None, alias="from")
    to: Date = None
    victims: Keys = []
    description: Wording = {}
    rivals: list[Annotated[list[Key], Listed(least=2, most=2)]] = []


class RelianceEntry(_Entry):
    """What a source or claim rests on; without `on`, what it rests on is not known."""

    meant: ClassVar[str] = "on"

    on: Key | None = None
    mode: RelianceMode = "unknown"


class SourceEntry(_Entry):
    """A document, post, indictment or broadcast: its own title, and as a gloss what that means in other languages."""

    meant: ClassVar[str] = "title"

    title: Wording
    gloss: Wording = {}
    publisher: Key | None = None
    published: Date = None
    retracted: Date = None
    corrects: Keys = []
    url: Url | None = None
    archived: Url | None = None
    lang: Language | None = None
    sha256: Sha256 | None = None
    relies_on: Annotated[list[RelianceEntry], Listed()] = []


class EvidenceEntry(_Entry):
    """What a speaker says that it rests on."""

    meant: ClassVar[str] = "summary"

    summary: Wording
    held_by: Key | None = None
    disclosed: Flag | None = None


class ConfidenceEntry(_Entry):
    """How sure the speaker is: its own words, and the grade on a published scale if it used one."""

    meant: ClassVar[str] = "words"

    words: Words | None = None
    scale: Scale | None = None
    label: Words | None = None
    value: Percent | None = None


class QuoteEntry(_Entry):
    """A few of the speaker's own words, at most 25, in which language, and whether they are translated into it."""

    text: Words
    lang: Language | None = None
    translated: Flag | None = None


class QuantityEntry(_Entry):
    """A figure: exact, about how much, or at least and at most."""

    exact: Number | None = None
    about: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None


class PassageEntry(_Entry):
    """Where in the source it stands; offsets count Unicode code points of the source's text, from 0."""

    meant: ClassVar[str] = "section"

    source: Key | None = None
    section: Words | None = None
    paragraph: Count | None = None
    start: Offset | None = None
    end: Offset | None = None


class ClaimEntry(_Entry):
    """One speech act."""

    # The order of the keys is that in which the casebook writes them, and in which `writing` puts new ones.
    id: Key
    act: Act
    by: Annotated[list[Key], Listed(least=1, single=True)]
    through: Words | None = None
    as_told_by: Keys = []
    own_view: Flag | None = None
    accused: Keys = []
    incident: Key | None = None
    role: Role | None = None
    instead_of: Keys = []
    challenges: Keys = []
    endorses: Keys = []
    withdraws: Keys = []
    responds_to: Keys = []
    replaced_by: Key | None = None
    form: Form | None = None
    outcome: Outcome | None = None
    condition: Words | None = None
    on: Date = None
    public: Date = None
    recorded: Moment | None = None
    source: Annotated[list[Key], Listed(least=1, single=True)]
    at: Annotated[list[PassageEntry], Listed(single=True)] = []
    relies_on: Annotated[list[RelianceEntry], Listed()] = []
    evidence: Keys = []
    quantity: Annotated[QuantityEntry, _Or("exact", _NUMBER)] | None = None
    unit: Words | None = None
    confidence: ConfidenceEntry | None = None
    likelihood: ConfidenceEntry | None = None
    quote: Annotated[QuoteEntry, _Or("text")] | None = None
    summary: Wording = {}
    # What is drafted by a program is loaded only when a person says that it is right; neither is a part of the claim.
    drafted: Drafter | None = None
    confirmed: Confirmed = False


class FactFile(_Entry):
    """One case: actors, incidents, sources and the claims that link them."""

    case: Slug
    title: Wording = {}
    licence: Words | None = None
    actors: dict[Key, ActorEntry] = {}
    incidents: dict[Key, IncidentEntry] = {}
    sources: dict[Key, SourceEntry] = {}
    evidence: dict[Key, EvidenceEntry] = {}
    claims: list[ClaimEntry] = []


SECTIONS: dict[str, type[BaseModel]] = {
    "actors": ActorEntry,
    "incidents": IncidentEntry,
    "sources": SourceEntry,
    "evidence": EvidenceEntry,
    "claims": ClaimEntry,
}
#: Where entries hold entries of their own.
_NESTED: dict[str, type[BaseModel]] = {
    "aliases": AliasEntry,
    "relies_on": RelianceEntry,
    "confidence": ConfidenceEntry,
    "likelihood": ConfidenceEntry,
    "at": PassageEntry,
    "quote": QuoteEntry,
    "quantity": QuantityEntry,
}


def model_at(path: Path) -> type[BaseModel]:
    """Return the model of the entry at a path of a fact file."""
    if len(path) < 2:
        return FactFile
    model = SECTIONS[str(path[0])]
    for part in path[2:]:
        model = _NESTED.get(str(part), model)
    return model


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of fact files, as a YAML language server takes it.

    It is also that of files of shared actors, which need no case.
    """
    schema = editor_schema(FactFile, "whoblamed fact file")
    del schema["required"]
    needed = {section: ["case"] for section in ("incidents", "sources", "evidence", "claims")}
    return {**schema, "dependentRequired": needed}
