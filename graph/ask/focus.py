"""What a picture is cut to: the actor or incident of a name, and which of several that data sets call the same."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from ..identity.representatives import Representatives
from ..store.base import QuadStore
from ..store.facts import Facts
from .filtering import incidents_of
from .names import find_one


class Focus(NamedTuple):
    """The IRI of what is meant, and the keys of others of that name that were passed over."""

    iri: str
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key by which it can be named."""
        return _key(self.iri)


def focus_of(
    name: str,
    store: QuadStore,
    facts: Facts,
    shown: Representatives,
    *,
    resolve: bool = True,
) -> Focus:
    """Return what a name (label, key or IRI) means. Of several of one name it is the one of which most is said.

    Raises `UnknownName` and `AmbiguousName`.
    """
    found = find_one(store, name, ("actor", "incident"), resolve=resolve)
    meant = sorted({shown.representative(thing.iri) for thing in found})
    if len(meant) == 1:
        return Focus(meant[0])
    said = Counter(iri for claim in facts.claims.values() for iri in set(incidents_of(claim, facts)))
    first, *others = sorted(meant, key=lambda iri: (-said[iri], iri))
    return Focus(first, tuple(map(_key, others)))


def _key(iri: str) -> str:
    """Return the key by which a thing can be named: data set and own key."""
    dataset, _, key = iri.rsplit("/", 3)[1:]
    return f"{dataset}/{key}"
