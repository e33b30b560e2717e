"""Mappings: what a user may write, what each key does, and what is said about mistakes."""

from __future__ import annotations

import calendar
import contextlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders import tables
from whoblamed.loaders.tables.claims import ATTRIBUTION_TYPE, ATTRIBUTION_TYPES
from whoblamed.loaders.tables.dates import ISO, Pattern, read_date
from whoblamed.loaders.tables.mapping.file import FOLDER, find, mapping_schema, parse, shipped
from whoblamed.ontology import VOCABULARY
from whoblamed.ontology.records import Actor, Allegation, Confidence, Incident, Reliance, Source, mint

from ..support.places import DOCS
from ..support.tables import SIMPLE, batch, claims, labels, names, of, skipped, written

ROW = "who,whom,what\nArden,Borduria,Theft of the bell\n"


def with_claim(more: str) -> str:
    """The simple mapping, with more in its claim."""
    return SIMPLE.replace("source: list}", f"source: list, {more}}}")


def problems(mapping: str) -> list[str]:
    with pytest.raises(InvalidData) as caught:
        parse(mapping.encode(), "my.yaml")
    return [str(problem) for problem in caught.value.problems]


# ------------------------------------------------------------------------------------------------- what is made of rows


def test_a_row_is_a_claim_with_all_that_it_names() -> None:
    found = batch(SIMPLE, ROW)
    [claim] = claims(found)
    assert claim.act == "attribution"
    assert claim.label == "Arden attributes Theft of the bell to Borduria"
    assert names(found, [claim.speakers[0], *claim.accused]) == ["Arden", "Borduria"]
    assert [labels(found)[iri] for iri in claim.about] == ["Allegation that Borduria carried out Theft of the bell"]


def test_a_criticism_in_a_table_names_somebody_and_alleges_nothing() -> None:
    found = batch(SIMPLE.replace("act: attribution", "act: criticism"), ROW)
    [claim] = claims(found)
    assert (claim.act, claim.label) == ("criticism", "Arden criticises Borduria over Theft of the bell")
    assert (names(found, claim.accused), claim.about, of(Allegation, found.records)) == (["Borduria"], (), [])


def test_a_finding_needs_an_outcome_which_no_mapping_says() -> None:
    (problem,) = problems(SIMPLE.replace("act: attribution", "act: finding"))
    assert "a finding has an outcome, which a mapping cannot say" in problem


def test_the_same_name_is_the_same_actor_in_every_row_and_role() -> None:
    found = batch(SIMPLE, ROW + "Borduria,Arden,Theft of the bell\n")
    assert sorted(actor.label for actor in of(Actor, found.records)) == ["Arden", "Borduria"]
    assert len(of(Incident, found.records)) == 1


def test_an_actor_of_another_kind_is_another_actor() -> None:
    mapping = SIMPLE.replace('whom: {name: "{whom}", kind: state}', 'whom: {name: "{whom}", kind: group}')
    found = batch(mapping, "who,whom,what\nArden,Arden,Theft\n")
    assert sorted(actor.kind for actor in of(Actor, found.records)) == ["group", "state"]


def test_loading_twice_and_in_another_order_gives_the_same_records() -> None:
    rows = ["Arden,Borduria,Theft", "Illyria,Arden,Fire", "Arden,Illyria,Theft"]
    first = batch(SIMPLE, "who,whom,what\n" + "\n".join(rows))
    second = batch(SIMPLE, "who,whom,what\n" + "\n".join(reversed(rows)))
    assert list(first.records) == list(first.records)
    assert labels(first) == labels(second)


def test_the_data_set_says_where_it_comes_from() -> None:
    dataset = batch(SIMPLE, ROW).dataset
    assert (dataset.name, dataset.format, dataset.origin, dataset.tables) == ("simple", "table", "rows.csv", ("rows",))
    assert dataset.reader != batch(SIMPLE + "title: x\n", ROW).dataset.reader
    assert batch(SIMPLE, ROW, dataset="other").dataset.name == "other"


def test_a_mapping_may_name_its_data_set() -> None:
    assert batch("dataset: bells\n" + SIMPLE.lstrip(), ROW).dataset.name == "bells"


def test_several_files_of_one_table_are_one_data_set() -> None:
    found = batch(SIMPLE, ROW, "who,whom,what\nIllyria,Arden,Fire\n")
    assert found.dataset.origin == "rows.csv; rows.csv"
    assert len(claims(found)) == 2


