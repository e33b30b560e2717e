"""A store as it is now, for whoever reads for longer: what is changed meanwhile is not seen."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import NoReturn

from ...errors import StoreError
from .base import Change, Generation, OfGenerations, Store


class Pinned(OfGenerations):
    """The generation that another store has now, under its state, where all of it is read quickly. It can be read from
    several threads, and never changes."""

    def __init__(self, store: Store) -> None:
        """Keep what a store holds. Raises `StoreError` when it cannot be read."""
        self.place = store.place
        self.exists = store.exists
        while True:
            self.state = store.state
            self._generation = store.near()
            if store.state == self.state:  # otherwise somebody has changed it in between
                break

    @property
    def generation(self) -> Generation:
        return self._generation

    def changing(self, *, alone: bool = False) -> AbstractContextManager[Change]:  # noqa: ARG002 - as of all stores
        """Raise `StoreError`: a store that stays as it is is not changed."""
        self._refuse()

    def take_back(self) -> None:
        """Raise `StoreError`, likewise."""
        self._refuse()

    def refuse_read_only(self) -> None:
        """Raise `StoreError`, likewise."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StoreError(f"{self.place}: read here as it was at one time, and not to be changed")
