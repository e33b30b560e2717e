"""Articles: plain text or Markdown, divided into sections and paragraphs as a reader would count them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ...ontology.patterns import UNWRITABLE

#: What no fact file takes, and no article has on purpose.
_UNREADABLE = re.compile(UNWRITABLE.pattern + r"|[\x7f-\x9f\u2028\u2029\ufeff]")
#: What stands before the first heading of a section.
LEAD = "lead"
_BLOCK = re.compile(r"\S[^\n]*(?:\n[^\S\n]*[^\s][^\n]*)*")
_MARKDOWN = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t#]*\Z")
_UNDERLINED = re.compile(r"(?P<title>[^\n]+)\n(?:=+|-+)[ \t]*\Z")
_LONGEST_HEADING = 120
#: How many words of a last line are a sentence, though it has no full stop.
_FEWEST_WORDS = 4
_ENDED = re.compile(r"[.!?…:;,][\"“”«»'’)]*\Z")
#: A line of who wrote it, in any of our languages.
_BYLINE = re.compile(r"(?:by|von|text|foto|photo|autor|author)\b[ :][^.]{1,80}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its number in the text (from 1, headings not counted), its section, and where it stands."""

    number: int
    section: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read: its text, and what is known of it. `furniture` are lines that are no paragraph: who
    wrote it and when."""

    text: str
    title: str = ""
    published: date | None = None
    url: str | None = None
    outlet: str | None = None
    language: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    furniture: tuple[str, ...] = ()
    sha256: str = ""
    name: str = ""
    dated_by: str = field(default="", compare=False)


def parse(text: str, title: str = "") -> Article:
    """Return the article that a text is: its first line is the title if it looks like one, and so are the lines before
    sections.

    >>> found = parse("Who did it?\\n\\nNobody knows.\\n\\nThe answer\\n\\nX denies it.")
    >>> found.title, [(each.section, each.number) for each in found.paragraphs]
    ('Who did it?', [('lead', 1), ('The answer', 2)])
    """
    text = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    blocks = [(found.start(), found[0]) for found in _BLOCK.finditer(text)]
    paragraphs: list[Paragraph] = []
    furniture: list[str] = []
    section = LEAD
    for at, (start, block) in enumerate(blocks):
        heading = _heading(block)
        if _is_furniture(block):
            furniture.append(block)
        elif heading is None or (at == len(blocks) - 1 and at > 0 and len(block.split()) > _FEWEST_WORDS):
            paragraphs.append(Paragraph(len(paragraphs) + 1, section, start, block))
        elif at == 0 or not (title or paragraphs):
            title = title or heading
        elif at < len(blocks) - 1:  # not what stands below it all, such as "Comments"
            section = heading
    return Article(text, title, paragraphs=tuple(paragraphs), furniture=tuple(furniture))


def _heading(block: str) -> str | None:
    marked = _MARKDOWN.match(block) or _UNDERLINED.match(block)
    if marked:
        return marked["title"].strip()
    if "\n" in block or len(block) > _LONGEST_HEADING or block[0] in "-*>|":
        return None
    stripped = block.strip()
    if stripped.endswith("?"):
        return stripped if stripped.count(". ") == 0 and len(stripped.split()) <= 14 else None
    return None if _ENDED.search(stripped) else stripped


def _is_furniture(block: str) -> bool:
    lines = [line.strip() for line in block.split("\n", 8)]
    return len(lines) <= 4 and all(len(line) <= 100 and (_BYLINE.match(line) or _only_date(line)) for line in lines)


#: What stands before a date that is the article's: a word ("Dienstag,"), or that it was published then.
_WHEN = (
    r"(?:(?:(?:last|zuletzt)\s+)?(?:published|posted|updated|reported|released|stand|veröffentlicht|aktualisiert|erschienen)"
    r"(?:\s+(?:on|am|at|vom))?\s*:?\s+)?(?:[^\W\d_]+,?\s+)?"
)
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th|\.)?|[0-9]{4})"
_ONLY_DATE = re.compile(
    rf"{_WHEN}(?:{_DAY}|[^\W\d_]+\.?),?\s+(?:{_DAY}|[^\W\d_]+\.?),?\s+[0-9]{{4}}(?:\W.{{0,40}})?\Z",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"{_WHEN}(?:[0-9]{{1,2}}\.\s?[0-9]{{1,2}}\.\s?[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:\W.{{0,40}})?\Z",
    re.IGNORECASE,
)


def _only_date(line: str) -> bool:
    return bool(_ONLY_DATE.match(line) or _NUMERIC.match(line))


def heads(article: Article) -> Iterator[str]:
    """Yield where an article says when it is from: such lines, and the beginnings of its first paragraph."""
    yield from article.furniture
    yield from (paragraph.text[:80] for paragraph in article.paragraphs[:1])
