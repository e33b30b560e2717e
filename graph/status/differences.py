"""Where data sets differ: on the sponsor or origin of a group, on who is accused of an incident, on whether it denied.

Nothing is merged for this. Groups are compared that bear the same name, also by an alias only, in different data sets
or as different entries of one (many a data set is put together from several); incidents, when different data sets call
them the same and they may have been at the same time. Who is right is not said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import pyoxigraph as ox

from ...ontology import ID, WB
from ...ontology.acts import DEFAULT_ROLE, ROLES
from ...ontology.dates import earliest, latest
from ...ontology.edtf import in_words
from ...ontology.quads import LABEL
from ...ontology.records import Allegation, Claim, Incident
from ...ontology.texts import fold
from ...ontology.wording import joint
from ..identity.ambiguity import spellings, texts
from ..identity.representatives import Representatives
from ..store.base import QuadStore
from ..store.clocks import claim_date, visible
from ..store.facts import Facts
from .claims import ClaimIndex, principals

SPONSOR, ORIGIN, ACCUSED, DENIAL = "sponsor", "origin", "accused state", "denial"
_DENIED, _NOT_DENIED = "denied", "no denial"
#: The roles of a state behind a group, and what a claim answers with them: an origin says nothing of a sponsor.
_BEHIND = {"sponsored": SPONSOR} | {name: ORIGIN for name, role in ROLES.items() if not role.blames}
#: How many claims are named to people for one answer.
_SHOWN = 3

_SPEAKER = ox.NamedNode(WB.speaker)
_SEARCH_NAME = ox.NamedNode(WB.searchName)


class Cited(NamedTuple):
    """A claim on one side of a difference; `date` is as precise as it is known, `source` is where it was made."""

    claim: str
    speaker: str
    date: str
    role: str = ""
    source: str = ""

    def __str__(self) -> str:
        role = "" if self.role == DEFAULT_ROLE else self.role
        return ", ".join(filter(None, (self.speaker, in_words(self.date), role)))


@dataclass(frozen=True, slots=True)
class Side:
    """What one data set has, of a group in one of its entries: each answer, with the claims that give it."""

    dataset: str
    entry: str
    answers: Mapping[str, tuple[Cited, ...]]

    def as_dict(self) -> dict[str, Any]:
        """Return the side for programs."""
        answers = [
            {"answer": answer, "claims": [cited._asdict() for cited in claims]}
            for answer, claims in self.answers.items()
        ]
        return {"dataset": self.dataset, "entry": self.entry or None, "answers": answers}

    @property
    def says(self) -> frozenset[str]:
        """The answers, as names are looked up."""
        return frozenset(map(fold, self.answers))

    def against(self, other: Side) -> dict[str, str]:
        """Return the side as cells of a table, with the claims that the other side does not agree with, or else with
        all."""
        disputed = [given for answer, given in self.answers.items() if fold(answer) not in other.says]
        claims = [cited for given in disputed or self.answers.values() for cited in given]
        return {
            "dataset": self.dataset,
            "entry": self.entry,
            "says": "; ".join(self.answers),
            "by": _joined(str(cited) for cited in claims),
            "source": _joined(cited.source for cited in claims),
        }

    def __str__(self) -> str:
        where = f"{self.dataset}, {self.entry}" if self.entry else self.dataset
        return f"{where}: " + ", ".join(f"{answer}{_cited(given)}" for answer, given in self.answers.items())


@dataclass(frozen=True, slots=True)
class Difference:
    """That data sets differ on one `question` about an actor or incident (`what`), which they call by `names`."""

    what: str
    names: tuple[str, ...]
    question: str
    sides: tuple[Side, ...]
    things: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the difference for programs; `iris` are the actors or incidents that are compared."""
        return {
            "what": self.what,
            "name": self.names[0],
            "names": list(self.names),
            "question": self.question,
            "sides": [side.as_dict() for side in self.sides],
            "iris": list(self.things),
        }


#: The columns of the table of who says otherwise: a side, and one that differs from it.
TABLE = (
    *("name", "question", "dataset", "entry", "says", "by", "source"),
    *("other_dataset", "other_entry", "other_says", "other_by", "other_source"),
)


def table(found: Iterable[Difference]) -> Iterator[dict[str, str]]:
    """Return the rows of the table of who says otherwise: one for each two sides that differ, with both sources."""
    for difference in found:
        about = {"name": ", ".join(difference.names), "question": difference.question}
        for side, other in combinations(difference.sides, 2):
            if side.says != other.says:
                mine, its = side.against(other), other.against(side)
                yield {**about, **mine, **{f"other_{key}": text for key, text in its.items()}}


#: Answers to one question: data set and entry -> answer -> claims.
_Answers = defaultdict[tuple[str, str], dict[str, list[Cited]]]


