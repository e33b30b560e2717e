"""What makes the casebook trustworthy: rules that hold of all its files, beyond those that the loader sets."""

from __future__ import annotations

import difflib
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from whoblamed.graph.status.status import LABELS, statuses
from whoblamed.graph.store.facts import Facts
from whoblamed.loaders.sources import read
from whoblamed.ontology.dates import PartialDate, earliest, latest
from whoblamed.ontology.records import Actor, Batch, Claim, dataset_iri
from whoblamed.ontology.texts import fold, primary

from ..support.places import ROOT

CASEBOOK = ROOT / "loaders" / "casebook"
SHARED = "actors"
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
CASES = sorted(path.stem for path in CASEBOOK.glob("*.yaml") if path.stem != SHARED)

#: The case that is one article and only what it says. The text names neither a publisher nor an address: its source is
#: known by the hash of the text instead, and what it drew on is known only from it.
ARTICLE_CASE = "sony-2014"
ARTICLE = f"{dataset_iri(ARTICLE_CASE)}/source/article"

#: Denials of what nobody in the file alleges, and why they stand.
DENIALS_OF_NOTHING = {
    ("crocus-2024", "five-plead-not-guilty"): "a plea, of which no page says to which charge",
    ("crocus-2024", "mfa-rejects"): "the ministry answers accusations that it gives to nobody",
    ("crocus-2024", "podolyak-nothing-to-do"): "the adviser denies before anybody accused Ukraine",
    ("eagle-s-2024", "kuznetsov-no-trace"): "the ambassador answers talk that he gives to nobody",
    ("lebanon-pagers-2024", "miller-us-not-involved"): "the spokesman denies before anybody accused the United States",
    ("lizard-squad", "squad-denies-later-downtime"): "the group speaks of an outage that others only noticed",
    ("ps752-2020", "shekarchi-ridiculous"): "the spokesman answers reports that he gives to nobody",
    ("sony-intrusion", "china-denies-outage"): "the ministry answers reports that it does not name",
    ("wannacry", "putin-denies"): "the page names nobody who blamed Russia",
}

#: One statement that speaks of the incidents of several cases is a claim in each of them.
SAID_OF_SEVERAL_CASES = {
    "doj-north-korea": "one complaint charged the attacks on Bangladesh Bank and Sony and WannaCry",
    "institute-nothing-to-do": "an answer to that complaint",
    "institute-park-non-existent": "an answer to that complaint",
    "embassy-nothing-to-do": "an answer to one indictment over NotPetya and the attack on the Winter Games",
    "embassy-washington-rejects": "the same answer",
}

#: Names that different actors bear, and why they are not taken for one.
NAMESAKES = {
    fold(
        "CyberCaliphate"
    ): "whether those who used the name in January 2015 and in April 2015 are the same is not known",
    fold("Cyber Caliphate"): "the same name",
}

#: Days that a page gives in its text (a date, a weekday, "yesterday"), where its own publication is known less exactly.
DATED_IN_THE_TEXT = {
    ("bangladesh-bank", "bank-north-korean-hackers"),
    ("bangladesh-bank", "bank-sues-rcbc"),
    ("bangladesh-bank", "bank-sues-rcbc-over-accounts"),
    ("dnc-2016", "putin-no-russian-fingerprints"),
    ("dnc-2016", "trump-dnc-did-it"),
    ("eagle-s-2024", "captain-ordinary-incident"),
    ("estonia-2007", "markov-my-assistant"),
    ("ghostwriter-2021", "prosecutor-investigates"),
    ("kakhovka-2023", "kyslytsya-physically-impossible"),
    ("kakhovka-2023", "nebenzya-kyiv-sabotage"),
    ("lebanon-pagers-2024", "miller-declines-on-israel"),
    ("lebanon-pagers-2024", "miller-us-not-involved"),
    ("lizard-squad", "anonymous-blames-squad-for-tor"),
    ("lizard-squad", "squad-calls-it-marketing"),
    ("opm-2015", "archuleta-no-attribution"),
    ("opm-2015", "earnest-no-conclusions"),
    ("qatar-news-agency-2017", "lavrov-without-evidence"),
    ("solarwinds-2020", "canada-apt29"),
    ("sony-intrusion", "norse-insiders"),
    ("sony-intrusion", "obama-no-other-country"),
    ("sony-intrusion", "writer-says-prank"),
    ("tv5monde-2015", "cazeneuve-authenticate"),
}

