"""The rows of events by DuckDB: on one machine, out of core where they do not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from ...errors import FormatError, InvalidData, Problem
from .files import EventFile, check_types
from .plan import ACTS, WORDS, Dialect, Plan
from .report import Reason

INSTALL: Final = "pip install 'whoblamed[events]'"
#: What DuckDB may hold in memory; what is more goes to disk.
MEMORY: Final = "192MB"
_BATCH: Final = 65_536
#: The column that names the file of a row.
_FILE: Final = "_file"
_READ_AS_TEXT: Final = (
    "delim='\t', header=false, quote='', escape='', comment='', auto_detect=false, buffer_size=8388608"
)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first(column: str, most: int) -> str:
    return f"coalesce(list({column} ORDER BY {column}) FILTER (WHERE {column} IS NOT NULL)[1:{most}], [])"


DIALECT: Final = Dialect(
    quoted=_quoted,
    cut=lambda text: f"string_split({text}, chr(9))",
    cell=lambda cells, place: f"{cells}[{place}]",
    first=_first,
)


class Duck:
    """Reads files of events into one table, and answers from it. Raises `FormatError` without DuckDB."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._duckdb = _duckdb()
        spill = folder / "spill"
        config = {"memory_limit": MEMORY, "temp_directory": str(spill), "preserve_insertion_order": "false"}
        self._connection: Any = self._duckdb.connect(str(folder / "events.duckdb"), config=config)
        # Its tables are read once or twice and thrown away; to find out how they are packed best takes longer.
        self._connection.execute("PRAGMA force_compression = 'uncompressed'")
        self._told = False
        self._reasons: list[Reason] = []
        self._names: dict[str, str] = {}
        # Left to itself, DuckDB builds hash tables of the events to join a few hundred words with, and takes for 80,000
        # of them more than the memory that they have here; in the order that is written it takes a tenth.
        self._connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        for name, columns, rows in (("acts", ACTS, plan.acts), ("words", WORDS, plan.words)):
            texts = ", ".join(f"{column} VARCHAR" for column in columns)
            self._connection.execute(f"CREATE TABLE {name} ({texts})")
            if rows:
                marks = f"({', '.join('?' * len(columns))})"
                values = [text for row in rows for text in row]
                self._connection.execute(f"INSERT INTO {name} VALUES {', '.join([marks] * len(rows))}", values)

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def peek(self, address: str) -> Sequence[str]:
        """Return the first lines of a file of text at an address."""
        columns = "columns={'line': 'VARCHAR'}"
        whole = _READ_AS_TEXT.replace("\t", "\x01")
        query = f"SELECT line FROM read_csv({_literal(address)}, {whole}, {columns}) LIMIT 100"
        with self._told_in_words(address):
            return [row[0] or "" for row in self._connection.execute(query).fetchall()]

    def add(self, files: Sequence[EventFile]) -> None:
        """Read files; they are not needed afterwards."""
        self._names |= {file.path: file.name for file in files}
        by_columns = sorted(files, key=lambda file: (file.kind, file.columns))
        for (kind, columns), found in groupby(by_columns, key=lambda file: (file.kind, file.columns)):
            self._add(kind, columns, [file.path for file in found])

    def _add(self, kind: str, columns: tuple[str, ...], paths: Sequence[str]) -> None:
        listed = f"[{', '.join(map(_literal, paths))}]"
        with self._told_in_words(self._names[paths[0]]):
            if kind == "parquet":
                rows, has = self._of_parquet(listed, self._names[paths[0]])
            else:
                rows, has = self._of_text(listed, columns)
            query = self._plan.reading(rows, has, _FILE)
            into = "INSERT INTO told" if self._told else "CREATE TABLE told AS"
            self._connection.execute(f"{into} {query}")
            self._told = True
            if kind != "parquet":
                self._keep_rejects(len(columns))

    def _of_text(self, listed: str, columns: tuple[str, ...]) -> tuple[str, list[str]]:
        """Return the relation of files of text. A row of too few or too many cells is rejected, and empty ones at its
        end are none."""
        types = ", ".join(f"'_{place}': 'VARCHAR'" for place in range(len(columns)))
        rejects = "store_rejects=true, rejects_limit=0, rejects_table='rejects', rejects_scan='scans'"
        has = [name for name in self._plan.file.columns if name in columns]
        chosen = ", ".join(f"_{columns.index(name)} AS {_quoted(name)}" for name in has)
        read = f"read_csv({listed}, {_READ_AS_TEXT}, columns={{{types}}}, filename='{_FILE}', {rejects})"
        return f"(SELECT {chosen}, {_FILE} FROM {read}) AS rows", has

    def _of_parquet(self, listed: str, name: str) -> tuple[str, list[str]]:
        read = f"read_parquet({listed}, filename='{_FILE}')"
        described = self._connection.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()
        types = {row[0]: row[1] for row in described}
        check_types(types, self._plan.file, name)
        has = [name for name in self._plan.file.columns if name in types]
        chosen = ", ".join(f"replace(CAST({_quoted(name)} AS VARCHAR), chr(9), ' ') AS {_quoted(name)}" for name in has)
        return f"(SELECT {chosen}, {_FILE} FROM {read}) AS rows", has

    def _keep_rejects(self, width: int) -> None:
        line = "trim(csv_line, chr(10) || chr(13))"
        # A short row is an error for each cell that it lacks.
        rows = self._connection.execute(
            f"SELECT reason, count(*), min_by(file_path, (file_path, line)), min_by(line, (file_path, line)) FROM ("
            f"SELECT CASE WHEN bool_or(error_type = 'INVALID ENCODING') THEN 'bytes that are not UTF-8' "
            f"WHEN bool_or(error_type = 'LINE SIZE OVER MAXIMUM') THEN 'a line that is too long' "
            f"ELSE len(string_split(any_value({line}), chr(9))) || ' cells instead of {width}' END AS reason, "
            f"any_value(file_path) AS file_path, line "
            f"FROM rejects JOIN scans USING (scan_id, file_id) GROUP BY scan_id, file_id, line) "
            f"GROUP BY reason ORDER BY reason"
        ).fetchall()
        self._reasons += [Reason(reason, count, self._place(path, line)) for reason, count, path, line in rows]
        self._connection.execute("DROP TABLE rejects; DROP TABLE scans")

    def _place(self, path: str, line: int) -> str:
        return f"{self._names.get(path, path)}:{line}"

    def judge(self) -> None:
        """Make what rows say of what was read."""
        with self._told_in_words("the events"):
            self._connection.execute(f"CREATE TABLE judged AS {self._plan.judged()}")

    def reasons(self) -> list[Reason]:
        """Return why rows could not be read as the layout has them."""
        return self._reasons

    def names(self) -> Mapping[str, str]:
        """Return what people call the files, by the paths that the engine knows."""
        return self._names

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the answer to a short query."""
        found: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return found

    def batches(self, query: str) -> Iterator[Any]:
        """Yield the answer to a query as batches of Arrow."""
        yield from self._connection.sql(query).to_arrow_reader(_BATCH)

    @contextmanager
    def _told_in_words(self, name: str) -> Iterator[None]:
        try:
            yield
        except self._duckdb.Error as error:
            raise InvalidData([Problem(_in_words(str(error)), name)]) from None


def _in_words(message: str) -> str:
    first = " ".join(message.partition("\n")[0].split())[:300]
    if "httpfs" in message:
        return f"DuckDB cannot open this address without its extension httpfs; INSTALL httpfs in DuckDB once ({first})"
    return f"DuckDB cannot read this: {first}"


def _duckdb() -> Any:
    try:
        return import_module("duckdb")
    except ImportError:
        raise FormatError(f"events need DuckDB; install it: {INSTALL}") from None
