"""Looking things up by name: without regard to case, accents, punctuation or language."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from ...errors import AmbiguousName, UnknownName
from ...ontology import DCTERMS, ID, RDF, RDFS, SKOS, WB, XSD
from ...ontology.acts import ACT_OF_CLASS
from ...ontology.texts import fold
from ..identity.representatives import Representatives, members_of
from ..store.base import QuadStore, Subject
from ..store.coding import coded_among

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
#: Words that say nothing of which thing is meant: "the FBI" is the FBI.
_ARTICLES = frozenset(["a", "an", "the", "der", "die", "das", "ein", "eine"])
#: Words that thousands of companies have in their names: two that have nothing else in common are not alike.
_LEGAL_FORM = re.compile(
    "inc(orporated)?|corp(oration)?|co(mpany)?|ltd|limited|ll[cp]|plc|gmbh|ag|se|kg|ug|ev|sas?|sarl|spa|srl|nv|bv|ab|oyj?"
    "|asa?|aps|o[ao]o|[pz]ao|p?jsc|pt[ey]|[bs]hd|sdn|kk"
)
#: How much of two names must be the same for one to be offered for the other, from 0 to 1 (see difflib): a letter or
#: two that are wrong or missing, or another form of one word. Less where all letters are the same and some are swapped,
#: as in short names, and more for a single word of a longer name.
_ALIKE, _ALIKE_SWAPPED, _ALIKE_WORD = 0.7, 0.6, 0.8
#: Of a shorter word, one with so much in common is another.
_LONG = 5
#: From so many letters, the beginning of a word stands for the word.
_BEGINNING = 4
#: What people mean by a part of a name, rather than a page whose title has it.
_MEANT_BY_PART = ("actor", "incident")
#: A state is never guessed from a part of its name ("Republic of Korea" is in the names of two).
_NEVER_BY_PART = "state"

_TYPE = ox.NamedNode(RDF + "type")
_LABEL = ox.NamedNode(RDFS + "label")
_TITLE = ox.NamedNode(DCTERMS + "title")
_PREFERRED = ox.NamedNode(SKOS + "prefLabel")
_KIND = ox.NamedNode(WB.kind)
_NAMING = ox.NamedNode(WB.naming)
_NAME_VALUE = ox.NamedNode(RDF + "value")
_SEARCH_NAME = ox.NamedNode(WB.searchName)
_ADDRESSES = (ox.NamedNode(WB.url), ox.NamedNode(WB.archivedAt))
_ANY_URI = ox.NamedNode(XSD + "anyURI")


class Found(NamedTuple):
    """A thing that bears a name: its IRI, label, what it is (`KINDS`), its own kind, and the IRI of its data set."""

    iri: str
    label: str
    what: str
    detail: str
    dataset: str


def find(store: QuadStore, name: str, kinds: Sequence[str] = ("actor",)) -> list[Found]:
    """Return all things of these kinds that bear `name`, which may also be an IRI, a key such as `fbi` or
    `sony-2014/fbi`, or the address of a source.

    A preferred name counts before an alias, and a name before a key. Raises `UnknownName` when there is none, with the
    nearest names, or with what of another kind bears the name.
    """
    matches = _named(store, name, kinds)
    if not matches:
        raise _unknown(store, name, kinds, _kind_of(store, name))
    return sorted(matches, key=lambda found: found.iri)


def _named(store: QuadStore, name: str, kinds: Sequence[str]) -> list[Found]:
    ways = (_by_iri, _by_address, _by_key, _by_name) if "/" in name else (_by_iri, _by_name, _by_key)
    return next((found for way in ways if (found := way(store, name, kinds))), [])


def _kind_of(store: QuadStore, name: str) -> str:
    """Return what kind of thing bears a name, or nothing."""
    return next((thing.what for thing in _named(store, name, list(KINDS))), "")


def _unknown(store: QuadStore, name: str, kinds: Sequence[str], is_a: str) -> UnknownName:
    return UnknownName(name, _nearest(store, name, kinds), " or ".join(kinds), is_a=is_a)


def find_one(store: QuadStore, name: str, kinds: Sequence[str] = ("actor",), *, resolve: bool = True) -> list[Found]:
    """Return what `find` finds, if it is one thing.

    With `resolve`, an actor is all that were decided to be the same, the one that stands for them first, and a state is
    also found by a name that no data set has but ISO 3166 (see `ontology.states`). Other things, and actors without it,
    are one when they are of one kind and different data sets call them the same: a key alone is chosen by who writes
    the file, and says nothing of those of others. What nothing is called in full is looked for in names (see
    `by_part`). What stands in data sets that a machine coded is meant only where nothing else is: coders call thousands
    of things alike.

    Raises `AmbiguousName` when it may be several, and `UnknownName` as `find` does.
    """
    found = sorted(_named(store, name, kinds), key=lambda thing: thing.iri)
    if not found and resolve and "actor" in kinds:
        found = _states(store, name)
    if not found:
        is_a = _kind_of(store, name)
        in_part = [] if is_a or "/" in name else by_part(store, name, KINDS)  # a key has a slash, and is no words
        found = in_part and by_part(store, name, kinds)
        if not found:
            others = [thing.what for thing in in_part if thing.what in _MEANT_BY_PART and thing.what not in kinds]
            raise _unknown(store, name, kinds, is_a or next(iter(others), ""))
    found = _read_by_people(store, found)
    if resolve and {thing.what for thing in found} == {"actor"}:
        return _resolved(store, name, found)
    sorts = {(thing.what, thing.detail) for thing in found}
    of_one_dataset = len({thing.dataset for thing in found}) < len(found)
    if len(sorts) > 1 or of_one_dataset or not _called_alike(store, found):
        raise AmbiguousName(name, told_apart(store, found))
    return found


def _read_by_people(store: QuadStore, found: list[Found]) -> list[Found]:
    """Return what of several things is in data sets without claims that a machine coded; all if nothing is."""
    if len(found) < 2:
        return found
    coded = coded_among(store, {thing.dataset for thing in found})
    return [thing for thing in found if thing.dataset not in coded] or found


def _called_alike(store: QuadStore, found: Sequence[Found]) -> bool:
    """Return whether things have a name or an address in common; claims have neither, and are each their own."""
    if len(found) < 2:
        return True
    called = (_SEARCH_NAME, *_ADDRESSES)
    nodes = [ox.NamedNode(thing.iri) for thing in found]
    return bool(set.intersection(*({value for by in called for value in _values(store, node, by)} for node in nodes)))


def counted_together(store: QuadStore, found: Iterable[Found], shown: Representatives) -> list[Found]:
    """Return all actors that count as the same one as those that were found, the one that is shown for them first."""
    members = dict.fromkeys(iri for thing in found for iri in shown.members(thing.iri))
    return [thing for iri in members if (thing := found_at(store, ox.NamedNode(iri)))]


def _resolved(store: QuadStore, name: str, found: Iterable[Found]) -> list[Found]:
    """Return all the same as what was found."""
    classes = {members[0]: members for members in (members_of(store, thing.iri) for thing in found)}
    things = [
        [thing for iri in members if (thing := found_at(store, ox.NamedNode(iri)))] for members in classes.values()
    ]
    if len(things) > 1:
        raise AmbiguousName(name, told_apart(store, [members[0] for members in things]))
    return things[0]


def told_apart(store: QuadStore, things: Sequence[Found]) -> list[tuple[str, str]]:
    """Return each thing as people know it, with its IRI: its kind, the key by which to ask for it, and some names that
    no other of them bears."""
    others = {thing.iri: _other_names(store, thing) for thing in things}
    borne = Counter(name for names in others.values() for name in names)
    keys = Counter(key_of(thing.iri) for thing in things)
    return [
        (_described(thing, keys, [name for name in others[thing.iri] if borne[name] == 1]), thing.iri)
        for thing in things
    ]


def _described(thing: Found, keys: Mapping[str, int], others: Sequence[str]) -> str:
    key = key_of(thing.iri)
    about = ", ".join((thing.detail or thing.what, key if keys[key] == 1 else thing.iri))  # an actor and an incident
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
    return sorted(filter(None, (found_at(store, node) for node in called)), key=lambda thing: thing.iri)


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
        found = found_at(store, ox.NamedNode(iri))
    except ValueError:
        return []
    return [found] if found and found.what in kinds else []


def _by_address(store: QuadStore, name: str, kinds: Sequence[str]) -> list[Found]:
    """Return the sources at an address."""
    if "source" not in kinds or "://" not in name:
        return []
    address = ox.Literal(name, datatype=_ANY_URI)
    at_it = {quad.subject for where in _ADDRESSES for quad in store.find(None, where, address)}
    return [found for node in at_it if (found := found_at(store, node))]


def by_part(store: QuadStore, name: str, kinds: Collection[str]) -> list[Found]:
    """Return the things of these kinds that have all words of `name` in one of their names; articles do not count, and
    of longer words the beginning is enough.

    What has no other words, and then persons by the end of their names, come before what only mentions them; else those
    of few words come first. States alone are not found by a part of their names: which one is meant would be a guess.
    """
    words = words_of(name)
    borne = ((quad.subject, getattr(quad.object, "value", "")) for quad in store.find(None, _SEARCH_NAME))
    bearing = [(node, words_of(folded)) for node, folded in borne if has_words(folded, words)]
    whole = [node for node, own in bearing if own == words]
    found = _among(store, whole or [node for node, _ in bearing], kinds)
    if whole:
        return found
    surnamed = {getattr(node, "value", "") for node, own in bearing if own[-len(words) :] == words}
    persons = [thing for thing in found if thing.detail == "person" and thing.iri in surnamed]
    if all(thing.detail == _NEVER_BY_PART for thing in found):
        return []
    found = [thing for thing in found if thing.what in _MEANT_BY_PART] or found
    return persons or sorted(found, key=lambda thing: (len(thing.label.split()), thing.iri))


def _among(store: QuadStore, nodes: Iterable[Subject], kinds: Collection[str]) -> list[Found]:
    things = dict.fromkeys(nodes)
    store.expect(things)
    found = (found_at(store, node) for node in things)
    return [thing for thing in found if thing and thing.what in kinds]


def words_of(text: str) -> list[str]:
    """Return the folded words of a text that say what it is about: all but articles.

    >>> words_of("The FBI's letter")
    ['fbi', 's', 'letter']
    """
    return [word for word in fold(text).split() if word not in _ARTICLES]


def has_words(folded: str, words: Sequence[str]) -> bool:
    """Return whether a folded text has all of these words, in any order; of longer words the beginning is enough.

    >>> has_words("explosions at the nord stream 1 and 2 pipelines", ["nord", "stream", "explosion"])
    True
    >>> has_words("computing", ["putin"]), has_words("fbi", [])
    (False, False)
    """
    if not words or not all(word in folded for word in words):  # most texts lack one of them
        return False
    own = folded.split()
    return all(any(_stands_for(word, each) for each in own) for word in words)


def _stands_for(word: str, whole: str) -> bool:
    return whole == word or (len(word) >= _BEGINNING and whole.startswith(word))


def _by_name(store: QuadStore, name: str, kinds: Iterable[str]) -> list[Found]:
    """By the names that loading folded; those whose own label or title it is come before those only called so."""
    wanted = fold(name)
    preferred: list[Found] = []
    aliases: list[Found] = []
    bearing = {quad.subject for quad in store.find(None, _SEARCH_NAME, ox.Literal(wanted))}
    store.expect(bearing)
    for node in bearing:
        found = found_at(store, node)
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
    tried = [
        (f"{graph}/{kind}/{quote(key, safe='', errors='replace')}", kind)
        for graph in graphs
        if graph.startswith(ID)
        for kind in kinds
        for key in keys
    ]
    store.expect(ox.NamedNode(iri) for iri, _ in tried)
    return [found for iri, kind in tried for found in _by_iri(store, iri, [kind])]


def key_of(iri: str) -> str:
    """Return the shortest text by which a thing can be asked for without doubt: `DATA SET/KEY`, or its IRI if that is
    not one of ours.

    >>> key_of("https://w3id.org/whoblamed/id/sony-2014/actor/fbi")
    'sony-2014/fbi'
    """
    dataset, _, last = iri.removeprefix(ID).partition("/")
    return f"{dataset}/{last.partition('/')[2]}" if iri.startswith(ID) and "/" in last else iri


def found_at(store: QuadStore, node: Subject) -> Found | None:
    """Return what can be looked up at a node; None if it is nothing of the kind."""
    for quad in store.find(node, _TYPE):
        what = _KIND_OF_CLASS.get(getattr(quad.object, "value", ""))
        if what and isinstance(node, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
            label = next(iter(_values(store, node, _LABEL)), node.value)
            detail = next(iter(_values(store, node, _KIND)), "")
            return Found(node.value, label, what, detail, quad.graph_name.value)
    return None


def _values(store: QuadStore, node: Subject, predicate: ox.NamedNode) -> list[str]:
    quads = store.find(node, predicate)
    return [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)]


def _telling(folded: str) -> list[str]:
    """Return the words of a folded name that tell it from others: all but articles and legal forms."""
    return [word for word in words_of(folded) if not _LEGAL_FORM.fullmatch(word)]


def _nearest(store: QuadStore, name: str, kinds: Iterable[str]) -> list[str]:
    """Return the labels of what is called most like it: of what differs in what is easily mistyped, for a single word
    of what has one like it, and then of what has all words of it."""
    words = _telling(fold(name))
    if not words:
        return []
    known: dict[str, list[Subject]] = defaultdict(list)
    for quad in store.find(None, _SEARCH_NAME):
        known[getattr(quad.object, "value", "")].append(quad.subject)
    whole: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for folded in known:
        telling = _telling(folded)
        whole[" ".join(telling)].append(folded)
        for word in telling if len(words) == 1 and len(words[0]) >= _LONG else ():
            parts[word].append(folded)
    wanted = " ".join(words)
    swapped = [other for other in whole if sorted(other) == sorted(wanted)]
    close = [
        folded
        for alike, others in (
            (_ALIKE_SWAPPED, {at: whole[at] for at in swapped}),
            (_ALIKE, whole),
            (_ALIKE_WORD, parts),
        )
        for like in _close(wanted, others, alike)
        for folded in sorted(others[like], key=len)
    ]
    containing = sorted((folded for folded in known if has_words(folded, words)), key=len)
    folds = dict.fromkeys([*close[: 4 * _NEAREST], *containing[: 4 * _NEAREST]])
    found = [found_at(store, node) for folded in folds for node in known[folded]]
    return list(dict.fromkeys(thing.label for thing in found if thing and thing.what in kinds))[:_NEAREST]


def _close(wanted: str, others: Iterable[str], alike: float) -> list[str]:
    """Return the texts that are so much alike, best first. Who mistypes a name seldom errs in its first letter."""
    import difflib

    begun = [other for other in others if other[:1] == wanted[:1]]
    return difflib.get_close_matches(wanted, begun, n=4 * _NEAREST, cutoff=alike)
