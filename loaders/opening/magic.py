"""What is no text, by how it begins."""

from __future__ import annotations

import codecs
import re

from .documents import Document

_PARQUET = "a Parquet file, which is a table and no text; load it with a mapping"
_ARROW = "an Arrow file, which is a table and no text; load it with a mapping"
_KINDS = (
    (re.compile(rb"PAR1"), _PARQUET),
    (re.compile(rb"PARE"), "an encrypted Parquet file, which is not read; write it without a key"),
    (re.compile(rb"FEA1"), "a Feather file of the first version, which is not read; write it as Arrow or Parquet"),
    (re.compile(rb"ARROW1|\xff\xff\xff\xff.{3}\x00\x10\x00\x00\x00", re.DOTALL), _ARROW),
    (re.compile(rb"Obj\x01"), "an Avro file, which is not read; write it as CSV or JSON lines"),
    (re.compile(rb"ORC"), "an ORC file, which is not read; write it as CSV or JSON lines"),
    (re.compile(rb"SQLite format 3\x00"), "a SQLite database; export a table of it as CSV"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a workbook of before 2007 (XLS) or the like; save it as XLSX"),
    (
        re.compile(rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis"),
        "an OpenDocument file; save it as XLSX or CSV",
    ),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8"), "a picture"),
)
#: What is text though there are zeros in it, and what is told apart elsewhere.
_OTHERS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04")
#: Of the characters that no text has, more than one in so many make what is not UTF-8 binary: bytes at random have one
#: in nine, and a table in an old encoding has none.
_RARE = 33
_TEXTUAL = bytes(set(range(256)) - set(range(32))) + b"\t\n\v\f\r\x1a\x1b"


def binary(document: Document) -> str | None:
    """Return in words what a document is that is no text; None for what may be one."""
    head = document.head
    known = next((what for start, what in _KINDS if start.match(head)), None) if b"\0" in head else None
    if known is None and not head.startswith(_OTHERS) and _is_binary(head[:4096]):
        return "binary, and of no kind that is read"
    return known


def _is_binary(start: bytes) -> bool:
    return start.count(b"\0") * 10 > len(start) or (
        len(start.translate(None, _TEXTUAL)) * _RARE > len(start) and not _is_utf8(start)
    )


def _is_utf8(start: bytes) -> bool:
    """Return whether bytes are UTF-8, of which the last character may be cut off."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True
