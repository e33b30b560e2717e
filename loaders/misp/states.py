"""The states that galaxies speak of, by name or code: each is one actor, however it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ...ontology.states import OTHER_NAMES, state_of
from ...ontology.texts import fold

#: Of those to which ISO gives no common name, the one that everybody calls otherwise.
_COMMON = {"RU": "Russia"}


@dataclass(frozen=True, slots=True)
class State:
    """A state: the key that its IRI is made of, the name to show, other names and codes, and where it is described."""

    key: str
    label: str
    others: tuple[str, ...] = ()
    dataset: str = ""


class States:
    """The states of ISO 3166-1, and those that a galaxy of countries describes, which are called as they are there."""

    def __init__(self) -> None:
        self._described: dict[str, State] = {}
        self._keys: dict[str, str] = {}

    def describe(self, label: str, others: Iterable[str], code: str, dataset: str) -> State | None:
        """Take a state from a galaxy; `code` is its ISO code. None when a galaxy has described it already."""
        known = _known(code) or _known(label)
        key = known.key if known else f"state-{label}"
        if key in self._described:
            return None
        names = [*others, *((known.label, *known.others) if known else ())]
        self._described[key] = state = State(key, label, _without(label, names), dataset)
        for name in (label, *state.others):
            self._keys.setdefault(fold(name), key)
        return state

    def described(self, words: str) -> State | None:
        """Return the state of this name or code, if a galaxy describes it."""
        return self.find(words) if self._described else None

    def find(self, words: str) -> State | None:
        """Return the state of this name or code, if there is one."""
        known = _known(words)
        key = known.key if known else self._keys.get(fold(words), "")
        return self._described.get(key) or known


@lru_cache(maxsize=10_000)
def _known(words: str) -> State | None:
    code = state_of(words)
    return _of_code(code) if code else None


@cache
def _of_code(code: str) -> State:
    """Return a state of ISO 3166-1 by its common name; `Palestine, State of` is Palestine, as no other state is."""
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    name = str(found.name) if found else OTHER_NAMES[code][0]  # Kosovo
    label = _COMMON.get(code) or str(getattr(found, "common_name", "")) or _short(name, code)
    codes = [code, *([found.alpha_3] if found else [])]
    return State(f"state-{fold(label).replace(' ', '-')}", label, _without(label, [*codes, name]))


def _short(name: str, code: str) -> str:
    head = name.partition(", ")[0]
    return head if head == name or state_of(head) == code else name


def _without(label: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name != label))
