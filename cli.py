"""The command line: one thin command a task. Each parses its options, calls the library, and prints."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from whoblamed._version import __version__
from whoblamed.commands.output import (
    FORMATS,
    TIME_OPTIONS,
    clean,
    emit,
    format_option,
    note,
    paragraph,
    say,
    time_options,
    to_json,
)
from whoblamed.commands.process import collector_paused
from whoblamed.errors import StoreError, WhoblamedError
from whoblamed.graph.export.formats import names as export_formats
from whoblamed.ontology.texts import primary

if TYPE_CHECKING:
    from whoblamed.graph.store.answers import Answer

#: The commands as help lists them: ask, look, pass on, put in. Those not named come after them.
_ORDER = (
    "who",
    "show",
    "status",
    "contested",
    "changes",
    "ambiguous",
    "timeline",
    "path",
    "rank",
    "query",
    "view",
    "export",
    "diff",
    "load",
    "check",
)
#: The commands that are defined in the graph room, beside what they call -> their module.
_ELSEWHERE = {
    **dict.fromkeys(("who", "show", "timeline"), "ask"),
    **dict.fromkeys(("status", "contested", "changes", "diff"), "status"),
    **dict.fromkeys(("path", "rank", "view"), "network"),
    "ambiguous": "identity",
    **dict.fromkeys(("load", "check"), "load"),
}
RESULT_FORMATS = (*FORMATS, "tsv", "xml", "turtle", "ntriples")


class Session:
    """The options that stand before the command, and the graph that they mean."""

    def __init__(
        self, path: str | None, as_of: str | None, recorded_as_of: str | None, *, resolve: bool = True
    ) -> None:
        self.path = path
        self.resolve = resolve
        self.as_of = as_of
        self.recorded_as_of = recorded_as_of

    def writable(self) -> Any:
        """The graph itself, whether or not there is anything in it yet."""
        from whoblamed.graph import Graph

        if self.as_of or self.recorded_as_of:
            raise click.UsageError("--as-of and --recorded-as-of are for commands that read")
        return Graph.open(self.path, build=False)

    def graph(self) -> Any:
        """The graph to read, as it was at the times that were given. The user's own is built when it is missing."""
        return self._opened().at(as_of=self.as_of, recorded_as_of=self.recorded_as_of)

    def moment(self) -> tuple[Any, Any]:
        """The graph as it was recorded, and the as-of day, for what tells the certain from the possible."""
        from whoblamed.graph.loading.past import public_day

        return self._opened().at(recorded_as_of=self.recorded_as_of), public_day(self.as_of) if self.as_of else None

    def _opened(self) -> Any:
        import os

        from whoblamed.graph.graph import ENVIRONMENT, Graph, default_folder

        if not self.path and not os.environ.get(ENVIRONMENT) and not (default_folder() / "CURRENT").exists():
            note(f"building the graph of the casebook in {default_folder()} (only this once)")
        graph = Graph.open_existing(self.path)
        graph.resolve = self.resolve
        return graph


class _Group(click.Group):
    """Turns what goes wrong into one line and an exit code, and imports a command's module when it is called for."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE and name not in self.commands:
            from importlib import import_module

            for command in import_module(f"whoblamed.commands.{_ELSEWHERE[name]}").COMMANDS:
                self.add_command(command)
        return super().get_command(context, name)

    def invoke(self, context: click.Context) -> Any:
        try:
            with collector_paused():
                return super().invoke(context)
        except WhoblamedError as error:
            if context.params.get("debug"):
                raise
            for line in str(error).splitlines():
                click.echo(clean(line), err=True)
            sys.exit(1)
        except BrokenPipeError:
            _stop_quietly()
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if context.params.get("debug"):
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            note(f"whoblamed failed ({what}); run it again with --debug and report what it shows")
            sys.exit(1)

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        here = [name for name in self.commands if name not in _ORDER]
        return [*_ORDER, *here]


def _stop_quietly() -> NoReturn:
    """The reader of our output is gone (`| head`): there is nobody left to tell."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--graph",
    "path",
    metavar="PATH",
    help="the graph's folder, or :memory:; otherwise $WHOBLAMED_GRAPH, or a folder in your data directory",
)
@click.option(TIME_OPTIONS[0][0], metavar=TIME_OPTIONS[0][1], help=TIME_OPTIONS[0][2])
@click.option(TIME_OPTIONS[1][0], metavar=TIME_OPTIONS[1][1], help=TIME_OPTIONS[1][2])
@click.option(
    "--no-resolve", is_flag=True, help="keep the actors of each data set apart, whoever was decided to be the same"
)
@click.option("--debug", is_flag=True, help="show the traceback of an error")
@click.version_option(__version__, prog_name="whoblamed")
@click.pass_context
def main(
    context: click.Context,
    path: str | None,
    as_of: str | None,
    recorded_as_of: str | None,
    no_resolve: bool,
    debug: bool,
) -> None:
    """Who blamed whom, for what, when, by which source, how confidently, and who answered back.

    The graph records who said what; it never says who did it.

    \b
    whoblamed who "North Korea"          everything said about and by an actor
    whoblamed status                     each allegation and where it stands
    whoblamed view -o graph.html --open  the graph in your browser
    """
    del debug  # read by the group when something goes wrong
    context.obj = Session(path, as_of, recorded_as_of, resolve=not no_resolve)


