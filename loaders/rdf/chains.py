"""Chains of things that are parts of one another: which of them lead in a circle, or have no end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def endless(steps: Mapping[T, Sequence[T]], longest: int) -> set[T]:
    """Return the things that are on a circle of steps, or from which a chain of at least `longest` steps leads on.

    Each thing and step is looked at a few times, however they hang together (Tarjan 1972, without recursion).
    """
    found: set[T] = set()
    length: dict[T, int] = {}
    for circle in _components(steps):
        if len(circle) > 1 or circle[0] in steps.get(circle[0], ()):
            found.update(circle)
        others = [other for thing in circle for other in steps.get(thing, ()) if other not in circle]
        reached = max((length[other] + 1 for other in others), default=0)
        length.update(dict.fromkeys(circle, reached))
        if reached >= longest:
            found.update(circle)
    return found


def _components(steps: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """Return the things that lead to each other, in sets; each set after those that it leads to."""
    number: dict[T, int] = {}
    least: dict[T, int] = {}
    open_: dict[T, None] = {}
    found: list[list[T]] = []
    for start in steps:
        path = [(start, iter(steps[start]))] if start not in number else []
        while path:
            thing, ahead = path[-1]
            if thing not in number:
                number[thing] = least[thing] = len(number)
                open_[thing] = None
            step = next(ahead, None)
            if step is None:
                path.pop()
                if path:
                    least[path[-1][0]] = min(least[path[-1][0]], least[thing])
                if least[thing] == number[thing]:
                    found.append(_closed(open_, thing))
            elif step not in number:
                path.append((step, iter(steps.get(step, ()))))
            elif step in open_:
                least[thing] = min(least[thing], number[step])
    return found


def _closed(open_: dict[T, None], last: T) -> list[T]:
    circle: list[T] = []
    while not circle or circle[-1] != last:
        circle.append(open_.popitem()[0])
    return circle
