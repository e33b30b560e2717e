"""Everything that the view shows, as one dictionary of plain values: what the page embeds and JSON output prints."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import UnknownName
from ...ontology import ID
from ..network.network import NOBODY
from ..store.facts import Facts
from . import rows
from .history import ledger
from .layout import Point, layered, organic
from .links import Link, accusations, links
from .looks import described
from .narrowing import dataset_of, distances, narrowed, within_budget
from .rows import Context, short
from .tables import Row, Table, compact

if TYPE_CHECKING:
    from ..status.claims import ClaimIndex


class Scope(NamedTuple):
    """What of the facts to show; see `whoblamed.graph.view.data`."""

    focus: str | None = None
    depth: int | None = None
    incident: str | None = None
    dataset: str | None = None
    #: Of more, which are hubs of each other, no line can be told from the next.
    limit: int = 40
    as_of: datetime.date | None = None
    counted: Mapping[str, str] = NOBODY
    remark: str = ""
    among: Collection[str] | None = None
    states: Mapping[str, str] = NOBODY
    #: The picture that the page opens with; None: the one that suits.
    picture: str | None = None
    #: Whether nodes get places: pictures other than the page's graph need none.
    placed: bool = True


def collect(facts: Facts, scope: Scope, *, title: str, lang: str | None) -> Row:
    """Return the data of a view; `whoblamed.graph.view.data` says what the parameters and the result are."""
    found = gathered(facts, scope, title=title, lang=lang)
    return found | {name: list(found[name]) for name in ("nodes", "edges", "claims", "allegations")}


def gathered(facts: Facts, scope: Scope, *, title: str, lang: str | None) -> Row:
    """Return the same with tables: those of edges, claims and allegations as `Table`s."""
    focus, spoken = scope.focus, lang or "en"
    if focus is not None and focus not in facts.actors and focus not in facts.incidents:
        raise UnknownName(focus, what="actor or incident")
    # A status depends on all claims about an allegation, also on those that are too far from the focus to be drawn.
    whole = narrowed(facts, dataset=scope.dataset, as_of=scope.as_of)
    part = narrowed(whole, incident=scope.incident)
    if scope.among is not None:
        part = replace(part, claims={iri: claim for iri, claim in part.claims.items() if iri in scope.among})
    drawn = _near(list(links(part, scope.counted)), focus, scope.depth)
    part = replace(part, claims={link.claim: part.claims[link.claim] for link in drawn if link.claim})
    names = sorted({end for link in drawn for end in (link.start, link.end)} | ({focus} if focus else set()))
    shown = set(within_budget(names, [(link.start, link.end) for link in drawn], scope.limit, focus))
    context = Context(part, spoken, scope.counted, cache(short))
    # First, because what it computes with is gone before the rest is there.
    details = _details(context, whole, drawn)
    nodes: Iterable[Row] = _nodes(names, drawn, shown, part, spoken, scope)
    edges: Iterable[Row] = _edges(drawn, context.short)
    if scope.placed:
        nodes, edges = _through_pyvis(nodes, edges)
    return {
        "title": title,
        "base": ID,
        "asOf": scope.as_of.isoformat() if scope.as_of else None,
        "remark": scope.remark,
        "focus": short(focus) if focus else None,
        "picture": scope.picture,
        "limit": scope.limit,
        "lang": lang,
        "showing": {"nodes": len(shown), "of": len(names)},
        "acts": described(),
        "states": _states(names, facts, spoken, scope.states),
        "nodes": nodes,
        "edges": edges,
        **details,
    }


def _states(names: Sequence[str], facts: Facts, lang: str, states: Mapping[str, str]) -> dict[str, Row]:
    """Return the state (`id`, `label`) that each of these actors counts as, by the actor's IRI."""
    counted = {name: facts.actors[states[name]] for name in names if states.get(name) in facts.actors}
    return {
        short(name): {"id": short(state.iri), "label": rows.actor_label(state, lang)} for name, state in counted.items()
    }


def _near(drawn: list[Link], focus: str | None, depth: int | None) -> list[Link]:
    if focus is None or depth is None:
        return drawn
    steps = distances([(link.start, link.end) for link in drawn], focus)
    return [link for link in drawn if max(steps.get(end, depth + 1) for end in (link.start, link.end)) <= depth]


def _through_pyvis(nodes: Iterable[Row], edges: Iterable[Row]) -> tuple[Iterable[Row], Iterable[Row]]:
    # In bulk: Network.add_edge looks through all edges each time.
    from pyvis.network import Network

    network = Network(directed=True)
    network.nodes, network.edges = nodes, edges
    built: tuple[Any, ...] = network.get_network_data()
    return built[0], built[1]


