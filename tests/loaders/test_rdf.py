"""RDF in: our own comes back as it was, what follows is derived, and what is broken or hostile is told, never fatal."""

from __future__ import annotations

import contextlib
import gc
import gzip
import io
import json
import socket
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from whoblamed.errors import InvalidData
from whoblamed.graph import Graph
from whoblamed.graph.store.clocks import public
from whoblamed.graph.store.facts import Facts
from whoblamed.loaders import rdf
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.rdf import guards
from whoblamed.loaders.rdf.chains import endless
from whoblamed.loaders.rdf.plain.fitting import NotPlain
from whoblamed.ontology import ID
from whoblamed.ontology.acts import ACT_OF_CLASS
from whoblamed.ontology.dates import PartialDate
from whoblamed.ontology.quads import public_quads, to_quads
from whoblamed.ontology.records import (
    Actor,
    Allegation,
    Batch,
    Claim,
    Evidence,
    Incident,
    Record,
    Skipped,
    Source,
    dataset_iri,
    mint,
)
from whoblamed.ontology.texts import is_blank

from ..ontology import test_quads as strategies
from ..support.checking import violations
from ..support.exports import export_to
from ..support.places import DATA, FIXTURES

REAL = DATA / "tac-ontology"
PREFIXES = """
@prefix wb: <https://w3id.org/whoblamed/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <https://w3id.org/whoblamed/id/> .
"""
#: A state, an agency, an outage and an article; `<…>` is relative to the data set.
AROUND = (
    PREFIXES
    + """
<actor/borduria> a wb:Actor ; wb:kind "state" ; rdfs:label "Borduria" .
<actor/police> a wb:Actor ; wb:kind "agency" ; rdfs:label "Police" .
<incident/outage> a wb:Incident ; rdfs:label "Outage" .
<source/article> a wb:Source ; dcterms:title "Who was it?"@en .
"""
)
BLAME = """
<claim/blame> a wb:Attribution ; wb:speaker <actor/police> ; wb:accused <actor/borduria> ;
    wb:incident <incident/outage> ; wb:madeIn <source/article> .
"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a document made us reach for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def document(content: str | bytes, name: str = "case.ttl") -> Document:
    return Document.of_bytes(content.encode() if isinstance(content, str) else content, name)


def read(content: str | bytes, name: str = "case.ttl", dataset: str | None = None) -> list[Batch]:
    return rdf.read([document(content, name)], dataset)


def records(batches: Iterable[Batch]) -> list[Record]:
    return [record for batch in batches for record in batch.kept()]


def reasons(batches: Iterable[Batch]) -> list[str]:
    """What was skipped: what it is about, and why."""
    found = [item for batch in batches for item in batch.records if isinstance(item, Skipped)]
    return [f"{item.file}: {item.reason}" for item in found]


def quads(batches: Sequence[Batch], *, described: bool = True) -> set[ox.Quad]:
    facts = Facts.of(records(batches))
    found = {quad for batch in batches for quad in written(batch.kept(), facts, batch.dataset.iri)}
    if described:
        found |= {quad for batch in batches for quad in to_quads(batch.dataset, batch.dataset.iri)}
    return stored(found)


def written(found: Iterable[Record], facts: Facts, graph: str) -> Iterator[ox.Quad]:
    """Records as a graph holds them: with the bounds of when claims became public, which follow from all."""
    for record in found:
        yield from to_quads(record, graph)
        if isinstance(record, Claim) and (date := public(record, facts)):
            yield from public_quads(record.iri, date, graph)


def stored(found: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Quads as every store writes them: 1.50 as 1.5, and so on."""
    store = ox.Store()
    store.extend(found)
    return set(store)


def claims(batches: Iterable[Batch]) -> dict[str, Claim]:
    found = [record for record in records(batches) if isinstance(record, Claim)]
    assert len({claim.iri for claim in found}) == len(found), "a claim is yielded once"
    return {claim.iri.rsplit("/", 1)[-1]: claim for claim in found}


def refused(content: str | bytes, name: str = "case.ttl") -> str:
    with pytest.raises(InvalidData) as caught:
        read(content, name)
    (line,) = str(caught.value).splitlines()
    return line


# ------------------------------------------------------------------------------------------------------ there and back


def said_in(graph: Graph) -> set[ox.Quad]:
    """What data sets say of things: not of themselves, and not who is who, which every graph decides for itself."""
    quads_ = (quad for quad in graph.quads() if quad.graph_name != ox.NamedNode(f"{ID}identities"))
    return {quad for quad in quads_ if quad.subject != quad.graph_name}