_LONGEST_SUMMARY = 60  # words
_COPIED_RUN = 9  # words
_ALIKE = 0.75  # of two summaries, by difflib
_MONTH, _YEAR = 31, 366  # days
_JUDGED = re.compile(r"\b(convicted|pleaded guilty|sentenced|acquitted|upheld)\b")
#: First words that need the summary of another claim to make sense.
_LEANING = re.compile(r"(He|She|It|They|His|Her|Its|Their|The same|In the same|To him|A day later|Days later)\b")

each_case = pytest.mark.parametrize("case", CASES)


@cache
def batches() -> dict[str, Batch]:
    """What each file holds, by its name."""
    return {Path(batch.dataset.origin or "").stem: batch for batch in read([CASEBOOK]).batches}


@cache
def facts(case: str) -> Facts:
    """The records of one file, without the shared actors."""
    return Facts.of(batches()[case].kept())


def shared() -> dict[str, Actor]:
    return facts(SHARED).actors


def key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def keys(iris: Iterable[str]) -> list[str]:
    return sorted(map(key, iris))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def referred_to(found: Facts) -> set[str]:
    """All IRIs that a file's records refer to."""
    referred = {iri for allegation in found.allegations.values() for iri in (allegation.accused, allegation.incident)}
    for actor in found.actors.values():
        referred.update(*relations(actor))
    for incident in found.incidents.values():
        referred.update(incident.victims)
    referred.update(source.publisher for source in found.sources.values() if source.publisher)
    referred.update(evidence.held_by for evidence in found.evidence.values() if evidence.held_by)
    referred.update(reliance.on for reliance in found.reliances.values() if reliance.on)
    referred.update(corrected(found))
    for claim in found.claims.values():
        referred.update((*claim.speakers, *claim.accused, *claim.made_in, *claim.evidence, *claim.challenges))
        referred.update((*claim.through, *claim.as_told_by))
        referred.update({claim.incident} if claim.incident else ())
    return referred


def relations(actor: Actor) -> tuple[tuple[str, ...], ...]:
    return actor.part_of, actor.speaks_for, tuple(name.by for name in actor.names if name.by)


def relied_on(found: Facts) -> set[str]:
    return {reliance.on for reliance in found.reliances.values() if reliance.on}


def corrected(found: Facts) -> set[str]:
    return {iri for source in found.sources.values() for iri in source.corrects}


def rests_on(found: Facts) -> dict[str, set[str]]:
    """What each source and claim rests on."""
    graph: dict[str, set[str]] = {claim.iri: set(claim.made_in) for claim in found.claims.values()}
    for reliance in found.reliances.values():
        if reliance.on:
            graph.setdefault(reliance.relying, set()).add(reliance.on)
    return graph


def basis(found: Facts, claim: Claim) -> set[str]:
    """The sources that a claim is made in, and all that these rest on."""
    graph, reached, waiting = rests_on(found), set[str](), list(claim.made_in)
    while waiting:
        source = waiting.pop()
        if source not in reached:
            reached.add(source)
            waiting.extend(graph.get(source, ()))
    return reached & found.sources.keys()


def precision(date: PartialDate | None) -> int:
    """How well a date is known: 3 to the day, 2 within a month, 1 within a year, else 0."""
    days = (latest(date) - earliest(date)).days + 1
    return sum((days == 1, days <= _MONTH, days <= _YEAR))


# ----------------------------------------------------------------------------------------------------- the whole of it


def test_is_large_enough_to_learn_from() -> None:
    claims = [claim for case in CASES for claim in facts(case).claims.values()]
    assert len(CASES) >= 12
    assert len(claims) >= 350
    assert sum(claim.act == "denial" and bool(claim.responds_to) for claim in claims) >= 25


