"""Records as JSON, and what marks them in STIX: the extension in which our own bundles carry them without loss.

Reading is strict, because a bundle may come from anywhere: what is not exactly a record is refused with a reason.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from operator import attrgetter
from typing import Any, Final

from ..dates import PartialDate
from ..patterns import WORDS, is_slug
from ..quads import to_quads
from ..records import (
    MOST_QUOTED,
    Actor,
    Allegation,
    Claim,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Passage,
    Record,
    Reliance,
    Source,
    dataset_iri,
)
from ..texts import Text

#: The namespace of the ids of our STIX objects: UUID version 5 of the IRI of this vocabulary.
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/whoblamed/stix")
EXTENSION: Final = f"extension-definition--{uuid.uuid5(NAMESPACE, 'extension')}"
#: The identity that defines the extension.
AUTHOR: Final = f"identity--{uuid.uuid5(NAMESPACE, 'author')}"

_LONGEST = 1 << 24
_WRITE: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_KINDS: Final[dict[str, type]] = {
    kind.__name__.lower(): kind
    for kind in (Actor, Incident, Allegation, Claim, Source, Reliance, Evidence, Identity, DataSet)
}


def encode(record: Record | DataSet) -> str:
    """Return a record as JSON text, the same for the same record: `{"claim": {…}}`, without what has its default
    value."""
    plain = {type(record).__name__.lower(): _plain(record)}
    return _WRITE(plain)


def decode(text: object) -> Record | DataSet:
    """Return the record that `encode` wrote; raises ValueError for everything else."""
    if not isinstance(text, str):
        raise ValueError("the record is no text")
    if len(text) > _LONGEST:
        raise ValueError(f"the record is longer than {_LONGEST} characters")
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("the record is not JSON") from None
    if not isinstance(plain, dict) or len(plain) != 1:
        raise ValueError("the record is not one object under the name of its kind")
    ((name, fields),) = plain.items()
    if name not in _KINDS:
        raise ValueError("there is no such kind of record")
    record: Record | DataSet = _record(_KINDS[name], fields)
    _check(record)
    return record


# ------------------------------------------------------------------------------------------------------------ writing


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return list(map(_plain, value))
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, PartialDate | Decimal):
        return str(value)
    if dataclasses.is_dataclass(value):
        names, read, defaults = _fields(value.__class__)
        found = zip(names, read(value), defaults, strict=True)
        return {name: _plain(item) for name, item, default in found if item is not default and item != default}
    return value


@cache
def _fields(kind: type) -> tuple[list[str], Callable[[Any], tuple[Any, ...]], list[Any]]:
    """Return the names of the fields of a dataclass, what reads them, and their default values."""
    fields = dataclasses.fields(kind)
    names = [field.name for field in fields]
    return names, attrgetter(*names), list(map(_default, fields))


def _default(field: dataclasses.Field[Any]) -> Any:
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


# ------------------------------------------------------------------------------------------------------------ reading


def _record(kind: type, plain: Any) -> Any:
    """Return a dataclass of JSON, by the types of its fields."""
    if not isinstance(plain, dict):
        raise ValueError(f"{kind.__name__} is no object")
    readers = _readers(kind)
    if kind is Claim and "speaker" in plain:  # as it was written before claims had several speakers
        plain = {**plain, "speakers": [plain["speaker"]]}
        del plain["speaker"]
    unknown = plain.keys() - readers.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has a field too many")
    values = {}
    for name, value in plain.items():
        try:
            values[name] = readers[name](value)
            if values[name] not in WORDS.get((kind, name), (values[name],)):
                raise ValueError(value)
        except (ValueError, OverflowError, InvalidOperation):
            raise ValueError(f"{kind.__name__}.{name} has a value that it cannot have") from None
    try:
        return kind(**values)
    except TypeError:
        raise ValueError(f"{kind.__name__} has not all that it needs") from None


@cache
def _readers(kind: type) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return what reads a value of one type of field."""
    if hint == Text:
        return _text
    if typing.get_origin(hint) is tuple:
        return _many(_reader(typing.get_args(hint)[0]))
    if typing.get_origin(hint) is types.UnionType:  # of a type and None; a value that is None is not written
        (inner,) = set(typing.get_args(hint)) - {types.NoneType}
        return _reader(inner)
    if dataclasses.is_dataclass(hint) and hint is not PartialDate:
        return lambda value: _record(typing.cast(type, hint), value)
    return _SCALARS[hint]


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError
        return value

    return read


def _of_text(make: Callable[[str], Any]) -> Callable[[Any], Any]:
    text = _exactly(str)
    return lambda value: make(text(value))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _many(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    items = _exactly(list)
    return lambda value: tuple(read(item) for item in items(value))


def _text(value: Any) -> Text:
    if type(value) is not dict or not all(type(wording) is str for wording in value.values()):
        raise ValueError
    return dict(value)


_SCALARS: dict[Any, Callable[[Any], Any]] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    Decimal: _of_text(Decimal),
    datetime: _of_text(_moment),
    PartialDate: _of_text(PartialDate.parse),
}


def _check(record: Record | DataSet) -> None:
    """What the types of the fields do not say: raises ValueError."""
    try:
        to_quads(record, "urn:x-whoblamed:stix")
    except ValueError:
        raise ValueError("the record holds an IRI, a text or a language tag that cannot be written") from None
    if isinstance(record, DataSet):
        if not is_slug(record.name) or record.iri != dataset_iri(record.name):
            raise ValueError("the name of the data set is none")
    elif not record.label:
        raise ValueError("the record has no label")
    if isinstance(record, Source):
        _check_addresses(record)
    if isinstance(record, Claim):
        if not record.speakers:
            raise ValueError("the claim has no speaker")
        _check_numbers(record)


def _check_addresses(source: Source) -> None:
    for url in (source.url, source.archived_at):
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("an address of the source is not on the web")


def _check_numbers(claim: Claim) -> None:
    for sure in filter(None, (claim.confidence, claim.likelihood)):
        if not all(0 <= number <= 100 for number in (sure.value, sure.low, sure.high) if number is not None):
            raise ValueError("a confidence is not between 0 and 100")
    if claim.quote and len(claim.quote.text.split()) > MOST_QUOTED:
        raise ValueError(f"a quotation has more than {MOST_QUOTED} words")
    if not all(map(_is_place, claim.passages)):
        raise ValueError("a passage has a place that does not exist")


def _is_place(passage: Passage) -> bool:
    numbers = (passage.paragraph, passage.start, passage.end)
    return all(number >= 0 for number in numbers if number is not None)