# ------------------------------------------------------------------------------------------------------ columns, values


def test_a_split_column_makes_one_claim_with_several_accused() -> None:
    mapping = SIMPLE.replace('whom: {name: "{whom}"', 'whom: {name: {value: "{whom}", split: ";"}')
    [claim] = claims(batch(mapping, "who,whom,what\nArden,Borduria; Illyria,Theft\n"))
    assert len(claim.accused) == 2


def test_several_speakers_make_a_claim_each() -> None:
    mapping = SIMPLE.replace('who: {name: "{who}"', 'who: {name: {value: "{who}", split: ";"}')
    found = claims(batch(mapping, "who,whom,what\nArden; Illyria,Borduria,Theft\n"))
    assert len({claim.iri for claim in found}) == len({claim.speakers[0] for claim in found}) == 2


@pytest.mark.parametrize(
    ("value", "cell", "expected"),
    [
        ('"{whom}"', "  Grey   Heron ", ["Grey Heron"]),
        ('"The {whom} Group"', "Heron", ["The Heron Group"]),
        ('{value: "{whom}", strip: [Suspected to be the work of, Suspected]}', "suspected to be the work of X", ["X"]),
        ("{value: '{whom}', find: '^([A-Z]+) '}", "APT 99", ["APT"]),
        ("{value: '{whom}', find: '^[0-9]'}", "APT 99", []),
        ('{value: "{whom}", translate: {B: Borduria}}', "b", ["Borduria"]),
        ('{value: "{whom}", translate: {B: ""}}', "B", []),
        ('{value: "{whom}", missing: nobody}', "Nobody", []),
        ('{value: "{whom}", missing: nobody, default: someone}', "Nobody", ["someone"]),
        ('{value: "{whom}", list: yes}', "\"[['A'], ['B', 'A'], []]\"", ["A", "B"]),
        ("{value: '{whom}', split_at: ' and |, '}", '"A, B and C"', ["A", "B", "C"]),
        ('{value: "{whom}", split: "/", states: only}', "France/Grey Heron", ["France"]),
        ('{value: "{whom}", split: "/", states: none}', "France/Grey Heron", ["Grey Heron"]),
        ('["{nick}", "{whom}"]', "Grey Heron", ["Grey Heron"]),
        ('[{when: {whom: {matches: "^G"}}, value: G}, other]', "Grey Heron", ["G"]),
        ("[{when: {whom: {not: [Grey Heron, X]}}, value: G}, other]", "grey heron", ["other"]),
        ('"{{{whom}}}"', "A", ["{A}"]),
    ],
)
def test_how_a_value_is_read(value: str, cell: str, expected: list[str]) -> None:
    mapping = SIMPLE.replace('whom: {name: "{whom}"', f"whom: {{name: {value}")
    found = batch(mapping, f"who,whom,what,nick\nArden,{cell},Theft,\n")
    assert sorted(actor.label for actor in of(Actor, found.records) if actor.label != "Arden") == expected


def test_values_are_worked_out_once_and_used_by_name() -> None:
    mapping = SIMPLE.replace("    actors:", '    values:\n      blamed: {value: "{whom}", split: ","}\n    actors:')
    mapping = mapping.replace('name: "{whom}"', 'name: "{blamed}"')
    assert len(claims(batch(mapping, 'who,whom,what\nArden,"A, B",Theft\n'))[0].accused) == 2


def test_values_can_be_taken_among_others_or_apart_from_them() -> None:
    mapping = SIMPLE.replace("    actors:", '    values:\n      blamed: {value: "{whom}", split: ","}\n    actors:')
    inside = mapping.replace('name: "{whom}"', 'name: {value: "{all}", split: ",", among: blamed}')
    outside = mapping.replace('name: "{whom}"', 'name: {value: "{all}", split: ",", not_among: blamed}')
    table = 'who,whom,what,all\nArden,"B, C",Theft,"A, B"\n'
    assert [actor.label for actor in of(Actor, batch(inside, table).records)] == ["Arden", "B"]
    assert [actor.label for actor in of(Actor, batch(outside, table).records)] == ["Arden", "A"]


