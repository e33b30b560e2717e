"""What the claims of a fact file must mean: to each other, and to the actors, incidents and sources they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import Problem
from ...ontology.acts import ACTS, ALLEGING, acts_with
from ...ontology.records import MOST_QUOTED
from ...ontology.scales import lookup
from ..yaml.marks import Path
from ..yaml.values import KEY
from .case import named_accused
from .check import Review, circles, given
from .datecheck import REFERENCES, date_problems, known
from .schema import ClaimEntry, ConfidenceEntry, PassageEntry

#: The keys that not every claim may have.
_SPECIAL_KEYS = tuple(dict.fromkeys(key for act in ACTS.values() for key in act.may))


def claim_problems(review: Review) -> Iterator[Problem]:
    """Yield all that is wrong with the claims of a case."""
    yield from _repeated_ids(review)
    yield from _circles(review)
    for path, claim in review.claims:
        yield from _drafted(review, path, claim)
        yield from _keys(review, path, claim)
        yield from _references(review, path, claim)
        yield from date_problems(review, path, claim)
        yield from _speaker(review, path, claim)
        yield from _passages(review, path, claim)
        yield from _voice(review, path, claim)
        yield from _quote(review, path, claim)
        yield from _figure(review, path, claim)
        for key in ("confidence", "likelihood"):
            yield from _confidence(review, (*path, key), getattr(claim, key))
        if review.case.claims[claim.id] is claim:  # else its id is repeated, and means another claim
            yield from _about(review, path, claim)


def _repeated_ids(review: Review) -> Iterator[Problem]:
    for key, paths in review.ids.items():
        first = review.marked.value_place(paths[0])[0]
        for path in paths[1:]:
            yield review.problem(path, f'the id "{key}" is already used on line {first}; choose another', value=True)


def _circles(review: Review) -> Iterator[Problem]:
    for key, other in circles(review.case.claims, _named):
        message = f'"{other}" refers to "{key}" in turn; a claim can refer only to what was said before it'
        yield review.problem(review.ids[key][-1][:2], message)


def _named(claim: ClaimEntry) -> Iterator[str]:
    for relation in REFERENCES:
        yield from getattr(claim, relation)


def _drafted(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield what a program wrote and nobody has looked at."""
    if claim.drafted and not claim.confirmed:
        message = f'"{claim.id}" was drafted by {claim.drafted} and is not confirmed'
        advice = "compare it with its source, then write confirmed: true, or delete it"
        yield review.problem((*path, "drafted"), f"{message}; {advice}")


# ---------------------------------------------------------------------------------------------------------------- keys


