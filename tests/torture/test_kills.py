"""Killed while it writes, the command line leaves a graph that is as it was or as it should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from whoblamed.commands import COMMANDS

from . import kills

#: They only read: the graph, or files that they are given.
READING = {
    "who", "show", "status", "contested", "changes", "ambiguous", "timeline", "path", "rank", "query", "diff", "check",
    "datasets", "schema", "search", "list", "count", "cite", "unanswered", "matrix",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs processes that can be killed at once")
def test_nothing_is_lost_and_nothing_is_torn() -> None:
    tally = kills.run(number=30, seed=2014)
    assert tally.faults == []
    assert sum(tally.kills.values()) == 30
    assert tally.outcomes["ended"] < 20, "hardly a process was killed while it was alive"


def test_every_command_that_writes_is_killed(tmp_path: Path) -> None:
    writing = {job.arguments[0] for job in kills.jobs(tmp_path).values()}
    served = {"serve"}  # it writes what a form asks for: tests/explorer/test_edit.py
    assert writing == COMMANDS.keys() - READING - served
