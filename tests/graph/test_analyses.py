"""The analyses of the blame network, on graphs small enough to check by hand, and the laws they keep."""

from __future__ import annotations

import doctest
import random
from collections.abc import Callable
from itertools import permutations
from types import ModuleType
from typing import Any, TypeAlias

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import UnknownName
from whoblamed.graph.network import analyses, blame, blocs
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.records import Allegation, Claim

Said = tuple[str, str, str]  # accuser, accused, act
Net: TypeAlias = "nx.MultiDiGraph[str]"


def network(*said: Said, incident: str = "i") -> Net:
    """A blame network with the claims numbered in the order given, each a day after the one before."""
    net: Net = nx.MultiDiGraph()
    for day, (accuser, accused, act) in enumerate(said, 1):
        claim = f"claim-{day:02d}"
        net.add_edge(
            accuser,
            accused,
            claim,
            act=act,
            claim=claim,
            label=f"said {day}",
            incident=incident,
            stated_on=f"2014-12-{day:02d}",
        )
    return net


def attributions(*pairs: str) -> list[Said]:
    """Attributions from pairs such as "ab": a blames b."""
    return [(pair[0], pair[1], "attribution") for pair in pairs]


@st.composite
def networks(draw: st.DrawFn) -> Net:
    acts = st.sampled_from(["attribution", "attribution", "endorsement", "denial", "responsibility"])
    actors = st.sampled_from("abcdef")
    return network(*draw(st.lists(st.tuples(actors, actors, acts), max_size=25)))


def shuffled(net: Net, seed: int) -> Net:
    """The same network, nodes and edges in another order."""
    rng = random.Random(seed)
    nodes, edges = list(net.nodes(data=True)), list(net.edges(keys=True, data=True))
    rng.shuffle(nodes)
    rng.shuffle(edges)
    other: Net = nx.MultiDiGraph()
    other.add_nodes_from(nodes)
    for accuser, accused, claim, attributes in edges:
        other.add_edge(accuser, accused, claim, **attributes)
    return other


@pytest.mark.parametrize("module", [analyses, blame, blocs])
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


# --------------------------------------------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("act", "role", "counts"),
    [
        ("attribution", "carried-out", True),
        ("attribution", "", True),
        ("endorsement", "sponsored", True),
        ("attribution", "origin", False),
        ("attribution", "ordered, origin", True),
        ("denial", "carried-out", False),
    ],
)
def test_to_say_where_something_comes_from_is_no_blame(act: str, role: str, counts: bool) -> None:
    net: Net = nx.MultiDiGraph([("a", "b", "1", {"act": act, "role": role})])
    assert bool(analyses.most_blamed(net)) == bool(list(blame.blames(net))) == counts


def test_only_blame_between_different_actors_counts() -> None:
    net = network(
        ("a", "b", "attribution"),
        ("c", "b", "endorsement"),
        ("b", "b", "denial"),
        ("d", "b", "denial"),
        ("e", "e", "responsibility"),
        ("f", "f", "attribution"),
    )
    assert set(blame.blame_graph(net).edges) == {("a", "b"), ("c", "b")}
    assert set(blame.blame_graph(net)) == {"a", "b", "c"}


def test_parallel_claims_are_merged_and_counted() -> None:
    net = network(*attributions("ab", "ab", "ac"))
    for _, _, attributes in net.edges(data=True):
        attributes["origins"] = 0.5
    assert blame.blame_graph(net, "origins")["a"]["b"] == {"claims": 2, "weight": 1.0}


# ------------------------------------------------------------------------------------------------------ rankings


def test_most_blamed_counts_claims_and_accusers() -> None:
    rows = analyses.most_blamed(network(*attributions("ab", "ab", "cb", "bd", "ad")))
    assert [(row.actor, row.claims, row.weight, row.counterparts) for row in rows] == [("b", 3, 3, 2), ("d", 2, 2, 2)]


def test_most_blaming_counts_claims_and_accused() -> None:
    rows = analyses.most_blaming(network(*attributions("ab", "ab", "cb", "bd", "ad")))
    assert [(row.actor, row.claims, row.counterparts) for row in rows] == [("a", 3, 2), ("b", 1, 1), ("c", 1, 1)]