def test_lookups_are_shared_by_values() -> None:
    mapping = SIMPLE + "lookups:\n  kinds: {match: {'^Grey': group, Office: agency}, default: state}\n"
    mapping = mapping.replace("kind: state}", 'kind: {value: "{this}", lookup: kinds}}')
    found = batch(mapping, "who,whom,what\nOffice of Nets,Grey Heron,Theft\n")
    assert {actor.label: actor.kind for actor in of(Actor, found.records)} == {
        "Office of Nets": "agency",
        "Grey Heron": "group",
    }


def test_names_of_states_that_have_a_comma_are_not_split() -> None:
    mapping = SIMPLE.replace(
        'whom: {name: "{whom}", kind: state}', 'whom: {name: {value: "{whom}", split: ","}, kind: state}'
    )
    found = batch(mapping, 'who,whom,what\nArden,"Palestine, State of, China, iran, islamic republic of",Theft\n')
    assert names(found, claims(found)[0].accused) == ["China", "Palestine, State of", "iran, islamic republic of"]


def test_a_state_that_is_none_of_the_standard_is_told_where_one_is_expected() -> None:
    mapping = SIMPLE.replace('whom: {name: "{whom}", kind: state}', 'whom: {name: "{whom}", kind: state, iso: yes}')
    found = batch(mapping, "who,whom,what\nArden,Borduria,Theft\nArden,France,Theft\n")
    assert skipped(found) == [(2, '"Borduria" is no state of ISO 3166-1; it is kept as it is written')]
    assert len(claims(found)) == 2


@pytest.mark.parametrize("cell", ["true", "1.5", "-0.25", "False"])
def test_what_is_no_name_is_told_and_blames_nobody(cell: str) -> None:
    found = batch(SIMPLE, f"who,whom,what\nArden,{cell},Theft\n")
    assert claims(found) == []
    assert (2, f'"{cell}" is no name of an actor; "whom" is left out') in skipped(found)


@pytest.mark.parametrize("cell", ["true", "1.5"])
def test_what_is_no_name_names_no_incident_and_is_no_alias(cell: str) -> None:
    found = batch(SIMPLE, f"who,whom,what\nArden,Borduria,{cell}\n")
    assert claims(found) == []
    assert (2, f'"{cell}" is no name of an incident; "what" is left out') in skipped(found)
    mapping = SIMPLE.replace(
        'whom: {name: "{whom}", kind: state}', 'whom: {name: "{whom}", kind: state, aliases: ["{also}"]}'
    )
    found = batch(mapping, f"who,whom,what,also\nArden,Borduria,Theft,{cell}\n")
    assert skipped(found) == [(2, f'"{cell}" is no name of an actor; "alias" is left out')]
    assert len(claims(found)) == 1


def test_names_of_the_gazetteer_tell_kinds_where_nothing_else_does() -> None:
    lookup = "lookups:\n  kinds: {match: {Office: agency}, gazetteer: [company, person], default: state}\n"
    mapping = SIMPLE + lookup.replace("state}", "state}")
    mapping = mapping.replace("kind: state}", 'kind: {value: "{this}", lookup: kinds}}')
    found = batch(mapping, "who,whom,what\nMicrosoft Office,Microsoft 365,Theft\nMicrosofts,Mr Mike Pompeo,Theft\n")
    assert {actor.label: actor.kind for actor in of(Actor, found.records)} == {
        "Microsoft Office": "agency",
        "Microsoft 365": "company",
        "Microsofts": "state",
        "Mr Mike Pompeo": "person",
    }
    assert 'there is no kind of names "firm" here' in problems(mapping.replace("[company,", "[firm,"))[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Arden,,Theft,", 'no claim "blame": nobody is accused; "whom" is empty'),
        (",Borduria,Theft,", 'no claim "blame": nobody makes it (there is no who; "who" is empty)'),
        ("Arden,Borduria,,", 'no claim "blame": there is no incident (what; "what" is empty)'),
    ],
)
def test_the_reason_names_the_cell_that_was_missing(row: str, reason: str) -> None:
    mapping = SIMPLE.replace("    actors:", '    values:\n      blamed: {value: "{whom}", split: ";"}\n    actors:')
    mapping = mapping.replace('whom: {name: "{whom}"', 'whom: {name: "{blamed}"')
    assert skipped(batch(mapping, f"who,whom,what,url\n{row}\n")) == [(2, reason)]


def test_a_source_has_one_publisher_and_others_are_told() -> None:
    mapping = SIMPLE.replace("list: {title: The list}", "list: {title: The list, publisher: whom}")
    mapping = mapping.replace('whom: {name: "{whom}"', 'whom: {name: {value: "{whom}", split: ";"}')
    found = batch(mapping, "who,whom,what\nArden,Borduria; Illyria,Theft\n")
    assert skipped(found) == [(2, '"list" has several publishers; Borduria is kept, and not Illyria')]


