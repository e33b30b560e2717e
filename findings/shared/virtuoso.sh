# To be sourced: runs Virtuoso 7.2.5 of Debian 12 out of a temporary folder, beside Oxigraph, and goes there.
# Then `ask <<'PY'` runs Python that can import `both`, `oxigraph`, `send` and `virtuoso` from `asking`.
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyoxigraph==0.5.13
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download virtuoso-opensource-7-bin=7.2.5.1+dfsg1-0.3 \
  libldap-2.5-0 libminizip1 libpcre3 libreadline8 libsasl2-2
for package in *.deb; do dpkg -x "$package" debian; done
read -r sql http < <(python3 -c 'import socket; a, b = socket.create_server(("127.0.0.1", 0)), socket.create_server(("127.0.0.1", 0)); print(a.getsockname()[1], b.getsockname()[1])')
cat >virtuoso.ini <<INI
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:$sql
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = 127.0.0.1:$http
ServerRoot = .
ServerThreads = 4
INI
LD_LIBRARY_PATH=debian/usr/lib/x86_64-linux-gnu debian/usr/bin/virtuoso-t -f -c virtuoso.ini >/dev/null 2>&1 &
server=$!
address=http://127.0.0.1:$http/sparql-auth
cat >asking.py <<'PY'
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pyoxigraph

print("virtuoso 7.2.5.1+dfsg1-0.3, pyoxigraph", pyoxigraph.__version__)
address = sys.argv[1]
known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
known.add_password(None, address, "dba", "dba")
browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPDigestAuthHandler(known))
PREFIXES = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


def send(text):
    """Send a query or an update to Virtuoso; gives the answer as it is."""
    data = urllib.parse.urlencode({"query": PREFIXES + text}).encode()
    with browser.open(urllib.request.Request(address, data, {"Accept": "application/sparql-results+json"}), timeout=60) as answer:
        return json.load(answer)


for _ in range(600):
    try:
        send("ASK {}")
        break
    except urllib.error.URLError as error:
        if isinstance(error, urllib.error.HTTPError):
            raise
        time.sleep(0.1)


def virtuoso(text):
    """Give the rows of a query to Virtuoso, as texts or None."""
    answer = send(text)
    return [tuple(row[name]["value"] if name in row else None for name in answer["head"]["vars"]) for row in answer["results"]["bindings"]]


def oxigraph(text):
    """Give the rows of a query to Oxigraph, as texts or None."""
    answer = store.query(PREFIXES + text, use_default_graph_as_union=True)
    return [tuple(getattr(value, "value", None) for value in row) for row in answer]


def both(update):
    """Make an update in both."""
    send(update)
    store.update(PREFIXES + update)


store = pyoxigraph.Store()
PY
ask() { venv/bin/python - "$address"; }
