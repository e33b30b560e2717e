"""Lines of text for people: clean, wrapped to the terminal, and whole in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

# Belongs into text, though Python does not call it printable: spaces of other widths, and what parts and joins letters.
_TEXT = frozenset(
    "\n\u00a0\u00ad\u200c\u200d\u202f\u205f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
_WIDEST = 110
_MARGIN = 16


def clean(text: str) -> str:
    """Text that is safe in a terminal: names come from anywhere and may hold escape sequences."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c if c.isprintable() or c in _TEXT else "\N{REPLACEMENT CHARACTER}" for c in text)


def say(text: str = "") -> None:
    """Print a line for people."""
    click.echo(clean(text))


def paragraph(text: str, label: str = "") -> None:
    """Print text with its label in the margin, wrapped to the terminal; a pipe gets each paragraph as one line."""
    paragraphs([(text, label)])


def paragraphs(told: Iterable[tuple[str, str]]) -> None:
    """Print several texts with their labels, as `paragraph` does one; at once, since each call of the system takes
    long."""
    width = _width()
    click.echo("\n".join(clean(line) for text, label in told for line in _paragraph(text, label, width)))


def _paragraph(text: str, label: str, width: int) -> list[str]:
    column = " " * (2 + _MARGIN)
    if len(label) >= _MARGIN and width:  # such as "between 2014-12-15 and 2014-12-21"
        return [f"  {label}", *_lines(column, text, column, width)]
    return _lines(f"  {label} ".ljust(len(column)), text, column, width)


def wrapped(text: str, indent: int = 0) -> None:
    """Print a heading from a column on, its further lines deeper; a pipe gets it as one line."""
    say("\n".join(_lines(" " * indent, text, " " * (indent + 2), _width())))


def _width() -> int:
    """Return how wide lines may be; 0 where nothing is wrapped."""
    return min(columns_of_terminal(), _WIDEST) if sys.stdout.isatty() else 0


def _lines(first: str, text: str, further: str, width: int) -> list[str]:
    if not width:
        return [first + text]
    import textwrap

    room = max(width, len(further) + 20)
    # A link is worth more whole than the line is straight.
    found = textwrap.wrap(
        text, room, break_long_words=False, break_on_hyphens=False, initial_indent=first, subsequent_indent=further
    )
    return found or [first]


def columns_of_terminal() -> int:
    """Return how many columns the terminal has, or $COLUMNS says."""
    import shutil

    return shutil.get_terminal_size().columns


def note(text: str) -> None:
    """Print a remark that is no result, on standard error."""
    click.echo(clean(text), err=True)
