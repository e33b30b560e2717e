"""Who is who: which actors of different data sets are the same, by what, and what was decided by hand.

The decisions are records in a graph of their own (`IDENTITIES`), each with its reason. They are derived anew from the
actors that are there whenever a data set comes or goes, and change no claim: who reads may follow them
(`representatives`) or not. The rules are those of docs/identity.md, on the safe side: a name that two actors share
only by way of an alias decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox

from ...ontology import ID, WB, wording
from ...ontology.quads import from_quads, to_quads
from ...ontology.records import Actor, DataSet, Identity, digest, mint
from ...ontology.texts import fold
from ..store import projection
from ..store.base import QuadStore
from .bearers import comparable, comparable_of
from .consistency import Constraints, Match, consistent
from .representatives import IDENTITIES, connected

NAME = IDENTITIES.removeprefix(ID)

_BASIS = ox.NamedNode(WB.basis)

_ISO = "both are names of {} in ISO 3166 (pycountry)"
#: How actors are compared by name: a news outlet is a company, too; any other two kinds are two kinds of thing.
_ALIKE = {"outlet": "company"}
#: How they are compared by what an authority says.
_FAMILY = {"state": "state", "person": "person"}


@dataclass(slots=True)
class _Known:
    """The actors that are compared, what was decided by hand about them, and who must be kept apart."""

    actors: dict[str, Actor]
    same: list[Identity]
    constraints: Constraints
    #: States -> their code (None: they have none, or names of several), and whether it is by a preferred name.
    codes: dict[str, tuple[str | None, bool]] = field(default_factory=dict)


def decide(actors: Iterable[tuple[Actor, str]], curated: Iterable[Identity] = ()) -> Iterator[Identity]:
    """Yield the decisions that are in force among actors, each given with its data set; all have the verdict `same`.

    Strongest first: what was decided by hand (`curated`, of which those about others are passed over), what an
    authority on names says, equal preferred names, and preferred names that differ in case, accents and punctuation
    only. No class has two actors that were decided to be different, or two of one data set that nobody decided to be
    the same: the weakest decisions that lead from one of them to the other fall (see `consistency`). But two names
    of one state in ISO 3166 are one state in one data set as well: it may write Russia here, Russian Federation there.
    """
    known = _known(actors, curated)
    by_hand = {_pair(each.actors): each for each in known.same}
    known.constraints.one = _first_of(by_hand)
    kept = consistent(known.constraints, [Match(pair, "curated", each.reason or "") for pair, each in by_hand.items()])
    known.constraints.one = _first_of([*(match.actors for match in kept), *_one_state(known)])
    rules = [_by_authority(known, {}), _by_name(known, "exact"), _by_name(known, "normalised")]
    # Who gives a name is an actor, too, and may be the same as one of another data set.
    rules[0] = _by_authority(known, _first_of(match.actors for match in _in_force(known, kept, rules)))
    for match in _in_force(known, kept, rules):
        yield _identity(match, known, by_hand.get(_pair(match.actors)))


def identity_quads(
    store: QuadStore, curated: Iterable[Identity] | None = None, columns: Path | None = None
) -> list[ox.Quad]:
    """Return the graph `IDENTITIES` for what is in a store, empty when nobody is the same as anybody.

    `curated` decisions are read from the store, too, unless they are given. Takes time linear in the names of the
    store. Where `columns` are kept beside it (a folder), the actors are read from those, which takes a tenth of the
    time; otherwise only those who share a name with another data set.
    """
    decisions = list(curated_in(store) if curated is None else curated)
    by_hand = {actor for decision in decisions for actor in decision.actors}
    if columns is None:
        actors = list(comparable(store, sorted(by_hand)))
    else:
        actors = list(comparable_of(projection.actors(store, columns), by_hand))
    # Most small graphs have nobody to compare.
    found: list[Identity | DataSet] = [*decide(actors, decisions)] if len(actors) > 1 else []
    described = DataSet(iri=IDENTITIES, name=NAME, title={"en": "Who is who", "de": "Wer wer ist"})
    return [quad for record in (described, *found) for quad in to_quads(record, IDENTITIES)] if found else []


def curated_in(store: QuadStore) -> Iterator[Identity]:
    """Yield what was decided by hand in the data sets of a store."""
    for quad in store.find(None, _BASIS, ox.Literal("curated")):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value != IDENTITIES:
            for record in from_quads(store.find(quad.subject, None, None, graph)):
                if isinstance(record, Identity):
                    yield record


# ------------------------------------------------------------------------------------------------------------ matches


def _known(actors: Iterable[tuple[Actor, str]], curated: Iterable[Identity]) -> _Known:
    found: dict[str, Actor] = {}
    datasets: dict[str, str] = {}
    for actor, dataset in sorted(actors, key=lambda each: (each[0].iri, each[1])):
        if actor.kind != "unnamed":
            found.setdefault(actor.iri, actor)
            datasets.setdefault(actor.iri, dataset)
    decided = sorted((each for each in curated if len(set(each.actors)) == 2), key=lambda each: each.iri)
    decided = [each for each in decided if each.basis == "curated" and found.keys() >= set(each.actors)]
    return _Known(
        actors=found,
        same=[each for each in decided if each.verdict == "same"],
        constraints=Constraints(datasets, {_pair(each.actors) for each in decided if each.verdict == "different"}),
        codes={iri: _code(actor) for iri, actor in found.items() if actor.kind == "state"},
    )


def _by_authority(known: _Known, authorities: Mapping[str, str]) -> list[Match]:
    """Matches by ISO 3166, by Wikidata, and by the names that one naming authority gives."""
    return [*_by_state(known), *_by_wikidata(known), *_by_namer(known, authorities)]


def _by_state(known: _Known) -> Iterator[Match]:
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for iri, (code, preferred) in known.codes.items():
        if code:
            found[code][iri] = preferred
    for code, actors in found.items():
        yield Match(_matched(known, actors), "authority", _ISO.format(code))
    for pair in _one_state(known):
        yield Match(pair, "authority", _ISO.format(known.codes[pair[0]][0]))


def _one_state(known: _Known) -> list[tuple[str, str]]:
    """States of one data set whose own names are names of one state, and that nobody decided to be different."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, (code, preferred) in sorted(known.codes.items()):
        if code and preferred:
            found[known.constraints.datasets[iri], code].append(iri)
    different = set(known.constraints.different)
    kept = (states for states in found.values() if different.isdisjoint(combinations(states, 2)))
    return [(states[0], other) for states in kept for other in states[1:]]


