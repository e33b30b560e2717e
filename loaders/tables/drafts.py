"""Claims in the making: rows of a group add to them, and in the end they become records, or reasons why they do not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from ...ontology import wording
from ...ontology.acts import ACTS, ALLEGING, BY_ACCUSED, CRITICISING, NAMING_ACCUSED
from ...ontology.dates import PartialDate
from ...ontology.records import Actor, Allegation, Claim, Confidence, Incident, Reliance, Score, Source
from .state import Minter

T = TypeVar("T")


@dataclass(slots=True)
class Charge:
    """That somebody is accused of a part in an incident."""

    accused: Actor
    role: str
    incident: Incident

    def allegation(self, iri: Minter) -> Allegation:
        """Return what is alleged, as a record."""
        accused, incident = self.accused, self.incident
        return _allegation(iri, accused.iri, accused.label, self.role, incident.iri, incident.label)


@lru_cache(1024)
def _allegation(iri: Minter, accused: str, name: str, role: str, incident: str, what: str) -> Allegation:
    """Return an allegation, which is made once as long as it is remembered: many claims are about the same."""
    return Allegation(
        iri=iri.of(incident, accused, role),
        label=wording.allegation(name, role, what),
        accused=accused,
        incident=incident,
        role=role,
    )


@dataclass(slots=True)
class Draft:
    """A claim in the making: rows of a group add to it."""

    iri: str
    act: str
    speaker: Actor
    incident: Incident | None
    on: PartialDate | None
    public: PartialDate | None
    charges: dict[tuple[str, str], Charge]
    sources: dict[str, Source]
    types: dict[str, None]
    relies_on: dict[tuple[str, str], tuple[Source, str]]
    refers_to: dict[str, dict[str, None]]
    confidence: Confidence | None
    likelihood: Confidence | None
    scores: tuple[Score, ...]
    quantity: Decimal | None
    unit: str | None
    coding: str | None
    coded_rows: int | None
    summary: dict[str, str]
    doubts: bool
    line: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, other: Draft) -> None:
        """Take in what another row says in the same claim."""
        self.charges |= other.charges
        self.sources |= other.sources
        self.types |= other.types
        self.relies_on |= other.relies_on
        for name, iris in other.refers_to.items():
            self.refers_to.setdefault(name, {}).update(iris)
        for name in ("on", "public", "confidence", "likelihood", "quantity"):
            mine, its = getattr(self, name), getattr(other, name)
            if mine is None:
                setattr(self, name, its)
            elif its is not None and its != mine:
                self.notes.append(f"rows of one claim say different things ({mine}, {its}); the first is kept")
        self.scores = self.scores or other.scores


def finished(
    drafts: Sequence[Draft], allegation: Minter, reliance: Minter
) -> Iterator[Claim | Allegation | Reliance | str]:
    """Yield the records of the claims of a row or group, and in words what is wrong with some of them.

    What the vocabulary does not allow is not made: the accused do not attribute, others do not deny, and claims that
    are not made are not referred to.
    """
    for draft in drafts:
        if fault := _fault(draft):
            draft.notes.append(fault)
    made = {draft.iri for draft in drafts if draft.act}
    for draft in drafts:
        yield from draft.notes
        if draft.act and _resolved(draft, made):
            yield from _records(draft, allegation, reliance)
        elif draft.act:
            yield f"the {draft.act} refers to no claim; it is left out"


def _fault(draft: Draft) -> str | None:
    """Make the act of a draft one that its speaker can do, and say what had to be left out."""
    speaker = draft.speaker
    own = {key for key in draft.charges if key[0] == speaker.iri or key[0] in speaker.speaks_for}
    act = ACTS[draft.act]
    if not own and not act.own:
        return None
    others = draft.charges.keys() - own
    dropped: set[tuple[str, str]] = set()
    is_blaming = draft.act in ALLEGING - BY_ACCUSED
    if is_blaming and own and others:
        dropped = own
    elif is_blaming and own and act.otherwise:
        draft.act = act.otherwise
    elif act.own and others:
        dropped = set(others)
    names = sorted({charge.accused.label for key, charge in draft.charges.items() if key in dropped})
    draft.charges = {key: charge for key, charge in draft.charges.items() if key not in dropped}
    what = draft.act
    if draft.act in NAMING_ACCUSED and not draft.charges:
        draft.act = ""
        return f"no {what}: {draft.speaker.label} is not the accused and does not speak for it ({', '.join(names)})"
    if not dropped:
        return None
    listed = ", ".join(names)
    if is_blaming:
        return f"{listed} is both speaker and accused beside others; the accusation of itself is left out"
    return f"{draft.speaker.label} can speak for itself only; what it says of {listed} is left out"


def _resolved(draft: Draft, made: set[str]) -> bool:
    """Keep the references to claims that are made, and tell whether the draft still has what it needs."""
    if draft.refers_to:
        for name, iris in draft.refers_to.items():
            draft.refers_to[name] = {iri: None for iri in iris if iri in made and iri != draft.iri}
    has: dict[str, Any] = {"accused": draft.charges, "incident": draft.incident, **draft.refers_to}
    needs = ACTS[draft.act].needs
    return not needs or any(all(has.get(name) for name in names) for names in needs)


def _sorted(things: Collection[T]) -> tuple[T, ...]:
    """Most claims have one thing of a kind, or none."""
    return tuple(sorted(things)) if len(things) > 1 else tuple(things)  # type: ignore[type-var]


def _records(draft: Draft, allegation_iri: Minter, reliance_iri: Minter) -> Iterator[Claim | Allegation | Reliance]:
    charges = [draft.charges[key] for key in _sorted(draft.charges)]
    # What somebody is criticised for is disputed by nobody, and so is no allegation.
    alleged = () if draft.act in CRITICISING else charges
    allegations = [charge.allegation(allegation_iri) for charge in alleged]
    yield from allegations
    about = _sorted([allegation.iri for allegation in allegations])
    refers_to = draft.refers_to
    challenged = refers_to.get("challenges", ())
    claim = Claim(
        iri=draft.iri,
        label=wording.claim(
            draft.act,
            draft.speaker.label,
            incident=draft.incident.label if draft.incident else "",
            charges=[(charge.accused.label, charge.role) for charge in charges],
            on=_written(draft.on) if draft.on else "",
        ),
        act=draft.act,
        speakers=(draft.speaker.iri,),
        about=about,
        accused=_sorted({iri for iri, _ in draft.charges}),
        incident=draft.incident.iri if draft.incident else None,
        stated_on=draft.on,
        public_on=draft.public,
        made_in=_sorted(draft.sources),
        responds_to=_sorted(refers_to["responds_to"]) if refers_to else (),
        challenges=_sorted({*challenged, *about}) if draft.doubts else _sorted(challenged),
        endorses=_sorted(refers_to["endorses"]) if refers_to else (),
        confidence=draft.confidence,
        likelihood=draft.likelihood,
        summary=draft.summary,
        quantity=draft.quantity,
        unit=draft.unit if draft.quantity is not None else None,
        coding=draft.coding,
        coded_rows=draft.coded_rows,
        attribution_type=_sorted(draft.types),
        scores=draft.scores,
    )
    yield claim
    for key in _sorted(draft.relies_on):
        source, mode = draft.relies_on[key]
        yield Reliance(
            iri=reliance_iri.of(claim.iri, source.iri, mode),
            label=wording.reliance(f"A claim of {draft.speaker.label}", mode, source.label),
            relying=claim.iri,
            on=source.iri,
            mode=mode,
        )


@lru_cache(8192)
def _written(date: PartialDate) -> str:
    """Return a date as ISO 8601 writes it."""
    return str(date)
