"""Zip files: what of them is read, and what a hostile one cannot do."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import InvalidData
from whoblamed.loaders.opening.archives import is_archive, members
from whoblamed.loaders.opening.documents import SourceLimits
from whoblamed.loaders.opening.opening import documents
from whoblamed.ontology.records import Skipped

Made = Callable[..., Path]


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return content.getvalue()


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Writes a zip file."""

    def make(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / "data.zip"
        path.write_bytes(packed(*files, method=method))
        return path

    return make


def contents(path: Path) -> dict[str, bytes]:
    """The members that are read, by name, without that of the archive."""
    found = {}
    for document in documents([path]).documents:
        with document.open() as file:
            found[document.name.removeprefix(f"{path}!")] = file.read()
    return found


def reasons(path: Path) -> dict[str, str]:
    """Why members are not read."""
    return {skipped.file.removeprefix(f"{path}!"): skipped.reason for skipped in documents([path]).skipped}


# ------------------------------------------------------------------------------------------------------ what is read


def test_each_member_is_a_document(made: Made) -> None:
    path = made(("rows.csv", b"one"), ("deeper/more.csv", b"two"))
    assert contents(path) == {"rows.csv": b"one", "deeper/more.csv": b"two"}
    assert [document.base for document in documents([path]).documents] == ["more.csv", "rows.csv"]


def test_a_member_can_be_read_again_and_beside_others(made: Made) -> None:
    first, second = documents([made(("a", b"a" * 200_000), ("b", b"b" * 200_000))]).documents
    with first.open() as one, second.open() as two, first.open() as again:
        assert one.read(150_000) + two.read(1) + again.read(1) + one.read(1) == b"a" * 150_000 + b"baa"
    assert first.head == b"a" * (1 << 16)
    assert first.sha256 != second.sha256


def test_a_stored_member(made: Made) -> None:
    assert contents(made(("rows.csv", b"one"), method=zipfile.ZIP_STORED)) == {"rows.csv": b"one"}


def test_a_member_is_not_written_anywhere(made: Made, tmp_path: Path) -> None:
    path = made(("rows.csv", b"one"))
    contents(path)
    assert list(tmp_path.iterdir()) == [path]


def test_hidden_files_and_folders_are_passed_over(made: Made) -> None:
    path = made((".DS_Store", b"x"), ("__MACOSX/._rows.csv", b"x"), ("deeper/", b""), ("./rows.csv", b"one"))
    assert contents(path) == {"./rows.csv": b"one"}
    assert reasons(path) == {}


def test_a_document_of_an_office_program_is_left_whole(made: Made) -> None:
    path = made(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
    (document,) = documents([path]).documents
    assert (document.name, document.size) == (str(path), path.stat().st_size)


def test_a_spreadsheet_in_an_archive_can_be_read_here_and_there(made: Made) -> None:
    sheet = packed(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
    (document,) = documents([made(("table.xlsx", sheet))]).documents
    with document.open() as file, zipfile.ZipFile(file) as table:
        assert table.read("xl/workbook.xml") == b"<workbook/>"


def test_ten_thousand_members(made: Made) -> None:
    path = made(*((f"{number}.csv", b"x") for number in range(10_000)), method=zipfile.ZIP_STORED)
    found = documents([path]).documents
    assert len(found) == 10_000
    assert {document.head for document in found} == {b"x"}


# -------------------------------------------------------------------------------------------------- what is not read


@pytest.mark.parametrize(
    "name",
    [
        "../evil.csv",
        "a/../../evil.csv",
        "/etc/evil.csv",
        "..\\evil.csv",
        "C:\\evil.csv",
        "C:/evil.csv",
        "\\\\host\\e",
        "..",
    ],
)
def test_a_name_that_leads_out_of_the_archive(made: Made, name: str) -> None:
    path = made((name, b"x"), ("rows.csv", b"one"))
    assert contents(path) == {"rows.csv": b"one"}
    assert reasons(path) == {name: "its name leads out of the archive"}


@pytest.mark.parametrize("name", ["a\nb.csv", "a\x1b[2Jb.csv", "a\u2028b.csv", "a\x7f.csv"])
def test_a_name_with_control_characters(made: Made, name: str) -> None:
    path = made((name, b"x"), ("rows.csv", b"one"))
    assert contents(path) == {"rows.csv": b"one"}
    ((told, reason),) = reasons(path).items()
    assert reason == "its name holds control characters"
    assert told.isprintable()


def test_a_name_that_ends_before_its_ending(made: Made) -> None:
    path = made(("rows.csv_.txt", b"x"), ("rows.csv", b"one"))
    path.write_bytes(path.read_bytes().replace(b"rows.csv_", b"rows.csv\0"))
    assert contents(path) == {"rows.csv": b"one"}
    assert reasons(path) == {"rows.csv\ufffd.txt": "its name holds control characters"}


def test_a_link(made: Made) -> None:
    link = zipfile.ZipInfo("passwords.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert reasons(made((link, b"/etc/passwd"))) == {"passwords.csv": "a link, and links are not followed"}


def test_an_encrypted_member(made: Made) -> None:
    path = made(("secret.csv", b"one"), ("rows.csv", b"one"))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    assert contents(path) == {"rows.csv": b"one"}
    assert reasons(path) == {"secret.csv": "encrypted; unpack it yourself"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_without_measure(made: Made, method: int) -> None:
    assert reasons(made(("rows.csv", b"one"), method=method)) == {"rows.csv": "packed by a method other than deflate"}


def test_an_archive_in_an_archive(made: Made) -> None:
    path = made(("inner.zip", packed(("rows.csv", b"one"))), ("rows.csv.xz", b"\xfd7zXZ\0"), ("rows.csv", b"one"))
    assert contents(path) == {"rows.csv": b"one"}
    reason = "packed inside an archive; unpack it yourself"
    assert reasons(path) == {"inner.zip": reason, "rows.csv.xz": reason}


def test_two_members_of_one_name(made: Made) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = made(("rows.csv", b"one"), ("rows.csv", b"two"))
    assert contents(path) == {"rows.csv": b"one"}
    assert documents([path]).skipped == [Skipped("a second member of this name", f"{path}!rows.csv")]


# ------------------------------------------------------------------------------------------------------ what is wrong


def test_a_bomb(made: Made) -> None:
    path = made(("zeros.csv", bytes(70 << 20)))
    with pytest.raises(InvalidData, match=f"^{path}: unpacks to more than 250 times its size, as a bomb does"):
        documents([path])
    assert len(documents([path], limits=SourceLimits(max_ratio=2000)).documents) == 1


def test_more_than_is_allowed(made: Made) -> None:
    path = made(("one.csv", bytes(600)), ("two.csv", bytes(600)))
    with pytest.raises(
        InvalidData, match=r"unpacks to more than 1 KiB; if it is meant to, set WHOBLAMED_MAX_UNPACKED$"
    ):
        documents([path], limits=SourceLimits(max_unpacked=1024))


def test_more_members_than_are_allowed(made: Made) -> None:
    path = made(*((f"{number}.csv", b"") for number in range(4)))
    with pytest.raises(InvalidData, match=r"holds more than 3 files; if it is meant to, set WHOBLAMED_MAX_MEMBERS$"):
        documents([path], limits=SourceLimits(max_members=3))


def test_members_that_are_all_the_same_bytes(made: Made) -> None:
    """A list of many members that name one piece of data, which is how the worst bombs are made."""
    path = made(("aaaa.csv", bytes(1 << 20)))
    content = path.read_bytes()
    start = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    entries = b"".join(content[start:end].replace(b"aaaa", b"%04d" % number, 1) for number in range(2000))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2000, 2000, len(entries), start, 0)
    path.write_bytes(content[:start] + entries + tail)
    with pytest.raises(InvalidData, match=r"unpacks to more than|damaged"):
        documents([path])


def test_a_member_that_is_more_than_it_is_said_to_be(made: Made) -> None:
    path = made(("rows.csv", bytes(1 << 20)))
    content = bytearray(path.read_bytes())
    for place in (22, content.index(b"PK\1\2") + 24):
        content[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InvalidData, match="the zip file is damaged here"):
        documents([path])


def test_a_member_whose_content_was_changed(made: Made) -> None:
    path = made(("rows.csv", b"one"), method=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"one", b"two"))
    with pytest.raises(InvalidData, match=rf"^{path}!rows\.csv: the zip file is damaged here \(Bad CRC-32"):
        documents([path])


def test_a_list_of_members_that_is_too_long(made: Made) -> None:
    path = made(("rows.csv", b"one"))
    content = path.read_bytes()
    start = content.index(b"PK\1\2")
    entries = content[start : content.index(b"PK\5\6")].ljust(17 << 20, b"\0")
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entries), start, 0)
    path.write_bytes(content[:start] + entries + tail)
    with pytest.raises(InvalidData, match="its list of members is too long"):
        documents([path])


def test_one_that_is_cut_off(made: Made) -> None:
    path = made(("rows.csv", b"one"))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InvalidData, match=rf"^{path}: the zip file is damaged or cut off .*; get it again$"):
        documents([path])


ARCHIVE = packed(("rows.csv", b"one, two" * 20), ("deeper/more.csv", zlib.compress(b"three")))


@given(st.data())
def test_no_damage_does_more_than_raise_the_one_error(data: st.DataObject) -> None:
    content = bytearray(ARCHIVE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content

    def opening() -> io.BytesIO:
        return io.BytesIO(content)

    try:
        is_archive(opening, "data.zip")
        found, _ = members(opening, "data.zip", SourceLimits())
        for document in found:
            with document.open() as file:
                file.read()
    except InvalidData as damage:
        told = str(damage)
        assert "\n" not in told
