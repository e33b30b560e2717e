"""A claim as a page shows it: who said what, when, how surely, and where it is written, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from markupsafe import Markup

from ...graph.ask.listing import CitedSource, ClaimRow
from ...graph.store.clocks import claim_date
from ...graph.view.engine import drawn_signs
from ...graph.view.looks import LOOKS, look_of
from ...ontology import wording
from ...ontology.acts import ACTS, DEFAULT_ROLE
from ...ontology.edtf import in_words
from ...ontology.records import Claim
from .addresses import path_of
from .asking import Asking
from .reading import Reading

#: The language of what we put into words ourselves, where a page has no words of its own for it.
_OURS: Final = "en"


class Words(NamedTuple):
    """A text, and the language that it is in where that is not the reader's; empty where it is, or nobody knows."""

    text: str
    lang: str = ""


class Anchor(NamedTuple):
    """Where something leads, and what it is called."""

    words: Words
    href: str


class ShownSource(NamedTuple):
    """A source as it is shown: its page, its address where a browser may follow it, who published it and when."""

    title: Words
    href: str
    address: str
    publisher: str
    date: str
    retracted: str
    archived: str


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as a page shows it."""

    iri: str
    key: str
    href: str
    act: str
    sign: Markup
    when: str
    said: Words
    notes: Sequence[Words]
    gone: bool
    quote: str
    summary: Words
    degrees: Sequence[tuple[str, str]]
    sources: Sequence[ShownSource]
    answers: Sequence[Anchor]
    dataset: str


class Speaking:
    """Puts what a reading has into a reader's words."""

    def __init__(self, asking: Asking, reading: Reading) -> None:
        self.asking = asking
        self.reading = reading
        self.say = asking.speech
        self._names = reading.names(asking.lang)

    def label(self, iri: str) -> str:
        """Return what a thing is called in the reader's language, if it is called anything in it, else in ours."""
        return self._names.get(iri) or self.reading.facts.label(iri)

    def named(self, iri: str) -> Words:
        """Return the same with its language, where it is an incident's: names of actors are of no language."""
        known = iri in self._names or iri in self.reading.facts.actors or self.say.lang == _OURS
        return Words(self.label(iri), "" if known else _OURS)

    def link(self, iri: str) -> Anchor:
        """Return a link to the page of a thing."""
        return Anchor(self.named(iri), self.asking.href(path_of(iri)))

    def links(self, iris: Iterable[str]) -> list[Anchor]:
        """Return links to the pages of things."""
        return [self.link(iri) for iri in iris]

    def joint(self, actors: Sequence[str]) -> str:
        """Return actors who did something together as one."""
        return self.say.joint([self.label(iri) for iri in actors])

    def text(self, wordings: Mapping[str, str]) -> Words:
        """Return the wording in the reader's language, else in English, else any."""
        for lang in (self.say.lang, _OURS, *wordings):
            if lang in wordings:
                return Words(wordings[lang], "" if lang == self.say.lang else lang)
        return Words("")

    def said(self, claim: Claim) -> Words:
        """Return what a claim says, in one sentence without its date."""
        says = self.say.own["says"].get(claim.act)
        if self.say.lang == _OURS or not says:
            return Words(_undated(claim), "" if self.say.lang == _OURS else _OURS)
        facts = self.reading.facts
        answered = ACTS[claim.act].answers
        others = [iri for iri in getattr(claim, answered or "made_in") if iri in facts.claims] if answered else []
        speakers = dict.fromkeys(by for iri in others for by in facts.claims[iri].speakers)
        kind = "answering" if speakers and "answering" in says else "plain"
        incident = claim.incident or next((facts.claims[iri].incident for iri in others), None)
        about = f": {self.label(incident)}" if incident else ""
        return Words(
            str(says[kind]).format(
                speaker=self.joint(claim.speakers),
                accused=self.say.listed([self._in_role(iri, claim) for iri in claim.accused]) or self.say("somebody"),
                others=self.joint([*speakers]),
                outcome=self.say.view["pictures"]["outcomes"].get(claim.outcome or "", claim.outcome or ""),
            )
            + about
        )

    def _in_role(self, accused: str, claim: Claim) -> str:
        alleged = (self.reading.facts.allegations.get(iri) for iri in claim.about)
        roles = dict.fromkeys(each.role for each in alleged if each and each.accused == accused)
        told = [self.say.role(role) for role in roles if role != DEFAULT_ROLE]
        return f"{self.label(accused)} ({', '.join(told)})" if told else self.label(accused)

    def when(self, claim: Claim) -> str:
        """Return when a claim was made, in words."""
        date = claim_date(claim, self.reading.facts)
        return self.say.date(str(date)) if date else self.say("undated")

    def claim(self, iri: str) -> tuple[str, Anchor, Markup]:
        """Return when a claim was made, what it says with where its page is, and the sign of its act."""
        claim = self.reading.facts.claims[iri]
        return self.when(claim), Anchor(self.said(claim), self.asking.href(path_of(iri))), sign(claim.act)

    def card(self, row: ClaimRow) -> Card:
        """Return a claim as a page shows it."""
        facts = self.reading.facts
        claim = facts.claims[row.iri]
        answered = [iri for iri in row.answers if iri in facts.claims]
        return Card(
            iri=row.iri,
            key=row.key,
            href=self.asking.href(path_of(row.iri)),
            act=self.say.term("acts", row.act),
            sign=sign(row.act),
            when=self.when(claim),
            said=self.said(claim),
            notes=list(self._notes(row)),
            gone=row.withdrawn,
            quote=row.quote,
            summary=self.text(row.summary),
            degrees=[(what, text) for what in ("confidence", "likelihood") if (text := getattr(row, what))],
            sources=[self.source(each) for each in row.sources.values()],
            answers=[Anchor(self.said(facts.claims[iri]), self.asking.href(path_of(iri))) for iri in answered],
            dataset=row.dataset,
        )

    def _notes(self, row: ClaimRow) -> Iterable[Words]:
        """Yield what changes how a claim is to be read: how it is known, on which condition, what became of it."""
        panel = self.say.view["page"]["panel"]
        if row.voice:
            plain = row.voice == row.form.replace("-", " ")
            form = self.say.term("forms", row.form)
            yield Words(form) if plain else Words(row.voice, "" if self.say.lang == _OURS else _OURS)
        if row.coding:
            yield Words(self.say.many("codedof", int(row.coded_rows or 1)))
        if row.condition:
            yield Words(panel["condition"].format(row.condition))
        if row.withdrawn:
            yield Words(panel["withdrawn"])
        if row.retracted:
            yield Words(panel["retracted"])

    def source(self, cited: CitedSource) -> ShownSource:
        """Return a source as it is shown."""
        return ShownSource(
            Words(cited.title),
            self.asking.href(path_of(cited.iri)),
            safe(cited.url),
            cited.publisher,
            self.say.date(cited.published),
            self.say.date(cited.retracted),
            safe(cited.archived),
        )

    def status(self, label: str) -> tuple[str, str]:
        """Return what a status is called, and what it means."""
        return self.say.term("statuses", label), self.say.means("statusSays", label)

    def alleged(self, accused: str, role: str, incident: str) -> str:
        """Return what an allegation alleges."""
        names = self.label(accused), self.label(incident)
        if self.say.lang == _OURS:
            return self.say("alleged", wording.proposition(names[0], role, names[1]))
        return self.say("alleged", names[0], self.say.role(role), names[1])


def _undated(claim: Claim) -> str:
    return claim.label.removesuffix(f" ({in_words(str(claim.stated_on))})") if claim.stated_on else claim.label


def safe(url: str) -> str:
    """Return an address if a browser may follow it: anything else than the web is shown, and not linked."""
    return url if url.startswith(("https://", "http://")) else ""


@lru_cache(maxsize=1)
def _signs() -> Mapping[str, Markup]:
    theme = {"paper": "var(--paper)", "acts": {look: f"var(--{look})" for look in LOOKS}}
    box = '<svg class="sign" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">'
    return {look: Markup(f"{box}{svg}</svg>") for look, svg in drawn_signs(theme).items()}  # noqa: S704 - drawn by us


def sign(act: str) -> Markup:
    """Return the sign of an act, as the pictures draw it."""
    return _signs()[look_of(act)]
