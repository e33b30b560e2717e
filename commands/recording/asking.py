"""Asking for a claim, and for what it is about, step by step: the loader checks each answer as soon as it is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from ...errors import StoreError
from ...loaders.facts.writing.questions import ENTRIES, NAMING, ONE, QUESTIONS, asked, called, is_needed
from ...ontology import ACTOR_KINDS, FORMS, INCIDENT_KINDS
from ...ontology.acts import ACTS, OUTCOMES, ROLES
from ..output import note
from .prompts import Words, ask, confirmed

if TYPE_CHECKING:
    from ...graph import Graph
    from ...loaders.facts.writing.document import FactDocument

_PLACEHOLDER: Final = "to-be-added"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what could be the answer, and whether none will do."""

    text: str
    words: Words
    optional: bool


def _until_right(
    question: Question, default: str, meant: Callable[[str], object], wrong: Callable[[object], list[str]]
) -> object:
    """Ask until nothing is wrong with what the answer means; returns that, or None for no answer.

    `meant` returns None for an answer that is to be given again.
    """
    hint = " (Enter: not said)" if question.optional and not default else ""
    while True:
        text = ask(question.text + hint, question.words, default)
        if not text and question.optional:
            return None
        value = meant(text) if text else None
        told = ["this is needed"] if not text else wrong(value) if value is not None else []
        for message in told:
            note(message)
        if value is not None and not told:
            return value


