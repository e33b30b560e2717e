"""What is given broken input: every loader, each with good input to begin from and words of its format.

A target takes any bytes. It may read them or refuse them with a `WhoblamedError`; whatever else it raises is a fault
of ours.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyoxigraph as ox
import whoblamed
import zstandard
from whoblamed.errors import WhoblamedError
from whoblamed.graph.export.tables import arrow
from whoblamed.loaders import formats, sources
from whoblamed.loaders.events import mapping as event_mappings
from whoblamed.loaders.facts.sheet import template
from whoblamed.loaders.opening.documents import Document, SourceLimits
from whoblamed.loaders.tables import Reader as Mapped
from whoblamed.loaders.tables.mapping.file import parse
from whoblamed.ontology.quads import to_quads
from whoblamed.ontology.records import Batch

from ..support import events
from ..support.places import FIXTURES
from ..support.tables import SIMPLE, reader

#: An input that unpacks to more is refused: a fuzzer is to find what breaks, not what is large.
LIMITS = SourceLimits(max_unpacked=1 << 20, max_members=20)
_WORD = re.compile(rb"[\w@:/#.-]{2,30}")
_ROWS = 'who,whom,what\nFrance,Norway,Harbour outage\n"Arden, Port of",Belmont,"say ""it"""\n'


@dataclass(frozen=True, slots=True)
class Target:
    """A loader; `seeds` makes good input for it, `read` takes any."""

    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes], object]

    def survive(self, content: bytes) -> None:
        """Read, or refuse in our own words; raises whatever else comes of it."""
        with suppress(WhoblamedError):
            self.read(content)

    def words(self) -> list[bytes]:
        """Return the words of its good input, which mutations put in other places."""
        return sorted({word for seed in self.seeds() for word in _WORD.findall(seed[:20_000])})


def loaded(batches: Iterable[Batch]) -> None:
    """Make all that a load makes of batches, but keep nothing."""
    for batch in batches:
        for record in (batch.dataset, *batch.kept()):
            for _ in to_quads(record, batch.dataset.iri):
                pass


def _by(name: str, file: str) -> Callable[[bytes], None]:
    """A format that is told by its name, so that nothing is lost for not being recognised."""
    format_ = formats.BY_NAME[name]
    return lambda content: loaded(format_.read([Document.of_bytes(content, file)]))


def _table(file: str) -> Callable[[bytes], None]:
    mapped = reader()
    return lambda content: loaded(mapped.read([Document.of_bytes(content, file)]))


def _mapping(content: bytes) -> None:
    """A mapping that can be read is tried on two tables."""
    mapped = Mapped(parse(content, "my.yaml"))
    for table in (_ROWS.encode(), (FIXTURES / "tables" / "blames.csv").read_bytes()):
        with suppress(WhoblamedError):
            loaded(mapped.read([Document.of_bytes(table, "rows.csv")]))


def _file(content: bytes) -> None:
    """A file as `load` reads it: unpacked, recognised, read."""
    with tempfile.NamedTemporaryFile(dir=_memory()) as file:
        Path(file.name).write_bytes(content)
        loaded(sources.read([file.name], limits=LIMITS).batches)


@cache
def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


# ------------------------------------------------------------------------------------------------------------- seeds


def _fixtures(*patterns: str) -> Callable[[], list[bytes]]:
    return lambda: [file.read_bytes() for pattern in patterns for file in sorted(FIXTURES.glob(pattern))]


def _exports(*names: str) -> Callable[[], list[bytes]]:
    return lambda: [_export(name) for name in names]


@cache
def _export(name: str) -> bytes:
    graph = whoblamed.open(":memory:")
    graph.load(FIXTURES / "facts" / "small.yaml")
    out = io.BytesIO()
    graph.write(out, name)
    return out.getvalue()


def _both(*parts: Callable[[], list[bytes]]) -> Callable[[], list[bytes]]:
    return lambda: [seed for part in parts for seed in part()]


