"""RDF documents: which syntax one is in, and its statements, in a store of their own and without what could hurt us.

pyoxigraph reads all syntaxes but two, and fetches nothing. What it does not survive is refused before it gets there:
JSON and triple terms that are nested thousands of times over, and RDF/XML with a DOCTYPE, whose entities it expands.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, cast
from xml.parsers import expat

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import CONTEXT, NS
from ..opening.documents import PACKED_ENDINGS, Document, in_words
from .guards import BOM, Guarded, Json, TripleTerms, Xml

#: The URLs by which a document may name our context: the file of this installation is taken for them.
CONTEXT_URLS = ("https://w3id.org/whoblamed/context.jsonld", "https://w3id.org/whoblamed/context", NS.removesuffix("#"))

_RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TRIX_NAMESPACE = b"http://www.w3.org/2004/03/trix/trix-1/"
# From here on statements are kept on disk: in memory they take several times their size.
_LARGE = 128 << 20
# What is read into memory whole: JSON-LD takes ten times its size there.
_LARGEST_WHOLE = 128 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLOCK = 1 << 16

_TURTLE = re.compile(
    rb"^[ \t]*(?:@prefix|prefix)[ \t]+[\w.-]*:[ \t]*<|^[ \t]*@?base[ \t]+<", re.IGNORECASE | re.MULTILINE
)
_LINE = re.compile(rb'(?:<[A-Za-z][\w+.-]*:[^<>"{}|^`\\\s]*>|_:\S+)[ \t]*<[^<>\s]+>[ \t]*(?:<|_:|")[^\n]*')
_JSON_LD = re.compile(rb'"@(?:context|graph|id)"\s*:')
_HEXTUPLE = re.compile(rb'\[\s*"[^"\n]+",\s*"[^"\n]+",\s*"[^\n]*\]\s*$', re.MULTILINE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_REMOTE = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.)*)"')
# pyoxigraph says in its messages where it is, too.
_PLACE = re.compile(r"^(?:Parser error )?at line \d+ (?:between columns \d+ and \d+|column \d+): | \(line \d+\)$")


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax: by which `format` pyoxigraph reads it, or by which `name` rdflib does; and what is checked as it is
    read."""

    name: str
    format: ox.RdfFormat | None
    check: Callable[[str], Callable[[bytes], None]]


# ---------------------------------------------------------------------------------------------------------- recognising


def syntax_of(document: Document) -> Syntax | None:
    """The syntax of a document, by how it begins and by what its name ends in; None when it is not RDF."""
    head = document.head.removeprefix(BOM).lstrip()
    if head.startswith((b"<?xml", b"<!--", b"<!DOCTYPE", b"<rdf:", b"<RDF", b"<TriX")) or head[:2] in _UTF_16:
        return _xml_syntax(document)
    if head[:1] in (b"{", b"["):
        return _json_syntax(document)
    return _ENDINGS.get(_ending(document)) or _text_syntax(head)


def _xml_syntax(document: Document) -> Syntax | None:
    head = document.head.replace(b"\0", b"")  # as UTF-16 has them
    if _TRIX_NAMESPACE in head:
        return TRIX
    if _RDF_NAMESPACE in head and (_ROOT.search(head) or _ending(document) in (".rdf", ".owl", ".rdfs")):
        return RDF_XML
    return None


def _json_syntax(document: Document) -> Syntax | None:
    if _HEXTUPLE.match(document.head.removeprefix(BOM).lstrip()):
        return HEXTUPLES
    return JSON_LD if _JSON_LD.search(document.head) or _ending(document) == ".jsonld" else None


