/**
 * The drawing. vis-network keeps the canvas and what is done with the pointer: zoom, pan, dragging nodes. What is drawn is
 * drawn here, because vis-network has no lines that end on another, and takes seconds over tens of thousands.
 *
 * It is painted once and then kept as a bitmap; what the pointer is on is painted on a canvas above.
 */
/** @import {Drawn, Line, Model, Point, Scene, State, Stroke, ViewNode} from "../types.js" */
/** @import {Look} from "./paint.js" */
/** @import {Theme} from "./palette.js" */
/** @import {Focus} from "./focus.js" */
import { createDrawn, isContested } from "../data/scene.js";
import { statusAt } from "../data/model.js";
import { t, dateWords } from "../words/words.js";
import { createStrokes, radius, straightStrokes } from "./curves.js";
import { endsOf, focusOf, neighbourhood } from "./focus.js";
import { NodeGrid, strokeAt, towardsAngle } from "./grid.js";
import { cleared, copied, isNear, meets, paintPart, paintStill, veil } from "./layers.js";
import { Places } from "./places.js";

/** More lines than this in the window are drawn without ends. */
const DETAILED = 2500;
/** More lines than this are straight until few enough are in the window. */
const MANY = 6000;
/** More lines than this are not painted anew while the graph moves. */
const HEAVY = 1200;
/** vis-network is slow with more nodes than this, and nobody drags one of so many. */
const MOVABLE = 1500;
/** Where the style sheet sets the buttons above the drawing. */
const BUTTONS_ABOVE = "(max-width: 720px)";
const ROOM_FOR_STATUSES = 40;
const GRIP = 8;
const QUIET = 140;
const GLIDE = 300;
/** How small nodes become, in pixels: where there is no room for more, and where there is. Where they touch each other they hide all lines. */
const LEAST_RADIUS = [0.7, 2.5];
/** How thin lines become, of their full width, when the whole of a large graph is in the window. */
const LEAST = 0.45;

/** @typedef {{node: string|null, stroke: Stroke|null}} Hit */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** What was painted; `canvas` is a copy of it, once there is one. @typedef {{canvas: HTMLCanvasElement|null, width: number, height: number, scale: number, x: number, y: number, seen: Stroke[], look: Look}} Still */

/** @type {Hit} */
const NOTHING = { node: null, stroke: null };

export class Stage {
  #container;
  #model;
  #network;
  #nodes;
  #overlay;
  #listener;
  #places;
  /** @type {Map<string, number>} vis-network knows nodes by number: some names would upset it */ #numbers = new Map();
  /** @type {Stroke[]} */ #strokes = [];
  /** @type {ViewNode[]} */ #ranked = [];
  /** @type {NodeGrid|null} made when the pointer first asks */ #grid = null;
  /** @type {Scene} */ #scene;
  /** @type {Drawn} */ #drawn = { nodes: new Set(), total: 0, lines: [], closed: new Map() };
  /** @type {State} */ #state;
  /** @type {Theme} */ #theme;
  /** @type {Focus|null} */ #focus = null;
  /** @type {Hit} */ #hover = NOTHING;
  #straight = false;
  #told = "";
  /** @type {Still|null} */ #still = null;
  #waiting = 0;
  /** @type {string|null} */ cursor = null;
  /** @type {Set<string>} allegations whose status has just changed */ changed = new Set();

