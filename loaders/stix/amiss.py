"""What of an object is read and cannot be kept as it stands, with the reason: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...ontology.patterns import UNWRITABLE
from ...ontology.texts import is_blank
from .accusations import PLACEHOLDERS, day_of, whole
from .index import LONGEST_NAME, language_of, ref_of, url_of

#: What is read of each type of object, by what it should be.
_TEXTS = {
    "identity": ("name", "identity_class"),
    "threat-actor": ("name", "resource_level"),
    "intrusion-set": ("name", "resource_level"),
    "campaign": ("name",),
    "incident": ("name",),
    "report": ("name",),
}
_LISTS = {
    "identity": ("sectors",),
    "threat-actor": ("aliases",),
    "intrusion-set": ("aliases",),
    "campaign": ("aliases",),
    "incident": ("aliases",),
    "opinion": ("authors", "object_refs"),
    "note": ("authors", "object_refs"),
}
_DAYS = {
    "campaign": ("first_seen", "last_seen"),
    "incident": ("first_seen", "last_seen"),
    "report": ("published",),
    "relationship": ("created",),
    "opinion": ("created",),
    "note": ("created",),
}
_SPEAKING = ("relationship", "opinion", "note")
#: What is never kept, but of which somebody who writes something else than text may think that it is read.
_UNKEPT = ("description", "explanation", "abstract", "content")


def amiss(value: dict[str, Any]) -> Iterator[str]:
    """Yield what is amiss with a STIX object of which records are made, without what stops it from being read."""
    type_ = value["type"]
    for key in _TEXTS.get(type_, ()):
        if key in value:
            yield from _text(value[key], repr(key))
    for key in _UNKEPT:
        if not isinstance(value.get(key, ""), str):
            yield f"{key!r} is no text: left out"
    if "lang" in value and not language_of(value):
        yield "'lang' is no language tag such as en or pt-BR: left out"
    for key in _LISTS.get(type_, ()):
        if key in value:
            yield from _listed(value[key], key)
    for key in _DAYS.get(type_, ()):
        yield from _day(value, key)
    if type_ in _SPEAKING:
        yield from _said(value)
    if "external_references" in value:
        yield from _references(value["external_references"])


def _text(found: Any, what: str) -> Iterator[str]:
    if not isinstance(found, str):
        yield f"{what} is no text: left out"
    elif is_blank(found):
        yield f"{what} is blank: left out"
    elif UNWRITABLE.search(found):
        yield f"{what} has characters that no text can hold: a blank stands for them"
    elif len(found) > LONGEST_NAME:
        yield f"{what} is longer than {LONGEST_NAME} characters: shortened"


def _listed(found: Any, key: str) -> Iterator[str]:
    if not isinstance(found, list):
        yield f"{key!r} is no list: left out"
    else:
        for each in found:
            yield from _text(each, f"one of the {key!r}")


def _day(value: dict[str, Any], key: str) -> Iterator[str]:
    found = value.get(key)
    if found is None or day_of(value, key) is not None:
        return
    if isinstance(found, str) and found[:10] in PLACEHOLDERS:
        yield f"{key!r} is {found[:10]}, which only fills the place of a day"
    else:
        yield f"{key!r} is no day of the calendar: left out"


def _said(value: dict[str, Any]) -> Iterator[str]:
    """Yield what is amiss with who says it, how surely, and whether still."""
    yield from _sure(value.get("confidence"))
    if value.get("created_by_ref") is not None and ref_of(value, "created_by_ref") is None:
        yield "'created_by_ref' is no id: it does not tell who speaks"
    if not isinstance(value.get("revoked", False), bool):
        yield "'revoked' is neither true nor false: taken for false"
    elif value.get("revoked"):
        yield from _day(value, "modified")


def _sure(found: Any) -> Iterator[str]:
    number = whole(found)
    if found is None or (number is not None and not isinstance(found, str)):
        return
    if number is not None:
        yield "'confidence' is a text: read as the number that it is"
    elif isinstance(found, int | float | str) and not isinstance(found, bool):
        yield "'confidence' is no whole number from 0 to 100: kept as words"
    else:
        yield "'confidence' is neither a number nor words: left out"


def _references(found: Any) -> Iterator[str]:
    for reference in found if isinstance(found, list) else [found]:
        if not isinstance(reference, dict):
            yield "external reference that is no object"
        elif reference.get("url") is not None and url_of(reference) is None:
            yield "external reference whose address is not on the web, or malformed"
        elif not isinstance(reference.get("description", ""), str):
            yield "'description' of an external reference is no text: left out"
