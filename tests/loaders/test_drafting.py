"""What draft takes the sentences of an article to say: who blames whom, who denies, since when, and where it stands."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import FormatError, InvalidData, StoreError
from whoblamed.loaders.drafting import article as articles
from whoblamed.loaders.drafting import reading
from whoblamed.loaders.drafting.dates import published
from whoblamed.loaders.drafting.grammar.language import language, languages
from whoblamed.loaders.drafting.grammar.phrases import Known
from whoblamed.loaders.drafting.known import casebook
from whoblamed.loaders.drafting.plan import Planning
from whoblamed.loaders.drafting.reading import Told, of_document
from whoblamed.loaders.drafting.reported import ReportedClaim, find
from whoblamed.loaders.drafting.writing import checked, fact_file
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.yaml import marks
from whoblamed.ontology.dates import PartialDate

from ..support.places import FIXTURES, ROOT

#: A Thursday.
PUBLISHED = date(2026, 3, 12)


def drafted(text: str, lang: str = "en", published: date | None = PUBLISHED) -> list[ReportedClaim]:
    """What is found in a text, in its order."""
    article = replace(articles.parse(f"A title\n\n{text}"), language=lang, published=published)
    return find(article, casebook())


def said(text: str, lang: str = "en") -> list[tuple[str, str, list[str]]]:
    """The act, the speaker and the accused of each claim; a speaker that was not found is "?"."""
    return [
        (each.act, each.speaker.name if each.speaker else "?", [person.name for person in each.accused])
        for each in drafted(text, lang)
    ]


# ----------------------------------------------------------------------------------------------------- who blames whom


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        ("Ukraine blamed Russia for the outage.", "Ukraine", "Russia"),
        ("The port of Arden held Grey Heron responsible for the leak.", "port of Arden", "Grey Heron"),
        ("Germany was accused by Poland of bombing the pipeline.", "Poland", "Germany"),
        ("Microsoft said last week that the attackers were linked to North Korea.", "Microsoft", "North Korea"),
        ('"North Korea is behind the hack," Jane Doe told reporters.', "Jane Doe", "North Korea"),
        ("According to Kestrel Labs, North Korea was behind the theft.", "Kestrel Labs", "North Korea"),
        ("Pyongyang was behind the theft, said Kestrel Labs on Monday.", "Kestrel Labs", "North Korea"),
    ],
)
def test_an_accusation_in_english(text: str, speaker: str, accused: str) -> None:
    assert ("attribution", speaker, [accused]) in said(text)


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        ("Die USA machen Russland für den Angriff verantwortlich.", "United States", "Russia"),
        ("Laut USA steckt Nordkorea hinter dem Angriff.", "United States", "North Korea"),
        ("Russland wurde von der EU beschuldigt, das Kabel zerstört zu haben.", "European Union", "Russia"),
        ("Den Hersteller Sabrex bezichtigte Ministerin Ada Finch der Sabotage.", "Ada Finch", "Sabrex"),
        ("Ministerin Ada Finch warf Russland vor, den Server gehackt zu haben.", "Ada Finch", "Russia"),
        ("Russland stecke hinter dem Anschlag, sagte Ada Finch am Freitag.", "Ada Finch", "Russia"),
    ],
)
def test_an_accusation_in_german(text: str, speaker: str, accused: str) -> None:
    assert ("attribution", speaker, [accused]) in said(text, "de")


def test_joint_speakers_are_each_heard() -> None:
    found = said("Nach scharfer Kritik von Barack Obama und der Filmbranche gab das Studio Sony Pictures nach.", "de")
    assert {(act, speaker) for act, speaker, _ in found} == {
        ("criticism", "Barack Obama"),
        ("criticism", "Filmbranche"),
    }


def test_who_is_blamed_for_a_deed_is_accused_and_who_is_blamed_for_neglect_is_criticised() -> None:
    assert said("Poland accused Germany of bombing the pipeline.")[0][0] == "attribution"
    assert said("Poland accused Germany of ignoring the warnings.")[0][0] == "criticism"
    assert said("Polen warf Deutschland vor, die Leitung gesprengt zu haben.", "de")[0][0] == "attribution"
    assert said("Polen warf Deutschland vor, die Warnung ignoriert zu haben.", "de")[0][0] == "criticism"


# --------------------------------------------------------------------------------------------------------- the answers


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russia denied any involvement.", "en"),
        ("Ukraine blamed Russia for the outage. Moscow rejected the accusation as absurd.", "en"),
        ('Ukraine blamed Russia. "We have nothing to do with it," Russia said.', "en"),
        ("Russland bestreitet das.", "de"),
        ("Die USA machen Russland verantwortlich. Moskau weist das zurück.", "de"),
        ("Russland ließ mitteilen, man habe mit dem Angriff nichts zu tun. Das sei absurd.", "de"),
    ],
)
def test_who_is_blamed_denies(text: str, lang: str) -> None:
    assert ("denial", "Russia", []) in [
        (act, name.replace("Russland", "Russia"), who) for act, name, who in said(text, lang)
    ]


def test_who_is_not_blamed_only_doubts() -> None:
    assert said("Ukraine blamed Russia. Kestrel Labs dismissed the claim.")[1][:2] == ("challenge", "Kestrel Labs")
    assert said("Das Labor Nord bezweifelt die Echtheit des Schreibens.", "de")[0][0] == "challenge"


@pytest.mark.parametrize(
    ("text", "lang", "act", "speaker"),
    [
        ("Grey Heron claimed responsibility for the attack.", "en", "responsibility", "Grey Heron"),
        ("Grey Heron said it carried out the attack.", "en", "responsibility", "Grey Heron"),
        ("Die Gruppe Nachtfalter bekannte sich zu dem Anschlag.", "de", "responsibility", "Nachtfalter"),
        ("Police declined to comment.", "en", "no-comment", "Police"),
        ("Die Polizei wollte sich dazu nicht äußern.", "de", "no-comment", "Polizei"),
        ("Rosa Imhof criticised the government for its silence.", "en", "criticism", "Rosa Imhof"),
        ("Rosa Imhof kritisierte die Regierung.", "de", "criticism", "Rosa Imhof"),
    ],
)
def test_other_ways_to_speak(text: str, lang: str, act: str, speaker: str) -> None:
    assert said(text, lang)[0][:2] == (act, speaker)


def test_a_spokesman_says_it_for_whom_he_speaks_for() -> None:
    (found,) = drafted('"We did not do it," a spokesman for the foreign ministry said.')
    assert found.speaker is not None
    assert (found.act, found.speaker.name, found.through) == ("denial", "foreign ministry", "spokesman")


def test_he_she_and_the_company_are_who_was_last_spoken_of() -> None:
    found = said("Minister Paula Venn spoke on Monday. She blamed Russia for the outage.")
    assert ("attribution", "Paula Venn", ["Russia"]) in found
    found = said(
        "Ministerin Carla Wendt trat am Montag auf. Wendt machte Russland für den Ausfall verantwortlich.", "de"
    )
    assert ("attribution", "Carla Wendt", ["Russia"]) in found


# ------------------------------------------------------------------------------------------------ what nobody has said


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Nobody has claimed responsibility for the bombing.", "en"),
        ("Ukraine did not blame Russia for the outage.", "en"),
        ("Was Iran behind the leak?", "en"),
        ("The police asked whether Iran was behind the leak.", "en"),
        ("The weather was fine, and many people went to the harbour.", "en"),
        ("Niemand hat sich zu dem Anschlag bekannt.", "de"),
        ("Steckt China hinter dem Angriff?", "de"),
        ("Das Wetter war schön, und viele Leute gingen zum Hafen.", "de"),
    ],
)
def test_what_is_not_said_is_not_drafted(text: str, lang: str) -> None:
    assert [each for each in said(text, lang) if each[0] != "report"] == []


def test_hearsay_has_no_speaker_and_says_so() -> None:
    (found,) = drafted("Nordkorea soll hinter dem Diebstahl stecken.", "de")
    assert (found.act, found.speaker, found.hedge) == ("attribution", None, "soll")


def test_a_hedge_is_kept_as_how_sure_the_speaker_is() -> None:
    (found,) = drafted("US officials believe that Russia may have hacked the ministry.")
    assert (found.act, found.hedge) == ("attribution", "may")


# ---------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("words", "lang", "edtf"),
    [
        ("on Monday", "en", "2026-03-09"),
        ("on Thursday", "en", "2026-03-12"),
        ("last Thursday", "en", "2026-03-05"),
        ("last week", "en", "2026-03-02/2026-03-08"),
        ("last month", "en", "2026-02"),
        ("yesterday", "en", "2026-03-11"),
        ("on Dec. 19", "en", "2025-12-19"),
        ("on 3 February 2024", "en", "2024-02-03"),
        ("in December", "en", "2025-12"),
        ("am Freitag", "de", "2026-03-06"),
        ("vergangene Woche", "de", "2026-03-02/2026-03-08"),
        ("am 19. Dezember", "de", "2025-12-19"),
        ("in der Nacht zum Montag", "de", "2026-03-08/2026-03-09"),
        ("am Dienstagabend", "de", "2026-03-10"),
        ("im vergangenen Jahr", "de", "2025"),
        ("gestern", "de", "2026-03-11"),
    ],
)
def test_words_for_days_are_counted_from_the_article(words: str, lang: str, edtf: str) -> None:
    text = f"Russia denied {words} that it did it." if lang == "en" else f"Russland bestritt {words} den Vorwurf."
    assert drafted(text, lang)[0].on == edtf


def test_without_a_word_for_it_a_claim_was_made_by_the_day_of_the_article() -> None:
    assert drafted("Russia denied it.")[0].on == "..2026-03-12"


def test_without_a_day_of_the_article_only_full_dates_are_known() -> None:
    assert drafted("Russia denied it on Monday.", published=None)[0].on == "unknown"
    assert drafted("Russia denied it on 3 February 2024.", published=None)[0].on == "2024-02-03"


# --------------------------------------------------------------------------------------------------------------- places


def test_a_passage_is_where_it_says_counted_in_code_points() -> None:
    text = "Title\n\nBy Ada Finch\n\nFirst 🦉 paragraph.\n\nA heading\n\nWe know. Russia denied it. Nothing else."
    article = replace(articles.parse(text), language="en")
    (found,) = find(article, casebook())
    assert (found.paragraph.section, found.paragraph.number) == ("A heading", 2)
    assert text[found.start : found.end] == "Russia denied it."


def test_a_sentence_does_not_end_within_a_quotation_or_after_an_abbreviation() -> None:
    text = '"Dr. Finch of St. Alban is right. We did not do it," Sen. Bo Marsh said on Feb. 3. He left.'
    (found,) = drafted(text)
    assert (found.end - found.start) == len(text) - len(" He left.")


def test_markdown_has_sections_too() -> None:
    found = articles.parse("# Who did it?\n\nIntro text.\n\n## Answers\n\nRussia denied it.\n\nMore\n====\n\nEnd.")
    assert found.title == "Who did it?"
    assert [(each.section, each.number) for each in found.paragraphs] == [("lead", 1), ("Answers", 2), ("More", 3)]


# ----------------------------------------------------------------------------------------------------- what is read


def document(text: str | bytes, name: str = "article.txt") -> Document:
    """A file of the user's."""
    return Document.of_bytes(text.encode() if isinstance(text, str) else text, name)


