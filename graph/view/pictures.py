"""A static picture: SVG, as notebooks show it and papers print it, and the files that can be made of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ...errors import FormatError
from .converting import pdf, png
from .engine import draw
from .tables import Row

#: The pictures, and what each answers.
PICTURES: Final[dict[str, str]] = {
    "board": "rival explanations of an incident, a row each, on one dated axis",
    "flow": "accusers left, accused right, the width is the number of claims",
    "matrix": "who blames whom how often, and what was answered",
    "timeline": "a lane an actor, a sign a claim, an arc from an answer to what it answers",
    "graph": "who blamed whom as a network: an actor's or incident's neighbourhood",
    "table": "all claims, to read",
    "overview": "incidents as small boards, a line each",
}
#: What a picture can be saved as: the endings of files.
FORMATS: Final = ("svg", "png", "pdf")
#: In pixels: how wide a picture is where nobody says.
WIDTH: Final = 1100
#: The sides that a picture can have, in pixels.
LEAST, MOST = 320, 6000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. `svg` is the document, `left_out` how many claims had no room, `scale` the pixels of a PNG for each of
    the SVG."""

    svg: str
    title: str
    left_out: int = 0
    scale: float = field(default=2, repr=False)

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file, as its ending says: .svg, .png or .pdf. Return its path.

        Raises FormatError for another ending, and where what makes a PDF is not installed.
        """
        target = Path(path)
        content = self.as_format(target.suffix.lower().lstrip("."))
        target.write_bytes(content)
        return target

    def as_format(self, format: str) -> bytes:
        """Return the picture as svg, png or pdf. Raises FormatError as `save` does."""
        if format == "svg":
            return self.svg.encode()
        if format == "png":
            return png(self.svg, self.scale)
        if format == "pdf":
            return pdf(self.svg, self.title)
        raise FormatError(
            f"a picture is {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not {format or 'without an ending'}"
        )

    def _repr_html_(self) -> str:
        return self.svg

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        bundle = {"text/html": self.svg, "image/svg+xml": self.svg, "text/plain": repr(self)}
        return {
            kind: text
            for kind, text in bundle.items()
            if (not include or kind in include) and (not exclude or kind not in exclude)
        }

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"


def pictured(
    data: Row,
    name: str | None = None,
    *,
    title: str | None = None,
    size: tuple[int, int] | None = None,
    theme: str = "light",
    lang: str = "en",
    fold: bool = False,
) -> Picture:
    """Draw one of `PICTURES` from the data of a view, about its focus; without a name, the one that opens first.

    `title` is the headline, by default from what is drawn; `size` is width and height in pixels, by default as high as
    it needs; `theme` is light or dark; `fold` counts agencies as their states (matrix). Raises FormatError for another
    name or theme, and for sides that nothing can be drawn in.
    """
    name = name or opening(data)
    if name not in PICTURES:
        raise FormatError(f"{name!r} is no picture; there are {', '.join(PICTURES)}")
    if theme not in ("light", "dark"):
        raise FormatError(f"{theme!r} is no theme; there are light and dark")
    if size is not None and not all(LEAST <= side <= MOST for side in size):
        raise FormatError(f"a picture is {LEAST} to {MOST:,} pixels wide and high, not {size[0]}x{size[1]}")
    wanted: dict[str, Any] = {"width": size[0], "height": size[1]} if size else {"width": WIDTH}
    if title:
        wanted["title"] = title
    state = {"focus": data["focus"], "fold": fold}
    drawn = draw(data, name, state=state, size=wanted, theme=theme, lang=lang)
    return Picture(drawn.svg, drawn.title, drawn.left_out, scale=1 if size else 2)


def opening(data: Row) -> str:
    """Return the picture that answers first: the board of a focus or of the only incident, else the matrix."""
    return "board" if data["focus"] else "matrix"
