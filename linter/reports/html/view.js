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
  let grade = "";
  const OPENED = 20; // more forms than that stay folded, so that a search is quick
  function apply() {
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const wanted = word.value.trim().toLowerCase();
    const narrow = Boolean(rule.value || wanted || grade || (file && file.value) || severities.size < boxes.length);
    let count = 0;
    for (const one of forms) {
      const fits = (!file || !file.value || one.form.dataset.file === file.value)
        && (!grade || one.form.dataset.grade.split(" ").includes(grade));
      const named = !wanted || one.head.includes(wanted);
      let here = 0;
      for (const { card, text } of one.cards) {
        const show = fits && severities.has(card.dataset.s) && (!rule.value || card.dataset.r === rule.value)
          && (named || text.includes(wanted));
        card.hidden = !show;
        if (show) here += 1;
      }
      count += here;
      const wordOnly = wanted && !here && fits && !rule.value && one.form.textContent.toLowerCase().includes(wanted);
      const show = fits && (here > 0 || !narrow || wordOnly || (named && !rule.value && severities.size === boxes.length));
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
    root.querySelectorAll(".contents .unit").forEach((unit) => { unit.hidden = !unit.querySelector("li:not([hidden])"); });
    root.querySelectorAll("[data-filter]").forEach((bar) => {
      const now = { rule: rule.value, word: word.value, grade: grade }[bar.dataset.filter];
      bar.setAttribute("aria-pressed", String(Boolean(now) && now === bar.dataset.value));
    });
    all.hidden = !(narrow || only.checked);
    find("shown").textContent = "显示 " + count + " 处";
  }
  [rule, file, only].concat(boxes).forEach((control) => { if (control) control.addEventListener("change", apply); });
  word.addEventListener("input", apply);
  all.addEventListener("click", () => {
    rule.value = word.value = grade = "";
    if (file) file.value = "";
    only.checked = false;
    boxes.forEach((box) => { box.checked = true; });
    apply();
  });
  root.querySelectorAll("[data-filter]").forEach((bar) => bar.addEventListener("click", () => {
    const value = bar.getAttribute("aria-pressed") === "true" ? "" : bar.dataset.value;
    if (bar.dataset.filter === "grade") grade = value; else find(bar.dataset.filter).value = value;
    apply();
    if (value) find("shown").scrollIntoView({ block: "start" });
  }));
  apply();
};
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
