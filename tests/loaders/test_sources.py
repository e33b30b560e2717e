"""What a user may name to be loaded, each by the format it is in. The formats but one are made up here."""

from __future__ import annotations

import errno
import io
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from whoblamed.errors import FormatError, InvalidData, Problem, StoreError
from whoblamed.loaders import formats
from whoblamed.loaders import sources as loading
from whoblamed.loaders.facts import file as factfile
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.sources import check, read
from whoblamed.ontology.records import Actor, Batch, DataSet, Record, Skipped, Stream, dataset_iri, mint

from ..support.places import FIXTURES, ROOT

FACTS = FIXTURES / "facts"


@dataclass
class Lines:
    """A format in which each line is an actor; lines that begin with a dash are skipped, and "broken" is an error."""

    name: str
    first: bytes

    def recognises(self, document: Document) -> bool:
        return document.head.startswith(self.first)

    def why_not(self, document: Document) -> str | None:
        return "without rows" if document.head.endswith(b"none") else None

    def read(self, documents: Sequence[Document], dataset: str | None = None, held: object = None) -> list[Batch]:
        """All documents together are one data set."""
        name = dataset or self.name
        if any(document.head == self.first for document in documents):
            raise InvalidData([Problem("nothing but a heading", documents[0].name)])
        described = DataSet(iri=dataset_iri(name), name=name, origin=documents[0].base, sha256=documents[0].sha256)
        return [Batch(described, Stream(lambda: self._records(documents, name)))]

    def _records(self, documents: Sequence[Document], dataset: str) -> Iterator[Record | Skipped]:
        for document in documents:
            with document.open() as file:
                lines = file.read().decode().splitlines()
            for number, line in enumerate(lines, 1):
                if line == "broken":
                    raise InvalidData([Problem("a broken line", document.name, number, 1)])
                if line.startswith("-"):
                    yield Skipped("a dash", document.name, number)
                else:
                    yield Actor(iri=mint(dataset, "actor", line), label=line, kind="group")


