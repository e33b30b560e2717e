"""Showing what is to be written into a fact file, and writing it: what all commands that write have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import InvalidData, Problem
from ...ontology.texts import counted
from ..output import note, say
from .load import print_report
from .prompts import confirmed, on_terminal

if TYPE_CHECKING:
    from ...loaders.facts.writing.document import FactDocument
    from ..session import Session

file_type = click.Path(path_type=Path)
sets_option = click.option(
    "--set", "sets", metavar="FIELD=VALUE", multiple=True, help="any field: at.paragraph=3, summary.en='It denies it.'"
)
dry_run_option = click.option("-n", "--dry-run", is_flag=True, help="show what would change, and write nothing")
load_option = click.option("--load", is_flag=True, help="load the file when it is written")


def propose(session: Session, document: FactDocument, *, dry_run: bool, load: bool, asking: bool) -> None:
    """Check what is to be in a file, show what changes, and write it; `asking` first.

    Raises `InvalidData` for what is wrong and was not so before.
    """
    problems = document.new_problems()
    if problems:
        raise InvalidData([Problem(problem.message, str(document.path)) for problem in problems])
    diff = document.diff()
    if not diff:
        say(f"{document.path} is as it was")
        return
    show(diff)
    if dry_run or (asking and not confirmed(f"write this to {document.path}?")):
        say("nothing was written")
        return
    document.save()
    say(f"wrote {document.path}; whoblamed undo {document.path} takes that back")
    left = sum(not problem.warning for problem in document.problems())
    if left:
        note(f"{counted(left, 'problem')} from before left in it; see whoblamed check {document.path}")
    else:
        reload(session, document.path, load=load)


def show(diff: str) -> None:
    """Print what changes."""
    for line in diff.splitlines():
        say(line)


def reload(session: Session, path: Path, *, load: bool) -> None:
    """Load a file that was written, if that is wanted."""
    if load or (on_terminal() and confirmed("load it?")):
        graph = session.writable()
        print_report(graph.load(path, alone=True), graph)
    else:
        say(f"load it with: whoblamed load {path}")
