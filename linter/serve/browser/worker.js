// Python in a worker. Everything it needs is handed over by the page; nothing is fetched from anywhere.
"use strict";
let python, desk;

function say(kind, value, transfer) { postMessage({ kind: kind, value: value }, transfer || []); }

// Five signs for four bytes (bundle.py: written).
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~";
function bytesOf(part) {
  if (typeof part !== "string") return part;
  const worth = new Uint8Array(128), size = part.length, words = Math.ceil(size / 5), bytes = new Uint8Array(words * 4);
  for (let at = 0; at < SIGNS.length; at++) worth[SIGNS.charCodeAt(at)] = at;
  for (let word = 0, at = 0; word < words; word++) {
    let number = 0;
    for (let sign = 0; sign < 5; sign++, at++) number = number * 85 + (at < size ? worth[part.charCodeAt(at)] : 84);
    bytes[4 * word] = number >>> 24;
    bytes[4 * word + 1] = number >>> 16;
    bytes[4 * word + 2] = number >>> 8;
    bytes[4 * word + 3] = number;
  }
  return bytes.subarray(0, words * 4 - (words * 5 - size));
}

async function unsqueezed(part) {
  const stream = new Blob([bytesOf(part)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function filesOf(packet) {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let start = 4 + view.getUint32(0, true);
  const files = [];
  for (const [name, length] of JSON.parse(new TextDecoder().decode(packet.subarray(4, start)))) {
    files.push([name, packet.subarray(start, start + length)]);
    start += length;
  }
  return files;
}

function closeDoors(parts) {
  // Whoever asks for something gets it from memory or not at all.
  self.fetch = async (address) => {
    const name = String((address && address.url) || address).split("/").pop();
    if (!(name in parts)) throw new Error("no request leaves this page: " + name);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(parts[name], { headers: { "Content-Type": type } });
  };
  self.XMLHttpRequest = self.WebSocket = self.EventSource = self.importScripts = undefined;
}

async function start(squeezed) {
  const parts = {};
  await Promise.all(Object.keys(squeezed).map(async (name) => { parts[name] = await unsqueezed(squeezed[name]); }));
  say("step", "解开程序");
  closeDoors(parts);
  const script = (name) => URL.createObjectURL(new Blob([parts[name]], { type: "text/javascript" }));
  const { loadPyodide } = await import(script("pyodide.mjs"));
  const createPyodideModule = (await import(script("pyodide.asm.mjs"))).default;
  python = await loadPyodide({
    indexURL: "https://memory.invalid/",
    lockFileContents: new TextDecoder().decode(parts["pyodide-lock.json"]),
    packageBaseUrl: "https://memory.invalid/",
    createPyodideModule: createPyodideModule,
    env: { JXLINT_CACHE_DIR: "/home/pyodide/cache", PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1" },
    fsInit: async (FS, where) => {
      put(FS, where.sitePackages, filesOf(parts["program"]));
      put(FS, "/home/pyodide/cache", filesOf(parts["kept"]));
    },
  });
  say("step", "装好规则");
  // A first check makes what every later one uses.
  desk = python.runPython("from linter.serve.browser.pagerequests import Desk; desk = Desk(); desk.check([desk.sample()]); Desk()");
  say("ready", python.version);
  // While the user looks for a file: PDFium is large, and the first PDF would wait for it.
  setTimeout(() => python.runPython("import pypdfium2.raw"), 2000);
}

function put(FS, folder, files) {
  FS.mkdirTree(folder);
  const made = new Set();
  for (const [name, data] of files) {
    const path = folder + "/" + name, parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) { FS.mkdirTree(parent); made.add(parent); }
    FS.writeFile(path, data);
  }
}

function check(files) {
  const begun = performance.now();
  const list = files ? python.toPy(files.map((file) => [file.name, new Uint8Array(file.data)])) : python.runPython("[desk.sample()]");
  let number = 0;
  const result = desk.check(list, (name) => say("reading", { name: name, number: ++number, all: files ? files.length : 1 }));
  const answer = result.toJs({ dict_converter: Object.fromEntries });
  result.destroy();
  list.destroy();
  answer.milliseconds = Math.round(performance.now() - begun);
  say("checked", answer);
}

function download(wish) {
  const made = desk.download(wish.kind, wish.name || "");
  const [name, data, note] = made.toJs();
  made.destroy();
  say("download", { name: name, data: data, note: note, wish: wish }, [data.buffer]);
}

onmessage = async (event) => {
  const { task, value } = event.data;
  try {
    if (task === "start") await start(value);
    else if (task === "check") check(value);
    else if (task === "download") download(value);
  } catch (error) {
    const lines = String((error && error.message) || error).trim().split("\n");
    say("failed", { task: task, text: lines[lines.length - 1].replace(/^[\w.]*(Error|Exception): /, ""), all: lines.join("\n").slice(-4000) });
  }
};
