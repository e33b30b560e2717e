"""The words of mappings: how each is written, what it means, and its JSON Schema."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ....ontology import CODINGS
from ...yaml.values import Listed, Written, one_of
from ..dates import Pattern as DatePattern

_SCALAR = ["string", "number", "boolean"]
_LONGEST_PATTERN = 2000
#: Where in a text the columns stand, and what is written for a brace that is none.
PLACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
#: What `{this}` means in the entry of an actor: its name.
THIS = "this"


def _pattern(text: str) -> re.Pattern[str]:
    if len(text) > _LONGEST_PATTERN:
        raise ValueError(f"a regular expression of more than {_LONGEST_PATTERN} characters; write a shorter one")
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}; see docs.python.org/3/library/re.html") from None


def _template(text: str) -> str:
    for found in PLACE.finditer(text):
        if found[0] in "{}" or (found[1] is not None and not found[1].strip()):
            raise ValueError("a brace without a column; write {Column}, or {{ and }} for braces that are meant as such")
    return text


def _date_pattern(text: str) -> DatePattern:
    return DatePattern.parse(text)


def _day_of_year(text: str) -> str:
    if not re.fullmatch("[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f'"{text[:60]}" is not a day of the year; write it as MM-DD, such as 01-01')
    return text


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text):
        raise ValueError(f'"{text[:60]}" is not a number of rows; write one such as 2')
    return int(text)


def _delimiter(text: str) -> str:
    meant = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(meant) != 1 or meant in '"\r\n':
        raise ValueError(f'"{text[:60]}" is not a delimiter; write one character, or tab')
    return meant


def _quote(text: str) -> str:
    """Return a quotation mark; nothing for `none`."""
    if text != "none" and (len(text) != 1 or text in "\r\n"):
        raise ValueError(f'"{text[:60]}" is not a quotation mark; write one character, or none')
    return "" if text == "none" else text


class Normal:
    """What may be written short: `short` makes of anything that is no map the map that it means."""

    def __init__(self, key: str, *, listed: bool = False, many: bool = False) -> None:
        self.key = key
        #: Whether a list is one value of `key` (as in a test), or several entries.
        self.listed = listed
        self.many = many

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._normal, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        entry = whole["items"] if self.many else whole
        short: list[JsonSchemaValue] = [{"type": _SCALAR}, entry]
        if self.listed:
            short.append({"type": "array", "items": {"type": _SCALAR}})
        if self.many:
            short.append({"type": "array", "items": {"anyOf": [{"type": _SCALAR}, entry]}, "minItems": 1})
        return {"anyOf": short}

    def _normal(self, value: Any) -> Any:
        if self.many:
            return [self._one(item) for item in value] if isinstance(value, list) else [self._one(value)]
        return self._one(value)

    def _one(self, value: Any) -> Any:
        short = isinstance(value, str) or (self.listed and isinstance(value, list))
        return {self.key: value} if short else value


Regex = Annotated[re.Pattern[str], Written(_pattern, {"type": "string", "format": "regex"})]
Template = Annotated[str, Written(_template, {"type": _SCALAR})]
Text = Annotated[str, Written(lambda text: text, {"type": _SCALAR})]
Texts = Annotated[list[Text], Listed(single=True)]
Format = Annotated[DatePattern, Written(_date_pattern, {"type": "string"})]
DayOfYear = Annotated[str, Written(_day_of_year, {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"})]
Coding = Annotated[str, one_of(CODINGS)]
States = Annotated[str, one_of(("only", "none"))]
Count = Annotated[int, Written(_count, {"type": "integer", "minimum": 0})]
Delimiter = Annotated[str, Written(_delimiter, {"type": "string"})]
Quote = Annotated[str, Written(_quote, {"type": "string"})]
