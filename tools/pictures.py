"""Write docs/pictures/*.svg: the pictures of docs/pictures.md, drawn from the casebook.

python tools/pictures.py           writes them
python tools/pictures.py --check   says whether they are current, and exits with 1 when one is not
"""

from __future__ import annotations

from typing import Any

import whoblamed
from pages import write_or_check

SONY = "sony-intrusion/spe-intrusion"
WIDE, TALL = (1200, 630), (1080, 1350)
#: Each picture of the page: what it shows, its focus, and how.
DRAWN: dict[str, tuple[str, str | None, dict[str, Any]]] = {
    "board": ("board", SONY, {"size": WIDE}),
    "board-dark-de": ("board", "wannacry/wannacry-outbreak", {"size": WIDE, "theme": "dark", "lang": "de"}),
    "flow": ("flow", SONY, {"size": WIDE}),
    "matrix": ("matrix", None, {"size": (1100, 760), "roll_up": True}),
    "timeline": ("timeline", SONY, {"size": TALL}),
    "graph": ("graph", "Kremlin", {"size": (1100, 620)}),
    "table": ("table", SONY, {"size": (1100, 420)}),
    "overview": ("overview", None, {"size": (1100, 640)}),
}


def main() -> None:
    """Draw all of them from a graph in memory."""
    graph = whoblamed.open(":memory:")
    graph.load()
    drawn = {name: graph.view(picture, focus, **look).svg for name, (picture, focus, look) in DRAWN.items()}
    write_or_check({f"docs/pictures/{name}.svg": f"{svg}\n" for name, svg in drawn.items()})


if __name__ == "__main__":
    main()
