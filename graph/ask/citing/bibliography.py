"""References as people and their programs write them: text, BibTeX, CSL-JSON, RIS.

Own writers: pybtex 0.26 writes a backslash into addresses and leaves braces and dollar signs of a title to TeX, rispy
0.10 a second line of a title as no field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ....ontology.edtf import in_words
from .citation import Reference

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
#: What TeX takes for a command, as it writes the character itself. A brace is never alone, even after a backslash.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
#: What would end an address in BibTeX; in an address it is written so.
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def text(references: Iterable[Reference]) -> str:
    """Return a line for each reference."""
    return "".join(f"{_told(reference)}\n" for reference in references)


def csl(references: Iterable[Reference]) -> str:
    """Return the references as CSL-JSON 1.0.2, which Zotero, pandoc and citeproc read."""
    return json.dumps([_csl(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def bibtex(references: Iterable[Reference]) -> str:
    """Return the references as BibTeX entries, which BibLaTeX reads too."""
    return "\n".join(map(_bibtex, references))


def ris(references: Iterable[Reference]) -> str:
    """Return the references as RIS, which EndNote, Mendeley and Zotero read."""
    return "\n".join(map(_ris, references))


#: The formats a citation can have.
FORMATS: Final[dict[str, Callable[[Sequence[Reference]], str]]] = {
    "text": text,
    "bibtex": bibtex,
    "csl": csl,
    "ris": ris,
}


def _told(reference: Reference) -> str:
    about = ", ".join(filter(None, (reference.publisher, in_words(reference.issued))))
    if reference.is_data:
        version = f", version {reference.version}" if reference.version else ""
        loaded = f", loaded {reference.issued}" if reference.issued else ""
        return f'whoblamed, data set {reference.key}, "{_line(reference.title)}"{version}{loaded}: {reference.note}.'
    archived = f" (archived: {reference.archived})" if reference.archived else ""
    address = f" {reference.url}" if reference.url else ""
    return f'"{_line(reference.title)}"{f" ({about})" if about else ""}.{address}{archived}'


def _csl(reference: Reference) -> dict[str, Any]:
    issued = {"date-parts": [reference.parts]} if reference.parts else {"literal": in_words(reference.issued)}
    item = {
        "id": reference.key,
        "type": "dataset" if reference.is_data else "webpage",
        "title": _line(reference.title),
        "publisher": reference.publisher,
        "issued": issued if reference.issued else None,
        "URL": reference.url,
        "archive_location": reference.archived,
        "language": reference.language,
        "version": reference.version,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _bibtex(reference: Reference) -> str:
    year, month, day = [*reference.parts, 0, 0, 0][:3]
    notes = [reference.note, f"archived at {reference.archived}" if reference.archived else ""]
    if reference.issued and not year:
        notes.append(f"dated {in_words(reference.issued)}")
    fields = {
        "title": f"{{{_tex(reference.title)}}}",
        "author": f"{{{_tex(reference.publisher)}}}" if reference.publisher else "",
        "year": f"{year:04}" if year else "",
        "date": reference.issued if day else "",  # BibTeX knows no days; BibLaTeX and Zotero read this instead
        "url": reference.url.translate(_URL),
        "version": _tex(reference.version),
        "note": _tex("; ".join(filter(None, notes))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[month - 1]},")
    key = re.sub(r"[^A-Za-z0-9:.+-]+", "-", reference.key.replace("/", ":"))
    return "\n".join((f"@misc{{{key},", *lines, "}", ""))


def _ris(reference: Reference) -> str:
    year = f"{reference.parts[0]:04}" if reference.parts else ""
    fields = (
        ("TY", "DATA" if reference.is_data else "ELEC"),
        ("ID", reference.key),
        ("TI", reference.title),
        ("PB", reference.publisher),
        ("PY", year),
        ("DA", "/".join([*reference.issued.split("-"), "", ""][:3]) if year else ""),
        ("UR", reference.url),
        ("L1", reference.archived),
        ("LA", reference.language),
        ("ET", reference.version),
        (
            "N1",
            reference.note if year or not reference.issued else f"{reference.note} dated {in_words(reference.issued)}",
        ),
    )
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\n".join((*lines, "ER  - ", ""))


def _line(written: str) -> str:
    return " ".join(written.split())


def _tex(written: str) -> str:
    return _line(written).translate(_TEX)
