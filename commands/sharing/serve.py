"""The command that serves the graph to browsers and SPARQL clients: serve."""

from __future__ import annotations

import click

from ..output import say
from ..session import Session, pass_session


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
    import uvicorn

    from ...explorer.app import application
    from ...explorer.served import Served
    from ...explorer.settings import Settings

    session.timeless("commands that read once")
    app = application(Served(session.path, Settings()))
    say(f"serving at http://{host}:{port}/")
    uvicorn.run(app, host=host, port=port, log_level="warning")