def test_nobody_blames_nobody() -> None:
    net = network(("a", "a", "denial"))
    every: tuple[Callable[[Net], list[Any]], ...] = (
        analyses.most_blamed,
        analyses.most_blaming,
        analyses.mutual_blame,
        analyses.brokers,
        blocs.blocs,
    )
    assert [analysis(net) for analysis in every] == [[]] * 5


def test_labels_are_those_of_the_nodes() -> None:
    net = network(*attributions("ab"))
    net.add_node("b", label='<script>"B"')
    assert analyses.most_blamed(net)[0].label == '<script>"B"'
    assert analyses.most_blaming(net)[0].label == "a"


def test_blame_by_much_blamed_actors_ranks_higher() -> None:
    # b and c are blamed by one actor each, b by one whom three others blame
    rows = {
        row.actor: row.pagerank for row in analyses.most_blamed(network(*attributions("xa", "ya", "za", "ab", "qc")))
    }
    assert rows["b"] > rows["c"]


@given(networks())
def test_pagerank_solves_its_equation(net: Net) -> None:
    graph = blame.blame_graph(net)
    ranks = dict(zip(graph, analyses._pagerank(graph), strict=True)) if graph else {}
    out = dict(graph.out_degree(weight="weight"))
    dangling = sum(rank for actor, rank in ranks.items() if not out[actor])
    for actor, rank in ranks.items():
        received = sum(ranks[by] * data["weight"] / out[by] for by, _, data in graph.in_edges(actor, data=True))
        assert rank == pytest.approx(0.15 / len(graph) + 0.85 * (received + dangling / len(graph)))


@given(networks())
def test_standings_add_up(net: Net) -> None:
    blamed, blaming = analyses.most_blamed(net), analyses.most_blaming(net)
    claims = sum(1 for _ in blame.blames(net))
    assert sum(row.claims for row in blamed) == sum(row.claims for row in blaming) == claims
    assert all(row.claims >= row.counterparts >= 1 for row in blamed + blaming)


# ------------------------------------------------------------------------------------------------------- origins


def claim(iri: str, about: tuple[str, ...], accused: tuple[str, ...], act: str = "attribution") -> Claim:
    return Claim(iri=iri, label=iri, act=act, speakers=(iri[0],), about=about, accused=accused, incident="i")


def test_origins_are_shared_out_among_the_claims() -> None:
    allegations = [
        Allegation(iri="p", label="p", accused="x", incident="i"),
        Allegation(iri="q", label="q", accused="y", incident="i"),
    ]
    claims = [
        claim("a1", ("p",), ("x",)),
        claim("b1", ("p", "q"), ("x", "y")),
        claim("c1", ("p",), ("x",), "endorsement"),
        claim("x1", ("p",), ("x",), "denial"),
    ]
    net: Net = nx.MultiDiGraph()
    for each in claims:
        for accused in each.accused:
            net.add_edge(each.speakers[0], accused, each.iri, act=each.act)
    analyses.weigh_by_origins(net, Facts.of([*allegations, *claims]), {"p": 1, "q": 2})
    rows = analyses.most_blamed(net, "origins")
    assert [(row.actor, row.claims, round(row.weight, 9)) for row in rows] == [("y", 1, 2), ("x", 3, 1)]


def test_claims_without_an_origin_weigh_nothing() -> None:
    net = network(*attributions("ab"))
    facts = Facts.of([Allegation(iri="p", label="p", accused="b", incident="i"), claim("claim-01", ("p",), ("b",))])
    analyses.weigh_by_origins(net, facts, {})
    assert [(row.actor, row.weight) for row in analyses.most_blamed(net, "origins")] == [("b", 0)]


# --------------------------------------------------------------------------------------------------- mutual blame


def test_mutual_blame_cites_both_sides_in_order_of_date() -> None:
    net = network(*attributions("ba", "ab", "ab", "cb"), ("b", "a", "denial"))
    net["a"]["b"]["claim-02"]["stated_on"] = ""
    [pair] = analyses.mutual_blame(net)
    assert (pair.there.accuser, pair.there.accused) == ("a", "b")
    assert [cited.claim for cited in pair.there.claims] == ["claim-03", "claim-02"]
    assert pair.back.claims == (analyses.Citation("claim-01", "said 1", "2014-12-01"),)


