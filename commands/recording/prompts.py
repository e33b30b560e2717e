"""Questions on a terminal, where what could be meant is offered while one types; or in a pipe, an answer a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from ..output import clean, note

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

#: What may be said -> what it means.
Words = Mapping[str, str]


def on_terminal() -> bool:
    """Return whether somebody can be asked and sees the question."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirmed(question: str) -> bool:
    """Ask whether to do something; an empty answer is yes. Raises `click.Abort` where no answer comes."""
    if on_terminal():
        return click.confirm(clean(question), default=True)
    return _next_line(f"{question} [Y/n]").lower() in ("", "y", "yes")


def ask(question: str, words: Words | None = None, default: str = "") -> str:
    """Ask for one line; `words` are offered while it is typed. Raises `click.Abort` where no answer comes."""
    shown = question + (f" [{default}]" if default else "")
    if not on_terminal():
        return _next_line(shown) or default
    from prompt_toolkit import prompt

    try:
        answer = prompt(f"{clean(shown)}: ", completer=_completer(words or {}), complete_while_typing=True)
    except (EOFError, KeyboardInterrupt):
        raise click.Abort from None
    return answer.strip() or default


def _next_line(question: str) -> str:
    note(question)
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.strip()


def _completer(words: Words) -> Completer:
    """Return what offers the words that contain, in themselves or what they mean, what was typed since the last
    comma."""
    from prompt_toolkit.completion import Completer, Completion

    class Offering(Completer):
        def get_completions(
            self,
            document: Document,
            complete_event: CompleteEvent,  # noqa: ARG002 - prompt_toolkit's signature
        ) -> Iterator[Completion]:
            typed = document.text_before_cursor.rpartition(",")[2].lstrip()
            for word, meaning in words.items():
                if typed.lower() in f"{word} {meaning}".lower():
                    yield Completion(word, start_position=-len(typed), display_meta=clean(meaning))

    return Offering()
