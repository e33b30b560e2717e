"""The formats in which the graph is written for other programs: one dict, which everything else reads.

A format is a module with a function that is handed what it needs of the graph and a stream, writes, and returns what it
wrote. To add one: the module, and its line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, NamedTuple, Protocol

from ...errors import FormatError

if TYPE_CHECKING:
    import networkx as nx

    from ...ontology.records import DataSet
    from ..identity.representatives import Representatives
    from ..status.assessment import Assessment
    from ..store.base import QuadStore
    from ..store.facts import Facts
    from .waiting.shelf import Shelf

#: How many of what were written, and remarks on what the format could not carry.
Written = tuple[int, str, *tuple[str, ...]]
Need = Literal["store", "columns", "datasets", "facts", "representatives", "network", "material"]


class Material(Protocol):
    """What there is to write: of the whole graph or a part. Each is made when a format needs it."""

    @property
    def store(self) -> QuadStore:
        """The quads."""

    @property
    def columns(self) -> Path | None:
        """The folder of the columns beside them, if there is one."""

    @property
    def datasets(self) -> list[DataSet]:
        """The data sets, by name."""

    @property
    def facts(self) -> Facts:
        """All records."""

    @property
    def representatives(self) -> Representatives:
        """Which actors are the same."""

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        """The blame network."""

    def assessed(self, shelf: Shelf) -> Iterable[Assessment]:
        """Return how the allegations were received, of the records of all data sets as they wait on a shelf."""

    @property
    def material(self) -> Material:
        """All of this."""


class Format(NamedTuple):
    """A format: for people what it is; the endings of its files; `module:function`, and the arguments it is given.

    `lacks` says for people what it cannot carry; it is empty where all comes back that went out.
    """

    title: str
    endings: tuple[str, ...]
    writer: str
    needs: tuple[Need, ...]
    lacks: str = ""

    def write(self, material: Material, out: BinaryIO) -> Written:
        """Write in this format; raises `FormatError` for what it cannot carry at all."""
        module, _, function = self.writer.partition(":")
        writer: Callable[..., Written] = getattr(import_module(f".{module}", __package__), function)
        return writer(*(getattr(material, need) for need in self.needs), out)


#: What blame networks have no edge for.
_NO_EDGE = "doubts, withdrawals, findings and reports as such, sources, evidence, incidents nobody is blamed for"
#: What pictures have no room for.
_NO_ROOM = f"dates, confidence, who is blamed for what; {_NO_EDGE}"

FORMATS: Final[dict[str, Format]] = {
    "turtle": Format(
        "RDF, all of it in one graph (Turtle)", (".ttl",), "rdf:turtle", ("store",), "which data set says what"
    ),
    "trig": Format("RDF, its data sets apart (TriG)", (".trig",), "rdf:trig", ("store",)),
    "nquads": Format("RDF, its data sets apart, a line a statement", (".nq",), "rdf:nquads", ("store",)),
    "ntriples": Format(
        "RDF, all of it in one graph, a line a statement",
        (".nt",),
        "rdf:ntriples",
        ("store",),
        "which data set says what",
    ),
    "jsonld": Format("JSON-LD 1.1, its data sets apart", (".jsonld",), "jsonld:write", ("store",)),
    "turtle12": Format(
        "RDF 1.2, with what is alleged as triple terms (Turtle)",
        (),
        "rdf12:turtle",
        ("store",),
        "which data set says what",
    ),
    "trig12": Format("RDF 1.2, with what is alleged as triple terms (TriG)", (), "rdf12:trig", ("store",)),
    "graphml": Format(
        "the blame network (GraphML), with act, role, date, confidence and whether it was withdrawn",
        (".graphml",),
        "networks:graphml",
        ("network",),
        _NO_EDGE,
    ),
    "gexf": Format(
        "the blame network for Gephi (GEXF), whose edges are there from the first to the last day they may be of",
        (".gexf",),
        "networks:gexf",
        ("network",),
        _NO_EDGE,
    ),
    "dot": Format("the blame network for Graphviz", (".dot", ".gv"), "dot:write", ("network",), _NO_ROOM),
    "mermaid": Format(
        "the blame network for pages of Markdown (Mermaid)",
        (".mmd", ".mermaid"),
        "mermaid:write",
        ("network",),
        _NO_ROOM,
    ),
    "csv": Format("a row a claim, with all that is known of it", (".csv",), "tables:csv", ("material",)),
    "xlsx": Format("the same as a workbook, with real dates and numbers", (".xlsx",), "tables:xlsx", ("material",)),
    "parquet": Format(
        "the same with lists, dates and numbers (Parquet)", (".parquet",), "tables:parquet", ("material",)
    ),
    "arrow": Format(
        "the same for programs that share memory (Arrow)", (".arrow", ".feather"), "tables:arrow_file", ("material",)
    ),
    "stix": Format(
        "a bundle of STIX 2.1, which strict readers take and which comes back without loss",
        (),
        "stix:write",
        ("store", "columns", "datasets"),
        "other readers miss what stands in our extension alone, which is told",
    ),
    "stix-aliases": Format(
        "who gives which name, an object a name, so that no names merge (STIX 2.1)",
        (),
        "aliases:write",
        ("facts", "representatives"),
        "claims",
    ),
    "misp-galaxy": Format(
        "groups, and who gives them which name (MISP)",
        (),
        "misp:actors",
        ("facts", "representatives", "datasets"),
        "claims",
    ),
    "misp-producers": Format(
        "who gives names to groups (MISP)", (), "misp:producers", ("facts", "representatives", "datasets"), "claims"
    ),
    "nanopub": Format(
        "a nanopublication a claim (TriG)",
        (),
        "nanopub:write",
        ("store", "columns", "datasets"),
        "things that no claim refers to; signatures",
    ),
    "claimreview": Format(
        "ClaimReview of schema.org (JSON-LD)",
        (),
        "claimreview:write",
        ("store", "columns", "datasets"),
        "claims that answer nothing; roles, confidence, evidence, dates less precise than a year",
    ),
}


def format_named(name: str) -> Format:
    """Return the format of that name; raises `FormatError`."""
    if name not in FORMATS:
        raise FormatError(f"{name!r} is no export format; take {', '.join(FORMATS)}")
    return FORMATS[name]


def format_of(path: str) -> str:
    """Return the name of the format that a file's ending stands for; raises `FormatError`."""
    by_ending = {ending: name for name, format_ in FORMATS.items() for ending in format_.endings}
    name = by_ending.get(Path(path).suffix.lower())
    if name is None:
        known = ", ".join(by_ending)
        raise FormatError(f"{path}: no format is known by this ending; say it with -f, or end the name in {known}")
    return name
