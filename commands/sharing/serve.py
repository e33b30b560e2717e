"""The command that serves the graph to browsers and SPARQL clients: serve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..output import say
from ..process import collector_running, end_now
from ..session import Session, pass_session

if TYPE_CHECKING:
    import socket


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="the address to listen at")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: one that is free")
@pass_session
def serve(session: Session, host: str, port: int) -> None:
    """Serve the graph: pages to look at and to cite, and a SPARQL endpoint.

    \b
    Examples:
      whoblamed serve
      whoblamed --graph ./graph serve --port 8080
    """
    from ...explorer.app import application
    from ...explorer.listening import bind
    from ...explorer.listening import serve as answer
    from ...explorer.served import Served
    from ...explorer.settings import Settings

    session.timeless("commands that read once")
    settings = Settings()
    listening = bind(host, port)
    app = application(Served(session.path, settings))
    session.working.hide()
    _announce(listening, host)
    with collector_running():
        answer(app, settings, listening)
    end_now()


def _announce(listening: socket.socket, host: str) -> None:
    from ...explorer.listening import address_of

    say(f"serving at {address_of(listening, host)}/ (Ctrl-C ends it)")
