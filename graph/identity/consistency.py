"""Which decisions about who is who can stand together: those that join nobody who must be kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from .representatives import connected

#: Of how many actors, or classes of them, a class may be made in one go and still be looked through for what is wrong.
_LARGEST = 500

Pair = tuple[str, str]
#: From a match to an actor that it names, or to its class.
Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Actors that are all the same by one rule, in the order of their IRIs."""

    actors: tuple[str, ...]
    basis: str
    reason: str


@dataclass(slots=True)
class Constraints:
    """What no class can have: two actors that are `different`, or two of one data set, unless they are `one`."""

    datasets: Mapping[str, str]
    different: Collection[Pair] = ()
    #: Actors that may be in one class though they are of one data set -> the first of them.
    one: Mapping[str, str] = field(default_factory=dict)

    def clash(self, a: Iterable[str], b: Iterable[str]) -> bool:
        """Return whether two classes that can be cannot be one."""
        mine, yours = set(a), set(b)
        if any((x in mine and y in yours) or (y in mine and x in yours) for x, y in self.different):
            return True
        apart = {(self.datasets[iri], self.one.get(iri, iri)) for iri in mine | yours}
        return len({dataset for dataset, _ in apart}) < len(apart)


def consistent(constraints: Constraints, matches: Iterable[Match], before: Sequence[Match] = ()) -> list[Match]:
    """`before`, which can stand together, and what of the weaker matches can stand with it, as matches of two actors.

    Where matches lead from one actor to another with whom it cannot be in a class, at once or step by step, all actors
    on the way are left out of those matches: none has a better claim than the others. So the order of the matches makes
    no difference.
    """
    classes = {min(members): members for members in connected([match.actors for match in before])}
    one = {iri: first for first, members in classes.items() for iri in members}
    groups = {
        f"match {number}": match
        for number, match in enumerate(sorted(matches, key=lambda match: (match.actors, match.reason)))
        if len({one.get(iri, iri) for iri in match.actors}) > 1
    }
    steps = [(group, one.get(iri, iri)) for group, match in groups.items() for iri in match.actors]
    fallen = set(_fallen(constraints, dict.fromkeys(steps), classes))
    found: dict[tuple[str, ...], Match] = {}
    for group, match in groups.items():
        first, *others = [iri for iri in match.actors if (group, one.get(iri, iri)) not in fallen] or ("",)
        for other in others:
            if one.get(first, first) != one.get(other, other):
                found.setdefault((first, other), replace(match, actors=(first, other)))
    return [*before, *found.values()]


def _fallen(constraints: Constraints, steps: Collection[Step], classes: Mapping[str, Sequence[str]]) -> Iterator[Step]:
    """Yield the steps from matches to classes that lead to what cannot be."""
    place = {node: number for number, component in enumerate(connected(steps)) for node in component}
    taken: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        taken[place[step[0]]].append(step)
    for ways in taken.values():
        ends = sorted({end for _, end in ways})
        if len(ends) > _LARGEST:
            yield from ways
            continue
        for a, b in combinations(ends, 2):
            if constraints.clash(classes.get(a, (a,)), classes.get(b, (b,))):
                yield from _between(a, b, ways)


def _between(a: str, b: str, ways: Sequence[Step]) -> list[Step]:
    """Return the steps on all ways from a to b that pass nothing twice.

    Joined by one more step, the two are in one biconnected component with exactly those (J. Hopcroft and R. Tarjan,
    "Efficient Algorithms for Graph Manipulation", 1973). The search goes that step first and comes back by it last, so
    that what is left of the steps it took is that component. networkx finds the same, and takes longer to be imported
    than a small data set to be loaded.
    """
    neighbours: dict[str, list[str]] = defaultdict(list)
    for start, end in ways:
        neighbours[start].append(end)
        neighbours[end].append(start)
    order = {a: 0, b: 1}
    earliest = dict(order)
    taken: list[Step] = []
    path = [(a, b, iter(neighbours[b]))]
    while path:
        before, here, ahead = path[-1]
        for there in ahead:
            if there not in order:
                order[there] = earliest[there] = len(order)
                taken.append((here, there))
                path.append((here, there, iter(neighbours[there])))
                break
            if there != before and order[there] < order[here]:
                taken.append((here, there))
                earliest[here] = min(earliest[here], order[there])
        else:
            path.pop()
            earliest[before] = min(earliest[before], earliest[here])
            if path and earliest[here] >= order[before]:
                while taken.pop() != (before, here):
                    pass
    found = {*taken, *((there, here) for here, there in taken)}
    return [step for step in ways if step in found]
