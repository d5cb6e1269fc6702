/* Small help for every page; all of them work without it. */
"use strict";

const RESEND_AFTER_MS = 10000;

function free(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

/* A second press while the first is under way is ignored; the mark falls by itself should the line have dropped. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const opensElsewhere = event.submitter?.formTarget || form.target;
  if (event.defaultPrevented || form.method !== "post" || opensElsewhere) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(free, RESEND_AFTER_MS, form);
});

/* Back again by the browser's arrow: the page may come from memory, with its buttons still marked. */
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(free);
});

/* Esc closes the phone's menu; so does a press elsewhere. */
const menu = document.querySelector(".menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

/* On a phone the strip of tabs is wider than the screen: begin where the reader is. */
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 2;

/* A long form that asks for it (data-warn-unsaved) is not left by mistake. */
for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let changed = form.querySelector(".is-invalid") !== null;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
