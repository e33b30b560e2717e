"""German phrases: every noun has a capital, and articles and endings tell what is a subject."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from .chunks import MOST_WORDS, Chunker
from .phrases import Phrase

#: What words end in that say what somebody is; and names that end so.
_TITLES = (
    "er",
    "erin",
    "ist",
    "istin",
    "oge",
    "ogin",
    "ant",
    "antin",
    "iker",
    "or",
    "orin",
    "eur",
    "wirt",
    "mann",
    "frau",
)
_SHORTEST_TITLE = 7
_NAMES = ("alexander", "christopher", "aleksander", "hermann", "ferdinand", "salvador")


class German(Chunker):
    """Finds the phrases of a German sentence."""

    def core(self, at: int, first: int) -> Phrase | None:  # noqa: ARG002 - English needs to know
        """Return the phrase whose noun or name begins at `at`; its article, if it has one, is at `first`."""
        return self._nouns(at) if self.is_name(at) else None

    def _nouns(self, at: int) -> Phrase | None:
        """Return the phrase of nouns and names in a row, and what these belong to."""
        end = at + 1
        while end < len(self.tokens) and end - at < MOST_WORDS and self.is_name(end) and self.known(end) is None:
            end += 1
        kinds = [self.noun_kind(place) for place in range(at, end)]
        begin, kind = at, kinds[0] or "name"
        for place, (noun, following) in enumerate(pairwise(kinds), start=at):
            named = noun == "person" or (noun == "organisation" and self._names_follow(place))
            if named and following is None:
                begin, kind = place + 1, noun or "name"  # "Innenministerin Paula Venn", "Gruppe Nachtfalter"
                break
        if begin == at and end - at > 2 and not any(kinds) and self._is_title(at):
            begin, kind = at + 1, "person"
        if end < len(self.tokens) and self.known(end) and kind == "person":
            inner = self.known(end)
            assert inner is not None  # noqa: S101 - found on the line above
            return replace(inner, start=at)
        if begin == at and all(each is None for each in kinds) and self._is_common(at, end):
            kind = "noun"
        name = self.text(begin, end)
        if at and self.tokens[at - 1].lower in ("des", "eines") and end - at == 1 and kind != "name":
            name = name.removesuffix("s")
        phrase = Phrase(at, end, kind, name, spokes=self._speaks_for(at), whole=self.text(at, end))
        return self._belonging(phrase) if kind not in ("thing", "noun") else phrase

    def _is_title(self, at: int) -> bool:
        """Return whether a noun says what somebody is whose name follows: "Verteidigerin Rita Lang"."""
        before = self.tokens[at - 1].lower if at else ""
        word = self.tokens[at].lower
        if self.language.has("determiners", before):
            return True
        return word.endswith(_TITLES) and len(word) >= _SHORTEST_TITLE and word not in _NAMES

    def _is_common(self, at: int, end: int) -> bool:
        """Return whether it is a noun as any other: a single one after an article or adjective."""
        before = self.tokens[at - 1].lower if at else ""
        adjective = before.endswith(("en", "er", "es", "em", "e")) and not self.language.has("verbs", before)
        contracted = before in ("im", "am", "zum", "zur", "beim", "vom", "ins", "ans", "aufs")
        return end - at == 1 and (self.language.has("determiners", before) or contracted or adjective)

    def _names_follow(self, at: int) -> bool:
        """Return whether a noun only says what the name after it is: "Gruppe Nachtfalter", not "Universität Marlow"."""
        return self.language.ends("names_follow", self.tokens[at].lower)

    def _speaks_for(self, at: int) -> bool:
        return self.language.has("spokespeople", self.tokens[at].lower)

    def _belonging(self, phrase: Phrase) -> Phrase:
        """Return the phrase with what it belongs to: "Regierung von Ostmark", "ein Sprecher des Außenministeriums"."""
        at = phrase.end
        if at + 1 >= len(self.tokens):
            return phrase
        word = self.tokens[at].lower
        if word == "mit" and at + 3 < len(self.tokens) and self.tokens[at + 2].lower == "namen":
            word, at = "namens", at + 2
        if word in ("namens", "genannt"):
            inner = self.phrase(at + 1)
            return replace(phrase, end=inner.end, name=inner.name, kind="organisation") if inner else phrase
        last = self.tokens[phrase.end - 1].lower
        role = self.language.ends("people", last) or self.language.ends("organisations", last)
        genitive = word in ("des", "beider", "eines") or (
            word in ("der", "einer") and (phrase.spokes or last == "besatzung")
        )
        people = self.language.ends("people", last)
        linked = word in ("von", "vom", "in", "für") or (
            people and word in ("aus", "an") and self.tokens[at + 1].text not in ("der",)
        )
        if not (role and (genitive or linked)):
            if word in ("von", "vom") and phrase.kind == "person":  # "Arno Seidel von der Universität Weilbach"
                inner = self.phrase(at + 1)
                return replace(phrase, end=inner.end, inside=inner.name) if inner and inner.acts else phrase
            return phrase
        inner = self.phrase(at if genitive else at + 1)
        if (
            inner is None
            or not (inner.acts or (word == "für" and inner.kind != "noun") or genitive)
            or inner.kind in ("pronoun", "self")
        ):
            return phrase
        if word == "in" and inner.kind != "name":
            return phrase
        name = f"{phrase.name} {self.text(at, inner.end)}"
        return replace(
            phrase, end=inner.end, name=name, inside=inner.name, owned=inner.owned, latter=inner.latter, whole=""
        )
