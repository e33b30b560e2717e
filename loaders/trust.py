"""Files of a reader's rule of trust: YAML that people write by hand.

at_least: C                     # sources that are graded lower do not count
sources: {sony-2014/wire: D}
outlets: {The Herald: B, The Mirror: E}
datasets: {eurepoc: C}
origins: 2                      # nor do accusations with fewer independent origins
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict

from ..ontology.scales import RELIABILITY, Trust
from .yaml import marks
from .yaml.explain import parsed
from .yaml.values import Count, Words, editor_schema, one_of

_SECTIONS = ("sources", "outlets", "datasets")
_ADVICE = "a rule of trust is a map; begin it with at_least: C, or origins: 2"
#: `F` is no line: what cannot be judged is neither above nor below any.
_LINES = tuple(RELIABILITY)[:-1]

Grade = Annotated[str, one_of(tuple(RELIABILITY))]


class TrustFile(BaseModel):
    """A reader's rule of trust."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: Annotated[str, one_of(_LINES)] | None = None
    ungraded: Annotated[str, one_of(("count", "leave out"))] = "count"
    sources: dict[Words, Grade] = {}
    outlets: dict[Words, Grade] = {}
    datasets: dict[Words, Grade] = {}
    origins: Count = 1


def read(path: str | Path) -> Trust:
    """Read a rule of trust; raises `InvalidData` with all that is wrong with it, `StoreError` if it is not there."""
    return parse(marks.content_of(path), str(path))


def parse(content: bytes, file: str) -> Trust:
    """Read the content of a file as `read` does."""
    marked = marks.read(content, file)
    rule = parsed(TrustFile, marked, file, _ADVICE, lambda _: TrustFile, _wrong, at_keys=True)
    graded = {section: getattr(rule, section) for section in _SECTIONS}
    return Trust(
        file=Path(file).name,
        at_least=rule.at_least,
        ungraded=rule.ungraded == "count",
        **graded,
        origins=rule.origins,
        places={(section, name): marked.place((section, name)) for section in _SECTIONS for name in graded[section]},
    )


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of rules of trust, as a YAML language server takes it."""
    return editor_schema(TrustFile, "whoblamed rule of trust")


def _wrong(rule: TrustFile) -> Iterator[tuple[marks.Path, str]]:
    """Yield what the schema cannot say, with the path of what is at fault."""
    if rule.at_least is None:
        written = [section for section in _SECTIONS if getattr(rule, section)]
        written += ["ungraded"] if rule.ungraded != "count" else []
        yield from (((key,), "no grade is too low; write at_least: C, or another of A to E") for key in written[:1])
        if not written and rule.origins == 1:
            yield (), "nothing is left out by this rule; write at_least: C with grades, or origins: 2"
