#!/usr/bin/env bash
# The last claim is made of two claims.
#
# One would guess: max_by(x, day) is x of the latest row, whatever it is, so that two of them in one SELECT are of one row.
# What happens: max_by, arg_max and min_by of duckdb 2.0.1 pass over rows in which x is NULL. Where the latest claim has no confidence, its speaker stands
#   beside the confidence of an earlier claim by somebody else, and the words of a third. Of three rows, it makes one that
#   is not among them. pyspark 4.3.0 has NULL there. A struct of both columns, or arg_max_null, is of the latest row.
# Seen: November 2026.
# Why it matters: "what was said last, by whom, how surely?" is asked by max_by. Records have gaps, and the answer puts the certainty of one
#   speaker into the mouth of another.
# Instead: max_by of a struct with all that is asked; or ORDER BY day DESC LIMIT 1.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 pyspark==4.3.0
cd "$folder"
venv/bin/python - 2>spark.log <<'PY' || { tail -5 spark.log; exit 1; }
import duckdb
import pyspark
from pyspark.sql import SparkSession

print("duckdb", duckdb.__version__, "pyspark", pyspark.__version__)
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
CLAIMS = """(VALUES ('2014-12-01', 'bureau', 90, NULL), ('2014-12-19', 'firm', NULL, 'It was them.'), ('2014-12-29', 'ministry', NULL, NULL))
AS claims(day, speaker, confidence, words)"""
APART = f"SELECT max_by(speaker, day), max_by(confidence, day), max_by(words, day) FROM {CLAIMS}"
(found,) = duckdb.sql(APART).fetchall()
(other,) = spark.sql(APART).collect()
print("duckdb:", found)
print("pyspark:", tuple(other))
assert found == ("ministry", 90, "It was them.") and tuple(other) == ("ministry", None, None)
((whole,),) = duckdb.sql(f"SELECT max_by({{speaker: speaker, confidence: confidence, words: words}}, day) FROM {CLAIMS}").fetchall()
print("duckdb, as a struct:", whole)
assert whole == {"speaker": "ministry", "confidence": None, "words": None}
((null,),) = duckdb.sql(f"SELECT arg_max_null(confidence, day) FROM {CLAIMS}").fetchall()
print("duckdb, arg_max_null:", null)
assert null is None
PY
