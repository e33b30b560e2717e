"""Loading: all of it or nothing, the same however often, and with what was recorded before kept on the second clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import whoblamed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoblamed.errors import InvalidData, QueryError, StoreError, UnknownName
from whoblamed.graph import Graph
from whoblamed.graph.loading.load import load as load_batches
from whoblamed.graph.loading.report import Report, Skips
from whoblamed.graph.store import disk
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.records import Actor, Batch, Claim, DataSet, Record, Skipped, Stream, dataset_iri, mint

from ..support.cases import ACTORS, INCIDENTS, SOURCES, blame, case, dump, keys, summaries, written

MONDAY = datetime(2031, 5, 5, 12, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 3, 4))
NOON = timedelta(hours=1)


@pytest.fixture
def graph() -> Graph:
    return whoblamed.open(":memory:")


@pytest.fixture
def load(graph: Graph, tmp_path: Path) -> Any:
    """Loads a version of the harbour case into the graph."""

    def call(*claims: dict[str, Any], now: datetime = MONDAY, **sections: Any) -> Any:
        return graph.load(written(tmp_path, case(*claims, **sections)), now=now)

    return call


# --------------------------------------------------------------------------------------------------- all or nothing


def test_several_files_are_loaded_together_or_not_at_all(disk_graph: Graph, tmp_path: Path) -> None:
    good = written(tmp_path, case(blame()))
    bad = written(tmp_path, case(blame(by="nobody"), name="quay"))
    with pytest.raises(InvalidData, match=r"quay\.yaml:\d+:\d+: .*nobody"):
        disk_graph.load(good, bad)
    assert not disk_graph.exists
    disk_graph.load(good)
    before = dump(disk_graph.store)
    written(tmp_path, case(blame(), blame("second")))
    with pytest.raises(InvalidData):
        disk_graph.load(good, bad)
    assert dump(disk_graph.store) == before


def test_all_problems_of_all_files_are_told(graph: Graph, tmp_path: Path) -> None:
    files = [written(tmp_path, case(blame(by="nobody"), name=name)) for name in ("harbour", "quay")]
    with pytest.raises(InvalidData) as raised:
        graph.load(*files)
    assert {Path(problem.file).name for problem in raised.value.problems} == {"harbour.yaml", "quay.yaml"}


def test_a_second_load_of_the_same_changes_nothing(disk_graph: Graph, small_case: Path) -> None:
    disk_graph.load(small_case, now=MONDAY)
    before, state = dump(disk_graph.store), disk_graph.store.state
    (loaded,) = disk_graph.load(small_case, now=TUESDAY).loaded
    assert (loaded.state, loaded.closed_claims) == ("unchanged", 0)
    assert dump(disk_graph.store) == before
    assert disk_graph.store.state == state


def test_numbers_and_times_that_the_store_writes_in_another_way_are_no_change(load: Any, graph: Graph) -> None:
    report = {"id": "loss", "act": "report", "by": "port", "incident": "outage", "source": "story"}
    claims = (blame(), {**report, "quantity": "1.50", "unit": "crowns"}, {**report, "id": "more", "quantity": "0.0"})
    load(*claims, now=MONDAY.replace(microsecond=123450))
    (loaded,) = load(*claims, now=TUESDAY).loaded
    assert (loaded.state, loaded.closed_claims) == ("unchanged", 0)
    assert {claim.recorded_on for claim in graph.claims()} == {MONDAY.replace(microsecond=123450)}


def test_the_casebook_can_be_loaded_again(casebook: Graph) -> None:
    before, state = len(list(casebook.store.current)), casebook.store.state
    report = casebook.load()
    assert {loaded.state for loaded in report.loaded} == {"unchanged"}
    assert (len(list(casebook.store.current)), casebook.store.state) == (before, state)


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = [written(tmp_path, case(blame(), name=name)) for name in ("harbour", "quay", "pier")]
    dumps = []
    for order in (files, files[::-1]):
        graph = whoblamed.open(":memory:")
        graph.load(*order, now=MONDAY)
        dumps.append(dump(graph.store))
    assert dumps[0] == dumps[1]


def test_files_may_be_loaded_one_by_one_or_as_a_folder(tmp_path: Path) -> None:
    files = [written(tmp_path, case(blame(), name=name)) for name in ("harbour", "quay")]
    one_by_one, folder = whoblamed.open(":memory:"), whoblamed.open(":memory:")
    for file in files:
        one_by_one.load(file, now=MONDAY)
    folder.load(tmp_path, now=MONDAY)
    assert dump(one_by_one.store) == dump(folder.store)


def test_the_report_says_what_is_new_changed_and_unchanged(graph: Graph, tmp_path: Path) -> None:
    harbour, quay = (written(tmp_path, case(blame(), name=name)) for name in ("harbour", "quay"))
    assert [loaded.state for loaded in graph.load(harbour).loaded] == ["new"]
    written(tmp_path, case(blame(summary={"en": "no doubt"}), blame("second"), name="harbour"))
    pier = written(tmp_path, case(name="pier"))
    report = graph.load(harbour, quay, pier)
    assert [(loaded.name, loaded.state, loaded.closed_claims) for loaded in report.loaded] == [
        ("harbour", "changed", 1),
        ("quay", "new", 0),
        ("pier", "new", 0),
    ]
    assert report.claims == 3
    assert report.loaded[0].counts == {"actors": 3, "allegations": 1, "claims": 2, "incidents": 1, "sources": 1}


def test_a_data_set_that_was_empty_is_not_new_again(graph: Graph, tmp_path: Path) -> None:
    empty: dict[str, Any] = {"actors": {}, "incidents": {}, "sources": {}}
    graph.load(written(tmp_path, case(**empty, title={"en": "To be written"})))
    (loaded,) = graph.load(written(tmp_path, case(**empty, title={"en": "Still to be written"}))).loaded
    assert loaded.state == "changed"


def test_a_change_that_is_no_change_of_a_claim_closes_none(load: Any, graph: Graph) -> None:
    load(blame())
    renamed = {**ACTORS, "tide": {"name": {"en": "Blue Tide"}, "kind": "group"}}
    (loaded,) = load(blame(), actors=renamed, now=TUESDAY).loaded
    assert loaded.state == "changed"
    assert {actor.label for actor in graph.facts().actors.values()} == {"Port of Arden", "Blue Tide", "Quay Lab"}


def test_a_dry_run_reports_the_same_and_changes_nothing(disk_graph: Graph, tmp_path: Path) -> None:
    file = written(tmp_path, case(blame()))
    dry = disk_graph.load(file, dry_run=True)
    assert not disk_graph.exists
    assert dry.dry_run
    assert dry.loaded == disk_graph.load(file).loaded
    written(tmp_path, case())
    before = dump(disk_graph.store)
    assert [(loaded.state, loaded.closed_claims) for loaded in disk_graph.load(file, dry_run=True).loaded] == [
        ("changed", 1)
    ]
    assert dump(disk_graph.store) == before


def test_a_data_set_can_be_loaded_under_another_name(graph: Graph, tmp_path: Path) -> None:
    file = written(tmp_path, case(blame()))
    graph.load(file)
    graph.load(file, dataset="harbour-again")
    assert [dataset.name for dataset in graph.datasets()] == ["harbour", "harbour-again"]
    assert len(graph.claims()) == 2


def test_the_vocabulary_comes_with_a_load_and_is_brought_up_to_date(disk_graph: Graph, small_case: Path) -> None:
    old = "GRAPH <https://w3id.org/whoblamed/ns> { <urn:old> a <urn:term> }"
    disk_graph.load(small_case)
    assert disk_graph.query("ASK { wb:Denial rdfs:subClassOf wb:Claim }")
    with disk_graph.store.changing() as change:
        change.replace("https://w3id.org/whoblamed/ns", ox.parse(old, format=ox.RdfFormat.TRIG))
    assert not disk_graph.query("ASK { wb:Denial rdfs:subClassOf wb:Claim }")
    disk_graph.load(small_case)
    assert disk_graph.query("ASK { wb:Denial rdfs:subClassOf wb:Claim }")
    assert not disk_graph.query("ASK { <urn:old> a <urn:term> }")


# ---------------------------------------------------------------------------------------------------------- unload


def test_unloading_removes_a_data_set_with_its_history_and_nothing_else(graph: Graph, tmp_path: Path) -> None:
    graph.load(written(tmp_path, case(blame(), name="quay")), now=MONDAY)
    before = dump(graph.store)
    graph.load(written(tmp_path, case(blame(), blame("second"))), now=MONDAY)
    graph.load(written(tmp_path, case(blame())), now=TUESDAY)
    assert dump(graph.store)[1]
    assert graph.unload("harbour") == 1
    assert dump(graph.store) == before


def test_what_is_not_loaded_cannot_be_unloaded(disk_graph: Graph, small_case: Path) -> None:
    with pytest.raises(UnknownName, match="no data set 'harbour'"):
        disk_graph.unload("harbour")
    assert not Path(disk_graph.store.place).exists()
    disk_graph.load(small_case)
    with pytest.raises(UnknownName, match=r"no data set 'harbour' in the graph; did you mean 'harbour-2031'\?"):
        disk_graph.unload("harbour")


def test_actors_that_other_data_sets_use_are_not_unloaded(graph: Graph, small_case: Path) -> None:
    graph.load(small_case.parent / "shared")
    with pytest.raises(StoreError, match=r"shared-actors defines actors that are used in first, second; unload them"):
        graph.unload("shared-actors")
    graph.unload("first")
    with pytest.raises(StoreError, match=r"used in second; unload it first, or with it"):
        graph.unload("shared-actors")
    graph.unload("second")
    assert graph.unload("shared-actors") == 0
    assert graph.datasets() == []


def test_data_sets_that_use_each_other_s_actors_are_unloaded_together(graph: Graph, small_case: Path) -> None:
    graph.load(small_case.parent / "shared")
    assert graph.unload("shared-actors", "first", "second") > 0
    assert graph.datasets() == []


# -------------------------------------------------------------------------------------------------- the second clock


def recorded(graph: Graph, moment: datetime) -> dict[str, str]:
    return summaries(graph.at(recorded_as_of=moment))


def test_a_claim_is_recorded_when_it_was_first_loaded_as_it_is(load: Any, graph: Graph) -> None:
    load(blame())
    load(blame(), blame("second"), now=TUESDAY)
    assert {keys([claim.iri]).pop(): claim.recorded_on for claim in graph.claims()} == {
        "blame": MONDAY,
        "second": TUESDAY,
    }


def test_a_claim_that_changed_is_kept_as_it_was(load: Any, graph: Graph) -> None:
    load(blame(summary={"en": "perhaps"}))
    load(blame(summary={"en": "certainly"}), now=WEDNESDAY)
    assert summaries(graph) == {"blame": "certainly"}
    assert recorded(graph, MONDAY - NOON) == {}
    assert recorded(graph, MONDAY) == {"blame": "perhaps"}
    assert recorded(graph, TUESDAY) == {"blame": "perhaps"}
    assert recorded(graph, WEDNESDAY) == {"blame": "certainly"}


def test_a_claim_that_was_removed_and_came_back(load: Any, graph: Graph) -> None:
    load(blame(summary={"en": "one"}), blame("other"))
    load(blame("other"), now=TUESDAY)
    load(blame(summary={"en": "two"}), blame("other"), now=THURSDAY)
    assert recorded(graph, MONDAY) == {"blame": "one", "other": ""}
    assert recorded(graph, WEDNESDAY) == {"other": ""}
    assert recorded(graph, FRIDAY) == {"blame": "two", "other": ""}


def test_a_claim_that_came_back_as_it_was_was_gone_in_between(load: Any, graph: Graph) -> None:
    load(blame())
    load(now=TUESDAY)
    load(blame(), now=THURSDAY)
    assert [keys(recorded(graph, day)) for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)] == [
        {"blame"},
        set(),
        set(),
        {"blame"},
    ]


def test_earlier_versions_are_no_claims_of_the_graph(load: Any, graph: Graph) -> None:
    load(blame(summary={"en": "perhaps"}))
    load(blame(summary={"en": "certainly"}), now=TUESDAY)
    assert len(graph.claims()) == 1
    assert graph.blame_network().number_of_edges() == 1
    assert graph.query("SELECT (COUNT(*) AS ?n) { ?c a wb:Attribution }") == [(1,)]


def test_an_earlier_version_stands_under_the_claims_own_name(load: Any, graph: Graph) -> None:
    load(blame(summary={"en": "perhaps"}))
    load(now=TUESDAY)
    (claim,) = graph.at(recorded_as_of=MONDAY).claims()
    assert claim.iri == "https://w3id.org/whoblamed/id/harbour/claim/blame"
    assert (claim.version_of, claim.recorded_on, claim.closed_on) == (None, MONDAY, None)


def test_several_changes_at_one_moment_are_still_one_after_the_other(load: Any, graph: Graph) -> None:
    """The clock of a computer may stand still, or be set back."""
    for number, now in enumerate((TUESDAY, TUESDAY, MONDAY, TUESDAY, MONDAY)):
        load(blame(summary={"en": str(number)}), now=now)
    assert recorded(graph, MONDAY) == {}
    assert recorded(graph, TUESDAY) == {"blame": "0"}
    microsecond = timedelta(microseconds=1)
    assert [recorded(graph, TUESDAY + number * microsecond)["blame"] for number in range(5)] == list("01234")
    assert summaries(graph) == {"blame": "4"}


@pytest.mark.parametrize("zone", [UTC, None])
def test_moments_without_a_zone_are_utc(load: Any, graph: Graph, zone: Any) -> None:
    load(blame(), now=datetime(2031, 5, 5, 12, tzinfo=zone))
    assert graph.claims()[0].recorded_on == datetime(2031, 5, 5, 12, tzinfo=UTC)
    assert recorded(graph, datetime(2031, 5, 5, 12, tzinfo=zone)) != {}


def test_a_claim_may_state_since_when_it_is_on_record(load: Any, graph: Graph) -> None:
    load(blame(recorded="2031-04-10"))
    assert recorded(graph, datetime(2031, 4, 9, tzinfo=UTC)) == {}
    assert recorded(graph, datetime(2031, 4, 10, tzinfo=UTC)) == {"blame": ""}


def test_what_was_held_is_not_rewritten_by_a_correction_that_states_an_old_date(load: Any, graph: Graph) -> None:
    """All three state the same day, so that their intervals overlap; what was held is what was there."""
    for text, now in (("one", MONDAY), ("two", TUESDAY), ("three", WEDNESDAY)):
        load(blame(summary={"en": text}, recorded="2031-04-10"), now=now)
    held = [recorded(graph, day - NOON)["blame"] for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY)]
    assert held == ["one", "one", "two", "three"]


def test_a_load_builds_on_what_another_process_loaded_a_moment_before(
    disk_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks at the graph only when nobody else can change it any more."""
    texts = ("one", "two", "three")
    one, two, three = (written(tmp_path, case(blame(summary={"en": text})), f"{text}.yaml") for text in texts)
    locked = disk._locked

    def late(folder: Path) -> Any:
        monkeypatch.setattr(disk, "_locked", locked)
        whoblamed.open(folder).load(two, now=TUESDAY, replace=True)
        return locked(folder)

    disk_graph.load(one, now=MONDAY)
    monkeypatch.setattr(disk, "_locked", late)
    disk_graph.load(three, now=WEDNESDAY, replace=True)
    held = [recorded(disk_graph, day)["blame"] for day in (MONDAY, TUESDAY, WEDNESDAY)]
    assert held == list(texts)


