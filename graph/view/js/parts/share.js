/** The window that makes a picture to share. */
import { t } from "../words/words.js";
import { byId, fill, make } from "./dom.js";
import { fileName, save } from "./files.js";
import { parsePicture } from "./picture.js";

/** @typedef {{width: number, height: number, title?: string}} Size */

/** @type {Record<string, {width: number, height: number}>} */
const SIZES = { wide: { width: 1200, height: 630 }, tall: { width: 1080, height: 1350 } };

/**
 * @param {(size: Size) => string} draw   the picture that is shown, as SVG
 * @param {(text: string) => void} announce
 */
export function createShare(draw, announce) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("share"));
  const headline = make("input", { type: "text", id: "share-headline", autocomplete: "off" });
  const size = make("select", { id: "share-size" }, ...Object.keys(SIZES).map((name) => make("option", { value: name }, t.share[name])));
  const preview = make("div", { class: "preview", role: "img", "aria-label": t.share.preview });
  const said = make("p", { class: "hint", role: "status" });
  const asked = () => ({ ...SIZES[size.value], ...(headline.value.trim() ? { title: headline.value.trim() } : {}) });
  const svg = () => draw(asked());
  const show = () => fill(preview, still(svg()));
  const name = () => fileName(headline.value || (preview.querySelector("title")?.textContent ?? ""));
  const tell = (/** @type {string} */ file, /** @type {Blob} */ blob) => fill(said, t.share.saved(file, Math.ceil(blob.size / 1000).toLocaleString(t.locale)));
  const keep = (/** @type {Blob} */ blob, /** @type {string} */ file) => {
    save(blob, file);
    tell(file, blob);
  };
  const copy = async () => {
    await navigator.clipboard.writeText(location.href).catch(() => prompt(t.share.copy, location.href));
    fill(said, t.share.copied);
    announce(t.share.copied);
  };
  headline.addEventListener("input", show);
  size.addEventListener("change", show);
  const button = (/** @type {string} */ text, /** @type {() => void} */ click) => make("button", { type: "button", click }, text);
  fill(
    dialog,
    make("h2", { id: "share-title" }, t.share.title),
    make("div", { class: "fields" }, make("label", { for: "share-headline" }, t.share.headline), headline, make("label", { for: "share-size" }, t.share.size), size),
    preview,
    make(
      "p",
      { class: "acts" },
      button(t.share.png, async () => keep(await toPng(svg(), SIZES[size.value]), `${name()}.png`)),
      button(t.share.svg, () => keep(new Blob([svg()], { type: "image/svg+xml" }), `${name()}.svg`)),
      button(t.share.copy, copy),
      button(t.page.close, () => dialog.close()),
    ),
    said,
  );
  return {
    open() {
      fill(said);
      headline.value = "";
      show();
      headline.placeholder = preview.querySelector("title")?.textContent ?? "";
      dialog.showModal();
    },
  };
}

/**
 * A picture in which nothing can be chosen.
 * @param {string} svg
 */
function still(svg) {
  const root = parsePicture(svg);
  for (const mark of [root, ...root.querySelectorAll("[role], [tabindex], [aria-label]")]) {
    for (const name of ["role", "tabindex", "aria-label"]) mark.removeAttribute(name);
  }
  return root;
}

/**
 * @param {string} svg
 * @param {{width: number, height: number}} size
 * @returns {Promise<Blob>}
 */
async function toPng(svg, { width, height }) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = make("canvas", { width, height });
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
