"""A fact file that is being written: its text, what is put into it, and what the checks of the loader say of it."""

from __future__ import annotations

import codecs
import copy
import difflib
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ....errors import InvalidData, Problem, StoreError
from ....ontology.texts import fold
from ...opening.documents import Document, packing_of
from ...yaml import marks
from ...yaml.explain import data_of
from ...yaml.marks import Marked
from ...yaml.spans import offset, spans
from .. import file as facts
from ..schema import FactFile, model_at
from . import saving, splice
from .fields import listed
from .rendering import as_written

_SECTIONS = tuple(FactFile.model_fields)


@dataclass
class FactDocument:
    """A fact file, as it is on disk and as it is to be.

    >>> document = FactDocument.of_text("case: harbour\\n")
    >>> document.add("actors", "port", {"name": "Port of Arden", "kind": "agency"})
    >>> document.add("sources", "story", {"title": "What the port said", "published": "2031-04-04"})
    >>> document.add_claim({"id": "port-reports", "act": "report", "by": ["port"], "source": "story"})
    >>> document.new_problems()
    []
    >>> print(document.text)
    case: harbour
    <BLANKLINE>
    actors:
      port: {name: Port of Arden, kind: agency}
    <BLANKLINE>
    sources:
      story: {title: What the port said, published: 2031-04-04}
    <BLANKLINE>
    claims:
      - id: port-reports
        act: report
        by: [port]
        source: story
    <BLANKLINE>
    """

    path: Path
    #: What the file has now; None if there is none yet.
    before: bytes | None
    text: str
    _bom: bytes = b""
    _marked: Marked = field(default_factory=Marked, repr=False)

    @classmethod
    def open(cls, path: Path) -> FactDocument:
        """Open a fact file. Raises `StoreError` when there is none, and `InvalidData` for what is not YAML."""
        content = saving.read(path)
        if packing := packing_of(content):
            raise StoreError(f"{path}: it is packed ({packing}); unpack it, and name what was in it")
        return cls._of(path, content)

    @classmethod
    def of_text(cls, text: str, path: Path = Path("case.yaml")) -> FactDocument:
        """Return a fact file that is to be, at a path where there is none."""
        document = cls._of(path, text.encode())
        document.before = None
        return document

    @classmethod
    def _of(cls, path: Path, content: bytes) -> FactDocument:
        marked = marks.read(content, str(path))
        data_of(marked, str(path), "a fact file is a map; begin it with case: NAME")
        bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        return cls(path, content, content.removeprefix(bom).decode(), bom, marked)

    def trial(self) -> FactDocument:
        """Return another of the same, in which something can be tried."""
        self._old_problems  # noqa: B018 - found once, and copied
        return copy.copy(self)

    # ------------------------------------------------------------------------------------------------ what it has

    @property
    def content(self) -> bytes:
        """What is to be in the file."""
        return self._bom + self.text.encode()

    @property
    def data(self) -> dict[str, Any]:
        """What is written in it: every single value a text."""
        data: dict[str, Any] = self._marked.data
        return data

    def entries(self, section: str) -> dict[str, Any]:
        """Return the entries of a section by key, as they are written; of claims, those that have an id."""
        there = self.data.get(section) or {}
        if section == "claims":
            return {str(entry.get("id")): entry for entry in there if isinstance(entry, dict) and entry.get("id")}
        return there if isinstance(there, dict) else {}

    def known(self, section: str) -> dict[str, Any]:
        """Return what a key of the file may mean in a section: of actors, those of the `actors.yaml` beside it too."""
        return {**(self._beside if section == "actors" else {}), **self.entries(section)}

    @cached_property
    def _beside(self) -> dict[str, Any]:
        path = self.path.with_name(facts.SHARED_ACTORS)
        try:
            data = marks.read(saving.read(path), str(path)).data if path.is_file() else {}
        except (InvalidData, StoreError):
            return {}  # what is wrong with it is told with the other problems
        actors = data.get("actors") if isinstance(data, dict) else {}
        return actors if isinstance(actors, dict) else {}

    def named(self, section: str, text: str) -> list[str]:
        """Return the keys of what is called so: a key itself, or names, titles and addresses, however capitalised."""
        known = self.known(section)
        wanted = fold(text)
        if text in known:
            return [text]
        urls = {key: entry.get("url") for key, entry in known.items() if isinstance(entry, dict)}
        return [key for key, entry in known.items() if text == urls.get(key) or wanted in map(fold, _names(entry))]

    def line_of(self, claim: str) -> int:
        """Return the line on which a claim begins, from 1. Raises `StoreError` if there is no such claim."""
        return self._marked.values["claims", self._index(claim)][0]

    def _index(self, claim: str) -> int:
        for at, entry in enumerate(self.data.get("claims") or ()):
            if isinstance(entry, dict) and entry.get("id") == claim:
                return at
        raise StoreError(f'{self.path}: there is no claim "{claim}" in it')

    # --------------------------------------------------------------------------------------------------- changes

    def add_claim(self, entry: Mapping[str, Any]) -> None:
        """Add a claim after the others."""
        written = _in_order("claims", as_written(entry))

        def change(data: dict[str, Any]) -> None:
            data["claims"] = [*(data.get("claims") or []), written]

        self._change(splice.add_item(self.text, "claims", written, _SECTIONS), change)

    def add(self, section: str, key: str, entry: Mapping[str, Any]) -> None:
        """Add an actor, incident, source or piece of evidence after the others. Raises `StoreError` when there is one
        with this key."""
        if key in (self.data.get(section) or {}):
            raise StoreError(f'{self.path}: "{key}" is already there in {section}; choose another key')
        written = _in_order(section, as_written(entry))

        def change(data: dict[str, Any]) -> None:
            data[section] = {**(data.get(section) or {}), key: written}

        self._change(splice.add_entry(self.text, section, key, written, _SECTIONS), change)

    def set(self, claim: str, field: tuple[str, ...], value: Any) -> None:
        """Give a field of a claim a value; `("at", "paragraph")` is the paragraph in its `at`.

        Raises `StoreError` when there is no such claim, or the field is in what is no map.
        """
        path: marks.Path = ("claims", self._index(claim))
        for at, part in enumerate(field):
            here = _at(self.data, path)
            if not isinstance(here, dict):
                raise StoreError(f'{self.path}: "{".".join(field[:at])}" of "{claim}" is no map; set it as a whole')
            if part not in here or here[part] is None:
                for inner in reversed(field[at + 1 :]):
                    value = {inner: value}
                field = field[: at + 1]
                break
            path = (*path, part)
        path = ("claims", self._index(claim), *field)
        written = as_written(value)

        def change(data: dict[str, Any]) -> None:
            _at(data, path[:-1])[path[-1]] = written

        self._change(splice.put(self.text, path, written, _order(path[:-1])), change)

    def unset(self, claim: str, field: tuple[str, ...]) -> None:
        """Delete a field of a claim; does nothing if it has none. Raises `StoreError` when there is no such claim."""
        path: marks.Path = ("claims", self._index(claim), *field)
        if path not in self._marked.values:
            return
        while len(path) > 3 and len(_at(self.data, path[:-1])) == 1:  # an empty map is nothing
            path = path[:-1]

        def change(data: dict[str, Any]) -> None:
            del _at(data, path[:-1])[path[-1]]

        self._change(splice.take(self.text, path), change)

    def remove(self, claim: str) -> None:
        """Delete a claim. Raises `StoreError` when there is no such claim, or no other."""
        path: marks.Path = ("claims", self._index(claim))

        def change(data: dict[str, Any]) -> None:
            del data["claims"][path[1]]

        self._change(splice.take(self.text, path), change)

    def _change(self, text: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Take a new text, if reading it gives what was meant; otherwise nothing is changed."""
        wanted = copy.deepcopy(self.data)
        change(wanted)
        marked = marks.read(text.encode(), str(self.path))
        if marked.data != wanted:
            raise StoreError(f"{self.path}: it is written in a way that cannot be added to; change it in an editor")
        self.text, self._marked = text, marked

    # ------------------------------------------------------------------------------------------ checks and writing

    def problems(self) -> list[Problem]:
        """Return all that the loader finds wrong with what is to be in the file, warnings too."""
        return _problems(self.path, self.content)

    @cached_property
    def _old_problems(self) -> list[Problem]:
        return [] if self.before is None else _problems(self.path, self.before)

    def new_problems(self) -> list[Problem]:
        """Return what is wrong, and was not so before, without warnings."""
        old = Counter(problem.message for problem in self._old_problems)
        found = []
        for problem in self.problems():
            if old[problem.message] > 0:
                old[problem.message] -= 1
            elif not problem.warning:
                found.append(problem)
        return found

    def complaints(self, claim: str, field: str) -> list[str]:
        """Return what is newly wrong with the value of a field of a claim."""
        path: marks.Path = ("claims", self._index(claim), field)
        span = spans(self.text).get(path)
        if span is None:
            return []
        start = span.start if field == "id" else span.key  # where the claim begins, too
        told = [(offset(self.text, problem.line, problem.column), problem.message) for problem in self.new_problems()]
        return [message for at, message in told if start <= at <= span.end]

    def diff(self) -> str:
        """Return what is to be changed, as `diff -u` shows it; empty if nothing is."""
        old = (self.before or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = self.content.decode().splitlines(keepends=True)
        shown = difflib.unified_diff(old, new, str(self.path), str(self.path), n=1)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at the end\n" for line in shown)

    def save(self) -> None:
        """Write the file at once and as a whole, and keep what it was (see `saving`); if nothing is changed, do
        nothing.

        Raises `StoreError` when it cannot be written, or was changed by others since it was opened.
        """
        if self.content != self.before:
            saving.write(self.path, self.content, self.before)
            self.before = self.content
            self.__dict__.pop("_old_problems", None)

    @property
    def sha256(self) -> str:
        """The hash of the file as it is, by which a data set knows what it was read from."""
        return hashlib.sha256(self.before or b"").hexdigest()


def _problems(path: Path, content: bytes) -> list[Problem]:
    return facts.problems(replace(Document.of_file(path), open=lambda: io.BytesIO(content)))


def _names(entry: Any) -> list[str]:
    """Return what an entry of an actor, incident, source or piece of evidence is called."""
    if not isinstance(entry, dict):
        return []
    texts = [entry.get(key) for key in ("name", "title", "gloss", "summary", "aliases")]
    flat = [each for text in texts for each in (text.values() if isinstance(text, dict) else listed(text))]
    plain = [each.get("name") if isinstance(each, dict) else each for each in flat]
    return [each for each in plain if isinstance(each, str)]


def _at(data: Any, path: marks.Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _order(path: marks.Path) -> tuple[str, ...]:
    """Return the keys of what is at a path, in the order of the schema."""
    return tuple(field.alias or name for name, field in model_at(path).model_fields.items())


def _in_order(section: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    order = _order((section, 0))
    return dict(sorted(entry.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
