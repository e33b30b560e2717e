"""Claims and who answered them, in the terms of schema.org that fact-checkers and search engines read (JSON-LD).

A claim by which somebody is blamed is a `Claim`; a denial, challenge or endorsement of it is a `ClaimReview`. Its
rating says in words who answered how (`alternateName`), and has no number: nothing here says what is true. An
allegation that is answered without a particular claim is a `Claim`, of which the claims about it are appearances.

https://schema.org/ClaimReview, https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ...ontology.acts import ACTS, ALLEGING, DECIDING, DENYING, OUTCOMES, REACTING
from ...ontology.dates import PartialDate, certainly_before
from ...ontology.records import Allegation, Claim, DataSet, Source
from ...ontology.texts import counted, primary
from ...ontology.wording import reaction
from ..store.base import QuadStore
from .jsonld import indented
from .waiting.shelf import ClaimsByDate, Shelf

CONTEXT = "https://schema.org"
#: How an allegation leads to the claims that make it.
_MAKES = "is made by"

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


def write(
    store: QuadStore, columns: Path | None, datasets: Sequence[DataSet], out: BinaryIO
) -> tuple[int, str, *tuple[str, ...]]:
    """Write claims and reviews; return how many reviews there are, and what could not be carried."""
    out.write(f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": ['.encode())
    separator = "\n"
    with Shelf.of_store(store, columns, datasets) as shelf:
        reviews = Reviews(shelf)
        for node in reviews.nodes():
            out.write((separator + indented(node)).encode())
            separator = ",\n"
    out.write(b"\n]}\n")
    return (reviews.count, "claim reviews", *reviews.remarks())


class Reviews:
    """The claims and reviews of a graph as nodes of JSON-LD."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._facts = shelf.facts()
        self.count = 0
        self._without_url = 0
        self._of_nothing = 0

    def nodes(self) -> Iterator[Node]:
        """Yield the claims in order of date, then the reviews."""
        ordered = ClaimsByDate(self._shelf, self._see)
        answered = {item.iri: isinstance(item, Claim) for _, items in self._answering(ordered) for item in items}
        for claim in ordered.of(ALLEGING, answered):
            yield self._claim(claim)
        for iri, is_claim in answered.items():
            if not is_claim:
                yield self._allegation(self._facts.allegations[iri])
        for claim, items in self._answering(ordered):
            yield from self._reviews(claim, items)

    def _see(self, claim: Claim) -> None:
        if claim.act in ALLEGING:
            self._shelf.link((_MAKES, iri, claim.iri) for iri in claim.about)

    def _answering(self, ordered: ClaimsByDate) -> Iterator[tuple[Claim, list[Item]]]:
        """Yield the claims that answer something, and what."""
        return ((claim, self._answered(claim)) for claim in ordered.of(REACTING | DECIDING))

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
        about = [{"@id": iri} for iri in self._shelf.linked(_MAKES, allegation.iri)]
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
