"""The blame network in the formats of programs that draw and analyse networks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.dates import EARLIEST, LATEST, PartialDate
from ...ontology.texts import counted

if TYPE_CHECKING:
    import networkx as nx

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Truth(int):
    """A truth value in small letters, as XML Schema has them, where networkx has "False", which others refuse."""

    def __str__(self) -> str:
        return "true" if self else "false"


def graphml(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GraphML; return how many edges it has."""
    from networkx.readwrite.graphml import GraphMLWriterLxml

    plain = _plain(network)
    for data in chain(dict(plain.nodes).values(), (data for *_, data in plain.edges.data())):
        data.update({name: _Truth(value) for name, value in data.items() if isinstance(value, bool)})
    writer = GraphMLWriterLxml(out)  # node by node and edge by edge; its other writer needs 4 KB of memory for each
    writer.xml_type[_Truth] = "boolean"
    writer.add_graph_element(plain)
    writer.dump()
    return network.number_of_edges(), "edges"


def gexf(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GEXF whose edges are there from the first to the last day that they may have been said.

    Returns how many edges it has. Programs with a timeline, such as Gephi, show of a period what may have been said in
    it; what has no date is there at all times, and so are the actors.
    """
    import networkx as nx

    timed = _plain(network)
    for *_, data in timed.edges(data=True):
        data.update(_times(data["stated_on"]))
    nx.write_gexf(timed, out)
    return network.number_of_edges(), "edges"


def _times(stated_on: str) -> dict[str, str]:
    """Return the first and the last day of a date, as far as there are any.

    >>> _times("2014-12"), _times("")
    ({'start': '2014-12-01', 'end': '2014-12-31'}, {})
    """
    if not stated_on:
        return {}
    date = PartialDate.parse(stated_on)
    days = {"start": date.earliest, "end": date.latest}
    return {name: day.isoformat() for name, day in days.items() if day not in (EARLIEST, LATEST)}


def blamed(network: nx.MultiDiGraph[str]) -> tuple[nx.MultiDiGraph[str], list[str]]:
    """Return the network for a picture: in the order of its IRIs, without the actors who have no edge, and a remark on
    how many these are."""
    import networkx as nx

    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    drawn.add_nodes_from((node, network.nodes[node]) for node in sorted(network) if network.degree(node))
    drawn.add_edges_from((*edge, network.edges[edge]) for edge in sorted(network.edges(keys=True)))
    alone = len(network) - len(drawn)
    remark = f"{counted(alone, 'actor')} who blame nobody and are blamed by nobody are not drawn"
    return drawn, [remark] if alone else []


def told(data: dict[str, Any]) -> str:
    """Return what an edge is in a few words: act, role where it is not carrying out, withdrawn or not.

    >>> told({"act": "denial", "role": "ordered", "stated_on": "2014-12", "withdrawn": True})
    'denial, ordered, withdrawn'
    """
    role = "" if data["role"] in ("", DEFAULT_ROLE) else data["role"]
    return ", ".join(filter(None, (ACTS[data["act"]].noun, role, "withdrawn" if data["withdrawn"] else "")))


def _plain(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy, in order, whose attributes are truth values or strings that XML can hold, with keys of their own
    for edges.

    A claim by several speakers or on several accused is several edges, and programs that read these files take edges
    of one key for one.
    """
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from((node, _held(network.nodes[node])) for node in sorted(network))
    several = Counter((accused, claim) for _, accused, claim in network.edges(keys=True))
    for speaker, accused, claim in sorted(network.edges(keys=True)):
        by = f"#{speaker}" if several[accused, claim] > 1 else ""
        plain.add_edge(speaker, accused, f"{claim}#{accused}{by}", **_held(network.edges[speaker, accused, claim]))
    return plain


def _held(attributes: dict[str, Any]) -> dict[str, str | bool]:
    return {
        key: value if isinstance(value, bool) else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
        for key, value in attributes.items()
    }
