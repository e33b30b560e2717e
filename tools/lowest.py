"""Print the lowest versions of the dependencies that setup.cfg allows, as a file of constraints for pip.

python tools/lowest.py [EXTRA …] > constraints.txt
"""

from __future__ import annotations

import configparser
import re
import sys
from pathlib import Path

SETUP = Path(__file__).resolve().parent.parent / "setup.cfg"
_BOUND = re.compile(r"([\w.-]+)\s*>=\s*([\d.]+)")


def main() -> None:
    """Print a line for each dependency that has a lower bound."""
    read = configparser.ConfigParser()
    read.read(SETUP, "utf-8")
    wanted = [read["options"]["install_requires"], *(read["options.extras_require"][extra] for extra in sys.argv[1:])]
    for name, version in sorted({found for part in wanted for found in _BOUND.findall(part)}):
        print(f"{name}=={version}")


if __name__ == "__main__":
    main()
