/** The page's own words for statuses, dates and relations. */

/** What each status means; `docs` and `graph.status` define them. @type {Record<string, string>} */
export const STATUS_SAYS = {
  unasserted: "Nobody has said so by this date.",
  withdrawn: "Whoever said so has taken it back.",
  superseded: "Whoever said so has replaced it with another claim.",
  "self-contradictory": "The accused has both claimed and denied it, and nobody can say which came last.",
  "admitted after denial": "The accused denied it first, and claimed it later.",
  "denied after claiming": "The accused claimed it first, and denied it later.",
  admitted: "Others attribute it to the accused, who also claims it.",
  "self-claimed": "Only the accused claims it.",
  "denied and contested": "It is denied, and others doubt it or name someone else.",
  contested: "Others doubt it or name someone else.",
  denied: "It is denied; nobody else has spoken against it.",
  uncontested: "Nobody has spoken against it. That does not make it true.",
};

/**
 * @param {string} day  YYYY-MM-DD
 */
export function dayWords(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/**
 * Names as one: "FBI with CISA and NSA".
 * @param {string[]} names
 */
export function joint(names) {
  return names.length > 1 ? `${names[0]} with ${names.slice(1).join(" and ")}` : (names[0] ?? "");
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
