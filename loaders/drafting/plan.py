"""Plans: what of an article is to be in a fact file, as entries with keys, and what is left for people to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...ontology.acts import ACTS, ALLEGING, BACKING, BY_ACCUSED, DENYING, DOUBTING, WITHDRAWING
from ...ontology.texts import fold
from ..facts.writing.fields import key_for
from .article import Article
from .cast import Person
from .reported import ReportedClaim

#: The most claims of one file; what an article has more of is no news.
MOST_CLAIMS = 500
_LONGEST_CASE = 60


@dataclass(frozen=True, slots=True)
class Blank:
    """A field that only a person can fill in: what is asked there."""

    asked: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A claim as it is to be written, and what it was found by. Some of its fields may be `Blank`."""

    reported: ReportedClaim
    entry: dict[str, Any]

    @property
    def blanks(self) -> list[str]:
        """The fields that are left to people."""
        return [key for key, value in self.entry.items() if isinstance(value, Blank)]


@dataclass(slots=True)
class Plan:
    """What is to be in a fact file: its sections by key, and its claims."""

    case: str
    article: Article
    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    incidents: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: list[Planned] = field(default_factory=list)
    left_out: int = 0


def case_name(article: Article) -> str:
    """Return what a case is called after its article: its title, else its file."""
    words = re.findall("[a-z0-9]+", fold(article.title or article.name))
    return "-".join(words)[:_LONGEST_CASE].strip("-") or "draft"


