"""The labels of what is derived from RDF, in the wording of those of fact files: who said what, never that it is so."""

from __future__ import annotations

from collections.abc import Sequence

_ROLES = {
    "carried-out": "carried out",
    "ordered": "ordered",
    "sponsored": "sponsored",
    "aided": "aided",
    "allowed": "allowed",
    "decided": "decided",
    "origin": "is where the origin lies of",
}
_MODES = {
    "quotes": "quotes",
    "cites": "cites",
    "leaks": "leaks",
    "wire": "carries the wire report of",
    "repeats": "repeats",
    "unknown": "rests on",
}
_VERDICTS = {"same": "are the same", "different": "are different", "similar": "are similar"}


def role_label(accused: str, incident: str, role: str) -> str:
    """What is alleged, as an allegation."""
    return f"Allegation that {accused} {_ROLES[role]} {incident}"


def reliance_label(relying: str, on: str, mode: str) -> str:
    """What rests on what."""
    return f"{relying} {_MODES[mode]} {on or 'something not known'}"


def identity_label(actors: Sequence[str], verdict: str) -> str:
    """Who is said to be who."""
    return f"That {' and '.join(actors)} {_VERDICTS[verdict]}"


def claim_label(act: str, speaker: str, accused: Sequence[str], incident: str, said: Sequence[str], on: str) -> str:
    """Who said what about whom, and when. `said` is what a challenge, endorsement or withdrawal is about."""
    whose = "" if list(accused) in ([], [speaker]) else f" on behalf of {', '.join(accused)}"
    others = " and ".join(dict.fromkeys(said))
    about = f" about {incident}" if incident else ""
    blamed = f"the attribution of {incident or 'it'} to {', '.join(accused)}" if accused else "what is alleged"
    match act:
        case "attribution":
            text = f"attributes {incident} to {', '.join(accused)}"
        case "responsibility":
            text = f"claims responsibility for {incident}{whose}"
        case "denial":
            text = f"denies responsibility for {incident}{whose}"
        case "challenge":
            text = f"challenges {others + about if others else blamed}"
        case "endorsement":
            text = f"endorses {others}{about}"
        case "withdrawal":
            text = f"withdraws {others}{about}"
        case _:
            text = f"reports on {incident}" if incident else "reports"
    return f"{speaker} {text}" + (f" ({on})" if on else "")
