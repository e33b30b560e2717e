"""What the claims of a fact file must mean: to each other, and to the actors, incidents and sources they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import Problem
from ...ontology.acts import ACTS, ALLEGING, acts_with
from ...ontology.scales import lookup
from ..yaml.marks import Path
from .case import in_order, named_accused
from .check import Review, given
from .datecheck import REFERENCES, date_problems, known
from .schema import ClaimEntry, ConfidenceEntry, PassageEntry

#: The keys that not every claim may have.
_SPECIAL_KEYS = tuple(dict.fromkeys(key for act in ACTS.values() for key in act.may))


def claim_problems(review: Review) -> Iterator[Problem]:
    """Yield all that is wrong with the claims of a case."""
    yield from _repeated_ids(review)
    yield from _circles(review)
    for path, claim in review.claims:
        yield from _keys(review, path, claim)
        yield from _references(review, path, claim)
        yield from date_problems(review, path, claim)
        yield from _speaker(review, path, claim)
        yield from _passages(review, path, claim)
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
    claims = review.case.claims
    _, back = in_order(claims, lambda key: [other for other in _named(claims[key]) if other in claims and other != key])
    for key, other in back:
        message = f'"{other}" refers to "{key}" in turn; a claim can refer only to what was said before it'
        yield review.problem(review.ids[key][-1][:2], message)


def _named(claim: ClaimEntry) -> Iterator[str]:
    for relation in REFERENCES:
        yield from getattr(claim, relation)


# ---------------------------------------------------------------------------------------------------------------- keys


def _keys(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    """Yield the keys that an act has, and those that it has not."""
    for key in _SPECIAL_KEYS:
        if _has(claim, key) and claim.act not in acts_with(key):
            acts = " or ".join(acts_with(key))
            yield review.problem((*path, key), f'"{key}" has no meaning for act {claim.act}; it belongs to {acts}')
    needed = ACTS[claim.act].needs
    if needed and not any(all(_has(claim, key) for key in keys) for keys in needed):
        listed = ", or ".join(" and ".join(f'"{key}"' for key in keys) for keys in needed)
        yield review.problem(path, f"act {claim.act} needs {listed}")
    if claim.unit and claim.quantity is None:
        yield review.problem((*path, "unit"), 'a "unit" needs a "quantity"')


def _has(claim: ClaimEntry, key: str) -> bool:
    return getattr(claim, key) not in (None, [])


# ---------------------------------------------------------------------------------------------------------- references


def _references(review: Review, path: Path, claim: ClaimEntry) -> Iterator[Problem]:
    facts, claims = review.case.facts, review.case.claims
    for key, actors in (("by", [claim.by]), ("accused", claim.accused), ("instead_of", claim.instead_of)):
        yield from review.actors((*path, key), actors)
    yield from review.references((*path, "incident"), given(claim.incident), "incident", facts.incidents)
    yield from review.references((*path, "source"), claim.source, "source", facts.sources)
    yield from review.references((*path, "evidence"), claim.evidence, "evidence", facts.evidence)
    for key in ("responds_to", "endorses", "withdraws"):
        yield from review.references((*path, key), getattr(claim, key), "claim", claims)
    yield from review.references((*path, "replaced_by"), given(claim.replaced_by), "claim", claims)
    challenged = {**claims, **facts.evidence}
    yield from review.references((*path, "challenges"), claim.challenges, "claim or evidence", challenged)
    yield from review.reliances((*path, "relies_on"), claim.relies_on, claim.id)
    yield from _impossible_references(review, path, claim)


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
    if case.actor(by) is None:
        return  # reported as a dangling reference
    for key in (key for key in named_accused(claim) if case.actor(key) is not None):
        own = case.speaks_for(by, key)
        if act.own and not own:
            message = f'"{by}" does not speak for "{key}"; use act: {act.otherwise}, or give "{by}" speaks_for: {key}'
            yield review.problem((*path, "by"), message, value=True)
        elif claim.act in ALLEGING and own and not act.own:
            message = f'"{by}" is the accused "{key}" or speaks for it; use act: {act.otherwise}'
            yield review.problem((*path, "accused"), message, value=True)
    for other in known(review, claim.withdraws):
        if not case.acts_for(other.by, by):
            message = f'"{by}" cannot withdraw "{other.id}", which "{other.by}" said; use act: challenge'
            yield review.problem((*path, "withdraws"), message, value=True)
    for other in known(review, given(claim.replaced_by)):
        if not case.acts_for(other.by, by):
            message = f'"{by}" cannot replace its claim by "{other.id}", which "{other.by}" said'
            yield review.problem((*path, "replaced_by"), message, value=True)


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
