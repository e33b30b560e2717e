"""What is wrong with a fact file is said in one line each, all at once, in order, at the word that is at fault."""

from __future__ import annotations

import time
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
from whoblamed.loaders.facts import case
from whoblamed.ontology.quads import from_quads, to_quads
from whoblamed.ontology.records import Batch

from ..support.cases import parse

FILE = "case.yaml"
#: In the tables below it stands before the word that is at fault.
MARK = "▶"

BLAME = "- {id: blame, act: attribution, by: fbi, accused: nk, incident: hack, on: 2014-12-19, source: late}\n"
SECTIONS = {
    "actors": """\
fbi: {name: FBI, kind: agency}
nk: {name: North Korea, kind: state}
ministry: {name: Foreign ministry, kind: agency, part_of: nk, speaks_for: nk}
envoy: {name: Envoy, kind: person, speaks_for: ministry}
lab: {name: Laboratory, kind: company}
insiders: {name: Insiders, kind: group}
""",
    "incidents": """\
hack: {name: Hack, kind: intrusion, from: 2014-11-24}
leak: {name: Leak}
""",
    "sources": """\
early: {title: Early, published: 2014-12-01}
late: {title: Late, published: 2015-01-31}
undated: {title: Undated}
""",
    "evidence": """\
malware: {summary: Similar malware}
""",
    "claims": BLAME,
}


def document(**sections: str) -> str:
    """A case in order but for what the sections say instead; claims come after one that blames North Korea."""
    texts = {**SECTIONS, **sections}
    if "claims" in sections:
        texts["claims"] = BLAME + sections["claims"]
    return "case: case\n" + "".join(f"{name}:\n{indent(text, '  ').rstrip()}\n" for name, text in texts.items())


def complaints(text: str) -> list[str]:
    """The lines that are printed about a file."""
    try:
        parse(text.encode(), FILE)
    except InvalidData as error:
        return [str(problem) for problem in error.problems]
    return []


def expected(marked: str, message: str) -> tuple[str, str]:
    """A file without its mark, and the line about what stands behind the mark."""
    before = marked[: marked.index(MARK)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return marked.replace(MARK, ""), f"{FILE}:{line}:{column}: {message}"


def test_the_file_that_the_tables_change_is_in_order() -> None:
    assert complaints(document()) == []


# ---------------------------------------------------------------------------------------------------- whole files

WHOLE = [
    (MARK + "[a, b]", "a fact file is a map; begin it with case: NAME"),
    (MARK + "case", "a fact file is a map; begin it with case: NAME"),
    ("---\n▶", "the file is empty"),
    (MARK + "title: No case", '"case" is missing'),
    ("case: ▶Sony 2014", '"Sony 2014" is not a slug such as sony-2014; write small letters, digits and single hyphens'),
    ("case: ▶../../etc", '"../../etc" is not a slug such as sony-2014; write small letters, digits and single hyphens'),
    ("case: ▶" + "a" * 101, f'"{"a" * 60}…" is longer than the 100 characters that a key may have'),
    ("case: ▶{en: sony}", '"case" must be a text, not a map'),
    ("▶case:", '"case" has no value; give it one, or delete it'),
    ("case: a\n▶cases: b", 'unknown key "cases"; did you mean "case"?'),
    (
        "case: a\n▶colour: red",
        'unknown key "colour"; allowed are case, title, licence, actors, incidents, sources, evidence, claims',
    ),
    ("case: a\nactors: ▶[fbi]", '"actors" must be a map, not a list'),
    ("case: a\nclaims: ▶{fbi: x}", '"claims" must be a list, not a map'),
    ("case: a\n▶claims:", '"claims" has no value; give it one, or delete it'),
    ("case: a\nclaims:\n- ▶fbi did it", "this item must be a map, not a text"),
    ("case: a\nactors: {fbi: ▶FBI}", '"fbi" must be a map, not a text'),
    ("case: a\ncase: b".replace("\nc", "\n▶c"), '"case" is already on line 1; delete or rename one of the two'),
]


@pytest.mark.parametrize(("marked", "message"), WHOLE)
def test_whole_files(marked: str, message: str) -> None:
    text, line = expected(marked, message)
    assert complaints(text)[0] == line


# -------------------------------------------------------------------------------------------------- single values


def about_one(section: str, entry: str, message: str, head: str = "") -> None:
    """The only complaint about a file with this entry is this message."""
    text, line = expected(document(**{section: head + entry}), message)
    (complaint,) = complaints(text)
    assert complaint.startswith(line)


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("▶''", "the text is empty"),
        ("▶'  '", "the text is empty"),
        ("▶'\u200b\u2060\u00ad'", "the text is empty"),
        ("▶[Late]", "write a text, or a map from language to text such as {en: ..., de: ...}"),
        ("▶{}", "write a text, or a map from language to text such as {en: ..., de: ...}"),
        ("{en: ▶' '}", "the text is empty"),
        ("{en: ▶[Late]}", '"en" must be a text, not a list'),
        ("{▶english: Late}", '"english" is not a language tag such as en or pt-BR'),
        ("{▶en_US: Late}", '"en_US" is not a language tag such as en or pt-BR'),
        ("{▶'': Late}", '"" is not a language tag such as en or pt-BR'),
        ("▶{en: Late, EN: Late}", "the same language is written twice, in capital and in small letters"),
        ("{en: Late, ▶en: Later}", '"en" is already on line 13; delete or rename one of the two'),
        (
            "{en: Late, ▶he said}",
            '"he said" has no value; give it one, or delete it; a text with a comma inside { } needs quotes',
        ),
        (
            "{en: So late, ▶you see}",
            '"you see" has no value; give it one, or delete it; a text with a comma inside { } needs quotes',
        ),
    ],
)
def test_texts(title: str, message: str) -> None:
    about_one("sources", f"late: {{title: {title}}}", message, head="")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("▶late: {publisher: fbi}", '"title" is missing in sources: late'),
        ("late: {title: Late, ▶publised: 2014}", 'unknown key "publised"; did you mean "published"?'),
        (
            "late: {title: Late, ▶colour: red}",
            'unknown key "colour"; allowed are title, gloss, publisher, published, retracted, corrects, url,',
        ),
        ("late: {title: Late, ▶published: }", '"published" has no value; give it one, or delete it'),
        ("late: {title: Late, published: ▶[2014]}", '"published" must be a text, not a list'),
        ("late: {title: Late, published: ▶2014-02-30}", "there is no date 2014-02-30"),
        (
            "late: {title: Late, published: ▶19.12.2014}",
            '"19.12.2014" is not a date; write YYYY-MM-DD, YYYY-MM, YYYY or unknown',
        ),
        ("late: {title: Late, publisher: ▶the FBI}", '"the FBI" is not a key; write letters and digits, with single'),
        ("late: {title: Late, publisher: ▶[fbi]}", '"publisher" must be a text, not a list'),
        ("late: {title: Late, url: ▶ftp://a}", '"ftp://a" is not a web address; write one that begins with http://'),
        ("late: {title: Late, url: ▶'https:///path'}", '"https:///path" is not a web address'),
        ("late: {title: Late, url: ▶'https://a.b/c d'}", '"https://a.b/c d" is not a web address'),
        ("late: {title: Late, url: ▶'javascript:alert(1)'}", '"javascript:alert(1)" is not a web address'),
        ("late: {title: Late, lang: ▶german}", '"german" is not a language tag such as en or pt-BR'),
        ("late: {title: Late, sha256: ▶ABC}", '"ABC" is not a SHA-256; write 64 hexadecimal digits, in small letters'),
        ("late: {title: Late, relies_on: ▶early}", '"relies_on" must be a list, not a text'),
        ("late: {title: Late, relies_on: [▶early]}", 'this item must be a map, not a text; write {on: "early"}'),
        ("late: ▶Late", '"late" must be a map, not a text; write {title: "Late"}'),
        ("late: {title: Late, relies_on: [{▶mod: wire}]}", 'unknown key "mod"; did you mean "mode"?'),
        ("late: {title: Late, relies_on: [{mode: ▶borrows}]}", '"borrows" is not one of quotes, cites, leaks, wire, '),
        ("late: {title: Late, relies_on: ▶[{on: early}, {on: early}]}", "the same is listed twice"),
        ("late: {title: Late, retracted: ▶yesterday}", '"yesterday" is not a date; write YYYY-MM-DD, '),
        ("late: {title: Late, gloss: ▶[]}", "write a text, or a map from language to text such as {en: ..., de: ...}"),
    ],
)
def test_values_of_sources(source: str, message: str) -> None:
    about_one("sources", source, message, head="early: {title: Early}\n")