UNLESS = """
mapping: two
tables:
  rows:
    id: "{n}"
    actors:
      who: {name: "{who}", kind: state}
      whom: {id: "{n}", name: "{whom}", kind: state, unless: names}
    incidents:
      what: {name: "{what}"}
    sources:
      list: {title: The list}
    claims:
      blame: {act: attribution, by: who, accused: whom, incident: what, source: list}
  names:
    id: "{n}"
    actors:
      whom: {id: "{n}", name: "{whole}", kind: state}
"""


def test_a_name_that_is_left_to_another_table_which_lacks_it_is_told() -> None:
    found = batch(
        UNLESS, "n,whole\n1,Borduria\n2,Illyria\n", "n,who,whom,what\n1,Arden,Borduria,Theft\n2,Arden,X,Fire\n"
    )
    assert {actor.label for actor in of(Actor, found.records)} == {"Arden", "Borduria", "Illyria"}
    assert skipped(found) == [(3, '"whom" is left to the table "names", which does not call it "X"')]


# ---------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("written_as", "pattern", "meant"),
    [
        ("3/9/2031", "M/D/YYYY", "2031-03-09"),
        ("09.03.2031", "DD.MM.YYYY", "2031-03-09"),
        ("March 9, 2031", "MMMM D, YYYY", "2031-03-09"),
        ("Mar 2031", "MMMM YYYY", "2031-03"),
        ("2031", "YYYY", "2031"),
        ("2031-03-09 14:05:00", "YYYY-MM-DD", "2031-03-09"),
        ("2031-03-09T14:05Z", "YYYY-MM-DD", "2031-03-09"),
        ("Sun, 09 Mar 2031 14:05:00 +0100", "RFC 822", "2031-03-09"),
        ("9 Mar 2031 14:05 GMT", "RFC 822", "2031-03-09"),
        ("9 Mar 2031", "RFC 822", "2031-03-09"),
        ("2031-03", "M/D/YYYY", "2031-03"),
    ],
)
def test_how_a_date_is_read(written_as: str, pattern: str, meant: str) -> None:
    assert str(read_date(written_as, [Pattern.parse(pattern)], None)) == meant


def test_a_placeholder_day_is_only_its_year() -> None:
    assert str(read_date("2031-01-01", ISO, "01-01")) == "2031"
    assert str(read_date("2031-01-02", ISO, "01-01")) == "2031-01-02"
    assert str(read_date("2031-01-01", ISO, None)) == "2031-01-01"


@given(st.dates(), st.sampled_from(["M/D/YYYY", "DD.MM.YYYY", "YYYY-MM-DD", "MMMM D, YYYY"]))
def test_every_day_reads_as_itself(day: date, pattern: str) -> None:
    written_as = {
        "M/D/YYYY": f"{day.month}/{day.day}/{day.year:04}",
        "DD.MM.YYYY": f"{day.day:02}.{day.month:02}.{day.year:04}",
        "YYYY-MM-DD": str(day),
        "MMMM D, YYYY": f"{calendar.month_name[day.month]} {day.day}, {day.year:04}",
    }[pattern]
    assert str(read_date(written_as, [Pattern.parse(pattern)], None)) == str(day)


@pytest.mark.parametrize("text", ["31/2/2031", "2031-13-01", "soon", "1/1/2031" * 20, "２０３１"])
def test_what_is_no_date_is_left_out_and_told(text: str) -> None:
    mapping = with_claim('on: {value: "{day}", formats: [YYYY-MM-DD, D/M/YYYY, YYYY]}')
    found = batch(mapping, f"who,whom,what,day\nArden,Borduria,Theft,{text}\n")
    assert claims(found)[0].stated_on is None
    assert len(skipped(found)) == 1
    assert "the date is left out" in skipped(found)[0][1]


def test_an_incident_that_ends_before_it_begins_has_no_end() -> None:
    mapping = SIMPLE.replace('what: {name: "{what}"}', 'what: {name: "{what}", from: "{a}", to: "{b}"}')
    found = batch(mapping, "who,whom,what,a,b\nA,B,C,2031-03-02,2031-03-01\nA,B,D,2031-03-02,2031-03\n")
    assert sorted(str(incident.occurred_to) for incident in of(Incident, found.records)) == ["2031-03", "None"]
    assert skipped(found) == [(2, "the incident ends before it begins; the end is left out")]


