"""Measure how much of our own code one job runs through: modules, functions, and the deepest stack of our frames.

python benchmarks/depth.py              # a ten-line fact file, into a graph in memory and on disk
python benchmarks/depth.py --modules    # and the modules by name
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import whoblamed

HOUSE = Path(whoblamed.__file__).parent
ROOMS = ("graph", "loaders", "ontology", "commands")
FACT_FILE = """\
case: orchard
actors:
  grand-fenwick: {name: Grand Fenwick, kind: state}
  mossfield: {name: Mossfield, kind: company}
incidents:
  theft: {name: Theft of the plans, kind: theft}
sources:
  gazette: {title: The plans are gone}
claims:
  - {id: blame, act: attribution, by: mossfield, accused: grand-fenwick, incident: theft, source: gazette}
"""


@dataclass
class Depth:
    """What ran: the functions by module, and the deepest stack of our own frames."""

    functions: dict[str, set[str]] = field(default_factory=dict)
    deepest: int = 0
    _frames: int = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        module = module_of(frame)
        if module and event in ("call", "return"):
            self._frames += 1 if event == "call" else -1
            self.deepest = max(self.deepest, self._frames)
            self.functions.setdefault(module, set()).add(frame.f_code.co_qualname)

    def __str__(self) -> str:
        functions = sum(map(len, self.functions.values()))
        return f"{len(self.functions)} modules, {functions} functions, {self.deepest} frames deep"


def module_of(frame: FrameType) -> str | None:
    """Return the path of the module of ours that a frame runs in; importing a module is not running it."""
    path = Path(frame.f_code.co_filename)
    if frame.f_code.co_name == "<module>" or not path.is_relative_to(HOUSE):
        return None
    path = path.relative_to(HOUSE)
    return str(path) if len(path.parts) == 1 or path.parts[0] in ROOMS else None


@contextmanager
def measured() -> Iterator[Depth]:
    """Measure what runs meanwhile, in this thread."""
    depth = Depth()
    sys.setprofile(depth)
    try:
        yield depth
    finally:
        sys.setprofile(None)


def main(argv: list[str] | None = None) -> None:
    """Print the depth of a load, in memory and on disk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", action="store_true", help="list the modules, with how many functions of each ran")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "orchard.yaml"
        source.write_text(FACT_FILE)
        whoblamed.open(":memory:").load(source)  # imports what there is to import
        for name, place in (("in memory", ":memory:"), ("on disk", f"{folder}/graph")):
            graph = whoblamed.open(place)
            with measured() as depth:
                graph.load(source)
            print(f"load a fact file of {len(FACT_FILE.splitlines())} lines, {name}: {depth}")
            for module in sorted(depth.functions) if arguments.modules else ():
                print(f"  {len(depth.functions[module]):4} {module}")


if __name__ == "__main__":
    main()
