import assert from "node:assert/strict";
import { test } from "node:test";
import { blamePath } from "../../graph/view/js/data/blamepath.js";
import { daysOf, placeBy } from "../../graph/view/js/data/changes.js";
import { createModel } from "../../graph/view/js/data/model.js";
import { closedNeighbours, createDrawn, createScene } from "../../graph/view/js/data/scene.js";
import { START } from "../../graph/view/js/data/state.js";
import { concernOf, incidentInFocus, pictureOf } from "../../graph/view/js/data/subject.js";
import { focusOf } from "../../graph/view/js/graph/focus.js";
import { graph } from "./graph.js";

const model = createModel(graph());
const scene = (change = {}) => createScene(model, { ...START, ...change });
const drawn = (change = {}, of = model) => createDrawn(of, { ...START, ...change }, createScene(of, { ...START, ...change }));
const ids = (claims) => claims.map((claim) => claim.id).sort();
const limited = (limit) => createModel({ ...graph(), limit });

test("a budget limits what the graph draws, not what is counted, and what is chosen comes first", () => {
  const few = limited(3);
  assert.equal(createScene(few, START).claims.length, 5);
  const { nodes, total } = drawn({}, few);
  assert.equal(nodes.size, 3);
  assert.equal(total, 6);
  assert.ok(drawn({ node: "far" }, few).nodes.has("far"));
  assert.ok(drawn({ open: ["far", "norse"] }, few).nodes.has("norse"));
  assert.equal(drawn({ all: true }, few).nodes.size, 6);
});

test("around one actor fewer are drawn than of the whole, those of whom most is said between the two first", () => {
  const data = { ...graph(), limit: 300 };
  const [fbi] = data.nodes;
  for (let at = 0; at < 299; at++) {
    data.nodes.push({ ...fbi, id: `group-${at}`, label: `Group ${at}` });
    for (let more = 0; more < (at === 200 ? 2 : 1); more++) {
      data.claims.push({ ...data.claims[0], id: `claim-${at}-${more}`, speakers: [fbi.id], accused: [`group-${at}`], about: [], incident: undefined });
      data.edges.push({ from: fbi.id, to: `group-${at}`, claim: `claim-${at}-${more}` });
    }
  }
  const crowded = createModel(data);
  const star = drawn({ near: fbi.id, node: fbi.id }, crowded);
  assert.equal(star.nodes.size, 60);
  assert.ok(star.total > 299);
  assert.ok(star.nodes.has(fbi.id) && star.nodes.has("group-200"));
  assert.equal(drawn({ near: fbi.id, all: true }, crowded).nodes.size, star.total);
});

test("of many, those are drawn first that have a line to one another", () => {
  const data = { ...graph(), limit: 4 };
  const [fbi] = data.nodes;
  const say = (from, to) => {
    data.claims.push({ ...data.claims[0], id: `${from} ${to}`, speakers: [from], accused: [to], about: [], challenges: [], against: [], incident: undefined });
    data.edges.push({ from, to, claim: `${from} ${to}` });
  };
  // Two hubs with a line between them, and two that are busier but only known to those of whom nobody else speaks.
  for (const hub of ["alone-1", "alone-2", "joined-1", "joined-2"]) data.nodes.push({ ...fbi, id: hub, label: hub });
  for (const [hub, most] of [["alone-1", 9], ["alone-2", 9], ["joined-1", 6], ["joined-2", 6]]) {
    for (let at = 0; at < most; at++) {
      data.nodes.push({ ...fbi, id: `${hub} ${at}`, label: `${hub} ${at}` });
      say(`${hub} ${at}`, hub);
    }
  }
  say("joined-1", "joined-2");
  const { nodes, lines } = drawn({}, createModel(data));
  assert.equal(nodes.size, 4);
  assert.ok(nodes.has("joined-1") && nodes.has("joined-2"));
  assert.ok([...nodes].every((id) => lines.some(({ from, to }) => from.id === id || to.id === id)));
});

test("a budget applies to what passes the filters", () => {
  assert.deepEqual([...drawn({ dataset: "other" }, limited(2)).nodes].sort(), ["far", "fbi"]);
});

test("what is left out is known by node", () => {
  const few = limited(3);
  const open = drawn({ open: ["norse", "nk", "spe"] }, few);
  assert.equal(open.closed.get("nk"), 2);
  assert.deepEqual(closedNeighbours("nk", few, createScene(few, START), open).sort(), ["fbi", "white-house"]);
});

test("parallel claims of one kind are one line, which knows them all", () => {
  const data = graph();
  data.claims.push({ ...data.claims[1], id: "again" });
  data.edges.push({ id: 9, from: "fbi", to: "nk", claim: "again" });
  const lines = drawn({}, createModel(data)).lines.filter((line) => line.from.id === "fbi");
  assert.deepEqual(lines.map((line) => ids(line.claims)), [["again", "fbi-nk"]]);
});

test("the slider leaves out what was not public yet, and what has no date", () => {
  assert.deepEqual(ids(scene({ until: "2014-12-20" }).claims), ["denial", "fbi-nk"]);
  assert.deepEqual(ids(scene().claims), ["denial", "doubt", "far-fbi", "fbi-nk", "undated"]);
});

