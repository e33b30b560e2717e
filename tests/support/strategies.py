"""Small graphs for Hypothesis: few actors, two incidents, any claims about them, dates of every precision or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import combinations

from hypothesis import strategies as st
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Allegation, Claim, Record, Reliance, Source

from .build import actor, evidence, source

ACTORS = ("a", "b", "c", "d")
ALLEGATIONS = ("a@x", "b@x", "c@x", "a@y", "b@y", "a@x:ordered")
ROLES = (None, "carried-out")
SOURCES = ("s1", "s2", "s3", "s4", "s5")
EVIDENCE = ("e1", "e2", "e3")
DATES = ("2014", "2014-12", "2014-12-01", "2014-12-19", "2014-12-20", "2015-01", "2015-01-02")
EDTF = ("2014-12~", "../2014-12-19", "2014-12-19/..", "2014-12-01/2014-12-20")
DAYS = (None, date(2014, 12, 1), date(2014, 12, 19), date(2014, 12, 31), date(2015, 1, 2), date(2016, 1, 1))
MOMENTS = tuple(datetime(2020, 1, number, tzinfo=UTC) for number in range(1, 6))
ACTS = ("attribution", "responsibility", "denial", "challenge", "endorsement", "withdrawal", "report")

dates = st.sampled_from([None, *map(PartialDate.parse, (*DATES, *EDTF))])
#: When something said became public: mostly nobody says.
publications = st.sampled_from([None, None, None, *map(PartialDate.parse, DATES)])
holders = st.sampled_from([None, *ACTORS])


@cache
def some(names: tuple[str, ...], *, least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of the names, each once; drawn in one go, because every draw costs time."""
    return st.sampled_from([chosen for size in range(least, most + 1) for chosen in combinations(names, size)])


@st.composite
def claims(draw: st.DrawFn, *, most: int = 8, acts: tuple[str, ...] = ACTS) -> list[Claim]:
    """Claims c0, c1 …; those that refer to claims may name any, also themselves or later ones."""
    number = draw(st.integers(0, most))
    iris = tuple(f"c{n}" for n in range(number))
    return [draw(_claim(iri, iris, acts)) for iri in iris]


@st.composite
def _claim(draw: st.DrawFn, iri: str, iris: tuple[str, ...], acts: tuple[str, ...]) -> Claim:
    act = draw(st.sampled_from(acts))
    plain = Claim(
        iri=iri,
        label=iri,
        act=act,
        speakers=draw(some(ACTORS, least=1, most=draw(st.sampled_from((1, 1, 1, 2))))),
        stated_on=draw(dates),
        public_on=draw(publications),
        made_in=draw(some(SOURCES)),
    )
    if act == "challenge":
        return replace(plain, challenges=draw(some((*iris, *ALLEGATIONS, *EVIDENCE), least=1)))
    if act == "endorsement":
        return replace(plain, endorses=draw(some(iris, least=1)), about=draw(some(ALLEGATIONS)))
    if act == "withdrawal":
        replaced_by = draw(st.none() | st.sampled_from(iris))
        return replace(plain, withdraws=draw(some(iris, least=1)), replaced_by=replaced_by)
    if act == "denial":
        plain = replace(plain, role=draw(st.sampled_from(ROLES)))
    return replace(plain, about=draw(some(ALLEGATIONS, least=1)), evidence=draw(some(EVIDENCE, most=1)))


@st.composite
def allegations(draw: st.DrawFn) -> list[Allegation]:
    found = []
    for iri in ALLEGATIONS:
        accused, _, what = iri.partition("@")
        incident, _, role = what.partition(":")
        excludes = draw(some(ALLEGATIONS, most=1))
        plain = Allegation(iri=iri, label=iri, accused=accused, incident=incident, excludes=excludes)
        found.append(replace(plain, role=role) if role else plain)
    return found


@st.composite
def surroundings(draw: st.DrawFn) -> list[Record]:
    """Actors (who may speak for one another in circles), sources and evidence."""
    kinds = st.sampled_from(("group", "group", "group", "unnamed"))
    actors = [
        actor(iri, draw(kinds), part_of=draw(some(ACTORS, most=1)), speaks_for=draw(some(ACTORS, most=1)))
        if draw(st.booleans())
        else actor(iri)
        for iri in ACTORS
    ]
    sources: list[Source] = [replace(source(iri, by=draw(holders)), published=draw(dates)) for iri in SOURCES]
    return [*actors, *sources, *(evidence(iri, held_by=draw(holders)) for iri in EVIDENCE)]


@st.composite
def reliances(draw: st.DrawFn, claims: list[Claim]) -> list[Reliance]:
    iris = tuple(claim.iri for claim in claims)
    relying = st.sampled_from((*iris, *SOURCES))
    on = st.none() | st.sampled_from((*iris, *SOURCES, *EVIDENCE, "not on record"))
    modes = st.sampled_from(("cites", "cites", "cites", "unknown"))
    drawn = draw(st.lists(st.tuples(relying, on, modes), max_size=6))
    return [Reliance(iri=f"r{n}", label="", relying=a, on=b, mode=mode) for n, (a, b, mode) in enumerate(drawn)]


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 8, acts: tuple[str, ...] = ACTS) -> Facts:
    """Everything together."""
    made = draw(claims(most=most, acts=acts))
    around = draw(surroundings())
    return Facts.of([*around, *draw(allegations()), *made, *draw(reliances(made))])


@st.composite
def histories(draw: st.DrawFn, *, most: int = 7) -> Facts:
    """Graphs whose claims were recorded at some moment, some of them replaced by a later version at another."""
    facts = draw(graphs(most=most))
    versions: list[Claim] = []
    for claim in facts.claims.values():
        begin, end = sorted(draw(st.tuples(st.sampled_from(MOMENTS), st.sampled_from(MOMENTS))))
        if begin == end:
            versions.append(replace(claim, recorded_on=begin))
            continue
        old = replace(claim, iri=f"{claim.iri}/1", version_of=claim.iri, recorded_on=begin, closed_on=end)
        speaker = draw(st.sampled_from(ACTORS))
        versions.append(old)
        if draw(st.booleans()):
            versions.append(replace(claim, speakers=(speaker,), recorded_on=end))
    return replace(facts, claims={claim.iri: claim for claim in versions})
