#!/usr/bin/env bash
# An error that another thread handles leaves the store locked for good.
#
# One would guess: when the function that opened a store has ended with an error, and the error has been handled, the store is closed.
# What happens: the rows of a query of pyoxigraph 0.5.13 must be let go by the thread that asked. An error holds on to the frames it went through, and so to a variable with the rows; an error out of
#   asyncio.to_thread or a pool is let go by whoever awaits it. The rows are then not freed at all: a RuntimeError that nobody can catch
#   goes to stderr as a note, and the store on disk stays open. Opening it anew in the same process fails until the process ends.
# Seen: November 2026.
# Why it matters: one bad claim in a load that a server runs in a thread, an error that is told as it should be, and from then on the records
#   cannot be opened. What the first error said is long past by then.
# Instead: keep list(store.query(…)) and not the query's own object in a variable.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
venv/bin/python - <<'PY'
import asyncio
import gc
import sys

import pyoxigraph

print("pyoxigraph", pyoxigraph.__version__)
notes = []
sys.unraisablehook = lambda note: notes.append(str(note.exc_value))


def read(folder, kept):
    store = pyoxigraph.Store(folder)
    store.update('INSERT DATA { <urn:claim> <urn:confidence> "high" }')
    rows = kept(store.query("SELECT ?confidence { ?claim <urn:confidence> ?confidence }"))
    for row in rows:
        print("confidence", int(row["confidence"].value))


def attempt(folder, kept):
    notes.clear()
    try:
        asyncio.run(asyncio.to_thread(read, folder, kept))
    except ValueError as error:
        print("handled:", error)
    gc.collect()
    print("on stderr:", notes)
    try:
        pyoxigraph.Store(folder)
    except OSError as error:
        print("opened again:", str(error).split(",")[0])
        return False
    print("opened again")
    return True


assert not attempt("first", lambda rows: rows)
assert notes == ["pyoxigraph::sparql::PyQuerySolutions is unsendable, but is being dropped on another thread"]
assert attempt("second", list)
assert notes == []
PY