@pytest.mark.parametrize(
    ("actor", "message"),
    [
        ("▶the lab: {name: Lab, kind: company}", '"the lab" is not a key; write letters and digits, with single'),
        ("▶a--b: {name: Lab, kind: company}", '"a--b" is not a key; write letters and digits, with single hyphens,'),
        ("▶" + "a" * 101 + ": {name: Lab, kind: company}", f'"{"a" * 60}…" is longer than the 100 characters'),
        ("x: {name: X, kind: ▶country}", '"country" is not one of state, agency, company, group, person, outlet, '),
        (
            "x: {name: X, kind: ▶agncy}",
            '"agncy" is not one of state, agency, company, group, person, outlet, persona, unnamed; did you mean "agen',
        ),
        ("x: {name: X, kind: group, wikidata: ▶423}", '"423" is not a Wikidata id such as Q423'),
        ("x: {name: X, kind: group, aliases: ▶Y}", '"aliases" must be a list, not a text'),
        ("x: {name: X, kind: group, aliases: [▶[Y]]}", "this item must be a map, not a list"),
        ("x: {name: X, kind: group, aliases: [▶'']}", "the text is empty"),
        ("x: {name: X, kind: group, aliases: [▶{lang: de}]}", '"name" is missing'),
        ("x: {name: X, kind: group, aliases: [{name: Y, ▶language: de}]}", 'unknown key "language"; did you mean '),
        ("x: {name: X, kind: group, part_of: ▶[nk, nk]}", '"nk" is listed twice'),
        ("x: {name: X, kind: group, part_of: [nk, ▶the UN]}", '"the UN" is not a key; write letters and digits'),
        (
            "x: {name: X, kind: group, part_of: [▶]}".replace("[▶]", "[nk, ▶{a: b}]"),
            "this item must be a text, not a map",
        ),
    ],
)
def test_values_of_actors(actor: str, message: str) -> None:
    about_one("actors", actor, message, head=SECTIONS["actors"])


