"use strict";
// The page: takes files, hands them to Python in the worker, shows what comes back.
(function () {
  const $ = (id) => document.getElementById(id);
  const parts = {}, source = $("worker").textContent;
  const TYPES = { html: "text/html", json: "application/json", csv: "text/csv",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" };
  let worker, waiting = null;

  function show(state, text) {
    document.body.dataset.state = state;
    if (text !== undefined) $("status").textContent = text;
    const free = state === "ready" || state === "checked" || state === "failed";
    $("files").disabled = $("sample").disabled = !free;
    $("stop").hidden = state !== "checking";
    $("result").setAttribute("aria-busy", String(state === "checking"));
  }

  function begin() {
    worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    worker.onmessage = (event) => HEARD[event.data.kind](event.data.value);
    worker.onerror = (event) => { event.preventDefault(); show("failed", "程序没能启动：" + event.message + "。请换用新版的 Edge、Chrome 或 Firefox 打开。"); };
    worker.postMessage({ task: "start", value: parts });
  }

  const HEARD = {
    step: (text) => { if (document.body.dataset.state === "starting") $("status").textContent = "正在准备：" + text + "……"; },
    ready: () => {
      if (waiting) { const files = waiting; waiting = null; check(files); } else show("ready", "准备好了，请放入要检查的表。");
    },
    reading: (at) => {
      $("status").textContent = "正在检查 " + at.number + "/" + at.all + "：" + at.name;
      $("progress").max = at.all;
      $("progress").value = at.number - 0.5;
    },
    checked: (answer) => {
      $("result").innerHTML = answer.html;
      offer(answer);
      window.jxlintView($("result"));
      document.title = answer.title + " - 预算绩效目标表检查";
      show("checked", "检查完了：" + answer.title + "。用时 " + (answer.milliseconds / 1000).toFixed(1) + " 秒。");
      $("result").focus({ preventScroll: true });
      $("status").scrollIntoView({ block: "start" });
    },
    download: (made) => {
      const type = TYPES[made.name.split(".").pop()] || "application/octet-stream";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([made.data], { type: type }));
      link.download = made.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      $("status").textContent = "已存为 " + made.name + (made.note ? "：" + made.note : "") + "。";
    },
    failed: (trouble) => {
      console.warn(trouble.all);
      if (trouble.task === "start") show("failed", "程序没能启动：" + trouble.text + "。请换用新版的 Edge、Chrome 或 Firefox 打开。");
      else if (trouble.task === "check") { show("failed", "检查没有完成：" + trouble.text + "。可以换一个文件再试。"); restart(); }
      else $("status").textContent = "没有做成：" + trouble.text;
    },
  };

  function restart() { worker.terminate(); begin(); }

  function button(text, wish) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.dataset.kind = wish.kind;
    made.addEventListener("click", () => { $("status").textContent = "正在准备下载……"; worker.postMessage({ task: "download", value: wish }); });
    return made;
  }

  function offer(answer) {
    const box = $("downloads"), row = document.createElement("div"), head = document.createElement("h2");
    head.textContent = "下载";
    row.append(button("检查报告（网页）", { kind: "html" }), button("问题清单（Excel）", { kind: "xlsx" }), button("问题清单（CSV）", { kind: "csv" }));
    if (answer.docx) row.append(button("检查报告（Word）", { kind: "docx" }));
    row.append(button("数据（JSON）", { kind: "json" }));
    box.replaceChildren(head, row);
    const own = answer.files.filter((file) => file.marked || file.fixes);
    const rest = document.createElement("details");
    rest.open = own.length <= 3;
    for (const file of own) {
      const line = document.createElement("div");
      if (file.marked) line.append(button("标好问题的表：" + file.name, { kind: "marked", name: file.name }));
      if (file.fixes) line.append(button("改好写法的副本：" + file.name + "（" + file.fixes + " 处）", { kind: "fixed", name: file.name }));
      rest.append(line);
    }
    if (own.length) {
      const title = document.createElement("summary");
      title.textContent = "标好问题的表和改好写法的副本（" + own.length + " 个文件）";
      rest.prepend(title);
      box.append(rest);
    }
    box.hidden = false;
  }

  function check(files) {
    if (files && !files.length) return;
    const state = document.body.dataset.state;
    if (state === "starting") { waiting = files; $("status").textContent = "还在准备，好了就开始检查……"; return; }
    if (state === "checking") return;
    $("progress").removeAttribute("value");
    show("checking", "正在检查……");
    worker.postMessage({ task: "check", value: files });
  }

  async function read(list) {
    return Promise.all(Array.from(list, async (file) => ({ name: file.webkitRelativePath || file.name, data: await file.arrayBuffer() })));
  }

  // Folders that are dropped are walked through; what Office leaves behind is passed over.
  async function filesOf(entry) {
    if (entry.isFile) {
      if (entry.name.startsWith("~$") || entry.name.startsWith(".")) return [];
      const file = await new Promise((done, failed) => entry.file(done, failed));
      return [{ name: entry.fullPath.replace(/^\//, ""), data: await file.arrayBuffer() }];
    }
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const one of some) found.push(...await filesOf(one));
    }
  }

  async function dropped(transfer) {
    const entries = Array.from(transfer.items || [], (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.length) return read(transfer.files);
    return (await Promise.all(entries.map(filesOf))).flat();
  }

  const trouble = (error) => show("failed", "文件读不出来：" + error.message);
  $("files").addEventListener("change", () => read($("files").files).then((files) => { $("files").value = ""; check(files); }, trouble));
  $("sample").addEventListener("click", () => check(null));
  $("stop").addEventListener("click", () => { show("starting", "已经停下，正在重新准备……"); restart(); });
  ["dragenter", "dragover"].forEach((name) => document.addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); }));
  ["dragleave", "drop"].forEach((name) => document.addEventListener(name, () => $("drop").classList.remove("over")));
  document.addEventListener("drop", (event) => { event.preventDefault(); dropped(event.dataTransfer).then(check, trouble); });
  document.addEventListener("paste", (event) => {
    const target = event.target;
    if (target && target.matches && target.matches("input[type=search]")) return;
    const data = event.clipboardData;
    if (data.files.length) { read(data.files).then(check, trouble); return; }
    const text = data.getData("text/plain");
    if (text.trim()) check([{ name: "粘贴的表.txt", data: new TextEncoder().encode(text).buffer }]);
  });

  (async () => {
    try {
      await Promise.all(Array.from(document.querySelectorAll("script[data-part]"), async (part) => {
        const from = part.dataset.from;
        if (from) {
          const answer = await fetch(from);
          if (!answer.ok) throw new Error(from + " 取不到");
          parts[part.dataset.part] = new Uint8Array(await answer.arrayBuffer());
        } else parts[part.dataset.part] = part.textContent;
        part.remove();
      }));
      begin();
    } catch (error) {
      show("failed", "网页不完整：" + error.message + "。请重新放好这个文件夹里的全部文件。");
    }
  })();
}());
