"""A store as it is now, for whoever reads for longer: what is changed meanwhile is not seen."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from ...errors import StoreError
from .base import Change, Generation, QuadStore, Store


class Pinned:
    """The generation that another store has now, under its state, where all of it is read quickly. It can be read from
    several threads, and never changes."""

    def __init__(self, store: Store) -> None:
        """Keep what a store holds. Raises `StoreError` when it cannot be read."""
        self.place = store.place
        self.exists = store.exists
        while True:
            self.state = store.state
            self.generation: Generation = store.near()
            if store.state == self.state:  # otherwise somebody has changed it in between
                break

    @property
    def current(self) -> QuadStore:
        """What is recorded."""
        return self.generation.current

    @property
    def history(self) -> QuadStore:
        """The claims that are closed."""
        return self.generation.history

    @property
    def columns(self) -> Path | None:
        """The folder of columns; None where none are kept."""
        return self.generation.columns

    def near(self) -> Generation:
        """Return the generation: all of it is here."""
        return self.generation

    def since(self, work: str, now: datetime) -> datetime:  # noqa: ARG002 - nothing is begun here
        """Return `now`."""
        return now

    def changing(self, *, alone: bool = False) -> AbstractContextManager[Change]:  # noqa: ARG002 - as of all stores
        """Raise `StoreError`: a store that stays as it is is not changed."""
        self._refuse()

    def take_back(self) -> None:
        """Raise `StoreError`, likewise."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StoreError(f"{self.place}: read here as it was at one time, and not to be changed")
