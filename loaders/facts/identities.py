"""Files of decisions about who is who: YAML that people write by hand, and that overrules what is found by names.

    decisions: my-decisions
    title: {en: ..., de: ...}
    identities:
      - same: [misp-threat-actor/sandworm, microsoft/seashell-blizzard]
        reason: Microsoft's table gives Sandworm as another name of it
      - different: [...]

An actor is named by its IRI, or by its data set and its key in it. Its data set need not be loaded (yet).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict

from ...errors import InvalidData, Problem, StoreError
from ...ontology import ID, wording
from ...ontology.fields import iri_node
from ...ontology.patterns import is_slug
from ...ontology.records import Batch, DataSet, Identity, dataset_iri, digest, mint
from ..opening.documents import Document, places
from ..yaml import marks
from ..yaml.explain import parsed
from ..yaml.values import Listed, Slug, Wording, Words, editor_schema, shown

FORMAT = "identities"
_ADVICE = "a file of decisions is a map; begin it with decisions: NAME"

#: The key that no other file of ours has.
_IDENTITIES = re.compile(rb"^(?:\xef\xbb\xbf)?identities[ \t]*:", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOST = 100

Actors = Annotated[list[Words], Listed(least=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DecisionEntry(_Entry):
    """That some actors are the same, or that each of them is another; and why."""

    same: Actors | None = None
    different: Actors | None = None
    reason: Words | None = None


class DecisionFile(_Entry):
    """Decisions about who is who."""

    decisions: Slug
    title: Wording = {}
    identities: list[DecisionEntry]


def recognises(document: Document) -> bool:
    """Return whether a document looks like a file of decisions: YAML with `identities:` as one of its keys."""
    return marks.first_key(document.head) is not None and _IDENTITIES.search(document.head) is not None


def read(documents: Sequence[Document], dataset: str | None = None) -> list[Batch]:
    """Return the decisions of each file; `dataset` renames those of the one file that is read.

    Raises `InvalidData` with the problems of all files.
    """
    if dataset is not None and len(documents) != 1:
        raise StoreError(f"--dataset names the data set of one file, and {len(documents)} are given")
    batches: dict[str, Batch] = {}
    problems: list[Problem] = []
    for document in documents:
        try:
            batch = _batch(document, dataset)
        except InvalidData as error:
            problems += error.problems
            continue
        known = batches.setdefault(batch.dataset.name, batch)
        if known.dataset.sha256 != batch.dataset.sha256:
            message = f'the decisions "{known.dataset.name}" are in two files; give one of the two another name'
            problems.append(Problem(message, document.name, 1, 1))
    if problems:
        raise InvalidData(problems)
    return list(batches.values())


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of files of decisions, as a YAML language server takes it."""
    made = editor_schema(DecisionFile, "whoblamed decisions about who is who")
    made["$defs"]["DecisionEntry"]["oneOf"] = [{"required": ["same"]}, {"required": ["different"]}]
    return made


def _batch(document: Document, dataset: str | None) -> Batch:
    with document.open() as opened:
        content = opened.read(marks.MAX_BYTES + 1)
    marked = marks.read(content, document.name)
    wrong = partial(_wrong, marked=marked)
    file = parsed(DecisionFile, marked, document.name, _ADVICE, _model_at, wrong, at_keys=True)
    name = dataset or file.decisions
    described = DataSet(
        iri=dataset_iri(name),
        name=name,
        title=file.title,
        origin=document.base,
        format=FORMAT,
        sha256=hashlib.sha256(content).hexdigest(),
        read_from=places([document]),
    )
    return Batch(described, tuple(_records(file, name)), decides=True)


# -------------------------------------------------------------------------------------------------------------- checks


def _model_at(path: marks.Path) -> type[BaseModel]:
    return DecisionEntry if path else DecisionFile


