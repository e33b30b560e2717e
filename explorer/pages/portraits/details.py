"""What the pages of all kinds of things are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from ....graph.ask.names import Found
from ....graph.ask.values import Values
from ....graph.status.assessment import Assessment, Finding
from ..addresses import path_of
from ..answering import Page
from ..asking import Asking
from ..cards import Card, Speaking, Words
from ..lists import claim_rows
from ..pictures import PICTURES, drawn
from ..reading import Reading

#: What a template is given of a thing.
Portrait = Mapping[str, Any]
#: How many claims a page shows of each of many headings, of each of some, and of one.
FEW, SOME, MANY = 6, 8, 24


class Details:
    """What pages of things are made of: the reading, its words, and the values of the thing."""

    def __init__(self, page: Page, found: Sequence[Found]) -> None:
        self.page = page
        self.asking: Asking = page.asking
        self.reading: Reading = page.reading
        self.facts = page.reading.facts
        self.speaking = Speaking(page.asking, page.reading)
        self.found = found
        self.iris = [each.iri for each in found]
        self.iri = self.reading.shown.representative(found[0].iri)
        self.values = Values(page.reading.store)
        self.values.read(self.iris)

    def text(self, property_: str) -> Words:
        """Return a text of the thing in the reader's language; of several things, the first that has any."""
        texts = (self.values.texts(iri, property_) for iri in self.iris)
        return self.speaking.text(next(filter(None, texts), {}))

    def one(self, property_: str) -> str:
        """Return the value of a property."""
        return next(filter(None, (self.values.one(iri, property_) for iri in self.iris)), "")

    def cards(self, iris: Iterable[str]) -> list[Card]:
        """Return claims as they are shown."""
        return [self.speaking.card(row) for row in claim_rows(self.reading, list(iris))]

    def claims(self, *dimensions: str) -> list[str]:
        """Return the claims (IRIs) that have the thing in some dimensions, in order of date."""
        claims = self.reading.claims
        return claims.at(reduce(or_, (claims.having(dimension, self.iri) for dimension in dimensions), 0))

    def some(self, iris: Sequence[str], most: int = MANY, **query: str) -> Mapping[str, Any]:
        """Return the latest claims with how many there are, and where all of them are listed."""
        return {
            "cards": self.cards(iris[-most:]),
            "total": len(iris),
            "left_out": max(0, len(iris) - most),
            "all": self.asking.href("/claims", **query),
        }

    def picture(self, names: Sequence[str], claims: Sequence[str]) -> Mapping[str, Any]:
        """Return the picture that is asked for, the first if none is, and links to others; nothing for no claims."""
        wanted = self.asking.one("picture", names[0])
        shown = wanted if wanted in PICTURES and wanted in names else names[0]
        if not claims:
            return {"drawn": None}
        words = self.speaking.say.view["page"]
        tabs = [
            (name, words["pictures"][name], self.asking.again(picture=None if name == names[0] else name))
            for name in names
        ]
        return {
            "name": shown,
            "says": self.speaking.say.view["pictures"]["subtitles"][shown],
            "tabs": tabs,
            "drawn": drawn(self.reading, self.asking, shown, self.iri, claims),
        }

    def allegation(self, each: Assessment) -> Mapping[str, Any]:
        """Return an allegation as lists show it."""
        made, speaking = each.allegation, self.speaking
        label, means = speaking.status(each.status.label)
        return {
            "href": self.asking.href(path_of(made.iri)),
            "accused": speaking.label(made.accused),
            "incident": speaking.named(made.incident),
            "role": speaking.say.role(made.role),
            "status": label,
            "contested": each.is_contested,
            "means": means,
            "claims": len(each.status.claims),
            "origins": each.origins,
            "findings": [self.finding(each_) for each_ in each.findings],
        }

    def finding(self, found: Finding) -> str:
        """Return what a court decided, in words."""
        outcome = self.speaking.say.view["pictures"]["outcomes"].get(found.outcome, found.outcome)
        return f"{outcome} ({', '.join(filter(None, (found.by, self.speaking.say.date(found.date))))})"

    def allegations(self, found: Iterable[Assessment]) -> list[Mapping[str, Any]]:
        """Return allegations as lists show them, the most spoken of first."""
        return [self.allegation(each) for each in sorted(found, key=lambda each: -len(each.status.claims))]
