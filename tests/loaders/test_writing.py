"""Writing fact files: what is added or changed stands there, and nothing around it moves."""

from __future__ import annotations

import doctest
import errno
import io
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.facts.file import read
from whoblamed.loaders.facts.writing import document as documents
from whoblamed.loaders.facts.writing import rendering, saving
from whoblamed.loaders.facts.writing.document import FactDocument
from whoblamed.loaders.opening.documents import CASEBOOK, Document
from whoblamed.loaders.yaml import marks, spans
from whoblamed.ontology.quads import to_quads

from ..support.places import FIXTURES

CASES = sorted(path for path in CASEBOOK.glob("*.yaml") if path.name != "actors.yaml")

SMALL = """\
case: harbour   # the name

actors:
  port: {name: Port of Arden, kind: agency}
  # whom they blame
  tide:
    name: Red Tide   # so it calls itself
    kind: group
incidents:
  outage: {name: Harbour outage, kind: outage}
sources:
  story: {title: Port blames Tide, published: 2031-04-04}
claims:
  # the accusation
  - id: blame
    act: attribution
    by: port
    accused: tide
    incident: outage
    on: 2031-04-03
    source: story   # seen on paper
    # and nowhere else
# the end
"""
DENIAL: dict[str, Any] = {"id": "no", "act": "denial", "by": "tide", "responds_to": "blame", "source": "story"}


@pytest.fixture(autouse=True)
def kept_here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches what is kept of the user's files."""
    folder = tmp_path_factory.mktemp("kept")
    monkeypatch.setattr(saving, "folder", lambda: folder)


def document(text: str = SMALL) -> FactDocument:
    return FactDocument.of_text(text)


def on_disk(folder: Path, content: str | bytes = SMALL) -> Path:
    path = folder / "harbour.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    import difflib

    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize("module", [spans, rendering, documents], ids=lambda module: module.__name__)
def test_the_examples_hold(module: Any) -> None:
    result = doctest.testmod(module, extraglobs={"date": date})
    assert result.attempted
    assert not result.failed


# ------------------------------------------------------------------------------------------------------------- adding


def test_a_claim_stands_after_the_others_and_their_comments() -> None:
    written = document()
    written.add_claim(DENIAL)
    went, came = changed_lines(SMALL, written.text)
    assert went == []
    assert came == [
        "  - id: no\n",
        "    act: denial\n",
        "    by: tide\n",
        "    responds_to: blame\n",
        "    source: story\n",
    ]
    assert written.text.endswith("    # and nowhere else\n" + "".join(came) + "# the end\n")


@pytest.mark.parametrize(
    ("section", "there", "then"),
    [
        pytest.param("case: c\n", "", "case: c\n\nclaims:\n  - id: no\n    act: report\n", id="no section"),
        pytest.param("case: c\n", "claims:\n", "case: c\nclaims:\n  - id: no\n    act: report\n", id="empty section"),
        pytest.param(
            "case: c\n", "claims: []  # none\n", "case: c\nclaims:  # none\n  - id: no\n    act: report\n", id="[]"
        ),
        pytest.param("case: c", "", "case: c\n\nclaims:\n  - id: no\n    act: report\n", id="no last line break"),
        pytest.param(
            "claims:\n- id: a\n  act: report\n",
            "case: c\n",
            "claims:\n- id: a\n  act: report\n- id: no\n  act: report\ncase: c\n",
            id="dashes at the margin",
        ),
        pytest.param(
            "claims:\n    -   id: a\n        act: report\n",
            "",
            "claims:\n    -   id: a\n        act: report\n    -   id: no\n        act: report\n",
            id="four spaces",
        ),
        pytest.param(
            "claims:\n  - {id: a, act: report}\n",
            "",
            "claims:\n  - {id: a, act: report}\n  - {id: no, act: report}\n",
            id="one line each",
        ),
        pytest.param(
            "claims: [{id: a}]\n", "case: c\n", "claims: [{id: a}, {id: no, act: report}]\ncase: c\n", id="all in one"
        ),
        pytest.param(
            "claims:\n  - id: a\n\n  - id: b\n\ncase: c\n",
            "",
            "claims:\n  - id: a\n\n  - id: b\n\n  - id: no\n    act: report\n\ncase: c\n",
            id="blank lines between",
        ),
        pytest.param(
            "claims:\n  - id: a\n    unit: >\n      Of two\n      lines.\n",
            "\n# the end\n",
            "claims:\n  - id: a\n    unit: >\n      Of two\n      lines.\n  - id: no\n    act: report\n\n# the end\n",
            id="after a folded text",
        ),
        pytest.param(
            "---\ncase: c\n...\n", "", "---\ncase: c\n\nclaims:\n  - id: no\n    act: report\n...\n", id="with ..."
        ),
    ],
)
def test_a_claim_is_written_as_those_before_it(section: str, there: str, then: str) -> None:
    written = document(section + there)
    written.add_claim({"id": "no", "act": "report"})
    assert written.text == then


