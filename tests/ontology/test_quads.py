"""Records to quads and back again: nothing is lost, nothing is anonymous, and nothing malformed gets through."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse, serialize
from whoblamed.ontology import (
    ACTOR_KINDS,
    FORMS,
    IDENTITY_BASES,
    INCIDENT_KINDS,
    NAME_KINDS,
    NS,
    RDF,
    RDFS,
    RELIANCE_MODES,
    VERDICTS,
    XSD,
)
from whoblamed.ontology.acts import ACTS, OUTCOMES, ROLES
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.patterns import UNWRITABLE, is_slug
from whoblamed.ontology.quads import from_quads, search_names, to_ntriples, to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    DataSet,
    Evidence,
    Identity,
    Incident,
    Name,
    Passage,
    Quote,
    Record,
    Reliance,
    Score,
    Source,
    dataset_iri,
    mint,
)

GRAPH = dataset_iri("case")

# ------------------------------------------------------------------------------------------------------ strategies

characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
words = st.text(characters | st.sampled_from("\t\n\r\"\\'<>é€😀\u2028\u202e"), min_size=1, max_size=8)
languages = st.sampled_from(["", "en", "de", "pt-br", "zh-hans", "de-1996"])
texts = st.dictionaries(languages, words, max_size=3)
iris = st.builds(mint, st.sampled_from(["case", "other"]), st.sampled_from(["actor", "claim", "x"]), words)
lists = st.lists(iris, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
plain_dates = st.builds(lambda day, end: day.isoformat()[:end], st.dates(), st.sampled_from([4, 7, 10]))
#: As precise as they are, and as EDTF writes what is less precise.
dates = st.builds(
    lambda date, way: PartialDate.parse(way.format(date)),
    plain_dates,
    st.sampled_from(["{}", "{}", "{}", "{}~", "../{}", "{}/..", "{}?/9999"]),
)
pairs = st.lists(iris, min_size=2, max_size=2, unique=True).map(lambda found: tuple(sorted(found)))
word_lists = st.lists(words, max_size=3, unique=True).map(lambda found: tuple(sorted(found)))
moments = st.datetimes(timezones=st.just(UTC))
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.integers().map(Decimal)
maybe_word = st.none() | words
maybe_iri = st.none() | iris
maybe_date = st.none() | dates
offsets = st.none() | st.integers(0, 10**9)
percents = st.none() | st.integers(0, 100)
wikidata = st.none() | st.integers(1, 10**9).map(lambda number: f"Q{number}")
disclosed = st.none() | st.booleans()
hashes = st.none() | st.text("0123456789abcdef", min_size=64, max_size=64)

confidences = st.builds(
    Confidence, words=maybe_word, scale=maybe_word, grade=maybe_word, value=percents, low=percents, high=percents
)
quotes = st.builds(Quote, text=words, language=languages.map(lambda tag: tag or None), translated=disclosed)
scores = st.builds(Score, criterion=words, points=numbers, out_of=st.none() | numbers)
passages = st.builds(Passage, source=maybe_iri, section=maybe_word, paragraph=offsets, start=offsets, end=offsets)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    iri = draw(iris)
    names = [
        Name(
            iri=f"{iri}/name/{number}",
            actor=iri,
            value=draw(words),
            language=draw(languages) or None,
            kind=draw(st.sampled_from(NAME_KINDS)),
            by=draw(maybe_iri),
            source=draw(maybe_iri),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return Actor(
        iri=iri,
        label=draw(words),
        kind=draw(st.sampled_from(ACTOR_KINDS)),
        names=tuple(names),
        part_of=draw(lists),
        speaks_for=draw(lists),
        wikidata=draw(wikidata),
        description=draw(texts),
    )


incidents = st.builds(
    Incident,
    iri=iris,
    label=words,
    name=texts,
    kind=st.sampled_from(INCIDENT_KINDS),
    occurred_from=maybe_date,
    occurred_to=maybe_date,
    victims=lists,
    activity_of=maybe_iri,
    description=texts,
)
allegations = st.builds(
    Allegation, iri=iris, label=words, accused=iris, incident=iris, role=st.sampled_from(tuple(ROLES)), excludes=lists
)
claims = st.builds(
    Claim,
    iri=iris,
    label=words,
    act=st.sampled_from(tuple(ACTS)),
    speakers=st.lists(iris, min_size=1, max_size=3, unique=True).map(sorted).map(tuple),
    through=lists,
    through_words=maybe_word,
    as_told_by=lists,
    own_view=st.none() | st.booleans(),
    form=st.none() | st.sampled_from(FORMS),
    outcome=st.none() | st.sampled_from(tuple(OUTCOMES)),
    condition=maybe_word,
    quote=st.none() | quotes,
    about=lists,
    accused=lists,
    incident=maybe_iri,
    stated_on=maybe_date,
    public_on=maybe_date,
    recorded_on=st.none() | moments,
    closed_on=st.none() | moments,
    version_of=maybe_iri,
    made_in=lists,
    passages=st.lists(passages, max_size=12).map(tuple),
    responds_to=lists,
    challenges=lists,
    endorses=lists,
    withdraws=lists,
    replaced_by=maybe_iri,
    confidence=st.none() | confidences,
    likelihood=st.none() | confidences,
    evidence=lists,
    summary=texts,
    quantity=st.none() | numbers,
    quantity_about=st.none() | numbers,
    quantity_at_least=st.none() | numbers,
    quantity_at_most=st.none() | numbers,
    unit=maybe_word,
    attribution_type=lists,
    scores=st.lists(scores, max_size=12).map(tuple),
)
sources = st.builds(
    Source,
    iri=iris,
    label=words,
    title=texts,
    publisher=maybe_iri,
    published=maybe_date,
    url=maybe_word,
    archived_at=maybe_word,
    language=maybe_word,
    sha256=hashes,
)
reliances = st.builds(Reliance, iri=iris, label=words, relying=iris, on=maybe_iri, mode=st.sampled_from(RELIANCE_MODES))
evidence = st.builds(Evidence, iri=iris, label=words, summary=texts, held_by=maybe_iri, disclosed=disclosed)
identities = st.builds(
    Identity,
    iri=iris,
    label=words,
    actors=pairs,
    verdict=st.sampled_from(VERDICTS),
    basis=st.sampled_from(IDENTITY_BASES),
    reason=maybe_word,
    identified_by=maybe_iri,
    source=maybe_iri,
    likelihood=st.none() | confidences,
)
datasets = st.builds(
    DataSet,
    iri=iris,
    name=words,
    title=texts,
    origin=maybe_word,
    format=maybe_word,
    sha256=hashes,
    reader=maybe_word,
    tables=word_lists,
    loaded_on=st.none() | moments,
    uses_actors_of=lists,
)
records: st.SearchStrategy[Record | DataSet] = st.one_of(
    actors(), incidents, allegations, claims, sources, reliances, evidence, identities, datasets
)


def fbi(**fields: Any) -> Actor:
    return Actor(**{"iri": mint("case", "actor", "fbi"), "label": "FBI", "kind": "agency", **fields})


def said(**fields: Any) -> Claim:
    speaker = mint("case", "actor", "fbi")
    return Claim(
        **{"iri": mint("case", "claim", "x"), "label": "FBI reports", "act": "report", "speakers": (speaker,), **fields}
    )


def triples(record: Record | DataSet) -> list[tuple[str, str, Any]]:
    """The quads of a record, as IRI of the subject, IRI of the property and term."""
    quads: list[Any] = list(to_quads(record, GRAPH))
    return [(quad.subject.value, quad.predicate.value, quad.object) for quad in quads]


def objects(record: Record | DataSet, property_: str) -> list[Any]:
    """What the quads of a record say by a property."""
    return [term for _, predicate, term in triples(record) if predicate == property_]


# -------------------------------------------------------------------------------------------------- there and back


@given(records)
def test_a_record_reads_back_as_it_was(record: Record | DataSet) -> None:
    assert list(from_quads(to_quads(record, GRAPH))) == [record]


@given(st.lists(records, max_size=4, unique_by=lambda record: record.iri))
def test_records_of_one_graph_do_not_mix(several: list[Record | DataSet]) -> None:
    quads = [quad for record in several for quad in to_quads(record, GRAPH)]
    by_iri = {record.iri: record for record in several}
    assert {record.iri: record for record in from_quads(quads)} == by_iri
    assert {record.iri: record for record in from_quads(reversed(quads))} == by_iri


@given(records)
def test_what_a_store_holds_and_a_file_carries_reads_back_as_it_was(record: Record | DataSet) -> None:
    store = Store()
    store.extend(to_quads(record, GRAPH))
    assert list(from_quads(store.quads_for_pattern(None, None, None, NamedNode(GRAPH)))) == [record]
    written = serialize(to_quads(record, GRAPH), format=RdfFormat.N_QUADS)
    assert written is not None
    assert list(from_quads(parse(written, format=RdfFormat.N_QUADS))) == [record]


def test_many_passages_keep_their_order() -> None:
    claim = said(passages=tuple(Passage(paragraph=number) for number in range(12, 0, -1)))
    assert list(from_quads(sorted(to_quads(claim, GRAPH), key=str))) == [claim]


def test_what_is_of_no_kind_of_ours_is_passed_over() -> None:
    foreign = [
        Quad(NamedNode("urn:x"), NamedNode(RDF + "type"), NamedNode("http://xmlns.com/foaf/0.1/Person")),
        Quad(NamedNode(fbi().iri), NamedNode("urn:likes"), Literal("coffee")),
        Quad(NamedNode(fbi().iri), NamedNode(RDF + "type"), NamedNode("http://xmlns.com/foaf/0.1/Agent")),
    ]
    assert list(from_quads([*foreign, *to_quads(fbi(), GRAPH)])) == [fbi()]


# ---------------------------------------------------------------------------------------------------------- the quads


@given(records)
def test_the_lines_of_a_record_are_its_quads(record: Record | DataSet) -> None:
    """Oxigraph's own strict reader is the judge of the lines; the bulk loader does not look at their IRIs again."""
    said = parse(to_ntriples(record), RdfFormat.N_TRIPLES)
    assert {(quad.subject, quad.predicate, quad.object) for quad in said} == {
        (quad.subject, quad.predicate, quad.object) for quad in to_quads(record, GRAPH)
    }


