"""What concerns an incident is looked up without the rest, and what is computed of it is the same as by all facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
import whoblamed
from hypothesis import given, settings
from hypothesis import strategies as st
from whoblamed.graph import Graph
from whoblamed.graph.identity.representatives import Representatives
from whoblamed.graph.identity.resolved import resolved
from whoblamed.graph.network.blocs import bloc_answers, blocs
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.status.argument import weighed
from whoblamed.graph.status.assessment import Assessment, assess, by_incident, speakers
from whoblamed.graph.status.concerning import concerning, is_quicker
from whoblamed.graph.status.unanswered import unanswered
from whoblamed.graph.store.clocks import visible
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology import ID
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Claim, Incident, Record

from ..support.build import (
    actor,
    allegation,
    attribution,
    challenge,
    claim,
    denial,
    endorsement,
    evidence,
    relies,
    source,
    withdrawal,
)
from ..support.places import DATA
from ..support.strategies import DAYS, dates, graphs, some

R = TypeVar("R", bound=Record)

NS = "https://example.org/"
INCIDENTS = ("x", "y")
#: The fields whose values are words, and never names of things.
WORDS = ("label", "act", "kind", "role", "mode")


# ------------------------------------------------------------------------------------------------- of drawn graphs


@st.composite
def stories(draw: st.DrawFn) -> Facts:
    """Drawn graphs whose incidents are described, and whose claims may name one and answer each other."""
    facts = draw(graphs(most=draw(st.sampled_from((2, 4, 8)))))
    iris = tuple(facts.claims)
    claims = [
        replace(
            claim,
            incident=draw(st.sampled_from([None, None, None, *INCIDENTS])),
            responds_to=draw(some(iris, most=draw(st.sampled_from((0, 0, 1))))),
        )
        for claim in facts.claims.values()
    ]
    incidents = [Incident(iri=iri, label=iri, kind="outage", occurred_from=draw(dates)) for iri in INCIDENTS]
    return replace(
        facts,
        claims={claim.iri: claim for claim in claims},
        incidents={incident.iri: incident for incident in incidents},
    )


def records(facts: Facts) -> list[Record]:
    """The records with IRIs for names."""
    kinds: list[Mapping[str, Any]] = [
        *(facts.actors, facts.incidents, facts.allegations, facts.claims),
        *(facts.sources, facts.evidence, facts.reliances),
    ]
    return [named(record) for kind in kinds for record in kind.values()]


def iri(name: str) -> str:
    return NS + name.replace(" ", "-")


def named(record: R) -> R:
    found = {field.name: getattr(record, field.name) for field in fields(record) if field.name not in WORDS}
    changes: dict[str, Any] = {name: iri(value) for name, value in found.items() if isinstance(value, str)}
    changes |= {
        name: tuple(sorted(map(iri, value)))
        for name, value in found.items()
        if isinstance(value, tuple) and value and isinstance(value[0], str)
    }
    return replace(record, label=f"the {record.label}", **changes)


def computed(facts: Facts, incidents: Collection[str], day: date | None) -> list[object]:
    """All that is computed of the allegations about some incidents."""
    shown = visible(facts, as_of=day)
    net = blame_network(shown)
    found = assess(facts, as_of=day, incidents=incidents)
    ways = (vertex.iri for each in found for line in each.origins.lines for vertex in line.route)
    return [
        [list(speakers(shown, each.status.claims)) for each in found],
        list(map(shown.label, ways)),
        [alike(each) for each in assess(facts, as_of=day, incidents=incidents, argument=weighed)],
        [each.argument for each in assess(facts, incidents=incidents, argument=lambda all: weighed(all, "rebut"))],
        [each.argument for each in assess(facts, incidents=incidents, argument=preferred)],
        [each.as_dict(shown) for each in unanswered(shown, incidents)],
        [bloc_answers(net, blocs(net, incident), incident) for incident in incidents],
    ]


def preferred(facts: Facts) -> Any:
    return weighed(facts, semantics="preferred")


def alike(each: Assessment) -> Assessment:
    """An assessment whose reasons are in order; they come as the facts do."""
    return replace(each, reasons={bit: tuple(sorted(claims)) for bit, claims in each.reasons.items()})


@settings(max_examples=200)
@given(stories(), st.sampled_from(DAYS), st.sampled_from([(), (("a", "b"),), (("c", "a", "d"),)]))
def test_everything_follows_from_what_concerns_an_incident_as_from_all(
    facts: Facts, day: date | None, classes: Collection[Collection[str]]
) -> None:
    compare_drawn(facts, day, classes)


def compare_drawn(facts: Facts, day: date | None = None, classes: Collection[Collection[str]] = ()) -> None:
    told = records(facts)
    store = MemoryStore(quad for record in told for quad in to_quads(record, NS + "dataset"))
    shown = Representatives([[NS + actor for actor in members] for members in classes])
    whole = resolved(Facts.of(told), shown)
    for incident in (NS + each for each in INCIDENTS):
        part = resolved(concerning(store.current, [incident], shown), shown)
        assert computed(part, [incident], day) == computed(whole, [incident], day)


P, ELSEWHERE = "a@x", "a@y"
SAYS = attribution("says", "b", P, on="2014-12-19", made_in="s1", evidence="e1")
BASE: list[Record] = [
    *(actor(iri) for iri in "acd"),
    *(allegation(P), allegation(ELSEWHERE), evidence("e1", held_by="c"), source("s1", by="d")),
]
BACK = withdrawal("back", "b", "says", on="2015")
#: What is found in one way alone, by what it is for.
LINKS: dict[str, list[Record]] = {
    "a withdrawal": [BACK],
    "the withdrawal of a withdrawal": [BACK, withdrawal("stands", "b", "back", on="2016")],
    "a withdrawal by its principal": [withdrawal("back", "c", "says", on="2015"), actor("b", part_of="c")],
    "who speaks for the accused through others": [
        *(actor("e", speaks_for="f"), actor("f", speaks_for="a"), denial("no", "e", P, on="2015")),
    ],
    "an endorsement": [BACK, endorsement("backs", "d", "says", on="2015")],
    "an endorsement of an endorsement": [
        *(BACK, endorsement("backs", "b", "says"), withdrawal("not", "b", "backs", on="2016")),
        endorsement("too", "d", "backs"),
    ],
    "a challenge of the allegation": [challenge("doubt", "c", P)],
    "a challenge of a claim": [challenge("doubt", "c", "says")],
    "a challenge of evidence": [challenge("doubt", "d", "e1")],
    "a challenge of evidence that is relied on": [relies("says", "e2"), evidence("e2"), challenge("doubt", "d", "e2")],
    "a challenge of a challenge": [challenge("doubt", "c", "says"), challenge("answer", "b", "doubt")],
    "a rival that says so": [allegation(ELSEWHERE, excludes=P), attribution("other", "c", ELSEWHERE)],
    "a rival that is said so": [allegation(P, excludes=ELSEWHERE), attribution("other", "c", ELSEWHERE)],
    "a challenge of what else is alleged": [replace(SAYS, about=(P, ELSEWHERE)), challenge("doubt", "c", ELSEWHERE)],
    "who declines to comment": [claim("hm", "no-comment", "a", responds_to=("says",))],
    "on what a source relies": [relies("s1", "s2"), source("s2", by="c"), relies("s2", None, "unknown")],
    "on what claim a claim rests": [replace(SAYS, evidence=()), relies("says", "base"), claim("base", "report", "d")],
    "who holds what is relied on": [
        *(replace(SAYS, evidence=()), relies("says", "e2"), evidence("e2", held_by="f"), actor("f", "unnamed")),
    ],
    "who told it": [replace(SAYS, as_told_by=("f",)), actor("f", "unnamed"), denial("no", "a", P)],
    "the incident of what is answered": [
        *(claim("when", "report", "c", responds_to=("before",)), claim("before", "report", "d", incident="x")),
    ],
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("classes", [(), (("b", "g"), ("d", "h"))])
def test_each_way_in_which_something_bears_on_an_incident_is_followed(
    link: str, classes: Collection[Collection[str]]
) -> None:
    others = [actor("g", part_of="d"), actor("h", speaks_for="c")]
    since = PartialDate.parse("2014-12-01")
    incidents = [Incident(iri=each, label=each, kind="outage", occurred_from=since) for each in INCIDENTS]
    facts = Facts.of([*incidents, *others, *BASE, actor("b"), SAYS, *LINKS[link]])
    for day in (None, date(2014, 12, 25)):
        compare_drawn(facts, day, classes)


def test_what_has_nothing_to_do_with_it_is_not_read() -> None:
    facts = Facts.of(
        [
            *(Incident(iri=iri, label=iri, kind="outage") for iri in INCIDENTS),
            *(
                Claim(iri=f"says-{iri}", label="", act="report", speakers=(actor,), incident=iri, responds_to=answered)
                for iri, actor, answered in (("x", "a", ()), ("y", "b", ("says-x",)), ("z", "c", ()))
            ),
        ]
    )
    store = MemoryStore(quad for record in records(facts) for quad in to_quads(record, NS + "dataset"))
    part = concerning(store.current, [NS + "y"], Representatives())
    assert part.claims.keys() == {NS + "says-y", NS + "says-x"}  # the one rests on the other
    part = concerning(store.current, [NS + "z"], Representatives())
    assert part.claims.keys() == {NS + "says-z"}


# ------------------------------------------------------------------------------------------------- of real ones


def test_each_incident_of_the_casebook_by_what_concerns_it(casebook: Graph) -> None:
    for day in (None, date(2014, 12, 20), date(2018, 6, 1)):
        compare(casebook, day)


def test_so_do_those_of_who_trusts_by_a_rule_and_without_resolution(casebook: Graph, tmp_path: Path) -> None:
    rule = tmp_path / "rule.yaml"
    rule.write_text("at_least: C\nungraded: count\norigins: 2\noutlets: {New York Times: E}\n", encoding="utf-8")
    compare(casebook.trusting(rule))
    unresolved = Graph(casebook.store, resolve=False)
    compare(unresolved)


@pytest.mark.slow
def test_so_do_those_of_the_public_sets(tmp_path: Path) -> None:
    sets = [DATA / name for name in ("eurepoc", "cfr", "fiat2020", "microsoft")]
    if not all(map(Path.exists, sets)):
        pytest.skip(f"the public data sets are not in {DATA}")
    graph = whoblamed.open(tmp_path / "graph")
    graph.load()
    graph.load(*sets)
    compare(graph, every=20)
    compare(graph, date(2018, 6, 1), every=40)


def compare(graph: Graph, day: date | None = None, every: int = 1) -> None:
    """Compare what follows from what concerns each incident with what follows from all facts."""
    whole, shown = graph.bare_facts(), graph.representatives()
    expected = by_incident(assess(whole, as_of=day))
    missing = by_allegation(visible(whole, as_of=day), None)
    assert len(expected) > 10
    for incident in sorted(whole.incidents)[::every]:
        part = resolved(concerning(graph.store.current, [incident], shown), shown)
        found = list(map(alike, assess(part, as_of=day, incidents=[incident])))
        assert found == list(map(alike, expected.get(incident, ()))), incident
        own = {iri: told for iri, told in missing.items() if whole.allegations[iri].incident == incident}
        assert by_allegation(visible(part, as_of=day), [incident]) == own


def by_allegation(facts: Facts, incidents: Collection[str] | None) -> dict[str, dict[str, Any]]:
    return {each.allegation.iri: each.as_dict(facts) for each in unanswered(facts, incidents)}


# ------------------------------------------------------------------------------------------------- where it is quicker


def test_it_is_looked_up_where_it_is_little_beside_all(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    graph.load()
    store = graph.store.current
    incidents = sorted(graph.bare_facts().incidents)
    assert is_quicker(store, incidents[:1])
    assert not is_quicker(store, incidents)
    assert graph.concerning(incidents) is None
    part = graph.concerning([f"{ID}sony-intrusion/incident/spe-intrusion"])
    assert part is not None
    assert len(part.claims) < len(graph.bare_facts().claims) / 5


def test_in_memory_it_is_looked_up_until_all_has_been_read(casebook: Graph) -> None:
    fresh = Graph(casebook.store)
    incident = next(iter(casebook.bare_facts().incidents))
    assert fresh.concerning([incident]) is not None
    fresh.facts()
    assert fresh.concerning([incident]) is None
    assert fresh.facts_about([incident]) == fresh.bare_facts()
