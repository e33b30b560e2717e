"""The blame network in the formats of programs that draw and analyse networks."""

from __future__ import annotations

import re
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
    """Return a copy whose attributes are strings that XML can hold, and whose edges have keys of their own.

    A claim that accuses several is several edges, and programs that read these files take edges of one key for one.
    """
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((node, _strings(data)) for node, data in network.nodes(data=True))
    for speaker, accused, claim, data in network.edges(keys=True, data=True):
        plain.add_edge(speaker, accused, f"{claim}#{accused}", **_strings(data))
    return plain


def _strings(attributes: dict[str, Any]) -> dict[str, str]:
    return {key: _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)) for key, value in attributes.items()}
