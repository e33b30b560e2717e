"""What STIX objects are made of: ids, times, references and our extension."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from ....ontology.dates import PartialDate
from ....ontology.json import AUTHOR, EXTENSION, NAMESPACE, encode
from ....ontology.records import Claim, DataSet, Record
from ....ontology.texts import Text, primary

Object = dict[str, Any]

#: Stands for the creation of what says nothing of a day: it must never change.
UNDATED: Final = "2025-01-01T00:00:00.000Z"

#: When the extension was last defined anew.
_DEFINED = "2026-11-29T00:00:00.000Z"
_RESERVED_NAMES = ("cve", "capec")
_URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.?(?::\d{1,5})?(?:[/?](?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
)


def author() -> Object:
    """Return the identity that made a bundle, of which nothing in it is said."""
    return stix_object("identity", AUTHOR, UNDATED, name="whoblamed", identity_class="system")


def wrapping() -> list[Object]:
    """Return the objects that say what our extension is."""
    definition = stix_object(
        "extension-definition",
        EXTENSION,
        UNDATED,
        created_by_ref=AUTHOR,
        name="whoblamed record",
        description="The record that an object stands for, as whoblamed keeps it, and the data set that it is of.",
        schema="Properties: dataset (string), the name of the data set; record (string, optional), the record as JSON "
        "text, by the dataclasses of ontology/records.py of whoblamed. Without a record, another object carries it.",
        version="1.1.0",
        extension_types=["property-extension"],
    )
    definition["modified"] = _DEFINED
    return [author(), definition]


def identifier(type_: str, iri: str, part: str = "") -> str:
    """Return the id of the object that stands for a thing of ours: the same whenever it is written."""
    return f"{type_}--{_uuid5(f'{iri} {part}' if part else iri)}"


@lru_cache(8192)
def _uuid5(name: str) -> str:
    """Return the UUID of a name in our namespace in a third of the time that `uuid.uuid5` takes.

    >>> import uuid
    >>> _uuid5("a") == str(uuid.uuid5(NAMESPACE, "a"))
    True
    """
    found = hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(found[16], 16) & 3]
    return f"{found[:8]}-{found[8:12]}-5{found[13:16]}-{variant}{found[17:20]}-{found[20:32]}"


def stix_object(type_: str, id_: str, created: str, **properties: Any) -> Object:
    """Return an object with what each needs; it was changed when it was made, unless the caller says otherwise."""
    times = {"created": created, "modified": created}
    return {"type": type_, "spec_version": "2.1", "id": id_, **times, **properties}


def relationship(id_: str, kind: str, source: str, target: str, created: str, properties: Object) -> Object:
    """Return a relationship between two objects."""
    ends = {"relationship_type": kind, "source_ref": source, "target_ref": target}
    return stix_object("relationship", id_, created, **ends, **properties)


def carry(item: Object, record: Record | DataSet, dataset: DataSet) -> None:
    """Put a record into an object."""
    content = {"extension_type": "property-extension", "dataset": dataset.name, "record": encode(record)}
    item["extensions"] = {EXTENSION: content}


def described(text: Text) -> Object:
    """Return the description of an object, in one language."""
    return {"description": primary(text)} if primary(text) else {}


def listed(key: str, values: list[Any]) -> Object:
    """A list of STIX is never empty."""
    return {key: values} if values else {}


def wikidata(id_: str) -> Object:
    """Return what Wikidata has on a thing."""
    return {"source_name": "wikidata", "external_id": id_, "url": f"https://www.wikidata.org/wiki/{id_}"}


def source_name(name: str) -> str:
    """STIX gives two names a meaning of their own."""
    return name.upper() if name in _RESERVED_NAMES else name


def uri(url: str | None) -> str | None:
    """Return a web address as a URI (RFC 3986): what it may not hold is escaped; None if that does not make it one."""
    if url is None:
        return None
    escaped = re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(url, safe="%/:=&?~#+!$,;'@()*"))
    return escaped if _URL.fullmatch(escaped) else None


def day(on: PartialDate | None) -> str | None:
    """Return the beginning of a day; None for what is less precise, because a month is no day."""
    return f"{on}T00:00:00.000Z" if on is not None and on.precision == "day" else None


def recorded(record: Record | DataSet, dataset: DataSet) -> Iterator[str]:
    """Since when a record is held as it is."""
    moment = record.recorded_on if isinstance(record, Claim) else dataset.loaded_on
    if isinstance(moment, datetime):
        yield moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
