"""The table of claims, row by row: all that is known of a claim, flat, with what is computed about it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ....ontology.dates import EARLIEST, LATEST, PartialDate
from ....ontology.records import Claim, Confidence, DataSet, Source
from ....ontology.texts import primary
from ...ask.names import key_of
from ...store.clocks import public
from ...store.facts import Facts
from .disputes import Received

#: One row: the values of `columns.COLUMNS`, by name.
Row = dict[str, Any]


def rows(
    claims: Iterable[Claim],
    facts: Facts,
    received: Mapping[str, Received],
    withdrawn: Collection[str],
    datasets: Sequence[DataSet],
    home_of: Callable[[str], str],
) -> Iterator[Row]:
    """Yield a row a claim, as they come. `received` has the allegations (IRIs), `withdrawn` the claims that were taken
    back, and `home_of` tells in which data set a claim is, by what follows `ID`."""
    table = _Table(facts, datasets, received, withdrawn)
    for claim in claims:
        yield table.row(claim, home_of(claim.iri))


class _Table:
    def __init__(
        self,
        facts: Facts,
        datasets: Sequence[DataSet],
        received: Mapping[str, Received],
        withdrawn: Collection[str],
    ) -> None:
        self.facts = facts
        self.datasets = {dataset.name: dataset for dataset in datasets}
        self.received = received
        self.withdrawn = withdrawn

    def row(self, claim: Claim, home: str) -> Row:
        facts = self.facts
        incident = facts.incidents.get(claim.incident or "")
        quote = claim.quote
        return {
            "key": key_of(claim.iri),
            "act": claim.act,
            "said": claim.label,
            "speakers": self._labels(claim.speakers),
            "accused": self._labels(claim.accused),
            "roles": self._roles(claim),
            "incident": facts.label(claim.incident) if claim.incident else None,
            "incident_kind": incident.kind if incident else None,
            "form": claim.form,
            **_dates("date", claim.stated_on, claim.stated_on),
            **_dates("public", claim.public_on, public(claim, facts)),
            "summary": primary(claim.summary) or None,
            "quote": quote.text if quote else None,
            "quote_language": quote.language if quote else None,
            "quote_translated": quote.translated if quote else None,
            "condition": claim.condition,
            "outcome": claim.outcome,
            "through": [*self._labels(claim.through), *filter(None, [claim.through_words])],
            "as_told_by": self._labels(claim.as_told_by),
            "own_view": claim.own_view,
            **_degree("confidence", claim.confidence),
            **_degree("likelihood", claim.likelihood),
            "quantity": claim.quantity,
            "quantity_about": claim.quantity_about,
            "quantity_at_least": claim.quantity_at_least,
            "quantity_at_most": claim.quantity_at_most,
            "unit": claim.unit,
            "coding": claim.coding,
            "coded_rows": claim.coded_rows,
            "answers": [
                key_of(iri) for iri in (*claim.responds_to, *claim.challenges, *claim.endorses, *claim.withdraws)
            ],
            "withdrawn": claim.iri in self.withdrawn,
            **self._received(claim),
            **self._sources([facts.sources[iri] for iri in claim.made_in if iri in facts.sources]),
            "claim": claim.iri,
            "speaker_iris": list(claim.speakers),
            "accused_iris": list(claim.accused),
            "incident_iri": claim.incident,
            **self._home(home),
        }

    def _labels(self, iris: Sequence[str]) -> list[str]:
        return [self.facts.label(iri) for iri in iris]

    def _roles(self, claim: Claim) -> list[str]:
        about = (self.facts.allegations[iri].role for iri in claim.about if iri in self.facts.allegations)
        return sorted({*about, *filter(None, [claim.role])})

    def _received(self, claim: Claim) -> Row:
        """Return what is computed of the allegations that a claim is about."""
        found = {iri: self.received[iri] for iri in claim.about if iri in self.received}
        return {
            "allegations": list(map(key_of, found)),
            "statuses": [each.status for each in found.values()],
            "origins_least": min((each.low for each in found.values()), default=None),
            "origins_most": max((each.high for each in found.values()), default=None),
        }

    def _sources(self, sources: Sequence[Source]) -> Row:
        publishers = [source.publisher or "" for source in sources]
        return {
            "retracted": bool(sources) and all(source.retracted for source in sources),
            "sources": [source.label for source in sources],
            "outlets": [self.facts.label(iri) if iri else "" for iri in publishers],
            "published": [str(source.published or "") for source in sources],
            "urls": [source.url or "" for source in sources],
            "archived": [source.archived_at or "" for source in sources],
            "outlet_iris": publishers,
            "source_keys": [key_of(source.iri) for source in sources],
        }

    def _home(self, home: str) -> Row:
        dataset = self.datasets.get(home)
        version = f"sha256:{dataset.sha256[:16]}" if dataset and dataset.sha256 else None
        return {"dataset": home or None, "version": version, "licence": dataset.licence if dataset else None}


def _dates(name: str, written: PartialDate | None, bounds: PartialDate | None) -> Mapping[str, Any]:
    first, last = (bounds.earliest, bounds.latest) if bounds else (EARLIEST, LATEST)
    return {
        name: str(written) if written else None,
        f"{name}_from": _day(first, EARLIEST),
        f"{name}_to": _day(last, LATEST),
    }


def _day(day: datetime.date, unknown: datetime.date) -> datetime.date | None:
    return None if day == unknown else day


def _degree(name: str, degree: Confidence | None) -> Mapping[str, Any]:
    said = degree or Confidence()
    return {
        f"{name}_words": said.words,
        f"{name}_scale": said.scale,
        f"{name}_grade": said.grade,
        f"{name}_percent": said.value,
    }
