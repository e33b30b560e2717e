"""English phrases: names in capitals, and small nouns for who acts, with titles, owners and places."""

from __future__ import annotations

from dataclasses import replace

from .chunks import MOST_ADJECTIVES, Chunker
from .phrases import Kind, Phrase
from .text import OWNS

#: What words end in that say what somebody is, and the length from which they do: no "Peter", no "Victor".
_TITLES = ("er", "or", "ist", "ian", "ant", "man", "woman")
_SHORTEST_TITLE = 6
_OPENING = ('"', "“", "„", ":")
_BELONGING = ("of", "for", "in", "at", "with")


class English(Chunker):
    """Finds the phrases of an English sentence."""

    def core(self, at: int, first: int) -> Phrase | None:
        """Return the phrase whose noun or name begins at `at`; its article, if it has one, is at `first`."""
        begins = at == 0 or self.tokens[at - 1].text in _OPENING
        if begins and self.noun_kind(at) and not (at + 1 < len(self.tokens) and self.tokens[at + 1].is_capital):
            return self._noun(at, at)
        if self.is_name(at) and not (first == 0 and at == 0 and self.is_small(self.tokens[at])):
            return self._name(at)
        return self._noun(at)

    def _name(self, at: int) -> Phrase:
        end = self.name_end(at)
        if end < len(self.tokens) and self.noun_kind(end) in ("person", "organisation"):  # "Garda sources"
            return self._noun(at, end) or Phrase(at, end, "name", self.text(at, end))
        if self.tokens[end + 1 : end + 2] and self.tokens[end + 1].lower == OWNS and self._noun_at(end) is not None:
            return self._noun(at, self._noun_at(end)) or Phrase(at, end, "name", self.text(at, end))
        kinds = [self.noun_kind(each) for each in range(at, end)]
        begin = at
        if kinds[-1] == "thing" and end - at == 1:
            return Phrase(at, end, "thing", self.text(at, end))
        for place in range(end - 2, at - 1, -1):
            if kinds[place - at] == "person" and self.tokens[place + 1].lower not in ("of", "for"):
                begin = place + 1  # "Detective Inspector Samuel Oduya"
                break
        if begin == at and not any(kinds):
            begin, end = self._title_and_place(at, end)
        kind: Kind = "person" if begin > at else "name"
        kind = "organisation" if "organisation" in kinds and begin == at else kind
        name = self._person(begin, end) if begin > at else self.text(begin, end)
        return self._owner(Phrase(at, end, kind, name))

    def _title_and_place(self, at: int, end: int) -> tuple[int, int]:
        """Return where a name begins and ends without a title that begins the sentence, and without where somebody is
        from: "Astronomer Hilde Aker of Norden Observatory"."""
        place = next((each for each in range(at + 1, end) if self.tokens[each].lower in ("of", "for")), end)
        words = place - at
        title = self.tokens[at].lower
        if at == 0 and words > 2 and title.endswith(_TITLES) and len(title) > _SHORTEST_TITLE:
            return at + 1, end
        return at, end

    def _person(self, begin: int, end: int) -> str:
        """Return a person's name without where the person is from: "Helena Strand of Westmark"."""
        for place in range(begin + 1, end):
            if self.tokens[place].lower in ("of", "for", "'s"):
                return self.text(begin, place)
        return self.text(begin, end)

    def _owner(self, phrase: Phrase) -> Phrase:
        """Return the phrase of what a name owns: "the fleet's owners", "Arden's government"."""
        end = phrase.end
        if end < len(self.tokens) and self.tokens[end].lower == OWNS:
            noun = self._noun(end + 1)
            if noun is not None:
                own = noun.name if noun.end - end > 2 and noun.kind == "person" and noun.name[0].isupper() else ""
                name = own or self.text(phrase.start, noun.end)
                return replace(noun, start=phrase.start, name=name, inside=phrase.name)
        return phrase

    def _noun(self, at: int, noun: int | None = None) -> Phrase | None:
        """Return the phrase of a noun for who acts, after up to some adjectives, with the name or place after it."""
        place = self._noun_at(at) if noun is None else noun
        if place is None:
            return None
        while (
            place + 1 < len(self.tokens)
            and self.noun_kind(place + 1) in ("person", "organisation")
            and not self.tokens[place + 1].is_capital
        ):
            place += 1  # "government spokesman"
        kind = self.noun_kind(place) or "noun"
        spokes = self.language.has("spokespeople", self.tokens[place].lower)
        end = place + 1
        if self.tokens[end : end + 1] and self.is_name(end):  # "port director Ivo Marchetti"
            end = self.name_end(end)
            name = self._person(place + 1, end)
            return Phrase(at, end, kind, name, inside=self.text(at, place), spokes=spokes)
        phrase = Phrase(at, end, kind, self.text(at, end), spokes=spokes)
        return self._owner(self._belonging(phrase))

    def _noun_at(self, at: int) -> int | None:
        for place in range(at, min(len(self.tokens), at + MOST_ADJECTIVES)):
            token = self.tokens[place]
            if token.lower == OWNS and place > at:
                continue
            if place > at and self.language.begins_frame(self.tokens[place - 1].lower):
                return None
            if not token.is_word or (place > at and (self.is_small(token) or token.is_capital)):
                return None
            if self.noun_kind(place) in ("person", "organisation"):
                return place
            if self.is_small(token):
                return None
        return None

    def _names(self, at: int) -> bool:
        """Return whether words lead to a name: "known as", "who calls itself"."""
        word = self.tokens[at].lower
        if word in ("who", "which", "it", "they", "he", "she"):
            return self.language.has("naming_verbs", self.tokens[at + 1].lower)
        return self.language.has("naming", word)

    def _belonging(self, phrase: Phrase) -> Phrase:
        """Return the phrase with what it belongs to: "police in Westmark", "a spokesman for its foreign ministry"."""
        at = phrase.end
        if at + 1 >= len(self.tokens) or not (self._names(at) or self.tokens[at].lower in _BELONGING):
            return phrase
        if self._names(at):
            if self.tokens[phrase.start - 1].lower == "the" and self.tokens[at].lower == "named":
                return phrase  # "the hospital named its contractor"
            begin = at + 1
            while (
                begin < min(at + 6, len(self.tokens) - 1)
                and not self.is_name(begin)
                and self.language.has("naming_fill", self.tokens[begin].lower)
            ):
                begin += 1
            if self.is_name(begin):
                end = self.name_end(begin)
                return replace(phrase, end=end, name=self.text(begin, end))
            return phrase
        inner = self.phrase(at + 1)
        if inner is None or not inner.acts or inner.kind in ("pronoun", "self"):
            return phrase
        named = any(self.language.has("naming", token.lower) for token in self.tokens[inner.start : inner.end])
        name = inner.name if named else phrase.name if inner.owned else self.text(phrase.start, inner.end)
        return replace(phrase, end=inner.end, name=name, inside=inner.name, owned=inner.owned, latter=inner.latter)