def test_imprecise_dates_come_after_those_they_may_follow() -> None:
    dates = ["2014-11-19", "2014-11", "2014", "2015-01", ""]
    for order in permutations(dates):
        cited = [analyses.Citation("claim", "", date) for date in order]
        assert [each.stated_on for each in sorted(cited, key=blame.by_date)] == dates


@given(networks())
def test_mutual_blame_is_the_reciprocity_of_networkx(net: Net) -> None:
    graph = blame.blame_graph(net)
    value = nx.overall_reciprocity(graph) if graph else 0
    assert len(analyses.mutual_blame(net)) * 2 == pytest.approx(value * graph.number_of_edges())


# --------------------------------------------------------------------------------------------------------- chains


def chain_names(chains: list[tuple[analyses.Step, ...]]) -> list[str]:
    return [chain[0].accuser + "".join(step.accused for step in chain) for chain in chains]


def test_chains_come_shortest_first_and_cite_each_step() -> None:
    net = network(*attributions("ab", "bc", "cd", "bd", "ab"), ("a", "d", "denial"))
    chains = analyses.chains(net, "a", "d")
    assert chain_names(chains) == ["abd", "abcd"]
    assert [cited.claim for cited in chains[0][0].claims] == ["claim-01", "claim-05"]


def test_chains_are_bounded() -> None:
    net = network(*attributions("ab", "bc", "cd", "bd", "ad"))
    assert chain_names(analyses.chains(net, "a", "d", cutoff=2)) == ["ad", "abd"]
    assert chain_names(analyses.chains(net, "a", "d", limit=1)) == ["ad"]
    assert analyses.chains(net, "a", "d", limit=0) == []


def test_the_first_chains_of_a_dense_network_are_quick() -> None:
    actors = [f"actor-{i}" for i in range(60)]
    net: Net = nx.MultiDiGraph()
    for a, b in permutations(actors, 2):
        net.add_edge(a, b, f"{a} {b}", act="attribution")
    assert len(analyses.chains(net, actors[0], actors[1], limit=20)) == 20


def test_no_chain_leads_back_or_where_nobody_points() -> None:
    net = network(*attributions("ab"), ("c", "c", "denial"))
    assert analyses.chains(net, "a", "a") == analyses.chains(net, "b", "a") == analyses.chains(net, "a", "c") == []


def test_chains_of_an_unknown_actor() -> None:
    with pytest.raises(UnknownName, match="nobody"):
        analyses.chains(network(*attributions("ab")), "a", "nobody")


@given(networks(), st.sampled_from("abcdef"), st.sampled_from("abcdef"))
def test_chains_are_all_the_simple_paths(net: Net, start: str, end: str) -> None:
    net.add_nodes_from("abcdef")
    graph = blame.blame_graph(net)
    chains = analyses.chains(net, start, end, cutoff=5, limit=1000)
    names = chain_names(chains)
    expected = nx.all_simple_paths(graph, start, end) if start != end and {start, end} <= set(graph) else []
    assert sorted(names) == sorted("".join(path) for path in expected)
    assert names == sorted(names, key=len)
    cited = {(step.accuser, step.accused, each.claim) for chain in chains for step in chain for each in step.claims}
    assert all(net[a][b][claim]["act"] in ("attribution", "endorsement") for a, b, claim in cited)


# -------------------------------------------------------------------------------------------------------- brokers


def test_brokers_stand_between() -> None:
    rows = analyses.brokers(network(*attributions("ac", "bc", "cd", "de")))
    # of 4 x 3 pairs, c is on a-d, a-e, b-d, b-e and d on a-e, b-e, c-e
    assert rows == [analyses.Broker("c", "c", 4 / 12, True), analyses.Broker("d", "d", 3 / 12, True)]


@given(networks())
def test_betweenness_is_that_of_networkx(net: Net) -> None:
    expected = nx.betweenness_centrality(blame.blame_graph(net))
    found = {row.actor: row.betweenness for row in analyses.brokers(net)}
    assert found == pytest.approx({actor: value for actor, value in expected.items() if value})


