"""Fact files become records: what each key of the format turns into, and what follows from the claims."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.facts.file import read
from whoblamed.loaders.facts.schema import FactFile
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.yaml import marks
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.quads import from_quads, to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Batch,
    Claim,
    Confidence,
    Evidence,
    Incident,
    Passage,
    Record,
    Reliance,
    Source,
)

from ..support.cases import parse
from ..support.places import FIXTURES

FACTS = FIXTURES / "facts"
ID = "https://w3id.org/whoblamed/id/"
R = TypeVar("R", bound=Record)


def read_file(path: Path, dataset: str | None = None) -> list[Batch]:
    return read([Document.of_file(path)], dataset)


@cache
def small() -> Batch:
    (batch,) = read_file(FACTS / "small.yaml")
    return batch


def of_kind(kind: type[R], batch: Batch) -> dict[str, R]:
    """Records of one kind, by the end of their IRI."""
    return {key(record.iri): record for record in batch.kept() if isinstance(record, kind)}


def key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def keys(iris: Iterable[str]) -> list[str]:
    return list(map(key, iris))


def claims(text: str) -> dict[str, Claim]:
    """The claims of a file that has the actors a, b, c and d (who speaks for a), two incidents and two pieces of
    evidence."""
    return of_kind(Claim, parse((HEAD + text).encode(), "case.yaml"))


HEAD = """\
case: case
actors:
  a: {name: A, kind: state}
  b: {name: B, kind: group}
  c: {name: C, kind: company}
  d: {name: D, kind: agency, speaks_for: a}
incidents:
  hack: {name: The hack}
  leak: {name: The leak}
sources:
  s: {title: A source}
evidence:
  e: {summary: Some code}
  f: {summary: Some logs}
