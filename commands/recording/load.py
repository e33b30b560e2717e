"""The commands about what is in the graph: load, unload, datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...ontology import ID
from ...ontology.texts import counted, primary
from .. import completion
from ..filters import filter_options, wanted_claims
from ..output import emit, note, say, to_json
from ..session import Session, pass_session, time_options
from ..shape import listing_options
from ..sources import Bar, as_options, format_of

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.loading.report import Loaded, Report, Skips
    from ...ontology.records import DataSet
    from ..output import Row

#: How many reasons for skipping are told to people, and how many places of each.
_REASONS = 12
_PLACES = 3
#: Kinds of records whose singular is not the plural without its s.
_ONE = {"evidence": "evidence", "identities": "identity"}


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@as_options
@click.option("--dataset", metavar="NAME", help="load a single data set under this name instead of its own")
@click.option("--replace", is_flag=True, help="also replace what is held under the same name from elsewhere")
@click.option("--dry-run", is_flag=True, help="read and check everything, and change nothing")
@click.option("--strict", is_flag=True, help="load nothing if anything would have to be skipped")
@click.option("--skip-bad-lines", is_flag=True, help="leave out and count the broken lines of N-Triples and N-Quads")
@click.option("-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@pass_session
def load(
    session: Session,
    sources: tuple[str, ...],
    as_: str | None,
    mapping: str | None,
    dataset: str | None,
    replace: bool,
    dry_run: bool,
    strict: bool,
    skip_bad_lines: bool,
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
    wanted = format_of(as_, mapping)
    graph = session.writable()
    with Bar() as bar:
        report = graph.load(
            *sources,
            as_=wanted,
            dataset=dataset,
            replace=replace,
            dry_run=dry_run,
            strict=strict,
            alone=True,
            skip_bad_lines=skip_bad_lines,
            progress=bar.progress,
        )
    if format_ == "json":
        click.echo(to_json(_as_dict(report)))
    else:
        print_report(report, graph)


def print_report(report: Report, graph: Graph) -> None:
    """Print what a load did."""
    for text in report.notes:
        note(text)
    for entry in report.loaded:
        counts = ", ".join(_counted(count, kind) for kind, count in entry.counts.items())
        closed = f"; {counted(entry.closed_claims, 'earlier claim')} closed" if entry.closed_claims else ""
        say(f"{entry.state:<9}  {entry.name}: {counts or 'nothing'}{closed}")
        if not entry.counts:
            note(f"{entry.name} has no claims yet; put some into {entry.origin}, and load it again")
        _print_skips(entry.skips)
    for skipped in report.skipped:
        say(f"skipped    {skipped.file}: {skipped.reason}")
    part, place = _total(report.claims, len(report.loaded)), graph.store.place
    if report.dry_run:
        say(f"{part} would be loaded into {place}")
    elif len(sets := graph.datasets()) == len(report.loaded):
        say(f"{part} in {place}")
    else:
        say(f"{part} read; {_total(sum(_claims(graph).values()), len(sets))} in {place}")


def _total(claims: int, sets: int) -> str:
    return f"{counted(claims, 'claim')} of {counted(sets, 'data set')}"


def _claims(graph: Graph) -> dict[str, int]:
    """Return how many claims each data set (IRI) has."""
    store = graph.store.current
    if store.wider is not store:
        said = [(row.c, row.g) for row in store.wider.select(_CLAIMS).rows()]
        here = set(store.having(claim for claim, _ in said))
        return Counter(dataset for claim, dataset in said if claim in here)
    return {row.g: row.n for row in store.select(_CLAIM_COUNTS).rows()}


def _claims_among(graph: Graph, wanted: Collection[str]) -> dict[str, int]:
    """Return how many of some claims (IRIs) each data set (IRI) has that has any."""
    from ...graph.ask.listing import datasets_of

    return Counter(ID + name for name in datasets_of(graph.store.current, wanted).values())


def _print_skips(skips: Skips) -> None:
    if not skips.total:
        return
    say(f"           skipped {skips.total}:")
    for reason, count in skips.reasons.most_common(_REASONS):
        places = [_place(skipped.file, skipped.line) for skipped in skips.places if skipped.reason == reason]
        more = ", …" if count > _PLACES else ""
        say(f"           {count:>7}  {reason} ({', '.join(places[:_PLACES])}{more})")
    if len(skips.reasons) > _REASONS:
        more = counted(len(skips.reasons) - _REASONS, "more reason")
        say(f"                    and for {more}; -f json lists them all")


def _place(file: str, line: int) -> str:
    name = file.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{line}" if line else name


def _as_dict(report: Report) -> dict[str, object]:
    return {
        "dry_run": report.dry_run,
        "loaded": [_entry(entry) for entry in report.loaded],
        "skipped": [{"file": skipped.file, "reason": skipped.reason} for skipped in report.skipped],
        "notes": report.notes,
    }


def _entry(entry: Loaded) -> dict[str, object]:
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


def _counted(count: int, kind: str) -> str:
    """Return a count of a report for people; reports name kinds of records in the plural."""
    return counted(count, _ONE.get(kind, kind.removesuffix("s")), kind)


@click.command()
@time_options
@filter_options
@listing_options
@pass_session
def datasets(session: Session, format_: str) -> None:
    """List the data sets that are loaded.

    With filters: those that have such claims, and how many.

    \b
    Examples:
      whoblamed datasets
      whoblamed datasets --incident "Sony Pictures intrusion" --act denial
      whoblamed datasets --sort -claims --columns name,claims,sha256 -f csv
    """
    tell_datasets(session, format_)


def tell_datasets(session: Session, format_: str) -> None:
    """Print the data sets that are loaded, also for `list datasets`."""
    graph = session.graph()
    wanted = wanted_claims(session, graph) if session.filters else None
    counts = _claims(graph) if wanted is None else _claims_among(graph, wanted)
    rows = [
        {
            "name": dataset.name,
            "title": primary(dataset.title),
            "claims": counts.get(dataset.iri, 0),
            "format": dataset.format,
            "origin": dataset.origin,
            "loaded": dataset.loaded_on.isoformat(timespec="seconds") if dataset.loaded_on else "",
            "sha256": dataset.sha256,
            "said_origin": dataset.said_origin,
            "said_format": dataset.said_format,
            "said_sha256": dataset.said_sha256,
        }
        for dataset in graph.datasets()
        if wanted is None or dataset.iri in counts
    ]
    columns = ("name", "title", "claims", "format", "origin", "loaded", "sha256", *_SAID)
    shown = ["name", "claims", "loaded", *(column for column in _SAID[:1] if any(row[column] for row in rows)), "title"]
    emit(rows, columns, format_, shown=shown, told=_with_days, empty="no data set is loaded", whole=("name", "loaded"))


#: What data sets say of themselves, which may not be so.
_SAID: Final = ("said_origin", "said_format", "said_sha256")


def _with_days(row: Row) -> Row:
    return {**row, "loaded": str(row["loaded"])[:10]}


_CLAIMS = "SELECT DISTINCT ?c ?g { GRAPH ?g { ?c wb:speaker ?s } }"
_CLAIM_COUNTS = "SELECT ?g (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c wb:speaker ?s } } GROUP BY ?g"


@click.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True, shell_complete=completion.datasets)
@pass_session
def unload(session: Session, names: tuple[str, ...]) -> None:
    """Remove data sets.

    Each NAME is removed with all its earlier versions. Those that use each other's actors go together;
    `whoblamed undo` brings them back.

    \b
    Examples:
      whoblamed unload nord-stream-2022
    """
    graph = session.writable()
    claims = graph.unload(*names)
    what = f"{', '.join(names)} ({counted(claims, 'claim')})"
    say(f"removed {what} from {graph.store.place}; whoblamed undo takes that back")


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@pass_session
def undo(session: Session, file: Path | None) -> None:
    """Take back the last change of the graph, or of a fact file.

    What the last load, replacement or unload did is undone, and all is as it was before it, on both clocks. Only the
    last change can be taken back, and once.

    With a FILE, the graph stays as it is: what `new`, `add` or `edit` last wrote into that file is taken back, as long
    as the file was not changed since; once, too.

    \b
    Examples:
      whoblamed undo
      whoblamed undo harbour.yaml
    """
    if file:
        from ...loaders.facts.writing import saving

        saving.restore(file)
        say(
            f"{file} is as it was before it was last written here"
            if file.exists()
            else f"removed {file}, which was new"
        )
        return
    graph = session.writable()
    done = graph.undo()
    for dataset in done.removed:
        say(f"removed    {dataset.name}: it was new")
    for dataset in done.replaced:
        say(f"replaced   {dataset.name}: it is as it was loaded{_loaded_on(dataset)}")
    for dataset in done.restored:
        say(f"restored   {dataset.name}: it had been removed")
    say(f"took back the last change of {graph.store.place}")


def _loaded_on(dataset: DataSet) -> str:
    return f" on {dataset.loaded_on.isoformat(timespec='seconds')}" if dataset.loaded_on else ""
