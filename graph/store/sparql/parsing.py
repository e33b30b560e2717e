"""Whether a query can be read at all, for those who show where it cannot."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from ....errors import QueryError
from ....ontology import PREFIXES
from . import answering, refuse_depth, refuse_service
from .mistakes import place_of


class Mistake(NamedTuple):
    """What is wrong with a query, and where, counted from 1; 0: the place is not known."""

    message: str
    line: int = 0
    column: int = 0


def mistake(query: str) -> Mistake | None:
    """Return what is wrong with a query as `QuadStore.answer` would say it; None if it can be asked."""
    try:
        refuse_service(query)
        refuse_depth(query)
        with answering(query):
            ox.Store().query(query, prefixes=PREFIXES)  # over nothing, and so at once
    except QueryError as error:
        return Mistake(str(error), *place_of(error.__cause__))
    return None
