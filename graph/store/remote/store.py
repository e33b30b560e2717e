"""A graph on a server that answers SPARQL 1.1, as the graph needs a store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import StoreError
from ..base import Change, Generation, OfGenerations, QuadStore, nothing_to_take_back
from . import catalogue
from .address import Endpoint
from .catalogue import Held, Lock, Plan
from .client import Client
from .copy import Copy, computer
from .quads import RemoteQuads

if TYPE_CHECKING:
    from .sending import Begun, Sender

#: For how many seconds what was read of the server's state is taken for its state.
_FRESH = 2.0
#: After how many seconds without a sign whoever was changing the graph is taken for dead, and how often there is one.
_DEAD, _SIGN = 900.0, 60.0


class RemoteStore(OfGenerations):
    """A graph that a server holds; it is there from the first load on.

    >>> RemoteStore(Endpoint("https://example.org/sparql")).place
    'https://example.org/sparql'
    """

    def __init__(self, endpoint: Endpoint, client: Client | None = None, folder: Path | None = None) -> None:
        self._client = client or Client(endpoint)
        self._copy = Copy(self._client, folder)
        self._opened: _RemoteGeneration | None = None
        self._read_at = 0.0
        self._begun_file = self._copy.folder / "begun.json"
        self._begun: Begun | None = None

    @property
    def place(self) -> str:
        return self._client.place

    @property
    def exists(self) -> bool:
        """Whether the server holds a data set, or ever held one of ours."""
        return bool(self._held.graphs)

    @property
    def state(self) -> str:
        return self._held.state

    @property
    def generation(self) -> Generation:
        return self._generation

    @property
    def is_ours(self) -> bool:
        """Whoever has the server can write to it by other means."""
        return False

    def near(self) -> Generation:
        """Return the copy that is kept here, brought up to date."""
        return self._copy.synced(self._held)

    def since(self, work: str, now: datetime) -> datetime:
        """Return when this work was begun here, if it broke off, or else `now`."""
        from .sending import Begun

        begun = Begun.read(self._begun_file)
        self._begun = begun if begun.work == work else Begun(work, now.isoformat(), left=[*begun.left, *begun.sent])
        return datetime.fromisoformat(self._begun.at)

    def refuse_read_only(self) -> None:
        """Raises `StoreError` where there is no address for updates."""
        self._client.refuse_read_only()

    # ------------------------------------------------------------------------------------------------------- reading

    @property
    def _held(self) -> Held:
        return self._generation.held

    @property
    def _generation(self) -> _RemoteGeneration:
        if self._opened is None or time.monotonic() - self._read_at > _FRESH:
            self._open(catalogue.read(self._client))
        assert self._opened is not None  # noqa: S101 - just opened
        return self._opened

    def _open(self, held: Held) -> None:
        catalogue.refuse_switching(held, self.place)
        self._read_at = time.monotonic()
        if self._opened is None or self._opened.held.state != held.state:
            self._opened = _RemoteGeneration(self._client, held, self._copy, self._forget)

    def _forget(self) -> None:
        """Have the state of the server read anew when something is asked next."""
        self._opened = None

    # ------------------------------------------------------------------------------------------------------ changing

    @contextmanager
    def changing(self, *, alone: bool = False) -> Iterator[Change]:
        """Make a change in the copy, send it, and have the server put it in place; one at a time everywhere."""
        from .change import Sending, Watched  # who reads needs neither
        from .sending import Begun, Sender

        with self._locked() as lock:
            held = self._held
            self._copy.synced(held)
            begun = self._begun = self._begun or Begun()
            sender = Sender(self._client, begun, self._begun_file, lock.stay)
            sending = Sending(self._client, held, sender)
            with self._stopping(sender), self._copy.disk.changing(alone=alone) as change:
                watched = Watched(change, sending)
                yield watched
                if not watched.begun:
                    return
                self._copy.unmark()
                self._take(sending.plan(watched, lock.id, begun.at or _now()), held)
            self._copy.mark(self._held)

    @contextmanager
    def _stopping(self, sender: Sender) -> Iterator[None]:
        """Stops sending when a change is not to be, and removes what was sent of one with a mistake in it."""
        try:
            yield
        except BaseException as error:
            if isinstance(error, Exception) and not isinstance(error, StoreError):
                with suppress(StoreError):  # it is removed by the next change
                    sender.discard()
            else:
                sender.stop()
            raise

    def take_back(self) -> None:
        """Have the server put what it held before the last change in place; raises `StoreError` as `changing` does."""
        with self._locked() as lock:
            held = self._held
            if not held.changed:
                raise nothing_to_take_back(self.place)
            kept = [graph for graph, is_kept in held.changed.items() if is_kept]
            gone = [graph for graph, is_kept in held.changed.items() if not is_kept]
            with_history = {each for each in held.history if catalogue.history(each) not in gone}
            with_history |= {catalogue.of_history(graph) for graph in kept} - {""}
            copies = [(catalogue.before(graph), graph) for graph in kept]
            self._take(Plan(lock.id, _now(), copies, gone, history=sorted(with_history)), held)

    def _take(self, plan: Plan, held: Held) -> None:
        """Take the last step of a change."""
        try:
            self._client.update(catalogue.add_own(catalogue.PLAN, catalogue.of_plan(plan)), again=True)
            self._finish(plan, held)
        except StoreError as error:
            raise StoreError(
                f"{error}; it is not known whether the change took hold: see `whoblamed datasets`;"
                " the next command that changes the graph finishes what was begun"
            ) from error

    def _finish(self, plan: Plan, held: Held) -> None:
        now = self._switched(plan)
        if now.change != plan.id or now.is_switching:
            raise StoreError(f"{self.place}: did not do what it was asked for, and gave no reason")
        staged = {source for source, _ in plan.copies if source not in map(catalogue.before, plan.changed)}
        earlier = {catalogue.before(graph) for graph in held.changed or () if not plan.changed.get(graph)}
        read = {*now.graphs, *map(catalogue.history, now.history)}
        left = set(self._begun.left if self._begun else ())
        for graph in sorted(staged | earlier | (left - read)):
            self._client.update(catalogue.drop(graph), again=True)
        self._begun_file.unlink(missing_ok=True)
        self._begun = None
        self._open(now)

    def _switched(self, plan: Plan) -> Held:
        """Have the server put in place what a plan says, and see what it holds then: an answer may be lost."""
        try:
            self._client.update_all(catalogue.switch(plan))
        except StoreError:
            now = catalogue.read(self._client)
            if now.change != plan.id:
                raise
            return now
        return catalogue.read(self._client)

    @contextmanager
    def _locked(self) -> Iterator[_Lock]:
        """Lets nobody else change the graph: on this computer by a file, elsewhere by a word in the catalogue."""
        with self._copy.locked():
            lock = _Lock(self._client, computer(self._copy.folder.parent))
            held = lock.acquire()
            try:
                if held.plan is not None:  # somebody's last step broke off
                    self._finish(held.plan, held)
                else:
                    self._open(held)
                yield lock
            finally:
                lock.release()


class _RemoteGeneration:
    """What a server holds in one state; what is derived of it is in the copy."""

    def __init__(self, client: Client, held: Held, copy: Copy, outdated: Callable[[], None]) -> None:
        self.held = held
        self.current: QuadStore = RemoteQuads(client, held, copy, outdated)
        self._copy = copy

    @property
    def history(self) -> QuadStore:
        return self._copy.synced(self.held).history

    @property
    def columns(self) -> Path | None:
        return self._copy.synced(self.held).columns


class _Lock:
    """Our word in the catalogue that we are changing the graph."""

    def __init__(self, client: Client, here: str) -> None:
        self._client = client
        self._lock = Lock(os.urandom(8).hex(), here, time.time())

    @property
    def id(self) -> str:
        return self._lock.id

    def acquire(self) -> Held:
        """Say that we change the graph, and return what it holds then; raises `StoreError` when somebody else does."""
        self._say()
        try:
            held = catalogue.read(self._client)
            for other in (lock for lock in held.locks if lock.id != self.id):
                if not self._is_dead(other):
                    since = datetime.fromtimestamp(other.at, UTC)
                    raise StoreError(
                        f"{self._client.place}: somebody else is changing this graph (at work at {since:%Y-%m-%d %H:%M}"
                        " UTC); try again when that is done"
                    )
                self._unsay(other)
        except BaseException:
            self.release()
            raise
        return held

    def stay(self) -> None:
        """Give a sign of life if it is time for one."""
        if time.time() - self._lock.at > _SIGN:
            before, self._lock = self._lock, replace(self._lock, at=time.time())
            self._say()
            self._unsay(before)

    def release(self) -> None:
        """Let others change the graph."""
        with suppress(StoreError):  # the server is gone: what broke off says so, and the word is ours or grows old
            self._unsay(self._lock)

    def _is_dead(self, other: Lock) -> bool:
        """Return whether who said so does nothing any more: here, nobody else can, as the copy is ours."""
        return other.computer == self._lock.computer or abs(time.time() - other.at) > _DEAD

    def _say(self) -> None:
        self._client.update(catalogue.add_own(catalogue.LOCK, catalogue.of_lock(self._lock)), again=True)

    def _unsay(self, lock: Lock) -> None:
        self._client.update(catalogue.remove_own(catalogue.LOCK, catalogue.of_lock(lock)), again=True)


def _now() -> str:
    return datetime.now(UTC).isoformat()