@given(records)
def test_nothing_is_anonymous_and_all_is_in_one_graph(record: Record | DataSet) -> None:
    for quad in to_quads(record, GRAPH):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        assert quad.graph_name == NamedNode(GRAPH)


@given(records)
def test_every_instance_has_one_label_and_one_class(record: Record | DataSet) -> None:
    subjects = {subject for subject, _, _ in triples(record)}
    for property_ in (RDFS + "label", RDF + "type"):
        counts = Counter(subject for subject, predicate, _ in triples(record) if predicate == property_)
        assert counts == Counter(subjects)
    assert all(term.value.startswith(NS) for term in objects(record, RDF + "type"))


@given(records)
def test_what_is_of_a_record_begins_with_its_iri(record: Record | DataSet) -> None:
    assert all(subject.startswith(record.iri) for subject, _, _ in triples(record))


@pytest.mark.parametrize(("text", "datatype"), [("2014-12-19", "date"), ("2014-12", "gYearMonth"), ("2014", "gYear")])
def test_a_date_has_the_type_of_its_precision(text: str, datatype: str) -> None:
    (term,) = objects(said(stated_on=PartialDate.parse(text)), NS + "statedOn")
    assert (term.value, term.datatype.value) == (text, XSD + datatype)


def test_a_date_that_is_not_known_is_not_there() -> None:
    assert objects(said(stated_on=None), NS + "statedOn") == []


