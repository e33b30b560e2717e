"""What texts must look like to be an address, the name of a data set, a word of a field, or a text at all."""

from __future__ import annotations

import re

from . import ACTOR_KINDS, CODINGS, FORMS, IDENTITY_BASES, INCIDENT_KINDS, NAME_KINDS, RELIANCE_MODES, VERDICTS
from .acts import ACTS, OUTCOMES, ROLES
from .records import Actor, Allegation, Claim, Identity, Incident, Name, Reliance

#: What no text of a record can hold, because XML cannot: control characters other than tab and line ends, and what is
#: no character by itself (halves of surrogate pairs, U+FFFE, U+FFFF).
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+([/?#][^\s<>\"{}|\\^`]*)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 100
#: The fields of records that hold one of a few words.
WORDS: dict[tuple[type, str], tuple[str, ...]] = {
    (Actor, "kind"): ACTOR_KINDS,
    (Name, "kind"): NAME_KINDS,
    (Incident, "kind"): INCIDENT_KINDS,
    (Allegation, "role"): tuple(ROLES),
    (Claim, "role"): tuple(ROLES),
    (Claim, "act"): tuple(ACTS),
    (Claim, "form"): FORMS,
    (Claim, "outcome"): tuple(OUTCOMES),
    (Claim, "coding"): CODINGS,
    (Reliance, "mode"): RELIANCE_MODES,
    (Identity, "verdict"): VERDICTS,
    (Identity, "basis"): IDENTITY_BASES,
}


def is_slug(text: str) -> bool:
    """Return whether a text can be the name of a data set."""
    return SLUG.fullmatch(text) is not None and len(text) <= LONGEST_KEY
