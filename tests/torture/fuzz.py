"""Give a loader as many broken inputs as wanted, watched by atheris, which looks for those that reach new code.

python -m tests.torture.fuzz TARGET NUMBER [SECONDS]     one loader; ends with how many inputs there were
python -m tests.torture.fuzz all NUMBER [SECONDS]        NUMBER over all loaders together

Run it in the root of the repository, after `pip install atheris` (`make torture` does both). What breaks is written to
the folder `out/torture` and ends the run with an error.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

OUT = Path("out/torture")
#: What one input may take: seconds, and megabytes of the whole process.
LIMITS = ("-timeout=30", "-rss_limit_mb=2500")


def main() -> int:
    """Fuzz one loader in this process, or all, each in one of its own."""
    name, number = sys.argv[1], int(sys.argv[2])
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    if name == "all":
        return _all(number, seconds)
    _one(name, number, seconds)
    return 0


def _one(name: str, number: int, seconds: int) -> None:
    import atheris

    with atheris.instrument_imports(include=["whoblamed"]):
        from .targets import TARGETS

        target = TARGETS[name]
        for seed in target.seeds():
            target.survive(seed)  # so that all its modules are imported
    folder = OUT / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for at, seed in enumerate(target.seeds()):
        (corpus / f"seed-{at}").write_bytes(seed)
    words = folder / "words"
    words.write_bytes(b"".join(b'"' + _escaped(word) + b'"\n' for word in target.words()))
    options = [
        f"-runs={number}", f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={folder}/",
        "-max_len=80000", "-verbosity=0", "-print_final_stats=1", *LIMITS,
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.survive)
    atheris.Fuzz()


def _escaped(word: bytes) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in word)


# --------------------------------------------------------------------------------------------------------------- all


def _all(number: int, seconds: int) -> int:
    """Share a number of inputs (and a time) out among the loaders; what one does not use in its time others get."""
    from .targets import TARGETS

    ends = time.monotonic() + seconds if seconds else None
    total, failed = 0, []
    for at, name in enumerate(TARGETS):
        left = len(TARGETS) - at
        share = max((number - total) // left, 1)
        limit = int((ends - time.monotonic()) / left) if ends else 0
        if ends and limit < 1:
            break
        ran, code = _run(name, share, limit)
        total += ran
        if code:
            failed.append(name)
        print(f"{name:<10} {ran:>9,} inputs{'' if not code else f'; BROKE, see {OUT / name}'}", flush=True)
    print(f"{'all':<10} {total:>9,} inputs; {'broke: ' + ', '.join(failed) if failed else 'nothing broke'}")
    return 1 if failed else 0


def _run(name: str, number: int, seconds: int) -> tuple[int, int]:
    command = [sys.executable, "-m", "tests.torture.fuzz", name, str(number), str(seconds)]
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    with log.open("wb") as file:
        code = subprocess.run(command, stdout=file, stderr=file, check=False).returncode
    counted = re.findall(r"number_of_executed_units: (\d+)", log.read_text("utf-8", "replace"))
    return (int(counted[-1]) if counted else 0), code


if __name__ == "__main__":
    sys.exit(main())
