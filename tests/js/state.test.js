import assert from "node:assert/strict";
import { test } from "node:test";
import { START, createStore, formatState, parseState, selecting } from "../../graph/view/js/data/state.js";

test("a state and its address say the same", () => {
  const state = {
    ...START, node: "sony-2014/actor/fbi", until: "2014-12-20", hide: ["report", "allegation"], incident: "a b&c=d", open: ["x/1", "y/2"],
    layout: "sides", all: true,
  };
  assert.deepEqual(parseState(`#${formatState(state)}`), state);
});

test("the start has an empty address", () => {
  assert.equal(formatState({ ...START }), "");
  assert.deepEqual(parseState(""), START);
});

test("an address can be read", () => {
  assert.equal(formatState({ ...START, node: "sony-2014/actor/fbi", until: "2014-12-20" }), "node=sony-2014/actor/fbi&until=2014-12-20");
});

test("nonsense in an address is passed over", () => {
  const state = parseState("#until=yesterday&layout=round&what=ever");
  assert.equal(state.until, null);
  assert.equal(state.layout, "free");
});

test("a store tells its listeners of the new state", () => {
  const store = createStore({ ...START });
  const seen = [];
  store.subscribe((state) => seen.push(state.claim));
  store.set(selecting("claim", "c"));
  store.set(selecting("node", "n"));
  assert.deepEqual(seen, ["c", null]);
});
