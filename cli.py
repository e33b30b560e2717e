"""The command line: the group of commands, and the options that stand before a command."""

from __future__ import annotations

import sys
from typing import Any

import click

from . import commands
from ._version import __version__
from .commands.output import note
from .commands.progress import Working
from .commands.session import Session, times_before
from .errors import INTERRUPTED, OutputError, WhoblamedError


class _Group(click.Group):
    """The commands of `commands.COMMANDS`. What goes wrong in them becomes one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(commands.COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return commands.command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in commands.COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            nearest = get_close_matches(name, commands.COMMANDS, n=1)
            ctx.fail(f"no such command {name!r}{f'; did you mean {nearest[0]!r}?' if nearest else ''}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            note("\ninterrupted" if sys.stderr.isatty() else "interrupted")  # a terminal has written ^C
            sys.exit(INTERRUPTED)
        except (BrokenPipeError, OutputError):
            raise  # whoever runs this says what it means; see commands.process
        except WhoblamedError as error:
            if ctx.params.get("debug"):
                raise
            told = ctx.obj.told(error) if isinstance(ctx.obj, Session) else error
            for line in str(told).splitlines():
                note(line)
            sys.exit(1)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            note(f"whoblamed failed ({what}); run it again with --debug and report what it shows")
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--graph",
    "path",
    metavar="PLACE",
    help="the graph's folder, :memory:, or a server's SPARQL address (https://…); otherwise $WHOBLAMED_GRAPH, or a"
    " folder in your data directory",
)
@click.option("--graph-update", metavar="URL", help="where that server takes updates; or $WHOBLAMED_GRAPH_UPDATE")
@click.option("--graph-store", metavar="URL", help="where it takes whole graphs; or $WHOBLAMED_GRAPH_STORE")
@times_before
@click.option(
    "--no-resolve", is_flag=True, help="keep the actors of each data set apart, whoever was decided to be the same"
)
@click.option("--no-pager", is_flag=True, help="print what is longer than the terminal without a pager")
@click.option("--debug", is_flag=True, help="show the traceback of an error")
@click.version_option(__version__, prog_name="whoblamed")
@click.pass_context
def main(
    context: click.Context,
    path: str | None,
    graph_update: str | None,
    graph_store: str | None,
    as_of: str | None,
    recorded_as_of: str | None,
    trust: str | None,
    machine_coded: bool,
    no_resolve: bool,
    no_pager: bool,
    debug: bool,
) -> None:
    """Who blamed whom, for what, when, by which source, how confidently, and who answered back.

    The graph records who said what; it never says who did it.

    \b
    whoblamed who "North Korea"          everything said about and by an actor
    whoblamed status                     each allegation and where it stands
    whoblamed view -o graph.html --open  the graph in your browser
    """
    del debug  # read by the group when something goes wrong
    name = context.invoked_subcommand or ""
    session = context.obj = Session(
        path,
        graph_update,
        graph_store,
        as_of,
        recorded_as_of,
        trust,
        resolve=not no_resolve,
        machine_coded=machine_coded,
    )
    if commands.takes_long(name):
        session.working = context.with_resource(Working(f"whoblamed {name}"))
    if commands.is_paged(name) and sys.stdout.isatty():
        from .commands.pager import screen  # what it needs to start a program takes a tenth of the time of `who`

        context.with_resource(screen(paged=not no_pager, before=session.working.hide))