def test_stating_since_when_later_on_makes_the_record_reach_back(load: Any, graph: Graph) -> None:
    load(blame())
    load(blame(recorded="2031-04-10"), now=TUESDAY)
    assert recorded(graph, datetime(2031, 4, 11, tzinfo=UTC)) == {"blame": ""}


# ------------------------------------------------------------------------------------- what earlier claims refer to


def test_what_a_closed_claim_refers_to_is_kept(load: Any, graph: Graph) -> None:
    crew = {"name": {"en": "Night Crew"}, "kind": "group", "part_of": "tide"}
    letter = {"title": {"en": "A letter"}, "relies_on": [{"on": "story", "mode": "cites"}]}
    load(
        blame(),
        blame("gone", accused="crew", source="letter", evidence=["logs"]),
        actors={**ACTORS, "crew": crew},
        sources={**SOURCES, "letter": letter},
        evidence={"logs": {"summary": {"en": "Entries in a log"}}},
    )
    load(blame(), now=TUESDAY)
    assert keys(graph.facts().actors) == {"port", "tide", "lab"}
    then = graph.at(recorded_as_of=MONDAY).facts()
    assert keys(then.actors) == {"port", "tide", "lab", "crew"}
    assert keys(then.sources) == {"story", "letter"}
    assert keys(then.evidence) == {"logs"}
    assert keys(then.allegations) == {"outage--tide--carried-out", "outage--crew--carried-out"}
    assert {(keys([r.relying]).pop(), keys([r.on or ""]).pop()) for r in then.reliances.values()} == {
        ("letter", "story")
    }
    assert {claim.iri: claim for claim in graph.at(recorded_as_of=MONDAY).claims()}.keys() == then.claims.keys()


