"""Names: found without regard to case, accents, punctuation or language; what is ambiguous or unknown is told."""

from __future__ import annotations

import contextlib
import sys
import unicodedata
from pathlib import Path

import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import AmbiguousName, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.ask.names import KINDS, find, find_one, heading, key_of
from whoblamed.ontology import ID
from whoblamed.ontology.texts import fold

from ..support.cases import blame, case, keys, written

ACTORS = {
    "port": {"name": {"en": "Port Authority", "de": "Hafenbehörde"}, "kind": "agency"},
    "tide": {
        "name": {"en": "Red Tide", "fr": "Marée rouge", "ru": "Красный прилив", "hi": "लाल ज्वार"},
        "kind": "group",
        "aliases": ["R.T.", {"name": "Mareas Vivas", "lang": "es", "by": "port"}, "the-lab", "Tide"],
    },
    "lab": {"name": {"en": "The Lab"}, "kind": "company"},
    "tram": {"name": {"de": "Straßenbahn Łódź"}, "kind": "company"},
    "crew": {"name": {"en": "Night Crew"}, "kind": "group", "aliases": ["Gemini"]},
    "club": {"name": {"en": "Day Crew"}, "kind": "group", "aliases": ["Gemini"]},
    "outlet": {"name": {"en": "Harbour outage"}, "kind": "outlet"},
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Two cases; the second has a Red Tide of the same kind and a Night Crew of another."""
    folder = tmp_path_factory.mktemp("names")
    night = {"name": {"en": "Night Crew"}, "kind": "persona"}
    second = {"tide": ACTORS["tide"], "port": ACTORS["port"], "crew": night}
    files = [
        written(folder, case(blame(), actors=ACTORS)),
        written(folder, case(blame(), actors=second, name="quay")),
    ]
    graph = whoblamed.open(":memory:")
    graph.load(*files)
    return graph


def found(graph: Graph, name: str, *kinds: str) -> set[str]:
    """What a name finds, as data set/kind/key."""
    return {thing.iri.removeprefix(ID) for thing in find(graph.store.current, name, kinds or ("actor",))}


# -------------------------------------------------------------------------------------------------------- folding


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_every_character_is_folded_in_one_go() -> None:
    """Also those that Unicode makes into capitals or several characters when it decomposes them."""
    for character in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.normalize("NFKD", character) != character or character.casefold() != character:
            folded = fold(f"a{character}b")
            assert fold(folded) == folded, hex(ord(character))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_case_and_composition_make_no_difference(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name)) == fold(name)
    assert fold(name.casefold()) == fold(name)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  Pjöng-jang ", "pjong jang"),
        ("Straße", "strasse"),
        ("İSTANBUL", "istanbul"),
        ("Guardians\u00a0of\tPeace", "guardians of peace"),
        ("#GOP", "gop"),
        ("ﬁle № ２", "file no 2"),
        ("Красный ЙОД", "красныи иод"),
        ("लाल ज्वार", "लाल जवार"),
        ("ประเทศไทย", "ประเทศไทย"),
        ("北朝鮮", "北朝鮮"),
        ("", ""),
        ("?!…", ""),
        ("\x1b[31m\x00\u202e", "31m"),
    ],
)
def test_what_folding_leaves(name: str, folded: str) -> None:
    assert fold(name) == folded


# --------------------------------------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    "name",
    ["Port Authority", "port authority", "PORT-AUTHORITY", " Port  Authority! ", "Hafenbehörde", "hafenbehorde"],
)
def test_case_accents_punctuation_and_language_make_no_difference(graph: Graph, name: str) -> None:
    assert found(graph, name) == {"harbour/actor/port", "quay/actor/port"}


@pytest.mark.parametrize(
    "name", ["marée rouge", "maree rouge", "КРАСНЫЙ ПРИЛИВ", "लाल ज्वार", "R.T.", "r t", "mareas vivas"]
)
def test_all_names_of_an_actor_are_found(graph: Graph, name: str) -> None:
    assert found(graph, name) == {"harbour/actor/tide", "quay/actor/tide"}


@pytest.mark.parametrize("name", ["strassenbahn łodz", "STRASSENBAHN ŁÓDŹ"])
def test_letters_that_become_several_are_found(graph: Graph, name: str) -> None:
    assert found(graph, name) == {"harbour/actor/tram"}


def test_a_preferred_name_counts_before_an_alias(graph: Graph) -> None:
    assert found(graph, "the lab") == {"harbour/actor/lab"}


def test_a_name_counts_before_a_key(graph: Graph) -> None:
    """Red Tide is also called just Tide, and has that as its key; the lab's key is no name."""
    assert found(graph, "tide") == {"harbour/actor/tide", "quay/actor/tide"}
    assert found(graph, "lab") == {"harbour/actor/lab"}


@pytest.mark.parametrize(
    ("name", "kinds", "thing"),
    [
        ("lab", ("actor",), "harbour/actor/lab"),
        ("LAB", ("actor",), "harbour/actor/lab"),
        ("harbour/lab", ("actor",), "harbour/actor/lab"),
        ("harbour/blame", ("claim",), "harbour/claim/blame"),
        ("quay/outage--tide--carried-out", ("allegation",), "quay/allegation/outage--tide--carried-out"),
        ("quay/outage", ("incident",), "quay/incident/outage"),
        ("quay/story", ("source",), "quay/source/story"),
        ("id:harbour/actor/lab", ("actor",), "harbour/actor/lab"),
        (f"{ID}harbour/actor/lab", ("actor",), "harbour/actor/lab"),
        (f"{ID}harbour/claim/blame", tuple(KINDS), "harbour/claim/blame"),
    ],
)
def test_keys_and_iris_are_found(graph: Graph, name: str, kinds: tuple[str, ...], thing: str) -> None:
    assert found(graph, name, *kinds) == {thing}


def test_a_key_is_found_in_every_data_set_that_has_it(graph: Graph) -> None:
    assert found(graph, "blame", "claim") == {"harbour/claim/blame", "quay/claim/blame"}


def test_only_what_is_of_the_wanted_kind_is_found(graph: Graph) -> None:
    assert found(graph, "Harbour outage", "incident") == {"harbour/incident/outage", "quay/incident/outage"}
    assert found(graph, "Harbour outage", "actor") == {"harbour/actor/outlet"}
    assert len(found(graph, "Harbour outage", "actor", "incident")) == 3
    for name in ("harbour/actor/lab", f"{ID}harbour/actor/lab", "The Lab"):
        with pytest.raises(UnknownName):
            find(graph.store.current, name, ["incident"])


def test_what_is_found_says_what_it_is(graph: Graph) -> None:
    (thing,) = find(graph.store.current, "The Lab")
    assert (thing.label, thing.what, thing.detail, thing.dataset) == ("The Lab", "actor", "company", f"{ID}harbour")
    (claim,) = find(graph.store.current, "harbour/blame", ["claim"])
    assert (claim.what, claim.detail) == ("claim", "")
    assert claim.label == "Port Authority attributes Harbour outage to Red Tide (2031-04-03)"


def test_an_actor_is_headed_by_its_names(graph: Graph) -> None:
    store = graph.store.current
    assert heading(store, find(store, "The Lab")) == "The Lab (company)"
    assert heading(store, find(store, "port")) == "Port Authority (agency), also Hafenbehörde"


# ----------------------------------------------------------------------------------------- one thing, several, none


def test_one_kind_of_thing_that_two_data_sets_call_the_same_is_not_ambiguous(graph: Graph) -> None:
    things = find_one(graph.store.current, "Red Tide")
    assert {thing.dataset for thing in things} == {f"{ID}harbour", f"{ID}quay"}


@pytest.mark.parametrize(
    ("name", "kinds", "candidates"),
    [
        ("Gemini", ("actor",), {"harbour/actor/crew", "harbour/actor/club"}),
        ("Night Crew", ("actor",), {"harbour/actor/crew", "quay/actor/crew"}),
        (
            "Harbour outage",
            ("actor", "incident"),
            {"harbour/actor/outlet", "harbour/incident/outage", "quay/incident/outage"},
        ),
    ],
)
def test_a_name_that_may_mean_several_lists_them(
    graph: Graph, name: str, kinds: tuple[str, ...], candidates: set[str]
) -> None:
    """Two of one data set, two of different kinds, or an actor and an incident."""
    with pytest.raises(AmbiguousName) as raised:
        find_one(graph.store.current, name, kinds)
    assert {iri.removeprefix(ID) for _, iri in raised.value.candidates} == candidates
    for described, iri in raised.value.candidates:
        key = described.partition(", ")[2].partition(")")[0].partition(";")[0]
        assert described in str(raised.value)
        assert [thing.iri for thing in find_one(graph.store.current, key, kinds, resolve=False)] == [iri]


def test_what_tells_several_apart_is_their_kind_their_data_set_and_names_of_their_own(
    graph: Graph, tmp_path: Path
) -> None:
    shared = {"aliases": ["Gull", "Sea Bird"], "kind": "group"}
    actors = {
        **ACTORS,
        "tern": {"name": {"en": "Tern"}, **shared},
        "skua": {"name": {"en": "Skua"}, "kind": "group", "aliases": ["Gull", "Bonxie"]},
    }
    birds = whoblamed.open(":memory:")
    birds.load(written(tmp_path, case(blame(), actors=actors)))
    with pytest.raises(AmbiguousName) as raised:
        find_one(birds.store.current, "Gull")
    told = [text for text, _ in raised.value.candidates]
    assert told == ["Skua (group, harbour/skua; also Bonxie)", "Tern (group, harbour/tern; also Sea Bird)"]
    with pytest.raises(AmbiguousName, match=r"'Night Crew' may be Night Crew \(group, harbour/crew; also Gemini\), "):
        find_one(graph.store.current, "Night Crew")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Port Autority", "Port Authority"),
        ("Hafenbehorden", "Port Authority"),
        ("crews", "Day Crew"),
        ("Nigt Crew", "Night Crew"),
        ("Night Crew GmbH", "Night Crew"),
        ("Prot Authority", "Port Authority"),
    ],
)
def test_an_unknown_name_has_its_nearest(graph: Graph, name: str, nearest: str) -> None:
    with pytest.raises(UnknownName) as raised:
        find(graph.store.current, name)
    assert nearest in raised.value.nearest
    assert len(raised.value.nearest) <= 3
    assert str(raised.value).startswith(f"no actor {name!r} in the graph; did you mean ")


