#!/usr/bin/env bash
# The update failed, says the server, and it is done.
#
# One would guess: an update that is answered with an error has changed nothing, as one request is to be one action.
# What happens: Virtuoso 7.2.5 (Debian 12) answers INSERT { GRAPH ?g … } WHERE with a variable graph with HTTP 500 and "Function string_output_string
#   needs a string output as argument 1", after it has written all of it. DELETE with a variable graph answers 200. pyoxigraph 0.5.13 does it and is silent.
# Seen: November 2026.
# Why it matters: a client that sees the error sends the change anew, or tells its user that nothing was stored. With terms made anew
#   at each go (a record of who changed what, when), each further try adds one more.
# Instead: name the graph; or look, after an error, whether what was sent is there.
set -euo pipefail
. "$(dirname "$0")/shared/virtuoso.sh"
ask <<'PY'
import urllib.error

from asking import PREFIXES, both, oxigraph, send, store, virtuoso

both("INSERT DATA { GRAPH :g { :claim :by :bureau } }")
mark = "INSERT { GRAPH ?g { :claim :checked :yes } } WHERE { GRAPH ?g { :claim :by :bureau } }"
there = "SELECT ?checked { GRAPH :g { :claim :checked ?checked } }"
assert virtuoso(there) == []
try:
    send(mark)
except urllib.error.HTTPError as error:
    text = error.read().decode().splitlines()[0]
    print("virtuoso:", error.code, text)
    assert error.code == 500 and "string_output_string" in text
else:
    raise SystemExit("the update did not fail")
print("and yet:", virtuoso(there))
assert virtuoso(there) == [("http://example.org/yes",)]
store.update(PREFIXES + mark)
assert oxigraph(there) == [("http://example.org/yes",)]
PY