@pytest.mark.parametrize(
    ("incident", "message"),
    [
        ("x: {name: X, kind: ▶breach}", '"breach" is not one of intrusion, outage, leak, theft, sabotage, '),
        (
            "x: {name: X, ▶date: 2014}",
            'unknown key "date"; allowed are name, kind, from, to, victims, description, rivals',
        ),
        ("x: {name: X, rivals: [▶[nk]]}", "write exactly 2 here"),
        ("x: {name: X, rivals: [▶[nk, insiders, lab]]}", "write exactly 2 here"),
        ("x: {name: X, rivals: [▶[nk, nk]]}", '"nk" is listed twice'),
        ("x: {name: X, rivals: [▶nk, insiders]}", "this item must be a list, not a text"),
    ],
)
def test_values_of_incidents(incident: str, message: str) -> None:
    text, line = expected(document(incidents=SECTIONS["incidents"] + incident), message)
    assert complaints(text)[0].startswith(line)


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ("x: {summary: X, disclosed: ▶partly}", '"partly" is not true or false'),
        ("▶x: {held_by: fbi}", '"summary" is missing in evidence: x'),
    ],
)
def test_values_of_evidence(evidence: str, message: str) -> None:
    about_one("evidence", evidence, message, head=SECTIONS["evidence"])


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("▶speaker: fbi", 'unknown key "speaker"; allowed are id, act, by, through, as_told_by, own_view, '),
        ("role: ▶did it", '"did it" is not one of carried-out, ordered, sponsored, aided, allowed, decided'),
        ("on: ▶2014-13", "there is no date 2014-13"),
        ("recorded: ▶2014", '"2014" is not a date or time; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ'),
        ("recorded: ▶2014-12-32", "there is no time 2014-12-32"),
        ("recorded: ▶0001-01-01T00:00:00+10:00", "there is no time 0001-01-01T00:00:00+10:00"),
        ("quantity: ▶'1,500,000'", '"1,500,000" is not a number; write digits only, such as 1500000 or 0.5'),
        ("quantity: ▶1e999999999", '"1e999999999" is not a number; write digits only, such as 1500000 or 0.5'),
        ("quantity: ▶NaN", '"NaN" is not a number; write digits only, such as 1500000 or 0.5'),
        ("unit: ▶''", "the text is empty"),
        ("quantity: {▶around: 3}", 'unknown key "around"; allowed are exact, about, at_least, at_most'),
        ("quantity: {about: ▶many}", '"many" is not a number; write digits only, such as 1500000 or 0.5'),
        ("form: ▶inditement", '"inditement" is not one of statement, press-conference, '),
        ("outcome: ▶guilty", '"guilty" is not one of convicted, plea-accepted, liable, acquitted, '),
        ("own_view: ▶maybe", '"maybe" is not true or false'),
        ("condition: ▶''", "the text is empty"),
        ("▶quote: {lang: de}", '"text" is missing'),
        ("quote: {text: so, ▶words: so}", 'unknown key "words"; allowed are text, lang, translated'),
        ("likelihood: {value: ▶95%}", '"95%" is not a whole number from 0 to 100'),
        ("at: {paragraph: ▶0}", '"0" is not a whole number from 1'),
        ("at: {start: ▶-1}", '"-1" is not a whole number from 0'),
        ("at: {start: ▶1.5}", '"1.5" is not a whole number from 0'),
        ("at: {start: ▶9999999999}", '"9999999999" is not a whole number from 0'),
        ("at: ▶page 3", '"at" must be a map, not a text; write {section: "page 3"}'),
        ("at: {▶page: 3}", 'unknown key "page"; allowed are source, section, paragraph, start, end'),
        ("at: [{start: 1}, {▶page: 3}]", 'unknown key "page"; allowed are source, section, paragraph, start, end'),
        ("confidence: ▶high", '"confidence" must be a map, not a text; write {words: "high"}'),
        ("likelihood: ▶likely", '"likelihood" must be a map, not a text; write {words: "likely"}'),
        ("confidence: ▶'\"high\"'", '"confidence" must be a map, not a text; write {words: …}'),
        ("confidence: {scale: ▶icd}", '"icd" is not one of none-low-med-high, 0-10, admiralty, wep, dni'),
        ("confidence: {value: ▶101}", '"101" is not a whole number from 0 to 100'),
        ("likelihood: {▶level: high}", 'unknown key "level"; did you mean "label"?'),
    ],
)
def test_values_of_claims(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, act: report, by: lab, source: late, {keys}}}", message)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("- ▶{act: report, by: lab, source: late}", '"id" is missing'),
        ("- ▶{id: x, by: lab, source: late}", '"act" is missing'),
        ("- ▶{id: x, act: report, source: late}", '"by" is missing'),
        ("- ▶{id: x, act: report, by: lab}", '"source" is missing'),
        ("- {id: x, act: report, by: lab, source: ▶[]}", "write at least 1 here"),
        ("- {id: x, act: report, by: lab, source: ▶[late, late]}", '"late" is listed twice'),
        ("- {id: ▶no way, act: report, by: lab, source: late}", '"no way" is not a key; write letters and digits'),
        (
            "- {id: x, act: ▶accusation, by: lab, source: late}",
            '"accusation" is not one of attribution, responsibility,',
        ),
    ],
)
def test_what_every_claim_has(claim: str, message: str) -> None:
    about_one("claims", claim, message)


# ------------------------------------------------------------------------------------------------------ references


@pytest.mark.parametrize(
    ("section", "entry", "message"),
    [
        ("actors", "x: {name: X, kind: group, part_of: ▶nkk}", 'no actor "nkk" in this file; did you mean "nk"?'),
        ("actors", "x: {name: X, kind: group, speaks_for: [fbi, ▶usa]}", 'no actor "usa" in this file'),
        ("actors", "x: {name: X, kind: group, aliases: [{name: Y, by: ▶usa}]}", 'no actor "usa" in this file'),
        (
            "actors",
            "x: {name: X, kind: group, aliases: [{name: Y, source: ▶lat}]}",
            'no source "lat" in this file; did',
        ),
        ("incidents", "x: {name: X, victims: ▶sony}", 'no actor "sony" in this file'),
        ("incidents", "x: {name: X, victims: [lab, ▶sony]}", 'no actor "sony" in this file'),
        ("incidents", "hack: {name: Hack, rivals: [[nk, ▶sony]]}", 'no actor "sony" in this file'),
        ("sources", "x: {title: X, publisher: ▶times}", 'no actor "times" in this file'),
        ("sources", "x: {title: X, relies_on: [{on: ▶lat}]}", 'no source, claim or evidence "lat" in this file; did'),
        ("evidence", "x: {summary: X, held_by: ▶nsa}", 'no actor "nsa" in this file'),
    ],
)
def test_references_of_entries(section: str, entry: str, message: str) -> None:
    head = SECTIONS[section]
    if entry.startswith("hack"):
        head = head.split("\n", 1)[1]
    about_one(section, entry, message, head=head)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("act: report, by: ▶fib, source: late", 'no actor "fib" in this file; did you mean "fbi"?'),
        ("act: report, by: fbi, source: ▶lat", 'no source "lat" in this file; did you mean "late"?'),
        ("act: report, by: fbi, source: [early, ▶blog]", 'no source "blog" in this file'),
        ("act: report, by: fbi, source: late, incident: ▶hck", 'no incident "hck" in this file; did you mean "hack"?'),
        ("act: report, by: fbi, source: late, evidence: [malware, ▶ips]", 'no evidence "ips" in this file'),
        (
            "act: report, by: fbi, source: late, responds_to: ▶blam",
            'no claim "blam" in this file; did you mean "blame"?',
        ),
        ("act: report, by: fbi, source: late, relies_on: [{on: ▶mail}]", 'no source, claim or evidence "mail" in this'),
        ("act: attribution, by: lab, source: late, incident: hack, accused: ▶cia", 'no actor "cia" in this file'),
        (
            "act: attribution, by: lab, source: late, incident: hack, accused: insiders, instead_of: [nk, ▶cia]",
            'no actor "cia" in this file',
        ),
        ("act: challenge, by: lab, source: late, challenges: [malware, ▶code]", 'no claim or evidence "code" in this'),
        (
            "act: challenge, by: lab, source: late, challenges: [malware, ▶blam, blame]",
            'no claim or evidence "blam" in',
        ),
        ("act: endorsement, by: lab, source: late, endorses: ▶blam", 'no claim "blam" in this file; did you mean'),
        ("act: endorsement, by: lab, source: late, endorses: ▶malware", 'no claim "malware" in this file'),
        ("act: withdrawal, by: fbi, source: late, withdraws: ▶blam", 'no claim "blam" in this file; did you mean'),
        (
            "act: withdrawal, by: fbi, source: late, withdraws: blame, on: 2015, replaced_by: ▶it",
            'no claim "it" in this file',
        ),
    ],
)
def test_references_of_claims(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, {keys}}}", message)


