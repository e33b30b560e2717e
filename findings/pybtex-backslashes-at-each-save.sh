#!/usr/bin/env bash
# Each save of a bibliography adds backslashes, and "about December 2014" is a sign without a date.
#
# One would guess: a file that is read and written again, with nothing changed, says the same.
# What happens: pybtex 0.26.1 keeps the backslashes that it reads and, in writing, puts further ones before %, &, _ and #, more at each go: an address a_b?c=d is
#   a\_b?c=d, then a\\_b?c=d, which is a line break in LaTeX. "~" becomes \textasciitilde: a biblatex date 2014-12~ (about December 2014) is no date
#   any more. "others" at the end of the authors is a person called "others". Neither reading nor writing says anything.
# Seen: November 2026.
# Why it matters: reports are cited by their address, and their dates are as vague as it says there. A tool that sorts or tags a
#   bibliography once a week breaks both, and the certainty of a date is the first to go.
# Instead: write fields from the text as it was read; or unescape them before each save, and put no EDTF date through it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pybtex==0.26.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import pybtex.database

print("pybtex", importlib.metadata.version("pybtex"))
text = r"""@report{first,
    author = {Bureau and others}, title = {Bureau \& Co: 50\% sure}, date = {2014-12~}, url = {http://example.org/a_b?c=d}
}"""
seen = []
for _ in range(3):
    read = pybtex.database.parse_string(text, "bibtex")
    entry = read.entries["first"]
    seen.append((entry.fields["title"], entry.fields["date"], entry.fields["url"]))
    print(*seen[-1], sep="    ")
    text = read.to_string("bibtex")
assert seen == [
    (r"Bureau \& Co: 50\% sure", "2014-12~", "http://example.org/a_b?c=d"),
    (r"Bureau \\& Co: 50\\% sure", r"2014-12\textasciitilde", r"http://example.org/a\_b?c=d"),
    (r"Bureau \\\& Co: 50\\\% sure", r"2014-12\textasciitilde", r"http://example.org/a\\_b?c=d"),
]
authors = [str(person) for person in entry.persons["author"]]
print(authors)
assert authors == ["Bureau", "others"]
PY