ENGLISH = """\
Who did it?

12 March 2026

The port said that it was not the fault of the crew, and that the police were there.
"""


def test_an_article_says_its_day_title_and_language() -> None:
    found = of_document(document(ENGLISH), Told())
    assert (found.title, found.published, found.language) == ("Who did it?", PUBLISHED, "en")
    told = of_document(document(ENGLISH), Told(published=date(2026, 3, 13), title="Other"))
    assert (told.title, told.published) == ("Other", date(2026, 3, 13))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no sentence in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "picture"),
        (bytes(range(256)) * 20, "binary"),
        (b"The port said: \xe4\xf6 and that was it.", "not UTF-8"),
        (b"zyx wvu tsr qpo nml kji hgf edc ba.", "--lang"),
    ],
)
def test_what_is_no_article_gets_one_line(content: bytes, message: str) -> None:
    with pytest.raises((InvalidData, StoreError), match=message) as caught:
        of_document(document(content), Told())
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("article.txt")


def test_more_than_an_article_is_refused() -> None:
    with pytest.raises(StoreError, match="no article"):
        of_document(document("The port said so. " * 60_000), Told())
    with pytest.raises(StoreError, match="no article"):
        of_document(document(b"x" * (reading.MAX_BYTES + 1)), Told())


def test_a_language_without_a_grammar_is_refused() -> None:
    with pytest.raises(FormatError, match="'fr'; there are de, en"):
        of_document(document(ENGLISH), Told(language="fr"))


