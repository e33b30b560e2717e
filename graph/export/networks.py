"""The blame network in the formats of programs that draw and analyse networks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape

from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.dates import EARLIEST, LATEST, PartialDate
from ...ontology.texts import counted

if TYPE_CHECKING:
    import networkx as nx

#: The attributes of a node or an edge.
Attributes = dict[str, str | bool]

_HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
_GRAPHML = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
_IN_ATTRIBUTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GraphML; return how many edges it has.

    As networkx writes it, which needs ten times the memory for it, but for truth values: these are in small letters, as
    XML Schema has them, where networkx has "False", which others refuse.
    """
    keys: dict[tuple[str, str, bool], str] = {}
    for scope, elements in (("node", _nodes(network)), ("edge", _edges(network))):
        for *_, data in elements:
            for name, value in data.items():
                keys.setdefault((scope, name, isinstance(value, bool)), f"d{len(keys)}")

    def data_of(scope: str, data: Attributes) -> Iterator[str]:
        for name, value in data.items():
            text = _text(value)
            key = f'      <data key="{keys[scope, name, isinstance(value, bool)]}"'
            yield f"{key}>{escape(text)}</data>\n" if text else f"{key} />\n"

    out.write(_HEAD.encode() + _GRAPHML.encode())
    for (scope, name, is_truth), key in reversed(keys.items()):
        type_ = "boolean" if is_truth else "string"
        out.write(f'  <key id="{key}" for="{scope}" attr.name="{name}" attr.type="{type_}" />\n'.encode())
    out.write(b'  <graph edgedefault="directed">\n' if network else b'  <graph edgedefault="directed" />\n')
    for node, data in _nodes(network):
        out.write(_element("node", {"id": node}, "".join(data_of("node", data))))
    for speaker, accused, key, data in _edges(network):
        ends = {"source": speaker, "target": accused, "id": key}
        out.write(_element("edge", ends, "".join(data_of("edge", data))))
    out.write(b"  </graph>\n</graphml>\n" if network else b"</graphml>\n")
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
    for edges."""
    import networkx as nx

    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    plain.add_nodes_from(_nodes(network))
    for speaker, accused, key, data in _edges(network):
        plain.add_edge(speaker, accused, key, **data)
    return plain


def _nodes(network: nx.MultiDiGraph[str]) -> Iterator[tuple[str, Attributes]]:
    """Yield the nodes in order, with attributes that are truth values or strings that XML can hold."""
    return ((node, _held(network.nodes[node])) for node in sorted(network))


def _edges(network: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, Attributes]]:
    """Yield the edges in order, with such attributes and keys of their own.

    A claim by several speakers or on several accused is several edges, and programs that read these files take edges
    of one key for one.
    """
    several = Counter((accused, claim) for _, accused, claim in network.edges(keys=True))
    for speaker, accused, claim in sorted(network.edges(keys=True)):
        by = f"#{speaker}" if several[accused, claim] > 1 else ""
        yield speaker, accused, f"{claim}#{accused}{by}", _held(network.edges[speaker, accused, claim])


def _held(attributes: dict[str, Any]) -> Attributes:
    return {
        key: value if isinstance(value, bool) else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
        for key, value in attributes.items()
    }


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _element(name: str, attributes: Mapping[str, str], content: str) -> bytes:
    """Return an element of a graph, with what is in it line by line."""
    listed = "".join(f' {key}="{escape(value, _IN_ATTRIBUTES)}"' for key, value in attributes.items())
    text = f"    <{name}{listed}>\n{content}    </{name}>\n" if content else f"    <{name}{listed} />\n"
    return text.encode()
