"""What the tools that generate pages share: write a page, or check that it is current."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent


def write_or_check(pages: Mapping[str, str]) -> None:
    """Write pages (paths from the root -> text); with `--check`, exit with 1 if one is not current."""
    stale = [name for name, text in pages.items() if not _is_current(ROOT / name, text)]
    if "--check" not in sys.argv[1:]:
        for name in stale:
            (ROOT / name).write_text(pages[name], encoding="utf-8")
            print(f"wrote {name}")
    elif stale:
        print(f"not current: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        sys.exit(1)


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
