"""docs/writing.md, run as it stands: from an empty folder to a case that is loaded, changed and taken back."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from whoblamed.loaders.facts.schema import json_schema

from ..support.places import DOCS

PAGE = (DOCS / "writing.md").read_text(encoding="utf-8")
#: What was typed behind `$`, on one line or more, and what came then.
STEP = re.compile(r"^\$ ((?:.*\\\n> )*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def steps() -> list[tuple[str, str, str]]:
    """The commands of the page, with the answers that are given behind `>`, and what they print."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    found = [step for block in blocks for step in STEP.findall(block)]
    return [
        (
            typed.replace("\n> ", "\n"),
            "".join(answer + "\n" for answer in re.findall(r"^> ?(.*)$", then, re.MULTILINE)),
            re.sub(r"^>.*\n", "", then, flags=re.MULTILINE),
        )
        for typed, then in found
    ]


def pattern(printed: str) -> str:
    """What the page shows, where `…` stands for anything."""
    return ".*".join(map(re.escape, printed.rstrip("\n").split("…")))


@pytest.mark.skipif(os.name != "posix", reason="the page is written for a shell")
def test_the_page_runs_as_it_stands(tmp_path: Path) -> None:
    here = tmp_path / "empty"
    here.mkdir()
    shown = {**os.environ, "WHOBLAMED_GRAPH": str(tmp_path / "graph"), "XDG_DATA_HOME": str(tmp_path / "data")}
    shown["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    assert len(steps()) >= 12
    for typed, answers, printed in steps():
        if typed.startswith("whoblamed serve"):  # goes on until somebody ends it: tests/explorer
            continue
        done = subprocess.run(
            ["bash", "-c", typed],
            cwd=here,
            env=shown,
            text=True,
            input=answers,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert not printed or re.fullmatch(pattern(printed), done.stdout.rstrip("\n"), re.DOTALL), (typed, done.stdout)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=here, env=shown, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "+  - id: lab-doubts\n" in done.stdout
    written = yaml.load((here / "quay.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert Draft202012Validator(json_schema()).is_valid(written)


def test_the_setting_of_the_editor_is_json() -> None:
    (setting,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert json.loads(setting)["yaml.schemas"]
