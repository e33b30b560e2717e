"""The graph: the store, what is asked of it, and what is computed from it."""

from __future__ import annotations

from .graph import Graph

__all__ = ["Graph"]
