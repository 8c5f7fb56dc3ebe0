// After vite: licences of what is in the bundle, and a record of the sources that it was built from.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "../sanctionwire/review/static");

/** Packages that reach the bundle: the dependencies and theirs. */
function collect(name, from, found) {
  let base = from;
  while (!existsSync(join(base, "node_modules", name, "package.json"))) base = join(base, "..");
  const folder = join(base, "node_modules", name);
  if (found.has(folder)) return;
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  found.set(folder, manifest);
  for (const one of Object.keys(manifest.dependencies ?? {})) collect(one, folder, found);
}

// These packages name a licence but ship no text of it.
const BSD = (holder) => `BSD 3-Clause License

Copyright (c) ${holder}

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
   disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote
   products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;
const WITHOUT_TEXT = { "@recogito/text-annotator": BSD("Rainer Simon"), "@annotorious/core": BSD("Rainer Simon") };

const found = new Map();
for (const name of Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies)) collect(name, root, found);
const texts = [...found].map(([folder, { name, version, license }]) => {
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : WITHOUT_TEXT[name];
  if (!text) throw new Error(`${name}: no licence text`);
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(out, "LICENSES.txt"), `The page contains these packages.\n\n${texts.sort().join(`\n${"-".repeat(72)}\n\n`)}`);

/** Everything that the build is made of, in the order of the names. */
function list(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? list(path) : [path];
  });
}
const sources = [...["src", "public", "tools"].flatMap((name) => list(join(root, name))),
  ...["index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"].map((name) => join(root, name))]
  .map((path) => relative(root, path).split(sep).join("/")).sort();
const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const lines = sources.map((name) => `${sha256(readFileSync(join(root, name)))}  ${name}\n`).join("");
const files = list(out).map((path) => relative(out, path).split(sep).join("/")).filter((name) => name !== "build.json").sort();
const build = { sources: sha256(lines), files: Object.fromEntries(files.map((name) => [name, sha256(readFileSync(join(out, name)))])) };
writeFileSync(join(out, "build.json"), `${JSON.stringify(build, null, 2)}\n`);
