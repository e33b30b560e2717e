"""Documents that are walked through: each command of a page is run, in order, and says what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of a page that are in a language."""
    return [text for named, text in _BLOCK.findall(page) if named == language]


def walked(block: str, folder: Path) -> str:
    """Return a block of commands as it looks when they are run in a folder: each with what it prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "WHOBLAMED_GRAPH": "graph"}
    shown = ""
    for line in block.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(
                ["bash", "-c", line.removeprefix("$ ")],
                cwd=folder, env={"PATH": path, **own}, capture_output=True, text=True, timeout=120,
            )  # fmt: skip
            shown += f"{line}\n{done.stdout}{done.stderr}"
    return shown
