"""YAML with places: plain data, and for every value and key the line and column where it stands.

Fact files need less than YAML offers, and what they do not need is refused: anchors, aliases and tags (which make bombs
and objects), documents after the first, invisible characters, and nesting or sizes beyond any real file. Every scalar
stays the text that was written (`no` is "no", 2014-11 is "2014-11"); the schema decides what it means.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, NoReturn

import yaml

from ...errors import InvalidData, Problem, StoreError
from ...ontology.patterns import UNWRITABLE

Path = tuple[str | int, ...]
Place = tuple[int, int]

MAX_BYTES = 5_000_000
MAX_VALUES = 500_000
MAX_DEPTH = 32

#: The first line that is no comment, as far as it tells what a file is about.
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\r\n]*)?\r?\n|---[ \t]*\r?\n)*([a-z]+)[ \t]*:(?=[ \t\r\n]|\Z)")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = ("", "~", "null", "Null", "NULL")
_BREAK = re.compile(r"\r\n?|\n")
#: Also the other control characters, what YAML takes for the end of a line and editors do not, and the byte order mark.
_REFUSED = re.compile(UNWRITABLE.pattern + r"|[\x7f-\x9f\u2028\u2029\ufeff]")
#: What the parser complains of -> what is usually wrong; {character} is the one at that place, {line} where it began.
_ADVICE = {
    "mapping values are not allowed": 'a colon where none can be; a text with ": " in it needs quotes',
    "cannot start any token": "a text cannot begin with {character}; put the text in quotes",
    "expected ',' or '}'": 'neither "," nor "}}" follows in the {{ }} of line {line}; close it, or put texts in quotes',
    "expected ',' or ']'": 'neither "," nor "]" follows in the [ ] of line {line}; close it, or put texts in quotes',
    "unexpected end of stream": "the quotation mark of line {line} is never closed",
    "found unexpected ':'": "a space follows the colon after a key; a text with a colon in it needs quotes",
    "could not find expected ':'": "no colon follows the key of line {line}; write key: value",
    "expected <document start>": "what is above ended before this line; check the indentation",
    "expected key": "not in line with what is above; check the indentation, and quotation marks in texts",
    "expected '-' indicator": "not in line with the list above; check the indentation",
    "expected <block end>": "not in line with what is above; check the indentation, and quotation marks in texts",
    "alphabetic or numeric character": "a text cannot begin with & or *; put the text in quotes",
    "expected comment or": "a text cannot begin with > or |; put the text in quotes",
    "sequence entries are not allowed": "an item of a list begins a line of its own, or use [ ]",
    "unknown escape character": "a backslash in double quotes; use single quotes, or write it twice",
}


@dataclass(slots=True)
class Marked:
    """Data and its places: `values` and `keys` map a path to (line, column), from 1.

    `faults` are keys without a value and keys that stand twice, by path; all else can be read in spite of them.
    """

    data: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    faults: dict[Path, Problem] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Return where the key at `path` stands, or the value if it has no key, or else the nearest thing around it."""
        for end in range(len(path), 0, -1):
            found = self.keys.get(path[:end]) or self.values.get(path[:end])
            if found:
                return found
        return self.values.get((), (1, 1))

    def value_place(self, path: Path) -> Place:
        """Return where the value at `path` stands, or the nearest value around it."""
        return next(self.values[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.values)


def first_key(head: bytes) -> str | None:
    """Return the key that a file of ours, which begins so, has first; None for what does not begin with a key."""
    found = _FIRST.match(head)
    return found[1].decode() if found else None


def content_of(path: str | FilePath) -> bytes:
    """Return what is in a file, of one that is too long so much that `read` refuses it; raises `StoreError`."""
    try:
        with FilePath(path).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from None


def read(content: bytes, file: str) -> Marked:
    """Parse the content of a file. Raises `InvalidData`, with places in `file`, for what is not YAML or is refused."""
    text = _decoded(content, file)
    refused = _REFUSED.search(text)
    if refused:
        raise InvalidData([Problem(_not_allowed(refused[0]), file, *_position(text[: refused.start()]))])
    builder = _Builder(yaml.parse(text, Loader=_Loader), file)
    try:
        builder.document()
    except yaml.MarkedYAMLError as error:
        raise InvalidData([*builder.marked.faults.values(), _syntax(error, text, file)]) from None
    except (ValueError, OverflowError):  # from PyYAML without libyaml, which gives no place
        message = r"a \U in double quotes is followed by what is no character; write the character itself"
        raise InvalidData([Problem(message, file, 1, 1)]) from None
    return builder.marked


def _decoded(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        raise InvalidData([Problem(f"more than {MAX_BYTES:,} bytes; split the file", file, 1, 1)])
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        place = _position(content[: error.start].decode())
        raise InvalidData([Problem("not UTF-8 text; save the file as UTF-8", file, *place)]) from None


def _not_allowed(character: str) -> str:
    return f"the character U+{ord(character):04X} is not allowed in a fact file; delete it"


def _position(before: str) -> Place:
    """Return the line and column of what follows `before`."""
    breaks = list(_BREAK.finditer(before))
    return len(breaks) + 1, len(before) - (breaks[-1].end() if breaks else 0) + 1


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    complaint = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    began = error.context_mark.line + 1 if error.context_mark else line
    character = text[mark.index : mark.index + 1] if mark else ""
    if character == "\t":
        return Problem("a tab; indent with spaces", file, line, column)
    advice = next((advice for part, advice in _ADVICE.items() if part in complaint), None)
    message = advice.format(character=character, line=began) if advice else f"not valid YAML: {complaint}"
    return Problem(message, file, line, column)


class _Builder:
    """Builds data from parse events; `marked` has what was read so far, also when reading stops with an error."""

    def __init__(self, events: Iterator[yaml.Event], file: str) -> None:
        self.events = events
        self.file = file
        self.marked = Marked()

    def document(self) -> None:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise InvalidData([Problem("the file is empty", self.file, 1, 1)])
        self.marked.data = self._node(next(self.events), ())
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse("a second document; a fact file holds one", after)

    def _node(self, event: yaml.Event, path: Path, *, flow: bool = False) -> Any:
        self._check(event)
        self.marked.values[path] = _place(event)
        if len(path) > MAX_DEPTH:
            self._refuse(f"nested deeper than {MAX_DEPTH} levels", event)
        if len(self.marked.values) > MAX_VALUES:
            self._refuse(f"more than {MAX_VALUES:,} values; split the file", event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, flow=bool(event.flow_style))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - no other event can begin a node
        if _is_null(event):
            self._empty(path, flow=flow)
            return None
        return event.value

    def _mapping(self, path: Path, *, flow: bool) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            item = (*path, key)
            if key in items:
                message = f'"{key}" is already on line {self.marked.keys[item][0]}; delete or rename one of the two'
                self.marked.faults[item] = Problem(message, self.file, *_place(event))
            self.marked.keys[item] = _place(event)
            items[key] = self._node(next(self.events), item, flow=flow)
        return items

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*path, len(items))))
        return items

    def _key(self, event: yaml.Event) -> str:
        self._check(event)
        if not isinstance(event, yaml.ScalarEvent) or _is_null(event):
            self._refuse("a key must be a word; a text that begins with { or [ needs quotes", event)
        return event.value

    def _check(self, event: yaml.Event) -> None:
        """Refuse what YAML has and fact files do not, in keys as in values."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse("& and * (anchors and aliases) are not used in fact files; write it out, or use quotes", event)
        if getattr(event, "tag", None):
            self._refuse("! (a tag) is not used in fact files; a text that begins with it needs quotes", event)
        if isinstance(event, yaml.ScalarEvent) and (escaped := _REFUSED.search(event.value)):
            self._refuse(_not_allowed(escaped[0]), event)

    def _empty(self, path: Path, *, flow: bool) -> None:
        key = path[-1] if path else None
        if isinstance(key, str):
            hint = "; a text with a comma inside { } needs quotes" if flow else ""
            message = f'"{key}" has no value; give it one, or delete it{hint}'
        else:
            message = "the file is empty" if key is None else "an empty item; delete it"
        self.marked.faults.setdefault(path, Problem(message, self.file, *self.marked.place(path)))

    def _refuse(self, message: str, event: yaml.Event) -> NoReturn:
        raise InvalidData([*self.marked.faults.values(), Problem(message, self.file, *_place(event))])


def _is_null(event: yaml.ScalarEvent) -> bool:
    return not event.style and event.value in _NULL


def _place(event: yaml.Event) -> Place:
    mark: Any = event.start_mark  # the parser sets it on every event
    return mark.line + 1, mark.column + 1
