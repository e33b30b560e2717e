"""The vocabulary: its Python terms, and the files that define it.

`whoblamed.ttl` defines the terms, `schemes.ttl` the SKOS schemes and confidence scales, `alignments.ttl` relates the
terms to other vocabularies, `shapes.ttl` constrains data (SHACL) and `context.jsonld` names the terms in JSON-LD. A
test keeps them in step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

NS: Final = "https://w3id.org/whoblamed/ns#"
ID: Final = "https://w3id.org/whoblamed/id/"

#: What the IRIs of our SKOS schemes begin with.
SCHEMES: Final = "https://w3id.org/whoblamed/scheme/"

#: Under which roles are properties, from the accused to the incident: in triple terms only, which nothing asserts.
ROLE: Final = "https://w3id.org/whoblamed/role/"

#: Named graph that holds the vocabulary in every store.
VOCABULARY_GRAPH: Final = NS.removesuffix("#")
#: Named graph that says of every actor as whom it is shown, made anew from what is decided on who is who.
REPRESENTATIVES_GRAPH: Final = ID + "representatives"
#: The named graphs in every store that hold nothing of anybody's, and are not passed on.
MADE_GRAPHS: Final = frozenset({VOCABULARY_GRAPH, REPRESENTATIVES_GRAPH})

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
EDTF: Final = "http://id.loc.gov/datatypes/edtf/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

#: Prefixes that every query and every serialisation may use without declaring them.
PREFIXES: Final[dict[str, str]] = {
    "wb": NS,
    "id": ID,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "edtf": EDTF,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "owl": OWL,
    "wd": WIKIDATA,
}

_HERE = Path(__file__).parent
VOCABULARY: Final = (_HERE / "whoblamed.ttl", _HERE / "schemes.ttl", _HERE / "alignments.ttl")
SHAPES: Final = _HERE / "shapes.ttl"
CONTEXT: Final = _HERE / "context.jsonld"

ACTOR_KINDS: Final = ("state", "agency", "company", "group", "person", "outlet", "persona", "unnamed")
INCIDENT_KINDS: Final = (
    "intrusion",
    "outage",
    "leak",
    "theft",
    "sabotage",
    "defacement",
    "disinformation",
    "threat",
    "release",
    "cancellation",
    "decision",
    "warning",
    "activity",
    "other",
)
RELIANCE_MODES: Final = ("quotes", "cites", "leaks", "wire", "repeats", "copies", "unknown")
#: In what form a claim was made, as `schemes.ttl` defines them.
FORMS: Final = (
    "statement",
    "press-conference",
    "speech",
    "interview",
    "post",
    "letter",
    "testimony",
    "leak",
    "technical-report",
    "inquiry-report",
    "advisory",
    "charge",
    "indictment",
    "warrant",
    "sanction",
    "filing",
    "judgment",
)
#: Who read what was said, where it was not a person.
MACHINE: Final = "machine"
CODINGS: Final = (MACHINE,)
NAME_KINDS: Final = ("preferred", "alias")
VERDICTS: Final = ("same", "different", "similar")
IDENTITY_BASES: Final = ("stated", "curated", "exact", "normalised", "authority")
#: How bad it is to break a shape: what breaks computation, and what is merely poor.
VIOLATION: Final = "violation"
WARNING: Final = "warning"
Severity = Literal["violation", "warning"]  # so that a comparison with another word is a mistake of types


class WB:
    """The terms of the whoblamed vocabulary, as IRIs; the classes of the kinds of claims stand in `acts`."""

    # Classes
    Actor: Final = NS + "Actor"
    Name: Final = NS + "Name"
    Incident: Final = NS + "Incident"
    Allegation: Final = NS + "Allegation"
    Claim: Final = NS + "Claim"
    Source: Final = NS + "Source"
    Reliance: Final = NS + "Reliance"
    Evidence: Final = NS + "Evidence"
    Passage: Final = NS + "Passage"
    Confidence: Final = NS + "Confidence"
    DataSet: Final = NS + "DataSet"
    Score: Final = NS + "Score"
    Identity: Final = NS + "Identity"
    Quote: Final = NS + "Quote"

    # Actors and their names
    kind: Final = NS + "kind"
    partOf: Final = NS + "partOf"
    speaksFor: Final = NS + "speaksFor"
    wikidata: Final = NS + "wikidata"
    naming: Final = NS + "naming"
    namedBy: Final = NS + "namedBy"
    nameKind: Final = NS + "nameKind"
    searchName: Final = NS + "searchName"

    # Who is who
    compares: Final = NS + "compares"
    verdict: Final = NS + "verdict"
    basis: Final = NS + "basis"
    reason: Final = NS + "reason"
    identifiedBy: Final = NS + "identifiedBy"
    shownAs: Final = NS + "shownAs"

    # Incidents and allegations
    occurredFrom: Final = NS + "occurredFrom"
    occurredTo: Final = NS + "occurredTo"
    beganFrom: Final = NS + "beganFrom"
    beganTo: Final = NS + "beganTo"
    endedFrom: Final = NS + "endedFrom"
    endedTo: Final = NS + "endedTo"
    victim: Final = NS + "victim"
    activityOf: Final = NS + "activityOf"
    accused: Final = NS + "accused"
    incident: Final = NS + "incident"
    role: Final = NS + "role"
    excludes: Final = NS + "excludes"

    # Claims
    speaker: Final = NS + "speaker"
    through: Final = NS + "through"
    throughWords: Final = NS + "throughWords"
    asToldBy: Final = NS + "asToldBy"
    ownView: Final = NS + "ownView"
    form: Final = NS + "form"
    about: Final = NS + "about"
    statedOn: Final = NS + "statedOn"
    statedFrom: Final = NS + "statedFrom"
    statedTo: Final = NS + "statedTo"
    publicOn: Final = NS + "publicOn"
    publicFrom: Final = NS + "publicFrom"
    publicTo: Final = NS + "publicTo"
    recordedOn: Final = NS + "recordedOn"
    saidRecordedOn: Final = NS + "saidRecordedOn"
    closedOn: Final = NS + "closedOn"
    versionOf: Final = NS + "versionOf"
    madeIn: Final = NS + "madeIn"
    passage: Final = NS + "passage"
    respondsTo: Final = NS + "respondsTo"
    challenges: Final = NS + "challenges"
    endorses: Final = NS + "endorses"
    withdraws: Final = NS + "withdraws"
    replacedBy: Final = NS + "replacedBy"
    outcome: Final = NS + "outcome"
    condition: Final = NS + "condition"
    quote: Final = NS + "quote"
    translated: Final = NS + "translated"
    confidence: Final = NS + "confidence"
    likelihood: Final = NS + "likelihood"
    evidence: Final = NS + "evidence"
    summary: Final = NS + "summary"
    quantity: Final = NS + "quantity"
    quantityAbout: Final = NS + "quantityAbout"
    quantityAtLeast: Final = NS + "quantityAtLeast"
    quantityAtMost: Final = NS + "quantityAtMost"
    unit: Final = NS + "unit"
    coding: Final = NS + "coding"
    codedRows: Final = NS + "codedRows"
    attributionType: Final = NS + "attributionType"
    score: Final = NS + "score"
    criterion: Final = NS + "criterion"
    points: Final = NS + "points"
    outOf: Final = NS + "outOf"

    # Confidence and likelihood
    words: Final = NS + "words"
    scale: Final = NS + "scale"
    grade: Final = NS + "grade"
    value: Final = NS + "value"
    low: Final = NS + "low"
    high: Final = NS + "high"

    # Sources, what they rest on, and where in them
    publisher: Final = NS + "publisher"
    publishedOn: Final = NS + "publishedOn"
    publishedFrom: Final = NS + "publishedFrom"
    publishedTo: Final = NS + "publishedTo"
    gloss: Final = NS + "gloss"
    corrects: Final = NS + "corrects"
    retractedOn: Final = NS + "retractedOn"
    retractedFrom: Final = NS + "retractedFrom"
    retractedTo: Final = NS + "retractedTo"
    url: Final = NS + "url"
    archivedAt: Final = NS + "archivedAt"
    language: Final = NS + "language"
    sha256: Final = NS + "sha256"
    grading: Final = NS + "grading"
    relies: Final = NS + "from"
    on: Final = NS + "on"
    mode: Final = NS + "mode"
    source: Final = NS + "source"
    section: Final = NS + "section"
    paragraph: Final = NS + "paragraph"
    start: Final = NS + "start"
    end: Final = NS + "end"
    heldBy: Final = NS + "heldBy"
    disclosed: Final = NS + "disclosed"

    # Data sets
    origin: Final = NS + "origin"
    loadedOn: Final = NS + "loadedOn"
    format: Final = NS + "format"
    usesActorsOf: Final = NS + "usesActorsOf"
    reader: Final = NS + "reader"
    table: Final = NS + "table"
    saidOrigin: Final = NS + "saidOrigin"
    saidFormat: Final = NS + "saidFormat"
    saidSha256: Final = NS + "saidSha256"
    readFrom: Final = NS + "readFrom"


def owner_of(iri: str) -> str | None:
    """Return the IRI of the data set that alone may describe a thing: the one under whose IRI the thing's IRI is.

    None for an IRI outside of `ID`, which is nobody's.

    >>> owner_of("https://w3id.org/whoblamed/id/sony-2014/actor/fbi")
    'https://w3id.org/whoblamed/id/sony-2014'
    """
    return ID + iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else None
