/** The layers of the graph: what is chosen above all else as one faint layer, and what the pointer is on above a veil. */
/** @import {Point, Stroke, ViewNode} from "../types.js" */
/** @import {Labelling} from "./labels.js" */
/** @import {Look} from "./paint.js" */
/** @import {Theme} from "./palette.js" */
import { paintLabels } from "./labels.js";
import { FAINT, paintNode, paintStrokes } from "./paint.js";

/**
 * @typedef {object} Painted
 * @property {Stroke[]} strokes
 * @property {ViewNode[]} nodes       the most important last
 * @property {(node: ViewNode) => Point} place
 * @property {Labelling} labelling
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Window
 */

/**
 * Everything.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted} what
 * @param {Look} look
 */
export function paintStill(pen, { strokes, nodes, place, labelling }, look) {
  const { focus } = look;
  if (focus) {
    const faint = layer(pen);
    paintStrokes(faint, strokes.filter((stroke) => !focus.lines.has(stroke.line)), look);
    for (const node of nodes) if (!focus.nodes.has(node.id)) paintNode(faint, node, place(node), look);
    overlay(pen, faint.canvas, FAINT);
  }
  paintStrokes(pen, focus ? strokes.filter((stroke) => focus.lines.has(stroke.line)) : strokes, { ...look, coarse: look.coarse && !focus });
  for (const node of nodes) if (!focus || focus.nodes.has(node.id)) paintNode(pen, node, place(node), look);
  paintLabels(pen, labelling, look);
}

/**
 * A copy of what a canvas shows.
 * @param {HTMLCanvasElement} canvas
 */
export function copied(canvas) {
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext("2d")?.drawImage(canvas, 0, 0);
  return copy;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {DOMMatrix} transform
 * @param {Painted} what
 * @param {Look} look
 */
export function paintPart(pen, transform, { strokes, nodes, place, labelling }, look) {
  pen.setTransform(transform);
  paintStrokes(pen, strokes, look);
  for (const node of nodes) paintNode(pen, node, place(node), look);
  paintLabels(pen, labelling, look);
}

/** @param {CanvasRenderingContext2D} pen @param {Theme} theme */
export function veil(pen, theme) {
  pen.globalAlpha = 1 - FAINT;
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, pen.canvas.width, pen.canvas.height);
  pen.globalAlpha = 1;
}

/**
 * The pen of a canvas, made empty and of the size of another.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} like
 */
export function cleared(canvas, like) {
  const pen = canvas.getContext("2d");
  if (canvas.width !== like.width || canvas.height !== like.height) [canvas.width, canvas.height] = [like.width, like.height];
  pen?.setTransform(1, 0, 0, 1, 0, 0);
  pen?.clearRect(0, 0, canvas.width, canvas.height);
  return pen;
}

/**
 * An empty canvas of the size and with the transformation of another.
 * @param {CanvasRenderingContext2D} like
 */
function layer(like) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [like.canvas.width, like.canvas.height];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(like.getTransform());
  return pen;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} canvas
 * @param {number} alpha
 */
function overlay(pen, canvas, alpha) {
  pen.save();
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.globalAlpha = alpha;
  pen.drawImage(canvas, 0, 0);
  pen.restore();
}

/**
 * @param {Stroke} stroke
 * @param {Window} box
 */
export function meets({ curve: [a, b, c, d] }, box) {
  return (
    Math.min(a.x, b.x, c.x, d.x) < box.right && Math.max(a.x, b.x, c.x, d.x) > box.left &&
    Math.min(a.y, b.y, c.y, d.y) < box.bottom && Math.max(a.y, b.y, c.y, d.y) > box.top
  );
}

/**
 * @param {Point} point
 * @param {Window} box
 * @param {number} margin
 */
export function isNear(point, box, margin) {
  return point.x > box.left - margin && point.x < box.right + margin && point.y > box.top - margin && point.y < box.bottom + margin;
}
