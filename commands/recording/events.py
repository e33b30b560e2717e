"""The command that makes claims of event data which machines coded: events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...ontology.texts import counted
from ..completion import values
from ..output import note, say, to_json
from ..session import Session, pass_session
from ..sources import Bar

if TYPE_CHECKING:
    from ...loaders.events.report import Report

_ENGINES: Final = ("duckdb", "spark")
#: How many files that were left out are told to people.
_SKIPPED: Final = 12


def _mappings() -> list[str]:
    from ...loaders.events import mapping

    return mapping.names()


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "--mapping",
    required=True,
    metavar="NAME|FILE",
    help="how the rows are read: gdelt, polecat, or an event mapping of yours (YAML)",
    shell_complete=values(_mappings),
)
@click.option("-o", "--output", required=True, metavar="FILE", help="the Parquet file to write")
@click.option("--engine", type=click.Choice(_ENGINES), default="duckdb", show_default=True, help="what reads the rows")
@click.option("--master", metavar="URL", help="the cluster on which Spark runs [default: this machine]")
@click.option("-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_session
def events(
    session: Session, sources: tuple[str, ...], mapping: str, output: str, engine: str, master: str | None, format_: str
) -> None:
    """Make claims of events that machines coded from the news.

    FILES are tables of coded events as published (.CSV.zip, .gz, plain), Parquet, folders, patterns, or addresses that
    the engine opens (s3://…). Those rows that say who blames whom, or who denies it, become one claim for each speaker,
    accused, code and day, with how many rows there were and the first addresses. Load the file that is written: all in
    it is marked as coded by a machine, and counts in no status or ranking unless --machine-coded asks for it.

    \b
    Examples:
      whoblamed events 20230101.export.CSV.zip --mapping gdelt -o claims.parquet
      whoblamed events gdelt-2023/ --mapping gdelt -o claims.parquet -f json
      whoblamed events polecat.txt --mapping my-events.yaml -o polecat.parquet
      whoblamed load claims.parquet
    """
    from ...graph.export.files import complete
    from ...loaders.events import mapping as mappings
    from ...loaders.events.aggregate import aggregate

    session.timeless("commands that read")
    if master is not None and engine != "spark":
        raise click.UsageError("--master is for Spark; add --engine spark")
    _refuse_output(output, sources)
    found = mappings.find(mapping)
    with Bar() as bar, complete(Path(output)) as file:
        report = aggregate(sources, found, file, engine=engine, master=master, progress=bar.progress)
    if format_ == "json":
        click.echo(to_json(_as_dict(report, output)))
    else:
        _print(report, output)


def _refuse_output(output: str, sources: Sequence[str]) -> None:
    """Refuse an output that is no file of its own: the claims would take the place of the events."""
    if output == "-":
        raise click.UsageError("claims are written into a file, not to standard output; write -o claims.parquet")
    path = Path(output)
    for source in sources:
        if path.exists() and Path(source).exists() and path.samefile(source):
            raise click.UsageError(f"{output} is read; write the claims into another file")


def _print(report: Report, output: str) -> None:
    for text in report.notes:
        note(text)
    for skipped in report.skipped[:_SKIPPED]:
        say(f"skipped    {skipped.file}: {skipped.reason}")
    if len(report.skipped) > _SKIPPED:
        say(f"           and {counted(len(report.skipped) - _SKIPPED, 'more file')}; -f json lists them all")
    say(f"read       {counted(report.rows, 'row')}, {report.coded:,} of them with a code that says who is to blame")
    for reason, rows, place in report.reasons:
        say(f"left out   {counted(rows, 'row')}: {reason} (first in {place})")
    acts = ", ".join(f"{number:,} {act}" for act, number in report.by_act.items())
    made = f"{counted(report.claims, 'claim')} of {counted(report.counted, 'row')}"
    say(f"wrote      {made} to {output}: {acts or 'none'}")


def _as_dict(report: Report, output: str) -> dict[str, object]:
    return {
        "output": output,
        "rows": report.rows,
        "coded_rows": report.coded,
        "counted_rows": report.counted,
        "claims": report.claims,
        "acts": report.by_act,
        "left_out": [{"reason": reason, "rows": rows, "first": place} for reason, rows, place in report.reasons],
        "skipped": [{"file": skipped.file, "reason": skipped.reason} for skipped in report.skipped],
        "notes": report.notes,
    }
