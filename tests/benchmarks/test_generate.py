"""The generator of synthetic facts: what measurements are made on must be sound, realistic and always the same."""

from __future__ import annotations

import importlib.util
import sys
import tracemalloc
from collections import Counter
from dataclasses import fields
from types import ModuleType

import pytest
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.quads import from_quads
from whoblamed.ontology.records import Claim, Record

from ..support.places import ROOT

_PATH = ROOT / "benchmarks" / "generate.py"
_REFERENCES = {
    "Actor": ("part_of", "speaks_for"),
    "Incident": ("victims",),
    "Allegation": ("accused", "incident", "excludes"),
    "Claim": (
        "speakers", "about", "accused", "incident", "made_in", "responds_to", "challenges", "endorses", "withdraws",
        "replaced_by", "evidence",
    ),
    "Source": ("publisher",),
    "Reliance": ("relying", "on"),
    "Evidence": ("held_by",),
}  # fmt: skip


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def records(generate: ModuleType) -> list[Record]:
    return list(generate.generate(2000, seed=1))


def references(record: Record) -> list[str]:
    values = (getattr(record, name) for name in _REFERENCES[type(record).__name__])
    return [iri for value in values for iri in (value if isinstance(value, tuple) else (value,)) if iri is not None]


def test_every_reference_names_a_record_that_came_before(records: list[Record]) -> None:
    seen: set[str] = set()
    actors = {record.iri for record in records if type(record).__name__ == "Actor"}
    for record in records:
        assert record.iri not in seen
        seen.add(record.iri)
        assert set(references(record)) <= seen | actors, record


def test_names_and_passages_refer_to_what_exists(records: list[Record]) -> None:
    facts = Facts.of(records)
    for actor in facts.actors.values():
        assert {name.actor for name in actor.names} == {actor.iri}
        assert {name.by for name in actor.names if name.by} <= facts.actors.keys()
    for claim in facts.claims.values():
        assert {passage.source for passage in claim.passages} <= set(claim.made_in)


def test_claims_agree_with_what_they_are_about(records: list[Record]) -> None:
    facts = Facts.of(records)
    for claim in facts.claims.values():
        about = [facts.allegations[iri] for iri in claim.about]
        assert {allegation.incident for allegation in about} <= {claim.incident}
        assert {allegation.accused for allegation in about} == set(claim.accused)
        for withdrawn in claim.withdraws:
            assert facts.claims[withdrawn].speakers[0] == claim.speakers[0]
        if claim.act == "attribution":
            assert claim.speakers[0] not in claim.accused


@pytest.mark.parametrize("claims", [0, 1, 7, 500])
def test_the_number_of_claims_is_exact(generate: ModuleType, claims: int) -> None:
    assert sum(isinstance(record, Claim) for record in generate.generate(claims)) == claims


def test_the_same_seed_gives_the_same_records(generate: ModuleType, records: list[Record]) -> None:
    assert list(generate.generate(2000, seed=1)) == records
    assert list(generate.generate(2000, seed=2)) != records


def test_the_mix_of_acts(records: list[Record]) -> None:
    acts = Counter(record.act for record in records if isinstance(record, Claim))
    shares = {act: count / 2000 for act, count in acts.items()}
    assert shares["denial"] == pytest.approx(0.15, abs=0.03)
    assert shares["responsibility"] == pytest.approx(0.05, abs=0.02)
    assert shares["challenge"] == pytest.approx(0.06, abs=0.02)
    assert set(shares) == {
        "attribution",
        "denial",
        "responsibility",
        "challenge",
        "endorsement",
        "withdrawal",
        "report",
    }
    assert all(record.responds_to for record in records if isinstance(record, Claim) and record.act == "denial")


def test_few_actors_speak_often_and_many_rarely(records: list[Record]) -> None:
    claims = Counter(record.speakers[0] for record in records if isinstance(record, Claim))
    ranked = [count for _, count in claims.most_common()]
    assert sum(ranked[:10]) > 0.3 * sum(ranked)
    assert ranked[0] > 10 * ranked[len(ranked) // 2]


def test_every_precision_of_dates_occurs(records: list[Record]) -> None:
    dates = [record.stated_on for record in records if isinstance(record, Claim)]
    assert {date.precision if date else None for date in dates} == {"day", "month", "year", None}


def test_every_field_of_a_claim_but_those_of_history_and_coding_is_used(records: list[Record]) -> None:
    claims = [record for record in records if isinstance(record, Claim)]
    unused = {field.name for field in fields(Claim) if not any(getattr(claim, field.name) for claim in claims)}
    coded = {"attribution_type", "scores", "form", "outcome", "coding", "coded_rows"}
    history = {"closed_on", "version_of", "said_recorded_on", "public_on"}
    rare = {"through", "through_words", "as_told_by", "own_view", "condition", "quote", "likelihood"}
    assert unused - {"quantity_about", "quantity_at_least", "quantity_at_most"} == coded | history | rare


def test_quads_hold_all_of_it(generate: ModuleType, records: list[Record]) -> None:
    read = Facts.of(from_quads(generate.quads(2000, seed=1)))
    assert read == Facts.of(records)


def test_memory_does_not_grow_with_the_number_of_claims(generate: ModuleType) -> None:
    def peak(claims: int) -> int:
        tracemalloc.start()
        for _ in generate.generate(claims):
            pass
        peaked = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peaked

    few = peak(500)
    assert peak(4000) < 2 * few + 1_000_000
