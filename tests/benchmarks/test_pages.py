"""The measure of pages: it asks for a page of each kind, and for the least that any page needs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import whoblamed
from whoblamed.explorer.served import Served
from whoblamed.explorer.settings import Settings

from ..support.cases import blame, case, written
from ..support.places import ROOT


def test_every_page_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("benchmarks_pages", ROOT / "benchmarks" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    monkeypatch.setattr(measure, "ROUNDS", 1)
    denial = {"id": "denial", "act": "denial", "by": "tide", "responds_to": "blame", "source": "story"}
    whoblamed.open(tmp_path / "graph").load(written(tmp_path, case(blame(), denial)))
    served = Served(str(tmp_path / "graph"), Settings())
    pages = measure.pages(served)
    measure.run(served, pages)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(pages)
