"use strict";
(function () {
  const $ = (id) => document.getElementById(id);
  const source = $("worker").textContent;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const parts = {};
  document.querySelectorAll("script[data-part]").forEach((part) => { parts[part.dataset.part] = part.textContent; part.remove(); });
  worker.onmessage = (event) => {
    const { kind, value } = event.data;
    if (kind === "ready") { $("status").textContent = "可以检查了"; document.body.dataset.state = "ready"; }
    if (kind === "checked") { $("result").srcdoc = value.html; $("status").textContent = "用时 " + value.milliseconds; window.lastJson = value.json; document.body.dataset.state = "checked"; }
    if (kind === "failed") { $("status").textContent = value.text; document.body.dataset.state = "failed"; }
  };
  worker.onerror = (event) => { $("status").textContent = event.message; };
  worker.postMessage({ task: "start", value: parts });
  $("files").addEventListener("change", async () => {
    const files = [];
    for (const file of $("files").files) files.push({ name: file.name, data: await file.arrayBuffer() });
    worker.postMessage({ task: "check", value: files });
  });
}());
