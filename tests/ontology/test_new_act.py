"""A kind of claim is added by its class in the vocabulary, its shape and one row of `acts`: nothing else needs to know.

It is tried in a copy of the package, to which the change that CONTRIBUTING.md shows is applied.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from ..support.contributing import CHANGES
from ..support.places import ROOT

DIFF = CHANGES["A kind of claim"]
LABEL = "Quay Lab predicts Harbour outage (2031-04-01)"
SAID = "Quay Lab predicts Harbour outage"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git, which applies the change, is not installed")


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What becomes of a prediction in a copy of the package that knows predictions."""
    place = tmp_path_factory.mktemp("copy")
    copy = place / "whoblamed"
    copy.mkdir()
    for path in ROOT.iterdir():
        if path.suffix == ".py":
            shutil.copy(path, copy)
        elif (path / "__init__.py").exists() and path.name != "tests":
            shutil.copytree(path, copy / path.name, ignore=shutil.ignore_patterns("__pycache__"))
    # Found no repository, it takes the paths of the change for those of the folder that it is in.
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(place), "PYTHONPATH": str(place)}
    subprocess.run(["git", "apply", "-"], cwd=copy, env=alone, check=True, capture_output=True, input=DIFF, text=True)
    script = ROOT / "tests" / "support" / "newact.py"
    done = subprocess.run(
        [sys.executable, str(script)], cwd=place, env=alone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_change_touches_the_vocabulary_its_shapes_and_the_table_of_acts() -> None:
    touched = [line.removeprefix("+++ b/") for line in DIFF.splitlines() if line[:4] == "+++ "]
    assert touched == ["ontology/acts.py", "ontology/shapes.ttl", "ontology/whoblamed.ttl"]


def test_it_is_loaded_from_a_fact_file_with_the_right_label(added: dict[str, Any]) -> None:
    assert "3 claims" in added["load"]
    assert added["labels"].splitlines() == ["label", LABEL]


def test_it_breaks_no_shape(added: dict[str, Any]) -> None:
    assert "violation" not in added["check"]


def test_a_fact_file_is_told_what_it_needs_and_may_not_have(added: dict[str, Any]) -> None:
    assert '"accused" has no meaning for act prediction' in added["wrong"]
    assert 'act prediction needs "incident"' in added["wrong"]


@pytest.mark.parametrize("command", ["who", "show", "timeline"])
def test_it_is_listed(command: str, added: dict[str, Any]) -> None:
    assert SAID in added[command]


def test_it_blames_nobody(added: dict[str, Any]) -> None:
    assert "Red Tide, carried-out: uncontested" in added["status"]
    assert SAID not in added["exports"]["graphml"]


@pytest.mark.parametrize("query", ["timeline", "claims-in-a-period", "claims-that-mention"])
def test_named_queries_find_it(query: str, added: dict[str, Any]) -> None:
    assert SAID in added["queries"][query]
    assert "Prediction" in added["queries"][query]


def test_every_export_carries_it_that_carries_claims(added: dict[str, Any]) -> None:
    without = {format_ for format_, text in added["exports"].items() if SAID not in text}
    packed = {"arrow", "xlsx"}  # of which the second is loaded again below
    # They carry who blames whom, and who is called what by whom.
    networks = {"graphml", "gexf", "dot", "mermaid"}
    assert without == packed | networks | {"misp-galaxy", "misp-producers", "stix-aliases"}


@pytest.mark.parametrize("format_", ["trig", "jsonld", "nanopub", "stix", "csv", "xlsx", "parquet"])
def test_it_comes_back(format_: str, added: dict[str, Any]) -> None:
    assert added["back"][format_].splitlines() == ["label", LABEL]


def test_rdf_of_others_is_labelled_and_checked(added: dict[str, Any]) -> None:
    assert "Quay Lab predicts Storm" in added["bare"]
    assert "left out: a prediction needs wb:incident" in added["bare"]


def test_it_is_drawn_as_what_does_the_same(added: dict[str, Any]) -> None:
    data = json.loads(added["view.json"])
    (claim,) = [claim for claim in data["claims"] if claim["act"] == "prediction"]
    assert (claim["sentence"], claim["look"]) == (SAID, "report")
    assert data["acts"]["prediction"]["name"] == "Prediction"
    assert f"<title>{SAID} (1 April 2031)</title>" in added["view.svg"]
    assert "predicts" in added["view.html"]  # packed: texts that share parts are written once
