"""Draw claims of the casebook for a checker who did not write them, each with its sources, their addresses and places.

python tools/casebook_audit.py --claims 60 --seed spring     the same seed draws the same claims again
python tools/casebook_audit.py --without audited.txt         leaves out the keys (CASE/CLAIM) in a file
python tools/casebook_audit.py --format markdown             to read; YAML is to be filled in
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import yaml
from whoblamed.errors import InvalidData, Problem
from whoblamed.loaders.yaml.marks import read
from whoblamed.ontology.acts import ACTS

CASEBOOK = Path(__file__).parent.parent / "loaders" / "casebook"

#: What the checker fills in. The words are those of the audits that docs/casebook.md counts.
VERDICTS = "right, imprecise, wrong, serious or not found"

#: The fields of a claim that name claims which it answers.
ANSWERS = tuple(dict.fromkeys(filter(None, ("responds_to", *(act.answers for act in ACTS.values())))))


@dataclass(frozen=True)
class Case:
    """A case as its file has it: what is checked is what was written, not what was made of it."""

    name: str
    written: Mapping[str, Any]

    @property
    def claims(self) -> dict[str, Mapping[str, Any]]:
        return {claim["id"]: claim for claim in self.written.get("claims", ())}


def main(arguments: list[str] | None = None) -> int:
    """Print the claims that are drawn; return 1, with a line of what is at fault, where they cannot be."""
    options = parser().parse_args(arguments)
    try:
        left_out = keys_of(options.without) if options.without else set()
        drawn = draw(cases(options.casebook), options.claims, options.seed, left_out)
    except (InvalidData, OSError) as error:
        print(f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error, file=sys.stderr)
        return 1
    WRITERS[options.format](drawn, sys.stdout)
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description="Draw claims of the casebook for a checker who did not write them.")
    made.add_argument("--claims", type=int, default=60, metavar="N", help="how many (60)")
    made.add_argument("--seed", default="1", help="any word; the same draws the same claims (1)")
    made.add_argument("--without", type=Path, metavar="FILE", help="leave out the keys in FILE, CASE/CLAIM, one a line")
    made.add_argument("--format", choices=sorted(WRITERS), default="yaml", help="yaml or markdown (yaml)")
    made.add_argument("--casebook", type=Path, default=CASEBOOK, metavar="FOLDER", help="another folder of cases")
    return made


def cases(folder: Path) -> list[Case]:
    """The cases of a folder, by name; files without claims, such as shared actors, are none."""
    written = [read(path.read_bytes(), path.name).data for path in sorted(folder.glob("*.yaml"))]
    return [Case(case["case"], case) for case in written if case.get("claims")]


def keys_of(file: Path) -> set[str]:
    """The keys in a file: the first word of each line; a remark may follow, and # begins a line that is one."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def draw(found: Collection[Case], number: int, seed: str, left_out: Collection[str]) -> list[dict[str, Any]]:
    """Draw claims, each as likely as the others, and give them in the order of their keys.

    Raises `InvalidData` where a key to be left out is that of no claim, or fewer claims are left than asked for.
    """
    all_of_them = {f"{case.name}/{claim}": case for case in found for claim in case.claims}
    if unknown := sorted(set(left_out) - all_of_them.keys()):
        raise InvalidData([Problem(f"no claim of the casebook has the key {unknown[0]}; write CASE/CLAIM")])
    left = sorted(all_of_them.keys() - set(left_out))
    if not 0 < number <= len(left):
        raise InvalidData([Problem(f"--claims {number}: {len(left)} are left to draw from; ask for 1 to {len(left)}")])
    # Not for secrets: others must be able to draw the same.
    drawn = random.Random(seed).sample(left, number)
    return [entry(all_of_them[key], key) for key in sorted(drawn)]


def entry(case: Case, key: str) -> dict[str, Any]:
    """What a checker needs of one claim: all that was written of it, of its sources and of what it answers."""
    claim = case.claims[key.partition("/")[2]]
    rests_on = resting(case, claim)
    answered = [other for other in [*named(claim, *ANSWERS), *rests_on] if other in case.claims]
    evidence = [one for one in named(claim, "evidence", "challenges") if one in case.written.get("evidence", {})]
    return {
        "key": key,
        "claim": {field: value for field, value in claim.items() if field != "id"},
        "sources": {one: case.written["sources"][one] for one in rests_on if one in case.written["sources"]},
        **({"other_claims": {one: case.claims[one].get("summary", "") for one in answered}} if answered else {}),
        **({"evidence": {one: case.written["evidence"][one] for one in evidence}} if evidence else {}),
        "verdict": "",
        "should_be": "",
    }


def resting(case: Case, claim: Mapping[str, Any]) -> list[str]:
    """The sources of a claim, then all that it and they rest on, each once; claims may be among it."""
    found = named(claim, "source") + relied_on(claim)
    for one in found:  # grows while it is gone through
        written = case.written["sources"].get(one) or case.claims.get(one, {})
        found += [other for other in relied_on(written) if other not in found]
    return list(dict.fromkeys(found))


def relied_on(written: Mapping[str, Any]) -> list[str]:
    return [one["on"] for one in written.get("relies_on", ()) if "on" in one]


def named(written: Mapping[str, Any], *fields: str) -> list[str]:
    """The keys in some fields, where one may stand alone."""
    values = (written.get(field, ()) for field in fields)
    return [key for value in values for key in ([value] if isinstance(value, str) else value)]


class Plainly(yaml.SafeDumper):
    """Writes every text as it stands in the case: without quotes where it could be a day or a word such as `on`."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (as the stubs of its class declare it)


def write_yaml(drawn: Collection[dict[str, Any]], to: TextIO) -> None:
    to.write(f"# {len(drawn)} claims. verdict: {VERDICTS}; should_be: what the page says, and where.\n")
    yaml.dump(list(drawn), to, Plainly, allow_unicode=True, sort_keys=False, width=120)


def write_markdown(drawn: Collection[dict[str, Any]], to: TextIO) -> None:
    for number, one in enumerate(drawn, 1):
        to.write(f"{number}. `{one['key']}`\n")
        to.writelines(f"   - {name}: {said(value)}\n" for name, value in one["claim"].items())
        for group in ("sources", "other_claims", "evidence"):
            to.writelines(f"   - {group}, `{key}`: {said(value)}\n" for key, value in one.get(group, {}).items())
        to.write(f"   - verdict ({VERDICTS}):\n")


def said(value: Any) -> str:
    """A value on one line: `source: page, paragraph: 2; source: copy, paragraph: 3`."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {said(part)}" for name, part in value.items())
    return "; ".join(map(said, value)) if isinstance(value, list) else str(value)


WRITERS = {"yaml": write_yaml, "markdown": write_markdown}


if __name__ == "__main__":
    raise SystemExit(main())
