"""The mappings that ship: what the codes of EuRepoC, CFR, FIAT and Microsoft become."""

from __future__ import annotations

from functools import cache

import pytest
from whoblamed.loaders import tables
from whoblamed.ontology.records import Actor, Batch, Claim, Incident, Reliance, Source

from ..support.tables import claims, document, faults, labels, names, of, skipped

EUREPOC = ("eurepoc-attributions.csv", "eurepoc-incidents.csv")


@cache
def loaded(*names: str) -> Batch:
    [found] = tables.read([document(name) for name in names])
    return found


def about(found: Batch, incident: str, act: str) -> list[Claim]:
    """The claims of one kind about the incident whose label begins so."""
    known = labels(found)
    begins = [claim for claim in claims(found) if claim.incident and known[claim.incident].startswith(incident)]
    return sorted((claim for claim in begins if claim.act == act), key=lambda claim: claim.label)


def alleged(found: Batch, claim: Claim) -> list[str]:
    return sorted(labels(found)[iri].removeprefix("Allegation that ") for iri in claim.about)


@pytest.mark.parametrize("files", [EUREPOC, EUREPOC[:1], EUREPOC[1:], ("cfr.csv",), ("fiat.csv",), ("microsoft.json",)])
def test_no_mapping_breaks_a_shape(files: tuple[str, ...]) -> None:
    assert faults([loaded(*files)]) == []


# -------------------------------------------------------------------------------------------------------------- EuRepoC


def test_one_attribution_is_a_claim_for_each_speaker_with_all_the_accused() -> None:
    found = loaded(*EUREPOC[:1])
    both = about(found, "EuRepoC incident 1", "attribution")
    assert [labels(found)[claim.speakers[0]] for claim in both] == ["Agency for Nets", "Lantern Labs"]
    assert {tuple(alleged(found, claim)) for claim in both} == {
        (
            "Borduria sponsored EuRepoC incident 1",
            "Grey Heron/Marsh Team (Unit 5) carried out EuRepoC incident 1",
            "Sixth Bureau carried out EuRepoC incident 1",
        )
    }
    assert {claim.attribution_type[0].rpartition("/")[2] for claim in both} == {"technical"}


def test_the_first_of_january_is_only_a_year() -> None:
    [claim, _] = about(loaded(*EUREPOC[:1]), "EuRepoC incident 1", "attribution")
    assert str(claim.stated_on) == "2019"


def test_a_contested_attribution_is_a_challenge_by_somebody_unnamed() -> None:
    found = loaded(*EUREPOC[:1])
    [doubt] = about(found, "EuRepoC incident 1", "challenge")
    attributed = about(found, "EuRepoC incident 1", "attribution")[0]
    assert set(doubt.challenges) <= set(attributed.about)
    assert {actor.kind for actor in of(Actor, found.records) if actor.iri == doubt.speakers[0]} == {"unnamed"}


def test_who_confirms_claims_responsibility_and_no_country_is_accused_with_it() -> None:
    found = loaded(*EUREPOC[:1])
    [confession] = about(found, "EuRepoC incident 2", "responsibility")
    assert names(found, [confession.speakers[0]]) == names(found, confession.accused) == ["Bittern Boys"]


def test_a_state_without_a_further_name_is_accused_itself() -> None:
    found = loaded(*EUREPOC[:1])
    [claim] = about(found, "EuRepoC incident 2", "attribution")
    assert alleged(found, claim) == ["Illyria carried out EuRepoC incident 2"]
    assert labels(found)[claim.speakers[0]] == "unnamed source of media reports"


def test_where_countries_and_categories_are_crossed_no_state_is_said_to_have_sponsored() -> None:
    found = loaded(*EUREPOC[:1])
    [claim] = about(found, "EuRepoC incident 3", "attribution")
    assert alleged(found, claim) == [
        "Freedonia is the origin of EuRepoC incident 3",
        "Illyria is the origin of EuRepoC incident 3",
        "Plover carried out EuRepoC incident 3",
    ]