@pytest.mark.parametrize("text", ["2014-11~", "1984?", "../2020-10-19", "2014-12-19/2014-12-21", "2014-24", "201X"])
def test_what_is_less_precise_than_a_year_keeps_the_way_edtf_writes_it(text: str) -> None:
    (term,) = objects(said(stated_on=PartialDate.parse(text)), NS + "statedOn")
    assert (term.value, term.datatype.value) == (text, "http://id.loc.gov/datatypes/edtf/EDTF")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014-12-19", ["2014-12-19"], ["2014-12-19"]),
        ("2014-12", ["2014-12-01"], ["2014-12-31"]),
        ("2014~", ["2013-01-01"], ["2015-12-31"]),
        ("..2014-12", [], ["2014-12-31"]),
        ("2014-12..", ["2014-12-01"], []),
    ],
)
def test_beside_a_date_stand_the_days_that_it_may_be(text: str, first: list[str], last: list[str]) -> None:
    record = said(stated_on=PartialDate.parse(text))
    found = [objects(record, NS + name) for name in ("statedFrom", "statedTo")]
    assert [[term.value for term in terms] for terms in found] == [first, last]
    assert {term.datatype.value for terms in found for term in terms} == {XSD + "date"}


@given(dates)
def test_bounds_are_never_read_whatever_a_file_says_of_them(date: PartialDate) -> None:
    record = said(stated_on=date)
    others = [quad for quad in to_quads(record, GRAPH) if not quad.predicate.value.endswith(("From", "To"))]
    lie = Quad(NamedNode(record.iri), NamedNode(NS + "statedTo"), Literal("1999-01-01"), NamedNode(GRAPH))
    assert list(from_quads([*others, lie])) == list(from_quads(to_quads(record, GRAPH)))


