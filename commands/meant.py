"""What a name on the command line means, and what people are told where that is more than one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .lines import note

if TYPE_CHECKING:
    from ..graph import Graph
    from ..graph.ask.names import Found


def meant(graph: Graph, name: str, kinds: Sequence[str]) -> list[Found]:
    """Return what `names.find_one` finds; say which incidents these are where several bear the name."""
    from ..graph.ask import names

    found = names.find_one(graph.store.current, name, kinds, resolve=graph.resolve)
    if len(found) > 1 and found[0].what == "incident":
        from ..graph.ask.namesakes import namesakes

        for line in namesakes(graph.store.current, found):
            note(line)
    return found
