/*
 * The search over everything: / goes to it, letters bring suggestions, arrows choose one, Enter opens it (or all that was
 * found), Esc leaves. Without this script the form leads to a page that shows the same.
 */
"use strict";

const PAUSE_MS = 250;
const SHORTEST = 2;
const finder = document.getElementById("pencari");
const input = finder?.querySelector("input[type=search]");
const list = document.getElementById("saran");
let timer = null;

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function show(isOpen) {
  list.hidden = !isOpen;
  input.setAttribute("aria-expanded", String(isOpen && options().length > 0));
  if (!isOpen) choose(null);
}

function step(by) {
  const all = options();
  if (!all.length) return;
  show(true);
  const at = all.indexOf(chosen());
  choose(all[at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length]);
}

function goTo() {
  finder.classList.add("open"); /* on a phone it stands behind the button in the top bar */
  input.focus();
  input.select();
}

function leave() {
  if (!list.hidden) {
    show(false);
    return;
  }
  input.blur();
  finder.classList.remove("open");
}

const KEYS = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Escape: leave,
};

function listen() {
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) show(false);
    else timer = setTimeout(() => finder.dispatchEvent(new Event("cari")), PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key in KEYS) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (event.key === "Enter" && chosen() && !list.hidden) {
      event.preventDefault();
      chosen().click();
    }
  });
  list.addEventListener("htmx:afterSwap", () => show(document.activeElement === input && list.childElementCount > 0));
  finder.addEventListener("submit", () => clearTimeout(timer));
  finder.addEventListener("focusout", (event) => {
    if (!finder.contains(event.relatedTarget)) show(false);
  });
  document.querySelector(".topbar .find")?.addEventListener("click", (event) => {
    event.preventDefault();
    goTo();
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "/" || !isPlain || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    goTo();
  });
}

if (finder) listen();