claims:
"""


# ------------------------------------------------------------------------------------------------ what the keys become


def test_the_data_set_is_the_case_and_says_where_it_came_from() -> None:
    dataset = small().dataset
    assert dataset.iri == ID + "harbour-2031"
    assert dataset.name == "harbour-2031"
    assert dataset.title == {"en": "The outage of the harbour", "de": "Der Ausfall des Hafens"}
    assert (dataset.origin, dataset.format) == ("small.yaml", "facts")
    assert dataset.sha256 == hashlib.sha256((FACTS / "small.yaml").read_bytes()).hexdigest()
    assert dataset.uses_actors_of == ()


def test_iris_are_made_of_the_case_and_the_key() -> None:
    assert next(small().kept()).iri == ID + "harbour-2031/actor/arden"
    assert of_kind(Claim, small())["not-us"].iri == ID + "harbour-2031/claim/not-us"
    assert len({record.iri for record in small().kept()}) == len(list(small().kept()))


def test_an_actor() -> None:
    belmont = of_kind(Actor, small())["belmont"]
    assert (belmont.label, belmont.kind) == ("Belmont", "state")
    assert belmont.description == {"": "A state on an island."}
    assert of_kind(Actor, small())["arden"].wikidata == "Q1"
    ministry = of_kind(Actor, small())["belmont-ministry"]
    assert ministry.part_of == ministry.speaks_for == (ID + "harbour-2031/actor/belmont",)


def test_an_actor_s_names_say_who_gives_them_and_where() -> None:
    belmont = of_kind(Actor, small())["belmont"]
    names = {
        (name.value, name.language, name.kind, name.by and key(name.by), name.source and key(name.source))
        for name in belmont.names
    }
    assert names == {
        ("Belmont", "en", "preferred", None, None),
        ("Belmonte", "pt-br", "preferred", None, None),
        ("BLM", None, "alias", None, None),
        ("Das Schöne Land", "de", "alias", "courier", "article"),
    }
    assert {name.actor for name in belmont.names} == {belmont.iri}
    assert len({name.iri for name in belmont.names}) == 4


def test_an_incident() -> None:
    assert of_kind(Incident, small())["outage"] == Incident(
        iri=ID + "harbour-2031/incident/outage",
        label="Outage of the harbour",
        name={"en": "Outage of the harbour", "de": "Ausfall des Hafens"},
        kind="outage",
        occurred_from=PartialDate.parse("2031-04-02"),
        occurred_to=PartialDate.parse("2031-04"),
        victims=(ID + "harbour-2031/actor/port",),
        description={"en": "The cranes stood still."},
    )
    leak = of_kind(Incident, small())["leak"]
    assert (leak.kind, str(leak.occurred_from), leak.occurred_to) == ("other", "2031", None)


def test_a_source() -> None:
    assert of_kind(Source, small())["release"] == Source(
        iri=ID + "harbour-2031/source/release",
        label="What the police found",
        title={"": "What the police found"},
        publisher=ID + "harbour-2031/actor/police",
        published=PartialDate.parse("2031-04-10"),
        url="https://police.example/release?id=1#top",
        archived_at="https://archive.example/2031/release",
        language="en",
        sha256="0123456789abcdef" * 4,
    )
    assert of_kind(Source, small())["broadcast"].published is None


def test_what_sources_and_claims_rest_on() -> None:
    found = {
        (key(reliance.relying), reliance.mode, reliance.on and key(reliance.on), reliance.label)
        for reliance in of_kind(Reliance, small()).values()
    }
    assert found == {
        ("article", "wire", "release", "Who was it? carries the wire report of What the police found"),
        ("article", "unknown", None, "Who was it? rests on something not known"),
        ("police-blame-belmont", "cites", "malware", "the claim police-blame-belmont cites The same code as before"),
    }


def test_evidence() -> None:
    assert of_kind(Evidence, small()) == {
        "malware": Evidence(
            iri=ID + "harbour-2031/evidence/malware",
            label="The same code as before",
            summary={"en": "The same code as before"},
            held_by=ID + "harbour-2031/actor/lab",
            disclosed=False,
        ),
        "logs": Evidence(
            iri=ID + "harbour-2031/evidence/logs", label="Entries in a log", summary={"": "Entries in a log"}
        ),
    }


def test_a_claim() -> None:
    case = ID + "harbour-2031"
    assert of_kind(Claim, small())["police-blame-belmont"] == Claim(
        iri=f"{case}/claim/police-blame-belmont",
        label="Police of Arden attributes Outage of the harbour to Belmont (ordered) (2031-04-10)",
        act="attribution",
        speakers=(f"{case}/actor/police",),
        about=(f"{case}/allegation/outage--belmont--ordered",),
        accused=(f"{case}/actor/belmont",),
        incident=f"{case}/incident/outage",
        stated_on=PartialDate.parse("2031-04-10"),
        made_in=(f"{case}/source/release",),
        passages=(Passage(source=f"{case}/source/release", section="Findings", paragraph=2, start=120, end=180),),
        confidence=Confidence(
            words="we have no doubt", scale="dni", grade="almost certain", value=95, low=90, high=100
        ),
        likelihood=Confidence(value=90),
        evidence=(f"{case}/evidence/logs", f"{case}/evidence/malware"),
        summary={"en": "The police said that Belmont ordered it."},
    )


def test_a_passage_of_one_of_several_sources() -> None:
    passages = of_kind(Claim, small())["insiders-did"].passages
    assert [(key(passage.source or ""), passage.section, passage.start) for passage in passages] == [
        ("article", "A box", None),
        ("broadcast", None, 5),
    ]


def test_a_report_has_a_figure_and_accuses_nobody() -> None:
    damage = of_kind(Claim, small())["damage"]
    assert (damage.quantity, damage.unit) == (Decimal("1500000.5"), "crowns")
    assert (damage.about, damage.accused, key(damage.incident or "")) == ((), (), "outage")


def test_the_fixtures_use_every_key_of_the_format() -> None:
    used: dict[type[BaseModel], set[str]] = defaultdict(set)
    files = [FACTS / "small.yaml", FACTS / "voices.yaml"]
    waiting: list[Any] = [FactFile.model_validate(marks.read(file.read_bytes(), file.name).data) for file in files]
    while waiting:
        value = waiting.pop()
        if isinstance(value, BaseModel):
            used[type(value)] |= value.model_fields_set
            waiting.extend(vars(value).values())
        elif isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)
    assert {model.__name__: model.model_fields.keys() - keys for model, keys in used.items()} == {
        name: set()
        for name in [
            *("FactFile", "ActorEntry", "AliasEntry", "IncidentEntry", "SourceEntry", "RelianceEntry"),
            *("EvidenceEntry", "ClaimEntry", "PassageEntry", "ConfidenceEntry", "QuoteEntry", "QuantityEntry"),
        ]
    }


def test_all_records_read_back_from_their_quads() -> None:
    for batch in [small(), *read_file(FACTS / "shared" / "second.yaml"), *read_file(FACTS / "voices.yaml")]:
        for record in batch.kept():
            assert list(from_quads(to_quads(record, batch.dataset.iri))) == [record]


def test_reading_a_file_twice_makes_the_same_records() -> None:
    content = (FACTS / "small.yaml").read_bytes()
    batch = small()
    without_place = replace(batch, dataset=replace(batch.dataset, read_from=()))
    assert parse(content, "small.yaml") == parse(content, "small.yaml") == without_place


def test_surrounding_space_is_no_part_of_a_text() -> None:
    content = (
        HEAD + '- {id: x, act: report, by: c, source: s, unit: " GB ", quantity: 1, summary: "\\nSaid.\\n"}\n'
    ).encode()
    claim = of_kind(Claim, parse(content, "case.yaml"))["x"]
    assert (claim.unit, claim.summary) == ("GB", {"": "Said."})


@pytest.mark.parametrize("keys", ["[b]", "b"])
def test_one_reference_may_stand_for_a_list_of_one(keys: str) -> None:
    claim = claims(f"- {{id: x, act: attribution, by: c, accused: {keys}, incident: hack, source: s}}")["x"]
    assert claim.accused == (ID + "case/actor/b",)


def test_sections_may_be_missing() -> None:
    assert parse(b"case: nothing-yet", "case.yaml").records == ()


# --------------------------------------------------------------------------------------------- what claims are about

BLAME = (
    "- {id: blame, act: attribution, by: c, accused: [a, b], incident: hack, role: ordered, source: s, evidence: e}\n"
)


def about(text: str) -> list[str]:
    """The allegations that the claim x is about, after c blamed a and b for ordering the hack, with evidence e."""
    return keys(claims(f"{BLAME}- {{id: x, source: s, {text}}}")["x"].about)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        # those that state an allegation
        ("act: attribution, by: c, accused: b, incident: hack", ["hack--b--carried-out"]),
        ("act: attribution, by: c, accused: [b, a], incident: leak, role: aided", ["leak--a--aided", "leak--b--aided"]),
        ("act: responsibility, by: b, incident: hack", ["hack--b--carried-out"]),
        ("act: responsibility, by: b, incident: hack, responds_to: blame", ["hack--b--carried-out"]),
        ("act: responsibility, by: d, accused: a, incident: hack, role: decided", ["hack--a--decided"]),
        ("act: attribution, by: c, accused: a, incident: hack, role: origin", ["hack--a--origin"]),
        # a denial means what the claim that it answers says of the accused
        ("act: denial, by: a, incident: hack, responds_to: blame", ["hack--a--ordered"]),
        ("act: denial, by: a, responds_to: blame", ["hack--a--ordered"]),
        ("act: denial, by: d, accused: a, responds_to: blame", ["hack--a--ordered"]),
        ("act: denial, by: d, accused: a, incident: leak, responds_to: blame", ["leak--a--carried-out"]),
        ("act: denial, by: a, incident: hack, role: aided, responds_to: blame", ["hack--a--aided"]),
        ("act: denial, by: a, incident: hack", ["hack--a--carried-out"]),
        # a challenge doubts all that it refers to, or the part that it names
        ("act: challenge, by: d, challenges: blame", ["hack--a--ordered", "hack--b--ordered"]),
        ("act: challenge, by: d, challenges: e", ["hack--a--ordered", "hack--b--ordered"]),
        ("act: challenge, by: d, challenges: blame, accused: b", ["hack--b--ordered"]),
        ("act: challenge, by: d, challenges: blame, accused: b, incident: hack", ["hack--b--ordered"]),
        ("act: challenge, by: d, accused: b, incident: leak", ["leak--b--carried-out"]),
        ("act: challenge, by: d, challenges: f", []),
        # an endorsement and a withdrawal are about what they refer to
        ("act: endorsement, by: d, endorses: blame", ["hack--a--ordered", "hack--b--ordered"]),
        ("act: withdrawal, by: c, withdraws: blame", ["hack--a--ordered", "hack--b--ordered"]),
        # a report is about no allegation
        ("act: report, by: d, incident: hack, responds_to: blame", []),
    ],
)
def test_what_a_claim_is_about(claim: str, expected: list[str]) -> None:
    assert about(claim) == expected


def test_every_allegation_that_is_spoken_of_is_there() -> None:
    spoken_of = {iri for claim in of_kind(Claim, small()).values() for iri in claim.about}
    assert spoken_of == {allegation.iri for allegation in of_kind(Allegation, small()).values()}


def test_an_allegation_says_that_it_is_one() -> None:
    assert of_kind(Allegation, small())["outage--belmont--ordered"] == Allegation(
        iri=ID + "harbour-2031/allegation/outage--belmont--ordered",
        label="Allegation that Belmont ordered Outage of the harbour",
        accused=ID + "harbour-2031/actor/belmont",
        incident=ID + "harbour-2031/incident/outage",
        role="ordered",
        excludes=(ID + "harbour-2031/allegation/outage--tide--carried-out",),
    )


def test_keys_that_look_alike_do_not_make_one_allegation_of_two() -> None:
    with pytest.raises(InvalidData, match="single hyphens"):
        parse(b"case: c\nactors: {a--b: {name: A, kind: state}}", "case.yaml")


def test_an_endorsement_of_an_endorsement_accuses_as_well() -> None:
    found = claims(
        f"{BLAME}"
        "- {id: one, act: endorsement, by: d, endorses: blame, source: s}\n"
        "- {id: two, act: endorsement, by: d, endorses: one, source: s}\n"
    )
    assert found["two"].about == found["blame"].about
    assert (
        found["two"].accused
        == found["one"].accused
        == found["blame"].accused
        == (ID + "case/actor/a", ID + "case/actor/b")
    )


def test_only_those_who_accuse_deny_or_endorse_name_the_accused() -> None:
    found = of_kind(Claim, small())
    accusing = {name: keys(claim.accused) for name, claim in found.items()}
    assert accusing == {
        "police-blame-belmont": ["belmont"],
        "not-us": ["belmont"],
        "it-was-us": ["tide"],
        "insiders-did": ["insiders", "tide"],
        "doubt": [],
        "not-belmont": [],
        "backed": ["belmont"],
        "never-mind": [],
        "tide-did": ["tide"],
        "damage": [],
    }


def test_whoever_endorses_a_denial_accuses_nobody() -> None:
    found = claims(
        f"{BLAME}- {{id: no, act: denial, by: a, responds_to: blame, source: s}}\n"
        "- {id: x, act: endorsement, by: c, endorses: no, source: s}\n"
    )["x"]
    assert (keys(found.about), found.accused) == (["hack--a--ordered"], ())


def test_a_challenge_to_an_allegation_names_it_beside_the_claims_and_evidence() -> None:
    found = claims(f"{BLAME}- {{id: x, act: challenge, by: d, accused: b, challenges: [blame, e, f], source: s}}")["x"]
    assert [iri.removeprefix(ID + "case/") for iri in found.challenges] == [
        "allegation/hack--b--ordered",
        "claim/blame",
        "evidence/e",
        "evidence/f",
    ]
    assert keys(of_kind(Claim, small())["not-belmont"].challenges) == ["outage--belmont--carried-out"]


def test_a_claim_is_about_the_incident_of_what_it_refers_to() -> None:
    assert (
        key(claims(f"{BLAME}- {{id: x, act: endorsement, by: d, endorses: blame, source: s}}")["x"].incident or "")
        == "hack"
    )


def test_a_long_chain_of_endorsements_is_followed_to_its_end_in_short_time() -> None:
    chain = "- {id: x1, act: endorsement, by: d, endorses: x0, source: s}\n" + "".join(
        f"- {{id: x{n}, act: endorsement, by: d, endorses: [x{n - 1}, x{n - 2}], source: s}}\n" for n in range(2, 1500)
    )
    found = claims(BLAME.replace("blame", "x0") + chain)
    assert found["x1499"].about == found["x0"].about


# -------------------------------------------------------------------------------------------------------- rivals


def excludes(batch: Batch) -> set[tuple[str, str]]:
    return {
        (name, key(rival)) for name, allegation in of_kind(Allegation, batch).items() for rival in allegation.excludes
    }


def test_instead_of_makes_rivals_of_the_accused_and_the_others() -> None:
    text = (
        "- {id: x, act: attribution, by: c, accused: [a, d], instead_of: b, incident: hack, role: aided, source: s}\n"
    )
    assert excludes(parse((HEAD + text).encode(), "case.yaml")) == {
        ("hack--a--aided", "hack--b--aided"),
        ("hack--d--aided", "hack--b--aided"),
    }


def test_rivals_of_an_incident_are_rivals_in_whatever_roles_they_are_accused() -> None:
    head = HEAD.replace("{name: The hack}", "{name: The hack, rivals: [[a, b]]}")
    text = (
        "- {id: x, act: attribution, by: c, accused: a, incident: hack, role: ordered, source: s}\n"
        "- {id: y, act: attribution, by: c, accused: a, incident: leak, source: s}\n"
        "- {id: z, act: attribution, by: c, accused: b, incident: hack, source: s}\n"
    )
    assert excludes(parse((head + text).encode(), "case.yaml")) == {("hack--a--ordered", "hack--b--carried-out")}


def test_two_who_are_accused_of_one_thing_are_no_rivals_for_that() -> None:
    assert excludes(parse((HEAD + BLAME).encode(), "case.yaml")) == set()


# -------------------------------------------------------------------------------------------------------- labels


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("act: attribution, by: c, accused: b, incident: hack, on: 2014-12", "C attributes The hack to B (2014-12)"),
        (
            "act: attribution, by: c, accused: [a, b], incident: hack, role: aided",
            "C attributes The hack to A, B (aided)",
        ),
        ("act: responsibility, by: b, incident: hack", "B claims responsibility for The hack"),
        (
            "act: responsibility, by: d, accused: a, incident: hack",
            "D claims responsibility for The hack on behalf of A",
        ),
        ("act: denial, by: a, responds_to: blame", "A denies responsibility for The hack"),
        (
            "act: denial, by: d, accused: a, responds_to: blame",
            "D denies responsibility for The hack on behalf of A",
        ),
        ("act: challenge, by: d, challenges: blame", "D challenges what C said about The hack"),
        (
            "act: challenge, by: d, challenges: [blame, e]",
            "D challenges what C said and the evidence “Some code” about The hack",
        ),
        ("act: challenge, by: d, accused: b, incident: leak", "D challenges the attribution of The leak to B"),
        ("act: endorsement, by: d, endorses: blame", "D endorses what C said about The hack"),
        ("act: withdrawal, by: c, withdraws: blame", "C withdraws an earlier statement about The hack"),
        ("act: report, by: d, incident: leak", "D reports on The leak"),
        ("act: report, by: d", "D reports"),
    ],
)
def test_a_label_says_who_said_what(claim: str, label: str) -> None:
    assert claims(f"{BLAME}- {{id: x, source: s, {claim}}}")["x"].label == label


def test_a_label_is_in_english_where_there_is_english_else_in_the_first_language() -> None:
    head = HEAD.replace("{name: B,", "{name: {de: Bande, en: Gang},").replace(
        "{name: C,", "{name: {fr: Cie, de: Firma},"
    )
    batch = parse((head + BLAME).encode(), "case.yaml")
    assert of_kind(Claim, batch)["blame"].label == "Cie attributes The hack to A, Gang (ordered)"


# ------------------------------------------------------------------------------------------------- shared actors


def test_shared_actors_come_before_the_case_that_uses_them() -> None:
    actors, case = read_file(FACTS / "shared" / "first.yaml")
    assert (actors.dataset.name, case.dataset.name) == ("shared-actors", "first")
    assert case.dataset.uses_actors_of == (actors.dataset.iri,)
    assert keys(record.iri for record in actors.kept()) == ["arden", "police"]


def test_a_shared_actor_has_one_iri_in_all_cases_and_one_of_a_case_its_own() -> None:
    documents = [Document.of_file(FACTS / "shared" / name) for name in ("first.yaml", "second.yaml")]
    _, *cases = read(documents)
    blames = [of_kind(Claim, case)["blame"] for case in cases]
    assert {blame.speakers[0] for blame in blames} == {ID + "shared-actors/actor/police"}
    assert [blame.accused for blame in blames] == [(ID + "first/actor/tide",), (ID + "second/actor/tide",)]
    assert [keys(blame.about) for blame in blames] == [["outage--tide--carried-out"]] * 2


def test_shared_actors_are_called_after_their_folder_unless_they_name_their_case(tmp_path: Path) -> None:
    folder = tmp_path / "Fälle 2031"
    folder.mkdir()
    path = folder / "actors.yaml"
    path.write_text("actors: {}")
    assert read_file(path)[0].dataset.name == "f-lle-2031-actors"
    path.write_text("case: everybody")
    assert read_file(path)[0].dataset.name == "everybody"


def test_another_name_for_the_data_set_is_in_all_iris_but_those_of_shared_actors() -> None:
    actors, case = read_file(FACTS / "shared" / "first.yaml", dataset="renamed")
    blame = of_kind(Claim, case)["blame"]
    assert (actors.dataset.name, case.dataset.name) == ("shared-actors", "renamed")
    assert (blame.iri, blame.speakers[0]) == (ID + "renamed/claim/blame", ID + "shared-actors/actor/police")


def test_a_fault_of_the_shared_actors_is_told_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text("actors:\n  fbi: {name: FBI}\nclaims: []\n")
    (tmp_path / "case.yaml").write_text("case: case\n")
    with pytest.raises(InvalidData) as caught:
        read_file(tmp_path / "case.yaml")
    assert str(caught.value).split("\n") == [
        f'{tmp_path}/actors.yaml:2:3: "kind" is missing in actors: fbi',
        f'{tmp_path}/actors.yaml:3:1: "claims" has no place in actors.yaml; it holds actors only',
    ]


def test_an_actor_is_defined_once(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text("actors: {fbi: {name: FBI, kind: agency}}")
    (tmp_path / "case.yaml").write_text("case: case\nactors:\n  fbi: {name: FBI, kind: agency, part_of: usa}\n")
    with pytest.raises(InvalidData) as caught:
        read_file(tmp_path / "case.yaml")
    assert str(caught.value).split("\n") == [
        f'{tmp_path}/case.yaml:3:3: "fbi" is already defined in the actors.yaml of this folder; delete one of the two',
        f'{tmp_path}/case.yaml:3:43: no actor "usa" in this file or the actors.yaml beside it',
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"missing\.yaml: No such file or directory"):
        read_file(tmp_path / "missing.yaml")