def differences(store: QuadStore, facts: Facts, shown: Representatives, as_of: date | None = None) -> list[Difference]:
    """Return all differences between the data sets of a store, over the live claims that were certainly public on
    `as_of`.

    `facts` are those of the store, with the representatives that are `shown` in place of other actors (`resolved`).
    Data sets that say nothing on a question do not differ from others on it. Groups come first, by name.
    """
    comparing = _Comparing(store, visible(facts, as_of=as_of), shown)
    found = [*comparing.groups(), *comparing.incidents()]
    return sorted(found, key=lambda each: (each.what, each.names[0].casefold(), each.question, each.things))


class _Comparing:
    def __init__(self, store: QuadStore, facts: Facts, shown: Representatives) -> None:
        self.store = store
        self.facts = facts
        self.shown = shown
        self.index = ClaimIndex(facts)
        self.about: dict[str, list[Allegation]] = defaultdict(list)
        for allegation in facts.allegations.values():
            self.about[allegation.incident].append(allegation)

    # ----------------------------------------------------------------------------------------------------- groups

    def groups(self) -> Iterator[Difference]:
        """Yield where the suspected sponsors, or the origins, of what goes by one name differ."""
        behind: dict[str, dict[str, list[tuple[Claim, Allegation]]]] = {
            question: defaultdict(list) for question in (SPONSOR, ORIGIN)
        }
        for group, claim, allegation in self._behind():
            behind[_BEHIND.get(allegation.role, SPONSOR)][group].append((claim, allegation))
        for question, said in behind.items():
            for groups, names in self._called_alike(said).items():
                answers: _Answers = defaultdict(dict)
                for group in sorted(groups):
                    for claim, allegation in said[group]:
                        self._add(answers, claim, self.facts.label(self._state(allegation.accused)), allegation, group)
                if _differ(answers):
                    members = sorted(iri for group in groups for iri in self.shown.members(group))
                    yield self._difference("actor", members, names, question, answers)

    def _behind(self) -> Iterator[tuple[str, Claim, Allegation]]:
        """Yield the groups behind which claims see a state: of all their activity, or in an incident put down to both.

        Where one claim names several who are no states and several states, nobody knows which of them belong together.
        """
        facts = self.facts
        for claim, allegation in self.index.assertions:
            incident = facts.incidents.get(allegation.incident)
            if not self._state(allegation.accused):
                continue
            if incident and incident.activity_of:
                yield incident.activity_of, claim, allegation
            elif allegation.role in _BEHIND:
                together = (facts.allegations[iri] for iri in claim.about if iri in facts.allegations)
                accused = {each.accused for each in together if each.incident == allegation.incident}
                others = [each for each in accused if not _is_state(each, facts)]
                if len(others) == 1 or len({*map(self._state, accused)} - {""}) == 1:
                    yield from ((each, claim, allegation) for each in sorted(others) if _is_group(each, facts))

    def _called_alike(self, groups: Iterable[str]) -> dict[frozenset[str], set[str]]:
        """Return the groups that bear a name, with all names that these and no others bear."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            for name in self._names(self.shown.members(group)):
                bearers[name].add(group)
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for name, bearing in bearers.items():
            found[frozenset(bearing)].add(name)
        return found

    # -------------------------------------------------------------------------------------------------- incidents

    def incidents(self) -> Iterator[Difference]:
        """Yield where the accused of one incident differ, or whether they denied."""
        for group, names in self._same_incidents().items():
            accused: _Answers = defaultdict(dict)
            for incident in group:
                self._accused(accused, incident)
            if _differ(accused):
                yield self._difference("incident", group, names, ACCUSED, accused)
            denials = self._denials(group)
            if _differ(denials):
                yield self._difference("incident", group, names, DENIAL, denials)

    def _same_incidents(self) -> dict[tuple[str, ...], set[str]]:
        """Incidents of different data sets that bear a name and may have been at the same time, with their names."""
        called: dict[str, list[Incident]] = defaultdict(list)
        for incident in self.facts.incidents.values():
            if not incident.activity_of and incident.occurred_from:
                for name in self._names([incident.iri]):
                    called[name].append(incident)
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, incidents in called.items():
            for group in _at_one_time(incidents):
                found[group].add(name)
        return found

    def _denials(self, incidents: Iterable[str]) -> _Answers:
        """By data set whether anybody denied; only of data sets that have claims about the incident at all."""
        found: _Answers = defaultdict(dict)
        for allegation in (allegation for incident in incidents for allegation in self.about[incident]):
            for claim in self.index.denying.get(allegation.iri, ()):
                if self.index.is_live(claim):
                    self._add(found, claim, _DENIED, allegation)
            for claim in self.index.live_claims(allegation.iri):
                found[self._dataset(claim), ""].setdefault(_NOT_DENIED, [])
        return defaultdict(dict, {side: _without_contradiction(answers) for side, answers in found.items()})

    # ----------------------------------------------------------------------------------------------------- shared

    def _accused(self, answers: _Answers, incident: str) -> None:
        """Add the states that data sets have as accused of an incident: themselves, or by their agencies."""
        for allegation in self.about[incident]:
            state = self._state(allegation.accused)
            for claim in self.index.live_claims(allegation.iri) if state else ():
                self._add(answers, claim, self.facts.label(state), allegation)

    def _state(self, actor: str) -> str:
        """Return the state that an actor is or belongs to; nothing if it is not known, or not just one."""
        actors = self.facts.actors
        around = {actor} if _is_state(actor, self.facts) else principals(actor, actors)
        states = [iri for iri in around if _is_state(iri, self.facts)]
        return states[0] if len(states) == 1 else ""

    def _add(self, answers: _Answers, claim: Claim, answer: str, allegation: Allegation, group: str = "") -> None:
        dataset = self._dataset(claim)
        when = str(claim_date(claim, self.facts) or "")
        cited = Cited(
            claim.iri, joint(map(self.facts.label, claim.speakers)), when, allegation.role, self._source(claim)
        )
        given = answers[dataset, self._entry(group, dataset) if group else ""].setdefault(answer, [])
        if cited not in given:
            given.append(cited)

    def _source(self, claim: Claim) -> str:
        """Return the address of a source in which a claim was made, or its title."""
        sources = [self.facts.sources[iri] for iri in claim.made_in if iri in self.facts.sources]
        return next((source.url for source in sources if source.url), sources[0].label if sources else "")

    def _dataset(self, claim: Claim) -> str:
        quads = self.store.find(ox.NamedNode(claim.iri), _SPEAKER)
        return min((quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)), default="")

    def _entry(self, group: str, dataset: str) -> str:
        """Return what a data set calls a group, whoever stands for it."""
        own = [iri for iri in self.shown.members(group) if iri.startswith(f"{dataset}/")]
        labels = (text for iri in own for text in texts(self.store, ox.NamedNode(iri), LABEL))
        return min(labels, default=self.facts.label(group))

    def _names(self, things: Iterable[str]) -> set[str]:
        nodes = map(ox.NamedNode, things)
        quads = (quad for node in nodes for quad in self.store.find(node, _SEARCH_NAME))
        return {quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)}

    def _difference(
        self, what: str, things: Collection[str], names: Iterable[str], question: str, answers: _Answers
    ) -> Difference:
        written = (min(self._spellings(things, name), default=name) for name in names)
        sides = (_side(*where, given) for where, given in sorted(answers.items()))
        return Difference(what, tuple(sorted(written, key=str.casefold)), question, tuple(sides), tuple(things))

    def _spellings(self, things: Iterable[str], folded: str) -> set[str]:
        return {text for thing in things for text in spellings(self.store, thing, folded)}


def _side(dataset: str, entry: str, answers: Mapping[str, Iterable[Cited]]) -> Side:
    ordered = {answer: tuple(sorted(given, key=lambda c: (c.date or "~", c))) for answer, given in answers.items()}
    return Side(dataset.removeprefix(ID), entry, dict(sorted(ordered.items())))


def _differ(answers: Mapping[tuple[str, str], Mapping[str, object]]) -> bool:
    """Return whether the sides differ; names are compared as they are looked up, should nobody have resolved the
    states."""
    return len({frozenset(map(fold, given)) for given in answers.values()}) > 1


def _without_contradiction(answers: dict[str, list[Cited]]) -> dict[str, list[Cited]]:
    return {answer: given for answer, given in answers.items() if answer == _DENIED or _DENIED not in answers}


def _at_one_time(incidents: Iterable[Incident]) -> Iterator[tuple[str, ...]]:
    """Yield the incidents in groups: in each, the days on which they may have happened overlap, one with the next."""
    group: list[str] = []
    end = date.min
    for incident in sorted(incidents, key=lambda each: (earliest(each.occurred_from), each.iri)):
        if group and earliest(incident.occurred_from) > end:
            yield tuple(sorted(group))
            group = []
        group.append(incident.iri)
        end = max(end, latest(incident.occurred_to or incident.occurred_from))
    if group:
        yield tuple(sorted(group))


def _is_group(iri: str, facts: Facts) -> bool:
    return iri in facts.actors and facts.actors[iri].kind in ("group", "persona")


def _is_state(iri: str, facts: Facts) -> bool:
    return iri in facts.actors and facts.actors[iri].kind == "state"


def _joined(texts: Iterable[str]) -> str:
    """Different texts in one cell: the first few."""
    listed = list(dict.fromkeys(filter(None, texts)))
    more = [f"{len(listed) - _SHOWN} more"] if len(listed) > _SHOWN else []
    return "; ".join([*listed[:_SHOWN], *more])


def _cited(claims: Collection[Cited]) -> str:
    """Return the claims for people: the first few."""
    named = _joined(map(str, claims))
    return f" ({named})" if named else ""
