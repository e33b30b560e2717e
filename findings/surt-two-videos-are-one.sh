#!/usr/bin/env bash
# Two videos have one key in the index of a web archive.
#
# One would guess: the key under which captures of a page are found tells pages apart as addresses do, apart from www and the order of parameters;
#   paths tell capitals from small letters (RFC 3986), and ids in them are made of both.
# What happens: surt 0.3.1, which makes the keys of CDX indexes, puts path and query into small letters: youtu.be/aBc and youtu.be/AbC are
#   be,youtu)/abc, and so are watch?v=aBc and watch?v=AbC, and short links. A report under /Report.pdf is that under /report.pdf. With
#   path_lowercase and query_lowercase off they are two.
# Seen: November 2026.
# Why it matters: "was this source archived, and what did it say that day?" is answered with the capture of another one, nearest in time. Sources
#   that are counted by such keys are fewer than there are.
# Instead: compare the address of a capture with the one asked for, letter by letter; make keys of one's own with both options off.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check surt==0.3.1
cd "$folder"
venv/bin/python -W ignore - <<'PY'
import importlib.metadata

from surt import surt

print("surt", importlib.metadata.version("surt"))
exact = {"path_lowercase": False, "query_lowercase": False}
for one, other in (
    ("https://youtu.be/aBc", "https://youtu.be/AbC"),
    ("https://www.youtube.com/watch?v=aBc", "https://www.youtube.com/watch?v=AbC"),
    ("https://example.org/Report.pdf", "https://example.org/report.pdf"),
):
    print(one, other, "->", surt(one), "exactly:", surt(one, **exact), surt(other, **exact))
    assert surt(one) == surt(other) and surt(one, **exact) != surt(other, **exact)
PY
