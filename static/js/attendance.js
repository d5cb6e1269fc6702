/*
 * Marking a class from the keyboard. In a row ([data-mark-row]) a letter (data-key of its radios: H T I S A) marks the
 * person at once, arrow up and down go to the next person. A change in a row saves it (hx-trigger); the answer replaces
 * only the state at the end of the row, so nothing that is being typed is lost. Who came late is saved once the hour is
 * typed, or when the row is left without one: then the server says what is missing.
 */
"use strict";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

function choices(row) {
  return [...row.querySelectorAll("input[data-key]:not(:disabled)")];
}

function goFrom(row, step) {
  const rows = [...document.querySelectorAll("[data-mark-row]")].filter((other) => choices(other).length);
  const next = rows[rows.indexOf(row) + step];
  if (!next) return false;
  const inputs = choices(next);
  (inputs.find((input) => input.checked) ?? inputs[0]).focus();
  return true;
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

/* The arrival field of a row where an hour is still missing, or null. */
function missingArrival(row) {
  const arrival = row.querySelector("[data-arrival]");
  const isLate = row.querySelector("input[value=late]:checked");
  return isLate && arrival && !arrival.value.trim() ? arrival : null;
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-mark-row]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input:not([type=radio]), select, textarea");
  if (event.key === "Enter" && typing) {
    event.preventDefault(); /* a row is saved when its field is left: on to the next person */
    if (!goFrom(row, 1)) event.target.blur();
  } else if (event.key in STEPS) {
    event.preventDefault();
    goFrom(row, STEPS[event.key]);
  } else if (!typing && mark(row, event.key)) {
    event.preventDefault();
  }
});

/* "Terlambat" alone says too little: ask for the hour first. Heard before htmx, which listens at the row. */
document.addEventListener(
  "change",
  (event) => {
    const row = event.target.closest?.("[data-mark-row]");
    const arrival = row && event.target.value === "late" && missingArrival(row);
    if (!arrival) return;
    event.stopPropagation();
    arrival.focus();
  },
  true,
);

document.addEventListener("focusout", (event) => {
  const row = event.target.closest?.("[data-mark-row]");
  if (!row || row.contains(event.relatedTarget) || !missingArrival(row)) return;
  row.dispatchEvent(new Event("change"));
});

for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
