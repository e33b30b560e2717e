"""RDF documents: which syntax one is in, and its statements, in a store of their own and without what could hurt us.

pyoxigraph reads all syntaxes but two, and fetches nothing. What it does not survive is refused before it gets there:
JSON and triple terms that are nested thousands of times over, and RDF/XML with a DOCTYPE, whose entities it expands.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
import threading
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, BinaryIO, cast
from xml.parsers import expat

import pyoxigraph as ox

from ...errors import InvalidData, Problem
from ...ontology import CONTEXT, NS, RDF, ROLE
from ...ontology.records import Skipped
from ...ontology.texts import counted
from ..opening.documents import PACKED_ENDINGS, Document, in_words
from .guards import BOM, GoodLines, Guarded, Json, TripleTerms, Xml, without_place
from .things import SCHEMA

if TYPE_CHECKING:
    import rdflib

#: The URLs by which a document may name our context: the file of this installation is taken for them.
CONTEXT_URLS = ("https://w3id.org/whoblamed/context.jsonld", "https://w3id.org/whoblamed/context", NS.removesuffix("#"))

#: The URLs of the context of schema.org: its terms are words of one namespace, and its values are read as texts.
SCHEMA_URLS = tuple(
    f"{scheme}://{host}schema.org{end}"
    for scheme in ("https", "http")
    for host in ("", "www.")
    for end in ("", "/", "/docs/jsonldcontext.json", "/docs/jsonldcontext.jsonld")
)
#: Where text was put into a document: the line, the column, and how much longer it has become.
Shifts = Sequence[tuple[int, int, int]]
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}:,]', re.DOTALL)

_RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_REIFIES = ox.NamedNode(RDF + "reifies")
_TRIX_NAMESPACE = b"http://www.w3.org/2004/03/trix/trix-1/"
# From here on statements are kept on disk: in memory they take several times their size.
_LARGE = 512 << 20
# What is read into memory whole: JSON-LD takes ten times its size there.
_LARGEST_WHOLE = 128 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BLOCK = 1 << 16

_TURTLE = re.compile(
    rb"^[ \t]*(?:@prefix|prefix)[ \t]+[\w.-]*:[ \t]*<|^[ \t]*@?base[ \t]+<", re.IGNORECASE | re.MULTILINE
)
_LINE = re.compile(rb'(?:<[A-Za-z][\w+.-]*:[^<>"{}|^`\\\s]*>|_:\S+)[ \t]*<[^<>\s]+>[ \t]*(?:<|_:|")[^\n]*')
# How JSON goes on after its first bracket, where Turtle and TriG have a property, a subject or a full stop.
_JSON = re.compile(rb'\{\s*(?:"|\}\s*\Z)|\[\s*(?:["{\[0-9-]|(?:true|false|null)\s*[,\]]|\]\s*\Z)')
_JSON_LD = re.compile(rb'"@(?:context|graph|id)"\s*:')
_HEXTUPLE = re.compile(rb'\[\s*"[^"\n]+",\s*"[^"\n]+",\s*"[^\n]*\]\s*$', re.MULTILINE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_REMOTE = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax: by which `format` pyoxigraph reads it, or by which `name` rdflib does; and what is checked as it is
    read."""

    name: str
    format: ox.RdfFormat | None
    check: Callable[[str], Callable[[bytes], None]]


# ---------------------------------------------------------------------------------------------------------- recognising


def syntax_of(document: Document) -> Syntax | None:
    """Return the syntax of a document, by how it begins and by what its name ends in; None when it is not RDF."""
    head = document.head.removeprefix(BOM).lstrip()
    if head.startswith((b"<?xml", b"<!--", b"<!DOCTYPE", b"<rdf:", b"<RDF", b"<TriX")) or head[:2] in _UTF_16:
        return _xml_syntax(document)
    if _JSON.match(head):
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
    if _LINE.match(first) and first.partition(b" #")[0].rstrip().endswith(b"."):
        return N_QUADS
    return TRIG if head[:1] in (b"{", b"[") and _begins_as_trig(head) else None


def _begins_as_trig(head: bytes) -> bool:
    """Return whether the first statement of what is no JSON can be read."""
    try:
        TripleTerms("")(head)
        return next(ox.parse(head, ox.RdfFormat.TRIG, base_iri="urn:x-whoblamed:base"), None) is not None
    except (SyntaxError, ValueError):
        return False


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
        if folder is not None:  # at once, as making a store takes long enough for somebody to end it
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.store = ox.Store(folder)
        #: What of the documents is not in the store.
        self.skipped: list[Skipped] = []