def _keys(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield the keys that an act has, and those that it has not."""
    for key in _SPECIAL_KEYS:
        if _has(claim, key) and claim.act not in acts_with(key):
            acts = " or ".join(acts_with(key))
            yield review.problem((*path, key), f'"{key}" has no meaning for act {claim.act}; it belongs to {acts}')
    needed = ACTS[claim.act].needs
    if (
        needed
        and claim.id not in review.case.unclear
        and not any(all(_has(claim, key) for key in keys) for keys in needed)
    ):
        listed = ", or ".join(" and ".join(f'"{key}"' for key in keys) for keys in needed)
        yield review.problem(path, f"act {claim.act} needs {listed}")
    if claim.unit and claim.quantity is None:
        yield review.problem((*path, "unit"), 'a "unit" needs a "quantity"')


def _has(claim: ClaimEntry, key: str) -> bool:
    return getattr(claim, key) not in (None, [])


# ---------------------------------------------------------------------------------------------------------- references


def _references(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    facts, claims = review.case.facts, review.case.claims
    for key, actors in _named_actors(claim):
        yield from review.actors((*path, key), actors)
    yield from review.references((*path, "incident"), given(claim.incident), "incident", facts.incidents)
    yield from review.references((*path, "source"), claim.source, "source", facts.sources)
    yield from review.references((*path, "evidence"), claim.evidence, "evidence", facts.evidence)
    for key in ("responds_to", "endorses", "withdraws"):
        yield from review.references((*path, key), getattr(claim, key), "claim", claims)
    yield from review.references((*path, "replaced_by"), given(claim.replaced_by), "claim", claims)
    yield from review.references((*path, "challenges"), claim.challenges, "claim or evidence", review.answerable)
    yield from review.reliances((*path, "relies_on"), claim.relies_on, claim.id)
    yield from _impossible_references(review, path, claim)


def _named_actors(claim: ClaimEntry) -> Iterator[tuple[str, list[str]]]:
    """Yield the keys of a claim under which actors are named, with these; `through` names one unless it is in words."""
    for key in ("by", "as_told_by", "accused", "instead_of"):
        yield key, getattr(claim, key)
    if claim.through and KEY.fullmatch(claim.through):
        yield "through", [claim.through]


def _impossible_references(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    for key in (*REFERENCES, "replaced_by"):
        if claim.id in (getattr(claim, key) or ()):
            yield review.problem((*path, key), f'"{claim.id}" cannot refer to itself')
    for key in claim.challenges:
        if key in review.case.claims and key in review.case.facts.evidence:
            yield review.ambiguous((*path, "challenges"), key, ("a claim", "evidence"))
    for key in claim.instead_of:
        if key in named_accused(claim):
            yield review.problem((*path, "instead_of"), f'"{key}" is accused by this claim and cannot be its own rival')
    if claim.replaced_by in claim.withdraws and claim.replaced_by != claim.id:
        message = f'"{claim.replaced_by}" cannot be withdrawn and be what it is replaced by'
        yield review.problem((*path, "replaced_by"), message, value=True)


def _about(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield where a claim is not about what the claims are about that it refers to.

    Only one that names both accused and incident may be about something else, as when a state denies what a group is
    accused of.
    """
    case = review.case
    if claim.id in case.unclear:
        yield review.problem(path, case.unclear[claim.id])
        return
    referred = [key for other in case.referred(claim) for key in case.allegations[other.id]]
    dangling = any(key not in case.claims and key not in case.facts.evidence for key in _named(claim))
    if dangling or any(key.accused not in case.actors or key.incident not in case.facts.incidents for key in referred):
        return  # reported as dangling references
    if not referred or claim.act in ALLEGING:
        return
    accused = named_accused(claim)
    if claim.incident and not accused and claim.incident not in {key.incident for key in referred}:
        message = f"what this {claim.act} refers to is about {_listed(key.incident for key in referred)}"
        yield review.problem((*path, "incident"), message, value=True)
    elif accused and not (claim.incident and claim.accused) and not {key.accused for key in referred} & set(accused):
        found = _listed(key.accused for key in referred)
        message = f'what this {claim.act} refers to accuses {found}, not {_listed(accused)}; name the "accused"'
        yield review.problem((*path, "accused"), f'{message} and the "incident" that it is about')
    elif claim.role and not case.allegations[claim.id]:
        found = _listed(key.role for key in referred)
        yield review.problem(
            (*path, "role"), f"what this {claim.act} refers to accuses in the role {found}", value=True
        )


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f'"{key}"' for key in sorted(set(keys)))


# ------------------------------------------------------------------------------------------------------------- speaker


