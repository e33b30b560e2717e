"""How the kinds of claims look, as on the page (`js/graph/palette.js`): every kind has its own line and end."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...ontology.acts import ACTS, ALLEGING, BACKING


class Look(NamedTuple):
    """A line: its colour, its dashes (empty for none), its width, and what it ends in."""

    colour: str
    dashes: str
    width: float
    end: str


#: The looks by the acts that they were made for, and that of the line from an accused to an incident.
LOOKS: dict[str, Look] = {
    "attribution": Look("#c14e00", "", 2, "arrow"),
    "endorsement": Look("#b07a00", "9 4", 2, "open-arrow"),
    "responsibility": Look("#007a5a", "", 2.5, "dot"),
    "denial": Look("#0065a8", "12 3 2 3", 2, "bar"),
    "challenge": Look("#a63d7c", "5 4", 2, "diamond"),
    "withdrawal": Look("#5d6673", "2 3", 2, "cross"),
    "report": Look("#7b8694", "1.5 3.5", 1.2, "square"),
    "finding": Look("#5a3fa8", "14 3", 2.5, "square"),
    "no-comment": Look("#8a7f72", "1.5 6", 1.2, "bar"),
    "criticism": Look("#8c2f39", "6 3", 1.5, "open-arrow"),
    "allegation": Look("#9aa4b2", "1.5 4", 1.2, "none"),
}


def look_of(act: str) -> str:
    """Return which of the looks an act has: its own, or else that of an act that does the same."""
    if act in LOOKS:
        return act
    alike = (name for name in LOOKS if name in ACTS and ACTS[name].does == ACTS[act].does)
    return min(alike, key=lambda name: ACTS[name].own != ACTS[act].own)


def described() -> dict[str, dict[str, Any]]:
    """Return what the page has to know of each act: what it is called and means, what it does, and how it looks."""
    return {
        name: {
            "name": act.noun.capitalize(),
            "says": act.means,
            "does": act.does,
            "own": act.own,
            "accuses": name in ALLEGING | BACKING,
            "look": look_of(name),
        }
        for name, act in ACTS.items()
    }