def read(documents: Sequence[Document], base: str) -> Statements:
    """Return the statements of documents; relative IRIs are resolved against `base`.

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


def parse(document: Document, base: str, skipped: list[Skipped]) -> Iterator[ox.Quad] | None:
    """Return the statements of a document one by one, with derived ones; None if it is in a syntax that cannot be read
    so.

    Lines that are left out are added to `skipped`.
    Iterating raises `InvalidData` for what breaks a limit, and what `pyoxigraph.parse` raises.
    """
    syntax = syntax_of(document)
    return _parsed(document, syntax, base, skipped) if syntax in (TRIG, N_QUADS) else None


def _parsed(document: Document, syntax: Syntax, base: str, skipped: list[Skipped]) -> Iterator[ox.Quad]:
    with document.open() as file:
        quads = ox.parse(_guarded(file, document, syntax, skipped), syntax.format, base_iri=base)
        yield from quads


def _guarded(file: BinaryIO, document: Document, syntax: Syntax, skipped: list[Skipped]) -> BinaryIO:
    """Return a document as far as it may get to a parser, which only reads; dumps without bad lines, if that is
    wanted."""
    guarded = Guarded(file, syntax.check(document.name))
    if not document.skip_bad_lines or syntax is not N_QUADS:
        return cast(BinaryIO, guarded)

    def note(line: int, why: str) -> None:
        skipped.append(Skipped(f"a line that is no {_lines_of(document)}: {why}", document.name, line))

    return cast(BinaryIO, GoodLines(guarded, note))


def _lines_of(document: Document) -> str:
    return "N-Triples" if document.base.lower().endswith((".nt", ".ntriples")) else "N-Quads"


def _load(found: Statements, document: Document, base: str) -> None:
    syntax = syntax_of(document)
    if syntax is None:
        raise InvalidData([Problem("this is no RDF that can be read; see docs/rdf.md for the syntaxes", document.name)])
    with document.open() as file:
        guarded = Guarded(file, syntax.check(document.name))
        if syntax is JSON_LD:
            _load_json_ld(found.store, _whole(guarded, document.name), document.name, base)
        elif syntax.format is None:
            content = _by_rdflib(_whole(guarded, document.name), syntax.name, base)
            found.store.bulk_load(content, ox.RdfFormat.N_QUADS, base_iri=base)
        else:
            checked = _guarded(file, document, syntax, found.skipped)
            found.store.bulk_load(checked, syntax.format, base_iri=base)
    for quad in list(found.store.quads_for_pattern(None, _REIFIES, None)):
        if is_derived(quad):
            found.store.remove(quad)
    quoted = _without_quoted(found.store, all_=syntax is N3)
    if quoted:
        where = "formulas of N3" if syntax is N3 else "a graph without a name that something is said of"
        reason = f"{counted(quoted, 'statement')} in {where}: quoted there, and not asserted"
        found.skipped.append(Skipped(reason, document.name))


def is_derived(quad: ox.Quad) -> bool:
    """Return whether a statement says once more, as RDF 1.2 does, what an allegation or a claim alleges."""
    term = quad.object
    return quad.predicate == _REIFIES and isinstance(term, ox.Triple) and term.predicate.value.startswith(ROLE)


def _load_json_ld(store: ox.Store, content: bytes, name: str, base: str) -> None:
    whole, shifts = _with_contexts(content, name)
    try:
        store.bulk_load(whole, ox.RdfFormat.JSON_LD, base_iri=base)
    except SyntaxError as error:
        for line, column, length in shifts:  # the place is told as it is in the document
            if error.lineno == line and (error.offset or 0) > column:
                error.offset = max((error.offset or 0) - length, column)
        raise


def _size(document: Document) -> int:
    """Return how large a document is, as far as it matters here."""
    if document.size is not None:
        return document.size
    size = 0
    with document.open() as file:
        while size <= _LARGE and (block := file.read(_BLOCK)):
            size += len(block)
    return size


def _problem(document: Document, error: SyntaxError) -> Problem:
    message = without_place(without_place(error.msg or ""))
    if "LoadDocumentCallback" in message:
        message = f"{_remote_context(document)} is a context that would have to be fetched, and nothing is; write the "
        message += f"context into the file, or name ours, {CONTEXT_URLS[0]}"
    elif "UTF-8" in message:
        message = f"this is not UTF-8, as RDF has to be ({message})"
    elif syntax_of(document) is N_QUADS and not document.skip_bad_lines:
        message += "; correct the line, or leave it out with --skip-bad-lines"
    elif document.skip_bad_lines:
        message += "; only lines of N-Triples and N-Quads can be left out"
    return Problem(message, document.name, error.lineno or 0, error.offset or 0)


def _remote_context(document: Document) -> str:
    with document.open() as file:
        for url in _REMOTE.findall(file.read(_LARGEST_WHOLE)):
            if url.decode(errors="replace") not in _contexts():
                return f'"{url.decode(errors="replace")[:200]}"'
    return "something"


def _without_quoted(store: ox.Store, *, all_: bool) -> int:
    """Remove graphs without a name that statements lead to, or all of them; return how many statements were in them.

    What a graph holds to which a statement leads (as with `@container: @graph` in JSON-LD) is what somebody says.
    """
    unnamed = [graph for graph in store.named_graphs() if isinstance(graph, ox.BlankNode)]
    quoted = [graph for graph in unnamed if all_ or next(store.quads_for_pattern(None, None, graph, None), None)]
    count = sum(1 for graph in quoted for _ in store.quads_for_pattern(None, None, None, graph))
    for graph in quoted:
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


def _with_contexts(content: bytes, name: str) -> tuple[bytes, Shifts]:
    """Return a JSON-LD document in which the contexts that we have stand where their URLs stood; and where text was put
    in."""
    if not any(f'"{url}"'.encode() in content for url in _contexts()):
        return content, ()
    try:
        json.loads(content, parse_int=str, parse_float=str, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InvalidData([Problem(f"this is not JSON: {error.msg}", name, error.lineno, error.colno)]) from None
    parts, shifts, begin = [], [], 0
    for start, end, context in _places(content):
        parts += [content[begin:start], context]
        line = content.rfind(b"\n", 0, start) + 1
        column = len(content[line:start].decode(errors="replace")) + 1
        shifts.append((content.count(b"\n", 0, start) + 1, column, len(context) - (end - start)))
        begin = end
    return b"".join([*parts, content[begin:]]), shifts


@cache
def _contexts() -> dict[str, bytes]:
    """Return the contexts that are never fetched, by their URLs, each on one line of ASCII."""
    ours = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    schema_org = {"@vocab": SCHEMA[0], "schema": SCHEMA[0], "type": "@type", "id": "@id"}
    return {
        **dict.fromkeys(CONTEXT_URLS, json.dumps(ours).encode()),
        **dict.fromkeys(SCHEMA_URLS, json.dumps(schema_org).encode()),
    }


def _places(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield where the URLs of contexts stand in JSON: as the value of `@context`, or in its list; and what to put
    there."""
    inside = [False]  # of each bracket that is open, whether it is the list of a context
    after, text = b"", b""
    for token in _JSON_TOKEN.finditer(content):
        found = token.group()
        is_value = inside[-1] if after in (b"[", b",") else after == b":" and text == b'"@context"'
        if found[:1] == b'"':
            context = _contexts().get(found[1:-1].decode(errors="replace")) if is_value else None
            if context is not None:
                yield token.start(), token.end(), context
            elif after != b":":
                text = found
        elif found in (b"[", b"{"):
            inside.append(found == b"[" and is_value)
        elif found in (b"]", b"}"):
            inside.pop()
        after = found


