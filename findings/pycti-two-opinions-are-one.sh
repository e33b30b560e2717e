#!/usr/bin/env bash
# One firm doubts one claim, another firm doubts another claim, and it is the same opinion.
#
# One would guess: the id that OpenCTI's library makes from an opinion depends on what the opinion is about and on who holds it.
# What happens: `Opinion.generate_id` of pycti 7.261026.0 takes the day of making and the word: all that "disagree" on one day (a record of a day
#   has its midnight) have one id, whoever they are and whatever they disagree with. `Note.generate_id` does so with the words of a note. A
#   relationship has one id for all who state it and however surely. The other way round, the same moment as a text ending in Z and as a
#   datetime, which is written with +00:00, are two opinions.
# Seen: November 2026.
# Why it matters: an id says which thing it is, and a bundle or a platform keeps the last of each. "The firm disagrees with the bureau" and "the
#   paper disagrees with the firm" are one opinion, and one of the two doubts is gone.
# Instead: make the id with a UUID of one's own from author, day, word and object; count opinions before and after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycti==7.261026.0 stix2==3.0.2
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import datetime
import importlib.metadata

import stix2
from pycti import Identity, Note, Opinion, StixCoreRelationship

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("pycti", "stix2")))
day = "2015-01-07T00:00:00Z"
firm, paper = (stix2.Identity(id=Identity.generate_id(name, "organization"), name=name) for name in ("Firm", "Paper"))
claims = [f"relationship--00000000-0000-4000-8000-00000000000{number}" for number in (1, 2)]
opinions = [
    stix2.Opinion(
        id=Opinion.generate_id(day, "disagree"), opinion="disagree", created=day, modified=day, created_by_ref=who.id, object_refs=[claim]
    )
    for who, claim in zip((firm, paper), claims, strict=True)
]
store = stix2.MemoryStore()
for opinion in opinions:
    store.add(opinion)
kept = store.query([stix2.Filter("type", "=", "opinion")])
print("ids:", {opinion.id for opinion in opinions}, "in the store:", [opinion.object_refs for opinion in kept])
assert opinions[0].id == opinions[1].id and opinions[0].object_refs != opinions[1].object_refs
assert len(kept) == 1 and kept[0].created_by_ref == paper.id
moment = datetime.datetime(2015, 1, 7, tzinfo=datetime.timezone.utc)
print("as a datetime:", Opinion.generate_id(moment, "disagree"))
assert Opinion.generate_id(moment, "disagree") != opinions[0].id
assert Opinion.generate_id.__code__.co_varnames[:2] == ("created", "opinion")
assert Note.generate_id.__code__.co_varnames[:3] == ("created", "content", "abstract")
names = StixCoreRelationship.generate_id.__code__.co_varnames[:5]
print("a relationship is known by:", names)
assert names == ("relationship_type", "source_ref", "target_ref", "start_time", "stop_time")
PY
