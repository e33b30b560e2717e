"""Claims and allegations are worded as what somebody said, in one English, whatever act or role it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.ontology import RELIANCE_MODES, VERDICTS, wording
from whoblamed.ontology.acts import ACTS, ROLES

PROPOSITIONS = {
    "carried-out": "Mossfield carried out Green Ring campaign",
    "ordered": "Mossfield ordered Green Ring campaign",
    "sponsored": "Mossfield sponsored Green Ring campaign",
    "aided": "Mossfield aided Green Ring campaign",
    "allowed": "Mossfield allowed Green Ring campaign",
    "decided": "Mossfield decided Green Ring campaign",
    "origin": "Mossfield is the origin of Green Ring campaign",
}
SAID = "what Port said about Fire"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_as_a_sentence(role: str) -> None:
    proposition = wording.proposition("Mossfield", role, "Green Ring campaign")
    assert proposition == PROPOSITIONS.get(role, proposition)
    assert role in PROPOSITIONS, "write down here how the new role reads"
    assert wording.allegation("Mossfield", role, "Green Ring campaign") == f"Allegation that {proposition}"


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("attribution", "Lab attributes Fire to Tide"),
        ("responsibility", "Lab claims responsibility for Fire on behalf of Tide"),
        ("denial", "Lab denies responsibility for Fire on behalf of Tide"),
        ("challenge", f"Lab challenges {SAID}"),
        ("endorsement", f"Lab endorses {SAID}"),
        ("withdrawal", f"Lab withdraws {SAID}"),
        ("report", "Lab reports on Fire"),
    ],
)
def test_a_claim_says_who_said_what_about_whom(act: str, says: str) -> None:
    claim = wording.claim(act, "Lab", incident="Fire", charges=[("Tide", "carried-out")], answered=SAID)
    assert claim == says


@pytest.mark.parametrize(
    ("charges", "says"),
    [
        ([("A", "ordered")], "Lab attributes Fire to A (ordered)"),
        ([("A", "origin")], "Lab attributes Fire to A (as the origin)"),
        ([("A", "ordered"), ("B", "ordered")], "Lab attributes Fire to A, B (ordered)"),
        ([("A", "ordered"), ("B", "carried-out")], "Lab attributes Fire to A (ordered), B"),
        ([(name, "carried-out") for name in "ABCDEFG"], "Lab attributes Fire to A, B, C, D, E and 2 others"),
        ([(name, "aided") for name in "ABCDEF"], "Lab attributes Fire to A, B, C, D, E and 1 other (aided)"),
    ],
)
def test_the_accused_are_named_with_their_roles(charges: list[wording.Charge], says: str) -> None:
    assert wording.claim("attribution", "Lab", incident="Fire", charges=charges) == says


@pytest.mark.parametrize(
    ("act", "known", "says"),
    [
        ("report", {}, "Lab reports"),
        ("report", {"on": "2031-04"}, "Lab reports (2031-04)"),
        ("denial", {"incident": "Fire", "charges": [("Lab", "aided")]}, "Lab denies responsibility for Fire (aided)"),
        ("challenge", {"incident": "Fire"}, "Lab challenges a claim about Fire"),
        (
            "challenge",
            {"incident": "Fire", "charges": [("A", "carried-out")]},
            "Lab challenges the attribution of Fire to A",
        ),
        (
            "challenge",
            {"incident": "Fire", "charges": [("A", "carried-out"), ("B", "sponsored")]},
            "Lab challenges the attribution of Fire to A, B (sponsored)",
        ),
        ("endorsement", {}, "Lab endorses a claim"),
        ("attribution", {}, "Lab attributes an incident that is not named to somebody who is not named"),
    ],
)
def test_what_is_not_known_is_left_out_or_said(act: str, known: dict[str, object], says: str) -> None:
    assert wording.claim(act, "Lab", **known) == says  # type: ignore[arg-type]


@given(st.sampled_from(sorted(ACTS)), st.text(min_size=1), st.text(), st.lists(st.text(), max_size=3))
def test_names_are_taken_as_they_are(act: str, speaker: str, incident: str, accused: list[str]) -> None:
    charges = [(name, "carried-out") for name in accused]
    claim = wording.claim(act, speaker, incident=incident, charges=charges)
    assert claim.startswith(f"{speaker} ")
    assert "{" not in claim.replace(speaker, "").replace(incident, "") or any("{" in name for name in accused)


def test_every_way_to_rest_on_something_and_every_verdict_is_worded() -> None:
    labels = [wording.reliance("Story", mode, "Wire") for mode in RELIANCE_MODES]
    assert len(set(labels)) == len(RELIANCE_MODES)
    assert wording.reliance("Story", "unknown", "") == "Story rests on something not known"
    assert [wording.identity(["A", "B"], verdict) for verdict in VERDICTS] == [
        "A and B are the same",
        "A and B are different",
        "A and B are similar",
    ]
