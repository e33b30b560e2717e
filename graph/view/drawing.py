"""A static picture of a view, for papers: SVG with its legend and a caption, and PNG made from it."""

from __future__ import annotations

import cmath
import math
import re
import textwrap
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from ...errors import FormatError
from ...ontology.acts import ALLEGING, BACKING
from .curves import Curve, Spot, Stroke, point_at, radius, strokes
from .looks import LOOKS
from .rows import Row

_INK, _PAPER = "#1c2430", "#ffffff"
_ACTOR, _INCIDENT = ("#e9eef5", "#3d4b5f"), ("#fdf1d3", "#7a5600")
_CONTESTED = {"contested", "denied and contested", "self-contradictory", "denied after claiming"}
_LINE = 15.0
#: The height of a line of the caption, and about the width of a letter in it.
_CAPTION_LINE = 18
_CAPTION_LETTER = 6.8
_MARGIN = 120.0
_LARGEST = 12_000
#: What XML 1.0 cannot carry, whatever the escape.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Box = tuple[float, float, float, float]


def svg(data: Row) -> str:
    """Return the nodes that a view starts with and the claims between them, as one SVG document."""
    nodes = [node for node in data["nodes"] if node["shown"]]
    spots = {node["id"]: Spot(complex(node["x"], node["y"]), radius(node["degree"])) for node in nodes}
    edges = [edge for edge in data["edges"] if edge["from"] in spots and edge["to"] in spots]
    claims = {claim["id"]: claim for claim in data["claims"]}
    allegations = {allegation["id"]: allegation for allegation in data["allegations"]}
    lines = strokes(edges, {iri: claim.get("against", ()) for iri, claim in claims.items()}, spots)
    root, canvas = _sheet(
        data["title"], [spot.at for spot in spots.values()], _caption(data), _legend(edges, claims, data["acts"])
    )
    for stroke in sorted(lines, key=lambda stroke: "claim" in stroke.edge):
        _stroke(canvas, stroke, claims, allegations)
    for node in nodes:
        _node(canvas, node, spots[node["id"]])
    _labels(canvas, nodes, spots, lines, allegations)
    return tostring(root, encoding="unicode")


def png(data: Row, *, zoom: int = 2) -> bytes:
    """Return the same picture as PNG, `zoom` pixels for each of the SVG, less where that would be more than 12,000 a
    side.

    Raises FormatError when resvg-py is missing.
    """
    try:
        import resvg_py
    except ModuleNotFoundError:
        raise FormatError("a PNG picture needs resvg-py; install it, or ask for svg") from None
    drawn = svg(data)
    longest = max(float(side) for side in re.findall(r' (?:width|height)="([\d.e+]+)"', drawn)[:2])
    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, zoom=min(zoom, _LARGEST / longest), font_family="sans-serif"))


def _legend(edges: Sequence[Row], claims: dict[str, Row], acts: dict[str, Row]) -> list[tuple[str, str]]:
    """Return the looks of the lines that are drawn, each with what it stands for."""
    used = {claims[edge["claim"]]["act"] for edge in edges if "claim" in edge}
    kinds = [(act["look"], act["name"]) for name, act in acts.items() if name in used]
    is_alleged = any("claim" not in edge for edge in edges)
    return [*kinds, ("allegation", "Allegation, with its status")] if is_alleged else kinds


def _caption(data: Row) -> str:
    shown, total = data["showing"]["nodes"], data["showing"]["of"]
    until = f", as public by {data['asOf']}" if data["asOf"] else ""
    remark = f" {data['remark'][:1].upper()}{data['remark'][1:]}." if data["remark"] else ""
    return f"{shown:,} of {total:,} actors and incidents{until}. Shows who said what, not who did it.{remark}"


# -------------------------------------------------------------------------------------------------- the sheet


def _add(parent: Element, tag: str, **attributes: object) -> Element:
    written = {name.replace("_", "-"): _plain(str(value)) for name, value in attributes.items() if value != ""}
    return SubElement(parent, tag, written)


def _write(parent: Element, tag: str, text: str, **attributes: object) -> None:
    _add(parent, tag, **attributes).text = _plain(text)


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("�", text)