# --------------------------------------------------------------------------------------------------------------- claims


def test_the_words_of_confidence_are_kept_and_grades_looked_up() -> None:
    mapping = with_claim('confidence: {words: "{sure}", scale: dni, label: "{sure}"}')
    found = batch(mapping, "who,whom,what,sure\nA,B,C,almost certain\nA,B,D,quite\n")
    by_words = {c.confidence.words: c.confidence for c in claims(found) if c.confidence}
    assert by_words["almost certain"] == Confidence(
        words="almost certain", scale="dni", grade="almost certain", value=95, low=90, high=100
    )
    assert by_words["quite"] == Confidence(words="quite")
    assert "'quite' is not on the scale dni" in skipped(found)[0][1]


def test_each_accused_may_have_a_role_of_its_own() -> None:
    mapping = SIMPLE.replace("accused: whom", "accused: [{actor: whom, role: '{part}'}]")
    found = batch(mapping, "who,whom,what,part\nA,B,C,sponsored\nA,B,D,paid\n")
    assert [labels(found)[iri] for claim in claims(found) for iri in claim.about] == ["Allegation that B sponsored C"]
    assert '"paid" is not a role' in skipped(found)[0][1]


def test_the_accused_does_not_attribute_but_claims_responsibility() -> None:
    assert [c.act for c in claims(batch(SIMPLE, "who,whom,what\nA,A,C\n"))] == ["responsibility"]


def test_a_speaker_among_other_accused_is_not_made_to_confess() -> None:
    mapping = SIMPLE.replace('whom: {name: "{whom}"', 'whom: {name: {value: "{whom}", split: "+"}')
    found = batch(mapping, "who,whom,what\nA,A+B,C\n")
    [claim] = claims(found)
    assert (claim.act, names(found, claim.accused)) == ("attribution", ["B"])
    assert "the accusation of itself is left out" in skipped(found)[0][1]


def test_only_the_accused_or_who_speaks_for_it_denies() -> None:
    mapping = SIMPLE.replace("act: attribution", "act: denial")
    found = batch(mapping, "who,whom,what\nA,A,C\nA,B,D\n")
    assert [claim.act for claim in claims(found)] == ["denial"]
    assert skipped(found) == [(3, "no denial: A is not the accused and does not speak for it (B)")]
    speaking = mapping.replace(
        'who: {name: "{who}", kind: state}', 'who: {name: "{who}", kind: agency, speaks_for: whom}'
    )
    assert [claim.act for claim in claims(batch(speaking, "who,whom,what\nM,B,D\n"))] == ["denial"]


def test_the_act_may_be_in_a_column() -> None:
    mapping = SIMPLE.replace(
        "act: attribution", 'act: {value: "{said}", translate: {did it: responsibility, no: denial}}'
    )
    found = batch(mapping, "who,whom,what,said\nA,A,C,did it\nA,A,D,no\nA,B,E,maybe\n")
    assert sorted(claim.act for claim in claims(found)) == ["denial", "responsibility"]
    assert '"maybe" is not a kind of claim' in skipped(found)[0][1]


def test_a_denial_answers_the_accusation_of_its_row() -> None:
    mapping = SIMPLE.rstrip() + (
        "\n      no: {when: {denied: yes}, act: denial, by: whom, incident: what, source: list, responds_to: blame}\n"
    )
    found = batch(mapping, "who,whom,what,denied\nA,B,C,yes\nA,B,D,no\n")
    [denial] = [claim for claim in claims(found) if claim.act == "denial"]
    [answered] = denial.responds_to
    assert {claim.iri: claim.act for claim in claims(found)}[answered] == "attribution"


def test_a_challenge_doubts_the_allegations_about_its_accused() -> None:
    found = claims(batch(SIMPLE.replace("act: attribution", "act: challenge"), ROW))[0]
    assert found.challenges == found.about != ()


def test_unnamed_speakers_are_different_ones_in_each_claim() -> None:
    mapping = SIMPLE.replace('who: {name: "{who}", kind: state}', "who: {name: an unnamed official, kind: unnamed}")
    found = claims(batch(mapping, "whom,what,who\nB,C,\nB,D,\n"))
    assert len({claim.speakers[0] for claim in found}) == 2


