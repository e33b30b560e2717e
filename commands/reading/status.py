"""The commands about how allegations were received: status, contested, changes, diff."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from ...graph.ask.names import key_of
from ...ontology.texts import counted
from .. import completion
from ..filters import filter_options, wanted_claims
from ..meant import meant
from ..output import emit, incident_headings, note, paragraph, say, to_json, wrapped
from ..session import Session, pass_session, time_options
from ..shape import arranged, chosen_columns, listing_options, tell_more

if TYPE_CHECKING:
    from ...graph import Graph
    from ...graph.status.argument import Reason
    from ...graph.status.assessment import Assessment
    from ...graph.status.differences import Difference
    from ...graph.status.independence import Origins
    from ...graph.store.facts import Facts
    from ..output import Row

#: What hardly is the path of a graph.
_LIKE_A_DAY = re.compile(r"[0-9][0-9./-]*")
#: What the rows of `status` have.
_COLUMNS: Final = (
    "incident",
    "accused",
    "role",
    "status",
    "possible_status",
    "denied",
    "findings",
    "conditions",
    "claims",
    "outlets",
    "roots",
    "low",
    "high",
    "key",
)
_BITS = {
    "attributed": "attributed by",
    "self_claimed": "claimed by",
    "denied": "denied by",
    "challenged": "doubted by",
}


@click.command()
@time_options
@click.argument("incident", required=False, shell_complete=completion.names("incident"))
@click.option(
    "--argument", is_flag=True, help="weigh the claims as arguments: accepted, rejected or undecided, and why"
)
@click.option(
    "--denials",
    type=click.Choice(["mark", "rebut"]),
    help="weigh them, and let a bare denial only mark an allegation, or count against it  [default: mark]",
)
@click.option(
    "--semantics",
    type=click.Choice(["grounded", "preferred"]),
    help="weigh them by the one cautious position, or by all positions that can be held  [default: grounded]",
)
@filter_options
@listing_options
@pass_session
def status(
    session: Session,
    incident: str | None,
    argument: bool,
    denials: Literal["mark", "rebut"] | None,
    semantics: Literal["grounded", "preferred"] | None,
    format_: str,
) -> None:
    """The status of each allegation, and what is behind it.

    The allegations about one incident stand side by side as competing hypotheses. The status says how an allegation was
    received, never whether it is true; docs/status.md has the rules. Without an INCIDENT, all of them. Filters choose
    which allegations are shown, those that such claims concern; each status follows from all claims.

    \b
    Examples:
      whoblamed status "Sony Pictures intrusion"
      whoblamed status "Sony Pictures intrusion" --as-of 2014-12-20
      whoblamed status "Sony Pictures intrusion" --argument
      whoblamed status -f json
    """
    from ...graph.status import assessment
    from ...graph.status.argument import weighed

    graph, day = session.moment()
    incidents = None if incident is None else [found.iri for found in meant(graph, incident, ["incident"])]
    facts = graph.bare_facts() if incidents is None else graph.facts_about(incidents)
    weigh = partial(weighed, denials=denials or "mark", semantics=semantics or "grounded")
    wanted = weigh if argument or denials or semantics else None
    found = assessment.assess(facts, as_of=day, incidents=incidents, argument=wanted)
    found = assessment.concerned(found, wanted_claims(session, graph), session.filters.get("status", ()))
    columns = (*_COLUMNS, "argument") if wanted else _COLUMNS
    flat = partial(_flat, facts=facts)
    if format_ == "json" and not chosen_columns():
        listed = arranged(found, columns, flat)
        click.echo(to_json([each.as_dict(facts) for each in listed]))
        tell_more(listed)
    elif format_ != "table" or chosen_columns():
        emit(map(flat, found), columns, format_)
    else:
        listed = arranged(found, columns, flat)
        _print(listed, facts)
        tell_more(listed)
        if not found:
            note(f"nobody alleges anything{' about it' if incident else ''}{f' by {day}' if day else ''}")


def _flat(each: Assessment, facts: Facts) -> dict[str, object]:
    row = each.as_dict(facts)
    decided = [str(finding) for finding in each.findings]
    claims = [claim["id"] for claim in row["claims"]]
    return {**row, **row["independent"], "findings": decided, "claims": claims, "key": key_of(each.allegation.iri)}


def _print(found: list[Assessment], facts: Facts) -> None:
    from ...graph.status import assessment

    headings = incident_headings((each.allegation.incident, each.incident) for each in found)
    for number, group in enumerate(assessment.by_incident(found).values()):
        if number:
            say()
        wrapped(headings[group[0].allegation.incident])
        for each in group:
            wrapped(f"{each.accused}, {each.allegation.role}: {each.words}", indent=2)
            for bit, words in _BITS.items():
                if bit in each.reasons:
                    paragraph(", ".join(assessment.speakers(facts, each.reasons[bit])), label=f"  {words}")
            if "rivalled" in each.reasons:
                paragraph(", ".join(assessment.speakers(facts, each.reasons["rivalled"])), label="  rival by")
            for condition in each.conditions:
                paragraph(condition, label="  on condition")
            if each.origins.roots or each.origins.outlets:
                paragraph(_origins(each.origins), label="  origins")
            if each.argument:
                paragraph(each.argument.verdict, label="  argument")
                for reason in each.argument.reasons:
                    paragraph(_reason(reason, facts), label="  because")


def _reason(reason: Reason, facts: Facts) -> str:
    """Return why claims are accepted, rejected or undecided, by who made them and who attacks them."""
    from ...graph.status.assessment import speakers

    said, attackers = (", ".join(speakers(facts, claims)) for claims in (reason.claims, reason.attackers))
    if not attackers:
        return f"{said}: {reason.verdict}" + (", nobody attacks it" if reason.verdict == "accepted" else "")
    how = {"accepted": "which is answered", "rejected": "which nobody answers", "undecided": "which is open"}
    return f"{said}: {reason.verdict}, attacked by {attackers}, {how[reason.verdict]}"


def _origins(origins: Origins) -> str:
    independent = str(origins.low) if origins.low == origins.high else f"{origins.low} to {origins.high}"
    said = f"{independent} independent (of {counted(origins.roots, 'root')}, in {counted(origins.outlets, 'outlet')})"
    circular = origins.outlets and not origins.high
    return f"{said}: all of it rests on what cites one another in a circle, which adds nothing" if circular else said


@click.command()
@time_options
@click.option(
    "--across", is_flag=True, help="where data sets differ: on sponsors, origins, accused states, and denials"
)
@filter_options
@listing_options
@pass_session
def contested(session: Session, across: bool, format_: str) -> None:
    """Incidents whose attribution is doubted or has a rival.

    With --across: groups and incidents about which the loaded data sets differ, with the claims of each side. Groups
    are compared that bear the same name, incidents that bear the same name and may have been at the same time. As csv
    or md, it is a table of who says otherwise: a row for each two sides that differ, with the sources of both.

    \b
    Examples:
      whoblamed contested
      whoblamed contested -f csv --as-of 2014-12-31
      whoblamed contested --across
      whoblamed contested --across -f md > differences.md
    """
    from ...graph.status import assessment

    graph, day = session.moment()
    facts = graph.bare_facts()
    if across:
        _print_differences(graph, facts, day, format_)
        return
    found = assessment.concerned(
        assessment.assess(facts, as_of=day), wanted_claims(session, graph), session.filters.get("status", ())
    )
    rows = assessment.contested_incidents(facts, found)
    emit(
        ({**row, "key": key_of(row["iri"])} for row in rows),
        ("incident", "from", "contested", "alleged_by", "challenged_by", "rivals_by", "denied_by", "iri", "key"),
        format_,
        shown=("incident", "from", "contested", "alleged_by", "challenged_by", "denied_by", "key"),
        dates=("from",),
        told=_with_lists,
        empty="no allegation is contested",
        under="incident",
    )


def _with_lists(row: Row) -> Row:
    """Return a row whose lists of speakers are text: one paragraph, not a line each."""
    by = ("alleged_by", "challenged_by", "rivals_by", "denied_by")
    lists = {column: value for column in by if isinstance(value := row[column], list)}
    return {**row, **{column: ", ".join(value) for column, value in lists.items()}}


def _print_differences(graph: Graph, facts: Facts, day: date | None, format_: str) -> None:
    from ...graph.status.differences import TABLE, differences, table

    found = differences(graph.store.current, facts, graph.representatives(), day)
    columns = ("name", "what", "question", "sides")
    if format_ == "json" and not chosen_columns():
        listed = arranged(found, columns, _sides)
        click.echo(to_json([each.as_dict() for each in listed]))
        tell_more(listed)
    elif format_ in ("table", "json"):
        emit(map(_sides, found), columns, format_, empty="the data sets do not differ", under="name")
    else:
        emit(table(found), TABLE, format_)


def _sides(each: Difference) -> dict[str, object]:
    sides = list(map(str, each.sides))
    return {"name": ", ".join(each.names), "what": each.what, "question": each.question, "sides": sides}


@click.command()
@time_options
@filter_options
@listing_options
@pass_session
def changes(session: Session, format_: str) -> None:
    """Speakers who changed their position, in order.

    A change is a withdrawal, a denial of what was claimed before, or another accused or role for the same incident.
    Only what was certainly said later counts as a change.

    \b
    Examples:
      whoblamed changes
      whoblamed changes -f json
    """
    from ...graph.status.changes import changes as find_changes

    graph = session.graph()
    facts = graph.bare_facts()
    wanted = wanted_claims(session, graph)
    rows = [
        {**change.as_dict(facts), "keys": [key_of(change.before), key_of(change.after)]}
        for change in find_changes(facts)
        if wanted is None or not wanted.isdisjoint((change.before, change.after))
    ]
    columns = ("speaker", "change", "before", "after", "before_claim", "after_claim", "keys")
    shown = ("speaker", "change", "before", "after", "keys")
    emit(rows, columns, format_, shown=shown, empty="nobody changed position", under="speaker")


@click.command()
@time_options
@click.argument("a")
@click.argument("b")
@filter_options
@listing_options
@pass_session
def diff(session: Session, a: str, b: str, format_: str) -> None:
    """What changed between two days, or between two graphs.

    Between days: which allegations have another status, and because of which claims. Between graphs (paths): which
    claims were added, removed or changed. The options of time say which claims of the graph, or of both, count at all;
    filters choose what is shown, the allegations that such claims concern, or the claims that either graph has so.

    \b
    Examples:
      whoblamed diff 2014-12-19 2014-12-31
      whoblamed diff old-graph/ new-graph/
    """
    days = _day(a), _day(b)
    if days[0] is not None and days[1] is not None:
        _diff_days(session, days[0], days[1], format_)
    elif days[0] is None and days[1] is None:
        _diff_graphs(session, a, b, format_)
    else:
        day, other = (a, b) if days[0] else (b, a)
        raise click.UsageError(f"give two days, or two graphs: {day} is a day, {other} is none")


def _day(text: str) -> date | None:
    """Return the day that is meant; None where a text is rather the path of a graph. Raises `QueryError` for what looks
    like a day and is none."""
    from ...errors import QueryError
    from ...ontology.dates import public_day

    try:
        return public_day(text)
    except QueryError:
        if _LIKE_A_DAY.fullmatch(text) and not Path(text).exists():
            raise
        return None


def _diff_days(session: Session, a: date, b: date, format_: str) -> None:
    from ...graph.status.changes import status_changes

    if a > b:
        note(f"{a} is after {b}: this tells the changes backwards")
    graphs = session.graphs_on(a, b)
    earlier, facts = (graph.bare_facts() for graph in graphs)
    wanted = wanted_claims(session, graphs[1])
    rows = [
        {
            "incident": facts.label(facts.allegations[change.allegation].incident),
            "accused": facts.label(facts.allegations[change.allegation].accused),
            "role": facts.allegations[change.allegation].role,
            "before": change.before.label,
            "after": change.after.label,
            "because": [facts.label(iri) for iri in change.because],
            "claims": list(change.because),
            "keys": list(map(key_of, change.because)),
        }
        for change in status_changes(earlier, a, b, then=facts)
        if wanted is None or not wanted.isdisjoint({*change.before.claims, *change.after.claims})
    ]
    columns = ("incident", "accused", "role", "before", "after", "because", "claims", "keys")
    shown = [column for column in columns if column != "claims"]
    emit(rows, columns, format_, shown=shown, empty="no status changed", under="incident")


def _diff_graphs(session: Session, a: str, b: str, format_: str) -> None:
    from ...graph.ask.comparison import compare
    from ...graph.graph import Graph

    graphs = [session.then(Graph.open_existing(path)) for path in (a, b)]
    passing = [wanted_claims(session, graph) for graph in graphs]
    rows = compare(*(graph.facts() for graph in graphs))
    if session.filters:
        wanted = frozenset().union(*filter(None, passing))
        rows = [row for row in rows if row["claim"] in wanted]
    columns = ("change", "claim", "label", "fields")
    emit(rows, columns, format_, empty="the two graphs hold the same claims", under="label")
