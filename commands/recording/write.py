"""The commands that begin fact files and add to them: new, add."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...ontology.acts import ACTS
from ...ontology.texts import counted
from ..output import say
from ..session import Session, pass_session
from .asking import Interview
from .proposing import dry_run_option, file_type, load_option, propose, sets_option

if TYPE_CHECKING:
    from click.decorators import FC

    from ...graph import Graph

#: The fields of claims that have an option of their own; all others are `--set FIELD=VALUE`.
_FIELDS: Final = {
    "id": "a short name for it; otherwise made of the speaker and the act",
    "act": ", ".join(ACTS),
    "by": "who speaks; several with commas",
    "accused": "whom it is about",
    "incident": "what happened",
    "role": "carried-out if not given",
    "responds_to": "the claims that it answers",
    "challenges": "the claims or evidence that it doubts",
    "endorses": "the claims that it backs",
    "withdraws": "the claims that it takes back",
    "on": "when it was said",
    "source": "where it is written",
    "quote": "a few of the speaker's words, at most 25",
    "summary": "what was said, in your own words",
}


# ----------------------------------------------------------------------------------------------------------------- new


@click.group()
def new() -> None:
    """Begin a fact file.

    \b
    Example:
      whoblamed new case harbour-2031
    """


@new.command()
@click.argument("name")
@click.option("-o", "--output", type=file_type, metavar="FILE", help="the file; otherwise NAME.yaml, here")
@click.option("--title", metavar="TEXT", help="what the case is about, in a few words")
@click.option("--empty", is_flag=True, help="the name alone, without blanks to fill in, for `whoblamed add`")
def case(name: str, output: Path | None, title: str | None, empty: bool) -> None:
    """Write a fact file with blanks to fill in.

    NAME is what the data set will be called: small letters, digits and hyphens. `whoblamed check` says which blanks are
    left. A file that is there is never written over.

    \b
    Examples:
      whoblamed new case harbour-2031
      whoblamed new case harbour-2031 --title "The harbour outage" --empty -o cases/harbour.yaml
    """
    from ...loaders.facts.writing.template import new_case

    path = output or Path(f"{name}.yaml")
    document = new_case(name, path, title=title, blanks=not empty)
    document.save()
    blanks = len(document.problems())
    say(
        f"wrote {path}"
        + (f": {counted(blanks, 'blank')} to fill in; whoblamed check {path} says where" if blanks else "")
    )


# ----------------------------------------------------------------------------------------------------------------- add


@click.group()
def add() -> None:
    """Add a claim, or what claims are about, to a fact file.

    All else in the file stays as it is. What is to be added is checked first, and shown.

    \b
    Examples:
      whoblamed add claim
      whoblamed add actor harbour.yaml port --set name="Port of Arden" --set kind=agency
    """


def _field_options(command: FC) -> FC:
    for name, help_ in reversed(_FIELDS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=help_)(command)
    return command


@add.command()
@click.argument("file", type=file_type, required=False)
@_field_options
@sets_option
@dry_run_option
@load_option
@pass_session
def claim(
    session: Session, /, file: Path | None, sets: tuple[str, ...], dry_run: bool, load: bool, **fields: str | None
) -> None:
    """Add a claim to a fact file.

    Without options it is asked for, step by step; what it is about and is not in the file yet is added, too. FILE may
    be left out where there is one fact file here.

    \b
    Examples:
      whoblamed add claim harbour.yaml
      whoblamed add claim harbour.yaml --act denial --by tide --responds-to port-attribution --on 2031-04-05 \\
        --source story --quote "not us" --set at.paragraph=3
    """
    from ...loaders.facts.writing.document import FactDocument
    from ...loaders.facts.writing.fields import assigned, new_id

    document = FactDocument.open(file or _only_file())
    given = [f"{name}={value}" for name, value in fields.items() if value is not None]
    if given or sets:
        entry = assigned("claims", [*given, *sets])
        document.add_claim({"id": new_id(entry, document.entries("claims")), **entry})
        propose(session, document, dry_run=dry_run, load=load, asking=False)
    else:
        document.add_claim(Interview(document, lambda: _graph_of_names(session)).claim())
        propose(session, document, dry_run=dry_run, load=load, asking=True)


def _adding(name: str, section: str, what: str, example: str) -> None:
    """Make the command that adds an entry of a section."""

    @pass_session
    def run(session: Session, file: Path, key: str, sets: tuple[str, ...], dry_run: bool, load: bool) -> None:
        from ...loaders.facts.writing.document import FactDocument
        from ...loaders.facts.writing.fields import assigned

        document = FactDocument.open(file)
        if sets:
            document.add(section, key, assigned(section, sets))
        elif Interview(document, lambda: _graph_of_names(session)).entry(section, "", key) is None:
            sys.exit(1)
        propose(session, document, dry_run=dry_run, load=load, asking=not sets)

    run.__doc__ = (
        f"Add {what} to a fact file, under KEY.\n\n    Without --set, what is needed is asked for.\n\n"
        f"    \b\n    Example:\n      whoblamed add {name} harbour.yaml {example}\n    "
    )
    for option in (
        load_option,
        dry_run_option,
        sets_option,
        click.argument("key"),
        click.argument("file", type=file_type),
    ):
        run = option(run)
    add.command(name)(run)


_adding("actor", "actors", "an actor", 'port --set name="Port of Arden" --set kind=agency')
_adding("incident", "incidents", "an incident", 'outage --set name="Harbour outage" --set from=2031-04-02')
_adding("source", "sources", "a source", 'story --set title="Port blames Tide" --set published=2031-04-04')
_adding("evidence", "evidence", "a piece of evidence", 'logs --set summary="Log files" --set held_by=port')


def _only_file() -> Path:
    """Return the one fact file that is here; raises `UsageError` when there is none, or several."""
    from ...loaders.facts import file as facts
    from ...loaders.opening.documents import Document

    there = [path for path in sorted(Path().iterdir()) if path.suffix.lower() in facts.ENDINGS and path.is_file()]
    found = [path for path in there if path.name != facts.SHARED_ACTORS and facts.recognises(Document.of_file(path))]
    if len(found) != 1:
        what = (
            f"these are several: {', '.join(map(str, found))}"
            if found
            else "there is none here; begin with whoblamed new"
        )
        raise click.UsageError(f"name the fact file; {what}")
    return found[0]


def _graph_of_names(session: Session) -> Graph | None:
    """Return the graph whose names are offered, if there is one; none is built for that."""
    graph = session.unbuilt()
    return graph if graph.exists else None
