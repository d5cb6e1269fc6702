/* The keyboard: ? tells the keys, Ctrl+Enter saves, and a part that is replaced gives the focus back. */
"use strict";

const sheet = document.getElementById("tombol-pintas");

/* Whether a letter that is pressed now is meant as a letter. */
function isTyping(element) {
  return element.isContentEditable || element.matches("input:not([type=radio], [type=checkbox]), select, textarea");
}

function saveForm() {
  const form = document.activeElement.form ?? document.activeElement.closest("form");
  const button = form?.querySelector(".savebar .btn-primary[type=submit], .savebar [type=submit]");
  if (form && button) form.requestSubmit(button);
  return Boolean(form && button);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (saveForm()) event.preventDefault();
  } else if (event.key === "?" && !isTyping(event.target) && sheet && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    sheet.showModal();
  }
});

/* A press beside the sheet closes it. */
sheet?.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
});

/* htmx gives the focus back to a field with an id; links and buttons have none. */
let left = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const now = document.activeElement;
  const isInside = event.detail.target?.contains(now) && now !== event.detail.target;
  left = isInside ? { name: now.getAttribute("name"), value: now.value, href: now.getAttribute("href") } : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (!left || document.activeElement !== document.body) return;
  const { name, value, href } = left;
  const part = event.detail.elt;
  const same = [...part.querySelectorAll("a, button, input, select, textarea")].find((one) =>
    name ? one.getAttribute("name") === name && one.value === value : href && one.getAttribute("href") === href,
  );
  if (!same) part.tabIndex = -1;
  (same ?? part).focus({ preventScroll: true });
  left = null;
});
