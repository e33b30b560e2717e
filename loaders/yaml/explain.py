"""What the schema says is wrong with a fact file, in words and with places."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ...errors import Problem
from ..facts.schema import (
    ActorEntry,
    AliasEntry,
    ClaimEntry,
    ConfidenceEntry,
    EvidenceEntry,
    FactFile,
    IncidentEntry,
    PassageEntry,
    RelianceEntry,
    SourceEntry,
)
from .marks import Marked, Path

#: The sections of a fact file and their entries.
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
}
_SHAPES = {"string_type": "a text", "list_type": "a list", "dict_type": "a map", "model_type": "a map"}
#: How pydantic marks that the key at a location, and not its value, is at fault.
_KEY_MARK = "[key]"


def explain(
    details: Iterable[ErrorDetails],
    marked: Marked,
    file: str,
    model_at: Callable[[Path], type[BaseModel]] | None = None,
) -> dict[Path, Problem]:
    """The problems by the path of what is at fault; where several are at fault in one place, the first.

    `model_at` tells which model describes what is at a path; without it, the file is a fact file.
    """
    problems: dict[Path, Problem] = {}
    for detail in details:
        path = _path(detail["loc"], marked.data)
        at_key = detail["type"] in ("extra_forbidden", "missing") or detail["loc"][-1] == _KEY_MARK
        place = marked.place(path) if at_key else marked.value_place(path)
        problems.setdefault(path, Problem(_message(detail, path, model_at or _model_at), file, *place))
    return problems


def _path(location: tuple[int | str, ...], data: Any) -> Path:
    """Where in the file a location of the model is: what the model has as a list may stand there as a single thing."""
    path: list[int | str] = []
    for part in location:
        there = isinstance(data, list) if isinstance(part, int) else isinstance(data, Mapping) and part in data
        if part == _KEY_MARK and not there:
            break
        if there or isinstance(part, str):
            path.append(part)
            data = data[part] if there else None
    return tuple(path)


def _message(detail: ErrorDetails, path: Path, model_at: Callable[[Path], type[BaseModel]]) -> str:
    kind, key = detail["type"], path[-1] if path else ""
    if kind == "extra_forbidden":
        return _unknown(str(key), model_at(path[:-1]))
    if kind == "missing":
        return f'"{key}" is missing{_owner(path)}'
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    what = f'"{key}"' if isinstance(key, str) else "this item"
    return f"{what} must be {_SHAPES[kind]}, not {_shape(detail['input'])}"


def _unknown(key: str, model: type[BaseModel]) -> str:
    allowed = [field.alias or name for name, field in model.model_fields.items()]
    nearest = difflib.get_close_matches(key, allowed, n=1)
    return f'unknown key "{key}"; ' + (
        f'did you mean "{nearest[0]}"?' if nearest else f"allowed are {', '.join(allowed)}"
    )


def _owner(path: Path) -> str:
    return f" in {path[0]}: {path[1]}" if len(path) == 3 and isinstance(path[1], str) else ""


def _shape(value: Any) -> str:
    return "a map" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else "a text"


def _model_at(path: Path) -> type[BaseModel]:
    """The model of the entry at a path of the file."""
    if len(path) < 2:
        return FactFile
    model = SECTIONS[str(path[0])]
    for part in path[2:]:
        model = _NESTED.get(str(part), model)
    return model
