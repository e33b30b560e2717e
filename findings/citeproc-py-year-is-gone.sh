#!/usr/bin/env bash
# A report of November and December 2014 has no year.
#
# One would guess: a date that is a period, as CSL has it, is cited as "2014", or with both of its ends; only what has no date is cited without one.
# What happens: citeproc-py 0.11.1, with the style that comes with it, leaves out the year if both ends are in it: "(Bureau)", and of a newspaper
#   "24 November–19 December". From 2014 to 2015 both years are there. Where there is no date at all it says "(Bureau, no date)", so that nothing in
#   the first hints at a gap. The same goes for a period of one day.
# Seen: November 2026.
# Why it matters: "over Christmas" and "in the last quarter" are periods within a year. The older the report, the more a reader takes it for recent.
# Instead: give the first day as the date and the period as words in `literal` or a note; look for years in what comes out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check citeproc-py==0.11.1
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

print("citeproc-py", importlib.metadata.version("citeproc-py"))
style = CitationStylesStyle("harvard-cite-them-right", validate=False)
for kind, parts, cited, listed in (
    ("report", [[2014, 11, 24], [2014, 12, 19]], "(Bureau)", "Bureau Who did it."),
    ("report", [[2014, 11], [2014, 12]], "(Bureau)", "Bureau Who did it."),
    ("report", [[2014, 12, 19], [2014, 12, 19]], "(Bureau)", "Bureau Who did it."),
    ("article-newspaper", [[2014, 11, 24], [2014, 12, 19]], "(Bureau)", "Bureau “Who did it”, 24 November–19 December."),
    ("report", [[2014, 12, 19], [2015, 1, 7]], "(Bureau, 2014–2015)", "Bureau (2014–2015) Who did it."),
    ("report", [[2014, 12, 19]], "(Bureau, 2014)", "Bureau (2014) Who did it."),
    ("report", None, "(Bureau, no date)", "Bureau (no date) Who did it."),
):
    item = {"id": "x", "type": kind, "title": "Who did it", "author": [{"literal": "Bureau"}]}
    source = CiteProcJSON([item | ({"issued": {"date-parts": parts}} if parts else {})])
    works = CitationStylesBibliography(style, source, formatter.plain)
    citation = Citation([CitationItem("x")])
    works.register(citation)
    found = str(works.cite(citation, print)), str(works.bibliography()[0])
    print(kind, parts, *found)
    assert found == (cited, listed)
PY