def test_an_entry_stands_in_its_section_and_a_new_section_in_its_place() -> None:
    written = document()
    written.add("actors", "lab", {"kind": "company", "name": {"en": "Quay Lab"}})
    written.add(
        "evidence",
        "logs",
        {"summary": "Log files, which it says were taken from the machines of the port, and a copy of the disk."},
    )
    went, came = changed_lines(SMALL, written.text)
    assert went == []
    assert came == [
        "  lab: {name: {en: Quay Lab}, kind: company}\n",
        "\n",
        "evidence:\n",
        "  logs:\n",
        '    summary: "Log files, which it says were taken from the machines of the port, and a copy of the disk."\n',
    ]
    assert written.text.index("evidence:") < written.text.index("claims:")


def test_what_would_change_what_stands_there_is_not_written() -> None:
    """The blank line below belongs to the text above it, which would lose it."""
    text = "claims:\n  - id: a\n    unit: |+\n      x\n\n"
    written = document(text)
    with pytest.raises(StoreError, match="it is written in a way that cannot be added to; change it in an editor"):
        written.add_claim({"id": "no", "act": "report"})
    assert written.text == text


def test_a_file_that_is_one_map_in_brackets_gets_entries_but_no_sections() -> None:
    written = document("{case: c, claims: [{id: a}], actors: {x: {name: X}}}\n")
    written.add_claim({"id": "no", "act": "report"})
    written.add("actors", "y", {"name": "Y"})
    assert written.text == "{case: c, claims: [{id: a}, {id: no, act: report}], actors: {x: {name: X}, y: {name: Y}}}\n"
    with pytest.raises(StoreError, match=r"the file is one \{ \}; write it with a line for each key"):
        written.add("sources", "story", {"title": "Story"})


def test_what_is_there_is_not_added_again() -> None:
    with pytest.raises(StoreError, match='"tide" is already there in actors; choose another key'):
        document().add("actors", "tide", {"name": "Other", "kind": "group"})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_claims_of_the_casebook_written_anew_say_the_same(path: Path) -> None:
    """All but the first are added, one by one, to a file that has none of them."""
    opened = FactDocument.open(path)
    head, _, _ = opened.text.partition("\nclaims:\n")  # which are the last section
    first, *others = opened.entries("claims").values()
    written = document(opened.text[len(head) + 1 : spans.spans(opened.text)["claims", 0].end] + "\n")
    assert written.data == {"claims": [first]}
    for entry in others:
        written.add_claim(entry)
    assert quads(path, f"{head}\n{written.text}".encode()) == quads(path)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_claim_that_is_taken_out_and_added_moves_no_other_line(path: Path) -> None:
    whole, opened = quads(path), FactDocument.open(path)
    for key, entry in list(opened.entries("claims").items())[::20]:
        opened.remove(key)
        without = opened.text
        opened.add_claim(entry)
        assert changed_ends(without, opened.text)[0] == ""
    assert quads(path, opened.content) == whole


def changed_ends(before: str, after: str) -> tuple[str, str]:
    """What is between the beginning and the end that two texts have in common."""
    start = _same(before, after)
    end = _same(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end], after[start : len(after) - end]


