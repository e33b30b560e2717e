"""The confidence scales of `schemes.ttl`: which number stands for a grade, by STIX 2.1, Appendix A.

And the scale of the reliability of sources (Admiralty code, NATO STANAG 2511), with the rule of a reader who uses it:
which sources count, and how many independent origins an accusation needs. Such a rule changes no record, and says
nothing of what is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from . import DCTERMS, NS, SKOS

_SCHEMES = Path(__file__).with_name("schemes.ttl")

#: Value, lowest and highest whole number from 0 to 100; None for what cannot be judged.
Range = tuple[int | None, int | None, int | None]

#: The scales by name. Those of `schemes.ttl` whose concepts have values; a test keeps the two in step.
SCALES: Final = ("none-low-med-high", "0-10", "admiralty", "wep", "dni")

#: What the grades of likelihood are called that are less likely than not; a test keeps it in step with `schemes.ttl`,
#: which takes longer to read than most claims to list.
UNLIKELY: Final = frozenset(
    {
        *("impossible", "unmöglich", "almost no chance", "remote", "fast ausgeschlossen", "almost certainly not"),
        *("fast sicher nicht", "highly unlikely", "höchst unwahrscheinlich", "very unlikely", "highly improbable"),
        *("sehr unwahrscheinlich", "unlikely", "improbable", "probably not", "unwahrscheinlich"),
        "wahrscheinlich nicht",
    }
)
#: As likely as not.
_EVEN = 50

_QUERY = f"""
PREFIX skos: <{SKOS}> PREFIX dcterms: <{DCTERMS}> PREFIX wb: <{NS}>
SELECT ?scale ?notation ?label ?value ?low ?high {{
  ?concept skos:inScheme/dcterms:identifier ?scale ; skos:notation ?notation ;
    skos:notation|skos:prefLabel|skos:altLabel ?label .
  OPTIONAL {{ ?concept wb:value ?value ; wb:low ?low ; wb:high ?high }}
}} ORDER BY (!BOUND(?value)) ?value ?notation ?label
"""


def is_unlikely(words: str | None, value: int | None, high: int | None) -> bool:
    """Return whether somebody holds something for unlikely: by the number, or by words that are a grade of likelihood.

    >>> is_unlikely(None, 30, None), is_unlikely("very unlikely", None, None), is_unlikely("perhaps", None, None)
    (True, True, False)
    """
    if value is None and words and high is None:
        return _folded(words) in UNLIKELY
    if value is None and words:
        value = next((range_[0] for range_ in map(_grade_of(words).get, ("dni", "wep")) if range_), None)
    number = high if value is None else value
    return number is not None and number < _EVEN


def _grade_of(words: str) -> dict[str, Range]:
    return {scale: range_ for (scale, label), range_ in _ranges().items() if label == _folded(words)}


def lookup(scale: str, label: str) -> Range:
    """Return the value, lowest and highest number of a grade; three times None for what cannot be judged.

    `label` is the grade's notation or one of its labels, in any language, without regard to case.
    Raises ValueError for a scale or grade that does not exist, and names those that do.

    >>> lookup("dni", "Almost certain")
    (95, 90, 100)
    """
    if scale not in SCALES:
        raise ValueError(f"{scale!r} is not a confidence scale; the scales are {', '.join(SCALES)}")
    found = _ranges().get((scale, _folded(label)))
    if found is None:
        raise ValueError(f"{label!r} is not on the scale {scale}; its grades are {', '.join(grades(scale))}")
    return found


def grades(scale: str) -> tuple[str, ...]:
    """Return the notations of a scale from low to high; what cannot be judged comes last."""
    return tuple(dict.fromkeys(notation for name, notation, _, _ in _rows() if name == scale))


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


@cache
def _ranges() -> dict[tuple[str, str], Range]:
    return {(scale, _folded(label)): range_ for scale, _, label, range_ in _rows()}


@cache
def _rows() -> tuple[tuple[str, str, str, Range], ...]:
    """Scale, notation, label and range: one row for each label."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.load(path=_SCHEMES, format=RdfFormat.TURTLE)
    solutions: Any = store.query(_QUERY)
    texts = ([term and term.value for term in row] for row in solutions)
    return tuple(
        (scale, notation, label, (_number(value), _number(low), _number(high)))
        for scale, notation, label, value, low, high in texts
    )


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


# --------------------------------------------------------------------------------------------------- reliability

#: The grades of reliability, the best first; the last says that there is none.
RELIABILITY: Final[dict[str, str]] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
_NOT_JUDGED: Final = "F"

#: Where a name stands in a rule's file: line and column, from 1.
Place = tuple[int, int]


class Trust(NamedTuple):
    """A rule of trust.

    `file` is what it is called, `sources`, `outlets` and `datasets` map names to grades, as the file has them, and
    `places` (section, name) to where they stand. A source with a grade below `at_least` does not count (None: all
    count); one without, or that cannot be judged, counts if `ungraded`. An accusation counts that has at least
    `origins` independent origins.
    """

    file: str
    at_least: str | None = None
    ungraded: bool = True
    sources: Mapping[str, str] = {}
    outlets: Mapping[str, str] = {}
    datasets: Mapping[str, str] = {}
    origins: int = 1
    places: Mapping[tuple[str, str], Place] = {}

    def counts(self, grade: str | None) -> bool:
        """Return whether a source of a grade counts; None: nobody graded it.

        >>> Trust(file="", at_least="C").counts("D"), Trust(file="", at_least="C", ungraded=False).counts(None)
        (False, False)
        """
        if self.at_least is None:
            return True
        return self.ungraded if grade in (None, _NOT_JUDGED) else str(grade) <= self.at_least
