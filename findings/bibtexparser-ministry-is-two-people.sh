#!/usr/bin/env bash
# The Ministry of Justice and Security is two people, of whom one is called Security.
#
# One would guess: the layer that decodes LaTeX changes what is LaTeX, accents and escaped signs, and keeps the braces that hold the name of a body
#   together, since the layer that takes authors apart needs them.
# What happens: bibtexparser 2.1.0 drops them. Decoded first and then split, as the names of the layers read, {Bureau of Investigation} is a person
#   Bureau, of, Investigation, and the ministry is Ministry of Justice and Security. Only decoded and written again, the braces are gone from the
#   file, for every reader after that. And "2014-12~" (about December 2014 in BibLaTeX) ends with a no-break space and is December 2014. Split first
#   and decoded then, the names keep together.
# Seen: November 2026.
# Why it matters: bodies are who most claims are by. In the bibliography the speaker is a Security that does not exist, or a ministry with half a
#   name, and nobody can see any more that it was one.
# Instead: SeparateCoAuthors and SplitNameParts before LatexDecodingMiddleware; do not write what was decoded, and leave dates out of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bibtexparser==2.1.0
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware, LatexEncodingMiddleware, SeparateCoAuthors, SplitNameParts

print("bibtexparser", importlib.metadata.version("bibtexparser"))
text = "@report{x, author = {{Bureau of Investigation} and {Ministry of Justice and Security}}, date = {2014-12~}, title = {Who}}"


def names(text, *layers):
    """Read a file through some layers and give the authors by their parts."""
    (entry,) = bibtexparser.parse_string(text, append_middleware=list(layers)).entries
    return [" + ".join(" ".join(part) for part in (name.first, name.von, name.last) if part) for name in entry["author"]]


decode, separate, split = LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()
whole = ["{Bureau of Investigation}", "{Ministry of Justice and Security}"]
parts = ["Bureau + of + Investigation", "Ministry + of + Justice", "Security"]
read = bibtexparser.parse_string(text, append_middleware=[decode])
written = bibtexparser.write_string(read, prepend_middleware=[LatexEncodingMiddleware()])
for name, found, expected in (
    ("not decoded", names(text, separate, split), whole),
    ("decoded last", names(text, separate, split, decode), whole),
    ("decoded first", names(text, decode, separate, split), parts),
    ("decoded, written, read", names(written, separate, split), parts),
):
    print(f"{name}: {found}")
    assert found == expected
print("date:", repr(read.entries[0]["date"]))
assert read.entries[0]["date"] == "2014-12\N{NO-BREAK SPACE}"
PY
