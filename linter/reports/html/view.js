"use strict";
// Filters, search, bars and anchors of the result. Called anew by the page in the browser after every check.
window.jxlintView = function (root) {
  const find = (id) => root.querySelector("#" + id);
  const rule = find("rule"), file = find("file"), word = find("word"), only = find("only"), all = find("all");
  if (!rule) return;
  const boxes = Array.from(root.querySelectorAll("input[name=severity]"));
  const forms = Array.from(root.querySelectorAll(".form"), (form) => ({
    form: form, head: form.querySelector("summary").textContent.toLowerCase(), was: form.open,
    cards: Array.from(form.querySelectorAll(".f"), (card) => ({
      card: card, text: ((card.closest("tr") ? card.closest("tr").previousElementSibling.textContent : "") + card.textContent).toLowerCase(),
    })),
  }));
  const chosen = { grade: "", unit: "", family: "" };
  const families = {};
  rule.querySelectorAll("optgroup").forEach((group) => {
    group.querySelectorAll("option").forEach((option) => { families[option.value] = group.label; });
  });
  const unitName = (unit) => {
    const button = Array.from(root.querySelectorAll("[data-filter=unit]")).find((one) => one.dataset.value === unit);
    return button ? button.textContent : "";
  };
  const OPENED = 20; // more forms than that stay folded, so that a search is quick
  function apply() {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = word.value.trim().toLowerCase();
    const narrow = Boolean(rule.value || wanted || chosen.grade || chosen.unit || chosen.family || (file && file.value) || severities.size < boxes.length);
    let count = 0;
    for (const one of forms) {
      const fits = (!file || !file.value || one.form.dataset.file === file.value)
        && (!chosen.grade || one.form.dataset.grade.split(" ").includes(chosen.grade))
        && (!chosen.unit || one.form.dataset.u.split(" ").includes(chosen.unit));
      const named = !wanted || one.head.includes(wanted);
      let here = 0;
      for (const { card, text } of one.cards) {
        const show = fits && severities.has(card.dataset.s) && (!rule.value || card.dataset.r === rule.value)
          && (!chosen.family || (families[card.dataset.r] === chosen.family && card.dataset.s !== "info"))
          && (named || text.includes(wanted));
        card.hidden = !show;
        if (show) here += 1;
      }
      count += here;
      const wordOnly = wanted && !here && fits && !rule.value && !chosen.family && one.form.textContent.toLowerCase().includes(wanted);
      const show = fits && (here > 0 || !narrow || wordOnly || (named && !rule.value && !chosen.family && severities.size === boxes.length));
      one.form.hidden = !show;
      one.found = here > 0 || Boolean(wordOnly);
      one.form.classList.toggle("only", only.checked);
    }
    const found = forms.filter((one) => one.found && !one.form.hidden);
    for (const one of forms) one.form.open = narrow ? found.length <= OPENED && one.found : one.was;
    root.querySelectorAll(".contents li").forEach((item) => {
      const form = document.getElementById(item.dataset.form);
      const closest = form && form.closest(".form");
      item.hidden = Boolean(closest && closest.hidden);
    });
    root.querySelectorAll(".contents .unit").forEach((unit) => { unit.hidden = narrow && !unit.querySelector("li[data-form]:not([hidden])"); });
    root.querySelectorAll("[data-filter]").forEach((bar) => {
      const now = {
        rule: rule.value, word: word.value, grade: chosen.grade, unit: chosen.family ? "" : chosen.unit,
        cell: chosen.unit && chosen.family && chosen.unit + "|" + chosen.family,
      }[bar.dataset.filter];
      bar.setAttribute("aria-pressed", String(Boolean(now) && now === bar.dataset.value));
    });
    all.hidden = !(narrow || only.checked);
    find("shown").textContent = ["显示 " + count + " 处", unitName(chosen.unit), chosen.family, chosen.grade && "等级" + chosen.grade].filter(Boolean).join(" · ");
  }
  [rule, file, only].concat(boxes).forEach((control) => { if (control) control.addEventListener("change", apply); });
  word.addEventListener("input", apply);
  all.addEventListener("click", () => {
    rule.value = word.value = chosen.grade = chosen.unit = chosen.family = "";
    if (file) file.value = "";
    only.checked = false;
    boxes.forEach((box) => { box.checked = true; });
    apply();
  });
  root.querySelectorAll("[data-filter]").forEach((bar) => bar.addEventListener("click", () => {
    const value = bar.getAttribute("aria-pressed") === "true" ? "" : bar.dataset.value;
    const kind = bar.dataset.filter;
    if (kind === "cell") [chosen.unit, chosen.family] = value ? value.split("|") : ["", ""];
    else if (kind === "unit") [chosen.unit, chosen.family] = [value, ""];
    else if (kind === "grade") chosen.grade = value;
    else find(kind).value = value;
    apply();
    if (value) find("shown").scrollIntoView({ block: "start" });
  }));
  root.querySelectorAll(".unfold").forEach((button) => button.addEventListener("click", () => {
    button.previousElementSibling.classList.remove("folded");
    button.hidden = true;
  }));
  root.querySelectorAll("[data-sort]").forEach((button) => button.addEventListener("click", () => sortBy(root, button)));
  apply();
};
// Rows of the ranking by a column: numbers from the largest, names in the order of the language.
function sortBy(root, button) {
  const table = button.closest("table"), at = Number(button.dataset.sort);
  const rows = Array.from(table.querySelectorAll("tbody tr"));
  const text = (row) => row.cells[at].textContent.trim();
  const number = (row) => Number(row.cells[at].dataset.n || text(row) || 0);
  const named = rows.some((row) => isNaN(number(row)));
  const up = button.getAttribute("aria-sort") === "descending" || ((at === 0 || named) && !button.hasAttribute("aria-sort"));
  root.querySelectorAll("[data-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  button.setAttribute("aria-sort", up ? "ascending" : "descending");
  rows.sort((a, b) => (named ? text(a).localeCompare(text(b), "zh") : number(a) - number(b)) * (up ? 1 : -1));
  const bodies = Array.from(table.tBodies), first = bodies[0].rows.length;
  rows.forEach((row, place) => bodies[place < first ? 0 : bodies.length - 1].append(row));
}
window.jxlintOpen = function () {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
  target.scrollIntoView();
  if (target.classList.contains("f")) target.focus({ preventScroll: true });
};
window.addEventListener("hashchange", window.jxlintOpen);
if (document.getElementById("result") && document.getElementById("result").querySelector(".first")) {
  window.jxlintView(document.getElementById("result"));
  window.jxlintOpen();
}
