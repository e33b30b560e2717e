"""`whoblamed` and `python -m whoblamed`: the command line in a process of its own."""

from __future__ import annotations

import gc

from whoblamed.cli import main
from whoblamed.commands.process import told_streams


def run() -> None:
    """Run the command line and exit.

    The process ends with the command. So the last search for garbage, which Python makes among all that was imported
    and made, is spared: it takes a twentieth of the time of `whoblamed who`.
    """
    try:
        with told_streams():
            main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
