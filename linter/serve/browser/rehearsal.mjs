// node rehearsal.mjs FOLDER: starts the Python of the page from FOLDER, runs rehearsal.py, writes what it gives back.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
const CACHE = "/home/pyodide/cache";

function put(FS, where, packet) {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let start = 4 + view.getUint32(0, true);
  FS.mkdirTree(where);
  for (const [name, length] of JSON.parse(new TextDecoder().decode(packet.subarray(4, start)))) {
    const path = where + "/" + name;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, packet.subarray(start, start + length));
    start += length;
  }
}

const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const program = read("program");
const python = await loadPyodide({
  indexURL: folder + "/",
  args: ["-X", "no_debug_ranges"],
  env: { JXLINT_CACHE_DIR: CACHE, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
  fsInit: async (FS, where) => {
    put(FS, where.sitePackages, program);
    put(FS, where.sitePackages, read("rehearsal"));
    put(FS, CACHE, read("kept"));
  },
});
const rehearse = python.runPython("from linter.serve.browser.rehearsal import rehearse\n" +
  "lambda *given: rehearse(*(one.to_bytes() if hasattr(one, 'to_bytes') else one for one in given))");
const made = rehearse(read("python_stdlib.zip"), program, CACHE, read("samples")).toJs();
["python_stdlib.zip", "program", "kept"].forEach((name, at) => writeFileSync(join(folder, name), made[at]));
