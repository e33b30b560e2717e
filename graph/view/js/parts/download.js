/** Pictures of what is shown, as PNG and SVG, always on white. */
/** @import {Stage} from "../graph/stage.js" */
/** @import {Pen} from "../graph/pen.js" */
import { make } from "./dom.js";
import { paintLabels } from "../graph/labels.js";
import { paintNode, paintStrokes } from "../graph/paint.js";
import { LIGHT } from "../graph/palette.js";
import { SvgPen, svgElement } from "../graph/pen.js";

const FOOT = 46;
const LARGEST = 8000;

/**
 * @param {Pen} pen
 * @param {ReturnType<Stage["still"]>} still
 * @param {string[]} caption
 */
function paintAll(pen, still, caption) {
  paintStrokes(pen, still.strokes, still.look);
  for (const node of still.nodes) paintNode(pen, node, still.place(node), still.look);
  paintLabels(pen, still.labelling, still.look);
  pen.globalAlpha = 1;
  pen.fillStyle = LIGHT.ink;
  pen.textAlign = "left";
  caption.forEach((line, at) => {
    pen.font = `${at ? 400 : 600} 13px Arial, sans-serif`;
    pen.fillText(line, still.box.left + 16, still.box.bottom + 10 + at * 18);
  });
}

/**
 * @param {Stage} stage
 * @param {string[]} caption  the title first
 */
export function toSvg(stage, caption) {
  const still = stage.still(LIGHT);
  const { left, top, right, bottom } = still.box;
  const [width, height] = [right - left, bottom - top + FOOT];
  const root = svgElement("svg", { viewBox: `${left} ${top} ${width} ${height}`, width, height });
  const title = svgElement("title", {});
  title.textContent = caption[0];
  root.append(title, svgElement("rect", { x: left, y: top, width, height, fill: LIGHT.paper }));
  paintAll(new SvgPen(root), still, caption);
  return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
}

/**
 * @param {Stage} stage
 * @param {string[]} caption
 * @returns {Promise<Blob>}
 */
export function toPng(stage, caption) {
  const still = stage.still(LIGHT);
  const { left, top, right, bottom } = still.box;
  const [width, height] = [right - left, bottom - top + FOOT];
  const scale = Math.min(2, LARGEST / width, LARGEST / height);
  const canvas = make("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = LIGHT.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  pen.translate(-left, -top);
  paintAll(pen, still, caption);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png");
  });
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {string} title */
export function fileName(title) {
  return title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "whoblamed";
}
