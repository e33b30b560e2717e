"""A seeded generator of synthetic facts of any size, for measuring and for tests.

The facts look like collected ones: few actors speak or are blamed often and many rarely (Zipf's law, exponent 1); an
incident draws from two to some hundred claims; accusations are denied, backed, doubted and taken back; dates are partly
known; sources repeat each other. Actors come first, and every other record refers only to records that came before it.
Nobody real appears in them.

    python benchmarks/generate.py 10000 --seed 1 > facts.nq
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import ClassVar, TypeVar

import pyoxigraph
from whoblamed.ontology import INCIDENT_KINDS, RELIANCE_MODES
from whoblamed.ontology.acts import DEFAULT_ROLE, ROLES
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    Evidence,
    Incident,
    Name,
    Passage,
    Record,
    Reliance,
    Source,
    dataset_iri,
    mint,
)

T = TypeVar("T")

DATASET = "synthetic"

_CLAIMS_AN_ACTOR = 20
_MOST_CLAIMS_AN_INCIDENT = 300
#: Chances of each act once an incident has an accusation to react to. Every incident opens with an attribution or a
#: claim of responsibility, so the other acts are rarer in the whole: about 15 % of all claims are denials.
_ACTS = {
    "attribution": 0.58,
    "denial": 0.17,
    "responsibility": 0.04,
    "challenge": 0.07,
    "endorsement": 0.06,
    "withdrawal": 0.03,
    "report": 0.05,
}
#: How many characters of a date in ISO 8601 are known: the day, the month, the year, nothing.
_PRECISIONS = {10: 0.70, 7: 0.20, 4: 0.07, 0: 0.03}
_ACTOR_KINDS = ("agency", "company", "group", "person", "state", "persona", "unnamed")
_DNI = {"likely": (70, 55, 79), "very likely": (85, 80, 89), "almost certain": (95, 90, 100)}


def generate(claims: int, seed: int = 0, dataset: str = DATASET) -> Iterator[Record]:
    """Yield the records of a data set with exactly `claims` claims, the same ones for the same arguments.

    Actors come first, then incident by incident what was said about it. Only one incident is held in memory.
    """
    rng = Random(seed)
    cast = _Cast(dataset, max(20, claims // _CLAIMS_AN_ACTOR))
    yield from cast.records(rng)
    number = 0
    while claims > 0:
        number += 1
        size = min(claims, 1 + int(rng.paretovariate(0.9)), _MOST_CLAIMS_AN_INCIDENT)
        yield from _Scene(rng, cast, number).records(size)
        claims -= size


def quads(claims: int, seed: int = 0, dataset: str = DATASET) -> Iterator[pyoxigraph.Quad]:
    """The quads of `generate`, in the data set's graph."""
    graph = dataset_iri(dataset)
    for record in generate(claims, seed, dataset):
        yield from to_quads(record, graph)


