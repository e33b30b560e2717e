"""The cast of an article: who is meant by the names, titles and pronouns in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...ontology.states import state_of
from ...ontology.texts import fold
from .grammar.language import Language
from .grammar.phrases import Known, Phrase

_LONGEST_MEMORY = 200


@dataclass(slots=True)
class Person:
    """Somebody in an article: the name that is told, and whom a graph knows by it.

    `inside` is what they belong to, `spellings` all that the article calls them (folded). `named` tells whether that is
    a name rather than a description, `human` whether they can be meant by "he" or "she".
    """

    name: str
    kind: str
    known: Known | None = None
    inside: str = ""
    spellings: set[str] = field(default_factory=set)
    named: bool = True
    human: bool = False


class Cast:
    """Who was named so far."""

    def __init__(self, language: Language, known: Mapping[str, Known] | None = None) -> None:
        self.language = language
        self._known = {fold(name): actor for name, actor in (known or {}).items()}
        self.people: list[Person] = []
        self._by_name: dict[str, Person] = {}
        self._by_word: dict[str, Person] = {}
        self._last: dict[str, Person] = {}
        self._through = False

    def who(self, phrase: Phrase, other_than: Person | None = None, *, mention: bool = False) -> Person | None:
        """Return who is meant by a phrase, or None where that is not known; take note of the new.

        `other_than` is who cannot be meant by "the company", because it speaks of that; a mere `mention` is of somebody
        who neither speaks nor is accused.
        """
        if phrase.kind == "pronoun":
            return self._pronoun(phrase.name)
        if phrase.kind == "self":
            return self._last.get("speaker")
        if phrase.spokes and phrase.latter and not phrase.inside and "accused" in self._last:
            return self._last["accused"]
        speaker = self._last.get("speaker")
        if phrase.spokes and not phrase.inside and speaker is not None and not speaker.human:
            return speaker
        if phrase.spokes and phrase.inside:  # a spokesman's words are those of whom he speaks for
            phrase = replace(phrase, name=phrase.inside, kind="organisation", inside="", whole="")
        person = self._named(phrase, other_than)
        if mention and phrase.kind == "name" and self.language.capital_nouns:
            return person  # any noun may look so
        person.human = person.human or phrase.kind == "person" or person.kind == "person"
        self._last["person" if person.human else "organisation"] = person
        self._last[person.kind] = person
        self._last["any"] = person
        return person

    def spoke(self, person: Person, *, through: bool = False) -> None:
        """Take note that somebody spoke, or somebody for them: who goes on in the next sentence."""
        self._last["speaker"] = person
        self._through = through

    def was_blamed(self, person: Person | None) -> None:
        """Take note that somebody was accused in the sentence before, if anybody was: "this one" is who."""
        self._last.pop("accused", None)
        if person is not None:
            self._last["accused"] = person

    def last(self, what: str) -> Person | None:
        """Return the last `speaker`, `person`, `organisation`, or `any`."""
        return self._last.get(what)

    def _pronoun(self, word: str) -> Person | None:
        if self.language.has("demonstratives", word):
            return self._last.get("accused") or self._last.get("any")
        if self.language.has("persons", word):
            wanted = ("person", "any") if not self.language.capital_nouns else ("any", "speaker")
        else:
            wanted = ("any", "organisation") if self.language.has("plurals", word) else ("organisation", "any")
        speaker = self._last.get("speaker")
        human = speaker is not None and (speaker.human or self._through)
        if speaker is not None and wanted[0] in ("any", "person" if human else "organisation"):
            return speaker
        return next((self._last[what] for what in wanted if what in self._last), None)

    def _named(self, phrase: Phrase, other_than: Person | None) -> Person:
        name = phrase.name
        key = fold(name)
        found = self._generic(key)
        if found is None or found is other_than:
            shorter = None if phrase.known else self._shorter(phrase, key)
            found = self._by_name.get(key) or shorter
        if found is None:
            known = phrase.known or self._known.get(key)
            found = Person(
                known.name if known else name, self._kind(phrase, known), known, phrase.inside, named=self._proper(name)
            )
            found = self._state(found, name)
            self.people.append(found)
            for word in key.split()[-1:] if found.kind == "person" or phrase.kind == "name" else ():
                self._by_word[word] = found
            if phrase.kind == "organisation":
                for word in key.split():
                    if self.language.ends("organisations", word):
                        self._by_word.setdefault(word, found)
        owner = self._last.get("any") if phrase.owned and not phrase.inside else None
        if (owner or phrase.inside) and not found.inside and owner is not found:
            found.inside = owner.name if owner else phrase.inside
        self._by_name[key] = found
        found.spellings.add(key)
        if phrase.whole:
            found.spellings.add(fold(phrase.whole))
        return found

    def _shorter(self, phrase: Phrase, key: str) -> Person | None:
        """Return who was named in full before: "Wendt" for Carla Wendt, "the hospital" for St. Alban's Hospital."""
        words = key.split()
        if len(words) != 1:
            return None
        found = self._by_word.get(key)
        if found is not None:
            return found
        if self.language.capital_nouns and phrase.kind == "organisation":
            return next(
                (p for p in reversed(self.people[-_LONGEST_MEMORY:]) if fold(p.name).partition(" ")[0].endswith(key)),
                None,
            )
        return None

    def _generic(self, key: str) -> Person | None:
        """Return who is meant by what several may be called: "the company", "das Magazin"."""
        if self.language.has("kinds_outlet", key):
            return self._last.get("outlet")
        if self.language.has("generics", key):
            return self._last.get("company") or self._last.get("organisation")
        return None

    def _kind(self, phrase: Phrase, known: Known | None) -> str:
        if known:
            return known.kind
        words = fold(phrase.name).split()
        proper = self._proper(phrase.name)
        if phrase.kind == "person":
            described = any(self.language.ends("people", word) or self.language.has("small", word) for word in words)
            return "person" if proper and not described else "unnamed"
        for kind in ("agency", "company", "outlet", "state"):
            if any(self.language.has(f"kinds_{kind}", word) for word in words):
                return kind
        if phrase.kind == "organisation":
            return "group" if proper else "unnamed"
        return "person" if len(words) in (2, 3) else "group"

    def _proper(self, name: str) -> bool:
        return self.language.capital_nouns or any(word[:1].isupper() for word in name.split())

    def _state(self, person: Person, name: str) -> Person:
        if person.known is None and len(name) > 3 and person.kind in ("group", "person") and state_of(name):
            return replace(person, kind="state")
        return person
