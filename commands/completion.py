"""What a shell offers while somebody types a command: names, keys, data sets and queries of the graph.

It must be quick and never be in the way: where there is nothing to offer, for whatever reason, nothing is offered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..graph import Graph

    #: What offers values of a parameter for what was typed so far.
    _Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]

#: What bash would take for something else than a letter of a word, and what is put before it: click's script reads each
#: word with `read`, which takes one of two backslashes away.
_ESCAPED: Final = r"[^\w/.,:=@%+-]"
_BACKSLASH: Final = r"\\\\\g<0>"
#: More than that nobody reads, and a shell asks before it shows them.
_MOST: Final = 200


def names(*kinds: str) -> _Offer:
    """Return what offers the names of things of these kinds, and their keys once there is a slash."""

    def beginning(graph: Graph, text: str) -> Iterable[str]:
        from ..graph.ask.beginnings import names_beginning

        return names_beginning(graph.store.generation, text, kinds)

    return _offer(beginning)


def _datasets(graph: Graph, text: str) -> Iterable[str]:
    return (each.name for each in graph.datasets() if each.name.startswith(text))


def queries(_: click.Context, __: click.Parameter, text: str) -> list[CompletionItem[str]]:
    """Offer the named queries."""
    from click.shell_completion import CompletionItem

    from ..graph.ask.named import named_queries

    return [
        CompletionItem(each.name, help=each.title) for each in named_queries().values() if each.name.startswith(text)
    ]


def values(known: Callable[[], Iterable[str]], *, several: bool = False) -> _Offer:
    """Return what offers values that are known; of `several`, which commas part, the last."""

    def offer(_: click.Context, __: click.Parameter, text: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        before, comma, last = text.rpartition(",") if several else ("", "", text)
        return [CompletionItem(f"{before}{comma}{value}") for value in known() if value.startswith(last)]

    return offer


def _offer(beginning: Callable[[Graph, str], Iterable[str]]) -> _Offer:
    def offer(context: click.Context, _: click.Parameter, text: str) -> list[CompletionItem[str]]:
        from itertools import islice

        from click.shell_completion import CompletionItem

        with suppress(Exception):  # a message would be written into the line that is being typed
            graph = _graph(context)
            if graph is not None:
                return [CompletionItem(name) for name in islice(beginning(graph, text), _MOST) if name.isprintable()]
        return []

    return offer


def _graph(context: click.Context) -> Graph | None:
    """Return the graph that the command would read, if it is there: nothing is built while somebody types."""
    from ..graph import Graph

    graph = Graph.open(context.find_root().params.get("path"), build=False)
    return graph if graph.exists else None


datasets: Final = _offer(_datasets)


def register() -> None:
    """Let bash get names with their spaces escaped; click leaves that out, and zsh and fish do it themselves."""
    from click.shell_completion import BashComplete, add_completion_class

    class Bash(BashComplete):
        def format_completion(self, item: CompletionItem[str]) -> str:
            line = os.environ.get("COMP_WORDS", "")
            is_quoted = any(line.count(mark) % 2 for mark in "'\"")
            return f"{item.type},{item.value if is_quoted else re.sub(_ESCAPED, _BACKSLASH, item.value)}"

    add_completion_class(Bash)
