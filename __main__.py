"""`whoblamed` and `python -m whoblamed`: the command line in a process of its own."""

from __future__ import annotations

import gc
import os
import sys

from whoblamed.errors import ENDED, INTERRUPTED


def run() -> None:
    """Run the command line and exit.

    The process ends with the command, which makes objects that all stay until then. Python's cyclic garbage collector
    would look at them again and again and find nothing: reading the facts of 30,000 claims would take 1.8 times as
    long, statuses 1.4 times, and `whoblamed who` a tenth longer. (What goes on for long: see `process.run_collector`.)
    """
    gc.disable()
    try:
        from whoblamed.cli import main  # here, so that Ctrl-C is no traceback while it is imported
        from whoblamed.commands import completion
        from whoblamed.commands.process import end_in_order, spare_imports, told_streams

        if "_WHOBLAMED_COMPLETE" in os.environ:
            completion.register()
        spare_imports()
        end_in_order()
        with told_streams():
            main()
    except KeyboardInterrupt:
        _end_by(INTERRUPTED)
    except SystemExit as ended:
        if ended.code in ENDED:
            _end_by(ended.code)
        raise
    finally:
        gc.freeze()


def _end_by(code: int) -> None:
    """End the process by the signal that asked for it: a shell whose loop was ended by Ctrl-C stops as well, and says
    130.

    A process that a signal ends does nothing more, so what would be done at its end is done before: temporary files are
    as large as what was read. Another signal ends that, too.
    """
    if sys.platform == "win32":
        sys.exit(code)
    import atexit
    import signal

    number = code - INTERRUPTED + signal.SIGINT
    signal.signal(number, signal.SIG_DFL)
    atexit._run_exitfuncs()
    os.kill(os.getpid(), number)


if __name__ == "__main__":
    run()