def test_scores_quantities_types_and_what_a_claim_rests_on() -> None:
    more = (
        "scores: [{criterion: cites sources, points: '{a}', out_of: 1}], quantity: '{n}', unit: boats, "
        "attribution_type: technical, relies_on: [{on: cited, mode: cites}], summary: 'Row {n}.'"
    )
    mapping = with_claim(more).replace(
        "list: {title: The list}", "list: {title: The list}\n      cited: {url: '{url}'}"
    )
    found = batch(mapping, "who,whom,what,a,n,url\nA,B,C,0.5,12,https://press.example/1\n")
    [claim] = claims(found)
    assert [(s.criterion, str(s.points), str(s.out_of)) for s in claim.scores] == [("cites sources", "0.5", "1")]
    assert (str(claim.quantity), claim.unit, dict(claim.summary)) == ("12", "boats", {"": "Row 12."})
    assert claim.attribution_type == (ATTRIBUTION_TYPE + "technical",)
    [reliance] = of(Reliance, found.records)
    assert (reliance.relying, reliance.mode) == (claim.iri, "cites")


def test_the_attribution_types_are_those_of_the_vocabulary() -> None:
    text = "".join(path.read_text() for path in VOCABULARY)
    assert {name for name in ATTRIBUTION_TYPES if f"\ntype:{name} a skos:Concept" in text} == set(ATTRIBUTION_TYPES)


def test_all_that_a_group_does_is_an_incident_of_its_own() -> None:
    mapping = SIMPLE.replace('what: {name: "{what}"}', "what: {activity_of: whom}").replace(
        "accused: whom", "accused: [{actor: home, role: origin}]"
    )
    mapping = mapping.replace("    incidents:", '      home: {name: "{what}", kind: state}\n    incidents:')
    found = batch(mapping, "who,whom,what\nLantern,Grey Heron,Borduria\n")
    [incident] = of(Incident, found.records)
    assert (incident.kind, incident.label) == ("activity", "activity of Grey Heron")
    assert incident.iri == mint("simple", "incident", "activity-of-state-Grey Heron")


def test_aliases_keep_who_gives_them_and_are_joined_over_rows() -> None:
    mapping = SIMPLE.replace(
        'whom: {name: "{whom}", kind: state}',
        'whom: {name: "{whom}", kind: group, aliases: [{name: {value: "{also}", split: ","}, by: who}]}',
    )
    found = batch(mapping, 'who,whom,what,also\nA,Heron,C,"Reed, Marsh"\nB,Heron,D,Bog\n')
    [heron] = [actor for actor in of(Actor, found.records) if actor.label == "Heron"]
    assert {(name.value, name.by and labels(found)[name.by]) for name in heron.names if name.kind == "alias"} == {
        ("Reed", "A"),
        ("Marsh", "A"),
        ("Bog", "B"),
    }


def test_sources_have_addresses_or_titles() -> None:
    mapping = SIMPLE.replace(
        "list: {title: The list}", "list: {title: 'Report on {what}', url: {value: '{url}', split: ' '}}"
    )
    found = batch(mapping, "who,whom,what,url\nA,B,C,https://press.example/1\nA,B,D,\nA,B,E,javascript:alert(1)\n")
    assert [(source.label, source.url) for source in of(Source, found.records)] == [
        ("Report on C", "https://press.example/1"),
        ("Report on D", None),
        ("Report on E", None),
    ]
    assert skipped(found) == [(4, 'a web address of "list" is malformed; it is left out')]


# ----------------------------------------------------------------------------------------------- rows, groups and parts

GROUPED = (
    SIMPLE.replace("  rows:\n", "  rows:\n    group: [id]\n")
    .replace('what: {name: "{what}"}', 'what: {name: "Case {id}"}')
    .replace(", what:", ", what:")
)


def test_rows_of_a_group_are_one_claim_for_each_speaker() -> None:
    table = "id,who,whom\n1,A,X\n1,A,Y\n1,B,X\n1,B,Y\n2,A,X\n"
    found = batch(GROUPED, table)
    assert sorted((labels(found)[claim.speakers[0]], len(claim.accused)) for claim in claims(found)) == [
        ("A", 1),
        ("A", 2),
        ("B", 2),
    ]


