"""What the graph needs of a store, wherever its quads are: to read them, and to change them all at once or not at all.

`memory` and `disk` have a store each, both of them by Oxigraph (`oxigraph`). Whoever reads asks a `QuadStore`, and does
not know where it is. What they say to each other are pyoxigraph's terms and quads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pyoxigraph as ox

from ...errors import QueryError, StoreError
from .answers import Answer, Solutions
from .sparql import Parameters, graphs_of, refuse_depth, refuse_service

if TYPE_CHECKING:
    import rdflib

    from .columns.files import Columns
    from .limits import Limits

#: What can be the subject of a quad, its object, and the name of its graph.
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode


class Dataset(NamedTuple):
    """The graphs (IRIs) that a query is about, whatever it says itself: merged by default, and by name."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()


class Writable(Protocol):
    """What bytes are written to, in pieces that end anywhere."""

    def write(self, text: bytes, /) -> int: ...
    def flush(self) -> None: ...


class QuadStore(ABC):
    """Quads in named graphs, to be read. All results are streams: nothing is read before it is asked for.

    `columns` is the folder in which what they say is kept as columns, too; None where it is not.
    """

    columns: Path | None = None

    @abstractmethod
    def find(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        """Return the quads of this pattern; None stands for anything."""

    @abstractmethod
    def graphs(self) -> Iterator[GraphName]:
        """Return the names of the named graphs."""

    def expect(self, things: Iterable[Subject]) -> None:  # noqa: B027 - near, nothing is to be done
        """Say what will be looked up next, as subjects: a store that is far away gets all of it at once."""

    @property
    def nearest(self) -> QuadStore:
        """The same quads where they are read most quickly: a copy, if a store that is far away has one of them now."""
        return self

    @property
    def whole(self) -> QuadStore:
        """The store whose quads are all there; itself, unless it is a part of another (see `loading.parts`)."""
        return self

    @property
    def wider(self) -> QuadStore:
        """A store that is quicker to ask in SPARQL: it may have more claims, of which `having` tells, and says the same
        of all that is here."""
        return self

    def having(self, things: Iterable[str]) -> list[str]:
        """Return those of some things (IRIs) in the `wider` store that are here, too."""
        return list(things)

    def selected(self, graph: str, blocks: Iterable[Columns]) -> Iterator[Columns]:  # noqa: ARG002 - parts do
        """Return what is here of the columns of a data set of the `whole`, block by block, where each has the IRIs of
        claims if it has anything of them."""
        return iter(blocks)

    def uses(self, predicate: ox.NamedNode) -> bool:
        """Return whether anything is said by a predicate."""
        return next(self.find(predicate=predicate), None) is not None

    @abstractmethod
    def as_rdflib(self) -> rdflib.Dataset:
        """Return the same quads as an `rdflib.Dataset`, to read; its default graph is the union of the named ones."""

    def dump(self, graph: str, out: Writable) -> None:
        """Write a named graph (an IRI) as lines of N-Triples, in any order."""
        for quad in self.find(graph=ox.NamedNode(graph)):
            out.write(f"{quad.subject} {quad.predicate} {quad.object} .\n".encode())

    @property
    def folder(self) -> Path | None:
        """The folder from which other processes can read the same quads; None if there is none."""
        return None

    @abstractmethod
    def _answer(self, query: str, parameters: Parameters | None) -> Answer:
        """Evaluate a query as `answer` says, without a look at whether it uses SERVICE."""

    @abstractmethod
    def _answer_within(self, query: str, parameters: Parameters | None, limits: Limits) -> Answer:
        """The same within limits."""

    def _answer_over(self, query: str, dataset: Dataset) -> Answer:  # noqa: ARG002 - what stores override
        """Evaluate a query over some graphs, as `answer` says."""
        raise QueryError("the graphs of this store can only be chosen in the query, with FROM and FROM NAMED")

    def answer(
        self,
        query: str,
        parameters: Parameters | None = None,
        limits: Limits | None = None,
        dataset: Dataset | None = None,
    ) -> Answer:
        """Evaluate a user's query over the union of all named graphs, or over those that it names with FROM, or over
        `dataset`, which is for queries without parameters and limits.

        Our prefixes need no declaration. `parameters` are bound as by `sparql.bind`. Raises `QueryError` for a query
        that is malformed, nested too deeply, is an update, uses SERVICE, names a graph that is not there, or lacks a
        variable that is given; and
        `QueryLimit`, also while the answer is read, for one that takes more than `limits`.
        """
        refuse_service(query)
        refuse_depth(query)
        if dataset is not None:
            self._refuse_absent([*dataset.default, *dataset.named])
            return self._answer_over(query, dataset)
        self._refuse_absent(graphs_of(query))
        return self._answer_within(query, parameters, limits) if limits else self._answer(query, parameters)

    def _refuse_absent(self, graphs: Sequence[str]) -> None:
        """Raises `QueryError` for graphs that are not there: a query would find nothing in them, and not say why."""
        if not graphs:
            return
        known = [graph.value for graph in self.graphs()]
        for absent in (graph for graph in graphs if graph not in known):
            from difflib import get_close_matches

            nearest = get_close_matches(absent, known, n=1)
            hint = f"did you mean <{nearest[0]}>?" if nearest else "each data set is one, see `whoblamed datasets`"
            raise QueryError(f"<{absent}>: no such graph; {hint}")

    def select(self, query: str, parameters: Parameters | None = None) -> Solutions:
        """Return the results of a SELECT of our own; a user's query is for `answer`, which refuses SERVICE."""
        found = self._answer(query, parameters)
        if not isinstance(found, Solutions):
            raise QueryError("a SELECT is needed here")
        return found

    def __iter__(self) -> Iterator[ox.Quad]:
        return self.find()

    def __contains__(self, quad: ox.Quad) -> bool:
        subject, predicate, object, graph = quad
        return next(self.find(subject, predicate, object, graph), None) is not None


class Generation(Protocol):
    """What a store held between two changes."""

    @property
    def current(self) -> QuadStore:
        """What is recorded."""

    @property
    def history(self) -> QuadStore:
        """The claims that are closed: they were recorded once and are no longer held."""

    @property
    def columns(self) -> Path | None:
        """The folder in which `projection` keeps columns of what is recorded; None where none are kept."""


class Change(Generation, Protocol):
    """A change in the making: the next generation, which nobody sees before the change is done."""

    @property
    def begun(self) -> bool:
        """Whether anything was changed."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be told of how it is made, for people."""

    def will_replace(self, graphs: Collection[str]) -> None:
        """Before anything else: these graphs will all be replaced. Saves removing large ones quad by quad."""

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Make `quads` the whole content of the named graph `graph`; no quads: remove it."""

    def replace_by_lines(self, graph: str, lines: Iterable[str]) -> None:
        """The same, by lines of N-Triples: faster for many."""

    def replace_history(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """As `replace`, for the quads of closed claims."""

    def extend_history(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of closed claims, and of what they refer to."""

    def remove_from_history(self, graph: str, thing: str) -> None:
        """Remove the quads about a thing (IRI) from a named graph of the history."""


class Store(Generation, Protocol):
    """What the graph needs of a store. `current` and `history` are those of its latest generation."""

    @property
    def generation(self) -> Generation:
        """The latest generation; it stays as it is while the graph changes."""

    @property
    def is_ours(self) -> bool:
        """Whether nobody but us writes it, so that what is derived of it is as we would derive it."""

    def near(self) -> Generation:
        """Return the latest generation where all of it is read quickly: on this computer."""

    def since(self, work: str, now: datetime) -> datetime:
        """Return when a piece of work, by its name, was begun: `now`, or earlier if it broke off and goes on."""

    @property
    def place(self) -> str:
        """Where the graph is, for people."""

    @property
    def state(self) -> str:
        """A name for what is in the store now: it changes with every change."""

    @property
    def exists(self) -> bool:
        """Whether there is a graph at its place."""

    def changing(self, *, alone: bool = False) -> AbstractContextManager[Change]:
        """Return a context in which the graph is changed; leaving it by an exception, or without a change, changes
        nothing.

        `alone` says that the process does nothing else, and that its threads may be given other priorities for good.
        Raises `StoreError` when the graph cannot be written, or another process is changing it.
        """

    def take_back(self) -> None:
        """Make what was held before the last change current again, as one more change that cannot be taken back.

        Raises `StoreError` when there was no change, or the last one was this one, and as `changing` does.
        """

    def refuse_read_only(self) -> None:
        """Raises `StoreError` for a graph that nobody can change from here."""


class OfGenerations(ABC):
    """What stores do alike: they hold what their latest generation holds."""

    @property
    @abstractmethod
    def generation(self) -> Generation:
        """The latest generation."""

    @property
    def current(self) -> QuadStore:
        """What is recorded."""
        return self.generation.current

    @property
    def history(self) -> QuadStore:
        """The claims that are closed."""
        return self.generation.history

    @property
    def columns(self) -> Path | None:
        """The folder of columns; None where none are kept."""
        return self.generation.columns

    @property
    def is_ours(self) -> bool:
        """Whether nobody but us writes it; so unless a store says otherwise."""
        return True

    def near(self) -> Generation:
        """Return the latest generation, all of which is here unless a store says otherwise."""
        return self.generation

    def since(self, work: str, now: datetime) -> datetime:  # noqa: ARG002 - a store may say otherwise
        """Return `now`: nothing is left of what broke off."""
        return now

    def refuse_read_only(self) -> None:  # noqa: B027 - most stores can be changed
        """Refuse nothing."""


def nothing_to_take_back(place: str) -> StoreError:
    """Return the error of a graph whose last change cannot be taken back; `place` is where it is, for people."""
    return StoreError(f"{place}: there is nothing to take back; only the last change of a graph can be, and once")