def _code(actor: Actor) -> tuple[str | None, bool]:
    from ...ontology.states import states_of  # pycountry is large, and many graphs have no states

    preferred = states_of(_preferred(actor))
    codes = preferred or states_of(name.value for name in actor.names)
    return (next(iter(codes)) if len(codes) == 1 else None), bool(preferred)


def _by_wikidata(known: _Known) -> Iterator[Match]:
    found: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for iri, actor in known.actors.items():
        if actor.wikidata:
            found[actor.wikidata, _family(actor)][iri] = True
    for (item, _), actors in found.items():
        yield Match(_matched(known, actors), "authority", f"both are {item} in Wikidata")


def _by_namer(known: _Known, authorities: Mapping[str, str]) -> Iterator[Match]:
    """Yield the actors to which one authority gives one name: who gives names uses each for one thing."""
    found: dict[tuple[str, str, str], dict[str, bool]] = defaultdict(dict)
    spelling: dict[tuple[str, str, str], str] = {}
    for iri, actor in known.actors.items():
        for name in actor.names:
            if name.by and (folded := fold(name.value)):
                key = (authorities.get(name.by, name.by), folded, _family(actor))
                found[key][iri] = True
                spelling[key] = min(name.value, spelling.get(key, name.value))
    for key, actors in found.items():
        who = known.actors[key[0]].label if key[0] in known.actors else key[0].rsplit("/", 1)[-1]
        yield Match(_matched(known, actors), "authority", f"{who} calls both “{spelling[key]}”")


