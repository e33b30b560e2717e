#!/usr/bin/env bash
# APT28 is APT29, an actor is not its alias, and two places are -1005 % alike.
#
# One would guess: object_similarity gives 0 to 100, as its documentation says, and an object that has another's name among its aliases is likely the other.
# What happens: stix2 3.0.2 weighs the names by their letters and the aliases among themselves, names against aliases never. "Lazarus Group", alias "HIDDEN COBRA", and
#   "HIDDEN COBRA", alias "Lazarus Group", are 4 % alike. "APT28" and "APT29" are 80 % alike, and equivalent, for 70 is enough. Of places, a percent is taken off every 10 km without
#   end: Washington and Pyongyang are -1005 % alike, Paris and Brussels are one place.
# Seen: November 2026.
# Why it matters: it is the library's way to find out which records are of one actor, with a sum that is also that of reports and whole graphs. Numbered names, from which most
#   actors' names are made, are merged, and the aliases that were collected to merge by do not count.
# Instead: compare sets of all names, normalized, by equality; leave places out or cut them off at 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stix2==3.0.2 rapidfuzz==3.14.6 haversine==2.9.0
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import stix2

print("stix2", importlib.metadata.version("stix2"))
environment = stix2.Environment()
ACTORS = {
    "Lazarus Group": ["HIDDEN COBRA"],
    "HIDDEN COBRA": ["Lazarus Group"],
    "APT28": None,
    "APT29": None,
}
PLACES = {"Washington": (38.9, -77.0), "Pyongyang": (39.0, 125.8), "Paris": (48.9, 2.4), "Brussels": (50.8, 4.4)}
made = {name: stix2.IntrusionSet(name=name, aliases=aliases) for name, aliases in ACTORS.items()}
made |= {name: stix2.Location(name=name, latitude=north, longitude=east) for name, (north, east) in PLACES.items()}
for first, second, alike, same in (
    ("Lazarus Group", "HIDDEN COBRA", 4, False),
    ("APT28", "APT29", 80, True),
    ("Washington", "Pyongyang", -1005, False),
    ("Paris", "Brussels", 74, True),
):
    percent = environment.object_similarity(made[first], made[second])
    equivalent = environment.object_equivalence(made[first], made[second])
    print(f"{first} and {second}: {percent:.1f} %, equivalent: {equivalent}")
    assert (round(percent), equivalent) == (alike, same)
PY