def test_what_is_not_attributed_blames_nobody() -> None:
    found = loaded(*EUREPOC[:1])
    [report] = about(found, "EuRepoC incident 4", "report")
    assert labels(found)[report.speakers[0]] == "Lantern Labs"


def test_a_company_mixed_with_a_confession_does_not_confess() -> None:
    found = loaded(*EUREPOC[:1])
    [confession] = about(found, "EuRepoC incident 5", "responsibility")
    assert labels(found)[confession.speakers[0]] == "unnamed attacker (Non-state-group, Illyria)"
    [attribution] = about(found, "EuRepoC incident 5", "attribution")
    assert labels(found)[attribution.speakers[0]] == "Lantern Labs"


def test_an_incident_without_attributions_is_an_incident() -> None:
    assert "EuRepoC incident 6" in labels(loaded(*EUREPOC[:1])).values()


def test_slashes_part_the_names_of_one_group() -> None:
    found = loaded(*EUREPOC[:1])
    [group] = {actor.iri: actor for actor in of(Actor, found.records) if actor.label.startswith("Grey")}.values()
    assert sorted(name.value for name in group.names if name.kind == "alias") == ["Grey Heron", "Marsh Team"]


def test_both_tables_describe_one_incident() -> None:
    together = loaded(*EUREPOC)
    [first] = [incident for incident in of(Incident, together.records) if incident.iri.endswith("/1")]
    assert first.label == "EuRepoC incident 1: “Grey Heron breaks into the Mint”"
    assert (first.kind, str(first.occurred_from), str(first.occurred_to)) == ("theft", "2018-06-03", "2018")
    assert names(together, first.victims) == ["Royal Mint"]
    assert {claim.iri for claim in claims(loaded(*EUREPOC[:1]))} < {claim.iri for claim in claims(together)}


def test_an_end_before_the_beginning_is_told() -> None:
    assert (3, "the incident ends before it begins; the end is left out") in skipped(loaded(*EUREPOC[1:]))


def test_the_reports_that_are_cited_are_what_the_record_of_an_incident_rests_on() -> None:
    found = loaded(*EUREPOC[1:])
    urls = {source.iri: source.url for source in of(Source, found.records)}
    assert sorted(str(urls[reliance.on]) for reliance in of(Reliance, found.records) if reliance.on) == [
        "https://press.example/a",
        "https://press.example/mint",
    ]


def test_responses_are_reports_by_who_responded() -> None:
    found = loaded(*EUREPOC[1:])
    by = {
        labels(found)[claim.speakers[0]]: claim
        for claim in claims(found)
        if "response" in "".join(claim.summary.values())
    }
    assert sorted(by) == ["Ada Finch (Minister; of Coin, CAN)", "Arden", "Illyria"]
    assert str(by["Ada Finch (Minister; of Coin, CAN)"].stated_on) == "2018-07-01"
    assert {claim.act for claim in by.values()} == {"report"}


# ------------------------------------------------------------------------------------------------------------------ CFR


def test_the_tracker_is_the_speaker_and_its_hedge_the_confidence() -> None:
    found = loaded("cfr.csv")
    [claim] = about(found, "“Targeting of the Mint”", "attribution")
    assert labels(found)[claim.speakers[0]] == "Cyber Operations Tracker (Council on Foreign Relations)"
    assert claim.confidence is not None
    assert claim.confidence.words == "Believed to be the work of"
    assert alleged(found, claim) == [
        "Borduria sponsored “Targeting of the Mint” (CFR)",
        "Grey Heron carried out “Targeting of the Mint” (CFR)",
    ]
    assert str(claim.stated_on) == "2031-03-09"


def test_a_government_that_is_named_did_it_itself() -> None:
    found = loaded("cfr.csv")
    [claim] = about(found, "“Targeting of ferries”", "attribution")
    assert alleged(found, claim) == ["Borduria carried out “Targeting of ferries” (CFR)"]
    assert names(
        found, of(Incident, [i for i in of(Incident, found.records) if i.iri == claim.incident])[0].victims
    ) == [
        "Arden",
        "Illyria",
    ]