PAGE = (FIXTURES / "drafting" / "page.html").read_text(encoding="utf-8")


def test_of_a_page_the_article_is_read_and_neither_menus_nor_scripts() -> None:
    pytest.importorskip("trafilatura")
    found = of_document(document(PAGE, "page.html"), Told())
    assert (found.title, found.outlet) == ("Port blames hackers", "The Times of Tarnholm")
    assert found.published == date(2025, 3, 12)
    assert [each.section for each in found.paragraphs] == ["lead", "An answer"]
    assert "Russia" not in found.text
    claims = find(found, casebook())
    assert [(each.act, each.on) for each in claims] == [("attribution", "2025-03-10"), ("denial", "..2025-03-12")]


def test_without_the_extra_a_page_names_the_command_and_a_text_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(StoreError, match=r"pip install 'whoblamed\[draft\]'"):
        of_document(document(PAGE, "page.html"), Told())
    assert of_document(document(ENGLISH), Told()).paragraphs


def test_a_page_with_no_article_says_so() -> None:
    pytest.importorskip("trafilatura")
    with pytest.raises(InvalidData, match="no article in it"):
        of_document(document("<!DOCTYPE html><html><body></body></html>", "page.html"), Told())


# -------------------------------------------------------------------------------------------------------------- hostile


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "„",
        "Russia ",
        "Russland China ",
        '"Russia denied it so often," he said. ',
        "the head of the office of ",
        "die ",
        "accused ",
        "und ",
        "a.",
        "A. ",
        "(",
        "a" * 50,
        "'s ",
    ],
)
def test_time_is_linear_in_what_means_nothing(piece: str, lang: str) -> None:
    """Twenty times as much may not take two hundred times as long."""
    spent = []
    for characters in (5_000, 100_000):
        started = time.process_time()
        drafted(piece * (characters // len(piece)), lang)
        spent.append(time.process_time() - started)
    assert spent[1] < max(spent[0], 0.02) * 200


def test_names_with_signs_of_patterns_are_names() -> None:
    known = {"C++ (Group.*)": Known("C++ (Group.*)", "group"), "Group [X": Known("Group [X", "group")}
    article = replace(articles.parse("Title\n\nPoland blamed Group [X for the outage."), language="en")
    assert find(article, known)[0].accused[0].name == "Group [X"


TYPICAL = """
Russia Nordkorea Grey Heron accused denied said that the The bestreitet wirft vor machte verantwortlich der die Die und
and , . " : „ “ not nicht on Monday am Freitag 12 March 2026 he er it police Polizei ## according laut sei
"""
WORDS = st.sampled_from(TYPICAL.split())


@given(
    st.one_of(
        st.text(max_size=300), st.lists(WORDS, max_size=80).map(" ".join), st.lists(WORDS, max_size=20).map("\n\n".join)
    ),
    st.sampled_from(["en", "de"]),
)
def test_whatever_a_text_says_its_draft_can_be_read_and_its_places_are_in_it(text: str, lang: str) -> None:
    article = replace(articles.parse(text), language=lang, published=PUBLISHED, name="a.txt")
    found = find(article, casebook())
    for each in found:
        inside = each.paragraph
        assert inside.start <= each.start < each.end <= inside.start + len(inside.text)
        assert inside.text in article.text
        assert each.on == "unknown" or PartialDate.parse(each.on)
    case = checked(fact_file(Planning(article, "x").make(found), passages=True), Path("x.yaml"))
    assert len(case.data.get("claims") or []) == len(found)


def test_the_grammars_say_what_they_can_be_asked() -> None:
    assert languages() == ("de", "en")
    first, second = language("de"), language("en")
    assert first.words.keys() == second.words.keys()
    assert first.stems.keys() == second.stems.keys()
    assert first.dates.keys() == second.dates.keys()


@pytest.mark.parametrize(
    ("said_so", "lang", "through"),
    [
        ('"We did not do it," an official of the port said.', "en", "an official"),
        ('"Wir waren es nicht", sagte eine Sprecherin der Polizei.', "de", "eine Sprecherin"),
    ],
)
def test_who_speaks_for_somebody_is_told_in_words_and_never_as_a_key(said_so: str, lang: str, through: str) -> None:
    article = replace(articles.parse(f"Title\n\n{said_so}"), language=lang, published=PUBLISHED, name="a.txt")
    case = checked(fact_file(Planning(article, "x").make(find(article, casebook())), passages=True), Path("x.yaml"))
    (claim,) = case.data["claims"]
    assert (claim["act"], claim["through"]) == ("denial", through)
    assert [each.message for each in case.problems() if "through" in each.message] == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_of_every_text_of_the_benchmark_only_blanks_and_confirmations_are_left_to_do(lang: str) -> None:
    """What the rules of fact files ask for beside these (who may deny, what answers what) is right from the start."""
    for file in sorted((ROOT / "benchmarks" / "drafting").glob(f"*/{lang}-*.yaml")):
        data = marks.read(file.read_bytes(), file.name).data
        day = date.fromisoformat(data["published"])
        article = replace(articles.parse(data["text"]), language=lang, published=day, name=file.stem)
        text = fact_file(Planning(article, "x").make(find(article, casebook())), passages=True)
        case = checked(text.replace("confirmed: false", "confirmed: true"), Path("x.yaml"))
        left = [each.message for each in case.problems() if not each.warning]
        assert [message for message in left if "has no value" not in message] == []


def test_the_first_days_of_all_are_no_days_to_count_from() -> None:
    (found,) = drafted("Russia denied it last week.", published=date(1, 1, 3))
    assert found.on == "unknown"


# ------------------------------------------------------------------------------------------ small words that mislead


def test_the_month_of_may_is_no_doubt() -> None:
    (dated,) = drafted("Kestrel Labs blamed Grey Heron for the theft in a report of 2 May.")
    (unsure,) = drafted('"Perhaps Grey Heron is behind the theft," said Kestrel Labs.')
    assert (dated.hedge, unsure.hedge) == ("", "Perhaps")


def test_a_lawyer_of_the_latter_speaks_for_who_was_accused() -> None:
    text = "Das Landeskriminalamt verdächtigt Karl Brehm der Tat. Dessen Anwältin wies die Vorwürfe zurück."
    assert said(text, "de")[1:] == [("denial", "Karl Brehm", [])]


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("REPORTED ON 3 SEPTEMBER 2032", "en"),
        ("Last updated: September 3, 2032", "en"),
        ("Published on Friday, 3 September 2032, 14:00", "en"),
        ("Stand: 03.09.2032", "de"),
        ("Veröffentlicht am 3. September 2032 um 14 Uhr", "de"),
    ],
)
def test_a_line_that_says_when_it_was_published_dates_the_article(line: str, lang: str) -> None:
    article = articles.parse(f"A title\n\n{line}\n\nUkraine blamed Russia for the outage, and nobody answered.")
    assert published(article, language(lang)) == date(2032, 9, 3)
    assert [(each.section, each.number) for each in article.paragraphs] == [("lead", 1)]


def test_a_heading_with_a_day_in_it_stays_a_heading() -> None:
    article = articles.parse("A title\n\nIt began.\n\nThe attack of 3 September 2032\n\nNobody answered it.")
    assert article.paragraphs[-1].section == "The attack of 3 September 2032"