@pytest.mark.parametrize(
    ("section", "entry", "message"),
    [
        ("actors", "x: {name: X, kind: group, ▶part_of: x}", '"x" cannot be part_of itself'),
        ("actors", "x: {name: X, kind: group, ▶speaks_for: [nk, x]}", '"x" cannot be speaks_for itself'),
        ("sources", "x: {title: X, relies_on: [{on: ▶x}]}", '"x" cannot rest on itself'),
        ("claims", "- {id: x, act: report, by: lab, source: late, relies_on: [{on: ▶x}]}", '"x" cannot rest on itself'),
        ("claims", "- {id: x, act: report, by: lab, source: late, ▶responds_to: x}", '"x" cannot refer to itself'),
        ("claims", "- {id: x, act: endorsement, by: lab, source: late, ▶endorses: x}", '"x" cannot refer to itself'),
        ("claims", "- {id: x, act: challenge, by: lab, source: late, ▶challenges: x}", '"x" cannot refer to itself'),
    ],
)
def test_nothing_refers_to_itself(section: str, entry: str, message: str) -> None:
    about_one(section, entry, message, head=SECTIONS[section] if section != "claims" else "")


def test_a_key_that_could_mean_two_things_is_told_where_it_is_used() -> None:
    text, line = expected(
        document(
            evidence="blame: {summary: X}\nlate: {summary: Y}\n",
            claims="- {id: x, act: challenge, by: lab, source: late, challenges: ▶blame}\n",
        ),
        '"blame" is the key of a claim and of evidence; rename one of them',
    )
    assert complaints(text) == [line]
    text, line = expected(
        document(
            evidence="blame: {summary: X}\nlate: {summary: Y}\n",
            claims="- {id: x, act: report, by: lab, source: late, relies_on: [{on: ▶late}]}\n",
        ),
        '"late" is the key of a source and of evidence; rename one of them',
    )
    assert complaints(text) == [line]


def test_an_id_is_used_once() -> None:
    text = document(
        claims="- {id: x, act: report, by: lab, source: late}\n- {id: blame, act: report, by: b, source: late}\n"
    )
    assert complaints(text) == [
        f'{FILE}:21:10: the id "blame" is already used on line 19; choose another',
        f'{FILE}:21:34: no actor "b" in this file',
    ]


# ----------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("actor", "message"),
    [
        ("x: {name: X, kind: group, aliases: [▶X]}", 'the name "X" is already there; delete one of the two'),
        ("x: {name: X, kind: group, aliases: [Y, ▶{name: Y}]}", 'the name "Y" is already there; delete one of the two'),
        ("x: {name: {en: X}, kind: group, aliases: [X, ▶{name: X, lang: en}]}", 'the name "X" is already there'),
    ],
)
def test_a_name_is_given_once(actor: str, message: str) -> None:
    about_one("actors", actor, message, head=SECTIONS["actors"])


def test_one_name_may_be_given_in_two_languages_or_by_two_actors() -> None:
    names = "x: {name: {en: X, de: X}, kind: group, aliases: [X, {name: X, by: fbi}, {name: X, by: lab}]}\n"
    assert complaints(document(actors=SECTIONS["actors"] + names)) == []


def test_an_actor_is_not_part_of_its_own_part() -> None:
    circle = "x: {name: X, kind: group, part_of: y}\ny: {name: Y, kind: group, part_of: z}\n"
    about_one(
        "actors",
        "z: {name: Z, kind: group, ▶part_of: [nk, x]}",
        '"x" is itself part of "z"; delete one of the two',
        head=SECTIONS["actors"] + circle,
    )


def test_actors_may_speak_for_each_other() -> None:
    pair = "x: {name: X, kind: group, speaks_for: y}\ny: {name: Y, kind: group, speaks_for: x}\n"
    denial = "- {id: no, act: denial, by: x, accused: y, incident: leak, source: late}\n"
    assert complaints(document(actors=SECTIONS["actors"] + pair, claims=denial)) == []


@pytest.mark.parametrize(
    ("incident", "message"),
    [
        ("x: {name: X, from: 2014-12-02, to: ▶2014-12-01}", "it ends (2014-12-01) before it starts (2014-12-02)"),
        ("x: {name: X, from: 2014-12-02, to: ▶2014-11}", "it ends (2014-11) before it starts (2014-12-02)"),
        ("x: {name: X, to: ▶2013, from: 2014}", "it ends (2013) before it starts (2014)"),
    ],
)
def test_an_incident_ends_after_it_starts(incident: str, message: str) -> None:
    about_one("incidents", incident, message, head=SECTIONS["incidents"])


@pytest.mark.parametrize(
    "dates", ["from: 2014-12-02, to: 2014-12", "from: 2014-12-02, to: 2014", "from: unknown, to: 1"]
)
def test_dates_that_may_be_in_order_are_let_pass(dates: str) -> None:
    dates = dates.replace("to: 1", "to: 0001")
    assert complaints(document(incidents=SECTIONS["incidents"] + f"x: {{name: X, {dates}}}\n")) == []


def test_rivals_are_accused_of_the_incident() -> None:
    about_one(
        "incidents",
        "hack: {name: Hack, rivals: [[nk, ▶insiders]]}\nleak: {name: Leak}",
        'no claim accuses "insiders" of this, so it has no rivals; add the claim, or delete the pair',
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "x: {title: X, published: 2014-11-30, relies_on: [{mode: cites}, {on: ▶early}]}",
            'mode cites needs "on": what does it rest on?',
        ),
        (
            "x: {title: X, published: 2014-11-30, relies_on: [{on: ▶early, mode: cites}]}",
            'published 2014-11-30, it cannot rest on "early", which is later (2014-12-01)',
        ),
    ],
)
def test_what_a_source_rests_on(source: str, message: str) -> None:
    if "mode cites needs" in message:
        source = source.replace("▶", "").replace("{mode: cites}", "▶{mode: cites}").replace("on: early", "on: undated")
    about_one("sources", source, message, head=SECTIONS["sources"])


def test_a_leak_may_come_before_the_publication_of_what_it_leaks() -> None:
    leak = "x: {title: X, published: 2014-11-30, relies_on: [{on: early, mode: leaks}]}\n"
    assert complaints(document(sources=SECTIONS["sources"] + leak)) == []


