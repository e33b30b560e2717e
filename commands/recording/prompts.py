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
    return ask(f"{question} [Y/n]").lower() in ("", "y", "yes")


def ask(question: str, words: Words | None = None, default: str = "") -> str:
    """Ask for one line; `words` are offered while it is typed. Raises `click.Abort` where no answer comes."""
    shown = question + (f" [{default}]" if default else "")
    try:
        return (_typed(shown, words or {}) if on_terminal() else _next_line(shown)).strip() or default
    except EOFError:
        raise click.Abort from None


def _typed(question: str, words: Words) -> str:
    from prompt_toolkit import prompt

    return prompt(f"{clean(question)}: ", completer=_completer(words), complete_while_typing=True)


def _next_line(question: str) -> str:
    note(question)
    if line := sys.stdin.readline():
        return line
    raise EOFError


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