def _text_syntax(head: bytes) -> Syntax | None:
    if _TURTLE.search(head):
        return TRIG
    lines = (line.strip() for line in head.splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return N_QUADS if _LINE.match(first) and first.partition(b" #")[0].rstrip().endswith(b".") else None


def _ending(document: Document) -> str:
    name = document.base.lower()
    for packed in PACKED_ENDINGS:
        name = name.removesuffix(packed)
    return name[name.rfind(".") :] if "." in name else ""


# -------------------------------------------------------------------------------------------------------------- reading


class Statements:
    """The statements of documents, in an Oxigraph store: in memory, or in a temporary folder when there are many."""

    def __init__(self, *, large: bool = False) -> None:
        folder = tempfile.mkdtemp(prefix="whoblamed-rdf-") if large else None
        self.store = ox.Store(folder)
        #: How many statements stand in formulas of N3, which quote them and do not assert them.
        self.quoted = 0
        if folder is not None:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def read(documents: Sequence[Document], base: str) -> Statements:
    """The statements of documents; relative IRIs are resolved against `base`.

    Blank nodes of one document are never those of another. Raises `InvalidData` with one problem for a document that
    breaks its syntax or the limits.
    """
    found = Statements(large=sum(map(_size, documents)) > _LARGE)
    for document in documents:
        try:
            _load(found, document, document.url or base)
        except SyntaxError as error:
            raise InvalidData([_problem(document, error)]) from None
        except expat.ExpatError as error:
            message = f"this is not XML: {expat.ErrorString(error.code)}"
            raise InvalidData([Problem(message, document.name, error.lineno, error.offset + 1)]) from None
        except (ValueError, OSError, UnicodeError) as error:
            raise InvalidData([Problem(f"this cannot be read: {error}", document.name)]) from None
    return found


def _load(found: Statements, document: Document, base: str) -> None:
    syntax = syntax_of(document)
    if syntax is None:
        raise InvalidData([Problem("this is no RDF that can be read; see docs/rdf.md for the syntaxes", document.name)])
    with document.open() as file:
        guarded = Guarded(file, syntax.check(document.name))
        if syntax is JSON_LD:
            found.store.bulk_load(_with_our_context(guarded, document.name), ox.RdfFormat.JSON_LD, base_iri=base)
        elif syntax.format is None:
            content = _by_rdflib(_whole(guarded, document.name), syntax.name, base)
            found.store.bulk_load(content, ox.RdfFormat.N_QUADS, base_iri=base)
        else:
            found.store.bulk_load(cast(BinaryIO, guarded), syntax.format, base_iri=base)  # of which it only reads
    if syntax is N3:
        found.quoted += _without_formulas(found.store)


def _size(document: Document) -> int:
    """How large a document is, as far as it matters here."""
    if document.size is not None:
        return document.size
    size = 0
    with document.open() as file:
        while size <= _LARGE and (block := file.read(_BLOCK)):
            size += len(block)
    return size


def _problem(document: Document, error: SyntaxError) -> Problem:
    message = _PLACE.sub("", _PLACE.sub("", error.msg or ""))
    if "LoadDocumentCallback" in message:
        message = f"{_remote_context(document)} is a context that would have to be fetched, and nothing is; write the "
        message += f"context into the file, or name ours, {CONTEXT_URLS[0]}"
    elif "UTF-8" in message:
        message = f"this is not UTF-8, as RDF has to be ({message})"
    return Problem(message, document.name, error.lineno or 0, error.offset or 0)


def _remote_context(document: Document) -> str:
    with document.open() as file:
        for url in _REMOTE.findall(file.read(_LARGEST_WHOLE)):
            if url.decode(errors="replace") not in CONTEXT_URLS:
                return f'"{url.decode(errors="replace")[:200]}"'
    return "something"


def _without_formulas(store: ox.Store) -> int:
    formulas = [graph for graph in store.named_graphs() if isinstance(graph, ox.BlankNode)]
    count = sum(1 for graph in formulas for _ in store.quads_for_pattern(None, None, None, graph))
    for graph in formulas:
        store.remove_graph(graph)
    return count


# --------------------------------------------------------------------------------------------------------- JSON, rdflib


def _whole(file: Guarded, name: str) -> bytes:
    blocks, size = [], 0
    while block := file.read(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > _LARGEST_WHOLE:
            limit = in_words(_LARGEST_WHOLE)
            raise InvalidData([Problem(f"this syntax is read up to {limit}; write N-Quads, which has no limit", name)])
    return b"".join(blocks)


def _with_our_context(file: Guarded, name: str) -> bytes:
    """A JSON-LD document in which our context stands where its URL stood."""
    content = _whole(file, name)
    if not any(f'"{url}"'.encode() in content for url in CONTEXT_URLS):
        return content
    try:
        data = json.loads(content, parse_int=_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InvalidData([Problem(f"this is not JSON: {error.msg}", name, error.lineno, error.colno)]) from None
    ours = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    return json.dumps(_in_place(data, ours)).encode()


def _number(text: str) -> int | float:
    return int(text) if len(text) < 20 else float(text)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is not JSON")


def _in_place(data: Any, ours: dict[str, Any]) -> Any:
    if isinstance(data, list):
        return [_in_place(item, ours) for item in data]
    if not isinstance(data, dict):
        return data
    return {key: _context(value, ours) if key == "@context" else _in_place(value, ours) for key, value in data.items()}


def _context(value: Any, ours: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_context(item, ours) for item in value]
    if isinstance(value, dict):  # contexts may stand inside of terms
        return _in_place(value, ours)
    return ours if value in CONTEXT_URLS else value


def _by_rdflib(content: bytes, syntax: str, base: str) -> bytes:
    """A document as N-Quads. IRIs that are none get through here: whoever reads those finds them."""
    import rdflib

    graph = rdflib.Dataset()
    try:
        with warnings.catch_warnings():  # rdflib warns of itself
            warnings.simplefilter("ignore")
            graph.parse(data=content, format=syntax, publicID=base)
            return graph.serialize(format="nquads", encoding="utf-8")
    except Exception as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


# -------------------------------------------------------------------------------------------------------- the syntaxes

TRIG = Syntax("trig", ox.RdfFormat.TRIG, TripleTerms)  # Turtle is TriG, too
N3 = Syntax("n3", ox.RdfFormat.N3, TripleTerms)
N_QUADS = Syntax("nquads", ox.RdfFormat.N_QUADS, partial(TripleTerms, in_lines=True))  # as are N-Triples
RDF_XML = Syntax("xml", ox.RdfFormat.RDF_XML, Xml)
JSON_LD = Syntax("json-ld", ox.RdfFormat.JSON_LD, Json)
TRIX = Syntax("trix", None, Xml)
HEXTUPLES = Syntax("hext", None, Json)
_ENDINGS = {
    ".ttl": TRIG,
    ".turtle": TRIG,
    ".trig": TRIG,
    ".n3": N3,
    ".nt": N_QUADS,
    ".ntriples": N_QUADS,
    ".nq": N_QUADS,
    ".nquads": N_QUADS,
}