def _wrong(read: DecisionFile, marked: marks.Marked) -> Iterator[tuple[marks.Path, str]]:
    """Yield what the schema cannot say, with the path of what is at fault."""
    decided: dict[tuple[str, str], tuple[str, int]] = {}
    for number, entry in enumerate(read.identities):
        path: marks.Path = ("identities", number)
        if (entry.same is None) == (entry.different is None):
            yield path, 'write either "same" or "different", with the actors that are'
            continue
        verdict, named = _verdict(entry)
        if len(named) > _MOST:
            yield (*path, verdict), f"more than {_MOST} actors; write several decisions"
            continue
        wrong = [(at, message) for at, text in enumerate(named) if (message := _not_an_actor(text))]
        yield from (((*path, verdict, at), message) for at, message in wrong)
        if wrong:
            continue
        actors = list(map(_iri, named))
        for pair in _pairs(actors, verdict):
            if pair[0] == pair[1]:
                yield (*path, verdict), "the same actor is listed twice"
            line = marked.place(path)[0]
            before = decided.setdefault(pair, (verdict, line))
            if before != (verdict, line):
                yield path, f"what these two are is already decided on line {before[1]}; delete one of the two"
    yield from _contradictions(read, decided)


def _contradictions(
    read: DecisionFile, decided: Mapping[tuple[str, str], tuple[str, int]]
) -> Iterator[tuple[marks.Path, str]]:
    """Actors that are different, and yet the same by several decisions."""
    same = _classes(pair for pair, (verdict, _) in decided.items() if verdict == "same")
    for number, entry in enumerate(read.identities):
        if entry.different is not None and not any(map(_not_an_actor, entry.different)):
            classes = [same[iri] for iri in map(_iri, entry.different) if iri in same]
            if len(set(classes)) < len(classes):
                message = "two of these are the same by other decisions of this file; change one of them"
                yield ("identities", number), message


def _classes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each actor of the pairs -> one of those that are the same as it."""
    above: dict[str, str] = {}

    def first(iri: str) -> str:
        while (over := above.setdefault(iri, iri)) != iri:
            above[iri] = above[over]  # shortens the way for the next
            iri = over
        return iri

    for a, b in pairs:
        above[first(b)] = first(a)
    return {iri: first(iri) for iri in list(above)}


def _not_an_actor(text: str) -> str:
    """Return what is wrong with how an actor is named; nothing if it is in order."""
    dataset, separator, key = text.partition("/")
    if not _SCHEME.match(text) and not (separator and key and is_slug(dataset)):
        return f"{shown(text)} names no actor; write its data set and key, such as sony-2014/fbi, or its IRI"
    try:
        iri_node(_iri(text))
    except ValueError:
        return f"{shown(text)} is not an IRI"
    return ""


# ------------------------------------------------------------------------------------------------------------- records


def _records(file: DecisionFile, dataset: str) -> Iterator[Identity]:
    for entry in file.identities:
        verdict, named = _verdict(entry)
        for pair in _pairs(list(map(_iri, named)), verdict):
            yield Identity(
                iri=mint(dataset, "identity", digest(*pair)),
                label=f"Decision that {wording.identity(map(_short, pair), verdict)}",
                actors=pair,
                verdict=verdict,
                basis="curated",
                reason=entry.reason,
            )


def _verdict(entry: DecisionEntry) -> tuple[str, list[str]]:
    return ("same", entry.same) if entry.same is not None else ("different", entry.different or [])


def _pairs(actors: Sequence[str], verdict: str) -> Iterator[tuple[str, str]]:
    """Return the pairs that a decision is about: the first with each other if all are the same, else each with each."""
    pairs = ((actors[0], other) for other in actors[1:]) if verdict == "same" else combinations(actors, 2)
    return ((min(pair), max(pair)) for pair in pairs)


def _iri(text: str) -> str:
    if text.startswith("id:"):
        return ID + text.removeprefix("id:")
    if _SCHEME.match(text):
        return text
    dataset, _, key = text.partition("/")
    return mint(dataset, "actor", key)


def _short(iri: str) -> str:
    return iri.removeprefix(ID).replace("/actor/", "/")
