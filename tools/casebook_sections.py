"""A section of docs/casebook.md: one case in a picture, three sentences and a table; see tools/casebook.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whoblamed.graph.status.assessment import Assessment
from whoblamed.graph.status.unanswered import Unanswered
from whoblamed.graph.store.facts import Facts
from whoblamed.ontology.acts import ACTS
from whoblamed.ontology.dates import EARLIEST, LATEST, PartialDate, earliest, latest
from whoblamed.ontology.edtf import in_words
from whoblamed.ontology.records import Batch, Claim, DataSet, Incident
from whoblamed.ontology.texts import primary

#: How many are named where there may be more.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its own facts, and what follows about its allegations from the whole casebook, most claims first."""

    dataset: DataSet
    facts: Facts
    whole: Facts
    assessments: Sequence[Assessment]
    missing: Sequence[Unanswered]

    @property
    def name(self) -> str:
        """The name of its data set."""
        return self.dataset.name

    @property
    def title(self) -> str:
        """Its title, in English."""
        return primary(self.dataset.title)

    @property
    def main(self) -> Incident:
        """The incident about which most claims allege, deny or doubt something."""
        about = (self.facts.allegations[iri] for claim in self.facts.claims.values() for iri in claim.about)
        tally = Counter(allegation.incident for allegation in about)
        return self.facts.incidents[max(tally, key=lambda iri: (tally[iri], iri))]

    @property
    def about_main(self) -> list[Assessment]:
        """The allegations about it, those of most claims first."""
        return [each for each in self.assessments if each.allegation.incident == self.main.iri]


def case_of(batch: Batch, whole: Facts, assessments: Iterable[Assessment], missing: Iterable[Unanswered]) -> Case:
    """Return a case of the casebook, with what concerns it of the whole."""
    facts = Facts.of(batch.kept())
    return Case(
        dataset=batch.dataset,
        facts=facts,
        whole=whole,
        assessments=[each for each in assessments if each.allegation.iri in facts.allegations],
        missing=[each for each in missing if each.allegation.iri in facts.allegations],
    )


def section(case: Case) -> Iterator[str]:
    """The lines of the section of a case."""
    yield f'<a id="{case.name}"></a>'
    yield ""
    yield f"## {case.title}"
    yield ""
    yield f"{subject(case)} {blame(case)} {answers(case)}"
    yield ""
    yield f"![Board: {case.main.label}](pictures/casebook/{case.name}.svg)"
    yield ""
    yield f"`{case.name}`: {holdings(case.facts)}, made {span(c.stated_on for c in case.facts.claims.values())}: "
    yield f"{acts(case.facts.claims.values())}."
    yield ""
    yield "| incident | accused | alleged role | status | independent origins | decided |"
    yield "|---|---|---|---|--:|---|"
    for each in sorted(case.assessments, key=lambda each: (happened(case, each), -len(each.status.claims))):
        found = "; ".join(map(str, each.findings))
        role = each.allegation.role.replace("-", " ")
        yield f"| {each.incident} | {each.accused} | {role} | {each.status.label} | {origins(each)} | {found} |"
    yield ""
    yield from lacks(case)


# ------------------------------------------------------------------------------------------------- the three sentences


def subject(case: Case) -> str:
    """What the case is about."""
    others = len(case.facts.incidents) - 1
    also = f", and of {counted(others, 'other incident')}" if others else ""
    return f"The case of {happening(case.main)}{also}."


def blame(case: Case) -> str:
    """Who is blamed for it by most, who was the first to say so, and who else is blamed."""
    blamed = [each for each in case.about_main if accusing(case, each)]
    if not blamed:
        return "Nobody on record blames anybody else for it."
    most = max(blamed, key=lambda each: len(speakers_of(accusing(case, each))))
    by = speakers_of(accusing(case, most))
    first = min(accusing(case, most), key=lambda claim: latest(claim.stated_on))
    who = listed(map(case.whole.label, first.speakers))
    when = f" ({in_words(str(first.stated_on))})" if first.stated_on else ""
    if len(by) == len(first.speakers):
        said = f"Blamed: {most.accused}, by {who}{when} alone"
    else:
        said = f"Most blamed: {most.accused}, by {counted(len(by), 'speaker')}, first by {who}{when}"
    others = dict.fromkeys(each.accused for each in blamed if each.allegation.accused != most.allegation.accused)
    return f"{said}; {'also blamed: ' + listed(others) if others else 'nobody else'}."


