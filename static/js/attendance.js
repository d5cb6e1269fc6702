/*
 * Marking a class from the keyboard. In a row ([data-mark-row]) a letter (data-key of its radios: H T I S A) marks the
 * person at once, arrow up and down go to the next person. The change event of the radio does the saving (hx-trigger),
 * and htmx finds the focus again by the radio's id after it has replaced the row.
 */
"use strict";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

function choices(row) {
  return [...row.querySelectorAll("input[data-key]:not(:disabled)")];
}

function goFrom(row, step) {
  const rows = [...document.querySelectorAll("[data-mark-row]")].filter((other) => choices(other).length);
  const next = rows[rows.indexOf(row) + step];
  if (!next) return;
  const inputs = choices(next);
  (inputs.find((input) => input.checked) ?? inputs[0]).focus();
}

function mark(row, letter) {
  const input = choices(row).find((choice) => choice.dataset.key.toLowerCase() === letter.toLowerCase());
  if (!input) return false;
  input.focus();
  if (!input.checked) {
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-mark-row]");
  const typing = event.target.matches("input:not([type=radio]), select, textarea");
  if (!row || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) {
    event.preventDefault();
    goFrom(row, STEPS[event.key]);
  } else if (mark(row, event.key)) {
    event.preventDefault();
  }
});
