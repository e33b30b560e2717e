"""Read a file of ours by its schema, and say what is wrong with it, in words and with places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ...errors import InvalidData, Problem, did_you_mean
from .marks import Marked, Path
from .values import shown

M = TypeVar("M", bound=BaseModel)

_SHAPES = {"string_type": "a text", "list_type": "a list", "dict_type": "a map", "model_type": "a map"}
#: How pydantic marks that the key at a location, and not its value, is at fault.
_KEY_MARK = "[key]"


def data_of(marked: Marked, file: str, advice: str) -> dict[str, Any]:
    """Return the map that a file is; raises `InvalidData`, with `advice`, for any other."""
    if not isinstance(marked.data, dict):
        raise InvalidData([marked.faults.get((), Problem(advice, file, *marked.value_place(())))])
    return marked.data


def validated(
    model: type[M], data: Mapping[str, Any], marked: Marked, file: str, model_at: Callable[[Path], type[BaseModel]]
) -> tuple[M | None, dict[Path, Problem]]:
    """Return data as `model` reads them, or None, with all problems by the path of what is at fault.

    These are the faults of the YAML, and what the schema does not allow outside of those; where several things are at
    fault in one place, the first. `model_at` tells which model describes what is at a path.
    """
    found = dict(marked.faults)
    try:
        return model.model_validate(data), found
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = _path(detail["loc"], marked.data)
            if not any(path[:end] in marked.faults for end in range(len(path) + 1)):
                at_key = detail["type"] in ("extra_forbidden", "missing") or detail["loc"][-1] == _KEY_MARK
                place = marked.place(path) if at_key else marked.value_place(path)
                found.setdefault(path, Problem(_message(detail, path, model_at), file, *place))
    return None, found


def parsed(
    model: type[M],
    marked: Marked,
    file: str,
    advice: str,
    model_at: Callable[[Path], type[BaseModel]],
    faults: Callable[[M], Iterable[tuple[Path, str]]],
    *,
    at_keys: bool = False,
) -> M:
    """Return what a file says, if all is in order; raises `InvalidData` with all that is not.

    `faults` yields what the schema cannot say of it, with the path of what is at fault: of its value, or else its key.
    The rest is as for `data_of` and `validated`.
    """
    found, problems = validated(model, data_of(marked, file, advice), marked, file, model_at)
    for path, message in () if found is None else faults(found):
        place = marked.place(path) if at_keys else marked.value_place(path)
        problems.setdefault(path, Problem(message, file, *place))
    refuse(problems.values())
    assert found is not None  # noqa: S101 - what could not be read was refused
    return found


def unknown(what: str, name: str, known: Collection[str]) -> str:
    """Return what is wrong with a name of something in the same file that is not there."""
    hint = did_you_mean(name, known, f"known are {', '.join(sorted(known)) or 'none'}")
    return f'there is no {what} "{name}" here{hint}'


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `InvalidData` with the problems of a file, in its order, if there are any."""
    found = sorted(problems, key=lambda problem: (problem.line, problem.column))
    if found:
        raise InvalidData(found)


def _path(location: tuple[int | str, ...], data: Any) -> Path:
    """Return where in the file a location of the model is: what the model has as a list may stand there as a single
    thing."""
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
        allowed = [field.alias or name for name, field in model_at(path[:-1]).model_fields.items()]
        return f'unknown key "{key}"' + did_you_mean(str(key), allowed, f"allowed are {', '.join(allowed)}")
    if kind == "missing":
        return f'"{key}" is missing{_owner(path)}'
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    what = f'"{key}"' if isinstance(key, str) else "this item"
    return f"{what} must be {_SHAPES[kind]}, not {_shape(detail['input'])}{_as_map(detail, path, model_at)}"


def _as_map(detail: ErrorDetails, path: Path, model_at: Callable[[Path], type[BaseModel]]) -> str:
    """Return how to write an entry that is a text, where it is plain which key of it that is: `meant` of its model."""
    key, text = getattr(model_at(path), "meant", ""), detail["input"]
    if detail["type"] != "model_type" or not key or not isinstance(text, str):
        return ""
    return (
        f"; write {{{key}: {shown(text.strip())}}}"
        if text.isprintable() and '"' not in text
        else f"; write {{{key}: …}}"
    )


def _owner(path: Path) -> str:
    return f" in {path[0]}: {path[1]}" if len(path) == 3 and isinstance(path[1], str) else ""


def _shape(value: Any) -> str:
    return "a map" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else "a text"
