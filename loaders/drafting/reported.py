"""What an article reports, claim by claim, after all of it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...ontology.texts import fold
from .article import Article, Paragraph
from .cast import Cast, Person
from .dates import Calendar
from .grammar.clauses import Clauses
from .grammar.events import Event, events
from .grammar.language import Language, language
from .grammar.phrases import Known, Names, Phrase
from .grammar.text import sentences

#: Names of so few letters say nothing within others.
_SHORT = 3
#: With so many names each rejection is compared; who is blamed after them is known by name only where that is the same.
_MOST_BLAMED = 300
_SURE = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class ReportedClaim:
    """A claim that an article reports, with where it does and why it is taken for one.

    `speaker` and `accused` are empty where they were not found. `sure` is `high`, `medium` or `low`.
    """

    act: str
    speaker: Person | None
    accused: tuple[Person, ...]
    paragraph: Paragraph
    start: int
    end: int
    on: str
    why: str
    sure: str
    hedge: str = ""
    through: str = ""
    by: str = "rule"


def find(article: Article, known: Mapping[str, Known]) -> list[ReportedClaim]:
    """Return the claims of an article in its order; `known` are names that mean somebody."""
    spoken = language(article.language)
    reading = _Reading(article, spoken, known)
    for paragraph in article.paragraphs:
        for sentence in sentences(paragraph.text, paragraph.start, spoken.words["abbreviations"]):
            reading.read(paragraph, Clauses(sentence, spoken, reading.names))
    return _settled(reading.raw)


@dataclass(frozen=True, slots=True)
class _Raw:
    event: Event
    speaker: Person | None
    accused: tuple[Person, ...]
    paragraph: Paragraph
    on: str
    through: str
    phrase: Phrase | None


class _Reading:
    """An article as far as it was read."""

    def __init__(self, article: Article, spoken: Language, known: Mapping[str, Known]) -> None:
        self.language, self.names = spoken, Names(known, [spoken])
        self.cast = Cast(spoken, known)
        self.calendar = Calendar(spoken, article.published)
        self.raw: list[_Raw] = []

    def read(self, paragraph: Paragraph, clauses: Clauses) -> None:
        for event in events(clauses):
            phrases = event.speakers if event.speakers is not None else ()
            on = self.calendar.on(clauses, event.verb or event.match)
            if not phrases:
                self._add(event, self._unsaid(event), paragraph, on, None)
            blamed = self._accused(event, None) if event.act in ("blame", "criticism") else None
            for phrase in phrases:
                self._add(event, self._who(clauses, phrase), paragraph, on, phrase, blamed)
        for phrase in clauses.phrases:
            if phrase.acts and phrase.kind not in ("pronoun", "self") and not clauses.tokens[phrase.start].quoted:
                self.cast.who(phrase, mention=True)
        last = [raw.accused[-1] for raw in self.raw[-3:] if raw.event.clauses is clauses and raw.accused]
        self.cast.was_blamed(last[-1] if last else None)
        spoke = [raw for raw in self.raw[-3:] if raw.event.clauses is clauses and raw.speaker]
        if spoke and spoke[0].speaker is not None and spoke[0].phrase is not None and spoke[0].phrase.kind != "pronoun":
            self.cast.spoke(spoke[0].speaker, through=bool(spoke[0].through))

    def _who(self, clauses: Clauses, phrase: Phrase) -> Person | None:
        """Return who speaks: a pronoun means the first in its sentence whom it can."""
        if phrase.kind == "pronoun" and not self.language.has("demonstratives", phrase.name):
            human = self.language.has("persons", phrase.name)
            plural = self.language.has("plurals", phrase.name)
            for each in clauses.phrases:
                suits = each.kind in (("person", "name") if human else ("organisation", "name"))
                suits = suits or (plural and each.kind == "person")
                if each.end <= phrase.start and each.acts and not each.before and suits:
                    return self.cast.who(each)
        return self.cast.who(phrase)

    def _unsaid(self, event: Event) -> Person | None:
        """Return who goes on speaking where a sentence names nobody."""
        return self.cast.last("speaker") if event.speakers is None else None

    def _add(
        self,
        event: Event,
        speaker: Person | None,
        paragraph: Paragraph,
        on: str,
        phrase: Phrase | None,
        accused: tuple[Person, ...] | None = None,
    ) -> None:
        through = self._through(event.clauses, phrase, speaker)
        if speaker is not None and phrase is not None and phrase.kind != "pronoun":
            self.cast.spoke(speaker, through=bool(through))
        accused = self._accused(event, speaker) if accused is None else accused
        self.raw.append(_Raw(event, speaker, accused, paragraph, on, through, phrase))

    def _accused(self, event: Event, speaker: Person | None) -> tuple[Person, ...]:
        found: list[Person] = []
        for phrase in event.accused:
            person = self.cast.who(phrase, speaker)
            if person is not None and all(person is not each for each in found):
                found.append(person)
        return tuple(found)

    def _through(self, clauses: Clauses, phrase: Phrase | None, speaker: Person | None) -> str:
        """Return what somebody is who speaks for the speaker: "spokesman"."""
        if phrase is None or speaker is None or not phrase.spokes or speaker.name == phrase.name:
            return ""
        return next(
            (t.text for t in clauses.tokens[phrase.start : phrase.end] if self.language.has("spokespeople", t.lower)),
            "",
        )


# ------------------------------------------------------------------------------------------------ what all of it means


def _settled(raw: Iterable[_Raw]) -> list[ReportedClaim]:
    listed = list(raw)
    blamed = _Blamed()
    for each in listed:
        if each.event.act in ("blame", "attribution", "criticism"):
            for person in each.accused:
                if person is not each.speaker:
                    blamed.add(person)
    found: dict[tuple[object, ...], ReportedClaim] = {}
    denied: int | None = None
    for each in listed:
        reported = _reported(each, blamed, each.paragraph.number == denied)
        if reported is not None:
            denied = each.paragraph.number if reported.act == "denial" else denied
            key = (reported.act, id(reported.speaker), reported.start)
            held = found.get(key)
            if held is None or _named(reported) > _named(held):
                found[key] = reported
    return list(found.values())


def _named(reported: ReportedClaim) -> int:
    return sum(person.named for person in reported.accused)


class _Blamed:
    """Who is blamed in an article."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def add(self, person: Person) -> None:
        """Take note that somebody is blamed."""
        if len(self._names) < _MOST_BLAMED:
            self._names.update({fold(person.name), *person.spellings})

    def has(self, person: Person | None) -> bool:
        """Return whether somebody, or what he belongs to, is blamed."""
        if person is None:
            return False
        own = {fold(person.name), fold(person.inside), *person.spellings} - {""}
        return bool(own & self._names) or any(
            _within(name, fold(person.name)) or any(_within(each, name) for each in own)
            for name in self._names
            if len(name) > _SHORT
        )


