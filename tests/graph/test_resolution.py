"""Who is who: what makes actors of different data sets the same, what does not, and what readers see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import AmbiguousName, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.ask.names import find_one
from whoblamed.graph.identity.consistency import _between
from whoblamed.graph.identity.representatives import IDENTITIES, Representatives, connected, members_of
from whoblamed.graph.identity.resolution import decide, identity_quads
from whoblamed.graph.identity.resolved import resolved
from whoblamed.graph.network.network import blame_network
from whoblamed.graph.store.facts import Facts
from whoblamed.graph.store.memory import MemoryStore
from whoblamed.ontology import ID, VIOLATION, WB
from whoblamed.ontology.quads import from_quads
from whoblamed.ontology.records import Actor, Identity, Record

from ..support.actors import actor, blames, dataset_of, decision, incident, iri, sponsors, state, store_of
from ..support.checking import violations

CASE = """\
case: {case}
actors: {{country: {{name: {state}, kind: state}}, crew: {{name: {group}, kind: group}}}}
"""


def place(thing: str) -> str:
    return thing.removeprefix(ID).replace("/actor/", "/")


def decisions(*records: Record) -> dict[tuple[str, str], Identity]:
    """Who is decided to be the same, by their places."""
    actors = [(record, dataset_of(record.iri)) for record in records if isinstance(record, Actor)]
    found = decide(actors, [record for record in records if isinstance(record, Identity)])
    return {(place(each.actors[0]), place(each.actors[1])): each for each in found}


def classes(*records: Record) -> set[frozenset[str]]:
    """The classes of those who are the same, by their places."""
    return {frozenset(members) for members in connected(decisions(*records))}


# ------------------------------------------------------------------------------------------------------ what decides


def test_a_state_is_the_same_whatever_it_is_called() -> None:
    states = [
        state("a/nk", "Nordkorea"),
        state("b/dprk", "DPRK"),
        state("c/korea", "Korea (the Democratic People's Republic of)"),
        state("d/kp", "KP"),
        state("d/kr", "Korea, Republic of"),
    ]
    assert classes(*states) == {frozenset({"a/nk", "b/dprk", "c/korea", "d/kp"})}
    (found, *_) = decisions(*states).values()
    assert found.basis == "authority"
    assert found.reason == "both are names of KP in ISO 3166 (pycountry)"
    assert found.label == "Nordkorea (a) and DPRK (b) are the same"


def test_a_state_whose_own_name_is_not_in_iso_3166_goes_by_its_aliases() -> None:
    assert classes(state("a/gov", "Government of Japan", "Japan"), state("b/jp", "Japan")) == {
        frozenset({"a/gov", "b/jp"})
    }


def test_of_two_states_of_a_data_set_the_one_that_is_called_so_itself_is_meant() -> None:
    both = [state("a/gov", "Government of Japan", "Japan"), state("a/japan", "Japan"), state("b/jp", "JP")]
    assert classes(*both) == {frozenset({"a/japan", "b/jp"})}


def test_a_data_set_may_have_one_state_by_two_names() -> None:
    both = [state("a/rf", "Russian Federation"), state("a/russia", "Russia")]
    assert classes(*both) == {frozenset({"a/rf", "a/russia"})}
    assert classes(*both, state("b/ru", "RU")) == {frozenset({"a/rf", "a/russia", "b/ru"})}
    assert classes(*both, state("b/ru", "RU"), decision("different", "a/rf", "a/russia")) == set()


def test_names_of_two_states_are_names_of_none() -> None:
    assert not decisions(state("a/x", "Somewhere", "China", "Taiwan"), state("b/cn", "China"), state("b/tw", "Taiwan"))


def test_states_that_iso_3166_does_not_know_go_by_their_names() -> None:
    assert decisions(state("a/arden", "Arden"), state("b/arden", "Arden"))[("a/arden", "b/arden")].basis == "exact"


def test_equal_preferred_names_are_exact() -> None:
    found = decisions(actor("a/tide", "Red Tide"), actor("b/red-tide", "Red Tide"))
    assert found[("a/tide", "b/red-tide")].basis == "exact"
    assert found[("a/tide", "b/red-tide")].reason == "both are called “Red Tide”"


def test_preferred_names_that_are_only_written_differently_are_normalised() -> None:
    found = decisions(actor("a/tide", "Marée Rouge"), actor("b/tide", "MAREE-ROUGE"))
    assert found[("a/tide", "b/tide")].basis == "normalised"


def test_a_preferred_name_in_another_language_counts() -> None:
    assert decisions(actor("a/tide", "Red Tide", preferred=["Rote Flut"]), actor("b/flut", "Rote Flut"))


def test_a_name_that_the_same_authority_gives_is_the_same_thing() -> None:
    """Quay Lab is in both data sets, and calls the tide of both Brine Otter."""
    found = decisions(
        actor("a/lab", "Quay Lab", kind="company"),
        actor("a/tide", "Red Tide", ("Brine Otter", "a/lab")),
        actor("b/quay", "Quay Lab", kind="company"),
        actor("b/t1", "Tide 1", ("BRINE OTTER", "b/quay")),
    )
    assert found[("a/tide", "b/t1")].basis == "authority"
    assert found[("a/tide", "b/t1")].reason == "Quay Lab calls both “BRINE OTTER”"


def test_a_name_that_different_authorities_give_decides_nothing() -> None:
    found = decisions(
        actor("a/lab", "Quay Lab", kind="company"),
        actor("a/tide", "Red Tide", ("Brine Otter", "a/lab")),
        actor("b/dock", "Dock Lab", kind="company"),
        actor("b/t1", "Tide 1", ("Brine Otter", "b/dock")),
    )
    assert not found


def test_the_same_item_of_wikidata_is_the_same_thing() -> None:
    found = decisions(actor("a/x", "X", wikidata="Q1"), actor("b/y", "Y", wikidata="Q1", kind="agency"))
    assert found[("a/x", "b/y")].reason == "both are Q1 in Wikidata"


# ----------------------------------------------------------------------------------------------- what decides nothing


@pytest.mark.parametrize(
    "actors",
    [
        pytest.param((actor("a/x", "Crew", "Gemini"), actor("b/y", "Club", "Gemini")), id="a shared alias"),
        pytest.param((actor("a/x", "Crew", "Gemini"), actor("b/y", "Gemini")), id="an alias that is another's name"),
        pytest.param((actor("a/x", "Crew"), actor("a/y", "Crew")), id="two of one data set"),
        pytest.param((actor("a/x", "Crew"), actor("b/y", "Crew", kind="persona")), id="a group and a persona"),
        pytest.param((actor("a/x", "Crew"), actor("b/y", "Crew", kind="company")), id="a group and a company"),
        pytest.param(
            (actor("a/x", "an official", kind="unnamed"), actor("b/y", "an official", kind="unnamed")), id="the unnamed"
        ),
        pytest.param((actor("a/x", "Otto", kind="person"), actor("b/y", "Otto", kind="person")), id="a first name"),
        pytest.param((actor("a/x", "?!"), actor("b/y", "?!")), id="names without a letter"),
        pytest.param((state("a/x", "China"), state("b/y", "Taiwan")), id="two states"),
    ],
)
def test_what_is_not_enough_decides_nothing(actors: tuple[Actor, ...]) -> None:
    assert not decisions(*actors)


def test_a_news_outlet_may_be_listed_as_a_company() -> None:
    assert decisions(actor("a/x", "Quay News", kind="outlet"), actor("b/y", "Quay News", kind="company"))


def test_persons_go_by_their_full_names() -> None:
    assert decisions(actor("a/x", "Otto Anker", kind="person"), actor("b/y", "Otto Anker", kind="person"))


def test_agencies_of_one_name_are_kept_apart_by_their_states() -> None:
    """Arden's centre is one, Borduria's another, and of the third it is not known whose it is."""
    agencies = [
        actor("a/ncsc", "Cyber Centre", kind="agency", part_of="a/jp"),
        state("a/jp", "Japan"),
        actor("b/ncsc", "Cyber Centre", kind="agency", part_of="b/fr"),
        state("b/fr", "France"),
        actor("c/ncsc", "Cyber Centre", kind="agency", part_of="c/jp"),
        state("c/jp", "Japon"),
        actor("d/ncsc", "Cyber Centre", kind="agency"),
    ]
    assert classes(*agencies) == {frozenset({"a/ncsc", "c/ncsc"}), frozenset({"a/jp", "c/jp"})}
    assert frozenset({"a/ncsc", "d/ncsc"}) in classes(agencies[0], agencies[1], agencies[-1])


def test_two_actors_of_a_data_set_that_both_match_are_both_left_out() -> None:
    crews = [actor("a/x", "Crew"), actor("a/y", "Crew"), actor("b/z", "Crew"), actor("c/z", "Crew")]
    assert classes(*crews) == {frozenset({"b/z", "c/z"})}


def test_the_weakest_decisions_of_a_class_fall_when_it_would_join_two_of_a_data_set() -> None:
    """That b and c are called exactly the same stands; that c is also a/y but for case, while b is a/x, does not."""
    crews = [
        actor("a/x", "Night Crew"),
        actor("a/y", "DAY CREW"),
        actor("b/z", "Night Crew", preferred=["Dawn Crew"]),
        actor("c/z", "Dawn Crew", preferred=["Day Crew"]),
    ]
    assert classes(*crews) == {frozenset({"a/x", "b/z", "c/z"})}


def test_what_does_not_lead_to_two_of_a_data_set_stands() -> None:
    """The lab calls a/bear Blizzard; that a lists another Blizzard does not keep c/bear from being a/bear."""
    crews = [
        actor("a/lab", "Quay Lab", kind="company"),
        actor("a/bear", "Bear", ("Blizzard", "a/lab")),
        actor("a/blizzard", "Blizzard"),
        actor("b/lab", "Quay Lab", kind="company"),
        actor("b/blizzard", "Blizzard", ("Blizzard", "b/lab")),
        actor("c/bear", "Bear"),
        actor("d/blizzard", "Blizzard"),
    ]
    assert classes(*crews) == {frozenset({"a/lab", "b/lab"}), frozenset({"a/bear", "b/blizzard", "c/bear"})}


# ------------------------------------------------------------------------------------------------------ by hand


def test_what_was_decided_by_hand_joins_whatever_they_are_called() -> None:
    found = decisions(actor("a/x", "Crew"), actor("b/y", "Club"), decision("same", "a/x", "b/y"))
    assert (found[("a/x", "b/y")].basis, found[("a/x", "b/y")].reason) == ("curated", "seen")


def test_two_of_one_data_set_can_be_joined_by_hand_and_then_be_matched() -> None:
    found = classes(actor("a/x", "Crew"), actor("a/y", "Crew"), actor("b/z", "Crew"), decision("same", "a/x", "a/y"))
    assert found == {frozenset({"a/x", "a/y", "b/z"})}


def test_what_was_decided_to_be_different_is_never_joined() -> None:
    crews = [actor("a/x", "Crew"), actor("b/y", "Crew"), actor("c/z", "Crew")]
    assert classes(*crews) == {frozenset({"a/x", "b/y", "c/z"})}
    assert classes(*crews[:2], decision("different", "a/x", "b/y")) == set()
    assert classes(*crews, decision("different", "a/x", "b/y")) == set()  # c/z may be either


def test_different_overrules_same_when_curators_disagree() -> None:
    same = [decision("same", "a/x", "b/y"), decision("same", "b/y", "c/z")]
    crews = [actor("a/x", "A"), actor("b/y", "B"), actor("c/z", "C")]
    assert classes(*crews, *same) == {frozenset({"a/x", "b/y", "c/z"})}
    assert classes(*crews, *same, decision("different", "a/x", "c/z", "others")) == set()


def test_decisions_about_actors_that_are_not_loaded_wait() -> None:
    assert not decisions(actor("a/x", "Crew"), decision("same", "a/x", "b/y"))


# ------------------------------------------------------------------------------------------------------ laws

NAMES = ("Crew", "CREW", "Club", "Tide", "Otto Anker", "Japan", "JP", "Nippon")
PLACES = tuple(f"{dataset}/{key}" for dataset in "abc" for key in "xyz")


@st.composite
def worlds(draw: st.DrawFn) -> list[Record]:
    """Actors of three data sets who share few names, and what was decided about them by hand."""
    chosen = draw(st.lists(st.sampled_from(PLACES), unique=True, max_size=7))
    made: list[Record] = []
    for each in chosen:
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        kind = draw(st.sampled_from(("group", "group", "state", "person", "agency", "company", "unnamed")))
        namer = draw(st.none() | st.sampled_from(PLACES))
        aliases = [(alias, namer) if namer else alias for alias in names[1:]]
        owner = draw(st.none() | st.sampled_from(PLACES))
        wikidata = draw(st.sampled_from((None, None, "Q1")))
        made.append(actor(each, names[0], *aliases, kind=kind, part_of=owner, wikidata=wikidata))
    for a, b in draw(st.lists(st.sampled_from(list(combinations(PLACES, 2))), unique=True, max_size=4)):
        made.append(decision(draw(st.sampled_from(("same", "different"))), a, b))
    return made


@given(worlds())
def test_no_class_has_two_that_are_different_or_two_of_one_data_set(world: list[Record]) -> None:
    by_hand = [each for each in world if isinstance(each, Identity)]
    joined: dict[str, set[str]] = defaultdict(set)
    japan = {each.iri for each in world if isinstance(each, Actor) and each.label in ("Japan", "JP")}
    for together in connected([each.actors for each in by_hand if each.verdict == "same"]):
        joined.update({member: set(together) for member in together})
    for members in classes(*world):
        inside = set(map(iri, members))
        assert not any(inside >= set(each.actors) for each in by_hand if each.verdict == "different")
        for a, b in combinations(inside, 2):
            assert dataset_of(a) != dataset_of(b) or b in joined[a] or japan >= {a, b}


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_actors_makes_no_difference(world: list[Record], random: Any) -> None:
    shuffled = random.sample(world, len(world))
    assert decisions(*shuffled) == decisions(*world)


@given(worlds())
def test_only_actors_that_are_there_are_joined_and_never_the_unnamed(world: list[Record]) -> None:
    named = {place(each.iri) for each in world if isinstance(each, Actor) and each.kind != "unnamed"}
    for members in classes(*world):
        assert members <= named


@given(worlds())
def test_a_store_yields_what_its_actors_do(world: list[Record]) -> None:
    store = store_of(*world)
    graph = ox.NamedNode(IDENTITIES)
    held = {each for each in from_quads(store.find(graph=graph)) if isinstance(each, Identity)}
    assert held == set(decisions(*world).values())
    assert set(identity_quads(store)) == set(store.find(graph=graph))  # also when done again


@given(worlds())
def test_columns_beside_a_store_yield_what_the_store_does(world: list[Record]) -> None:
    store = store_of(*world)
    by_hand = [each for each in world if isinstance(each, Identity)]
    with TemporaryDirectory() as folder:
        for curated in (None, by_hand[:1]):
            anew = set(identity_quads(store, curated))
            assert set(identity_quads(store, curated, columns=Path(folder))) == anew  # they are made
            assert set(identity_quads(store, curated, columns=Path(folder))) == anew  # and read


def test_each_load_leaves_the_decisions_that_the_whole_graph_yields(tmp_path: Path) -> None:
    graph = whoblamed.open(tmp_path / "graph")
    fields = {"a": ("Nordkorea", "APT28"), "b": ("DPRK", "Apt28"), "c": ("Germany", "APT28"), "a ": ("Japan", "APT9")}
    for number, (case, (one, other)) in enumerate(fields.items()):
        file = tmp_path / f"{case.strip()}.yaml"
        file.write_text(CASE.format(case=case.strip(), state=one, group=other), encoding="utf-8")
        graph.load(file)
        held = set(graph.store.current.find(graph=ox.NamedNode(IDENTITIES)))
        assert held == set(identity_quads(graph.store.current))
        assert bool(held) == (number > 0)


@given(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("012345")), max_size=16))
def test_the_ways_between_two_are_those_of_their_biconnected_component(ways: set[tuple[str, str]]) -> None:
    joined: nx.Graph[str] = nx.Graph([*ways, ("0", "1")])
    (theirs,) = [part for part in map(list, nx.biconnected_component_edges(joined)) if {"0", "1"} in map(set, part)]
    assert sorted(_between("0", "1", sorted(ways))) == sorted(
        step for step in ways if set(step) in [set(edge) for edge in theirs]
    )


# ------------------------------------------------------------------------------------------------- what readers see


def crews() -> list[Record]:
    """Two data sets with a lab, a crew and a state; in each the lab blames the crew for an outage, and the state."""
    found: list[Record] = []
    for dataset, label in (("a", "Japan"), ("b", "JP")):
        found += [
            actor(f"{dataset}/lab", "Quay Lab", kind="company"),
            actor(f"{dataset}/crew", "Night Crew", *(["Nightly", "Crew N"] if dataset == "b" else [])),
            state(f"{dataset}/state", label),
            incident(f"{dataset}/outage", "Outage"),
            *blames(f"{dataset}/one", f"{dataset}/lab", f"{dataset}/crew", f"{dataset}/outage"),
            *blames(f"{dataset}/two", f"{dataset}/lab", f"{dataset}/state", f"{dataset}/outage", role="ordered"),
        ]
    return found


def graph_of(*records: Record, resolve: bool = True, decided: bool = True) -> Graph:
    return Graph(MemoryStore(store_of(*records, resolve=decided)), resolve=resolve)


def test_the_one_with_the_most_names_stands_for_its_class() -> None:
    shown = graph_of(*crews()).representatives()
    assert shown.representative(iri("a/crew")) == iri("b/crew")
    assert shown.members(iri("a/crew")) == (iri("b/crew"), iri("a/crew"))
    assert shown.representative(iri("b/lab")) == iri("a/lab")  # both have one name
    assert shown.members("urn:x-nobody") == ("urn:x-nobody",)


def test_a_network_has_one_node_for_all_who_are_the_same() -> None:
    graph = graph_of(*crews())
    network = graph.blame_network()
    assert set(network) == {iri("a/lab"), iri("b/crew"), iri("a/state")}
    edges = {(accuser, accused, claim) for accuser, accused, claim in network.edges(keys=True)}
    assert edges == {(iri("a/lab"), iri("b/crew"), iri(f"{dataset}/one", "claim")) for dataset in "ab"} | {
        (iri("a/lab"), iri("a/state"), iri(f"{dataset}/two", "claim")) for dataset in "ab"
    }
    assert set(nx.get_edge_attributes(network, "role").values()) == {"carried-out", "ordered"}


def test_resolution_can_be_switched_off() -> None:
    records = crews()
    plain = graph_of(*records, decided=False).blame_network()
    assert nx.utils.graphs_equal(graph_of(*records).blame_network(resolve=False), plain)
    assert nx.utils.graphs_equal(graph_of(*records, resolve=False).blame_network(), plain)
    assert len(plain) == 6


@given(worlds())
def test_without_decisions_the_resolved_network_is_the_plain_one(world: list[Record]) -> None:
    facts = Facts.of(world)
    assert resolved(facts, Representatives()) is facts
    alone = [each for each in world if isinstance(each, Actor) and each.iri.startswith(ID + "a/")]
    assert not Representatives.of(store_of(*(each for each in alone if each.kind != "state"))).same


@given(worlds())
def test_resolving_facts_again_changes_nothing(world: list[Record]) -> None:
    store = store_of(*world)
    shown = Representatives.of(store)
    facts = Facts.of(world)
    once = resolved(facts, shown)
    assert resolved(once, shown) == once
    assert once.actors.keys() == {shown.representative(actor) for actor in facts.actors}


def test_claims_stay_what_they_were_and_refer_to_representatives() -> None:
    graph = graph_of(*crews())
    plain, facts = graph.facts(), graph.bare_facts()
    assert facts.claims.keys() == plain.claims.keys()
    assert {claim.label for claim in facts.claims.values()} == {claim.label for claim in plain.claims.values()}
    assert {claim.speakers[0] for claim in facts.claims.values()} == {iri("a/lab")}
    assert {allegation.accused for allegation in facts.allegations.values()} == {iri("b/crew"), iri("a/state")}
    assert {name.actor for name in facts.actors[iri("b/crew")].names} == {iri("b/crew")}


def test_a_network_from_facts_is_that_of_the_graph() -> None:
    graph = graph_of(*crews())
    same = graph.representatives().same
    assert nx.utils.graphs_equal(blame_network(graph.facts(), same), graph.blame_network())
    assert nx.utils.graphs_equal(blame_network(graph.bare_facts()), graph.blame_network())


# ------------------------------------------------------------------------------------------------------- look-ups


def found(graph: Graph, name: str, **more: Any) -> list[str]:
    return [place(thing.iri) for thing in find_one(graph.store.current, name, **more)]


@pytest.mark.parametrize("name", ["Japan", "JP", "a/state", "id:b/actor/state"])
def test_a_name_gathers_all_who_are_the_same(name: str) -> None:
    assert found(graph_of(*crews()), name) == ["a/state", "b/state"]


@pytest.mark.parametrize("name", ["Japon", "JPN", "Giappone", "日本"])
def test_a_state_is_found_by_names_that_no_data_set_has(name: str) -> None:
    graph = graph_of(*crews())
    assert found(graph, name) == ["a/state", "b/state"]
    with pytest.raises(UnknownName):
        found(graph, name, resolve=False)
    with pytest.raises(UnknownName):
        found(graph, name, kinds=["incident"])


def test_the_one_who_stands_for_all_comes_first() -> None:
    assert found(graph_of(*crews()), "Night Crew") == ["b/crew", "a/crew"]


def test_a_shared_name_of_different_actors_is_ambiguous() -> None:
    graph = graph_of(actor("a/x", "Crew", "Gemini"), actor("b/y", "Club", "Gemini"))
    with pytest.raises(AmbiguousName, match=r"Crew \(group, a/x\), Club \(group, b/y\);"):
        found(graph, "Gemini")
    assert found(graph, "Gemini", resolve=False) == ["a/x", "b/y"]


def test_all_of_a_class_are_found_from_each_of_its_members() -> None:
    store = store_of(*crews(), state("c/japan", "Japon"))
    for dataset in "ab":
        assert set(members_of(store, iri(f"{dataset}/state"))) == {iri("a/state"), iri("b/state"), iri("c/japan")}


def test_a_named_query_asks_for_all_who_are_the_same() -> None:
    for resolve, accused in ((True, {"Japan", "JP"}), (False, {"JP"})):
        rows = graph_of(*crews(), resolve=resolve).query("who-blamed-whom", accused="JP")
        assert isinstance(rows, list)
        assert {row.accused_name for row in rows} == accused


# ------------------------------------------------------------------------------------------------------- the graph


def broken_rules(quads: Iterable[ox.Quad]) -> set[str]:
    """The shapes that are violated; that the claims of these cases are made in no source is left aside."""
    found = violations(quads)
    return {each.shape for each in found if each.severity == VIOLATION} - {"claim-source"}


def test_the_graph_of_decisions_conforms_to_the_shapes() -> None:
    store = store_of(*crews(), *sponsors("a/crew", "a/state", by="a/lab"))
    assert broken_rules(store.find()) == set()
    without_verdicts = (quad for quad in store.find() if quad.predicate.value != WB.verdict)
    assert broken_rules(without_verdicts) == {"identity-verdict"}


def test_where_nobody_is_the_same_as_anybody_there_is_no_such_graph() -> None:
    assert identity_quads(store_of(actor("a/x", "Crew"), actor("b/y", "Club"))) == []


def test_decisions_hold_in_the_past_as_they_do_now() -> None:
    graph = graph_of(*crews()).at(as_of="2030")
    assert found(graph, "JP") == ["a/state", "b/state"]
