"""The command line: each module reads the options of a family of commands, asks the graph, and prints.

To add a command: a function of its name in a module here, and its line in `COMMANDS`. Help imports all modules and a
command its own; so what takes long to import is imported by the function that needs it.
"""

from __future__ import annotations

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import click

#: The commands, as help lists them: ask, look, pass on, put in. Each is the function of its name in a module of this
#: package, which is imported when the command is called or its help is asked for. Where Python has a function of that
#: name, the command's ends in an underscore.
COMMANDS: Final[dict[str, str]] = {
    "who": "reading.ask",
    "show": "reading.ask",
    "search": "reading.find",
    "list": "reading.find",
    "count": "reading.find",
    "cite": "sharing.cite",
    "status": "reading.status",
    "contested": "reading.status",
    "changes": "reading.status",
    "unanswered": "reading.find",
    "ambiguous": "reading.identity",
    "timeline": "reading.ask",
    "path": "reading.network",
    "rank": "reading.network",
    "matrix": "reading.matrix",
    "query": "reading.query",
    "view": "sharing.view",
    "export": "sharing.export",
    "serve": "sharing.serve",
    "diff": "reading.status",
    "new": "recording.write",
    "add": "recording.write",
    "edit": "recording.edit",
    "draft": "recording.draft",
    "load": "recording.load",
    "events": "recording.events",
    "check": "recording.check",
    "datasets": "recording.load",
    "unload": "recording.load",
    "undo": "recording.load",
    "schema": "recording.check",
}


def is_paged(name: str) -> bool:
    """Return whether what a command prints is there to be read, and goes to a pager where it does not fit."""
    return COMMANDS.get(name, "").startswith("reading.") or name in ("cite", "datasets", "schema")


def takes_long(name: str) -> bool:
    """Return whether a command may take long over a large graph, and shows that it is at work. Those that read sources
    have a bar of their own."""
    return COMMANDS.get(name, "").startswith(("reading.", "sharing.")) or name in ("check", "datasets")


def command(name: str) -> click.Command | None:
    """Return the command of this name, or None if there is none."""
    if name not in COMMANDS:
        return None
    module = import_module(f".{COMMANDS[name]}", __package__)
    found: click.Command = getattr(module, f"{name}_" if hasattr(builtins, name) else name)
    return found
