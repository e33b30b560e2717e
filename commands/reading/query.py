"""The command that asks in SPARQL: query."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ...errors import StoreError
from .. import completion
from ..filters import filter_options, wanted_claims
from ..output import emit, paragraph, say
from ..session import Session, limit_options, pass_session, roll_up_option, time_options
from ..shape import BINARY, FORMATS, arranged, arrangement_options, chosen, chosen_columns, is_shaped, tell_more

if TYPE_CHECKING:
    from ...graph.ask.named import NamedQuery
    from ...graph.store.answers import Answer, Solutions
    from ..output import Row

#: What is listed of named queries.
_LISTED: Final = ("name", "title", "parameters", "description")
RESULT_FORMATS: Final = (*FORMATS, "tsv", "xml", "turtle", "ntriples", "jsonld", "rdfxml")


@click.command()
@time_options
@click.argument("query", required=False, metavar="[SPARQL or NAME]", shell_complete=completion.queries)
@click.option("--file", "file", metavar="FILE", help="read the query from a file, or from standard input (-)")
@click.option("--list", "list_", is_flag=True, help="list the named queries and their parameters, or one of them")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="the value of a variable; may be repeated"
)
@filter_options
@roll_up_option
@arrangement_options
@click.option(
    "-f", "--format", "format_", type=click.Choice(RESULT_FORMATS), help="[default: table; turtle for CONSTRUCT]"
)
@limit_options(60, 1_000_000, 2_000)
@pass_session
def query(
    session: Session,
    query: str | None,
    file: str | None,
    list_: bool,
    parameters: tuple[str, ...],
    roll_up: bool,
    format_: str | None,
    timeout: float,
    max_rows: int,
    max_memory: int,
) -> None:
    """Ask in SPARQL, or run one of the named queries.

    The query sees all data sets and the vocabulary. The prefixes wb, id, rdf, rdfs, xsd, skos, dcterms, prov, owl and
    wd need no declaration. csv, tsv, json and xml are the W3C result formats. A parameter of a named query is a name or
    value of its type; in other queries it is text, or an IRI in angle brackets. With --roll-up, a state that a named
    query is about is also its ministries and agencies, and who speaks for it. Filters choose the claims of which a
    named query has rows; what it looks for beside them, such as denials, it finds in all.

    \b
    Examples:
      whoblamed query --list
      whoblamed query who-blamed-whom --param accused="North Korea" --roll-up
      whoblamed query who-blamed-whom --kind leak --since 2014-12 --sort accused_name --columns accused_name,claim
      whoblamed query 'SELECT ?name { ?a a wb:Actor ; rdfs:label ?name }' -f csv
      whoblamed query 'CONSTRUCT WHERE { ?d a wb:Denial ; wb:respondsTo ?c }'
    """
    from ...graph.ask import named
    from ...graph.store.limits import Limits

    if list_:
        if file is not None:
            raise click.UsageError("--list takes the name of a query, and no --file")
        queries = [named.named_query(query)] if query else list(named.named_queries().values())
        if _listing_format(format_) == "table" and not chosen_columns():
            _print_named_queries(queries)
        else:
            emit(named.listed(queries), _LISTED, _listing_format(format_))
        return
    if (query is None) == (file is None):
        raise click.UsageError("give a query, the name of one, or --file (see --list for the named ones)")
    text = query if query is not None else _read_text(str(file))
    values = dict(_parameter(parameter) for parameter in parameters)
    if roll_up and not named.is_named(text):
        raise click.UsageError("--roll-up is for named queries; in SPARQL, follow wb:partOf and wb:speaksFor")
    limits = Limits(timeout, max_rows, max_memory)
    graph = session.graph()
    if session.filters and not named.is_named(text):
        raise click.UsageError("filters are for named queries; in SPARQL, write what the claims must have")
    claims = wanted_claims(session, graph) if named.is_named(text) else None
    _print_answer(graph.answer(text, values, limits, roll_up=roll_up, claims=claims), format_)


def _print_named_queries(queries: Iterable[NamedQuery]) -> None:
    from ...graph.ask import named

    shown = arranged(queries, _LISTED, lambda query: named.listed([query])[0])
    for query in shown:
        say(query.name)
        paragraph(f"{query.title}. {query.description}")
        for parameter in query.parameters:
            paragraph(f"{parameter.description} ({parameter.type.replace('|', ' or ')})", label=parameter.name)
    tell_more(shown)


def _print_answer(answer: Answer, format_: str | None) -> None:
    from ...graph.ask import results
    from ...graph.store.answers import Solutions, Triples

    if format_ is None:
        format_ = "turtle" if isinstance(answer, Triples) else "table"
    if format_ in ("table", "md", *BINARY) and isinstance(answer, Solutions):
        emit(results.rows(answer), answer.variables, format_, empty="no results")
    elif format_ in BINARY:
        raise click.UsageError(f"{format_} is for SELECT")
    elif format_ == "table" and not isinstance(answer, Triples):
        say("yes" if answer else "no")
    elif not isinstance(answer, Solutions):
        if is_shaped():
            raise click.UsageError("--sort, --limit and --columns are for SELECT")
        _write(answer, format_)
    else:
        _write(_arranged(answer) if is_shaped() else answer, format_)


def _arranged(answer: Solutions) -> Solutions:
    from ...graph.ask import results

    def places(rows: Sequence[Row]) -> list[int]:
        shown = arranged(range(len(rows)), answer.variables, rows.__getitem__)
        tell_more(shown)
        return shown

    return results.rearranged(answer, places, chosen(answer.variables, answer.variables))


def _write(answer: Answer, format_: str) -> None:
    from ...graph.ask import results

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
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{'<stdin>' if path == '-' else path}: cannot be read: {reason}") from None