@dataclass
class Interview:
    """Questions about what is to be added to a fact file; `graph` returns the graph, if there is one, for its names."""

    document: FactDocument
    graph: Callable[[], Graph | None] = field(default=lambda: None)

    # ------------------------------------------------------------------------------------------------------ claims

    def claim(self) -> dict[str, object]:
        """Return the claim that was asked for; the document has what it is about."""
        entry: dict[str, object] = {}
        for name in asked(entry):
            if NAMING.get(name) != "claims" or self._words(name) or is_needed(entry, name):
                self._answer(entry, name)
        while problems := self._wrong(entry):
            for problem in problems:
                note(problem)
            self._answer(entry, ask("Which field is to be changed?", dict.fromkeys(QUESTIONS, "")) or "id")
        return entry

    def _answer(self, entry: dict[str, object], name: str) -> None:
        """Ask for a field of a claim; what is not answered is not said."""
        from ...loaders.facts.writing.fields import value_of

        key, _, inner = name.partition(".")

        def meant(text: str) -> object:
            return self._keys(NAMING[key], "claims", key, text) if key in NAMING else value_of("claims", (key,), text)

        def placed(value: object) -> object:
            return {inner: value} if inner else value

        value = _until_right(
            Question(QUESTIONS.get(name, name), self._words(key), optional=not is_needed(entry, key)),
            self._new_id(entry) if key == "id" else "",
            meant,
            lambda value: self._complaints({**entry, key: placed(value)}, key),
        )
        entry.pop(key, None)
        if value is not None:
            entry[key] = placed(value)

    def _complaints(self, entry: Mapping[str, object], key: str) -> list[str]:
        trial = self.document.trial()
        named = str(entry.get("id") or _PLACEHOLDER)
        if named in self.document.entries("claims"):
            return [f'the id "{named}" is already used; choose another']
        trial.add_claim({**entry, "id": named})
        return trial.complaints(named, key)

    def _wrong(self, entry: Mapping[str, object]) -> list[str]:
        trial = self.document.trial()
        trial.add_claim(entry)
        return [problem.message for problem in trial.new_problems()]

    def _new_id(self, entry: Mapping[str, object]) -> str:
        from ...loaders.facts.writing.fields import new_id

        return new_id(entry, self.document.entries("claims"))

    # ----------------------------------------------------------------------------------------------------- entries

    def entry(self, section: str, name: str, key: str = "") -> str | None:
        """Add something that is called `name` to the document, after asking; returns its key, or None if it is not to
        be."""
        from ...loaders.facts.writing.fields import key_for

        known = self._from_graph(section, name)
        if not key:
            found = f" ({known['kind']}, as in the graph)" if known else ""
            if not confirmed(f'there is no {ONE[section]} "{name}" in the file; add it{found}?'):
                return None
            key = ask("Its key in the file", default=key_for(name, self.document.known(section)))
        entry = known or self._described(section, name)
        try:
            self.document.add(section, key, entry)
        except StoreError as error:
            note(str(error))
            return None
        return key

    def _described(self, section: str, name: str) -> dict[str, object]:
        """Return an entry whose name, title or address is known already."""
        entry: dict[str, object] = {}
        called = "url" if "://" in name else ENTRIES[section][0][0]
        for field_, question, optional in ENTRIES[section]:
            if field_ == called and name and not self._entry_complaints(section, entry, field_, name):
                entry[field_] = name
                continue
            value = _until_right(
                Question(question, self._words(field_, section), optional=optional),
                name if field_ == called else "",
                partial(self._field, section, field_),
                partial(self._entry_complaints, section, entry, field_),
            )
            if value is not None:
                entry[field_] = value
        return entry

    def _field(self, section: str, field_: str, text: str) -> object:
        return self._keys(NAMING[field_], section, field_, text) if field_ in NAMING else text

    def _entry_complaints(self, section: str, entry: Mapping[str, object], field_: str, value: object) -> list[str]:
        """Return what is wrong with one more field of an entry."""
        before, after = (self._with(section, each) for each in (entry, {**entry, field_: value}))
        return [message for message in after if message not in before]

    def _with(self, section: str, entry: Mapping[str, object]) -> list[str]:
        trial = self.document.trial()
        trial.add(section, _PLACEHOLDER, entry)
        return [problem.message for problem in trial.new_problems()]

    # ------------------------------------------------------------------------------------------------------- names

    def _keys(self, naming: str, section: str, field_: str, text: str) -> object:
        """Return the keys of what is named in an answer, added where they are missing; None if they are not to be."""
        from ...loaders.facts.writing.fields import value_of

        value = value_of(section, (field_,), text)
        if naming == "claims":  # which are not made in passing
            return value
        names = value if isinstance(value, list) and not self.document.named(naming, text) else [text]
        keys = [self._key(naming, name) for name in names]
        return None if None in keys else keys if len(keys) > 1 else keys[0]

    def _key(self, section: str, name: str) -> str | None:
        found = self.document.named(section, name)
        if len(found) == 1:
            return found[0]
        if found:
            note(f'"{name}" may be {" or ".join(found)}; give the key')
            return None
        return self.entry(section, name)

    def _words(self, key: str, section: str = "claims") -> Words:
        """Return what could be an answer, with what it means."""
        if key == "kind":
            return dict.fromkeys(ACTOR_KINDS if section == "actors" else INCIDENT_KINDS, "")
        fixed: dict[str, Words] = {
            "act": {name: act.means for name, act in ACTS.items()},
            "role": {name: role.verb for name, role in ROLES.items()},
            "outcome": {name: outcome.words for name, outcome in OUTCOMES.items()},
            "form": dict.fromkeys(FORMS, ""),
            "on": {"unknown": "nobody knows"},
        }
        if key in fixed:
            return fixed[key]
        if key not in NAMING:
            return {}
        known = {name: called(entry) for name, entry in self.document.known(NAMING[key]).items()}
        if key == "challenges":
            known |= {name: called(entry) for name, entry in self.document.known("evidence").items()}
        return {**known, **(self._actors if NAMING[key] == "actors" else {})}

    @cached_property
    def _actors(self) -> dict[str, str]:
        """The actors of the graph: name -> kind."""
        graph = self.graph()
        if graph is None:
            return {}
        return {row.name: row.kind for row in graph.store.current.select(_ACTORS).rows()}

    def _from_graph(self, section: str, name: str) -> dict[str, object] | None:
        """Return an actor as the graph has it, by its name."""
        kind = self._actors.get(name) if section == "actors" else None
        return {"name": name, "kind": kind} if kind else None


_ACTORS = "SELECT DISTINCT ?name ?kind { ?actor a wb:Actor ; rdfs:label ?name ; wb:kind ?kind } ORDER BY ?name"
