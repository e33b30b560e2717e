import assert from "node:assert/strict";
import { test } from "node:test";
import { blamePath } from "../../graph/view/js/data/blamepath.js";
import { focusOf } from "../../graph/view/js/graph/focus.js";
import { createModel } from "../../graph/view/js/data/model.js";
import { closedNeighbours, createScene } from "../../graph/view/js/data/scene.js";
import { START } from "../../graph/view/js/data/state.js";
import { graph } from "./graph.js";

const model = createModel(graph());
const scene = (change = {}) => createScene(model, { ...START, ...change });
const ids = (claims) => claims.map((claim) => claim.id).sort();

test("a view starts with the nodes of its budget, and knows where more are", () => {
  assert.ok(!scene().nodes.has("far"));
  assert.equal(scene().closed.get("fbi"), 1);
  assert.deepEqual(closedNeighbours("fbi", model, { ...START }), ["far"]);
});

test("expanding shows the neighbours, showing all shows everything", () => {
  assert.ok(scene({ open: ["far"] }).nodes.has("far"));
  assert.equal(scene({ all: true }).nodes.size, 6);
});

test("the slider leaves out what was not public yet, and what has no date", () => {
  assert.deepEqual(ids(scene({ until: "2014-12-20" }).claims), ["denial", "fbi-nk"]);
  assert.deepEqual(ids(scene().claims), ["denial", "doubt", "fbi-nk", "undated"]);
});

test("filters: kind, incident, data set, status", () => {
  assert.deepEqual(ids(scene({ hide: ["attribution"] }).claims), ["denial", "doubt"]);
  assert.equal(scene({ incident: "spe" }).claims.length, 4);
  assert.equal(scene({ incident: "other" }).claims.length, 0);
  assert.deepEqual(ids(scene({ dataset: "other", all: true }).claims), ["far-fbi"]);
  assert.equal(scene({ status: "denied" }).claims.length, 0);
  assert.deepEqual(ids(scene({ status: "denied", until: "2014-12-20" }).claims), ["denial", "fbi-nk"]);
  assert.ok(scene({ hide: ["allegation"] }).links.every((link) => link.claim));
});

test("an accusation is contested only from the day on which it became so", () => {
  assert.equal(scene({ until: "2014-12-20" }).contested.size, 0);
  assert.ok(scene({ until: "2014-12-27" }).contested.has("fbi-nk"));
});

test("a selected claim is shown with what it answers and what answers it", () => {
  const state = { ...START, claim: "denial" };
  const focus = focusOf(model, scene(), state);
  assert.deepEqual([...(focus?.links ?? [])].map((link) => link.claim?.id).sort(), ["denial", "fbi-nk"]);
});

test("a selected node is shown with its neighbours", () => {
  const focus = focusOf(model, scene(), { ...START, node: "nk" });
  assert.deepEqual([...(focus?.nodes ?? [])].sort(), ["fbi", "nk", "norse", "spe", "white-house"]);
});

test("what was taken back is crossed out and makes no step of a path, whatever is hidden", () => {
  const data = graph();
  const taken = { ...data.claims[1], withdrawn: true, takenBack: [["2015-01-05", true]] };
  const changed = createModel({ ...data, claims: data.claims.with(1, taken) });
  const seen = createScene(changed, { ...START, hide: ["withdrawal"] });
  assert.deepEqual([...seen.withdrawn], ["fbi-nk"]);
  assert.equal(blamePath(seen, "fbi", "nk"), null);
  assert.equal(createScene(changed, { ...START, until: "2015-01-04" }).withdrawn.size, 0);
});

test("a path of blame follows accusations, in their direction", () => {
  const all = scene({ all: true });
  assert.deepEqual(blamePath(all, "far", "nk")?.map((link) => link.claim?.id), ["far-fbi", "fbi-nk"]);
  assert.equal(blamePath(all, "nk", "far"), null);
  assert.equal(blamePath(all, "norse", "nk"), null, "a doubt is no blame");
  assert.deepEqual(blamePath(all, "fbi", "fbi"), []);
});
