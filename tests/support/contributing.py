"""The changes that CONTRIBUTING.md shows."""

from __future__ import annotations

import re

from .places import ROOT

_PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: What is added ("A command") -> the whole change as a diff.
CHANGES: dict[str, str] = dict(re.findall(r"### (An? .*?)\n(?s:.*?)```diff\n((?s:.*?))```", _PAGE))
