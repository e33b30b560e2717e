"""The index of docs/casebook.md: which cases have claims of an act, a form, a state, a year; see tools/casebook.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from casebook_sections import Case
from whoblamed.ontology.acts import ACTS, BLAMING_OTHERS
from whoblamed.ontology.records import Claim

#: What a claim is filed under.
Filed = Callable[[Case, Claim], Iterable[str]]


def index(cases: Sequence[Case], states: Mapping[str, str]) -> Iterator[str]:
    """The lines of the index. `states` has the names of the states that actors are, or count as, by their IRIs."""

    def accused_states(case: Case, claim: Claim) -> set[str]:
        if claim.act not in BLAMING_OTHERS:
            return set()
        accused = {case.facts.allegations[iri].accused for iri in claim.about if iri in case.facts.allegations}
        return {states[actor] for actor in accused if actor in states}

    yield "## Index"
    yield ""
    yield "How many claims of each case, those with most first."
    filed: dict[str, Filed] = {
        "By act": lambda _, claim: [ACTS[claim.act].noun],
        "By form": lambda _, claim: [claim.form.replace("-", " ")] if claim.form else [],
        "By state that is blamed": accused_states,
        "By state that speaks": lambda _, claim: {states[actor] for actor in claim.speakers if actor in states},
        "By year of the words": lambda _, claim: years(claim),
    }
    for heading, by in filed.items():
        yield ""
        yield f"### {heading}"
        yield ""
        yield from entries(cases, by)


def entries(cases: Sequence[Case], filed: Filed) -> Iterator[str]:
    """A line for each that claims are filed under: the cases and how many claims they have of it."""
    found: dict[str, Counter[str]] = {}
    for case in cases:
        for claim in case.facts.claims.values():
            for key in filed(case, claim):
                found.setdefault(key, Counter())[case.name] += 1
    for key in sorted(found):
        listed = sorted(found[key].items(), key=lambda each: (-each[1], each[0]))
        yield f"- **{key}**: {', '.join(f'[{name}](#{name}) {number}' for name, number in listed)}"


def years(claim: Claim) -> Iterator[str]:
    """The year in which a claim was made, if its date is of one year."""
    said = claim.stated_on
    if said and str(said.earliest)[:4] == str(said.latest)[:4]:
        yield str(said.earliest)[:4]
