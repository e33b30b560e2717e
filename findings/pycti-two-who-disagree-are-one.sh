#!/usr/bin/env bash
# A firm does not believe it was North Korea, a paper does not believe it was insiders. OpenCTI's client keeps one of the two.
#
# One would guess: the id that `Opinion.generate_id` makes of an opinion depends on whose it is, on what, or on what it says.
# What happens: pycti 7.261026.0 makes it of the word "disagree" and of `created`, no more. Opinions often have a day and no time, so all that disagree on
#   one day, on whatever, have one id. The splitter through which every connector sends a bundle drops all but the last of one id, and
#   names none as dropped. `Event` is its name alone. That the author is not part of a relationship is documented; that its end is
#   left out when it has no start is not: "until 2014" and "until 2016" are one.
# Seen: November 2026.
# Why it matters: which of the contradictions is left depends on their order in the file. The platform then shows one accusation as contested and
#   the other not.
# Instead: give `created` to the opinions of one day with different milliseconds, in a fixed order, or put what is said into a note, whose
#   words are part of its id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycti==7.261026.0 stix2==3.0.2
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import json

import pycti
import stix2

print("pycti", importlib.metadata.version("pycti"))
day = "2014-12-19T00:00:00Z"


def make(kind: type, number: int, **fields: object) -> object:
    name = f"{kind._type}--00000000-0000-4000-8000-{number:012}"
    return kind(id=name, created=day, modified=day, **fields)


def disagree(who: object, what: object, why: str) -> object:
    name = pycti.Opinion.generate_id(day, "disagree")
    return stix2.Opinion(
        id=name, created=day, modified=day, opinion="disagree", explanation=why, object_refs=[what.id], created_by_ref=who.id
    )


firm = make(stix2.Identity, 1, name="Firm", identity_class="organization")
paper = make(stix2.Identity, 2, name="Paper", identity_class="organization")
state = make(stix2.ThreatActor, 3, name="North Korea")
insiders = make(stix2.ThreatActor, 4, name="Insiders")
views = [disagree(firm, state, "It was not North Korea"), disagree(paper, insiders, "It was no insider")]
print("ids of the two opinions:", *(view.id for view in views))
assert views[0].id == views[1].id

bundle = stix2.Bundle(objects=[firm, paper, state, insiders, *views]).serialize()
count, dropped, parts = pycti.OpenCTIStix2Splitter().split_bundle_with_expectations(bundle)
sent = [thing for part in parts for thing in json.loads(part)["objects"]]
left = [thing["explanation"] for thing in sent if thing["type"] == "opinion"]
print(f"6 objects in, {count} out, named as dropped: {dropped}, opinions:", left)
assert count == len(sent) == 5 and dropped == [] and left == ["It was no insider"]

ends = [
    pycti.StixCoreRelationship.generate_id("attributed-to", state.id, firm.id, stop_time=f"{year}-12-31T00:00:00Z")
    for year in (2014, 2016)
]
starts = [
    pycti.StixCoreRelationship.generate_id("attributed-to", state.id, firm.id, start_time=f"{year}-01-01T00:00:00Z")
    for year in (2014, 2016)
]
notes = [pycti.Note.generate_id(day, view.explanation) for view in views]
print("until 2014 and until 2016:", len(set(ends)), "since 2014 and since 2016:", len(set(starts)), "notes:", len(set(notes)))
assert (len(set(ends)), len(set(starts)), len(set(notes))) == (1, 2, 2)
PY
