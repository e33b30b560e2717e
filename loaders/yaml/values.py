"""The values of fact files: how each is written, what it means, and its JSON Schema.

All scalars come as the text that was written (see `marks`). Editors read `section: 3` as a number, so the JSON Schema
allows numbers and booleans wherever a text may look like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from ...errors import did_you_mean
from ...ontology import edtf
from ...ontology.dates import PartialDate
from ...ontology.patterns import LONGEST_KEY, SLUG, WEB_ADDRESS
from ...ontology.texts import Text, is_blank

_SCALAR = ["string", "number", "boolean"]
_LONGEST_SHOWN = 60

# RFC 5646: language, script, region and variants; extensions and private use say nothing about a text of ours.
_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([0-9][A-Za-z0-9]{3}|[A-Za-z0-9]{5,8}))*"
#: Single hyphens only: keys are joined with two to make keys of allegations.
_KEY = r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*"
#: What looks like the key of something.
KEY = re.compile(_KEY)
_DATE = f"{edtf.WRITTEN}|unknown"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBER = r"[+-]?[0-9]{1,18}(\.[0-9]{1,9})?"


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """How a single value is written. `read` makes of its text what it means; ValueError says what is wrong with it."""

    read: Callable[[str], Any]
    json: JsonSchemaValue

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.read, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.json)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list whose items differ; where a `single` one will do, it need not be a list."""

    least: int = 0
    most: int | None = None
    single: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        checked = core_schema.no_info_after_validator_function(self._check, handler(source))
        return core_schema.no_info_before_validator_function(self._as_list, checked) if self.single else checked

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(schema) | ({"minItems": self.least} if self.least else {})
        made |= {} if self.most is None else {"maxItems": self.most}
        return {"anyOf": [made["items"], made]} if self.single else made

    def _as_list(self, value: Any) -> Any:
        return value if isinstance(value, list) else [value]

    def _check(self, items: list[Any]) -> list[Any]:
        if len(items) < self.least or (self.most is not None and len(items) > self.most):
            raise ValueError(f"write {'exactly' if self.least == self.most else 'at least'} {self.least} here")
        seen: set[str] = set()
        for item in items if len(items) > 1 else ():
            written = item if isinstance(item, str) else repr(item)  # entries with lists in them have no hash
            if written in seen:
                raise ValueError(f'"{item}" is listed twice' if isinstance(item, str) else "the same is listed twice")
            seen.add(written)
        return items


class _Wording:
    """A text, or a map from language to text. What is read is always the map, with "" where no language is said."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._read, handler(dict[Language, Words]))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        by_language = {
            "type": "object",
            "propertyNames": {"pattern": f"^({_LANGUAGE})$"},
            "additionalProperties": _WORDS.json,
            "minProperties": 1,
        }
        return {"anyOf": [dict(_WORDS.json), by_language], "description": "A text, or a map from language to text."}

    def _read(self, value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Text:
        if isinstance(value, str):
            return {"": _words(value)}
        if not isinstance(value, dict) or not value:
            raise ValueError("write a text, or a map from language to text such as {en: ..., de: ...}")
        read: Text = handler(value)
        if len(read) < len(value):
            raise ValueError("the same language is written twice, in capital and in small letters")
        return read


class EditorSchema(GenerateJsonSchema):
    """A key that is not needed is left out, never null; titles made of the keys would only repeat them."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return {key: value for key, value in made.items() if key != "default" or value}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return made | ({"additionalProperties": False} if "patternProperties" in made else {})

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the interface has it
        return False


