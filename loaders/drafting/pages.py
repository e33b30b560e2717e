"""Web pages: the article that is in one, without what stands around it. Needs the extra `draft`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ...errors import InvalidData, Problem, StoreError
from . import article as articles
from .article import Article

_INSTALL = "pip install 'whoblamed[draft]'"


def of_page(html: str, name: str, url: str | None) -> Article:
    """Return the article of a page as Markdown, dated as the page dates itself.

    Raises `StoreError` when the extra is not installed, and `InvalidData` for a page with no article in it.
    """
    try:
        import htmldate
        import trafilatura
    except ImportError:
        raise StoreError(f"{name}: it is a web page; to read those: {_INSTALL} (plain text needs none of it)") from None
    tree = _tree(html)
    if tree is None:
        raise InvalidData([Problem("has no article in it that could be found; save its text, and draft that", name)])
    found: Any = trafilatura.bare_extraction(
        tree, url=url, include_comments=False, include_tables=False, with_metadata=True
    )
    text = trafilatura.extract(
        _tree(html), url=url, output_format="markdown", include_comments=False, include_tables=False
    )
    if not text or found is None:
        raise InvalidData([Problem("has no article in it that could be found; save its text, and draft that", name)])
    parsed = articles.parse(text, title=found.title or "")
    published = htmldate.find_date(html, original_date=True, extensive_search=False, url=url)
    return replace(parsed, published=_day(published), outlet=found.sitename or found.hostname or None)


def _tree(html: str) -> Any:
    import trafilatura

    return trafilatura.load_html(html)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
