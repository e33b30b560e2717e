"""What is asked of a claim, and of what claims are about: which questions, in which order, and which need an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ....ontology.acts import ACTS, DECIDING

#: What is asked of a claim, by field.
QUESTIONS: Final = {
    "source": "Where is it written? (a source: its key, title or address)",
    "act": "What did they do?",
    "by": "Who speaks? (several with commas)",
    "through": "Through whom, if not in person? (a spokesman, a lawyer)",
    "responds_to": "Which claims does it answer?",
    "challenges": "Which claims or evidence does it doubt?",
    "endorses": "Which claim does it back?",
    "withdraws": "Which claim is taken back?",
    "replaced_by": "Which claim replaces it?",
    "accused": "Who is it about?",
    "incident": "What happened? (an incident)",
    "role": "In which role?",
    "outcome": "What was decided?",
    "quantity": "Which figure, if any?",
    "unit": "Of what?",
    "on": "On which day was it said? (2031-04-02, 2031-04, 2031 or unknown)",
    "form": "In which form?",
    "at.paragraph": "In which paragraph, counted from 1?",
    "quote": "A few of the speaker's words, at most 25",
    "confidence.words": "How sure is the speaker, in its own words?",
    "summary": "What was said, in your words?",
    "id": "A short name for the claim",
}
#: What is asked of the things that claims are about, by section: field, question, whether it may be left open.
ENTRIES: Final = {
    "actors": (
        ("name", "Name", False),
        ("kind", "What kind of actor?", False),
        ("speaks_for", "For whom does it speak?", True),
    ),
    "incidents": (
        ("name", "Name", False),
        ("kind", "What kind of incident?", False),
        ("from", "When did it begin?", False),
    ),
    "sources": (
        ("title", "Title, as it stands there", False),
        ("publisher", "Who published it?", True),
        ("published", "On which day?", False),
        ("url", "Address", True),
    ),
    "evidence": (("summary", "What is it?", False), ("held_by", "Who holds it?", True)),
}
#: The fields that name things, and of which section.
NAMING: Final = {
    **dict.fromkeys(("by", "accused", "instead_of", "publisher", "speaks_for", "held_by"), "actors"),
    **dict.fromkeys(("responds_to", "challenges", "endorses", "withdraws", "replaced_by"), "claims"),
    "incident": "incidents",
    "source": "sources",
}
#: What one entry of a section is called.
ONE: Final = {"actors": "actor", "incidents": "incident", "sources": "source", "evidence": "evidence"}
#: What an answer is about anyway, once it is known what it answers.
_IMPLIED: Final = ("accused", "incident", "role")


def asked(entry: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields that a claim is asked for, each after the answers before it."""
    yield from ("source", "act", "by", "through")
    act = ACTS[str(entry["act"])]
    answering = act.answers or ("responds_to" if entry["act"] in DECIDING else "")
    if answering:
        yield answering
    for key in act.may:
        implied = answering in entry and key in _IMPLIED
        if key not in (answering, "unit", "instead_of") and not implied and not (act.own and key == "accused"):
            yield key
    if "quantity" in entry:
        yield "unit"
    if not answering:
        yield "responds_to"
    yield from ("on", "form")
    if isinstance(entry["source"], str):
        yield "at.paragraph"
    yield from ("quote", "confidence.words", "summary", "id")


def is_needed(entry: Mapping[str, object], key: str) -> bool:
    """Return whether a claim with these fields cannot do without another."""
    if key in ("source", "act", "by", "id", "on"):
        return True
    act = ACTS.get(str(entry.get("act")))
    if act is None or any(all(field in entry for field in fields) for fields in act.needs if key not in fields):
        return False
    answering = act.answers or "responds_to"
    needs = [fields for fields in act.needs if len(act.needs) == 1 or answering not in fields]
    return any(key in fields for fields in needs)


def called(entry: object) -> str:
    """Return what an entry of a fact file is called, in plain text; of a claim, what it is and who made it."""
    if not isinstance(entry, Mapping):
        return ""
    if "act" in entry:
        return f"{entry['act']} by {_plain(entry.get('by'))}"
    return _plain(entry.get("name") or entry.get("title") or entry.get("summary"))


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return str(next(iter(value.values()), ""))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
