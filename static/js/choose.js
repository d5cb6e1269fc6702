/* Choosing people in a list: one box chooses all, and the bar says how many are chosen. The page works without it. */
"use strict";

function boxes() {
  return [...document.querySelectorAll("input[name=registration]")];
}

function tell() {
  const all = document.querySelector("[data-choose-all]");
  const count = document.querySelector("[data-chosen-count]");
  if (!all || !count) return;
  const chosen = boxes().filter((box) => box.checked).length;
  all.hidden = false;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && chosen < boxes().length;
  count.closest(".choice").dataset.chosen = chosen;
  count.textContent = chosen ? `${chosen} dipilih:` : "Centang nama, lalu putuskan";
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
  }
  tell();
});
document.addEventListener("htmx:afterSwap", tell);
addEventListener("pageshow", tell);
