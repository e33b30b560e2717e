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
    "who": "ask",
    "show": "ask",
    "search": "find",
    "list": "find",
    "count": "find",
    "cite": "cite",
    "status": "status",
    "contested": "status",
    "changes": "status",
    "unanswered": "find",
    "ambiguous": "identity",
    "timeline": "ask",
    "path": "network",
    "rank": "network",
    "query": "query",
    "view": "view",
    "export": "export",
    "diff": "status",
    "load": "load",
    "check": "check",
    "datasets": "load",
    "unload": "load",
    "undo": "load",
    "schema": "check",
}


def command(name: str) -> click.Command | None:
    """Return the command of this name, or None if there is none."""
    if name not in COMMANDS:
        return None
    module = import_module(f".{COMMANDS[name]}", __package__)
    found: click.Command = getattr(module, f"{name}_" if hasattr(builtins, name) else name)
    return found
