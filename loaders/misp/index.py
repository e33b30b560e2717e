"""Which clusters there are in all galaxies that are loaded together, so that what refers to one finds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...ontology.folding import fold
from ...ontology.records import Confidence, mint
from .clusters import SYNONYMS, Cluster, Galaxy
from .states import State, States

#: The galaxies that are of actors: by their type, else by their category.
_KINDS = {
    "country": "state",
    "producer": "company",
    "surveillance-vendor": "company",
    "intelligence-agency": "agency",
}
_CATEGORIES = {"actor": "group", "threat groups": "group"}
#: What a producer is, by its company types or, without any, its names. Those that say nothing are companies.
_COMPANY_TYPES = (
    (re.compile(r"\b(government|governmental|agency|ministry|authority|police|[a-z]{0,3}cert)\b", re.I), "agency"),
    (re.compile(r"\b(news|blog|publishing|publisher|newspaper|magazine)\b", re.I), "outlet"),
)
_LIKELIHOOD = re.compile(r'estimative-language:likelihood-probability="([a-z-]{1,40})"')

#: The kinds of relation that say that two actors are similar, without saying that they are one.
SIMILAR = ("similar", "overlaps")
#: The place of what no cluster describes.
NOWHERE = (-1, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cluster as others see it. `kind` is that of the actor that it is; empty for what is no actor."""

    key: str
    label: str
    kind: str
    place: tuple[int, int]


@dataclass(slots=True)
class Index:
    """All clusters by UUID, producers by name, and states; of two clusters with one UUID the first counts."""

    dataset: str
    entries: dict[str, Entry] = field(default_factory=dict)
    producers: dict[str, Entry] = field(default_factory=dict)
    states: States = field(default_factory=States)
    _described: dict[str, State] = field(default_factory=dict)
    _similar: set[tuple[str, str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, galaxies: Iterable[Galaxy], dataset: str) -> Index:
        """The index of some galaxies; reads each of them once."""
        index = cls(dataset)
        for number, galaxy in enumerate(galaxies):
            for cluster in galaxy.clusters():
                index._add(number, galaxy, cluster)
        return index

    def _add(self, number: int, galaxy: Galaxy, cluster: Cluster) -> None:
        if not cluster.value or cluster.revoked or cluster.key in self.entries:
            return
        kind = kind_of(galaxy, cluster)
        key, label = cluster.key, cluster.value
        if kind == "state":
            state = self._state(cluster)
            if state is None:
                return
            key, label = state.key, state.label
            self._described[cluster.key] = state
        self.entries[cluster.key] = entry = Entry(key, label, kind, (number, cluster.place))
        if galaxy.type == "producer":
            for name in (cluster.value, *synonyms(cluster)):
                self.producers.setdefault(fold(name), entry)
        for relation in cluster.relations:
            if relation.type in SIMILAR:
                self._similar.add((cluster.key, relation.target, relation.type, likely(relation.tags)))

    def _state(self, cluster: Cluster) -> State | None:
        """The galaxy of countries has names in small letters, and as they are written in the description."""
        same = cluster.description.casefold() == cluster.value.casefold()
        code, long_code = cluster.meta.text("ISO"), cluster.meta.text("ISO3")
        others = filter(None, [code, long_code, *synonyms(cluster)])
        return self.states.describe(cluster.description if same else cluster.value, others, code)

    def state_of(self, cluster: Cluster) -> State:
        """The state that a cluster of a galaxy of countries describes."""
        return self._described[cluster.key]

    def holds(self, number: int, cluster: Cluster) -> bool:
        """Whether it is this cluster, and no other with its UUID or of the same state, that is loaded."""
        entry = self.entries.get(cluster.key)
        return entry is not None and entry.place == (number, cluster.place)

    def says_so_first(self, key: str, target: str, relation: str, likelihood: str) -> bool:
        """Whether a cluster is the one to record a relation that holds both ways: the other may say the same."""
        return key < target or (target, key, relation, likelihood) not in self._similar

    def iri(self, kind: str, key: str) -> str:
        """The IRI of a thing in the data set."""
        return mint(self.dataset, kind, key)


def kind_of(galaxy: Galaxy, cluster: Cluster) -> str:
    """The kind of actor that a cluster is; empty when it is a tool, technique, place or anything else."""
    kind = _KINDS.get(galaxy.type) or _CATEGORIES.get(galaxy.category.casefold(), "")
    if galaxy.type == "producer":
        said = cluster.meta.texts("company-type") or [cluster.value, *synonyms(cluster)]
        return next((found for text in said for words, found in _COMPANY_TYPES if words.search(text)), kind)
    return kind


def synonyms(cluster: Cluster) -> list[str]:
    """The other names of a cluster."""
    return [name for key in SYNONYMS for name in cluster.meta.texts(key)]


def likely(tags: Iterable[str]) -> str:
    """The words of the first tag that says how likely something is."""
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
