"""What a user names, as an article: a text, Markdown or a web page, from a file, an address or standard input."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from ...errors import InvalidData, Problem, StoreError
from ..opening.documents import Document, Progress, SourceLimits, in_words
from ..opening.magic import binary
from ..opening.opening import documents
from . import article as articles
from . import dates
from .article import Article
from .grammar.language import language, recognise

#: The most bytes of a file or page, and characters of the text in it. What is longer is no article.
MAX_BYTES = 8 << 20
MAX_TEXT = 1_000_000
#: How many words tell the language.
_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """What a user says of an article, which counts more than what it says itself."""

    published: date | None = None
    language: str | None = None
    title: str | None = None


def read(source: str | Path, told: Told | None = None, *, progress: Progress | None = None) -> Article:
    """Return the article that a source is.

    Raises `StoreError` for what is not there, is several files or longer than an article, and `InvalidData` for what is
    no text, or of a language that there is no grammar of.
    """
    limits = replace(SourceLimits.of_environment(), max_download=MAX_BYTES, max_unpacked=MAX_BYTES)
    opened = documents([source], limits=limits, progress=progress)
    if len(opened.documents) != 1:
        count = len(opened.documents)
        raise StoreError(f"{source}: an article is one file, and this is {count}; name one of them")
    return of_document(opened.documents[0], told or Told())


def of_document(document: Document, told: Told) -> Article:
    """Return the article that a document is; raises as `read` does."""
    content = _content(document)
    if what := binary(document):
        raise InvalidData([Problem(f"is {what}; draft reads text, Markdown and HTML", document.name)])
    if is_page(content):
        from .pages import of_page

        found = of_page(_decoded(content, document.name), document.name, document.url)
    else:
        found = articles.parse(_decoded(content, document.name))
    if len(found.text) > MAX_TEXT:
        raise _too_long(document, f"{MAX_TEXT:,} characters")
    if not found.paragraphs:
        raise InvalidData([Problem("has no sentence in it; nothing can be drafted", document.name)])
    read = digest(found.text) if is_page(content) else hashlib.sha256(content).hexdigest()
    found = replace(found, name=document.name, url=document.url, title=told.title or found.title, sha256=read)
    return _dated(_spoken(found, told), told)


def is_page(content: bytes) -> bool:
    """Return whether it is HTML."""
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start


def _content(document: Document) -> bytes:
    try:
        with document.open() as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise StoreError(f"{document.name}: {error.strerror or error}") from None
    if len(content) > MAX_BYTES:
        raise _too_long(document, in_words(MAX_BYTES))
    return content


def _too_long(document: Document, most: str) -> StoreError:
    return StoreError(f"{document.name}: is more than {most}, and so no article; cut out the part that is")


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidData([Problem("is not UTF-8 here; save it as UTF-8", name, line, 1)]) from None


def _spoken(article: Article, told: Told) -> Article:
    """Return the article with its language: as it is told, or by its small words."""
    words = (word.strip(".,;:!?\"'").lower() for paragraph in article.paragraphs for word in paragraph.text.split())
    code = told.language or recognise(islice(words, _WORDS))
    if code is None:
        raise InvalidData([Problem("is in no language that draft knows; if it is, say so with --lang", article.name)])
    language(code)
    return replace(article, language=code)


def _dated(article: Article, told: Told) -> Article:
    if told.published:
        return replace(article, published=told.published, dated_by="as you say")
    if article.published:
        return replace(article, dated_by="by the page")
    found = dates.published(article, language(article.language))
    return replace(article, published=found, dated_by="by its first lines" if found else "")


def digest(text: str) -> str:
    """Return the hash of a text, as sources have it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