def _same(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def quads(path: Path, content: bytes | None = None) -> set[Any]:
    """What a file loads to, but for what is said of the file itself."""
    found = Document.of_file(path) if content is None else Document(str(path), lambda: _stream(content), path=path)
    batches = read([found])
    return {quad for batch in batches for record in batch.kept() for quad in to_quads(record, "https://example.org/")}


def _stream(content: bytes) -> Any:
    return io.BytesIO(content)


# ----------------------------------------------------------------------------------------------------------- changing


def changed(field: str, value: Any, text: str = SMALL, claim: str = "blame") -> tuple[list[str], list[str]]:
    written = document(text)
    written.set(claim, tuple(field.split(".")), value)
    return changed_lines(text, written.text)


def test_a_field_is_changed_where_it_stands() -> None:
    assert changed("on", "2031-04-02") == (["    on: 2031-04-03\n"], ["    on: 2031-04-02\n"])
    assert changed("source", ["story", "wire"]) == (
        ["    source: story   # seen on paper\n"],
        ["    source: [story, wire]   # seen on paper\n"],
    )


def test_a_new_field_stands_where_it_belongs() -> None:
    assert changed("role", "ordered") == ([], ["    role: ordered\n"])
    written = document()
    written.set("blame", ("role",), "ordered")
    assert "    incident: outage\n    role: ordered\n    on: " in written.text
    written.set("blame", ("summary", "en"), 'It says: "Red Tide did it."')
    assert (
        '    source: story   # seen on paper\n    summary: {en: "It says: \\"Red Tide did it.\\""}\n    # and'
        in written.text
    )


@pytest.mark.parametrize(
    ("there", "field", "value", "then"),
    [
        ("{id: a, on: 2031}", "on", "2032", "{id: a, on: 2032}"),
        ("{id: a, on: 2031}", "by", "b", "{id: a, by: b, on: 2031}"),
        ("{on: 2031, id: a}", "act", "report", "{on: 2031, id: a, act: report}"),
        ("{id: a, at: {}}", "at.paragraph", 3, "{id: a, at: {paragraph: 3}}"),
        ("{id: a, at: {end: 9}}", "at.start", 3, "{id: a, at: {start: 3, end: 9}}"),
        ("{id: a, by: [b, c]}", "by", ["d"], "{id: a, by: [d]}"),
        ("\n    id: a\n    by:\n      - b\n      - c\n    on: 2031", "by", "d", "\n    id: a\n    by: d\n    on: 2031"),
        ("\n    id: a\n    by:\n    on: 2031", "by", "d", "\n    id: a\n    by: d\n    on: 2031"),
        ("\n    id: a\n    by:   # who?\n    on: 2031", "by", "d", "\n    id: a\n    by: d   # who?\n    on: 2031"),
        ("\n    id: a\n    on:\n      2031", "on", "2032", "\n    id: a\n    on: 2032"),
        ("\n    id: a\n    quote: |\n      one\n      two\n    on: 2031", "quote", "x", "\n    id: a\n    quote: x\n    on: 2031"),  # noqa: E501
        ("\n    on: 2031\n    id: a", "through", "x", "\n    on: 2031\n    id: a\n    through: x"),
    ],
)  # fmt: skip
def test_a_field_is_changed_in_every_style(there: str, field: str, value: Any, then: str) -> None:
    written = document(f"claims:\n  - {there}\n")
    written.set("a", tuple(field.split(".")), value)
    assert written.text == f"claims:\n  - {then}\n"


@pytest.mark.parametrize(
    ("there", "field", "then"),
    [
        ("{id: a, on: 2031, by: b}", "on", "{id: a, by: b}"),
        ("{on: 2031, id: a}", "on", "{id: a}"),
        ("{id: a, at: {start: 1, end: 3}}", "at.end", "{id: a, at: {start: 1}}"),
        ("{id: a, at: {start: 1}}", "at.start", "{id: a}"),
        ("\n    id: a\n    by:\n      - b\n      - c\n    on: 2031", "by", "\n    id: a\n    on: 2031"),
        ("on: 2031   # when\n    id: a", "on", "id: a"),
        ("id: a\n    on: 2031   # when", "on", "id: a"),
        ("id: a\n    by: b", "on", "id: a\n    by: b"),
    ],
)
def test_a_field_is_deleted_in_every_style(there: str, field: str, then: str) -> None:
    written = document(f"claims:\n  - {there}\n")
    written.unset("a", tuple(field.split(".")))
    assert written.text == f"claims:\n  - {then}\n"


def test_what_is_no_map_is_set_as_a_whole() -> None:
    with pytest.raises(StoreError, match='"source" of "blame" is no map; set it as a whole'):
        changed("source.paragraph", 3)
    with pytest.raises(StoreError, match='there is no claim "blames" in it'):
        changed("on", "2031", claim="blames")


@pytest.mark.parametrize("path", [CASES[0], *(FIXTURES / "facts").glob("**/*.yaml")], ids=lambda path: path.stem)
def test_every_field_of_every_claim_can_be_set_to_what_it_is(path: Path) -> None:
    opened = FactDocument.open(path)
    data = opened.data
    for key, entry in list(opened.entries("claims").items())[:2]:
        for field, value in entry.items():
            opened.set(key, (field,), value)
    assert opened.data == data


# ------------------------------------------------------------------------------------------------- laws of what is said

KEYS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029\ufeff"),
    min_size=1,
) | st.sampled_from(
    ["null", "~", "no", "- x", "a: b", "a #b", "{", "2031-04-02", "'", '"', "\\", "x:", " x ", "? y", "%", "a\nb\tc"]
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=6,
)
ENTRIES = st.dictionaries(KEYS.filter(lambda key: key != "id"), VALUES, max_size=4)