# ------------------------------------------------------------------------------------------- which act has which keys


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "act: report, by: lab, ▶accused: nk",
            '"accused" has no meaning for act report; it belongs to attribution or ',
        ),
        ("act: report, by: lab, ▶role: aided", '"role" has no meaning for act report; it belongs to attribution or '),
        (
            "act: report, by: lab, ▶endorses: blame",
            '"endorses" has no meaning for act report; it belongs to endorsement',
        ),
        (
            "act: denial, by: nk, incident: hack, ▶instead_of: insiders",
            '"instead_of" has no meaning for act denial; it belongs to attribution or responsibility',
        ),
        (
            "act: endorsement, by: lab, endorses: blame, ▶quantity: 3",
            '"quantity" has no meaning for act endorsement; it belongs to report',
        ),
        ("act: report, by: lab, ▶unit: GB", 'a "unit" needs a "quantity"'),
        ("act: attribution, by: lab, incident: hack", 'act attribution needs "accused" and "incident"'),
        ("act: attribution, by: lab, accused: nk", 'act attribution needs "accused" and "incident"'),
        ("act: responsibility, by: insiders", 'act responsibility needs "incident"'),
        ("act: denial, by: nk", 'act denial needs "incident", or "responds_to"'),
        ("act: challenge, by: lab", 'act challenge needs "challenges", or "accused" and "incident"'),
        ("act: challenge, by: lab, incident: hack", 'act challenge needs "challenges", or "accused" and "incident"'),
        ("act: endorsement, by: lab", 'act endorsement needs "endorses"'),
        ("act: withdrawal, by: lab", 'act withdrawal needs "withdraws"'),
        (
            "act: finding, by: lab, accused: nk, incident: hack",
            'act finding needs "accused" and "incident" and "outcome"',
        ),
        (
            "act: report, by: lab, incident: hack, ▶outcome: convicted",
            '"outcome" has no meaning for act report; it belongs to finding',
        ),
        ("act: no-comment, by: nk", 'act no-comment needs "responds_to", or "incident"'),
        ("act: criticism, by: lab, accused: nk", 'act criticism needs "accused" and "incident"'),
        (
            "act: criticism, by: lab, accused: nk, incident: hack, ▶role: aided",
            '"role" has no meaning for act criticism; it belongs to attribution or ',
        ),
    ],
)
def test_each_act_has_its_keys(keys: str, message: str) -> None:
    mark = "" if MARK in keys else MARK
    about_one("claims", f"- {mark}{{id: x, source: late, {keys}}}", message)


# ------------------------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "act: report, by: lab, source: [late, early], on: ▶2014-12-02",
            'said on 2014-12-02, after "early" in which it stands was published (2014-12-01)',
        ),
        (
            "act: report, by: lab, source: early, on: ▶2015",
            'said on 2015, after "early" in which it stands was published',
        ),
        (
            "act: denial, by: nk, source: late, responds_to: blame, on: ▶2014-12-18",
            'said on 2014-12-18, not after "blame" (2014-12-19), which it responds to',
        ),
        (
            "act: challenge, by: lab, source: late, challenges: blame, on: ▶2014-11",
            'said on 2014-11, not after "blame" (2014-12-19), which it challenges',
        ),
        (
            "act: endorsement, by: lab, source: undated, endorses: blame, on: ▶2013",
            'said on 2013, not after "blame" (2014-12-19), which it endorses',
        ),
        (
            "act: withdrawal, by: fbi, source: late, withdraws: blame, on: ▶2014-12-19",
            'said on 2014-12-19, not after "blame" (2014-12-19), which it withdraws',
        ),
    ],
)
def test_a_claim_is_said_before_its_source_and_after_what_it_refers_to(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, {keys}}}", message)


@pytest.mark.parametrize(
    "keys",
    [
        "act: report, by: lab, source: late, on: 2015-01-31",
        "act: report, by: lab, source: early, on: 2014",
        "act: report, by: lab, source: undated, on: 2999",
        "act: report, by: lab, source: late, on: unknown",
        "act: denial, by: nk, source: late, responds_to: blame, on: 2014-12-19",
        "act: withdrawal, by: fbi, source: late, withdraws: blame, on: 2014-12",
        "act: withdrawal, by: fbi, source: late, withdraws: blame",
    ],
)
def test_what_may_be_in_order_is_let_pass(keys: str) -> None:
    assert complaints(document(claims=f"- {{id: x, {keys}}}\n")) == []


# ---------------------------------------------------------------------------------------------------------- speakers


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "act: attribution, by: nk, accused: ▶nk",
            '"nk" is the accused "nk" or speaks for it; use act: responsibility',
        ),
        (
            "act: attribution, by: envoy, accused: ▶[insiders, nk]",
            '"envoy" is the accused "nk" or speaks for it; use act: responsibility',
        ),
        (
            "act: responsibility, by: ▶insiders, accused: nk",
            '"insiders" does not speak for "nk"; use act: attribution, or give "insiders" speaks_for: nk',
        ),
        (
            "act: denial, by: ▶lab, accused: nk, responds_to: blame",
            '"lab" does not speak for "nk"; use act: challenge, or give "lab" speaks_for: nk',
        ),
        (
            "act: attribution, by: lab, accused: insiders, ▶instead_of: [nk, insiders]",
            '"insiders" is accused by this claim and cannot be its own rival',
        ),
        (
            "act: responsibility, by: insiders, ▶instead_of: insiders",
            '"insiders" is accused by this claim and cannot be its own rival',
        ),
    ],
)
def test_who_speaks(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, source: late, incident: hack, {keys}}}", message)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("act: report, by: [lab, ▶nobody]", 'no actor "nobody" in this file'),
        ("act: report, by: ▶[lab, lab]", '"lab" is listed twice'),
        ("act: report, by: ▶[]", "write at least 1 here"),
        (
            "act: attribution, by: [lab, nk], accused: ▶nk",
            'one of "lab", "nk" is the accused "nk" or speaks for it; make claims of their own of it',
        ),
        (
            "act: denial, by: ▶[lab, insiders], accused: nk",
            '"insiders", "lab" do not speak for "nk"; use act: challenge, or give "lab" speaks_for: nk',
        ),
        ("act: report, by: nk, through: ▶spokesman", 'no actor "spokesman" in this file'),
        (
            "act: report, by: nk, through: ▶nk",
            '"nk" is the speaker; name in "by" who is spoken for, and in "through" who speaks for it',
        ),
        (
            "act: report, by: nk, as_told_by: ▶nk",
            '"nk" is the speaker; name in "by" who is said to have said it, and in "as_told_by" who says so',
        ),
        (f"act: report, by: lab, quote: ▶{'so ' * 26}", "the quotation has 26 words, and at most 25 may be quoted; "),
        (
            "act: report, by: lab, ▶quote: {text: so, translated: yes}",
            'a translated quotation needs "lang": into which language?',
        ),
        ("act: report, by: lab, ▶quantity: {}", 'say how much: a number, or "about", "at_least" or "at_most"'),
        (
            "act: report, by: lab, ▶quantity: {about: 3, at_least: 2}",
            '"about" stands alone; for a range use "at_least" and "at_most"',
        ),
        (
            "act: report, by: lab, quantity: {at_least: 3, at_most: ▶2}",
            "at most 2 is less than at least 3",
        ),
    ],
)
def test_how_it_was_said(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, source: late, incident: hack, {keys}}}", message)


