"""The commands about what may be said: check, schema."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ...errors import told
from ...ontology import VIOLATION, WARNING
from ...ontology.texts import counted
from ..output import clean, emit, say, to_json
from ..session import Session, pass_session, time_options
from ..shape import listing_options
from ..sources import Bar, as_options, format_of

#: The templates of spreadsheets.
TEMPLATES = ("csv", "xlsx")

if TYPE_CHECKING:
    from ...errors import Problem
    from ...graph import Graph


@click.command()
@time_options
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@as_options
@listing_options
@pass_session
def check(session: Session, sources: tuple[str, ...], as_: str | None, mapping: str | None, format_: str) -> None:
    """Check files before loading them, or the loaded graph.

    A SOURCE, as for `load`, is read and checked without loading it; without one, the loaded graph is checked against
    the SHACL shapes. Every problem is one line: file, line, column, what is wrong, and what to do. The exit code is 1
    when anything is wrong, but not for warnings.

    \b
    Examples:
      whoblamed check my-case.yaml
      whoblamed check
    """
    if sources:
        session.timeless("what is loaded")
        _check_sources(sources, format_of(as_, mapping), format_)
    else:
        _check_graph(session.graph(), format_)


def _check_sources(sources: tuple[str, ...], as_: str | None, format_: str) -> None:
    from ...loaders.sources import check as check_sources

    with Bar() as bar:
        count, problems = check_sources(sources, as_, progress=bar.progress)
    if format_ == "table":
        for line in told(problems):
            click.echo(clean(line), err=True)
        if all(problem.warning for problem in problems):
            say(f"{counted(count, 'file is', 'files are')} in order")
    else:
        emit(map(_row, problems), ("severity", "file", "line", "column", "message"), format_)
    if not all(problem.warning for problem in problems):
        sys.exit(1)


def _row(problem: Problem) -> dict[str, object]:
    place = {"file": problem.file, "line": problem.line, "column": problem.column}
    return {"severity": WARNING if problem.warning else VIOLATION, **place, "message": problem.message}


def _check_graph(graph: Graph, format_: str) -> None:
    found = graph.check()
    columns = ("severity", "focus", "path", "value", "message")
    rows = [{column: getattr(violation, column) for column in columns} for violation in found]
    if rows or format_ != "table":
        emit(rows, columns, format_)
    else:
        say("the graph conforms to the shapes")
    if any(violation.severity == VIOLATION for violation in found):
        sys.exit(1)


@click.command()
@click.option("--mapping", "what", flag_value="mapping", help="that of mappings, by which tables are read")
@click.option("--events", "what", flag_value="events", help="that of event mappings, by which coded events are read")
@click.option("--trust", "what", flag_value="trust", help="that of rules of trust")
@click.option("--tables", "what", flag_value="tables", help="what the columns of `export -f csv` are, as CSVW has it")
@click.option("--identities", "what", flag_value="identities", help="that of files of decisions about who is who")
@click.option(
    "--template", type=click.Choice(TEMPLATES), help="not a schema, but an empty spreadsheet to write claims into"
)
def schema(what: str | None, template: str | None) -> None:
    """Print the JSON Schema of fact files, for editors.

    With --template, write an empty spreadsheet to code claims in, a line a claim; docs/tables.md says how. Editors with
    a YAML language server take the schema from the first line of a fact file:
    `# yaml-language-server: $schema=whoblamed.schema.json`.

    \b
    Examples:
      whoblamed schema > whoblamed.schema.json
      whoblamed schema --mapping
      whoblamed schema --template xlsx > my-case.xlsx
    """
    if template:
        _write_template(template)
        return
    from ...graph.export.tables import csvw
    from ...loaders import trust
    from ...loaders.events import mapping as events
    from ...loaders.facts import identities
    from ...loaders.facts import schema as facts
    from ...loaders.tables.mapping import file as mappings

    made = {
        "mapping": mappings.mapping_schema,
        "events": events.json_schema,
        "identities": identities.json_schema,
        "trust": trust.json_schema,
        "tables": csvw.metadata,
    }
    click.echo(to_json(made.get(str(what), facts.json_schema)()))


def _write_template(format_: str) -> None:
    from ...loaders.facts.sheet.template import written

    if format_ != "csv" and sys.stdout.isatty():
        raise click.UsageError(
            f"a workbook is no text; write it to a file: whoblamed schema --template {format_} > my-case.{format_}"
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(written(format_))
    sys.stdout.buffer.flush()
