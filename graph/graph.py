"""The graph as its users have it: load into it, ask it, project it, export it."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

import pyoxigraph as ox

from ..errors import Problem, QueryError, StoreError
from ..ontology import MADE_GRAPHS, WB
from ..ontology.texts import counted, primary
from .store.base import Generation, QuadStore, Store
from .store.disk import DiskStore
from .store.memory import MemoryStore

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from ..loaders.opening.documents import Progress
    from ..ontology.records import Claim, DataSet
    from ..ontology.scales import Trust
    from ..ontology.validation import Violation
    from .export.formats import Written
    from .export.tables.frames import Library
    from .export.waiting.shelf import Shelf
    from .identity.representatives import Representatives
    from .loading.held import Undone
    from .loading.report import Report
    from .network.matrix import By, Matrix
    from .status.assessment import Assessment
    from .status.unanswered import Unanswered
    from .store.answers import Answer, Row
    from .store.facts import Facts
    from .store.limits import Limits
    from .view.pictures import Picture

MEMORY = ":memory:"
ENVIRONMENT = "WHOBLAMED_GRAPH"
# Seconds since 1970 in which a clock can be: none before, and those that 64 bits hold in nanoseconds.
_FIRST, _LAST = 0.0, 2**63 / 1e9


class Graph:
    """An attribution graph. Open one with `whoblamed.open`.

    With `resolve`, actors of different data sets that were decided to be the same are one to those who read: in
    look-ups, networks and analyses. The records (`facts`, `claims`, `query`) are those of their data sets either way.
    """

    def __init__(self, store: Store, *, resolve: bool = True) -> None:
        _refuse_clock()
        self.store = store
        self.resolve = resolve
        #: Whether claims that a machine coded count as others do: in statuses, networks and all that is computed.
        self.machine_coded = False
        self.trust: Trusting | None = None
        self._facts: tuple[str, Facts] | None = None

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        update: str | None = None,
        store: str | None = None,
        build: bool = True,
    ) -> Graph:
        """Open the graph at `path`; see `whoblamed.open`. Without `build`, the user's own may still be missing."""
        if path is None:
            path = os.environ.get(ENVIRONMENT) or None
        if isinstance(path, str) and ":/" in path:
            from .store.remote.address import Endpoint, is_address

            if is_address(path):
                from .store.remote.store import RemoteStore

                return cls(RemoteStore(Endpoint.of(path, update, store)))
        if update or store:
            raise StoreError("addresses of updates and of whole graphs are for a graph on a server; give its address")
        if path is None:
            graph = cls(DiskStore(default_folder()))
            if build and not graph.exists:
                graph.load()
            return graph
        if str(path) == MEMORY:
            return cls(MemoryStore())
        return cls(DiskStore(Path(path).expanduser()))

    @classmethod
    def open_existing(
        cls, path: str | Path | None = None, *, update: str | None = None, store: str | None = None
    ) -> Graph:
        """Open the graph at `path` to read; raises `StoreError` when there is none. The user's own is built first."""
        graph = cls.open(path, update=update, store=store)
        if not graph.exists:
            raise StoreError(f"{graph.store.place}: there is no graph here yet; make one with `whoblamed load`")
        return graph

    @property
    def exists(self) -> bool:
        """Whether there is anything at the graph's place yet."""
        return self.store.exists

    @property
    def _held(self) -> Generation:
        """What is held now; raises `StoreError` where nothing is, because a path may be mistyped."""
        if not self.exists:
            raise StoreError(f"{self.store.place}: there is no graph here yet; load something into it, or see the path")
        return self.store.generation

    @property
    def _near(self) -> Generation:
        """What is held now, for what reads all of it."""
        return self.store.near() if self.exists else self._held

    def __repr__(self) -> str:
        if not self.exists:
            return f"<Graph {self.store.place}: nothing is loaded yet>"
        return f"<Graph {self.store.place}: {counted(len(self.datasets()), 'data set')}>"

    def _repr_html_(self) -> str:
        """A table of the data sets, for notebooks."""
        from .ask.notebook import table
        from .loading.held import counts

        if not self.exists:
            return table(("graph",), [[repr(self)]])
        held = self.store.current
        numbers = ((each, counts(held, each.iri)) for each in self.datasets())
        rows = [
            (each.name, primary(each.title), found.get("claims", 0), found.get("sources", 0)) for each, found in numbers
        ]
        return table(("data set", "title", "claims", "sources"), rows)

    # ----------------------------------------------------------------------------------------------- load, unload

    def load(
        self,
        *sources: str | Path,
        as_: str | None = None,
        dataset: str | None = None,
        replace: bool = False,
        dry_run: bool = False,
        strict: bool = False,
        alone: bool = False,
        skip_bad_lines: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Load files, folders, patterns, URLs or standard input (`-`), in any of the formats that `loaders.formats`
        lists; no source loads the casebook that ships with whoblamed.

        All data sets of one call are loaded, or none is. `as_` names the format, or a mapping for tables, where it
        shall not be told from the content; `dataset` renames the data set where it is one. What is held under the
        name of a data set from elsewhere is only replaced with `replace` (see docs/sources.md). `dry_run` reads, checks
        and reports without changing the graph, `strict` makes an error of each piece that cannot be loaded,
        `skip_bad_lines` leaves out the broken lines of N-Triples and N-Quads, and `now` stands in for the time of
        loading (UTC unless it says otherwise). `progress` is told what was read. `alone` says that this process does
        nothing else: the store's threads may get other priorities for good, which saves a quarter of the processors'
        time. Raises `InvalidData` with all problems that were found, and `StoreError` when something cannot be read or
        written.
        """
        from ..loaders.opening.documents import CASEBOOK
        from ..loaders.sources import read
        from ..ontology.dates import recorded_moment
        from .loading.held import datasets_with
        from .loading.load import load

        work = " ".join(("load", dataset or "", as_ or "", *map(str, sources)))
        time = recorded_moment(now or self.store.since(work, datetime.now(UTC)))
        found = read(
            sources or [CASEBOOK],
            dataset,
            as_,
            progress=progress,
            skip_bad_lines=skip_bad_lines,
            now=time,
            held=lambda sha256: datasets_with(self.store.generation, sha256),
        )
        report = load(
            self.store,
            found.batches,
            skipped=found.skipped,
            dry_run=dry_run,
            strict=strict,
            replacing=replace,
            alone=alone,
            now=time,
        )
        report.notes.extend(found.notes)
        return report

    def unload(self, *names: str) -> int:
        """Remove data sets with all their history; returns how many claims they had. `undo` brings them back.

        Raises `UnknownName`, and `StoreError` when other data sets use their actors.
        """
        from .loading.load import unload

        return unload(self.store, names)

    def undo(self) -> Undone:
        """Take back the last change of the graph, a load or an unload; returns what that had done to data sets.

        All is as it was before, on both clocks. Raises `StoreError` when there is nothing to take back: only the last
        change can be, and once.
        """
        from .loading.held import undo

        return undo(self.store)

    def datasets(self) -> list[DataSet]:
        """Return the data sets that are loaded, by name."""
        from .ask.notebook import Listed
        from .loading.held import datasets

        columns = ("name", "title", "origin", "loaded on")
        return Listed(datasets(self._held), columns, _of_dataset)

    # -------------------------------------------------------------------------------------------------------- ask

    def query(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        roll_up: bool = False,
        timeout: float | None = None,
        max_rows: int | None = None,
        max_memory: int | None = None,
        **more: Any,
    ) -> list[Row] | bool | rdflib.Graph:
        """Answer a SPARQL query, or a named one, over all data sets and the vocabulary.

        Parameters take the place of the query's variables of that name: text, numbers, booleans and dates become
        literals, `<…>` an IRI, `pyoxigraph` terms stay what they are, and the values of a list are alternatives. The
        parameters of a named query are read by their types, names are looked up; with `roll_up`, a state is then also
        its ministries and agencies, and whoever speaks for it. Claims that a machine coded are in the rows of named
        queries with `machine_coded` only; SPARQL of your own sees all that is recorded. Returns rows for SELECT, a bool
        for ASK, an `rdflib.Graph` for CONSTRUCT and DESCRIBE. Raises `QueryError`.

        `timeout` in seconds, `max_rows` (or triples) and `max_memory` in megabytes end a query that takes more, with a
        `QueryLimit`; None or 0 is no limit. A query with a limit runs in a process of its own, for some milliseconds
        more; docs/sparql.md says where which limit holds.
        """
        from .ask.notebook import Listed
        from .store.answers import Solutions, Triples
        from .store.limits import Limits

        limits = Limits(timeout, max_rows, max_memory)
        answer = self.answer(query, {**(parameters or {}), **more}, limits, roll_up=roll_up)
        if isinstance(answer, Solutions):
            return Listed(answer.rows(), answer.variables, tuple)
        if not isinstance(answer, Triples):
            return bool(answer)
        from .store.rdf import graph_of

        return graph_of(answer)

    def answer(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
        *,
        roll_up: bool = False,
        claims: Collection[str] | None = None,
    ) -> Answer:
        """Answer a query as `query` does, with results that are computed as they are read: for what passes them on.

        `claims` (IRIs; None: all that count) are those of which a named query has rows.
        """
        from .ask.named import has_rows_of_claims, is_named, prepare

        graph = self
        if is_named(query) and claims is None and self.uncounted():
            if has_rows_of_claims(query):
                claims = frozenset(self.bare_facts().claims)
            else:
                graph = self.read_by_people()
        shown = graph.rolled_up() if roll_up else None
        held = graph._held.current.nearest if is_named(query) else graph._held.current
        text, bound = prepare(held, query, parameters or {}, resolve=self.resolve, together=shown, claims=claims)
        return held.answer(text, bound, limits)

    def facts(self) -> Facts:
        """Return all records that are held now; read once from each state of the store."""
        state = self.store.state
        if self._facts is None or self._facts[0] != state:
            self._facts = (state, self._read_facts())
        return self._facts[1]

    def _read_facts(self) -> Facts:
        from ..ontology.quads import from_quads
        from .store import projection
        from .store.facts import Facts

        held = self._held
        if held.columns is None:
            return Facts.of(from_quads(self.quads()))
        return projection.whole_facts(held.current, held.columns)

    def bare_facts(self) -> Facts:
        """Return what statuses and analyses are computed from: the records without names, texts and passages.

        Each actor is the one that stands for it (see `representatives`). Claims that a machine coded are there with
        `machine_coded` only. From disk it takes a fraction of the time of `facts`.
        """
        from .identity.resolved import resolved
        from .store import projection

        held = self._held
        found = self.facts() if held.columns is None else projection.facts(held.current, held.columns)
        return self.counted(resolved(found, self.representatives()))

    def facts_about(self, incidents: Collection[str]) -> Facts:
        """Return the facts from which follows what is computed of the allegations about some incidents (IRIs): those
        of `concerning`, or else `bare_facts`. Ask of no other allegations by them."""
        part = self.concerning(incidents)
        return self.bare_facts() if part is None else part

    def concerning(self, incidents: Collection[str]) -> Facts | None:
        """Return of `bare_facts` only what concerns some incidents (IRIs), where it is looked up in less time than all
        is read; None elsewhere."""
        from .identity.resolved import resolved
        from .status.concerning import concerning, is_quicker

        held = self._held
        near = held.current.nearest
        is_part = near.whole is not near and near.columns is None
        is_made = not is_part or held.columns is None  # of some parts there are columns, and no quads yet
        is_read = near.columns is None and self._facts is not None and self._facts[0] == self.store.state
        # Of what is there for claims that do not count it takes all claims to tell whether it is there for others, too.
        if is_read or not is_made or self.uncounted() or not is_quicker(near, incidents):
            return None
        shown = self.representatives()
        return resolved(concerning(near, incidents, shown), shown)

    def counted(self, facts: Facts) -> Facts:
        """Return the facts that count: without what a machine coded, unless that is to count."""
        from .store.facts import read_by_people

        return facts if self.machine_coded else read_by_people(facts)

    def counting_machine_coded(self) -> Graph:
        """Return the same graph as one reads it for whom claims that a machine coded count."""
        graph = self._like(self.store)
        graph.machine_coded = True
        return graph

    def uncounted(self) -> int:
        """Return how many claims a machine coded that do not count, because nobody asked for them."""
        from .store.coding import machine_coded

        return 0 if self.machine_coded else machine_coded(self._held.current)

    def representatives(self) -> Representatives:
        """Return which actors are the same, and which of them stands for all; nobody for anybody else without
        `resolve`."""
        from .identity.representatives import Representatives

        return Representatives.of(self._held.current) if self.resolve else Representatives()

    def rolled_up(self) -> Representatives:
        """Return `representatives` in which each state also stands for its ministries and agencies, and for whoever
        speaks for it; for counting and drawing who blames whom (see `identity.rolling`)."""
        from .identity.rolling import rolled_up

        return rolled_up(self._held.current, self.representatives())

    def claims(self, *, as_of: date | str | None = None, recorded_as_of: date | str | None = None) -> list[Claim]:
        """Return the claims that were certainly public on `as_of` and recorded at `recorded_as_of`, in order of
        date."""
        from .ask.notebook import Listed
        from .store.clocks import claims_by_date

        facts = self.at(as_of=as_of, recorded_as_of=recorded_as_of).facts()
        found = (facts.claims[iri] for iri in claims_by_date(facts.claims, facts))
        return Listed(found, ("key", "act", "date", "said"), _of_claim)

    def statuses(self, incident: str | None = None, *, as_of: date | str | None = None) -> list[Assessment]:
        """Return how each allegation was received, or each about an incident (a name, key or IRI): its status, who
        denied it, and its independent origins, all at once.

        With `as_of`, over what was certainly public on that day; what may have been is told as possible. Raises
        `UnknownName` and `AmbiguousName` for the incident, and `QueryError` for what is no date.
        """
        from ..ontology.dates import public_day
        from .ask.notebook import Listed
        from .status.assessment import assess

        facts, wanted = self._about(incident)
        made = assess(facts, as_of=None if as_of is None else public_day(as_of), incidents=wanted)
        return Listed(made, ("incident", "accused", "role", "status", "origins"), _of_assessment)

    def _about(self, incident: str | None) -> tuple[Facts, set[str] | None]:
        """Return the facts from which follows what is computed about an incident (a name, key or IRI), and its IRIs;
        about all without one."""
        from .ask import names

        if incident is None:
            return self.bare_facts(), None
        found = names.find_one(self._held.current, incident, ["incident"], resolve=self.resolve)
        wanted = {each.iri for each in found}
        return self.facts_about(wanted), wanted

    def matrix(self, by: By = "state") -> Matrix:
        """Return who blames whom how often, by state, actor or bloc; see `network.matrix.matrix`."""
        from .network.matrix import matrix

        return matrix(self.blame_network(roll_up=by == "state"), by)

    def dataframe(
        self,
        what: str = "claims",
        parameters: Mapping[str, Any] | None = None,
        *,
        library: Library | None = None,
        by: By = "state",
        **more: Any,
    ) -> Any:
        """Return a table as a data frame: `claims`, `statuses`, `matrix`, or the rows of a query.

        `claims` has the columns of docs/tables.md, `statuses` a row for each allegation, `matrix` a row for each
        accuser and a column for each accused (`by` state, actor or bloc). Anything else is a SELECT in SPARQL or the
        name of a named query, with parameters as for `query`. The frame is one of pandas, else of polars, else of
        `library`, where `arrow` is a `pyarrow.Table`. Raises `FormatError` when nothing of that is installed, with what
        to install, and `QueryError`.
        """
        from .export.tables import frames

        made = self._table(what, {**(parameters or {}), **more}, by)
        return frames.frame(made, library)

    def _table(self, what: str, parameters: Mapping[str, Any], by: By) -> Any:
        """Return a table as a `pyarrow.Table`."""
        from .export.tables import arrow, columns, frames, table_of

        if what == "claims":
            with table_of(_Material(self)) as (_, rows):
                return arrow.table(rows, tuple(columns.COLUMNS))
        if what == "statuses":
            return frames.statuses(self.statuses())
        if what == "matrix":
            return frames.matrix(self.matrix(by))
        from .store.answers import Solutions

        answer = self.answer(what, parameters)
        if not isinstance(answer, Solutions):
            raise QueryError("a data frame has rows; ask with SELECT")
        return frames.solutions(answer.variables, answer.rows())

    def at(self, *, as_of: date | str | None = None, recorded_as_of: date | str | None = None) -> Graph:
        """Return the graph as it was: only what was certainly public on the day `as_of`, and recorded at
        `recorded_as_of`.

        Dates and times may be text (ISO 8601); a month or year means its end. Without a date it is this graph; with
        one, a part of it that can be read in the same ways, and not changed. Raises `QueryError` for what is no date.
        """
        if as_of is None and recorded_as_of is None:
            return self
        from ..ontology.dates import public_day, recorded_moment
        from .loading.past import public_by, recorded_at

        day = None if as_of is None else public_day(as_of)
        graph = self
        if recorded_as_of is not None:
            graph = self._like(recorded_at(self._near, recorded_moment(recorded_as_of)))
        return graph if day is None else self._like(public_by(graph._near, day, is_ours=self.store.is_ours))

    def trusting(self, rule: str | Path | Trust, *, as_of: date | str | None = None) -> Graph:
        """Return the graph as one reads it who trusts by a rule: a file (see docs/trust.md), or one that was read.

        What the rule leaves out is not there; `trust` of the graph that is returned says what that was. It can be read
        in the same ways, and not changed. Independent origins are counted over all that is in this graph, or
        over what was certainly public on `as_of`. Raises `InvalidData` for a rule that is not in order, or of which a
        name may mean several, and `StoreError` when there is no such file.
        """
        from ..loaders.trust import read
        from ..ontology.dates import public_day
        from ..ontology.scales import Trust as Rule
        from .ask.grading import grades
        from .loading.part import what_counts
        from .status.trust import trusted

        trust = rule if isinstance(rule, Rule) else read(rule)
        graded, unknown = grades(self._held.current, trust, self.representatives())
        day = None if as_of is None else public_day(as_of)
        found = trusted(self.bare_facts(), trust, graded, day)
        graph = self._like(what_counts(self._near, found.kept))
        graph.trust = Trusting(found.words(trust), found.distrusted, found.few, tuple(unknown))
        return graph

    def only(self, claims: Collection[str]) -> Graph:
        """Return a graph with these claims (IRIs) and what they refer to, such as actors, sources, and the claims that
        they answer; also what takes one of them back.

        It is in memory, can be read and exported in the same ways, and is in order by the shapes if this one is.
        """
        from .loading.part import part

        return self._like(part(self._near, claims))

    def unanswered(self, incident: str | None = None) -> list[Unanswered]:
        """Return what is missing about allegations: about all, or those about an incident (a name, key or IRI).

        See `status.unanswered`. Raises `UnknownName` or `AmbiguousName` for a name that is looked up in vain.
        """
        from .status.unanswered import unanswered

        return unanswered(*self._about(incident))

    def blame_network(self, *, resolve: bool | None = None, roll_up: bool = False) -> nx.MultiDiGraph[str]:
        """Return the claims as a `networkx.MultiDiGraph`, accuser -> accused; see `network.blame_network`.

        With `resolve` (the graph's own, unless it is given), actors that are the same are one node; with `roll_up`,
        ministries, agencies and whoever speaks for a state are that state.
        """
        from .identity.representatives import Representatives
        from .identity.rolling import states
        from .network import projection
        from .network.network import blame_network

        held = self._held
        wanted = self.resolve if resolve is None else resolve
        shown = Representatives.of(held.current) if wanted else Representatives()
        counted = states(held.current, shown) if roll_up else {}
        if held.columns is None:
            return blame_network(self.counted(self.facts()), shown.same, counted)
        return projection.network(held.current, held.columns, shown.same, counted, machine_coded=self.machine_coded)

    def view(
        self,
        picture: str | None = None,
        focus: str | None = None,
        *,
        as_of: date | str | None = None,
        roll_up: bool = False,
        among: Collection[str] | None = None,
        **look: Any,
    ) -> Picture:
        """Return a static picture, which notebooks show: one of `view.pictures.PICTURES`, by default the board of a
        focus, else the matrix.

        `focus` is what it is cut to: an incident or actor (a name, key or IRI). `as_of` leaves out what was not
        certainly public by that day, `roll_up` counts ministries, agencies and spokespeople as their states, `among`
        (IRIs) leaves only these claims; `look` may give `title`, `size` (width and height in pixels), `theme` (light,
        dark) and `lang`. Raises `UnknownName` and `AmbiguousName` for the focus, `QueryError` for what is no date, and
        `FormatError` for a picture, size or theme that there is none of.
        """
        from ..ontology.dates import public_day
        from .ask.focus import focus_of
        from .identity.resolved import resolved
        from .view import picture as drawn

        shown = self.rolled_up() if roll_up else self.representatives()
        facts = self.counted(resolved(self.facts(), self.representatives()))
        found = focus_of(focus, self.store.current, facts, shown, resolve=self.resolve) if focus else None
        return drawn(
            facts,
            picture,
            focus=found.iri if found else None,
            as_of=None if as_of is None else public_day(as_of),
            counted=shown.same if roll_up else {},
            states=self.states(),
            among=among,
            remark=self.trust.words if self.trust else "",
            **look,
        )

    def board(self, focus: str, **look: Any) -> Picture:
        """Return the rival explanations of an incident, or what an actor is blamed for; see `view`."""
        return self.view("board", focus, **look)

    def flow(self, focus: str | None = None, **look: Any) -> Picture:
        """Return who blamed whom for an incident, accusers left and accused right; see `view`."""
        return self.view("flow", focus, **look)

    def timeline(self, focus: str | None = None, **look: Any) -> Picture:
        """Return who said what when, and what it answered; see `view`."""
        return self.view("timeline", focus, **look)

    def overview(self, **look: Any) -> Picture:
        """Return the incidents as small boards, a line each; see `view`."""
        return self.view("overview", **look)

    def states(self) -> dict[str, str]:
        """Return which state each ministry, agency and spokesperson counts as, by their IRIs; see
        `identity.rolling.states`."""
        from .identity.rolling import states

        return states(self.store.current, self.representatives())

    def as_rdflib(self) -> rdflib.Dataset:
        """Return an `rdflib.Dataset` over the same store. Queries and patterns see the union of all data sets.

        It can only be read (change the graph with `load` and `unload`), and shows the graph as it is now.
        """
        return self._held.current.as_rdflib()

    def check(self) -> list[Violation]:
        """Validate the graph against the SHACL shapes; an empty list when it conforms."""
        from ..ontology.validation import Select, violations

        return violations(cast("Select", self._near.current.select))  # whose terms are no triples

    def export(self, path: str | Path, format: str | None = None, *, dataset: str | None = None) -> int:
        """Write the graph to a file, in the format of its ending or in `format`; see `write`.

        Returns how many statements, edges or objects were written. Raises `StoreError` when the file cannot be written.
        """
        from .export.files import complete
        from .export.formats import format_of

        format = format or format_of(str(path))
        with complete(Path(path)) as file:
            return self.write(file, format, dataset=dataset)[0]

    def write(self, out: BinaryIO, format: str, *, dataset: str | None = None) -> Written:
        """Write the graph, or one data set of it, to a stream, in one of the formats of `export.formats`.

        Returns how many of what were written, and what the format could not carry. Raises `FormatError`, and
        `UnknownName` for the data set.
        """
        from .export.formats import format_named

        wanted = format_named(format)
        return wanted.write(_Material(self if dataset is None else self.holding([dataset])), out)

    def holding(self, names: Collection[str]) -> Graph:
        """Return a graph with whole data sets, by their names, and those whose actors they use, in memory.

        Raises `UnknownName`.
        """
        from .loading.held import dataset_named

        held = self._held
        datasets = [dataset_named(held, name) for name in names]
        wanted = dict.fromkeys(iri for each in datasets for iri in (each.iri, *each.uses_actors_of))
        quads = (quad for iri in wanted for quad in held.current.find(graph=ox.NamedNode(iri)))
        return self._like(MemoryStore(quads))

    def read_by_people(self) -> Graph:
        """Return a graph, in memory, without the data sets all of whose claims a machine coded."""
        from ..ontology.records import owner_of
        from .store.coding import coded_among
        from .store.facts import read_by_people

        datasets = list(self.datasets())
        coded = coded_among(self._held.current, (each.iri for each in datasets))
        coded.difference_update(map(owner_of, read_by_people(self.bare_facts()).claims))
        return self.holding([each.name for each in datasets if each.iri not in coded])

    def _like(self, store: Store) -> Graph:
        """Return another store as one reads it who reads this one."""
        graph = Graph(store, resolve=self.resolve)
        graph.machine_coded = self.machine_coded
        graph.trust = self.trust
        return graph

    def quads(self) -> Iterator[ox.Quad]:
        """Return the quads of all data sets, without what every store makes for itself (`MADE_GRAPHS`), and without
        where files were on this computer."""
        made, place = {ox.NamedNode(graph) for graph in MADE_GRAPHS}, ox.NamedNode(WB.readFrom)
        held = self._near.current
        return (quad for quad in held if quad.graph_name not in made and quad.predicate != place)


class Trusting(NamedTuple):
    """What a rule of trust leaves out of a graph: in words, the claims (IRIs), and which of its names mean nothing.

    `distrusted` claims rest on sources with too low a grade only, and accusations of `few` independent origins.
    """

    words: str
    distrusted: frozenset[str]
    few: frozenset[str]
    unknown: tuple[Problem, ...]


class _Material:
    """What there is of a graph to write; see `export.formats`."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @property
    def store(self) -> QuadStore:
        return self._graph._near.current

    @property
    def columns(self) -> Path | None:
        return self._graph._near.columns

    @property
    def datasets(self) -> list[DataSet]:
        """The data sets, without where their files were on this computer."""
        return [replace(dataset, read_from=()) for dataset in self._graph.datasets()]

    @property
    def facts(self) -> Facts:
        return self._graph.facts()

    @property
    def representatives(self) -> Representatives:
        return self._graph.representatives()

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        return self._graph.blame_network()

    def assessed(self, shelf: Shelf) -> Iterable[Assessment]:
        """Return how the allegations were received, of the records of all data sets as they wait on a shelf."""
        from .export.tables.disputes import assessed

        if self._graph.uncounted():  # what is there for these alone does not count either
            return self._graph.statuses()
        return assessed(shelf, self.representatives)

    @property
    def material(self) -> _Material:
        """All of this."""
        return self


def _of_claim(claim: Claim) -> tuple[object, ...]:
    from .ask.names import key_of

    return key_of(claim.iri), claim.act, claim.stated_on, claim.label


def _of_assessment(each: Assessment) -> tuple[object, ...]:
    origins = f"{each.origins.low} to {each.origins.high}"
    return each.incident, each.accused, each.allegation.role, each.words, origins


def _of_dataset(each: DataSet) -> tuple[object, ...]:
    return each.name, primary(each.title), each.origin, each.loaded_on and each.loaded_on.date()


def _refuse_clock() -> None:
    """Raises `StoreError` when the computer's clock is so wrong that Oxigraph would end the process."""
    now = time.time()
    if not _FIRST <= now < _LAST:
        try:
            said = f"says {datetime.fromtimestamp(now, UTC):%Y-%m-%d}"
        except (OverflowError, ValueError, OSError):
            said = "is past the year 9999"
        raise StoreError(f"the clock of this computer {said}; set it right: what is loaded is recorded by it")


def default_folder() -> Path:
    """Return where the user's own graph is when no path is given."""
    import platformdirs

    return Path(platformdirs.user_data_dir("whoblamed", appauthor=False)) / "graph"
