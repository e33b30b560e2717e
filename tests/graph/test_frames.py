"""Data frames and notebooks: what they show, of which types, and what is said where a library is missing."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
import whoblamed
from hypothesis import given
from hypothesis import strategies as st
from whoblamed.errors import FormatError, QueryError
from whoblamed.graph import Graph
from whoblamed.graph.ask.notebook import table
from whoblamed.graph.export.tables import frames
from whoblamed.graph.export.tables.columns import COLUMNS
from whoblamed.graph.export.tables.frames import solutions

from ..support.cases import blame, case, written
from ..support.hostile import hostile_graph

QUERY = "SELECT ?name (COUNT(?c) AS ?claims) { ?c wb:speaker/rdfs:label ?name } GROUP BY ?name ORDER BY ?name"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    claims = blame(), blame("joint", by=["port", "lab"], on="2031-04"), blame("undated", on="unknown", by="lab")
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path_factory.mktemp("frames"), case(*claims)))
    return graph


def test_claims_have_the_columns_of_the_page_and_their_types(graph: Graph) -> None:
    frame = graph.dataframe()
    assert list(frame.columns) == list(COLUMNS)
    kinds = frame.dtypes.astype(str)
    assert kinds["withdrawn"] == "boolean"
    assert kinds["origins_least"] == "Int32"
    assert kinds["date_from"].startswith("datetime64")
    by_key = frame.set_index("key")
    assert list(by_key.loc["harbour/joint", "speakers"]) == ["Quay Lab", "Port of Arden"]
    assert by_key["date_from"].dt.year.isna().sum() == 1


def test_a_frame_is_of_pandas_or_of_what_is_asked_for(graph: Graph) -> None:
    assert isinstance(graph.dataframe("statuses"), pandas.DataFrame)
    read = graph.dataframe("statuses", library="polars")
    assert isinstance(read, polars.DataFrame)
    assert read["status"].to_list() == ["uncontested"]
    assert graph.dataframe("statuses", library="arrow").num_rows == 1


def test_only_libraries_of_data_frames_are_asked_for(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is imported: a file that stands about must not run because somebody mistook what to ask for."""
    (tmp_path / "frames_of_mine.py").write_text("raise SystemExit('it ran')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(
        FormatError, match="'frames_of_mine' makes no data frames here; there are pandas, polars, arrow"
    ):
        graph.dataframe("statuses", library="frames_of_mine")  # type: ignore[arg-type]


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if libraries were not installed. (pyarrow itself looks for pandas, so that a fake module would mislead it.)"""
    there = {"pandas": pandas, "polars": polars}
    monkeypatch.setattr(frames, "_imported", lambda name: None if name in names else there[name])
    if "pyarrow" in names:
        monkeypatch.setitem(sys.modules, "pyarrow", None)


def test_polars_is_taken_where_there_is_no_pandas(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pandas")
    assert isinstance(graph.dataframe("claims"), polars.DataFrame)


@pytest.mark.parametrize("missing", [["pandas", "polars"], ["pyarrow"]])
def test_what_is_missing_is_named_with_one_command(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, missing: list[str]
) -> None:
    without(monkeypatch, *missing)
    with pytest.raises(FormatError, match=r"install it: pip install 'whoblamed\[tables\]'"):
        graph.dataframe("claims")


def test_a_matrix_is_a_frame_of_numbers(graph: Graph) -> None:
    frame = graph.dataframe("matrix", by="actor").set_index("accuser")
    assert frame.to_dict() == {"Red Tide": {"Port of Arden": 2, "Quay Lab": 2}}


def test_the_rows_of_a_query_have_their_names(graph: Graph) -> None:
    wanted = {"name": ["Port of Arden", "Quay Lab"], "claims": [2, 2]}
    assert graph.dataframe(QUERY).to_dict("list") == wanted
    assert pandas.DataFrame(graph.query(QUERY)).to_dict("list") == wanted  # made of the rows themselves
    assert graph.dataframe(QUERY, library="polars").to_dict(as_series=False) == wanted
    assert list(graph.dataframe("SELECT ?a ?b { FILTER(false) }").columns) == ["a", "b"]
    assert len(graph.dataframe("who-blamed-whom", accused="Red Tide")) > 0


def test_what_has_no_rows_is_no_frame(graph: Graph) -> None:
    for query in ("ASK { ?a ?b ?c }", "CONSTRUCT WHERE { ?a wb:kind ?c }"):
        with pytest.raises(QueryError, match="a data frame has rows; ask with SELECT"):
            graph.dataframe(query)
    with pytest.raises(QueryError):
        graph.dataframe("no-such-query")


VALUES = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.decimals(allow_nan=False), st.text(), st.booleans()
)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=6))
def test_any_rows_make_a_table_with_all_of_them(rows: list[tuple[Any, ...]]) -> None:
    made = solutions(["a", "b"], rows)
    assert (made.num_rows, made.column_names) == (len(rows), ["a", "b"])
    empty = [value is None for value, _ in rows]
    assert [value is None for value in made["a"].to_pylist()] == empty


# --------------------------------------------------------------------------------------------------------- notebooks


def test_notebooks_show_graphs_and_what_they_answer_as_tables(graph: Graph) -> None:
    assert "<th>data set</th>" in graph._repr_html_()
    assert "<td>harbour</td>" in graph._repr_html_()
    for listed, cell in (
        (graph.claims(), "harbour/blame"),
        (graph.statuses(), "Red Tide"),
        (graph.datasets(), "harbour"),
        (graph.query(QUERY), "Quay Lab"),
    ):
        shown: Any = listed
        assert f"<td>{cell}</td>" in shown._repr_html_()
        assert shown == list(shown)  # a list like any other
        assert pickle.loads(pickle.dumps(shown)) == shown


def test_nothing_that_was_loaded_is_markup_in_a_notebook() -> None:
    shown: Any = hostile_graph().claims()
    assert "<script>" not in shown._repr_html_()
    assert "&lt;script&gt;" in shown._repr_html_()


@given(st.lists(st.text(), min_size=1), st.integers(0, 3))
def test_a_cell_is_text_whatever_it_says(values: list[str], more: int) -> None:
    shown = table(values, [values], more)
    assert shown.count("<td>") == len(values)
    assert ("more</p>" in shown) == (more > 0)


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    graph = whoblamed.open(":memory:")
    graph.load(written(tmp_path, case(*(blame(f"c{n}") for n in range(60)))))
    shown: Any = graph.claims()
    assert (shown._repr_html_().count("<tr>"), "… and 10 more" in shown._repr_html_()) == (51, True)
    assert repr(shown).endswith("… and 10 more]")


def test_statuses_are_about_an_incident_and_a_day(graph: Graph) -> None:
    (found,) = graph.statuses("Harbour outage")
    assert (found.accused, found.status.label) == ("Red Tide", "uncontested")
    (earlier,) = graph.statuses("Harbour outage", as_of="2031-04-01")
    assert earlier.words.startswith("unasserted (possibly uncontested")  # the undated one may have been made by then
