"""The command that changes what is in a fact file: edit."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...errors import InvalidData, Problem, StoreError
from ..output import clean, note, say
from ..session import Session, pass_session
from .prompts import confirmed, on_terminal
from .proposing import dry_run_option, file_type, load_option, propose, reload, sets_option, show

if TYPE_CHECKING:
    from ...graph import Graph
    from ...loaders.facts.writing.document import FactDocument
    from ...ontology.records import DataSet


@click.command()
@click.argument("key")
@sets_option
@click.option("--unset", metavar="FIELD", multiple=True, help="delete a field")
@click.option(
    "--file", type=file_type, metavar="FILE", help="look for the claim in this file, not where it was loaded from"
)
@dry_run_option
@load_option
@pass_session
def edit(
    session: Session,
    key: str,
    sets: tuple[str, ...],
    unset: tuple[str, ...],
    file: Path | None,
    dry_run: bool,
    load: bool,
) -> None:
    """Change a claim in the fact file that it was loaded from.

    KEY is the claim's, as listings show it, or the name of a data set. Without --set and --unset the file is opened in
    your editor ($VISUAL or $EDITOR) where the claim stands. What was changed is checked and shown.

    \b
    Examples:
      whoblamed edit harbour/port-attribution
      whoblamed edit harbour/port-attribution --set on=2031-04-03 --set summary.en="It says so." --unset quote
      whoblamed edit port-attribution --file moved/harbour.yaml
    """
    from ...loaders.facts.writing.document import FactDocument

    claim_id, dataset = (key.rpartition("/")[2], None) if file else _found(session.graph(), key)
    path = file or _file_of(dataset)
    changes = bool(sets or unset)
    if changes and not claim_id:
        raise click.UsageError("--set and --unset change a claim; name one")
    try:
        document = FactDocument.open(path)
    except InvalidData as error:
        if changes:
            raise
        _in_editor(session, path, error.problems[0].line, load=load)
        return
    if dataset and dataset.sha256 != document.sha256:
        note(f"{path} was changed since it was loaded{_loaded_on(dataset)}")
    if changes:
        _set(document, claim_id, sets, unset)
        propose(session, document, dry_run=dry_run, load=load, asking=False)
    else:
        _in_editor(session, path, document.line_of(claim_id) if claim_id else 1, load=load)


def _set(document: FactDocument, claim_id: str, sets: Iterable[str], unset: Iterable[str]) -> None:
    from ...loaders.facts.writing.fields import assigned, parsed

    for assignment in sets:
        field, value = parsed("claims", assignment)
        if field[0] not in document.entries("claims").get(claim_id, {}):
            ((key, value),) = assigned("claims", [assignment]).items()
            field = (key,)
        document.set(claim_id, field, value)
    for name in unset:
        document.unset(claim_id, tuple(name.split(".")))


def _found(graph: Graph, key: str) -> tuple[str, DataSet | None]:
    """Return the id of a claim in its file, and its data set; for a data set no id."""
    from urllib.parse import unquote

    from ...graph.ask.names import find_one

    sets = {dataset.iri: dataset for dataset in graph.datasets()}
    named = next((dataset for dataset in sets.values() if key in (dataset.iri, dataset.name)), None)
    if named:
        return "", named
    (found, *_) = find_one(graph.store.current, key, ("claim",))
    return unquote(found.iri.rpartition("/")[2]), sets.get(found.dataset)


def _file_of(dataset: DataSet | None) -> Path:
    """Return the fact file of a data set, as people call it from here. Raises `StoreError` as `file_of` does."""
    from ...loaders.facts.writing.origin import file_of

    if dataset is None:
        raise StoreError("its data set is not held; change it where it comes from, and load it again")
    path = file_of(dataset, other="say where it is with --file {}")
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _loaded_on(dataset: DataSet) -> str:
    return f" on {dataset.loaded_on.isoformat(timespec='seconds')}" if dataset.loaded_on else ""


#: How editors are told on which line to begin; {path} and {line}.
_AT_LINE: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("vi", "vim", "nvim", "nano", "pico", "emacs", "emacsclient", "micro", "joe", "kak", "mg", "ne", "gedit"):
        ("+{line}", "{path}"),
    ("hx", "helix", "subl", "zed"): ("{path}:{line}",),
    ("code", "codium", "code-insiders"): ("--goto", "{path}:{line}"),
}  # fmt: skip


#: What the editors are like that are taken where none is named.
_USUAL: Final = "notepad" if os.name == "nt" else "vi"


def opened_at(editor: str, path: Path, line: int) -> list[str]:
    """Return what an editor is called with, so that it opens a file at a line, if it is one that can.

    >>> opened_at("/usr/bin/vim -n", Path("case.yaml"), 12), opened_at("ed", Path("case.yaml"), 12)
    (['+12', 'case.yaml'], ['case.yaml'])
    """
    import shlex

    name = Path((shlex.split(editor) or [""])[0]).stem
    wanted = next((arguments for editors, arguments in _AT_LINE.items() if name in editors), ("{path}",))
    return [argument.format(path=path, line=line) for argument in wanted]


def _in_editor(session: Session, path: Path, line: int, *, load: bool) -> None:
    """Have a file changed in the user's editor, then check it and show what was changed."""
    from ...loaders.facts.writing import saving
    from ...loaders.facts.writing.document import FactDocument

    before = saving.read(path)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    while True:
        click.edit(filename=opened_at(editor or _USUAL, path, line), editor=editor)
        after = saving.read(path)
        if after == before:
            say(f"{path} is as it was")
            return
        saving.keep(path, before, after)
        problems = _problems_of(path)
        for problem in problems:
            click.echo(clean(str(problem)), err=True)
        if not problems or not on_terminal() or not confirmed("open it again?"):
            break
    if problems:
        note(f"whoblamed undo {path} brings back what it was")
        sys.exit(1)
    changed = FactDocument.open(path)
    changed.before = before
    show(changed.diff())
    reload(session, path, load=load)


def _problems_of(path: Path) -> list[Problem]:
    from ...loaders.facts.writing.document import FactDocument

    try:
        return [problem for problem in FactDocument.open(path).problems() if not problem.warning]
    except InvalidData as error:
        return list(error.problems)
