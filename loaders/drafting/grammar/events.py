"""Events: what a sentence says somebody says, of whom, and by which words. Whose names these are is not asked here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .clauses import Clauses
from .language import Frame, Match
from .phrases import Phrase
from .slots import Slots

#: What is said decides in this order, where it is several things at once.
_FIRST = ("no-comment", "rejection", "denial", "challenge", "responsibility", "attribution", "blame", "criticism")


@dataclass(frozen=True, slots=True)
class Event:
    """That somebody says something. `speakers` is None where a sentence goes on with the words of the one before."""

    act: str
    speakers: tuple[Phrase, ...] | None
    accused: tuple[Phrase, ...]
    match: Match
    clauses: Clauses
    hedge: str = ""
    reported: bool = False
    #: The verb of saying, where it is another than what was found: "said on Tuesday" tells the day.
    verb: Match | None = None


def events(clauses: Clauses) -> list[Event]:
    """Return what a sentence says."""
    own = [match for match in clauses.matches if match.frame.speaker != "outside" and match.frame.act != "speech"]
    speech = [match for match in clauses.matches if match.frame.act == "speech" and not _in_quote(clauses, match)]
    found = [event for match in own if (event := _own(clauses, match))]
    taken = {at for event in found for at in range(event.match.start, event.match.end + 1)}
    voices = [
        (match, tuple(_people(Slots(clauses).fill(match.frame.speaker, match))))
        for match in speech
        if match.start not in taken
    ]
    voices = [each for each in voices if (each[1] or clauses.tokens[0].quoted) and not clauses.negated(each[0])]
    found = [_told(event, voices) for event in found]
    said = list(_said(clauses, voices, found, taken))
    return sorted(found + said, key=lambda event: event.match.start)


def _told(event: Event, voices: list[tuple[Match, tuple[Phrase, ...]]]) -> Event:
    """Return an event that leaves out who says it ("was linked to") as the words of who speaks in its sentence."""
    if event.speakers or not voices or not voices[0][1]:
        return event
    return replace(event, speakers=voices[0][1], reported=True)


#: Somebody does what is done to harm: "rebels destroyed the bridge". Less sure than a verb of blame.
_DEED = Frame("attribution", "outside", "subject", "medium", "rejection", "a deed")


def _deed(clauses: Clauses, speakers: tuple[Phrase, ...]) -> Event | None:
    """Return that somebody is said to have done something, by a verb for what does harm."""
    for at, word in enumerate(clauses.words):
        is_verb = word.endswith(clauses.language.stems["deed_verbs"]) and not clauses.tokens[at].is_capital
        following = clauses.tokens[at + 1] if at + 1 < len(clauses.tokens) else None
        if clauses.language.capital_nouns and following is not None and following.is_capital:
            continue  # an adjective: "einer zerstörten Leitung"
        if not (is_verb and clauses.language.begins("deeds", word)):
            continue
        match = Match(_DEED, at, at)
        if clauses.conditional(match) or clauses.language.has("passive", clauses.words[at - 1]):
            continue
        accused = tuple(p for p in Slots(clauses).fill("subject", match) if p not in speakers and p.acts)
        if accused and accused[0].kind != "self":
            act = "rejection" if clauses.negated(match) else "attribution"
            return Event(act, speakers, accused, match, clauses, clauses.hedge(match), reported=True)
    return None


def _people(phrases: list[Phrase]) -> list[Phrase]:
    return [phrase for phrase in phrases if phrase.kind not in ("thing", "self")]


def _own(clauses: Clauses, match: Match) -> Event | None:
    frame = match.frame
    if clauses.conditional(match) or _in_quote(clauses, match):
        return None
    if clauses.negated(match) and frame.act not in ("no-comment",):
        return None
    if _is_gerund(clauses, match):
        return None
    speakers = tuple(_people(Slots(clauses).fill(frame.speaker, match)))
    accused = tuple(p for p in Slots(clauses).fill(frame.accused, match) if p not in speakers)
    if frame.speaker == "by" and not speakers:
        return None
    if frame.speaker in ("by", "aus") and not accused:
        main = Slots(clauses).subject(match)
        accused = tuple(p for p in main if p not in speakers)
    if not speakers and not accused:
        return None
    return Event(frame.act, speakers, accused, match, clauses, clauses.hedge(match))


def _is_gerund(clauses: Clauses, match: Match) -> bool:
    """Return whether it is what somebody else is criticised for: "condemned the agency for blaming a state"."""
    before = clauses.words[match.start - 1] if match.start else ""
    return clauses.words[match.start].endswith("ing") and clauses.language.has("prepositions", before)


def _in_quote(clauses: Clauses, match: Match) -> bool:
    return clauses.tokens[match.start].quoted


def _said(
    clauses: Clauses, voices: list[tuple[Match, tuple[Phrase, ...]]], own: list[Event], taken: set[int]
) -> Iterator[Event]:
    """Yield what is said by those who speak in a sentence, or by who spoke in the one before."""
    inside = [m for m in clauses.matches if m.frame.speaker == "outside" and m.start not in taken]
    if not voices:
        if own or not inside:
            return
        if any(clauses.language.has("hearsay", word) for word in clauses.words):
            best = _best(clauses, inside, ())
            if best is not None and best.act == "attribution" and best.accused:
                yield replace(best, speakers=())
            return
        if not (_goes_on(clauses) or any(match.frame.speaker == "source" for match in clauses.matches)):
            return
        best = _best(clauses, inside, ())
        if best is not None:
            yield best
        return
    heard: list[Event] = list(own)
    for match, speakers in voices:
        event = _best(clauses, inside, speakers)
        if event is not None and any(_same(each, event) for each in heard):
            continue
        if event is None and not any(set(each.speakers or ()) & set(speakers) for each in heard):
            event = Event("report", speakers, (), match, clauses, reported=True)
        if event is not None:
            heard.append(event)
            yield replace(event, verb=match)
        inside = []  # who is named second only repeats it


def _same(first: Event, second: Event) -> bool:
    """Return whether an event says the same as one that was found in the clause before or in its own."""
    near = 0 <= second.clauses.segment(second.match.start) - first.clauses.segment(first.match.start) <= 1
    return first.speakers == second.speakers and (near or first.act == second.act)


def _goes_on(clauses: Clauses) -> bool:
    """Return whether a sentence goes on with somebody's words: it is a quotation, or in the subjunctive."""
    if all(token.quoted for token in clauses.tokens if token.is_word):
        return True
    return any(clauses.language.has("subjunctive", word) for word in clauses.words)


def _best(clauses: Clauses, inside: list[Match], speakers: tuple[Phrase, ...]) -> Event | None:
    found: list[Event] = []
    for match in inside:
        act = match.frame.act
        if act in ("attribution", "blame") and clauses.conditional(match):
            continue
        if match.frame.negated and clauses.negated(match):
            act = match.frame.negated
        accused = tuple(p for p in Slots(clauses).fill(match.frame.accused, match) if p not in speakers)
        found.append(Event(act, speakers or None, accused, match, clauses, clauses.hedge(match), reported=True))
    if not found:
        return _deed(clauses, speakers) if speakers else None
    return min(found, key=lambda event: (_FIRST.index(event.act), not event.accused))