@pytest.mark.parametrize("name", ["Acme, Inc.", "Acme", "Inc.", "Foo, Ltd", "Bar GmbH", "GrinGame", "!?", "q"])
def test_what_is_far_is_not_offered(tmp_path: Path, name: str) -> None:
    """A letter or two in common, a comma and a legal form make no two names alike."""
    labels = (
        "GameGrin",
        "Acamedia",
        "Fame",
        "Hackers based in China",
        "Kappa Inc.",
        "Foundry Ltd",
        "Baltic GmbH",
        "Letters of the ACM",
    )
    companies = {f"a{at}": {"name": {"en": label}, "kind": "company"} for at, label in enumerate(labels)}
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(blame(), actors={**ACTORS, **companies})))
    with pytest.raises(UnknownName) as raised:
        find(graph.store.current, name)
    assert raised.value.nearest == ()


def test_the_nearest_names_are_of_the_wanted_kind(graph: Graph) -> None:
    with pytest.raises(UnknownName) as raised:
        find(graph.store.current, "Harbour outages", ["incident", "claim"])
    assert raised.value.nearest == ("Harbour outage",)
    assert "no incident or claim 'Harbour outages'" in str(raised.value)


def test_nothing_is_found_in_an_empty_graph() -> None:
    with pytest.raises(UnknownName, match=r"^no actor 'Red Tide' in the graph$"):
        find(whoblamed.open(":memory:").store.current, "Red Tide")


