"""What a galaxy file says, read with suspicion: every value may be missing, of another type, or nonsense."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import InvalidData, Problem
from ...ontology.patterns import UNWRITABLE
from ...ontology.records import digest
from ...ontology.texts import is_blank
from ..opening.documents import Document
from ..opening.jsonevents import refuse
from . import web
from .members import Contents
from .publishers import Publisher, publisher_of

#: Longer than any name or address is; what is longer is no such thing.
MAX_NAME = 300
MAX_URL = 2_000

SYNONYMS = ("synonyms", "synomyms")
REFERENCES = ("refs", "references", "sources", "official-refs")
ORIGIN = "origin:"
#: The keys of `meta` that records are made of.
READ = frozenset(
    (
        *SYNONYMS,
        *REFERENCES,
        "name-attribution",
        "country",
        "microsoft-origin-threat",
        "cfr-suspected-state-sponsor",
        "attribution-confidence",
        "cfr-suspected-victims",
        "suspected-victims",
        "threat-actor-classification",
        "company-type",
        "ISO",
        "ISO3",
    )
)
#: Those that are known and left out, because they neither name nor blame anybody; `docs/misp.md` lists them.
LEFT_OUT = frozenset(
    (
        *("Capital", "Continent", "CurrencyCode", "CurrencyName", "Languages", "Population", "tld"),
        *("budapest-convention", "country_name", "products", "product-type", "sector", "targeted-sector"),
        *("cfr-target-category", "cfr-type-of-incident", "victimology", "motive", "since", "capabilities"),
        *("mode-of-operation", "spoken-language", "external_id", "date", "status", "colour", "kill_chain"),
        *("target-category", "target_categories", "observed_motivations", "group_attack_id", "owner", "tags"),
        *("content", "id", "published", "summary", "title", "updated"),
    )
)
_CLUSTER_KEYS = frozenset(("value", "uuid", "description", "meta", "related", "revoked"))

_NO_GALAXY = "a galaxy is a JSON object, or a list of clusters as MISP exports it; this is something else"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LISTED = 5


def clean(value: Any, longest: int = MAX_NAME) -> str:
    """Return a text on one line, without the characters that no text may hold; empty for what is no text, too long, or
    not to be seen."""
    if not isinstance(value, str) or len(value) > 10 * longest or is_blank(value):
        return ""
    text = " ".join(UNWRITABLE.sub("", value).split())
    return text if len(text) <= longest else ""


class Fields:
    """The members of an object; `amiss` collects what cannot be read, and `reasons` are the words for it."""

    def __init__(self, data: Any, amiss: dict[str, None]) -> None:
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self._amiss = amiss
        if data is not None and not isinstance(data, Mapping):
            amiss["an object is expected where something else stands"] = None

    def texts(self, key: str, longest: int = MAX_NAME) -> list[str]:
        """Return the texts of a member, which may be one or a list; none when it is not there."""
        value = self.data.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        texts = [clean(item, longest) for item in items]
        if not all(texts):
            self._amiss[f"{key} is empty, or something else than a text"] = None
        return list(dict.fromkeys(filter(None, texts)))

    def text(self, key: str) -> str:
        """Return the first text of a member; empty when it is not there."""
        return next(iter(self.texts(key)), "")

    def number(self, key: str) -> str:
        """Return a number as it is written; galaxies write it as text, but it may be a number."""
        value = self.data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self.text(key)


@dataclass(frozen=True, slots=True)
class Relation:
    """That a cluster is related to another, with the tags that say how likely it is."""

    type: str
    target: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster. `place` is its number in its file, from 1; `key` is its UUID or, without one, made of its name.

    `amiss` are reasons why parts of it cannot be read; its order is theirs.
    """

    place: int
    line: int
    key: str
    value: str
    description: str
    meta: Fields
    relations: tuple[Relation, ...]
    revoked: bool
    publisher: Publisher
    amiss: dict[str, None] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Galaxy:
    """One galaxy of a file: what it says of itself, and its clusters, read anew each time; `dataset` is their name."""

    document: Document
    contents: Contents = field(compare=False)
    dataset: str
    type: str
    name: str
    version: str
    category: str
    publisher: Publisher

    @property
    def order(self) -> tuple[str, int, str, str]:
        """By type, the newest version first."""
        version = int(self.version) if re.fullmatch("[0-9]{1,9}", self.version) else 0
        return self.type, -version, self.document.sha256, self.document.name

    def clusters(self) -> Iterator[Cluster]:
        """Yield the clusters in the file's order. Raises `InvalidData` for what is no JSON."""
        place = 0
        for member in self.contents:
            found = web.written(member)
            if member.key == "values":
                place += 1
                yield _cluster(self, place, member.line, member.value)
            elif found and _type(found.head) in ("", self.type):
                place += 1
                yield replace(_cluster(self, place, found.line, found.data), publisher=self._publisher_of(found.head))

    def _publisher_of(self, head: Mapping[str, Any]) -> Publisher:
        """Return whom a cluster names that has a source or authors of its own."""
        return _publisher(Fields(head, {})) if head.keys() & {"source", "authors"} else self.publisher


