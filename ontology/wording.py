"""The English of claims, allegations, reliances and identities. It says who said what, and never that it is so.

Names come in as they are to be read. What a claim of an act says is in `acts`, as a text with names in braces; a part
in square brackets is left out where a name in it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from .acts import ACTS, OUTCOMES, ROLES, Does
from .edtf import in_words
from .texts import counted

#: How one source or claim rests on another.
_MODES = {
    "quotes": "quotes",
    "cites": "cites",
    "leaks": "leaks",
    "wire": "carries the wire report of",
    "repeats": "repeats",
    "copies": "copies",
    "unknown": "rests on",
}
_VERDICTS = {"same": "the same", "different": "different", "similar": "similar"}
_REACTIONS: dict[Does, str] = {"denies": "Denied", "doubts": "Doubted", "backs": "Backed"}
_UNKNOWN = {
    "incident": "an incident that is not named",
    "accused": "somebody who is not named",
    "answered": "a claim",
    "others": "others",
    "role": "some role",
    "outcome": "decided",
}
#: What a speaker said before, be it a person, an agency or several people.
_EARLIER = "an earlier statement"
#: What may follow the main word of the name of a speaker.
_AFTER_NOUN = r"\s*[(,:–]|\s(?:of|who|whom|in|at|from|with|that|familiar|close|on|by|for|near|behind)\b"
#: Endings of words that are singular though they end in s.
_NOT_PLURAL = ("ss", "us", "is", "news")
#: How many of the accused are named.
_MOST_NAMED = 5

#: Who is accused, by name, and in which role.
Charge = tuple[str, str]


def proposition(accused: str, role: str, incident: str) -> str:
    """Return what an allegation alleges.

    >>> proposition("Red Tide", "origin", "Harbour outage")
    'Red Tide is the origin of Harbour outage'
    """
    return f"{accused} {ROLES[role].verb} {incident}"


def allegation(accused: str, role: str, incident: str) -> str:
    """Return the label of an allegation."""
    return f"Allegation that {proposition(accused, role, incident)}"


def reliance(relying: str, mode: str, on: str) -> str:
    """Return the label of a reliance; what something rests on may be unknown, and is empty then."""
    return f"{relying} {_MODES[mode]} {on or 'something not known'}"


def identity(actors: Iterable[str], verdict: str) -> str:
    """Return what an identity says of some actors.

    >>> identity(["FBI", "Bureau"], "same")
    'FBI and Bureau are the same'
    """
    return f"{' and '.join(actors)} are {_VERDICTS[verdict]}"


def claim(
    act: str,
    speaker: str,
    *,
    incident: str = "",
    charges: Sequence[Charge] = (),
    answered: str = "",
    outcome: str | None = None,
    on: str = "",
) -> str:
    """Return the label of a claim: who said what about whom, and when (EDTF). What is not known is empty.

    >>> claim("attribution", "Port", incident="Fire", charges=[("Tide", "ordered")], on="2031-04~")
    'Port attributes Fire to Tide (ordered) (about 2031-04)'
    >>> claim("denial", "Unnamed officials (Daily)", incident="Fire")
    'Unnamed officials (Daily) deny responsibility for Fire'
    """
    says = _says(act, speaker, incident, tuple(charges), answered, outcome)
    return f"{says} ({_in_words(on)})" if on else says


_in_words = lru_cache(maxsize=8192)(in_words)


@lru_cache(maxsize=2048)
def _says(act: str, speaker: str, incident: str, charges: Sequence[Charge], answered: str, outcome: str | None) -> str:
    """Return a label without its day: a table says the same of many days."""
    says = predicate(act, speaker, incident=incident, charges=charges, answered=answered, outcome=outcome)
    return f"{speaker} {_of_several(says) if several(speaker) else says}"


def predicate(
    act: str,
    speaker: str,
    *,
    incident: str = "",
    charges: Sequence[Charge] = (),
    answered: str = "",
    outcome: str | None = None,
) -> str:
    """Return what a claim says after its speaker; what is not known is empty.

    >>> predicate("denial", "Ministry", incident="Fire", charges=[("Borduria", "carried-out")])
    'denies responsibility for Fire on behalf of Borduria'
    """
    named = [accused for accused, _ in charges]
    accused = _accused(charges)
    names = {
        "incident": incident,
        "accused": accused,
        "role": ", ".join(dict.fromkeys(filter(None, (ROLES[role].manner for _, role in charges)))),
        "others": "" if named == [speaker] else _listed(named),
        "answered": answered or _unnamed(accused, incident),
        "outcome": OUTCOMES[outcome].words if outcome else "",
    }
    return _filled(ACTS[act].says, names)


@lru_cache(maxsize=32_768)
def several(speaker: str) -> bool:
    """Return whether the name of a speaker is one of several people, after whom a verb is plural: as far as its main
    word tells, which is a noun and no proper name.

    >>> [several(name) for name in ("Unnamed US officials (Daily)", "Officials of the bank", "People familiar with it")]
    [True, True, True]
    >>> [several(name) for name in ("United States", "Reuters", "Anonymous", "An officer of the services", "Ars news")]
    [False, False, False, False, False]
    """
    main, *rest = re.split(_AFTER_NOUN, speaker, maxsplit=1)
    word = main.split()[-1] if main.split() else ""
    if word.lower() == "people":
        return True
    is_noun = word.islower() or (bool(rest) and " " not in main.strip())
    return is_noun and word.endswith("s") and not word.endswith(_NOT_PLURAL)


def _of_several(says: str) -> str:
    """Return what several people say, for what one says: "denies it" is "deny it"."""
    verb, space, rest = says.partition(" ")
    return (f"{verb[:-3]}y" if verb.endswith("ies") else verb.removesuffix("s")) + space + rest


def joint(names: Iterable[str]) -> str:
    """Return the speakers of a claim as one, by name: a set of speakers has no order, and reads the same everywhere.

    The verb after them is that of the first.

    >>> joint(["FBI", "NSA", "CISA"]), joint(["FBI"])
    ('CISA with FBI and NSA', 'FBI')
    """
    first, *others = sorted(names, key=lambda name: (name.casefold(), name))
    return f"{first} with {' and '.join(others)}" if others else first


def figure(exact: object = None, *, about: object = None, at_least: object = None, at_most: object = None) -> str:
    """Return a figure with how exact it is; what is not known is None.

    >>> figure(about=300), figure(at_least=3, at_most=5), figure(7)
    ('about 300', 'at least 3, at most 5', '7')
    """
    parts = {"": exact, "about ": about, "at least ": at_least, "at most ": at_most}
    return ", ".join(f"{words}{number}" for words, number in parts.items() if number not in (None, ""))


def voice(
    *, through: Sequence[str] = (), told_by: Sequence[str] = (), own_view: bool = False, form: str | None = None
) -> str:
    """Return how words came from their speaker: empty where nothing is known of it.

    >>> voice(through=["its lawyer"], told_by=["Daily"], own_view=True, form="press-conference")
    'through its lawyer, as told by Daily, own view, press conference'
    """
    parts = (
        f"through {' and '.join(through)}" if through else "",
        f"as told by {' and '.join(told_by)}" if told_by else "",
        "own view" if own_view else "",
        (form or "").replace("-", " "),
    )
    return ", ".join(filter(None, parts))


def quotation(text: str, *, translated: bool = False) -> str:
    """Return a quotation as it is shown.

    >>> quotation("not us", translated=True)
    '“not us” (translated)'
    """
    return f"“{text}”" + (" (translated)" if translated else "")


def said(speaker: str, others: Iterable[str], evidence: Iterable[str] = (), incident: str = "") -> str:
    """Return what a claim answers: what others said, or the evidence that they named, about an incident.

    >>> said("Lab", ["Port", "Lab"], ["Logs"], "Fire")
    'what Port said and an earlier statement and the evidence “Logs” about Fire'
    """
    parts = [_EARLIER if other == speaker else f"what {other} said" for other in others]
    parts += [evidence_named(label) for label in evidence]
    return " and ".join(dict.fromkeys(parts)) + (_about(incident) if parts else "")


def spoken(act: str, speaker: str, incident: str, accused: Sequence[str]) -> str:
    """Return how a claim is spoken of.

    >>> spoken("attribution", "FBI", "Fire", ["Tide"]), spoken("denial", "Tide", "Fire", ["Tide"])
    ('the attribution by FBI of Fire to Tide', 'the denial by Tide about Fire')
    """
    kind = ACTS[act]
    whose = f"the {kind.noun} by {speaker}"
    if incident and accused and kind.does == "alleges" and not kind.own:
        return f"{whose} of {incident} to {' and '.join(accused)}"
    return whose + _about(incident)


def degree(
    words: str | None = None,
    scale: str | None = None,
    grade: str | None = None,
    value: int | str | None = None,
    low: int | str | None = None,
    high: int | str | None = None,
) -> str:
    """Return how sure somebody is or how likely something is held to be; what is not known is empty or None.

    >>> degree("no doubt", "dni", "almost certain", 95, 90, 100)
    'no doubt; almost certain on the scale dni; 95 of 100 (90 to 100)'
    >>> degree(value=80), degree("very sure")
    ('80 of 100', 'very sure')
    """
    bounds = f"{low} to {high}" if low not in (None, "") and high not in (None, "") else ""
    number = "" if value in (None, "") else f"{value} of 100"
    if bounds:
        number = f"{number} ({bounds})" if number else f"{bounds} of 100"
    graded = f"{grade} on the scale {scale}" if grade and scale else grade
    return "; ".join(filter(None, (words, graded, number)))


def evidence_named(label: str) -> str:
    """Return how a piece of evidence is spoken of."""
    return f"the evidence “{label}”"


def reaction(act: str, *, by_accused: bool, by_speaker: bool = False) -> str:
    """Return who answered how, for an act that reacts to a claim. It is no verdict.

    >>> reaction("denial", by_accused=False), reaction("endorsement", by_accused=False)
    ('Denied on behalf of the accused', 'Backed by a third party')
    """
    kind = ACTS[act]
    who = "by its own speaker" if by_speaker else "by a third party"
    if by_accused:
        who = "by the accused"
    elif kind.own:
        who = "on behalf of the accused"
    return f"{_REACTIONS[kind.does]} {who}"


def _filled(says: str, names: dict[str, str]) -> str:
    filled = {name: text or _UNKNOWN[name] for name, text in names.items()}
    return "".join(part.format_map(filled) for part, wanted in _parts(says) if all(names[name] for name in wanted))


@cache
def _parts(says: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what an act says, piece by piece, with the names that each optional piece cannot do without."""
    pieces = enumerate(re.split(r"\[([^][]*)\]", says))  # those in brackets stand at odd places
    return tuple((piece, tuple(re.findall(r"\{(\w+)\}", piece)) if place % 2 else ()) for place, piece in pieces)


def _accused(charges: Sequence[Charge]) -> str:
    """Return the accused, with the role after all of them if it is one, else after each."""
    if len({role for _, role in charges}) == 1:
        return _in_role(_listed([accused for accused, _ in charges]), charges[0][1])
    return _listed([_in_role(accused, role) for accused, role in charges])


def _in_role(accused: str, role: str) -> str:
    return f"{accused} ({ROLES[role].manner})" if ROLES[role].manner else accused


def _unnamed(accused: str, incident: str) -> str:
    """Return what is answered where no claim or evidence is named."""
    if accused:
        return f"the attribution of {incident or 'it'} to {accused}"
    return f"a claim{_about(incident)}"


def _about(incident: str) -> str:
    return f" about {incident}" if incident else ""


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {counted(more, 'other')}" if more > 0 else "")