HOSTILE = [
    "",
    " ",
    "?!",
    "/",
    "//",
    "../../etc/passwd",
    "harbour/../quay/lab",
    'x" . ?s ?p ?o . "',
    "<urn:x>",
    "urn:x> } ; CLEAR ALL #",
    "id:",
    "id: ",
    "https://w3id.org/whoblamed/id/{x}",
    "a\0b",
    "\x1b[31mred",
    "\udcff",
    "harbour/\ud800",
    "id:\udcff",
    "%2F..%2F",
    "x" * 10_000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_are_just_unknown(graph: Graph, name: str) -> None:
    with pytest.raises(UnknownName):
        find(graph.store.current, name, list(KINDS))


@given(st.text(max_size=20))
def test_any_text_is_found_or_unknown(graph: Graph, name: str) -> None:
    with contextlib.suppress(UnknownName):
        assert find(graph.store.current, name, list(KINDS))


def test_the_casebook_is_found_in_german_and_by_keys(casebook: Graph) -> None:
    for name in (
        "Nordkorea",
        "North Korea",
        "DPRK",
        "pjongjang",
        "PJÖNGJANG",
        "north-korea",
        "casebook-actors/north-korea",
    ):
        assert keys(found(casebook, name)) == {"north-korea"}, name


def test_a_graph_on_disk_is_searched_the_same_way(disk_graph: Graph, small_case: Path) -> None:
    disk_graph.load(small_case)
    assert found(disk_graph, "das schone land") == {"harbour-2031/actor/belmont"}


# ------------------------------------------------------------------------------------------------- parts of names

PARTS = {
    "river": {"name": {"en": "Ministry of the Interior of Eastmere"}, "kind": "agency"},
    "vale": {"name": {"en": "Jonas Vale"}, "kind": "person"},
    "fans": {"name": {"en": "Admirers of Jonas Vale"}, "kind": "group"},
    "north": {"name": {"en": "People's Republic of Karst"}, "kind": "state"},
    "south": {"name": {"en": "Southern Karst"}, "kind": "state"},
    "lab": {"name": {"en": "Tidewatch"}, "kind": "company", "aliases": ["Watch"]},
    "paper": {"name": {"en": "The Watchman"}, "kind": "outlet"},
    "computing": {"name": {"en": "Computing"}, "kind": "outlet"},
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    outage = {"name": {"en": "Explosions at the Long Reach 1 and 2 pipelines"}, "kind": "sabotage"}
    said = blame(by="river", accused="lab", incident="blast")
    graph = whoblamed.open(":memory:")
    folder = tmp_path_factory.mktemp("parts")
    graph.load(written(folder, case(said, actors=PARTS, incidents={"blast": outage}, name="karst")))
    return graph


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("Long Reach", "incident", "blast"),
        ("long reach explosion", "incident", "blast"),
        ("Interior Ministry", "actor", "river"),
        ("Vale", "actor", "vale"),
        ("the Watch", "actor", "lab"),
        ("watchm", "actor", "paper"),
    ],
)
def test_words_of_a_name_find_what_they_can_only_mean(parts: Graph, name: str, kind: str, found: str) -> None:
    """A person by the family name, although others mention it; a whole name before longer ones; no articles."""
    assert keys(thing.iri for thing in find_one(parts.store.current, name, [kind])) == {found}


