"""Where the nodes stand. The same graph always gets the same picture, and no browser has to simulate anything.

Two arrangements, both in pixels at scale 1: `organic` (Fruchterman–Reingold with a grid, by igraph) and `layered`
(accusers on the left, accused on the right, incidents beyond).
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Link = tuple[int, int]

_SEED = 20141124
#: Pixels between neighbours.
_SPACING = 150.0
#: A link must have room for its own end and for an answer on it.
_SHORTEST = 190.0
#: The square root of the area that each node of a large graph has to itself.
_ROOM = 90.0
#: The room for the graph is a little wider than high.
_SHAPE = 1.15
_ROW = 74.0
_COLUMN = 460.0
#: Nodes that stand under each other before a column is split.
_COLUMN_LENGTH = 60
#: Beyond so many nodes labels are too small to read anyway, and pushing them apart costs too much.
_READABLE = 600


def organic(links: Sequence[Link], boxes: Sequence[Point]) -> list[Point]:
    """Positions for nodes 0…n-1; `boxes` are the width and height that each needs with its label."""
    points: list[Point] = [(0.0, 0.0)] * len(boxes)
    x = y = shelf = 0.0
    parts = _component_layouts(links, len(boxes))
    width = _width(placed for _, placed in parts)
    for members, placed in parts:
        if x and x + _extent(placed, 0) > width:
            x, y, shelf = 0.0, y + shelf + _SPACING, 0.0
        for node, (dx, dy) in zip(members, placed, strict=True):
            points[node] = (x + dx, y + dy)
        x += _extent(placed, 0) + _SPACING
        shelf = max(shelf, _extent(placed, 1))
    if len(points) <= _READABLE:
        points = _apart(points, boxes, links)
    return _centred(points)


def _width(parts: Iterable[list[Point]]) -> float:
    """Return how wide to set the parts beside each other, so that all together have the shape of a window."""
    sizes = [(_extent(placed, 0) + _SPACING, _extent(placed, 1) + _SPACING) for placed in parts]
    area = sum(wide * high for wide, high in sizes)
    return max([math.sqrt(area * _SHAPE), *(wide for wide, _ in sizes)])


def _component_layouts(links: Sequence[Link], count: int) -> list[tuple[list[int], list[Point]]]:
    """Return the connected parts, largest first, each laid out by itself with its top left corner at (0, 0)."""
    import igraph

    graph = igraph.Graph(n=count, edges=sorted({(a, b) if a < b else (b, a) for a, b in links}))
    # igraph draws from one generator for the whole process: give it back afterwards.
    igraph.set_random_number_generator(random.Random(_SEED))  # noqa: S311  # a picture, not a secret
    try:
        parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part))
        return [(part, _laid_out(graph.induced_subgraph(part))) for part in parts]
    finally:
        igraph.set_random_number_generator(random)


def _laid_out(graph: object) -> list[Point]:
    count: int = graph.vcount()  # type: ignore[attr-defined]  # igraph has no types
    if count == 1:
        return [(0.0, 0.0)]
    rounds = 1000 if count <= _READABLE else max(60, min(500, 1_000_000 // count))
    raw = graph.layout_fruchterman_reingold(  # type: ignore[attr-defined]
        niter=rounds, grid=count > _READABLE, seed=_spiral(count)
    ).coords
    return _scaled(raw, graph.get_edgelist())  # type: ignore[attr-defined]


def _spiral(count: int) -> list[Point]:
    """Return a fixed start (sunflower), so that nothing depends on chance."""
    golden = math.pi * (3 - math.sqrt(5))
    return [(math.sqrt(i) * math.cos(i * golden), math.sqrt(i) * math.sin(i * golden)) for i in range(count)]


def _scaled(points: Sequence[Sequence[float]], links: Sequence[Link]) -> list[Point]:
    """Stretch until most links are long enough to read, towards the shape of a window, top left at (0, 0)."""
    left, top = min(p[0] for p in points), min(p[1] for p in points)
    shape = (_extent(points, 0) or 1.0) / (_extent(points, 1) or 1.0)
    across, down = min(max(1.0, _SHAPE / shape), 1.7), min(max(1.0, shape / _SHAPE), 1.7)
    flat = [((p[0] - left) * across, (p[1] - top) * down) for p in points]
    lengths = sorted(math.dist(flat[a], flat[b]) for a, b in links)
    factor = _SPACING / (lengths[len(lengths) // 5] or 1.0)
    if len(points) > _READABLE:
        factor = max(factor, _ROOM * math.sqrt(len(points) / (_extent(flat, 0) * _extent(flat, 1))))
    return [(x * factor, y * factor) for x, y in flat]


def _extent(points: Iterable[Sequence[float]], axis: int) -> float:
    values = [point[axis] for point in points]
    return max(values) - min(values)


def _apart(points: list[Point], boxes: Sequence[Point], links: Sequence[Link]) -> list[Point]:
    """Push apart, a little at a time, boxes that overlap (along the axis that needs less) and links that are short."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    widest, highest = (max((box[axis] for box in boxes), default=0.0) for axis in (0, 1))
    for _ in range(60):
        moved = False
        for a, b in links:
            moved |= a != b and _lengthen(a, b, xs, ys)
        order = sorted(range(len(points)), key=xs.__getitem__)
        for rank, a in enumerate(order):
            for place in range(rank + 1, len(order)):
                b = order[place]
                if xs[b] - xs[a] > widest:
                    break
                # Most pairs are far apart up or down: what is not called costs nothing.
                if abs(ys[a] - ys[b]) < highest:
                    moved |= _push(a, b, xs, ys, boxes)
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _lengthen(a: int, b: int, xs: list[float], ys: list[float]) -> bool:
    dx, dy = xs[b] - xs[a], ys[b] - ys[a]
    length = math.hypot(dx, dy)
    if length >= _SHORTEST:
        return False
    share = (_SHORTEST - length + 1) / 2 / (length or 1.0)
    xs[a], ys[a], xs[b], ys[b] = xs[a] - dx * share, ys[a] - dy * share, xs[b] + dx * share, ys[b] + dy * share
    return True