def _edges(drawn: Sequence[Link], short: Callable[[str], str]) -> Table[int]:
    return Table(
        range(len(drawn)),
        {
            "id": lambda number: number,
            "from": lambda number: short(drawn[number].start),
            "to": lambda number: short(drawn[number].end),
            "claim": lambda number: short(claim) if (claim := drawn[number].claim) else None,
            "allegation": lambda number: short(allegation) if (allegation := drawn[number].allegation) else None,
        },
    )


def _nodes(
    names: Sequence[str],
    drawn: Sequence[Link],
    shown: set[str],
    facts: Facts,
    lang: str,
    scope: Scope,
) -> list[Row]:
    degree = Counter(end for link in drawn for end in {link.start, link.end})
    members = _members(facts, scope.counted)
    described = [_described(name, facts, lang, members.get(name, ())) for name in names]
    places = _places(names, drawn, described, facts) if scope.placed else [_NOWHERE] * len(names)
    return [
        compact(row | {"id": short(name), "degree": degree[name], "shown": name in shown} | place)
        for name, row, place in zip(names, described, places, strict=True)
    ]


#: Where a node is that nobody places.
_NOWHERE: Row = {"column": 0, "x": 0, "y": 0, "lx": 0, "ly": 0}


def _places(names: Sequence[str], drawn: Sequence[Link], described: Sequence[Row], facts: Facts) -> list[Row]:
    """Return where each node is in the two layouts, and its column in the second."""
    number = {name: i for i, name in enumerate(names)}
    pairs = [(number[link.start], number[link.end]) for link in drawn]
    columns = _columns(names, drawn, facts)
    free, ordered = organic(pairs, [_box(row["label"]) for row in described]), layered(columns, pairs)
    return [
        {"column": column, "x": x, "y": y, "lx": lx, "ly": ly}
        for column, (x, y), (lx, ly) in zip(columns, free, ordered, strict=True)
    ]


def _members(facts: Facts, counted: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Return those who speak or are accused in the claims, by whom they are drawn as."""
    found: dict[str, list[str]] = defaultdict(list)
    for actor in {actor for claim in facts.claims.values() for actor in (*claim.speakers, *claim.accused)}:
        if actor in counted:
            found[counted[actor]].append(actor)
    return found


def _described(name: str, facts: Facts, lang: str, members: Collection[str] = ()) -> Row:
    if name in facts.incidents:
        return rows.incident_row(facts.incidents[name], facts, lang)
    if name in facts.actors:
        return rows.actor_row(facts.actors[name], facts, lang, members)
    return {"type": "actor", "kind": "unnamed", "label": facts.label(name), "names": [facts.label(name)]}


def _box(label: str) -> Point:
    """Return the room that a node takes with its label under it, which the page breaks after about 22 characters."""
    lines = -(-len(label) // 22)
    return min(len(label), 24) * 7.5 + 26, 62.0 + lines * 17


def _columns(names: Sequence[str], drawn: Sequence[Link], facts: Facts) -> list[int]:
    """Return who only speaks (0), who speaks and is spoken of (1), who is only spoken of (2), incidents (3)."""
    speaks = {link.start for link in drawn if link.claim and link.start != link.end}
    spoken_of = {link.end for link in drawn if link.claim} | {link.start for link in drawn if link.allegation}
    return [3 if name in facts.incidents else (name in spoken_of) * (2 - (name in speaks)) for name in names]


def _details(context: Context, whole: Facts, drawn: Sequence[Link]) -> Row:
    from ..status.claims import ClaimIndex

    facts, lang = context.facts, context.lang
    claims = [facts.claims[iri] for iri in sorted(facts.claims)]
    alleged = [facts.allegations[link.allegation] for link in drawn if link.allegation]
    sources = {iri for claim in claims for iri in claim.made_in if iri in facts.sources}
    evidence = {iri for claim in claims for iri in (*claim.evidence, *claim.challenges) if iri in facts.evidence}
    index = ClaimIndex(whole)
    standing, gone = ledger(index, [allegation.iri for allegation in alleged])
    return {
        "claims": Table(claims, rows.claims_told(context, accusations(facts), _denied(index), gone)),
        "allegations": Table(alleged, rows.allegations_told(context, standing)),
        "sources": rows.by_id(rows.source_row(facts.sources[iri], facts, lang) for iri in sorted(sources)),
        "evidence": rows.by_id(rows.evidence_row(facts.evidence[iri], facts, lang) for iri in sorted(evidence)),
        "datasets": sorted({dataset_of(claim.iri, facts) for claim in claims} - {""}),
    }


def _denied(index: ClaimIndex) -> Mapping[str, Sequence[str]]:
    """Return the allegations that each denial covers."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, denials in index.denying.items():
        for denial in denials:
            found[denial.iri].append(iri)
    return found
