"""A picture as PNG and PDF. An open font comes with it, so that texts are there on machines without any font."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Final

from ...errors import FormatError

#: Liberation Sans, as wide as Arial: Latin, Greek, Cyrillic and Hebrew letters. Others are the system's to have.
_FONTS: Final = Path(__file__).parent / "fonts"
_FAMILY: Final = "Liberation Sans"
#: In pixels a side: what programs still open.
_LARGEST: Final = 12_000
#: Of a pixel, in the units of PDF.
_POINT: Final = 0.75
_PAGE: Final = """
#set document(title: sys.inputs.title, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image("picture.svg", width: 100%)
"""


def png(svg: str, scale: float) -> bytes:
    """Return a picture as PNG, `scale` pixels for each of the SVG, less where that would be more than 12,000 a side.

    Its bytes are packed anew without loss: a quarter smaller, and a picture to post under 500 kB. Raises FormatError
    when resvg-py or pyoxipng is missing.
    """
    try:
        import oxipng
        import resvg_py
    except ModuleNotFoundError:
        raise FormatError(
            "a PNG picture needs resvg-py and pyoxipng; install them with: pip install resvg-py pyoxipng"
        ) from None
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=min(scale, _LARGEST / max(_sides(svg))),
        font_files=[str(font) for font in sorted(_FONTS.glob("*.ttf"))],
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )
    packed: bytes = oxipng.optimize_from_memory(bytes(drawn), level=1)
    return packed


def pdf(svg: str, title: str) -> bytes:
    """Return a picture as PDF of one page, with texts as texts and lines as lines.

    Raises FormatError when typst is missing.
    """
    try:
        import typst
    except ModuleNotFoundError:
        raise FormatError("a PDF picture needs typst; install it with: pip install 'whoblamed[pdf]'") from None
    width, height = (side * _POINT for side in _sides(svg))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "picture.svg").write_text(svg, encoding="utf-8")
        page = folder / "page.typ"
        page.write_text(_PAGE.format(width=width, height=height), encoding="utf-8")
        return bytes(
            typst.compile(str(page), root=name, font_paths=[str(_FONTS)], format="pdf", sys_inputs={"title": title})
        )


def _sides(svg: str) -> tuple[float, float]:
    width, height = re.findall(r' (?:width|height)="([\d.]+)"', svg)[:2]
    return float(width), float(height)
