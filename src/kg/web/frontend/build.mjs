// Bundles the scripts and styles of the pages into ../static/built: hashed names, gzip beside each
// file, a manifest of names, and the licences of everything that is bundled.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from "node:fs";
import path from "node:path";

const out = path.resolve(import.meta.dirname, "../static/built");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: {
    app: "scripts/app.js",
    network: "scripts/network.js",
    sparql: "scripts/sparql.js",
    review: "scripts/review.js",
    upload: "scripts/upload.js",
    apidocs: "scripts/apidocs.js",
    style: "styles/style.css",
    "sparql-style": "styles/sparql.css",
    "apidocs-style": "styles/apidocs.css",
  },
  outdir: out,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  legalComments: "none",
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  define: { "process.env.NODE_ENV": '"production"', global: "window" },
  metafile: true,
  absWorkingDir: import.meta.dirname,
});

const manifest = {};
const packages = new Set();
for (const [file, about] of Object.entries(result.metafile.outputs)) {
  const name = path.basename(file);
  if (about.entryPoint) {
    manifest[name.replace(/-[A-Z0-9]{8}(?=\.)/, "")] = name;
  }
  for (const input of Object.keys(about.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
    if (found) packages.add(found[1]);
  }
  const bytes = readFileSync(path.join(out, name));
  writeFileSync(path.join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
// A test compares this with the sources, so that nothing is changed without being built.
const sources = createHash("sha256");
for (const folder of ["scripts", "styles"]) {
  for (const name of readdirSync(path.join(import.meta.dirname, folder)).sort()) {
    sources.update(`${folder}/${name}\n`).update(readFileSync(path.join(import.meta.dirname, folder, name)));
  }
}
sources.update(readFileSync(path.join(import.meta.dirname, "package-lock.json")));
writeFileSync(path.join(out, "SOURCES"), `${sources.digest("hex")}\n`);
writeFileSync(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

let licences = "Third-party software bundled in the scripts and styles of the pages\n";
for (const name of [...packages].sort()) {
  const home = path.resolve(import.meta.dirname, "node_modules", name);
  const about = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const files = readdirSync(home).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  licences += `\n${"=".repeat(80)}\n${name} ${about.version} (${about.license ?? "see below"})\n${"=".repeat(80)}\n`;
  licences += files.map((file) => readFileSync(path.join(home, file), "utf8")).join("\n") ||
    `Licence: ${about.license}. Author: ${JSON.stringify(about.author ?? "not stated")}\n`;
}
for (const extra of ["swagger-ui-bundle.js.LICENSE.txt"]) {
  const file = path.resolve(import.meta.dirname, "node_modules/swagger-ui-dist", extra);
  if (existsSync(file)) licences += `\n${extra}\n${readFileSync(file, "utf8")}\n`;
}
writeFileSync(path.join(out, "THIRD_PARTY_LICENSES"), licences);
for (const [name, file] of Object.entries(manifest)) {
  const size = readFileSync(path.join(out, `${file}.gz`)).length;
  console.log(`${name.padEnd(22)} ${file.padEnd(34)} ${(size / 1024).toFixed(1)} kB gzip`);
}
