"""Which claims are withdrawn, and by whom, of facts or of a store, whose other claims are not read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

import pyoxigraph as ox

from ...ontology import WB
from ...ontology.quads import LABEL, TYPE, from_quads, predicates_of
from ...ontology.records import Actor, Claim, DataSet, Record, Source
from ..identity.representatives import Representatives
from ..identity.resolved import resolved
from ..store.base import QuadStore
from ..store.facts import Facts
from .claims import reachable, taken_back

_WITHDRAWS = ox.NamedNode(WB.withdraws)
#: What is read of each kind, beside its label.
NEEDED: Mapping[type[Record], tuple[str, ...]] = {
    Claim: ("speakers", "stated_on", "public_on", "made_in", "withdraws"),
    Source: ("published",),
    Actor: ("kind", "part_of", "speaks_for"),
}
_PREDICATES = {kind: (TYPE, LABEL, *predicates_of(kind, names)) for kind, names in NEEDED.items()}


#: Who stands by a claim no more, of its speakers: by the IRI of the claim.
Gone = Mapping[str, frozenset[str]]
#: What reads records of a kind by their IRIs.
Reader = Callable[[Iterable[str], type[Record]], Iterable[Record]]


def gone_of(facts: Facts, same: Mapping[str, str]) -> Gone:
    """Return who of the speakers of claims took them back, as in `claims.taken_back`.

    `same` maps actors to those who stand for them (see `representatives`).
    """
    gone = taken_back(resolved(facts, Representatives.by(same)))
    return {
        iri: frozenset(by for by in facts.claims[iri].speakers if same.get(by, by) in speakers)
        for iri, speakers in gone.items()
    }


def withdrawn(store: QuadStore, claims: Collection[str] | None = None) -> frozenset[str]:
    """Return which of the claims (IRIs; None: of all) in a store are withdrawn: all who made them took them back."""
    return _whole(*_read(store, claims))


def withdrawn_of(facts: Facts, ends: Mapping[str, Iterable[str]], shown: Representatives) -> frozenset[str]:
    """Return which claims (IRIs) are withdrawn, of facts of which only what tells is looked up: `ends` has what takes
    claims back, by these (IRIs), and `shown` which actors are the same."""
    kinds = facts.by_kind

    def read(iris: Iterable[str], kind: type[Record]) -> Iterable[Record]:
        return filter(None, map(kinds[kind].get, iris))

    return _whole(*_told(read, ends, list(ends), shown))


def gone(ends: Mapping[str, Iterable[str]], read: Reader, same: Mapping[str, str]) -> Gone:
    """Return the same as `gone_of`, of what is read with the fields that are `NEEDED`; `ends` as for `withdrawn_of`."""
    return _told(read, ends, list(ends), Representatives.by(same))[1]


def _whole(facts: Facts, gone: Gone) -> frozenset[str]:
    return frozenset(iri for iri, speakers in gone.items() if len(speakers) == len(facts.claims[iri].speakers))


def _read(store: QuadStore, claims: Collection[str] | None) -> tuple[Facts, Gone]:
    """Return who took back the claims (IRIs; None: all), and the facts that tell.

    Reads withdrawals, what they are about and who made both, and takes time linear in these.
    """
    ends: dict[str, list[str]] = {}
    for quad in store.find(None, _WITHDRAWS):
        withdrawal, taken_back = quad.subject, quad.object
        if isinstance(withdrawal, ox.NamedNode) and isinstance(taken_back, ox.NamedNode):
            ends.setdefault(taken_back.value, []).append(withdrawal.value)
    asked = list(ends) if claims is None else [iri for iri in claims if iri in ends]
    if not asked:
        return Facts(), {}
    return _told(partial(_records, store), ends, asked, Representatives.of(store))


def _told(
    read: Reader, ends: Mapping[str, Iterable[str]], asked: Collection[str], shown: Representatives
) -> tuple[Facts, Gone]:
    """Return the same of what can be read, where `ends` has the withdrawals (IRIs) by what they take back."""
    involved = dict.fromkeys([*asked, *reachable(asked, lambda iri: ends.get(iri, ()))])
    facts = Facts.of(_around(read, involved, shown))
    found = gone_of(facts, shown.same)
    return facts, {iri: found[iri] for iri in asked if iri in found}


def _around(read: Reader, claims: Iterable[str], shown: Representatives) -> Iterator[Record]:
    """Return the claims with their sources, their speakers, and all whom these act for."""
    said = list(read(claims, Claim))
    speakers = dict.fromkeys(by for claim in said if isinstance(claim, Claim) for by in claim.speakers)
    sources = dict.fromkeys(iri for claim in said if isinstance(claim, Claim) for iri in claim.made_in)
    return chain(said, read(sources, Source), _acting_for(read, speakers, shown))


def _acting_for(read: Reader, speakers: Iterable[str], shown: Representatives) -> Iterator[Actor]:
    """Yield the speakers, those who are the same, those for whom these speak or of which they are parts, and so on."""
    pending = list(dict.fromkeys(member for speaker in speakers for member in shown.members(speaker)))
    seen = set(pending)
    for iri in pending:
        for actor in read([iri], Actor):
            if isinstance(actor, Actor):
                yield actor
                above = {member for one in actor.speaks_for + actor.part_of for member in shown.members(one)}
                pending.extend(sorted(above - seen))
                seen |= above


def _records(store: QuadStore, iris: Iterable[str], kind: type[Record]) -> Iterator[Record]:
    """Return the records of things (IRIs), with what is read of their kind."""
    things = list(map(ox.NamedNode, iris))
    store.expect(things)
    quads = (quad for thing in things for name in _PREDICATES[kind] for quad in store.find(thing, name))
    return (record for record in from_quads(quads) if not isinstance(record, DataSet))
