/** The claims that pass the filters, as a table. */
/** @import {Scene, Source, Store, ViewClaim} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { fold } from "../data/fold.js";
import { byDate, deniedAt, statusAt, withdrawnAt } from "../data/model.js";
import { dateWords, deniedWords, t } from "../words/words.js";
import { actName, go, speakersOf } from "./cards.js";
import { fill, make, safeUrl } from "./dom.js";
import { fileName, save } from "./files.js";

const PAGE = 100;

/** @type {[string, (context: Context, claim: ViewClaim) => string][]} */
const COLUMNS = [
  ["date", (_, claim) => dateWords(claim.date)],
  ["speaker", speakersOf],
  ["kind", (context, claim) => actName(context, claim) + (withdrawnAt(claim, context.state.until) ? ` (${t.table.withdrawn})` : "")],
  ["accused", (context, claim) => accused(context, claim)],
  ["incident", (context, claim) => (claim.incident ? (context.model.incidentNames.get(claim.incident) ?? label(context, claim.incident)) : "")],
  ["status", (context, claim) => statuses(context, claim)],
  ["source", (context, claim) => sourcesOf(context, claim).map((source) => source.title.text ?? source.id).join("; ")],
];

/**
 * @param {Context} context
 * @param {string} id
 */
function label({ model }, id) {
  return model.nodes.get(id)?.label ?? id.split("/").pop() ?? id;
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function accused(context, claim) {
  const named = claim.accused ?? (context.model.allegationsOf.get(claim.id) ?? []).map((item) => item.accused);
  return [...new Set(named)].map((id) => label(context, id)).join(", ");
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function statuses({ model, state }, claim) {
  const labels = (model.allegationsOf.get(claim.id) ?? []).map((item) => {
    const [status, denied] = [statusAt(item, state.until), deniedWords(deniedAt(item, state.until))];
    return (t.statuses[status] ?? status) + (denied && ` (${denied})`);
  });
  return [...new Set(labels)].join("; ");
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 * @returns {Source[]}
 */
function sourcesOf({ model }, claim) {
  return (claim.sources ?? []).flatMap((id) => model.sources.get(id) ?? []);
}

/**
 * @param {HTMLElement} section
 * @param {Store} store
 */
export function createTable(section, store) {
  let rows = PAGE;
  /** @type {() => void} */
  let again = () => {};
  const find = make("input", { type: "search", placeholder: t.table.find, "aria-label": t.table.find });
  const download = make("button", { type: "button" }, t.table.download);
  const body = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t.pictures.table });
  let typing = 0;
  find.addEventListener("input", () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => store.set({ find: find.value }, "glide"), 150);
  });
  fill(section, make("div", { class: "bar" }, find, download), body);
  return {
    /**
     * @param {Context} context
     * @param {Scene} scene
     */
    show(context, scene) {
      if (document.activeElement !== find) find.value = context.state.find;
      const claims = sorted(context, found(context, scene.claims));
      download.onclick = () => save(new Blob([csv(context, claims)], { type: "text/csv;charset=utf-8" }), `${fileName(context.model.data.title)}.csv`);
      again = () => drawTable(body, context, claims, rows, sortBy, more);
      again();
    },
  };

  /** @param {string} column */
  function sortBy(column) {
    const { sort } = store.get();
    store.set({ sort: (sort || "date") === column ? `-${column}` : column === "date" ? "" : column });
    /** @type {HTMLElement|null} */ (body.querySelector(`th[data-column="${column}"] button`))?.focus();
  }

  function more() {
    const before = rows;
    rows += PAGE;
    again();
    /** @type {HTMLElement|undefined} */ (body.querySelectorAll("tbody tr")[before]?.querySelector("button") ?? undefined)?.focus();
  }
}

/**
 * @param {HTMLElement} body
 * @param {Context} context
 * @param {ViewClaim[]} claims
 * @param {number} most
 * @param {(column: string) => void} sortBy
 * @param {() => void} more
 */
function drawTable(body, context, claims, most, sortBy, more) {
  const { sort } = context.state;
  const rows = claims.slice(0, most).map((claim) => tableRow(context, claim));
  const left = claims.length - rows.length;
  const direction = (/** @type {string} */ name) => (name !== (sort.replace("-", "") || "date") ? "none" : sort.startsWith("-") ? "descending" : "ascending");
  const heading = (/** @type {string} */ name, /** @type {string} */ text) =>
    make("th", { scope: "col", "aria-sort": direction(name), "data-column": name }, make("button", { type: "button", click: () => sortBy(name) }, text));
  fill(
    body,
    make(
      "table",
      {},
      make("caption", {}, t.table.caption(t.counted.claims(claims.length))),
      make("thead", {}, make("tr", {}, ...COLUMNS.map(([name]) => heading(name, t.table[name])))),
      make("tbody", {}, ...rows),
    ),
    left > 0 && make("button", { type: "button", class: "more", click: more }, t.show(t.counted.moreRows(Math.min(left, PAGE)))),
  );
}

/**
 * The claims with all words of the box in a row.
 * @param {Context} context
 * @param {ViewClaim[]} claims
 */
function found(context, claims) {
  const wanted = fold(context.state.find).split(" ").filter(Boolean);
  if (!wanted.length) return claims;
  return claims.filter((claim) => {
    const text = fold(COLUMNS.map(([, value]) => value(context, claim)).join(" "));
    return wanted.every((word) => text.includes(word));
  });
}

/**
 * What has no date comes last, whichever way dates are sorted.
 * @param {Context} context
 * @param {ViewClaim[]} claims
 */
function sorted(context, claims) {
  const name = context.state.sort.replace("-", "") || "date";
  const down = context.state.sort.startsWith("-") ? -1 : 1;
  const column = COLUMNS.find(([other]) => other === name);
  if (!column || name === "date") {
    return [...claims].sort((a, b) => Number(!a.public) - Number(!b.public) || down * byDate(a, b));
  }
  const compare = new Intl.Collator(t.locale).compare;
  const keyed = claims.map((claim) => ({ claim, key: column[1](context, claim) }));
  return keyed.sort((a, b) => down * compare(a.key, b.key) || byDate(a.claim, b.claim)).map(({ claim }) => claim);
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function tableRow(context, claim) {
  const cells = COLUMNS.map(([name, value]) => /** @type {[string, string]} */ ([t.table[name], value(context, claim)]));
  const [first, ...rest] = cells.slice(0, -1);
  return make(
    "tr",
    context.state.claim === claim.id ? { "aria-current": "true" } : {},
    make("td", { "data-label": first[0] }, go(context, "claim", claim.id, first[1])),
    ...rest.map(([name, text]) => make("td", text ? { "data-label": name } : { class: "none" }, text)),
    make("td", { "data-label": t.table.source }, make("span", {}, ...sourcesOf(context, claim).flatMap((source, place) => [place ? "; " : "", sourceLink(source)]))),
  );
}

/** @param {Source} source */
function sourceLink(source) {
  const url = safeUrl(source.url);
  const text = source.title.text ?? source.id;
  return url ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text) : text;
}

/**
 * As RFC 4180 writes it; what a spreadsheet would take for a formula is kept from that by an apostrophe.
 * @param {Context} context
 * @param {ViewClaim[]} claims
 */
function csv(context, claims) {
  const cell = (/** @type {string} */ text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const head = COLUMNS.map(([name]) => t.table[name]);
  return [head, ...claims.map((claim) => COLUMNS.map(([, value]) => value(context, claim)))].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