def read_galaxies(document: Document, name_of: Callable[[str], str]) -> list[Galaxy]:
    """Return the galaxies of a file; `name_of` gives the name of the data set for a type. Raises `InvalidData` for
    others.

    What a galaxy says of itself may stand after its clusters. A galaxy file has one galaxy, what MISP answers may have
    several.
    """
    said: dict[str, Any] = {"authors": []}
    heads: dict[str, dict[str, Any]] = {}
    contents = Contents(document)
    for member in contents:
        found = web.written(member)
        if found:
            heads.setdefault(_type(found.head), found.head)
        elif web.is_in_list(member):
            refuse(document, member.line, _NO_GALAXY)
        elif member.key == web.GALAXY and isinstance(member.value, dict):
            said.update({key: value for key, value in member.value.items() if key != "authors"})
        elif member.key == "authors":
            said["authors"].append(member.value)
        elif member.key != "values":
            said[member.key] = member.value
    if not heads and document.head.lstrip().startswith(b"["):
        refuse(document, 1, _NO_GALAXY)
    galaxies = [_galaxy(document, contents, {**said, **head}, name_of) for _, head in sorted(heads.items())]
    return galaxies or [_galaxy(document, contents, said, name_of)]


def _galaxy(document: Document, contents: Contents, said: Mapping[str, Any], name_of: Callable[[str], str]) -> Galaxy:
    fields = Fields(said, {})
    type_ = fields.text("type")
    if not type_:
        raise InvalidData([Problem('the galaxy has no "type"; write one, such as threat-actor', document.name)])
    return Galaxy(
        document=document,
        contents=contents,
        dataset=name_of(type_),
        type=type_,
        name=fields.text("name") or type_,
        version=fields.number("version"),
        category=fields.text("category"),
        publisher=_publisher(fields),
    )


def _type(head: Mapping[str, Any]) -> str:
    return Fields(head, {}).text("type")


def _publisher(fields: Fields) -> Publisher:
    return publisher_of(fields.text("source"), fields.texts("authors"))


def _cluster(galaxy: Galaxy, place: int, line: int, data: Any) -> Cluster:
    amiss: dict[str, None] = {}
    fields = Fields(data, amiss)
    _unknown(set(fields.data) - _CLUSTER_KEYS, amiss)
    value = fields.text("value")
    uuid = fields.text("uuid").lower()
    meta = Fields(fields.data.get("meta"), amiss)
    origins = {key for key in meta.data if key.startswith(ORIGIN)}
    _unknown(set(meta.data) - READ - LEFT_OUT - origins, amiss)
    return Cluster(
        place=place,
        line=line,
        key=uuid if _UUID.fullmatch(uuid) else digest(galaxy.type, value),
        value=value,
        description=clean(fields.data.get("description")),
        meta=meta,
        relations=tuple(_relations(fields.data.get("related"), amiss)),
        revoked=fields.data.get("revoked") is True,
        publisher=galaxy.publisher,
        amiss=amiss,
    )


def _unknown(keys: Iterable[str], amiss: dict[str, None]) -> None:
    """Keys of which nobody knows what they mean are reported together."""
    known = sorted(clean(key, 40) or "one that is no name" for key in keys)
    if known:
        more = ", …" if len(known) > _LISTED else ""
        amiss[f"not known what is meant by {', '.join(known[:_LISTED])}{more}"] = None


def _relations(data: Any, amiss: dict[str, None]) -> Iterator[Relation]:
    if data is not None and not isinstance(data, list):
        amiss["related is no list"] = None
        return
    seen: set[Relation] = set()
    for item in data or ():
        fields = Fields(item, amiss)
        relation = Relation(fields.text("type"), fields.text("dest-uuid").lower(), tuple(fields.texts("tags")))
        if not relation.type or not relation.target:
            amiss["a relation without a type or target"] = None
        elif relation not in seen:
            seen.add(relation)
            yield relation
