"""The rows of events by Spark: on a cluster, or here with all processors. It runs the same queries as DuckDB."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from ...errors import FormatError, InvalidData, Problem
from .files import EventFile, check_types
from .plan import ACTS, WORDS, Dialect, Plan
from .report import Reason

INSTALL: Final = "pip install 'whoblamed[spark]'"
_JAVA: Final = "Spark needs Java 17 or later; install it (Debian: apt-get install openjdk-17-jre-headless)"
LOCAL: Final = "local[*]"
_FILE: Final = "_file"
#: Spark tells of its start on standard error, where remarks of ours stand.
_QUIET: Final = """rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %m%n
"""


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _first(column: str, most: int) -> str:
    return f"slice(array_sort(collect_list({column})), 1, {most})"


DIALECT: Final = Dialect(
    quoted=_quoted,
    cut=lambda text: f"split({text}, chr(9), -1)",
    cell=lambda cells, place: f"get({cells}, {place - 1})",
    first=_first,
)


class Spark:
    """Reads files of events into one view, and answers from it. Raises `FormatError` without Spark or Java."""

    def __init__(self, plan: Plan, folder: Path, master: str | None) -> None:
        self._plan = plan
        self._functions: Any = _module("pyspark.sql.functions")
        self._errors: Any = _module("pyspark.errors")
        self._session: Any = _session(master or LOCAL, folder)
        self._told: list[Any] = []
        self._rejected: list[Any] = []
        self._names: dict[str, str] = {}
        for name, columns, rows in (("acts", ACTS, plan.acts), ("words", WORDS, plan.words)):
            schema = ", ".join(f"{column} STRING" for column in columns)
            self._session.createDataFrame(rows, schema).createOrReplaceTempView(name)

    def __enter__(self) -> Spark:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.stop()

    def peek(self, address: str) -> Sequence[str]:
        """Return the first lines of a file of text at an address."""
        with self._told_in_words(address):
            return [row[0] for row in self._session.read.option("lineSep", "\n").text(address).take(100)]

    def add(self, files: Sequence[EventFile]) -> None:
        """Take files, which are read when something is asked."""
        self._names |= {file.path: file.name for file in files}
        by_columns = sorted(files, key=lambda file: (file.kind, file.columns))
        for (kind, columns), found in groupby(by_columns, key=lambda file: (file.kind, file.columns)):
            paths = [file.path for file in found]
            with self._told_in_words(self._names[paths[0]]):
                rows, has = self._of_parquet(paths) if kind == "parquet" else self._of_text(paths, columns)
                view = f"rows_{len(self._told)}"
                rows.createOrReplaceTempView(view)
                self._told.append(self._session.sql(self._plan.reading(view, has, _FILE)))

    def _of_text(self, paths: Sequence[str], columns: tuple[str, ...]) -> tuple[Any, list[str]]:
        """Return rows of files of text: lines that are cut at tabs, so that nothing is quoted, and what is wrong with
        some."""
        f, width = self._functions, len(columns)
        lines = self._session.read.option("lineSep", "\n").text(list(paths))
        path = f.regexp_replace(f.col("_metadata.file_path"), "^file:/+", "/")
        has = [name for name in self._plan.file.columns if name in columns]
        cells = [f.get("cells", f.lit(columns.index(name))) for name in has]
        line = f.regexp_replace("value", "\r$", "")
        lines = lines.select(line.alias("line"), f.expr("is_valid_utf8(value)").alias("is_text"), path.alias(_FILE))
        cut = lines.where("line <> ''").select("*", f.split("line", "\t", -1).alias("cells"))
        cut = cut.select("*", f.size("cells").alias("found"))
        excess = f.array_join(f.slice("cells", width + 1, f.greatest(f.col("found") - width, f.lit(0))), "")
        told = f.concat(f.col("found").cast("string"), f.lit(f" cells instead of {width}"))
        # What is no UTF-8 was replaced when the line was cut. It matters where it is read, as for DuckDB.
        broken = f.concat_ws("", *cells).contains("\N{REPLACEMENT CHARACTER}")
        reason = (
            f.when(~f.col("is_text") & broken, "bytes that are not UTF-8")
            .when((f.col("found") < width) | (excess != ""), told)
            .otherwise(f.lit(None))
        )
        judged = cut.select("*", reason.alias("reason"))
        grouped = judged.where("reason IS NOT NULL").groupBy("reason")
        self._rejected.append(grouped.agg(f.count("*").alias("n"), f.min(_FILE).alias("place")))
        named = [cell.alias(name) for cell, name in zip(cells, has, strict=True)]
        return judged.where("reason IS NULL").select(*named, _FILE), has

    def _of_parquet(self, paths: Sequence[str]) -> tuple[Any, list[str]]:
        f = self._functions
        read = self._session.read.parquet(*paths)
        check_types(dict(read.dtypes), self._plan.file, self._names[paths[0]])
        has = [name for name in self._plan.file.columns if name in read.columns]
        path = f.regexp_replace(f.col("_metadata.file_path"), "^file:/+", "/")
        cells = [f.translate(f.col(_quoted(name)).cast("string"), "\t", " ").alias(name) for name in has]
        return read.select(*cells, path.alias(_FILE)), has

    def judge(self) -> None:
        """Read the files, and make what rows say of them."""
        with self._told_in_words(next(iter(self._names.values()))):
            together = reduce(lambda one, other: one.unionByName(other), self._told)
            together.persist().createOrReplaceTempView("told")
            together.count()
        self._session.sql(self._plan.judged()).createOrReplaceTempView("judged")

    def reasons(self) -> list[Reason]:
        """Return why rows could not be read as the layout has them."""
        if not self._rejected:
            return []
        rows = reduce(lambda one, other: one.unionByName(other), self._rejected).collect()
        return [Reason(row.reason, row.n, self._names.get(row.place, row.place)) for row in rows]

    def names(self) -> Mapping[str, str]:
        """Return what people call the files, by the paths that the engine knows."""
        return self._names

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the answer to a short query."""
        return [tuple(row) for row in self._session.sql(query).collect()]

    def batches(self, query: str) -> Iterator[Any]:
        """Yield the answer to a query as batches of Arrow; all of it is in memory here."""
        yield from self._session.sql(query).toArrow().to_batches()

    @contextmanager
    def _told_in_words(self, name: str) -> Iterator[None]:
        try:
            yield
        except (self._errors.PySparkException, _module("py4j.protocol").Py4JJavaError) as error:
            first = " ".join(str(error).partition("\n")[0].split())[:300]
            raise InvalidData([Problem(f"Spark cannot read this: {first}", name)]) from None


