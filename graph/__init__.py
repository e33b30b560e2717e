"""The graph: the store, what is asked of it, and what is computed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .graph import Graph

__all__ = ["Graph"]


def __getattr__(name: str) -> Any:
    if name == "Graph":  # imported on first use: the rooms below must not wait for the top floor
        from .graph import Graph

        return Graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
