"""Phrases: who a sentence speaks of, as pieces of its words, with what tells their part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ...ontology.folding import fold
from .language import Language
from .text import OWNS, Token

Kind = Literal["person", "organisation", "name", "pronoun", "self", "thing", "noun"]
_MOST_WORDS = 9
#: What stands before a place, not before somebody of whom the next words tell the name.
_WHERE = ("at", "in", "from", "an", "aus")
_BELONGING = ("of", "for", "in", "at", "with")
_MOST_ADJECTIVES = 4


@dataclass(frozen=True, slots=True)
class Known:
    """An actor that is known: its name, its kind, and how it is called elsewhere (an IRI), if it is in a graph."""

    name: str
    kind: str
    iri: str = ""
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that name somebody or something: from the first token to after the last.

    `name` is what it is called, without articles and titles; `before` the preposition in front of it, `marked` whether
    its article says that it is no subject. `inside` is what it belongs to ("spokesman for the ministry").
    """

    start: int
    end: int
    kind: Kind
    name: str
    before: str = ""
    marked: bool = False
    known: Known | None = None
    spokes: bool = False
    owned: bool = False
    inside: str = ""
    joined: bool = False
    whole: str = ""

    @property
    def acts(self) -> bool:
        """Whether it is somebody rather than something."""
        return self.kind not in ("thing", "noun")


class Names:
    """Names that are known, found in text by its words: the longest first, in time linear in the words."""

    def __init__(self, known: Mapping[str, Known], languages: Sequence[Language] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Known]]] = {}
        places = {place: known.get(name) or Known(name, "state") for each in languages for place, name in each.places.items()}
        for name, actor in {**places, **known}.items():
            words = tuple(fold(name).split())
            if words and (len(words[0]) > 1 or len(words) > 1):
                self._by_first.setdefault(words[0], []).append((words, actor))
        for listed in self._by_first.values():
            listed.sort(key=lambda each: -len(each[0]))

    def at(self, folded: Sequence[str], start: int) -> tuple[int, Known] | None:
        """Return after which word the longest known name ends that begins at `start`, and who that is."""
        for first in dict.fromkeys((folded[start], folded[start].removesuffix("s"))):
            for words, actor in self._by_first.get(first, ()):
                end = start + len(words)
                if end <= len(folded) and tuple(folded[start + 1 : end]) == words[1:]:
                    return end, actor
        return None