def test_shows_every_status() -> None:
    whole = Facts.of(record for batch in batches().values() for record in batch.kept())
    assert {status.label for status in statuses(whole).values()} == set(LABELS)


def test_page_is_current() -> None:
    tool = subprocess.run(
        [sys.executable, ROOT / "tools/casebook.py", "--check"], capture_output=True, text=True, check=False
    )
    assert tool.returncode == 0, tool.stderr


def test_the_package_tells_catalogues_what_it_is() -> None:
    """It is a data package of Frictionless, and as JSON-LD a DCAT dataset with a distribution a file."""
    described = json.loads((ROOT / "casebook.json").read_text("utf-8"))
    assert {each["path"] for each in described["resources"]} == {
        f"loaders/casebook/{path.name}" for path in CASEBOOK.glob("*.yaml")
    }
    quads = [*ox.parse(json.dumps(described), format=ox.RdfFormat.JSON_LD, base_iri="https://casebook.example/")]
    dataset = next(quad.subject for quad in quads if quad.object == ox.NamedNode(DCAT + "Dataset"))
    said = [(quad.predicate.value, quad.object.value) for quad in quads if quad.subject == dataset]
    assert (DCAT + "version", described["version"]) in said
    assert (DCT + "license", "https://creativecommons.org/licenses/by/4.0/") in said
    assert sum(predicate == DCAT + "distribution" for predicate, _ in said) == len(described["resources"])


def test_those_who_cite_find_the_newest_edition() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    newest = re.search(r"^## (\S+) \((\S+)\)$", (ROOT / "docs/casebook-changes.md").read_text("utf-8"), re.M)
    assert newest is not None
    assert (cited["type"], cited["version"], str(cited["date-released"])) == ("dataset", *newest.groups())


def test_every_case_has_its_board_and_three_sentences() -> None:
    page = (ROOT / "docs/casebook.md").read_text("utf-8")
    for case in CASES:
        section = page.partition(f'<a id="{case}"></a>')[2].partition("<a id=")[0]
        assert f"](pictures/casebook/{case}.svg)" in section, case
        assert re.search(r"^The case of “.+ (?:[Bb]lamed: .+|Nobody .+)\. .+\.$", section, re.M), case


# ---------------------------------------------------------------------------------------------------------- each claim


@each_case
def test_claims_say_where_in_which_source(case: str) -> None:
    unplaced = [
        claim.iri
        for claim in facts(case).claims.values()
        if not any(passage.source and (passage.paragraph or passage.section) for passage in claim.passages)
    ]
    assert keys(unplaced) == []


@each_case
def test_claims_have_a_short_summary_that_stands_alone(case: str) -> None:
    for claim in facts(case).claims.values():
        summary = claim.summary.get("en", "")
        assert summary, claim.iri
        assert len(summary.split()) <= _LONGEST_SUMMARY, claim.iri
        assert not _LEANING.match(summary), f"{claim.iri}: {summary}"


@each_case
def test_claims_can_be_looked_up(case: str) -> None:
    """Each has a source with an address; the one exception is the article, of which there is a hash."""
    found = facts(case)
    seen = {iri for iri, source in found.sources.items() if source.url or (iri == ARTICLE and source.sha256)}
    assert keys(claim.iri for claim in found.claims.values() if not seen & set(claim.made_in)) == []


@each_case
def test_sources_without_address_are_only_relied_on_or_corrected(case: str) -> None:
    found = facts(case)
    cited = {iri for claim in found.claims.values() for iri in claim.made_in} - {ARTICLE}
    unseen = {iri for iri, source in found.sources.items() if not source.url} - {ARTICLE}
    assert keys(cited & unseen) == []
    assert keys(unseen - relied_on(found) - corrected(found)) == []


@each_case
def test_denials_answer_something(case: str) -> None:
    unanswering = {
        (case, key(claim.iri))
        for claim in facts(case).claims.values()
        if claim.act == "denial" and not claim.responds_to
    }
    assert unanswering == {denial for denial in DENIALS_OF_NOTHING if denial[0] == case}


