"""Abstract argumentation: which arguments can be upheld, given who attacks whom.

Definitions: P. M. Dung, "On the acceptability of arguments and its fundamental role in nonmonotonic reasoning, logic
programming and n-person games", Artificial Intelligence 77 (1995). A set of arguments is *admissible* when none of
its members attacks another and each attack on a member is answered by a member.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from ...errors import WhoblamedError

A = TypeVar("A", bound=Hashable)

#: How many branches a search may take before it gives up.
LIMIT = 20_000
#: How long all searches for one answer may take before they give up, in seconds: there may be hundreds of disputes, and
#: a branch of thousands of arguments takes its time.
SECONDS = 20.0


class SearchTooLarge(WhoblamedError):
    """There are too many ways to take sides. `arguments` is how many stand in the disputed part."""

    def __init__(self, arguments: int) -> None:
        self.arguments = arguments
        super().__init__(
            f"{arguments} arguments that attack each other leave too many ways to take sides; "
            "ask for the grounded extension, or about fewer incidents"
        )


def grounded(arguments: Iterable[A], attacks: Iterable[tuple[A, A]]) -> set[A]:
    """Return the least set of arguments that must be accepted: those without an attacker that is not itself defeated.

    `attacks` are pairs (attacker, attacked) of arguments. Takes time linear in arguments and attacks.

    >>> sorted(grounded("abc", [("a", "b"), ("b", "c")]))
    ['a', 'c']
    """
    attacked: dict[A, list[A]] = defaultdict(list)
    undefeated = dict.fromkeys(arguments, 0)
    for attacker, victim in set(attacks):
        attacked[attacker].append(victim)
        undefeated[victim] += 1
    ready = [argument for argument, attackers in undefeated.items() if not attackers]
    accepted: set[A] = set()
    defeated: set[A] = set()
    while ready:
        argument = ready.pop()
        accepted.add(argument)
        for victim in attacked[argument]:
            if victim in defeated:
                continue
            defeated.add(victim)
            for defended in attacked[victim]:
                undefeated[defended] -= 1
                if not undefeated[defended]:
                    ready.append(defended)
    return accepted


def upheld(arguments: Iterable[A], attacks: Iterable[tuple[A, A]], *, limit: int = LIMIT) -> tuple[set[A], set[A]]:
    """Return the arguments in every preferred extension, and those in some.

    A preferred extension is a maximal admissible set: a position that can be held as a whole and cannot be widened.
    There may be 3^(n/3) of them, and their combinations are never listed: what the grounded extension does not decide
    falls apart into components that are searched one by one. Raises `SearchTooLarge` when a component takes more than
    `limit` branches, or all of them take more than `SECONDS`.

    >>> every, some = upheld("abc", [("a", "b"), ("b", "a"), ("b", "c")])
    >>> sorted(every), sorted(some)
    ([], ['a', 'b', 'c'])
    """
    certain, parts = _decompose(arguments, attacks, limit)
    every, some = (frozenset.intersection(*part) for part in parts), (frozenset().union(*part) for part in parts)
    return certain.union(*every), certain.union(*some)


def _decompose(
    arguments: Iterable[A], attacks: Iterable[tuple[A, A]], limit: int
) -> tuple[set[A], list[list[frozenset[A]]]]:
    """Return the grounded extension, and the preferred extensions of each component of what it leaves undecided."""
    pairs = dict.fromkeys(attacks)
    order = list(arguments)
    certain = grounded(order, pairs)
    decided = certain.union(victim for attacker, victim in pairs if attacker in certain)
    attacked: dict[A, list[A]] = {argument: [] for argument in order if argument not in decided}
    for attacker, victim in pairs:
        if attacker in attacked and victim in attacked:
            attacked[attacker].append(victim)
    end = time.monotonic() + SECONDS
    return certain, [_Search(part, attacked, limit, end).run() for part in _components(attacked)]


def _components(attacked: Mapping[A, Iterable[A]]) -> Iterator[list[A]]:
    """Yield the arguments of each weakly connected component."""
    neighbours: dict[A, list[A]] = {argument: list(victims) for argument, victims in attacked.items()}
    for attacker, victims in attacked.items():
        for victim in victims:
            neighbours[victim].append(attacker)
    seen: set[A] = set()
    for start in neighbours:
        if start not in seen:
            component = [start]
            seen.add(start)
            for argument in component:
                fresh = [other for other in dict.fromkeys(neighbours[argument]) if other not in seen]
                seen.update(fresh)
                component += fresh
            yield component


def _members(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class _Search(Generic[A]):
    """Depth-first search for the maximal admissible sets of one component; sets of arguments are bit masks.

    A state is a pair (`chosen`, `open_`): every set below it contains `chosen` and lies within `open_`.
    """

    def __init__(self, component: Sequence[A], attacked: Mapping[A, Iterable[A]], limit: int, end: float) -> None:
        self.names = component
        self.limit = limit
        self.end = end
        self.attackers = [0] * len(component)
        self.victims = [0] * len(component)
        self.found: list[int] = []
        numbers = {argument: number for number, argument in enumerate(component)}
        for attacker, number in numbers.items():
            for victim in map(numbers.__getitem__, attacked[attacker]):
                self.attackers[victim] |= 1 << number
                self.victims[number] |= 1 << victim

    def run(self) -> list[frozenset[A]]:
        pending = [(0, (1 << len(self.names)) - 1)]
        for _ in range(self.limit):
            if not pending:
                return [frozenset(self.names[number] for number in _members(mask)) for mask in self.found]
            self._visit(*pending.pop(), pending)
        raise SearchTooLarge(len(self.names))

    def _visit(self, chosen: int, open_: int, pending: list[tuple[int, int]]) -> None:
        state = self._propagate(chosen, open_)
        if state is None or any(state[1] & ~known == 0 for known in self.found):
            return
        chosen, open_ = state
        disputed = self._most_disputed(open_)
        if disputed is None:
            self.found.append(open_)
        else:
            pending.append((chosen, open_ & ~(1 << disputed)))
            pending.append(self._choose(chosen, open_, disputed))

    def _most_disputed(self, open_: int) -> int | None:
        """Return the open argument with most conflicts among the open ones; None when there is no conflict."""

        def conflicts(number: int) -> int:
            return ((self.attackers[number] | self.victims[number]) & open_).bit_count()

        first = max(_members(open_), key=conflicts, default=None)
        return first if first is not None and conflicts(first) else None

    def _choose(self, chosen: int, open_: int, number: int) -> tuple[int, int]:
        return chosen | 1 << number, open_ & ~(self.attackers[number] | self.victims[number])

    def _propagate(self, chosen: int, open_: int) -> tuple[int, int] | None:
        """Drop what can no longer be defended, choose what alone can defend; None when a choice cannot be upheld."""
        while True:
            if time.monotonic() > self.end:
                raise SearchTooLarge(len(self.names))
            answered = self._all(self.victims, open_)
            indefensible = sum(1 << x for x in _members(open_) if self.attackers[x] & ~answered)
            open_ &= ~indefensible
            if chosen & ~open_:
                return None
            defender = self._only_defender(chosen, open_)
            if defender is not None:
                chosen, open_ = self._choose(chosen, open_, defender)
            elif not indefensible:
                return chosen, open_

    def _only_defender(self, chosen: int, open_: int) -> int | None:
        unanswered = self._all(self.attackers, chosen) & ~self._all(self.victims, chosen)
        for attacker in _members(unanswered):
            defenders = self.attackers[attacker] & open_
            if defenders.bit_count() == 1:
                return defenders.bit_length() - 1
        return None

    @staticmethod
    def _all(relation: list[int], mask: int) -> int:
        return reduce(or_, (relation[number] for number in _members(mask)), 0)
