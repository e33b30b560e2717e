"""What the answers of a form would make of a fact file, and what the loader says of that; nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ...errors import InvalidData, Problem, StoreError
from ...loaders.facts.writing.document import FactDocument
from ...loaders.facts.writing.fields import assigned, key_for, new_id, parsed, value_of
from ...loaders.facts.writing.questions import NAMING
from ...loaders.yaml.spans import offset, spans
from .forms import flat

#: How a message begins that is about a field which is not there.
_MISSING: Final = re.compile(r'"([a-z_]+)"')
#: What the loader says of a name in the place of a key, and what is said instead where a form takes names, too.
_NO_KEY: Final = "is not a key"
_NOBODY: Final = "is neither a key nor a name in this file; add it first"
_PREFERRED: Final = ("name", "title", "summary")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong: with which field of the form (empty: with the whole), and where in the file as it would be."""

    field: str
    message: str
    place: str = ""


class Draft:
    """A fact file with what a form adds to it or changes in it."""

    def __init__(self, document: FactDocument, section: str, key: str, given: Mapping[str, str]) -> None:
        """Change a copy of a file: the claim of a key, or a new entry of a section where the key is empty.

        `given` has the fields by their dotted names. What cannot be put into the file at all is a complaint, too.
        """
        self.document = document.trial()
        self.section = section
        self.key = key
        self._given = given
        self._refused: list[Complaint] = []
        self._unclear: dict[str, str] = {}  # of fields that name something: why that is not known
        if key:
            self._correct()
        else:
            self._add()

    @property
    def complaints(self) -> list[Complaint]:
        """All that is wrong, and was not so before."""
        return self._refused or [self._placed(problem) for problem in self.document.new_problems()]

    def diff(self) -> str:
        """Return what would change, as `diff -u` shows it."""
        return "" if self._refused else self.document.diff()

    # -------------------------------------------------------------------------------------------------------- changes

    def _add(self) -> None:
        entry: dict[str, Any] = {}
        given = {name: text for name, text in self._given.items() if text.strip()}
        try:
            entry = assigned(self.section, [f"{name}={self._meant(name, text)}" for name, text in given.items()])
            if self.section == "claims":
                self.key = str(entry.pop("id", "") or new_id(entry, self.document.entries("claims")))
                self._refuse_used()
                self.document.add_claim({"id": self.key, **entry})
            else:
                self.key = str(entry.pop("key", "") or self._new_key(entry))
                self.document.add(self.section, self.key, entry)
        except (StoreError, InvalidData) as error:
            self._refused.append(_refusal("id" if self.section == "claims" else "key", error, given))

    def _refuse_used(self) -> None:
        if self.key in self.document.entries("claims"):
            raise StoreError(f'the id "{self.key}" is already used; choose another')

    def _new_key(self, entry: Mapping[str, Any]) -> str:
        named = next((entry[field] for field in _PREFERRED if field in entry), "")
        text = next(iter(named.values()), "") if isinstance(named, dict) else named
        return key_for(str(text), self.document.known(self.section))

    def _correct(self) -> None:
        there = flat(self.document.entries("claims").get(self.key, {}))
        names = sorted(self._given, key=lambda name: name == "id")  # by which the others find their claim
        for name in names:
            text = self._meant(name, self._given[name])
            if _same(name, text, there.get(name, "")):
                continue
            try:
                self._put(name, text)
            except (StoreError, InvalidData) as error:
                self._refused.append(_refusal(name, error, self._given))

    def _put(self, name: str, text: str) -> None:
        if not text:
            self.document.unset(self.key, tuple(name.split(".")))
            return
        field, value = parsed("claims", f"{name}={text}")
        if field[0] not in self.document.entries("claims").get(self.key, {}):
            ((first, value),) = assigned("claims", [f"{name}={text}"]).items()
            field = (first,)
        if field == ("id",) and value != self.key and value in self.document.entries("claims"):
            raise StoreError(f'the id "{value}" is already used; choose another')
        self.document.set(self.key, field, value)
        if field == ("id",):
            self.key = str(value)

    def _meant(self, name: str, text: str) -> str:
        """Return what a field is given, with the keys of what is called by its name."""
        text = text.strip()
        section = NAMING.get(name)
        if not section:
            return text
        names = [text] if self.document.named(section, text) else text.split(",")
        return ", ".join(self._key_of(name, section, each.strip()) for each in names if each.strip())

    def _key_of(self, field: str, section: str, name: str) -> str:
        found = self.document.named(section, name)
        if len(found) == 1:
            return found[0]
        what = f"is what several are called; write one of the keys {', '.join(found)}" if found else _NOBODY
        self._unclear[field] = f'"{name}" {what}'
        return name

    # ----------------------------------------------------------------------------------------------------- complaints

    def _placed(self, problem: Problem) -> Complaint:
        field = self._field_at(problem)
        message = self._unclear.get(field, problem.message) if _NO_KEY in problem.message else problem.message
        return Complaint(field, message, f"{problem.file}:{problem.line}:{problem.column}")

    def _field_at(self, problem: Problem) -> str:
        """Return the field of the form that a problem is about."""
        at = offset(self.document.text, problem.line, problem.column)
        around = [path for path, (start, end) in self._places.items() if start <= at <= end]
        if around:
            return ".".join(part for part in max(around, key=len) if isinstance(part, str))
        missing = _MISSING.match(problem.message)
        return missing[1] if missing else ""

    @cached_property
    def _places(self) -> dict[tuple[str | int, ...], tuple[int, int]]:
        """Where each field of the entry begins, with its key, and ends."""
        base = self._base()
        found = {}
        for path, span in spans(self.document.text).items():
            inner = path[len(base) :]
            if path[: len(base)] == base and inner:
                found[inner] = (span.start if inner == ("id",) or span.key < 0 else span.key, span.end)
        return found

    def _base(self) -> tuple[str | int, ...]:
        if self.section != "claims":
            return (self.section, self.key)
        listed: list[Any] = self.document.data.get("claims") or []
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in listed]
        return ("claims", ids.index(self.key)) if self.key in ids else ("claims", -1)


def _same(name: str, text: str, there: str) -> bool:
    first, second = (value_of("claims", tuple(name.split(".")), each) for each in (text, there))
    return bool(first == second)


def _refusal(field: str, error: StoreError | InvalidData, given: Iterable[str]) -> Complaint:
    """Return the complaint about what could not be put into the file: its text cannot be YAML, or its key is taken."""
    if isinstance(error, InvalidData):
        return Complaint(
            field if field in given else "", error.problems[0].message, str(error.problems[0]).split(": ")[0]
        )
    return Complaint(field, str(error))
