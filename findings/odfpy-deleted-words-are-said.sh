#!/usr/bin/env bash
# What was deleted from a text document is its first sentence, next to who deleted it.
#
# One would guess: `teletype.extractText` of the text of an OpenDocument file is what one reads when the file is open.
# What happens: in a file with tracked changes, the deleted words are stored before the text, and odfpy 1.4.1 gives them as if they were part of it: name
#   of the editor, time, deleted words and first sentence run together without a space. The words of comments and their authors are put into the sentence
#   that they are on, too. `text_recursive` of odfdo 3.27.3 does the same; its `get_formatted_text` and pandoc 3.9 do not.
# Seen: November 2026.
# Why it matters: what a ministry took out of its statement before it published it, or a paper out of its article, is what a search finds there; and
#   the sentence is that of the one who deleted it.
# Instead: remove `text:tracked-changes` and `office:annotation` from the document before the words are taken out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1 odfdo==3.27.3 pypandoc-binary==1.17
cd "$folder"
venv/bin/python - <<'PY'
import importlib.metadata
import zipfile

import odfdo
import pypandoc
from odf import opendocument, teletype

print(*(f"{name} {importlib.metadata.version(name)}" for name in ("odfpy", "odfdo")), "pandoc", pypandoc.get_pandoc_version())
KIND = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = " ".join(f'xmlns:{name}="{SPACE}{name}:1.0"' for name in ("office", "text", "style"))
HEAD += ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
change = "<dc:creator>Clara Example</dc:creator><dc:date>2014-12-19T00:00:00</dc:date>"
deleted = f"""<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>{change}</office:change-info>
<text:p>North Korea did it.</text:p></text:deletion></text:changed-region></text:tracked-changes>"""
comment = f"<office:annotation>{change}<text:p>Really?</text:p></office:annotation>"
said = f'<text:p><text:change text:change-id="c1"/>We do not know{comment} who did it.</text:p>'
files = {
    "META-INF/manifest.xml": f'<m:manifest xmlns:m="{SPACE}manifest:1.0" m:version="1.3">'
    + "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", KIND), ("content.xml", "text/xml"), ("styles.xml", "text/xml"))
    )
    + "</m:manifest>",
    "content.xml": f"<office:document-content {HEAD}><office:body><office:text>{deleted}{said}</office:text></office:body>"
    "</office:document-content>",
    "styles.xml": f"<office:document-styles {HEAD}><office:styles/></office:document-styles>",
}
with zipfile.ZipFile("statement.odt", "w") as out:
    out.writestr("mimetype", KIND)
    for path, text in files.items():
        out.writestr(path, text)

found = teletype.extractText(opendocument.load("statement.odt").text)
other = odfdo.Document("statement.odt")
seen = other.get_formatted_text()
pandoc = pypandoc.convert_file("statement.odt", "plain").strip()
print("odfpy:", repr(found))
print("odfdo text_recursive:", repr(other.body.text_recursive))
print("odfdo get_formatted_text:", repr(seen))
print("pandoc:", repr(pandoc))
assert " ".join(found.split()) == (
    "Clara Example2014-12-19T00:00:00 North Korea did it.We do not knowClara Example2014-12-19T00:00:00Really? who did it."
)
assert "North Korea did it." in other.body.text_recursive
assert "North Korea" not in seen and pandoc == "We do not know who did it."
PY
