#!/usr/bin/env bash
# A confidence of 0.90 is read as 90.
#
# One would guess: a column that Arrow declares as a decimal with two places is read with its point, or as a type that one must ask for its value.
# What happens: apache-arrow 21.2.0 for JavaScript gives the digits: 0.90 is 90, 0.05 is 5, and -0.05 is -5, as `get`, text, number and JSON; it is
#   also what sums and comparisons take. The place of the point stands in the type of the column alone. pyarrow 26.0.1, which wrote it, reads 0.90;
#   hyparquet 1.33.0 reads 0.9 of the same column as Parquet.
# Seen: November 2026.
# Why it matters: 0.05 passes each threshold between 0 and 1, and the least sure claims are shown as the surest. Where confidence is said in per
#   cent, 90 does not even look wrong.
# Instead: write confidence as float64; or divide by 10 to the power of `field.type.scale`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1
npm init -y >/dev/null
npm install --silent --no-audit --no-fund apache-arrow@21.2.0 hyparquet@1.33.0
venv/bin/python - <<'PY'
from decimal import Decimal

import pyarrow
from pyarrow import ipc, parquet

sure = pyarrow.array([Decimal("0.90"), Decimal("0.05"), Decimal("-0.05")], pyarrow.decimal128(5, 2))
table = pyarrow.table({"sure": sure, "float": sure.cast("float64")})
with ipc.new_file("said.arrow", table.schema) as file:
    file.write_table(table)
parquet.write_table(table, "said.parquet")
back = ipc.open_file("said.arrow").read_all()["sure"].to_pylist()
print("pyarrow", pyarrow.__version__, *back)
assert back == [Decimal("0.90"), Decimal("0.05"), Decimal("-0.05")]
PY
cat >read.mjs <<'JS'
import assert from 'node:assert';
import fs from 'node:fs';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';

const table = tableFromIPC(fs.readFileSync('said.arrow'));
const rows = [...table].map((row) => [String(row.sure), Number(row.sure), row.float]);
console.log('apache-arrow 21.2.0:', rows, 'scale', table.schema.fields[0].type.scale);
assert.deepEqual(rows, [['90', 90, 0.9], ['5', 5, 0.05], ['-5', -5, -0.05]]);
assert.equal(JSON.stringify([...table][0]).replaceAll(/["\\]/g, ''), '{sure:90,float:0.9}');
assert.deepEqual([...table].filter((row) => row.sure > 0.5).map((row) => row.float), [0.9, 0.05]);
const bytes = fs.readFileSync('said.parquet');
const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
const read = (await parquetReadObjects({ file })).map((row) => row.sure);
console.log('hyparquet 1.33.0:', read);
assert.deepEqual(read, [0.9, 0.05, -0.05]);
JS
node read.mjs
