/**
 * The drawing. vis-network keeps the canvas and what is done with the pointer: zoom, pan, finding and dragging nodes.
 * Lines and nodes are drawn here, because vis-network has no lines that end on another, and takes seconds over tens of
 * thousands.
 */
/** @import {Model, Point, Scene, State, Stroke, ViewNode} from "../types.js" */
/** @import {Look} from "./paint.js" */
/** @import {Theme} from "./palette.js" */
/** @import {Focus} from "./focus.js" */
import { createStrokes, distance, radius } from "./curves.js";
import { focusOf, neighbourhood } from "./focus.js";
import { paintLabels } from "./labels.js";
import { statusAt } from "../data/model.js";
import { paintNode, paintStrokes } from "./paint.js";

/** More lines than this in the window are drawn without ends. */
const DETAILED = 2500;
const ROOM_FOR_STATUSES = 40;
const GRIP = 8;
/** How thin lines become, of their full width, when the whole of a large graph is in the window. */
const LEAST = 0.45;

/** @typedef {{node: string|null, stroke: Stroke|null}} Hit */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/**
 * @param {Point} point
 * @param {Box} box
 * @param {number} margin
 */
function isNear(point, box, margin) {
  return (
    point.x > box.left - margin && point.x < box.right + margin && point.y > box.top - margin && point.y < box.bottom + margin
  );
}

export class Stage {
  #container;
  #model;
  #vis;
  #network;
  #nodes;
  /** @type {Map<string, Point>} */ #positions = new Map();
  /** @type {Map<string, boolean>} whether hidden, of the nodes that vis-network has */ #known = new Map();
  /** @type {Map<string, number>} vis-network knows nodes by number: some names would upset it */ #numbers = new Map();
  /** @type {Stroke[]} */ #strokes = [];
  /** @type {Stroke[]} */ #seen = [];
  /** @type {ViewNode[]} */ #ranked = [];
  /** @type {Scene} */ #scene;
  /** @type {State} */ #state;
  /** @type {Theme} */ #theme;
  /** @type {Focus|null} */ #focus = null;
  /** @type {Hit} */ #hover = { node: null, stroke: null };
  /** @type {Look} */ #look;
  #layout = "";
  #settled = false;
  /** @type {string|null} */ cursor = null;
  /** @type {Set<string>} */ changed = new Set();

  /**
   * @param {HTMLElement} container
   * @param {Model} model
   * @param {Scene} scene
   * @param {State} state
   * @param {Theme} theme
   */
  constructor(container, model, scene, state, theme) {
    this.#container = container;
    this.#model = model;
    this.#scene = scene;
    this.#state = state;
    this.#theme = theme;
    this.#look = this.#createLook(1, false);
    this.#vis = /** @type {any} */ (globalThis).vis;
    this.#nodes = new this.#vis.DataSet();
    model.data.nodes.forEach((node, number) => this.#numbers.set(node.id, number));
    this.#place(state.layout);
    this.#refresh();
    this.#network = new this.#vis.Network(container, { nodes: this.#nodes, edges: [] }, this.#options());
    this.#network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ pen) => this.#paintGraph(pen));
    this.#network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ pen) => this.#paintLabels(pen));
    this.#network.on("dragging", (/** @type {any} */ event) => this.#dragged(event.nodes));
    this.fit();
  }

  /** Let vis-network have the nodes. It is slow over thousands, and a first drawing does not need them. */
  settle() {
    this.#settled = true;
    const known = [...this.#known].map(([id, hidden]) => ({ id: this.#numbers.get(id), hidden, ...this.#positions.get(id) }));
    this.#nodes.add(known);
  }

  #options() {
    return {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { hover: false, multiselect: false, selectConnectedEdges: false, keyboard: false, tooltipDelay: 1e9 },
      nodes: {
        shape: "custom",
        ctxRenderer: (/** @type {any} */ { id }) => {
          const node = this.#model.data.nodes[id];
          const size = radius(node) * 2;
          return {
            drawNode() {},
            nodeDimensions: { width: size, height: size },
          };
        },
      },
    };
  }

  /** @param {string} layout */
  #place(layout) {
    this.#layout = layout;
    for (const node of this.#model.nodes.values()) {
      this.#positions.set(node.id, layout === "sides" ? { x: node.lx, y: node.ly } : { x: node.x, y: node.y });
    }
  }