def examples(*lines: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add examples to a command's help."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__doc__ = (function.__doc__ or "") + "\n\n\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
        return function

    return add


# -------------------------------------------------------------------------------------------------- put in, take out


@main.command()
@format_option
@click.pass_obj
def datasets(session: Session, format_: str) -> None:
    """List the data sets that are loaded."""
    graph = session.graph()
    counts = {row.g: row.n for row in graph.query(_CLAIM_COUNTS)}
    rows = [
        {
            "name": dataset.name,
            "title": primary(dataset.title),
            "claims": counts.get(dataset.iri, 0),
            "format": dataset.format,
            "origin": dataset.origin,
            "loaded": dataset.loaded_on.isoformat(timespec="seconds") if dataset.loaded_on else "",
            "sha256": dataset.sha256,
        }
        for dataset in graph.datasets()
    ]
    columns = ["name", "title", "claims", "format", "origin", "loaded", "sha256"]
    shown = columns[:-1] if format_ == "table" else columns
    emit(rows, shown, format_, empty="no data set is loaded")


_CLAIM_COUNTS = "SELECT ?g (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?c wb:speaker ?s } } GROUP BY ?g"


@main.command()
@click.argument("name")
@click.pass_obj
def unload(session: Session, name: str) -> None:
    """Remove a data set.

    NAME is removed with all its earlier versions.
    """
    graph = session.writable()
    claims = graph.unload(name)
    say(f"removed {name} ({claims} {'claim' if claims == 1 else 'claims'}) from {graph.store.place}")


@main.command()
@click.option("--mapping", "what", flag_value="mapping", help="that of mappings, by which tables are read")
@click.option("--identities", "what", flag_value="identities", help="that of files of decisions about who is who")
def schema(what: str | None) -> None:
    """Print the JSON Schema of fact files, for editors.

    \b
    whoblamed schema > whoblamed.schema.json
    # first line of a fact file, for editors with a YAML language server:
    # yaml-language-server: $schema=whoblamed.schema.json
    """
    from whoblamed.loaders.facts import identities
    from whoblamed.loaders.facts import schema as facts
    from whoblamed.loaders.tables.mapping import file as mappings

    made = {"mapping": mappings.mapping_schema, "identities": identities.json_schema}
    click.echo(to_json(made.get(str(what), facts.json_schema)()))


# ----------------------------------------------------------------------------------------------------------------- ask


@main.command()
@time_options
@click.argument("query", required=False, metavar="[SPARQL or NAME]")
@click.option("--file", "file", metavar="FILE", help="read the query from a file, or from standard input (-)")
@click.option("--list", "list_", is_flag=True, help="list the named queries and their parameters")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="the value of a variable; may be repeated"
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(RESULT_FORMATS), help="[default: table; turtle for CONSTRUCT]"
)
@examples(
    "whoblamed query --list",
    'whoblamed query who-blamed-whom --param accused="North Korea"',
    "whoblamed query 'SELECT ?name { ?a a wb:Actor ; rdfs:label ?name }' -f csv",
    "whoblamed query 'CONSTRUCT WHERE { ?d a wb:Denial ; wb:respondsTo ?c }'",
)
@click.pass_obj
def query(
    session: Session,
    query: str | None,
    file: str | None,
    list_: bool,
    parameters: tuple[str, ...],
    format_: str | None,
) -> None:
    """Ask in SPARQL, or run one of the named queries.

    The query sees all data sets and the vocabulary; the prefixes wb, id, rdf, rdfs, xsd, skos, dcterms, prov, owl and
    wd need no declaration. csv, tsv, json and xml are the W3C result formats. A parameter of a named query is a name or
    value of its type; in other queries it is text, or an IRI in angle brackets.
    """
    from whoblamed.graph.ask import named

    if list_:
        if _listing_format(format_) == "table":
            _print_named_queries()
        else:
            emit(named.listed(), ("name", "title", "parameters", "description"), str(format_))
        return
    if (query is None) == (file is None):
        raise click.UsageError("give a query, the name of one, or --file (see --list for the named ones)")
    text = query if query is not None else _read_text(str(file))
    values = dict(_parameter(parameter) for parameter in parameters)
    _print_answer(session.graph().answer(text, values), format_)


