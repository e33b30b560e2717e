"""Phrases: who a sentence speaks of, as pieces of its words, with what tells their part in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ....ontology.texts import fold
from .language import Language

Kind = Literal["person", "organisation", "name", "pronoun", "self", "thing", "noun"]


#: How many words and marks a known name may have in a text.
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Known:
    """An actor that is known: its name and kind."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that name somebody or something: from the first token to after the last.

    `name` is what it is called, without articles and titles; `before` the preposition in front of it, `marked` whether
    its article says that it is no subject. It is `owned` by who was named before or, if `latter`, by the object of the
    sentence before ("dessen"). `inside` is what it belongs to ("spokesman for the ministry").
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
    latter: bool = False
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
        places = {
            place: known.get(name) or Known(name, "state") for each in languages for place, name in each.places.items()
        }
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
                end = _end(words, folded, start)
                if end:
                    return end, actor
        return None


def _end(words: Sequence[str], folded: Sequence[str], start: int) -> int:
    """Return after which token the words end that begin at `start`, whatever marks are between them; 0 if they do not
    stand there."""
    at = start + 1
    for word in words[1:]:
        while at < len(folded) and not folded[at] and at - start < _LONGEST_NAME:
            at += 1
        if at >= len(folded) or folded[at] != word:
            return 0
        at += 1
    return at
