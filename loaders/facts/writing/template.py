"""A new fact file: with blanks to fill in, and what may stand there beside them."""

from __future__ import annotations

from pathlib import Path

from ....errors import InvalidData, Problem, StoreError
from ....ontology import ACTOR_KINDS, INCIDENT_KINDS
from ....ontology.acts import ACTS, DEFAULT_ROLE, ROLES
from .document import FactDocument
from .rendering import inline

_HEAD = """\
# yaml-language-server: $schema=whoblamed.schema.json
case: {case}
"""
_BLANKS = """\

# Fill in what is empty, and delete what you do not need; the keys (accuser, incident …) are yours to choose.
# whoblamed check {file} says what is still to do.

actors:
  accuser:
    name:      # a text, or one for each language: {{en: North Korea, de: Nordkorea}}
    kind:      # {actor_kinds}
  accused:
    name:
    kind:
  outlet:
    name:      # who publishes the source
    kind: outlet

incidents:
  incident:
    name:      # what happened, in words that all parties could agree to
    kind:      # {incident_kinds}
    from:      # 2031-04-02, 2031-04, 2031 or unknown

sources:
  source:
    title:     # what stands on the page
    publisher: outlet
    published: # as precisely as it is known, or unknown
    url:

claims:
  - id: accusation
    act: attribution   # or {acts}
    by: accuser
    accused: accused
    incident: incident
    # role: {role}   # or {roles}
    on:        # when it was said
    source: source
    summary:   # what was said, in your own words
    # quote:   # a few of the speaker's, at most 25
  # An answer says by responds_to whom and what it is about:
  # - id: answer
  #   act: denial
  #   by: accused
  #   responds_to: accusation
  #   on: unknown
  #   source: source
"""


def new_case(case: str, path: Path, *, title: str | None = None, blanks: bool = True) -> FactDocument:
    """Return a fact file that is to be at a path; raises `InvalidData` when a case cannot be called so, and
    `StoreError` for what can be no file.

    Without `blanks`, it has the name of the case and its title alone.
    """
    if path.is_dir():
        raise StoreError(f"{path}: it is a folder; name a file in it")
    text = _HEAD.format(case=inline(case))
    if title or blanks:
        text += f"title: {inline(title)}\n" if title else "title:         # what it is about, in a few words\n"
    document = FactDocument.of_text(text, path)
    named = [problem for problem in document.problems() if problem.line == 2]
    if named:
        raise InvalidData([Problem(problem.message) for problem in named])
    return FactDocument.of_text(text + _blanks(path), path) if blanks else document


def _blanks(path: Path) -> str:
    first, *acts = ACTS
    return _BLANKS.format(
        file=path.name,
        actor_kinds=" ".join(ACTOR_KINDS),
        incident_kinds=" ".join(INCIDENT_KINDS),
        acts=" ".join(act for act in acts if act != first),
        role=DEFAULT_ROLE,
        roles=" ".join(role for role in ROLES if role != DEFAULT_ROLE),
    )
