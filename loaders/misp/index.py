"""Which clusters there are in all galaxies that are loaded together, so that what refers to one finds it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...ontology.records import Confidence
from ...ontology.texts import fold
from .clusters import ORIGIN, SYNONYMS, Cluster, Galaxy, Relation
from .states import State, States

#: The galaxies that are of actors: by their type, else by their category.
_KINDS = {
    "country": "state",
    "surveillance-vendor": "company",
    "software-vendor": "company",
    "intelligence-agency": "agency",
}
_CATEGORIES = frozenset(("actor", "threat groups", "threat-actor"))
#: MISP does not keep categories: those it writes have none, and are known by their type.
_OF_GROUPS = re.compile(r"(^|[-_ ])(actors?|intrusion-set|activity-group|groups)$", re.I)
#: A value that joins two names, such as "Darkhotel - APT-C-06" and "APT28 - G0007".
NUMBERED = re.compile(r"(?P<name>.*\S) +- +(?P<number>APT-C-[0-9]{1,4}|G[0-9]{4})")
#: What a producer is, by its company types or, without any, its names. Those that say nothing are companies.
_COMPANY_TYPES = (
    (re.compile(r"\b(government|governmental|agency|ministry|authority|police|[a-z]{0,3}cert)\b", re.I), "agency"),
    (re.compile(r"\b(news|blog|publishing|publisher|newspaper|magazine)\b", re.I), "outlet"),
)
_LIKELIHOOD = re.compile(r'estimative-language:likelihood-probability="([a-z-]{1,40})"')

#: The kinds of relation that say that two actors are similar, without saying that they are one.
SIMILAR = ("similar", "overlaps")
#: The keys of `meta` in which states and producers are named.
NAMING = frozenset(("country", "microsoft-origin-threat", "cfr-suspected-state-sponsor"))
#: The place of what no cluster describes.
NOWHERE = (-1, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cluster as others see it. `kind` is that of the actor that it is; empty for what is no actor.

    `dataset` is where it is described; empty for what no cluster describes, which whoever speaks of it describes.
    """

    key: str
    label: str
    kind: str
    place: tuple[int, int] = NOWHERE
    dataset: str = ""


