"""What is known of a language: its small words, its nouns for who acts, and the verbs of blame, one YAML file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ....errors import FormatError

_FOLDER = Path(__file__).parent
#: How many words an ellipsis in a pattern may stand for.
_GAP = 16
_STEM = 3

#: Where a frame finds who speaks and who is accused: the subject or object of its verb, or after a preposition.
Slot = str
#: What a frame makes: one of the acts, or what the rest of the article decides. `blame` is an attribution, or for
#: conduct that nobody disputes a criticism; `rejection` a denial by the accused, or a challenge by others; `speech` is
#: as much as what is said.
Act = str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in a row, each one of several or a stem; None stands for some words in between."""

    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]] | None, ...]
    frame: Frame


@dataclass(frozen=True, slots=True)
class Frame:
    """A way to say something: its act, where it finds the speaker and the accused, and how sure that is."""

    act: Act
    speaker: Slot = "subject"
    accused: Slot = ""
    sure: Literal["high", "medium", "low"] = "high"
    negated: Act = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A frame that was found, and which words said it: the first and the last."""

    frame: Frame
    start: int
    end: int


class Language:
    """One language. `words[kind]` are its words of a kind, `stems[kind]` beginnings of words."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.code: str = data["language"]
        #: German writes every noun with a capital; so a capital letter says little of a name.
        self.capital_nouns: bool = data["capital_nouns"] == "true"
        self.words: dict[str, frozenset[str]] = {
            kind: frozenset(written.split()) for kind, written in data["words"].items()
        }
        closed = ("prepositions", "determiners", "boundaries", "persons", "things_pronouns", "negations", "passive")
        self.words["small"] = self.words["small"].union(*(self.words[kind] for kind in closed))
        self.stems: dict[str, tuple[str, ...]] = {
            kind: tuple(written.split()) for kind, written in data["stems"].items()
        }
        self.dates: dict[str, list[list[str]]] = {
            kind: [each.split() for each in written] for kind, written in data["dates"].items()
        }
        self.places: dict[str, str] = data["places"]
        self._literal: dict[str, list[Pattern]] = {}
        self._stemmed: dict[str, list[Pattern]] = {}
        for entry in data["frames"]:
            frame = Frame(**{key: value for key, value in entry.items() if key != "says"}, because="")
            for written in entry["says"]:
                self._add(written, frame)

    def _add(self, written: str, frame: Frame) -> None:
        parts = tuple(None if part == "…" else _alternatives(part) for part in written.split())
        named = Frame(frame.act, frame.speaker, frame.accused, frame.sure, frame.negated, written)
        pattern = Pattern(parts, named)
        assert parts[0] is not None, written  # noqa: S101 - a pattern begins with a word
        words, stems = parts[0]
        for word in words:
            self._literal.setdefault(word, []).append(pattern)
        for stem in stems:
            self._stemmed.setdefault(stem[:_STEM], []).append(pattern)

    def has(self, kind: str, word: str) -> bool:
        """Return whether a word (in small letters) is of a kind."""
        return word in self.words[kind]

    def begins(self, kind: str, word: str) -> bool:
        """Return whether a word begins with one of the stems of a kind."""
        return word.startswith(self.stems[kind])

    def begins_frame(self, word: str) -> bool:
        """Return whether a word may be a verb of blame or saying."""
        return word in self._literal

    def ends(self, kind: str, word: str) -> bool:
        """Return whether a word, or what a compound ends in, is of a kind."""
        return word in self.words[kind] or word.endswith(self.stems.get(kind) or "\0")

    def matches(self, words: Sequence[str]) -> list[Match]:
        """Return the frames that words (in small letters) say, the longest at each place."""
        found: list[Match] = []
        taken: set[int] = set()
        for start, word in enumerate(words):
            candidates = [*self._literal.get(word, ()), *self._stemmed.get(word[:_STEM], ())]
            places = [(at, pattern.frame) for pattern in candidates if (at := _match(pattern.parts, words, start))]
            if places and start not in taken:
                at, frame = max(places, key=lambda each: (len(each[0]), each[0][-1]))
                taken.update(at)
                found.append(Match(frame, start, at[-1]))
        return found


def _alternatives(part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    each = part.split("|")
    return tuple(word for word in each if word[-1] != "*"), tuple(word[:-1] for word in each if word[-1] == "*")


def _match(parts: Sequence[Any], words: Sequence[str], start: int) -> list[int]:
    """Return where the words of a pattern stand that begins at `start`; none if it does not."""
    at = start
    gap = False
    places: list[int] = []
    for part in parts:
        if part is None:
            gap = True
            continue
        literal, stems = part
        last = min(len(words), at + (_GAP if gap else 1))
        while at < last and not (words[at] in literal or (stems and words[at].startswith(stems))):
            at += 1
        if at >= last:
            return []
        places.append(at)
        at += 1
        gap = False
    return places


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there is a file of."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def language(code: str) -> Language:
    """Return a language; raises `FormatError` for one that there is no file of."""
    from ...yaml import marks

    if code not in languages():
        raise FormatError(f"no grammar of the language {code!r}; there are {', '.join(languages())}")
    file = _FOLDER / f"{code}.yaml"
    return Language(marks.read(file.read_bytes(), file.name).data)


def recognise(words: Iterable[str]) -> str | None:
    """Return the language that most of the small words are of, or None where hardly any is of one.

    >>> recognise("the minister said that it was not true".split())
    'en'
    """
    listed = list(words)
    counts = {code: sum(word in language(code).words["small"] for word in listed) for code in languages()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > len(listed) / 20 else None
