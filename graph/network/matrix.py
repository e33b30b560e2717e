"""Who blames whom as a matrix: a row for each accuser, a column for each accused, in each cell how many claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ...ontology.acts import DENYING
from .blame import blames, label
from .blocs import blocs

if TYPE_CHECKING:
    import networkx as nx

#: What rows and columns are: actors as they are, states alone (of a network that is rolled up), or blocs of accusers.
By = Literal["actor", "state", "bloc"]
BY: Final[tuple[By, ...]] = ("state", "actor", "bloc")


class Cell(NamedTuple):
    """How many claims blame the accused, and how many of these the accused denied."""

    claims: int
    answered: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns, those with most claims first, and the cells that are not empty; `names` has what they are
    called.

    `left_out` are the claims (IRIs) that are in no cell, because one side of them is no state.
    """

    accusers: tuple[str, ...]
    accused: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    names: Mapping[str, str]
    left_out: frozenset[str] = frozenset()

    def top(self, most: int) -> Matrix:
        """Return the first rows and columns, at most so many of each."""
        return Matrix(self.accusers[:most], self.accused[:most], self.cells, self.names, self.left_out)

    def count(self, accuser: str, accused: str) -> int:
        """Return how many claims there are in a cell; 0 in an empty one."""
        return self.cells[accuser, accused].claims if (accuser, accused) in self.cells else 0

    def as_rows(self) -> list[dict[str, Any]]:
        """Return a row for each cell that is not empty, in the order of the matrix, for programs."""
        return [
            {
                "accuser": self.names[accuser],
                "accused": self.names[accused],
                **self.cells[accuser, accused]._asdict(),
                "accuser_iri": accuser,
                "accused_iri": accused,
            }
            for accuser in self.accusers
            for accused in self.accused
            if (accuser, accused) in self.cells
        ]


def matrix(net: nx.MultiDiGraph[str], by: By = "actor") -> Matrix:
    """Return who blames whom how often.

    Definition: the edges of `blame.blames`; a claim of several accusers counts for each, and once in a cell. A claim is
    answered when the accused, or who counts as it in the network, made a denial about the same incident that was not
    taken back. With `state`, actors that are no states are left out; with `bloc`, accusers of one bloc (see `blocs`)
    are one row, which is called after its first member. Ties are broken by IRI. Complexity: O(m log m) for m claims,
    and that of `blocs`.

    >>> import networkx as nx
    >>> said = {"act": "attribution", "incident": "i"}
    >>> net = nx.MultiDiGraph([("a", "x", "1", said), ("b", "x", "2", said),
    ...                        ("x", "x", "3", {"act": "denial", "incident": "i"})])
    >>> matrix(net).cells
    {('a', 'x'): Cell(claims=1, answered=1), ('b', 'x'): Cell(claims=1, answered=1)}
    """
    denied = _denied(net)
    row = _rows(net) if by == "bloc" else {}
    claims: dict[tuple[str, str], set[str]] = defaultdict(set)
    answered: dict[tuple[str, str], set[str]] = defaultdict(set)
    left_out = set()
    for accuser, accused, claim, data in blames(net):
        if by == "state" and not (_is_state(net, accuser) and _is_state(net, accused)):
            left_out.add(claim)
            continue
        cell = row.get(accuser, accuser), accused
        claims[cell].add(claim)
        if (accused, data["incident"]) in denied:
            answered[cell].add(claim)
    cells = {cell: Cell(len(claims[cell]), len(answered[cell])) for cell in sorted(claims)}
    names = {actor: label(net, actor) for cell in cells for actor in cell} | _names_of_blocs(net, row)
    return Matrix(
        accusers=_most_first((accuser, cell.claims) for (accuser, _), cell in cells.items()),
        accused=_most_first((accused, cell.claims) for (_, accused), cell in cells.items()),
        cells=cells,
        names=_told_apart(names),
        left_out=frozenset(left_out),
    )


def _is_state(net: nx.MultiDiGraph[str], actor: str) -> bool:
    return net.nodes[actor].get("kind") == "state"


def _denied(net: nx.MultiDiGraph[str]) -> Collection[tuple[str, str]]:
    """Return who denied what: the accused and the incident of each denial that was not taken back."""
    return {
        (accused, data["incident"])
        for _, accused, data in net.edges(data=True)
        if data["act"] in DENYING and not data.get("withdrawn")
    }


def _rows(net: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Return for each member of a bloc the first member, which stands for all."""
    return {member: bloc.members[0] for bloc in blocs(net) for member in bloc.members}


def _names_of_blocs(net: nx.MultiDiGraph[str], row: Mapping[str, str]) -> dict[str, str]:
    sizes = Counter(row.values())
    return {first: f"{label(net, first)} and {size - 1} more" for first, size in sizes.items()}


def _most_first(counted: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    totals: Counter[str] = Counter()
    for actor, number in counted:
        totals[actor] += number
    return tuple(sorted(totals, key=lambda actor: (-totals[actor], actor)))


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names; those that several bear, with the end of the IRI."""
    several = Counter(names.values())
    return {iri: name if several[name] == 1 else f"{name} ({iri.rpartition('/id/')[2]})" for iri, name in names.items()}