def _print_named_queries() -> None:
    from whoblamed.graph.ask import named

    for query in named.named_queries().values():
        say(query.name)
        paragraph(f"{query.title}. {query.description}")
        for parameter in query.parameters:
            paragraph(f"{parameter.description} ({parameter.type.replace('|', ' or ')})", label=parameter.name)


def _print_answer(answer: Answer, format_: str | None) -> None:
    from whoblamed.graph.ask import results
    from whoblamed.graph.store.answers import Solutions, Triples

    if format_ is None:
        format_ = "turtle" if isinstance(answer, Triples) else "table"
    if format_ == "table" and isinstance(answer, Solutions):
        emit(results.rows(answer), answer.variables, "table", empty="no results")
    elif format_ == "table" and not isinstance(answer, Triples):
        say("yes" if answer else "no")
    else:
        sys.stdout.flush()  # the formats of the W3C are bytes: they say themselves how lines end
        results.write(answer, format_, sys.stdout.buffer)


def _listing_format(format_: str | None) -> str:
    if format_ not in (None, *FORMATS):
        raise click.UsageError(f"--list is written as {', '.join(FORMATS)}")
    return format_ or "table"


def _parameter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.isidentifier():
        raise click.UsageError(f"--param takes NAME=VALUE, not {text!r}")
    return name, value


def _read_text(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from None


# ------------------------------------------------------------------------------------------------------------- pass on


@main.command()
@time_options
@click.option("-f", "--format", "format_", type=click.Choice(export_formats()), help="[default: by the ending of FILE]")
@click.option(
    "-o", "--output", "output", required=True, metavar="FILE", help="where to write it; - for standard output"
)
@click.option("--dataset", metavar="NAME", help="only this data set")
@examples(
    "whoblamed export -o graph.ttl", "whoblamed export -f graphml -o blame.graphml", "whoblamed export -f csv -o -"
)
@click.pass_obj
def export(session: Session, format_: str | None, output: str, dataset: str | None) -> None:
    """Write the graph to a file, for other programs.

    turtle, ntriples, trig, nquads and jsonld carry everything (the last three with its data sets apart); graphml and
    gexf carry the blame network; csv has one row a claim; stix is a bundle of STIX 2.1, which names what STIX itself
    cannot say and comes back without loss; nanopub is one nanopublication a claim (TriG); claimreview is ClaimReview of
    schema.org (JSON-LD).
    """
    from whoblamed.graph.export.files import complete
    from whoblamed.graph.export.formats import format_of

    format_ = format_ or format_of(output)
    graph = session.graph()
    if output == "-":
        sys.stdout.flush()
        count, unit, *remarks = graph.write(sys.stdout.buffer, format_, dataset=dataset)
    else:
        with complete(Path(output)) as file:
            count, unit, *remarks = graph.write(file, format_, dataset=dataset)
    note(f"wrote {count} {unit} as {format_} to {'standard output' if output == '-' else output}")
    for remark in remarks:
        note(remark)
