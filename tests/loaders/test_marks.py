"""YAML with places: what fact files may use of it, where things stand, and what is refused."""

from __future__ import annotations

import json
import re
import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
from whoblamed.loaders.yaml import marks
from whoblamed.loaders.yaml.marks import MAX_BYTES, MAX_DEPTH, Marked, read

FILE = "case.yaml"
TEXT = """\
case: sony-2014   # a comment
actors:
  fbi: {name: FBI, kind: agency}
  "north korea":
    name:
      en: 'North Korea'
      ko: 북한
claims:
  - id: one
    source: [a, b]
  - id: two
"""


def refusal(content: str | bytes) -> str:
    """The one line that says why a file is refused."""
    with pytest.raises(InvalidData) as caught:
        read(content if isinstance(content, bytes) else content.encode(), FILE)
    (problem,) = caught.value.problems
    assert str(caught.value) == str(problem)
    return str(problem)


def faults(text: str) -> list[str]:
    return list(map(str, read(text.encode(), FILE).faults.values()))


# ---------------------------------------------------------------------------------------------------------- places


def test_the_data_is_plain() -> None:
    assert read(TEXT.encode(), FILE).data == {
        "case": "sony-2014",
        "actors": {
            "fbi": {"name": "FBI", "kind": "agency"},
            "north korea": {"name": {"en": "North Korea", "ko": "북한"}},
        },
        "claims": [{"id": "one", "source": ["a", "b"]}, {"id": "two"}],
    }


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("case",), (1, 1), (1, 7)),
        (("actors",), (2, 1), (3, 3)),
        (("actors", "fbi"), (3, 3), (3, 8)),
        (("actors", "fbi", "kind"), (3, 20), (3, 26)),
        (("actors", "north korea"), (4, 3), (5, 5)),
        (("actors", "north korea", "name", "ko"), (7, 7), (7, 11)),
        (("claims",), (8, 1), (9, 3)),
        (("claims", 0), (9, 5), (9, 5)),
        (("claims", 0, "source"), (10, 5), (10, 13)),
        (("claims", 0, "source", 1), (10, 17), (10, 17)),
        (("claims", 1, "id"), (11, 5), (11, 9)),
    ],
)
def test_every_key_and_every_value_has_its_line_and_column(
    path: marks.Path, key: marks.Place, value: marks.Place
) -> None:
    marked = read(TEXT.encode(), FILE)
    assert (marked.place(path), marked.value_place(path)) == (key, value)


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("claims", 1, "source"), (11, 5), (11, 5)),
        (("claims", 1, "source", 0, "on"), (11, 5), (11, 5)),
        (("actors", "fbi", "name", "en"), (3, 9), (3, 15)),
        (("sources",), (1, 1), (1, 1)),
    ],
)
def test_what_is_not_there_is_at_the_nearest_thing_around_it(
    path: marks.Path, key: marks.Place, value: marks.Place
) -> None:
    marked = read(TEXT.encode(), FILE)
    assert (marked.place(path), marked.value_place(path)) == (key, value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_no_place(end: str, mark: bytes) -> None:
    expected = read(TEXT.encode(), FILE)
    assert read(mark + TEXT.replace("\n", end).encode(), FILE) == expected


def test_columns_count_characters_and_not_bytes() -> None:
    marked = read("{ü😀: é, b: c}".encode(), FILE)
    assert marked.value_place(("b",)) == (1, 12)


#: Texts that stand on one line: in quotes whatever they are.
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"))
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=12
)


@given(trees)
def test_any_json_reads_back_and_every_value_stands_where_it_says(tree: object) -> None:
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    marked = read(text.encode(), FILE)
    lines = text.split("\n")
    assert marked.data == tree
    for path, (line, column) in marked.values.items():
        value = tree
        for part in path:
            value = value[part]  # type: ignore[index]
        begins = json.dumps(value, ensure_ascii=False, indent=1)[0]
        assert lines[line - 1][column - 1] == begins
    for path, (line, column) in marked.keys.items():
        assert lines[line - 1][column - 1 :].startswith(json.dumps(path[-1], ensure_ascii=False))


# --------------------------------------------------------------------------------------------------------- scalars


@pytest.mark.parametrize(
    "text",
    [
        *("no", "on", "Yes", "true", "2014", "2014-11", "2014-11-24", "12:30:45"),
        *("007", "0x1F", "1e5", "1_000", ".inf", "<<", "=", "NULL!", "nulls", "~x"),
    ],
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert read(f"{text}: {text}".encode(), FILE).data == {text: text}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'null'", "null"),
        ('"~"', "~"),
        ("''", ""),
        ('"a: b, c"', "a: b, c"),
        ("it's", "it's"),
        ("a\n  b", "a b"),
        (">-\n  a\n  b", "a b"),
        ("|-\n  a\n  b", "a\nb"),
        (r'"\u00e9\t"', "é\t"),
    ],
)
def test_quotes_and_folding_are_those_of_yaml(written: str, text: str) -> None:
    assert read(f"key: {written}\n".encode(), FILE).data == {"key": text}


# ---------------------------------------------------------------------- faults, in spite of which the rest is read