@given(ENTRIES, ENTRIES, st.sampled_from([SMALL, "case: c\n", "claims: []\ncase: c", SMALL.replace("\n", "\r\n")]))
def test_whatever_is_added_is_what_is_read(claim: dict[str, Any], actor: dict[str, Any], text: str) -> None:
    written = document(text)
    written.add_claim({"id": "new", **claim})
    written.add("actors", "new", {"name": "New", **actor})
    again = marks.read(written.content, "case.yaml").data
    assert again["claims"][-1] == {"id": "new", **claim}
    assert again["actors"]["new"] == {"name": "New", **actor}
    went, _ = changed_lines(text, written.text)
    assert [line for line in went if "claims: []" not in line and line.endswith("\n")] == []


@given(ENTRIES, VALUES)
def test_whatever_is_set_is_what_is_read_and_unset_it_is_gone(claim: dict[str, Any], value: Any) -> None:
    written = document(SMALL)
    written.add_claim({"id": "new", **claim})
    before = written.text
    written.set("new", ("zz",), value)
    assert marks.read(written.content, "case.yaml").data["claims"][-1] == {"id": "new", **claim, "zz": value}
    written.unset("new", ("zz",))
    assert written.text == before


# ------------------------------------------------------------------------------------------------------------- checks


def test_only_what_is_new_is_held_against_what_is_added() -> None:
    text = SMALL.replace("kind: group", "kind:")
    written = document(text)
    written.before = text.encode()
    written.add_claim(DENIAL)
    assert [problem.message for problem in written.problems()] == ['"kind" has no value; give it one, or delete it']
    assert written.new_problems() == []
    written.add_claim({"id": "more", "act": "denial", "by": "tides", "on": "2031-02-30", "source": "story"})
    assert [problem.message for problem in written.new_problems()] == ["there is no date 2031-02-30"]


def test_the_actors_beside_it_are_known() -> None:
    written = FactDocument.open(FIXTURES / "facts" / "shared" / "first.yaml")
    assert written.new_problems() == []


# ---------------------------------------------------------------------------------------------- hostile and unlucky


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"case: c\nactors:\n\tport: {name: P, kind: agency}\n", "a tab; indent with spaces"),
        (b"case: &x c\n", "anchors and aliases"),
        (b"- a\n", "begin it with case: NAME"),
        (b"case: c\xff\n", "not UTF-8 text"),
        (b"", "the file is empty"),
    ],
)
def test_what_the_loader_refuses_is_not_written_to(content: bytes, complaint: str, tmp_path: Path) -> None:
    path = on_disk(tmp_path, content)
    with pytest.raises(InvalidData, match=complaint):
        FactDocument.open(path)
    assert path.read_bytes() == content


def test_line_breaks_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    path = on_disk(tmp_path, content)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    written.save()
    saved = path.read_bytes()
    assert saved.startswith(b"\xef\xbb\xbfcase: harbour")
    assert saved.count(b"\n") == saved.count(b"\r\n") == SMALL.count("\n") + 5


def test_an_id_that_stands_twice_means_the_first_and_is_told() -> None:
    text = SMALL.replace("# the end\n", "  - {id: blame, act: report, by: port, source: story}\n")
    written = document(text)
    written.set("blame", ("on",), "2031-04-01")
    assert written.text == text.replace("on: 2031-04-03", "on: 2031-04-01")
    assert any('the id "blame" is already used' in problem.message for problem in written.problems())


def test_a_file_that_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    path.write_text(SMALL + "# more\n", encoding="utf-8")
    with pytest.raises(StoreError, match="it was changed by somebody else meanwhile"):
        written.save()
    assert path.read_text(encoding="utf-8") == SMALL + "# more\n"


