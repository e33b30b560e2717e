"""The commands about the blame network: path, rank, view."""

from __future__ import annotations

import sys
from typing import Any

import click

from ..errors import FormatError
from .output import emit, format_option, note, paragraph, say, time_options, to_json

_RANKINGS = ("blamed", "blaming", "mutual", "brokers", "blocs")


@click.command()
@time_options
@click.argument("a")
@click.argument("b")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="show at most so many chains")
@click.option("--steps", type=click.IntRange(1, 20), default=6, show_default=True, help="of at most so many steps")
@format_option
@click.pass_obj
def path(session: Any, a: str, b: str, limit: int, steps: int, format_: str) -> None:
    """Chains of blame from A to B, each step cited.

    A chain says who pointed at whom. Blame does not add up along it.

    \b
    Examples:
      whoblamed path USA "North Korea"
      whoblamed path norse "North Korea" -f json
    """
    from ..graph.ask import names
    from ..graph.network import analyses

    graph = session.graph()
    store = graph.store.current
    shown = graph.representatives()
    starts, ends = (
        dict.fromkeys(
            shown.representative(found.iri) for found in names.find_one(store, name, ["actor"], resolve=graph.resolve)
        )
        for name in (a, b)
    )
    net = graph.blame_network()
    chains = [
        chain
        for start in starts
        for end in ends
        for chain in analyses.chains(net, start, end, cutoff=steps, limit=limit)
    ][:limit]
    rows: list[dict[str, Any]] = [
        {
            "chain": number,
            "step": position,
            "accuser": analyses.label(net, step.accuser),
            "accused": analyses.label(net, step.accused),
            "claims": [cited.label for cited in step.claims],
            "claim_iris": [cited.claim for cited in step.claims],
        }
        for number, chain in enumerate(chains, 1)
        for position, step in enumerate(chain, 1)
    ]
    if format_ != "table":
        emit(rows, ("chain", "step", "accuser", "accused", "claims", "claim_iris"), format_)
        return
    for row in rows:
        if row["step"] == 1:
            say(f"{'' if row['chain'] == 1 else chr(10)}Chain {row['chain']}")
        paragraph(f"{row['accuser']} blames {row['accused']}", label=f"step {row['step']}")
        for cited in row["claims"]:
            paragraph(cited)
    if not rows:
        note(f"no chain of blame leads from {a} to {b}")


@click.command()
@time_options
@click.option("--by", type=click.Choice(["all", *_RANKINGS]), default="all", show_default=True)
@click.option(
    "--weight",
    type=click.Choice(["claims", "origins"]),
    default="claims",
    show_default=True,
    help="count claims, or the independent origins behind them",
)
@click.option("--top", type=click.IntRange(1), default=10, show_default=True, help="show so many of each")
@format_option
@click.pass_obj
def rank(session: Any, by: str, weight: str, top: int, format_: str) -> None:
    """Who is blamed most, who blames most, and blocs.

    Also who blames each other, and who is between others.

    \b
    Examples:
      whoblamed rank
      whoblamed rank --by blamed --weight origins --top 5
      whoblamed rank -f json
    """
    from ..graph.network import rankings

    graph = session.graph()
    wanted = _RANKINGS if by == "all" else (by,)
    found = rankings.rankings(
        graph.bare_facts(), graph.blame_network(), wanted, by_origins=weight == "origins", top=top
    )
    if format_ != "table":
        rows = [
            {"ranking": name, "place": place, **row}
            for name, listed in found.items()
            for place, row in enumerate(listed, 1)
        ]
        emit(rows, rankings.COLUMNS, format_)
        return
    for number, (name, listed) in enumerate(found.items()):
        if number:
            say()
        say(rankings.TITLES[name])
        emit(listed, rankings.SHOWN[name], format_, empty="  nobody")


@click.command()
@time_options
@click.option("-o", "--output", required=True, metavar="FILE", help="the file to write: .html, .json, .svg or .png")
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
@click.option("--lang", default="en", show_default=True, metavar="TAG", help="prefer names in this language")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(["html", "json", "svg", "png"]),
    help="[default: by the ending of FILE]",
)
@click.option("--open", "open_", is_flag=True, help="open it in the browser")
@click.pass_obj
def view(
    session: Any,
    output: str,
    focus: str | None,
    depth: int | None,
    incident: str | None,
    dataset: str | None,
    limit: int,
    lang: str,
    format_: str | None,
    open_: bool,
) -> None:
    """Draw the graph as HTML that works offline.

    Or as a picture for a paper (.svg, .png), or as the data of the drawing (.json).

    \b
    Examples:
      whoblamed view -o graph.html --open
      whoblamed view -o korea.html --focus "North Korea" --depth 2
      whoblamed view -o sony.svg --incident "Sony Pictures intrusion" --as-of 2014-12-31
    """
    from pathlib import Path

    from ..graph import view as views
    from ..graph.export.files import complete
    from ..graph.identity.resolved import resolved

    format_ = format_ or _format_of(output)
    graph, day = session.moment()
    options: dict[str, Any] = {
        "title": "Who blamed whom",
        "focus": _one(graph, focus, ["actor", "incident"], dataset) if focus else None,
        "depth": depth,
        "incident": _one(graph, incident, ["incident"], dataset) if incident else None,
        "dataset": dataset,
        "limit": limit,
        "as_of": day,
        "lang": lang,
    }
    facts = resolved(graph.facts(), graph.representatives())
    if format_ == "html":
        drawn = views.render(facts, **options).encode()
    elif format_ == "json":
        drawn = to_json(views.data(facts, **options)).encode()
    else:
        picture = views.picture(facts, format="png" if format_ == "png" else "svg", **options)
        drawn = picture.encode() if isinstance(picture, str) else picture
    if output == "-":
        sys.stdout.buffer.write(drawn)
        return
    with complete(Path(output)) as file:
        file.write(drawn)
    say(f"wrote {output} ({len(drawn) / 1e6:.1f} MB)")
    if open_:
        import webbrowser

        webbrowser.open(Path(output).resolve().as_uri())


def _one(graph: Any, name: str, kinds: list[str], dataset: str | None) -> str:
    """The IRI of what a name means: in the data set that is drawn, or the first of several, which is then said.

    Of actors that are the same, it is the one that stands for all.
    """
    from ..graph.ask import names
    from ..ontology.records import dataset_iri

    found = names.find_one(graph.store.current, name, kinds, resolve=graph.resolve)
    shown: set[str] = set(map(graph.representatives().representative, (thing.iri for thing in found)))
    if len(shown) == 1:
        return shown.pop()
    chosen = next((thing for thing in found if dataset and thing.dataset == dataset_iri(dataset)), found[0])
    if len(found) > 1 and not dataset:
        others = ", ".join("/".join(thing.iri.rsplit("/", 3)[i] for i in (1, 3)) for thing in found)
        note(f"{name!r} is in several data sets; taking the first of {others}")
    return chosen.iri


def _format_of(output: str) -> str:
    ending = output.rpartition(".")[2].lower()
    if ending in ("html", "htm"):
        return "html"
    if ending in ("json", "svg", "png"):
        return ending
    raise FormatError(f"{output}: end the name in .html, .json, .svg or .png, or say the format with -f")


COMMANDS = (path, rank, view)
