"use strict";
// Keys: an element with data-key is pressed, or focused if it takes text. Operands: data-jump leads to data-operand.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const visible = (element) => element.getClientRects().length > 0;
  const takesText = (element) => element.matches("input:not([type=checkbox]), textarea, select");
  let current = 0;

  function jump(number) {
    const spots = all(`[data-operand~="${number}"]`).filter(visible);
    if (!spots.length) return;
    current = number;
    for (const lit of all(".current")) lit.classList.remove("current");
    for (const lit of [...spots, ...all(`[data-jump="${number}"]`).filter(visible)]) lit.classList.add("current");
    spots[0].scrollIntoView({ block: "center", inline: "nearest" });
  }

  function step(by) {
    const numbers = all("[data-jump]").filter(visible).map((button) => Number(button.dataset.jump));
    if (numbers.length) jump(numbers[(numbers.indexOf(current) + by + numbers.length) % numbers.length]);
  }

  function press(element) {
    if (takesText(element)) element.focus();
    else element.click();
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const button = event.target.closest("[data-jump]");
    if (button) jump(Number(button.dataset.jump));
    const reason = event.target.closest("[data-needs-note]");
    if (reason) {
      const note = reason.form.elements.note;
      if (!note.value.trim()) {
        event.preventDefault();
        note.closest("label").classList.add("wanted");
        note.focus();
      }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const open = all("details.dismiss[open]").find(visible);
    if (event.key === "Escape") {
      if (open) open.open = false;
      if (takesText(event.target)) event.target.blur();
      return;
    }
    if (takesText(event.target) || document.querySelector("dialog[open]")) return;
    if (/^[1-9]$/.test(event.key)) {
      const reason = open && open.querySelector(`[data-reason="${event.key}"]`);
      if (reason) reason.click();
      else jump(Number(event.key));
      event.preventDefault();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "n" || key === "p") {
      step(key === "n" ? 1 : -1);
      return;
    }
    const target = all("[data-key]").find((element) => element.dataset.key === key && visible(element));
    if (target) {
      event.preventDefault();
      press(target);
    }
  });

  window.fuhe = { jump, all };
  window.addEventListener("load", () => { if (document.querySelector("[data-jump]")) jump(1); });
  for (const form of all("form[data-decide]")) {
    let sent = false;
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
  }
})();
