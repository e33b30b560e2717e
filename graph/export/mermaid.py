"""The blame network as a Mermaid diagram, which GitHub, GitLab and many wikis draw where it stands in a page."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

from ..network.blame import label
from .networks import blamed, in_order, told

if TYPE_CHECKING:
    import networkx as nx

#: More than Mermaid draws unless its page says otherwise (`maxEdges`, and `maxTextSize` in characters).
_MOST_EDGES = 500
_MOST_TEXT = 50_000
#: What Mermaid, or the Markdown and HTML in its labels, could take for something else: written as a code of its own.
_SPECIAL = re.compile(r"[^\w \u00a0-\U0010ffff.,()/-]", re.ASCII)


def write(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str, *tuple[str, ...]]:
    """Write a flowchart with one arrow for all claims of one act from one actor to another; return how many arrows.

    The remarks say what is not drawn.
    """
    drawn, remarks = blamed(network)
    number = {actor: f"n{place}" for place, actor in enumerate(drawn)}
    arrows = Counter(
        (number[speaker], number[accused], told(data), data["withdrawn"])
        for speaker, accused, _, data in in_order(network)
    )
    lines = ["flowchart LR", *(f'  {id_}["{_escaped(label(network, actor))}"]' for actor, id_ in number.items())]
    for (speaker, accused, words, withdrawn), count in arrows.items():
        times = f" (#times;{count})" if count > 1 else ""
        lines.append(f'  {speaker} {"-.->" if withdrawn else "-->"}|"{_escaped(words)}{times}"| {accused}')
    text = "\n".join((*lines, ""))
    out.write(text.encode())
    if len(arrows) > _MOST_EDGES or len(text) > _MOST_TEXT:
        limits = f"{_MOST_EDGES} arrows and {_MOST_TEXT:,} characters"
        remarks = [*remarks, f"Mermaid draws no more than {limits} unless its page allows it; export a part"]
    return (len(arrows), "arrows", *remarks)


def _escaped(text: str) -> str:
    """Return a label in which nothing is Mermaid's, Markdown's or HTML's.

    >>> _escaped('say "end" <b>')
    'say #34;end#34; #60;b#62;'
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", plain)