class Chunker:
    """Finds the phrases of a sentence."""

    def __init__(self, tokens: Sequence[Token], language: Language, names: Names) -> None:
        self.tokens, self.language, self.names = tokens, language, names
        self.folded = [fold(token.text) for token in tokens]

    def phrases(self) -> list[Phrase]:
        """Return the phrases in order, none within another."""
        found: list[Phrase] = []
        at = 0
        while at < len(self.tokens):
            phrase = self._phrase(at)
            if phrase is None:
                at += 1
            else:
                found.append(replace(phrase, before=self._before(phrase.start)))
                at = phrase.end
        return _joined(self._appositions(found), self.tokens, self.language)

    def _before(self, start: int) -> str:
        while start > 1 and (self.tokens[start - 1].text[0].isdigit() or self.language.has("amounts", self.tokens[start - 1].lower)):
            start -= 1  # "after more than 400 cases"
        before = self.tokens[start - 1].lower if start else ""
        return before if self.language.has("prepositions", before) else ""

    # -------------------------------------------------------------------------------------------------- one phrase

    def _phrase(self, at: int) -> Phrase | None:
        token, language = self.tokens[at], self.language
        if not token.is_word:
            return self._title(at)
        known = self._known(at)
        if known:
            return known
        pronoun = self._pronoun(at)
        if pronoun:
            return pronoun
        if language.has("determiners", token.lower):
            return self._after_determiner(at)
        return self._core(at, at)

    def _title(self, at: int) -> Phrase | None:
        """Return a name in quotation marks: "The Interview"."""
        if self.tokens[at].text in '"„“»' and not self.tokens[at].quoted:
            for end in range(at + 2, min(at + 6, len(self.tokens))):
                if self.tokens[end].text in '"“”«':
                    inner = self.tokens[at + 1 : end]
                    if inner[0].is_capital and all(token.is_word for token in inner):
                        known = self._known(at + 1)
                        if known is not None and known.end == end:
                            return replace(known, start=at, end=end + 1)
                        kind: Kind = "noun" if self.language.capital_nouns and len(inner) == 1 else "name"
                        return Phrase(at, end + 1, kind, " ".join(token.text for token in inner))
                    return None
        return None

    def _known(self, at: int) -> Phrase | None:
        if not self.tokens[at].is_capital:
            return None
        found = self.names.at(self.folded, at)
        if found is None:
            return None
        end, actor = found
        more = self._name_end(end) if end < len(self.tokens) and self._is_name(end) else end
        if more > end or (end < len(self.tokens) and self._noun_kind(end) and not self.language.capital_nouns):
            return self._core(at, at)  # "US Treasury" is another than "US"
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
        end = min(len(self.tokens), at + _MOST_ADJECTIVES)
        for token in self.tokens[at:end]:
            if not token.is_word:
                return False
            if token.is_capital or self.language.has("people", token.lower):
                return True
            if self._is_small(token):
                return False
        return not self.language.capital_nouns

    def _after_determiner(self, at: int) -> Phrase | None:
        """Return the phrase of an article and what follows: adjectives, and a noun or name."""
        marked = self.language.has("object_marks", self.tokens[at].lower)
        owned = self.language.has("possessives", self.tokens[at].lower)
        last = min(len(self.tokens), at + 1 + _MOST_ADJECTIVES + 1)
        for begin in range(at + 1, last):
            token = self.tokens[begin]
            if not token.is_word or self._ends_adjectives(token):
                return None
            core = self._known(begin) or self._core(begin, at)
            if core is not None:
                return replace(core, start=at, marked=marked, owned=owned)
        return None

    def _ends_adjectives(self, token: Token) -> bool:
        """Return whether a small word can be no adjective, so that no noun of this article follows."""
        language, word = self.language, token.lower
        return any(language.has(kind, word) for kind in ("prepositions", "boundaries", "passive", "determiners"))

    def _core(self, at: int, first: int) -> Phrase | None:
        """Return the phrase whose noun or name begins at `at`."""
        language = self.language
        token = self.tokens[at]
        if language.capital_nouns:
            return self._german(at) if self._is_name(at) else None
        if self._is_name(at) and not (first == 0 and at == 0 and self._is_small(token)):
            return self._english_name(at)
        return self._english_noun(at)

    def _is_small(self, token: Token) -> bool:
        return self.language.has("small", token.lower)

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        return token.is_word and token.is_capital and not (self._is_small(token) and not token.text.isupper())

    def _name_end(self, at: int) -> int:
        """Return after which word the name ends that begins at `at`."""
        end = at + 1
        while end < len(self.tokens) and end - at < _MOST_WORDS:
            if self._is_name(end) or (self.tokens[end].lower == OWNS and self._more(end)):
                end += 1
            elif self.tokens[end].lower in ("of", "for", "&", "von", "de") and self._more(end):
                end += 2
            elif self.tokens[end].text == "." and self._more(end) and self._is_abbreviation(end - 1):
                end += 2  # "St. Alban's"
            else:
                break
        return end

    def _is_abbreviation(self, at: int) -> bool:
        return self.language.has("abbreviations", self.tokens[at].lower) or len(self.tokens[at].text) == 1

    def _more(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and self._is_name(at + 1)

    def _noun_kind(self, at: int) -> Kind | None:
        word = self.tokens[at].lower
        if self.language.ends("things", word) and word not in self.language.words["organisations"]:
            organisation = self.language.capital_nouns and word.endswith(self.language.stems["organisations"])
            if not organisation or word in self.language.words["things"]:
                return "thing"
        if self.language.ends("people", word):
            return "person"
        return "organisation" if self.language.ends("organisations", word) else None

    # ----------------------------------------------------------------------------------------------------- English

    def _english_name(self, at: int) -> Phrase:
        end = self._name_end(at)
        if end < len(self.tokens) and self._noun_kind(end) in ("person", "organisation"):  # "Garda sources"
            return self._english_noun(at, end) or Phrase(at, end, "name", self._text(at, end))
        if self.tokens[end + 1 : end + 2] and self.tokens[end + 1].lower == OWNS and self._noun_at(end) is not None:
            return self._english_noun(at, self._noun_at(end)) or Phrase(at, end, "name", self._text(at, end))
        kinds = [self._noun_kind(each) for each in range(at, end)]
        begin = at
        if kinds[-1] == "thing" and end - at == 1:
            return Phrase(at, end, "thing", self._text(at, end))
        for place in range(end - 2, at - 1, -1):
            if kinds[place - at] == "person" and self.tokens[place + 1].lower not in ("of", "for"):
                begin = place + 1  # "Detective Inspector Samuel Oduya"
                break
        kind: Kind = "person" if begin > at else "name"
        kind = "organisation" if "organisation" in kinds and begin == at else kind
        name = self._person(begin, end) if begin > at else self._text(begin, end)
        return self._owner(Phrase(at, end, kind, name))

    def _person(self, begin: int, end: int) -> str:
        """Return a person's name without where the person is from: "Helena Strand of Westmark"."""
        for place in range(begin + 1, end):
            if self.tokens[place].lower in ("of", "for", "'s"):
                return self._text(begin, place)
        return self._text(begin, end)

    def _owner(self, phrase: Phrase) -> Phrase:
        """Return the phrase of what a name owns: "the fleet's owners", "Arden's government"."""
        end = phrase.end
        if end < len(self.tokens) and self.tokens[end].lower == OWNS:
            noun = self._english_noun(end + 1)
            if noun is not None:
                own = noun.name if noun.end - end > 2 and noun.kind == "person" and noun.name[0].isupper() else ""
                name = own or self._text(phrase.start, noun.end)
                return replace(noun, start=phrase.start, name=name, inside=phrase.name)
        return phrase

    def _english_noun(self, at: int, noun: int | None = None) -> Phrase | None:
        """Return the phrase of a noun for who acts, after up to some adjectives, with the name or place after it."""
        place = self._noun_at(at) if noun is None else noun
        if place is None:
            return None
        while place + 1 < len(self.tokens) and self._noun_kind(place + 1) in ("person", "organisation") and not self.tokens[place + 1].is_capital:
            place += 1  # "government spokesman"
        kind = self._noun_kind(place) or "noun"
        spokes = self.language.has("spokespeople", self.tokens[place].lower)
        end = place + 1
        if self.tokens[end : end + 1] and self._is_name(end):  # "port director Ivo Marchetti"
            end = self._name_end(end)
            name = self._person(place + 1, end)
            return Phrase(at, end, kind, name, inside=self._text(at, place), spokes=spokes)
        phrase = Phrase(at, end, kind, self._text(at, end), spokes=spokes)
        return self._owner(self._belonging(phrase))

    def _noun_at(self, at: int) -> int | None:
        for place in range(at, min(len(self.tokens), at + _MOST_ADJECTIVES)):
            token = self.tokens[place]
            if token.lower == OWNS and place > at:
                continue
            if not token.is_word or (place > at and (self._is_small(token) or token.is_capital)):
                return None
            if self._noun_kind(place) in ("person", "organisation"):
                return place
            if self._is_small(token):
                return None
        return None

    def _names(self, at: int) -> bool:
        """Return whether words lead to a name: "known as", "who calls itself"."""
        word = self.tokens[at].lower
        if word in ("who", "which"):
            return self.language.has("naming_verbs", self.tokens[at + 1].lower)
        return self.language.has("naming", word)

    def _belonging(self, phrase: Phrase) -> Phrase:
        """Return the phrase with what it belongs to: "police in Westmark", "a spokesman for its foreign ministry"."""
        at = phrase.end
        if at + 1 >= len(self.tokens) or not (self._names(at) or self.tokens[at].lower in _BELONGING):
            return phrase
        if self._names(at) and (self.tokens[phrase.start - 1].lower != "the" or self.tokens[at].lower != "named"):
            begin = at + 1
            while begin < min(at + 6, len(self.tokens) - 1) and not self._is_name(begin) and self.language.has("naming_fill", self.tokens[begin].lower):
                begin += 1
            if self._is_name(begin):
                end = self._name_end(begin)
                return replace(phrase, end=end, name=self._text(begin, end))
            return phrase
        inner = self._phrase(at + 1)
        if inner is None or not inner.acts or inner.kind in ("pronoun", "self"):
            return phrase
        name = phrase.name if inner.owned else self._text(phrase.start, inner.end)
        return replace(phrase, end=inner.end, name=name, inside=inner.name, owned=inner.owned)

    # ------------------------------------------------------------------------------------------------------ German

    def _german(self, at: int) -> Phrase | None:
        """Return the phrase of nouns and names in a row, and what these belong to."""
        end = at + 1
        while end < len(self.tokens) and end - at < _MOST_WORDS and self._is_name(end) and self._known(end) is None:
            end += 1
        kinds = [self._noun_kind(place) for place in range(at, end)]
        begin, kind = at, kinds[0] or "name"
        for place, (noun, following) in enumerate(pairwise(kinds), start=at):
            named = noun == "person" or (noun == "organisation" and self._names_follow(place))
            if named and following is None:
                begin, kind = place + 1, noun or "name"  # "Innenministerin Paula Venn", "Gruppe Nachtfalter"
                break
        if end < len(self.tokens) and self._known(end) and kind == "person":
            inner = self._known(end)
            assert inner is not None  # noqa: S101 - found on the line above
            return replace(inner, start=at)
        if begin == at and all(each is None for each in kinds) and self._is_common(at, end):
            kind = "noun"
        name = self._text(begin, end)
        if at and self.tokens[at - 1].lower in ("des", "eines") and end - at == 1 and kind != "name":
            name = name.removesuffix("s")
        phrase = Phrase(at, end, kind, name, spokes=self._speaks_for(at), whole=self._text(at, end))
        return self._german_belonging(phrase) if kind not in ("thing", "noun") else phrase

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

    def _german_belonging(self, phrase: Phrase) -> Phrase:
        """Return the phrase with what it belongs to: "Regierung von Ostmark", "ein Sprecher des Außenministeriums"."""
        at = phrase.end
        if at + 1 >= len(self.tokens):
            return phrase
        word = self.tokens[at].lower
        if word == "mit" and at + 3 < len(self.tokens) and self.tokens[at + 2].lower == "namen":
            word, at = "namens", at + 2
        if word in ("namens", "genannt"):
            inner = self._phrase(at + 1)
            return replace(phrase, end=inner.end, name=inner.name, kind="organisation") if inner else phrase
        last = self.tokens[phrase.end - 1].lower
        role = self.language.ends("people", last) or self.language.ends("organisations", last)
        genitive = word in ("des", "beider", "eines") or (word in ("der", "einer") and (phrase.spokes or last == "besatzung"))
        linked = word in ("von", "vom", "in", "für") or (word in ("aus", "an") and self.tokens[at + 1].text not in ("der",))
        if not (role and (genitive or linked)):
            if word in ("von", "vom") and phrase.kind == "person":  # "Arno Seidel von der Universität Weilbach"
                inner = self._phrase(at + 1)
                return replace(phrase, end=inner.end, inside=inner.name) if inner and inner.acts else phrase
            return phrase
        inner = self._phrase(at if genitive else at + 1)
        if inner is None or not (inner.acts or (word == "für" and inner.kind != "noun") or genitive) or inner.kind in ("pronoun", "self"):
            return phrase
        if word == "in" and (self.tokens[at + 1].lower != inner.name.lower and inner.kind != "name"):
            return phrase
        name = f"{phrase.name} {self._text(at, inner.end)}"
        return replace(phrase, end=inner.end, name=name, inside=inner.name, owned=inner.owned, whole="")

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
        if self.tokens[first.end : first.end + 1] and self.tokens[first.end].text == "," and second.start == first.end + 1:
            closed = second.end >= len(self.tokens) or self.tokens[second.end].text in ",.;:–—"
            proper = (first.kind in ("person", "organisation") and second.kind == "name") or (
                first.kind in ("name", "organisation") and second.kind in ("person", "organisation") and self._has_article(second)
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

    def _text(self, start: int, end: int) -> str:
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