def _speaker(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield who accuses is not the accused; who denies or claims responsibility speaks for it; who withdraws a claim,
    or replaces it, said both."""
    case, by, act = review.case, claim.by, ACTS[claim.act]
    if any(case.actor(key) is None for key in by):
        return  # reported as dangling references
    who = _listed(by)
    for key in (key for key in named_accused(claim) if case.actor(key) is not None):
        own = case.speaks_for(by, key)
        if act.own and not own:
            hint = f'use act: {act.otherwise}, or give "{by[0]}" speaks_for: {key}'
            message = f'{who} {"does" if len(by) == 1 else "do"} not speak for "{key}"; {hint}'
            yield review.problem((*path, "by"), message, value=True)
        elif claim.act in ALLEGING and own and not act.own:
            if len(by) == 1:
                message = f'{who} is the accused "{key}" or speaks for it; use act: {act.otherwise}'
            else:
                message = f'one of {who} is the accused "{key}" or speaks for it; make claims of their own of it'
            yield review.problem((*path, "accused"), message, value=True)
    for other in known(review, claim.withdraws):
        if not case.acts_for(other.by, by):
            message = f'{who} cannot withdraw "{other.id}", which {_listed(other.by)} said; use act: challenge'
            yield review.problem((*path, "withdraws"), message, value=True)
    for other in known(review, given(claim.replaced_by)):
        if not case.acts_for(other.by, by):
            message = f'{who} cannot replace its claim by "{other.id}", which {_listed(other.by)} said'
            yield review.problem((*path, "replaced_by"), message, value=True)


def _voice(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield who speaks through itself, or tells at second hand what it said itself."""
    for key in ("through", "as_told_by"):
        for actor in dict(_named_actors(claim)).get(key, ()):
            if actor in claim.by:
                message = f'"{actor}" is the speaker; {_NOT_ITSELF[key]}'
                yield review.problem((*path, key), message, value=True)


_NOT_ITSELF = {
    "through": 'name in "by" who is spoken for, and in "through" who speaks for it',
    "as_told_by": 'name in "by" who is said to have said it, and in "as_told_by" who says so',
}


# --------------------------------------------------------------------------------- quotations, figures


def _quote(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    if claim.quote is None:
        return
    words = len(claim.quote.text.split())
    if words > MOST_QUOTED:
        place = (*path, "quote", "text")
        message = (
            f"the quotation has {words} words, and at most {MOST_QUOTED} may be quoted; say the rest in the summary"
        )
        yield review.problem(place if place in review.marked.values else (*path, "quote"), message, value=True)
    if claim.quote.translated and claim.quote.lang is None:
        yield review.problem((*path, "quote"), 'a translated quotation needs "lang": into which language?')


def _figure(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    figure = claim.quantity
    if figure is None:
        return
    place = (*path, "quantity")
    said = [name for name in ("exact", "about", "at_least", "at_most") if getattr(figure, name) is not None]
    if not said:
        yield review.problem(place, 'say how much: a number, or "about", "at_least" or "at_most"')
    if len(said) > 1 and said != ["at_least", "at_most"]:
        yield review.problem(place, f'"{said[0]}" stands alone; for a range use "at_least" and "at_most"')
    if figure.at_least is not None and figure.at_most is not None and figure.at_most < figure.at_least:
        message = f"at most {figure.at_most} is less than at least {figure.at_least}"
        yield review.problem((*place, "at_most"), message, value=True)


# ------------------------------------------------------------------------------------------- passages and confidence


def _passages(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    for index, passage in enumerate(claim.at):
        item = (*path, "at", index)
        yield from _passage(review, item if item in review.marked.values else (*path, "at"), claim, passage)


def _passage(review: Review, path: Path, claim: ClaimEntry, passage: PassageEntry) -> Iterator[Problem]:
    if passage.source is None and len(claim.source) > 1:
        yield review.problem(path, 'this claim has several sources; give "source" in at')
    elif passage.source and passage.source not in claim.source:
        message = f'"{passage.source}" is not a source of this claim; add it to source'
        yield review.problem((*path, "source"), message, value=True)
    if passage.section is None and passage.paragraph is None and passage.start is None:
        yield review.problem(path, 'say where in the source: "section", "paragraph", or "start" and "end"')
    if passage.end is not None and passage.start is None:
        yield review.problem((*path, "end"), '"end" needs "start"')
    if passage.start is not None and passage.end is not None and passage.end <= passage.start:
        message = f"the passage ends ({passage.end}) before it starts ({passage.start})"
        yield review.problem((*path, "end"), message, value=True)


def _confidence(review: Review, path: Path, entry: ConfidenceEntry | None) -> Iterator[Problem]:
    if entry is None:
        return
    if (entry.scale is None) != (entry.label is None):
        yield review.problem(path, '"scale" and "label" go together; for any other wording use "words"')
    elif entry.scale and entry.label:
        yield from _grade(review, path, entry.scale, entry.label, entry.value)
    elif entry.words is None and entry.value is None:
        yield review.problem(path, 'say how sure: "words", or "scale" and "label"')


def _grade(review: Review, path: Path, scale: str, label: str, value: int | None) -> Iterator[Problem]:
    try:
        _, low, high = lookup(scale, label)
    except ValueError as error:
        yield review.problem((*path, "label"), str(error), value=True)
        return
    if value is not None and (low is None or high is None or not low <= value <= high):
        means = "means no number" if low is None else f"means {low} to {high}"
        message = f'{value} does not agree with the label: "{label}" {means} on the scale {scale}'
        yield review.problem((*path, "value"), message, value=True)
