"use strict";
(function () {
  const $ = (id) => document.getElementById(id);
  const source = $("worker").textContent;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const parts = {};
  async function gather() {
    await Promise.all(Array.from(document.querySelectorAll("script[data-part]"), async (part) => {
      const from = part.dataset.from;
      parts[part.dataset.part] = from ? new Uint8Array(await (await fetch(from)).arrayBuffer()) : part.textContent;
      part.remove();
    }));
    worker.postMessage({ task: "start", value: parts });
  }
  worker.onmessage = (event) => {
    const { kind, value } = event.data;
    if (kind === "ready") { $("status").textContent = "可以检查了"; document.body.dataset.state = "ready"; }
    if (kind === "checked") { $("result").srcdoc = value.html; $("status").textContent = "用时 " + value.milliseconds; window.jxlint = { json: value.json }; document.body.dataset.state = "checked"; }
    if (kind === "failed") { $("status").textContent = value.text; document.body.dataset.state = "failed"; }
  };
  worker.onerror = (event) => { $("status").textContent = event.message; };
  gather();
  $("files").addEventListener("change", async () => {
    const files = [];
    for (const file of $("files").files) files.push({ name: file.name, data: await file.arrayBuffer() });
    worker.postMessage({ task: "check", value: files });
  });
}());
