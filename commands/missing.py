"""The command that lists what is missing on record: unanswered."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

from ..ontology import ID
from .filters import filter_options, wanted_claims
from .output import emit, format_option, note, paragraph, say
from .session import Session, pass_session, time_options

if TYPE_CHECKING:
    from ..graph.status.unanswered import Unanswered
    from ..graph.store.facts import Facts

#: What can be missing; see `graph.status.unanswered`.
_MISSING: Final = ("answer", "origin", "evidence", "date")


@click.command()
@time_options
@click.argument("incident", required=False)
@click.option("--missing", type=click.Choice(_MISSING), help="only where this is missing")
@filter_options
@format_option
@pass_session
def unanswered(session: Session, incident: str | None, missing: str | None, format_: str) -> None:
    """What nobody answered, and what nobody can check.

    Of each allegation that somebody makes: whether the accused has not answered (that it declined to comment is no
    answer, but is said), whose word or evidence is of unknown origin, which evidence is not disclosed, and which source
    has no date. That is what is missing here; it may be elsewhere.

    \b
    Examples:
      whoblamed unanswered "Sony Pictures intrusion"
      whoblamed unanswered --missing evidence
      whoblamed unanswered -f csv --as-of 2014-12-31
    """
    from ..graph.status.unanswered import COLUMNS

    graph = session.graph()
    found = [each for each in graph.unanswered(incident) if not missing or missing in each.missing]
    wanted = wanted_claims(session, graph)
    if wanted is not None:
        found = [each for each in found if not wanted.isdisjoint(each.claims)]
    facts = graph.bare_facts()
    if format_ != "table":
        emit((each.as_dict(facts) for each in found), COLUMNS, format_)
        return
    for number, (_, group) in enumerate(groupby(found, key=lambda each: each.allegation.incident)):
        if number:
            say()
        allegations = list(group)
        say(_heading(allegations[0].allegation.incident, found, facts))
        _print(allegations, facts)
    if not found:
        note("nothing is missing" + (f" in what was {session.within}" if session.within else ""))


def _heading(incident: str, found: list[Unanswered], facts: Facts) -> str:
    """Return the name of an incident, with its data set where several of those listed have that name."""
    name = facts.label(incident)
    alike = {each.allegation.incident for each in found if facts.label(each.allegation.incident) == name}
    return name if len(alike) == 1 else f"{name} ({incident.removeprefix(ID).partition('/')[0]})"


def _print(found: list[Unanswered], facts: Facts) -> None:
    for each in found:
        row = each.as_dict(facts)
        say(f"  {row['accused']}, {row['role']}: {row['status']}")
        if row["no_answer_from"]:
            declined = f", which declined to comment: {'; '.join(row['no_comment'])}" if row["no_comment"] else ""
            paragraph(f"from {row['no_answer_from']}{declined}", label="  no answer")
        for label, column in (
            ("origin open", "unknown_origins"),
            ("undisclosed", "undisclosed_evidence"),
            ("no date", "undated_sources"),
        ):
            if row[column]:
                paragraph("; ".join(row[column]), label=f"  {label}")
