"""MISP galaxies: the clusters of actors that the MISP project keeps, https://github.com/MISP/misp-galaxy.

The format is that of draft-dulaunoy-misp-galaxy-format; `docs/misp.md` says what becomes of what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from ...errors import InvalidData, Problem
from ...ontology.records import Batch, DataSet, Record, Skipped, Stream, dataset_iri, digest
from ..opening.documents import Document, hash_of, places
from . import web
from .claims import claims
from .clusters import Cluster, Galaxy, clean, read_galaxies
from .context import Context
from .index import Index
from .members import glimpse
from .names import actors
from .sources import references

_KEYS = frozenset(("authors", "category", "name", "source", "type", "uuid"))
#: Keys of other formats that have `values` as well: taxonomies of MISP, STIX bundles.
_FOREIGN = frozenset(("namespace", "predicates", "objects", "spec_version"))
_LONGEST_NAME = 60


def recognises(document: Document) -> bool:
    """Return whether a document looks like a galaxy: an object with `values` that are clusters, or what MISP
    exports."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if web.BEGINS.match(head):
        return True
    if not head.startswith(b"{"):
        return False
    keys, of_first = glimpse(document.head)
    looks = len(keys & _KEYS) > 1 or {"value", "uuid"} <= of_first
    return web.CLUSTER in keys or ("values" in keys and looks and not keys & _FOREIGN)


def read(documents: Sequence[Document], dataset: str | None) -> list[Batch]:
    """Return one batch for each type of galaxy, in which what they say of each other's clusters is found.

    A galaxy is called after its type, unless `dataset` names it. Raises `InvalidData` for what is no JSON, or no
    galaxy, for galaxies of one type by different publishers, and when `dataset` would name several.
    """
    galaxies, repeated = _different(documents, (lambda _: dataset) if dataset else _slug)
    numbered = {name: list(found) for name, found in groupby(enumerate(galaxies), key=lambda each: each[1].dataset)}
    _of_one_list(numbered)
    index = Index.of(galaxies)
    hashes = {name: hash_of(galaxy.document for _, galaxy in found) for name, found in numbered.items()}
    batches: list[Batch] = []
    for name, found in numbered.items():
        beside = index.used(name)
        known = {each: numbered[each][0][1].type for each in (name, *beside)}
        described = _described([galaxy for _, galaxy in found], name, hashes, known)
        batches.append(Batch(described, Stream(partial(_records, found, index, repeated if not batches else []))))
    return batches


def _records(
    galaxies: list[tuple[int, Galaxy]], index: Index, repeated: Iterable[Document]
) -> Iterator[Record | Skipped]:
    """Yield the records of some galaxies, given with their number in the index; what several share comes repeatedly."""
    for document in repeated:
        yield Skipped("another file has the same content", document.name)
    shared: set[str] = set()
    for number, galaxy in galaxies:
        for cluster in galaxy.clusters():
            reason = _reason_to_skip(number, galaxy, cluster, index)
            if reason:
                yield Skipped(reason, galaxy.document.name, cluster.line)
            else:
                context = Context(galaxy, cluster, index, shared)
                yield from _of_cluster(context)
                yield from context.waiting
                for amiss in cluster.amiss:
                    yield Skipped(amiss, galaxy.document.name, cluster.line)


def _of_cluster(context: Context) -> Iterator[Record]:
    yield from context.described(context.publisher)
    yield from actors(context)
    yield from references(context)
    yield from claims(context)


def _reason_to_skip(number: int, galaxy: Galaxy, cluster: Cluster, index: Index) -> str:
    if not cluster.value:
        return "the cluster has no name that can be read"
    if cluster.revoked:
        return "the cluster is revoked"
    if not index.holds(number, galaxy, cluster):
        return "the cluster has the UUID, or is of the state, of another one that is loaded"
    return "" if index.entries[galaxy.dataset, cluster.key].kind else f"the galaxy {galaxy.type} is not of actors"


def _different(documents: Sequence[Document], name_of: Callable[[str], str]) -> tuple[list[Galaxy], list[Document]]:
    """Return the galaxies in an order that does not depend on that of the documents, and documents that repeat
    others."""
    by_content: dict[str, Document] = {}
    repeated = []
    for document in sorted(documents, key=lambda document: document.name):
        if document.sha256 in by_content:
            repeated.append(document)
        by_content.setdefault(document.sha256, document)
    galaxies = _read_all(by_content.values(), name_of)
    return sorted(galaxies, key=lambda galaxy: (galaxy.dataset, galaxy.order)), repeated


def _read_all(documents: Iterable[Document], name_of: Callable[[str], str]) -> list[Galaxy]:
    """Return what the files say of themselves; raises `InvalidData` with the problems of all that are no galaxies."""
    galaxies: list[Galaxy] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            galaxies.extend(read_galaxies(document, name_of))
        except InvalidData as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidData(problems)
    return galaxies


def _of_one_list(numbered: Mapping[str, list[tuple[int, Galaxy]]]) -> None:
    """Refuse to take lists of different types or publishers for versions of one."""
    for name, [(_, first), *others] in numbered.items():
        for _, other in others:
            if (other.type, other.publisher) != (first.type, first.publisher):
                lists = " and ".join(f"{each.type} by {each.publisher.label}" for each in (first, other))
                message = f'{lists} cannot both be the data set "{name}"; load them one by one, each with its --dataset'
                raise InvalidData([Problem(message, other.document.name)])


def _described(galaxies: Sequence[Galaxy], name: str, hashes: Mapping[str, str], types: Mapping[str, str]) -> DataSet:
    """Return a data set. What it uses of others is in the fingerprint of its reader, because its records depend on
    that."""
    newest = galaxies[0]
    version = f", version {newest.version}" if newest.version else ""
    beside = [hashes[each] for each in types if each != name]
    return DataSet(
        iri=dataset_iri(name),
        name=name,
        title={"en": f"MISP galaxy: {newest.name}{version}"},
        origin=", ".join(clean(galaxy.document.base) or galaxy.type for galaxy in galaxies),
        format="misp-galaxy",
        sha256=hashes[name],
        reader=f"beside {digest(*beside)}" if beside else None,
        read_from=places(galaxy.document for galaxy in galaxies),
        tables=tuple(sorted(set(types.values()))),
        uses_actors_of=tuple(dataset_iri(each) for each in types if each != name),
    )


def _slug(type_: str) -> str:
    """`misp-threat-actor` for the galaxy of that type."""
    return "-".join(["misp", *re.findall("[a-z0-9]+", type_.lower()[:_LONGEST_NAME])])