def test_what_nobody_refers_to_is_not_brought_back(load: Any, graph: Graph) -> None:
    load(blame(), actors={**ACTORS, "crew": {"name": {"en": "Night Crew"}, "kind": "group"}})
    load(blame(), now=TUESDAY)
    for moment in (MONDAY, WEDNESDAY):
        assert keys(graph.at(recorded_as_of=moment).facts().actors) == {"port", "tide", "lab"}


def test_what_is_needed_is_kept_also_when_it_disappears_later_than_the_claim(load: Any, graph: Graph) -> None:
    both = {**SOURCES, "letter": {"title": {"en": "A letter"}}}
    load(blame(source="letter"), sources=both)
    load(blame(source="story"), sources=both, now=TUESDAY)
    load(blame(source="story"), now=WEDNESDAY)
    (claim,) = graph.at(recorded_as_of=MONDAY).claims()
    assert keys(claim.made_in) == {"letter"}
    assert keys(graph.at(recorded_as_of=MONDAY).facts().sources) == {"story", "letter"}
    assert keys(graph.at(recorded_as_of=TUESDAY).facts().sources) == {"story"}


def test_what_disappeared_twice_is_kept_as_it_was_last(load: Any, graph: Graph) -> None:
    for title, now in (("A letter", MONDAY), ("The letter", WEDNESDAY)):
        load(blame(source="letter"), sources={"letter": {"title": {"en": title}}}, now=now)
        load(blame(source="story"), now=now + NOON)
    sources = graph.at(recorded_as_of=MONDAY).facts().sources.values()
    assert {source.label for source in sources} == {"Port blames Tide", "The letter"}