@pytest.mark.parametrize("nothing", ["", " ~", " null", " NULL", "   # nothing"])
def test_a_key_without_a_value_is_a_fault_at_the_key(nothing: str) -> None:
    assert faults(f"a: b\nkey:{nothing}\n") == ['case.yaml:2:1: "key" has no value; give it one, or delete it']


def test_in_braces_the_fault_may_be_a_comma_in_a_text() -> None:
    assert faults("title: {en: Of mice, and men, de: Von Mäusen}") == [
        'case.yaml:1:22: "and men" has no value; give it one, or delete it; a text with a comma inside { } needs quotes'
    ]


def test_an_empty_item_is_a_fault() -> None:
    assert faults("a:\n- b\n-\n") == ["case.yaml:3:2: an empty item; delete it"]


def test_a_key_that_stands_twice_is_a_fault_at_the_second_one() -> None:
    assert faults("a:\n  fbi: 1\n  cia: 2\n  fbi: 3\n") == [
        'case.yaml:4:3: "fbi" is already on line 2; delete or rename one of the two'
    ]


def test_all_faults_are_found_at_once_and_the_rest_is_read() -> None:
    marked = read(b"a:\nb: 1\nb: 2\nc: [d, ~]\n", FILE)
    assert [problem.line for problem in marked.faults.values()] == [1, 3, 4]
    assert marked.data == {"a": None, "b": "2", "c": ["d", None]}


@pytest.mark.parametrize("content", ["---\n", "--- null", "~"])
def test_a_document_of_nothing_is_a_fault(content: str) -> None:
    (fault,) = faults(content)
    assert fault.endswith("the file is empty")


# --------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("a: 1\n--- \nb: 2\n", "2:1: a second document; a fact file holds one"),
        ("a: 1\n...\n--- {}\n", "3:1: a second document; a fact file holds one"),
        # anchors, aliases, tags and keys that are not words
        ("a: &x b", "1:4: & and * (anchors and aliases) are not used"),
        ("a: *x", "1:4: & and * (anchors and aliases) are not used"),
        ("&x a: b", "1:1: & and * (anchors and aliases) are not used"),
        ("*x : b", "1:1: & and * (anchors and aliases) are not used"),
        ("a: {<<: *x}", "1:9: & and * (anchors and aliases) are not used"),
        ("a: !!python/object:os.system x", "1:4: ! (a tag) is not used"),
        ("a: ! b", "1:4: ! (a tag) is not used"),
        ("!!str a: b", "1:1: ! (a tag) is not used"),
        ("!!set\na: b", "1:1: ! (a tag) is not used"),
        ("? [a]\n: b", "1:3: a key must be a word"),
        ("{[a]: b}", "1:2: a key must be a word"),
        ("~: b", "1:1: a key must be a word"),
        # characters that nobody sees
        ("é: \x00", "1:4: the character U+0000 is not allowed"),
        ("a: b\r\n\x1b[31m: c", "2:1: the character U+001B is not allowed"),
        ("a: \x7f", "1:4: the character U+007F is not allowed"),
        ("a: b\u0085c", "1:5: the character U+0085 is not allowed"),
        ("# \u2028a: b", "1:3: the character U+2028 is not allowed"),
        ("a: b\ufeff", "1:5: the character U+FEFF is not allowed"),
        ("a: \uffff", "1:4: the character U+FFFF is not allowed"),
        (r'a: "\0"', "1:4: the character U+0000 is not allowed"),
        (r'a: "\e[31m"', "1:4: the character U+001B is not allowed"),
        (r'"\0": a', "1:1: the character U+0000 is not allowed"),
        (r'a: "\ud800"', "1:7: not valid YAML: found invalid Unicode character escape code"),
        # not YAML
        ("a: b\n\tc: d", "2:1: a tab; indent with spaces"),
        ("a: b: c", '1:5: a colon where none can be; a text with ": " in it needs quotes'),
        ("a: {b:c:}", "1:8: a space follows the colon after a key"),
        ("a:\n  b: @fbi", "2:6: a text cannot begin with @; put the text in quotes"),
        ("a: `b`", "1:4: a text cannot begin with `; put the text in quotes"),
        ("a: %b", "1:4: a text cannot begin with %; put the text in quotes"),
        ("a: * b", "1:5: a text cannot begin with & or *; put the text in quotes"),
        ("a: >b", "1:5: a text cannot begin with > or |; put the text in quotes"),
        ("a: - b", "1:4: an item of a list begins a line of its own, or use [ ]"),
        ("a: {\n  b: c\nd: e\n", '3:2: neither "," nor "}" follows in the { } of line 1; close it'),
        ('a: {b: "c" d}', '1:12: neither "," nor "}" follows in the { } of line 1; close it'),
        ("a:\n- [b, c\n", '3:1: neither "," nor "]" follows in the [ ] of line 2; close it'),
        ('a: "b\n\nc: d\n', "4:1: the quotation mark of line 1 is never closed"),
        ("a: 'b' c", "1:8: not in line with what is above; check the indentation, and quotation marks in texts"),
        ("a: b\nc\n", "3:1: no colon follows the key of line 2; write key: value"),
        ("  a: b\nc: d", "2:1: what is above ended before this line; check the indentation"),
        ("a:\n- b\n c: d", "3:3: a colon where none can be"),
        ("- a\nb: c", "2:1: not in line with the list above"),
        (r'a: "C:\path"', "1:7: a backslash in double quotes; use single quotes, or write it twice"),
        ("%YAML 9.9\n---\na: b", "1:1: not valid YAML: "),
        ("%", "1:2: not valid YAML: "),
    ],
)
def test_what_is_refused_is_one_line_with_its_place(content: str, expected: str) -> None:
    assert refusal(content).startswith(f"{FILE}:{expected}")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: b\xff", "1:5"),
        ("a: é\nü".encode() + b"\xe4: c", "2:2"),
        ("case: Fälle\n".encode("latin-1"), "1:8"),
        ("case: x\n".encode("utf-16"), "1:1"),
        (b"a: \xed\xa0\x80", "1:4"),
        (b"\xef\xbb\xbfa: \xff", "1:4"),
    ],
)
def test_what_is_not_utf_8_is_refused_at_the_first_wrong_character(content: bytes, place: str) -> None:
    assert refusal(content) == f"{FILE}:{place}: not UTF-8 text; save the file as UTF-8"


