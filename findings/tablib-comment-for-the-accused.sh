#!/usr/bin/env bash
# Who is accused in this sheet? "2014-12-19T00:00:00", and the next cells move one to the left.
#
# One would guess: a row of an OpenDocument sheet has its cells under the headings under which one sees them.
# What happens: tablib 3.10.0 reads one cell where the file says "twice the same", which is how LibreOffice writes equal neighbours: all that follows is one
#   column further left, and the row is filled up at its end. Two equal rows are one, too. Of a cell with a comment the value is the time
#   of the comment. Of a cell with several spaces in a row the value ends there, and 90 % is the text "90%".
#   pandas 2.3.3 with odfpy, on the same file, has all of it right.
# Seen: November 2026.
# Why it matters: a bureau that speaks of itself, or a gap of two columns, puts the confidence under the day. A comment is where the doubt about a cell is
#   written, and just the cells that were doubted lose their accused.
# Instead: read with pandas or python-calamine, or save the sheet as CSV.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tablib==3.10.0 odfpy==1.4.1 pandas==2.3.3
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import zipfile

import pandas
import tablib

print("tablib", importlib.metadata.version("tablib"))
KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(f'xmlns:{name}="{SPACE}{name}:1.0"' for name in ("office", "table", "text"))


def cell(text: str, more: str = "", before: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}>{before}<text:p>{text}</text:p></table:table-cell>'


note = '<office:annotation><dc:date>2014-12-19T00:00:00</dc:date><text:p>The firm doubts it</text:p></office:annotation>'
high = '<table:table-cell office:value-type="percentage" office:value="0.9"><text:p>90%</text:p></table:table-cell>'
lines = [
    cell("speaker") + cell("accuses") + cell("confidence"),
    cell("The bureau") + cell("North Korea", before=note) + high,
    cell("The firm") + cell('Former<text:s text:c="2"/>staff') + cell("low"),
    cell("The studio", 'table:number-columns-repeated="2"') + cell("low"),
    '<table:table-cell table:number-columns-repeated="2"/>' + cell("high"),
]
body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
body += f'<table:table-row table:number-rows-repeated="2">{cell("The press")}{cell("Insiders")}{cell("low")}</table:table-row>'
head = f'{NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
sheet = f'<office:spreadsheet><table:table table:name="claims">{body}</table:table></office:spreadsheet>'
files = "".join(
    f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>' for path, kind in (("/", KIND), ("content.xml", "text/xml"))
)
with zipfile.ZipFile("claims.ods", "w") as out:
    out.writestr("mimetype", KIND)
    out.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{SPACE}manifest:1.0" m:version="1.3">{files}</m:manifest>')
    out.writestr("content.xml", f"<office:document-content {head}><office:body>{sheet}</office:body></office:document-content>")

with open("claims.ods", "rb") as source:
    found = [tablib.Dataset().load(source, format="ods")][0]
right = pandas.read_excel("claims.ods", engine="odf").astype(object).fillna("").values.tolist()
for row in found:
    print("tablib", row)
for line in right:
    print("pandas", line)
assert found.headers == ["speaker", "accuses", "confidence"]
assert list(found) == [
    ("The bureau", "2014-12-19T00:00:00", "90%"),
    ("The firm", "Former", "low"),
    ("The studio", "low", ""),
    ("high", "", ""),
    ("The press", "Insiders", "low"),
]
assert right == [
    ["The bureau", "North Korea", 0.9],
    ["The firm", "Former  staff", "low"],
    ["The studio", "The studio", "low"],
    ["", "", "high"],
    ["The press", "Insiders", "low"],
    ["The press", "Insiders", "low"],
]
PY
