"""`FIELD=VALUE` as it is given on a command line or as an answer: what it means by the schema of fact files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from ....errors import StoreError
from ....ontology.texts import fold
from ..schema import SECTIONS, model_at

Field = tuple[str, ...]


def assigned(section: str, assignments: Iterable[str]) -> dict[str, Any]:
    """Return the entry of a section that some assignments say; a list may be given item by item.

    >>> assigned("claims", ["by=fbi, nsa", "at.paragraph=3", "quote=yes, we do", "responds_to=a", "responds_to=b"])
    {'by': ['fbi', 'nsa'], 'at': {'paragraph': '3'}, 'quote': 'yes, we do', 'responds_to': ['a', 'b']}
    """
    entry: dict[str, Any] = {}
    for assignment in assignments:
        field, value = parsed(section, assignment)
        _join(entry, field, value)
    return {key: _as_list(section, key, value) for key, value in entry.items()}


def parsed(section: str, assignment: str) -> tuple[Field, Any]:
    """Return the field and the value of an assignment. A field in a field has a dot: `summary.en`.

    Raises `StoreError` for what is no assignment.
    """
    name, equals, text = assignment.partition("=")
    if not equals or not name.strip():
        raise StoreError(f"{assignment!r} gives no field a value; write FIELD=VALUE, such as on=2031-04-02")
    field = tuple(part.strip() for part in name.split("."))
    return field, value_of(section, field, text)


def value_of(section: str, field: Field, text: str) -> Any:
    """Return what a text means as the value of a field: of what are keys of others, several with commas are a list.

    >>> value_of("claims", ("by",), "fbi,nsa"), value_of("claims", ("by",), "fbi"), value_of("claims", ("unit",), "a,b")
    (['fbi', 'nsa'], 'fbi', 'a,b')
    """
    keys = [key.strip() for key in text.split(",") if key.strip()]
    return keys if len(keys) > 1 and _holds_keys(section, field) else text.strip()


def _holds_keys(section: str, field: Field) -> bool:
    """Return whether a field is a list of keys."""
    annotation = _annotation(section, field)
    return get_origin(annotation) is list and get_args(get_args(annotation)[0])[:1] == (str,)


def _annotation(section: str, field: Field) -> Any:
    model = model_at((section, 0, *field[:-1]))
    if model is SECTIONS[section] and len(field) > 1:  # a text by language, which has no model
        return None
    found = {known.alias or name: known for name, known in model.model_fields.items()}.get(field[-1])
    return found.annotation if found else None


def _join(entry: dict[str, Any], field: Field, value: Any) -> None:
    """Put a value into an entry; one that is there already becomes a list with it."""
    *around, last = field
    for part in around:
        entry = entry.setdefault(part, {})
        if not isinstance(entry, dict):
            raise StoreError(f'"{part}" is given both a value and a field; give one of them')
    there = entry.get(last)
    if isinstance(there, dict):
        raise StoreError(f'"{last}" is given both a value and a field; give one of them')
    entry[last] = value if there is None else [*listed(there), *listed(value)]


def _as_list(section: str, key: str, value: Any) -> Any:
    """Return a value as a list where only a list will do."""
    annotation = _annotation(section, (key,))
    item = get_args(get_args(annotation)[0])[:1] if get_origin(annotation) is list else ()
    of_entries = isinstance(value, Mapping) and get_origin(annotation) is list and key != "at"
    of_names = isinstance(value, str) and bool(item) and isinstance(item[0], type) and issubclass(item[0], BaseModel)
    return [value] if of_entries or of_names else value


def listed(value: Any) -> list[Any]:
    """Return a value as a list; a list as it is."""
    return value if isinstance(value, list) else [value]


def new_id(entry: Mapping[str, Any], taken: Iterable[str]) -> str:
    """Return an id for a claim, made of its first speaker and its act.

    >>> new_id({"by": ["fbi", "nsa"], "act": "attribution"}, ["fbi-attribution"])
    'fbi-attribution-2'
    """
    first = next(iter(listed(entry.get("by", ""))), "")
    return key_for(f"{first} {entry.get('act', '')}", taken)


def key_for(text: str, taken: Iterable[str]) -> str:
    """Return a key that a text could have, and nothing else has.

    >>> key_for("Unnamed officials (Reuters)", ["unnamed-officials-reuters"])
    'unnamed-officials-reuters-2'
    """
    there = set(taken)
    plain = "-".join(re.findall("[a-z0-9]+", fold(text)))[:60].strip("-") or "entry"
    numbered = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(there) + 2))
    return next(key for key in numbered if key not in there)