def _push(a: int, b: int, xs: list[float], ys: list[float], boxes: Sequence[Point]) -> bool:
    over_x = (boxes[a][0] + boxes[b][0]) / 2 - abs(xs[a] - xs[b])
    over_y = (boxes[a][1] + boxes[b][1]) / 2 - abs(ys[a] - ys[b])
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    values, over = (xs, over_x) if over_x < over_y else (ys, over_y)
    low, high = (a, b) if (values[a], a) <= (values[b], b) else (b, a)
    values[low] -= over / 2
    values[high] += over / 2
    return True


def _centred(points: Sequence[Point]) -> list[Point]:
    if not points:
        return []
    x = (max(p[0] for p in points) + min(p[0] for p in points)) / 2
    y = (max(p[1] for p in points) + min(p[1] for p in points)) / 2
    return [(round(p[0] - x, 1), round(p[1] - y, 1)) for p in points]


def layered(columns: Sequence[int], links: Sequence[Link]) -> list[Point]:
    """Positions by column (0: accusers, 1: both, 2: accused, 3: incidents); links decide the order within one."""
    members: dict[int, list[int]] = defaultdict(list)
    for node, column in enumerate(columns):
        members[column].append(node)
    rank = {node: (i + 0.5) / len(nodes) for nodes in members.values() for i, node in enumerate(nodes)}
    neighbours: dict[int, list[int]] = defaultdict(list)
    for a, b in links:
        if columns[a] != columns[b]:
            neighbours[a].append(b)
            neighbours[b].append(a)
    for sweep in range(8):
        for column in sorted(members, reverse=bool(sweep % 2)):
            _order(members[column], neighbours, rank)
    return _stacked(members, len(columns))


def _order(nodes: list[int], neighbours: dict[int, list[int]], rank: dict[int, float]) -> None:
    """Sort one column by the mean place of each node's neighbours (barycentre), places scaled to 0…1."""
    place = rank.__getitem__
    mean = {n: sum(map(place, neighbours[n])) / len(neighbours[n]) if neighbours[n] else rank[n] for n in nodes}
    nodes.sort(key=lambda node: (mean[node], node))
    for number, node in enumerate(nodes):
        rank[node] = (number + 0.5) / len(nodes)


def _stacked(members: dict[int, list[int]], count: int) -> list[Point]:
    points: list[Point] = [(0.0, 0.0)] * count
    lengths = {column: _length(len(nodes)) for column, nodes in members.items()}
    # Tall columns stand further apart, so that the whole fits a window with the names at its sides.
    tall = _ROW * max(lengths.values(), default=0)
    gap = max(_COLUMN, 0.7 * tall / max(1, len(members) - 1))
    x = 0.0
    for column in sorted(members):
        nodes, length = members[column], lengths[column]
        row = min(2.5 * _ROW, tall / length)
        for place, node in enumerate(nodes):
            height = min(length, len(nodes) - place // length * length)
            points[node] = (x + place // length * _COLUMN, (place % length - (height - 1) / 2) * row)
        x += (len(nodes) - 1) // length * _COLUMN + gap
    return _centred(points)


def _length(count: int) -> int:
    """Return how many nodes stand under each other where a column has `count` of them: it is split evenly when too
    long."""
    longest = max(_COLUMN_LENGTH, math.ceil(math.sqrt(count * _COLUMN / _ROW)))
    return math.ceil(count / math.ceil(count / longest))
