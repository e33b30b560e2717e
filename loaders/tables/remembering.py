"""What is made of some cells of a row is remembered: tables repeat themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

from .state import State
from .values import Row

T = TypeVar("T")

_MOST = 20_000
#: After so many different ones it is seen whether they repeat: whether they were asked for so many times each. At first
#: a few that do are enough, for of many thousand actors it takes thousands of rows until one comes again.
_LEAST_CALLS = {1000: 1.002, _MOST: 1.1}
_NOTHING: Any = object()


class Remembering(Generic[T]):
    """A function of a row that depends on a few of its slots, and on the IRIs of a few of its actors, alone.

    What it made of them before is not made again. What came with a note is, because each row is told of it, and so is
    what `keeps` does not hold for. Of long rows nothing is remembered, for memory is bounded, and where hardly anything
    repeats itself, it is given up.
    """

    def __init__(
        self,
        make: Callable[[State], T],
        slots: Collection[int],
        actors: Sequence[str] = (),
        keeps: Callable[[T], bool] | None = None,
    ) -> None:
        self._make = make
        self._pick: Callable[[Row], Hashable] = itemgetter(*sorted(slots)) if slots else _no_slots
        self._actors = actors
        self._keeps = keeps
        self._known: dict[Hashable, T] = {}
        self._calls = 0
        self._pays = True

    def __call__(self, state: State) -> T:
        if not self._pays:
            return self._make(state)
        self._calls += 1
        key = self._pick(state.row)
        if self._actors:
            key = (key, *[tuple([actor.iri for actor in state.actors.get(name, ())]) for name in self._actors])
        known = self._known.get(key, _NOTHING)
        return self._new(key, state) if known is _NOTHING else known

    def _new(self, key: Hashable, state: State) -> T:
        notes = len(state.notes)
        made = self._make(state)
        if state.is_brief and len(state.notes) == notes and (self._keeps is None or self._keeps(made)):
            self._remember(key, made)
        return made

    def _remember(self, key: Hashable, made: T) -> None:
        self._known[key] = made
        number = len(self._known)
        if number in _LEAST_CALLS:
            self._pays = self._calls > number * _LEAST_CALLS[number]
            if not self._pays or number == _MOST:
                self._known.clear()
                self._calls = 0


def _no_slots(_: Row) -> Hashable:
    return ()
