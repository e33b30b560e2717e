"""The filters of lists: which claims they leave, as the commands mean them, and how many each further one would."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from ...errors import QueryError
from ...graph.ask import names
from ...graph.ask.filtering import Filter, between
from ...graph.ask.names import key_of
from ...graph.status.status import LABELS
from ...ontology import FORMS, INCIDENT_KINDS
from ...ontology.acts import ACTS
from .asking import Asking
from .claims import Places
from .reading import Reading

#: The filters, named as those of the commands, and in which dimensions of `Claims` their values are looked for.
FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "incident": ("incident",),
    "actor": ("speaker", "accused"),
    "act": ("act",),
    "status": ("status",),
    "since": (),
    "until": (),
    "dataset": ("dataset",),
    "outlet": ("outlet",),
    "kind": ("kind",),
    "form": ("form",),
    "speaker-kind": ("speaker-kind",),
    # What the pages of things ask for.
    "speaker": ("speaker",),
    "accused": ("accused",),
    "source": ("source",),
    "allegation": ("allegation",),
    "evidence": ("evidence",),
}
#: Those whose values name things, and of which kind these are.
_NAMING: Final = {
    "incident": "incident", "actor": "actor", "speaker": "actor", "accused": "actor", "outlet": "actor",
    "source": "source", "allegation": "allegation", "evidence": "evidence",
}  # fmt: skip
#: Those that take one of few values.
_CHOICES: Final[Mapping[str, Collection[str]]] = {"act": ACTS, "form": FORMS, "kind": INCIDENT_KINDS, "status": LABELS}
#: How many values of one dimension are told.
_MOST_VALUES: Final = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What filters leave: the claims that pass each of those given, by name, and what they mean in things (IRIs)."""

    passing: Mapping[str, Places]
    things: Mapping[str, Sequence[str]]
    everything: Places
    statuses: Sequence[str] = ()

    @property
    def places(self) -> Places:
        """The claims that pass all of them."""
        return reduce(and_, self.passing.values(), self.everything)

    def without(self, *names_: str) -> Places:
        """Return the claims that pass all but some."""
        others = (places for name, places in self.passing.items() if name not in names_)
        return reduce(and_, others, self.everything)

    @property
    def given(self) -> bool:
        """Whether any was given."""
        return bool(self.passing)


def wanted(asking: Asking, reading: Reading) -> Wanted:
    """Return what the filters of a request leave.

    Raises `UnknownName` and `AmbiguousName` for what they name, and `QueryError` for what is no value of theirs.
    """
    given = {name: asking.given[name] for name in FILTERS if name in asking.given}
    passing: dict[str, Places] = {}
    things: dict[str, Sequence[str]] = {}
    for name, values in given.items():
        if name in _NAMING:
            things[name] = values = tuple(iri for text in values for iri in _meant(reading, text, _NAMING[name]))
        if name in _CHOICES:
            for value in values:
                _refuse_no_choice(name, value)
        if name == "dataset":
            for value in values:
                _refuse_no_dataset(reading, value)
        if FILTERS[name]:
            found = (reading.claims.having(dimension, value) for dimension in FILTERS[name] for value in values)
            passing[name] = reduce(or_, found, 0)
    times = _times(asking)
    if times is not None:
        passing["time"] = reading.remembered(("time", times.since, times.until), lambda: reading.claims.dated(times))
    return Wanted(passing, things, reading.claims.everything, given.get("status", ()))


def _meant(reading: Reading, text: str, kind: str) -> Iterator[str]:
    """Yield what a name means: the IRIs of those that stand for it."""
    found = names.find_one(reading.store, text, [kind], resolve=reading.graph.resolve)
    yield from dict.fromkeys(reading.shown.representative(thing.iri) for thing in found)


def _refuse_no_choice(name: str, value: str) -> None:
    if value not in _CHOICES[name]:
        raise QueryError(f"{name}={value}: there are {', '.join(_CHOICES[name])}")


def _refuse_no_dataset(reading: Reading, value: str) -> None:
    known = [dataset.name for dataset in reading.datasets]
    if value not in known:
        from difflib import get_close_matches

        from ...errors import UnknownName

        raise UnknownName(value, get_close_matches(value, known), "data set")


def _times(asking: Asking) -> Filter | None:
    since, until = between(asking.given.get("since", ()), asking.given.get("until", ()))
    return Filter(since=since, until=until) if since or until else None


# ------------------------------------------------------------------------------------------------------------ facets


@dataclass(frozen=True, slots=True)
class Value:
    """A value that one can filter by: how it is written in an address, what it is called, how many it would leave,
    whether it is chosen, and where the page is with it chosen or not."""

    value: str
    label: str
    number: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A dimension with its values, the most frequent first; years in order."""

    name: str
    label: str
    values: Sequence[Value]


#: Which facets the claims of a list are told by: their names are those of filters, but for the year.
CLAIM_FACETS: Final = ("act", "status", "year", "dataset", "outlet", "kind", "form", "speaker-kind")
#: What names the values of a facet in the words of the view.
_TERMS: Final = {"act": "acts", "status": "statuses", "kind": "kinds", "form": "forms", "speaker-kind": "kinds"}


def facets(asking: Asking, reading: Reading, left: Wanted) -> Iterator[Facet]:
    """Yield the facets of claims, each value with how many claims it would leave."""
    for name in CLAIM_FACETS:
        rest = left.without("time" if name == "year" else name)
        having = ((value, rest & reading.claims.having(name, value)) for value in reading.claims.values(name) if value)
        most = sorted(((value, places) for value, places in having if places), key=lambda each: -each[1].bit_count())
        chosen = asking.given.get(name, ())
        values = [
            _value(asking, reading, name, value, places.bit_count(), chosen) for value, places in most[:_MOST_VALUES]
        ]
        if name == "year":
            values.sort(key=lambda each: each.value, reverse=True)
        if len(values) > 1 or any(each.chosen for each in values):
            yield Facet(name, asking.speech(f"filters.{name}"), values)


def told(asking: Asking, name: str, value: str) -> str:
    """Return a value of a filter in words, if it is one of ours; else as it was given."""
    return asking.speech.term(_TERMS[name], value) if name in _TERMS else value


def _value(asking: Asking, reading: Reading, name: str, value: str, number: int, chosen: Sequence[str]) -> Value:
    if name == "year":
        now = (asking.one("since"), asking.one("until")) == (value, value)
        turned: dict[str, object] = {"since": None if now else value, "until": None if now else value}
        return Value(value, str(int(value)), number, now, asking.again(page=None, **turned))
    written = key_of(value) if name in _NAMING else value
    label = told(asking, name, value)
    if name in _NAMING:
        label = reading.names(asking.lang).get(value) or reading.facts.label(value)
    is_chosen = written in chosen or (name in _NAMING and value in chosen)
    rest = [each for each in chosen if each not in (written, value)]
    href = asking.again(page=None, **{name: rest if is_chosen else [*chosen, written]})
    return Value(written, label, number, is_chosen, href)
