"""The Sony Pictures case in small, for tests of the view: what it must be able to show, each at least once."""

from __future__ import annotations

from typing import Any

from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Incident,
    Name,
    Passage,
    Record,
    Source,
    dataset_iri,
    mint,
)

SET = "sony-2014"


def iri(kind: str, key: str) -> str:
    return mint(SET, kind, key)


def actor(key: str, label: str, kind: str = "agency", names: tuple[tuple[str, str], ...] = (), **more: Any) -> Actor:
    own = iri("actor", key)
    named = tuple(
        Name(iri=f"{own}/name/{language}", actor=own, value=value, language=language, kind="preferred")
        for value, language in names
    )
    return Actor(iri=own, label=label, kind=kind, names=named, **more)


def allegation(key: str, accused: str, incident: str, **more: Any) -> Allegation:
    return Allegation(
        iri=iri("allegation", key), label=key, accused=iri("actor", accused), incident=iri("incident", incident), **more
    )


def claim(key: str, act: str, by: str, on: str | None, about: str | None = None, **more: Any) -> Claim:
    """`about` is the key of an allegation of `RECORDS`, from which the accused and the incident follow."""
    alleged = ALLEGATIONS[about] if about else None
    fields: dict[str, Any] = {
        "about": (alleged.iri,) if alleged else (),
        "accused": (alleged.accused,) if alleged else (),
        "incident": alleged.incident if alleged else None,
        "made_in": (iri("source", "article"),),
        "label": key,
    }
    stated = PartialDate.parse(on) if on else None
    return Claim(iri=iri("claim", key), act=act, speakers=(iri("actor", by),), stated_on=stated, **(fields | more))


ALLEGATIONS = {
    "nk": allegation("nk", "north-korea", "intrusion"),
    "insiders": allegation("insiders", "insiders", "intrusion", excludes=(iri("allegation", "nk"),)),
    "lizard": allegation("lizard", "lizard-squad", "outage"),
}
#: What was said after the article, or nobody knows when, stands elsewhere.
LATER: Any = {"made_in": (iri("source", "not-described"),)}
RECORDS: list[Record | DataSet] = [
    DataSet(iri=dataset_iri(SET), name=SET),
    actor("fbi", "FBI"),
    actor(
        "north-korea",
        "North Korea",
        "state",
        (("North Korea", "en"), ("Nordkorea", "de"), ("Corée du Nord", "fr"), ("조선민주주의인민공화국", "ko")),
    ),
    actor("ministry", "North Korean foreign ministry", speaks_for=(iri("actor", "north-korea"),)),
    actor("norse", "Norse", "company"),
    actor("white-house", "White House"),
    actor("insiders", "Former employees", "group"),
    actor("lizard-squad", "Lizard Squad", "persona"),
    actor("torrentfreak", "TorrentFreak", "outlet"),
    Incident(iri=iri("incident", "intrusion"), label="Sony Pictures intrusion", kind="intrusion"),
    Incident(iri=iri("incident", "outage"), label="PlayStation outage", kind="outage"),
    Incident(iri=iri("incident", "piracy"), label="Film piracy"),
    *ALLEGATIONS.values(),
    Source(
        iri=iri("source", "article"),
        label="Article",
        title={"en": "FBI update on the Sony investigation"},
        publisher=iri("actor", "fbi"),
        published=PartialDate.parse("2014-12-27"),
        url="https://example.org/article",
        language="en",
    ),
    Evidence(iri=iri("evidence", "malware"), label="Malware overlap", held_by=iri("actor", "fbi"), disclosed=False),
    claim(
        "fbi-nk",
        "attribution",
        "fbi",
        "2014-12-19",
        "nk",
        confidence=Confidence(words="enough information to conclude", scale="dni", grade="almost certain", value=95),
        evidence=(iri("evidence", "malware"),),
        passages=(Passage(section="lead", paragraph=2),),
        summary={"en": "The FBI says that it can tell.", "de": "Das FBI sagt, es könne das sagen."},
    ),
    claim("nk-denies", "denial", "north-korea", "2014-12-20", "nk", responds_to=(iri("claim", "fbi-nk"),)),
    claim("ministry-denies", "denial", "ministry", "2014-12-21", "nk", responds_to=(iri("claim", "fbi-nk"),)),
    claim("norse-doubts", "challenge", "norse", "2014-12-27", challenges=(iri("claim", "fbi-nk"),)),
    claim("norse-insiders", "attribution", "norse", "2014-12-29", "insiders", **LATER),
    claim("norse-back", "withdrawal", "norse", "2015-02", withdraws=(iri("claim", "norse-insiders"),), **LATER),
    claim("white-house", "endorsement", "white-house", "2014-12-30", "nk", endorses=(iri("claim", "fbi-nk"),), **LATER),
    claim(
        "fbi-again", "attribution", "fbi", "2014-12-30", "nk", responds_to=(iri("claim", "norse-insiders"),), **LATER
    ),
    claim("lizard-claims", "responsibility", "lizard-squad", "2014-12-25", "lizard"),
    claim("white-house-undated", "attribution", "white-house", None, "nk", made_in=()),
    claim("fbi-lizard", "attribution", "white-house", "2014", "lizard", **LATER),
    claim("figure", "report", "torrentfreak", "2014-12-27", incident=iri("incident", "piracy")),
]


def sony() -> Facts:
    return Facts.of(RECORDS)
