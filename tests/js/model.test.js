import assert from "node:assert/strict";
import { test } from "node:test";
import { createModel, deniedAt, statusAt, withdrawnAt } from "../../graph/view/js/data/model.js";
import { graph } from "./graph.js";

test("claims know what answers them, in order of date", () => {
  const model = createModel(graph());
  assert.deepEqual(model.answers.get("fbi-nk")?.map((claim) => claim.id), ["denial", "doubt"]);
});

test("a doubt of a claim is about the allegation that the claim makes", () => {
  const model = createModel(graph());
  assert.deepEqual(model.claimsAbout.get("nk-did")?.map((claim) => claim.id), ["fbi-nk", "denial", "doubt", "undated"]);
});

test("the status at a day is the last one that had come about by its end", () => {
  const [allegation] = graph().allegations;
  assert.equal(statusAt(allegation, "2014-12-18"), "unasserted");
  assert.equal(statusAt(allegation, "2014-12-19"), "uncontested");
  assert.equal(statusAt(allegation, "2014-12-26"), "denied");
  assert.equal(statusAt(allegation, "2014-12-27"), "denied and contested");
  assert.equal(statusAt(allegation, null), "denied and contested");
});

test("a status comes with who denied by that day", () => {
  const [allegation] = graph().allegations;
  assert.equal(deniedAt(allegation, "2014-12-19"), "");
  assert.equal(deniedAt(allegation, "2014-12-20"), "by North Korea, after the accusation");
  assert.equal(deniedAt(allegation, null), "by North Korea; its ministry, after the accusation");
});

test("a claim is withdrawn from the day on until that is taken back in turn", () => {
  const claim = { ...graph().claims[1], withdrawn: false, takenBack: [["2015-01-05", true], ["2015-02-01", false]] };
  assert.deepEqual(["2015-01-04", "2015-01-05", "2015-02-01", null].map((day) => withdrawnAt(claim, day)), [false, true, false, false]);
  assert.equal(withdrawnAt(graph().claims[1], null), false);
});

test("incidents of one name are told apart by their year, else by their data set", () => {
  const data = graph();
  const outage = { ...data.nodes[3], label: "Outage" };
  data.nodes.push({ ...outage, id: "a/1", when: ["2014"] }, { ...outage, id: "b/2", when: ["2019-01", "2019-02"] }, { ...outage, id: "c/3", dataset: "c" });
  const names = createModel(data).incidentNames;
  assert.deepEqual(["a/1", "b/2", "c/3", "spe"].map((id) => names.get(id)), ["Outage (2014)", "Outage (2019)", "Outage (c)", "spe"]);
});