@dataclass(frozen=True)
class _Cast:
    """The actors, known by number from 1: a tenth of them again as many outlets. Every tenth speaks for another."""

    dataset: str
    actors: int

    @property
    def outlets(self) -> int:
        return max(3, self.actors // 10)

    def actor(self, number: int) -> str:
        return mint(self.dataset, "actor", f"actor-{number}")

    def outlet(self, number: int) -> str:
        return mint(self.dataset, "actor", f"outlet-{number}")

    def spokesman(self, number: int) -> int | None:
        return number * 10 if number * 10 <= self.actors else None

    def records(self, rng: Random) -> Iterator[Record]:
        for number in range(1, self.actors + 1):
            yield self._actor(rng, number)
        for number in range(1, self.outlets + 1):
            iri, label = self.outlet(number), f"Outlet {number}"
            yield Actor(iri=iri, label=label, kind="outlet", names=(_name(iri, label),))

    def _actor(self, rng: Random, number: int) -> Actor:
        iri, label = self.actor(number), f"Actor {number}"
        names = [_name(iri, label)]
        if rng.random() < 0.3:
            outlet = self.outlet(_zipf(rng, self.outlets))
            names.append(Name(iri=f"{iri}/name/2", actor=iri, value=f"Akteur {number}", language="de", by=outlet))
        principal = (self.actor(number // 10),) if number % 10 == 0 else ()
        kind = rng.choice(_ACTOR_KINDS)
        return Actor(iri=iri, label=label, kind=kind, names=tuple(names), part_of=principal, speaks_for=principal)


def _name(actor: str, value: str) -> Name:
    return Name(iri=f"{actor}/name/1", actor=actor, value=value, language="en", kind="preferred")


def _confidence(rng: Random) -> Confidence:
    grade = rng.choice(tuple(_DNI))
    value, low, high = _DNI[grade]
    return Confidence(words=f"we find it {grade}", scale="dni", grade=grade, value=value, low=low, high=high)


def _zipf(rng: Random, most: int) -> int:
    """A number from 1 to `most`, n with a chance of about 1/n: the integer part of a log-uniform number."""
    return min(most, int((most + 1) ** rng.random()))


@dataclass
class _Scene:
    """One incident and all that was said about it."""

    rng: Random
    cast: _Cast
    number: int
    sources: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    allegations: dict[tuple[int, str], Allegation] = field(default_factory=dict)
    accusations: list[tuple[Claim, int, int]] = field(default_factory=list)  # with the numbers of speaker and accused
    said: int = 0

    def __post_init__(self) -> None:
        self.iri = self.mint("incident", str(self.number))
        self.day = date(2005, 1, 1) + timedelta(days=self.rng.randrange(7000))
        self.suspects = [_zipf(self.rng, self.cast.actors) for _ in range(4)]

    def mint(self, kind: str, key: str) -> str:
        return mint(self.cast.dataset, kind, key)

    def records(self, claims: int) -> Iterator[Record]:
        """The incident, its sources and evidence, then `claims` claims in order of time."""
        rng = self.rng
        victims = (self.cast.actor(_zipf(rng, self.cast.actors)),)
        yield Incident(
            iri=self.iri,
            label=f"Incident {self.number}",
            name={"en": f"Incident {self.number}", "de": f"Vorfall {self.number}"},
            kind=rng.choice(INCIDENT_KINDS),
            occurred_from=self.partly_known(),
            victims=victims,
        )
        for number in range(1, 2 + claims // 3):
            yield from self.source(number)
        for number in range(1, 1 + rng.choice((0, 0, 1, 2))):
            yield self.item_of_evidence(number)
        for _ in range(claims):
            self.said += 1
            self.day += timedelta(days=int(rng.expovariate(0.1)))
            yield from self.acts[self.next_act()](self)

    def partly_known(self) -> PartialDate | None:
        known = self.day.isoformat()[: _pick(self.rng, _PRECISIONS)]
        return PartialDate.parse(known) if known else None

    def source(self, number: int) -> Iterator[Record]:
        rng = self.rng
        iri = self.mint("source", f"{self.number}-{number}")
        label = f"Article {number} on incident {self.number}"
        yield Source(
            iri=iri,
            label=label,
            title={"en": label},
            publisher=self.cast.outlet(_zipf(rng, self.cast.outlets)),
            published=self.partly_known(),
            url=f"https://outlet.example/{self.number}/{number}",
            language="en",
        )
        if self.sources and rng.random() < 0.5:
            original = rng.choice(self.sources) if rng.random() < 0.9 else None
            mode = rng.choice(RELIANCE_MODES[:-1]) if original else "unknown"
            yield Reliance(iri=f"{iri}/reliance/1", label=f"{label} relies", relying=iri, on=original, mode=mode)
        self.sources.append(iri)

    def item_of_evidence(self, number: int) -> Evidence:
        iri = self.mint("evidence", f"{self.number}-{number}")
        self.evidence.append(iri)
        holder = self.cast.actor(_zipf(self.rng, self.cast.actors))
        return Evidence(iri=iri, label=f"Evidence {number}", held_by=holder, disclosed=self.rng.random() < 0.4)

    def next_act(self) -> str:
        if self.accusations:
            return _pick(self.rng, _ACTS)
        return "responsibility" if self.rng.random() < 0.06 else "attribution"

    def claim(self, act: str, speaker: int, **values: object) -> Claim:
        """A claim made now by the actor of that number, in one or two of the sources."""
        rng = self.rng
        iri = self.mint("claim", f"{self.number}-{self.said}")
        made_in = tuple(sorted(set(rng.choices(self.sources, k=2 if rng.random() < 0.1 else 1))))
        recorded = self.day + timedelta(days=rng.randrange(30))
        return Claim(
            iri=iri,
            label=f"Actor {speaker}: {act} {self.said} on incident {self.number}",
            act=act,
            speakers=(self.cast.actor(speaker),),
            incident=self.iri,
            stated_on=self.partly_known(),
            recorded_on=datetime.combine(recorded, time(rng.randrange(24), rng.randrange(60)), UTC),
            made_in=made_in,
            passages=(Passage(source=made_in[0], paragraph=rng.randint(1, 30)),) if rng.random() < 0.3 else (),
            summary={"en": f"Statement {self.said} on incident {self.number}"} if rng.random() < 0.5 else {},
            **values,  # type: ignore[arg-type]
        )

    def allegation(self, accused: int, role: str) -> Iterator[Allegation]:
        """The allegation, when it is new here. One in five excludes the one that was made first."""
        if (accused, role) in self.allegations:
            return
        first = next(iter(self.allegations.values()), None)
        excludes = (first.iri,) if first and self.rng.random() < 0.2 else ()
        new = Allegation(
            iri=self.mint("allegation", f"{self.number}-{accused}-{role}"),
            label=f"Actor {accused}, incident {self.number}, {role}",
            accused=self.cast.actor(accused),
            incident=self.iri,
            role=role,
            excludes=excludes,
        )
        self.allegations[accused, role] = new
        yield new

    def someone_but(self, *others: int) -> int:
        while (number := _zipf(self.rng, self.cast.actors)) in others:
            pass
        return number

    def accuse(self, act: str, speaker: int, accused: int, role: str) -> Iterator[Record]:
        yield from self.allegation(accused, role)
        rng = self.rng
        claim = self.claim(
            act,
            speaker,
            about=(self.allegations[accused, role].iri,),
            accused=(self.cast.actor(accused),),
            confidence=_confidence(rng) if rng.random() < 0.4 else None,
            evidence=(rng.choice(self.evidence),) if self.evidence and rng.random() < 0.4 else (),
        )
        self.accusations.append((claim, speaker, accused))
        yield claim

    def attribution(self) -> Iterator[Record]:
        accused = self.rng.choice(self.suspects)
        role = self.rng.choice(tuple(ROLES)) if self.rng.random() < 0.2 else DEFAULT_ROLE
        return self.accuse("attribution", self.someone_but(accused), accused, role)

    def responsibility(self) -> Iterator[Record]:
        accused = self.rng.choice(self.suspects)
        return self.accuse("responsibility", accused, accused, DEFAULT_ROLE)

    def denial(self) -> Iterator[Record]:
        target, _, accused = self.rng.choice(self.accusations)
        spokesman = self.cast.spokesman(accused) if self.rng.random() < 0.2 else None
        yield self.claim(
            "denial",
            spokesman or accused,
            about=target.about,
            accused=target.accused,
            role=DEFAULT_ROLE if self.rng.random() < 0.1 else None,
            responds_to=(target.iri,),
        )

    def challenge(self) -> Iterator[Record]:
        target, *parties = self.rng.choice(self.accusations)
        challenged = self.rng.choice((target.iri, target.iri, *target.about, *target.evidence))
        yield self.claim("challenge", self.someone_but(*parties), challenges=(challenged,))

    def endorsement(self) -> Iterator[Record]:
        target, *parties = self.rng.choice(self.accusations)
        backer = self.someone_but(*parties)
        yield self.claim("endorsement", backer, about=target.about, accused=target.accused, endorses=(target.iri,))

    def withdrawal(self) -> Iterator[Record]:
        target, speaker, _ = self.rng.choice(self.accusations)
        others = [claim.iri for claim, by, _ in self.accusations if by == speaker and claim is not target]
        yield self.claim("withdrawal", speaker, withdraws=(target.iri,), replaced_by=others[0] if others else None)

    def report(self) -> Iterator[Record]:
        amount = Decimal(self.rng.randrange(1, 2_000_000))
        yield self.claim("report", self.someone_but(), quantity=amount, unit="records")

    acts: ClassVar[Mapping[str, Callable[[_Scene], Iterator[Record]]]] = {
        "attribution": attribution,
        "denial": denial,
        "responsibility": responsibility,
        "challenge": challenge,
        "endorsement": endorsement,
        "withdrawal": withdrawal,
        "report": report,
    }


def _pick(rng: Random, chances: Mapping[T, float]) -> T:
    return rng.choices(tuple(chances), tuple(chances.values()))[0]


def main() -> None:
    """Write the quads as N-Quads to standard output."""
    parser = argparse.ArgumentParser(description="Write synthetic facts as N-Quads.")
    parser.add_argument("claims", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    pyoxigraph.serialize(quads(options.claims, options.seed), sys.stdout.buffer, pyoxigraph.RdfFormat.N_QUADS)


if __name__ == "__main__":
    main()
