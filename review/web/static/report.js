"use strict";
// The report without a server: items by hash, decisions in localStorage, exported as rows of the decisions dataset.
(() => {
  const report = document.querySelector("[data-report]");
  if (!report) return;
  const { all, jump } = window.fuhe;
  const key = `fuhe:${report.dataset.report}`;
  const words = JSON.parse(report.dataset.words);
  const items = all("article.item");
  const name = document.getElementById("reviewer");
  let state = { reviewer: "", decisions: {}, order: [] };
  try { state = { ...state, ...JSON.parse(localStorage.getItem(key)) }; } catch { /* nothing kept yet */ }
  state.order = state.order.map((ids) => [ids].flat()); // each a list of what one decision was about

  const entries = () => all(".index li[data-id]");
  const shown = () => items.find((item) => !item.hidden);

  function save() {
    try { localStorage.setItem(key, JSON.stringify(state)); } catch { alert("浏览器不允许保存，请在关闭前导出结论。"); }
    draw();
  }

  function word(id) {
    const held = state.decisions[id];
    return held ? held.decision : document.getElementById(`i-${id}`).dataset.state;
  }

  function draw() {
    for (const entry of entries()) {
      const badge = entry.querySelector(".state");
      badge.className = `state ${word(entry.dataset.id)}`;
      badge.textContent = words[word(entry.dataset.id)];
    }
    for (const item of items) {
      const badge = item.querySelector(".decide .state");
      badge.className = `state ${word(item.dataset.id)}`;
      badge.textContent = words[word(item.dataset.id)];
      const held = state.decisions[item.dataset.id];
      item.querySelector(".kept").textContent = held ? `${held.reviewer}　${held.decided_at.slice(0, 16).replace("T", " ")}　${held.note}` : "";
    }
    filter();
  }

  function filter() {
    const text = document.getElementById("q").value.toLowerCase().split(/\s+/);
    const wanted = document.getElementById("wanted").value;
    for (const entry of entries()) {
      const state = word(entry.dataset.id);
      const fits = !wanted || (wanted === "open" ? ["open", "reopened"].includes(state) : state === wanted);
      entry.hidden = !fits || !text.every((part) => entry.dataset.words.includes(part));
    }
  }

  function show(id) {
    const target = document.getElementById(`i-${id}`) || items[0];
    if (!target) return;
    for (const item of items) item.hidden = item !== target;
    for (const entry of entries()) {
      const link = entry.querySelector("a");
      link.classList.toggle("here", entry.dataset.id === target.dataset.id);
      if (entry.dataset.id === target.dataset.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    jump(1);
  }

  function go(by) {
    const ids = entries().filter((entry) => !entry.hidden || entry.dataset.id === shown().dataset.id).map((entry) => entry.dataset.id);
    const next = ids[ids.indexOf(shown().dataset.id) + by];
    if (next) location.hash = `i-${next}`;
  }

  function moment() {
    const now = new Date();
    const offset = -now.getTimezoneOffset();
    const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
    const local = new Date(now.getTime() + offset * 60000).toISOString().slice(0, 23);
    return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  function decide(form, value) {
    const id = form.closest("article").dataset.id;
    if (value === "open") {
      delete state.decisions[id];
      save();
      return;
    }
    if (!name.value.trim()) {
      alert("请先在页面右上角填写复核人姓名。");
      name.focus();
      return;
    }
    const [decision, reason = ""] = value.split(":");
    const note = form.elements.note.value.trim();
    state.reviewer = name.value.trim();
    const decided = [id, ...all("[name=also]:checked", form).map((box) => box.value)];
    const decided_at = moment();
    for (const each of decided) state.decisions[each] = { finding_id: each, decision, reason, note, reviewer: state.reviewer, decided_at, figures: document.getElementById(`i-${each}`).dataset.figures };
    form.elements.note.value = "";
    for (const open of all("details[open]", form)) open.open = false;
    state.order.push(decided);
    const ids = entries().filter((entry) => !entry.hidden).map((entry) => entry.dataset.id);
    const after = ids.slice(ids.indexOf(id) + 1).find((other) => ["open", "reopened"].includes(word(other)));
    save();
    if (after) location.hash = `i-${after}`;
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-local]")) return;
    event.preventDefault();
    decide(event.target, event.submitter ? event.submitter.value : "");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#r-"]');
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.hash.slice(1)).showModal();
  });

  document.getElementById("undo").addEventListener("click", () => {
    const ids = state.order.pop() || [shown().dataset.id];
    for (const id of ids) delete state.decisions[id];
    save();
    location.hash = `i-${ids[0]}`;
  });

  document.getElementById("export").addEventListener("click", () => {
    const file = new Blob([JSON.stringify(Object.values(state.decisions), null, 1)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${report.dataset.report}-decisions.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  for (const button of all("[data-go]")) button.addEventListener("click", () => go(Number(button.dataset.go)));
  document.getElementById("q").addEventListener("input", filter);
  document.getElementById("wanted").addEventListener("change", filter);
  name.value = state.reviewer;
  name.addEventListener("change", () => { state.reviewer = name.value.trim(); save(); });
  window.addEventListener("hashchange", () => { if (location.hash.startsWith("#i-")) show(location.hash.slice(3)); });
  draw();
  show(location.hash.startsWith("#i-") ? location.hash.slice(3) : items[0] && items[0].dataset.id);
})();