def _within(part: str, whole: str) -> bool:
    """Return whether a name is in a longer one, as its owner ("Ostria" in "Botschaft Ostrias") or made
    an adjective ("Norvia" in "Norvian navy")."""
    if len(part) > _SHORT and (f" {part} " in f" {whole} " or f" {part}s " in f" {whole} "):
        return True
    return len(part) > _SHORT + 1 and f" {part}" in f" {whole}"


def _reported(raw: _Raw, blamed: _Blamed, after_denial: bool) -> ReportedClaim | None:
    event, frame = raw.event, raw.event.match.frame
    act, accused = _act(raw, blamed, after_denial)
    if act is None or (raw.speaker is None and event.speakers is None):
        return None
    span = event.clauses.sentence.span
    sure = _SURE.index(frame.sure) - (raw.speaker is None) - (act in ("attribution", "criticism") and not accused)
    sure -= event.speakers is None
    words = " ".join(token.text for token in event.clauses.tokens[event.match.start : event.match.end + 1])
    return ReportedClaim(
        act,
        raw.speaker,
        accused,
        raw.paragraph,
        span.start,
        span.end,
        raw.on,
        f'"{words[:60]}" is taken for {act}',
        _SURE[max(0, sure)],
        event.hedge,
        raw.through,
    )


def _act(raw: _Raw, blamed: _Blamed, after_denial: bool) -> tuple[str | None, tuple[Person, ...]]:
    """Return the act that an event is, in the light of all of the article, and whom it accuses."""
    event, speaker = raw.event, raw.speaker
    act = event.act
    accused = tuple(person for person in raw.accused if person is not speaker)
    if act in ("attribution", "blame", "criticism") and raw.accused and not accused:
        return ("responsibility" if act == "attribution" else "report"), ()
    if act == "rejection":
        own = _answers(event, speaker, blamed) or (after_denial and event.reported)
        return ("denial" if own else "challenge"), ()
    if act == "report" and (blamed.has(speaker) or after_denial) and _negates(event):
        return "denial", ()
    if act == "blame":
        return ("criticism" if _is_conduct(event) else "attribution"), accused
    if act in ("responsibility", "denial", "no-comment", "challenge", "report"):
        return act, ()
    if not accused and event.reported:
        return ("report" if act == "attribution" else act), ()
    return act, accused


def _negates(event: Event) -> bool:
    clauses = event.clauses
    return any(clauses.language.has("negations", word) for word in clauses.words)


def _answers(event: Event, speaker: Person | None, blamed: _Blamed) -> bool:
    """Return whether who rejects something speaks for itself: it is blamed, or says "we", or calls it an accusation."""
    clauses = event.clauses
    said = clauses.words
    own = any(clauses.language.has("selves", word) for word in said)
    after = said[event.match.start : event.match.end + 3]
    own = own or (not event.reported and any(clauses.language.has("these", word) for word in after))
    accusation = any(clauses.language.begins("accusing", word) for word in said)
    return blamed.has(speaker) or own or accusation


def _is_conduct(event: Event) -> bool:
    """Return whether somebody is blamed for conduct that nobody disputes: something not done, late or hidden."""
    clauses = event.clauses
    later = [at for at in range(len(clauses.words)) if at > event.match.start or clauses.language.capital_nouns]
    words = [clauses.words[at] for at in later]
    conduct = sum(clauses.language.begins("conduct", word) or clauses.language.has("negations", word) for word in words)
    deeds = sum(clauses.language.begins("deeds", word) for word in words)
    return conduct > 0 and conduct >= deeds