@pytest.mark.parametrize(
    ("number", "text", "datatype"),
    [
        ("1500000", "1500000", "integer"),
        ("1.5E+6", "1500000", "integer"),
        ("2.50", "2.5", "decimal"),
        ("2.000", "2", "integer"),
        ("0.000", "0", "integer"),
        ("-0.0", "0", "integer"),
        ("-0.50", "-0.5", "decimal"),
        ("100.00", "100", "integer"),
        ("-3", "-3", "integer"),
        ("1E-3", "0.001", "decimal"),
    ],
)
def test_a_quantity_is_written_out(number: str, text: str, datatype: str) -> None:
    record = said(quantity=Decimal(number))
    (term,) = objects(record, NS + "quantity")
    assert (term.value, term.datatype.value) == (text, XSD + datatype)
    assert f'> "{text}"^^<{XSD}{datatype}> .' in to_ntriples(record)


@given(numbers, st.integers(0, 5))
def test_equal_numbers_are_written_alike_and_add_up(number: Decimal, zeros: int) -> None:
    same = Decimal(f"{number:f}" + ("" if "." in f"{number:f}" else ".") + "0" * (zeros + 1))
    assert same == number
    claims = [said(quantity=each) for each in (number, same)]
    assert to_quads(claims[0], GRAPH) == to_quads(claims[1], GRAPH)
    assert to_ntriples(claims[0]) == to_ntriples(claims[1])
    assert list(from_quads(to_quads(claims[1], GRAPH))) == claims[:1]


def test_a_whole_number_with_a_point_can_be_added_up() -> None:
    store = Store()
    store.extend(to_quads(said(quantity=Decimal("2.000")), GRAPH))
    found = store.query(f"SELECT (SUM(?n) AS ?sum) {{ GRAPH ?g {{ ?c <{NS}quantity> ?n }} }}")
    assert isinstance(found, QuerySolutions)
    assert [row["sum"] for row in found] == [Literal("2", datatype=NamedNode(XSD + "integer"))]


