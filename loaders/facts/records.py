"""A checked case to records: references become IRIs, and the allegations that the claims are about are derived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ...ontology.acts import DECIDING, DENYING, DOUBTING
from ...ontology.records import (
    Actor,
    Allegation,
    Claim,
    Confidence,
    Evidence,
    Incident,
    Name,
    Passage,
    Quote,
    Record,
    Reliance,
    Source,
    digest,
    mint,
)
from ...ontology.scales import lookup
from ...ontology.texts import primary
from .case import AllegationKey, Case
from .labels import Labels
from .schema import ActorEntry, ClaimEntry, ConfidenceEntry, PassageEntry, RelianceEntry


def records(case: Case) -> Iterator[Record]:
    """Yield all records of a case, each once."""
    builder = _Builder(case)
    yield from builder.actors()
    yield from builder.incidents()
    yield from builder.sources()
    yield from builder.evidence()
    yield from builder.allegations()
    for claim in case.facts.claims:
        yield builder.claim(claim)
        yield from builder.reliances(claim.id, claim.relies_on, of_claim=True)


class _Builder:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.dataset = case.facts.case
        self.labels = Labels(case)

    def _iri(self, kind: str, key: str) -> str:
        return mint(self.dataset, kind, key)

    def _iris(self, kind: str, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self._iri(kind, key) for key in keys}))

    def _actors(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self.case.actor_iri(key) for key in keys}))

    def _actor(self, key: str | None) -> str | None:
        return None if key is None else self.case.actor_iri(key)

    # ------------------------------------------------------------------------------------------------- entries

    def actors(self) -> Iterator[Actor]:
        for key, entry in self.facts.actors.items():
            yield Actor(
                iri=self._iri("actor", key),
                label=primary(entry.name),
                kind=entry.kind,
                names=tuple(sorted(self._names(key, entry), key=lambda name: name.iri)),
                part_of=self._actors(entry.part_of),
                speaks_for=self._actors(entry.speaks_for),
                wikidata=entry.wikidata,
                description=entry.description,
            )

    def _names(self, key: str, entry: ActorEntry) -> Iterator[Name]:
        for language, value in entry.name.items():
            yield self._name(key, value, language or None, "preferred", None, None)
        for alias in entry.aliases:
            source = self._iri("source", alias.source) if alias.source else None
            yield self._name(key, alias.name, alias.lang, "alias", self._actor(alias.by), source)

    def _name(self, key: str, value: str, language: str | None, kind: str, by: str | None, source: str | None) -> Name:
        return Name(
            iri=self._iri("name", f"{key}-{digest(value, language or '', by or '')}"),
            actor=self._iri("actor", key),
            value=value,
            language=language,
            kind=kind,
            by=by,
            source=source,
        )

    def incidents(self) -> Iterator[Incident]:
        for key, entry in self.facts.incidents.items():
            yield Incident(
                iri=self._iri("incident", key),
                label=primary(entry.name),
                name=entry.name,
                kind=entry.kind,
                occurred_from=entry.from_,
                occurred_to=entry.to,
                victims=self._actors(entry.victims),
                description=entry.description,
            )

    def sources(self) -> Iterator[Source | Reliance]:
        for key, entry in self.facts.sources.items():
            yield Source(
                iri=self._iri("source", key),
                label=primary(entry.title),
                title=entry.title,
                gloss=entry.gloss,
                publisher=self._actor(entry.publisher),
                published=entry.published,
                retracted=entry.retracted,
                corrects=self._iris("source", entry.corrects),
                url=entry.url,
                archived_at=entry.archived,
                language=entry.lang,
                sha256=entry.sha256,
            )
            yield from self.reliances(key, entry.relies_on, of_claim=False)

    def evidence(self) -> Iterator[Evidence]:
        for key, entry in self.facts.evidence.items():
            yield Evidence(
                iri=self._iri("evidence", key),
                label=primary(entry.summary),
                summary=entry.summary,
                held_by=self._actor(entry.held_by),
                disclosed=entry.disclosed,
            )

    def reliances(self, key: str, entries: Iterable[RelianceEntry], *, of_claim: bool) -> Iterator[Reliance]:
        relying = self._iri("claim" if of_claim else "source", key)
        for entry in entries:
            on = self._basis(entry.on) if entry.on else None
            yield Reliance(
                iri=self._iri("reliance", digest(relying, on or "", entry.mode)),
                label=self.labels.reliance(key, entry),
                relying=relying,
                on=on,
                mode=entry.mode,
            )

    def _basis(self, key: str) -> str:
        """Return what `on` names: a source, else a claim, else evidence."""
        kind = "source" if key in self.facts.sources else "claim" if key in self.case.claims else "evidence"
        return self._iri(kind, key)

    # --------------------------------------------------------------------------------------------- allegations

    def allegations(self) -> Iterator[Allegation]:
        excluded: dict[AllegationKey, set[AllegationKey]] = {}
        for claim in self.facts.claims:
            for key in self.case.allegations[claim.id]:
                rivals = excluded.setdefault(key, set())
                for rival in claim.instead_of:
                    other = AllegationKey(key.incident, rival, key.role)
                    rivals.add(other)
                    excluded.setdefault(other, set())
        self._declared_rivals(excluded)
        for key, rivals in excluded.items():
            yield Allegation(
                iri=self._allegation(key),
                label=self.labels.allegation(key),
                accused=self.case.actor_iri(key.accused),
                incident=self._iri("incident", key.incident),
                role=key.role,
                excludes=tuple(sorted(self._allegation(rival) for rival in rivals)),
            )

    def _declared_rivals(self, excluded: dict[AllegationKey, set[AllegationKey]]) -> None:
        """Rivals declared on an incident exclude each other in whatever roles they are alleged to have."""
        for incident, entry in self.facts.incidents.items():
            for first, second in entry.rivals:
                for a in [key for key in excluded if key.incident == incident and key.accused == first]:
                    excluded[a].update(key for key in excluded if key.incident == incident and key.accused == second)

    def _allegation(self, key: AllegationKey) -> str:
        return self._iri("allegation", str(key))

    # -------------------------------------------------------------------------------------------------- claims

    def claim(self, entry: ClaimEntry) -> Claim:
        keys = self.case.allegations[entry.id]
        incidents = {key.incident for key in keys}
        incident = entry.incident or (next(iter(incidents)) if len(incidents) == 1 else None)
        quote = entry.quote
        return Claim(
            iri=self._iri("claim", entry.id),
            label=self.labels.claim(entry, incident),
            act=entry.act,
            speakers=self._actors(entry.by),
            **self._voice(entry),
            about=tuple(sorted(self._allegation(key) for key in keys)),
            accused=self._actors(self.case.accused_of(entry)),
            incident=self._iri("incident", incident) if incident else None,
            role=entry.role if entry.act in DENYING | DECIDING else None,
            stated_on=entry.on,
            public_on=entry.public,
            recorded_on=entry.recorded,
            made_in=self._iris("source", entry.source),
            passages=tuple(self._passage(entry, passage) for passage in entry.at),
            responds_to=self._iris("claim", entry.responds_to),
            challenges=self._challenged(entry, keys),
            endorses=self._iris("claim", entry.endorses),
            withdraws=self._iris("claim", entry.withdraws),
            replaced_by=self._iri("claim", entry.replaced_by) if entry.replaced_by else None,
            outcome=entry.outcome,
            condition=entry.condition,
            quote=Quote(text=quote.text, language=quote.lang, translated=quote.translated) if quote else None,
            confidence=_confidence(entry.confidence),
            likelihood=_confidence(entry.likelihood),
            evidence=self._iris("evidence", entry.evidence),
            summary=entry.summary,
            unit=entry.unit,
            **_figure(entry),
        )

    def _voice(self, entry: ClaimEntry) -> dict[str, Any]:
        """Return how the words of a claim came from its speakers."""
        is_actor = entry.through in self.case.actors
        return {
            "through": self._actors([entry.through]) if entry.through and is_actor else (),
            "through_words": None if is_actor else entry.through,
            "as_told_by": self._actors(entry.as_told_by),
            "own_view": entry.own_view,
            "form": entry.form,
        }

    def _challenged(self, entry: ClaimEntry, about: Iterable[AllegationKey]) -> tuple[str, ...]:
        """Return the claims and evidence that are named, and the allegation itself where a challenge names its
        accused."""
        named = {self._iri("evidence" if key in self.facts.evidence else "claim", key) for key in entry.challenges}
        if entry.act in DOUBTING and entry.accused:
            named.update(map(self._allegation, about))
        return tuple(sorted(named))

    def _passage(self, claim: ClaimEntry, entry: PassageEntry) -> Passage:
        source = entry.source or (claim.source[0] if len(claim.source) == 1 else None)
        return Passage(
            source=self._iri("source", source) if source else None,
            section=entry.section,
            paragraph=entry.paragraph,
            start=entry.start,
            end=entry.end,
        )


def _figure(entry: ClaimEntry) -> dict[str, Any]:
    """Return the figure that a claim states, by how exact it is."""
    figure = entry.quantity
    if figure is None:
        return {}
    return {
        "quantity": figure.exact,
        "quantity_about": figure.about,
        "quantity_at_least": figure.at_least,
        "quantity_at_most": figure.at_most,
    }


def _confidence(entry: ConfidenceEntry | None) -> Confidence | None:
    if entry is None:
        return None
    value, low, high = lookup(entry.scale, entry.label) if entry.scale and entry.label else (None, None, None)
    return Confidence(
        words=entry.words,
        scale=entry.scale,
        grade=entry.label,
        value=entry.value if entry.value is not None else value,
        low=low,
        high=high,
    )
