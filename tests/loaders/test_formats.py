"""How formats are recognised, and that the registry keeps its word."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoblamed.errors import FormatError
from whoblamed.loaders import formats
from whoblamed.loaders.facts import file as factfile
from whoblamed.loaders.formats import BY_NAME, FORMATS, named, recognise, unrecognised
from whoblamed.loaders.opening.documents import Document
from whoblamed.loaders.tables import names

from ..support.places import DOCS, FIXTURES, ROOT

FACTS = FIXTURES / "facts"


def format_of(content: bytes, name: str = "<stdin>") -> str | None:
    found = recognise(Document.of_bytes(content, name))
    return found.name if found else None


# ------------------------------------------------------------------------------------------------------ the registry


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_the_module_of_each_format_has_what_it_needs(format_: formats.Format) -> None:
    module = import_module(f"whoblamed.loaders.{format_.module}")
    assert list(inspect.signature(module.recognises).parameters) == ["document"]
    documents, dataset, *own = inspect.signature(module.read).parameters.values()
    assert (documents.name, dataset.name) == ("documents", "dataset")
    assert all(parameter.default is not parameter.empty for parameter in own)
    assert format_.title


def test_formats_have_different_names() -> None:
    assert len(BY_NAME) == len(FORMATS)


@given(st.binary(max_size=300), st.sampled_from(["<stdin>", "a.csv", "a.json", "a.ttl", "a.xlsx", "a.yaml", "a"]))
@example((FIXTURES / "identities" / "decisions.yaml").read_bytes(), "a.yaml")  # two formats take it for theirs
def test_any_content_can_be_looked_at(content: bytes, name: str) -> None:
    document = Document.of_bytes(content, name)
    verdicts = [format_.recognises(document) for format_ in FORMATS]
    assert {type(verdict) for verdict in verdicts} == {bool}
    first = FORMATS[verdicts.index(True)] if any(verdicts) else None
    assert recognise(document) is first
    assert "\n" not in unrecognised(document).strip()


def test_what_is_no_data_is_told_what_it_is() -> None:
    for content, said in {b"": "empty", b"%PDF-1.7": "a PDF file", b"<html>": "a web page"}.items():
        document = Document.of_bytes(content, "a")
        assert (recognise(document), unrecognised(document)) == (None, said)


def test_the_page_about_sources_has_every_format() -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8").partition("## Formats\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == [format_.name for format_ in FORMATS]


def test_the_page_about_mappings_has_every_mapping_that_ships() -> None:
    shipped = {path.stem for path in (ROOT / "loaders" / "mappings").glob("*.yaml")}
    assert set(names()) == shipped
    page = (DOCS / "mappings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\*\*([a-z0-9-]+)\*\* \(", page, re.MULTILINE)) == shipped


def test_the_formats_and_mappings_that_there_are() -> None:
    assert named("facts") is BY_NAME["facts"]
    with pytest.raises(
        FormatError, match=r"^no format, mapping or mapping file 'fact'; did you mean facts\? There are "
    ):
        named("fact")
    with pytest.raises(FormatError, match=r"'misp'; did you mean misp-galaxy\? There are (.*)$") as raised:
        named("misp")
    listed = str(raised.value).partition("There are ")[2].split(", ")
    assert len(listed) == len(set(listed))


# -------------------------------------------------------------------------------------------------------- fact files


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "cases.zip!a.yml"])
def test_a_fact_file_by_its_name(name: str) -> None:
    assert format_of(b"kase: a", name) == "facts"


@pytest.mark.parametrize(
    "content",
    [
        b"case: a",
        b"case: a\nclaims: []\n",
        b"# a comment\r\n\r\n--- \r\ntitle: A\r\ncase: a\r\n",
        b"actors:\n  x: {name: X}\ncase: a\n",
        b"\xef\xbb\xbfcase: a",
        (FACTS / "small.yaml").read_bytes(),
    ],
)
def test_a_fact_file_by_its_content(content: bytes) -> None:
    assert format_of(content) == "facts"


@pytest.mark.parametrize(
    "content",
    [
        b"---\ntitle: A page\nlayout: post\n---\n# In case: of doubt\n",
        b"case,title\na,b\n",
        b"Title: A\ncase: a\n",
        b'{"case": "a"}',
        b"@prefix case: <http://example.org/> .\ncase: a case:b .",
        b"cases: a",
        b"case:a",
        b"",
    ],
)
def test_what_is_no_fact_file(content: bytes) -> None:
    assert not factfile.recognises(Document.of_bytes(content, "<stdin>"))


def test_a_mapping_is_no_fact_file() -> None:
    document = Document.of_bytes(b"# What is where.\n---\nmapping: rows\n", "rows.yaml")
    assert recognise(document) is None
    assert unrecognised(document) == "a mapping; give it to --as, with the tables that it is for"


# ------------------------------------------------------------------------------------------------- what is not known


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\n<!DOCTYPE HTML>\n", "a web page"),
        (b"<html lang=en>", "a web page"),
        (b"%PDF-1.7\n", "a PDF file"),
        (bytes(257) + b"ustar\0" + bytes(200), "a tar archive; unpack it yourself"),
        (b"7z\xbc\xaf\x27\x1c", "an archive of a kind that is not read; unpack it yourself"),
        (b"\x1f\x8b\x08\0", "packed twice; unpack it yourself"),
        (b"PK\3\4", "packed twice; unpack it yourself"),
        (
            b"PK\3\4\x14" + bytes(25) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "an OpenDocument file; save it as XLSX or CSV",
        ),
        *[
            (text.encode(encoding), "JSON in UTF-16, of which only UTF-8 is read; save it as that")
            for text in ('{"type": "bundle"}', "\ufeff\r\n[1]")
            for encoding in ("utf-16-le", "utf-16-be")
        ],
        (b"Once upon a time", "of no known format"),
    ],
)
def test_what_a_document_is_that_cannot_be_read(content: bytes, reason: str) -> None:
    assert unrecognised(Document.of_bytes(content, "data")) == reason


@pytest.mark.parametrize("content", [b"<!-- -->" * 8000, b" " * 65_000 + b"x", b"#\n" * 32_000, b"---\n" * 16_000])
def test_a_long_beginning_is_looked_at_in_little_time(content: bytes) -> None:
    document = Document.of_bytes(content, "data")
    assert unrecognised(document) == "of no known format"
    assert not factfile.recognises(document)
