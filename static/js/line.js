/*
 * A line that drops loses nothing that was typed. Before a form is sent as a page, a short question tells whether anybody
 * is there: a page of the browser's own would take the place of the form, and pages are not kept (Cache-Control), so the
 * arrow back would find nothing. Where the server was heard a moment ago, nothing is asked. What is sent in the background says by itself when it did not arrive.
 */
"use strict";

const LOST = "Sambungan terputus. Yang Anda ketik masih ada; coba kirim lagi.";
const NOT_SAVED = "Belum tersimpan: sambungan terputus. Yang Anda ketik masih ada; coba kirim lagi.";
const AWAY = "Sistem sedang tidak dapat dihubungi. Yang Anda ketik masih ada; coba kirim lagi sebentar lagi.";
const PATIENCE_MS = 8000;
const FRESH_MS = 30000;
const alarm = document.getElementById("alarm");

let heardAt = performance.now();

function sound(sentence, kind = "bad") {
  if (!alarm) return;
  const note = document.createElement("div");
  note.className = `note ${kind}`;
  note.textContent = sentence;
  alarm.replaceChildren(note);
}

function hush() {
  alarm?.replaceChildren();
}

/* Why nothing can be sent now; an empty text when it can. */
async function trouble() {
  if (!navigator.onLine) return LOST;
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.status === 503 ? AWAY : "";
  } catch {
    return LOST;
  }
}

async function send(form, submitter) {
  const sentence = await trouble();
  delete form.dataset.asking;
  submitter?.removeAttribute("aria-busy");
  if (sentence) {
    sound(sentence);
    form.dispatchEvent(new Event("input")); /* still unsaved: the page is not left by mistake */
    return;
  }
  hush();
  form.dataset.reached = "1";
  setTimeout(() => form.requestSubmit(submitter)); /* a form that is still announcing its first sending ignores this */
}

/* Heard before app.js, which then sees the second, real sending. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const opensElsewhere = event.submitter?.formTarget || form.target;
  if (event.defaultPrevented || form.method !== "post" || opensElsewhere || form.dataset.sending) return;
  const isFresh = navigator.onLine && performance.now() - heardAt < FRESH_MS;
  if (form.dataset.reached || isFresh) {
    delete form.dataset.reached;
    return;
  }
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  send(form, event.submitter);
});

addEventListener("offline", () => sound("Sambungan terputus. Jangan tutup halaman ini: yang Anda ketik masih ada.", "wait"));
addEventListener("online", hush);

/* In the background: a search changes nothing, everything else was to be saved. */
function isSearch(detail) {
  return detail.requestConfig?.verb === "get" || detail.elt?.closest?.("[role=search], .filters") !== null;
}

function lost(event) {
  sound(isSearch(event.detail ?? {}) ? LOST : NOT_SAVED);
}

function refused(event) {
  const { xhr } = event.detail;
  const reference = xhr.getResponseHeader?.("X-Request-ID");
  const known = {
    401: "Belum tersimpan: masuk lagi, lalu ulangi yang terakhir.",
    403: "Belum tersimpan: Anda tidak berwenang, atau halaman ini sudah kedaluwarsa. Ulangi, atau muat ulang halaman.",
    413: "Belum tersimpan: kirimannya terlalu besar. Pilih berkas yang lebih kecil.",
    429: "Terlalu banyak percobaan. Tunggulah beberapa menit, lalu coba sekali lagi.",
    503: AWAY,
  };
  const code = reference ? ` (kode ${reference})` : "";
  sound(known[xhr.status] ?? `Belum tersimpan: ada gangguan${code}. Muat ulang halaman, lalu ulangi.`);
}

document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:timeout", lost);
document.addEventListener("htmx:responseError", refused);
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  heardAt = performance.now();
  hush();
});