@pytest.mark.parametrize(
    "keys", ["act: denial, by: [lab, nk], accused: nk", "act: report, by: nk, through: a spokesman"]
)
def test_what_several_or_a_spokesman_may_say(keys: str) -> None:
    assert complaints(document(claims=f"- {{id: x, source: late, incident: hack, {keys}}}\n")) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x: {title: X, corrects: ▶nothing}", 'no source "nothing" in this file'),
        ("x: {title: X, corrects: ▶x}", '"x" cannot correct itself'),
        (
            "x: {title: X, published: 2014-11-01, corrects: ▶early}",
            'published 2014-11-01, it cannot correct "early", which is later (2014-12-01)',
        ),
        (
            "x: {title: X, published: 2014-12-01, retracted: ▶2014-11}",
            "it is retracted (2014-11) before it was published (2014-12-01)",
        ),
    ],
)
def test_corrections_and_retractions(source: str, message: str) -> None:
    about_one("sources", source, message, head=SECTIONS["sources"])


def test_sources_do_not_correct_each_other_in_a_circle() -> None:
    circle = "x: {title: X, corrects: y}\ny: {title: Y, corrects: x}\n"
    (found,) = complaints(document(sources=SECTIONS["sources"] + circle))
    assert found.endswith('itself corrects "y"; delete one of the two')


@pytest.mark.parametrize("by", ["nk", "ministry", "envoy"])
def test_whoever_speaks_for_the_accused_may_deny_and_claim_responsibility(by: str) -> None:
    said = f"by: {by}, accused: nk, incident: hack, source: late"
    assert (
        complaints(document(claims=f"- {{id: x, act: denial, {said}}}\n- {{id: y, act: responsibility, {said}}}\n"))
        == []
    )


def test_a_part_of_the_accused_that_does_not_speak_for_it_may_accuse_it() -> None:
    actors = SECTIONS["actors"] + "defector: {name: Defector, kind: person, part_of: nk}\n"
    said = "- {id: x, act: attribution, by: defector, accused: nk, incident: hack, source: late}\n"
    assert complaints(document(actors=actors, claims=said)) == []


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("by: lab, withdraws: ▶blame", '"lab" cannot withdraw "blame", which "fbi" said; use act: challenge'),
        ("by: ministry, withdraws: ▶said", '"ministry" cannot withdraw "said", which "nk" said; use act: challenge'),
        ("by: fbi, withdraws: blame, replaced_by: ▶said", '"fbi" cannot replace its claim by "said", which "nk" said'),
        ("by: fbi, withdraws: blame, replaced_by: ▶blame", '"blame" cannot be withdrawn and be what it is replaced by'),
    ],
)
def test_only_who_made_a_claim_takes_it_back(keys: str, message: str) -> None:
    said = "- {id: said, act: report, by: nk, source: late}\n"
    about_one("claims", f"- {{id: x, act: withdrawal, on: 2015-01, source: late, {keys}}}", message, head=said)


@pytest.mark.parametrize("speaker", ["nk", "ministry", "envoy"])
def test_a_principal_may_take_back_what_was_said_for_it(speaker: str) -> None:
    said = f"- {{id: said, act: report, by: {speaker}, source: late}}\n"
    back = "- {id: back, act: withdrawal, by: nk, withdraws: said, source: late}\n"
    assert complaints(document(claims=said + back)) == []


# ------------------------------------------------------------------------------------------- what claims are about


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "act: endorsement, by: lab, endorses: blame, incident: ▶leak",
            'what this endorsement refers to is about "hack"',
        ),
        (
            "act: withdrawal, by: fbi, withdraws: blame, incident: ▶leak",
            'what this withdrawal refers to is about "hack"',
        ),
        (
            "act: challenge, by: lab, challenges: blame, incident: ▶leak",
            'what this challenge refers to is about "hack"',
        ),
        (
            "act: challenge, by: lab, challenges: blame, role: ▶aided",
            'what this challenge refers to accuses in the role "carried-out"',
        ),
        (
            "act: challenge, by: lab, challenges: blame, ▶accused: insiders",
            'what this challenge refers to accuses "nk", not "insiders"; name the "accused" and the "incident" that',
        ),
        (
            "act: denial, by: nk, responds_to: blame, role: ▶ordered",
            'what this denial refers to accuses in the role "carried-out"',
        ),
        (
            "act: denial, by: ministry, responds_to: blame, role: ▶ordered",
            'what this denial refers to accuses in the role "carried-out"',
        ),
        (
            "act: denial, by: lab, responds_to: blame",
            'what this denial refers to accuses "nk", not "lab"; name the "accused" and the "incident" that it is',
        ),
        (
            "act: denial, by: ministry, responds_to: blame, incident: leak",
            'what this denial refers to accuses "nk", not "ministry"; name the "accused" and the "incident" that it is',
        ),
    ],
)
def test_a_claim_agrees_with_what_it_refers_to(keys: str, message: str) -> None:
    mark = "" if MARK in keys else MARK
    about_one("claims", f"- {mark}{{id: x, on: 2015-01, source: late, {keys}}}", message)


@pytest.mark.parametrize(
    "keys",
    [
        "act: denial, by: insiders, accused: insiders, incident: hack, responds_to: blame",
        "act: denial, by: nk, incident: leak, responds_to: blame",
        "act: denial, by: nk, incident: hack, role: ordered, responds_to: blame",
        "act: challenge, by: lab, accused: insiders, incident: leak, challenges: malware",
    ],
)
def test_a_claim_may_be_about_something_else_when_it_says_whom_and_what(keys: str) -> None:
    assert complaints(document(claims=f"- {{id: x, source: late, {keys}}}\n")) == []


def test_claims_do_not_refer_to_each_other_in_a_circle() -> None:
    about_one(
        "claims",
        "- {id: x, act: endorsement, by: lab, endorses: z, source: late}\n"
        "- ▶{id: y, act: endorsement, by: fbi, endorses: x, source: late}\n"
        "- {id: z, act: challenge, by: nk, challenges: [blame, y], source: late}",
        '"x" refers to "y" in turn; a claim can refer only to what was said before it',
    )