test("filters: kind, incident, data set, status", () => {
  assert.deepEqual(ids(scene({ hide: ["attribution"] }).claims), ["denial", "doubt"]);
  assert.equal(scene({ incident: "spe" }).claims.length, 4);
  assert.equal(scene({ incident: "other" }).claims.length, 0);
  assert.deepEqual(ids(scene({ dataset: "other" }).claims), ["far-fbi"]);
  assert.equal(scene({ status: "denied" }).claims.length, 0);
  assert.deepEqual(ids(scene({ status: "denied", until: "2014-12-20" }).claims), ["denial", "fbi-nk"]);
  assert.ok(drawn({ hide: ["allegation"] }).lines.every((line) => line.claim));
});

test("days and changes of status are those of what passes the filters", () => {
  const { dates, changes } = daysOf(model, { ...START, incident: "spe", until: "2014-12-19" });
  assert.deepEqual(dates, ["2014-12-19", "2014-12-20", "2014-12-27"]);
  assert.deepEqual([...changes].map(([day, [{ before, after }]]) => [day, before, after]), [
    ["2014-12-19", "unasserted", "uncontested"],
    ["2014-12-20", "uncontested", "denied"],
    ["2014-12-27", "denied", "denied and contested"],
  ]);
  assert.equal(daysOf(model, { ...START, incident: "other" }).changes.size, 0);
  assert.deepEqual(["2014-12-18", "2014-12-20", "2014-12-26", "2020-01-01"].map((day) => placeBy(dates, day)), [-1, 1, 1, 2]);
});

test("an accusation is contested only from the day on which it became so", () => {
  assert.equal(scene({ until: "2014-12-20" }).contested.size, 0);
  assert.ok(scene({ until: "2014-12-27" }).contested.has("fbi-nk"));
});

test("a picture opens on the board where one incident is in focus, else on the matrix", () => {
  const two = createModel({ ...graph(), nodes: [...graph().nodes, { ...graph().nodes[3], id: "other", label: "Other" }] });
  assert.equal(pictureOf(model, START), "board", "there is but one incident");
  assert.equal(pictureOf(two, START), "matrix");
  assert.equal(pictureOf(two, { ...START, incident: "spe" }), "board");
  assert.equal(incidentInFocus(two, { ...START, claim: "denial" }), "spe");
  assert.equal(pictureOf(two, { ...START, near: "nk" }), "graph");
  assert.equal(pictureOf(two, { ...START, incident: "spe", picture: "table" }), "table");
});

test("an incident lights its accusations, denials and doubts", () => {
  const state = { ...START, node: "spe" };
  const focus = focusOf(model, scene(), drawn(), state);
  const lit = [...(focus?.lines ?? [])].flatMap((line) => ids(line.claims));
  assert.deepEqual(lit.sort(), ["denial", "doubt", "fbi-nk", "undated"]);
  assert.ok([...(focus?.lines ?? [])].some((line) => line.allegation));
});

test("a selected claim is shown with what it answers and what answers it", () => {
  const state = { ...START, claim: "denial" };
  const focus = focusOf(model, scene(), drawn(), state);
  assert.deepEqual([...(focus?.lines ?? [])].map((line) => line.claim?.id).sort(), ["denial", "fbi-nk"]);
  assert.deepEqual([...(concernOf(model, scene(), state)?.claims ?? [])].sort(), ["denial", "fbi-nk"]);
});

test("a selected node is shown with its neighbours, and alone with them where that is asked for", () => {
  const focus = focusOf(model, scene(), drawn(), { ...START, node: "nk" });
  assert.deepEqual([...(focus?.nodes ?? [])].sort(), ["fbi", "nk", "norse", "spe", "white-house"]);
  assert.deepEqual([...drawn({ near: "fbi" }).nodes].sort(), ["far", "fbi", "nk"]);
});

test("what was taken back is crossed out and makes no step of a path, whatever is hidden", () => {
  const data = graph();
  const taken = { ...data.claims[1], withdrawn: true, takenBack: [["2015-01-05", true]] };
  const changed = createModel({ ...data, claims: data.claims.with(1, taken) });
  const seen = createScene(changed, { ...START, hide: ["withdrawal"] });
  assert.deepEqual([...seen.withdrawn], ["fbi-nk"]);
  assert.deepEqual(blamePath(changed, seen, "fbi", "nk"), null);
  assert.equal(createScene(changed, { ...START, until: "2015-01-04" }).withdrawn.size, 0);
});

test("a path of blame follows accusations, in their direction, beyond what is drawn", () => {
  const few = limited(2);
  const all = createScene(few, START);
  assert.deepEqual(blamePath(few, all, "far", "nk")?.map((link) => link.claim?.id), ["far-fbi", "fbi-nk"]);
  assert.equal(blamePath(few, all, "nk", "far"), null);
  assert.equal(blamePath(few, all, "norse", "nk"), null, "a doubt is no blame");
  assert.deepEqual(blamePath(few, all, "fbi", "fbi"), []);
  assert.ok(drawn({ from: "far", to: "nk" }, few).nodes.size);
});
