"""What JSON may not hold is found before a parser sees it, wherever the blocks of a file happen to end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.opening.jsonevents import events
from whoblamed.loaders.opening.jsonguard import MOST_DIGITS, Guard, Surrogates

NESTED = st.recursive(
    st.none() | st.integers() | st.text(alphabet='[]{}"\\u01 ', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=12,
)


def blocks_of(content: bytes, sizes: list[int]) -> list[bytes]:
    found, begin = [], 0
    for size in sizes:
        found.append(content[begin : begin + size])
        begin += size
    return [*found, content[begin:]]


def depth_of(value: object) -> int:
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


def text_of(content: bytes) -> list[object]:
    return [value for *_, value in events(Document.of_bytes(content, "x.json"), longest=1000, exact=True)]


@given(NESTED, st.lists(st.integers(1, 5), max_size=30))
def test_depth_is_counted_outside_of_texts_in_blocks_of_any_size(value: object, sizes: list[int]) -> None:
    blocks = blocks_of(json.dumps(value).encode(), sizes)
    depth = depth_of(value)
    assert not any(map(Guard(depth).fault, blocks))
    if depth:
        assert any(map(Guard(depth - 1).fault, blocks))


@pytest.mark.parametrize("content", ['{"a": "%s"}', '["x", "\\"%s"]'])
def test_digits_count_in_numbers_and_not_in_texts(content: str) -> None:
    assert Guard(9).fault(content.replace("%s", "7" * (MOST_DIGITS + 1)).encode()) is None


def test_a_number_is_as_long_as_one_may_be_and_no_longer() -> None:
    most = "7" * MOST_DIGITS
    assert text_of(f"[{most}]".encode())[1] == int(most)
    with pytest.raises(InvalidData, match=r"x\.json:2:1: a number of more than 100 digits"):
        text_of(f"[\n{most}7]".encode())


def test_what_is_one_level_too_deep_is_refused_with_its_line() -> None:
    document = Document.of_bytes(b"[\n[\n[]]]", "x.json")
    assert len(list(events(document, longest=9, deepest=3))) == 6
    with pytest.raises(InvalidData, match=r"x\.json:3:1: nested deeper than 2 levels"):
        list(events(document, longest=9, deepest=2))


PIECES = st.lists(st.sampled_from(["a", "\\\\", '\\"', "\\ud83d", "\\ude00", "\\uD800", "\\u00e9"]), max_size=8)


@given(PIECES, st.lists(st.integers(1, 9), max_size=20))
def test_half_a_surrogate_pair_is_marked_and_all_else_stays(pieces: list[str], sizes: list[int]) -> None:
    content = f'["{"".join(pieces)}"]'.encode()
    surrogates = Surrogates()
    marked = b"".join(map(surrogates.marked, blocks_of(content, sizes))) + surrogates.rest()
    [text] = json.loads(content)
    assert json.loads(marked) == ["".join("\uffff" if 0xD800 <= ord(sign) < 0xE000 else sign for sign in text)]
