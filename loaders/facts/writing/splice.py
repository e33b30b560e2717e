"""Changes of the text of a fact file, each as small as can be: what was not asked for keeps every byte.

All take and return the text of a YAML file that `marks.read` takes, and know nothing of what it means. Whoever calls
them reads the result again (see `document`): what a text comes to is told by the reader alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....errors import StoreError
from ...yaml.marks import Path
from ...yaml.spans import Span, spans
from .rendering import inline, lines

_BREAK = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\r|\n|\Z)")
_INDENT = 2
#: An entry of a section is one line up to this many characters, unless those around it are otherwise.
_WIDTH = 100


def add_item(text: str, section: str, entry: Mapping[str, Any], sections: Sequence[str]) -> str:
    """Return the text with an entry at the end of a section that is a list; `sections` are all keys in their order."""
    found = spans(text)
    span = found.get((section,))
    if span is None or _is_empty(found, (section,)):
        return _begin(text, found, section, sections, ["- " + lines(entry)[0], *_indented(lines(entry)[1:])])
    last = _children(found, (section,))[-1]
    if span.flow:
        return _insert(text, found[last].end, f", {inline(entry)}")
    column = span.first
    if found[last].flow:
        return _after(text, found[last].end, [f"- {inline(entry)}"], column, _is_apart(text, found, section))
    deeper = " " * max(found[last].first - column - 1, 1)
    first, *rest = lines(entry)
    body = [f"-{deeper}{first}", *(f" {deeper}{line}" for line in rest)]
    return _after(text, found[last].end, body, column, _is_apart(text, found, section))


def add_entry(text: str, section: str, key: str, entry: Mapping[str, Any], sections: Sequence[str]) -> str:
    """Return the text with an entry at the end of a section that is a map."""
    found = spans(text)
    span = found.get((section,))
    if span is None or _is_empty(found, (section,)):
        return _begin(text, found, section, sections, _entry(key, entry))
    last = _children(found, (section,))[-1]
    if span.flow:
        return _insert(text, found[last].end, f", {inline({key: entry})[1:-1]}")
    step = found[last].first - span.first if found[last].kind == "map" and not found[last].flow else _INDENT
    return _after(text, found[last].end, _entry(key, entry, step), span.first, _is_apart(text, found, section))


def put(text: str, path: Path, value: Any, order: Sequence[str]) -> str:
    """Return the text with the value of a key, in a map that is there, which has its keys in this `order`."""
    found = spans(text)
    if (span := found.get(path)) is not None:
        return _replace(text, span, inline(value))
    key, within = str(path[-1]), found[path[:-1]]
    written = inline({key: value})[1:-1]
    siblings = _children(found, path[:-1])
    if not siblings:
        return text[: within.start] + "{" + written + "}" + text[within.end :]
    before = [each for each in siblings if _rank(each[-1], order) <= _rank(key, order)]
    if not before:
        first = found[siblings[0]]
        gap = ", " if within.flow else _newline(text) + " " * within.first
        return _insert(text, first.key, written + gap)
    last = found[before[-1]]
    if within.flow:
        return _insert(text, last.end, f", {written}")
    return _after(text, last.end, [written], within.first, apart=False)


def take(text: str, path: Path) -> str:
    """Return the text without a key, or an item of a list; the last one that is left in a map or list stays."""
    found = spans(text)
    siblings = _children(found, path[:-1])
    if len(siblings) < 2:
        raise StoreError(f'"{path[-1]}" is all there is; delete what it is in')
    place, within = siblings.index(path), found[path[:-1]]
    begin = _begins(text, found[path], within)
    if within.flow and place:
        return text[: found[siblings[place - 1]].end] + text[found[path].end :]
    if within.flow or (not place and text[_line_start(text, begin) : begin].strip()):
        return text[:begin] + text[_begins(text, found[siblings[place + 1]], within) :]
    return text[: _line_start(text, begin)] + text[_line_end(text, found[path].end) :]


# ---------------------------------------------------------------------------------------------------------------- parts


def _begins(text: str, span: Span, within: Span) -> int:
    """Return where a key, or an item of a list with its dash, begins."""
    if span.key >= 0:
        return span.key
    return span.start if within.flow else text.rindex("-", 0, span.start)


def _children(found: Mapping[Path, Span], path: Path) -> list[Path]:
    """Return the paths of what is directly in a map or list, as they stand in the text."""
    inside = [each for each in found if len(each) == len(path) + 1 and each[:-1] == path]
    return sorted(inside, key=lambda each: found[each].start)


def _is_empty(found: Mapping[Path, Span], path: Path) -> bool:
    return not _children(found, path)


def _rank(key: object, order: Sequence[str]) -> int:
    return order.index(str(key)) if key in order else len(order)


def _begin(text: str, found: Mapping[Path, Span], section: str, sections: Sequence[str], body: list[str]) -> str:
    """Return the text with the first entry of a section, which is empty or not there."""
    body = _indented(body)
    span = found.get((section,))
    if span is not None:
        bare = text[: span.colon] + text[span.end :] if span.flow else text
        return _after(bare, span.colon, body, 0, apart=False)
    if found[()].flow:
        raise StoreError("the file is one { }; write it with a line for each key, or add to it in an editor")
    earlier = [each for each in _children(found, ()) if _rank(each[-1], sections) < _rank(section, sections)]
    at = found[earlier[-1]].end if earlier else len(text)
    return _after(text, at, [f"{section}:", *body], 0, apart=True)


def _entry(key: str, entry: Mapping[str, Any], step: int = _INDENT) -> list[str]:
    whole = inline({key: entry})[1:-1]
    return [whole] if len(whole) <= _WIDTH else [f"{inline(key)}:", *_indented(lines(entry), step)]


def _indented(body: Sequence[str], step: int = _INDENT) -> list[str]:
    return [" " * step + line for line in body]


def _is_apart(text: str, found: Mapping[Path, Span], section: str) -> bool:
    """Return whether the entries of a section are set apart by blank lines: the last two are."""
    entries = _children(found, (section,))
    if len(entries) < 2:
        return False
    before, last = entries[-2:]
    between = text[found[before].end : max(found[last].key, 0) or found[last].start]
    return any(not line.strip() for line in _BREAK.split(between)[1:-1])


def _after(text: str, at: int, body: Sequence[str], column: int, apart: bool) -> str:
    """Return the text with lines after that of a place, and after the comments below it that are set deeper."""
    newline = _newline(text)
    end = _line_end(text, at)
    while (comment := _COMMENT.match(text, end)) and len(comment[1]) > column:
        end = comment.end()
    before = text[:end] if not text[:end] or _BREAK.search(text[:end][-1]) else text[:end] + newline
    added = [""] * apart + [" " * column + line if line else "" for line in body]
    return before + newline.join(added) + newline + text[end:]


def _insert(text: str, at: int, piece: str) -> str:
    return text[:at] + piece + text[at:]


def _replace(text: str, span: Span, written: str) -> str:
    """Return the text with another value; one that begins on a line of its own, or has none, comes behind its key."""
    behind = span.colon >= 0 and bool(_BREAK.search(text[span.colon : span.start]) or span.kind == "nothing")
    block = not span.flow and span.kind in ("map", "list")
    if behind or (block and span.colon >= 0):
        return text[: span.colon] + f" {written}" + text[span.end :]
    return text[: span.start] + written + text[span.end :]


def _newline(text: str) -> str:
    found = _BREAK.search(text)
    return found[0] if found else "\n"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    """Return where the line after that of a place begins."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)
