"""Which look each kind of claim has; `js/graph/palette.js` and `js/pictures/marks.js` say what they look like."""

from __future__ import annotations

from typing import Any, Final

from ...ontology.acts import ACTS, ALLEGING, BACKING

#: The looks of claims, each called by the act that it was made for.
LOOKS: Final = (
    "attribution",
    "endorsement",
    "responsibility",
    "denial",
    "challenge",
    "withdrawal",
    "report",
    "finding",
    "no-comment",
    "criticism",
)


def look_of(act: str) -> str:
    """Return which of the looks an act has: its own, or else that of an act that does the same."""
    if act in LOOKS:
        return act
    alike = (name for name in LOOKS if ACTS[name].does == ACTS[act].does)
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
