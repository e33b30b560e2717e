"""The blame network in the formats of programs that draw and analyse networks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.dates import EARLIEST, LATEST, PartialDate
from ...ontology.texts import counted

if TYPE_CHECKING:
    import networkx as nx

#: What is written of an actor or a claim, by name.
Attributes = dict[str, Any]

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Truth(int):
    """A truth value in small letters, as XML Schema has them, where networkx has "False", which others refuse."""

    def __str__(self) -> str:
        return "true" if self else "false"


def graphml(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GraphML; return how many edges it has."""
    from networkx.readwrite.graphml import GraphMLWriterLxml

    writer = GraphMLWriterLxml(out)  # node by node and edge by edge; its other writer needs 4 KB of memory for each
    writer.xml_type[_Truth] = "boolean"
    writer.add_graph_element(_Plain(network, _with_truths))  # type: ignore[arg-type]  # what of a graph is read there
    writer.dump()
    return network.number_of_edges(), "edges"


def gexf(network: nx.MultiDiGraph[str], out: BinaryIO) -> tuple[int, str]:
    """Write the network as GEXF whose edges are there from the first to the last day that they may have been said.

    Returns how many edges it has. Programs with a timeline, such as Gephi, show of a period what may have been said in
    it; what has no date is there at all times, and so are the actors.
    """
    import networkx as nx  # whose document of all of it, which it writes then, takes more than the copy

    nx.write_gexf(_Plain(network, _timed).copied(), out)
    return network.number_of_edges(), "edges"


def _with_truths(data: Attributes) -> Attributes:
    return {name: _Truth(value) if isinstance(value, bool) else value for name, value in data.items()}


def _timed(data: Attributes) -> Attributes:
    return {**data, **_times(str(data.get("stated_on", "")))}


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


def blamed(network: nx.MultiDiGraph[str]) -> tuple[list[str], list[str]]:
    """Return the actors for a picture, in the order of their IRIs: those who have an edge, and a remark on how many
    have none."""
    drawn = [actor for actor in sorted(network) if network.degree(actor)]
    alone = len(network) - len(drawn)
    remark = f"{counted(alone, 'actor')} who blame nobody and are blamed by nobody are not drawn"
    return drawn, [remark] if alone else []


def in_order(network: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield the edges as (speaker, accused, claim, attributes), in the order of these IRIs."""
    for speaker in sorted(network):
        for accused, claims in sorted(network.adj[speaker].items()):
            for claim in sorted(claims):
                yield speaker, accused, claim, claims[claim]


def told(data: dict[str, Any]) -> str:
    """Return what an edge is in a few words: act, role where it is not carrying out, withdrawn or not.

    >>> told({"act": "denial", "role": "ordered", "stated_on": "2014-12", "withdrawn": True})
    'denial, ordered, withdrawn'
    """
    role = "" if data["role"] in ("", DEFAULT_ROLE) else data["role"]
    return ", ".join(filter(None, (ACTS[data["act"]].noun, role, "withdrawn" if data["withdrawn"] else "")))


class _Plain:
    """A network as networkx's writer of GraphML reads one: in order, with attributes that are truth values or strings
    that XML can hold, and with keys of their own for edges. It is made as it is read: a copy takes as much again.

    A claim by several speakers or on several accused is several edges, and programs that read these files take edges
    of one key for one.
    """

    def __init__(self, network: nx.MultiDiGraph[str], written: Callable[[Attributes], Attributes]) -> None:
        self.graph: dict[str, Any] = {}
        self._network = network
        self._written = written
        edges = Counter(claim for *_, claim in network.edges(keys=True))
        several = Counter((accused, claim) for _, accused, claim in network.edges(keys=True) if edges[claim] > 1)
        self._several = {pair for pair, number in several.items() if number > 1}

    def copied(self) -> nx.MultiDiGraph[str]:
        """Return it as a network of its own."""
        import networkx as nx

        copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        copy.add_nodes_from(self.nodes(data=True))
        copy.add_edges_from(self.edges(data=True, keys=True))
        return copy

    def is_directed(self) -> bool:
        return True

    def is_multigraph(self) -> bool:
        return True

    def nodes(self, data: bool) -> Iterator[tuple[str, Attributes]]:  # noqa: ARG002 - they always ask for it
        for node in sorted(self._network):
            yield node, self._written(_held(self._network.nodes[node]))

    def edges(self, data: bool, keys: bool = False) -> Iterator[tuple[Any, ...]]:  # noqa: ARG002 - the same
        for speaker, accused, claim, told_of in in_order(self._network):
            attributes = self._written(_held(told_of))
            if keys:
                by = f"#{speaker}" if (accused, claim) in self._several else ""
                yield speaker, accused, f"{claim}#{accused}{by}", attributes
            else:
                yield speaker, accused, attributes


def _held(attributes: Mapping[str, Any]) -> Attributes:
    held = {key: value if isinstance(value, bool) else str(value) for key, value in attributes.items()}
    if not _NOT_XML.search("".join(map(str, held.values()))):
        return held
    return {
        key: value if isinstance(value, bool) else _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value)
        for key, value in held.items()
    }