@pytest.mark.parametrize("format_", ["trig", "nquads", "jsonld"])
def test_what_is_exported_with_its_data_sets_comes_back_as_it_was(
    casebook: Graph, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / f"casebook.{format_}"
    export_to(casebook, path, format_)
    batches = rdf.read([Document.of_file(path)], None)
    assert quads(batches, described=False) == said_in(casebook)
    assert reasons(batches) == []


@pytest.mark.parametrize("format_", ["turtle", "ntriples"])
def test_what_is_exported_without_them_comes_back_by_the_iris_of_things(
    casebook: Graph, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / f"casebook.{format_}"
    export_to(casebook, path, format_)
    batches = rdf.read([Document.of_file(path)], None)
    assert quads(batches, described=False) == said_in(casebook)
    assert [batch.dataset.name for batch in batches] == [dataset.name for dataset in casebook.datasets()]
    assert reasons(batches) == []


def test_what_a_file_says_of_its_descent_is_only_what_it_says(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "export.ttl"
    export_to(casebook, path, "turtle", "casebook-actors")
    (batch,) = rdf.read([Document.of_file(path)], None)
    (original,) = (dataset for dataset in casebook.datasets() if dataset.name == "casebook-actors")
    read_here = Document.of_file(path)
    assert (batch.dataset.origin, batch.dataset.format, batch.dataset.sha256) == ("export.ttl", "rdf", read_here.sha256)
    said = (batch.dataset.said_origin, batch.dataset.said_format, batch.dataset.said_sha256)
    assert said == (original.origin, original.format, original.sha256)
    assert (batch.dataset.title, batch.dataset.name) == (original.title, original.name)


def test_loading_twice_changes_nothing() -> None:
    graph = Graph.open(":memory:")
    for state in ("new", "unchanged"):
        report = graph.load(FIXTURES / "rdf" / "plain.ttl")
        assert [entry.state for entry in report.loaded] == [state]


@st.composite
def whole_cases(draw: st.DrawFn) -> list[Record]:
    """Records of all texts and values, which refer to each other only in ways that any record may."""
    found: dict[str, Record] = {}
    speaker = strategies.fbi()
    teller = Actor(iri=mint("case", "actor", "teller"), label="Teller", kind="person")
    source = Source(iri=mint("case", "source", "s"), label="S")
    leaves = st.one_of(strategies.actors(), strategies.incidents, strategies.sources, strategies.evidence)
    for record in draw(st.lists(leaves | strategies.claims, max_size=4)):
        found.setdefault(record.iri, _alone(_seen(record), speaker.iri, teller.iri, source.iri))
    found |= {speaker.iri: speaker, teller.iri: teller, source.iri: source}
    return list(found.values())


def _seen(value: Any) -> Any:
    """The same with texts of which something can be seen: others are told and left out."""
    if isinstance(value, str):
        return "seen" if value and is_blank(value) else value
    if isinstance(value, Mapping):
        return {language: _seen(text) for language, text in value.items()}
    if isinstance(value, tuple):
        found = map(_seen, value)
        return tuple(sorted(set(found))) if all(isinstance(each, str) for each in value) else tuple(found)
    if is_dataclass(value) and not isinstance(value, PartialDate | type):
        return replace(value, **{field.name: _seen(getattr(value, field.name)) for field in fields(value)})
    return value


def _alone(record: Any, actor: str, teller: str, source: str) -> Any:
    """A record that refers to one actor, one who tells, and one source only, and has nothing that shapes forbid."""
    if isinstance(record, Actor):
        names = {(name.value, name.language): replace(name, by=actor, source=None) for name in record.names}
        return replace(
            record, part_of=(), speaks_for=(), names=tuple(sorted(names.values(), key=lambda name: name.iri))
        )
    if isinstance(record, Incident):
        return replace(record, victims=(actor,), activity_of=None, occurred_to=record.occurred_from)
    if isinstance(record, Evidence):
        return replace(record, held_by=actor)
    if isinstance(record, Source):
        return replace(record, publisher=actor, url="https://x.example/ü?", archived_at=None, language="de")
    return replace(
        record,
        act="report",
        closed_on=None,
        condition="if it is true" if record.condition else None,
        quantity=_short(record.quantity),
        quantity_about=_short(record.quantity_about),
        quantity_at_least=_short(record.quantity_at_least),
        quantity_at_most=_short(record.quantity_at_most),
        scores=tuple(replace(score, points=Decimal(1), out_of=Decimal("2.5")) for score in record.scores),
        speakers=(actor,),
        through=(teller,) if record.through else (),
        as_told_by=(teller,) if record.as_told_by else (),
        made_in=(source,),
        about=(),
        accused=(),
        incident=None,
        version_of=None,
        responds_to=(),
        challenges=(),
        endorses=(),
        withdraws=(),
        replaced_by=None,
        outcome=None,
        evidence=(),
        attribution_type=(),
        passages=tuple(
            replace(passage, source=source, paragraph=1, start=number, end=None)
            for number, passage in enumerate(record.passages)
        ),
        confidence=record.confidence and replace(record.confidence, scale=None, low=None, high=None),
        likelihood=record.likelihood and replace(record.likelihood, scale="dni", low=None, high=None),
    )


def _short(number: Decimal | None) -> Decimal | None:
    return number and Decimal(int(number * 1000) % 10**9) / 1000


@settings(max_examples=60)
@given(whole_cases(), st.sampled_from([ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS]))
def test_records_read_back_as_they_were(several: list[Record], format_: ox.RdfFormat) -> None:
    graph = dataset_iri("case")
    content = ox.serialize([quad for record in several for quad in to_quads(record, graph)], format=format_)
    assert content is not None
    batches = read(content, f"case.{format_.file_extension}")
    own = [record for record in several if record.iri.startswith(f"{graph}/")]
    assert quads(batches, described=False) == stored(written(own, Facts.of(own), graph))
    assert sorted(reasons(batches)) == sorted(
        f"case.{format_.file_extension} {record.iri}: left out: it belongs to the data set other, and no other data "
        "set can describe it"
        for record in several
        if record not in own
    )


@pytest.mark.parametrize("syntax", ["turtle", "nt", "n3", "xml", "trix", "hext", "json-ld", "longturtle"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_syntax_says_the_same(syntax: str) -> None:
    graph = rdflib.Dataset()
    graph.parse(data=AROUND + BLAME, format="turtle", publicID=f"{ID}case/")
    source = graph if syntax in ("trix", "hext") else graph.graph(DATASET_DEFAULT_GRAPH_ID)
    content = source.serialize(format=syntax, encoding="utf-8")
    name = {"n3": "case.n3"}.get(syntax, "case")
    assert rdf.recognises(document(content, name))
    assert quads(read(content, name), described=False) == quads(read(AROUND + BLAME), described=False)


@settings(max_examples=60)
@given(whole_cases())
def test_what_is_in_order_gives_the_same_by_the_short_way_and_the_long(several: list[Record]) -> None:
    own = [record for record in several if record.iri.startswith(dataset_iri("case"))]
    triples = [quad.triple for record in own for quad in to_quads(record, dataset_iri("case"))]
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    short, long = by_both_ways(written, "case.nt")
    assert quads(short) == quads(long)


@pytest.mark.parametrize("format_", ["trig", "turtle", "nquads"])
def test_the_casebook_gives_the_same_by_both_ways(casebook: Graph, tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"casebook.{format_}"
    export_to(casebook, path, format_)
    short, long = by_both_ways(path.read_bytes(), path.name)
    assert [batch.dataset for batch in short] == [batch.dataset for batch in long]
    key = attrgetter("iri")
    assert sorted(records(short), key=key) == sorted(records(long), key=key)
    assert reasons(short) == reasons(long) == []


def by_both_ways(content: bytes, name: str) -> tuple[list[Batch], list[Batch]]:
    reading = rdf._Reading([document(content, name)], name.partition(".")[0])
    return reading._plain_batches(), rdf._Reading([document(content, name)], name.partition(".")[0])._repaired_batches()


def test_nothing_that_is_not_in_order_goes_the_short_way() -> None:
    """What the short way takes is what the long way takes without a word."""
    for number, entry in enumerate(BROKEN):
        prefixes = "\n".join(line for line in CONFORMING.splitlines() if line.startswith("@prefix"))
        texts = (CONFORMING, prefixes + entry.get("out", ""), prefixes + entry.get("in", ""))
        whole, out, into = (_turtle(text, f"case{number}") for text in texts)
        content = ox.serialize(whole - out | into, format=ox.RdfFormat.N_TRIPLES)
        assert content is not None
        with contextlib.suppress(NotPlain):
            short, long = by_both_ways(content, f"case{number}.nt")
            assert quads(short) == quads(long)
            assert reasons(short) == reasons(long)


# ---------------------------------------------------------------------------------------------------- what is derived


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ('"2030-05-01Z"^^xsd:date', "2030-05-01"),
        ('"2030-05-01+09:00"^^xsd:date', "2030-05-01"),
        ('"2030-05-01T23:30:00Z"^^xsd:dateTime', "2030-05-01"),
        ('"2030-05-01T00:30:00.5-11:00"^^xsd:dateTime', "2030-05-01"),
        ('"2030-05-03:00"^^xsd:gYearMonth', "2030-05"),
        ('"2030-05:00"^^xsd:gYear', "2030"),
        ('"2030Z"^^xsd:gYear', "2030"),
        ('"2030-05-01"', "2030-05-01"),
    ],
)
def test_a_date_in_a_time_zone_keeps_its_day(date: str, day: str) -> None:
    (claim,) = claims(read(AROUND + BLAME.replace("wb:madeIn", f"wb:statedOn {date} ; wb:madeIn"))).values()
    assert str(claim.stated_on) == day


@pytest.mark.parametrize("date", ['"2030-00-00"^^xsd:date', '"2030T10:00:00Z"', '"2030-05-01X"', '"2030-02-30Z"'])
def test_what_is_no_date_is_told(date: str) -> None:
    batches = read(AROUND + BLAME.replace("wb:madeIn", f"wb:statedOn {date} ; wb:madeIn"))
    assert claims(batches)["blame"].stated_on is None
    assert any("wb:statedOn" in reason for reason in reasons(batches))


def test_a_graph_with_the_iri_of_a_data_set_is_that_one() -> None:
    body = f"<{ID}other/actor/a> a wb:Actor ; wb:kind 'state' ; rdfs:label 'A' ."
    (batch,) = read(PREFIXES + f"GRAPH <{ID}other> {{ {body} }}", "x.trig")
    assert (batch.dataset.name, len(records([batch]))) == ("other", 1)


def test_what_follows_is_derived() -> None:
    batches = rdf.read([Document.of_file(FIXTURES / "rdf" / "plain.ttl")], None)
    found = {record.iri: record for record in records(batches)}
    blame, denial = (found[mint("plain", "claim", key)] for key in ("blame", "denial"))
    assert isinstance(blame, Claim)
    assert isinstance(denial, Claim)
    assert blame.label == "Police of Arden attributes Harbour outage to Borduria (ordered) (2031-04-10)"
    assert denial.label == (
        "Ministry of Borduria denies responsibility for Harbour outage (ordered) on behalf of Borduria (2031-04-11)"
    )
    allegation = found[blame.about[0]]
    assert allegation == Allegation(
        iri=mint("plain", "allegation", "outage--borduria--ordered"),
        label="Allegation that Borduria ordered Harbour outage",
        accused=mint("plain", "actor", "borduria"),
        incident=mint("plain", "incident", "outage"),
        role="ordered",
    )
    assert denial.about == blame.about
    assert str(denial.stated_on) == "2031-04-11"
    assert (blame.confidence, blame.passages[0].section) == (denial.confidence or blame.confidence, "Findings")
    assert blame.made_in == denial.made_in == ("https://courier.example/harbour",)
    assert found[blame.made_in[0]] == Source(
        iri=blame.made_in[0], label=blame.made_in[0], url="https://courier.example/harbour"
    )
    assert reasons(batches) == []
    assert [v for v in violations(quads(batches)) if v.severity == "violation"] == []


@pytest.mark.parametrize(
    ("kind", "chain", "told"),
    [
        ("actor", "partOf", "wb:partOf is left out, because its chain leads back to where it began"),
        ("actor", "speaksFor", "wb:speaksFor is left out where it leads to the actor itself"),
        ("source", "corrects", "wb:corrects is left out, because its chain leads back to where it began"),
    ],
)
def test_what_leads_to_itself_is_told(kind: str, chain: str, told: str) -> None:
    thing = "<actor/police>" if kind == "actor" else "<source/article>"
    found = read(AROUND + BLAME + f"{thing} wb:{chain} {thing} .")
    (reason,) = reasons(found)
    assert told in reason
    leading = ("part_of", "speaks_for", "corrects")
    assert not any(getattr(record, field, ()) for record in records(found) for field in leading)


@pytest.mark.parametrize("property_", ["rdfs:label", "skos:altLabel", "skos:prefLabel"])
def test_a_name_of_which_nothing_can_be_seen_is_told(property_: str) -> None:
    found = read(PREFIXES + f'<actor/x> a wb:Actor ; wb:kind "group" ; {property_} "\u200b\u2060" .')
    (reason,) = reasons(found)
    assert reason.endswith("is blank")
    (actor,) = [record for record in records(found) if isinstance(record, Actor)]
    assert (actor.label, actor.names) == ("x", ())


def test_names_come_from_labels_and_other_vocabularies() -> None:
    batches = rdf.read([Document.of_file(FIXTURES / "rdf" / "plain.ttl")], None)
    actors = {record.label: record for record in records(batches) if isinstance(record, Actor)}
    assert {(name.value, name.language, name.kind) for name in actors["Borduria"].names} == {
        ("Borduria", "en", "preferred"),
        ("Bordurien", "de", "preferred"),
        ("BDR", None, "alias"),
    }
    assert {(name.value, name.language) for name in actors["Police of Arden"].names} == {
        ("Police of Arden", "en"),
        ("Polizei von Arden", "de"),
    }
    assert (actors["Ivo Tamm"].kind, [name.value for name in actors["Ivo Tamm"].names]) == ("person", ["Ivo Tamm"])


def test_two_unnamed_speakers_are_two_and_other_blank_nodes_are_what_they_say() -> None:
    batches = rdf.read([Document.of_file(FIXTURES / "rdf" / "plain.ttl")], None)
    challenges = [claim for claim in claims(batches).values() if claim.act == "challenge"]
    assert len({claim.speakers[0] for claim in challenges}) == len(challenges) == 2
    twice = (
        AROUND
        + "[] a wb:Actor ; wb:kind 'group' ; rdfs:label 'Tide' . [] a wb:Actor ; rdfs:label 'Tide' ; wb:kind 'group' ."
    )
    assert len({record.iri for record in records(read(twice)) if record.label == "Tide"}) == 1


def test_what_is_said_twice_in_the_same_words_is_one_claim() -> None:
    report = "[] a wb:Report ; wb:speaker <actor/police> ; wb:incident <incident/outage> ; wb:madeIn <source/article> ."
    assert len(claims(read(AROUND + report + report))) == 1
    assert len(claims(read(AROUND + report + report.replace("a wb:Report", 'a wb:Report ; wb:statedOn "2031"')))) == 2


def test_the_iris_of_blank_nodes_do_not_depend_on_their_order_or_names() -> None:
    lines = [
        '_:x a wb:Actor ; wb:kind "agency" ; rdfs:label "Police" .',
        "_:c a wb:Report ; wb:speaker _:x ; wb:incident _:i ; wb:madeIn <https://a.example/> .",
        '_:i a wb:Incident ; rdfs:label "Outage" .',
    ]
    forwards = read(PREFIXES + "\n".join(lines))
    backwards = read(PREFIXES + "\n".join(reversed(lines)).replace("_:x", "_:zz").replace("_:i", "_:a"))
    assert quads(forwards, described=False) == quads(backwards, described=False)


def test_a_denial_without_a_role_means_the_one_that_it_answers() -> None:
    text = AROUND + BLAME.replace("wb:madeIn", 'wb:role "sponsored" ; wb:madeIn')
    text += "<claim/no> a wb:Denial ; wb:speaker <actor/borduria> ; wb:accused <actor/borduria> ; "
    text += "wb:incident <incident/outage> ; wb:respondsTo <claim/blame> ; wb:madeIn <source/article> ."
    found = claims(read(text))
    assert found["no"].about == found["blame"].about == (mint("case", "allegation", "outage--borduria--sponsored"),)


def test_the_accused_and_incident_follow_from_the_allegations() -> None:
    text = (
        AROUND + "<claim/a> a wb:Attribution ; wb:speaker <actor/police> ; wb:about <x> ; wb:madeIn <source/article> ."
    )
    text += "<x> a wb:Allegation ; wb:accused <actor/borduria> ; wb:incident <incident/outage> ."
    found = claims(read(text))["a"]
    assert (found.accused, found.incident) == (
        (mint("case", "actor", "borduria"),),
        mint("case", "incident", "outage"),
    )


def test_several_documents_under_one_name_are_one_data_set() -> None:
    (batch,) = rdf.read([document(AROUND, "a.ttl"), document(PREFIXES + BLAME, "b.ttl")], "both")
    assert batch.dataset.name == "both"
    assert list(claims([batch])) == ["blame"]
    assert reasons([batch]) == []


def test_what_stands_beside_the_data_sets_is_a_data_set_of_its_own(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "sony-2014.trig"
    export_to(casebook, path, "trig", "sony-2014")
    beside = (AROUND + BLAME).replace("<", "<https://own.example/").replace("<https://own.example/http", "<http")
    batches = read(path.read_bytes() + beside.encode(), "sony-2014.trig")
    assert [batch.dataset.name for batch in batches] == ["casebook-actors", "sony-2014", "sony-2014-rest"]
    assert list(claims(batches[2:])) == ["blame"]


def test_what_stands_beside_a_data_set_and_under_its_iri_is_of_it(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "sony-2014.trig"
    export_to(casebook, path, "trig", "sony-2014")
    _, batch = read(path.read_bytes() + (AROUND + BLAME).encode(), "sony-2014.trig")
    assert (batch.dataset.name, "blame" in claims([batch])) == ("sony-2014", True)


def test_a_data_set_can_be_renamed_but_not_several(casebook: Graph, tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    export_to(casebook, path, "trig", "casebook-actors")
    (batch,) = rdf.read([Document.of_file(path)], "mine")
    assert (batch.dataset.name, batch.dataset.iri) == ("mine", dataset_iri("mine"))
    export_to(casebook, path, "trig")
    with pytest.raises(InvalidData, match="holds several data sets"):
        rdf.read([Document.of_file(path)], "mine")


def test_the_vocabulary_in_a_document_is_passed_over() -> None:
    vocabulary = (Path(rdf.__file__).parent.parent.parent / "ontology" / "whoblamed.ttl").read_text("utf-8")
    assert reasons(read(vocabulary + AROUND + BLAME)) == []
    assert "holds nothing in the terms of whoblamed" in refused(vocabulary)


# ---------------------------------------------------------------------------------------------------------- JSON-LD


def test_our_context_is_read_without_being_fetched() -> None:
    batches = rdf.read([Document.of_file(FIXTURES / "rdf" / "context.jsonld")], None)
    (claim,) = claims(batches).values()
    assert claim.label == "Police of Arden attributes Harbour outage to Borduria (2031-04-10)"
    assert claim.summary == {"en": "Borduria, say the police."}
    assert [v for v in violations(quads(batches)) if v.severity == "violation"] == []


@pytest.mark.parametrize(
    "context",
    [
        '"https://evil.example/c.jsonld"',
        '"file:///etc/passwd"',
        '"c.jsonld"',
        '["https://w3id.org/whoblamed/context.jsonld", "http://localhost/c"]',
        '{"@version": 1.1, "@import": "https://evil.example/c.jsonld"}',
        '{"@version": 1.1, "p": {"@id": "urn:p", "@context": "https://evil.example/c.jsonld"}}',
    ],
)
def test_no_other_context_is_fetched(context: str) -> None:
    line = refused(f'{{"@context": {context}, "@id": "urn:a", "p": {{"urn:q": 1}}}}', "case.jsonld")
    assert "is a context that would have to be fetched, and nothing is" in line


# ----------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (AROUND + "<x> a <http://a b> .", "case.ttl", "case.ttl:11:7: Invalid IRI code point ' '"),
        ("<urn:a> <urn:p> <b> .", "case.nt", "case.nt:1:17: No scheme found in an absolute IRI"),
        (AROUND + "<x> a wb:Actor", "case.ttl", "case.ttl:11:15: "),
        ('{"@id": "urn:a",\n "urn:p": }', "case.jsonld", "case.jsonld:2:"),
        (
            '{"@context": "https://w3id.org/whoblamed/context.jsonld",\n "kind": }',
            "x.jsonld",
            "x.jsonld:2:10: this is not JSON",
        ),
        (b'<urn:a> <urn:p> "\xe4" .', "case.nt", "this is not UTF-8"),
        ("<urn:a> <urn:p> <urn:b> .", "case.nt", "holds nothing in the terms of whoblamed"),
        ("", "case.ttl", "holds nothing in the terms of whoblamed, such as wb:Claim: there are no statements"),
        ("?x <urn:p> <urn:b> .", "case.n3", "variables are not allowed"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(content: str | bytes, name: str, message: str) -> None:
    assert message in refused(content, name)


XML = '<?xml version="1.0"?>\n{}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rdf:RDF SYSTEM "https://evil.example/x.dtd">',
        "<!-- " + "x" * 70_000 + " --><!DOCTYPE rdf:RDF []>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_doctype_is_refused_in_every_disguise(doctype: str, encoding: str) -> None:
    content = XML.format(doctype, "<rdf:Description><rdf:value>&c;</rdf:value></rdf:Description>").encode(encoding)
    assert "DOCTYPE is not read" in refused(content, "case.rdf") or len(doctype) > 65536


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ('{"urn:a":' * 201 + "1" + "}" * 201, "case.jsonld"),
        ('{"@graph":' * 201 + "1" + "}" * 201, "case.jsonld"),
        ('{"@id": "urn:a", "urn:p": ' + "[" * 201 + "]" * 201 + "}", "case.jsonld"),
        ("<urn:a> <urn:p> " + "<<( <urn:s> <urn:p> " * 501 + '"x" ' + ")>> " * 501 + ".", "case.ttl"),
        ("<urn:a> <urn:p> " + "<<( <urn:s> <urn:p> # )>>\n" * 501 + '"x" ' + ")>> " * 501 + ".", "case.ttl"),
        ("<urn:a> <urn:p> " + "<<( <urn:s> <urn:p> " * 501 + '"x" ' + ")>> " * 501 + ".", "case.nq"),
        (XML.format("", "<rdf:Description><rdf:value>" * 201), "case.rdf"),
    ],
    ids=["json", "graphs", "lists", "terms", "comments", "lines", "xml"],
)
def test_what_is_nested_too_deep_is_refused_before_it_harms(content: str, name: str) -> None:
    assert "nested" in refused(content, name)


@given(st.lists(st.sampled_from(["<urn:a#b>", "x:y", "#", "# )>>", '"', " ", ")", ">"]), max_size=4), st.integers(1, 7))
def test_the_depth_of_triple_terms_is_seen_wherever_blocks_end(between: list[str], size: int) -> None:
    text = " ".join(between)
    for depth in (500, 501):
        content = (f"<<( {text}\n" * depth + ")>>\n" * depth).encode()
        check = guards.TripleTerms("x")
        with pytest.raises(InvalidData) if depth > 500 else contextlib.nullcontext():
            for begin in range(0, len(content), size):
                check(content[begin : begin + size])


def test_brackets_and_escapes_in_texts_do_not_count_as_nesting() -> None:
    text = json.dumps({"@id": "urn:a", "http://x.example/p": '[{"\\' * 50_000})
    assert "holds nothing in the terms" in refused(text, "case.jsonld")


@given(st.text(st.sampled_from('"\\[]{}ax'), max_size=40), st.integers(1, 7))
def test_texts_are_told_from_brackets_wherever_blocks_end(text: str, size: int) -> None:
    for depth in (200, 201):
        content = ("[" * depth + json.dumps(text) + "]" * depth).encode()
        check = guards.Json("x")
        refuses = pytest.raises(InvalidData) if depth > 200 else contextlib.nullcontext()
        with refuses:
            for begin in range(0, len(content), size):
                check(content[begin : begin + size])
            check(b"")


def test_many_shallow_triple_terms_in_lines_do_no_harm() -> None:
    lines = "".join(f'<urn:a{n}> <urn:p> <<( <urn:s> <urn:p> "x" )>> .\n' for n in range(2_000))
    assert "2000 statements are not loaded" in refused(lines, "case.nt")
    assert "2000 statements are not loaded" in refused(lines, "case.ttl")


def test_an_encoding_that_nobody_knows_is_one_clear_line() -> None:
    content = XML.format("", "").replace('version="1.0"', 'version="1.0" encoding="nosuch"')
    assert "case.rdf:1:31: this is in an encoding that cannot be read" in refused(content, "case.rdf")


@pytest.mark.parametrize("before", ["", '"comment": "\u00fc", '])
def test_a_place_in_json_ld_is_that_of_the_document(before: str) -> None:
    """Where the context was put in does not shift it."""
    text = f'{{"@context": "https://w3id.org/whoblamed/context.jsonld", {before}"@id": "urn:a", "label": "\\ud800"}}'
    column = int(refused(text, "case.jsonld").split(":")[2])
    assert text.index('"\\ud800"') <= column <= len(text)


def test_a_url_of_a_context_is_put_in_only_where_a_context_stands() -> None:
    url = "https://w3id.org/whoblamed/context.jsonld"
    content = json.dumps(
        {
            "@context": [{"@version": 1.1}, url],
            "@id": "https://a.example/x",
            "@type": "Actor",
            "kind": "state",
            "label": url,
        }
    )
    (actor,) = records(read(content, "case.jsonld"))
    assert actor.label == url


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.hext", '["http://a.b/x y","urn:p","a","http://www.w3.org/2001/XMLSchema#string","",""]\n'),
        ("a.trix", '<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><triple><uri>http://a.b/x y</uri>'
         "<uri>urn:p</uri><plainLiteral>a</plainLiteral></triple></graph></TriX>"),
    ],
)  # fmt: skip
def test_a_malformed_iri_of_a_syntax_that_rdflib_reads_is_told_in_our_words(
    name: str, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = "<http://a.b/x y> is not an IRI: Invalid IRI code point ' '"
    assert refused(content, name) == f"{name}: this cannot be read: {told}"
    assert caplog.records == []


def test_a_broken_line_is_told_with_how_to_leave_it_out() -> None:
    line = "<urn:a> <urn:p> <http://a b> .\n"
    assert refused(line, "case.nq").endswith("; correct the line, or leave it out with --skip-bad-lines")
    with pytest.raises(InvalidData, match="only lines of N-Triples and N-Quads can be left out"):
        rdf.read([replace(document(line, "case.ttl"), skip_bad_lines=True)], None)


@pytest.mark.parametrize("syntax", ["trix", "hext"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_malformed_iris_in_what_rdflib_reads_are_one_line_and_no_warning(
    syntax: str, caplog: pytest.LogCaptureFixture
) -> None:
    content = '["urn:a", "urn:p", "http://a b", "globalId", "", ""]'
    if syntax == "trix":
        content = (
            '<TriX xmlns="http://www.w3.org/2004/03/trix/trix-1/"><graph><triple><uri>urn:a</uri><uri>urn:p</uri>'
            "<uri>http://a b</uri></triple></graph></TriX>"
        )
    refused(content, "case")
    assert caplog.records == []


def test_half_a_surrogate_pair_is_told() -> None:
    content = '{"@id": "urn:a", "http://www.w3.org/2000/01/rdf-schema#label": "A\\ud800"}'
    assert refused(content, "case.jsonld").startswith("case.jsonld:1:")


@pytest.mark.parametrize("ring", [True, False])
def test_a_long_chain_of_parts_takes_time_in_proportion(ring: bool) -> None:
    looked_at = []
    for length in (100, 200):
        steps = {number: [number + 1] for number in range(length)}
        steps |= {length: [0]} if ring else {}
        counted = Counting(steps)
        assert bool(endless(counted, 1000)) is ring
        looked_at.append(counted.count)
    assert looked_at[1] <= 2.2 * looked_at[0]


class Counting(dict[int, list[int]]):
    """Steps that are counted."""

    count = 0

    def __getitem__(self, key: int) -> list[int]:
        self.count += 1
        return super().__getitem__(key)

    def get(self, key: int, default: Any = None) -> Any:
        self.count += 1
        return super().get(key, default)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=3), max_size=9))
def test_what_is_on_a_circle_is_found(steps: dict[int, list[int]]) -> None:
    def reached(start: int) -> set[int]:
        found, ahead = set(), list(steps.get(start, ()))
        while ahead:
            thing = ahead.pop()
            if thing not in found:
                found.add(thing)
                ahead += steps.get(thing, ())
        return found

    assert endless(steps, 100) == {thing for thing in steps if thing in reached(thing)}


# ------------------------------------------------------------------------------------------------------- broken lines


def lenient(content: str) -> list[Batch]:
    found = replace(document(content, "case.nt"), skip_bad_lines=True)
    return rdf.read([found], None)


LINES = (
    ox.serialize(
        ox.parse(AROUND + BLAME, format=ox.RdfFormat.TURTLE, base_iri=f"{ID}case/"), format=ox.RdfFormat.N_TRIPLES
    )
    or b""
).decode()


@pytest.mark.parametrize("place", [0, 3, 99])
def test_broken_lines_of_a_dump_are_left_out_and_told_with_their_number(place: int) -> None:
    lines = LINES.splitlines(keepends=True)
    lines.insert(place, "<urn:a> <urn:p> <http://a b> .\n")
    content = "".join(lines)
    number = min(place, len(lines) - 1) + 1
    assert "Invalid IRI code point" in refused(content, "case.nt")
    batches = lenient(content)
    assert quads(batches, described=False) == quads(read(LINES, "case.nt"), described=False)
    (skipped,) = (item for batch in batches for item in batch.records if isinstance(item, Skipped))
    assert (skipped.line, skipped.reason) == (number, "a line that is no N-Triples: Invalid IRI code point ' '")


@given(st.lists(st.sampled_from(["good", "bad"]), max_size=30), st.integers(1, 300))
def test_broken_lines_are_found_wherever_blocks_end(kinds: list[str], size: int) -> None:
    lines = {"good": b"<urn:a> <urn:p> <urn:b> .\n", "bad": b"<urn:a> <b> .\n"}
    told: list[int] = []
    file = guards.Guarded(io.BytesIO(b"".join(map(lines.__getitem__, kinds))), lambda _: None)
    good = guards.GoodLines(file, lambda line, _: told.append(line))
    read_ = b"".join(iter(lambda: good.read(size), b""))
    assert read_ == lines["good"] * kinds.count("good")
    assert told == [number for number, kind in enumerate(kinds, 1) if kind == "bad"]


# ----------------------------------------------------------------------------------------------- what is left out, told


LEFT_OUT = yaml.safe_load((FIXTURES / "rdf" / "left-out.yaml").read_text("utf-8"))


@pytest.mark.parametrize("entry", LEFT_OUT, ids=lambda entry: entry["told"])
def test_what_is_left_out_is_told(entry: dict[str, str]) -> None:
    assert any(entry["told"] in reason for reason in reasons(read(AROUND + BLAME + entry["add"])))


def test_whatever_is_left_out_what_is_loaded_is_in_order() -> None:
    found = {
        quad for n, entry in enumerate(LEFT_OUT) for quad in quads(read(AROUND + BLAME + entry["add"], f"c{n}.ttl"))
    }
    assert [v for v in violations(found) if v.severity == "violation"] == []


def test_claims_that_cannot_do_without_a_broken_one_are_left_out_in_turn() -> None:
    text = AROUND + "<c0> a wb:Report ; wb:madeIn <source/article> ."
    for number in range(1, 40):
        text += f"<c{number}> a wb:Endorsement ; wb:endorses <c{number - 1}> ; "
        text += "wb:speaker <actor/police> ; wb:madeIn <source/article> ."
    batches = read(text)
    assert claims(batches) == {}
    assert len(reasons(batches)) >= 40


BROKEN = yaml.safe_load((FIXTURES / "shapes" / "broken.yaml").read_text("utf-8"))
CONFORMING = (FIXTURES / "shapes" / "conforming.ttl").read_text("utf-8")


def test_whatever_is_broken_no_violation_is_loaded() -> None:
    prefixes = "\n".join(line for line in CONFORMING.splitlines() if line.startswith("@prefix"))
    found: set[ox.Quad] = set()
    for number, entry in enumerate(BROKEN):
        texts = (CONFORMING, prefixes + entry.get("out", ""), prefixes + entry.get("in", ""))
        whole, out, into = (_turtle(text, f"case{number}") for text in texts)
        content = ox.serialize(whole - out | into, format=ox.RdfFormat.N_TRIPLES)
        assert content is not None
        batches = read(content, f"case{number}.nt")
        assert claims(batches), entry["shape"]
        found |= quads(batches)
    assert [v for v in violations(found) if v.severity == "violation" and v.shape != "reference-dataset"] == []


def _turtle(text: str, key: str) -> set[ox.Triple]:
    return set(ox.parse(text.replace("org/case/", f"org/{key}/"), format=ox.RdfFormat.TURTLE))


STATEMENTS = sorted(_turtle(CONFORMING, "case"), key=str)
TERMS: list[Any] = sorted({triple.object for triple in STATEMENTS} | {ox.BlankNode("b"), ox.Literal("")}, key=str)
places = st.integers(0, len(STATEMENTS) - 1)
#: Which statements are gone from a case, and which are there a second time with another object.
damages = st.tuples(
    st.sets(places, max_size=8), st.lists(st.tuples(places, st.integers(0, len(TERMS) - 1)), max_size=8)
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(damages, min_size=4, max_size=4))
def test_however_a_case_is_damaged_what_is_loaded_is_in_order(
    several: list[tuple[set[int], list[tuple[int, int]]]],
) -> None:
    found: set[ox.Quad] = set()
    for number, (gone, more) in enumerate(several):
        kept = [triple for place, triple in enumerate(STATEMENTS) if place not in gone]
        kept += [ox.Triple(STATEMENTS[at].subject, STATEMENTS[at].predicate, TERMS[term]) for at, term in more]
        content = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES)
        assert content is not None
        renamed = content.decode().replace("org/case/", f"org/case{number}/")
        found |= quads(read(renamed, f"case{number}.nt"), described=False)
    assert [v for v in violations(found) if v.severity == "violation"] == []


def test_the_conforming_graph_is_loaded_whole() -> None:
    batches = read(CONFORMING)
    triples = set(ox.parse(CONFORMING, format=ox.RdfFormat.TURTLE))
    kinds = Counter(type(record) for record in records(batches))
    typed = {str(triple.object)[1:-1] for triple in triples if triple.predicate.value.endswith("#type")}
    assert typed >= set(ACT_OF_CLASS)
    assert kinds[Claim] == sum(1 for triple in triples if str(triple.object)[1:-1] in ACT_OF_CLASS)
    lost = [reason.split(": ", 1)[1] for reason in reasons(batches)]
    assert lost == [
        "wb:grading means nothing here: 1 statement is not loaded",
        "a wb:DataSet whose IRI is not the one of its name",
        "a wb:DataSet whose IRI is not the one of its name",
    ]


# ---------------------------------------------------------------------------------------------------------- recognising


@pytest.mark.parametrize(
    ("content", "name", "is_rdf"),
    [
        (AROUND, "case", True),
        (AROUND, "<stdin>", True),
        ("PREFIX wb: <urn:x>\nwb:a wb:b wb:c .", "-", True),
        ('<urn:a> <urn:p> "x"@en <urn:g> .\n', "-", True),
        ("# a comment\n\n_:a <urn:p> _:b .", "-", True),
        (XML.format("", ""), "case.xml", True),
        ('[{"@id": "urn:a"}]', "case.json", True),
        ('["urn:a", "urn:p", "x", "http://www.w3.org/2001/XMLSchema#string", "", ""]', "x", True),
        ("", "case.ttl", True),
        ("", "case", False),
        ("case: harbour\nactors: {}\n", "case.yaml", False),
        ('{"type": "bundle", "id": "bundle--1", "objects": []}', "x.json", False),
        ('{"name": "x", "uuid": "1", "values": []}', "x.json", False),
        ('[{"a": 1, "b": "@id"}]', "x.json", False),
        ("a,b\n1,2\n", "x.csv", False),
        ("<html><body>rdf</body></html>", "x.html", False),
        ('<?xml version="1.0"?><feed/>', "x.xml", False),
        ("Arden <press@arden.example> says so.", "x.txt", False),
        ("[ a <urn:c> ] .", "x.ttl", True),
        ("[] a <urn:c> .", "<stdin>", True),
        ("[ <urn:p> true, 1 ] <urn:q> [] .", "<stdin>", True),
        ("{ <urn:a> <urn:p> <urn:b> . }", "<stdin>", True),
        ("{}", "x.trig", False),
        ("{ [] a <urn:c> }", "x.trig", True),
        ("[true]", "x.json", False),
        ("[]", "x.json", False),
        ("[1, 2]", "x.json", False),
    ],
)
def test_documents_are_recognised_by_their_content(content: str, name: str, is_rdf: bool) -> None:
    assert rdf.recognises(document(content, name)) is is_rdf


@given(
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
    st.sampled_from(["x", "x.ttl", "x.nq", "x.jsonld", "x.rdf"]),
)
def test_no_bytes_do_any_harm(content: bytes, name: str) -> None:
    found = document(content, name)
    if rdf.recognises(found):
        try:
            records(rdf.read([found], None))
        except InvalidData as error:
            lines = str(error).splitlines()
        else:
            lines = []
        assert len(lines) <= 1


# ---------------------------------------------------------------------------------------------------------- real data


def real_files() -> Sequence[Path]:
    return sorted(REAL.glob("*.*l")) if REAL.is_dir() else []


def test_other_vocabularies_give_a_clear_answer() -> None:
    files = real_files()
    if not files:
        pytest.skip("the modules of the TAC ontology are not here")
    for file in files:
        found = Document.of_file(file)
        assert rdf.recognises(found)
        with pytest.raises(InvalidData, match=r"with a DOCTYPE is not read|holds nothing in the terms of whoblamed"):
            rdf.read([found], None)


def test_a_packed_document_is_known_by_its_inner_name(tmp_path: Path) -> None:
    packed = gzip.compress(AROUND.encode())
    found = Document("case.nt.gz", lambda: io.BytesIO(gzip.decompress(packed)))
    assert rdf.recognises(found)


def test_a_large_document_is_kept_on_disk_and_cleaned_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("whoblamed.loaders.rdf.syntax._LARGE", 10)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    batches = read(AROUND + BLAME)
    assert [folder.name.startswith("whoblamed-rdf-") for folder in tmp_path.iterdir()] == [True]
    assert len(claims(batches)) == 1
    del batches
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_left_alone_by_the_actor_of_another_data_set() -> None:
    text = """
        id:one { id:one a wb:DataSet ; dcterms:identifier "one" . <https://a.example/a> a wb:Actor ; wb:kind "state" . }
        id:two { id:two a wb:DataSet ; dcterms:identifier "two" .
                 [] a wb:Name ; wb:naming <https://a.example/a> ; rdf:value "A" . }
    """
    batches = read(PREFIXES + text, "x.trig")
    assert [batch.dataset.name for batch in batches] == ["one", "two"]
    assert not any(record.names for record in records(batches) if isinstance(record, Actor))
    assert any("is the name of no wb:Actor of this data set" in reason for reason in reasons(batches))
