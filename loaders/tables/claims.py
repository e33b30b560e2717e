"""The claims that the entries of a mapping make of a row, and how those of several rows become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from ...ontology.acts import ACTS, BY_ACCUSED, DEFAULT_ROLE, DOUBTING, ROLES
from ...ontology.records import Actor, Confidence, Incident, Score, Source, digest
from ...ontology.scales import lookup
from .drafts import Charge, Draft
from .mapping.schema import ROW_ACTS, ClaimEntry, ConfidenceEntry
from .remembering import Remembering
from .state import Minter, State, allowed, label
from .texts import RowProblem
from .values import Compiler, Getter, one

R = TypeVar("R", Actor, Incident)
#: How sure a claim is, how likely it says something is, how it was rated, and a quantity.
Measures = tuple[Confidence | None, Confidence | None, tuple[Score, ...], Decimal | None]

ATTRIBUTION_TYPE = "https://w3id.org/whoblamed/scheme/attribution-type/"
ATTRIBUTION_TYPES = ("technical", "official-policy", "unofficial-policy", "legal", "self-attribution")


class ClaimMaker:
    """Makes the drafts of one entry: one for each speaker."""

    def __init__(self, name: str, entry: ClaimEntry, compiler: Compiler, dataset: str, lang: str, *, grouped: bool):
        self.name = name
        self._iri = Minter(dataset, "claim")
        self._lang = lang
        self._entry = entry
        self._grouped = grouped
        self._holds = compiler.when(entry.when)
        self._id = compiler.optional(entry.id)
        self._act = compiler.value(entry.act)
        self._role = compiler.optional(entry.role)
        self._accused = [
            (one_.actor, compiler.value(one_.role) if one_.role else self._role, compiler.when(one_.when))
            for one_ in entry.accused
        ]
        self._no_speaker = compiler.lacking("actor", entry.by)
        self._no_incident = compiler.lacking("incident", entry.incident)
        self._no_source = compiler.lacking("source", entry.source)
        self._no_accused = compiler.lacking("actor", [one_.actor for one_ in entry.accused])
        self._refers = bool(entry.responds_to or entry.challenges or entry.endorses)
        self._on = compiler.date(entry.on)
        self._public = compiler.date(entry.public)
        self._types = compiler.optional(entry.attribution_type)
        self._summary = compiler.optional(entry.summary)
        with compiler.names.asked() as slots:
            self._confidence = _Sureness(entry.confidence, compiler)
            self._likelihood = _Sureness(entry.likelihood, compiler)
            self._scores = [(score.criterion, compiler.value(score.points), score.out_of) for score in entry.scores]
            self._quantity = compiler.optional(entry.quantity)
        self._measured = Remembering(self._measures, slots)
        with compiler.names.asked() as slots:
            self._coded_rows = compiler.optional(entry.coded_rows)
        self._counted = Remembering(self._rows_of, slots)

    def make(self, state: State) -> list[Draft]:
        """Return the drafts of a row."""
        if self._holds is not None and not self._holds(state.row):
            return []
        speakers = _first(state.actors, self._entry.by)
        if not speakers:
            why = f"nobody makes it (there is no {' or '.join(self._entry.by)}{self._no_speaker(state.row)})"
            raise RowProblem(f'no claim "{self.name}": {why}')
        act = allowed(one(self._act(state.row) or ("",)), ROW_ACTS, "kind of claim")
        key = one(found) if (found := self._id(state.row)) else state.key
        several = self._grouped or len(speakers) > 1
        return [
            self._draft(state, act, speaker, f"{key}-{digest(speaker.iri)}" if several else key) for speaker in speakers
        ]

    def _draft(self, state: State, act: str, speaker: Actor, key: str) -> Draft:
        entry, row = self._entry, state.row
        incidents = _first(state.incidents, entry.incident)
        if len(incidents) > 1:
            raise RowProblem(f'no claim "{self.name}": the row has several incidents, and a claim is about one')
        incident = incidents[0] if incidents else None
        sources = {source.iri: source for name in entry.source for source in state.sources.get(name, ())}
        if not sources:
            why = f"there is no source ({', '.join(entry.source)}{self._no_source(row)})"
            raise RowProblem(f'no claim "{self.name}": {why}')
        charges = self._charges(state, act, speaker, incident)
        types = [ATTRIBUTION_TYPE + allowed(kind, ATTRIBUTION_TYPES, "attribution type") for kind in self._types(row)]
        on, public = state.dated(self._on), state.dated(self._public)
        confidence, likelihood, scores, quantity = self._measured(state)
        return Draft(
            iri=self._iri(f"{self.name}-{key}"),
            act=act,
            speaker=speaker,
            incident=incident,
            on=on,
            public=public,
            charges=charges,
            sources=sources,
            types=dict.fromkeys(types),
            relies_on=self._bases(state) if entry.relies_on else {},
            refers_to=self._references(state) if self._refers else {},
            confidence=confidence,
            likelihood=likelihood,
            scores=scores,
            quantity=quantity,
            unit=entry.unit if entry.quantity else None,
            coding=entry.coding,
            coded_rows=self._counted(state) if entry.coding else None,
            summary={self._lang: label(found[0])} if (found := self._summary(row)) else {},
            doubts=act in DOUBTING and bool(entry.accused),
        )

    def _rows_of(self, state: State) -> int | None:
        """Return of how many rows of events the claim was made."""
        number = _number(self._coded_rows, state)
        if number is not None and (number != number.to_integral_value() or number < 1):
            state.notes.append(f"{number} is no number of rows, which are counted from 1; it is left out")
            return None
        return None if number is None else int(number)

    def _measures(self, state: State) -> Measures:
        return (
            self._confidence.read(state),
            self._likelihood.read(state),
            tuple(self._rated(state)),
            _number(self._quantity, state),
        )

    def _charges(
        self, state: State, act: str, speaker: Actor, incident: Incident | None
    ) -> dict[tuple[str, str], Charge]:
        if "accused" not in ACTS[act].may or (act in DOUBTING and not self._accused):
            return {}
        if incident is None:
            why = f"there is no incident ({' or '.join(self._entry.incident)}{self._no_incident(state.row)})"
            raise RowProblem(f'no claim "{self.name}": {why}')
        charges: dict[tuple[str, str], Charge] = {}
        for name, role, holds in self._accused:
            if holds is not None and not holds(state.row):
                continue
            played = allowed(one(role(state.row) or (DEFAULT_ROLE,)), tuple(ROLES), "role")
            for actor in state.actors.get(name, ()):
                charges[(actor.iri, played)] = Charge(actor, played, incident)
        if not self._accused and act in BY_ACCUSED:
            role_ = allowed(one(self._role(state.row) or (DEFAULT_ROLE,)), tuple(ROLES), "role")
            charges[(speaker.iri, role_)] = Charge(speaker, role_, incident)
        if not charges:
            raise RowProblem(f'no claim "{self.name}": nobody is accused{self._no_accused(state.row)}')
        return charges

    def _bases(self, state: State) -> dict[tuple[str, str], tuple[Source, str]]:
        return {
            (source.iri, reliance.mode): (source, reliance.mode)
            for reliance in self._entry.relies_on
            for source in state.sources.get(reliance.on, ())
        }

    def _references(self, state: State) -> dict[str, dict[str, None]]:
        names = {
            "responds_to": self._entry.responds_to,
            "challenges": self._entry.challenges,
            "endorses": self._entry.endorses,
        }
        return {
            field_: {iri: None for name in claims for iri in state.claims.get(name, ())}
            for field_, claims in names.items()
        }

    def _rated(self, state: State) -> Iterator[Score]:
        for criterion, get, out_of in self._scores:
            points = _number(get, state)
            if points is not None:
                yield Score(criterion=criterion, points=points, out_of=out_of)


def _first(known: Mapping[str, Sequence[R]], names: Iterable[str]) -> Sequence[R]:
    """Return what the first of several entries made that made anything."""
    for name in names:
        if found := known.get(name):
            return found
    return ()


class _Sureness:
    """Reads a confidence or likelihood."""

    def __init__(self, entry: ConfidenceEntry | None, compiler: Compiler) -> None:
        self._scale = entry.scale if entry else None
        self._words = compiler.optional(entry.words if entry else None)
        self._grade = compiler.optional(entry.label if entry else None)
        self._value = compiler.optional(entry.value if entry else None)

    def read(self, state: State) -> Confidence | None:
        words, grade = self._words(state.row), self._grade(state.row)
        number = _number(self._value, state)
        if number is not None and (number != number.to_integral_value() or not 0 <= number <= 100):
            state.notes.append(f"{number} is not a whole number from 0 to 100; it is left out")
            number = None
        value, low, high = None, None, None
        if grade and self._scale:
            try:
                value, low, high = lookup(self._scale, one(grade))
            except ValueError as error:
                state.notes.append(f"{error}; the grade is left out")
                grade = ()
        if not words and not grade and number is None:
            return None
        return Confidence(
            words=label(one(words)) if words else None,
            scale=self._scale if grade else None,
            grade=one(grade) if grade else None,
            value=int(number) if number is not None else value,
            low=low if number is None else None,
            high=high if number is None else None,
        )


def _number(get: Getter, state: State) -> Decimal | None:
    found = get(state.row)
    if not found:
        return None
    text = one(found)
    try:
        number = Decimal(text.replace(",", "")) if len(text) <= 40 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number.adjusted() > 30 or number.as_tuple().exponent < -30:  # type: ignore[operator]
        state.notes.append(f'"{text[:60]}" is not a number; it is left out')
        return None
    return number