def test_a_denial_of_which_nobody_knows_whose_it_is_is_a_challenge() -> None:
    found = loaded("cfr.csv")
    [doubt] = about(found, "“Targeting of ferries”", "challenge")
    [claim] = about(found, "“Targeting of ferries”", "attribution")
    assert (doubt.challenges, doubt.responds_to) == (claim.about, (claim.iri,))


def test_what_only_looks_like_somebody_accuses_nobody_of_it() -> None:
    found = loaded("cfr.csv")
    [claim] = about(found, "“Targeting of schools”", "attribution")
    assert alleged(found, claim) == ["Illyria sponsored “Targeting of schools” (CFR)"]
    assert claim.summary == {"en": "On affiliations it says: “Believed to use similar tools as Bittern”"}


def test_the_profile_of_a_group_is_about_all_that_it_does() -> None:
    found = loaded("cfr.csv")
    [claim] = about(found, "activity of Heron Panda", "attribution")
    assert alleged(found, claim) == ["Borduria sponsored activity of Heron Panda"]
    [group] = {actor.iri: actor for actor in of(Actor, found.records) if actor.label == "Heron Panda"}.values()
    assert {name.value for name in group.names if name.kind == "alias"} == {"APT 99", "Marsh Team", "Reed"}


def test_rows_of_the_tracker_without_a_sponsor_or_in_disorder() -> None:
    found = loaded("cfr.csv")
    assert len(about(found, "“Targeting of banks”", "report")) == 1
    told = [(line, reason) for line, reason in skipped(found) if "ISO 3166-1" not in reason]
    assert told == [(7, "the cells of this row are shifted, so that its sponsor is no state")]


# ------------------------------------------------------------------------------------------------------ FIAT, Microsoft


def test_every_source_of_a_case_attributes_and_every_question_is_a_score() -> None:
    found = loaded("fiat.csv")
    both = about(found, "Alleged interference, Arden 2031", "attribution")
    assert [labels(found)[claim.speakers[0]] for claim in both] == ["Daily Marsh", "Lantern"]
    assert alleged(found, both[0]) == [
        "Borduria carried out Alleged interference, Arden 2031 (case A1)",
        "Grey Heron carried out Alleged interference, Arden 2031 (case A1)",
        "Illyria is the origin of Alleged interference, Arden 2031 (case A1)",
    ]
    assert len(both[0].scores) == 18
    assert {score.out_of for score in both[0].scores} == {1}
    assert sum(score.points for score in both[0].scores) == 17
    [source] = [source for source in of(Source, found.records) if source.iri in both[0].made_in]
    assert (source.url, source.archived_at) == ("https://press.example/1", "https://archive.example/1")


def test_a_nation_among_the_sources_does_not_accuse_itself() -> None:
    found = loaded("fiat.csv")
    [claim] = [claim for claim in claims(found) if labels(found)[claim.speakers[0]] == "Borduria"]
    assert alleged(found, claim) == ["Illyria sponsored Alleged interference, x (case A2)"]
    assert any("Borduria is both speaker and accused" in reason for _, reason in skipped(found))


def test_a_question_without_an_answer_is_no_score() -> None:
    [claim, *_] = about(loaded("fiat.csv"), "Alleged interference, x", "attribution")
    assert len(claim.scores) == 17


def test_the_names_of_microsoft_are_by_microsoft_and_its_countries_are_origins() -> None:
    found = loaded("microsoft.json")
    groups = {actor.label: actor for actor in of(Actor, found.records) if actor.kind == "group"}
    given = {(name.value, name.kind, name.by and labels(found)[name.by]) for name in groups["Reed Typhoon"].names}
    assert given == {
        ("Reed Typhoon", "preferred", "Microsoft"),
        ("HERON", "alias", None),
        ("Marsh Team", "alias", None),
    }
    assert groups["Reed Typhoon"].description == {"en": "Influence operations"}
    [claim] = claims(found)
    assert alleged(found, claim) == ["Borduria is the origin of activity of Reed Typhoon"]
    assert "Storm-9999" in groups


