"""The command that draws the graph: view."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

import click

from ...errors import FormatError
from ..output import note, say, to_json
from ..session import Session, pass_session, roll_up_option, time_options

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.identity.representatives import Representatives
    from ...graph.store.facts import Facts

#: What can be drawn, each the ending of its files.
FORMATS: Final = ("html", "json", "svg", "png")
_ENDINGS: Final = {**{f".{format_}": format_ for format_ in FORMATS}, ".htm": "html"}
_KNOWN: Final = f"{', '.join(f'.{format_}' for format_ in FORMATS[:-1])} or .{FORMATS[-1]}"


class _Options(TypedDict):
    """What of the graph is drawn, and how; see `graph.view.data`."""

    title: str
    focus: str | None
    depth: int | None
    incident: str | None
    dataset: str | None
    limit: int
    as_of: date | None
    counted: Mapping[str, str]
    remark: str
    lang: str


@click.command()
@time_options
@click.option("-o", "--output", required=True, metavar="FILE", help=f"the file to write: {_KNOWN}")
@click.option("--focus", metavar="NAME", help="start from an actor or incident")
@click.option("--depth", type=click.IntRange(0), help="keep what is within so many steps of the focus")
@click.option("--incident", metavar="NAME", help="only claims about this incident")
@click.option("--dataset", metavar="NAME", help="only claims of this data set")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=300,
    show_default=True,
    help="show at most so many nodes at first; 0: all",
)
@roll_up_option
@click.option("--lang", default="en", show_default=True, metavar="TAG", help="prefer names in this language")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="[default: by the ending of FILE]")
@click.option("--open", "open_", is_flag=True, help="open it in the browser")
@pass_session
def view(
    session: Session,
    output: str,
    focus: str | None,
    depth: int | None,
    incident: str | None,
    dataset: str | None,
    limit: int,
    roll_up: bool,
    lang: str,
    format_: str | None,
    open_: bool,
) -> None:
    """Draw the graph as HTML that works offline.

    Or as a picture for a paper (.svg, .png), or as the data of the drawing (.json).

    \b
    Examples:
      whoblamed view -o graph.html --open
      whoblamed view -o korea.html --focus "North Korea" --depth 2 --roll-up
      whoblamed view -o sony.svg --incident "Sony Pictures intrusion" --as-of 2014-12-31
    """
    from ...graph.export.files import complete
    from ...graph.identity.resolved import resolved

    format_ = format_ or _format_of(output)
    graph, day = session.moment()
    shown = graph.rolled_up() if roll_up else graph.representatives()
    options: _Options = {
        "title": "Who blamed whom",
        "focus": _one(graph, shown, focus, ["actor", "incident"], dataset) if focus else None,
        "depth": depth,
        "incident": _one(graph, shown, incident, ["incident"], dataset) if incident else None,
        "dataset": dataset,
        "limit": limit,
        "as_of": day,
        "counted": shown.same if roll_up else {},
        "remark": graph.trust.words if graph.trust else "",
        "lang": lang,
    }
    drawn = _drawn(resolved(graph.facts(), graph.representatives()), format_, options)
    if output == "-":
        sys.stdout.buffer.write(drawn)
        return
    with complete(Path(output)) as file:
        file.write(drawn)
    say(f"wrote {output} ({len(drawn) / 1e6:.1f} MB)")
    if open_:
        import webbrowser

        webbrowser.open(Path(output).resolve().as_uri())


def _drawn(facts: Facts, format_: str, options: _Options) -> bytes:
    from ...graph import view as views

    if format_ == "html":
        return views.render(facts, **options).encode()
    if format_ == "json":
        return to_json(views.data(facts, **options)).encode()
    picture = views.picture(facts, format="png" if format_ == "png" else "svg", **options)
    return picture.encode() if isinstance(picture, str) else picture


def _one(graph: Graph, shown: Representatives, name: str, kinds: list[str], dataset: str | None) -> str:
    """Return the IRI of what a name means: in the data set that is drawn, or the first of several, which is then said.

    Of actors that are the same, it is the one that is `shown` for all.
    """
    from ...graph.ask import names
    from ...ontology.records import dataset_iri

    found = names.find_one(graph.store.current, name, kinds, resolve=graph.resolve)
    meant = {shown.representative(thing.iri) for thing in found}
    if len(meant) == 1:
        return meant.pop()
    chosen = next((thing for thing in found if dataset and thing.dataset == dataset_iri(dataset)), found[0])
    if len(found) > 1 and not dataset:
        others = ", ".join("/".join(thing.iri.rsplit("/", 3)[i] for i in (1, 3)) for thing in found)
        note(f"{name!r} is in several data sets; taking the first of {others}")
    return chosen.iri


def _format_of(output: str) -> str:
    format_ = _ENDINGS.get(Path(output).suffix.lower())
    if format_ is None:
        raise FormatError(f"{output}: end the name in {_KNOWN}, or say the format with -f")
    return format_