def test_actors_that_cases_share_are_kept_too(graph: Graph, tmp_path: Path) -> None:
    shared = {"case": "shared", "actors": {**ACTORS, "crew": {"name": {"en": "Night Crew"}, "kind": "group"}}}
    written(tmp_path, shared, "actors.yaml")
    written(tmp_path, case(blame(accused="crew"), actors={}))
    graph.load(tmp_path, now=MONDAY)
    written(tmp_path, {**shared, "actors": ACTORS}, "actors.yaml")
    written(tmp_path, case(blame(), actors={}))
    graph.load(tmp_path, now=TUESDAY)
    assert "crew" not in keys(graph.facts().actors)
    then = graph.at(recorded_as_of=MONDAY).facts()
    (claim,) = then.claims.values()
    assert then.actors[claim.accused[0]].label == "Night Crew"


def test_things_that_are_no_claims_are_shown_as_they_are_now(load: Any, graph: Graph) -> None:
    load(blame())
    load(blame(), incidents={"outage": {**INCIDENTS["outage"], "name": {"en": "The great outage"}}}, now=TUESDAY)
    assert {i.label for i in graph.at(recorded_as_of=MONDAY).facts().incidents.values()} == {"The great outage"}


def test_what_a_claim_that_is_still_there_relied_on_is_shown_as_it_is_now(load: Any, graph: Graph) -> None:
    load(blame(relies_on=[{"on": "story", "mode": "cites"}]))
    load(blame(), now=TUESDAY)
    assert graph.at(recorded_as_of=MONDAY).facts().reliances == {}
    load(now=WEDNESDAY)
    assert graph.at(recorded_as_of=MONDAY).facts().reliances != {}


