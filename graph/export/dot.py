"""The blame network for Graphviz: its dot, and the many programs that draw what dot reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ..network.blame import label
from .networks import blamed, in_order, told

if TYPE_CHECKING:
    import networkx as nx


def write(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str, *tuple[str, ...]]:
    """Write an edge a claim, with its words as a tooltip; return how many edges there are, and what is not drawn.

    Nodes are numbered: an IRI or a name as an id would need its own rules (a colon in it is a port).
    """
    drawn, remarks = blamed(network)
    number = {actor: f"n{place}" for place, actor in enumerate(drawn)}
    out.write(b'digraph blame {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n')
    for actor, id_ in number.items():
        out.write(f"  {id_} [label={_quoted(label(network, actor))}, tooltip={_quoted(actor)}];\n".encode())
    for speaker, accused, _, data in in_order(network):
        style = ", style=dashed" if data["withdrawn"] else ""
        words = f"label={_quoted(told(data))}, tooltip={_quoted(data['label'])}{style}"
        out.write(f"  {number[speaker]} -> {number[accused]} [{words}];\n".encode())
    out.write(b"}\n")
    return (network.number_of_edges(), "edges", *remarks)


def _quoted(text: str) -> str:
    r"""Return a text as dot reads it: in quotes, in which a backslash begins \N for the node's own name.

    >>> print(_quoted('a "b" \\N'))
    "a \"b\" \\N"
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