@dataclass(slots=True)
class Index:
    """All clusters by UUID, producers by name, and states; of two of a data set with one UUID the first counts."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    producers: dict[str, Entry] = field(default_factory=dict)
    states: States = field(default_factory=States)
    _anywhere: dict[str, Entry] = field(default_factory=dict)
    _described: dict[str, State] = field(default_factory=dict)
    _similar: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    _referred: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, galaxies: Iterable[Galaxy]) -> Index:
        """Return the index of some galaxies; reads each of them once."""
        index = cls()
        for number, galaxy in enumerate(galaxies):
            for cluster in galaxy.clusters():
                index._add(number, galaxy, cluster)
        return index

    def _add(self, number: int, galaxy: Galaxy, cluster: Cluster) -> None:
        place = (galaxy.dataset, cluster.key)
        if not cluster.value or cluster.revoked or place in self.entries:
            return
        kind = kind_of(galaxy, cluster)
        key, label = cluster.key, preferred(cluster)
        if kind == "state":
            state = self._state(galaxy, cluster)
            if state is None:
                return
            key, label = state.key, state.label
            self._described[cluster.key] = state
        self.entries[place] = entry = Entry(key, label, kind, (number, cluster.place), galaxy.dataset)
        self._anywhere.setdefault(cluster.key, entry)
        if galaxy.type == "producer":
            for name in (cluster.value, *synonyms(cluster)):
                self.producers.setdefault(fold(name), entry)
        self._refer(galaxy, cluster)

    def _refer(self, galaxy: Galaxy, cluster: Cluster) -> None:
        """Take note of whom a cluster speaks of."""
        for relation in cluster.relations:
            self._referred[galaxy.dataset].add(relation.target)
            if relation.type in SIMILAR:
                words = likely(relation.tags)
                self._similar.add((galaxy.dataset, cluster.key, relation.target, relation.type, words))
        for text in cluster.meta.texts("name-attribution"):
            self._referred[galaxy.dataset].add(giver_in(text))
        self._named[galaxy.dataset].add(cluster.publisher.label)
        for key in cluster.meta.data:
            if key in NAMING or key.startswith(ORIGIN):
                self._named[galaxy.dataset].update(cluster.meta.texts(key))

    def used(self, dataset: str) -> list[str]:
        """Return the other data sets in which there may be those of whom this one speaks."""
        entries = [self.find(dataset, uuid) for uuid in self._referred[dataset]]
        found = {entry.dataset for entry in entries if entry and entry.kind}
        for name in self._named[dataset]:
            producer, state = self.producers.get(fold(name)), self.states.described(name)
            found |= {each.dataset for each in (producer, state) if each}
        return sorted(found - {dataset, ""})

    def _state(self, galaxy: Galaxy, cluster: Cluster) -> State | None:
        """The galaxy of countries has names in small letters, and as they are written in the description."""
        same = cluster.description.casefold() == cluster.value.casefold()
        code, long_code = cluster.meta.text("ISO"), cluster.meta.text("ISO3")
        others = filter(None, [code, long_code, *synonyms(cluster)])
        label = cluster.description if same else cluster.value
        return self.states.describe(label, others, code, galaxy.dataset)

    def find(self, dataset: str, uuid: str) -> Entry | None:
        """Return the cluster of a UUID: that of a data set, or else that of the first other which has it."""
        return self.entries.get((dataset, uuid)) or self._anywhere.get(uuid)

    def state_of(self, cluster: Cluster) -> State:
        """Return the state that a cluster of a galaxy of countries describes."""
        return self._described[cluster.key]

    def producer(self, label: str) -> Entry:
        """Return a producer of this name, from the galaxy of producers if it is there."""
        known = self.producers.get(fold(label))
        return known or Entry(f"producer-{label}", label, _producer_kind([label]))

    def holds(self, number: int, galaxy: Galaxy, cluster: Cluster) -> bool:
        """Return whether it is this cluster, and no other with its UUID or of the same state, that is loaded."""
        entry = self.entries.get((galaxy.dataset, cluster.key))
        return entry is not None and entry.place == (number, cluster.place)

    def says_so_first(self, dataset: str, key: str, relation: Relation) -> bool:
        """Return whether a cluster is the one to record a relation that holds both ways: the other may say the same."""
        other = (dataset, relation.target, key, relation.type, likely(relation.tags))
        return key < relation.target or other not in self._similar


def kind_of(galaxy: Galaxy, cluster: Cluster) -> str:
    """Return the kind of actor that a cluster is; empty when it is a tool, technique, place or anything else."""
    if galaxy.type == "producer":
        return _producer_kind(cluster.meta.texts("company-type") or [cluster.value, *synonyms(cluster)])
    if galaxy.type in _KINDS:
        return _KINDS[galaxy.type]
    of_groups = galaxy.category.casefold() in _CATEGORIES if galaxy.category else _OF_GROUPS.search(galaxy.type)
    return "group" if of_groups else ""


def _producer_kind(said: Iterable[str]) -> str:
    return next((found for text in said for words, found in _COMPANY_TYPES if words.search(text)), "company")


def preferred(cluster: Cluster) -> str:
    """Return the name of a cluster: without the number that 360 and MITRE append to it."""
    found = NUMBERED.fullmatch(cluster.value)
    return found["name"] if found else cluster.value


def synonyms(cluster: Cluster) -> list[str]:
    """Return the other names of a cluster."""
    return [name for key in SYNONYMS for name in cluster.meta.texts(key)]


def giver_in(text: str) -> str:
    """Return the UUID in a `name-attribution`, which is NAME:UUID."""
    return text.rpartition(":")[2].strip().lower()


def likely(tags: Iterable[str]) -> str:
    """Return the words of the first tag that says how likely something is."""
    return next((found[1] for tag in tags if (found := _LIKELIHOOD.fullmatch(tag))), "")


def likelihood(words: str) -> Confidence | None:
    """MISP's `estimative-language` is that of the Director of National Intelligence, with hyphens."""
    from ...ontology.scales import lookup

    if not words:
        return None
    grade = words.replace("-", " ")
    try:
        value, low, high = lookup("dni", grade)
    except ValueError:
        return Confidence(words=words)
    return Confidence(words=words, scale="dni", grade=grade, value=value, low=low, high=high)
