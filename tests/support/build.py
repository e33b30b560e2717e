"""Facts in a few words, for tests. Short names serve as IRIs; an allegation is called "accused@incident"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Actor, Allegation, Claim, DataSet, Evidence, Record, Reliance, Source

Names = str | tuple[str, ...]


def facts(*records: Record | DataSet) -> Facts:
    return Facts.of(records)


def many(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def day(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def actor(iri: str, kind: str = "group", *, part_of: Names = (), speaks_for: Names = ()) -> Actor:
    return Actor(iri=iri, label=iri, kind=kind, part_of=many(part_of), speaks_for=many(speaks_for))


def allegation(iri: str, *, excludes: Names = (), role: str = "carried-out") -> Allegation:
    accused, incident = iri.split("@")
    return Allegation(
        iri=iri if role == "carried-out" else f"{iri}:{role}",
        label=iri,
        accused=accused,
        incident=incident,
        role=role,
        excludes=many(excludes),
    )


def source(iri: str, *, by: str | None = None, on: str | None = None) -> Source:
    return Source(iri=iri, label=iri, publisher=by, published=day(on))


def evidence(iri: str, *, held_by: str | None = None) -> Evidence:
    return Evidence(iri=iri, label=iri, held_by=held_by)


def relies(relying: str, on: str | None, mode: str = "cites") -> Reliance:
    return Reliance(iri=f"{relying} on {on} ({mode})", label="", relying=relying, on=on, mode=mode)


def claim(iri: str, act: str, by: Names, *about: str, on: str | None = None, made_in: Names = (), **more: Any) -> Claim:
    """`public` is a date, `recorded` and `closed` are ISO times; `more` has fields of a claim, where one name may stand
    for a tuple, as in `by`."""
    lists = {"challenges", "endorses", "withdraws", "evidence"}
    fields: dict[str, Any] = {name: many(value) if name in lists else value for name, value in more.items()}
    return Claim(
        iri=iri,
        label=iri,
        act=act,
        speakers=many(by),
        about=about,
        stated_on=day(on),
        public_on=day(fields.pop("public", None)),
        made_in=many(made_in),
        recorded_on=moment(fields.pop("recorded", None)),
        closed_on=moment(fields.pop("closed", None)),
        **fields,
    )


def attribution(iri: str, by: Names, *about: str, **more: Any) -> Claim:
    return claim(iri, "attribution", by, *about, **more)


def responsibility(iri: str, by: str, *about: str, **more: Any) -> Claim:
    return claim(iri, "responsibility", by, *about, **more)


def denial(iri: str, by: str, *about: str, **more: Any) -> Claim:
    return claim(iri, "denial", by, *about, **more)


def challenge(iri: str, by: str, *challenges: str, **more: Any) -> Claim:
    return claim(iri, "challenge", by, challenges=challenges, **more)


def endorsement(iri: str, by: str, *endorses: str, **more: Any) -> Claim:
    return claim(iri, "endorsement", by, endorses=endorses, **more)


def withdrawal(iri: str, by: Names, *withdraws: str, **more: Any) -> Claim:
    return claim(iri, "withdrawal", by, withdraws=withdraws, **more)
