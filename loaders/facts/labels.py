"""The labels of what a case says. A label says who said what; it never says that it is so."""

from __future__ import annotations

from ...ontology import wording
from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.texts import primary
from .case import AllegationKey, Case
from .schema import ClaimEntry, RelianceEntry


class Labels:
    """Labels for the allegations, claims and reliances of a case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._facts = case.facts

    def allegation(self, key: AllegationKey) -> str:
        """Return the label of an allegation."""
        return wording.allegation(self._actor(key.accused), key.role, self._incident(key.incident))

    def reliance(self, relying: str, entry: RelianceEntry) -> str:
        """Return the label of what a source or claim (its key) rests on."""
        return wording.reliance(self._basis(relying), entry.mode, self._basis(entry.on) if entry.on else "")

    def claim(self, entry: ClaimEntry, incident: str | None) -> str:
        """Return the label of a claim; `incident` is the key of the one that it is about, if it is one."""
        role = entry.role or DEFAULT_ROLE
        accused = self._case.accused_of(entry) or entry.accused
        return wording.claim(
            entry.act,
            self.speakers(entry),
            incident=self._incident(incident) if incident else "",
            charges=[(self._actor(key), role) for key in accused],
            answered=self._answered(entry),
            outcome=entry.outcome,
            on=str(entry.on or ""),
        )

    def speakers(self, entry: ClaimEntry) -> str:
        """Return the speakers of a claim as one."""
        return wording.joint(map(self._actor, entry.by))

    def _answered(self, entry: ClaimEntry) -> str:
        """Return what a claim answers: what other claims said, or evidence, about the incidents of its allegations."""
        claims, evidence, answers = self._case.claims, self._facts.evidence, ACTS[entry.act].answers
        keys: list[str] = getattr(entry, answers) if answers else []
        return wording.said(
            self.speakers(entry),
            [self.speakers(claims[key]) for key in keys if key in claims],
            [primary(evidence[key].summary) for key in keys if key in evidence],
            ", ".join(sorted({self._incident(key.incident) for key in self._case.allegations[entry.id]})),
        )

    def _actor(self, key: str) -> str:
        return primary(self._case.actors[key].name)

    def _incident(self, key: str) -> str:
        return primary(self._facts.incidents[key].name)

    def _basis(self, key: str) -> str:
        """Return a source by its title, evidence by its summary; a claim by its key, since its label is a sentence."""
        if key in self._facts.sources:
            return primary(self._facts.sources[key].title)
        return primary(self._facts.evidence[key].summary) if key in self._facts.evidence else f"the claim {key}"
