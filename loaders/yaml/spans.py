"""Where each key and value of a YAML text begins and ends, for those who change the text and nothing around.

Only for texts that `marks.read` took: they have no anchors, aliases or tags, and are not nested deeply. Offsets count
characters; lines and columns are the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from .marks import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COLON = re.compile(r"[ \t]*:")


@dataclass(frozen=True, slots=True)
class Span:
    """A value: from `start` to before `end`; both are behind the colon where a key has no value.

    `flow` values are written in brackets. `first` is where the value's first key or dash stands (a column, from 0).
    The key begins at `key` and its colon ends at `colon`; an item of a list has none.
    """

    start: int
    end: int
    kind: Literal["map", "list", "text", "nothing"]
    flow: bool = False
    first: int = 0
    key: int = -1
    colon: int = -1


def spans(text: str) -> dict[Path, Span]:
    """Return the spans of all values of a text that `marks.read` took, by path.

    >>> found = spans("a: 1\\nb: [x, y]\\n")
    >>> found["b", 1].start, found["b", 1].end, found["b",].flow
    (12, 13, True)
    """
    node = yaml.compose(text, Loader=_Loader)
    reader = _Reader(text)
    reader.read(node, ())
    return reader.found


def offset(text: str, line: int, column: int) -> int:
    """Return where a place, counted from 1, is in a text.

    >>> offset("a: 1\\nb: 2\\n", 2, 4)
    8
    """
    starts = [match.start() for match in _LINE.finditer(text)]
    return starts[line - 1] + column - 1 if 0 < line <= len(starts) else 0


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [match.start() for match in _LINE.finditer(text)]
        self.found: dict[Path, Span] = {}

    def read(self, node: Any, path: Path, key: int = -1, colon: int = -1) -> int:
        """Read a node into `found`; returns where it ends."""
        start = end = self._offset(node.start_mark)
        kind: Literal["map", "list", "text", "nothing"]
        if isinstance(node, yaml.MappingNode):
            kind, end = "map", self._last(self._entries(node, path), end)
        elif isinstance(node, yaml.SequenceNode):
            kind = "list"
            end = self._last((self.read(item, (*path, at)) for at, item in enumerate(node.value)), end)
        elif not node.style and not node.value:
            kind = "nothing"
            start = end = colon if colon >= 0 else start
        else:
            kind, end = "text", self._end_of_text(node)
        flow = bool(getattr(node, "flow_style", False))
        if flow:
            end = self._offset(node.end_mark)
        self.found[path] = Span(start, end, kind, flow, node.start_mark.column, key, colon)
        return end

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[int]:
        for key, value in node.value:
            begins, ends = self._offset(key.start_mark), self._offset(key.end_mark)
            colon = _COLON.match(self.text, ends)
            yield self.read(value, (*path, key.value), begins, colon.end() if colon else ends)

    @staticmethod
    def _last(ends: Iterator[int], otherwise: int) -> int:
        return max(ends, default=otherwise)

    def _end_of_text(self, node: yaml.ScalarNode) -> int:
        end = self._offset(node.end_mark)
        if node.style in ("|", ">"):  # ends where the next thing begins
            return len(self.text[:end].rstrip())
        return end

    def _offset(self, mark: Any) -> int:
        return self.lines[mark.line] + int(mark.column) if mark.line < len(self.lines) else len(self.text)
