"""Cells that are no texts."""

from __future__ import annotations

from typing import Any


class _Object(str):
    """The cell of an object in JSON: it has no text, and is not empty either."""


#: What stands for any object.
OBJECT = _Object()


def has_object(cell: Any) -> bool:
    """Return whether a cell is an object in JSON, or a list that holds one."""
    return cell is OBJECT or (type(cell) is tuple and any(item is OBJECT for item in cell))
