"""The first page, and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest, nsmallest
from typing import Any

from starlette.responses import Response

from ...graph.ask.names import KINDS, key_of
from ...graph.ask.search import COLUMNS, Hit, counting, search
from ...graph.export.spreadsheet import to_csv
from ...graph.status.assessment import by_incident
from .addresses import path_of
from .answering import TYPES, Page
from .listed import alternates, paged, part_of
from .pictures import overview
from .reading import Reading
from .told import Told

#: How many incidents the first page draws, and how many lines its lists have.
_INCIDENTS, _LINES = 10, 5


def home(page: Page) -> Response:
    """Return the first page: search, the incidents of which most is said, and what is contested, unanswered and new."""
    reading, speaking = page.reading, Told(page.asking, page.reading)
    numbers = _numbers(reading)
    if page.form == "json":
        incidents = [key_of(iri) for iri in _most_spoken_of(reading)]
        told = {"numbers": numbers, "machine_coded_left_out": reading.left_out, "incidents": incidents}
        return page.json({**told, "as_of": reading.day})
    return page.html(
        "home.html.jinja",
        numbers=numbers,
        left_out=reading.left_out,
        picture=overview(reading, page.asking, _most_spoken_of(reading)),
        contested=_contested(speaking),
        unanswered=_unanswered(speaking),
        changes=_changes(speaking),
        latest=[speaking.claim(iri) for iri in reading.remembered(("latest",), lambda: _latest(reading))],
        alternates=alternates(page, "/index", ("json",)),
        examples=_examples(reading, speaking),
    )


def _numbers(reading: Reading) -> Mapping[str, int]:
    facts = reading.facts
    kinds = ("claims", "incidents", "actors", "allegations", "sources")
    return {kind: len(getattr(facts, kind)) for kind in kinds} | {"datasets": len(reading.datasets)}


def _most_spoken_of(reading: Reading) -> Sequence[str]:
    claims, incidents = reading.claims, reading.facts.incidents

    def most() -> Sequence[str]:
        return nsmallest(_INCIDENTS, incidents, key=lambda iri: (-claims.number("incident", iri), iri))

    return reading.remembered(("most spoken of",), most)


def _contested(speaking: Told) -> list[Mapping[str, Any]]:
    reading = speaking.reading
    grouped = by_incident([each for each in reading.assessments.values() if each.is_contested])
    most = sorted(grouped, key=lambda iri: (-len(grouped[iri]), iri))[:_LINES]
    return [
        {
            "incident": speaking.link(iri),
            "explanations": [
                (speaking.label(each.allegation.accused), speaking.status(each.status.label)[0])
                for each in sorted(grouped[iri], key=lambda each: -len(each.status.claims))[:3]
            ],
        }
        for iri in most
    ]


def _unanswered(speaking: Told) -> list[Mapping[str, Any]]:
    reading = speaking.reading
    silent = [each for each in reading.unanswered if not each.is_answered]
    most = sorted(silent, key=lambda each: (-len(each.claims), each.allegation.iri))[:_LINES]
    return [
        {
            "accused": speaking.label(each.allegation.accused),
            "incident": speaking.named(each.allegation.incident),
            "href": speaking.asking.href(path_of(each.allegation.iri)),
            "claims": len(each.claims),
        }
        for each in most
    ]


def _changes(speaking: Told) -> list[Mapping[str, Any]]:
    reading = speaking.reading
    dated = (each for each in reading.changes if _day(reading, each.after))
    latest = sorted(dated, key=lambda each: (_day(reading, each.after), each.after), reverse=True)[:_LINES]
    return [speaking.change(*each) for each in latest]


def _latest(reading: Reading) -> Sequence[str]:
    """Return the claims that were certainly said last."""
    return nlargest(_LINES, reading.claims.iris, key=lambda iri: (_day(reading, iri), iri))


def _day(reading: Reading, claim: str) -> str:
    """Return the day on which a claim was made, if it is known to the day."""
    date = reading.facts.claims[claim].stated_on
    return date.earliest.isoformat() if date is not None and date.precision == "day" else ""


def _examples(reading: Reading, speaking: Told) -> list[tuple[str, str]]:
    """Return names to begin with: those whom most claims accuse."""
    claims = reading.claims
    accused = sorted(claims.values("accused"), key=lambda iri: (-claims.number("accused", iri), iri))[:3]
    return [(speaking.label(iri), speaking.asking.href(path_of(iri))) for iri in accused]


def found(page: Page) -> Response:
    """Return what a search finds. Nothing is searched for without a word."""
    page.asking.expect(("q", "what", "page", "limit"))
    text = page.asking.one("q")
    wanted = [kind for kind in page.asking.given.get("what", ()) if kind in KINDS]
    key = ("search", text)
    hits = page.reading.remembered(key, lambda: _hits(page.reading, text)) if text else []
    chosen = [hit for hit in hits if not wanted or hit.found.what in wanted]
    if page.form == "csv":
        rows = [hit.as_dict() for hit in chosen]
        return Response(to_csv(rows, COLUMNS).encode("utf-8", "replace"), media_type=f"{TYPES['csv']}; charset=utf-8")
    part = part_of(page, chosen)
    if page.form == "json":
        return page.json({"q": text, **paged(page, part), "rows": [hit.as_dict() for hit in part.rows]})
    speaking = Told(page.asking, page.reading)
    return page.html(
        "search.html.jinja",
        title=page.asking.speech("found.title", text) if text else page.asking.speech("search.label"),
        searched=text,
        hits=[_hit(speaking, hit) for hit in part.rows],
        part=part,
        kinds=list(_kinds(page, hits, wanted)),
        alternates=alternates(page, "/search") if text else (),
    )


def _hits(reading: Reading, text: str) -> list[Hit]:
    hits = search(reading.store, text, reading.shown)
    return counting(hits, reading.facts, reading.shown) if reading.left_out else hits


def _hit(speaking: Told, hit: Hit) -> Mapping[str, Any]:
    iri = speaking.reading.shown.representative(hit.found.iri)
    facts = speaking.reading.facts
    claim = facts.claims.get(iri)
    words = speaking.said(claim) if claim else speaking.named(iri)
    name = hit.place == "name"
    return {
        "href": speaking.asking.href(path_of(iri)),
        "words": words,
        "when": speaking.when(claim) if claim else "",
        "what": speaking.say(f"kinds.{hit.found.what}"),
        "kind": speaking.say.term("kinds", hit.found.detail) if hit.found.detail else "",
        "place": speaking.say(f"places.{hit.place}"),
        "text": hit.text if hit.text != words.text and not (name and hit.found.what != "actor") else "",
        "key": key_of(iri),
    }


def _kinds(page: Page, hits: Sequence[Hit], wanted: Sequence[str]) -> Any:
    """Yield the kinds of what was found, each with how many there are, whether it is chosen, and where it is."""
    for kind in KINDS:
        number = sum(hit.found.what == kind for hit in hits)
        if number:
            is_chosen = kind in wanted
            yield (
                page.asking.speech(f"kinds.{kind}"),
                number,
                is_chosen,
                page.asking.again(what=None if is_chosen else kind, page=None),
            )
