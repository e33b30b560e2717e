"""Claims and who answered them, in the terms of schema.org that fact-checkers and search engines read (JSON-LD).

A claim by which somebody is blamed is a `Claim`; a denial, challenge or endorsement of it is a `ClaimReview`. Its
rating says in words who answered how (`alternateName`), and has no number: nothing here says what is true. An
allegation that is answered without a particular claim is a `Claim`, of which the claims about it are appearances.

https://schema.org/ClaimReview, https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...ontology.acts import ACTS, ALLEGING, DECIDING, DENYING, OUTCOMES, REACTING
from ...ontology.dates import PartialDate, certainly_before
from ...ontology.records import Allegation, Claim, Source
from ...ontology.texts import counted, primary
from ...ontology.wording import reaction
from ..store.clocks import claims_by_date
from ..store.facts import Facts

CONTEXT = "https://schema.org"

_TYPES = {
    "person": "Person",
    "agency": "GovernmentOrganization",
    "company": "Corporation",
    "outlet": "NewsMediaOrganization",
    "state": "Organization",
    "group": "Organization",
    "persona": "Organization",
}

Node = dict[str, Any]
Item = Claim | Allegation


def write(facts: Facts, out: BinaryIO) -> tuple[int, str, *tuple[str, ...]]:
    """Write claims and reviews; return how many reviews there are, and what could not be carried."""
    reviews = Reviews(facts)
    out.write(f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": ['.encode())
    separator = b"\n"
    for node in reviews.nodes():
        out.write(separator + json.dumps(node, ensure_ascii=False, indent=1).encode())
        separator = b",\n"
    out.write(b"\n]}\n")
    return (reviews.count, "claim reviews", *reviews.remarks())


class Reviews:
    """The claims and reviews of a graph as nodes of JSON-LD."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.count = 0
        self._without_url = 0
        self._of_nothing = 0

    def nodes(self) -> Iterator[Node]:
        """Yield the claims in order of date, then the reviews."""
        ordered = [self._facts.claims[iri] for iri in claims_by_date(self._facts.claims, self._facts)]
        answering = [(claim, self._answered(claim)) for claim in ordered if claim.act in REACTING | DECIDING]
        answered = {item.iri: item for _, items in answering for item in items}
        for claim in ordered:
            if claim.act in ALLEGING or claim.iri in answered:
                yield self._claim(claim)
        for allegation in answered.values():
            if isinstance(allegation, Allegation):
                yield self._allegation(allegation)
        for claim, items in answering:
            yield from self._reviews(claim, items)

    def remarks(self) -> list[str]:
        """Return what the nodes so far could not carry."""
        found = []
        if self._without_url:
            reviews = counted(self._without_url, "review has", "reviews have")
            found.append(f"{reviews} no url, which search engines ask for: no source has one")
        if self._of_nothing:
            found.append(
                f"{counted(self._of_nothing, 'challenge is', 'challenges are')} left out: only evidence is doubted"
            )
        return found

    def _answered(self, claim: Claim) -> list[Item]:
        """Return the claims that a claim answers; if it answers none in particular, the allegations."""
        facts = self._facts
        iris: tuple[str, ...] = getattr(claim, ACTS[claim.act].answers or "about")
        claims = [facts.claims[iri] for iri in iris if iri in facts.claims]
        if claim.act in DENYING:
            claims = [other for other in claims if other.act in ALLEGING]
        alleged = [facts.allegations[iri] for iri in iris if iri in facts.allegations]
        if not claims and not alleged and claim.act in DENYING:
            alleged = [facts.allegations[iri] for iri in claim.about if iri in facts.allegations]
        return [*claims, *alleged]

    # ---------------------------------------------------------------------------------------------------------- nodes

    def _claim(self, claim: Claim) -> Node:
        sources = self._sources(claim)
        first = _first(sources)
        return _without_gaps(
            {
                "@id": claim.iri,
                "@type": "Claim",
                "name": claim.label,
                "text": primary(claim.summary) or claim.label,
                "author": self._authors(claim),
                "datePublished": _published(claim.public_on or claim.stated_on),
                "firstAppearance": self._work(first) if first else None,
                "appearance": [self._work(source) for source in sources],
            }
        )

    def _allegation(self, allegation: Allegation) -> Node:
        blaming = (claim for claim in self._facts.claims.values() if claim.act in ALLEGING)
        about = [{"@id": iri} for iri in sorted(claim.iri for claim in blaming if allegation.iri in claim.about)]
        return _without_gaps(
            {
                "@id": allegation.iri,
                "@type": "Claim",
                "name": allegation.label,
                "text": allegation.label,
                "appearance": about,
            }
        )

    def _reviews(self, claim: Claim, items: list[Item]) -> Iterator[Node]:
        """Yield one review for each claim that is answered."""
        if not items:
            self._of_nothing += 1
        source = next((source for source in self._sources(claim) if source.url), None)
        for number, item in enumerate(items, 1):
            self.count += 1
            self._without_url += source is None
            yield _without_gaps(
                {
                    "@id": f"{claim.iri}#review{f'-{number}' if len(items) > 1 else ''}",
                    "@type": "ClaimReview",
                    "name": claim.label,
                    "claimReviewed": item.label,
                    "itemReviewed": {"@id": item.iri, "@type": "Claim"},
                    "reviewRating": {"@type": "Rating", "alternateName": self._rating(claim, item)},
                    "reviewBody": primary(claim.summary),
                    "author": self._authors(claim),
                    "datePublished": _published(claim.public_on or claim.stated_on),
                    "url": source.url if source else None,
                }
            )

    def _rating(self, claim: Claim, item: Item) -> str:
        """Return who answered how, in words, or what a court decided. It is no verdict of ours."""
        if claim.outcome:
            return OUTCOMES[claim.outcome].words.capitalize()
        accused = item.accused if isinstance(item, Claim) else (item.accused,)
        speakers = set(claim.speakers)
        by_speaker = isinstance(item, Claim) and not speakers.isdisjoint(item.speakers)
        return reaction(claim.act, by_accused=not speakers.isdisjoint(accused), by_speaker=by_speaker)

    def _sources(self, claim: Claim) -> list[Source]:
        return [self._facts.sources[iri] for iri in claim.made_in if iri in self._facts.sources]

    def _authors(self, claim: Claim) -> Node | list[Node] | None:
        """Return who made a claim; a list where several made it together."""
        authors = list(filter(None, map(self._author, claim.speakers)))
        return authors if len(authors) > 1 else next(iter(authors), None)

    def _author(self, iri: str) -> Node | None:
        actor = self._facts.actors.get(iri)
        if actor is None:
            return None
        return _without_gaps({"@id": iri, "@type": _TYPES.get(actor.kind), "name": actor.label})

    def _work(self, source: Source) -> Node:
        return _without_gaps(
            {
                "@id": source.iri,
                "@type": "CreativeWork",
                "name": source.label,
                "url": source.url,
                "archivedAt": source.archived_at,
                "datePublished": _published(source.published),
                "publisher": self._author(source.publisher) if source.publisher else None,
                "inLanguage": source.language,
            }
        )


def _first(sources: list[Source]) -> Source | None:
    """Return the source that was certainly published before the others."""
    others = ((one, [other.published for other in sources if other is not one]) for one in sources)
    return next((one for one, days in others if all(certainly_before(one.published, day) for day in days)), None)


def _published(date: PartialDate | None) -> str | None:
    """Return a date as ISO 8601 writes it; schema.org has no way to write what is less precise."""
    return None if date is None or date.precision == "edtf" else str(date)


def _without_gaps(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
