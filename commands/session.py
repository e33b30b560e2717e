"""What stands before a command: which graph it is about, and as of when."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import click

from .output import note

if TYPE_CHECKING:
    from click.decorators import FC  # what an option is added to

    from ..graph import Graph

#: The options about time: name, what it takes, help.
_TIMES: Final = (
    ("--as-of", "DATE", "read the graph as of a day: only what was certainly public by then"),
    ("--recorded-as-of", "TIME", "read the graph as it was recorded here at that time (UTC)"),
)


@dataclass(slots=True)
class Session:
    """The options before the command: the graph's path, whether its actors are resolved, and two times (ISO 8601)."""

    path: str | None
    as_of: str | None
    recorded_as_of: str | None
    resolve: bool = True
    #: What the filters of the command were given, by option.
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def writable(self) -> Graph:
        """Return the graph itself, whether or not there is anything in it yet."""
        from ..graph import Graph

        if self.as_of or self.recorded_as_of:
            raise click.UsageError("--as-of and --recorded-as-of are for commands that read")
        return Graph.open(self.path, build=False)

    def graph(self) -> Graph:
        """Return the graph to read, as it was at the times that were given; the user's own is built if it is missing.

        Raises `StoreError` when there is no graph, and `QueryError` for what is no date.
        """
        return self._opened().at(as_of=self.as_of, recorded_as_of=self.recorded_as_of)

    @property
    def within(self) -> str:
        """Which claims an answer is about, for people: all, or those of the times that were asked for."""
        times = ("public by", self.as_of), ("recorded by", self.recorded_as_of)
        return " and ".join(f"{what} {when}" for what, when in times if when)

    def moment(self) -> tuple[Graph, date | None]:
        """Return the graph as it was recorded, and the as-of day, for what tells the certain from the possible."""
        from ..ontology.dates import public_day

        return self._opened().at(recorded_as_of=self.recorded_as_of), public_day(self.as_of) if self.as_of else None

    def _opened(self) -> Graph:
        from ..graph.graph import ENVIRONMENT, Graph, default_folder

        if not self.path and not os.environ.get(ENVIRONMENT) and not (default_folder() / "CURRENT").exists():
            note(f"building the graph of the casebook in {default_folder()} (only this once)")
        graph = Graph.open_existing(self.path)
        graph.resolve = self.resolve
        return graph


#: Hands the session to a command, as its first argument.
pass_session = click.make_pass_decorator(Session)


def times_before(group: FC) -> FC:
    """Add the options about time that stand before the command."""
    for name, metavar, help_ in reversed(_TIMES):
        group = click.option(name, metavar=metavar, help=help_)(group)
    return group


def time_options(command: FC) -> FC:
    """Add the options of every command that reads: the graph as it was. They may also stand before the command."""
    for name, metavar, help_ in reversed(_TIMES):
        command = click.option(name, metavar=metavar, help=help_, expose_value=False, callback=_at_time)(command)
    return command


#: The option of the commands that count or draw who blames whom.
roll_up_option = click.option(
    "--roll-up", is_flag=True, help="count ministries and agencies, and who speaks for a state, as that state"
)


def _at_time(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None and parameter.name is not None:
        setattr(context.obj, parameter.name, value)