  /**
   * @param {HTMLElement} container
   * @param {Model} model
   * @param {Scene} scene
   * @param {State} state
   * @param {Theme} theme
   * @param {(zoom: string) => void} listener  is told the place and scale when somebody changed them
   */
  constructor(container, model, scene, state, theme, listener) {
    const vis = /** @type {any} */ (globalThis).vis;
    this.#container = container;
    this.#model = model;
    this.#places = new Places(model);
    this.#scene = scene;
    this.#state = state;
    this.#theme = theme;
    this.#listener = listener;
    model.data.nodes.forEach((node, number) => this.#numbers.set(node.id, number));
    this.#nodes = new vis.DataSet();
    this.#network = new vis.Network(container, { nodes: this.#nodes, edges: [] }, this.#options());
    this.#overlay = document.createElement("canvas");
    this.#overlay.className = "overlay";
    container.append(this.#overlay);
    this.#network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ pen) => this.#paint(pen));
    this.#network.on("dragging", (/** @type {any} */ event) => this.#dragged(event.nodes));
    for (const what of ["zoom", "dragEnd"]) this.#network.on(what, () => this.#tellView());
    // In another size vis-network shows another place than the address says, once it has told of it.
    this.#network.on("resize", () => queueMicrotask(() => this.#told && this.#moveTo(this.#told)));
    this.show(scene, state);
  }

  #options() {
    return {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { hover: false, multiselect: false, selectConnectedEdges: false, keyboard: false, tooltipDelay: 1e9 },
      nodes: {
        shape: "custom",
        ctxRenderer: (/** @type {any} */ { id }) => {
          const size = radius(this.#model.data.nodes[id]) * 2;
          return { drawNode() {}, nodeDimensions: { width: size, height: size } };
        },
      },
    };
  }

  /** @param {ViewNode} node */
  place = (node) => this.#places.of(node);

  get drawn() {
    return this.#drawn;
  }

  /**
   * Show another scene. What stays stands where it stood.
   * @param {Scene} scene
   * @param {State} state
   */
  show(scene, state) {
    this.#scene = scene;
    this.#state = state;
    const path = focusOf(this.#model, scene, { nodes: new Set(), total: 0, lines: [], closed: new Map() }, state);
    this.#drawn = createDrawn(this.#model, state, scene, path?.nodes ?? new Set());
    const fitted = this.#places.settle(this.#drawn, state, this.#container.clientHeight > this.#container.clientWidth);
    this.#straight = this.#drawn.lines.length > MANY;
    this.#strokes = (this.#straight ? straightStrokes : createStrokes)(this.#drawn.lines, this.place);
    // All nodes are in the order of their names already.
    const shown = this.#model.data.nodes.filter((node) => this.#drawn.nodes.has(node.id));
    this.#ranked = shown.sort((a, b) => b.degree - a.degree);
    this.#grid = null;
    this.#focus = focusOf(this.#model, scene, this.#drawn, state);
    this.#give();
    this.#still = null;
    this.#hover = NOTHING;
    if (state.zoom && state.zoom !== this.#told) this.#moveTo(state.zoom);
    else if (fitted && !state.zoom) this.fit();
    this.#told = state.zoom;
    this.#network.redraw();
    this.#paintOverlay();
  }

  /** Let vis-network have the nodes that can be dragged. */
  #give() {
    const ids = this.#ranked.length > MOVABLE ? [] : this.#ranked;
    const wanted = new Set(ids.map((node) => this.#numbers.get(node.id)));
    this.#nodes.remove(this.#nodes.getIds().filter((/** @type {number} */ id) => !wanted.has(id)));
    this.#nodes.update(ids.map((node) => ({ id: this.#numbers.get(node.id), ...this.place(node) })));
  }

  /** @param {Theme} theme */
  dress(theme) {
    this.#theme = theme;
    this.redraw();
  }

  /** @param {number[]} numbers */
  #dragged(numbers) {
    if (!numbers.length) return;
    const moved = this.#network.getPositions(numbers);
    for (const number of numbers) this.#places.set(this.#model.data.nodes[number], moved[number]);
    this.#strokes = createStrokes(this.#drawn.lines, this.place);
    this.#grid = null;
    this.#still = null;
  }

  #tellView(after = QUIET) {
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => {
      const { x, y } = this.#network.getViewPosition();
      const zoom = `${Math.round(x)},${Math.round(y)},${this.#network.getScale().toFixed(3)}`;
      // What is seen is what the address says, to the pixel.
      this.#moveTo(zoom);
      this.#told = zoom;
      this.#listener(zoom);
    }, after);
  }

  /** @param {string} zoom */
  #moveTo(zoom) {
    const [x, y, scale] = zoom.split(",").map(Number);
    this.#network.moveTo({ position: { x, y }, scale });
  }

  /**
   * @param {number} scale
   * @param {boolean} coarse
   * @param {number} nodes  in the window
   * @returns {Look}
   */
  #createLook(scale, coarse, nodes) {
    const room = Math.sqrt((this.#container.clientWidth * this.#container.clientHeight) / (nodes || 1));
    const { contested, withdrawn } = this.#scene;
    return {
      theme: this.#theme, unit: Math.min(1, Math.max(LEAST, scale / 0.6)) / scale, pixel: 1 / scale,
      least: Math.min(LEAST_RADIUS[1], Math.max(LEAST_RADIUS[0], room / 6)) / scale, coarse, contested, withdrawn,
      closed: this.#drawn.closed, cursor: this.cursor ?? this.#state.node, focus: this.#focus,
    };
  }

  /** @returns {Box} */
  #window() {
    const scale = this.#network.getScale();
    const centre = this.#network.getViewPosition();
    const [w, h] = [this.#container.clientWidth / 2 / scale, this.#container.clientHeight / 2 / scale];
    return { left: centre.x - w, right: centre.x + w, top: centre.y - h, bottom: centre.y + h };
  }

  // ------------------------------------------------------------------------------------------------------ painting

  /** @param {CanvasRenderingContext2D} pen */
  #paint(pen) {
    const scale = this.#network.getScale();
    const { x, y } = this.#network.getViewPosition();
    const still = this.#still;
    const { width, height } = pen.canvas;
    const same = still && still.scale === scale && still.x === x && still.y === y && still.width === width && still.height === height;
    const kept = still?.canvas;
    if (still && kept && !same && this.#strokes.length > HEAVY) return this.#paintMoved(pen, still, kept, scale, x, y);
    pen.save();
    if (same && kept) {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.drawImage(kept, 0, 0);
    } else {
      const painted = this.#paintStill(pen, scale, x, y);
      this.#still = painted;
      // A copy before the frame is out would wait for all of it to be rasterized.
      requestAnimationFrame(() => setTimeout(() => this.#still === painted && (painted.canvas = copied(pen.canvas))));
    }
    pen.restore();
    if (!performance.getEntriesByName("whoblamed:drawn").length) performance.mark("whoblamed:drawn");
  }

  /**
   * While much moves, the bitmap moves; it is painted anew when all is at rest.
   * @param {CanvasRenderingContext2D} pen
   * @param {Still} still
   * @param {HTMLCanvasElement} kept
   * @param {number} scale
   * @param {number} x
   * @param {number} y
   */
  #paintMoved(pen, still, kept, scale, x, y) {
    const [w, h] = [pen.canvas.width, pen.canvas.height];
    const ratio = w / (this.#container.clientWidth || 1);
    const factor = scale / still.scale;
    pen.save();
    pen.setTransform(factor, 0, 0, factor, w / 2 - (w / 2 + (x - still.x) * still.scale * ratio) * factor, h / 2 - (h / 2 + (y - still.y) * still.scale * ratio) * factor);
    pen.drawImage(kept, 0, 0);
    pen.restore();
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => {
      this.redraw();
      this.#tellView();
    }, QUIET);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} scale
   * @param {number} x
   * @param {number} y
   * @returns {Still}
   */
  #paintStill(pen, scale, x, y) {
    const box = this.#window();
    let seen = this.#seen(box);
    if (this.#straight && seen.length <= DETAILED) {
      this.#straight = false;
      this.#strokes = createStrokes(this.#drawn.lines, this.place);
      seen = this.#seen(box);
    }
    const nodes = this.#ranked.filter((node) => isNear(this.place(node), box, radius(node) * 1.2)).reverse();
    const look = this.#createLook(scale, seen.length > DETAILED, nodes.length);
    paintStill(pen, { strokes: seen, nodes, place: this.place, labelling: this.labelling(box, seen) }, look);
    return { canvas: null, width: pen.canvas.width, height: pen.canvas.height, scale, x, y, seen, look };
  }

  /** @param {Box} box */
  #seen(box) {
    const { left, right, top, bottom } = this.#extent();
    const all = this.#straight && left > box.left && right < box.right && top > box.top && bottom < box.bottom;
    return all ? this.#strokes : this.#strokes.filter((stroke) => meets(stroke, box));
  }

  /** What the pointer or the keyboard is on, above a veil over all else. */
  #paintOverlay() {
    const like = /** @type {HTMLCanvasElement|null} */ (this.#container.querySelector("canvas:not(.overlay)"));
    if (!like || !this.#still) return;
    const { node, stroke } = this.#hover;
    const pen = cleared(this.#overlay, like);
    if (!pen || (!node && !stroke)) return;
    const { look, seen } = this.#still;
    const part = node ? neighbourhood(this.#drawn, node) : endsOf(/** @type {Stroke} */ (stroke).line);
    const strokes = seen.filter((other) => part.lines.has(other.line));
    const nodes = this.#ranked.filter((other) => part.nodes.has(other.id));
    const labelling = { ...this.labelling(this.#window(), strokes), nodes };
    const transform = /** @type {CanvasRenderingContext2D} */ (like.getContext("2d")).getTransform();
    if (node && !this.#focus) veil(pen, look.theme);
    paintPart(pen, transform, { strokes, nodes, place: this.place, labelling }, { ...look, focus: part, cursor: node, coarse: strokes.length > DETAILED });
  }

  /**
   * @param {Box} seen
   * @param {Stroke[]} strokes
   */
  labelling(seen, strokes) {
    const allegations = strokes.filter((stroke) => stroke.line.allegation).length;
    const status = (/** @type {string} */ id) => {
      const allegation = this.#model.allegations.get(id);
      return allegation ? statusAt(allegation, this.#state.until) : "";
    };
    return {
      nodes: this.#ranked, place: this.place, strokes, layout: this.#state.layout, changed: this.changed, window: seen,
      statusOf: (/** @type {string} */ id) => t.statuses[status(id)] ?? status(id), contested: (/** @type {string} */ id) => isContested(status(id)),
      dateOf: (/** @type {Line} */ line) => dateWords(line.claim?.date), statuses: allegations <= ROOM_FOR_STATUSES,
    };
  }

  // ------------------------------------------------------------------------------------------------------- the view

  /** @returns {Box} */
  #extent() {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const node of this.#ranked) {
      const { x, y } = this.place(node);
      if (x < box.left) box.left = x;
      if (x > box.right) box.right = x;
      if (y < box.top) box.top = y;
      if (y > box.bottom) box.bottom = y;
    }
    return this.#ranked.length ? box : { left: 0, right: 0, top: 0, bottom: 0 };
  }

  /** The whole graph in the window, with room for names at the sides and for the buttons, which are above on phones. */
  fit() {
    const { left, right, top, bottom } = this.#extent();
    const [wide, high] = [this.#container.clientWidth, this.#container.clientHeight];
    const beside = this.#state.layout === "sides" ? Math.min(170, wide * 0.22) : Math.min(90, wide * 0.14);
    const [above, below] = matchMedia(BUTTONS_ABOVE).matches ? [85, 45] : [45, 85];
    const across = Math.max(wide - 2 * beside, 50) / (right - left || 1);
    const down = Math.max(high - above - below, 50) / (bottom - top || 1);
    const scale = Math.min(across, down, 1.3);
    this.#network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + (below - above) / 2 / scale }, scale });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.#network.moveTo({ scale: this.#network.getScale() * factor });
    this.#tellView();
  }

  /** Bring a node into the window if it is outside. @param {string} id */
  reveal(id) {
    const node = this.#drawn.nodes.has(id) ? this.#model.nodes.get(id) : undefined;
    const point = node && this.place(node);
    const seen = this.#window();
    if (!point || (point.x > seen.left && point.x < seen.right && point.y > seen.top && point.y < seen.bottom)) return;
    const animation = matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: GLIDE };
    this.#network.moveTo({ position: point, animation });
    this.#tellView(GLIDE + QUIET);
  }

  redraw() {
    this.#still = null;
    this.#network.redraw();
    this.#paintOverlay();
  }

  // ------------------------------------------------------------------------------------------- pointer and keyboard

  /**
   * What is at a place of the page's stage.
   * @param {Point} at
   * @returns {Hit}
   */
  hit(at) {
    const point = this.#network.DOMtoCanvas(at);
    const scale = this.#network.getScale();
    this.#grid ??= new NodeGrid(this.#ranked, this.place);
    const node = this.#grid.at(point, 3 / scale);
    if (node) return { node: node.id, stroke: null };
    // Lines that lie so close are not to be told apart by a pointer.
    if (!this.#still || this.#still.look.coarse) return NOTHING;
    return { node: null, stroke: strokeAt(this.#still.seen, point, GRIP / scale) };
  }

  /** @param {Hit} hit */
  hover(hit) {
    if (hit.node === this.#hover.node && hit.stroke === this.#hover.stroke) return;
    this.#hover = hit;
    this.#paintOverlay();
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
   */
  neighbour(id, angle) {
    const node = this.#model.nodes.get(id);
    return node ? towardsAngle(node, angle, this.#drawn.lines, this.place) : null;
  }

  /** Where the keyboard starts: the selection, else the most connected node. */
  start() {
    return this.#state.node && this.#drawn.nodes.has(this.#state.node) ? this.#state.node : (this.#ranked[0]?.id ?? null);
  }
}
