"""What a claim is to an actor: a blame of it, a denial, a doubt, and so on: the headings that claims stand under."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ....ontology.acts import (
    ALLEGING,
    BLAMING_OTHERS,
    BY_ACCUSED,
    CRITICISING,
    DECIDING,
    DECLINING,
    DENYING,
    DOUBTING,
    is_blame,
)

#: The relations, in the order in which they are told.
RELATIONS: Final = (
    "decided by courts and authorities",
    "blamed by",
    "denied",
    "claimed responsibility",
    "no comment",
    "blamed",
    "doubted by",
    "doubted",
    "criticised by",
    "criticised",
    "also said",
    "said by others",
)


def relation(
    act: str, *, spoke: bool, accused: bool, names_accused: bool, roles: Collection[str], is_possible: bool
) -> str:
    """Return which of `RELATIONS` a claim has to an actor.

    `spoke`: whether the actor, or who speaks for it, made the claim; `accused`: whether it is accused; `names_accused`:
    whether anybody is; `roles` are those of the allegations that it is about; `is_possible`: whether it says so on a
    condition only, or holds it for less likely than not.
    """
    said = "also said" if spoke else "said by others"
    if act in DECIDING and accused:
        return "decided by courts and authorities"
    if act in DECLINING and spoke:
        return "no comment"
    if act in CRITICISING and (spoke or accused):
        return "criticised by" if accused and not spoke else "criticised"
    if is_possible and act in BLAMING_OTHERS:
        return said
    if is_blame(act, roles):
        return "blamed" if spoke and names_accused else "blamed by" if accused else said
    if act in DENYING and (spoke or accused):
        return "denied"
    if act in ALLEGING & BY_ACCUSED:
        return "claimed responsibility"
    if act in DOUBTING:
        return "doubted" if spoke else "doubted by"
    return said
