"""casebook.json: what the casebook is, for catalogues (a Frictionless data package that is DCAT as JSON-LD as well).

CITATION.cff says the same to people who cite. See tools/casebook.py, which writes both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from casebook_sections import Case, holdings, span
from whoblamed.graph.store.facts import Facts

ROOT = Path(__file__).parent.parent
FOLDER = "loaders/casebook"
TITLE = "The whoblamed casebook: who blamed whom"
AUTHORS = "The whoblamed authors"
KEYWORDS = ["attribution", "claims", "denials", "cyber incidents", "fact-checking", "provenance"]
CHANGES = ROOT / "docs" / "casebook-changes.md"

#: What the keys of the package mean to those who read JSON-LD; keys that are not here say nothing to them.
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "dct:identifier",
    "title": "dct:title",
    "description": "dct:description",
    "version": "dcat:version",
    "created": {"@id": "dct:issued", "@type": "xsd:dateTime"},
    "keywords": "dcat:keyword",
    "licenses": {
        "@id": "dct:license",
        "@context": {"path": "@id", "name": None, "title": None},
    },
    "contributors": {"@id": "dct:creator", "@context": {"title": "foaf:name"}},
    "resources": {
        "@id": "dcat:distribution",
        "@context": {
            "path": {"@id": "dcat:downloadURL", "@type": "@id"},
            "mediatype": "dcat:mediaType",
            "bytes": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
        },
    },
}


def package(cases: Sequence[Case], whole: Facts) -> str:
    """The text of casebook.json."""
    version, day = latest_edition(CHANGES.read_text(encoding="utf-8"))
    described = {
        "@context": CONTEXT,
        "@type": "dcat:Dataset",
        "profile": "data-package",
        "name": "whoblamed-casebook",
        "title": TITLE,
        "description": (
            f"Contested attributions, claim by claim: {len(cases)} cases, {holdings(whole)}, made "
            f"{span(claim.stated_on for claim in whole.claims.values())}. It records who said what, never who did it."
        ),
        "version": version,
        "created": f"{day}T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0",
            }
        ],
        "contributors": [{"title": AUTHORS, "role": "author"}],
        "keywords": KEYWORDS,
        "resources": [resource(path, titles(cases)) for path in sorted((ROOT / FOLDER).glob("*.yaml"))],
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def citation() -> str:
    """The text of CITATION.cff."""
    version, day = latest_edition(CHANGES.read_text(encoding="utf-8"))
    return f"""\
cff-version: 1.2.0
message: "To cite single claims and their sources, use `whoblamed cite`; the casebook as a whole is cited so."
type: dataset
title: "{TITLE}"
abstract: "Contested attributions, claim by claim, with sources and places. It records who said what, never who did it."
authors:
  - name: "{AUTHORS}"
version: {version}
date-released: {day}
license: CC-BY-4.0
keywords: [{", ".join(KEYWORDS)}]
"""


def titles(cases: Sequence[Case]) -> dict[str, str]:
    """The title of each case by its name."""
    return {case.name: case.title for case in cases}


def resource(path: Path, titled: dict[str, str]) -> dict[str, Any]:
    """One fact file as a resource of the package."""
    content = path.read_bytes()
    return {
        "name": path.stem,
        "title": titled.get(path.stem, "Actors that several cases share"),
        "path": f"{FOLDER}/{path.name}",
        "format": "yaml",
        "mediatype": "application/yaml",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def latest_edition(changes: str) -> tuple[str, str]:
    """The version of the newest edition and its day (ISO 8601), by the change log of the facts.

    >>> latest_edition("# Changes\\n\\n## 2.0.0 (2026-11-29)\\n\\n## 1.0.0 (2026-11-27)\\n")
    ('2.0.0', '2026-11-29')
    """
    found = re.search(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", changes, re.MULTILINE)
    if not found:
        raise SystemExit(f"{CHANGES}: no edition; begin one with a line such as ## 2.0.0 (2026-11-29)")
    return found[1], found[2]
