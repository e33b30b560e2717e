import assert from "node:assert/strict";
import { test } from "node:test";
import { createStrokes, distance, pointAt } from "../../graph/view/js/graph/curves.js";
import { createModel } from "../../graph/view/js/data/model.js";
import { createDrawn, createScene } from "../../graph/view/js/data/scene.js";
import { START } from "../../graph/view/js/data/state.js";
import { graph } from "./graph.js";

const place = (node) => ({ x: node.x, y: node.y });
const strokesOf = (data) => {
  const model = createModel(data);
  return createStrokes(createDrawn(model, START, createScene(model, START)).lines, place);
};
const of = (strokes, claim) => strokes.find((stroke) => stroke.line.claims.some(({ id }) => id === claim));

test("a denial ends on the accusation that it answers", () => {
  const strokes = strokesOf(graph());
  const denial = of(strokes, "denial");
  assert.equal(denial.target.claim.id, "fbi-nk");
  assert.ok(distance(denial.curve[3], of(strokes, "fbi-nk").curve, 20) < 9);
});

test("two answers to one claim end apart", () => {
  const strokes = strokesOf(graph());
  const [a, b] = [of(strokes, "denial").curve[3], of(strokes, "doubt").curve[3]];
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) > 20);
});

test("an answer to nothing that is drawn goes to its node, or is a loop", () => {
  const data = graph();
  data.edges = data.edges.filter((edge) => edge.claim !== "fbi-nk");
  const { curve, target } = of(strokesOf(data), "denial");
  assert.equal(target, null);
  assert.ok(Math.hypot(curve[3].x - 200, curve[3].y) < 40, "it ends at North Korea");
});

test("parallel claims of several kinds are drawn apart, also when they go in opposite directions", () => {
  const data = graph();
  data.acts.again = data.acts.attribution;
  data.claims.push({ ...data.claims[1], id: "again", act: "again" }, { ...data.claims[1], id: "back" });
  data.edges.push({ id: 9, from: "fbi", to: "nk", claim: "again" }, { id: 10, from: "nk", to: "fbi", claim: "back" });
  const middles = ["fbi-nk", "again", "back"].map((id) => pointAt(of(strokesOf(data), id).curve, 0.5).y);
  const [a, b, c] = middles.sort((x, y) => x - y);
  assert.ok(b - a > 15 && c - b > 15, middles.join(" "));
});

test("claims that speak against each other are drawn all the same", () => {
  const data = graph();
  const [doubt, blame] = data.claims;
  blame.act = "denial";
  blame.against = [doubt.id];
  assert.equal(strokesOf(data).length, 6);
});
