"""Looking things up by name: without regard to case, accents, punctuation or language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from ...errors import AmbiguousName, UnknownName
from ...ontology import DCTERMS, ID, RDF, RDFS, SKOS, WB
from ...ontology.acts import ACT_OF_CLASS
from ...ontology.folding import fold
from ..identity.representatives import members_of
from ..store.base import QuadStore

#: What can be looked up -> its classes, and whether by name (claims, allegations and evidence have keys only).
KINDS: dict[str, tuple[tuple[str, ...], bool]] = {
    "actor": ((WB.Actor,), True),
    "incident": ((WB.Incident,), True),
    "source": ((WB.Source,), True),
    "claim": (tuple(ACT_OF_CLASS), False),
    "allegation": ((WB.Allegation,), False),
    "evidence": ((WB.Evidence,), False),
}
_KIND_OF_CLASS = {class_: kind for kind, (classes, _) in KINDS.items() for class_ in classes}
_NEAREST = 3

_TYPE = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_TITLE = ox.NamedNode(DCTERMS + "title")
_PREFERRED = ox.NamedNode(SKOS + "prefLabel")
_KIND = ox.NamedNode(WB.kind)
_NAMING = ox.NamedNode(WB.naming)
_NAME_VALUE = ox.NamedNode(RDF + "value")
_SEARCH_NAME = ox.NamedNode(WB.searchName)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that bears a name: its IRI, label, what it is (`KINDS`), its own kind, and the IRI of its data set."""

    iri: str
    label: str
    what: str
    detail: str
    dataset: str


def find(store: QuadStore, name: str, kinds: Sequence[str] = ("actor",)) -> list[Found]:
    """Return all things of these kinds that bear `name`, which may also be an IRI, or a key such as `fbi` or
    `sony-2014/fbi`.

    A preferred name counts before an alias, and a name before a key. Raises `UnknownName`, with the nearest names, when
    there is none.
    """
    matches = _by_iri(store, name, kinds) or _by_name(store, name, kinds) or _by_key(store, name, kinds)
    if not matches:
        raise UnknownName(name, _nearest(store, name, kinds), " or ".join(kinds))
    return sorted(matches, key=lambda found: found.iri)


def find_one(store: QuadStore, name: str, kinds: Sequence[str] = ("actor",), *, resolve: bool = True) -> list[Found]:
    """Return what `find` finds, if it is one thing.

    With `resolve`, an actor is all that were decided to be the same, the one that stands for them first, and a state is
    also found by a name that no data set has but ISO 3166 (see `loaders.states`). Other things, and actors without it,
    are one when they are of one kind and different data sets call them the same.

    Raises `AmbiguousName` when it may be several.
    """
    try:
        found = find(store, name, kinds)
    except UnknownName:
        found = _states(store, name) if resolve and "actor" in kinds else []
        if not found:
            raise
    if resolve and {thing.what for thing in found} == {"actor"}:
        return _resolved(store, name, found)
    sorts = {(thing.what, thing.detail) for thing in found}
    if len(sorts) > 1 or len({thing.dataset for thing in found}) < len(found):
        raise AmbiguousName(name, _told_apart(store, found))
    return found


def _resolved(store: QuadStore, name: str, found: Iterable[Found]) -> list[Found]:
    """Return all the same as what was found."""
    classes = {members[0]: members for members in (members_of(store, thing.iri) for thing in found)}
    things = [[thing for iri in members if (thing := _found(store, ox.NamedNode(iri)))] for members in classes.values()]
    if len(things) > 1:
        raise AmbiguousName(name, _told_apart(store, [members[0] for members in things]))
    return things[0]


def _told_apart(store: QuadStore, things: Sequence[Found]) -> list[tuple[str, str]]:
    """Return each thing as people know it, with its IRI: its kind and data set, and some names that no other of them
    bears."""
    others = {thing.iri: _other_names(store, thing) for thing in things}
    borne = Counter(name for names in others.values() for name in names)
    return [
        (_described(thing, [name for name in others[thing.iri] if borne[name] == 1]), thing.iri) for thing in things
    ]


def _described(thing: Found, others: Sequence[str]) -> str:
    about = ", ".join((thing.detail or thing.what, thing.dataset.removeprefix(ID)))
    also = f"; also {', '.join(others[:_NEAREST])}" if others else ""
    return f"{thing.label} ({about}{also})"


