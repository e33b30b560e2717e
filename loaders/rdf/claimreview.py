"""ClaimReview of schema.org: what fact-checkers say of a claim becomes a claim of theirs, in our terms.

A review is what its author says: it challenges, endorses or just reports on what was reviewed. What was reviewed is a
report by its own author, and only where the review names one; whom it may accuse of what is not said in a form that
could be read. The rating stays in the words of the review. All gets IRIs of the data set that is read: nodes of a
ClaimReview are pages and people, not records of ours.

https://schema.org/ClaimReview
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import pyoxigraph as ox

from ...ontology import NS, RDFS, WB
from ...ontology.acts import ACTS
from ...ontology.dates import PartialDate
from ...ontology.fields import FIELDS, TYPE
from ...ontology.records import Claim, digest, mint
from ...ontology.texts import is_blank
from .things import KINDS_BY_CLASS, SCHEMA, Node

#: The IRI of what something is said about, or none; and what is said.
Remark = tuple[str, str]
_TEXT_LIMIT = 10_000
_REVIEW = tuple(ox.NamedNode(namespace + "ClaimReview") for namespace in SCHEMA)
_OTHER_ORGANISATIONS = ("Organization", "NGO", "EducationalOrganization", "PoliticalParty", "ResearchOrganization")
#: What ratings in words mean that fact-checkers commonly give, and those that our own export gives.
_DOUBTED = ("false", "mostly false", "incorrect", "not true", "fake", "wrong", "falsch", "faux", "falso")
_BACKED = ("true", "correct", "accurate", "richtig", "wahr", "vrai", "verdadero")
_PROPERTIES = {field.name: field.predicate.value for field in FIELDS[Claim]}
_OUR_DOUBTED, _OUR_BACKED = ("denied ", "doubted "), ("backed ",)


def unpack(store: ox.Store, dataset: str) -> list[Remark]:
    """Put what reviews say into the default graph, in our terms, as of the data set of this name; what was left out."""
    reviews = [
        quad.subject
        for class_ in _REVIEW
        for quad in store.quads_for_pattern(None, TYPE, class_, None)
        if isinstance(quad.subject, Node)
    ]
    if not reviews:
        return []
    found = _Unpacking(store, dataset)
    quads = [quad for review in sorted(set(reviews), key=str) for quad in found.review(review)]
    found.drop()
    store.extend(quads)
    return found.remarks


class _Unpacking:
    def __init__(self, store: ox.Store, dataset: str) -> None:
        self._store = store
        self._dataset = dataset
        self.remarks: list[Remark] = []

    def review(self, node: Node) -> Iterator[ox.Quad]:
        """Yield the statements of a review, of what it reviews, and of those who said either."""
        claimed = self._text(node, "claimReviewed") or self._text(self._node(node, "itemReviewed"), "text", "name")
        author = self._node(node, "author", "creator", "publisher")
        url = self._text(node, "url") or (node.value if _is_web(node) else "")
        about = url or claimed or str(node)
        reviewer, said = self._actor(author, reviews=True)
        if reviewer is None:
            self.remarks.append((about, "left out: a ClaimReview whose author has no name, or is of no kind"))
            return
        yield from said
        key = digest(reviewer.value, url, claimed, self._text(node, "datePublished"), self._rating(node))
        page = yield from self._source(node, url, f"Review of “{claimed}”" if claimed else "Review", reviewer)
        target = yield from self._reviewed(self._node(node, "itemReviewed"), claimed, page, about)
        review = self._minted("claim", f"review-{key}")
        act = self._act(node) if target is not None else "report"
        yield ox.Quad(review, TYPE, ox.NamedNode(ACTS[act].class_))
        yield _quad(review, WB.speaker, reviewer)
        yield _quad(review, WB.madeIn, page)
        yield from self._date(review, WB.statedOn, node)
        yield _quad(review, WB.summary, ox.Literal(self._summary(node, claimed)[:_TEXT_LIMIT]))
        if target is not None:
            yield _quad(review, _PROPERTIES[ACTS[act].answers or "responds_to"], target)

    def drop(self) -> None:
        """Drop all that is said in terms of schema.org of nodes that are nothing of ours."""
        is_schema = (quad for quad in self._store if quad.predicate.value.startswith(SCHEMA))
        subjects = {quad.subject for quad in is_schema}
        classes = (quad for quad in self._store.quads_for_pattern(None, TYPE, None, None))
        subjects |= {quad.subject for quad in classes if getattr(quad.object, "value", "").startswith(SCHEMA)}
        for subject in subjects:
            quads = list(self._store.quads_for_pattern(subject, None, None, None))
            if not any(getattr(quad.object, "value", "").startswith(NS) for quad in quads if quad.predicate == TYPE):
                for quad in quads:
                    self._store.remove(quad)

    # ------------------------------------------------------------------------------------------------ what was reviewed

    def _reviewed(self, item: Any, claimed: str, page: Node, about: str) -> Any:
        """Yield the claim that was reviewed, as its author's; nothing where the review does not say whose it is."""
        speaker, said = self._actor(self._node(item, "author", "creator", "originator"))
        if speaker is None:
            if self._node(item, "author") is not None:
                why = "whose claim was reviewed is left out: its author has no name, or is of no kind that can be told"
                self.remarks.append((about, why))
            return None
        yield from said
        appearance = self._node(item, "firstAppearance", "appearance")
        url = self._text(appearance, "url") or (appearance.value if _is_web(appearance) else "")
        source = page
        if url:
            source = yield from self._source(appearance, url, self._text(appearance, "headline", "name") or url, None)
        key = digest(speaker.value, claimed, self._text(item, "datePublished"), url)
        claim = self._minted("claim", f"reviewed-{key}")
        yield ox.Quad(claim, TYPE, ox.NamedNode(ACTS["report"].class_))
        yield _quad(claim, WB.speaker, speaker)
        yield _quad(claim, WB.madeIn, source)
        yield from self._date(claim, WB.statedOn, item)
        if claimed:
            yield _quad(claim, WB.summary, ox.Literal(claimed[:_TEXT_LIMIT]))
        return claim

    def _source(self, node: Any, url: str, title: str, publisher: Any) -> Any:
        source = self._minted("source", digest(url or title, str(publisher)))
        yield ox.Quad(source, TYPE, ox.NamedNode(WB.Source))
        yield _quad(source, RDFS + "label", ox.Literal(title[:_TEXT_LIMIT]))
        for property_, address in ((WB.url, url), (WB.archivedAt, self._text(node, "archivedAt"))):
            if address.startswith(("http://", "https://")):
                yield _quad(source, property_, ox.Literal(address))
        if publisher is not None:
            yield _quad(source, WB.publisher, publisher)
        yield from self._date(source, WB.publishedOn, node)
        return source

    def _actor(self, node: Any, *, reviews: bool = False) -> tuple[ox.NamedNode | None, list[ox.Quad]]:
        """Return an actor by the name and the class of a node; who reviews and is an organisation is an outlet."""
        name = self._text(node, "name") if isinstance(node, Node) else getattr(node, "value", "")
        kind = self._kind(node, reviews=reviews)
        if not name or not kind:
            return None, []
        actor = self._minted("actor", digest(name, kind))
        return actor, [
            ox.Quad(actor, TYPE, ox.NamedNode(WB.Actor)),
            _quad(actor, RDFS + "label", ox.Literal(name)),
            _quad(actor, WB.kind, ox.Literal(kind)),
        ]

    def _kind(self, node: Any, *, reviews: bool) -> str:
        classes = {quad.object.value for quad in self._said(node, TYPE) if isinstance(quad.object, ox.NamedNode)}
        kinds = {KINDS_BY_CLASS[class_] for class_ in classes if class_ in KINDS_BY_CLASS}
        if len(kinds) == 1:
            return kinds.pop()
        organisations = {namespace + name for namespace in SCHEMA for name in _OTHER_ORGANISATIONS}
        if reviews and (classes & organisations or not classes):
            return "outlet"
        return "group" if classes & organisations else ""

    # ------------------------------------------------------------------------------------------------------- the rating

    def _act(self, node: Node) -> str:
        """Return whether a review doubts or backs what it reviews, by its numbers and by words that mean one thing."""
        rating = self._node(node, "reviewRating")
        words = self._text(rating, "alternateName", "ratingExplanation").strip().lower().rstrip(".!")
        share = self._share(rating)
        doubts = words in _DOUBTED or words.startswith(_OUR_DOUBTED) or share == 0
        backs = words in _BACKED or words.startswith(_OUR_BACKED) or share == 1
        if doubts == backs:  # it says neither, or contradicts itself
            return "report"
        return "challenge" if doubts else "endorsement"

    def _share(self, rating: Any) -> Decimal | None:
        """Return where a rating stands between the worst (0) and the best (1)."""
        try:
            value, worst, best = (
                Decimal(self._text(rating, name)[:20]) for name in ("ratingValue", "worstRating", "bestRating")
            )
            return (value - worst) / (best - worst) if worst < best and worst <= value <= best else None
        except (InvalidOperation, ArithmeticError, ValueError):
            return None

    def _rating(self, node: Any) -> str:
        """Return the rating as it is given: its words, and its number with the ends of its scale."""
        rating = self._node(node, "reviewRating")
        words = self._text(rating, "alternateName") or self._text(rating, "ratingExplanation")
        value, worst, best = (self._text(rating, name) for name in ("ratingValue", "worstRating", "bestRating"))
        number = f"{value} on a scale from {worst} to {best}" if value and worst and best else value
        return f"“{words}”" + (f" ({number})" if number else "") if words else number

    def _summary(self, node: Node, claimed: str) -> str:
        rating = self._rating(node)
        what = f"“{claimed}”" if claimed else "a claim"
        return f"Rates {what} as {rating}" if rating else f"Reviews {what}"

    # --------------------------------------------------------------------------------------------------------- look-ups

    def _minted(self, kind: str, key: str) -> ox.NamedNode:
        return ox.NamedNode(mint(self._dataset, kind, key))

    def _date(self, node: Node, property_: str, said_of: Any) -> Iterator[ox.Quad]:
        text = self._text(said_of, "datePublished", "dateCreated")[:10]
        try:
            PartialDate.parse(text)
        except ValueError:
            return
        yield _quad(node, property_, ox.Literal(text))

    def _said(self, node: Any, property_: ox.NamedNode) -> Iterator[ox.Quad]:
        if isinstance(node, Node):
            yield from self._store.quads_for_pattern(node, property_, None, None)

    def _objects(self, node: Any, names: tuple[str, ...]) -> Iterator[Any]:
        for name in names:
            for namespace in SCHEMA:
                found = [quad.object for quad in self._said(node, ox.NamedNode(namespace + name))]
                yield from sorted(found, key=str)

    def _node(self, node: Any, *names: str) -> Any:
        """Return the first value of the first of some properties; None if there is none."""
        return next(self._objects(node, names), None)

    def _text(self, node: Any, *names: str) -> str:
        texts = (term.value for term in self._objects(node, names) if isinstance(term, ox.Literal | ox.NamedNode))
        return next((text.strip() for text in texts if not is_blank(text)), "")


def _is_web(node: Any) -> bool:
    return isinstance(node, ox.NamedNode) and node.value.startswith(("http://", "https://"))


def _quad(subject: Node, property_: str, object_: Any) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(property_), object_)
