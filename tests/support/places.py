"""Where the tests find things: the repository, their fixtures, and the public data sets beside the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FIXTURES = ROOT / "tests" / "fixtures"
#: Real data sets; not part of the repository, so that tests on them are skipped, and say so, where they are absent.
DATA = ROOT.parent / "shared" / "data"
