#!/usr/bin/env bash
# REPLACE in any case replaces in one case, and twice.
#
# One would guess: REPLACE(?text, "a", "b", "i") replaces every a and A, as REGEX with "i" finds both.
# What happens: rdflib 7.6.0 hands the flags to re.sub where it takes the number of replacements. "i" is the number 2: of four a's, two are replaced, and
#   A is none of them. "m" is 8, "s" is 16, "im" is 10. $0 in the new text, the whole match, is a NUL character. pyoxigraph 0.5.13 and comunica 5.4.1
#   replace all.
# Seen: November 2026.
# Why it matters: names are compared after REPLACE has taken out what differs between spellings ("Corp", "The "). Short names come out right, long ones not, and
#   two spellings of one actor stay two.
# Instead: put the flag into the pattern, "(?i)a", where no other engine has to run the query; or write [Aa].
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @comunica/query-sparql-rdfjs@5.4.1 n3@2.13.12
cat >ask.mjs <<'JS'
import { QueryEngine } from '@comunica/query-sparql-rdfjs';
import { Store } from 'n3';

const [row] = await (await new QueryEngine().queryBindings(process.argv[2], { sources: [new Store()] })).toArray();
process.stdout.write(row.get('answer').value);
JS
venv/bin/python -W ignore - <<'PY'
import subprocess

import pyoxigraph
import rdflib

print("rdflib", rdflib.__version__, "pyoxigraph", pyoxigraph.__version__, "comunica 5.4.1")
for call, found, right in (
    ('REPLACE("aaaaA", "a", "b")', "bbbbA", "bbbbA"),
    ('REPLACE("aaaaA", "a", "b", "i")', "bbaaA", "bbbbb"),
    (f'REPLACE("{"a" * 12}", "a", "b", "m")', "b" * 8 + "a" * 4, "b" * 12),
    ('REPLACE("Acme CORP", " corp$", "", "i")', "Acme CORP", "Acme"),
    ('REPLACE("APT 1", "[0-9]", "no. $0")', "APT no. \0", "APT no. 1"),
    ('REPLACE("aaaaA", "(?i)a", "b")', "bbbbb", None),
):
    query = f"SELECT ({call} AS ?answer) {{}}"
    ((answer,),) = rdflib.Graph().query(query)
    print(f"{call}: {str(answer)!r}")
    assert str(answer) == found
    if right is not None:
        (other,) = pyoxigraph.Store().query(query)
        third = subprocess.run(["node", "ask.mjs", query], capture_output=True, text=True, check=True).stdout
        assert other["answer"].value == third == right
PY
