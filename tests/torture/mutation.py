"""Broken input from good input, the same from the same seed, for where no fuzzer that watches the code is installed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

#: What readers trip over: ends, limits, escapes, other encodings.
ODD = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"'", b"\\", b"\n", b"\r", b"\t",
    b"\xe2\x80\xa8", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"*", b"-", b"--", b":", b"#", b"%", b"@", b"null",
    b"true", b"NaN", b"1e999", b"-0", b"0", b"-1", b"99999999999999999999", b"0000-00-00", b"2031-13", b"9999-12-31",
    b"-0001", b"2031-04-03T25:61:61Z", b"24:00", b"https://", b"urn:", b"_:b", b"\\u0000", b"\\ud800", b"&amp;",
    b"<![CDATA[", b"]]>", b"<?xml", b"!!", b"<<", b"|", b"~",
)  # fmt: skip

Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def mutations(seeds: Sequence[bytes], words: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield broken input without end: some changes to one of the seeds."""
    chance = random.Random(seed)
    while True:
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            chance.choice(_CHANGES)(chance, content, words)
        yield bytes(content)


def _span(chance: random.Random, content: bytearray) -> slice:
    begin = chance.randint(0, len(content))
    return slice(begin, begin + chance.choice((1, 2, 4, 8, 16, 64, 256)))


def _flip(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[_span(chance, content)]


def _end(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[chance.randint(0, len(content)) :]


def _repeat(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    span = _span(chance, content)
    content[span.stop : span.stop] = content[span] * chance.randint(1, 3)


def _move(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    span, place = _span(chance, content), chance.randint(0, len(content))
    content[place:place] = content[span]


def _odd(chance: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    place = chance.randint(0, len(content))
    content[place : place + chance.choice((0, 0, 1, 4))] = chance.choice(ODD)


def _word(chance: random.Random, content: bytearray, words: Sequence[bytes]) -> None:
    """Put one word of the format, or something odd, in the place of another."""
    old, new = chance.choice(words), chance.choice((chance.choice(words), chance.choice(ODD)))
    found = content.find(old, chance.randint(0, len(content)))
    if found >= 0:
        content[found : found + len(old)] = new


_CHANGES: tuple[Change, ...] = (_flip, _cut, _end, _repeat, _move, _odd, _word, _word, _word)