def answers(case: Case) -> str:
    """Who denied, admitted or doubted it, and what was decided."""
    decided = dict.fromkeys(f"{each.accused} {finding}" for each in case.about_main for finding in each.findings)
    said = {
        "Denied by": accused_of(case, "denied"),
        "Credit taken by": accused_of(case, "self_claimed"),
        "Doubted by": doubters(case),
        "Decided:": [*decided],
    }
    first, *others = [f"{what} {listed(names)}" for what, names in said.items() if names] or ["No answer is on record"]
    return "; ".join((first, *(part[0].lower() + part[1:] for part in others))) + "."


def accused_of(case: Case, bit: str) -> list[str]:
    """Those of the accused for whom a bit of the status is set."""
    return [*dict.fromkeys(each.accused for each in case.about_main if bit in each.reasons)]


def doubters(case: Case) -> list[str]:
    """Those who doubt one of the accounts, and are none of the accused; the first first."""
    claims = {iri: case.whole.claims[iri] for each in case.about_main for iri in each.reasons.get("challenged", ())}
    made = sorted(claims.values(), key=lambda claim: (latest(claim.stated_on), claim.iri))
    return [*dict.fromkeys(case.whole.label(speaker) for claim in made for speaker in claim.speakers)]


def listed(names: Iterable[str]) -> str:
    """The first few names, and how many more there are: `A, B, C and 2 more`."""
    every = [*names]
    rest = len(every) - MOST_NAMED
    *most, last = [*every[:MOST_NAMED], f"{rest} more"] if rest > 0 else every
    return f"{', '.join(most)} and {last}" if most else last


def accusing(case: Case, each: Assessment) -> list[Claim]:
    """The live claims by which others blame the accused."""
    return [case.whole.claims[iri] for iri in each.reasons.get("attributed", ())]


def speakers_of(claims: Iterable[Claim]) -> set[str]:
    return {speaker for claim in claims for speaker in claim.speakers}


# --------------------------------------------------------------------------------------------------- table and figures


def happened(case: Case, each: Assessment) -> tuple[str, str]:
    incident = case.facts.incidents[each.allegation.incident]
    return str(latest(incident.occurred_from)), incident.label


def origins(each: Assessment) -> str:
    """How many independent origins the allegation has, or between which numbers."""
    low, high = each.origins.low, each.origins.high
    return str(low) if low == high else f"{low} to {high}"


def lacks(case: Case) -> Iterator[str]:
    """What is missing on record, in one line."""
    silent = dict.fromkeys(case.whole.label(each.allegation.accused) for each in case.missing if not each.is_answered)
    kept_back = {iri for each in case.missing for iri in each.evidence}
    unknown = {iri for each in case.missing for iri in each.origins}
    undated = {iri for each in case.missing for iri in each.sources}
    parts = [f"an answer of {listed(silent)}"] if silent else []
    parts += [f"{counted(len(kept_back), 'piece')} of evidence, kept back"] if kept_back else []
    parts += [f"the origin of {counted(len(unknown), 'account')}"] if unknown else []
    parts += [f"the date of {counted(len(undated), 'source')}"] if undated else []
    yield f"Missing on record: {'; '.join(parts)}." if parts else "Nothing that `unanswered` looks for is missing."


def happening(incident: Incident) -> str:
    """An incident with its days."""
    when = [date.words for date in (incident.occurred_from, incident.occurred_to) if date]
    return f"“{incident.label}”" + (f" ({' to '.join(dict.fromkeys(when))})" if when else "")


def holdings(found: Facts) -> str:
    """How much there is, by whom, from where."""
    speakers = {speaker for claim in found.claims.values() for speaker in claim.speakers}
    pages = {source.url for source in found.sources.values() if source.url}
    seen = f"{len(pages)} pages" if pages else "one page without an address"
    return f"{counted(len(found.claims), 'claim')} by {counted(len(speakers), 'speaker')} from {seen}"


def acts(claims: Iterable[Claim]) -> str:
    """How many claims of which act, most first."""
    tally = Counter(claim.act for claim in claims)
    return ", ".join(
        counted(number, ACTS[act].noun) for act, number in sorted(tally.items(), key=lambda x: (-x[1], x[0]))
    )


def counted(number: int, noun: str) -> str:
    """A number of things: `1 claim of responsibility`, `2 claims of responsibility`."""
    head, space, tail = noun.partition(" ")
    if head == "other" and tail:
        return f"{number} other {tail}{'' if number == 1 else 's'}"
    return f"{number} {noun}" if number == 1 else f"{number} {head}s{space}{tail}"


def span(dates: Iterable[PartialDate | None]) -> str:
    """From when to when, as far as the dates have bounds."""
    known = [date for date in dates if date and earliest(date) != EARLIEST and latest(date) != LATEST]
    first, last = min(known, key=earliest), max(known, key=latest)
    begin = first.earliest if first.precision == "edtf" else first
    end = last.latest if last.precision == "edtf" else last
    return f"in {begin}" if str(begin) == str(end) else f"from {begin} to {end}"
