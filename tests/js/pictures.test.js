import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createModel } from "../../graph/view/js/data/model.js";
import { START } from "../../graph/view/js/data/state.js";
import { createAxis } from "../../graph/view/js/pictures/axis.js";
import { civil, dayNumber, middle, spanOf, yearOf } from "../../graph/view/js/pictures/days.js";
import { PICTURES, draw } from "../../graph/view/js/pictures/draw.js";
import { shortened, textWidth, wrapped } from "../../graph/view/js/pictures/measure.js";
import { distinctNames, explanations, subjectOf } from "../../graph/view/js/pictures/subject.js";
import { element, escaped } from "../../graph/view/js/pictures/svg.js";
import { swarm } from "../../graph/view/js/pictures/swarm.js";
import { filled, howMany, numberText } from "../../graph/view/js/pictures/words.js";
import { graph } from "./graph.js";

const words = JSON.parse(readFileSync(new URL("../../graph/view/words/en.json", import.meta.url), "utf8")).pictures;
const german = JSON.parse(readFileSync(new URL("../../graph/view/words/de.json", import.meta.url), "utf8")).pictures;
const on = (day, id = day) => ({ id, act: "attribution", speakers: ["fbi"], sentence: id, dateWords: day, date: day });

const data = (change = (given) => given) => change(graph());

test("a text takes more room the longer and bolder it is, and a square one more than a narrow one", () => {
  assert.ok(textWidth("WWW", 12) > textWidth("iii", 12));
  assert.ok(textWidth("FBI", 12, true) > textWidth("FBI", 12));
  assert.ok(textWidth("北", 12) >= 12);
  assert.equal(textWidth("e\u0301", 12), textWidth("e", 12));
});

