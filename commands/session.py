"""What stands before a command: which graph it is about, and as of when."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from ..errors import UnknownName, WhoblamedError
from .output import note, say
from .progress import Working
from .shape import Shape

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

    from ..graph import Graph

#: The options about what of the graph is read: name, what it takes, help.
_READING: Final = (
    ("--as-of", "DATE", "read the graph as of a day: only what was certainly public by then"),
    ("--recorded-as-of", "TIME", "read the graph as it was recorded here at that time (UTC)"),
    ("--trust", "FILE", "leave out what you do not trust: grades of sources, a least number of origins"),
)


_CODED: Final = ("--machine-coded",)
_CODED_HELP: Final = "count claims that a machine coded from the news, too (see events)"

#: The formats in which remarks may stand with the answer; elsewhere they go to standard error.
_FOR_PEOPLE: Final = ("table", "text")


@dataclass(slots=True)
class Session:
    """The options before the command: the graph's path or address, two times (ISO 8601), the file of a rule of trust,
    and whether actors are resolved."""

    path: str | None
    #: Of a graph on a server, the addresses that take updates and whole graphs.
    update: str | None
    store: str | None
    as_of: str | None
    recorded_as_of: str | None
    trust: str | None = None
    resolve: bool = True
    #: Whether claims that a machine coded count.
    machine_coded: bool = False
    #: Whether it was said how many do not.
    told_of_coded: bool = False
    #: What the filters of the command were given, by option.
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: How its listing is to be arranged.
    shape: Shape = field(default_factory=Shape)
    #: What tells those who wait that something is being done.
    working: Working = field(default_factory=Working)

    def writable(self) -> Graph:
        """Return the graph itself, whether or not there is anything in it yet."""
        self.timeless("commands that read")
        return self.unbuilt()

    def unbuilt(self) -> Graph:
        """Return the graph itself, and build none."""
        from ..graph import Graph

        return Graph.open(self.path, update=self.update, store=self.store, build=False)

    def graph(self) -> Graph:
        """Return the graph to read, as it was at the times that were given; the user's own is built if it is missing.

        Raises `StoreError` when there is no graph, and `QueryError` for what is no date.
        """
        return self.then(self._opened())

    def then(self, graph: Graph) -> Graph:
        """Return a graph as it was at the times that were given; raises `QueryError` for what is no date."""
        return self.trusting(graph.at(as_of=self.as_of, recorded_as_of=self.recorded_as_of))

    def timeless(self, what: str) -> None:
        """Raise `UsageError` if a time or a rule of trust was given, for what has none."""
        if self.as_of or self.recorded_as_of or self.trust:
            raise click.UsageError(f"--as-of, --recorded-as-of and --trust are for {what}")

    def graphs_on(self, *days: date) -> list[Graph]:
        """Return the graph as it is read on each of some days, on which independent origins are counted."""
        graph = self._opened().at(as_of=self.as_of, recorded_as_of=self.recorded_as_of)
        return [self.trusting(graph, day) for day in days]

    @property
    def within(self) -> str:
        """Which claims an answer is about, for people: all, or those of the times that were asked for."""
        times = ("public by", self.as_of), ("recorded by", self.recorded_as_of)
        return " and ".join(f"{what} {when}" for what, when in times if when)

    def told(self, error: WhoblamedError) -> WhoblamedError:
        """Return what to tell of an error: of a name that nothing bears in what is read of the graph, that it is in the
        graph, if it is, and where to look if nothing is called nearly so."""
        if not isinstance(error, UnknownName):
            return error
        from ..graph.ask.names import KINDS, find

        kinds = [kind for kind in KINDS if kind in error.what.split(" or ")]
        why = " or ".join(f"{what} {given}" for what, given in self._left_out if given)
        try:
            if why:
                find(self._opened().store.current, error.name, kinds)
                return WhoblamedError(f"{error.name!r} is in the graph, but it {why}")
        except UnknownName:
            pass
        if error.nearest or error.is_a or not kinds:
            return error
        return WhoblamedError(f"{error}, nor anything called nearly so; whoblamed search looks in all that was written")

    @property
    def _left_out(self) -> tuple[tuple[str, str | None], ...]:
        """Why something may not be in what is read of the graph, for people, by what was given."""
        times = ("was not public by", self.as_of), ("was not recorded by", self.recorded_as_of)
        return (*times, ("does not count by", self.trust))

    def moment(self) -> tuple[Graph, date | None]:
        """Return the graph as it was recorded, and the as-of day, for what tells the certain from the possible."""
        from ..ontology.dates import public_day

        day = public_day(self.as_of) if self.as_of else None
        return self.trusting(self._opened().at(recorded_as_of=self.recorded_as_of), day), day

    def trusting(self, graph: Graph, day: date | None = None) -> Graph:
        """Return the graph without what the user does not trust, and say what that is: to people with the answer."""
        if self.trust is None:
            return graph
        read = graph.trusting(self.trust, as_of=day)
        if read.trust is not None:
            for problem in read.trust.unknown:
                note(str(problem))
            people = click.get_current_context().params.get("format_") in _FOR_PEOPLE
            (say if people else note)(read.trust.words)
        return read

    def _opened(self) -> Graph:
        from ..graph.graph import ENVIRONMENT, Graph, default_folder

        if not self.path and not os.environ.get(ENVIRONMENT) and not (default_folder() / "CURRENT").exists():
            note(f"building the graph of the casebook in {default_folder()} (only this once)")
        self.working.on("reading the graph")
        graph = Graph.open_existing(self.path, update=self.update, store=self.store)
        graph.resolve = self.resolve
        graph.machine_coded = self.machine_coded
        return graph


#: Hands the session to a command, as its first argument.
pass_session = click.make_pass_decorator(Session)


def times_before(group: FC) -> FC:
    """Add the options about what is read that stand before the command."""
    for name, metavar, help_ in reversed(_READING):
        group = click.option(name, metavar=metavar, help=help_)(group)
    return click.option(*_CODED, is_flag=True, help=_CODED_HELP)(group)


def time_options(command: FC) -> FC:
    """Add the options of every command that reads: as of when, and what. They may also stand before the command."""
    for option in reversed(_READING):
        command = _after(*option)(command)
    return machine_coded_option(command)


def machine_coded_option(command: FC) -> FC:
    """Add the option that lets claims count that a machine coded; it may also stand before the command."""
    return click.option(*_CODED, is_flag=True, help=_CODED_HELP, expose_value=False, callback=_into_session)(command)


def _after(name: str, metavar: str, help_: str) -> Callable[[FC], FC]:
    return click.option(name, metavar=metavar, help=help_, expose_value=False, callback=_into_session)


#: The option of the commands that count or draw who blames whom.
roll_up_option = click.option(
    "--roll-up", is_flag=True, help="count ministries and agencies, and who speaks for a state, as that state"
)


def limit_options(timeout: int, max_rows: int, max_memory: int) -> Callable[[FC], FC]:
    """Return what adds the options of how much a query may take, with what holds unless they say otherwise."""
    limits = (
        ("--timeout", click.FloatRange(min=0), timeout, "S", "takes longer than S seconds"),
        ("--max-rows", click.IntRange(min=0), max_rows, "N", "has more than N rows or triples"),
        ("--max-memory", click.IntRange(min=0), max_memory, "MB", "needs more than MB megabytes"),
    )

    def limited(command: FC) -> FC:
        for name, type_, default, metavar, much in reversed(limits):
            help_ = f"end a query that {much}; 0: no limit"
            option = click.option(name, type=type_, default=default, show_default=True, metavar=metavar, help=help_)
            command = option(command)
        return command

    return limited


def _into_session(context: click.Context, parameter: click.Parameter, value: str | bool | None) -> None:
    if value not in (None, False) and parameter.name is not None:
        setattr(context.obj, parameter.name, value)
