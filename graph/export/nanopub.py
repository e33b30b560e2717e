"""Each claim as a nanopublication: what was said, who said it and where, and who wrote it down, in four named graphs.

After https://nanopub.net/guidelines/working_draft/. The assertion is the claim with as much of what it names as is
needed to read it alone; its provenance is the speaker and the sources; the publication info is about the record of it.
Nothing is signed, and a withdrawn claim is not retracted: that it was made stays true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import pyoxigraph as ox

from ..._version import __version__
from ...ontology import DCTERMS, ID, PREFIXES, PROV, RDFS, WB, XSD
from ...ontology.quads import TYPE, public_quads, to_quads
from ...ontology.records import Actor, Allegation, Claim, DataSet, Evidence, Incident, Record, Reliance, Source, digest
from ...ontology.texts import primary
from ..store.base import QuadStore
from ..store.clocks import public
from .waiting.shelf import Shelf

NP = "http://www.nanopub.org/nschema#"
#: Under which nanopublications have their IRIs, and what wrote them.
NANOPUBS = ID.removesuffix("id/") + "np/"
SOFTWARE = ID.removesuffix("/id/")

_SEARCH_NAME = ox.NamedNode(WB.searchName)  # which everyone can make of the names
#: What a claim cannot be read without where it names it; and how things lead to what they rest on.
_NEEDED = (Actor, Incident, Allegation, Source, Evidence)
_RESTS = "rests on"
_PARTS = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}


def write(store: QuadStore, columns: Path | None, datasets: Sequence[DataSet], out: BinaryIO) -> tuple[int, str]:
    """Write the claims of data sets as nanopublications (TriG); return how many they are."""
    with Shelf.of_store(store, columns, datasets) as shelf:
        written = _Nanopubs(shelf)
        ox.serialize(written.quads(), out, format=ox.RdfFormat.TRIG, prefixes={**PREFIXES, "np": NP})
    return written.count, "nanopublications"


def nanopub_iri(claim: str, dataset: DataSet) -> str:
    """Return the IRI of the nanopublication of a claim."""
    own = f"{dataset.iri}/claim/"
    key = claim.removeprefix(own) if claim.startswith(own) else digest(claim)
    return f"{NANOPUBS}{quote(dataset.name, safe='')}/{key}"


class _Nanopubs:
    """The nanopublications of a graph, counted as they are written."""

    def __init__(self, shelf: Shelf) -> None:
        self.count = 0
        self._shelf = shelf
        self._facts = shelf.facts()
        shelf.link((_RESTS, reliance.relying, reliance.iri) for reliance in self._facts.reliances.values())

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all nanopublications, data set by data set and claim by claim."""
        for dataset in self._shelf.datasets:
            for claim in self._shelf.of(dataset, Claim):
                self.count += 1
                yield from self._nanopub(claim, dataset)

    def _nanopub(self, claim: Claim, dataset: DataSet) -> Iterator[ox.Quad]:
        iri = nanopub_iri(claim.iri, dataset)
        head = f"{iri}#head"
        yield _quad(iri, TYPE.value, NP + "Nanopublication", head)
        for part, property_ in _PARTS.items():
            yield _quad(iri, NP + property_, f"{iri}#{part}", head)
        for record in self._read_alone(replace(claim, recorded_on=None, said_recorded_on=None)):
            yield from (quad for quad in to_quads(record, f"{iri}#assertion") if quad.predicate != _SEARCH_NAME)
        known = public(claim, self._facts)
        if known is not None:
            yield from public_quads(claim.iri, known, f"{iri}#assertion")
        yield from self._provenance(claim, f"{iri}#assertion", f"{iri}#provenance")
        yield from _pubinfo(claim, dataset, iri)

    def _provenance(self, claim: Claim, assertion: str, graph: str) -> Iterator[ox.Quad]:
        for speaker in claim.speakers:
            yield _quad(assertion, PROV + "wasAttributedTo", speaker, graph)
        for iri in claim.made_in:
            source = self._facts.sources.get(iri)
            yield _quad(assertion, PROV + "wasDerivedFrom", _address(source) if source else iri, graph)

    # ------------------------------------------------------------------------------------------------- the assertion

    def _read_alone(self, claim: Claim) -> Iterator[Record]:
        """Yield a claim with as much of what it names as is needed to read it; of other claims the IRIs only."""
        found: dict[str, Record] = {claim.iri: claim}
        ahead: list[Record] = [claim]
        while ahead:
            for record in self._named(ahead.pop()):
                if record.iri not in found:
                    found[record.iri] = record
                    ahead.append(record)
        yield from map(_bare, found.values())

    def _named(self, record: Record) -> Iterator[Record]:
        for iri in filter(None, _references(record)):
            yield from (named for named in self._shelf.things(iri) if isinstance(named, _NEEDED))
        yield from (self._facts.reliances[iri] for iri in self._shelf.linked(_RESTS, record.iri))


def _references(record: Record) -> tuple[str | None, ...]:
    """Return the IRIs of what a record names, without which it could not be read."""
    match record:
        case Claim():
            passages = (passage.source for passage in record.passages)
            sources = (*record.made_in, *passages, *record.evidence)
            actors = (*record.speakers, *record.through, *record.as_told_by, *record.accused)
            return (record.incident, *actors, *record.about, *record.challenges, *sources)
        case Allegation():
            return (record.accused, record.incident, *record.excludes)
        case Actor():
            return (*record.part_of, *record.speaks_for)
        case Incident():
            return (record.activity_of,)
        case Source():
            return (record.publisher, *record.corrects)
        case Evidence():
            return (record.held_by,)
        case Reliance():
            return (record.on,)
    return ()


def _bare(record: Record) -> Record:
    """Actors and incidents by what they are called only."""
    if isinstance(record, Actor):
        return replace(record, names=(), description={})
    if isinstance(record, Incident):
        return replace(record, victims=(), description={})
    return record


def _address(source: Source) -> str:
    """Return where a source can be read, where that is an IRI; else the source."""
    try:
        return ox.NamedNode(source.url or source.iri).value
    except ValueError:
        return source.iri


def _pubinfo(claim: Claim, dataset: DataSet, iri: str) -> Iterator[ox.Quad]:
    graph = f"{iri}#pubinfo"
    made = claim.recorded_on or dataset.loaded_on
    if made is not None:
        moment = ox.Literal(made.isoformat().replace("+00:00", "Z"), datatype=ox.NamedNode(XSD + "dateTime"))
        yield ox.Quad(ox.NamedNode(iri), ox.NamedNode(DCTERMS + "created"), moment, ox.NamedNode(graph))
    yield _quad(iri, DCTERMS + "creator", SOFTWARE, graph)
    yield _quad(iri, PROV + "wasDerivedFrom", dataset.iri, graph)
    yield _quad(SOFTWARE, TYPE.value, PROV + "SoftwareAgent", graph)
    yield _label(SOFTWARE, f"whoblamed {__version__}", graph)
    yield _label(dataset.iri, primary(dataset.title) or dataset.name, graph)


def _quad(subject: str, property_: str, object_: str, graph: str) -> ox.Quad:
    return ox.Quad(*map(ox.NamedNode, (subject, property_, object_, graph)))


def _label(subject: str, text: str, graph: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(RDFS + "label"), ox.Literal(text), ox.NamedNode(graph))
