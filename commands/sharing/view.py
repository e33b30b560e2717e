"""The command that draws the graph: view."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

import click

from ...errors import FormatError
from ...ontology.texts import counted
from ..filters import filter_options, wanted_claims
from ..output import Place, note, say, to_json
from ..session import Session, pass_session, roll_up_option, time_options

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.identity.representatives import Representatives
    from ...graph.store.facts import Facts

#: What can be written, each the ending of its files.
FORMATS: Final = ("html", "json", "svg", "png", "pdf")
_ENDINGS: Final = {**{f".{format_}": format_ for format_ in FORMATS}, ".htm": "html"}
_KNOWN: Final = f"{', '.join(f'.{format_}' for format_ in FORMATS[:-1])} or .{FORMATS[-1]}"
#: The pictures of `graph.view.pictures`, which is not imported for help alone.
PICTURES: Final = ("board", "flow", "matrix", "timeline", "graph", "table", "overview")
_TITLE: Final = "Who blamed whom"


class _Scope(TypedDict):
    """What of the graph is drawn; see `graph.view.data`."""

    focus: str | None
    depth: int | None
    limit: int
    as_of: date | None
    counted: Mapping[str, str]
    states: Mapping[str, str]
    among: frozenset[str] | None
    remark: str
    lang: str | None


class _Look(TypedDict):
    """How a picture looks; see `graph.view.pictures`."""

    size: tuple[int, int] | None
    theme: str


def _sides(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Return width and height; raises `BadParameter` for anything but both: 1200x630."""
    if value is None:
        return None
    found = re.fullmatch(r"([0-9]{1,5})[xX×]([0-9]{1,5})", value)
    if not found:
        raise click.BadParameter(f"{value!r} is no size; write width and height in pixels, such as 1200x630")
    return int(found[1]), int(found[2])


@click.command()
@time_options
@click.option("-o", "--output", type=Place(), required=True, metavar="FILE", help=f"the file to write: {_KNOWN}")
@click.option(
    "--as", "as_", type=click.Choice(PICTURES), help="the picture to draw [default: board of a focus, else matrix]"
)
@click.option("--focus", metavar="NAME", help="draw this incident or actor; a page opens on it, and holds all else")
@click.option("--depth", type=click.IntRange(0), help="keep what is within so many steps of the focus")
@click.option("--title", metavar="TEXT", help="the headline [default: by what is drawn]")
@click.option("--size", metavar="WxH", callback=_sides, help="of a picture, in pixels, such as 1200x630 or 1080x1350")
@click.option("--theme", type=click.Choice(("light", "dark")), default="light", show_default=True, help="of a picture")
@filter_options
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=40,
    show_default=True,
    help="show at most so many nodes of the network at first; 0: all",
)
@roll_up_option
@click.option(
    "--lang", metavar="TAG", help="prefer names and words in this language  [default: English; a page, its browser's]"
)
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="[default: by the ending of FILE]")
@click.option("--open", "open_", is_flag=True, help="open it in the browser")
@pass_session
def view(
    session: Session,
    output: str,
    as_: str | None,
    focus: str | None,
    depth: int | None,
    title: str | None,
    size: tuple[int, int] | None,
    theme: str,
    limit: int,
    roll_up: bool,
    lang: str | None,
    format_: str | None,
    open_: bool,
) -> None:
    """Draw the graph as HTML that works offline, or as a picture to share.

    Pictures (.svg, .png, .pdf) are: board, rival explanations of an incident; flow, accusers and accused; matrix, who
    blames whom how often; timeline, who said what when; graph, a neighbourhood; table; overview of incidents. The data
    of the drawing is .json.

    \b
    Examples:
      whoblamed view -o graph.html --open
      whoblamed view --as board --focus "Sony Pictures intrusion" -o sony.png --size 1200x630
      whoblamed view --as matrix --roll-up --since 2014 -o who.svg
      whoblamed view -o then.pdf --focus "Sony Pictures intrusion" --as-of 2014-12-31
    """
    from ...graph.export.files import complete
    from ...graph.identity.resolved import resolved

    format_ = format_ or _format_of(output)
    graph, day = session.moment()
    shown = graph.rolled_up() if roll_up else graph.representatives()
    facts = graph.counted(resolved(graph.facts(), graph.representatives()))
    named = focus or _only_incident(session)
    wanted = wanted_claims(session, graph.at(as_of=day))
    scope: _Scope = {
        "focus": _found(named, graph, facts, shown) if named else None,
        "depth": depth,
        "limit": limit,
        "as_of": day,
        "counted": shown.same if roll_up else {},
        "states": graph.states(),
        "among": wanted,
        "remark": "; ".join(filter(None, (graph.trust.words if graph.trust else "", _undrawn(graph)))),
        "lang": lang,
    }
    drawn = _drawn(facts, format_, as_, title, scope, {"size": size, "theme": theme})
    if output == "-":
        for piece in drawn:
            sys.stdout.buffer.write(piece)
        return
    with complete(Path(output)) as file:
        length = sum(map(file.write, drawn))
    say(f"wrote {output} ({_size(length)})")
    if open_:
        import webbrowser

        webbrowser.open(Path(output).resolve().as_uri())


def _undrawn(graph: Graph) -> str:
    """Return for people how many claims are not drawn, because a machine coded them."""
    number = graph.uncounted()
    return f"{counted(number, 'machine-coded claim')} not drawn" if number else ""


def _only_incident(session: Session) -> str | None:
    """Return the incident that the filters leave, if it is one: a picture is about it then."""
    incidents = session.filters.get("incident", ())
    return incidents[0] if len(incidents) == 1 else None


def _drawn(
    facts: Facts, format_: str, as_: str | None, title: str | None, scope: _Scope, look: _Look
) -> Iterable[bytes]:
    """Return the file piece by piece."""
    from ...graph import view as views

    if format_ == "html":
        return map(str.encode, views.pieces(facts, title=title or "", picture=as_, **scope))
    if format_ == "json":
        return [to_json(views.data(facts, title=title or _TITLE, **scope)).encode()]
    picture = views.picture(facts, as_, title=title, **scope, **look)
    if picture.left_out:
        note(f"{counted(picture.left_out, 'claim')} had no room; the picture says so")
    return [picture.as_format(format_)]


def _found(name: str, graph: Graph, facts: Facts, shown: Representatives) -> str:
    """Return the IRI of what a name means; which of several was taken is said."""
    from ...graph.ask.focus import focus_of

    focus = focus_of(name, graph.store.current, facts, shown, resolve=graph.resolve)
    if focus.others:
        note(f"{name!r} is in several data sets; taking {focus.key}, and not {', '.join(focus.others)}")
    return focus.iri


def _size(length: int) -> str:
    return f"{length / 1e6:.1f} MB" if length >= 1e6 else f"{max(1, round(length / 1e3))} kB"


def _format_of(output: str) -> str:
    format_ = _ENDINGS.get(Path(output).suffix.lower())
    if format_ is None:
        raise FormatError(f"{output}: end the name in {_KNOWN}, or say the format with -f")
    return format_
