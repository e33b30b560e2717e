"""What a user may name to be loaded: files, folders and standard input."""

from __future__ import annotations

import errno
import io
import shutil
import sys
from pathlib import Path

import pytest
from whoblamed.errors import InvalidData, Problem, StoreError
from whoblamed.loaders import factfile
from whoblamed.loaders.sources import check, read

FACTS = Path(__file__).parent / "fixtures" / "facts"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def names(*sources: str | Path, dataset: str | None = None) -> list[str]:
    return [batch.dataset.name for batch in read(sources, dataset)]


def lines(*sources: str | Path) -> list[str]:
    """The lines that are printed about sources that are at fault."""
    with pytest.raises(InvalidData) as caught:
        read(sources)
    assert check(sources)[1] == list(caught.value.problems)
    return str(caught.value).split("\n")


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """Standard input to write to; its encoding is not that of fact files."""
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content, encoding="latin-1"))
    return content


# --------------------------------------------------------------------------------------------------- what is found


def test_a_file() -> None:
    assert names(FACTS / "small.yaml") == ["harbour-2031"]
    assert names(str(FACTS / "small.yaml")) == ["harbour-2031"]


def test_a_folder_is_its_fact_files_in_order_of_their_names() -> None:
    assert names(FACTS) == ["sony-2014", "harbour-2031"]


def test_the_actors_of_a_folder_come_first_and_once() -> None:
    expected = ["shared-actors", "first", "second"]
    assert names(FACTS / "shared") == expected
    assert names(FACTS / "shared" / "first.yaml", FACTS / "shared" / "second.yaml") == expected
    assert names(FACTS / "shared" / "second.yaml") == ["shared-actors", "second"]
    assert names(FACTS / "shared" / "actors.yaml") == ["shared-actors"]


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "case: a")
    assert names(tmp_path, tmp_path / "a.yaml", tmp_path) == ["a"]
    assert check([tmp_path, tmp_path / "a.yaml"]) == (1, [])


def test_the_shared_actors_are_read_once_for_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    content = factfile._content

    def counted(path: Path) -> bytes:
        opened.append(path.name)
        return content(path)

    monkeypatch.setattr(factfile, "_content", counted)
    names(FACTS / "shared" / "first.yaml", FACTS / "shared" / "second.yaml")
    assert sorted(opened) == ["actors.yaml", "first.yaml", "second.yaml"]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML", "über b.yaml"])
def test_endings_of_fact_files(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "case: a")
    assert names(path) == names(tmp_path) == ["a"]


def test_other_files_and_folders_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "case: a")
    write(tmp_path, "notes.txt", "notes")
    (tmp_path / "deeper.yaml").mkdir()
    write(tmp_path / "deeper.yaml", "b.yaml", "case: b")
    assert names(tmp_path) == ["a"]


def test_standard_input(stdin: io.BytesIO) -> None:
    stdin.write("case: ströme\n".encode())
    stdin.seek(0)
    with pytest.raises(InvalidData, match=r'^<stdin>:1:7: "ströme" is not a slug'):
        read(["-"])


def test_standard_input_is_utf_8_whatever_the_terminal_is(stdin: io.BytesIO) -> None:
    stdin.write((FACTS / "small.yaml").read_bytes())
    stdin.seek(0)
    (batch,) = read(["-", "-"])
    (same,) = read([FACTS / "small.yaml"])
    assert batch.records == same.records
    assert (batch.dataset.origin, batch.dataset.sha256) == ("<stdin>", same.dataset.sha256)


def test_standard_input_beside_a_file(stdin: io.BytesIO, tmp_path: Path) -> None:
    stdin.write(b"case: a")
    stdin.seek(0)
    assert names(write(tmp_path, "b.yaml", "case: b"), "-") == ["b", "a"]


# ------------------------------------------------------------------------------------------------ what is not found


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere\.yaml: there is no such file or folder$"):
        read([tmp_path / "nowhere.yaml"])
    with pytest.raises(StoreError, match="there is no such file or folder"):
        check([tmp_path / "nowhere.yaml"])