# ------------------------------------------------------------------------------------------- passages and confidence


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("source: late, at: {start: 5, end: ▶4}", "the passage ends (4) before it starts (5)"),
        ("source: late, at: [{start: 1}, {start: 5, end: ▶5}]", "the passage ends (5) before it starts (5)"),
        ("source: late, at: {section: A, ▶end: 5}", '"end" needs "start"'),
        ("source: late, ▶at: {}", 'say where in the source: "section", "paragraph", or "start" and "end"'),
        (
            "source: late, at: [▶{source: late}]",
            'say where in the source: "section", "paragraph", or "start" and "end"',
        ),
        ("source: late, at: {source: ▶early, paragraph: 1}", '"early" is not a source of this claim; add it to source'),
        ("source: [late, undated], ▶at: {paragraph: 1}", 'this claim has several sources; give "source" in at'),
    ],
)
def test_where_in_a_source(keys: str, message: str) -> None:
    about_one("claims", f"- {{id: x, act: report, by: lab, {keys}}}", message)


@pytest.mark.parametrize(
    ("confidence", "message"),
    [
        ("{scale: dni, label: ▶pretty sure}", "'pretty sure' is not on the scale dni; its grades are"),
        ("{scale: 0-10, label: ▶11}", "'11' is not on the scale 0-10; its grades are 0, 1, 2"),
        ("▶{scale: dni}", '"scale" and "label" go together; for any other wording use "words"'),
        ("▶{words: sure, label: likely}", '"scale" and "label" go together; for any other wording use "words"'),
        ("▶{}", 'say how sure: "words", or "scale" and "label"'),
        (
            "{scale: dni, label: almost certain, value: ▶10}",
            '10 does not agree with the label: "almost certain" means 90 to 100 on the scale dni',
        ),
        (
            '{scale: admiralty, label: "6", value: ▶50}',
            '50 does not agree with the label: "6" means no number on the scale admiralty',
        ),
    ],
)
@pytest.mark.parametrize("key", ["confidence", "likelihood"])
def test_how_sure(key: str, confidence: str, message: str) -> None:
    entry = f"{key}: {confidence}"
    if confidence.startswith(MARK):
        entry = MARK + entry.replace(MARK, "")
    about_one("claims", f"- {{id: x, act: report, by: lab, source: late, {entry}}}", message)


# --------------------------------------------------------------------------------------- all at once, and in order


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    text = """\
case: Not a slug
actors:
  fbi: {name: FBI, kind: agency, part_of: usa}
  nk: {name: North Korea, knd: state}
incidents:
  hack: {name: Hack, from: 2014-12, to: 2014-11}
  leak: {name: Leak, kind: }
sources:
  late: {title: Late, published: 2014-02-30}
  early: {title: Early, url: 'https://a.b', url: 'https://c.d'}
claims:
  - {id: blame, act: attribution, by: fbi, accused: nk, incident: hack, source: late}
  - {id: blame, act: attribution, by: fib, accused: nk, source: early}
  - {id: backed, act: endorsement, by: fbi, endorses: blam, source: early, at: {start: 2, end: 1}}
"""
    assert [complaint.split(": ", 1) for complaint in complaints(text)] == [
        [f"{FILE}:1:7", '"Not a slug" is not a slug such as sony-2014; write small letters, digits and single hyphens'],
        [f"{FILE}:3:43", 'no actor "usa" in this file'],
        [f"{FILE}:4:3", '"kind" is missing in actors: nk'],
        [f"{FILE}:4:27", 'unknown key "knd"; did you mean "kind"?'],
        [f"{FILE}:6:41", "it ends (2014-11) before it starts (2014-12)"],
        [f"{FILE}:7:22", '"kind" has no value; give it one, or delete it; a text with a comma inside { } needs quotes'],
        [f"{FILE}:9:34", "there is no date 2014-02-30"],
        [f"{FILE}:10:45", '"url" is already on line 10; delete or rename one of the two'],
        [f"{FILE}:13:5", 'act attribution needs "accused" and "incident"'],
        [f"{FILE}:13:10", 'the id "blame" is already used on line 12; choose another'],
        [f"{FILE}:13:39", 'no actor "fib" in this file; did you mean "fbi"?'],
        [f"{FILE}:14:55", 'no claim "blam" in this file; did you mean "blame"?'],
        [f"{FILE}:14:96", "the passage ends (1) before it starts (2)"],
    ]


def test_one_wrong_key_is_one_line() -> None:
    text = "case: case\nactors:\n  fbi: {name: FBI, knd: agency, kind: agency}\n"
    text += "claims:\n  - {id: x, act: report, by: fbi, source: s}\nsources:\n  s: {title: S, publisher: fbi}\n"
    assert complaints(text) == [f'{FILE}:3:20: unknown key "knd"; did you mean "kind"?']


@pytest.mark.parametrize(
    ("section", "entry"),
    [("actors", "lab: {name: Lab}\n"), ("sources", "late: {}\n"), ("evidence", "malware: {}\n")],
)
def test_what_refers_to_an_entry_at_fault_is_not_told_as_well(section: str, entry: str) -> None:
    said = "- {id: x, act: challenge, by: lab, challenges: malware, source: late, evidence: malware}\n"
    key = entry.split(":")[0]
    rest = "\n".join(row for row in SECTIONS[section].split("\n") if not row.startswith(key))
    assert len(complaints(document(**{section: rest + entry, "claims": said}))) == 1


def test_what_follows_from_a_dangling_reference_is_not_told_as_well() -> None:
    claims = "- {id: a, act: attribution, by: lab, accused: insider, incident: hack, source: late}\n"
    claims += "- {id: b, act: denial, by: insiders, responds_to: a, source: late}\n"
    claims += "- {id: c, act: endorsement, by: fbi, endorses: a, incident: leak, source: late}\n"
    (complaint,) = complaints(document(claims=claims))
    assert complaint.endswith('no actor "insider" in this file; did you mean "insiders"?')


def test_of_a_section_at_fault_only_the_fault_is_told() -> None:
    text = document(actors="- fbi\n")
    assert complaints(text) == [f'{FILE}:3:3: "actors" must be a map, not a list']
    text = document().replace("\nactors:", "\nactor:")
    assert complaints(text) == [f'{FILE}:2:1: unknown key "actor"; did you mean "actors"?']


def test_a_text_that_is_too_long_to_print_is_cut() -> None:
    (complaint,) = complaints(f"case: {'x ' * 100_000}")
    assert len(complaint) < 200


# ------------------------------------------------------------------------------------------------------- no hanging


def test_long_chains_and_circles_of_actors_are_followed_in_short_time() -> None:
    count = 2_000
    actors = SECTIONS["actors"] + "".join(
        f"x{n}: {{name: X{n}, kind: group, speaks_for: x{n + 1}}}\n" for n in range(count)
    )
    actors += f"x{count}: {{name: Last, kind: group, speaks_for: x0}}\n"
    said = f"- {{id: no, act: denial, by: x0, accused: x{count}, incident: hack, source: late}}\n"
    begun = time.process_time()
    assert complaints(document(actors=actors, claims=said)) == []
    assert time.process_time() - begun < 3