# ------------------------------------------------------------------------------------------------- the world's clock


def said(graph: Graph, day: str | date) -> set[str]:
    return keys(claim.iri for claim in graph.at(as_of=day).claims())


def test_only_what_was_certainly_public_is_shown(load: Any, graph: Graph) -> None:
    undated = {"memo": {"title": {"en": "A memo"}}}
    load(
        blame("day", on="2031-04-03"),
        blame("month", on="2031-04", source="memo"),
        blame("year", on="2031", source="memo"),
        blame("printed", on="2031"),
        {**blame("by-its-source"), "on": "unknown"},
        {**blame("never"), "on": "unknown", "source": "memo"},
        sources={**SOURCES, **undated},
    )
    assert said(graph, "2031-04-02") == set()
    assert said(graph, "2031-04-03") == {"day"}
    assert said(graph, "2031-04-04") == {"day", "by-its-source", "printed"}
    assert said(graph, "2031-04-29") == {"day", "by-its-source", "printed"}
    assert said(graph, "2031-04") == {"day", "by-its-source", "printed", "month"}
    assert said(graph, "2031") == said(graph, "9999") == {"day", "by-its-source", "printed", "month", "year"}


def test_dates_may_be_given_as_dates(load: Any, graph: Graph) -> None:
    load(blame())
    assert said(graph, date(2031, 4, 3)) == {"blame"}
    assert said(graph, datetime(2031, 4, 3, 10)) == {"blame"}
    assert said(graph, date(2031, 4, 2)) == set()
    assert keys(recorded(graph, MONDAY)) == keys(summaries(graph.at(recorded_as_of=MONDAY.date()))) == {"blame"}
    assert keys(summaries(graph.at(recorded_as_of="2031-05-05T12:00:00Z"))) == {"blame"}
    assert keys(summaries(graph.at(recorded_as_of="2031-05-05T13:59:00+02:00"))) == set()
    assert keys(summaries(graph.at(recorded_as_of="2031-04"))) == set()


@pytest.mark.parametrize("text", ["yesterday", "2031-02-30", "", "2031-5-5"])
def test_what_is_no_date_is_told(graph: Graph, text: str) -> None:
    with pytest.raises(QueryError, match="date"):
        graph.at(as_of=text)
    with pytest.raises(QueryError, match="is not a time; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ"):
        graph.at(recorded_as_of=text)


def test_both_clocks_together(load: Any, graph: Graph) -> None:
    for text, now in (("one", MONDAY), ("two", TUESDAY)):
        load(blame(summary={"en": text}), blame("later", on="2031-04-04", summary={"en": text}), now=now)
    assert summaries(graph.at(as_of="2031-04-03", recorded_as_of=MONDAY)) == {"blame": "one"}


def test_the_graph_itself_is_given_when_no_date_is(graph: Graph) -> None:
    assert graph.at() is graph


# ---------------------------------------------------------------------------------------------------- any history


def versions() -> st.SearchStrategy[list[dict[str, tuple[str, str]]]]:
    """Versions of a case: which of three claims it has, who is accused in each, and what its summary says."""
    claim = st.tuples(st.sampled_from(["tide", "lab"]), st.sampled_from(["", "perhaps", "certainly"]))
    return st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), claim), min_size=1, max_size=4)


