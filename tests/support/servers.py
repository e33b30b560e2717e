"""Real SPARQL servers that start by themselves: on this computer alone, on free ports, in a folder, ended afterwards.

Oxigraph's is a package of PyPI (`oxigraph`, extra `dev`), Virtuoso one of Debian (`virtuoso-opensource`).
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from .server import free_port

_PATIENCE = 60
_OXIGRAPH = "oxigraph"
_VIRTUOSO = "virtuoso-t"
_INI = """\
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


@dataclass
class Server:
    """A server that runs: its addresses, what a command needs in its environment, and its process."""

    query: str
    update: str
    store: str
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def options(self) -> list[str]:
        """The options of the command line that name it."""
        return ["--graph", self.query, "--graph-update", self.update, "--graph-store", self.store]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def oxigraph(folder: Path, port: int | None = None) -> Iterator[Server]:
    """Run Oxigraph's server; skips the test where it is not installed."""
    program = shutil.which(_OXIGRAPH, path=sysconfig.get_path("scripts")) or shutil.which(_OXIGRAPH)
    if program is None:
        pytest.skip("Oxigraph's server is not installed (pip install oxigraph)")
    port = port or free_port()
    base = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, base) as process:
        yield Server(f"{base}/query", f"{base}/update", f"{base}/store", process)


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso, which wants a password (by Digest) for everything; skips the test where it is not installed."""
    program = shutil.which(_VIRTUOSO)
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: apt-get install virtuoso-opensource)")
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    (folder / "v.lck").unlink(missing_ok=True)  # of one that was killed
    ini.write_text(_INI.format(folder=folder, sql=sql, http=http), encoding="ascii")
    base = f"http://127.0.0.1:{http}"
    known = {"WHOBLAMED_GRAPH_USER": "dba", "WHOBLAMED_GRAPH_PASSWORD": "dba"}
    with _running([program, "-f", "-c", str(ini)], f"{base}/sparql?query=ask%7B%7D") as process:
        yield Server(f"{base}/sparql-auth", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", process, known)


@contextmanager
def _running(command: list[str], address: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(process, address)
        yield process
    finally:
        process.kill()
        process.wait()


def _await(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, f"{process.args!r} ended"
        try:
            httpx.get(address, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{process.args!r} does not answer")
