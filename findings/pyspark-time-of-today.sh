#!/usr/bin/env bash
# A claim made at 10:30 was made today, one of 2014 on New Year's Day.
#
# One would guess: a column of "2014", "2014-12" and "2014-12-19", is text, and one of times without a day is text or times.
# What happens: inferSchema of pyspark 4.3.0 takes them for timestamps. "10:30" gets the day on which the file is read, another tomorrow. "2014" is midnight
#   of 1 January and "2014-12" of 1 December. CAST does the same with a date, and cuts off what comes after a space: "2014-12-19 or earlier" is
#   2014-12-19, and '2014-12' = DATE '2014-12-01' is true. duckdb 2.0.1 reads text and times, and its TRY_CAST gives NULL.
# Seen: November 2026.
# Why it matters: sources give as much of a date as they know. Spark makes a moment of each, and keeps nothing that tells
#   the day that was given from the one that was made up.
# Instead: read dates as strings (a schema, or no inferSchema), and parse them by the parts they have.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.3.0 duckdb==2.0.1
cd "$folder"
venv/bin/python - 2>spark.log <<'PY' || { tail -5 spark.log; exit 1; }
import datetime
import pathlib

import duckdb
import pyspark
from pyspark.sql import SparkSession

print("pyspark", pyspark.__version__, "duckdb", duckdb.__version__)
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC").getOrCreate()
PARTS = ["2014-12-19", "2014-12", "2014"]
for name, cells in (("on", PARTS), ("at", ["10:30", "11:00"])):
    pathlib.Path(f"{name}.csv").write_text("\n".join([name, *cells]) + "\n", encoding="utf-8")
    left = duckdb.sql(f"FROM read_csv('{name}.csv')")
    print(f"duckdb, {name}:", left.types, [str(cell) for (cell,) in left.fetchall()])
found = spark.read.csv("on.csv", header=True, inferSchema=True)
days = [row["text"] for row in found.selectExpr("string(on) AS text").collect()]
print("pyspark:", found.dtypes, days)
assert found.dtypes == [("on", "timestamp")]
assert days == ["2014-12-19 00:00:00", "2014-12-01 00:00:00", "2014-01-01 00:00:00"]
before = datetime.datetime.now(datetime.timezone.utc).date()
found = spark.read.csv("at.csv", header=True, inferSchema=True)
times = [row["text"] for row in found.selectExpr("string(at) AS text").collect()]
after = datetime.datetime.now(datetime.timezone.utc).date()
print("pyspark:", found.dtypes, times)
assert times in ([f"{day} 10:30:00", f"{day} 11:00:00"] for day in {before, after})
for text, expected in (("2014-12-19 or earlier", "2014-12-19"), ("2014-12", "2014-12-01"), ("2014", "2014-01-01")):
    query = f"SELECT string(TRY_CAST('{text}' AS DATE)) AS day"
    (row,) = spark.sql(query).collect()
    ((other,),) = duckdb.sql(query.replace("string(", "CAST(").replace("DATE)) AS day", "DATE) AS VARCHAR)")).fetchall()
    print(f"{text!r} as a date: pyspark {row['day']}, duckdb {other}")
    assert (row["day"], other) == (expected, None)
(row,) = spark.sql("SELECT '2014-12' = DATE '2014-12-01' AS same").collect()
print("'2014-12' = DATE '2014-12-01':", row["same"])
assert row["same"]
PY
