"""The commands that take data in, or look at what would be taken in: load, check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from .output import clean, emit, format_option, note, say, to_json

if TYPE_CHECKING:
    from ..errors import Problem
    from ..graph.loading.load import Loaded, Report, Skips

#: How many reasons for skipping are told to people, and how many places of each.
_REASONS = 12
_PLACES = 3

_AS = click.option(
    "--as",
    "as_",
    metavar="FORMAT",
    help="read the sources as this format, or by this mapping or mapping file, whatever they look like",
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@_AS
@click.option("--mapping", metavar="FILE", help="read tables by this mapping (the same as --as FILE)")
@click.option("--dataset", metavar="NAME", help="load a single data set under this name instead of its own")
@click.option("--dry-run", is_flag=True, help="read and check everything, and change nothing")
@click.option("--strict", is_flag=True, help="load nothing if anything would have to be skipped")
@click.option("-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def load(
    session: Any,
    sources: tuple[str, ...],
    as_: str | None,
    mapping: str | None,
    dataset: str | None,
    dry_run: bool,
    strict: bool,
    format_: str,
) -> None:
    """Load data into the graph.

    A SOURCE is a file, a folder of files, a pattern such as 'data/*.csv', a URL, or - for standard input; files may be
    packed (.gz, .zst, .bz2, .xz, .zip). Without a SOURCE, the casebook that ships with whoblamed is loaded. The format
    is told from the content: fact files (YAML), tables (CSV, TSV, XLSX, JSON) by a mapping, STIX, MISP galaxies, RDF in
    any syntax. Either all of it is loaded or nothing is, and loading it again changes nothing unless it has changed.
    What cannot be loaded is counted and told with the reason.

    \b
    Examples:
      whoblamed load
      whoblamed load my-case.yaml cases/
      whoblamed load rows.csv --mapping my-table.yaml
      whoblamed load https://example.org/bundle.json.gz --as stix
      cat case.yaml | whoblamed load - --dry-run
    """
    if as_ and mapping:
        raise click.UsageError("--mapping says the same as --as; give one of them")
    graph = session.writable()
    with _Bar() as bar:
        report = graph.load(
            *sources,
            as_=as_ or mapping,
            dataset=dataset,
            dry_run=dry_run,
            strict=strict,
            alone=True,
            progress=bar.progress,
        )
    if format_ == "json":
        click.echo(to_json(_as_dict(report)))
    else:
        _print(report, graph.store.place)


def _print(report: Report, place: str) -> None:
    for text in report.notes:
        note(text)
    for entry in report.loaded:
        counts = ", ".join(f"{count} {_noun(kind, count)}" for kind, count in entry.counts.items())
        closed = f"; {entry.closed_claims} earlier claims closed" if entry.closed_claims else ""
        say(f"{entry.state:<9}  {entry.name}: {counts or 'nothing'}{closed}")
        _print_skips(entry.skips)
    for skipped in report.skipped:
        say(f"skipped    {skipped.file}: {skipped.reason}")
    sets = len(report.loaded)
    total = f"{report.claims} {_noun('claims', report.claims)} of {sets} data {'set' if sets == 1 else 'sets'}"
    say(f"{total} {'would be loaded into' if report.dry_run else 'in'} {place}")


def _print_skips(skips: Skips) -> None:
    if not skips.total:
        return
    say(f"           skipped {skips.total}:")
    for reason, count in skips.reasons.most_common(_REASONS):
        places = [_place(skipped.file, skipped.line) for skipped in skips.places if skipped.reason == reason]
        more = ", …" if count > _PLACES else ""
        say(f"           {count:>7}  {reason} ({', '.join(places[:_PLACES])}{more})")
    if len(skips.reasons) > _REASONS:
        say(f"                    and for {len(skips.reasons) - _REASONS} more reasons; -f json lists them all")


def _place(file: str, line: int) -> str:
    name = file.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{line}" if line else name


def _as_dict(report: Report) -> dict[str, Any]:
    return {
        "dry_run": report.dry_run,
        "loaded": [_entry(entry) for entry in report.loaded],
        "skipped": [{"file": skipped.file, "reason": skipped.reason} for skipped in report.skipped],
        "notes": report.notes,
    }


def _entry(entry: Loaded) -> dict[str, Any]:
    return {
        "dataset": entry.name,
        "origin": entry.origin,
        "state": entry.state,
        "counts": entry.counts,
        "closed_claims": entry.closed_claims,
        "skipped": {
            "total": entry.skips.total,
            "reasons": dict(entry.skips.reasons.most_common()),
            "places": [{"file": s.file, "line": s.line, "reason": s.reason} for s in entry.skips.places],
        },
    }


def _noun(plural: str, count: int) -> str:
    if count != 1 or plural == "evidence":
        return plural
    return plural.removesuffix("ies") + "y" if plural.endswith("ies") else plural.removesuffix("s")


class _Bar:
    """A bar on standard error that shows how far reading has come; only on a terminal."""

    progress: Any = None

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
            self._shown = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self._shown.start()
            self.progress = _Tasks(self._shown)
        return self

    def __exit__(self, *_: object) -> None:
        if self.progress is not None:
            self._shown.stop()


class _Tasks:
    """Reading as tasks of rich, one a document; see `loaders.documents.Progress`."""

    def __init__(self, shown: Any) -> None:
        self.shown = shown
        self.tasks: dict[str, Any] = {}

    def started(self, name: str, size: int | None) -> None:
        if name not in self.tasks:
            base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
            self.tasks[name] = self.shown.add_task(clean(base), total=size)
        self.shown.reset(self.tasks[name], total=size)

    def advanced(self, name: str, count: int) -> None:
        self.shown.advance(self.tasks[name], count)

    def finished(self, name: str) -> None:
        self.shown.stop_task(self.tasks[name])


# --------------------------------------------------------------------------------------------------------------- check


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@_AS
@format_option
@click.pass_obj
def check(session: Any, sources: tuple[str, ...], as_: str | None, format_: str) -> None:
    """Check files before loading them, or the loaded graph.

    A SOURCE, as for `load`, is read and checked without loading it; without one, the loaded graph is checked against
    the SHACL shapes. Every problem is one line: file, line, column, what is wrong, and what to do. The exit code is 1
    when anything is wrong.

    \b
    Examples:
      whoblamed check my-case.yaml
      whoblamed check
    """
    if sources:
        _check_sources(sources, as_, format_)
    else:
        _check_graph(session.graph(), format_)


def _check_sources(sources: tuple[str, ...], as_: str | None, format_: str) -> None:
    from ..loaders.sources import check as check_sources

    with _Bar() as bar:
        count, problems = check_sources(sources, as_, progress=bar.progress)
    if format_ == "table":
        for problem in problems:
            click.echo(clean(str(problem)), err=True)
        if not problems:
            say(f"{count} {'file is' if count == 1 else 'files are'} in order")
    else:
        emit(map(_row, problems), ("file", "line", "column", "message"), format_)
    if problems:
        sys.exit(1)


def _row(problem: Problem) -> dict[str, Any]:
    return {"file": problem.file, "line": problem.line, "column": problem.column, "message": problem.message}


def _check_graph(graph: Any, format_: str) -> None:
    found = graph.check()
    columns = ("severity", "focus", "path", "value", "message")
    rows = [{column: getattr(violation, column) for column in columns} for violation in found]
    if rows or format_ != "table":
        emit(rows, columns, format_)
    else:
        say("the graph conforms to the shapes")
    if any(row["severity"] == "Violation" for row in rows):
        sys.exit(1)


COMMANDS = (load, check)
