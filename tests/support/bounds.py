"""The bounds of dates, for quads that no loader has made: what is derived whenever a record is written."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from whoblamed.ontology.dates import EARLIEST, LATEST, PartialDate
from whoblamed.ontology.fields import DAY, FIELDS

_BOUNDS = {field.predicate: field.bounds for fields in FIELDS.values() for field in fields if field.bounds}


def bounded(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads with the bounds of the dates in them, but for things of which they have some already."""
    found = set(quads)
    stated = {(quad.subject, quad.predicate) for quad in found}
    for quad in list(found):
        days = _days(quad.object.value) if isinstance(quad.object, ox.Literal) else ()
        for bound, day in zip(_BOUNDS.get(quad.predicate, ()), days, strict=False):
            if (quad.subject, bound) not in stated and day not in (EARLIEST, LATEST):
                found.add(ox.Quad(quad.subject, bound, DAY.write(day), quad.graph_name))
    return found


def _days(text: str) -> tuple[object, ...]:
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return ()
    return date.earliest, date.latest