def editor_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a model, as a YAML language server takes it."""
    made = model.model_json_schema(schema_generator=EditorSchema)
    return {"$schema": EditorSchema.schema_dialect, **made, "title": title}


def one_of(values: tuple[str, ...]) -> Written:
    """Return one of a few words."""

    def read(text: str) -> str:
        if text in values:
            return text
        hint = did_you_mean(text[:_LONGEST_SHOWN], values)
        raise ValueError(f"{shown(text)} is not one of {', '.join(values)}{hint}")

    return Written(read, {"enum": list(values)})


def shown(text: str) -> str:
    """Return a text as errors quote it."""
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[:_LONGEST_SHOWN]}…"'


def _matching(pattern: str, wanted: str, make: Callable[[str], Any] = str) -> Callable[[str], Any]:
    whole = re.compile(pattern)

    def read(text: str) -> Any:
        if not whole.fullmatch(text):
            raise ValueError(f"{shown(text)} is not {wanted}")
        return make(text)

    return read


def _words(text: str) -> str:
    stripped = text.strip()
    if is_blank(stripped):
        raise ValueError("the text is empty")
    return stripped


def _key(text: str) -> str:
    if len(text) > LONGEST_KEY:
        raise ValueError(f"{shown(text)} is longer than the {LONGEST_KEY} characters that a key may have")
    return text


def _date(text: str) -> PartialDate | None:
    try:
        return None if text == "unknown" else PartialDate.parse(text)
    except ValueError as error:
        raise ValueError(str(error).replace(repr(text), shown(text))) from None


def _confirmed(text: str) -> bool:
    """Return whether something is confirmed: by a word, or by the day on which it was."""
    if text[0].isdigit():
        PartialDate.parse(text)
    return text not in ("false", "no")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"there is no time {text}") from None


def _text(pattern: str, wanted: str, make: Callable[[str], Any] = str) -> Written:
    return Written(_matching(pattern, wanted, make), {"type": "string", "pattern": f"^({pattern})$"})


def _name(pattern: str, wanted: str) -> Written:
    schema = {"type": _SCALAR, "pattern": f"^({pattern})$", "maxLength": LONGEST_KEY}
    return Written(_matching(pattern, wanted, _key), schema)


def _number(pattern: str, wanted: str, make: Callable[[str], Any] = int, **schema: Any) -> Written:
    quoted = {"type": "string", "pattern": f"^({pattern})$"}
    return Written(_matching(pattern, wanted, make), {"anyOf": [{"type": "integer", **schema}, quoted]})


_WORDS = Written(_words, {"type": _SCALAR, "pattern": r"\S"})
_A_KEY = "a key; write letters and digits, with single hyphens, dots or underscores between them"
_A_DATE = "a date; write YYYY-MM-DD, YYYY-MM, YYYY or unknown, or as in 2014-11~, ..2014-12-19 and 2014-11/2014-12"
_A_MOMENT = "a date or time; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ"
_A_NUMBER = "a number; write digits only, such as 1500000 or 0.5"
_FLAG = Written(
    _matching("true|false|yes|no", "true or false", lambda text: text in ("true", "yes")),
    {"enum": [True, False, "yes", "no", "true", "false"]},
)

Words = Annotated[str, _WORDS]
Key = Annotated[str, _name(_KEY, _A_KEY)]
Keys = Annotated[list[Key], Listed(single=True)]
Slug = Annotated[str, _name(SLUG.pattern, "a slug such as sony-2014; write small letters, digits and single hyphens")]
Language = Annotated[str, _text(_LANGUAGE, "a language tag such as en or pt-BR", str.lower)]
Wording = Annotated[Text, _Wording()]
Date = Annotated[
    PartialDate | None,
    Written(_matching(f"{_DATE}|{edtf.BEYOND}", _A_DATE, _date), _number(_DATE, "", minimum=1, maximum=9999).json),
]
Moment = Annotated[datetime, _text(_MOMENT, _A_MOMENT, _moment)]
Url = Annotated[str, _text(WEB_ADDRESS.pattern, "a web address; write one that begins with http:// or https://")]
Sha256 = Annotated[str, _text("[0-9a-f]{64}", "a SHA-256; write 64 hexadecimal digits, in small letters")]
WikidataId = Annotated[str, _text("Q[1-9][0-9]{0,15}", "a Wikidata id such as Q423")]
Flag = Annotated[bool, _FLAG]
#: Whether somebody has looked at it and found it right, or on which day.
Confirmed = Annotated[
    bool,
    Written(
        _matching(f"true|false|yes|no|{_DAY}", "true, false, or the day on which it was confirmed", _confirmed),
        {
            "anyOf": [
                {"enum": [True, False, "yes", "no", "true", "false"]},
                {"type": "string", "pattern": f"^({_DAY})$"},
            ]
        },
    ),
]
Number = Annotated[Decimal, _number(_NUMBER, _A_NUMBER, Decimal, type="number")]
Percent = Annotated[int, _number("100|[0-9]{1,2}", "a whole number from 0 to 100", minimum=0, maximum=100)]
Offset = Annotated[int, _number("[0-9]{1,9}", "a whole number from 0", minimum=0)]
Count = Annotated[int, _number("[1-9][0-9]{0,8}", "a whole number from 1", minimum=1)]