def _tables(ending: str) -> Callable[[], list[bytes]]:
    rows = [["who", "whom", "what"], ["France", "Norway", "Harbour outage"], ["Arden", "Belmont", "2031-04"]]
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    made: dict[str, Callable[[], bytes]] = {
        "csv": _ROWS.encode,
        "tsv": lambda: "\n".join("\t".join(row) for row in rows).encode(),
        "json": lambda: json.dumps(objects).encode(),
        "jsonl": lambda: b"\n".join(json.dumps(each).encode() for each in objects),
        "xlsx": lambda: _workbook(rows),
        "parquet": lambda: _columns(rows, "parquet"),
        "arrow": lambda: _columns(rows, "arrow"),
    }
    return lambda: [made[ending]()]


def _sheets() -> list[bytes]:
    """A spreadsheet as a fact file, in which the examples of the template are claims."""
    return [template.written("csv").replace(b"#", b"")]


def _workbook(rows: list[list[str]]) -> bytes:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)  # type: ignore[union-attr]
    workbook.save(out)
    return out.getvalue()


def _columns(rows: list[list[str]], kind: str) -> bytes:
    out = io.BytesIO()
    table = pa.table({name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])})
    arrow.write_file(table, kind, out)
    return out.getvalue()


def _events(content: bytes) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.CSV"
        path.write_bytes(content)
        return events.made(path, limits=LIMITS)


def _packed() -> list[bytes]:
    content, archive = (FIXTURES / "facts" / "example.yaml").read_bytes(), io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("cases/example.yaml", content)
        members.writestr("rows.csv", _ROWS)
    packed = [pack(content) for pack in (gzip.compress, bz2.compress, lzma.compress)]
    return [archive.getvalue(), zstandard.compress(content), *packed]


@cache
def _rdfxml() -> bytes:
    triples = ox.parse(_export("ntriples"), format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.RDF_XML)
    assert written is not None
    return written


#: The loaders by name.
TARGETS: dict[str, Target] = {
    "facts": Target(_fixtures("facts/*.yaml"), _by("facts", "case.yaml")),
    "decisions": Target(_fixtures("identities/*.yaml"), _by("identities", "decisions.yaml")),
    "mapping": Target(_both(lambda: [SIMPLE.encode()], _fixtures("tables/blames.yaml")), _mapping),
    "csv": Target(_tables("csv"), _table("rows.csv")),
    "tsv": Target(_tables("tsv"), _table("rows.tsv")),
    "json": Target(_tables("json"), _table("rows.json")),
    "jsonl": Target(_tables("jsonl"), _table("rows.jsonl")),
    "xlsx": Target(_tables("xlsx"), _table("rows.xlsx")),
    "parquet": Target(_tables("parquet"), _table("rows.parquet")),
    "arrow": Target(_tables("arrow"), _table("rows.arrow")),
    "events": Target(_fixtures("events/gdelt-*"), _events),
    "event-mapping": Target(
        lambda: [(event_mappings.FOLDER / "polecat.yaml").read_bytes()],
        lambda content: event_mappings.parse(content, "m.yaml"),
    ),
    "claims": Target(_exports("csv"), _by("claims", "claims.csv")),
    "sheet": Target(_sheets, _by("sheet", "case.csv")),
    "stix": Target(_both(_fixtures("stix/harbour.json"), _exports("stix")), _by("stix", "bundle.json")),
    "misp": Target(_both(_fixtures("misp/*.json"), _exports("misp-galaxy")), _by("misp-galaxy", "cluster.json")),
    "turtle": Target(_both(_fixtures("rdf/*.ttl"), _exports("turtle")), _by("rdf", "x.ttl")),
    "trig": Target(_both(_fixtures("rdf/*.trig"), _exports("trig", "nanopub")), _by("rdf", "x.trig")),
    "nquads": Target(_exports("nquads", "ntriples"), _by("rdf", "x.nq")),
    "jsonld": Target(_both(_fixtures("rdf/*.jsonld"), _exports("jsonld", "claimreview")), _by("rdf", "x.jsonld")),
    "rdfxml": Target(lambda: [_rdfxml()], _by("rdf", "x.rdf")),
    "file": Target(_both(_packed, _fixtures("facts/example.yaml", "stix/harbour.json", "rdf/plain.ttl")), _file),
}