  /** @param {ViewNode} node */
  place = (node) => /** @type {Point} */ (this.#positions.get(node.id));

  /**
   * Show another scene. What stays stands where it stood.
   * @param {Scene} scene
   * @param {State} state
   */
  show(scene, state) {
    this.#scene = scene;
    this.#state = state;
    const moved = state.layout !== this.#layout;
    if (moved) this.#place(state.layout);
    this.#refresh(moved);
    if (moved) this.fit();
    this.#network.redraw();
  }

  /** @param {Theme} theme */
  dress(theme) {
    this.#theme = theme;
    this.#network.redraw();
  }

  #refresh(moved = false) {
    const changes = [];
    for (const node of this.#model.nodes.values()) {
      const hidden = !this.#scene.nodes.has(node.id);
      const before = this.#known.get(node.id);
      if (before === hidden && !moved) continue;
      if (before === undefined && hidden) continue;
      this.#known.set(node.id, hidden);
      changes.push({ id: this.#numbers.get(node.id), hidden, ...(before === undefined || moved ? this.place(node) : {}) });
    }
    if (changes.length && this.#settled) this.#nodes.update(changes);
    this.#strokes = createStrokes(this.#scene.links, this.place);
    const shown = [...this.#scene.nodes].flatMap((id) => this.#model.nodes.get(id) ?? []);
    this.#ranked = shown.sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    this.#focus = focusOf(this.#model, this.#scene, this.#state);
  }

  /** @param {number[]} numbers */
  #dragged(numbers) {
    if (!numbers.length) return;
    const moved = this.#network.getPositions(numbers);
    for (const number of numbers) this.#positions.set(this.#model.data.nodes[number].id, moved[number]);
    this.#strokes = createStrokes(this.#scene.links, this.place);
  }

  /**
   * @param {number} scale
   * @param {boolean} coarse
   * @returns {Look}
   */
  #createLook(scale, coarse) {
    const hovered = !this.#focus && this.#hover.node && !coarse ? neighbourhood(this.#scene, this.#hover.node) : null;
    const { contested, withdrawn, closed } = this.#scene;
    return {
      theme: this.#theme, unit: Math.min(1, Math.max(LEAST, scale / 0.6)) / scale, pixel: 1 / scale, coarse, contested, withdrawn, closed, cursor: this.cursor ?? this.#state.node,
      focus: this.#focus ?? hovered,
    };
  }

  /** @returns {Box} */
  #window() {
    const scale = this.#network.getScale();
    const centre = this.#network.getViewPosition();
    const [w, h] = [this.#container.clientWidth / 2 / scale, this.#container.clientHeight / 2 / scale];
    return { left: centre.x - w, right: centre.x + w, top: centre.y - h, bottom: centre.y + h };
  }

  /** @param {CanvasRenderingContext2D} pen */
  #paintGraph(pen) {
    const seen = this.#window();
    this.#seen = this.#strokes.filter(({ curve: [a, b, c, d] }) =>
      Math.min(a.x, b.x, c.x, d.x) < seen.right && Math.max(a.x, b.x, c.x, d.x) > seen.left &&
      Math.min(a.y, b.y, c.y, d.y) < seen.bottom && Math.max(a.y, b.y, c.y, d.y) > seen.top);
    this.#look = this.#createLook(this.#network.getScale(), this.#seen.length > DETAILED);
    paintStrokes(pen, this.#seen, this.#look);
    const shown = this.#ranked.filter((node) => isNear(this.place(node), seen, radius(node) * 1.2));
    for (const node of shown.reverse()) paintNode(pen, node, this.place(node), this.#look);
    if (this.#hover.stroke) paintStrokes(pen, [this.#hover.stroke], { ...this.#look, focus: this.#focusOnHovered(), coarse: false });
  }

  #focusOnHovered() {
    return { nodes: new Set(/** @type {string[]} */ ([])), links: new Set(this.#hover.stroke ? [this.#hover.stroke.link] : []) };
  }

  /** @param {CanvasRenderingContext2D} pen */
  #paintLabels(pen) {
    paintLabels(pen, this.labelling(this.#window(), this.#seen), this.#look);
    if (!performance.getEntriesByName("whoblamed:drawn").length) performance.mark("whoblamed:drawn");
  }

  /**
   * @param {Box} seen
   * @param {Stroke[]} strokes
   */
  labelling(seen, strokes) {
    const focus = this.#look.focus;
    const first = focus ? this.#ranked.filter((node) => focus.nodes.has(node.id)) : [];
    const rest = focus ? this.#ranked.filter((node) => !focus.nodes.has(node.id)) : this.#ranked;
    const allegations = strokes.filter((stroke) => stroke.link.allegation).length;
    return {
      nodes: [...first, ...rest], place: this.place, strokes, layout: this.#state.layout, changed: this.changed, window: seen,
      statusOf: this.#statusOf, statuses: allegations <= ROOM_FOR_STATUSES || this.#look.pixel < 0.9,
    };
  }

  /** @param {string} id */
  #statusOf = (id) => {
    const allegation = this.#model.allegations.get(id);
    return allegation ? statusAt(allegation, this.#state.until) : "";
  };

  /** What an exported picture is drawn from: everything in the scene, at scale 1. @param {Theme} theme */
  still(theme) {
    this.#look = { ...this.#createLook(1, false), theme, cursor: null, closed: new Map() };
    const { left, right, top, bottom } = this.#extent();
    const box = { left: left - 110, right: Math.max(right, left + 300) + 110, top: top - 70, bottom: bottom + 80 };
    return { strokes: this.#strokes, nodes: this.#ranked, place: this.place, look: this.#look, box, labelling: this.labelling(box, this.#strokes) };
  }

  /** @returns {Box} */
  #extent() {
    const places = this.#ranked.map(this.place);
    if (!places.length) return { left: 0, right: 0, top: 0, bottom: 0 };
    const [xs, ys] = [places.map((p) => p.x), places.map((p) => p.y)];
    const least = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.min(a, b));
    const most = (/** @type {number[]} */ values) => values.reduce((a, b) => Math.max(a, b));
    return { left: least(xs), right: most(xs), top: least(ys), bottom: most(ys) };
  }

  /** The whole graph in the window, with room for names at the sides and for the buttons below. */
  fit() {
    const { left, right, top, bottom } = this.#extent();
    const [wide, high] = [this.#container.clientWidth, this.#container.clientHeight];
    const [beside, above, below] = [this.#layout === "sides" ? Math.min(170, wide * 0.22) : Math.min(90, wide * 0.14), 45, 85];
    const across = Math.max(wide - 2 * beside, 50) / (right - left || 1);
    const down = Math.max(high - above - below, 50) / (bottom - top || 1);
    const scale = Math.min(across, down, 1.3);
    this.#network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (below - above) / 2 / scale }, scale });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#network.moveTo({ scale: this.#network.getScale() * factor });
  }

  /** Bring a node into the window if it is outside. @param {string} id */
  reveal(id) {
    const point = this.#positions.get(id);
    const seen = this.#window();
    if (!point || (point.x > seen.left && point.x < seen.right && point.y > seen.top && point.y < seen.bottom)) return;
    const animation = matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 300 };
    this.#network.moveTo({ position: point, animation });
  }

  redraw() {
    this.#network.redraw();
  }

  /**
   * What is at a place of the page's stage.
   * @param {Point} at
   * @returns {Hit}
   */
  hit(at) {
    const node = this.#model.data.nodes[this.#network.getNodeAt(at) ?? -1];
    if (node && this.#scene.nodes.has(node.id)) return { node: node.id, stroke: null };
    // Lines that lie so close are not to be told apart by a pointer.
    if (this.#look.coarse) return { node: null, stroke: null };
    const point = this.#network.DOMtoCanvas(at);
    const reach = GRIP / this.#network.getScale();
    let best = reach;
    let stroke = null;
    for (const candidate of this.#seen) {
      const away = distance(point, candidate.curve, reach);
      if (away < best) [best, stroke] = [away, candidate];
    }
    return { node: null, stroke };
  }

  /** @param {Hit} hit */
  hover(hit) {
    if (hit.node === this.#hover.node && hit.stroke === this.#hover.stroke) return;
    this.#hover = hit;
    this.#network.redraw();
  }

  /** @param {(hit: Hit, twice: boolean) => void} listener */
  onClick(listener) {
    this.#network.on("click", (/** @type {any} */ event) => listener(this.hit(event.pointer.DOM), false));
    this.#network.on("doubleClick", (/** @type {any} */ event) => listener(this.hit(event.pointer.DOM), true));
  }

  /**
   * The neighbour of a node that lies most nearly in a direction; null when none does.
   * @param {string} id
   * @param {number} angle  radians, clockwise from the right
   * @returns {string|null}
   */
  neighbour(id, angle) {
    const links = this.#scene.links.filter((link) => link.from.id === id || link.to.id === id);
    const others = new Set(links.flatMap((link) => [link.from, link.to]).filter((node) => node.id !== id));
    const here = /** @type {Point} */ (this.#positions.get(id));
    let [best, least] = [/** @type {string|null} */ (null), Math.PI / 2];
    for (const node of others) {
      const there = this.place(node);
      const turn = Math.atan2(there.y - here.y, there.x - here.x) - angle;
      const off = Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
      if (off < least) [best, least] = [node.id, off];
    }
    return best;
  }

  /** Where the keyboard starts: the selection, else the most connected node in the scene. */
  start() {
    return this.#state.node ?? this.#ranked[0]?.id ?? null;
  }
}