def test_a_group_can_tell_whether_its_rows_differ() -> None:
    mapping = GROUPED.replace(
        "accused: whom", "accused: [{actor: whom, role: [{when: {whom: {several: yes}}, value: origin}, sponsored]}]"
    )
    found = batch(mapping, "id,who,whom\n1,A,X\n1,A,Y\n2,A,X\n")
    assert sorted(labels(found)[iri].split()[3] for claim in claims(found) for iri in claim.about) == [
        "is",
        "is",
        "sponsored",
    ]


def test_rows_of_one_claim_that_are_apart_are_told() -> None:
    found = batch(GROUPED, "id,who,whom\n1,A,X\n2,A,X\n1,A,Y\n")
    assert len(claims(found)) == 2
    assert skipped(found)[0][0] == 4
    assert "in an earlier row already" in skipped(found)[0][1]


def test_lists_side_by_side_are_gone_through_together() -> None:
    mapping = """
mapping: sides
tables:
  rows:
    incidents: {what: {name: "{what}"}}
    sources: {list: {title: The list}}
    parts:
      - each: {columns: [who, day], split: ";"}
        actors: {who: {name: "{who}", kind: state}}
        claims: {said: {act: report, by: who, incident: what, on: "{day}", source: list}}
"""
    found = batch(mapping, "what,who,day\nFire,A; B,2031; 2032\nFlood,A; B,2031\n")
    assert sorted(claim.label for claim in claims(found)) == [
        "A reports on Fire (2031)",
        "A reports on Flood",
        "B reports on Fire (2032)",
        "B reports on Flood",
    ]
    assert skipped(found) == [(3, '"day" has 1 value where "who" has 2, and is left out')]


def test_rows_are_skipped_by_rules_with_their_reasons() -> None:
    mapping = SIMPLE.replace(
        "    actors:", "    skip:\n      - {when: {what: {matches: '^Test'}}, reason: a test}\n    actors:"
    )
    assert skipped(batch(mapping, ROW + "A,B,Testing\n")) == [(3, "a test")]


def test_a_thing_that_another_table_makes_is_made_only_without_it() -> None:
    mapping = """
mapping: two
tables:
  blames:
    actors: {who: {name: "{who}", kind: state}, whom: {name: "{whom}", kind: state}}
    incidents: {what: {id: "{number}", name: "Case {number}", unless: cases}}
    sources: {list: {title: The list}}
    claims: {blame: {act: attribution, by: who, accused: whom, incident: what, source: list}}
  cases:
    incidents: {what: {id: "{case}", name: "{title}"}}
"""
    blames, cases = "who,whom,number\nA,B,1\nA,B,2\n", "case,title\n1,Theft of the bell\n"
    alone, together = batch(mapping, blames), batch(mapping, blames, cases)
    assert [incident.label for incident in of(Incident, alone.records)] == ["Case 1", "Case 2"]
    assert [incident.label for incident in of(Incident, together.records)] == ["Theft of the bell", "Case 2"]
    assert together.dataset.tables == ("blames", "cases")
    assert {claim.iri for claim in claims(alone)} == {claim.iri for claim in claims(together)}


def test_one_id_has_one_description() -> None:
    mapping = SIMPLE.replace('what: {name: "{what}"}', 'what: {id: "{n}", name: "{what}"}')
    found = batch(mapping, "who,whom,what,n\nA,B,Fire,1\nA,C,Fire,1\nA,D,Flood,1\n")
    assert [incident.label for incident in of(Incident, found.records)] == ["Fire"]
    assert [line for line, _ in skipped(found)] == [4]


# ------------------------------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (SIMPLE.replace("by: who", "by: hwo"), 'my.yaml:13:37: there is no actor "hwo" here; did you mean "who"?'),
        (SIMPLE.replace("kind: state", "kind: stat", 1), '"stat" is not one of state, agency'),
        (SIMPLE.replace("accused: whom", "acused: whom"), 'unknown key "acused"; did you mean "accused"?'),
        (SIMPLE.replace('"{who}"', '"{who"'), "a brace without a column"),
        (SIMPLE.replace("act: attribution", "act: atribution"), 'did you mean "attribution"?'),
        (SIMPLE.replace(", source: list", ""), '"source" is missing'),
        (SIMPLE.replace("mapping: simple\n", ""), '"mapping" is missing'),
        (with_claim("on: {value: '{d}', formats: [dd/mm/yy]}"), "is not a way to write dates"),
        (with_claim("role: {value: '{r}', find: '('}"), "not a regular expression"),
        (with_claim("role: {value: '{r}', lookup: roles}"), 'there is no lookup "roles" here'),
        (with_claim("when: {what: {is: x, matchs: y}}"), 'unknown key "matchs"; did you mean "matches"?'),
        (with_claim("summary: 'by {this}'"), "stands in the entries of actors only"),
        (with_claim("unless: rows"), 'unknown key "unless"'),
        ("mapping: x\ntables: {}\n", "at least one table"),
        ("- a\n", "a mapping is a map"),
        ("mapping: x\nmapping: y\n", "already on line 1"),
        ("mapping: &a x\n", "anchors and aliases"),
    ],
)
def test_a_mistake_in_a_mapping_is_told_with_its_place(mistake: str, message: str) -> None:
    found = problems(mistake)
    assert any(message in problem for problem in found)
    assert all(re.match(r"my\.yaml:\d+:\d+: ", problem) for problem in found)


