"""Clauses: a sentence in segments, with who is the subject and who the object of a verb in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .english import English
from .german import German
from .language import Language, Match
from .phrases import Names, Phrase
from .text import Sentence, Token

_MARKS = frozenset(",;:–—()-")


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a sentence, by its tokens. A `relative` one speaks of what stands before it, a `subordinate` one depends
    on another; `quoted` are somebody's words."""

    start: int
    end: int
    kind: Literal["main", "relative", "subordinate"] = "main"
    quoted: bool = False


class Clauses:
    """A sentence as clauses."""

    def __init__(self, sentence: Sentence, language: Language, names: Names) -> None:
        self.sentence, self.language = sentence, language
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.words = [token.lower for token in self.tokens]
        self.phrases = (German if language.capital_nouns else English)(self.tokens, language, names).phrases()
        self.matches = [match for match in language.matches(self.words) if self._is_verb(match)]
        self.segments = self._segments()
        self._segment_of = [number for number, each in enumerate(self.segments) for _ in range(each.start, each.end)]

    def _is_verb(self, match: Match) -> bool:
        """Return whether a single word is a verb here: "his claim" and "at fault" have none."""
        if match.start == 0 or match.frame.speaker != "subject":
            return True
        around = self.phrase_at(match.start)
        if around is not None and around.start < match.start and not self.language.capital_nouns:
            return False  # "a group called Dark Sky"
        if self.language.capital_nouns:
            return match.frame.act != "speech" or not self.tokens[match.start].is_capital
        before = self.words[match.start - 1]
        noun = self.language.has("determiners", before) or before in ("at", "of", "in", "little", "no")
        return not noun or self.tokens[match.start - 1].is_capital

    # ---------------------------------------------------------------------------------------------------- segments

    def _segments(self) -> list[Segment]:
        inside = {at for phrase in self.phrases for at in range(phrase.start + 1, phrase.end)}
        verbs = {match.start for match in self.matches}
        after_saying = set()
        if not self.language.capital_nouns:
            after_saying = {m.end + 1 for m in self.matches if m.frame.act == "speech" and m.frame.speaker == "subject"}
        starts = [0]
        for at in range(1, len(self.tokens)):
            word = self.words[at]
            new = self.tokens[at - 1].text in _MARKS or self.tokens[at - 1].quoted != self.tokens[at].quoted
            new = new or (
                self.language.has("boundaries", word) and (not self.language.has("joins", word) or at + 1 in verbs)
            )
            new = new or (self.language.has("joins", word) and at + 1 in verbs)
            if (new or at in after_saying) and at not in inside:
                starts.append(at)
        return [self._segment(start, end) for start, end in zip(starts, [*starts[1:], len(self.tokens)], strict=True)]

    def _segment(self, start: int, end: int) -> Segment:
        word, language = self.words[start], self.language
        after_comma = start > 0 and self.tokens[start - 1].text == ","
        kind: Literal["main", "relative", "subordinate"] = "main"
        if start == 0 and word in ("das", "die", "der", "that"):
            kind = "main"
        elif self._is_relative(start, after_comma):
            kind = "relative"
        elif language.has("boundaries", word) and word not in ("and", "but", "aber", "doch", "sondern"):
            kind = "subordinate"
        return Segment(start, end, kind, self.tokens[start].quoted)

    def _is_relative(self, start: int, after_comma: bool) -> bool:
        """Return whether a relative pronoun begins here; German has the same words for articles."""
        language = self.language
        at = start
        if language.capital_nouns and language.has("prepositions", self.words[at]) and at + 1 < len(self.tokens):
            at += 1
        if not language.has("relatives", self.words[at]) or start == 0:
            return False
        if not language.capital_nouns:
            return after_comma or self.phrase_at(start - 1) is not None
        phrase = self.phrase_at(at)
        return after_comma and (phrase is None or phrase.end == at + 1)

    def segment(self, at: int) -> int:
        """Return the number of the segment that a token is in."""
        return self._segment_of[min(at, len(self.tokens) - 1)]

    def phrase_at(self, at: int) -> Phrase | None:
        """Return the phrase that a token is in."""
        return next((phrase for phrase in self.phrases if phrase.start <= at < phrase.end), None)

    # ------------------------------------------------------------------------------------------------- small words

    def negated(self, match: Match) -> bool:
        """Return whether a verb is denied in its own clause."""
        segment = self.segments[self.segment(match.start)]
        first = segment.start if self.language.capital_nouns else max(segment.start, match.start - 4)
        last = segment.end if self.language.capital_nouns else match.start
        inside = {*range(match.start, match.end + 1)}
        return any(self.language.has("negations", self.words[at]) for at in range(first, last) if at not in inside)

    def conditional(self, match: Match) -> bool:
        """Return whether it is only asked, or supposed."""
        segment = self.segments[self.segment(match.start)]
        first, asked = self.words[segment.start], self.tokens[-1].text == "?" and not segment.quoted
        asking = segment.kind != "relative" and segment.start > 0 and self.language.has("asking", first)
        return asked or asking or self.language.has("conditions", first)

    def _is_name(self, at: int) -> bool:
        """Return whether a word has its capital as a name and not as the first of what is said: "on 2 May"."""
        return self.tokens[at].is_capital and at > 0 and self.tokens[at - 1].text[0].isalnum()

    def hedge(self, match: Match) -> str:
        """Return the word by which a clause says that it is not sure."""
        segment = self.segments[self.segment(match.start)]
        return next(
            (
                self.tokens[at].text
                for at in range(segment.start, segment.end)
                if self.language.has("hedges", self.words[at]) and not self._is_name(at)
            ),
            "",
        )
