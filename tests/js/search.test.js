import assert from "node:assert/strict";
import { test } from "node:test";
import { safeUrl } from "../../graph/view/js/parts/dom.js";
import { fold } from "../../graph/view/js/data/fold.js";
import { createModel } from "../../graph/view/js/data/model.js";
import { createIndex, find } from "../../graph/view/js/data/find.js";
import { graph } from "./graph.js";

const index = createIndex(createModel(graph()));
const first = (query) => find(index, query)[0]?.node.id;

test("a name is found in any language, case and with or without accents", () => {
  for (const query of ["north korea", "NORDKOREA", "coree du nord", "Corée", "조선민주", "korea"]) assert.equal(first(query), "nk", query);
});

test("the whole name comes before names that only begin with it or contain it", () => {
  assert.equal(first("nor"), "nk", "the most connected of two that begin so");
  assert.equal(first("norse"), "norse");
});

test("nothing is found for nothing", () => {
  assert.deepEqual(find(index, "  "), []);
  assert.deepEqual(find(index, "zzz"), []);
});

test("folding", () => {
  assert.equal(fold("  Pjöng-jang "), "pjong jang");
  assert.equal(fold("STRAẞE"), "strasse");
});

test("only http and https are addresses to follow", () => {
  assert.equal(safeUrl("https://example.org/a?b=c"), "https://example.org/a?b=c");
  for (const url of ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "x", "", undefined]) {
    assert.equal(safeUrl(url), null, String(url));
  }
});