def test_a_time_is_written_in_utc() -> None:
    moment = datetime(2020, 1, 2, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    (term,) = objects(said(recorded_on=moment), NS + "recordedOn")
    assert (term.value, term.datatype.value) == ("2020-01-01T23:30:00Z", XSD + "dateTime")


@pytest.mark.parametrize(("act", "class_"), [(name, act.class_) for name, act in ACTS.items()])
def test_the_act_of_a_claim_is_its_class(act: str, class_: str) -> None:
    assert objects(said(act=act), RDF + "type") == [NamedNode(class_)]


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (Confidence(words="we are sure", grade="likely"), "we are sure"),
        (Confidence(grade="likely", value=70), "likely"),
        (Confidence(value=0), "0"),
        (Confidence(), "confidence"),
        (Passage(section="Findings", paragraph=2, start=0, end=9), "Findings, paragraph 2, characters 0–9"),
        (Passage(start=5), "character 5"),
        (Passage(), "passage"),
    ],
)
def test_the_parts_of_a_claim_are_labelled(part: Confidence | Passage, label: str) -> None:
    claim = said(confidence=part) if isinstance(part, Confidence) else said(passages=(part,))
    assert [term.value for term in objects(claim, RDFS + "label")] == ["FBI reports", label]


def test_an_actor_is_also_found_by_its_names() -> None:
    actor = fbi()
    name = Name(iri=actor.iri + "/name/1", actor=actor.iri, value="Bundes-Büro", language="de")
    assert search_names(replace(actor, names=(name,))) == {"fbi", "bundes buro"}


# ------------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x0b", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.parametrize(
    ("record", "field"),
    [
        (lambda text: fbi(label=text), "label"),
        (lambda text: fbi(description={"en": text}), "description"),
        (lambda text: fbi(names=(Name(iri="urn:n", actor="urn:a", value=text),)), "value"),
        (lambda text: said(unit=text), "unit"),
        (lambda text: said(summary={"": "fine", "de": text}), "summary"),
        (lambda text: said(confidence=Confidence(words=text)), "words"),
        (lambda text: said(passages=(Passage(section=text),)), "section"),
        (lambda text: Source(iri="urn:s", label="S", url="https://" + text), "url"),
        (lambda text: DataSet(iri="urn:d", name="d", title={"en": text}), "title"),
    ],
)
def test_a_text_that_no_format_can_carry_is_refused_where_it_stands(record: Any, field: str, character: str) -> None:
    made = record(f"a{character}b")
    with pytest.raises(
        ValueError, match=rf"^<[^>]*>, {field}: the character U\+{ord(character):04X} has no place in a"
    ):
        list(to_quads(made, GRAPH))


@given(st.text(st.characters(), max_size=5))
def test_a_text_is_carried_exactly_or_refused(text: str) -> None:
    claim = said(summary={"": text})
    if UNWRITABLE.search(text):
        with pytest.raises(ValueError, match="has no place in a text"):
            list(to_quads(claim, GRAPH))
    else:
        assert list(from_quads(to_quads(claim, GRAPH))) == [claim]


MALFORMED = ["", "fbi", "http://a b", "urn:a<b", "http://[", "urn:\ud800", "urn:a\nb", "_:b0"]


@pytest.mark.parametrize("iri", MALFORMED)
def test_a_malformed_iri_is_refused_where_it_stands(iri: str) -> None:
    with pytest.raises(ValueError, match="is not an IRI"):
        list(to_quads(fbi(iri=iri), GRAPH))
    with pytest.raises(ValueError, match="is not an IRI"):
        list(to_quads(fbi(), iri))
    with pytest.raises(ValueError, match=r"^<[^>]*fbi>, part_of: .* is not an IRI"):
        list(to_quads(fbi(part_of=(iri,)), GRAPH))
    with pytest.raises(ValueError, match=r"^<[^>]*x/passages/1>, source: .* is not an IRI"):
        list(to_quads(said(passages=(Passage(source=iri),)), GRAPH))