LINES = Lines("lines", b"lines")
OTHER = Lines("other", b"other")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The formats that there are: fact files, and those that are made up."""
    known = (formats.BY_NAME["facts"], LINES, OTHER)
    monkeypatch.setattr(formats, "FORMATS", known)
    monkeypatch.setattr(formats, "BY_NAME", {format_.name: format_ for format_ in known})
    monkeypatch.setattr(formats, "_mapping", {"rows": LINES}.get)
    monkeypatch.setattr(formats, "_mappings", lambda: ["rows"])


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def names(*sources: str | Path, dataset: str | None = None) -> list[str]:
    return [batch.dataset.name for batch in read(sources, dataset).batches]


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
    assert names(FACTS) == ["sony-2014", "harbour-2031", "vault-2021"]


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

    def counted(document: Document) -> bytes:
        opened.append(document.base)
        return content(document)

    monkeypatch.setattr(factfile, "_content", counted)
    names(FACTS / "shared" / "first.yaml", FACTS / "shared" / "second.yaml")
    assert sorted(opened) == ["actors.yaml", "first.yaml", "second.yaml"]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML", "über b.yaml"])
def test_endings_of_fact_files(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "case: a")
    assert names(path) == names(tmp_path) == ["a"]


def test_what_is_no_data_in_a_folder_is_left_out_and_told(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "case: a")
    write(tmp_path, "LICENSE", "Do as you like.")
    write(tmp_path, "SOURCE.md", "# Where it is from")
    write(tmp_path, ".hidden", "")
    (tmp_path / "deeper").mkdir()
    write(tmp_path / "deeper", "b.yaml", "case: b")
    found = read([tmp_path])
    assert [batch.dataset.name for batch in found.batches] == ["a"]
    assert found.skipped == [
        Skipped("a folder inside a folder; name it as well", str(tmp_path / "deeper")),
        Skipped("for people to read, and no data", str(tmp_path / "LICENSE")),
        Skipped("for people to read, and no data", str(tmp_path / "SOURCE.md")),
    ]
    assert check([tmp_path]) == (1, [])


def test_what_a_pattern_names_beside_data_is_left_out_as_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "case: a")
    for name in ("SOURCE.md", "LICENSE", "LICENSE.txt", "README", "paper.pdf"):
        write(tmp_path, name, "Do as you like.")
    found, folder = read(sorted(tmp_path.iterdir())), read([tmp_path])
    assert [batch.dataset.name for batch in found.batches] == ["a"]
    assert found.skipped == folder.skipped
    assert len(found.skipped) == 5
    assert check(sorted(tmp_path.iterdir())) == (1, [])
    assert read([str(tmp_path / "*")]).skipped == folder.skipped


def test_documents_for_people_alone_are_no_data(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "Once upon a time")
    write(tmp_path, "LICENSE", "Do as you like.")
    with pytest.raises(StoreError, match=r"LICENSE: of no known format; say with --as"):
        read(sorted(tmp_path.iterdir()))


@pytest.mark.parametrize("name", ["source.csv", "notice.bin", "notes.txt", "readme.csv"])
def test_any_other_file_that_is_named_must_be_of_use(tmp_path: Path, name: str) -> None:
    a, other = write(tmp_path, "a.yaml", "case: a"), write(tmp_path, name, "Once upon a time")
    with pytest.raises(StoreError, match=rf"{name}: of no known format"):
        read([a, other])


def test_standard_input(stdin: io.BytesIO) -> None:
    stdin.write("case: ströme\n".encode())
    stdin.seek(0)
    with pytest.raises(InvalidData, match=r'^<stdin>:1:7: "ströme" is not a slug'):
        read(["-"])


def test_standard_input_is_utf_8_whatever_the_terminal_is(stdin: io.BytesIO) -> None:
    stdin.write((FACTS / "small.yaml").read_bytes())
    stdin.seek(0)
    (batch,) = read(["-", "-"]).batches
    (same,) = read([FACTS / "small.yaml"]).batches
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


@pytest.mark.parametrize("source", ["", "a\0b.yaml", "x" * 5000 + ".yaml", "C:\\\\facts.yaml"])
def test_what_cannot_be_a_file(source: str) -> None:
    with pytest.raises(StoreError, match="there is no such file or folder"):
        read([source])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Once upon a time", "of no known format; say with --as by what format or mapping to read it"),
        ("", "empty"),
        (" \n", "empty"),
        ("<!DOCTYPE html>\n<html>", "a web page"),
        ("%PDF-1.7", "a PDF file"),
        ("# Rows\nmapping: rows\n", "a mapping; give it to --as, with the tables that it is for"),
    ],
)
def test_a_file_of_no_known_format(tmp_path: Path, content: str, reason: str) -> None:
    path = write(tmp_path, "facts.data", content)
    with pytest.raises(StoreError) as raised:
        read([path])
    assert str(raised.value) == f"{path}: {reason}"


@pytest.mark.parametrize(("name", "bad"), [("a\x1b[31mb.yaml", "U+001B"), ("m\udcfcller.yaml", "U+DCFC")])
def test_a_name_that_no_text_can_hold(tmp_path: Path, name: str, bad: str) -> None:
    file = tmp_path / name
    try:
        file.write_text("case: a", "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    reason = f"its name has the character {bad}, which no text can hold; rename it"
    with pytest.raises(StoreError, match=re.escape(reason)):
        read([file])
    write(tmp_path, "b.yaml", "case: b")
    found = read([tmp_path])
    assert [batch.dataset.name for batch in found.batches] == ["b"]
    assert Skipped(reason, str(file)) in found.skipped


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"^{tmp_path}: there is nothing in it that could be loaded$"):
        read([tmp_path])


def test_a_folder_in_which_nothing_is_data(tmp_path: Path) -> None:
    write(tmp_path, "page.html", "<html>")
    write(tmp_path, "none.txt", "")
    with pytest.raises(StoreError) as raised:
        read([FACTS / "small.yaml", tmp_path])
    assert str(raised.value) == f"{tmp_path}: nothing in it can be loaded: none.txt (empty), page.html (a web page)"


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
    (batch,) = read([FACTS / "small.yaml"], dataset="renamed").batches
    assert batch.dataset.name == "renamed"
    assert all("/id/renamed/" in record.iri for record in batch.kept())


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
    with pytest.raises(StoreError, match="--dataset names the data set of one file, and 3 are given"):
        read([FACTS], dataset="renamed")


def test_a_name_that_the_shared_actors_have(tmp_path: Path) -> None:
    actors, case = write(tmp_path, "actors.yaml", "case: a"), write(tmp_path, "case.yaml", "case: b")
    with pytest.raises(InvalidData, match=f'^{case}:1:1: the case "a" is also in {actors}'):
        read([case], dataset="a")


# ---------------------------------------------------------------------------------------------------- other formats


def test_the_content_tells_the_format(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "case: a")
    write(tmp_path, "b.csv", "other\n")
    write(tmp_path, "c.csv", "lines\n")
    assert names(tmp_path) == ["a", "other", "lines"]


def test_documents_of_one_format_are_read_together(tmp_path: Path) -> None:
    first, second = write(tmp_path, "first", "lines\none\n"), write(tmp_path, "second", "lines\n-\ntwo\n")
    (batch,) = read([first, second]).batches
    assert [record.label for record in batch.kept()] == ["lines", "one", "lines", "two"]
    assert [skipped for skipped in batch.records if isinstance(skipped, Skipped)] == [Skipped("a dash", str(second), 2)]


def test_a_file_of_a_folder_that_would_give_nothing_is_left_out(tmp_path: Path) -> None:
    rows, none = write(tmp_path, "rows", "lines\n"), write(tmp_path, "none", "lines\nnone")
    found = read([tmp_path])
    assert len(found.batches) == 1
    assert found.skipped == [Skipped("without rows", str(none))]
    assert len(list(read([rows, none]).batches[0].records)) == 3


def test_records_are_not_read_before_they_are_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "late", "lines\nbroken\n")
    (batch,) = read([path]).batches
    assert check([path]) == (1, [Problem("a broken line", str(path), 2, 1)])
    with pytest.raises(InvalidData):
        list(batch.records)


def test_the_problems_of_all_formats_are_told_at_once(tmp_path: Path) -> None:
    facts, rows = write(tmp_path, "a.yaml", "case: A"), write(tmp_path, "rows", "lines")
    assert [line.split(": ")[0] for line in lines(facts, rows)] == [f"{facts}:1:7", str(rows)]


def test_what_is_skipped_is_not_wrong(tmp_path: Path) -> None:
    assert check([write(tmp_path, "dashes", "lines\n-\n")]) == (1, [])


def test_one_data_set_in_two_formats(tmp_path: Path) -> None:
    facts, rows = write(tmp_path, "a.yaml", "case: lines"), write(tmp_path, "rows", "lines\n")
    assert lines(facts, rows) == [
        'rows: the data set "lines" is also in a.yaml; load one of the two by itself, with --dataset'
    ]


def test_another_name_for_a_data_set_of_several_files(tmp_path: Path) -> None:
    first, second = write(tmp_path, "first", "lines\none\n"), write(tmp_path, "second", "lines\ntwo\n")
    assert names(first, second, dataset="renamed") == ["renamed"]


def test_another_name_is_for_one_data_set(tmp_path: Path) -> None:
    facts, rows = write(tmp_path, "a.yaml", "case: a"), write(tmp_path, "rows", "lines\n")
    with pytest.raises(StoreError, match=r"--dataset names one data set, and these are several \(facts, lines\)$"):
        read([facts, rows], dataset="renamed")


def test_a_packed_folder_of_cases_is_the_same_as_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    shutil.copytree(FACTS / "shared", folder)
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "cases"))
    assert wherever(packed) == wherever(folder)
    at_the_top = Path(shutil.make_archive(str(tmp_path / "cases"), "zip", folder))
    assert wherever(at_the_top) == wherever(folder)


def wherever(source: Path) -> list[Batch]:
    """What a source holds, without where it is."""
    return [replace(batch, dataset=replace(batch.dataset, read_from=())) for batch in read([source]).batches]


def test_an_archive_in_which_nothing_is_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write(tmp_path / "data", "page.html", "<html>")
    archive = shutil.make_archive(str(tmp_path / "data"), "zip", tmp_path / "data")
    with pytest.raises(StoreError) as raised:
        read([archive])
    assert str(raised.value) == f"{archive}: nothing in it can be loaded: page.html (a web page)"


# ------------------------------------------------------------------------------------------- the format by its name


def test_a_format_may_be_said(tmp_path: Path) -> None:
    path = write(tmp_path, "rows.txt", "one\ntwo\n")
    (batch,) = read([path], as_="lines").batches
    assert [record.label for record in batch.kept()] == ["one", "two"]


def test_what_is_said_holds_against_the_content(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "case: a")
    assert [batch.dataset.name for batch in read([path], as_="other").batches] == ["other"]
    assert check([path], as_="other") == (1, [])


def test_facts_by_another_name(tmp_path: Path) -> None:
    path = write(tmp_path, "harbour.txt", "title: Harbour\ncase: harbour\n")
    assert [batch.dataset.name for batch in read([path], as_="facts").batches] == ["harbour"]


def test_a_mapping_may_be_said(tmp_path: Path) -> None:
    path = write(tmp_path, "table.csv", "one\n")
    assert [batch.dataset.name for batch in read([path], as_="rows").batches] == ["lines"]


def test_what_is_for_people_in_a_folder_is_not_read_by_the_format_that_was_said(tmp_path: Path) -> None:
    rows = write(tmp_path, "rows.csv", "one\n")
    readme, license_ = write(tmp_path, "README.md", "# Rows\n"), write(tmp_path, "LICENSE", "Do as you like.\n")
    mapping = write(tmp_path, "mapping.yaml", "mapping: rows\n")
    found = read([tmp_path], as_="lines")
    assert [record.label for record in found.batches[0].kept()] == ["one"]
    assert {skipped.file for skipped in found.skipped} == {str(readme), str(license_), str(mapping)}
    beside = read([rows, readme], as_="lines")  # as `*` names it
    assert [skipped.file for skipped in beside.skipped] == [str(readme)]
    assert len(list(read([readme], as_="lines").batches[0].records)) == 1


def test_a_format_that_there_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, "rows.csv", "one\n")
    with pytest.raises(FormatError) as raised:
        read([path], as_="line")
    assert str(raised.value) == (
        "no format, mapping or mapping file 'line'; did you mean lines? There are facts, lines, other, rows"
    )
    with pytest.raises(FormatError, match=r"^no format, mapping or mapping file 'xyz'; there are facts, lines"):
        check([path], as_="xyz")


# -------------------------------------------------------------------------------------------------- as it is read


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[object] = []

    class Progress:
        def started(self, name: str, size: int | None) -> None:
            told.append((name, size))

        def advanced(self, name: str, count: int) -> None:
            told.append(count)

        def finished(self, name: str) -> None:
            told.append(name)

    path = write(tmp_path, "rows", "lines\n" * 50_000)
    (batch,) = read([path], progress=Progress()).batches
    told.clear()
    list(batch.records)
    assert told[0] == (str(path), 300_000)
    assert sum(count for count in told if isinstance(count, int)) == 300_000
    assert told[-1] == str(path)


def test_a_data_set_is_read_again_when_our_code_or_vocabulary_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reader() -> str | None:
        loading._code.cache_clear()
        return read([FACTS / "small.yaml"]).batches[0].dataset.reader

    for room in ("loaders", "ontology"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    here = reader()
    monkeypatch.setattr(loading, "_PACKAGE", tmp_path)
    try:
        assert reader() == here
        for file in (tmp_path / "loaders" / "facts" / "records.py", tmp_path / "ontology" / "schemes.ttl"):
            before = reader()
            file.write_text(file.read_text() + "\n# other records than before\n")
            assert reader() != before
    finally:
        loading._code.cache_clear()
