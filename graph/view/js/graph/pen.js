/** A drawing surface with the part of CanvasRenderingContext2D that `paint.js` uses, which writes SVG elements. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Pen
 * @property {string|CanvasGradient|CanvasPattern} strokeStyle
 * @property {string|CanvasGradient|CanvasPattern} fillStyle
 * @property {number} lineWidth
 * @property {number} globalAlpha
 * @property {string} font
 * @property {CanvasTextAlign} textAlign
 * @property {CanvasTextBaseline} textBaseline
 * @property {CanvasLineJoin} lineJoin
 * @property {CanvasLineCap} lineCap
 * @property {() => void} beginPath
 * @property {() => void} closePath
 * @property {(x: number, y: number) => void} moveTo
 * @property {(x: number, y: number) => void} lineTo
 * @property {(a: number, b: number, c: number, d: number, e: number, f: number) => void} bezierCurveTo
 * @property {(x: number, y: number, r: number, start: number, end: number) => void} arc
 * @property {(x: number, y: number, w: number, h: number) => void} rect
 * @property {() => void} stroke
 * @property {() => void} fill
 * @property {(dash: number[]) => void} setLineDash
 * @property {(text: string, x: number, y: number) => void} fillText
 * @property {(text: string, x: number, y: number) => void} strokeText
 * @property {(text: string) => {width: number}} measureText
 */

/**
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 */
export function svgElement(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * A CSS font as attributes: the page's policy allows no style attribute.
 * @param {string} font
 */
function fontOf(font) {
  const [, style, weight, size, family] = /^(italic )?(\d+ )?([\d.]+)px (.*)$/.exec(font) ?? [];
  return { "font-style": style ? "italic" : "normal", "font-weight": weight?.trim() ?? "400", "font-size": size, "font-family": family };
}

/** @param {number} value */
function short(value) {
  return Math.round(value * 100) / 100;
}

/** What measures texts. @type {CanvasRenderingContext2D|null} */
let ruler = null;

/** @implements {Pen} */
export class SvgPen {
  strokeStyle = "#000";
  fillStyle = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "12px sans-serif";
  /** @type {CanvasTextAlign} */ textAlign = "center";
  /** @type {CanvasTextBaseline} */ textBaseline = "middle";
  /** @type {CanvasLineJoin} */ lineJoin = "round";
  /** @type {CanvasLineCap} */ lineCap = "butt";
  /** @type {number[]} */ #dash = [];
  #path = "";
  root;

  /** @param {Element} root  where the elements go */
  constructor(root) {
    this.root = root;
  }

  beginPath() {
    this.#path = "";
  }
  closePath() {
    this.#path += "Z";
  }
  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#path += `M${short(x)} ${short(y)}`;
  }
  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#path += `${this.#path ? "L" : "M"}${short(x)} ${short(y)}`;
  }
  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} e @param {number} f */
  bezierCurveTo(a, b, c, d, e, f) {
    this.#path += `C${[a, b, c, d, e, f].map(short).join(" ")}`;
  }
  /** A whole circle, which is all that is asked for. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    this.#path += `M${short(x - r)} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0Z`;
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  rect(x, y, w, h) {
    this.#path += `M${short(x)} ${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`;
  }
  stroke() {
    this.root.append(svgElement("path", { d: this.#path, fill: "none", ...this.#line() }));
  }
  fill() {
    this.root.append(svgElement("path", { d: this.#path, fill: this.fillStyle, ...this.#opacity() }));
  }
  /** @param {number[]} dash */
  setLineDash(dash) {
    this.#dash = dash;
  }
  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    this.#text(text, x, y, { fill: this.fillStyle });
  }
  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.#text(text, x, y, { fill: "none", ...this.#line() });
  }
  /** @param {string} text */
  measureText(text) {
    ruler ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    ruler.font = this.font;
    return ruler.measureText(text);
  }

  /** @param {string} text @param {number} x @param {number} y @param {Record<string, string|number>} look */
  #text(text, x, y, look) {
    const anchor = { center: "middle", left: "start", right: "end", start: "start", end: "end" }[this.textAlign];
    const element = svgElement("text", {
      x: short(x), y: short(y), "text-anchor": anchor, "dominant-baseline": "central", ...fontOf(this.font), ...look, ...this.#opacity(),
    });
    element.textContent = text;
    this.root.append(element);
  }
  /** @returns {Record<string, string|number>} */
  #line() {
    return {
      stroke: this.strokeStyle, "stroke-width": short(this.lineWidth), "stroke-linejoin": this.lineJoin,
      "stroke-linecap": this.lineCap, ...(this.#dash.length ? { "stroke-dasharray": this.#dash.map(short).join(" ") } : {}),
      ...this.#opacity(),
    };
  }
  /** @returns {Record<string, string|number>} */
  #opacity() {
    return this.globalAlpha < 1 ? { opacity: this.globalAlpha } : {};
  }
}
