"""Print what changed in the facts of the casebook since a revision, for docs/casebook-changes.md.

python tools/casebook_changes.py REVISION [FIELD...]   any name that git knows: a tag, a branch, a hash

With fields (act by accused ...), of claims that changed only those where one of them did.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from whoblamed.loaders.yaml.marks import read

ROOT = Path(__file__).parent.parent
FOLDER = "loaders/casebook"

#: The claims of a case by their ids, as they are written.
Claims = Mapping[str, Mapping[str, Any]]


def main() -> int:
    """Print a list, a case a line."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    before, wanted = then(sys.argv[1]), sys.argv[2:]
    now = {path.stem: claims(path.read_bytes(), path.name) for path in (ROOT / FOLDER).glob("*.yaml")}
    for case in sorted(before.keys() | now.keys()):
        for line in changes(case, before.get(case, {}), now.get(case, {}), wanted):
            print(line)
    return 0


def then(revision: str) -> dict[str, Claims]:
    """The cases as they were in a revision."""
    listed = git("ls-tree", "--name-only", revision, f"{FOLDER}/").decode().split()
    return {
        Path(name).stem: claims(git("show", f"{revision}:{name}"), name) for name in listed if name.endswith(".yaml")
    }


def git(*arguments: str) -> bytes:
    """What git says; what it complains of is shown, and ends the tool."""
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def claims(content: bytes, file: str) -> Claims:
    """The claims in a fact file, by id."""
    return {claim["id"]: claim for claim in read(content, file).data.get("claims") or ()}


def changes(case: str, before: Claims, now: Claims, wanted: Collection[str] = ()) -> Iterator[str]:
    """A line for a new or removed case, else one for each kind of change of its claims.

    >>> list(changes("harbour", {"a": {"act": "report"}, "b": {}}, {"a": {"act": "denial"}, "c": {}}))
    ['- `harbour`: new: `c`', '- `harbour`: removed: `b`', '- `harbour`: changed: `a` (act)']
    """
    if bool(before) != bool(now):
        yield f"- `{case}`: {'new case' if now else 'removed'}, {len(now or before)} claims"
        return
    differ = {key: fields(before[key], now[key]) for key in before.keys() & now.keys()}
    changed = {key: names for key, names in differ.items() if names and (not wanted or set(wanted) & set(names))}
    told = {
        "new": [f"`{key}`" for key in sorted(now.keys() - before.keys())],
        "removed": [f"`{key}`" for key in sorted(before.keys() - now.keys())],
        "changed": [f"`{key}` ({', '.join(names)})" for key, names in sorted(changed.items())],
    }
    yield from (f"- `{case}`: {what}: {', '.join(keys)}" for what, keys in told.items() if keys)


def fields(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The names of the fields that differ."""
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


if __name__ == "__main__":
    raise SystemExit(main())
