/** The page's own words in English. */

/** @param {string} one @param {string} [many] */
const plural = (one, many = `${one}s`) => (/** @type {number} */ count) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** @typedef {typeof EN} Words */

export const EN = {
  lang: "en",
  locale: "en-GB",
  with: "with",
  and: "and",
  pictures: { board: "Board", flow: "Flow", matrix: "Matrix", timeline: "Timeline", graph: "Graph", table: "Table" },
  picturesSay: {
    board: "Rival explanations of an incident, with who says so, denies and doubts",
    flow: "Accusers on the left, accused on the right",
    matrix: "Who blames whom, how often, and what was answered",
    timeline: "A lane for each actor, a mark for each claim",
    graph: "Actors and incidents, and the claims between them",
    table: "All claims, to read, sort, filter and copy",
  },
  page: {
    pictures: "Pictures", picture: "Picture", filters: "Filters", legend: "Legend", path: "Path", share: "Share", dark: "Dark", help: "Help", close: "Close",
    details: "Details", time: "Time", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "Fit", fitSays: "Fit the graph into the window", sides: "Accusers → accused",
    sidesSays: "Accusers on the left, accused on the right", stage: "Graph. Arrow keys go from neighbour to neighbour, Enter shows details. The same claims are in the table.",
    toPanel: "To the details", toFilters: "To the filters", back: "Back to the picture", skip: "Skip to the details",
  },
  search: {
    label: "Search actors and incidents", placeholder: "Search a name (press /)", short: "Search a name", none: "No name like this", matches: "matches",
    from: "From", to: "To", fromHint: "Who blames…", toHint: "…in the end whom?", incident: "Incident", anyIncident: "Any incident",
  },
  counted: {
    claims: plural("claim"), actors: plural("actor"), incidents: plural("incident"), nodes: plural("actor or incident", "actors and incidents"), lines: plural("line"),
    steps: plural("step"), moreAllegations: plural("more allegation"), moreClaims: plural("more claim"), moreRows: plural("more row"), neighbours: plural("more neighbour"),
    sources: plural("source"), explanations: plural("explanation"),
  },
  showing: (/** @type {string} */ claims, /** @type {string} */ total) => `${claims} of ${total}`,
  all: (/** @type {string} */ claims) => `All ${claims}`,
  drawn: (/** @type {string} */ shown, /** @type {string} */ nodes) => `${shown} of ${nodes} drawn`,
  leftOut: (/** @type {string} */ count) => `${count} not drawn`,
  showAll: "Show all", showFewer: "Show fewer",
  show: (/** @type {string} */ what) => `Show ${what}`,
  nothing: "Nothing passes the filters.",
  filters: {
    lines: "Kinds of claims", signs: "Signs", only: "Show only", incident: "Incident", status: "Status", dataset: "Data set", any: (/** @type {string} */ count) => `Any (${count})`,
    clear: "Clear filters", allegation: "Allegation", allegationSays: "ties an accused to an incident, with the status", undated: "without a date",
  },
  signs: {
    actor: "Actor", state: "State", persona: "Persona: a name someone acts under", unnamed: "Unnamed speaker", incident: "Incident",
    contested: "Wavy: what it alleges is contested", withdrawn: "Crossed: taken back since",
  },
  kinds: /** @type {Record<string, string>} */ ({}),
  acts: /** @type {Record<string, {name: string, says: string}>} */ ({}),
  statuses: /** @type {Record<string, string>} */ ({}),
  /** What each status means; `docs` and `graph.status` define them. */
  statusSays: /** @type {Record<string, string>} */ ({
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
  }),
  voices: {
    accused: "Accused by", backed: "Backed by", claimed: "Claimed by", denied: "Denied by", doubted: "Doubted by", withdrawn: "Withdrawn by",
    declined: "No comment from", decided: "Decided by",
  },
  panel: {
    overview: "What is alleged, and who says so",
    overviewSays: "This graph records who said what. Nothing in it says who did it. Choose a mark, an actor or an incident for its claims and sources.",
    allegation: (/** @type {string} */ sentence) => `The allegation ${sentence}`,
    behind: "Who is alleged to have been behind it", aboutIt: "What is alleged about it", says: "What it says", claims: "Claims about it", others: "What others say about it",
    otherClaims: "Claims", unanswered: "Never answered", unansweredSays: "Nobody who speaks for these accused has answered on record:",
    since: (/** @type {string} */ day) => `Contested since ${day}`,
    accused: "Accused", incident: "Incident", rivals: "Rival allegations", history: "How its status changed", inOrder: "Claims, in order",
    board: "Open its board", near: "Only its neighbourhood", everything: "The whole graph", narrow: "Only this incident",
    between: (/** @type {string} */ from, /** @type {string} */ to) => `What ${from} says of ${to}`,
    fromTo: (/** @type {string} */ from, /** @type {string} */ to) => `From ${from} to ${to}`,
    noChain: "No chain of blame leads from one to the other.", chain: (/** @type {string} */ steps) => `A shortest chain of blame, ${steps}; each step is a claim.`,
    backChain: (/** @type {string} */ from, /** @type {string} */ to) => `No chain leads this way; ${from} reaches ${to}:`,
    also: (/** @type {string} */ names) => `Also named: ${names}`, dated: (/** @type {string} */ when) => `dated ${when}`, victims: (/** @type {string} */ names) => `victims: ${names}`,
    partOf: (/** @type {string} */ names) => `part of ${names}`, speaksFor: (/** @type {string} */ names) => `speaks for ${names}`, counted: (/** @type {string} */ names) => `with ${names}`,
    withdrawn: "withdrawn", retracted: "in retracted sources only", condition: (/** @type {string} */ text) => `on the condition: ${text}`,
  },
  claim: {
    kind: "Kind", speaker: "Speaker", speakers: "Speakers, together", known: "How it is known", outcome: "Outcome", condition: "On the condition", date: "Date", public: "Public",
    quote: "In its own words", confidence: "Confidence, in the source's words", likelihood: "Likelihood", short: "In short", figure: "Figure", source: "Source", none: "none recorded",
    note: "Note", retracted: "All its sources were retracted by those who published them.", where: "Where in it", evidence: "Evidence named", incident: "Incident", dataset: "Data set",
    held: (/** @type {string} */ by) => `held by ${by}`, disclosed: "disclosed", undisclosed: "not disclosed",
    responds: "It responds to", doubts: "It doubts", backs: "It backs", takesBack: "It takes back", replaced: "It was replaced by", doubtsAllegation: "It doubts the allegation",
    answers: "What answers it", status: "Status of the allegation", rests: "Evidence: ",
  },
  source: {
    language: (/** @type {string} */ name) => `in ${name}`, retracted: (/** @type {string} */ when) => `retracted ${when}`,
    unlinked: (/** @type {string} */ url) => ` address not linked: ${url}`,
  },
  origins: (/** @type {string} */ independent) => `Independent origins: ${independent}`,
  originsSay: (/** @type {number} */ outlets, /** @type {number} */ roots) => ` (outlets: ${outlets}, roots: ${roots})`,
  range: (/** @type {number} */ low, /** @type {number} */ high) => `${low} to ${high}`,
  of100: (/** @type {number} */ value) => `${value} of 100`,
  dates: {
    unknown: "date not known", by: (/** @type {string} */ date) => `by ${date}`, orLater: (/** @type {string} */ date) => `${date} or later`,
    between: (/** @type {string} */ begin, /** @type {string} */ end) => `between ${begin} and ${end}`, doubts: { "?": "perhaps", "~": "about", "%": "perhaps about" },
    decade: (/** @type {string} */ first) => `the ${first}s`, century: (/** @type {string} */ first, /** @type {string} */ last) => `${first} to ${last}`,
    seasons: /** @type {Record<string, string>} */ ({ 21: "spring", 22: "summer", 23: "autumn", 24: "winter" }),
  },
  time: {
    until: "What was public by", all: "All dates", by: (/** @type {string} */ day) => `By ${day}`, play: "Play", pause: "Pause", previous: "Previous change of status", next: "Next change of status",
    changed: (/** @type {string} */ sentence, /** @type {string} */ before, /** @type {string} */ after) => `the allegation ${sentence}: ${before} → ${after}`,
    more: (/** @type {number} */ count) => `and ${count} more`,
  },
  table: {
    date: "Date", speaker: "Speaker", kind: "Kind", accused: "Accused", incident: "Incident", status: "Status", source: "Source", find: "Find in the table", download: "Download CSV",
    caption: (/** @type {string} */ claims) => `${claims} that pass the filters`, withdrawn: "withdrawn",
  },
  share: {
    title: "Share this picture", headline: "Headline", size: "Size", wide: "Wide, 1200 × 630", tall: "Tall, 1080 × 1350", png: "Save PNG", svg: "Save SVG", copy: "Copy link", copied: "Link copied",
    whoFor: (/** @type {string} */ incident) => `Who was blamed for ${incident}`, who: "Who blamed whom", about: (/** @type {string} */ actor) => `Who blamed ${actor}, and whom it blamed`,
    until: (/** @type {string} */ day) => `as public by ${day}`, says: "Shows who said what, not who did it.", datasets: (/** @type {string} */ names) => `Data: ${names}`,
    saved: (/** @type {string} */ name, /** @type {string} */ size) => `Saved ${name} (${size} kB)`,
  },
  keys: {
    tip: (/** @type {string} */ label, /** @type {string} */ kind, /** @type {string} */ lines) => `${label}, ${kind}, ${lines}. Press Enter for details.`, none: "No neighbour in this direction",
    shown: (/** @type {string} */ nodes) => `${nodes} shown`,
  },
  tip: {
    node: (/** @type {string} */ label, /** @type {string} */ kind, /** @type {string} */ lines) => `${label} (${kind}), ${lines}`, withdrawn: ", withdrawn since",
    many: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ claims) => `${from} → ${to}: ${claims}`,
  },
  help: {
    title: "How to read this",
    text: [
      "Each mark is a claim: someone said something, on a date, in a source. The graph records who said what. It never says who did it.",
      "An allegation ties who is accused to the incident, and carries the status that follows from the claims. In the board each has a line: who says so stands above it, who denies and doubts below.",
      "In the graph, a line from one actor to another says that the first blames the second; a number on it says how many claims it stands for. Denials, challenges and withdrawals end on the line that they speak against.",
      "The slider shows what was public by a day. Dates are as precise as the source; a claim of which only the month is known appears at the end of that month, and one without a date only under “All dates”.",
      "The address of this page holds what is selected and filtered: copy it to share this very view.",
    ],
    keys: "Keys",
    does: { search: "search", arrows: "in the graph: to the neighbour on that side", enter: "details of where you are", expand: "show the neighbours that are not drawn yet (or double-click)", zoom: "zoom in, zoom out, fit", escape: "clear the selection", panel: "to the details", help: "this help" },
  },
};
