#!/usr/bin/env bash
# The aid organisation People in Need is a company, "People Inc Need".
#
# One would guess: the normaliser of company forms changes "Incorporated" and "GmbH", at the end of a name, and leaves little words within a
#   sentence alone.
# What happens: rigour 2.6.1 takes "in" for a spelling of "Inc", anywhere, in any case. For display it makes "People Inc Need", "Women Inc Black"
#   and "Islamic State Inc Iraq", for comparison the same in small letters, and `remove_org_types` leaves "Islamic State  Iraq". `extract_org_types`
#   says that each of them is an Inc. "as", "se" and "spa" go the same way: "Movement as One" is left as "Movement  One". cleanco 2.3 and
#   fingerprints 1.3.1 leave all of these alone.
# Seen: November 2026.
# Why it matters: many groups are named after where they are. The table shows an accused that does not exist, as a company, and a name with "Inc"
#   that does exist compares as equal to it.
# Instead: apply it to what is known to be a company only, and show the name as it was said.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rigour==2.6.1 cleanco==2.3 fingerprints==1.3.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import cleanco
import fingerprints
from rigour.names import extract_org_types, remove_org_types, replace_org_types_compare, replace_org_types_display

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("rigour", "cleanco", "fingerprints")))
for name, shown, rest in (
    ("People in Need", "People Inc Need", "People  Need"),
    ("Women in Black", "Women Inc Black", "Women  Black"),
    ("Islamic State in Iraq", "Islamic State Inc Iraq", "Islamic State  Iraq"),
    ("Journalists in Exile", "Journalists Inc Exile", "Journalists  Exile"),
):
    found = replace_org_types_display(name), remove_org_types(name), extract_org_types(name)
    print(f"{name}: {found[0]}; {found[1]}; {found[2]}; cleanco {cleanco.basename(name)}; fingerprints {fingerprints.remove_types(name)}")
    assert found == (shown, rest, [("in", "inc")])
    assert cleanco.basename(name) == name and fingerprints.remove_types(name) == name.lower()
    assert replace_org_types_compare(name) == replace_org_types_compare(shown)
for name, rest in (("Movement as One", "Movement  One"), ("SE Asia", " Asia"), ("Spa Town", " Town")):
    print(f"{name}: {remove_org_types(name)!r}")
    assert remove_org_types(name) == rest
PY