def comparable(graph: Graph) -> list[tuple[str, str, set[str], str]]:
    """The claims without the second clock, and without IRIs where a name tells more."""
    facts = graph.facts()

    def row(claim: Claim) -> tuple[str, str, set[str], str]:
        accused = {facts.actors[facts.allegations[iri].accused].label for iri in claim.about}
        return claim.iri, facts.sources[claim.made_in[0]].label, accused, claim.summary.get("en", "")

    return sorted(map(row, facts.claims.values()), key=lambda row: row[0])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("versions")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(history=versions())
def test_what_was_held_at_any_time_is_the_version_that_was_loaded_then(
    folder: Path, history: list[dict[str, tuple[str, str]]]
) -> None:
    """Actors and sources come and go with the claims that need them."""
    graph = whoblamed.open(":memory:")
    wanted = []
    for number, version in enumerate(history):
        claims = [
            blame(key, accused=accused, source=key, **({"summary": {"en": text}} if text else {}))
            for key, (accused, text) in version.items()
        ]
        used = {"port", *(accused for accused, _ in version.values())}
        file = written(
            folder,
            case(
                *claims,
                actors={key: actor for key, actor in ACTORS.items() if key in used},
                sources={key: {"title": {"en": f"Source {key}"}} for key in version},
            ),
        )
        now = MONDAY + timedelta(days=number)
        graph.load(file, now=now)
        alone = whoblamed.open(":memory:")
        alone.load(file, now=now)
        wanted.append(comparable(alone))
    for number, claims_then in enumerate(wanted):
        then = graph.at(recorded_as_of=MONDAY + timedelta(days=number))
        assert comparable(then) == claims_then
        assert comparable(graph.at(recorded_as_of=MONDAY + timedelta(days=number + 1) - NOON)) == claims_then
    assert graph.at(recorded_as_of=MONDAY - NOON).claims() == []
    assert comparable(graph) == wanted[-1]


# ------------------------------------------------------------------------------------- what is read, and what is not


def a_batch(*records: Record | Skipped, reads: list[int] | None = None, **about: Any) -> Batch:
    """What a loader of some format found: one data set."""

    def read() -> Iterator[Record | Skipped]:
        if reads is not None:
            reads.append(len(records))
        yield from records

    described = {"iri": dataset_iri("tides"), "name": "tides", "origin": "tides.csv", "sha256": "0" * 64, **about}
    return Batch(DataSet(**described), Stream(read))


def take(graph: Graph, found: Batch, *, strict: bool = False, dry_run: bool = False, now: datetime = MONDAY) -> Report:
    return load_batches(graph.store, [found], dry_run=dry_run, strict=strict, now=now)


TIDE = Actor(iri=mint("tides", "actor", "tide"), label="Red Tide", kind="group")


def spoken(key: str, **more: Any) -> Claim:
    return Claim(iri=mint("tides", "claim", key), label=key, act="report", speakers=(TIDE.iri,), **more)


def test_what_is_skipped_is_counted_by_reason_and_told_by_line(graph: Graph) -> None:
    skipped = [Skipped("nobody is named", "tides.csv", line) for line in (3, 7)] + [Skipped("no date", "tides.csv", 9)]
    (loaded,) = take(graph, a_batch(TIDE, *skipped, spoken("one"))).loaded
    assert loaded.counts == {"actors": 1, "claims": 1}
    assert loaded.skips.total == 3
    assert loaded.skips.reasons == {"nobody is named": 2, "no date": 1}
    assert [place.line for place in loaded.skips.places] == [3, 7, 9]


def test_only_so_many_places_are_remembered_but_all_are_counted() -> None:
    skips = Skips(most=2)
    for line in range(5):
        skips.add(Skipped("no date", "tides.csv", line))
    assert (skips.total, len(skips.places)) == (5, 2)


def test_strictly_nothing_is_loaded_when_anything_is_skipped(disk_graph: Graph) -> None:
    with pytest.raises(InvalidData, match=r"tides\.csv:3:1: not loaded: nobody is named"):
        take(disk_graph, a_batch(TIDE, spoken("one"), Skipped("nobody is named", "tides.csv", 3)), strict=True)
    assert not disk_graph.exists


def test_strictly_a_data_set_that_is_loaded_is_looked_at_again(graph: Graph) -> None:
    found = a_batch(TIDE, spoken("one"), Skipped("nobody is named", "tides.csv", 3))
    take(graph, found)
    with pytest.raises(InvalidData, match="nobody is named"):
        take(graph, found, strict=True)


def test_the_same_source_is_not_read_again(graph: Graph) -> None:
    reads: list[int] = []
    take(graph, a_batch(TIDE, spoken("one"), reads=reads))
    (loaded,) = take(graph, a_batch(TIDE, spoken("one"), reads=reads), now=TUESDAY).loaded
    assert (loaded.state, loaded.counts, reads) == ("unchanged", {"actors": 1, "claims": 1}, [2])