# -------------------------------------------------------------------------------------------------- EuRepoC's interface

INTERFACE = ("eurepoc-interface.json", "eurepoc-package.json")


@pytest.mark.parametrize("file", INTERFACE)
def test_an_attribution_of_the_interface_is_as_precise_as_its_three_numbers(file: str) -> None:
    found = loaded(file)
    [claim] = [claim for claim in claims(found) if claim.act == "attribution"]
    assert labels(found)[claim.speakers[0]] == "Lantern Labs"
    assert str(claim.stated_on) == "2031-03"
    assert alleged(found, claim) == [
        "Grey Heron carried out EuRepoC incident 901: “Heron at the Mint”",
        "Japan sponsored EuRepoC incident 901: “Heron at the Mint”",
    ]
    assert claim.attribution_type[0].endswith("/technical")
    [incident] = of(Incident, found.records)
    assert (str(incident.occurred_from), names(found, incident.victims)) == ("2031", ["Royal Mint"])
    assert skipped(found) == []


@pytest.mark.parametrize("file", INTERFACE)
def test_what_is_settled_in_the_coding_is_a_report_of_the_coder(file: str) -> None:
    found = loaded(file)
    reports = {claim.summary["en"]: claim for claim in claims(found) if claim.act == "report"}
    settled = reports["Settled in EuRepoC's coding: attribution 11."]
    assert labels(found)[settled.speakers[0]] == "European Repository of Cyber Incidents"
    assert not settled.about
    assert sorted(reports) == [
        "Coded without saying on what basis.",
        "Recorded as a cyber incident, with the reports that are cited.",
        "Settled in EuRepoC's coding: attribution 11.",
    ]
    assert faults([found]) == []


WHOLE = ("eurepoc-interface-whole.json", "eurepoc-package-whole.json")


@pytest.mark.parametrize("file", WHOLE)
def test_incidents_without_attributions_and_responses_are_read_from_the_interface(file: str) -> None:
    found = loaded(file)
    said = {(labels(found)[claim.speakers[0]], claim.summary["en"], str(claim.stated_on)) for claim in claims(found)}
    coder, recorded = (
        "European Repository of Cyber Incidents",
        "Recorded as a cyber incident, with the reports that are cited.",
    )
    assert said == {
        ("Lantern Labs", "Coded as “IT-security community attributes attacker”.", "2031-03"),
        ("Anna Amsel (Foreign Minister, France)",
         "Political response, coded as “Stabilizing measures” (Statement by minister).", "2031-04-02"),
        ("France", "Legal response, coded as several kinds or none.", "2031"),
        (coder, recorded, "None"),
        (coder, "Settled in EuRepoC's coding: attribution 11.", "None"),
    }  # fmt: skip
    assert [claim.summary["en"] for claim in about(found, "EuRepoC incident 902: “Nobody knows”", "report")] == [
        recorded
    ]
    first, second = sorted(of(Incident, found.records), key=lambda incident: incident.iri)
    assert (first.kind, str(first.occurred_to), str(second.occurred_from)) == ("theft", "2031-02", "2031-05-04")
    assert sorted(source.url or "" for source in of(Source, found.records) if source.label.startswith("https")) == [
        "https://lab.example/heron",
        "https://news.example/mint",
    ]
    assert skipped(found) == []
    assert faults([found]) == []


@pytest.mark.parametrize("files", [INTERFACE, WHOLE])
def test_both_forms_of_the_interface_are_the_same_records(files: tuple[str, str]) -> None:
    one, other = (loaded(file) for file in files)
    assert labels(one) == labels(other)
    assert tables.recognises(document(files[0]))


def test_the_interface_and_the_tables_are_read_together() -> None:
    together = loaded(*EUREPOC, WHOLE[0])
    assert len(claims(together)) == len(claims(loaded(*EUREPOC))) + len(claims(loaded(WHOLE[0])))
