"""What rows of lists say, in the reader's words and with links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...graph.status.assessment import Assessment
from ...ontology.records import dataset_iri
from .addresses import path_of
from .cards import Anchor, Speaking, Words
from .lists import Row


class Told(Speaking):
    """Puts the rows of lists into a reader's words."""

    def thing(self, name: str, row: Row) -> Anchor:
        """Return a link to what a row of a list is about."""
        iri = str(row["iri"])
        if name == "allegations":
            made = self.reading.facts.allegations[iri]
            return Anchor(Words(f"{self.label(made.accused)}, {self.say.role(made.role)}"), self.at(iri))
        if name == "datasets":
            return Anchor(
                Words(str(row["title"] or row["name"])), self.asking.href(path_of(dataset_iri(str(row["name"]))))
            )
        return self.link(iri)

    def at(self, iri: str) -> str:
        """Return where the page of a thing is."""
        return self.asking.href(path_of(iri))

    def of_allegation(self, row: Row) -> Words:
        """Return the incident of an allegation."""
        return self.named(self.reading.facts.allegations[str(row["iri"])].incident)

    def received(self, each: Assessment) -> Mapping[str, Any]:
        """Return an allegation with how it was received."""
        made = each.allegation
        return {
            "href": self.at(made.iri),
            "accused": self.label(made.accused),
            "role": self.say.role(made.role),
            "status": self.status(each.status.label)[0],
            "contested": each.is_contested,
        }

    def contested(self, incident: str) -> list[Mapping[str, Any]]:
        """Return the contested allegations about an incident, the most spoken of first."""
        found = [each for each in self.reading.about(incident) if each.is_contested]
        return [self.received(each) for each in sorted(found, key=lambda each: -len(each.status.claims))]

    def made(self, allegation: str) -> Mapping[str, Any]:
        """Return an allegation with a link to its page."""
        made = self.reading.facts.allegations[allegation]
        words = Words(self.alleged(made.accused, made.role, made.incident))
        return {"link": Anchor(words, self.at(allegation)), "accused": self.label(made.accused)}

    def change(self, speaker: str, kind: str, before: str, after: str) -> Mapping[str, Any]:
        """Return a change of position."""
        return {
            "speaker": self.link(speaker),
            "kind": self.say.own["values"].get(kind, kind),
            "before": self.claim(before),
            "after": self.claim(after),
        }

    def changed(self, row: Row) -> Mapping[str, Any]:
        """Return the change of position of a row."""
        return self.change(*(str(row[name]) for name in ("speaker_iri", "change", "before_claim", "after_claim")))
