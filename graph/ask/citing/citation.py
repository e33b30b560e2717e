"""References to cite what the graph has: the sources of a thing, and the data sets that recorded it, by version."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ....ontology import ID, WB
from ....ontology.records import DataSet, dataset_iri
from ....ontology.texts import primary
from ...store.base import QuadStore
from ...store.coding import coded_among
from ..dossier import claims_of
from ..listing import only
from ..names import Found, key_of
from ..values import Values

#: How many hexadecimal digits of a file's SHA-256 stand for its version.
_VERSION = 16
_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """Something to cite: a source, or a data set of the graph.

    `issued` is a date as the graph writes it; `version` names the state of a data set, `note` says what else a reader
    needs: what it is cited for, and as of when.
    """

    key: str
    title: str
    publisher: str = ""
    issued: str = ""
    url: str = ""
    archived: str = ""
    language: str = ""
    version: str = ""
    note: str = ""
    is_data: bool = False

    @property
    def parts(self) -> list[int]:
        """Year, month and day, as far as they are known; empty for what is no plain date."""
        return [int(part) for part in self.issued.split("-")] if _PLAIN.fullmatch(self.issued) else []


def references(
    store: QuadStore,
    datasets: Iterable[DataSet],
    found: Sequence[Found],
    *,
    within: str = "",
    claims: Collection[str] | None = None,
) -> list[Reference]:
    """Return what to cite for a thing that `names.find_one` found: sources in order of title, then data sets.

    The sources are those of the claim, or of all claims that concern the thing, as far as they are among `claims`
    (IRIs; None: all). `within` says for people of which time the graph was read.
    """
    what, label = found[0].what, found[0].label
    rows = only((row for _, listed in claims_of(store, found) for row in listed), claims)
    cited = rows[:1] if what == "claim" else rows
    iris = [thing.iri for thing in found] if what == "source" else [iri for row in cited for iri in row.sources]
    homes = {thing.dataset.removeprefix(ID) for thing in found}
    if claims is not None:  # a machine that names the thing, too, has recorded none of the claims that are cited
        coded = coded_among(store, map(dataset_iri, homes))
        homes = {home for home in homes if dataset_iri(home) not in coded} or homes
    names = {row.dataset for row in cited} | homes
    return [*_sources(store, dict.fromkeys(iris)), *_data(datasets, names, label, within)]


def _sources(store: QuadStore, iris: Collection[str]) -> list[Reference]:
    values = Values(store.wider)
    values.read(iris)
    values.read_labels(values.of(iris, WB.publisher))
    listed = [
        Reference(
            key=key_of(iri),
            title=values.label(iri),
            publisher=values.label(publisher) if (publisher := values.one(iri, WB.publisher)) else "",
            issued=values.one(iri, WB.publishedOn),
            url=values.one(iri, WB.url),
            archived=values.one(iri, WB.archivedAt),
            language=values.one(iri, WB.language),
        )
        for iri in iris
    ]
    return sorted(listed, key=lambda reference: (reference.title.casefold(), reference.key))


def _data(datasets: Iterable[DataSet], names: set[str], label: str, within: str) -> list[Reference]:
    wanted = {dataset_iri(name) for name in names}
    return [
        Reference(
            key=dataset.name,
            title=primary(dataset.title) or dataset.name,
            publisher="whoblamed",
            issued=dataset.loaded_on.date().isoformat() if dataset.loaded_on else "",
            version=f"sha256:{dataset.sha256[:_VERSION]}" if dataset.sha256 else "",
            note="; ".join(filter(None, (f"on {label}", f"as {within}" if within else "", "records who said what"))),
            is_data=True,
        )
        for dataset in datasets
        if dataset.iri in wanted
    ]
