"""Plans as fact files: a new one with comments for people, or entries put into one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import InvalidData, Problem, StoreError
from ...ontology.records import MOST_QUOTED
from ..facts.writing.document import FactDocument
from ..facts.writing.rendering import as_written, inline
from .plan import Blank, Plan, Planned, Taken

_SECTIONS = ("actors", "incidents", "sources", "claims")
#: An entry of so many characters is one line.
_WIDTH = 100
_HEAD = """\
# yaml-language-server: $schema=whoblamed.schema.json
# Drafted from {name}: what a program took its sentences to say, and nobody has looked at yet. It may
# be wrong in all of it, and much is missing.
# Compare each claim with the article, fill in what is empty, and write confirmed: true; delete what is wrong.
# whoblamed check says what is left; nothing is loaded before.
# Places (start, end) count the characters of the {kind}, from 0.
"""
#: On which line the case is, as problems tell it.
_CASE_LINE = _HEAD.count("\n") + 1


def fact_file(plan: Plan, *, passages: bool) -> str:
    """Return a plan as the text of a fact file; with `passages`, a few words of each sentence as a comment."""
    kind = "text that was found in the page" if plan.article.url else "text"
    name = plan.article.url or Path(plan.article.name).name
    parts = [_HEAD.format(name=_comment(name), kind=kind) + f"case: {inline(plan.case)}\n"]
    if plan.article.title:
        parts.append(f"title: {_value({plan.article.language: plan.article.title})}\n")
    for section, entries in (("actors", plan.actors), ("incidents", plan.incidents), ("sources", plan.sources)):
        if entries:
            parts.append(f"\n{section}:\n" + "".join(_entry(key, entry) for key, entry in entries.items()))
    if plan.claims:
        parts.append("\nclaims:\n" + "".join(_claim(claim, plan, passages=passages) for claim in plan.claims))
    return "".join(parts)


def into(document: FactDocument, plan: Plan) -> None:
    """Put a plan into a fact file that is there; fields that only a person can fill in are left out."""
    for section, entries in (("actors", plan.actors), ("incidents", plan.incidents), ("sources", plan.sources)):
        for key, entry in entries.items():
            document.add(section, key, _filled(entry))
    for claim in plan.claims:
        document.add_claim(_filled(claim.entry) | {"confirmed": False})


def taken(document: FactDocument) -> Taken:
    """Return what a fact file has already."""
    actors, incidents, sources, claims = (tuple(document.known(each)) for each in _SECTIONS)
    return Taken(actors, incidents, sources, claims, document.named)


def incident_of(document: FactDocument, named: str | None) -> str | None:
    """Return the incident of a fact file that an article is about: the one that is named, or else its only one.

    Raises `StoreError` where there are several and none is named, or none is called so.
    """
    there = list(document.entries("incidents"))
    if named is not None:
        found = document.named("incidents", named)
        if len(found) == 1:
            return found[0]
        raise StoreError(f"{document.path}: no incident {named!r} in it; there are {', '.join(there) or 'none'}")
    if len(there) > 1:
        raise StoreError(f"{document.path}: which incident is it about? Say --incident with one of {', '.join(there)}")
    return there[0] if there else None


def checked(text: str, path: Path) -> FactDocument:
    """Return a new fact file that is to be at a path.

    Raises `InvalidData` when its case cannot be called so; what else is wrong is for people to fill in.
    """
    document = FactDocument.of_text(text, path)
    named = [problem for problem in document.problems() if problem.line == _CASE_LINE]
    if named:
        raise InvalidData([Problem(problem.message) for problem in named])
    return document


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if not isinstance(value, Blank)}


def _entry(key: str, entry: dict[str, Any]) -> str:
    whole = f"  {inline(key)}: {_value(_filled(entry))}\n"
    return whole if len(whole) <= _WIDTH and _filled(entry) == entry else f"  {inline(key)}:\n{_lines(entry, 4)}"


def _claim(claim: Planned, plan: Plan, *, passages: bool) -> str:
    reported = claim.reported
    comments = [f"{reported.sure}: {reported.why}"]
    if passages:
        comments.append("> " + few_words(plan.article.text[reported.start : reported.end]))
    body = _lines(claim.entry, 4)
    return "".join(f"  # {_comment(each)}\n" for each in comments) + "  - " + body[4:]


def few_words(text: str) -> str:
    """Return how a passage begins: no more than may be quoted."""
    words = text.split()
    cut = [word[:60] for word in words[:MOST_QUOTED]]
    return " ".join(cut) + (" …" if len(words) > MOST_QUOTED else "")


def _comment(text: str) -> str:
    """Return a text for the end of a line of YAML, of which nothing can become another line or a control."""
    return "".join(each if each.isprintable() else " " for each in text)[:400]


def _lines(entry: dict[str, Any], indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in _fields(entry))


def _fields(entry: dict[str, Any]) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, Blank):
            yield f"{key}:   # {value.asked}"
        else:
            yield f"{key}: {_value(value)}"


def _value(value: Any) -> str:
    return inline(as_written(value))
