"""Independent origins: known stories, the laws of the count, and two oracles for the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whoblamed.graph.status.independence import (
    Origins,
    Provenance,
    Vertex,
    chain,
    counts_of,
    flow,
    high_gates,
    low_gates,
    network,
    origins,
    origins_of,
)
from whoblamed.graph.status.menger import disjoint_paths
from whoblamed.graph.status.provenance import ProvenanceStep, Support, principal, support
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.records import Record, Reliance

from ..support.build import (
    actor,
    allegation,
    attribution,
    denial,
    endorsement,
    evidence,
    facts,
    relies,
    responsibility,
    source,
    withdrawal,
)
from ..support.strategies import ALLEGATIONS, graphs

NK = "north-korea@intrusion"
BASE: list[Record] = [
    allegation(NK),
    actor("usa", "state"),
    actor("fbi", "agency", part_of="usa"),
    actor("white-house", "agency", part_of="usa"),
    actor("crowdstrike", "company"),
    actor("official", "unnamed", part_of="usa"),
    source("press-release", by="fbi"),
    source("times", by="the-times"),
    source("post", by="the-post"),
    source("globe", by="the-globe"),
]


def behind(*records: Record) -> Origins:
    return origins(facts(*BASE, *records), NK)


def counts(*records: Record) -> tuple[int, int, int, int]:
    """Outlets, roots, and independent origins, low and high."""
    found = behind(*records)
    return found.outlets, found.roots, found.low, found.high


# ------------------------------------------------------------------------------------------------------------- stories

SAYS = attribution("says", "fbi", NK, made_in="press-release")
TIMES = attribution("in-times", "crowdstrike", NK, made_in="times")


def test_nothing_said_has_no_origin() -> None:
    assert counts() == (0, 0, 0, 0)
    assert counts(denial("no", "north-korea", NK, made_in="times")) == (0, 0, 0, 0)


def test_one_claim_in_one_source_has_one() -> None:
    assert counts(SAYS) == (1, 1, 1, 1)


def test_one_press_release_in_three_newspapers_counts_once() -> None:
    papers = ("times", "post", "globe")
    printed = replace(SAYS, made_in=papers)
    found = behind(printed, *(relies(paper, "press-release", "wire") for paper in papers))
    assert (found.outlets, found.roots, found.low, found.high) == (3, 1, 1, 1)
    assert found.repeating == ("the-globe", "the-post", "the-times")


def test_also_when_each_newspaper_says_it_in_its_own_voice() -> None:
    voices = [attribution(f"{paper} says", f"the-{paper}", NK, made_in=paper) for paper in ("times", "post", "globe")]
    wires = [relies(paper, "press-release") for paper in ("times", "post", "globe")]
    found = behind(SAYS, *voices, *wires)
    assert (found.outlets, found.roots, found.low, found.high) == (4, 1, 1, 1)
    assert found.repeating == ("the-globe", "the-post", "the-times")


def test_a_newspaper_that_relays_adds_nothing_where_the_speaker_is_heard_elsewhere_too() -> None:
    on_air = attribution("on air", "fbi", NK, made_in="globe")
    relay = attribution("relay", "the-times", NK, made_in="times")
    assert counts(SAYS, on_air) == (2, 1, 1, 1)
    assert counts(SAYS, on_air, relay, relies("times", "press-release")) == (3, 1, 1, 1)


def test_two_speakers_in_two_outlets_count_twice() -> None:
    assert counts(SAYS, TIMES) == (2, 2, 2, 2)


def test_two_speakers_in_one_outlet_count_once() -> None:
    assert counts(SAYS, replace(TIMES, made_in=("press-release",))) == (1, 2, 1, 1)


def test_two_articles_of_one_outlet_count_once_also_for_its_relays() -> None:
    """Without the outlet, the relay would have nothing to relay."""
    second = source("second release", by="fbi")
    both: list[Record] = [second, SAYS, replace(TIMES, made_in=("second release",))]
    assert counts(*both) == (1, 2, 1, 1)
    assert counts(*both, attribution("relay", "the-post", NK, made_in="post"), relies("post", "press-release")) == (
        2,
        2,
        1,
        1,
    )


def test_agencies_of_one_state_are_one_principal() -> None:
    house = attribution("house", "white-house", NK, made_in="post")
    found = behind(SAYS, house)
    assert (found.outlets, found.roots, found.low, found.high) == (2, 2, 1, 1)
    assert found.principals == {"usa": (Vertex("word", "fbi"), Vertex("word", "white-house"))}
    assert found.cut == (Vertex("principal", "usa"),)


def test_evidence_of_one_holder_counts_once_and_of_two_twice() -> None:
    by_two = [evidence("logs", held_by="fbi"), evidence("malware", held_by="crowdstrike")]
    first = replace(SAYS, evidence=("logs",))
    second = replace(TIMES, evidence=("malware",))
    assert counts(*by_two, first, second) == (2, 2, 2, 2)
    assert counts(*by_two, first, replace(second, evidence=("logs",))) == (2, 1, 1, 1)
    assert counts(by_two[0], evidence("malware", held_by="fbi"), first, second) == (2, 2, 1, 1)


def test_evidence_without_a_holder_is_that_of_whoever_cites_it() -> None:
    found = behind(evidence("malware"), replace(SAYS, evidence=("malware",)))
    assert found.principals == {"usa": (Vertex("evidence", "malware"),)}


def test_an_endorsement_rests_on_what_it_endorses_unless_it_brings_evidence() -> None:
    backed = endorsement("backed", "crowdstrike", "says", made_in="post")
    found = behind(SAYS, backed)
    assert (found.outlets, found.roots, found.low) == (2, 1, 1)
    assert found.repeating == ("the-post",)
    own = replace(backed, evidence=("malware",))
    assert counts(evidence("malware"), SAYS, own) == (2, 2, 2, 2)
    nowhere = replace(SAYS, made_in=())
    assert counts(evidence("malware"), nowhere, own, TIMES) == (2, 3, 1, 1)


def test_a_claim_that_relies_on_a_claim_has_no_origin_of_its_own() -> None:
    assert counts(SAYS, TIMES, relies("in-times", "says")) == (2, 1, 1, 1)
    assert counts(evidence("malware"), SAYS, TIMES, relies("in-times", "says"), relies("in-times", "malware")) == (
        2,
        2,
        2,
        2,
    )


def test_what_a_claim_rests_on_counts_though_it_was_withdrawn() -> None:
    withdrawn = attribution("says", "fbi", NK, on="2014", made_in="press-release")
    back = withdrawal("back", "fbi", "says", on="2015")
    found = behind(withdrawn, back, TIMES, relies("in-times", "says"))
    assert (found.outlets, found.low) == (1, 1)
    assert found.principals == {"usa": (Vertex("word", "fbi"),)}


@pytest.mark.parametrize(
    "own",
    [
        [attribution("echo", "the-post", NK, made_in="post", evidence="malware"), evidence("malware")],
        [attribution("echo", "the-post", NK, made_in="post"), relies("echo", "unprinted")],
        [endorsement("echo", "the-post", "unprinted", made_in="post")],
    ],
)
def test_a_relay_that_brings_something_of_its_own_brings_another_root(own: list[Record]) -> None:
    unprinted = attribution("unprinted", "white-house", NK, on="2014")
    withdrawn = withdrawal("back", "white-house", "unprinted", on="2015")
    assert counts(SAYS, unprinted, withdrawn, relies("post", "press-release"), *own) == (2, 2, 1, 1)


def test_a_claims_own_reliance_overrides_that_of_the_source() -> None:
    wire = relies("times", "press-release")
    own = relies("in-times", "post")
    assert counts(SAYS, TIMES, wire) == (2, 1, 1, 1)
    assert counts(SAYS, TIMES, wire, own) == (2, 2, 2, 2)


def test_sources_that_cite_one_another_in_a_circle_add_nothing() -> None:
    circle = [relies("times", "post"), relies("post", "times")]
    echo = attribution("echo", "the-post", NK, made_in="post")
    assert counts(TIMES, echo, *circle)[2:] == (0, 0)
    assert counts(SAYS, TIMES, echo, *circle)[2:] == (1, 1)


def test_claims_that_rest_on_one_another_in_a_circle_add_nothing() -> None:
    one = endorsement("one", "crowdstrike", "says", "two", made_in="times")
    two = endorsement("two", "white-house", "one", made_in="post")
    circle = [relies("says", "two")]
    assert counts(SAYS, one, two)[2:] == (1, 1)
    assert counts(SAYS, one, two, *circle)[1:] == (0, 0, 0)


def test_a_claim_of_responsibility_has_an_origin_too() -> None:
    assert counts(responsibility("us", "north-korea", NK, made_in="post")) == (1, 1, 1, 1)


def test_a_claim_without_a_source_has_a_root_and_no_outlet() -> None:
    assert counts(attribution("says", "fbi", NK)) == (0, 1, 0, 0)


def test_a_source_without_a_publisher_is_an_outlet_of_its_own() -> None:
    assert counts(source("blog"), replace(TIMES, made_in=("blog", "another"))) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    "leak",
    [
        relies("leak", None, "unknown"),
        relies("post", None, "unknown"),
        relies("post", "not on record"),
        relies("leak", "times", "unknown"),
    ],
)
def test_unknown_provenance_gives_an_interval(leak: Reliance) -> None:
    first = attribution("leak", "the-post", NK, made_in="post")
    second = attribution("another", "official", NK, made_in="globe")
    found = behind(first, leak, second)
    assert (found.outlets, found.roots, found.low, found.high) == (2, 2, 1, 2)
    assert found.principals == {None: (Vertex("word", "official"), Vertex("word", "the-post"))}
    assert found.lines[0].principal is None


def test_one_unknown_beside_a_known_origin_is_no_interval() -> None:
    unnamed = attribution("unnamed", "official", NK, made_in="post")
    assert counts(SAYS, unnamed) == (2, 2, 2, 2)


def test_only_what_was_public_by_then_counts() -> None:
    graph = facts(*BASE, replace(SAYS, stated_on=None), TIMES, source("press-release", by="fbi", on="2014-12-19"))
    found = origins(graph, NK, as_of=date(2014, 12, 20))
    assert (found.outlets, found.roots, found.low) == (1, 1, 1)


def test_the_lines_of_support_can_be_read_off() -> None:
    printed = replace(SAYS, made_in=("times",), evidence=("malware",))
    found = behind(evidence("malware", held_by="crowdstrike"), printed, relies("times", "press-release"))
    (line,) = found.lines
    assert (line.principal, line.root) == ("crowdstrike", Vertex("evidence", "malware"))
    assert line.route == (
        Vertex("claim", "says"),
        Vertex("source", "press-release"),
        Vertex("outlet", "fbi"),
        Vertex("source", "times"),
        Vertex("outlet", "the-times"),
    )


@pytest.mark.parametrize(
    ("start", "top"),
    [("fbi", "usa"), ("spokesman", "usa"), ("stranger", "stranger"), ("x", "x"), ("y", "x"), ("z", "x")],
)
def test_the_principal_is_the_top_of_the_chain_and_the_same_all_round_a_circle(start: str, top: str) -> None:
    graph = facts(
        *BASE,
        actor("spokesman", "person", speaks_for="fbi", part_of="agency"),
        actor("x", part_of="y"),
        actor("y", part_of=("z", "x")),
        actor("z", speaks_for="y"),
    )
    assert principal(start, graph.actors) == top


# ------------------------------------------------------------------------------------------------- a claim's provenance


def test_the_chain_behind_a_claim() -> None:
    printed = attribution("says", "fbi", NK, made_in="times", evidence="malware")
    graph = facts(
        *BASE, printed, evidence("malware"), relies("times", "press-release", "wire"), relies("says", None, "unknown")
    )
    release = ProvenanceStep("source", "press-release", "wire")
    times = ProvenanceStep("source", "times", "made in", rests_on=[release])
    malware = ProvenanceStep("evidence", "malware", "cites evidence")
    assert chain(graph, "says") == ProvenanceStep(
        "claim", "says", rests_on=[times, malware, ProvenanceStep("unknown", None, "unknown")]
    )


def test_a_chain_that_meets_itself_sets_each_thing_out_once() -> None:
    one = endorsement("one", "usa", "two", made_in="times")
    two = endorsement("two", "fbi", "one", made_in="times")
    graph = facts(*BASE, one, two, relies("times", "times", "repeats"))
    times = ProvenanceStep(
        "source", "times", "made in", rests_on=[ProvenanceStep("source", "times", "repeats", again=True)]
    )
    back = [
        ProvenanceStep("source", "times", "made in", again=True),
        ProvenanceStep("claim", "one", "endorses", again=True),
    ]
    assert chain(graph, "one") == ProvenanceStep(
        "claim", "one", rests_on=[times, ProvenanceStep("claim", "two", "endorses", rests_on=back)]
    )


def test_a_chain_is_as_long_as_it_needs_to_be() -> None:
    papers = [relies(f"s{number}", f"s{number + 1}") for number in range(5000)]
    link = chain(facts(attribution("c", "fbi", NK, made_in="s0"), *papers), "c")
    depth = 0
    while link.rests_on:
        (link,) = link.rests_on
        depth += 1
    assert depth == 5001


# ---------------------------------------------------------------------------------------------------------------- laws

quick = settings(deadline=None, max_examples=150)
MENTIONS = ("attribution", "attribution", "responsibility", "endorsement", "withdrawal")
supports = graphs(most=7, acts=MENTIONS)
one_of = st.sampled_from(ALLEGATIONS)


def independent(graph: Facts, p: str) -> tuple[int, int]:
    found = origins(graph, p)
    return found.low, found.high


@quick
@given(supports)
def test_low_is_at_most_high_and_high_at_most_roots_and_outlets(graph: Facts) -> None:
    for p in graph.allegations:
        found = origins(graph, p)
        assert 0 <= found.low <= found.high <= min(found.roots, found.outlets)
        assert len(found.lines) == len(found.cut) == found.low
        assert sum(map(len, found.principals.values())) >= found.roots
        assert set(found.repeating) <= set(map(Provenance(graph).outlet, _carriers(graph, p)))


def _carriers(graph: Facts, p: str) -> set[str]:
    return {source for claim in Provenance(graph).claims.live_claims(p) for source in claim.made_in}


@quick
@given(supports, one_of)
def test_gates_can_only_lower_the_count(graph: Facts, p: str) -> None:
    def ungated(behind: Support, root: Vertex) -> list[Vertex]:
        return [Vertex("principal", f"{root.kind} {root.iri}")]

    found = support(Provenance(graph), p)
    assert flow(found, low_gates).value <= flow(found, high_gates).value <= flow(found, ungated).value


def test_a_relay_is_a_relay_also_for_a_claim_that_says_what_it_relies_on() -> None:
    """Two claims reach the public through one newspaper; a second one that copies it does not make two origins."""
    story: list[Record] = [
        source("blog"),
        evidence("malware"),
        relies("said", "blog"),
        attribution("again", "fbi", NK, made_in="times", evidence="malware"),
    ]
    said = attribution("said", "crowdstrike", NK, made_in="times")
    carried_twice = replace(said, made_in=("post", "times"))
    assert counts(*story, said) == (1, 2, 1, 1)
    assert counts(*story, carried_twice, relies("post", "times")) == (2, 2, 1, 1)


@quick
@given(supports, one_of, st.data())
def test_a_relay_that_cites_one_existing_publisher_changes_nothing(graph: Facts, p: str, data: st.DataObject) -> None:
    """Whether it carries a claim that is there, or says the same in its own voice."""
    carriers = sorted(_carriers(graph, p) & graph.sources.keys())
    assume(carriers)
    before = origins(graph, p)
    cited = data.draw(st.sampled_from(carriers))
    relayed = next(claim for claim in Provenance(graph).claims.live_claims(p) if cited in claim.made_in)
    carries = replace(relayed, made_in=(*relayed.made_in, "relay"))
    says = attribution("own voice", "relayer", p, made_in="relay")
    for claim in (carries, says):
        wider = replace(
            graph,
            claims={**graph.claims, claim.iri: claim},
            sources={**graph.sources, "relay": source("relay", by="relayer")},
            reliances={**graph.reliances, "relays": relies("relay", cited)},
        )
        after = origins(wider, p)
        assert (after.low, after.high, after.roots) == (before.low, before.high, before.roots)
        assert (after.outlets, after.repeating) == (before.outlets + 1, tuple(sorted((*before.repeating, "relayer"))))


@quick
@given(supports, one_of)
def test_a_citation_circle_without_a_root_adds_nothing(graph: Facts, p: str) -> None:
    records: list[Record] = [
        attribution("echo", "echoer", p, made_in="ring-1"),
        source("ring-1", by="echoer"),
        source("ring-2", by="other echoer"),
        relies("ring-1", "ring-2"),
        relies("ring-2", "ring-1"),
    ]
    ring = facts(*records)
    wider = replace(
        graph,
        claims=graph.claims | ring.claims,
        sources=graph.sources | ring.sources,
        reliances=graph.reliances | ring.reliances,
    )
    assert independent(wider, p) == independent(graph, p)


@quick
@given(supports, one_of)
def test_deleting_a_vertex_lowers_the_count_by_at_most_one(graph: Facts, p: str) -> None:
    edges, start, end = network(support(Provenance(graph), p), low_gates)
    whole = disjoint_paths(edges, start, end).value
    for vertex in edges.keys() - {start, end}:
        assert whole - disjoint_paths(_without(edges, {vertex}), start, end).value in (0, 1)


def _without(edges: Mapping[Vertex, list[Vertex]], gone: set[Vertex]) -> dict[Vertex, list[Vertex]]:
    return {vertex: [end for end in ends if end not in gone] for vertex, ends in edges.items() if vertex not in gone}


@quick
@given(supports, one_of)
def test_the_order_of_records_changes_nothing(graph: Facts, p: str) -> None:
    backwards = replace(
        graph,
        claims=dict(reversed(graph.claims.items())),
        reliances=dict(reversed(graph.reliances.items())),
    )
    assert origins(backwards, p) == origins(graph, p)


# ------------------------------------------------------------------------------------------------------------- oracles


@quick
@given(supports, one_of)
def test_the_paths_share_no_vertex_and_are_as_many_as_networkx_finds(graph: Facts, p: str) -> None:
    edges, start, end = network(support(Provenance(graph), p), low_gates)
    found = disjoint_paths(edges, start, end)
    for path in found.paths:
        steps = [start, *path, end]
        assert all(after in edges[before] for before, after in pairwise(steps))
    assert len({vertex for path in found.paths for vertex in path}) == sum(map(len, found.paths))
    assert found.value == len(found.cut) == _networkx_flow(edges, start, end)
    assert disjoint_paths(_without(edges, set(found.cut)), start, end).value == 0


def _networkx_flow(edges: Mapping[Vertex, list[Vertex]], start: Vertex, end: Vertex) -> int:
    import networkx as nx

    split: nx.DiGraph[tuple[Vertex, str]] = nx.DiGraph()
    for vertex in {start, end, *edges, *(end for ends in edges.values() for end in ends)}:
        split.add_edge((vertex, "in"), (vertex, "out"), capacity=1)
    for vertex, ends in edges.items():
        split.add_edges_from(((vertex, "out"), (successor, "in")) for successor in ends)
    return int(nx.maximum_flow_value(split, (start, "out"), (end, "in")))


networks = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=22)


@settings(deadline=None, max_examples=300)
@given(networks)
def test_no_smaller_set_of_vertices_cuts_all_paths(pairs: list[tuple[int, int]]) -> None:
    edges: dict[int, list[int]] = {}
    for a, b in dict.fromkeys(pairs):
        if (a, b) != (0, 7):
            edges.setdefault(a, []).append(b)
    found = disjoint_paths(edges, 0, 7)
    smallest = next(
        size for size in range(7) if any(not _connected(edges, set(cut)) for cut in combinations(range(1, 7), size))
    )
    assert found.value == len(found.cut) == smallest
    assert not _connected(edges, set(found.cut))


def _connected(edges: Mapping[int, list[int]], gone: set[int]) -> bool:
    reached = {0}
    for _ in range(8):
        reached |= {b for a in reached for b in edges.get(a, ()) if b not in gone}
    return 7 in reached


def test_paths_between_neighbours_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="adjacent"):
        disjoint_paths({0: [1]}, 0, 1)


@settings(deadline=None)
@given(graphs())
def test_counts_are_those_of_the_paths_that_were_found(found: Facts) -> None:
    provenance = Provenance(found)
    for iri in found.allegations:
        whole = origins_of(provenance, iri)
        assert counts_of(provenance, iri) == (whole.outlets, whole.roots, whole.low, whole.high)
