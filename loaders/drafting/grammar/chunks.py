"""Chunks: the words of a sentence taken together to phrases; what is the same in each language."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from ....ontology.texts import fold
from .language import Language
from .phrases import Kind, Names, Phrase
from .text import OWNS, Token

MOST_WORDS = 9
MOST_ADJECTIVES = 4
#: How many phrases may be one within another ("the head of the office of the minister of"): more is no sentence.
_DEEPEST = 6
#: What stands before a place, not before somebody of whom the next words tell the name.
_WHERE = ("at", "in", "from", "an", "aus")


class Chunker(ABC):
    """Finds the phrases of a sentence. Each place is looked at once, so that time is linear in the words."""

    def __init__(self, tokens: Sequence[Token], language: Language, names: Names) -> None:
        self.tokens, self.language, self.names = tokens, language, names
        self.folded = [fold(token.text) for token in tokens]
        self._found: dict[int, Phrase | None] = {}
        self._named: dict[int, Phrase | None] = {}
        self._depth = 0

    def phrases(self) -> list[Phrase]:
        """Return the phrases in order, none within another."""
        found: list[Phrase] = []
        at = 0
        while at < len(self.tokens):
            phrase = self.phrase(at)
            if phrase is None:
                at += 1
            else:
                found.append(replace(phrase, before=self._before(phrase.start) or self._genitive(phrase, found)))
                at = phrase.end
        return _joined(self._appositions(found), self.tokens, self.language)

    def _genitive(self, phrase: Phrase, before: Sequence[Phrase]) -> str:
        """Return the article of whom something belongs to that is no actor: "im Streit um die Probe der Ruderin"."""
        article = self.tokens[phrase.start].lower
        if (
            not before
            or before[-1].end != phrase.start
            or self.language.has("genitives", before[-1].before)
            or not self.language.has("genitives", article)
        ):
            return ""
        return article if before[-1].before or not before[-1].acts else ""

    def _before(self, start: int) -> str:
        while start > 1 and (
            self.tokens[start - 1].text[0].isdigit() or self.language.has("amounts", self.tokens[start - 1].lower)
        ):
            start -= 1  # "after more than 400 cases"
        before = self.tokens[start - 1].lower if start else ""
        return before if self.language.has("prepositions", before) else ""

    # -------------------------------------------------------------------------------------------------- one phrase

    def phrase(self, at: int) -> Phrase | None:
        """Return the phrase that begins at a token."""
        if at not in self._found:
            self._depth += 1
            self._found[at] = self._phrase(at) if self._depth <= _DEEPEST else None
            self._depth -= 1
        return self._found[at]

    def _phrase(self, at: int) -> Phrase | None:
        token, language = self.tokens[at], self.language
        if not token.is_word:
            return self._title(at)
        known = self.known(at)
        if known:
            return known
        pronoun = self._pronoun(at)
        if pronoun:
            return pronoun
        if language.has("determiners", token.lower):
            return self._after_determiner(at)
        return self.core(at, at)

    def _title(self, at: int) -> Phrase | None:
        """Return a name in quotation marks: "The Interview"."""
        if self.tokens[at].text in '"„“»' and not self.tokens[at].quoted:
            for end in range(at + 2, min(at + 6, len(self.tokens))):
                if self.tokens[end].text in '"“”«':
                    inner = self.tokens[at + 1 : end]
                    if inner[0].is_capital and all(token.is_word for token in inner):
                        known = self.known(at + 1)
                        if known is not None and known.end == end:
                            return replace(known, start=at, end=end + 1)
                        kind: Kind = "noun" if self.language.capital_nouns and len(inner) == 1 else "name"
                        return Phrase(at, end + 1, kind, " ".join(token.text for token in inner))
                    return None
        return None

    def known(self, at: int) -> Phrase | None:
        """Return the phrase of somebody who is known by name."""
        if at not in self._named:
            self._named[at] = None  # while it is looked at
            self._named[at] = self._known(at)
        return self._named[at]

    def _known(self, at: int) -> Phrase | None:
        if not self.tokens[at].is_capital:
            return None
        found = self.names.at(self.folded, at)
        if found is None:
            return None
        end, actor = found
        more = self.name_end(end) if end < len(self.tokens) and self.is_name(end) else end
        if more > end or (end < len(self.tokens) and self.noun_kind(end) and not self.language.capital_nouns):
            return self.core(at, at)  # "US Treasury" is another than "US"
        kind: Kind = "person" if actor.kind == "person" else "organisation"
        return Phrase(at, end, kind, actor.name, known=actor)

    def _pronoun(self, at: int) -> Phrase | None:
        word = self.tokens[at].lower
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if self.language.has("selves", word):
            return Phrase(at, at + 1, "self", word)
        if self.language.has("persons", word):
            return Phrase(at, at + 1, "pronoun", word)
        if self.language.has("things_pronouns", word) and not (
            self.language.has("determiners", word) and following and self._begins_noun(at + 1)
        ):
            return Phrase(at, at + 1, "pronoun", word)
        return None

    def _begins_noun(self, at: int) -> bool:
        end = min(len(self.tokens), at + MOST_ADJECTIVES)
        for token in self.tokens[at:end]:
            if not token.is_word:
                return False
            if token.is_capital or self.language.has("people", token.lower):
                return True
            if self.is_small(token):
                return False
        return not self.language.capital_nouns

    def _after_determiner(self, at: int) -> Phrase | None:
        """Return the phrase of an article and what follows: adjectives, and a noun or name."""
        marked = self.language.has("object_marks", self.tokens[at].lower)
        owned = self.language.has("possessives", self.tokens[at].lower)
        latter = self.language.has("latter", self.tokens[at].lower)
        last = min(len(self.tokens), at + 1 + MOST_ADJECTIVES + 1)
        for begin in range(at + 1, last):
            token = self.tokens[begin]
            if not token.is_word or self._ends_adjectives(token):
                return None
            core = self.known(begin) or self.core(begin, at)
            if core is not None:
                return replace(core, start=at, marked=marked, owned=owned, latter=latter)
        return None

    def _ends_adjectives(self, token: Token) -> bool:
        """Return whether a small word can be no adjective, so that no noun of this article follows."""
        language, word = self.language, token.lower
        return any(language.has(kind, word) for kind in ("prepositions", "boundaries", "passive", "determiners"))

    @abstractmethod
    def core(self, at: int, first: int) -> Phrase | None:
        """Return the phrase whose noun or name begins at `at`; its article, if it has one, is at `first`."""

    def is_small(self, token: Token) -> bool:
        return self.language.has("small", token.lower)

    def is_name(self, at: int) -> bool:
        token = self.tokens[at]
        return token.is_word and token.is_capital and not (self.is_small(token) and not token.text.isupper())

    def name_end(self, at: int) -> int:
        """Return after which word the name ends that begins at `at`."""
        end = at + 1
        while end < len(self.tokens) and end - at < MOST_WORDS:
            if self.is_name(end) or self._goes_on(end) or (self.tokens[end].lower == OWNS and self._more(end)):
                end += 1
            elif self.tokens[end].lower in ("of", "for", "&", "von", "de") and self._more(end):
                end += 2
            elif self.tokens[end].text == "." and self._more(end) and self._is_abbreviation(end - 1):
                end += 2  # "St. Alban's"
            else:
                break
        return end

    def _goes_on(self, at: int) -> bool:
        """Return whether a small word is part of a name: "Dark Sky Now"."""
        token = self.tokens[at]
        return not self.language.capital_nouns and token.is_word and token.is_capital and len(token.text) > 1

    def _is_abbreviation(self, at: int) -> bool:
        return self.language.has("abbreviations", self.tokens[at].lower) or len(self.tokens[at].text) == 1

    def _more(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and self.is_name(at + 1)

    def noun_kind(self, at: int) -> Kind | None:
        word = self.tokens[at].lower
        if self.language.ends("things", word) and word not in self.language.words["organisations"]:
            organisation = self.language.capital_nouns and word.endswith(self.language.stems["organisations"])
            if not organisation or word in self.language.words["things"]:
                return "thing"
        if self.language.ends("people", word):
            return "person"
        return "organisation" if self.language.ends("organisations", word) else None

    # -------------------------------------------------------------------------------------------- several together

    def _appositions(self, phrases: list[Phrase]) -> list[Phrase]:
        """Return the phrases with those taken together that name the same: "its defence minister, Karl Auster,"."""
        merged: list[Phrase] = []
        for phrase in phrases:
            last = merged[-1] if merged else None
            if last is not None and self._apposed(last, phrase):
                merged[-1] = self._together(last, phrase)
            else:
                merged.append(phrase)
        return merged

    def _apposed(self, first: Phrase, second: Phrase) -> bool:
        if (
            self.tokens[first.end : first.end + 1]
            and self.tokens[first.end].text == ","
            and second.start == first.end + 1
        ):
            closed = second.end >= len(self.tokens) or self.tokens[second.end].text in ",.;:–—"
            proper = (first.kind in ("person", "organisation") and second.kind == "name") or (
                first.kind in ("name", "organisation")
                and second.kind in ("person", "organisation")
                and self._has_article(second)
            )
            return closed and proper and not second.before and first.known is None and first.before not in _WHERE
        return False

    def _has_article(self, phrase: Phrase) -> bool:
        return self.language.has("determiners", self.tokens[phrase.start].lower)

    def _together(self, first: Phrase, second: Phrase) -> Phrase:
        end = second.end + (second.end < len(self.tokens) and self.tokens[second.end].text == ",")
        if second.kind == "name":
            inside = first.inside or (first.name if first.kind == "organisation" else "")
            kind = first.kind
            if first.spokes and first.inside and not first.owned:
                return replace(first, end=end)
            return replace(first, end=end, name=second.name, kind=kind, inside=inside)
        return replace(first, end=end, kind=second.kind)

    def text(self, start: int, end: int) -> str:
        words: list[str] = []
        for token in self.tokens[start:end]:
            if token.lower == OWNS or token.text in ",.":
                words[-1:] = [words[-1] + token.text] if words else [token.text]
            elif token.text not in '"„“”»«':
                words.append(token.text)
        return " ".join(words).strip(",.")


def _joined(phrases: Sequence[Phrase], tokens: Sequence[Token], language: Language) -> list[Phrase]:
    """Return the phrases, those marked that go on with the one before: "A, B and C"."""
    result: list[Phrase] = []
    for at, phrase in enumerate(phrases):
        before = phrases[at - 1] if at else None
        between = [token.lower for token in tokens[before.end : phrase.start]] if before else []
        joins = bool(between) and all(
            word == "," or language.has("joins", word) or language.has("includes", word) for word in between
        )
        joins = joins and any(word != "," for word in between)
        if joins and before is not None and phrase.acts == before.acts and phrase.kind not in ("pronoun", "self"):
            phrase = replace(phrase, joined=True, before=before.before, marked=before.marked)
        result.append(phrase)
    return result
