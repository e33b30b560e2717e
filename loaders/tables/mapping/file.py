"""Mapping files: read, checked, and found by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from ....errors import did_you_mean
from ....ontology.acts import ALLEGING, BY_ACCUSED, DECIDING, NAMING_ACCUSED, WITHDRAWING
from ...yaml import marks
from ...yaml.explain import parsed, unknown
from ...yaml.marks import Path
from ...yaml.values import editor_schema
from . import gazetteer
from .schema import ALLOWED, ActorEntry, PartEntry, TableEntry, TableMapping, ValueEntry
from .scope import column_uses, places
from .words import THIS

FOLDER = FilePath(__file__).parents[2] / "mappings"
_ENDINGS = (".yaml", ".yml")
_ADVICE = "a mapping is a map; begin it with mapping: NAME"


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping, and the hash of the file that it stands in."""

    mapping: TableMapping
    sha256: str
    name: str


@cache
def shipped() -> tuple[MappingFile, ...]:
    """Return the mappings that come with whoblamed, by name."""
    return tuple(parse(file.read_bytes(), file.name) for file in sorted(FOLDER.glob("*.yaml")))


def find(name_or_path: str) -> MappingFile | None:
    """Return a mapping by its name, if it is shipped, or by the path of its file; None for what is neither.

    Raises `InvalidData` with all that is wrong with a file, and `StoreError` when a file cannot be read.
    """
    for file in shipped():
        if file.mapping.mapping == name_or_path:
            return file
    if not name_or_path.lower().endswith(_ENDINGS):
        return None
    return parse(marks.content_of(name_or_path), name_or_path)


def parse(content: bytes, file: str) -> MappingFile:
    """Read a mapping file's content; raises `InvalidData` with all problems."""
    mapping = parsed(TableMapping, marks.read(content, file), file, _ADVICE, model_at, _faults)
    return MappingFile(mapping, _hash(mapping, content), file)


def _hash(mapping: TableMapping, content: bytes) -> str:
    """Return the hash of a mapping, with all that it is read by."""
    used = any(lookup.gazetteer for lookup in mapping.lookups.values())
    return sha256(content + (gazetteer.fingerprint().encode() if used else b"")).hexdigest()


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of mapping files, as a YAML language server takes it."""
    return editor_schema(TableMapping, "whoblamed mapping")


def model_at(path: Path) -> type[BaseModel]:
    """Return the model of what stands at a path of a mapping file; what may be written short is what it stands for."""
    model: type[BaseModel] = TableMapping
    here: Any = TableMapping
    for part in path:
        here = _inside(here, part)
        if isinstance(here, type) and issubclass(here, BaseModel):
            model = here
        elif (item := _plain(here)) is not here and isinstance(item, type) and issubclass(item, BaseModel):
            model = item
    return model


def _inside(here: Any, part: str | int) -> Any:
    """Return the type of what is called `part` in a thing of a type."""
    here = _plain(here) if isinstance(part, str) and get_origin(_bare(here)) is list else _bare(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        for name, field in here.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return here
    arguments = get_args(here)
    return arguments[-1] if arguments else here


def _bare(here: Any) -> Any:
    """Return a type without what is annotated, and without None."""
    while True:
        if get_origin(here) is Annotated:
            here = get_args(here)[0]
        elif type(None) in get_args(here) and len(get_args(here)) == 2:
            here = next(argument for argument in get_args(here) if argument is not type(None))
        else:
            return here


def _plain(here: Any) -> Any:
    """Return the type of the entries of a list, through lists of lists."""
    here = _bare(here)
    while get_origin(here) is list:
        here = _bare(get_args(here)[0])
    return here


# -------------------------------------------------------------------------------------------------------------- checks


def _faults(mapping: TableMapping) -> Iterator[tuple[Path, str]]:
    """Yield what entries say of each other and cannot mean."""
    if not mapping.tables:
        yield ("tables",), "a mapping has at least one table; say what its columns are"
    for name, lookup in mapping.lookups.items():
        for pattern in lookup.match:
            try:
                re.compile(pattern)
            except (re.error, OverflowError, RecursionError) as error:
                yield ("lookups", name, "match", pattern), f"not a regular expression: {error}"
        for index, kind in enumerate(lookup.gazetteer):
            if kind not in gazetteer.names():
                yield ("lookups", name, "gazetteer", index), unknown("kind of names", kind, gazetteer.names())
    for name, table in mapping.tables.items():
        path: Path = ("tables", name)
        yield from _table_faults(table, path)
        yield from _part_faults(table, mapping, path, {})
        for inside, value in _values(table, ()):
            if value.lookup is not None and value.lookup not in mapping.lookups:
                yield (*path, *inside, "lookup"), unknown("lookup", value.lookup, mapping.lookups)


def _table_faults(table: TableEntry, path: Path) -> Iterator[tuple[Path, str]]:
    uses = list(column_uses(table))
    columns = {name for _, name in uses}
    if not columns:
        yield path, "this table uses no column; write {Column} where its values belong"
    for inside, name in uses:
        if name == THIS:
            yield (*path, *inside), "{this} is the name of an actor, and stands in the entries of actors only"
    for index, column in enumerate(table.optional):
        if column not in columns:
            yield (*path, "optional", index), f'"{column}" is not used in this table'
    if table.columns and table.header:
        yield (*path, "columns"), "the names of the columns are in the header; write header: no where there is none"
    if not table.header and not table.columns:
        yield (*path, "header"), "without a header, the columns need names; write columns: [First, Second, …]"
    if len({*table.columns}) < len(table.columns):
        yield (*path, "columns"), "two columns have one name; give each a name of its own"
    if table.delimiter is not None and table.delimiter == table.quote:
        yield (*path, "quote"), "the delimiter is no quotation mark; correct one of the two"
    if table.encoding is not None:
        try:
            "".encode(table.encoding)
        except LookupError:
            yield (*path, "encoding"), f'"{table.encoding}" is no encoding; write utf-8, cp1252, utf-16 or another'


def _part_faults(
    part: PartEntry, mapping: TableMapping, path: Path, outer: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Path, str]]:
    sections = ("actors", "incidents", "sources", "claims")
    known = {section: outer.get(section, frozenset()) | getattr(part, section).keys() for section in sections}
    if part.each and part.each.split is not None and part.each.split_at is not None:
        yield (*path, "each", "split"), "split and split_at at once; keep one of the two"
    for section in sections:
        for name, entry in getattr(part, section).items():
            here = (*path, section, name)
            unless = getattr(entry, "unless", None)
            if unless is not None and unless not in mapping.tables:
                yield (*here, "unless"), unknown("table", unless, mapping.tables)
            for key, kind, names in _references(entry):
                for other in names:
                    if other not in known[kind]:
                        yield (*here, key), unknown(kind.removesuffix("s"), other, known[kind])
            yield from _word_faults(entry, here)
            yield from _content_faults(section, entry, here)
    for index, inner in enumerate(part.parts):
        yield from _part_faults(inner, mapping, (*path, "parts", index), known)


def _references(entry: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what an entry refers to: the key, the section, and the names."""
    single = {"by": "actors", "publisher": "actors", "activity_of": "actors", "incident": "incidents"}
    many = {
        "part_of": "actors",
        "speaks_for": "actors",
        "victims": "actors",
        "source": "sources",
        "responds_to": "claims",
        "challenges": "claims",
        "endorses": "claims",
    }
    for key, section in single.items():
        if (name := getattr(entry, key, None)) is not None:
            yield key, section, name if isinstance(name, list) else [name]
    for key, section in many.items():
        yield key, section, getattr(entry, key, [])
    yield "accused", "actors", [accused.actor for accused in getattr(entry, "accused", [])]
    yield "relies_on", "sources", [reliance.on for reliance in getattr(entry, "relies_on", [])]
    yield "aliases", "actors", [alias.by for alias in getattr(entry, "aliases", []) if alias.by]