def test_many_dangling_references_are_told_in_short_time() -> None:
    said = "".join(f"- {{id: x{n}, act: report, by: nobody-{n}, source: late}}\n" for n in range(2_000))
    begun = time.process_time()
    assert len(complaints(document(claims=said))) == 2_000
    assert time.process_time() - begun < 5


def test_long_lists_are_read_in_short_time() -> None:
    accused = ", ".join(f"x{n}" for n in range(30_000))
    begun = time.process_time()
    assert (
        len(complaints(document(claims=f"- {{id: x, act: report, by: fbi, accused: [{accused}], source: late}}\n"))) > 1
    )
    assert time.process_time() - begun < 4


@pytest.mark.slow
def test_many_claims_are_read_in_short_time() -> None:
    said = "".join(
        f"- {{id: x{n}, act: attribution, by: fbi, accused: nk, incident: hack, source: late}}\n" for n in range(12_000)
    )
    begun = time.process_time()
    assert complaints(document(claims=said)) == []
    assert time.process_time() - begun < 7


# ------------------------------------------------------------------------------------------------------------- fuzz

WORDS = [*"{}[]:,-&*!#|>'\"\n", " ", "  ", "fbi", "nk", "hack", "late", "blame", "x", "by", "accused", "endorses"]
WORDS += [
    "2014",
    "2014-13",
    "unknown",
    "null",
    "case",
    "claims",
    "actors",
    "act: denial",
    "[key]",
    "at",
    "name",
    "en: ",
]


@given(st.data())
def test_any_change_to_a_file_is_read_or_refused(data: st.DataObject) -> None:
    text = document(
        claims="- {id: x, act: denial, by: envoy, accused: nk, responds_to: blame, source: late, at: {start: 1}}\n"
    )
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 20)))
        text = text[:start] + data.draw(st.sampled_from(WORDS)) + text[end:]
    found = complaints(text)
    if found:
        assert_in_order(found)
    else:
        assert_can_be_written(parse(text.encode(), FILE))


def assert_in_order(found: list[str]) -> None:
    parts = [complaint.split(":", 3) for complaint in found]
    places = [(int(line), int(column)) for _, line, column, _ in parts]
    assert places == sorted(places)
    assert all(file == FILE and message.strip() for file, _, _, message in parts)


def assert_can_be_written(batch: Batch) -> None:
    quads = [quad for record in batch.kept() for quad in to_quads(record, batch.dataset.iri)]
    assert {record.iri: record for record in from_quads(quads)} == {record.iri: record for record in batch.kept()}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("on: 2014-12-19, recorded: ▶2001-01-01", "recorded before it was said (2014-12-19); leave it out, and it is"),
        ("recorded: ▶2001-01-01", "recorded before it was said (2015-01-31); leave it out, and it is the time of"),
        ("on: 2014-12-19, recorded: ▶2199-01-01", "recorded later than now (20"),
    ],
)
def test_nobody_records_what_is_not_yet_said_or_in_times_to_come(keys: str, message: str) -> None:
    claim = f"- {{id: x, act: attribution, by: fbi, accused: nk, incident: hack, source: late, {keys}}}"
    text, line = expected(document(claims=claim), message)
    (complaint,) = complaints(text)
    assert complaint.startswith(line)


@pytest.mark.parametrize("moment", ["2014-12-19", "2014-12-18T12:00:00Z", "2020-01-01T00:00:00+10:00"])
def test_what_was_said_in_the_east_of_the_world_can_be_recorded_the_day_before_in_utc(moment: str) -> None:
    keys = f"on: 2014-12-19, recorded: {moment}"
    claim = f"- {{id: x, act: attribution, by: fbi, accused: nk, incident: hack, source: late, {keys}}}"
    assert complaints(document(claims=claim)) == []


def test_claims_about_more_than_can_be_meant_are_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few lines ask for as many records as there are accused, for each of those who answer."""
    backing = "\n".join(f"- {{id: b{n}, act: endorsement, by: lab, endorses: blame, source: late}}" for n in range(5))
    monkeypatch.setattr(case, "MOST_ALLEGATIONS", 5)
    assert complaints(document(claims=backing)) == []
    monkeypatch.setattr(case, "MOST_ALLEGATIONS", 4)
    (complaint,) = complaints(document(claims=backing))
    assert '"b4" and the claims before it answer for more than 4 accused in all' in complaint
    assert complaint.startswith(FILE + ":")


# --------------------------------------------------------------------------------------------------- what was public


def warned(text: str) -> list[str]:
    """The lines that are printed about what is hardly meant so."""
    return [str(problem) for problem in parse(text.encode(), FILE).warnings]


def of_2014(dates: str) -> str:
    """A case with one claim, of these dates, which stands in a source of December 2014."""
    talk = f"- {{id: talk, act: attribution, by: lab, accused: nk, incident: hack, source: early, {dates}}}\n"
    return document(claims=talk).replace(indent(BLAME, "  "), "")


def test_what_was_said_long_before_its_sources_asks_when_it_was_public() -> None:
    (line,) = warned(of_2014("on: 2013"))
    assert line == (
        "case.yaml:19:91: warning: said on 2013, long before anything in which it stands was published (2014-12-01): "
        "it counts as public from 2013 on; write public: 2014-12-01 if it became known then, or public: 2013 if it "
        "was said in the open"
    )


@pytest.mark.parametrize(
    "dates",
    [
        *("on: 2013, public: 2014-12-01", "on: 2013, public: 2013"),  # somebody has said so
        *("on: 2014-11-01", "on: 2014-11", "on: 2014", "on: ..2014-12-01", "on: 2014-11~", "on: unknown"),  # not long
    ],
)
def test_otherwise_nobody_is_asked(dates: str) -> None:
    assert warned(of_2014(dates)) == []


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ("on: 2014-11-20, public: 2014-11-19", "public on 2014-11-19, before it was said (2014-11-20)"),
        ("public: 2014-12-02", 'public on 2014-12-02, after "early" in which it stands was published (2014-12-01)'),
        ("on: -0044", '"-0044": years before 0001 and after 9999 cannot be kept'),
        ("on: 2014-11..2014-12", '"2014-11..2014-12" is not a date; write YYYY-MM-DD, YYYY-MM, YYYY or unknown'),
        ("on: 2014-12-01/2014-11-01", "ends before it begins"),
    ],
)
def test_a_date_that_cannot_be_says_why(dates: str, says: str) -> None:
    (line,) = complaints(of_2014(dates))
    assert says in line