@pytest.mark.parametrize("source", ["", "a\0b.yaml", "x" * 5000 + ".yaml", "https://example.org/facts.yaml"])
def test_what_cannot_be_a_file(source: str) -> None:
    with pytest.raises(StoreError, match="there is no such file or folder"):
        read([source])


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = write(tmp_path, "facts.xlsx", "PK")
    with pytest.raises(StoreError, match=r"facts\.xlsx: not a fact file; whoblamed loads \.yaml and \.yml files$"):
        read([path])


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no fact files \(\*\.yaml or \*\.yml\) in this folder$"):
        read([tmp_path])


@pytest.mark.parametrize("act", ["open", "iterdir"])
def test_what_may_not_be_read(tmp_path: Path, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.yaml", "case: a")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, act, refuse)
    named = path if act == "open" else tmp_path
    with pytest.raises(StoreError, match=f"^{named}: Permission denied$"):
        read([named])


# --------------------------------------------------------------------------------------------------- what is wrong


def test_the_problems_of_all_files_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    b, a = write(tmp_path, "b.yaml", "case: B"), write(tmp_path, "a.yaml", "kase: a")
    assert [line.split(": ")[0] for line in lines(b, a)] == [f"{b}:1:7", f"{a}:1:1", f"{a}:1:1"]
    assert check([b, a])[0] == 2


def test_two_cases_of_one_name(tmp_path: Path) -> None:
    one, other = write(tmp_path, "one.yaml", "case: a"), write(tmp_path, "other.yaml", "case: a\ntitle: A\n")
    assert lines(one, other) == [f'{other}:1:1: the case "a" is also in {one}; give one of the two another name']


def test_one_case_in_two_equal_files(tmp_path: Path) -> None:
    one, other = write(tmp_path, "one.yaml", "case: a"), write(tmp_path, "other.yaml", "case: a")
    assert names(one, other) == ["a"]


def test_a_case_of_the_name_of_the_shared_actors(tmp_path: Path) -> None:
    actors = write(tmp_path, "actors.yaml", "case: a")
    case = write(tmp_path, "case.yaml", "case: a\ntitle: A\n")
    assert lines(case) == [f'{case}:1:1: the case "a" is also in {actors}; give one of the two another name']


def test_a_fault_of_the_shared_actors_is_told_once(tmp_path: Path) -> None:
    shutil.copytree(FACTS / "shared", tmp_path, dirs_exist_ok=True)
    actors = write(tmp_path, "actors.yaml", "actors:\n  police: {name: Police}\n")
    assert lines(tmp_path) == [f'{actors}:2:3: "kind" is missing in actors: police']


def test_check_counts_files_and_lists_problems(tmp_path: Path) -> None:
    case = write(tmp_path, "case.yaml", "case: a\n")
    assert check([case]) == (1, [])
    write(tmp_path, "case.yaml", "case: A\n")
    assert check([case]) == (
        1,
        [
            Problem(
                '"A" is not a slug such as sony-2014; write small letters, digits and single hyphens', str(case), 1, 7
            )
        ],
    )


# ------------------------------------------------------------------------------------- another name for a data set


def test_a_data_set_may_be_given_another_name() -> None:
    (batch,) = read([FACTS / "small.yaml"], dataset="renamed")
    assert batch.dataset.name == "renamed"
    assert all("/id/renamed/" in record.iri for record in batch.records)


def test_another_name_is_not_for_the_shared_actors() -> None:
    assert names(FACTS / "shared" / "first.yaml", dataset="renamed") == ["shared-actors", "renamed"]


def test_another_name_for_standard_input(stdin: io.BytesIO) -> None:
    stdin.write(b"case: a")
    stdin.seek(0)
    assert names("-", dataset="b") == ["b"]


@pytest.mark.parametrize("dataset", ["", "A", "a b", "../a", "a--b", "a" * 101, "a\n"])
def test_a_name_must_be_a_slug(dataset: str) -> None:
    with pytest.raises(StoreError, match="cannot be the name of a data set; write small letters, digits and single"):
        read([FACTS / "small.yaml"], dataset=dataset)


def test_another_name_is_for_one_file() -> None:
    with pytest.raises(StoreError, match="--dataset names the data set of one file, and 2 are given"):
        read([FACTS], dataset="renamed")


def test_a_name_that_the_shared_actors_have(tmp_path: Path) -> None:
    actors, case = write(tmp_path, "actors.yaml", "case: a"), write(tmp_path, "case.yaml", "case: b")
    with pytest.raises(InvalidData, match=f'^{case}:1:1: the case "a" is also in {actors}'):
        read([case], dataset="a")
