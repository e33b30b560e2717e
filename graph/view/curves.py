"""The geometry of the lines of a static picture, as of the page's (`js/graph/curves.js`; a test keeps them in step).

Points are complex numbers, x + y·i, in pixels; y grows downwards.
"""

from __future__ import annotations

import cmath
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .rows import Row

Curve = tuple[complex, complex, complex, complex]

_GAP = 30.0
_ANSWER_GAP = 7.0
_HIGHEST = 160.0
_ANSWER_PLACES = (0, -0.13, 0.13, -0.24, 0.24)


class Stroke(NamedTuple):
    """A line of the picture; `target` is the claim that it ends on, if it does not end on a node."""

    edge: Row
    curve: Curve
    target: str | None = None


class Spot(NamedTuple):
    """Where a node stands, and how large it is."""

    at: complex
    radius: float


def radius(degree: int) -> float:
    """Return the radius of a node with so many lines."""
    return min(11 + 2.4 * math.sqrt(degree), 30)


def strokes(edges: Sequence[Row], against: Mapping[str, Sequence[str]], spots: Mapping[str, Spot]) -> list[Stroke]:
    """Return one stroke an edge; a claim that is against claims that are drawn gets one to each of them instead."""
    first: dict[str, Row] = {}
    for edge in edges:
        if "claim" in edge:
            first.setdefault(edge["claim"], edge)

    def targets(edge: Row) -> list[str]:
        return [iri for iri in against.get(edge.get("claim", ""), ()) if iri in first]

    drawn: dict[str, Stroke] = {}
    found: list[Stroke] = []

    def add(fresh: list[Stroke]) -> None:
        found.extend(fresh)
        for stroke in fresh:
            drawn.setdefault(stroke.edge.get("claim", ""), stroke)

    add(_plain([edge for edge in edges if not targets(edge)], spots))
    waiting = [edge for edge in first.values() if targets(edge)]
    while waiting:
        ready = [edge for edge in waiting if all(target in drawn for target in targets(edge))]
        # Claims that speak against each other wait for each other: then whoever comes first is drawn plainly.
        add(list(_answers(ready, targets, drawn, spots)) if ready else _plain(waiting[:1], spots))
        waiting = [edge for edge in waiting if edge["claim"] not in drawn]
    return found


def _plain(edges: Sequence[Row], spots: Mapping[str, Spot]) -> list[Stroke]:
    bundles: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for edge in edges:
        bundles[tuple(sorted((edge["from"], edge["to"])))].append(edge)
    return [
        Stroke(edge, _between(edge, place, len(bundle), spots))
        for bundle in bundles.values()
        for place, edge in enumerate(bundle)
    ]


def _between(edge: Row, place: int, count: int, spots: Mapping[str, Spot]) -> Curve:
    a, b = spots[edge["from"]], spots[edge["to"]]
    if edge["from"] == edge["to"]:
        return _loop(a, place)
    side = 1 if edge["from"] < edge["to"] else -1
    gap = _GAP * 8 / count if count > 8 else _GAP
    return _bow(a.at, b.at, side * (place - (count - 1) / 2) * gap, a.radius + 2, b.radius + 5)


def _bow(a: complex, b: complex, height: float, cut_a: float, cut_b: float) -> Curve:
    """From a to b with its middle `height` to the left of the straight line, cut short at both ends."""
    length = abs(b - a) or 1.0
    control = (a + b) / 2 - 1j * (b - a) / length * height * 2
    start = _towards(a, control, min(cut_a, length / 3))
    end = _towards(b, control, min(cut_b, length / 3))
    return start, start + (control - start) * 2 / 3, end + (control - end) * 2 / 3, end


def _loop(spot: Spot, place: int) -> Curve:
    angle = -math.pi / 3 - place * 0.95
    reach = spot.radius * 2 + 42
    ends = ((-0.45, spot.radius + 1), (-0.62, reach), (0.62, reach), (0.45, spot.radius + 4))
    a, b, c, d = (spot.at + cmath.rect(distance, angle + turn) for turn, distance in ends)
    return a, b, c, d


def _answers(
    edges: Sequence[Row], targets: Callable[[Row], list[str]], drawn: Mapping[str, Stroke], spots: Mapping[str, Spot]
) -> Iterator[Stroke]:
    seen: Counter[str] = Counter()
    for edge in edges:
        for target in targets(edge):
            yield Stroke(edge, _answer(spots[edge["from"]], drawn[target].curve, seen[target]), target)
            seen[target] += 1


def _answer(start: Spot, target: Curve, rank: int) -> Curve:
    end = point_at(target, 0.5 + _ANSWER_PLACES[rank % 5])
    along, reach = target[3] - target[0], end - start.at
    sine = abs((along.conjugate() * reach).imag) / (abs(along) * abs(reach) or 1.0)
    # From an end of the very line, swing out, or the answer would hide on top of what it answers.
    height = min(abs(reach) * (0.42 if sine < 0.3 else 0.1), _HIGHEST) * (-1 if rank % 2 else 1)
    return _bow(start.at, end, height, start.radius + 2, _ANSWER_GAP)


def point_at(curve: Curve, t: float) -> complex:
    """Return a point of a curve: its start at t = 0, its end at t = 1."""
    s = 1 - t
    return curve[0] * s**3 + 3 * curve[1] * s * s * t + 3 * curve[2] * s * t * t + curve[3] * t**3


def _towards(a: complex, b: complex, step: float) -> complex:
    return a + (b - a) / (abs(b - a) or 1.0) * step