def _no_number(text: str) -> str:
    raise ValueError(f"{text} is not JSON")


def _by_rdflib(content: bytes, syntax: str, base: str) -> bytes:
    """Return a document as N-Quads. IRIs that are none get through here: whoever reads those finds them."""
    import rdflib

    graph = rdflib.Dataset()
    try:
        with warnings.catch_warnings(), _quiet("rdflib.term"):  # rdflib warns of itself, and of what is told anyway
            warnings.simplefilter("ignore")
            graph.parse(data=content, format=syntax, publicID=base)
            return graph.serialize(format="nquads", encoding="utf-8")
    except Exception as error:
        raise ValueError(_malformed(graph) or f"{type(error).__name__}: {error}") from None


def _malformed(graph: rdflib.Dataset) -> str:
    """Return which IRI of a graph is none, and why; empty if there is no such thing."""
    from rdflib import URIRef

    terms = (term for quad in graph.quads() for term in quad if isinstance(term, URIRef))
    for iri in dict.fromkeys(map(str, terms)):
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            return f"<{iri[:200]}> is not an IRI: {error}"
    return ""


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keeps what a logger says meanwhile in this thread from being printed."""
    logger, thread = logging.getLogger(name), threading.get_ident()

    def of_others(_: logging.LogRecord) -> bool:
        return threading.get_ident() != thread

    logger.addFilter(of_others)
    try:
        yield
    finally:
        logger.removeFilter(of_others)


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
#: What the names of files in these syntaxes end in.
ENDINGS = (*_ENDINGS, ".rdf", ".rdfs", ".owl", ".xml", ".trix", ".hext", ".jsonld", ".json")
