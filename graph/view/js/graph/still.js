/** The graph as a picture to share, in the frame of the other pictures. */
/** @import {Model, Scene, State} from "../types.js" */
/** @import {Body, Room, Size} from "../pictures/frame.js" */
/** @import {Stage} from "./stage.js" */
import { framed } from "../pictures/frame.js";
import { paintLabels } from "./labels.js";
import { FAINT, paintNode, paintStrokes } from "./paint.js";
import { LIGHT } from "./palette.js";
import { SvgPen, svgElement } from "./pen.js";

/**
 * @param {Stage} stage
 * @param {{headline: string, scene: Scene, left: string}} what
 * @param {Model} model
 * @param {State} state
 * @param {Size} size
 * @param {any} words
 */
export function drawGraph(stage, { headline, scene, left }, model, state, size, words) {
  const picture = { headline, subtitle: "", claims: scene.claims, body: (/** @type {Room} */ room) => graphBody(stage, room, left) };
  return framed(picture, model, state, size, { theme: LIGHT, words, until: state.until, says: (claim) => claim.sentence }).svg;
}

/**
 * @param {Stage} stage
 * @param {Room} room
 * @param {string} leftOut
 * @returns {Body}
 */
function graphBody(stage, room, leftOut) {
  const { strokes, nodes, place, look, box, labelling } = stage.still(LIGHT);
  const height = room.height ?? room.width * 0.6;
  const scale = Math.min(room.width / (box.right - box.left), height / (box.bottom - box.top), 1.2);
  const root = svgElement("g", {});
  const at = svgElement("g", {
    transform: `translate(${room.left + (room.width - (box.right - box.left) * scale) / 2} ${room.top + (height - (box.bottom - box.top) * scale) / 2}) scale(${scale}) translate(${-box.left} ${-box.top})`,
  });
  root.append(at);
  const scaled = { ...look, unit: Math.max(0.45, scale) / scale, pixel: 1 / scale };
  const { focus } = look;
  if (focus) {
    const faint = svgElement("g", { opacity: FAINT });
    at.append(faint);
    const pen = new SvgPen(faint);
    paintStrokes(pen, strokes.filter((stroke) => !focus.lines.has(stroke.line)), scaled);
    for (const node of nodes) if (!focus.nodes.has(node.id)) paintNode(pen, node, place(node), scaled);
  }
  const pen = new SvgPen(at);
  paintStrokes(pen, focus ? strokes.filter((stroke) => focus.lines.has(stroke.line)) : strokes, scaled);
  for (const node of nodes) if (!focus || focus.nodes.has(node.id)) paintNode(pen, node, place(node), scaled);
  paintLabels(pen, labelling, scaled);
  return { svg: new XMLSerializer().serializeToString(root), height, shown: nodes.length, leftOut, left: 0 };
}