def _word_faults(entry: BaseModel, path: Path) -> Iterator[tuple[Path, str]]:
    """Words of a vocabulary that are written out and do not exist."""
    for (model, key), words in ALLOWED.items():
        if not isinstance(entry, model) or key not in type(entry).model_fields:
            continue
        for index, value in enumerate(getattr(entry, key) or []):
            is_word = isinstance(value, ValueEntry) and not (places(value.value) or value.translate or value.lookup)
            if is_word and value.value not in words:
                hint = did_you_mean(value.value[:60], words)
                yield (*path, key, index), f'"{value.value}" is not one of {", ".join(words)}{hint}'
    for index, accused in enumerate(getattr(entry, "accused", [])):
        yield from _word_faults(accused, (*path, "accused", index))


def _content_faults(section: str, entry: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if section == "incidents" and entry.name is None and entry.activity_of is None:
        yield path, "an incident has a name; write name: {Column}"
    if section == "sources" and entry.title is None and entry.url is None:
        yield path, "a source has a title or a url; write one of the two"
    if section == "claims":
        acts = {value.value for value in entry.act if not places(value.value)}
        if acts & WITHDRAWING:
            yield (*path, "act"), "a withdrawal takes back a claim of another row, which a mapping cannot name"
        if acts & DECIDING:
            yield (*path, "act"), "a finding has an outcome, which a mapping cannot say; write it in a fact file"
        if acts <= ALLEGING - BY_ACCUSED and len(acts) == len(entry.act) and not entry.accused:
            yield path, 'an attribution says who is accused; add "accused"'
        if acts & NAMING_ACCUSED and not entry.incident:
            yield path, 'the claim says what it is about; add "incident"'
    if section == "actors" and isinstance(entry, ActorEntry) and path[-1] in (*entry.part_of, *entry.speaks_for):
        yield path, "an actor is no part of itself and does not speak for itself; correct the reference"


def _values(thing: Any, path: Path) -> Iterator[tuple[Path, ValueEntry]]:
    """Yield all values in an entry, and where they stand."""
    yield from ((found, value) for found, value in _inner(thing, path) if isinstance(value, ValueEntry))


def _inner(thing: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Yield all entries in an entry, and where they stand."""
    if isinstance(thing, BaseModel):
        yield path, thing
        for name, field in type(thing).model_fields.items():
            yield from _inner(getattr(thing, name), (*path, field.alias or name))
    elif isinstance(thing, dict):
        for name, value in thing.items():
            yield from _inner(value, (*path, name))
    elif isinstance(thing, list):
        for index, item in enumerate(thing):
            yield from _inner(item, (*path, index))
