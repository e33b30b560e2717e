"""What a claim need not say because what it answers, or for whom its speaker speaks, says it."""

from __future__ import annotations

import pytest
from whoblamed.errors import InvalidData
from whoblamed.graph.status.status import statuses
from whoblamed.ontology.records import Claim, Record

from ..support.build import facts
from ..support.cases import parse

CASE = """\
case: case
actors:
  vostany: {name: Vostany, kind: state}
  embassy: {name: Embassy of Vostany, kind: agency, part_of: vostany, speaks_for: vostany}
  attache: {name: Attaché, kind: person, speaks_for: embassy}
  lawyer: {name: A lawyer, kind: person, speaks_for: [vostany, crew]}
  crew: {name: Black Crew, kind: group}
  arden: {name: Arden, kind: state}
  court: {name: Court of Arden, kind: agency}
incidents:
  hack: {name: Hack, kind: intrusion}
  leak: {name: Leak, kind: leak}
  theft: {name: Theft, kind: theft}
sources:
  page: {title: Page, published: 2031-05-01}
claims:
  - {id: blame, act: attribution, by: arden, accused: vostany, incident: hack, role: ordered, on: 2031-04, source: page}
  - {id: both, act: attribution, by: arden, accused: [vostany, crew], incident: leak, source: page}
  - {id: it-was-us, act: responsibility, by: crew, incident: theft, source: page}
  - {id: embassy-did, act: attribution, by: arden, accused: [embassy, vostany], incident: theft, source: page}
  - {id: it-is-said, act: report, by: court, incident: hack, source: page}
  - {id: no, act: denial, by: vostany, responds_to: blame, source: page}
"""


def records(*claims: str) -> dict[str, Record]:
    lines = "".join(f"  - {{id: x{number}, source: page, {keys}}}\n" for number, keys in enumerate(claims))
    return {record.iri: record for record in parse((CASE + lines).encode(), "case.yaml").kept()}


@pytest.mark.parametrize(
    ("short", "written"),
    [
        ("act: denial, by: embassy, responds_to: blame", "accused: vostany"),
        ("act: denial, by: attache, responds_to: blame", "accused: vostany"),
        ("act: denial, by: attache, responds_to: blame", "accused: vostany, incident: hack, role: ordered"),
        ("act: denial, by: embassy, incident: hack", "accused: vostany"),
        ("act: denial, by: embassy, incident: leak, responds_to: both", "accused: vostany"),
        ("act: denial, by: embassy, incident: hack, responds_to: it-is-said", "accused: vostany"),
        ("act: denial, by: [embassy, attache], responds_to: blame", "accused: vostany"),
        ("act: denial, by: crew, responds_to: both", "accused: crew"),
        ("act: denial, by: embassy, incident: theft", "accused: embassy"),
        ("act: challenge, by: crew, responds_to: blame", "accused: vostany, incident: hack, role: ordered"),
        ("act: challenge, by: crew, responds_to: blame, role: aided", "accused: vostany, incident: hack"),
        ("act: challenge, by: court, responds_to: both", "accused: [vostany, crew], incident: leak"),
        ("act: challenge, by: court, accused: crew, responds_to: both", "incident: leak"),
        ("act: challenge, by: court, responds_to: [blame, both], incident: leak", "accused: [vostany, crew]"),
        ("act: challenge, by: court, responds_to: no", "accused: vostany, incident: hack, role: ordered"),
        ("act: finding, by: court, outcome: convicted, responds_to: it-was-us", "accused: crew, incident: theft"),
        ("act: finding, by: court, outcome: liable, responds_to: both", "accused: [vostany, crew], incident: leak"),
        ("act: no-comment, by: embassy, responds_to: blame", "incident: hack"),
        ("act: endorsement, by: court, endorses: blame", "incident: hack"),
        ("act: withdrawal, by: arden, withdraws: blame", "incident: hack"),
    ],
)
def test_what_is_implied_is_as_if_it_had_been_written(short: str, written: str) -> None:
    if "role: ordered" in written and "denial" in short:  # which says more than the short form: that role alone
        (claim,) = (record for iri, record in records(short).items() if iri.endswith("/x0"))
        assert isinstance(claim, Claim)
        assert [iri.rsplit("/", 1)[-1] for iri in claim.about] == ["hack--vostany--ordered"]
    else:
        assert records(short) == records(f"{short}, {written}")


def test_what_is_answered_may_itself_be_implied() -> None:
    short = ("act: denial, by: embassy, responds_to: blame", "act: challenge, by: crew, responds_to: x0")
    written = (f"{short[0]}, accused: vostany", f"{short[1]}, accused: vostany, incident: hack, role: ordered")
    assert records(*short) == records(*written)
    swapped = ("act: challenge, by: crew, responds_to: x1", short[0])  # the order in the file does not matter
    assert len(records(*swapped)) == len(records(*short))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (
            "act: denial, by: lawyer, responds_to: both",
            '"lawyer" may speak here for "crew" and "vostany", whom what it responds to accuses; name the "accused"',
        ),
        (
            "act: denial, by: lawyer, incident: leak",
            '"lawyer" may speak here for "crew" and "vostany", whom claims about it accuse; name the "accused"',
        ),
        (
            "act: challenge, by: court, responds_to: [blame, both]",
            'this challenge may be about "vostany" in "hack" (ordered), or about "vostany" and "crew" in "leak"; '
            'name the "accused" and the "incident"',
        ),
        (
            "act: finding, by: court, outcome: cleared, responds_to: [it-was-us, embassy-did]",
            'this finding may be about "crew" in "theft", or about "embassy" and "vostany" in "theft"; '
            'name the "accused" and the "incident"',
        ),
        ("act: finding, by: court, outcome: cleared", 'act finding needs "accused" and "incident" and "outcome"'),
        (
            "act: challenge, by: court, accused: arden, responds_to: blame",
            'act challenge needs "challenges", or "accused" and "incident"',
        ),
    ],
)
def test_what_may_be_several_things_says_which(keys: str, message: str) -> None:
    with pytest.raises(InvalidData) as refused:
        records(keys)
    assert [problem.message for problem in refused.value.problems] == [message]
    assert refused.value.problems[0].line == CASE.count("\n") + 1


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        ("act: denial, by: attache, responds_to: blame", "denied"),
        ("act: challenge, by: crew, responds_to: blame", "contested"),
        ("act: withdrawal, by: arden, withdraws: blame", "withdrawn"),
    ],
)
def test_a_status_follows_from_what_is_implied(keys: str, label: str) -> None:
    text = CASE.replace("  - {id: no, act: denial, by: vostany, responds_to: blame, source: page}\n", "")
    read = parse(f"{text}  - {{id: x, on: 2031-05-01, source: page, {keys}}}\n".encode(), "case.yaml").kept()
    found = statuses(facts(*read))
    (status,) = (status for iri, status in found.items() if iri.endswith("/hack--vostany--ordered"))
    assert status.label == label