@each_case
def test_dates_are_no_more_precise_than_the_source(case: str) -> None:
    """Where a page does not say when it was published, dates can only come from its text; see DATED_IN_THE_TEXT.

    A page that is only known to be later or earlier than some day is not dated, either.
    """
    found = facts(case)
    overdated = set()
    for claim in found.claims.values():
        published = [precision(found.sources[iri].published) for iri in basis(found, claim)]
        if all(published) and precision(claim.stated_on) > max(published):
            overdated.add((case, key(claim.iri)))
    assert overdated == {dated for dated in DATED_IN_THE_TEXT if dated[0] == case}


# ---------------------------------------------------------------------------------------------------- nothing for show


@each_case
def test_everything_that_is_defined_is_referred_to(case: str) -> None:
    found = facts(case)
    defined = {**found.actors, **found.incidents, **found.sources, **found.evidence}
    assert keys(defined.keys() - referred_to(found)) == []


def test_shared_actors_are_used_in_two_cases() -> None:
    uses: Counter[str] = Counter()
    for case in CASES:
        used, waiting = set[str](), [iri for iri in referred_to(facts(case)) if iri in shared()]
        while waiting:
            iri = waiting.pop()
            if iri not in used:
                used.add(iri)
                waiting.extend(itertools.chain(*relations(shared()[iri])))
        uses.update(used)
    assert keys(iri for iri in shared() if uses[iri] < 2) == []


@each_case
def test_nothing_rests_on_itself(case: str) -> None:
    TopologicalSorter(rests_on(facts(case))).prepare()  # raises CycleError


@pytest.mark.parametrize("case", [*CASES, SHARED])
def test_persons_are_there_for_a_reason(case: str) -> None:
    """Whoever is named has an office, a public voice or a charge; the description says which."""
    persons = [actor for actor in facts(case).actors.values() if actor.kind == "person"]
    assert keys(actor.iri for actor in persons if not primary(actor.description)) == []


@each_case
def test_persons_of_whom_a_court_decided_have_the_finding(case: str) -> None:
    """The description of a person is never all that is said of a conviction or a plea."""
    found = facts(case)
    judged = {accused for claim in found.claims.values() if claim.act == "finding" for accused in claim.accused}
    described = {actor.iri for actor in found.actors.values() if _JUDGED.search(primary(actor.description))}
    assert keys(described - judged) == []


# ----------------------------------------------------------------------------------------------------- each thing once


def names_in_use() -> Iterator[tuple[str, Actor]]:
    """Every name that an actor bears, as it is looked up; those that stand for unnamed people are nobody's names."""
    for actor in itertools.chain(shared().values(), *(facts(case).actors.values() for case in CASES)):
        for name in actor.names:
            if actor.kind != "unnamed":
                yield fold(re.sub(r"^The ", "", name.value)), actor


def test_no_actor_is_defined_twice() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for name, actor in names_in_use():
        bearers[name].add(actor.iri)
    shared_names = {name for name, iris in bearers.items() if len(iris) > 1}
    assert shared_names <= NAMESAKES.keys(), {name: bearers[name] for name in shared_names}


def test_wikidata_ids_name_one_actor_each() -> None:
    given = [
        actor.wikidata for _, actor in {actor.iri: (n, actor) for n, actor in names_in_use()}.values() if actor.wikidata
    ]
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in given)
    assert len(given) == len(set(given))


@each_case
def test_no_page_has_two_keys(case: str) -> None:
    pages = Counter(source.url for source in facts(case).sources.values() if source.url)
    assert [url for url, count in pages.items() if count > 1] == []


def same_statement(a: tuple[Facts, Claim], b: tuple[Facts, Claim]) -> bool:
    """Whether two claims look like one: same speaker, act and accused, at one time, from one page or in like words."""
    (these, one), (those, other) = a, b
    if (one.speakers, one.act, one.accused) != (other.speakers, other.act, other.accused):
        return False
    if earliest(one.stated_on) > latest(other.stated_on) or earliest(other.stated_on) > latest(one.stated_on):
        return False
    if one.act == "report" and (one.quantity, one.unit) != (other.quantity, other.unit):
        return False
    one_page = urls(these, one) & urls(those, other)
    alike = difflib.SequenceMatcher(None, primary(one.summary), primary(other.summary))
    in_same_words = alike.real_quick_ratio() > _ALIKE and alike.quick_ratio() > _ALIKE and alike.ratio() > _ALIKE
    return in_same_words or bool(one_page and one.about == other.about and one.act != "report")


