"""The real tables, where they are at hand: nothing of them is lost, and their known traps are not walked into."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from whoblamed.errors import InvalidData
from whoblamed.loaders import tables
from whoblamed.loaders.opening.documents import Document
from whoblamed.ontology.dates import certainly_before
from whoblamed.ontology.records import Actor, Batch, Incident, Record, Skipped, mint

from ..support.places import DATA
from ..support.tables import claims, faults, of

ATTRIBUTIONS = "eurepoc/EuRepoC_Attribution_dataset_1.1.csv"
INCIDENTS = "eurepoc/EuRepoC_Global_Database_1.1.csv"
CFR = "cfr/cyber-operations-incidents.csv"
CFR_WORKBOOK = "cfr/cfr_attacker_coded.xlsx"
FIAT = "fiat2020/DFRLab_interference2020.csv"
MICROSOFT = "microsoft/MicrosoftMapping.json"
#: The claims that are the tracker's own, by the beginning of their keys.
TRACKER = ("attribution-", "sponsorship-", "report-")
SHIFTED = "the cells of this row are shifted, so that its sponsor is no state"


def path(name: str) -> Path:
    found = DATA / name
    if not found.exists():
        pytest.skip(f"{name} is not here")
    return found


@cache
def _batch(*names: str) -> tuple[Batch, list[Record | Skipped]]:
    [found] = tables.read([Document.of_file(DATA / name) for name in names])
    return found, list(found.records)


def loaded(*names: str) -> list[Record | Skipped]:
    for name in names:
        path(name)
    return _batch(*names)[1]


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    with path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def told(records: list[Record | Skipped]) -> list[str]:
    return [record.reason for record in records if isinstance(record, Skipped)]


@pytest.mark.parametrize(
    "names", [(ATTRIBUTIONS,), (ATTRIBUTIONS, INCIDENTS), (CFR,), (CFR_WORKBOOK,), (FIAT,), (MICROSOFT,)]
)
def test_no_table_breaks_a_shape_and_no_iri_means_two_things(names: tuple[str, ...]) -> None:
    records = loaded(*names)
    known: dict[str, Record] = {}
    for record in records:
        if not isinstance(record, Skipped):
            assert known.setdefault(record.iri, record) == record
    assert max(Counter(claim.iri for claim in claims(records)).values()) == 1
    assert faults([Batch(_batch(*names)[0].dataset, list(known.values()))]) == []


# -------------------------------------------------------------------------------------------------------------- EuRepoC


def test_every_attribution_of_eurepoc_is_a_claim_for_each_speaker() -> None:
    records = loaded(ATTRIBUTIONS)
    rows = rows_of(ATTRIBUTIONS)
    assert len(rows) == 2643
    coded = {(row["incident_ID"], row["attribution_ID"].removesuffix(".0")) for row in rows}
    assert len(coded) == 1966
    assert len({record.iri for record in of(Incident, records)}) == 1643
    assert Counter(claim.act for claim in claims(records)) == {
        "attribution": 1138,
        "responsibility": 703,
        "report": 173,
        "challenge": 18,
    }
    pairs = {(row["incident_ID"], row["attribution_ID"].removesuffix(".0")): row for row in rows}
    nothing = {pair for pair, row in pairs.items() if not row["attribution_basis"] and not row["attribution_type"]}
    assert len(nothing) == 13
    assert {tuple(claim.iri.split("-")[-3:-1]) for claim in claims(records)} == coded - nothing
    assert told(records) == []


def test_self_attributions_of_eurepoc_are_claims_of_responsibility_by_the_accused() -> None:
    records = loaded(ATTRIBUTIONS)
    actors = {record.iri: record for record in of(Actor, records)}
    confessions = [claim for claim in claims(records) if claim.act == "responsibility"]
    for claim in confessions:
        assert {claim.speakers[0], *actors[claim.speakers[0]].speaks_for} >= set(claim.accused)
    assert "Mandiant" not in {actors[claim.speakers[0]].label for claim in confessions}


def test_all_contested_incidents_of_eurepoc_are_challenged_by_somebody_unnamed() -> None:
    records = loaded(ATTRIBUTIONS)
    rows = rows_of(ATTRIBUTIONS)
    contested = {row["incident_ID"] for row in rows if row["attribution_basis"] == "Contested attribution"}
    doubts = [claim for claim in claims(records) if claim.act == "challenge"]
    assert {claim.incident for claim in doubts} == {mint("eurepoc", "incident", number) for number in contested}
    assert len(contested) == 18
    actors = {record.iri: record.kind for record in of(Actor, records)}
    assert {actors[claim.speakers[0]] for claim in doubts} == {"unnamed"}
    alleged = {
        iri for claim in claims(records) if claim.act in ("attribution", "responsibility") for iri in claim.about
    }
    undoubted = [claim for claim in doubts if not alleged.intersection(claim.challenges)]
    assert len(undoubted) == 2  # of two incidents, EuRepoC has nothing but the doubt


def test_attributors_of_eurepoc_are_named_or_unnamed_and_never_invented() -> None:
    records = loaded(ATTRIBUTIONS)
    rows = rows_of(ATTRIBUTIONS)
    written = {" ".join(cell.split()) for row in rows for cell in row.values()}
    actors = {record.iri: record for record in of(Actor, records)}
    for claim in claims(records):
        assert actors[claim.speakers[0]].kind == "unnamed" or actors[claim.speakers[0]].label in written


def test_placeholder_dates_of_eurepoc_order_nothing() -> None:
    records = loaded(ATTRIBUTIONS, INCIDENTS)
    starts = {record.iri: record.occurred_from for record in of(Incident, records)}
    rows = rows_of(ATTRIBUTIONS)
    first = {row["ID"]: row["start_date"] for row in rows_of(INCIDENTS)}
    assert Counter(row["attribution_date"][5:] == "01-01" for row in rows if row["attribution_date"]) == {
        True: 1069,
        False: 646,
    }
    assert (
        sum(bool(row["attribution_date"]) and row["attribution_date"] < first[row["incident_ID"]] for row in rows)
        == 327
    )
    before = [
        claim
        for claim in claims(records)
        if claim.act != "report" and claim.incident and certainly_before(claim.stated_on, starts[claim.incident])
    ]
    assert len(before) == 11  # of all those, this is what is certain; it stays as it is stated


def test_incidents_of_eurepoc_are_described_once() -> None:
    records = loaded(ATTRIBUTIONS, INCIDENTS)
    incidents = of(Incident, records)
    assert len(incidents) == 1643
    assert all(incident.label.startswith("EuRepoC incident ") for incident in incidents)
    assert {incident.iri for incident in incidents} == {incident.iri for incident in of(Incident, loaded(ATTRIBUTIONS))}


# ------------------------------------------------------------------------------------------------- CFR, FIAT, Microsoft


def test_every_row_of_the_tracker_is_a_claim_or_is_told_of() -> None:
    records = loaded(CFR)
    by_tracker = Counter(claim.act for claim in claims(records) if claim.iri.rpartition("/")[2].startswith(TRACKER))
    assert sum(by_tracker.values()) == 768 - 7
    assert [reason for reason in told(records) if "shifted" in reason] == [SHIFTED] * 7
    assert len(told(records)) == 8


def test_denials_in_the_tracker_are_challenges_since_it_is_not_said_whose_they_are() -> None:
    found = Counter(claim.act for claim in claims(loaded(CFR)))
    assert (found["challenge"], found["denial"]) == (5, 0)


def test_the_workbook_of_the_tracker_gives_the_same_claims() -> None:
    book, table = claims(loaded(CFR_WORKBOOK)), claims(loaded(CFR))
    shared = {claim.label for claim in book} & {claim.label for claim in table}
    assert len(shared) > 0.9 * len({claim.label for claim in book})


def test_every_case_of_fiat_is_scored_by_eighteen_questions() -> None:
    records = loaded(FIAT)
    found = claims(records)
    assert len({claim.incident for claim in found}) == 84
    assert Counter(len(claim.scores) for claim in found).most_common(1)[0][0] == 18
    assert all(len(claim.scores) >= 17 for claim in found)
    assert not [claim for claim in found if claim.act != "attribution"]


def test_all_names_of_microsoft_are_there() -> None:
    records = loaded(MICROSOFT)
    groups = [actor for actor in of(Actor, records) if actor.kind == "group"]
    assert len(groups) == 166
    assert len(claims(records)) == 113
    assert all(any(name.by for name in group.names) for group in groups)


@pytest.mark.parametrize("name", ["cameo/cameo.csv"])
def test_a_code_book_is_no_table_of_claims(name: str) -> None:
    with pytest.raises(InvalidData, match="no mapping fits this table"):
        tables.read([Document.of_file(path(name))])


def test_the_timeline_of_fiat_blames_nobody() -> None:
    reasons = told(loaded("fiat2020/timeline_dates.csv"))
    assert reasons == ["a date of the tracker's timeline, which blames nobody"] * 13
