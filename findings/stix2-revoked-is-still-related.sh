#!/usr/bin/env bash
# An attribution that was revoked still has a state for its author.
#
# One would guess: `relationships` and `related_to` of a store, which knows versions and gives the newest with `get`, answer from the newest
#   versions, and leave out what is revoked.
# What happens: stix2 3.0.2 answers from all versions that were ever added. An "attributed-to" of 90, corrected to 10 and revoked, comes three times
#   from `relationships`, and `related_to` still leads from the group to the actor, by its old name and its new one. `get` gives the revoked
#   version, alone. MemoryStore and FileSystemStore do the same; the documentation of both methods speaks of "the relationships" and "the objects"
#   and of no versions.
# Seen: November 2026.
# Why it matters: to revoke is the way of STIX to take something back. Whoever walks along the graph finds what nobody says any more, with the
#   confidence of the day on which it was first said, and an actor counted twice.
# Instead: ask for the relationships, keep the newest version of each id, drop those with `revoked`, and `get` what they point at.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stix2==3.0.2
cd "$folder"
venv/bin/python - <<'PY'
import os

import stix2

print("stix2", stix2.__version__)
day = "2014-12-19T00:00:00Z"


def make(kind, number, **fields):
    """Make an object of the day."""
    return kind(id=f"{kind._type}--00000000-0000-4000-8000-{number:012}", created=day, modified=day, **fields)


group = make(stix2.IntrusionSet, 1, name="Guardians of Peace")
actor = make(stix2.ThreatActor, 2, name="A state")
blame = make(stix2.Relationship, 3, source_ref=group.id, target_ref=actor.id, relationship_type="attributed-to", confidence=90)
renamed = actor.new_version(name="A state, renamed", modified="2015-01-01T00:00:00Z")
corrected = blame.new_version(confidence=10, modified="2015-01-07T00:00:00Z")
revoked = corrected.revoke()
os.mkdir("files")
for store in (stix2.MemoryStore(), stix2.FileSystemStore("files")):
    for thing in (group, actor, blame, renamed, corrected, revoked):
        store.add(thing)
    newest = store.get(blame.id)
    said = sorted((relation.confidence, relation.get("revoked", False)) for relation in store.relationships(group))
    authors = sorted(thing.name for thing in store.related_to(group, relationship_type="attributed-to"))
    print(f"{type(store).__name__}: get: revoked {newest.revoked}; relationships: {said}; related: {authors}")
    assert newest.revoked is True
    assert said == [(10, False), (10, True), (90, False)] and authors == ["A state", "A state, renamed"]
PY