def test_words_of_several_names_are_ambiguous(parts: Graph) -> None:
    with pytest.raises(AmbiguousName) as raised:
        find_one(parts.store.current, "Jonas")
    assert keys(iri for _, iri in raised.value.candidates) == {"vale", "fans"}


@pytest.mark.parametrize("name", ["Karst", "Republic of Karst", "Southern"])
def test_a_state_is_never_guessed_from_a_part_of_its_name(parts: Graph, name: str) -> None:
    with pytest.raises(UnknownName) as raised:
        find_one(parts.store.current, name)
    assert set(raised.value.nearest) & {"People's Republic of Karst", "Southern Karst"}


@pytest.mark.parametrize("name", ["mputi", "ale", "", "the"])
def test_neither_middles_of_words_nor_articles_find_anything(parts: Graph, name: str) -> None:
    with pytest.raises(UnknownName):
        find_one(parts.store.current, name)


def test_a_name_of_another_kind_is_told(parts: Graph) -> None:
    with pytest.raises(UnknownName) as raised:
        find_one(parts.store.current, "Explosions at the Long Reach 1 and 2 pipelines", ["actor"])
    assert raised.value.is_a == "incident"


def test_a_part_of_a_name_of_another_kind_is_told(parts: Graph) -> None:
    with pytest.raises(UnknownName, match="'Long Reach' in the graph: that is an incident; ask whoblamed status"):
        find_one(parts.store.current, "Long Reach", ["actor"])


def test_one_key_in_two_data_sets_is_one_thing_only_where_they_also_call_it_the_same(tmp_path: Path) -> None:
    """Who writes a file chooses its keys; claims have no names, and are each their own."""
    graph = whoblamed.open(":memory:")
    for dataset, address in (("harbour", "https://gazette.example/6"), ("quay", "https://gazette.example/7")):
        sources = {
            "story": {"title": {"en": "Port blames Tide"}, "url": address},
            "post": {"title": {"en": f"Post on the {dataset}"}},
        }
        graph.load(written(tmp_path, case(blame(), name=dataset, sources=sources)))
    claim = key_of(graph.claims()[0].iri).partition("/")[2]
    for key, kind in ((claim, "claim"), ("post", "source")):
        with pytest.raises(AmbiguousName, match=rf"harbour/{key}\), .*quay/{key}\); name one by its key"):
            find_one(graph.store.current, key, [kind])
        assert len(find_one(graph.store.current, f"quay/{key}", [kind])) == 1
    assert len(find_one(graph.store.current, "story", ["source"])) == 2


def test_a_source_is_found_by_its_address(tmp_path: Path) -> None:
    sources = {"story": {"title": {"en": "Port blames Tide"}, "url": "https://gazette.example/6?a=1#top"}}
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(blame(), sources=sources)))
    assert found(graph, "https://gazette.example/6?a=1#top", "source") == {"harbour/source/story"}
    with pytest.raises(UnknownName):
        find(graph.store.current, "https://gazette.example/7", ["source"])


def test_many_candidates_are_told_in_part(tmp_path: Path) -> None:
    crews = {f"crew-{number}": {"name": {"en": f"Crew {number}"}, "kind": "group"} for number in range(40)}
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(blame(by="crew-1", accused="crew-2"), actors=crews)))
    with pytest.raises(AmbiguousName, match=r", and 34 more; name one by its key, or say more of its name$") as raised:
        find_one(graph.store.current, "crew")
    assert len(raised.value.candidates) == 40
