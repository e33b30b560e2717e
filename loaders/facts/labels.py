"""The labels of what a case says. A label says who said what; it never says that it is so."""

from __future__ import annotations

from collections.abc import Iterable

from ...ontology.records import primary
from .case import AllegationKey, Case
from .schema import ClaimEntry, RelianceEntry

_ROLE_VERBS = {
    "carried-out": "carried out",
    "ordered": "ordered",
    "sponsored": "sponsored",
    "aided": "aided",
    "allowed": "allowed",
    "decided": "decided",
    "origin": "is the origin of",
}
_MODE_VERBS = {
    "quotes": "quotes",
    "cites": "cites",
    "leaks": "leaks",
    "wire": "carries the wire report of",
    "repeats": "repeats",
    "unknown": "rests on",
}


class Labels:
    """Labels for the allegations, claims and reliances of a case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._facts = case.facts

    def allegation(self, key: AllegationKey) -> str:
        """What is alleged, as an allegation."""
        return f"Allegation that {self._actor(key.accused)} {_ROLE_VERBS[key.role]} {self._incident(key.incident)}"

    def reliance(self, relying: str, entry: RelianceEntry) -> str:
        """What rests on what."""
        basis = self._basis(entry.on) if entry.on else "something not known"
        return f"{self._basis(relying)} {_MODE_VERBS[entry.mode]} {basis}"

    def claim(self, entry: ClaimEntry, incident: str | None) -> str:
        """Who said what about whom, and when."""
        said = self._said(entry, self._incident(incident) if incident else "")
        return f"{self._actor(entry.by)} {said}" + (f" ({entry.on})" if entry.on else "")

    def _said(self, entry: ClaimEntry, incident: str) -> str:
        accused = ", ".join(map(self._actor, self._case.accused_of(entry)))
        role = f" ({entry.role})" if entry.role and entry.role != "carried-out" else ""
        whose = "" if self._case.accused_of(entry) == [entry.by] else f" on behalf of {accused}"
        match entry.act:
            case "attribution":
                return f"attributes {incident} to {accused}{role}"
            case "responsibility":
                return f"claims responsibility for {incident}{role}{whose}"
            case "denial":
                return f"denies responsibility for {incident}{role}{whose}"
            case "challenge":
                return f"challenges {self._what(entry, entry.challenges)}"
            case "endorsement":
                return f"endorses {self._what(entry, entry.endorses)}"
            case "withdrawal":
                return f"withdraws {self._what(entry, entry.withdraws)}"
        return f"reports on {incident}" if incident else "reports"

    def _what(self, entry: ClaimEntry, keys: Iterable[str]) -> str:
        claims, evidence = self._case.claims, self._facts.evidence
        speakers = [claims[key].by for key in keys if key in claims]
        named = [f"what {'it' if by == entry.by else self._actor(by)} said" for by in speakers]
        named += [f"the evidence “{primary(evidence[key].summary)}”" for key in keys if key in evidence]
        about = ", ".join(sorted({self._incident(key.incident) for key in self._case.allegations[entry.id]}))
        if not named:
            return f"the attribution of {about} to {', '.join(map(self._actor, entry.accused))}"
        return " and ".join(dict.fromkeys(named)) + (f" about {about}" if about else "")

    def _actor(self, key: str) -> str:
        return primary(self._case.actors[key].name)

    def _incident(self, key: str) -> str:
        return primary(self._facts.incidents[key].name)

    def _basis(self, key: str) -> str:
        """A source by its title, evidence by its summary; a claim by its key, since its label is a sentence."""
        if key in self._facts.sources:
            return primary(self._facts.sources[key].title)
        return primary(self._facts.evidence[key].summary) if key in self._facts.evidence else f"the claim {key}"
