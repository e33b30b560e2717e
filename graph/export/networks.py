"""The blame network in the formats of programs that draw and analyse networks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GraphML; return how many edges it has."""
    import networkx as nx

    nx.write_graphml(_plain(network), out)
    return network.number_of_edges(), "edges"


def gexf(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GEXF; return how many edges it has."""
    import networkx as nx

    nx.write_gexf(_plain(network), out)
    return network.number_of_edges(), "edges"


def _plain(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy whose attributes are truth values or strings that XML can hold, with keys of their own for edges.

    A claim by several speakers or on several accused is several edges, and programs that read these files take edges
    of one key for one.
    """
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((node, _held(data)) for node, data in network.nodes(data=True))
    several = Counter((accused, claim) for _, accused, claim in network.edges(keys=True))
    for speaker, accused, claim, data in network.edges(keys=True, data=True):
        by = f"#{speaker}" if several[accused, claim] > 1 else ""
        plain.add_edge(speaker, accused, f"{claim}#{accused}{by}", **_held(data))
    return plain


def _held(attributes: dict[str, Any]) -> dict[str, str | bool]:
    return {key: value if isinstance(value, bool) else _text(value) for key, value in attributes.items()}


def _text(value: Any) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