def _other_names(store: QuadStore, thing: Found) -> list[str]:
    """Return the names of a thing beside its label, in alphabetical order."""
    given = store.find(None, _NAMING, ox.NamedNode(thing.iri))
    return sorted({value for quad in given for value in _values(store, quad.subject, _NAME_VALUE)} - {thing.label})


def _states(store: QuadStore, name: str) -> list[Found]:
    """Return the states that bear other names of the state that a name means in ISO 3166."""
    from ...ontology.states import state_of, states_of  # pycountry is large, and hardly ever needed

    nodes = [quad.subject for quad in store.find(None, _KIND, ox.Literal("state"))]
    code = state_of(name) if nodes else None
    called = (node for node in dict.fromkeys(nodes) if code and states_of(_values(store, node, _SEARCH_NAME)) == {code})
    return sorted(filter(None, (_found(store, node) for node in called)), key=lambda thing: thing.iri)


def heading(store: QuadStore, found: Iterable[Found]) -> str:
    """Return an actor's label, kind, and other names, in one line."""
    things = list(found)
    label = things[0].label
    others: set[str] = set()
    for thing in things:
        for quad in store.find(None, _NAMING, ox.NamedNode(thing.iri)):
            others.update(_values(store, quad.subject, _NAME_VALUE))
    others.discard(label)
    return f"{label} ({things[0].detail})" + (f", also {', '.join(sorted(others))}" if others else "")


def _by_iri(store: QuadStore, name: str, kinds: Sequence[str]) -> list[Found]:
    iri = ID + name.removeprefix("id:") if name.startswith("id:") else name
    if ":" not in iri:
        return []
    try:
        found = _found(store, ox.NamedNode(iri))
    except ValueError:
        return []
    return [found] if found and found.what in kinds else []


def _by_name(store: QuadStore, name: str, kinds: Iterable[str]) -> list[Found]:
    """By the names that loading folded; those whose own label or title it is come before those only called so."""
    wanted = fold(name)
    preferred: list[Found] = []
    aliases: list[Found] = []
    for node in {quad.subject for quad in store.find(None, _SEARCH_NAME, ox.Literal(wanted))}:
        found = _found(store, node)
        if found and found.what in kinds:
            own = (_values(store, node, predicate) for predicate in (_LABEL, _PREFERRED, _TITLE))
            (preferred if any(fold(value) == wanted for values in own for value in values) else aliases).append(found)
    return preferred or aliases


def _by_key(store: QuadStore, name: str, kinds: Iterable[str]) -> list[Found]:
    """A key stands for `ID/data set/kind/key`; without its data set, it is tried in each."""
    from urllib.parse import quote  # it takes longer to import than to find a name

    dataset, _, last = name.rpartition("/")
    keys = dict.fromkeys((last, fold(last).replace(" ", "-")))
    graphs = [ID + dataset] if dataset else [graph.value for graph in store.graphs()]
    return [
        found
        for graph in graphs
        if graph.startswith(ID)
        for kind in kinds
        for key in keys
        for found in _by_iri(store, f"{graph}/{kind}/{quote(key, safe='', errors='replace')}", [kind])
    ]


def _found(store: QuadStore, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> Found | None:
    for quad in store.find(node, _TYPE):
        what = _KIND_OF_CLASS.get(getattr(quad.object, "value", ""))
        if what and isinstance(node, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            label = next(iter(_values(store, node, _LABEL)), node.value)
            detail = next(iter(_values(store, node, _KIND)), "")
            return Found(node.value, label, what, detail, quad.graph_name.value)
    return None


def _values(store: QuadStore, node: ox.NamedNode | ox.BlankNode | ox.Triple, predicate: ox.NamedNode) -> list[str]:
    quads = store.find(node, predicate)
    return [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]


def _nearest(store: QuadStore, name: str, kinds: Iterable[str]) -> list[str]:
    """Return the labels of what is called most like it."""
    import difflib

    wanted = fold(name)
    known: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Triple]] = defaultdict(list)
    for quad in store.find(None, _SEARCH_NAME):
        known[getattr(quad.object, "value", "")].append(quad.subject)
    close = difflib.get_close_matches(wanted, known, n=4 * _NEAREST, cutoff=0.6)
    containing = sorted((folded for folded in known if wanted and wanted in folded), key=len)
    folds = dict.fromkeys([*close, *containing[: 4 * _NEAREST]])
    found = [_found(store, node) for folded in folds for node in known[folded]]
    return list(dict.fromkeys(thing.label for thing in found if thing and thing.what in kinds))[:_NEAREST]