def exported(tmp_path: Path, *names: str) -> Path:
    """A file of RDF with the harbour case under each of these names."""
    source = whoblamed.open(":memory:")
    source.load(*(written(tmp_path, case(blame(), name=name)) for name in names), now=MONDAY)
    path = tmp_path / "exported.nq"
    source.export(path, "nquads")
    return path


def test_an_unchanged_document_of_rdf_is_known_by_its_hash_and_not_parsed(
    disk_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exported(tmp_path, "harbour", "quay")
    disk_graph.load(path, now=TUESDAY)
    with monkeypatch.context() as patched:
        patched.setattr("pyoxigraph.parse", lambda *_, **__: pytest.fail("it was parsed"))
        report = disk_graph.load(path, now=WEDNESDAY)
    assert [(loaded.name, loaded.state) for loaded in report.loaded] == [
        ("harbour", "unchanged"),
        ("quay", "unchanged"),
    ]
    assert disk_graph.load(path, now=WEDNESDAY, strict=True).loaded == report.loaded


def test_a_document_of_rdf_of_which_a_part_was_unloaded_is_read_again(disk_graph: Graph, tmp_path: Path) -> None:
    path = exported(tmp_path, "harbour", "quay")
    disk_graph.load(path, now=TUESDAY)
    disk_graph.unload("quay")
    report = disk_graph.load(path, now=WEDNESDAY)
    assert [(loaded.name, loaded.state) for loaded in report.loaded] == [("harbour", "unchanged"), ("quay", "new")]


def test_a_document_of_rdf_that_was_given_a_name_is_not_held_under_its_own(disk_graph: Graph, tmp_path: Path) -> None:
    path = exported(tmp_path, "harbour")
    for dataset, state in (("quay", "new"), (None, "new"), ("quay", "unchanged"), ("pier", "new"), (None, "unchanged")):
        (loaded,) = disk_graph.load(path, dataset=dataset, now=TUESDAY).loaded
        assert (loaded.name, loaded.state) == (dataset or "harbour", state)


def test_what_a_newer_version_closes_is_told_block_by_block(
    disk_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns beside the store are in blocks, and what closes may stand in any."""
    monkeypatch.setattr("whoblamed.graph.store.columns.writing._BLOCK", 2)
    claims = [blame(f"claim-{number}") for number in range(9)]
    path = written(tmp_path, case(*claims))
    disk_graph.load(path, now=MONDAY)
    claims[4] = blame("claim-4", summary={"en": "no doubt"})
    written(tmp_path, case(*claims[:8]))
    (loaded,) = disk_graph.load(path, now=TUESDAY).loaded
    assert (loaded.state, loaded.closed_claims) == ("changed", 2)
    recorded = {claim.iri.rpartition("/")[2]: claim.recorded_on for claim in disk_graph.claims()}
    assert recorded == {f"claim-{number}": TUESDAY if number == 4 else MONDAY for number in range(8)}
    assert len(disk_graph.claims(recorded_as_of=MONDAY + NOON)) == 9


@pytest.mark.parametrize("change", [{"sha256": "1" * 64}, {"reader": "tables-2"}, {"title": {"en": "Tides"}}])
def test_another_source_reader_or_title_is_a_change(graph: Graph, change: dict[str, Any]) -> None:
    take(graph, a_batch(TIDE, spoken("one")))
    (loaded,) = take(graph, a_batch(TIDE, spoken("one"), **change), now=TUESDAY).loaded
    assert (loaded.state, loaded.closed_claims) == ("changed", 0)
    assert {claim.recorded_on for claim in graph.claims()} == {MONDAY}


def test_what_has_no_hash_is_read_each_time(graph: Graph) -> None:
    take(graph, a_batch(TIDE, spoken("one"), sha256=None))
    assert take(graph, a_batch(TIDE, spoken("one"), sha256=None), now=TUESDAY).loaded[0].state == "changed"


def test_claims_of_one_id_are_told_and_nothing_is_loaded(disk_graph: Graph) -> None:
    with pytest.raises(InvalidData, match=r"tides\.csv: several claims have the id .*/claim/one; give each"):
        take(disk_graph, a_batch(TIDE, spoken("one"), spoken("one", unit="m"), spoken("two")))
    assert not disk_graph.exists


def test_other_things_may_be_described_more_than_once(graph: Graph) -> None:
    assert take(graph, a_batch(TIDE, spoken("one"), TIDE, spoken("two"))).loaded[0].counts == {"actors": 1, "claims": 2}


def test_a_part_does_not_take_the_place_of_the_whole(graph: Graph) -> None:
    take(graph, a_batch(TIDE, spoken("one"), tables=("claims", "incidents")))
    part = a_batch(TIDE, spoken("one"), tables=("claims",), sha256="1" * 64)
    with pytest.raises(StoreError, match="tides was read together with incidents; load them together again, or"):
        take(graph, part)
    graph.unload("tides")
    assert take(graph, part).loaded[0].state == "new"


def test_no_data_set_takes_the_name_under_which_decisions_are_kept(graph: Graph) -> None:
    with pytest.raises(StoreError, match="the name identities is taken"):
        take(graph, a_batch(TIDE, iri=dataset_iri("identities"), name="identities"))


def test_a_record_that_cannot_be_written_is_told_with_its_file(disk_graph: Graph) -> None:
    with pytest.raises(InvalidData, match=r"tides\.csv: <.*/claim/one>, incident: 'no iri' is not an IRI"):
        take(disk_graph, a_batch(TIDE, spoken("one", incident="no iri")))
    assert not disk_graph.exists


def test_replacing_most_of_a_graph_keeps_the_rest(
    disk_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what stays is copied, instead of removing what goes quad by quad."""
    monkeypatch.setattr(disk, "_WORTH_COPYING", 0)
    disk_graph.load(written(tmp_path, case(blame(), name="quay")), now=MONDAY)
    take(disk_graph, a_batch(TIDE, *(spoken(f"c{number}") for number in range(200))))
    take(disk_graph, a_batch(TIDE, *(spoken(f"c{number}") for number in range(100)), sha256="1" * 64), now=TUESDAY)
    assert {dataset.name for dataset in disk_graph.datasets()} == {"quay", "tides"}
    assert len(disk_graph.claims()) == 101
    assert len(disk_graph.claims(recorded_as_of="2031-05-05")) == 201
    assert disk_graph.query("ASK { wb:Denial rdfs:subClassOf wb:Claim }")


@pytest.mark.parametrize(
    ("moment", "reason"),
    [(datetime(2001, 1, 1, tzinfo=UTC), "before it was said"), (FRIDAY + timedelta(days=9), "later than now")],
)
def test_a_time_of_recording_that_cannot_be_is_left_out(graph: Graph, moment: datetime, reason: str) -> None:
    lie = spoken("one", stated_on=PartialDate.parse("2031-05-01"), recorded_on=moment)
    (loaded,) = take(graph, a_batch(TIDE, lie)).loaded
    assert (graph.claims()[0].recorded_on, graph.claims()[0].said_recorded_on) == (MONDAY, None)
    assert loaded.skips.reasons == {f"recorded elsewhere {reason}; that time is left out": 1}


def test_what_others_recorded_when_moves_no_clock_of_ours(graph: Graph) -> None:
    earlier = MONDAY - timedelta(days=90)
    take(graph, a_batch(TIDE, spoken("one", recorded_on=earlier)))
    (claim,) = graph.claims()
    assert (claim.recorded_on, claim.said_recorded_on) == (MONDAY, earlier)
    assert graph.claims(recorded_as_of=(MONDAY - timedelta(days=1)).date()) == []


def test_another_time_elsewhere_is_no_change_of_the_claim(graph: Graph) -> None:
    take(graph, a_batch(TIDE, spoken("one", recorded_on=MONDAY - timedelta(days=90))))
    again = a_batch(TIDE, spoken("one", recorded_on=MONDAY - timedelta(days=9)), sha256="1" * 64)
    (loaded,) = take(graph, again, now=TUESDAY).loaded
    assert loaded.closed_claims == 0
    assert graph.claims()[0].recorded_on == MONDAY


def test_what_another_graph_holds_no_more_is_not_held_here(graph: Graph) -> None:
    day = PartialDate.parse("2031-05-01")
    victim, forged = spoken("one", stated_on=day), spoken("two", stated_on=day, version_of=spoken("one").iri)
    closed = spoken("three", closed_on=MONDAY - timedelta(days=1))
    (loaded,) = take(graph, a_batch(TIDE, victim, forged, closed)).loaded
    assert keys([claim.iri for claim in graph.claims(as_of="2031-05-05")]) == keys([victim.iri])
    reason = "an earlier record of a claim, which another graph has closed; this one keeps its own"
    assert loaded.skips.reasons == {reason: 2}


def test_our_own_export_tells_when_it_was_recorded_there(tmp_path: Path, disk_graph: Graph) -> None:
    disk_graph.load(written(tmp_path, case(blame(), name="quay")), now=MONDAY)
    copy = tmp_path / "backup.trig"
    disk_graph.export(copy)
    other = Graph.open(":memory:")
    other.load(copy, now=WEDNESDAY)
    (claim,) = other.claims()
    assert (claim.recorded_on, claim.said_recorded_on) == (WEDNESDAY, MONDAY)
    disk_graph.load(copy, now=WEDNESDAY, replace=True)  # into the graph that it is from
    (same,) = disk_graph.claims()
    assert (same.recorded_on, same.said_recorded_on) == (MONDAY, None)
