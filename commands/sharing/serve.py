"""The command that serves the graph to browsers and SPARQL clients: serve."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

import click

from ..output import note, say
from ..process import end_now, run_collector
from ..session import Session, limit_options, machine_coded_option, pass_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...explorer.settings import Settings

_ORIGIN: Final = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?")
_NAME: Final = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9._-]+")
_PREFIX: Final = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def _origins(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> frozenset[str]:
    for origin in given:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise click.BadParameter(
                f"{origin!r} is no origin; write it as browsers do, without a path: https://site.example",
                context,
                parameter,
            )
    return frozenset(given)


def _names(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> frozenset[str]:
    names = frozenset(name.lower() for name in given)
    for name in sorted(names):
        if not _NAME.fullmatch(name):
            raise click.BadParameter(
                f"{name!r} is no name of a host; write it without scheme and port: graph.example", context, parameter
            )
    return names


def _proxies(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> frozenset[str]:
    for address in given:
        try:
            ipaddress.ip_network(address)
        except ValueError:
            raise click.BadParameter(
                f"{address!r} is no address of a proxy, and no network: 127.0.0.1, 10.1.0.0/16", context, parameter
            ) from None
    return frozenset(given)


def _prefix(context: click.Context, parameter: click.Parameter, given: str) -> str:
    prefix = given.rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise click.BadParameter(f"{given!r} is no path; write it as in an address: /whoblamed", context, parameter)
    return prefix


@click.command()
@machine_coded_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="the address to listen at")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: one that is free")
@click.option("--open", "open_", is_flag=True, help="open the first page in your browser")
@click.option("--edit", is_flag=True, help="let who has the address that is printed add and correct claims")
@limit_options(30, 100_000, 1_000)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    callback=_origins,
    help="let pages of this site read SPARQL answers; *: of all",
)
@click.option(
    "--host-name",
    "names",
    multiple=True,
    metavar="NAME",
    callback=_names,
    help="answer by this name, too: of this computer, or of a proxy",
)
@click.option(
    "--behind-proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    callback=_proxies,
    help="believe the X-Forwarded headers of the proxy at an address or in a network",
)
@click.option(
    "--root-path",
    default="",
    metavar="PATH",
    callback=_prefix,
    help="the path under which a proxy has the server",
)
@pass_session
def serve(
    session: Session,
    host: str,
    port: int,
    open_: bool,
    edit: bool,
    timeout: float,
    max_rows: int,
    max_memory: int,
    origins: frozenset[str],
    names: frozenset[str],
    proxies: frozenset[str],
    root_path: str,
) -> None:
    """Serve the graph: pages to look at and to cite, and a SPARQL endpoint.

    Only this computer can reach it, unless --host says otherwise. Nothing can be changed through it without --edit. It
    goes on until Ctrl-C or SIGTERM, and shows what is loaded meanwhile.

    \b
    Examples:
      whoblamed serve --open
      whoblamed --graph ./graph serve --port 8080 --timeout 10
      whoblamed serve --host-name graph.example --behind-proxy 127.0.0.1 --root-path /whoblamed
    """
    from ...explorer.settings import HOSTS, Settings
    from ...graph.store.limits import Limits

    session.timeless("commands that read once")
    if session.path == ":memory:":
        raise click.UsageError("a graph in memory is empty; serve one in a folder, which whoblamed load makes")
    settings = Settings(
        hosts=HOSTS | names | _name_of(host),
        origins=origins,
        limits=Limits(timeout, max_rows, max_memory),
        proxies=proxies,
        root_path=root_path,
        token=_token() if edit else None,
    )
    _serve(session, settings, host, port, open_=open_)


def _serve(session: Session, settings: Settings, host: str, port: int, *, open_: bool) -> None:
    from ...explorer.app import application
    from ...explorer.listening import address_of, bind
    from ...explorer.listening import serve as answer
    from ...explorer.served import Served

    listening = bind(host, port)  # before the graph is read, which may take long
    served = Served(
        session.path,
        settings,
        update=session.update,
        store=session.store,
        resolve=session.resolve,
        machine_coded=session.machine_coded,
    )
    app = application(served)
    session.working.hide()
    address = address_of(listening, host)
    _announce(address, host, settings)
    if open_:
        _open(f"{address}/edit/" if settings.token else f"{address}/")
    run_collector()
    answer(app, settings, listening)
    end_now()


def _announce(address: str, host: str, settings: Settings) -> None:
    from ...explorer.listening import is_everywhere
    from ...explorer.settings import HOSTS

    say(f"serving at {address}/ (Ctrl-C ends it)")
    if settings.token:
        # What is behind # no browser sends, and no server writes down.
        say(f"to edit, open {address}/edit/#{settings.token} and show that to nobody")
    if is_everywhere(host) and not settings.hosts - HOSTS:
        note("others reach it only by names that you give with --host-name")


def _open(address: str) -> None:
    """Open a page in the user's browser, which may be one of the terminal. It has no token: others on this computer see
    what programs are called with."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _token() -> str:
    import secrets

    return secrets.token_urlsafe(32)


def _name_of(host: str) -> frozenset[str]:
    """Return the name by which a server is asked for that listens at an address."""
    from ...explorer.listening import is_everywhere

    if is_everywhere(host):
        return frozenset()
    return frozenset({f"[{host}]" if ":" in host else host.lower()})