class Planning:
    """The making of a plan. `named` tells under which key somebody is in the file already."""

    def __init__(self, article: Article, case: str, *, incident: str | None = None, taken: Taken | None = None) -> None:
        self.taken = taken or Taken()
        self.plan = Plan(case, article)
        self.source = self._source()
        self.incident = incident or self._incident()
        self._keys: dict[int, str] = {}

    def make(self, found: Sequence[ReportedClaim]) -> Plan:
        """Return the plan of what was found."""
        self.plan.left_out = max(0, len(found) - MOST_CLAIMS)
        for reported in found[:MOST_CLAIMS]:
            self.plan.claims.append(self._claim(reported))
        return self.plan

    # ------------------------------------------------------------------------------------------------------ around

    def _source(self) -> str:
        article = self.plan.article
        key = key_for("article", self.taken.sources)
        entry: dict[str, Any] = {"title": article.title or Blank("what stands on the page"), "lang": article.language}
        if article.outlet:
            entry["publisher"] = self._outlet(article.outlet)
        entry["published"] = str(article.published) if article.published else "unknown"
        if article.url:
            entry["url"] = article.url
        if article.sha256:
            entry["sha256"] = article.sha256
        self.plan.sources[key] = entry
        return key

    def _outlet(self, name: str) -> str:
        known = self.taken.named("actors", name)
        if known:
            return known[0]
        key = key_for(name, self.taken.actors)
        self.plan.actors[key] = {"name": name, "kind": "outlet"}
        return key

    def _incident(self) -> str:
        key = key_for("incident", self.taken.incidents)
        self.plan.incidents[key] = {"name": Blank("what happened, in words that all parties could agree to")}
        return key

    def actor(self, person: Person) -> str:
        """Return the key of somebody, who is in the plan from then on."""
        key = self._keys.get(id(person))
        if key is None:
            there = self.taken.named("actors", person.name)
            key = there[0] if there else self._new_actor(person)
            self._keys[id(person)] = key
        return key

    def _new_actor(self, person: Person) -> str:
        key = key_for(person.name, [*self.taken.actors, *self.plan.actors])
        self.plan.actors[key] = {"name": person.name, "kind": person.kind}
        return key

    # ------------------------------------------------------------------------------------------------------ claims

    def _claim(self, reported: ReportedClaim) -> Planned:
        act = reported.act
        speaker = self.actor(reported.speaker) if reported.speaker else None
        accused = [self.actor(person) for person in reported.accused]
        entry: dict[str, Any] = {"id": self._id(reported, speaker), "act": act}
        entry["by"] = speaker or Blank("who says so?")
        if reported.through:
            entry["through"] = _some(reported.through, self.plan.article.language)
        if act in ("attribution", "criticism"):
            entry["accused"] = _one(accused) or Blank("whom?")
        entry["incident"] = self.incident
        entry |= self._answers(reported, speaker)
        entry["on"] = reported.on
        entry["source"] = self.source
        entry["at"] = {
            "section": reported.paragraph.section,
            "paragraph": reported.paragraph.number,
            "start": reported.start,
            "end": reported.end,
        }
        if reported.hedge and act in ALLEGING:
            entry["confidence"] = {"words": reported.hedge}
        entry["drafted"] = reported.by
        entry["confirmed"] = False
        return Planned(reported, entry)

    def _id(self, reported: ReportedClaim, speaker: str | None) -> str:
        taken = [*self.taken.claims, *(claim.entry["id"] for claim in self.plan.claims)]
        return key_for(f"{speaker or 'somebody'}-{reported.act}", taken)

    def _answers(self, reported: ReportedClaim, speaker: str | None) -> dict[str, Any]:
        """Return what a claim answers, as far as the claims before it tell: who denies was accused there."""
        act = reported.act
        if act in DENYING:
            return self._denied(reported, speaker)
        field = ACTS[act].answers
        if field is None or field == "responds_to":
            return {}
        if act in WITHDRAWING:
            own = self._last(lambda claim: claim.reported.speaker is reported.speaker)
            return {field: own or Blank("which claim of its own?")}
        if act in DOUBTING or act in BACKING:
            return {
                field: self._last(lambda claim: claim.reported.speaker is not reported.speaker) or Blank("which claim?")
            }
        return {}

    def _denied(self, reported: ReportedClaim, speaker: str | None) -> dict[str, Any]:
        person = reported.speaker
        if person is None or speaker is None:
            return {}
        for claim in reversed(self.plan.claims):
            for accused in claim.reported.accused if claim.entry["act"] in ALLEGING - BY_ACCUSED else ():
                if accused is person:
                    return {"responds_to": claim.entry["id"]}
                if _belongs(person, accused) and speaker in self.plan.actors:
                    self.plan.actors[speaker].setdefault("speaks_for", self.actor(accused))
                    return {"responds_to": claim.entry["id"]}
        return {}

    def _last(self, fits: Callable[[Planned], bool]) -> str | None:
        """Return the last claim before that blames somebody, or says that it was the speaker, and that fits."""
        for claim in reversed(self.plan.claims):
            blank = any(key in ("by", "accused") for key in claim.blanks)
            if claim.entry["act"] in ALLEGING and not blank and fits(claim):
                return str(claim.entry["id"])
        return None


@dataclass(frozen=True, slots=True)
class Taken:
    """The keys that a file has already, and under which keys of a section things of a name are there."""

    actors: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    named: Callable[[str, str], list[str]] = lambda _section, _name: []


def _some(noun: str, language: str) -> str:
    """Return a noun as somebody who is not named, in words that cannot be taken for a key.

    >>> _some("official", "en"), _some("Sprecherin", "de")
    ('an official', 'eine Sprecherin')
    """
    if language == "de":
        return f"eine {noun}" if noun.endswith("in") else f"ein {noun}"
    return f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"


def _belongs(person: Person, accused: Person) -> bool:
    """Return whether somebody was introduced as of the accused: its minister, its spokesman, its owner."""
    inside, name = fold(person.inside), fold(accused.name)
    own = fold(person.name)
    return (bool(inside) and (inside in accused.spellings or inside == name)) or f" {name} " in f" {own} "


def _one(keys: Iterable[str]) -> str | list[str] | None:
    """Return keys as people write them: a single one alone."""
    listed = list(dict.fromkeys(keys))
    return listed[0] if len(listed) == 1 else listed or None
