"""Slots: who speaks and who is accused in a clause, by the verb that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .clauses import Clauses, Segment
from .language import Match
from .phrases import Phrase

_FROM = ("von", "vom", "bei", "beim", "aus", "in")
_MOST_BEFORE = 8
_MOST_AFTER = 6
_TOWARDS = ("to", "on", "by", "from", "at", "of")
#: The prepositions that a slot of this name may have.
_PREPOSITIONS = {
    "bei": ("bei", "beim"),
    "an": ("an", "am"),
    "of": ("of", "over"),
    "von": ("von", "vom"),
    "aus": ("aus", "zu", "nach", "zur", "zum", "von"),
}


class Slots:
    """The places in a sentence that the frames of its verbs speak of."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.language = clauses, clauses.language
        self.tokens, self.words = clauses.tokens, clauses.words
        self.phrases, self.segments = clauses.phrases, clauses.segments

    def fill(self, slot: str, match: Match) -> list[Phrase]:
        """Return who is in a slot of a frame that was found; several where they are joined."""
        if slot in ("", "outside"):
            return []
        if slot == "subject":
            return self._by_agent(match) if self._is_passive(match) else self.subject(match)
        if slot == "object":
            passive = self._is_passive(match) and self.words[match.end] not in _TOWARDS
            return self.subject(match) if passive else self._object(match)
        if slot == "after":
            return self._group(self._after(match))
        if slot == "source":
            return self._group(self._source(match))
        if slot == "before":
            return self._group(self._just_before(match))
        if slot == "by":
            found = next((p for p in self.phrases if p.acts and match.start <= p.start <= match.end + 2), None)
            return self._group(found)
        return self._group(self._with(slot, match))

    def _is_passive(self, match: Match) -> bool:
        """Return whether the verb says what is done to its subject."""
        language, segment = self.language, self.segments[self.clauses.segment(match.start)]
        if match.frame.accused != "object":
            return False
        if language.capital_nouns:
            return any(language.has("passive", word) for word in self.words[segment.start : segment.end])
        verb = self.words[match.start]
        before = self.words[max(segment.start, match.start - 2) : match.start]
        return verb.endswith(("ed", "held")) and any(language.has("passive", word) for word in before)

    def _by_agent(self, match: Match) -> list[Phrase]:
        found = next(
            (p for p in self.phrases if p.acts and self.language.has("by", p.before) and self._near(p, match)), None
        )
        return self._group(found)

    def _near(self, phrase: Phrase, match: Match) -> bool:
        return abs(self.clauses.segment(phrase.start) - self.clauses.segment(match.start)) <= 1

    def subject(self, match: Match) -> list[Phrase]:
        """Return the subject of a verb: in its clause, or where that leaves it out, in the one before."""
        number = self.clauses.segment(match.start)
        segment = self.segments[number]
        outside = match.frame.speaker == "outside"
        elided = match.start == segment.start + 1 and self.language.has("joins", self.words[segment.start])
        inside = [] if elided else list(self._bare(segment))
        if self.language.capital_nouns:
            found = next((p for p in inside if not p.marked and p.acts), None) or next(
                (p for p in inside if not p.marked and p.kind == "noun" and (p.end <= match.start or outside)), None
            )
        else:
            left = [p for p in inside if p.end <= match.start and not p.joined]
            found = next((p for p in reversed(left) if p.acts), None) or self._right(match, left)
        has_article = self.language.has("determiners", self.words[segment.start])
        if found is None and (outside or has_article):
            found = self._words_before(segment, match)
            if found is not None:
                return [found]
        if found is None and self.language.capital_nouns and match.frame.speaker == "subject":
            found = self._source(match)
        if found is None:
            found = self._from_before(number)
        return self._group(found)

    def _words_before(self, segment: Segment, match: Match) -> Phrase | None:
        """Return what stands between the beginning of a clause and its verb, whatever it is: "divers trained by X"."""
        start = segment.start + (self.language.has("boundaries", self.words[segment.start]) or 0)
        if self.language.capital_nouns or segment.kind == "relative" or not 0 < match.start - start <= _MOST_BEFORE:
            return None
        words = self.tokens[start : match.start]
        if self.language.has("determiners", words[0].lower):
            words = words[1:]
        if not words or not all(token.is_word for token in words) or self.language.has("small", words[0].lower):
            return None
        return Phrase(start, match.start, "name", " ".join(token.text for token in words))

    def _right(self, match: Match, left: Sequence[Phrase]) -> Phrase | None:
        """Return the subject after its verb: "…", said the minister."""
        if left or match.frame.act != "speech" or self.words[match.start].endswith("ing"):
            return None
        found = next((p for p in self.phrases if p.acts and match.end < p.start <= match.end + 2), None)
        before = match.start - 1
        if found is None or found.before or before < 0 or self.tokens[before].text not in '",”“':
            return None
        after = self.tokens[found.end] if found.end < len(self.tokens) else None
        closed = (
            after is None
            or not after.is_word
            or any(self.language.has(kind, after.lower) for kind in ("prepositions", "boundaries", "relatives"))
        )
        return found if closed else None

    def _from_before(self, number: int) -> Phrase | None:
        segment = self.segments[number]
        if segment.kind == "relative":
            return next((p for p in reversed(self.phrases) if p.end <= segment.start and p.acts), None)
        for each in reversed(self.segments[:number]):
            if each.kind == "main" and not each.quoted:
                bare = [p for p in self._bare(each) if p.acts and not p.marked]
                if bare:
                    return bare[0]
        return None

    def _bare(self, segment: Segment) -> Iterator[Phrase]:
        """Yield the phrases of a segment with no preposition."""
        for phrase in self.phrases:
            if segment.start <= phrase.start < segment.end and not phrase.before and phrase.kind != "thing":
                yield phrase

    def _object(self, match: Match) -> list[Phrase]:
        if not self.language.capital_nouns:
            last = self.clauses.segment(match.end)
            found = (
                p
                for p in self.phrases
                if p.start > match.start
                and self.clauses.segment(p.start) <= last + 1
                and p.acts
                and self._is_object(p, match)
            )
            first = next(found, None)
            raw = self._words_after(match) if first is None else None
            return [raw] if raw else self._group(first)
        subject = self.subject(match)
        segment = self.segments[self.clauses.segment(match.start)]
        rest = [p for p in self._bare(segment) if p not in subject and not p.joined]
        found_german = next((p for p in rest if p.acts), None) or next((p for p in rest if p.marked), None)
        return self._group(found_german)

    def _words_after(self, match: Match) -> Phrase | None:
        """Return what stands after a verb, whatever it is: "launched from boats of the fleet"."""
        end = start = match.end + 1
        while (
            end < len(self.tokens)
            and self.tokens[end].is_word
            and self.clauses.segment(end) == self.clauses.segment(match.end)
        ):
            end += 1
        words = self.tokens[start:end]
        if words and self.language.has("determiners", words[0].lower):
            words = words[1:]
        if not 0 < len(words) <= _MOST_AFTER or self.words[match.end] not in _TOWARDS:
            return None
        return Phrase(start, end, "noun", " ".join(token.text for token in words))

    def _is_object(self, phrase: Phrase, match: Match) -> bool:
        if phrase.kind == "pronoun" and phrase.start > match.end + 1:
            return False  # it is the subject of what follows
        last = self.words[match.end]
        if last in _TOWARDS and (last != "of" or match.frame.speaker == "outside"):
            return phrase.kind != "self" and phrase.start == match.end + 1
        return phrase.kind != "self" and not phrase.before

    def _after(self, match: Match) -> Phrase | None:
        return next((p for p in self.phrases if match.end <= p.start <= match.end + 2 and p.kind != "thing"), None)

    def _source(self, match: Match) -> Phrase | None:
        """Return where something was heard: "bei der Polizei hieß es"."""
        number = self.clauses.segment(match.start)
        near = [p for p in self.phrases if p.acts and p.before in _FROM and self.clauses.segment(p.start) == number]
        return next(iter(near), None)

    def _just_before(self, match: Match) -> Phrase | None:
        return next((p for p in self.phrases if p.end == match.start), None)

    def _with(self, preposition: str, match: Match) -> Phrase | None:
        wanted = _PREPOSITIONS.get(preposition, (preposition,))
        near = [p for p in self.phrases if p.before in wanted and self._near(p, match)]
        near.sort(key=lambda p: p.start < match.start)
        for phrase in near:
            if phrase.acts:
                return phrase
            owner = next((p for p in self.phrases if phrase.end <= p.start <= phrase.end + 1 and p.acts), None)
            if owner is not None:  # "aus dem Umfeld der Gruppe"
                return owner
        return None

    def _group(self, phrase: Phrase | None) -> list[Phrase]:
        """Return a phrase with those that are joined to it."""
        if phrase is None:
            return []
        at = self.phrases.index(phrase)
        group = [phrase]
        while group[0].joined and at > 0:
            at -= 1
            group.insert(0, self.phrases[at])
        at = self.phrases.index(phrase) + 1
        while at < len(self.phrases) and self.phrases[at].joined:
            group.append(self.phrases[at])
            at += 1
        return group
