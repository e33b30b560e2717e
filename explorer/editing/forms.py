"""Forms as browsers send them, and the fields that the entries of a fact file have in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ...loaders.facts.writing.document import FactDocument
from ...loaders.facts.writing.questions import ENTRIES, NAMING, called
from ...ontology import ACTOR_KINDS, FORMS, INCIDENT_KINDS
from ...ontology.acts import ACTS, DECIDING, OUTCOMES, ROLES

_TYPE: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 200
#: What the name of a field of an entry begins with in a form.
PREFIX: Final = "field."

#: The fields of a claim by what they tell; those of the last group are asked of few.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "where": ("source", "at.paragraph"),
    "what": (
        "act", "by", "through", "responds_to", "challenges", "endorses", "withdraws", "replaced_by",
        "accused", "incident", "role", "outcome",
    ),
    "how": ("on", "form", "quote", "summary", "confidence.words"),
    "name": ("id",),
    "more": ("as_told_by", "own_view", "instead_of", "condition", "public", "quantity", "unit", "evidence"),
}  # fmt: skip
#: The fields that are written as sentences.
_LONG: Final = frozenset({"quote", "summary", "description", "condition", "gloss", "title"})
#: The fields of claims that only some acts have, with what else they hang on.
_OF_ACTS: Final = frozenset({"responds_to", "challenges", "endorses", "withdraws", "replaced_by", "accused",
                             "incident", "role", "outcome", "instead_of"})  # fmt: skip


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent, each once; a line ends as everywhere. Raises `HTTPException`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise HTTPException(415, f"a form is sent as {_TYPE}")
    try:
        pairs = parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError:  # also what is no UTF-8
        raise HTTPException(400, "the form cannot be read") from None
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in pairs}


def answers(form: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says of the fields of an entry, by their dotted names."""
    return {name.removeprefix(PREFIX): value for name, value in form.items() if name.startswith(PREFIX)}


class Choice(NamedTuple):
    """A value that a field may have, and what it means."""

    value: str
    means: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its dotted name, what it may be (all, or a few that are known), and which acts have it."""

    name: str
    only: tuple[Choice, ...] = ()
    known: str = ""
    long: bool = False
    acts: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """The name without the language or part behind a dot."""
        return self.name.partition(".")[0]


def flat(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return an entry as its dotted fields; what a form cannot show, such as lists of entries, is left out.

    >>> flat({"by": ["fbi", "nsa"], "summary": {"en": "It says so."}, "aliases": [{"name": "x"}]})
    {'by': 'fbi, nsa', 'summary.en': 'It says so.'}
    """
    return dict(_flat(entry, ""))


def _flat(entry: Mapping[str, Any], before: str) -> Iterable[tuple[str, str]]:
    for name, value in entry.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, str):
            yield f"{before}{name}", value
        elif isinstance(value, list) and all(isinstance(each, str) and "," not in each for each in value):
            yield f"{before}{name}", ", ".join(value)


def fields(section: str, there: Mapping[str, str]) -> dict[str, tuple[Field, ...]]:
    """Return the fields of a form by group: those of a section, and what else an entry that is `there` has."""
    names = GROUPS if section == "claims" else {"what": tuple(name for name, _, _ in ENTRIES[section])}
    shown = {group: tuple(_spelled(found, there)) for group, found in names.items()}
    usual = {each for group in shown.values() for each in group}
    shown["more"] = (*shown.get("more", ()), *(name for name in there if name not in usual))
    return {group: tuple(_field(section, name) for name in found) for group, found in shown.items() if found}


def _spelled(names: Iterable[str], there: Mapping[str, str]) -> Iterable[str]:
    """Yield names of fields as an entry has them: `summary.en` and `summary.de` for `summary`."""
    for name in names:
        inner = [each for each in there if each.startswith(f"{name}.")]
        yield from inner or [name]


def _field(section: str, name: str) -> Field:
    key = name.partition(".")[0]
    return Field(
        name,
        only=_only(section, name),
        known="evidence" if key == "evidence" else NAMING.get(key, ""),
        long=key in _LONG and not name.endswith((".lang", ".translated")),
        acts=tuple(act for act in ACTS if _has(act, key)) if section == "claims" and key in _OF_ACTS else (),
    )


def _has(act: str, key: str) -> bool:
    kind = ACTS[act]
    answering = kind.answers or "responds_to"
    return key in kind.may or key == answering or any(key in group for group in kind.needs) or (
        key == "outcome" and act in DECIDING
    )  # fmt: skip


def _only(section: str, name: str) -> tuple[Choice, ...]:
    """Return the values that a field can have, where there are only some."""
    if name == "kind":
        return tuple(Choice(kind, "") for kind in (ACTOR_KINDS if section == "actors" else INCIDENT_KINDS))
    found: Mapping[str, Iterable[tuple[str, str]]] = {
        "act": ((key, act.means) for key, act in ACTS.items()),
        "role": ((key, role.verb) for key, role in ROLES.items()),
        "outcome": ((key, outcome.words) for key, outcome in OUTCOMES.items()),
        "form": ((form, "") for form in FORMS),
        "own_view": (("true", ""), ("false", "")),
    }
    return tuple(Choice(*each) for each in found.get(name, ()))


def known(document: FactDocument, section: str) -> list[Choice]:
    """Return the keys that a field may name in a file, with what each is called."""
    return [Choice(key, called(entry)) for key, entry in document.known(section).items()]
