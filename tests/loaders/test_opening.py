"""How sources become documents: files, folders, patterns and pipes, plain or packed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import sys
import tempfile
import threading
import zipfile
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData, StoreError
from whoblamed.loaders.opening.documents import Document, SourceLimits
from whoblamed.loaders.opening.opening import documents
from whoblamed.loaders.opening.packing import unpacked
from whoblamed.ontology.records import Skipped

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda content: zstandard.ZstdCompressor().compress(content),
}
ENDINGS = {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}
each_packer = pytest.mark.parametrize("kind", PACKERS)


def write(folder: Path, name: str, content: bytes = b"content") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def content(document: Document) -> bytes:
    with document.open() as file:
        return file.read()


def names(*sources: str | Path) -> list[str]:
    return [document.name for document in documents(sources).documents]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Makes something standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


# ----------------------------------------------------------------------------------------------------- documents


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("rows.csv", "rows.csv"),
        ("data/rows.csv", "rows.csv"),
        ("data\\rows.csv", "rows.csv"),
        ("rows.csv.gz", "rows.csv"),
        ("rows.csv.ZST", "rows.csv"),
        ("archive.zip!members/rows.csv", "rows.csv"),
        ("archive.zip!rows.csv", "rows.csv"),
        ("<stdin>", "<stdin>"),
        (".gz", ".gz"),
    ],
)
def test_the_last_part_of_a_name(name: str, base: str) -> None:
    assert Document.of_bytes(b"", name).base == base


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://example.org/data/rows.csv", "rows.csv"),
        ("https://example.org/r%C3%B6ws.csv.gz?raw=1/2", "röws.csv"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_the_last_part_of_an_address(url: str, base: str) -> None:
    assert Document(url, io.BytesIO, url=url).base == base


def test_a_name_may_hold_an_exclamation_mark(tmp_path: Path) -> None:
    (document,) = documents([write(tmp_path, "look!.csv")]).documents
    assert document.base == "look!.csv"


# ------------------------------------------------------------------------------------------- files and folders


def test_a_file_is_opened_as_often_as_need_be(tmp_path: Path) -> None:
    path = write(tmp_path, "rows.csv", b"x" * 100_000)
    (document,) = documents([path]).documents
    assert (document.name, document.path, document.size) == (str(path), path, 100_000)
    assert content(document) == content(document) == b"x" * 100_000
    assert len(document.head) == 65_536


def test_a_folder_is_its_own_files_by_name(tmp_path: Path) -> None:
    b, a = write(tmp_path, "b"), write(tmp_path, "a")
    (tmp_path / "c").mkdir()
    write(tmp_path / "c", "d")
    write(tmp_path, ".hidden")
    found = documents([tmp_path])
    assert [document.name for document in found.documents] == [str(a), str(b)]
    assert {document.within for document in found.documents} == {str(tmp_path)}
    assert found.skipped == [Skipped("a folder inside a folder; name it as well", str(tmp_path / "c"))]


def test_each_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(path)
    assert names("a", "./a", path, tmp_path, "link") == ["a"]


def test_a_pattern_that_the_shell_left_as_it_is(tmp_path: Path) -> None:
    two, one = write(tmp_path, "2.csv"), write(tmp_path, "1.csv")
    write(tmp_path, "3.txt")
    assert names(f"{tmp_path}/*.csv") == [str(one), str(two)]
    assert names(f"{tmp_path.parent}/**/[12].csv") == [str(one), str(two)]


def test_a_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    path = write(tmp_path, "rows[1].csv")
    write(tmp_path, "rows1.csv")
    assert names(path) == [str(path)]


@pytest.mark.parametrize("pattern", ["*.csv", "nowhere/*", "[", "a\0*"])
def test_a_pattern_that_matches_nothing(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(StoreError, match=r"(no file matches this pattern|there is no such file or folder)$"):
        documents([f"{tmp_path}/{pattern}"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_in_a_folder_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    write(tmp_path, "rows.csv")
    found = documents([tmp_path])
    assert [document.base for document in found.documents] == ["rows.csv"]
    assert {(Path(skipped.file).name, skipped.reason) for skipped in found.skipped} == {
        ("pipe", "not a regular file"),
        ("dangling", "not a regular file"),
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_is_named_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"rows",))
    writer.start()
    (document,) = documents([pipe]).documents
    writer.join()
    assert (content(document), content(document), document.name) == (b"rows", b"rows", str(pipe))


def test_what_may_not_be_read_in_a_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be half of a data set, and half of one would seem to take back the rest."""
    path = write(tmp_path, "rows.csv")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StoreError, match=f"^{path}: Permission denied$"):
        documents([tmp_path])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "gopher://user:secret@example.org/"])
