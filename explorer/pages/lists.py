"""What is listed: of each list its rows, what people see of them, and how they are told apart. One dict has them all.

The rows are those that the commands print, so that a list has the same columns here and there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ...graph.ask import listing
from ...graph.ask.inventory import INVENTORIES, Asked
from ...graph.ask.names import key_of
from ...graph.status import assessment
from ...graph.status.differences import TABLE, table
from ...graph.status.unanswered import COLUMNS as UNANSWERED
from ...ontology.texts import primary
from .filters import Wanted
from .reading import Reading

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class List:
    """A list. `columns` are those of programs, `shown` those that people see and can sort by, `dates` those that are
    dates; `facets` are columns of its own that it can be filtered by, by parameter, with the words of their values.

    `rows` has a row for each thing that the filters leave; `table` makes of it those of CSV, where it is not flat.
    """

    rows: Callable[[Reading, Wanted], Sequence[Row]]
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    dates: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    table: Callable[[Reading], Iterable[Row]] | None = None
    #: Whether filters choose among its rows.
    filtered: bool = True
    #: Which template shows it, where it is no plain table.
    template: str = "list.html.jinja"


def _left(wanted: Wanted, reading: Reading) -> frozenset[str] | None:
    """Return the claims that filters leave (IRIs), None where none was given: then also what no claim is about."""
    return frozenset(reading.claims.at(wanted.places)) if wanted.given else None


def _inventory(name: str) -> Callable[[Reading, Wanted], Sequence[Row]]:
    def rows(reading: Reading, wanted: Wanted) -> Sequence[Row]:
        return INVENTORIES[name].rows(Asked(reading.facts, reading.shown, _left(wanted, reading)))

    return rows


def _columns(name: str) -> tuple[str, ...]:
    return (*INVENTORIES[name].shown, *INVENTORIES[name].more)


def _claims(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    """Return what claims are put in order by; `claim_rows` has all of those that are shown."""
    facts, claims = reading.facts, reading.claims
    return [
        {
            "iri": iri,
            "date": str(date) if (date := facts.claims[iri].stated_on) else None,
            "act": facts.claims[iri].act,
            "speaker": facts.label(facts.claims[iri].speakers[0]) if facts.claims[iri].speakers else "",
            "dataset": claims.dataset.get(iri, ""),
        }
        for iri in claims.at(wanted.places)
    ]


def claim_rows(reading: Reading, iris: Sequence[str]) -> list[listing.ClaimRow]:
    """Return claims as they are shown, in this order."""
    found = {row.iri: row for row in listing.claims(reading.store, iris, reading.gone)}
    return [found[iri] for iri in iris if iri in found]


def assessed(reading: Reading, wanted: Wanted) -> list[assessment.Assessment]:
    """Return how the allegations that filters leave were received."""
    claims = _left(wanted, reading)
    return assessment.concerned(reading.assessments.values(), claims, wanted.statuses)


#: The columns of allegations, which are those of `whoblamed status`.
ALLEGATIONS: Final = (
    *("incident", "accused", "role", "status", "possible_status", "denied", "findings", "conditions", "claims"),
    *("outlets", "roots", "low", "high", "key", "iri"),
)


def _allegations(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    return [allegation_row(each) for each in assessed(reading, wanted)]


def allegation_row(each: assessment.Assessment) -> Row:
    """Return an allegation with how it was received."""
    possible = each.status.possible_label
    return {
        "incident": each.incident,
        "accused": each.accused,
        "role": each.allegation.role,
        "status": each.status.label,
        "possible_status": possible if possible != each.status.label else None,
        "denied": each.denied or None,
        "findings": [str(finding) for finding in each.findings],
        "conditions": list(each.conditions),
        "claims": len(each.status.claims),
        "outlets": each.origins.outlets,
        "roots": each.origins.roots,
        "low": each.origins.low,
        "high": each.origins.high,
        "key": key_of(each.allegation.iri),
        "iri": each.allegation.iri,
    }


def _evidence(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    facts, claims = reading.facts, reading.claims
    rows = [
        {
            "name": item.label,
            "held_by": facts.label(item.held_by) if item.held_by else None,
            "disclosed": {True: "yes", False: "no", None: None}[item.disclosed],
            "claims": (claims.having("evidence", iri) & wanted.places).bit_count(),
            "key": key_of(iri),
            "iri": iri,
        }
        for iri, item in facts.evidence.items()
    ]
    return sorted(
        (row for row in rows if row["claims"] or not wanted.given), key=lambda row: str(row["name"]).casefold()
    )


def _datasets(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    claims = reading.claims
    rows = [
        {
            "name": each.name,
            "title": primary(each.title),
            "format": each.format,
            "licence": each.licence,
            "origin": each.origin,
            "loaded_on": each.loaded_on.date().isoformat() if each.loaded_on else None,
            "claims": (claims.having("dataset", each.name) & wanted.places).bit_count(),
            "iri": each.iri,
        }
        for each in reading.datasets
    ]
    return [row for row in rows if row["claims"] or not wanted.given]


def _contested(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    rows = assessment.contested_incidents(reading.facts, assessed(reading, wanted))
    return [{**row, "key": key_of(row["iri"])} for row in rows]


def _unanswered(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    claims = _left(wanted, reading)
    found = (each for each in reading.unanswered if claims is None or not claims.isdisjoint(each.claims))
    return [
        {**each.as_dict(reading.facts), "missing": sorted(each.missing), "iri": each.allegation.iri} for each in found
    ]


def _changes(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    claims, facts = _left(wanted, reading), reading.facts
    return [
        {
            **change.as_dict(facts),
            "keys": [key_of(change.before), key_of(change.after)],
            "date": str(facts.claims[change.after].stated_on or ""),
            "iri": change.after,
            "speaker_iri": change.speaker,
        }
        for change in reading.changes
        if claims is None or not claims.isdisjoint((change.before, change.after))
    ]


def _differences(reading: Reading, wanted: Wanted) -> Sequence[Row]:
    del wanted  # nothing chooses among them, as in the command
    return [each.as_dict() for each in reading.differences]


#: The lists, in the order in which pages name them.
LISTS: Final[Mapping[str, List]] = {
    "incidents": List(
        _inventory("incidents"),
        _columns("incidents"),
        ("name", "from", "kind", "claims"),
        ("from", "to"),
    ),
    "actors": List(
        _inventory("actors"),
        _columns("actors"),
        ("name", "kind", "claims", "blamed"),
        facets={"actor-kind": ("kind", "kinds")},
    ),
    "allegations": List(
        _allegations,
        ALLEGATIONS,
        ("accused", "incident", "status", "claims", "low"),
        facets={"role": ("role", "roles")},
    ),
    "claims": List(
        _claims, listing.COLUMNS, ("date", "speaker", "act", "dataset"), ("date",), template="claims.html.jinja"
    ),
    "sources": List(
        _inventory("sources"),
        _columns("sources"),
        ("name", "publisher", "published", "claims"),
        ("published",),
    ),
    "evidence": List(
        _evidence,
        ("name", "held_by", "disclosed", "claims", "key", "iri"),
        ("name", "held_by", "disclosed", "claims"),
        facets={"disclosed": ("disclosed", "")},
    ),
    "datasets": List(
        _datasets,
        ("name", "title", "format", "licence", "origin", "loaded_on", "claims", "iri"),
        ("title", "name", "licence", "claims", "loaded_on"),
        ("loaded_on",),
    ),
    "contested": List(
        _contested,
        ("incident", "from", "contested", "alleged_by", "challenged_by", "rivals_by", "denied_by", "iri", "key"),
        ("incident", "from"),
        ("from",),
        template="contested.html.jinja",
    ),
    "unanswered": List(
        _unanswered,
        UNANSWERED,
        ("incident", "accused", "status"),
        facets={"missing": ("missing", "")},
        template="unanswered.html.jinja",
    ),
    "changes": List(
        _changes,
        ("speaker", "change", "before", "after", "before_claim", "after_claim", "keys"),
        ("date", "speaker", "change"),
        ("date",),
        facets={"change": ("change", "")},
        template="changes.html.jinja",
    ),
    "differences": List(
        _differences,
        TABLE,
        ("name", "question"),
        facets={"question": ("question", "")},
        template="differences.html.jinja",
        filtered=False,
        table=lambda reading: table(reading.differences),
    ),
}