def _session(master: str, folder: Path) -> Any:
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        raise FormatError(_JAVA)
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, "utf-8")
    settings = {
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet.as_uri()}",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.caseSensitive": "true",
    }
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings |= {"spark.sql.shuffle.partitions": "2", "spark.local.dir": str(folder)}
    spark = _module("pyspark")
    try:
        conf = spark.SparkConf().setMaster(master).setAppName("whoblamed events").setAll(list(settings.items()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            _module("pyspark.testing.utils")  # Spark imports it later, and tells of every pandas that is newer than it
        _start_java(conf, folder)
        return _module("pyspark.sql").SparkSession.builder.config(conf=conf).getOrCreate()
    except FormatError:
        raise
    except Exception as error:  # what Java or the cluster says, of whatever class
        first = " ".join(str(error).partition("\n")[0].split())[:300]
        raise FormatError(f"Spark does not start with --master {master}: {first}") from None


def _start_java(conf: Any, folder: Path) -> None:
    """Start Java for Spark, if this process has not, with what it tells in a file: all that matters is raised."""
    context = _module("pyspark").SparkContext
    if context._gateway is None:
        with (folder / "java.log").open("wb") as told:
            gateway = _module("pyspark.java_gateway").launch_gateway(conf, {"stdout": told, "stderr": told})
        context._ensure_initialized(gateway=gateway, conf=conf)


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise FormatError(f"--engine spark needs PySpark; install it: {INSTALL}") from None