@given(st.from_regex(r"https?://[a-z.]{1,9}(/[a-z%0-9#?\[\]:@/. -]{0,9})?", fullmatch=True) | st.text(max_size=9))
@example("http://a/#b#c")
@example("http://a/b%2")
@example("http://a/[b]")
@example("http://a/b?c#d/%C3%A9")
def test_an_iri_is_written_as_it_is_or_refused(iri: str) -> None:
    """In lines exactly when in quads: also with two fragments, half an escape, or brackets in the path."""
    try:
        NamedNode(iri)
    except ValueError:
        with pytest.raises(ValueError, match="is not an IRI"):
            to_ntriples(fbi(iri=iri))
    else:
        assert to_ntriples(fbi(iri=iri)).startswith(f"<{iri}> ")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (fbi(description={"english please": "x"}), "description: "),
        (fbi(names=(Name(iri="urn:n", actor="urn:a", value="x", language="e"),)), "value: "),
        (said(recorded_on=datetime(2020, 1, 1)), "recorded_on: 2020-01-01 00:00:00 has no time zone"),
        (said(quantity=Decimal("NaN")), "quantity: NaN is not a number that can be written"),
        (said(quantity=Decimal("Infinity")), "quantity: Infinity is not a number that can be written"),
    ],
)
def test_other_values_that_cannot_be_written_are_named(record: Record, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^<[^>]*>, {message}"):
        list(to_quads(record, GRAPH))


@pytest.mark.parametrize(
    ("name", "term", "message"),
    [
        ("statedOn", Literal("last week"), "x>, stated_on: 'last week' is not a date"),
        ("statedOn", Literal("2014-02-30"), "x>, stated_on: there is no date 2014-02-30"),
        ("quantity", Literal("many"), "x>, quantity: 'many' is not a number"),
        ("recordedOn", Literal("now"), "x>, recorded_on: "),
    ],
)
def test_a_value_that_a_property_does_not_allow_is_named(name: str, term: Literal, message: str) -> None:
    wrong = Quad(NamedNode(said().iri), NamedNode(NS + name), term)
    with pytest.raises(ValueError, match=message):
        list(from_quads([*to_quads(said(), GRAPH), wrong]))


@pytest.mark.parametrize(
    ("record", "property_", "message"),
    [
        (said(), "speaker", "claim/x> has no speakers"),
        (fbi(), "kind", "actor/fbi> has no kind"),
        (
            fbi(names=(Name(iri="urn:n", actor=fbi().iri, value="x"),)),
            "naming",
            "urn:n> has no actor",
        ),
        (Allegation(iri="urn:p", label="P", accused="urn:a", incident="urn:i"), "accused", "urn:p> has no accused"),
    ],
)
def test_what_a_record_cannot_do_without_is_named(record: Record, property_: str, message: str) -> None:
    rest = [quad for quad in to_quads(record, GRAPH) if quad.predicate.value != NS + property_]
    with pytest.raises(ValueError, match=message):
        list(from_quads(rest))


# ----------------------------------------------------------------------------------------------------------- IRIs


@given(st.sampled_from(["case", "other"]), words, words)
def test_different_keys_make_different_iris(dataset: str, one: str, other: str) -> None:
    iris = {mint(dataset, "actor", one), mint(dataset, "actor", other)}
    assert len(iris) == len({one, other})
    assert all(NamedNode(iri).value == iri and "/" not in iri.rsplit("/actor/", 1)[1] for iri in iris)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("sony-2014", True), ("a", True), ("2014", True), ("a" * 100, True), ("a" * 101, False)),
        *(("", False), ("A", False), ("é", False), ("a--b", False), ("a/b", False), ("..", False), ("a\n", False)),
    ],
)
def test_what_can_name_a_data_set(text: str, expected: bool) -> None:
    assert is_slug(text) is expected
