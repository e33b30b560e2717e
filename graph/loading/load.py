"""Loading data sets into a store: all that a call names in one step, or nothing; record by record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import chain

import pyoxigraph as ox

from ...errors import InvalidData, Problem, StoreError
from ...ontology import REPRESENTATIVES_GRAPH, VOCABULARY, VOCABULARY_GRAPH
from ...ontology.dates import not_recorded
from ...ontology.quads import to_ntriples, to_quads
from ...ontology.records import Batch, Claim, DataSet, Mentioned, Record, Skipped
from ..identity.representatives import IDENTITIES, shown_quads
from ..store.base import Change, Generation, QuadStore, Store
from ..store.columns.files import file_of
from ..store.columns.writing import Writer
from . import revision
from .held import counts, dataset_named, dataset_of, datasets, refuse_others
from .ownership import Elsewhere, Owned, on_identities
from .publicity import Publicity
from .report import Loaded, Report, Skips
from .throwaway import throwaway

# The least by which one change of a data set is later than the one before, whatever the computer's clock says.
_TICK = timedelta(microseconds=1)
_BLOCK = 10_000


def load(
    store: Store,
    batches: Sequence[Batch],
    *,
    skipped: Iterable[Skipped] = (),
    dry_run: bool = False,
    strict: bool = False,
    replacing: bool = False,
    alone: bool = False,
    now: datetime,
) -> Report:
    """Load batches as one change; see `Graph.load`. `skipped` are whole files of which nothing is loaded."""
    _refuse_taken(batches)
    with (
        throwaway(store) if dry_run else nullcontext(store) as target,
        target.changing(alone=alone) as change,
    ):
        held = store.near()
        found = [(batch, dataset_of(held, batch.dataset.iri)) for batch in batches]
        if not replacing:
            refuse_others((before, batch.dataset) for batch, before in found)
        loaded = _loaded(change, held, found, strict, now)
        report = Report(loaded, dry_run, list(skipped), list(on_identities(loaded, change, held)))
        if strict:
            _refuse_skips(report)
        if not dry_run:
            _keep_in_step(change, held)
        report.notes.extend(change.notes)
    return report


def unload(store: Store, names: Collection[str]) -> int:
    """Remove the data sets of these names; see `Graph.unload`."""
    _removable(store.generation, names)  # before anything is locked, or even made
    with store.changing() as change:
        held = store.near()
        iris = [dataset.iri for dataset in _removable(held, names)]
        change.will_replace(iris)
        claims = sum(counts(held.current, iri).get("claims", 0) for iri in iris)
        for iri in iris:
            change.replace(iri, ())
            change.replace_history(iri, ())
        _keep_in_step(change, held)
    return claims


def _removable(held: Generation, names: Collection[str]) -> list[DataSet]:
    """Return the data sets of these names, whose actors only they use."""
    found = [dataset_named(held, name) for name in dict.fromkeys(names)]
    staying = [other for other in datasets(held) if other.name not in names]
    for dataset in found:
        users = [other.name for other in staying if dataset.iri in other.uses_actors_of]
        if users:
            them = "it" if len(users) == 1 else "them"
            used = f"{dataset.name} defines actors that are used in {', '.join(users)}"
            raise StoreError(f"{used}; unload {them} first, or with it")
    return found


@cache
def vocabulary() -> frozenset[ox.Quad]:
    """Return the quads of the vocabulary, in its graph."""
    graph = ox.NamedNode(VOCABULARY_GRAPH)
    triples = (triple for path in VOCABULARY for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return frozenset(ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _keep_in_step(change: Change, held: Generation) -> None:
    """Bring the vocabulary up to date, and what is decided about who is who, if anything else has changed."""
    if _content(held.current, VOCABULARY_GRAPH) != vocabulary():
        change.replace(VOCABULARY_GRAPH, vocabulary())
    if change.begun:
        from ..identity.resolution import identity_quads

        decisions = identity_quads(change.current, columns=change.columns)
        if _content(held.current, IDENTITIES) != set(decisions):
            change.replace(IDENTITIES, decisions)
        shown = shown_quads(change.current)
        if _content(held.current, REPRESENTATIVES_GRAPH) != set(shown):
            change.replace(REPRESENTATIVES_GRAPH, shown)


def _content(store: QuadStore, graph: str) -> set[ox.Quad]:
    return set(store.find(graph=ox.NamedNode(graph)))


# ------------------------------------------------------------------------------------------------ what is to be done


def _refuse_taken(batches: Iterable[Batch]) -> None:
    for batch in batches:
        if batch.dataset.iri in (IDENTITIES, REPRESENTATIVES_GRAPH):
            message = f"the name {batch.dataset.name} is taken; give the data set another"
            raise StoreError(f"{batch.dataset.origin}: {message}")


def _is_held(now: DataSet, before: DataSet | None) -> bool:
    """Return whether a data set is what is held under its name `before`: a pure reader makes the same of the same."""
    if before is None or not now.sha256:
        return False
    # It may have been moved; and of whom it speaks that was loaded earlier, it does not know before it is read.
    return now == replace(before, loaded_on=None, read_from=now.read_from, uses_actors_of=now.uses_actors_of)


# --------------------------------------------------------------------------------------------------- doing it


def _loaded(
    change: Change,
    held: Generation,
    batches: Sequence[tuple[Batch, DataSet | None]],
    strict: bool,
    now: datetime,
) -> list[Loaded]:
    """Load the batches one by one, each given with what is held of its data set; raises `InvalidData` with the
    problems of all."""
    found: list[Loaded] = []
    problems: list[Problem] = []
    coming = {batch.dataset.iri: before for batch, before in batches if not _is_held(batch.dataset, before)}
    change.will_replace([iri for iri, before in coming.items() if before is not None])
    waiting = set(coming)  # what was held of these does not count any more, whatever has still to be removed
    for batch, before in batches:
        iri = batch.dataset.iri
        try:
            if iri not in coming:
                found.append(_unchanged(held, batch, strict))
            else:
                elsewhere = (Elsewhere(change.current, waiting), Elsewhere(held.current, coming.keys()))
                found.append(_Loading(change, held, batch, before, now, elsewhere).done())
                waiting.remove(iri)
        except InvalidData as error:
            problems += error.problems
        except ValueError as error:  # a record that cannot be written, which is a mistake of its loader
            problems.append(Problem(str(error), batch.dataset.origin or batch.dataset.name))
    if problems:
        raise InvalidData(list(dict.fromkeys(problems)))
    return found


def _unchanged(held: Generation, batch: Batch, strict: bool) -> Loaded:
    dataset = batch.dataset
    entry = Loaded(dataset.name, dataset.origin or "", "unchanged", counts(held.current, dataset.iri))
    for record in batch.records if strict else ():
        if isinstance(record, Skipped) and not isinstance(record, Mentioned):
            entry.skips.add(record)
    return entry


def _alike(held: Generation, dataset: DataSet) -> list[str]:
    """Return the other data sets (IRIs) that are held and were written in the same format."""
    others = (other for other in datasets(held) if other.iri != dataset.iri)
    return [other.iri for other in others if dataset.format in (other.format, other.said_format)]


class _Loading:
    """Loading one batch: its records flow into the change, and are counted on the way."""

    def __init__(
        self,
        change: Change,
        held: Generation,
        batch: Batch,
        before: DataSet | None,
        now: datetime,
        elsewhere: Collection[Elsewhere],
    ) -> None:
        self.change = change
        self.held = held
        self.batch = batch
        self.state = "changed" if before else "new"
        self.iri = batch.dataset.iri
        self.now = max(now, before.loaded_on + _TICK) if before and before.loaded_on else now
        self.claims = 0
        self.skips = Skips()
        self.earlier = revision.Earlier(held, self.iri)
        self.owned = Owned(batch, elsewhere, partial(_alike, held, batch.dataset))

    def done(self) -> Loaded:
        if self.change.columns is None:
            self.change.replace_by_lines(self.iri, self._lines(None))
        else:
            with Writer(file_of(self.change.columns, self.iri)) as writer:
                self.change.replace_by_lines(self.iri, self._lines(writer))
        found = counts(self.change.current, self.iri)
        if found.get("claims", 0) != self.claims:
            raise InvalidData([self._repeated()])
        dataset = self.batch.dataset
        proposals = (self.owned.identities, tuple(self.owned.compared), self.batch.decides)
        return Loaded(dataset.name, dataset.origin or "", self.state, found, self._close(), self.skips, proposals)

    def _lines(self, writer: Writer | None) -> Iterator[str]:
        publicity = Publicity(self.change.current)
        for record in self.earlier.held(self._kept(), self.now):
            if writer is not None:
                writer.add(record)
            yield to_ntriples(record) + publicity.lines(record)
        yield from publicity.rest()
        dataset = self.batch.dataset
        uses = tuple(sorted({*dataset.uses_actors_of, *self.owned.referred}))
        yield to_ntriples(replace(dataset, loaded_on=self.now, uses_actors_of=uses))

    def _kept(self) -> Iterator[Record]:
        for record in self.owned:
            if isinstance(record, Skipped):
                self.skips.add(record)
            elif isinstance(record, Claim):
                yield from self._timed(record)
            else:
                yield record

    def _timed(self, claim: Claim) -> Iterator[Claim]:
        """Yield the claim if it is held, with its time of recording as what it is: the second clock is ours."""
        if claim.closed_on or claim.version_of:
            self._skip(claim, "an earlier record of a claim, which another graph has closed; this one keeps its own")
            return
        self.claims += 1
        if claim.recorded_on is not None and not self.batch.keeps_time:
            reason = not_recorded(claim.recorded_on, claim.stated_on, self.now)
            if reason:
                self._skip(claim, f"recorded elsewhere {reason.partition(' (')[0]}; that time is left out")
            claim = revision.timed(claim, None, None if reason else claim.recorded_on)
        yield claim

    def _skip(self, claim: Claim, reason: str) -> None:
        self.skips.add(Skipped(reason, f"{self.batch.dataset.origin or self.batch.dataset.name} {claim.iri}"))

    def _close(self) -> int:
        """Close what the newer version does not hold any more; how many claims those are."""
        if self.state == "new":
            return 0
        claims = 0
        block: list[Record] = []
        for record in self.earlier.closed(self.now):
            claims += isinstance(record, Claim)
            block.append(record)
            if len(block) == _BLOCK:
                self._keep(block)
                block = []
        self._keep(block)
        return claims

    def _keep(self, closed: list[Record]) -> None:
        """Keep records in the history, in the place of what it had of the same things."""
        if not closed:
            return
        for record in closed:
            if not isinstance(record, Claim):
                self.change.remove_from_history(self.iri, record.iri)
        self.change.extend_history(chain.from_iterable(to_quads(record, self.iri) for record in closed))

    def _repeated(self) -> Problem:
        """Return a claim that is there more than once; reads the source again, because nobody keeps a list of all
        claims."""
        seen: set[str] = set()
        for record in self.batch.kept():
            if isinstance(record, Claim):
                if record.iri in seen:
                    message = f"several claims have the id {record.iri}; give each claim an id of its own"
                    return Problem(message, self.batch.dataset.origin or "")
                seen.add(record.iri)
        return Problem("the claims changed while they were read; load it again", self.batch.dataset.origin or "")


def _refuse_skips(report: Report) -> None:
    skipped = [*report.skipped, *(place for entry in report.loaded for place in entry.skips.places)]
    if skipped:
        raise InvalidData([Problem(f"not loaded: {each.reason}", each.file, each.line, 1) for each in skipped])