def _sheet(
    title: str, points: Sequence[complex], caption: str, legend: Sequence[tuple[str, str]]
) -> tuple[Element, Element]:
    """Return the document, and the group in it that holds the graph."""
    left = min((p.real for p in points), default=0.0) - _MARGIN
    top = min((p.imag for p in points), default=0.0) - _MARGIN
    width = max(max((p.real for p in points), default=0.0) + _MARGIN - left, 560.0)
    height = max((p.imag for p in points), default=0.0) + _MARGIN - top
    across = max(1, int(width // 240))
    told = textwrap.wrap(caption, int(width / _CAPTION_LETTER))
    foot = 42 + _CAPTION_LINE * len(told) + 22 * math.ceil(len(legend) / across)
    size = {
        "viewBox": f"{left:g} {top:g} {width:g} {height + foot:g}",
        "width": f"{width:g}",
        "height": f"{height + foot:g}",
    }
    root = Element(
        "svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": "Arial, sans-serif", **size}
    )
    _write(root, "title", title)
    _add(root, "rect", x=f"{left:g}", y=f"{top:g}", width="100%", height="100%", fill=_PAPER)
    canvas = _add(root, "g")
    below = top + height
    _write(root, "text", title, x=left + 20, y=below + 10, font_size=15, font_weight=600, fill=_INK)
    for place, line in enumerate(told):
        _write(root, "text", line, x=left + 20, y=below + 30 + _CAPTION_LINE * place, font_size=12.5, fill=_INK)
    for place, (look, name) in enumerate(legend):
        x, y = left + 20 + place % across * 240, below + 36 + _CAPTION_LINE * len(told) + place // across * 22
        _line(root, look, (complex(x, y), complex(x + 12, y), complex(x + 24, y), complex(x + 36, y)))
        _write(root, "text", name, x=x + 48, y=y + 4, font_size=12.5, fill=_INK)
    return root, canvas


# ---------------------------------------------------------------------------------------------- lines and nodes


def _stroke(canvas: Element, stroke: Stroke, claims: dict[str, Row], allegations: dict[str, Row]) -> None:
    claim = claims.get(stroke.edge.get("claim", ""))
    if claim is None:
        _line(canvas, "allegation", stroke.curve)
        return
    taken_back = claim.get("withdrawn", False)
    group = _add(canvas, "g", opacity=0.45 if taken_back else "")
    _write(group, "title", f"{claim['sentence']} ({claim['dateWords']})" + ", withdrawn since" * taken_back)
    look: str = claim.get("look") or claim["act"]
    disputed = claim["act"] in ALLEGING | BACKING and any(
        allegations[iri]["status"] in _CONTESTED for iri in claim.get("about", ()) if iri in allegations
    )
    _line(group, look, stroke.curve, waved=disputed)
    if taken_back:
        _cross(group, point_at(stroke.curve, 0.5), 6, LOOKS[look].colour)


def _line(canvas: Element, look: str, curve: Curve, waved: bool = False) -> None:
    colour, dashes, width, end = LOOKS[look]
    path = _path(_wave(curve)) if waved else "M{} C{} {} {}".format(*map(_xy, curve))
    _add(canvas, "path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes)
    _end(canvas, end, curve, colour)


def _xy(point: complex) -> str:
    return f"{point.real:.1f},{point.imag:.1f}"


def _path(points: Iterable[complex], closed: bool = False) -> str:
    return "M" + " L".join(map(_xy, points)) + ("Z" if closed else "")


def _wave(curve: Curve) -> list[complex]:
    """Return the curve as a wave, calm at its ends: how a contested accusation looks."""
    length = abs(curve[3] - curve[0]) * 1.05
    steps, waves = max(12, round(length / 2)), max(2, round(length / 13))
    points = []
    for step in range(steps + 1):
        t = step / steps
        slope = point_at(curve, min(1, t + 0.01)) - point_at(curve, max(0, t - 0.01))
        swing = math.sin(t * waves * 2 * math.pi) * 3 * min(1, t * 6, (1 - t) * 5)
        points.append(point_at(curve, t) + 1j * slope / (abs(slope) or 1.0) * swing)
    return points


_ENDS: dict[str, tuple[tuple[complex, ...], bool]] = {
    "arrow": ((3, -8 - 4.5j, -8 + 4.5j), True),
    "open-arrow": ((3, -9 - 5j, -9 + 5j), False),
    "diamond": ((4, -3 - 5j, -10, -3 + 5j), False),
    "square": ((2 - 1.5j, 2 + 1.5j, -1 + 1.5j, -1 - 1.5j), True),
}


def _end(canvas: Element, end: str, curve: Curve, colour: str) -> None:
    tip = curve[3]
    turn = cmath.rect(1, cmath.phase(tip - point_at(curve, 0.94)))
    if end in _ENDS:
        points, filled = _ENDS[end]
        shape = _path((tip + point * turn for point in points), closed=True)
        _add(canvas, "path", d=shape, fill=colour if filled else _PAPER, stroke=colour, stroke_width=2)
    elif end == "bar":
        _add(canvas, "path", d=_path((tip + (2 - 7j) * turn, tip + (2 + 7j) * turn)), stroke=colour, stroke_width=3.5)
    elif end == "dot":
        at = tip - 2 * turn
        _add(canvas, "circle", cx=f"{at.real:.1f}", cy=f"{at.imag:.1f}", r=4.5, fill=colour)
    elif end == "cross":
        _cross(canvas, tip + turn, 4.5, colour)


def _cross(canvas: Element, at: complex, size: float, colour: str) -> None:
    for arm in (1 + 1j, 1 - 1j):
        _add(canvas, "path", d=_path((at - arm * size, at + arm * size)), stroke=colour, stroke_width=2)


def _node(canvas: Element, node: Row, spot: Spot) -> None:
    fill, line = _INCIDENT if node["type"] == "incident" else _ACTOR
    look = {"fill": fill, "stroke": line, "stroke_width": 1.8}
    if node["type"] == "incident":
        corners = (spot.at + spot.radius * 1.15 * corner for corner in (-1j, 1, 1j, -1))
        _add(canvas, "path", d=_path(corners, closed=True), **look)
        return
    dashes = {"persona": "5 3", "unnamed": "1.5 3"}.get(node["kind"], "")
    centre = {"cx": f"{spot.at.real:.1f}", "cy": f"{spot.at.imag:.1f}"}
    _add(canvas, "circle", **centre, r=f"{spot.radius:.1f}", stroke_dasharray=dashes, **look)
    if node["kind"] == "state":
        _add(canvas, "circle", **centre, r=f"{spot.radius - 4:.1f}", **look)


# ------------------------------------------------------------------------------------------------------ labels


def _labels(
    canvas: Element, nodes: Sequence[Row], spots: dict[str, Spot], lines: Sequence[Stroke], allegations: dict[str, Row]
) -> None:
    """Names, then statuses, each only where it overlaps nothing that is there already."""
    taken = [_around(spot.at, 2 * spot.radius, 2 * spot.radius) for spot in spots.values()]
    inked = [point_at(stroke.curve, step / 16) for stroke in lines for step in range(17)]
    for node in sorted(nodes, key=lambda node: (-node["degree"], node["id"])):
        _name(canvas, node, spots[node["id"]], taken, inked)
    for stroke in lines:
        if "allegation" in stroke.edge:
            _status(canvas, allegations[stroke.edge["allegation"]]["status"], stroke.curve, taken)


def _around(centre: complex, width: float, height: float) -> Box:
    x, y = centre.real, centre.imag
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _free(box: Box, taken: Iterable[Box]) -> bool:
    return not any(a < box[2] and box[0] < c and b < box[3] and box[1] < d for a, b, c, d in taken)


def _name(canvas: Element, node: Row, spot: Spot, taken: list[Box], inked: Sequence[complex]) -> None:
    lines = broken(node["label"])
    width, height = max(map(len, lines)) * 6.9 + 4, len(lines) * _LINE
    away = spot.radius * (1.15 if node["type"] == "incident" else 1) + 5
    beside, below = complex(away + width / 2, 0), complex(0, away + height / 2)
    boxes = [_around(spot.at + shift, width, height) for shift in (below, -below, beside, -beside)]
    box = min((box for box in boxes if _free(box, taken)), key=lambda box: _covered(box, inked), default=None)
    if box is None:
        return
    taken.append(box)
    style = "italic" if node["type"] == "incident" else ""
    for place, line in enumerate(lines):
        _text(canvas, line, complex((box[0] + box[2]) / 2, box[1] + (place + 0.5) * _LINE), 12.5, style)


def _covered(box: Box, points: Iterable[complex]) -> int:
    return sum(box[0] <= point.real <= box[2] and box[1] <= point.imag <= box[3] for point in points)


def broken(text: str, longest: int = 22) -> list[str]:
    """Return a name in lines of about `longest` characters, at most three of them."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= longest or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [line if len(line) <= longest + 6 else f"{line[: longest + 5]}…" for line in lines[:3]]
    return [*kept[:2], f"{kept[2]} …"] if len(lines) > 3 else kept


def _text(canvas: Element, text: str, at: complex, size: float, style: str = "") -> None:
    look = {"x": f"{at.real:.1f}", "y": f"{at.imag + size * 0.35:.1f}", "text_anchor": "middle", "font_size": size}
    _write(canvas, "text", text, **look, font_style=style, stroke=_PAPER, stroke_width=4, stroke_linejoin="round")
    _write(canvas, "text", text, **look, font_style=style, fill=_INK)


def _status(canvas: Element, status: str, curve: Curve, taken: list[Box]) -> None:
    for t in (0.5, 0.38, 0.62, 0.26, 0.74):
        at = point_at(curve, t)
        box = _around(at, len(status) * 5.8 + 14, 18)
        if _free(box, taken):
            taken.append(box)
            place = {"x": f"{box[0]:.1f}", "y": f"{box[1]:.1f}", "width": f"{box[2] - box[0]:.1f}", "height": 18}
            dashes = "4 2" if status in _CONTESTED else ""
            _add(canvas, "rect", **place, fill=_PAPER, stroke=LOOKS["allegation"].colour, stroke_dasharray=dashes)
            _text(canvas, status, at, 11)
            return