test("where the graph has no room for all, nobody stands in it without a line", () => {
  const given = graph();
  const [fbi] = given.nodes;
  // Many pairs of whom as much is said as of each other: most of them do not fit.
  for (let at = 0; at < 60; at++) {
    const ends = [`who-${at}`, `whom-${(at * 7) % 60}`];
    for (const id of ends) if (!given.nodes.some((node) => node.id === id)) given.nodes.push({ ...fbi, id, label: id });
    given.claims.push({ ...on("2014-12-19", `claim-${at}`), speakers: [ends[0]], accused: [ends[1]], blames: true });
  }
  const { svg, left_out: left } = draw("graph", createModel(given), START, { width: 900 }, "light", words);
  const named = [...svg.matchAll(/data-row="([^"]+)"/g)].map(([, id]) => id);
  const tied = new Set([...svg.matchAll(/data-pair="([^"]+)"/g)].flatMap(([, pair]) => pair.split(" ")));
  assert.ok(left > 0 && named.length > 4);
  assert.deepEqual(named.filter((id) => !tied.has(id)), []);
});

test("a name of several lines is one button, so that it is chosen and becomes faint as a whole", () => {
  for (const picture of ["board", "flow", "matrix", "timeline", "graph", "overview"]) {
    const given = graph();
    for (const node of given.nodes) node.label = `${node.label} of the ${"many united ".repeat(3)}provinces`;
    const { svg } = draw(picture, createModel(given), START, { width: 390 }, "light", words);
    const buttons = [...svg.matchAll(/<g role="button"[^>]*data-(?:actor|allegation|incident)="[^"]+">(.*?)<\/g>/g)].map(([, inner]) => inner.match(/<text/g).length);
    assert.ok(buttons.some((lines) => lines > 1), `${picture}: ${buttons}`);
    assert.doesNotMatch(svg, /<text[^>]* data-(actor|allegation|incident)=/, picture);
  }
});

test("where only denials are recorded, a flow says that there is nothing to draw", () => {
  const given = graph();
  given.claims = given.claims.filter(({ act }) => act === "denial").map((claim) => ({ ...claim, against: [], respondsTo: [] }));
  assert.ok(draw("flow", createModel(given), START, { width: 900 }, "light", words).svg.includes(words.texts.nothing));
});

test("a flow of thousands of claims stays within the size that was asked for", () => {
  const given = graph();
  const [fbi] = given.nodes;
  for (let at = 0; at < 40; at++) given.nodes.push({ ...fbi, id: `who-${at}`, label: `who-${at}` }, { ...fbi, id: `whom-${at}`, label: `whom-${at}` });
  for (let at = 0; at < 3000; at++) {
    const whom = `whom-${at % 3 ? 0 : at % 40}`;
    const about = `alleged-${whom}`;
    if (!given.allegations.some(({ id }) => id === about)) given.allegations.push({ ...given.allegations[0], id: about, accused: whom, excludes: [] });
    given.claims.push({ ...on("2014-12-19", `claim-${at}`), speakers: [`who-${at % 40}`], accused: [whom], about: [about], blames: true });
  }
  for (const size of [{ width: 1200, height: 630 }, { width: 1080, height: 1350 }]) {
    const { svg } = draw("flow", createModel(given), START, size, "light", words);
    const legend = Number(svg.match(/class="legend" transform="translate\(0 ([\d.]+)\)/)[1]);
    const bars = [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="4" height="([\d.]+)"/g)].map(([, y, high]) => Number(y) + Number(high));
    assert.ok(bars.length > 10);
    assert.ok(Math.max(...bars) <= legend, `${Math.max(...bars)} > ${legend}`);
  }
});

test("names of a flow stay above its legend in a size that is given", () => {
  const given = graph();
  const [fbi] = given.nodes;
  for (let at = 0; at < 16; at++) {
    given.nodes.push({ ...fbi, id: `who-${at}`, label: `Office of the Director of National Intelligence, part ${at}` });
    given.claims.push({ ...on("2014-12-19", `claim-${at}`), speakers: [`who-${at}`], accused: ["nk"], about: ["nk-did"], blames: true });
  }
  for (const size of [{ width: 360, height: 900 }, { width: 390, height: 700 }, { width: 1080, height: 630 }]) {
    const { svg } = draw("flow", createModel(given), START, size, "light", words);
    const legend = Number(svg.match(/class="legend" transform="translate\(0 ([\d.]+)\)/)[1]);
    const lowest = Math.max(...[...svg.slice(0, svg.indexOf('class="legend"')).matchAll(/<text[^>]* y="([\d.]+)"/g)].map(([, y]) => Number(y)));
    assert.ok(lowest <= legend, `${size.width}: ${lowest} > ${legend}`);
  }
});

test("a name that is too long for a line of a picture goes on in the next, if the picture may be as high as it needs", () => {
  const given = graph();
  const name = "Institute for American Studies of the North Korean ministry";
  given.nodes.find(({ id }) => id === "fbi").label = name;
  for (const picture of ["flow", "timeline"]) {
    const drawn = (size) => draw(picture, createModel(given), START, size, "light", words).svg;
    const texts = [...drawn({ width: 1100 }).matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
    assert.ok(texts.some((text) => text.startsWith("Institute for American")), picture);
    assert.ok(!texts.some((text) => text.includes("…")), `${picture}: ${texts.join(" | ")}`);
  }
});

test("a text that has no room ends in an ellipsis and fits", () => {
  const text = "Deputy chairman of the foreign affairs committee";
  assert.equal(shortened("FBI", 100, 13), "FBI");
  assert.ok(shortened(text, 100, 13).endsWith("…"));
  assert.ok(textWidth(shortened(text, 100, 13), 13) <= 100);
});

test("lines break between words, and the last tells that there is more", () => {
  const lines = wrapped("one two three four five six seven", 60, 13, { lines: 2 });
  assert.equal(lines.length, 2);
  assert.ok(lines.every((line) => textWidth(line, 13) <= 60));
  assert.ok(lines[1].endsWith("…"));
  assert.deepEqual(wrapped("Short", 200, 13), ["Short"]);
  assert.deepEqual(wrapped("one-two-three four", 60, 13, { lines: 4 }), ["one-two-", "three", "four"]);
  assert.equal(wrapped("x".repeat(30), 60, 13, { lines: 9 }).join("").replaceAll("-", ""), "x".repeat(30));
  assert.deepEqual(wrapped("", 200, 13), []);
});

test("a word that does not fit is broken with a hyphen, and no letter of it stands alone", () => {
  for (let room = 45; room < 110; room++) {
    const lines = wrapped("US Representative", room, 13, { lines: 9 });
    const broken = lines.filter((line) => line !== "US");
    const told = `${room}: ${lines.join(" / ")}`;
    assert.ok(lines.every((line) => textWidth(line, 13) <= room), told);
    assert.equal(broken.map((line) => line.replace(/-$/, "")).join(""), "Representative", told);
    assert.ok(broken.every((line, at) => line.endsWith("-") === at < broken.length - 1 && line.length > 2), told);
  }
  assert.equal(wrapped("Representative of the House", 70, 13, { lines: 1 })[0].includes("-"), false);
  assert.deepEqual(wrapped("北京市人民政府办公厅", 60, 13, { lines: 9 }).filter((line) => line.includes("-")), []);
  assert.deepEqual(wrapped("192.0.2.1.192.0.2.1", 60, 13, { lines: 9 }).filter((line) => line.includes("-")), []);
});

test("text never becomes markup, and what XML cannot carry is replaced", () => {
  assert.equal(escaped('<a href="x">&\u0000'), "&lt;a href=&quot;x&quot;&gt;&amp;�");
  assert.equal(element("g", { x: 1.006, hidden: false, role: null }, ""), '<g x="1.01"/>');
});

test("days are numbers, also before 1970 and before the year 100", () => {
  for (const day of ["1970-01-01", "2016-02-29", "1899-12-31", "0044-03-15"]) {
    const [year, month, date] = civil(dayNumber(day));
    assert.equal([String(year).padStart(4, "0"), String(month + 1).padStart(2, "0"), String(date).padStart(2, "0")].join("-"), day);
  }
  assert.equal(dayNumber("1970-01-02"), 1);
});

test("a date that may be several days lies in their middle, or at the end that is known", () => {
  assert.equal(middle(spanOf({ days: ["2014-12-01", "2014-12-31"] })), dayNumber("2014-12-16"));
  assert.equal(middle(spanOf({ days: ["", "2014-12-31"] })), dayNumber("2014-12-31"));
  assert.equal(spanOf({}), null);
  assert.equal(yearOf({ days: ["2014-11-24", "2014-11-24"] }), "2014");
});

test("the axis is true to scale", () => {
  const spans = ["2014-01-01", "2014-07-02", "2015-01-01"].map((day) => spanOf(on(day)));
  const axis = createAxis(spans, 0, 1000, words);
  const [a, b, c] = spans.map((span) => axis.place(span).x);
  assert.ok(Math.abs(b - a - (c - b)) < 6);
  assert.deepEqual(axis.stretches.map(({ kind }) => kind), ["scale"]);
  assert.ok(axis.ticks.every(({ label }) => /\d{4}/.test(label)));
});

test("the start of every axis is labelled, a second label stands wherever there is room, and none covers another", () => {
  for (const length of [0, 1, 2, 5, 12, 30, 60, 74, 75, 98, 130, 200, 366, 500, 900, 1600, 4000, 15000, 60000]) {
    for (const width of [90, 120, 200, 288, 360, 700, 1000]) {
      for (const start of ["2022-09-26", "2022-12-31", "2023-01-01", "2023-02-07"]) {
        const first = dayNumber(start);
        const { ticks, place, right } = createAxis([first, first + length].map((day) => ({ first: day, last: day })), 10, 10 + width, words);
        const told = `${length} days from ${start} on ${width} px: ${ticks.map(({ label }) => label).join(", ")}`;
        assert.equal(ticks[0].x, place({ first, last: first }).x, told);
        assert.match(ticks[0].label, new RegExp(`${start.slice(0, 4)}$`), told);
        if (length && width >= 200) assert.ok(ticks.length >= 2, told);
        for (const [at, { x, from, to }] of ticks.entries()) {
          assert.ok(from >= 10 && to <= right && (x < from || x > to), told);
          if (at) assert.ok(from > ticks[at - 1].to && x > ticks[at - 1].to, told);
        }
      }
    }
  }
  const days = createAxis(["2022-09-26", "2022-09-27"].map((day) => spanOf(on(day))), 0, 300, words);
  assert.deepEqual(days.ticks.map(({ label }) => label), ["26 Sept 2022", "27 Sept 2022"]);
});

test("what was said long after the rest has a place of its own, in order, and no date has another", () => {
  const days = Array.from({ length: 20 }, (_, at) => `2014-12-${String(at + 1).padStart(2, "0")}`);
  const spans = [...days, "2019-01-01", "2021-01-01"].map((day) => spanOf(on(day)));
  const axis = createAxis([...spans, null], 0, 1000, words);
  assert.deepEqual(axis.stretches.map(({ kind }) => kind), ["scale", "later", "undated"]);
  const [first, second] = spans.slice(-2).map((span) => axis.place(span).x);
  const later = axis.stretches[1];
  assert.ok(later.left < first && first < second && second < later.right);
  assert.ok(axis.place(null).x > later.right);
  assert.equal(later.label, "2019–2021");
});

test("signs of one day are piled up, and become a number where the pile is too high", () => {
  const claims = Array.from({ length: 7 }, (_, at) => on("2014-12-19", `c${at}`));
  const found = swarm(claims, createAxis(claims.map(spanOf), 0, 500, words), 4);
  assert.deepEqual(found.placed.map(({ level }) => level), [0, 1, 2, 3]);
  assert.deepEqual(found.more.map(({ claims: more }) => more.length), [3]);
});

const focused = (given) => subjectOf(createModel(given), { ...START, focus: "spe" });

test("a row tells who says so, who denies and who doubts", () => {
  const [row] = explanations(focused(data()));
  assert.deepEqual([row.support, row.denials, row.doubts].map((list) => list.map(({ id }) => id)), [["fbi-nk", "undated"], ["denial"], ["doubt"]]);
  assert.equal(row.backing, 2);
});

test("who backs a denial, and who names somebody else in answer, does not say so", () => {
  const changed = data((given) => {
    given.acts.endorsement = { ...given.acts.attribution, does: "backs" };
    given.claims.push({ id: "backs-no", act: "endorsement", speakers: ["far"], sentence: "", dateWords: "", endorses: ["denial"], incident: "spe" });
    given.claims.push({ id: "insiders", act: "attribution", speakers: ["norse"], sentence: "", dateWords: "", about: ["in-did"], respondsTo: ["fbi-nk"], incident: "spe" });
    given.allegations.push({ ...given.allegations[0], id: "in-did", accused: "norse" });
    return given;
  });
  const rows = explanations(focused(changed));
  assert.deepEqual(rows.map((row) => [row.allegation.id, row.support.map(({ id }) => id)]), [["nk-did", ["fbi-nk", "undated"]], ["in-did", ["insiders"]]]);
  assert.deepEqual(rows[0].rest.map(({ id }) => id), ["backs-no"]);
});

test("two of one name are told apart by the year, or else by the data set", () => {
  const node = (id, days, dataset) => ({ id, label: "Outage", days, dataset });
  const names = (...nodes) => [...distinctNames(nodes, yearOf).values()];
  assert.deepEqual(names(node("a", ["2014-01-01", "2014-01-01"]), node("b", ["2016-01-01", "2016-01-01"])), ["Outage (2014)", "Outage (2016)"]);
  assert.deepEqual(names(node("a", undefined, "one"), node("b", undefined, "two")), ["Outage (one)", "Outage (two)"]);
  assert.deepEqual(names(node("a")), ["Outage"]);
});

test("numbers are written as the language does", () => {
  assert.equal(numberText(28630, words), "28,630");
  assert.equal(numberText(28630, german), "28.630");
  assert.equal(howMany(1, "claims", words), "1 claim");
  assert.equal(howMany(2, "claims", german), "2 Aussagen");
  assert.equal(filled("{who} → {nobody}", { who: "FBI" }), "FBI → {nobody}");
});

test("every picture is drawn at every width, follows the day, and carries the marks that can be chosen", () => {
  const model = createModel(data());
  for (const name of Object.keys(PICTURES)) {
    for (const width of [320, 390, 1440]) assert.match(draw(name, model, START, { width }, "dark", german).svg, /^<svg xmlns=/);
    assert.doesNotMatch(draw(name, model, START, { width: 900 }, "light", words).svg, /style=|<style|on\w+=/);
  }
  const marks = (until) => [...draw("board", model, { ...START, focus: "spe", until }, { width: 900 }, "light", words).svg.matchAll(/data-claim="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(marks("2014-12-19"), ["fbi-nk"]);
  assert.deepEqual(marks(null).sort(), ["denial", "doubt", "fbi-nk", "undated"]);
});
