"""What the columns of a CSV file of claims are, for programs: metadata of the W3C's CSV on the Web."""

from __future__ import annotations

from typing import Any, Final

from ....ontology.json.carried import RECORD
from .columns import CARRIED, COLUMNS, PARTED_BY, Column, Type

_DATATYPES: Final[dict[Type, str]] = {
    "text": "string",
    "texts": "string",
    "date": "date",
    "integer": "integer",
    "number": "decimal",
    "flag": "boolean",
}


def metadata() -> dict[str, Any]:
    """Return the metadata to put beside a file (`claims.csv-metadata.json` beside `claims.csv`).

    Source: Metadata Vocabulary for Tabular Data, W3C Recommendation 17 December 2015.
    """
    columns = [_described(name, column) for name, column in {**COLUMNS, RECORD: CARRIED}.items()]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "claims.csv",
        "dc:description": "Who said what about whom: a row a claim. A claim is what somebody said, and no fact.",
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns, "primaryKey": "key"},
    }


def _described(name: str, column: Column) -> dict[str, Any]:
    plain = {"name": name, "titles": name, "dc:description": column.means, "datatype": _DATATYPES[column.type]}
    return plain | ({"separator": PARTED_BY} if column.type == "texts" else {})
