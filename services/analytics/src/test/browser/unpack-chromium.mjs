// Unpacks the Chromium of the npm package @sparticuz/chromium, and the libraries and fonts that it needs, into a folder.
// The package's own code would do that into /tmp and for another kind of machine; only its files are used.
//
// node unpack-chromium.mjs <folder of the package> <folder to fill>

import { execFileSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [packageFolder, folder] = process.argv.slice(2);
// Filled beside and moved in one step: a folder that exists is whole.
const partial = `${folder}.${process.pid}`;
mkdirSync(partial, { recursive: true });

async function unpack(name, target, mode) {
  const source = createReadStream(join(packageFolder, "bin", `${name}.br`));
  await pipeline(source, createBrotliDecompress(), createWriteStream(join(partial, target), { mode }));
}

await unpack("chromium", "chromium", 0o755);
for (const archive of ["al2023.tar", "fonts.tar", "swiftshader.tar"]) {
  await unpack(archive, archive, 0o644);
  execFileSync("tar", ["-xf", archive], { cwd: partial, stdio: "inherit" });
  rmSync(join(partial, archive));
}
renameSync(partial, folder);
