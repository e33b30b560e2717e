// Makes explorer/querying/static/editor.js of explorer/querying/js/editor.js and the packages that it imports, and puts
// their licences beside it, which must come along with copies.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "explorer/querying/static");

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ["explorer/querying/js/editor.js"],
  outfile: join(folder, "editor.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  metafile: true,
  banner: { js: "/* Made by tools/editor.mjs; licences: editor-licences.txt */" },
});

const packages = new Set(Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean));
const texts = [...packages].sort().map((name) => {
  const place = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENCE", "license"].map((each) => join(place, each)).find(existsSync);
  if (!file) throw new Error(`${name} has no licence to copy`);
  return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
});
writeFileSync(join(folder, "editor-licences.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
console.log(`wrote editor.js, of ${packages.size} packages: ${[...packages].sort().join(", ")}`);
