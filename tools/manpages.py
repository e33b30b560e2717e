"""Writes manual pages (man/whoblamed.1, man/whoblamed-who.1 …) from the help of the commands themselves.

Own lines and not click-man, which drops the examples' line breaks and the formats that a command lists at its end.
"""

from __future__ import annotations

import datetime
import inspect
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from whoblamed._version import __version__
from whoblamed.cli import main

#: How many columns a line of a page's source has at most, more or less.
_WIDTH = 72
_FOLDER = Path(__file__).parent.parent / "man"
_ENDS = re.compile(r"\n\s*\n")
#: A paragraph that click leaves as it is written.
_VERBATIM = "\b\n"
_EXAMPLES = re.compile(r"Examples?:\n")


def pages() -> dict[str, str]:
    """Return the manual pages by the names of their files."""
    top = click.Context(main, info_name="whoblamed")
    contexts = [top, *_below(top)]
    others = [_title(context) for context in contexts]
    return {f"{_title(context)}.1": "".join(f"{line}\n" for line in _page(context, others)) for context in contexts}


def _below(context: click.Context) -> Iterator[click.Context]:
    """Yield the contexts of the commands of a group, and of theirs."""
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None:
                inner = click.Context(command, info_name=name, parent=context)
                yield inner
                yield from _below(inner)


def _title(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _page(context: click.Context, others: Iterable[str]) -> Iterator[str]:
    title, command = _title(context), context.command
    brief, *paragraphs = _ENDS.split(inspect.cleandoc(command.help or ""))
    yield f'.TH "{title.upper()}" "1" "{_today()}" "whoblamed {__version__}" "whoblamed"'
    yield from (".SH NAME", rf"{_escaped(title)} \- {_escaped(_joined(brief).removesuffix('.'))}")
    yield from (
        ".SH SYNOPSIS",
        rf".B {_escaped(context.command_path)}",
        *_lines(" ".join(command.collect_usage_pieces(context))),
    )
    yield from (".SH DESCRIPTION", *_paragraphs(paragraphs or [brief]))
    yield ".SH OPTIONS"
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1]:
            yield from _item(*record)
    if isinstance(command, click.Group):
        yield ".SH COMMANDS"
        for name in command.list_commands(context):
            other = command.get_command(context, name)
            yield from _item(name, other.get_short_help_str(200) if other else "")
    yield from _epilog(context)
    yield from (".SH SEE ALSO", *(f".BR {_escaped(other)} (1)" for other in others if other != title))


def _epilog(context: click.Context) -> Iterator[str]:
    """Yield what the help of a command ends with, a section under a heading such as the formats of `export`."""
    formatter = click.HelpFormatter(width=_WIDTH)
    context.command.format_epilog(context, formatter)
    heading, _, lines = formatter.getvalue().strip().partition(":\n")
    if lines:
        yield from (f".SH {heading.upper()}", ".nf", *map(_escaped, inspect.cleandoc(lines).splitlines()), ".fi")


def _today() -> datetime.date:
    """Return the day of the page: that of the build, where it says one, so that it can be done again."""
    built = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.datetime.fromtimestamp(int(built), datetime.UTC).date() if built else datetime.date.today()


def _paragraphs(paragraphs: Iterable[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.startswith(_VERBATIM):
            yield from (*([".PP"] if number else []), *_lines(paragraph))
            continue
        lines = paragraph.removeprefix(_VERBATIM)
        begun = [".PP"] if number else []
        if _EXAMPLES.match(lines):
            begun = [".SH EXAMPLES"]
            lines = _EXAMPLES.sub("", lines, count=1)
        yield from (*begun, ".nf", *(_escaped(line.strip()) for line in lines.splitlines()), ".fi")


def _item(term: str, told: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_escaped(term)}\fR", *_lines(told))


def _joined(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    """Return text as lines that are short enough for whoever reads the page's source."""
    return [
        _escaped(line)
        for line in textwrap.wrap(_joined(text), _WIDTH - 8, break_long_words=False, break_on_hyphens=False)
    ]


def _escaped(text: str) -> str:
    """Return text of which roff takes nothing for a command: backslashes, hyphens, and what may begin a request."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq").replace("'", r"\(aq")
    return rf"\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else _FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"wrote {len(pages())} pages to {folder}")
