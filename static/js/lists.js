/*
 * Back to the list as it was: while this tab is open, the way back from a page (crumbs, "Tidak jadi") keeps the filters of
 * the list it leads to. At the log-in they are forgotten, since a desk is shared.
 */
"use strict";

const KEPT = "daftar:";

function remember() {
  if (!document.querySelector("main .filters")) return;
  if (location.search) sessionStorage.setItem(KEPT + location.pathname, location.search);
  else sessionStorage.removeItem(KEPT + location.pathname);
}

function leadBack() {
  for (const link of document.querySelectorAll(".crumbs a, .savebar a")) {
    const query = sessionStorage.getItem(KEPT + link.pathname);
    if (!query || link.search || link.pathname === location.pathname) continue;
    link.search = query;
    if (link.closest(".crumbs")) link.append(" (tersaring)");
  }
}

if (document.querySelector(".gate")) sessionStorage.clear();
remember();
leadBack();
document.addEventListener("htmx:pushedIntoHistory", remember);
document.addEventListener("htmx:replacedInHistory", remember);
