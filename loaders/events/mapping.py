"""Event mappings: read, checked, and found by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel

from ...errors import FormatError
from ...ontology import ACTOR_KINDS
from ..yaml import marks
from ..yaml.explain import parsed, unknown
from ..yaml.marks import Path
from ..yaml.values import editor_schema
from .schema import (
    ActEntry,
    ActorEntry,
    ChoiceEntry,
    DayEntry,
    EventMapping,
    LayoutEntry,
    SourceEntry,
)

FOLDER = FilePath(__file__).parent / "mappings"
_ENDINGS = (".yaml", ".yml")
_ADVICE = "an event mapping is a map; begin it with events: NAME"


@dataclass(frozen=True, slots=True)
class MappingFile:
    """An event mapping, and the hash of the file that it stands in."""

    mapping: EventMapping
    sha256: str
    name: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once."""
        return tuple(dict.fromkeys(column for _, column in _uses(self.mapping)))


@cache
def shipped() -> tuple[MappingFile, ...]:
    """Return the event mappings that come with whoblamed, by name."""
    return tuple(parse(file.read_bytes(), file.name) for file in sorted(FOLDER.glob("*.yaml")))


def names() -> list[str]:
    """Return the names of the event mappings that come with whoblamed."""
    return [file.mapping.events for file in shipped()]


def find(name_or_path: str) -> MappingFile:
    """Return an event mapping by its name, if it ships, or by the path of its file.

    Raises `FormatError` for a name that there is not, `InvalidData` with all that is wrong with a file, and
    `StoreError` when a file cannot be read.
    """
    for file in shipped():
        if file.mapping.events == name_or_path:
            return file
    if not name_or_path.lower().endswith(_ENDINGS):
        nearest = difflib.get_close_matches(name_or_path, names(), n=1)
        hint = f"did you mean {nearest[0]}? There" if nearest else "there"
        raise FormatError(f"no event mapping {name_or_path!r}; {hint} are {', '.join(names())}, or a file (.yaml)")
    return parse(marks.content_of(name_or_path), name_or_path)


def parse(content: bytes, file: str) -> MappingFile:
    """Read the content of an event mapping; raises `InvalidData` with all problems, by line and column."""
    mapping = parsed(EventMapping, marks.read(content, file), file, _ADVICE, _model_at, _faults)
    return MappingFile(mapping, sha256(content).hexdigest(), file)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of event mappings, as a YAML language server takes it."""
    return editor_schema(EventMapping, "whoblamed event mapping")


def _model_at(path: Path) -> type[BaseModel]:
    """Return the model of what stands at a path of an event mapping."""
    match path:
        case ("speaker" | "accused", "name" | "kind", int(), *_):
            return ChoiceEntry
        case ("speaker" | "accused", *_):
            return ActorEntry
        case ("layouts", _, *_):
            return LayoutEntry
        case ("acts", _, *_):
            return ActEntry
        case ("day", *_):
            return DayEntry
        case ("source", *_):
            return SourceEntry
    return EventMapping


# -------------------------------------------------------------------------------------------------------------- checks


def _uses(mapping: EventMapping) -> Iterator[tuple[Path, str]]:
    """Yield the columns that a mapping reads, and where it says so."""
    yield ("id",), mapping.id
    yield ("day", "column"), mapping.day.column
    for place, column in enumerate(mapping.code):
        yield ("code", place), column
    for path, choice in _choices(mapping):
        if choice.column is not None:
            yield (*path, "column"), choice.column
    if mapping.address is not None:
        yield ("address",), mapping.address


def _choices(mapping: EventMapping) -> Iterator[tuple[Path, ChoiceEntry]]:
    for role, actor in (("speaker", mapping.speaker), ("accused", mapping.accused)):
        for key, choices in (("name", actor.name), ("kind", actor.kind)):
            yield from (((role, key, place), choice) for place, choice in enumerate(choices))


def _faults(mapping: EventMapping) -> Iterator[tuple[Path, str]]:
    """Yield what entries say of each other and cannot mean."""
    for key, what in (("layouts", "how its files are written"), ("acts", "which codes say who is to blame")):
        if not getattr(mapping, key):
            yield (key,), f"the mapping says nothing of {what}; add at least one"
    for name, layout in mapping.layouts.items():
        yield from _layout_faults(mapping, ("layouts", name), layout)
    for path, choice in _choices(mapping):
        if choice.column is None and choice.value is None:
            yield path, "this finds nothing; write column: NAME, or value: TEXT"
        if choice.lookup is not None and choice.lookup not in mapping.lookups:
            yield (*path, "lookup"), unknown("lookup", choice.lookup, mapping.lookups)
        if choice.lookup is not None and (choice.value is not None or choice.column is None):
            yield (*path, "lookup"), "a lookup says what a column means; write column and lookup, without value"
        if path[1] == "kind":
            yield from _kind_faults(mapping, path, choice)

    for role, actor in (("speaker", mapping.speaker), ("accused", mapping.accused)):
        if actor.kind[-1].value is None or actor.kind[-1].column is not None:
            yield (role, "kind", len(actor.kind) - 1), "kinds end with one for all others; write last value: group"


def _layout_faults(mapping: EventMapping, path: Path, layout: LayoutEntry) -> Iterator[tuple[Path, str]]:
    if layout.header and layout.columns:
        yield (*path, "columns"), "the names of the columns are in the header; write header: no where there is none"
    if not layout.header:
        if not layout.columns:
            yield (*path, "header"), "without a header, the columns need names; write columns: [First, Second, …]"
        missing = [name for _, name in _uses(mapping) if name not in layout.columns and name != mapping.address]
        for name in dict.fromkeys(missing):
            yield (*path, "columns"), unknown("column", name, layout.columns)


def _kind_faults(mapping: EventMapping, path: Path, choice: ChoiceEntry) -> Iterator[tuple[Path, str]]:
    """Kinds of actors that do not exist, as they are written or looked up."""
    if choice.value is not None and choice.value not in ACTOR_KINDS:
        yield (*path, "value"), unknown("kind of actor", choice.value, ACTOR_KINDS)
    if choice.lookup is None and choice.value is None:
        yield path, "kinds are words of ours; write a lookup of what the column has, or value: KIND"
    for word, kind in mapping.lookups.get(choice.lookup or "", {}).items():
        if kind not in ACTOR_KINDS:
            yield ("lookups", str(choice.lookup), word), unknown("kind of actor", kind, ACTOR_KINDS)
