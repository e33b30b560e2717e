"""The packed data of a page: as much as before in less room, and read back alike in Python and in the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.graph import Graph
from whoblamed.graph.view import data
from whoblamed.graph.view.packing import packed
from whoblamed.graph.view.tables import Table, compact

from ..support.places import ROOT
from ..support.unpacking import unpacked
from ..support.viewcase import sony

TEXT = st.text(min_size=1, max_size=8)  # what is empty is in no row
VALUES = {
    "act": TEXT,
    "sentence": TEXT,
    "about": st.lists(TEXT, min_size=1, max_size=3),
    "x": st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False),
    "shown": st.booleans(),
    "confidence": st.dictionaries(TEXT, TEXT | st.integers(), min_size=1, max_size=2),
    "history": st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=2),
}
ROW = st.fixed_dictionaries({"id": TEXT}, optional=VALUES)


def views(node: st.SearchStrategy[Any] = ROW) -> st.SearchStrategy[dict[str, Any]]:
    named = st.fixed_dictionaries({"id": TEXT, "label": TEXT})
    rows = st.lists(node, max_size=12)
    keyed = st.lists(ROW, max_size=3, unique_by=lambda row: str(row["id"])).map(
        lambda found: {row["id"]: row for row in found}
    )
    tables = {"nodes": st.lists(named, max_size=5), "edges": rows, "claims": rows, "allegations": rows}
    return st.fixed_dictionaries(tables | {"sources": keyed, "evidence": keyed, "title": TEXT})


@given(views())
def test_what_is_packed_can_be_unpacked(view: dict[str, Any]) -> None:
    assert unpacked(json.loads(json.dumps(packed({**view})))) == view


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from([0, False, None, "", [], "x", [1]])), max_size=6)
)
def test_a_table_tells_by_columns_what_it_tells_by_rows_and_nothing_that_is_empty(rows: list[dict[str, Any]]) -> None:
    table = Table.of(rows)
    assert list(table) == [compact(row) for row in rows]
    columns = {key: table.column(key) for key in table.telling}
    told = {
        (number, key): value for key, (at, values) in columns.items() for number, value in zip(at, values, strict=True)
    }
    assert told == {(number, key): value for number, row in enumerate(rows) for key, value in compact(row).items()}


def worded(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what the page words itself."""
    return {key: value for key, value in row.items() if key != "dateWords"}


def plain(view: dict[str, Any]) -> dict[str, Any]:
    tables = {name: [worded(row) for row in view[name]] for name in ("nodes", "edges", "claims", "allegations")}
    keyed = {name: {iri: worded(row) for iri, row in view[name].items()} for name in ("sources", "evidence")}
    told: dict[str, Any] = json.loads(json.dumps(view | tables | keyed))
    return told


def test_the_casebook_packed_and_unpacked_is_the_casebook(casebook: Graph) -> None:
    view = plain(data(casebook.facts(), title="Casebook"))
    assert unpacked(json.loads(json.dumps(packed({**view})))) == view


def test_packed_the_casebook_takes_less_than_half_of_the_room(casebook: Graph) -> None:
    view = data(casebook.facts(), title="Casebook")
    size, before = (len(json.dumps(each, separators=(",", ":"))) for each in (packed({**view}), view))
    assert size < before / 2


READ = """
import { readFileSync } from "node:fs";
import { unpack } from "./graph/view/js/data/unpack.js";
const { nodes, edges, claims, allegations, sources, evidence } = unpack(JSON.parse(readFileSync(0, "utf8")));
const row = (each) => {
  const told = {};
  for (const key in each) if (key !== "at" && each[key] !== undefined) told[key] = each[key];
  return told;
};
const tables = { nodes, edges, claims, allegations, sources, evidence };
const read = Object.entries(tables).map(([name, rows]) => [name, rows.map(row)]);
console.log(JSON.stringify(Object.fromEntries(read)));
"""


@pytest.mark.parametrize("which", ["casebook", "sony"])
def test_the_page_reads_what_python_packed(casebook: Graph, which: str) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("no Node.js here")
    view = plain(data(casebook.facts() if which == "casebook" else sony(), title="Case"))
    command = [node, "--input-type=module", "--eval", READ]
    told = subprocess.run(
        command, input=json.dumps(packed({**view})), capture_output=True, text=True, check=True, cwd=ROOT
    )
    found = json.loads(told.stdout)
    for name in ("nodes", "edges", "claims", "allegations"):
        assert found[name] == view[name], name
    for name in ("sources", "evidence"):
        assert found[name] == list(view[name].values()), name
