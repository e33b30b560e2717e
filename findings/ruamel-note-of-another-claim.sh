#!/usr/bin/env bash
# After a small edit, the note on one claim stands over another.
#
# One would guess: a round trip with ruamel.yaml, which is made to keep comments, moves a comment with the item that it is on, drops it with it, or leaves a mark.
# What happens: ruamel.yaml 0.19.1 hangs a comment on a line of its own to what stands before it. When a list item is removed, the note above it stays, and is
#   now the note above the next; the note above that one goes with it. `reverse` turns the values round and leaves the notes at the end of the lines, `sort` takes
#   them along. A key that is added to the last item goes below the heading of the next section. In [ ] and { } over several lines, comments are dropped.
# Seen: November 2026.
# Why it matters: in records kept by hand, the comment says why a source is doubted. After a tool has removed one entry, it says so of another, in a file that
#   looks untouched.
# Instead: put reasons into fields; or look at the comments of the text before and after an edit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ruamel.yaml==0.19.1
cd "$folder"
venv/bin/python - <<'PY'
import io

import ruamel.yaml

print("ruamel.yaml", ruamel.yaml.__version__)


def edited(text, edit):
    yaml = ruamel.yaml.YAML()
    data = yaml.load(text)
    edit(data)
    stream = io.StringIO()
    yaml.dump(data, stream)
    print(stream.getvalue())
    return stream.getvalue()


CLAIMS = """\
claims:
# the bureau gave reasons
- by: bureau
# the firm withdrew it
- by: firm
# the ministry said so twice
- by: ministry
"""
assert edited(CLAIMS, lambda data: data["claims"].pop(1)) == """\
claims:
# the bureau gave reasons
- by: bureau
# the firm withdrew it
- by: ministry
"""
ENDS = "claims:\n- navy # withdrawn\n- army\n- firm # doubted\n"
assert edited(ENDS, lambda data: data["claims"].reverse()) == "claims:\n- firm # withdrawn\n- army\n- navy # doubted\n"
assert edited(ENDS, lambda data: data["claims"].sort()) == "claims:\n- army\n- firm # doubted\n- navy # withdrawn\n"
assert edited("claim:\n  by: firm\n\n# withdrawn by the ministry\nother:\n  by: ministry\n", lambda data: data["claim"].update(on=2014)) == """\
claim:
  by: firm

# withdrawn by the ministry
  on: 2014
other:
  by: ministry
"""
assert edited("by: [firm,\n  # withdrawn\n  bureau]\n", lambda data: None) == "by: [firm, bureau]\n"
PY