def _by_name(known: _Known, basis: str) -> list[Match]:
    """Matches by preferred names: equal ones (exact), or equal ones as they are looked up (normalised)."""
    found: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    spelling: dict[tuple[str, str], str] = {}
    for iri, actor in known.actors.items():
        for name in _preferred(actor):
            key = (name if basis == "exact" else fold(name), _ALIKE.get(actor.kind, actor.kind))
            if _tells(name, actor):
                found[key][iri] = True
                spelling[key] = min(name, spelling.get(key, name))
    but = "" if basis == "exact" else ", but for case, accents and punctuation"
    return [
        Match(_matched(known, part), basis, f"both are called “{spelling[key]}”{but}")
        for key, actors in found.items()
        for part in _by_owner(known, actors)
    ]


def _tells(name: str, actor: Actor) -> bool:
    """Return whether a preferred name says who is meant; of a person, a single word is too little."""
    words = fold(name).split()
    return len(words) > (actor.kind == "person")


def _by_owner(known: _Known, actors: Mapping[str, bool]) -> list[dict[str, bool]]:
    """Actors of one name apart by the state to which they belong: many have a National Cyber Security Centre.

    Where they belong to several states, those of whom it is not known are left out: they may be of any.
    """
    owners: dict[str, dict[str, bool]] = defaultdict(dict)
    for iri in actors:
        owners[_owner(known, known.actors[iri])][iri] = True
    if len(owners) > 2 or (len(owners) == 2 and "" not in owners):
        return [part for owner, part in owners.items() if owner]
    return [dict(actors)]


def _owner(known: _Known, actor: Actor) -> str:
    """Return the code of the state that an actor is, is a part of or speaks for; nothing if none is known, or several
    are."""
    codes = {known.codes[iri][0] for iri in (actor.iri, *actor.part_of, *actor.speaks_for) if iri in known.codes}
    return next(iter(codes)) or "" if len(codes) == 1 else ""


def _matched(known: _Known, actors: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the actors that meet one criterion, one of each data set.

    A data set that has several of them keeps them apart for reasons of its own: none of them is matched, unless one
    alone meets the criterion well (True), or they may be the same.
    """
    of_dataset: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(actors):
        of_dataset[known.constraints.datasets[iri]].append(iri)
    well = ([iri for iri in found if actors[iri]] or found for found in of_dataset.values())
    one = known.constraints.one
    return tuple(sorted(found[0] for found in well if len({one.get(iri, iri) for iri in found}) == 1))


def _preferred(actor: Actor) -> set[str]:
    return {actor.label, *(name.value for name in actor.names if name.kind == "preferred")}


def _family(actor: Actor) -> str:
    return _FAMILY.get(actor.kind, "organisation")


# ----------------------------------------------------------------------------------------------------- what is in force


def _in_force(known: _Known, curated: Sequence[Match], rules: Iterable[Sequence[Match]]) -> list[Match]:
    """Return the matches that stand, the strongest rule first; what is the same already is not matched again."""
    kept = list(curated)
    for matches in rules:
        kept = consistent(known.constraints, matches, kept)
    return kept


def _first_of(same: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return each of some actors that are the same -> the first of its class."""
    return {iri: min(members) for members in connected(same) for iri in members}


def _pair(actors: Sequence[str]) -> tuple[str, str]:
    first, second = sorted(actors)
    return first, second


def _identity(match: Match, known: _Known, by_hand: Identity | None) -> Identity:
    names = [f"{known.actors[iri].label} ({known.constraints.datasets[iri].removeprefix(ID)})" for iri in match.actors]
    return Identity(
        iri=mint(NAME, "identity", digest(*match.actors)),
        label=wording.identity(names, "same"),
        actors=match.actors,
        verdict="same",
        basis=match.basis,
        reason=match.reason or None,
        identified_by=by_hand.identified_by if by_hand else None,
    )
