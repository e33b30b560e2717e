"""The formats that can be loaded: how each is recognised, and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Protocol

from ..errors import FormatError
from ..ontology.records import Batch, DataSet
from .opening.documents import ZIP, Document, packing_of
from .opening.magic import binary
from .yaml.marks import first_key

#: The data sets that are held of a source with some hash (hexadecimal), as their loader described them.
Held = Callable[[str], Sequence[DataSet]]


class Reader(Protocol):
    """What makes batches of documents: a format, or a mapping."""

    def read(self, documents: Sequence[Document], dataset: str | None = None, held: Held = ...) -> list[Batch]:
        """Return the batches that the documents are; what is `held` of just these need not be read for it."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. Its functions live in a module of this package that is imported when they are called.

    The module has `recognises(document) -> bool`, which looks at no more than `document.head` and `document.base`, and
    `read(documents, dataset) -> list[Batch]`, which makes batches of documents of this format; `dataset` is the name
    that the user wants, or None. `read` raises `InvalidData` for what cannot be read at all; what cannot be read *in*
    it is yielded as `Skipped` by the batch's records. It may have `why_not(document) -> str | None`: why a document
    that it recognises would give nothing, for which a file of a folder is left out and no error. Where it has to read
    all of a document to know its data sets, it may have `read_unless_held(documents, dataset, held) -> list[Batch]`,
    which knows those that are held by the document's hash, and reads their records only when they are asked for.
    """

    name: str
    title: str
    module: str

    def recognises(self, document: Document) -> bool:
        """Return whether a document looks like this format."""
        found: bool = self._module().recognises(document)
        return found

    def why_not(self, document: Document) -> str | None:
        """Return why a document of this format would give nothing, if that is known before it is read."""
        objection = getattr(self._module(), "why_not", None)
        return objection(document) if objection else None

    def read(self, documents: Sequence[Document], dataset: str | None = None, held: Held = lambda _: ()) -> list[Batch]:
        """Return the batches that the documents are; what is `held` of just these need not be read for it."""
        module = self._module()
        unless_held = getattr(module, "read_unless_held", None)
        return unless_held(documents, dataset, held) if unless_held else module.read(documents, dataset)

    def _module(self) -> _Module:
        module: _Module = import_module(f".{self.module}", __package__)  # type: ignore[assignment]  # checked by tests
        return module


class _Module:
    """What a module of a format has."""

    recognises: Callable[[Document], bool]
    read: Callable[[Sequence[Document], str | None], list[Batch]]


#: The formats in the order in which they are tried: the first that recognises a document reads it.
FORMATS: tuple[Format, ...] = (
    Format("identities", "decisions about who is who (YAML)", "facts.identities"),
    Format("facts", "fact files (YAML)", "facts.file"),
    Format("stix", "STIX 2.0 and 2.1 bundles (JSON)", "stix"),
    Format("misp-galaxy", "MISP galaxy clusters (JSON)", "misp"),
    Format("rdf", "RDF in any syntax, nanopublications", "rdf"),
    Format("sheet", "fact files as spreadsheets, a line a claim (CSV, XLSX)", "facts.sheet"),
    Format("events", "claims of coded events that whoblamed wrote (Parquet)", "events.loading"),
    Format("claims", "tables of claims that whoblamed wrote (CSV, XLSX, Parquet, Arrow)", "exported"),
    Format("table", "tables by a mapping (CSV, TSV, XLSX, JSON, JSON lines, Parquet, Arrow)", "tables"),
)
BY_NAME = {format_.name: format_ for format_ in FORMATS}

#: Why a document is of no use that nothing better can be said of.
UNKNOWN = "of no known format"
_STIX_1 = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[?!][^>]*>\s*)*<(?:[A-Za-z_][\w.-]*:)?STIX_Package[\s>]")
#: A MISP event, a list of them, or what MISP answers to a search for events or attributes.
_EVENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"
    rb'(?:"response"\s*:\s*(?:\[\s*)?\{\s*)?"(?:Event|Attribute)"\s*:\s*[{\[]'
)
#: With a byte order mark or without one.
_UTF_16 = re.compile(rb"(?:\xff\xfe)?(?:\s\0)*[{\[]\0|(?:\xfe\xff)?(?:\0\s)*\0[{\[]")
#: What people try to load though nothing in it could be read: how it begins -> what it is.
_OTHERS = (
    (re.compile(rb"\s*\Z"), "empty"),
    (_EVENT, "a MISP event, which is not read; load its export as STIX, or the galaxies whose clusters it has"),
    (re.compile(rb"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE), "a web page"),
    (_UTF_16, "JSON in UTF-16, of which only UTF-8 is read; save it as that"),
    (_STIX_1, "STIX 1.x, which is not read; make it STIX 2 with stix2-elevator"),
    (re.compile(rb"%PDF-"), "a PDF file"),
    (re.compile(rb"(?s:.{257})ustar"), "a tar archive; unpack it yourself"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07"), "an archive of a kind that is not read; unpack it yourself"),
)


def is_mapping(document: Document) -> bool:
    """Return whether a document is no data, but says how tables are read."""
    return first_key(document.head) == "mapping"


def recognise(document: Document) -> Format | None:
    """Return the format of a document, by its content; a list of events would look like the rows of a table."""
    if _EVENT.match(document.head):
        return None
    return next((format_ for format_ in FORMATS if format_.recognises(document)), None)


def named(name: str) -> Reader:
    """Return the format or mapping of this name, or the mapping in this file. Raises `FormatError` if there is none."""
    found = BY_NAME.get(name) or _mapping(name)
    if found is not None:
        return found
    known = list(dict.fromkeys((*BY_NAME, *_mappings())))
    nearest = get_close_matches(name, known, n=1) or [each for each in known if name and each.startswith(name)]
    hint = f"did you mean {' or '.join(nearest)}? There" if nearest else "there"
    raise FormatError(f"no format, mapping or mapping file {name!r}; {hint} are {', '.join(known)}")


def unrecognised(document: Document) -> str:
    """Return why nothing was made of a document that no format recognises."""
    if is_mapping(document):
        return "a mapping; give it to --as, with the tables that it is for"
    what = next((what for start, what in _OTHERS if start.match(document.head)), None)
    packing = packing_of(document.head)
    if what is None and packing:  # office programs write zip files, too
        what = (binary(document) if packing == ZIP else None) or "packed twice; unpack it yourself"
    return what or binary(document) or UNKNOWN


def _mapping(name: str) -> Reader | None:
    found: Reader | None = import_module(".tables", __package__).named(name)
    return found


def _mappings() -> list[str]:
    """Return the names of the mappings that come with whoblamed."""
    names: list[str] = list(import_module(".tables", __package__).names())
    return names