def test_a_new_file_takes_no_other_ones_place(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    with pytest.raises(StoreError, match="there is such a file already; choose another name"):
        FactDocument.of_text("case: c\n", path).save()
    assert path.read_text(encoding="utf-8") == SMALL


def test_a_read_only_file_stays(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    path.chmod(0o444)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    with pytest.raises(StoreError, match="it is read-only; allow writing"):
        written.save()
    assert path.read_text(encoding="utf-8") == SMALL
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    path, link = on_disk(tmp_path), tmp_path / "link.yaml"
    path.chmod(0o640)
    link.symlink_to(path)
    written = FactDocument.open(link)
    written.add_claim(DENIAL)
    written.save()
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == written.content


def test_what_is_private_stays_private(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    path.chmod(0o600)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    written.save()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [kept.stat().st_mode & 0o077 for kept in saving.folder().glob("*.kept")] == [0]


def test_what_is_packed_is_to_be_unpacked_first(tmp_path: Path) -> None:
    import gzip

    path = on_disk(tmp_path, gzip.compress(SMALL.encode()))
    with pytest.raises(StoreError, match=r"it is packed \(gzip\); unpack it"):
        FactDocument.open(path)


def test_a_full_disk_leaves_the_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written: No space left on device; nothing was changed"):
        written.save()
    assert path.read_text(encoding="utf-8") == SMALL
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed at a point")
@pytest.mark.parametrize("point", ["write", "flush", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("writes", [1, 2], ids=["the version before", "the file"])
def test_killed_at_any_point_the_file_is_as_it_was_and_can_be_written_again(
    tmp_path: Path, point: str, writes: int
) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    child = os.fork()
    if child == 0:
        _die_at(point, writes)
        written.save()
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "it was not killed where it should be"
    assert path.read_text(encoding="utf-8") == SMALL
    written.save()
    assert path.read_bytes() == written.content
    assert list(tmp_path.iterdir()) == [path]


def _die_at(point: str, writes: int) -> None:
    """Have this process end at a point of its first, or second, write of a file, as if it were killed."""
    owner: Any = os if point == "fsync" else Path if point in ("chmod", "replace") else io.BufferedWriter
    seen = [0]

    if owner is io.BufferedWriter:

        def dying(path: Any, mode: str, **more: Any) -> Any:
            file = open(path, mode, **more)  # noqa: PTH123, SIM115 - as the module does
            seen[0] += 1
            if seen[0] == writes:
                file.write(b"half")
                if point == "flush":
                    file.flush()
                os._exit(0)
            return file

        vars(saving)["open"] = dying
        return
    real = getattr(owner, point)

    def counted(*arguments: Any) -> Any:
        seen[0] += 1
        if seen[0] == (1 if point == "chmod" else writes):
            os._exit(0)
        return real(*arguments)

    setattr(owner, point, counted)


@pytest.mark.parametrize("place", ["", "nowhere/case.yaml", "circle.yaml", "pipe.yaml"])
def test_what_is_no_file_is_told(place: str, tmp_path: Path) -> None:
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(StoreError, match=r"not a file|no such file; whoblamed|Too many levels"):
        FactDocument.open(tmp_path / place)


def test_two_writers_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """Whoever comes second is told, and loses nothing; tried again, both claims stand there."""
    path = on_disk(tmp_path)
    refused: list[str] = []

    def add(key: str) -> None:
        while True:
            written = FactDocument.open(path)
            written.add_claim({**DENIAL, "id": key})
            try:
                written.save()
            except StoreError as error:
                refused.append(str(error))
            else:
                return

    threads = [threading.Thread(target=add, args=(f"no-{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(FactDocument.open(path).entries("claims")) == {"blame", *(f"no-{number}" for number in range(6))}
    assert all("changed by somebody else" in message for message in refused)


def test_a_file_that_somebody_writes_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    monkeypatch.setattr(saving, "PATIENCE", 0.05)
    saving.folder().mkdir(exist_ok=True)
    with FileLock(saving._place(path, "lock")), pytest.raises(StoreError, match="another process is writing it"):
        written.save()


# ----------------------------------------------------------------------------------------------------- taking it back


def test_the_version_before_comes_back_once(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    for claim in (DENIAL, {**DENIAL, "id": "again"}):
        written.add_claim(claim)
        written.save()
    saving.restore(path)
    assert list(FactDocument.open(path).entries("claims")) == ["blame", "no"]
    with pytest.raises(StoreError, match="no earlier version is kept"):
        saving.restore(path)


def test_a_file_that_was_new_goes(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    FactDocument.of_text(SMALL, path).save()
    saving.restore(path)
    assert not path.exists()


def test_what_was_changed_since_stays(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    written = FactDocument.open(path)
    written.add_claim(DENIAL)
    written.save()
    path.write_text("case: mine\n", encoding="utf-8")
    with pytest.raises(StoreError, match="it was changed since it was written, and so it stays as it is"):
        saving.restore(path)
    assert path.read_text(encoding="utf-8") == "case: mine\n"


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    path = on_disk(tmp_path)
    before = path.stat()
    FactDocument.open(path).save()
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    with pytest.raises(StoreError, match="no earlier version is kept"):
        saving.restore(path)
