"""MISP galaxies: the clusters of actors that the MISP project keeps, https://github.com/MISP/misp-galaxy.

The format is that of draft-dulaunoy-misp-galaxy-format; `docs/misp.md` says what becomes of what.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from ...errors import InvalidData, Problem
from ...ontology.records import Batch, DataSet, Record, Skipped, Stream, dataset_iri
from ..opening.documents import Document
from .clusters import Galaxy, clean, read_galaxy
from .index import Index
from .members import glimpse
from .records import records

_KEYS = frozenset(("authors", "category", "name", "source", "type", "uuid"))
#: Keys of other formats that have `values` as well: taxonomies of MISP, STIX bundles.
_FOREIGN = frozenset(("namespace", "predicates", "objects", "spec_version"))
_TOGETHER = "misp-galaxy"
_LONGEST_NAME = 60


def recognises(document: Document) -> bool:
    """Whether a document looks like a galaxy: a JSON object with `values` that are clusters."""
    if not document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    keys, of_first = glimpse(document.head)
    looks = len(keys & _KEYS) > 1 or {"value", "uuid"} <= of_first
    return "values" in keys and looks and not keys & _FOREIGN


def read(documents: Sequence[Document], dataset: str | None) -> list[Batch]:
    """One batch of all galaxies given, so that what they say of each other's clusters is found.

    A galaxy alone is called after its type, several are `misp-galaxy`, unless `dataset` names them. Raises
    `InvalidData` for what is no JSON, or no galaxy.
    """
    galaxies, repeated = _different(documents)
    types = tuple(sorted({galaxy.type for galaxy in galaxies}))
    name = dataset or (_TOGETHER if len(galaxies) > 1 else _slug(types[0]))
    index = Index.of(galaxies, name)

    def read_records() -> Iterator[Record | Skipped]:
        for document in repeated:
            yield Skipped("another file has the same content", document.name)
        yield from records(galaxies, index)

    return [Batch(_described(galaxies, types, name), Stream(read_records))]


def _different(documents: Sequence[Document]) -> tuple[list[Galaxy], list[Document]]:
    """The galaxies in an order that does not depend on that of the documents, and documents that repeat others."""
    by_content: dict[str, Document] = {}
    repeated = []
    for document in sorted(documents, key=lambda document: document.name):
        if document.sha256 in by_content:
            repeated.append(document)
        by_content.setdefault(document.sha256, document)
    return sorted(_read_all(by_content.values()), key=lambda galaxy: galaxy.order), repeated


def _read_all(documents: Iterable[Document]) -> list[Galaxy]:
    """What the files say of themselves; raises `InvalidData` with the problems of all that are no galaxies."""
    galaxies: list[Galaxy] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            galaxies.append(read_galaxy(document))
        except InvalidData as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidData(problems)
    return galaxies


def _described(galaxies: Sequence[Galaxy], types: tuple[str, ...], name: str) -> DataSet:
    alone = galaxies[0] if len(galaxies) == 1 else None
    hashes = sorted(galaxy.document.sha256 for galaxy in galaxies)
    version = f", version {alone.version}" if alone and alone.version else ""
    names = ", ".join(galaxy.name for galaxy in galaxies)
    return DataSet(
        iri=dataset_iri(name),
        name=name,
        title={"en": f"MISP galaxy: {names}{version}" if alone else f"MISP galaxies: {names}"},
        origin=", ".join(clean(galaxy.document.base) or galaxy.type for galaxy in galaxies),
        format="misp-galaxy",
        sha256=hashes[0] if alone else hashlib.sha256("\n".join(hashes).encode()).hexdigest(),
        tables=types,
    )


def _slug(type_: str) -> str:
    """`misp-threat-actor` for the galaxy of that type."""
    return "-".join(["misp", *re.findall("[a-z0-9]+", type_.lower()[:_LONGEST_NAME])])