def test_a_column_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(InvalidData, match=r'the column "whom", which this table does not have; did you mean "whome"\?'):
        batch(SIMPLE, "who,whome,what\nA,B,C\n")


def test_optional_columns_may_be_absent() -> None:
    mapping = with_claim('summary: "{note}"').replace("    actors:", "    optional: [note]\n    actors:")
    assert claims(batch(mapping, ROW))[0].summary == {}
    assert claims(batch(mapping, "who,whom,what,note\nA,B,C,seen\n"))[0].summary == {"": "seen"}


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(InvalidData, match='two columns are called "who"'):
        batch(SIMPLE, "who,whom,what,who\nA,B,C,D\n")


# ------------------------------------------------------------------------------------------------- files and the schema


def test_a_mapping_is_named_or_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "my.yaml").write_text(SIMPLE)
    assert tables.names() == ["cfr", "eurepoc", "events", "fiat", "microsoft"]
    assert tables.named("cfr") is not None
    assert tables.named("nothing") is None
    own = tables.named(str(tmp_path / "my.yaml"))
    assert own is not None
    assert len(claims(own.read([written(ROW)])[0])) == 1
    with pytest.raises(StoreError, match="No such file"):
        tables.named(str(tmp_path / "other.yaml"))


def test_the_schema_accepts_the_mappings_that_ship() -> None:
    schema = mapping_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for file in sorted(FOLDER.glob("*.yaml")):
        data = json.loads(json.dumps(yaml.load(file.read_text(), Loader=yaml.BaseLoader)))
        assert list(validator.iter_errors(data)) == [], file.name
    assert not validator.is_valid({"mapping": "x", "tables": {"rows": {"claim": {}}}})


def test_the_mappings_that_ship_say_what_they_are() -> None:
    for file in shipped():
        assert file.mapping.mapping == Path(file.name).stem
        assert file.mapping.title
        assert file.mapping.about
        assert file.mapping.licence
    assert find("eurepoc") is not None


@given(st.text(max_size=300))
def test_no_text_crashes_the_reader_of_mappings(text: str) -> None:
    with contextlib.suppress(InvalidData):
        parse(text.encode("utf-8", "surrogatepass"), "my.yaml")


_SHAPES = st.recursive(
    st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "kind", "value", "when", "actors", "claims", "act", "by", "tables", "x", "list"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(_SHAPES)
def test_no_shape_crashes_the_reader_of_mappings(shape: object) -> None:
    data = {"mapping": "x", "tables": {"rows": shape}}
    with contextlib.suppress(InvalidData):
        parse(json.dumps(data).encode(), "my.yaml")


def test_the_example_of_the_documentation_works(tmp_path: Path) -> None:
    text = (DOCS / "mappings.md").read_text()
    [table] = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    [mapping] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "my.yaml").write_text(mapping)
    own = tables.named(str(tmp_path / "my.yaml"))
    assert own is not None
    [found] = own.read([written(table, "blames.csv")])
    assert [claim.label for claim in claims(found)] == [
        "Arden attributes Intrusion at the Mint to Grey Heron, Borduria (2031-03-09)",
        "Lantern Labs attributes Intrusion at the Mint to Grey Heron (2031)",
    ]
    assert skipped(found) == [(4, "nobody is blamed")]


def test_the_documentation_names_every_key() -> None:
    text = (DOCS / "mappings.md").read_text()
    keys = {key for entry in mapping_schema()["$defs"].values() for key in entry.get("properties", {})}
    assert {key for key in keys if not re.search(rf"`[^`]*\b{key}\b[^`]*`", text)} == set()