def urls(found: Facts, claim: Claim) -> set[str | None]:
    return {found.sources[iri].url for iri in claim.made_in} - {None}


@each_case
def test_no_statement_is_two_claims_of_a_case(case: str) -> None:
    found = facts(case)
    pairs = itertools.combinations(found.claims.values(), 2)
    assert [(key(a.iri), key(b.iri)) for a, b in pairs if same_statement((found, a), (found, b))] == []


def test_no_statement_is_a_claim_of_two_cases() -> None:
    """But what the article says is a case of its own, and see SAID_OF_SEVERAL_CASES."""
    claims = [(facts(case), claim) for case in CASES if case != ARTICLE_CASE for claim in facts(case).claims.values()]
    twins = [
        (a.iri, b.iri)
        for (these, a), (those, b) in itertools.combinations(claims, 2)
        if these is not those and same_statement((these, a), (those, b))
    ]
    assert [pair for pair in twins if not set(map(key, pair)) <= SAID_OF_SEVERAL_CASES.keys()] == []


# --------------------------------------------------------------------------------------------------- nothing is copied


@pytest.fixture(scope="module")
def article_texts() -> Mapping[str, str]:
    """The texts of the article, by SHA-256. They are not ours to publish, so they lie outside of the repository."""
    folder = Path(os.environ.get("WHOBLAMED_ARTICLE") or CASEBOOK.parents[2] / "shared" / "seed")
    if not folder.is_dir():
        pytest.skip(f"the text of the article is not in {folder}; WHOBLAMED_ARTICLE may name another folder")
    texts = {hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text("utf-8") for path in folder.glob("*.txt")}
    assert texts, f"no texts in {folder}"
    return texts


def test_no_sentence_of_the_article_is_copied(article_texts: Mapping[str, str]) -> None:
    runs = {run for text in article_texts.values() for run in runs_of(words(text))}
    for path in CASEBOOK.glob("*.yaml"):
        copied = runs & set(runs_of(words(path.read_text("utf-8"))))
        assert copied == set(), path.name


def runs_of(text: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(text[start : start + _COPIED_RUN]) for start in range(len(text) - _COPIED_RUN + 1))


def test_passages_lie_within_the_article(article_texts: Mapping[str, str]) -> None:
    found = facts(ARTICLE_CASE)
    text = article_texts[found.sources[ARTICLE].sha256 or ""]
    for claim in found.claims.values():
        for passage in claim.passages:
            assert passage.start is not None
            assert passage.end is not None
            assert text[passage.start : passage.end].strip(), claim.iri
            assert passage.end <= len(text), claim.iri


# ------------------------------------------------------------------------------------------ what the guide says is so

_EXAMPLE = re.compile(r"^```yaml complete\n(.+?)^```\n(.+?)(?=^#|^```|\Z)", re.M | re.S)
_RECEIVED = re.compile(r"^- `([a-z-]+)` for `([a-z-]+)`: \*\*(.+?)\*\*$", re.M)


def examples() -> Iterator[tuple[str, str]]:
    """The complete examples of the guide, each with the text below it."""
    return ((match[1], match[2]) for match in _EXAMPLE.finditer((ROOT / "docs/curating.md").read_text("utf-8")))


@pytest.mark.parametrize(("example", "below"), list(examples()))
def test_examples_of_the_guide_load_and_are_received_as_it_says(example: str, below: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    found = Facts.of(read([path]).batches[-1].kept())
    received = {
        (key(found.allegations[iri].accused), key(found.allegations[iri].incident), status.label)
        for iri, status in statuses(found).items()
    }
    assert set(_RECEIVED.findall(below)) == received