def test_faults_that_were_found_before_are_told_with_the_refusal() -> None:
    with pytest.raises(InvalidData) as caught:
        read(b"a:\nb: *x\n", FILE)
    assert [problem.line for problem in caught.value.problems] == [1, 2]
    with pytest.raises(InvalidData) as caught:
        read(b"a:\nb: 'x\n", FILE)
    assert [problem.line for problem in caught.value.problems] == [1, 3]


# ------------------------------------------------------------------------------------------------------------ bombs


def nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + "x" + closing * depth


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(9)),
        nested("[", "]", MAX_DEPTH + 1),
        "- " * (MAX_DEPTH + 1),
        "a: " + "{a: " * (MAX_DEPTH + 1),
        "? " * (MAX_DEPTH + 1),
        "{" * (MAX_DEPTH + 1),
        "\n".join(" " * n + "a:" for n in range(MAX_DEPTH + 2)),
        "'" * 100_001,
        "k" * 100_000 + ": v",
        "#" * 1_000_000,
        "[" + "," * 100_000 + "]",
    ],
    ids=["aliases", "lists", "items", "maps", "keys", "braces", "indentation", "quotes", "key", "comment", "commas"],
)
def test_bombs_are_refused_at_once(bomb: str) -> None:
    begun = time.process_time()
    refusal(bomb)
    assert time.process_time() - begun < 2


def test_what_nests_no_deeper_than_allowed_is_read() -> None:
    read(nested("[", "]", MAX_DEPTH).encode(), FILE)
    assert refusal(nested("[", "]", MAX_DEPTH + 1)).endswith(f"nested deeper than {MAX_DEPTH} levels")


def test_a_file_is_no_larger_than_anybody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"#" * (MAX_BYTES + 1)) == f"{FILE}:1:1: more than 5,000,000 bytes; split the file"
    monkeypatch.setattr(marks, "MAX_VALUES", 1_000)
    assert refusal("[" + "a," * 1_000 + "]") == f"{FILE}:1:2000: more than 1,000 values; split the file"


# ------------------------------------------------------------------------------------------------------------- fuzz


def check(content: bytes) -> Marked | None:
    """Data with places, or one error of one line for each problem, with its place."""
    try:
        return read(content, FILE)
    except InvalidData as error:
        lines = str(error).split("\n")
    assert all(re.match(rf"{FILE}:[1-9]\d*:[1-9]\d*: \S", line) for line in lines)
    return None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    check(content)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
@example("a: \ud7ff")
def test_any_text_is_read_or_refused(text: str) -> None:
    check(text.encode())


@given(st.text(st.sampled_from(list("ab:-?!&*#|>%@`'\"[]{},~<.=\\/0 \n\r\t\x00\u0085\u2028\ufeff😀")), max_size=60))
def test_any_soup_of_what_yaml_knows_is_read_or_refused(text: str) -> None:
    check(text.encode())


SOUP = [r'a: "\Uffffffff"', r'a: "\U00110000"', r'a: "\ud800"', "a: b: c", "a:\n\tb", "{a", "'", "*", "&a", "? [", "%"]


@pytest.mark.parametrize("text", SOUP)
def test_the_parser_that_is_used_where_libyaml_is_missing_refuses_the_same(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check(text.encode()) is None
    monkeypatch.setattr(marks, "_Loader", yaml.SafeLoader)
    assert check(text.encode()) is None
    assert check(TEXT.encode()) == read(TEXT.encode(), FILE)


@given(st.data())
def test_any_change_to_a_good_file_is_read_or_refused(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + data.draw(st.text("ab:-!&*#|>'\"[]{}, \n\t\\", max_size=4)) + text[end:]
    marked = check(text.encode())
    if marked is not None:
        lines = len(text.split("\n"))
        assert all(line <= lines for line, _ in [*marked.values.values(), *marked.keys.values()])