def test_other_addresses_than_those_of_the_web(url: str) -> None:
    with pytest.raises(StoreError, match="only http and https addresses are fetched") as raised:
        documents([url])
    assert "secret" not in str(raised.value)


# ------------------------------------------------------------------------------------------------- standard input


def test_standard_input_is_opened_as_often_as_need_be(stdin: Callable[[bytes], None]) -> None:
    stdin(b"rows" * 50_000)
    (document,) = documents(["-", "-"]).documents
    assert (document.name, document.base, document.size) == ("<stdin>", "<stdin>", 200_000)
    assert content(document) == content(document) == b"rows" * 50_000


def test_standard_input_leaves_no_file_behind(
    stdin: Callable[[bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stdin(b"rows")
    found = documents(["-"])
    assert len(list(tmp_path.iterdir())) == 1
    del found
    assert list(tmp_path.iterdir()) == []


def test_standard_input_without_end(stdin: Callable[[bytes], None]) -> None:
    stdin(bytes(2000))
    with pytest.raises(StoreError, match=r"^<stdin>: is more than 1 KiB; if it is meant to be, set WHOBLAMED_MAX_DO"):
        documents(["-"], limits=SourceLimits(max_download=1024))


@each_packer
def test_standard_input_may_be_packed(stdin: Callable[[bytes], None], kind: str) -> None:
    stdin(PACKERS[kind](b"rows"))
    (document,) = documents(["-"]).documents
    assert content(document) == b"rows"


# --------------------------------------------------------------------------------------------------------- packed


@each_packer
@pytest.mark.parametrize("ending", ["", ".data", "its own"])
def test_a_packed_file_is_known_by_its_content(tmp_path: Path, kind: str, ending: str) -> None:
    path = write(tmp_path, "rows.csv" + ending.replace("its own", ENDINGS[kind]), PACKERS[kind](b"rows" * 100_000))
    (document,) = documents([path]).documents
    assert content(document) == content(document) == b"rows" * 100_000
    assert (document.name, document.path) == (str(path), None)
    assert document.base == ("rows.csv.data" if ending == ".data" else "rows.csv")


@each_packer
def test_a_name_does_not_make_a_file_a_packed_one(tmp_path: Path, kind: str) -> None:
    (document,) = documents([write(tmp_path, "rows.csv" + ENDINGS[kind], b"rows")]).documents
    assert (content(document), document.base) == (b"rows", "rows.csv")


@each_packer
def test_several_parts_one_after_the_other(tmp_path: Path, kind: str) -> None:
    parts = b"".join(map(PACKERS[kind], (b"one ", b"", b"two ", b"three")))
    (document,) = documents([write(tmp_path, "rows", parts)]).documents
    assert content(document) == b"one two three"


def test_padding_with_zeros(tmp_path: Path) -> None:
    padded = gzip.compress(b"one") + bytes(100_000) + gzip.compress(b"two") + bytes(512)
    (document,) = documents([write(tmp_path, "rows.gz", padded)]).documents
    assert content(document) == b"onetwo"


@each_packer
@given(data=st.binary(max_size=3000), sizes=st.lists(st.integers(1, 900), min_size=1, max_size=5))
def test_what_was_packed_is_what_is_read(kind: str, data: bytes, sizes: list[int]) -> None:
    packed = PACKERS[kind](data)
    found = b""
    with unpacked(lambda: io.BytesIO(packed), kind, "rows", SourceLimits())() as file:
        while block := file.read(sizes[len(found) % len(sizes)]):
            found += block
    assert found == data


@each_packer
def test_what_is_hard_to_pack(kind: str) -> None:
    noise = random.Random(7).randbytes(3_000_000)
    with unpacked(lambda: io.BytesIO(PACKERS[kind](noise)), kind, "rows", SourceLimits())() as file:
        assert file.read() == noise


@each_packer
def test_a_packed_file_that_is_damaged_from_the_beginning_is_closed_at_once(kind: str) -> None:
    """Not when Python collects garbage, which then warns of a file that nobody closed."""
    file = io.BytesIO(b"!" + PACKERS[kind](b"content")[1:])
    with pytest.raises(InvalidData) as raised:  # which keeps alive what was opened
        unpacked(lambda: file, kind, "x", SourceLimits())()
    assert file.closed
    assert "damaged" in str(raised.value)


@each_packer
def test_a_packed_file_that_is_cut_off(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "rows", PACKERS[kind](random.Random(7).randbytes(100_000))[:-20])
    (document,) = documents([path]).documents
    with pytest.raises(InvalidData, match=rf"^{path}: the {kind} file is damaged or cut off \(.*\); get it again$"):
        content(document)


@each_packer
@given(data=st.data())
def test_no_damage_does_more_than_raise_the_one_error(kind: str, data: st.DataObject) -> None:
    packed = bytearray(PACKERS[kind](b"rows and rows" * 30))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        with unpacked(lambda: io.BytesIO(packed), kind, "rows", SourceLimits())() as file:
            file.read()
    except InvalidData as damage:
        told = str(damage)
        assert "\n" not in told


@each_packer
def test_a_bomb(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "zeros", PACKERS[kind](bytes(70 << 20)))
    (document,) = documents([path]).documents
    with document.open() as file, pytest.raises(InvalidData, match=f"^{path}: unpacks to more than 250 times its size"):
        deque(iter(partial(file.read, 1 << 20), b""), maxlen=0)


@each_packer
def test_more_than_is_allowed(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "rows", PACKERS[kind](bytes(5000)))
    (document,) = documents([path], limits=SourceLimits(max_unpacked=4096)).documents
    with pytest.raises(
        InvalidData, match=r"unpacks to more than 4 KiB; if it is meant to, set WHOBLAMED_MAX_UNPACKED$"
    ):
        content(document)


def test_what_asks_for_too_much_memory(tmp_path: Path) -> None:
    huge = lzma.compress(b"rows", filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}])
    (document,) = documents([write(tmp_path, "rows.xz", huge)]).documents
    with pytest.raises(InvalidData, match="Memory usage limit exceeded"):
        content(document)


def test_a_packed_spreadsheet_can_be_read_here_and_there(tmp_path: Path) -> None:
    table = io.BytesIO()
    with zipfile.ZipFile(table, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    (document,) = documents([write(tmp_path, "table.xlsx.gz", gzip.compress(table.getvalue()))]).documents
    with document.open() as file, zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["[Content_Types].xml"]
    assert document.base == "table.xlsx"


# --------------------------------------------------------------------------------------------------------- limits


def test_limits_may_be_set_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "rows.gz", gzip.compress(bytes(2000)))
    monkeypatch.setenv("WHOBLAMED_MAX_UNPACKED", "1000")
    (document,) = documents([path]).documents
    with pytest.raises(InvalidData, match="unpacks to more than 1000 bytes"):
        content(document)


@pytest.mark.parametrize("value", ["much", "-1", "0", "1.5", "²", "9" * 5000])
def test_a_limit_that_is_no_number(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOBLAMED_MAX_RATIO", value)
    with pytest.raises(StoreError, match=r"^WHOBLAMED_MAX_RATIO is '.*'; set it to a whole number above 0$"):
        documents([])
