"""Text in pieces that know their place: words, sentences, and what stands in quotation marks.

All offsets count Unicode code points of the whole text, from 0. Every step takes time linear in the text: what has no
end within a bound (a sentence, a quotation) is cut there.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

#: The most characters of a sentence and of a quotation; what is longer is nobody's sentence.
LONGEST_SENTENCE = 1500
_LONGEST_QUOTE = 600
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?![\w-])|\w+(?:[-'’.]\w+)*|[^\w\s]")
_QUOTE = re.compile(
    rf'"[^"]{{1,{_LONGEST_QUOTE}}}"|[„“][^“”„]{{1,{_LONGEST_QUOTE}}}[“”]|»[^«»]{{1,{_LONGEST_QUOTE}}}«|«[^«»]{{1,{_LONGEST_QUOTE}}}»'
)
_END = re.compile(r"[.!?…](?P<after>[\"“”«»'’)]*)(?=\s+[\"„“»«(]?[\w])")
#: What owners end in, however it is written.
OWNS = "'s"
_APOSTROPHES = ("'", "’")
#: How much of a quotation is a mere name or title: "The Interview".
_NAME_WORDS = 4
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, by its first character and the one after its last."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark. `lower` is what rules compare; `quoted` tells that it is somebody's words."""

    text: str
    start: int
    end: int
    quoted: bool = False
    lower: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it is no mark."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its words, and the quotations in it. `first` tells that it begins a paragraph."""

    span: Span
    tokens: tuple[Token, ...]
    first: bool = False


def quotations(text: str) -> list[Span]:
    """Return what stands in quotation marks, with them; a name, title or single word in such marks is no quotation."""
    found = ((each.start(), each.end(), each[0][1:-1]) for each in _QUOTE.finditer(text))
    return [Span(start, end) for start, end, inner in found if not (_is_title(inner) or _is_word(inner))]


def _is_word(inner: str) -> bool:
    """Return whether it is a word or two that a sentence is built of, such as "categorically denies"."""
    return len(inner.split()) < _FEWEST_WORDS and inner[-1] not in ",.!?"


def _is_title(inner: str) -> bool:
    words = inner.split()
    return (
        0 < len(words) <= _NAME_WORDS and words[0][0].isupper() and words[-1][0].isupper() and inner[-1] not in ",.!?"
    )


def sentences(text: str, offset: int, abbreviations: Collection[str]) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph that begins at `offset`; a quotation is not divided."""
    quoted = quotations(text)
    starts = [span.start for span in quoted]
    start = 0
    for end in [*_ends(text, quoted, abbreviations), len(text)]:
        for piece in _pieces(text, start, end):
            tokens = tuple(_tokens(text, piece, offset, quoted, starts))
            if tokens:
                yield Sentence(Span(tokens[0].start, tokens[-1].end), tokens, first=start == 0)
        start = end


def _ends(text: str, quoted: list[Span], abbreviations: Collection[str]) -> Iterator[int]:
    inside = iter(quoted)
    quote = next(inside, None)
    for found in _END.finditer(text):
        end = found.end()
        while quote is not None and quote.end < end:
            quote = next(inside, None)
        if quote is not None and quote.start < found.start() and end < quote.end:
            continue
        if found[0][0] != "." or not _abbreviated(text, found.start(), abbreviations):
            yield end


def _abbreviated(text: str, dot: int, abbreviations: Collection[str]) -> bool:
    """Return whether the dot belongs to a word: `Dr.`, `J.`, and `14.` before a month."""
    before = re.search(r"[\w.]+$", text[max(0, dot - 20) : dot])
    word = before[0] if before else ""
    after = re.match(r"\.\s+(\w+)", text[dot : dot + 40])
    following = after[1] if after else ""
    if word.isdigit():
        return len(word) <= 2 and (following.lower() in abbreviations or following[:1].islower())
    return word.lower() in abbreviations or (len(word) == 1 and word.isupper()) or following[:1].islower()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _tokens(text: str, piece: tuple[int, int], offset: int, quoted: list[Span], starts: list[int]) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, *piece):
        at = bisect.bisect_right(starts, found.start()) - 1
        inside = at >= 0 and found.start() < quoted[at].end
        if found[0] in _APOSTROPHES and _is_plural_owner(text, found.start()):
            yield Token(found[0], found.start() + offset, found.end() + offset, inside, OWNS)
            continue
        for word, start, end in _parts(found[0], found.start(), found.end()):
            yield Token(word, start + offset, end + offset, inside, word.lower().replace("’", "'"))


def _is_plural_owner(text: str, at: int) -> bool:
    """Return whether an apostrophe stands as in "pilots' union"."""
    return text[max(0, at - 1) : at].lower() == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isalpha()


def _parts(word: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the owner's name and its 's apart: rules want to know who it is."""
    if len(word) > 2 and word[-1] in "s" and word[-2] in "'’":
        yield word[:-2], start, end - 2
        yield word[-2:], end - 2, end
    else:
        yield word, start, end
