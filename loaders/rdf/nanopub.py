"""Nanopublications: their assertions are unpacked, and what they say about them becomes statements in our terms.

A nanopublication (https://nanopub.net/guidelines/working_draft/) is four named graphs: a head that names the others,
the assertion, its provenance, and publication info. Who made it need not be who speaks in it: to retract it takes back
a record that somebody made, and is a withdrawal only where that is also the speaker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ...ontology import DCTERMS, ID, NS, PROV, RDFS, WB, XSD
from ...ontology.acts import ACT_OF_CLASS, ACTS
from ...ontology.dates import PartialDate
from ...ontology.fields import TYPE
from ...ontology.records import digest, owner_of
from ...ontology.texts import counted
from .things import FOAF, KINDS_BY_CLASS, named

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
_PAV = "http://purl.org/pav/"
_ORCID = "https://orcid.org/"

_NANOPUBLICATION = ox.NamedNode(NP + "Nanopublication")
_PARTS = {"hasAssertion": "assertion", "hasProvenance": "provenance", "hasPublicationInfo": "publication info"}
_WEB = ("http://", "https://")
#: What a claim may rest on.
_BASES = (WB.Source, WB.Evidence, WB.Claim, *ACT_OF_CLASS)
_ACTS = tuple(map(ox.NamedNode, ACT_OF_CLASS))
_WITHDRAWAL = ox.NamedNode(ACTS["withdrawal"].class_)
_SPEAKERS = (PROV + "wasAttributedTo",)
_SOURCES = (PROV + "wasDerivedFrom", PROV + "hadPrimarySource", DCTERMS + "source")
_CREATORS = (DCTERMS + "creator", _PAV + "createdBy", PROV + "wasAttributedTo")
_CREATED = (DCTERMS + "created", PROV + "generatedAtTime", _PAV + "createdOn")
_RETRACTING = (NPX + "retracts", NPX + "supersedes", NPX + "invalidates")
_READ = {*_SPEAKERS, *_SOURCES, *_CREATORS, *_CREATED, *_RETRACTING, TYPE.value, FOAF + "name", RDFS + "label"}

_MOST_LISTED = 3
#: How many properties of other vocabularies are told apart in what is reported.
_MOST_TOLD = 100

Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True, slots=True)
class _Nanopub:
    """A nanopublication: its IRI, and the names of its graphs."""

    node: ox.NamedNode
    head: Any
    assertion: Any
    provenance: Any
    info: Any


#: The IRI of what something is said about, or none; and what is said.
Remark = tuple[str, str]


def unpack(store: ox.Store) -> list[Remark]:
    """Put what nanopublications assert into the default graph, in our terms, and drop the rest; what that was."""
    damaged = list(_damaged(store))
    return [*(_Unpacking(store).reasons() if any(True for _ in _each(store)) else ()), *damaged]


def _damaged(store: ox.Store) -> Iterator[Remark]:
    """Tell of nanopublications that are not whole, of which there may be anything."""
    for quad in store.quads_for_pattern(None, TYPE, _NANOPUBLICATION, None):
        if not isinstance(quad.subject, ox.NamedNode):
            yield "", "a nanopublication without an IRI: what it asserts is read as it stands"
            continue
        for name, what in _PARTS.items():
            found = store.quads_for_pattern(quad.subject, ox.NamedNode(NP + name), None, quad.graph_name)
            graphs = [each.object for each in found]
            if len(graphs) != 1:
                yield (
                    quad.subject.value,
                    f"a nanopublication with {len(graphs)} of np:{name}, which is read as it stands",
                )
            elif not isinstance(graphs[0], Node) or not store.contains_named_graph(graphs[0]):
                yield quad.subject.value, f"a nanopublication whose {what} is missing: it says no more than the rest"


def _each(store: ox.Store) -> Iterator[_Nanopub]:
    for quad in store.quads_for_pattern(None, TYPE, _NANOPUBLICATION, None):
        head = quad.graph_name
        parts = [
            [found.object for found in store.quads_for_pattern(quad.subject, ox.NamedNode(NP + name), None, head)]
            for name in _PARTS
        ]
        if isinstance(quad.subject, ox.NamedNode) and all(len(part) == 1 for part in parts):
            yield _Nanopub(quad.subject, head, *(part[0] for part in parts))


class _Unpacking:
    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._all = {nanopub.node: nanopub for nanopub in _each(store)}
        self._unused: Counter[str] = Counter()
        self._empty = 0
        #: How often assertions that are none of ours use which property.
        self._foreign: Counter[str] = Counter()
        self._said: list[Remark] = []

    def reasons(self) -> Iterator[Remark]:
        """Unpack all; then, what nothing was made of."""
        retracted = set(self._retractions())
        for nanopub in self._all.values():
            if nanopub.node in retracted:
                self._said.append((nanopub.node.value, "left out: who made this nanopublication has retracted it"))
            elif not self._unpack(nanopub) and not self._targets(nanopub):
                self._empty += 1
                self._foreign.update(quad.predicate.value for quad in self._quads(nanopub.assertion))
        for nanopub in self._all.values():
            self._drop(nanopub)
        yield from self._said
        if self._empty:
            terms = ", ".join(named(iri) for iri, _ in self._foreign.most_common(_MOST_LISTED))
            asserted = f"; they assert something else (in terms such as {terms})" if terms else "; they assert nothing"
            all_ = counted(len(self._all), "nanopublication")
            yield "", f"in {self._empty} of {all_} nothing is said in our terms{asserted}"
        for iri, count in self._unused.most_common(_MOST_TOLD):
            yield "", f"{named(iri)} means nothing here: left out {counted(count, 'time')}, about nanopublications"

    def _unpack(self, nanopub: _Nanopub) -> bool:
        claims = self._claims(nanopub)
        if not claims and not self._ours(nanopub):
            return False
        self._add(self._quads(nanopub.assertion))
        for claim in claims:
            self._add(self._from_provenance(nanopub, claim))
        self._add(self._actors(nanopub))
        self._add(self._headings(nanopub))
        return True

    def _headings(self, nanopub: _Nanopub) -> Iterator[ox.Quad]:
        """Yield the data sets of what is asserted, where the nanopublication was made of a data set of ours."""
        made_of = self._objects(nanopub.info, nanopub.node, (PROV + "wasDerivedFrom",))
        if not any(owner_of(_value(source)) == _value(source) for source in made_of):
            return
        typed = (quad for quad in self._quads(nanopub.assertion) if quad.predicate == TYPE)
        for owner in sorted({owner for quad in typed if (owner := owner_of(_value(quad.subject)))}):
            yield ox.Quad(ox.NamedNode(owner), TYPE, ox.NamedNode(WB.DataSet))
            yield _quad(ox.NamedNode(owner), DCTERMS + "identifier", ox.Literal(owner.removeprefix(ID)))

    def _drop(self, nanopub: _Nanopub) -> None:
        for graph in (nanopub.provenance, nanopub.info):
            self._unused.update(
                quad.predicate.value for quad in self._quads(graph) if quad.predicate.value not in _READ
            )
        for graph in (nanopub.head, nanopub.assertion, nanopub.provenance, nanopub.info):
            if isinstance(graph, Node):
                self._store.remove_graph(graph)

    # ----------------------------------------------------------------------------------------- provenance to our terms

    def _from_provenance(self, nanopub: _Nanopub, claim: Node) -> Iterator[ox.Quad]:
        if not self._has(nanopub, claim, (WB.speaker, *_SPEAKERS)):
            for speaker in self._objects(nanopub.provenance, nanopub.assertion, _SPEAKERS):
                yield _quad(claim, WB.speaker, speaker)
        yield from self._sources(nanopub, claim)
        if not self._has(nanopub, claim, (WB.recordedOn,)):
            for moment in self._created(nanopub)[:1]:
                yield _quad(claim, WB.recordedOn, ox.Literal(moment, datatype=ox.NamedNode(XSD + "dateTime")))

    def _sources(self, nanopub: _Nanopub, claim: Node) -> Iterator[ox.Quad]:
        """Yield the sources that provenance names; without any, the claim can be read in the nanopublication itself."""
        named_in = self._objects(nanopub.provenance, nanopub.assertion, _SOURCES)
        given = self._objects(nanopub.assertion, claim, (WB.madeIn, *_SOURCES))
        if not given:
            for source in named_in or [nanopub.node]:
                yield _quad(claim, WB.madeIn, source)
            if not named_in:
                yield from self._as_source(nanopub)
            return
        known = {text for source in given for text in (source, *self._objects(nanopub.assertion, source, (WB.url,)))}
        values = {term.value for term in known if not isinstance(term, ox.Triple)}
        for source in named_in:
            if source.value not in values:
                yield from self._reliance(claim, source)

    def _as_source(self, nanopub: _Nanopub) -> Iterator[ox.Quad]:
        node = nanopub.node
        yield ox.Quad(node, TYPE, ox.NamedNode(WB.Source))
        yield _quad(node, RDFS + "label", ox.Literal(f"Nanopublication {node.value}"))
        if node.value.startswith(_WEB):
            yield _quad(node, WB.url, ox.Literal(node.value))
        for moment in self._moments(nanopub)[:1]:
            yield _quad(node, WB.publishedOn, ox.Literal(moment[:10]))

    def _reliance(self, claim: Node, source: Any) -> Iterator[ox.Quad]:
        node = ox.BlankNode(f"reliance{digest(str(claim), str(source))}")
        yield ox.Quad(node, TYPE, ox.NamedNode(WB.Reliance))
        yield _quad(node, WB.relies, claim)
        yield _quad(node, WB.on, source)
        if _value(source).startswith(_WEB) and not self._is_typed(source, *_BASES):
            yield ox.Quad(source, TYPE, ox.NamedNode(WB.Source))
            yield _quad(source, WB.url, ox.Literal(source.value))
            yield _quad(source, RDFS + "label", ox.Literal(source.value))

    def _actors(self, nanopub: _Nanopub) -> Iterator[ox.Quad]:
        """Yield the speakers that provenance names and describes as what an actor of ours may be."""
        for speaker in self._objects(nanopub.provenance, nanopub.assertion, _SPEAKERS):
            described = [quad for graph in (nanopub.provenance, nanopub.info) for quad in self._quads(graph, speaker)]
            classes = {_value(quad.object) for quad in described if quad.predicate == TYPE}
            is_person = str(getattr(speaker, "value", "")).startswith(_ORCID)
            if (classes & KINDS_BY_CLASS.keys() or is_person) and not self._is_typed(speaker, WB.Actor):
                yield ox.Quad(speaker, TYPE, ox.NamedNode(WB.Actor))
                yield ox.Quad(speaker, TYPE, ox.NamedNode(FOAF + "Person" if is_person else min(classes)))
                names = [quad for quad in described if quad.predicate.value in (FOAF + "name", RDFS + "label")]
                yield from (_quad(speaker, quad.predicate.value, quad.object) for quad in names)

    def _is_typed(self, node: Any, *classes: str) -> bool:
        quads = self._store.quads_for_pattern(node, TYPE, None, None)
        return any(_value(quad.object) in classes for quad in quads)

    # --------------------------------------------------------------------------------------------------- retractions

    def _retractions(self) -> Iterator[ox.NamedNode]:
        """Yield the nanopublications that were retracted; where a speaker takes back a claim, that is added instead."""
        for nanopub in list(self._all.values()):
            for target in self._targets(nanopub):
                retracted = self._all.get(target)
                if retracted is None:
                    self._said.append((nanopub.node.value, f"retracts {named(_value(target))}, which is not here"))
                elif not set(self._creators(nanopub)) & set(self._creators(retracted)):
                    why = f"cannot retract {named(_value(target))}: only who made that can"
                    self._said.append((nanopub.node.value, why))
                elif not self._withdrawals(nanopub, retracted):
                    yield retracted.node

    def _targets(self, nanopub: _Nanopub) -> list[Any]:
        graphs = (nanopub.info, nanopub.assertion)
        found = (quad for graph in graphs for quad in self._quads(graph) if quad.predicate.value in _RETRACTING)
        return sorted({quad.object for quad in found if quad.object != nanopub.node}, key=str)

    def _withdrawals(self, nanopub: _Nanopub, retracted: _Nanopub) -> bool:
        """Return whether those who made both speak in the retracted one; then their withdrawals are added."""
        creators = set(self._creators(nanopub)) & set(self._creators(retracted))
        claims = self._claims(retracted)
        speakers = {claim: self._speaker(retracted, claim) for claim in claims}
        if not claims or not set(speakers.values()) <= creators:
            return False
        replacing = self._claims(nanopub)
        for claim in claims:
            self._add(self._withdrawal(nanopub, claim, speakers[claim], replacing))
        return True

    def _withdrawal(self, nanopub: _Nanopub, claim: Node, speaker: Any, replacing: list[Node]) -> Iterator[ox.Quad]:
        node = ox.BlankNode(f"withdrawal{digest(nanopub.node.value, str(claim))}")
        yield ox.Quad(node, TYPE, _WITHDRAWAL)
        yield _quad(node, WB.speaker, speaker)
        yield _quad(node, WB.withdraws, claim)
        yield _quad(node, WB.madeIn, nanopub.node)
        yield from self._as_source(nanopub)
        for moment in self._moments(nanopub)[:1]:
            yield _quad(node, WB.statedOn, ox.Literal(moment[:10]))
        if len(replacing) == 1 and replacing[0] != claim:
            yield _quad(node, WB.replacedBy, replacing[0])

    def _speaker(self, nanopub: _Nanopub, claim: Node) -> Any:
        own = self._objects(nanopub.assertion, claim, (WB.speaker, *_SPEAKERS))
        found = own or self._objects(nanopub.provenance, nanopub.assertion, _SPEAKERS)
        return found[0] if len(found) == 1 else None

    # ------------------------------------------------------------------------------------------------------ look-ups

    def _creators(self, nanopub: _Nanopub) -> list[Any]:
        return self._objects(nanopub.info, nanopub.node, _CREATORS)

    def _moments(self, nanopub: _Nanopub) -> list[str]:
        """Return when it was made, as far as that is a date."""
        found = (term.value for term in self._objects(nanopub.info, nanopub.node, _CREATED))
        return [text for text in found if _is_day(text[:10])]

    def _created(self, nanopub: _Nanopub) -> list[str]:
        """Return when it was made, where that is a moment on a known clock."""
        return [text for text in self._moments(nanopub) if "T" in text and (text.endswith("Z") or "+" in text[10:])]

    def _claims(self, nanopub: _Nanopub) -> list[Node]:
        found = (self._store.quads_for_pattern(None, TYPE, act, nanopub.assertion) for act in _ACTS)
        nodes = {quad.subject for quads in found for quad in quads}
        return sorted((node for node in nodes if isinstance(node, Node)), key=str)

    def _ours(self, nanopub: _Nanopub) -> bool:
        return any(
            quad.predicate == TYPE and _value(quad.object).startswith(NS) for quad in self._quads(nanopub.assertion)
        )

    def _has(self, nanopub: _Nanopub, node: Node, properties: Iterable[str]) -> bool:
        return bool(self._objects(nanopub.assertion, node, properties))

    def _objects(self, graph: Any, node: Any, properties: Iterable[str]) -> list[Any]:
        """Return the objects of the first of these properties that there is, in order."""
        if not isinstance(node, Node):
            return []
        for iri in properties:
            found = {quad.object for quad in self._store.quads_for_pattern(node, ox.NamedNode(iri), None, graph)}
            if found:
                return sorted((term for term in found if not isinstance(term, ox.Triple)), key=str)
        return []

    def _quads(self, graph: Any, node: Any = None) -> list[ox.Quad]:
        if node is not None and not isinstance(node, Node):
            return []
        return list(self._store.quads_for_pattern(node, None, None, graph))

    def _add(self, quads: Iterable[ox.Quad]) -> None:
        self._store.extend([ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads])


def _quad(subject: Node, property_: str, object_: Any) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(property_), object_)


def _value(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _is_day(text: str) -> bool:
    try:
        return PartialDate.parse(text).precision == "day"
    except ValueError:
        return False
