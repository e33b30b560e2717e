import assert from "node:assert/strict";
import test from "node:test";
import { arrange } from "../../graph/view/js/graph/arrange.js";

const nodes = Array.from({ length: 24 }, (_, number) => ({ id: `n${number}`, label: "N" }));
const lines = nodes.slice(1).map((node, number) => ({ from: nodes[Math.floor(number / 3)], to: node }));

/** How much wider than high what is arranged is. @param {boolean} tall */
function shape(tall) {
  const places = [...arrange(/** @type {any} */ (nodes), /** @type {any} */ (lines), null, tall).values()];
  const extent = (/** @type {number[]} */ values) => Math.max(...values) - Math.min(...values);
  return extent(places.map(({ x }) => x)) / extent(places.map(({ y }) => y));
}

test("what is arranged has the shape of the window", () => {
  assert.ok(shape(false) > 1, String(shape(false)));
  assert.ok(shape(true) < 1, String(shape(true)));
});

test("the same is arranged alike every time", () => {
  assert.equal(shape(true), shape(true));
});