def test_betweenness_of_a_large_network_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    actors = [chr(ord("a") + i) for i in range(12)]
    ring = network(*((a, b, "attribution") for a, b in zip(actors, actors[1:] + actors[:1], strict=True)))
    exact = {row.actor: row.betweenness for row in analyses.brokers(ring)}
    monkeypatch.setattr(analyses, "EXACT_BETWEENNESS", 11)
    monkeypatch.setattr(analyses, "BETWEENNESS_SAMPLE", 6)
    rows = analyses.brokers(ring, seed=1)
    assert not any(row.exact for row in rows)
    assert rows == analyses.brokers(ring, seed=1)
    # in a ring every start contributes the same to the sum
    assert sum(row.betweenness for row in rows) == pytest.approx(sum(exact.values()))


# ---------------------------------------------------------------------------------------------------------- blocs


def test_blocs_blame_the_same_for_the_same_incident() -> None:
    net = network(*attributions("ax", "bx", "cy", "dy", "ez"))
    found = blocs.blocs(net)
    assert [bloc.members for bloc in found] == [("a", "b"), ("c", "d")]
    assert found[0].shared == (blocs.Shared(blocs.Answer("i", "x"), 2),)


def test_the_same_accused_for_different_incidents_is_no_shared_answer() -> None:
    net = network(*attributions("ax"), incident="i")
    net.add_edge("b", "x", "claim-09", act="attribution", incident="j")
    assert blocs.blocs(net) == []


def test_blocs_of_one_incident() -> None:
    net = network(*attributions("ax", "bx"), incident="i")
    net.add_edge("a", "y", "claim-08", act="attribution", incident="j")
    net.add_edge("c", "y", "claim-09", act="attribution", incident="j")
    assert [bloc.members for bloc in blocs.blocs(net, "j")] == [("a", "c")]


def test_two_groups_with_one_tie_between_them_are_two_blocs() -> None:
    left, right = "abcd", "efgh"
    said = [(a, f"x{i}") for i in range(3) for a in left] + [(a, f"y{i}") for i in range(3) for a in right]
    net = network(*((a, x, "attribution") for a, x in [*said, ("a", "z"), ("e", "z")]))
    assert [bloc.members for bloc in blocs.blocs(net)] == [tuple(left), tuple(right)]


@given(networks(), st.integers(0, 9))
def test_blocs_are_disjoint_and_share_what_they_say(net: Net, seed: int) -> None:
    found = blocs.blocs(net, seed=seed)
    members = [member for bloc in found for member in bloc.members]
    assert len(members) == len(set(members))
    for bloc in found:
        assert len(bloc.members) > 1
        assert all(1 < shared.members <= len(bloc.members) for shared in bloc.shared)


def test_the_answers_of_a_bloc_in_order_of_date() -> None:
    net = network(*attributions("bx", "ay", "cx", "az"))
    bloc = blocs.Bloc(("a", "b"), ())
    [(same, given_)] = blocs.bloc_answers(net, [bloc, blocs.Bloc(("q",), ())], "i")
    assert same == bloc
    assert [(row.claim.stated_on, row.speaker, row.accused, row.claim.claim) for row in given_] == [
        ("2014-12-01", "b", "x", "claim-01"),
        ("2014-12-02", "a", "y", "claim-02"),
        ("2014-12-04", "a", "z", "claim-04"),
    ]
    assert blocs.bloc_answers(net, [bloc], "other") == []


# ----------------------------------------------------------------------------------------------------------- laws


@given(networks(), st.integers(0, 1000))
def test_the_order_of_claims_and_actors_changes_nothing(net: Net, seed: int) -> None:
    net.add_nodes_from("af")
    other = shuffled(net, seed)
    every: tuple[Callable[[Net], Any], ...] = (
        analyses.most_blamed,
        analyses.most_blaming,
        analyses.mutual_blame,
        analyses.brokers,
        blocs.blocs,
        lambda each: analyses.chains(each, "a", "f"),
        lambda each: blocs.bloc_answers(each, blocs.blocs(each), "i"),
    )
    for analysis in every:
        assert analysis(net) == analysis(other)


@given(networks())
def test_renaming_actors_changes_only_names(net: Net) -> None:
    renamed = nx.relabel_nodes(net, {actor: f"the {actor}" for actor in net})  # in the same order
    every: tuple[Callable[[Net], list[Any]], ...] = (analyses.most_blamed, analyses.brokers)
    for analysis in every:
        assert [("the " + row.actor, *row[2:]) for row in analysis(net)] == [
            (row.actor, *row[2:]) for row in analysis(renamed)
        ]
