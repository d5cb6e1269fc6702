/*
 * A desk that nobody uses is locked by the server. This script counts along: it warns two minutes before, keeps the
 * session alive while somebody types, and when it is over lays a log-in over the page instead of leaving it. Who logs in
 * (in another tab) finds the page as it was, its forms with fresh tokens; another person gets a fresh page.
 * Without script nothing is lost either: the server keeps what is sent (accounts/kept_forms.py).
 */
"use strict";

(() => {
  const me = document.currentScript.dataset;
  const WARN_MS = 120_000;
  const SAY_EVERY_MS = 60_000;
  const LOOK_EVERY_MS = 5_000;
  let endsAt = Date.now() + me.left * 1000;
  let saidAt = Date.now();
  let isUsed = false;
  let bar = null;
  let lock = null;

  function token() {
    return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  async function ask(method) {
    const headers = method === "POST" ? { "X-CSRFToken": token() } : {};
    let answer;
    try {
      answer = await fetch(me.url, { method, headers, redirect: "error" });
    } catch {
      return; /* no network: the next look will tell */
    }
    if (method === "POST" && answer.status === 403) await ask("GET");
    if (answer.ok) take(await answer.json());
  }

  function take({ left, user, token: fresh }) {
    if (user === null) return shut();
    if (String(user) !== me.user) return giveWay();
    endsAt = Date.now() + left * 1000;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh;
    if (document.body.hasAttribute("hx-headers")) {
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
    }
    lock?.remove();
    lock = null;
    if (left * 1000 > WARN_MS) {
      bar?.remove();
      bar = null;
    } else warn();
  }

  /* Another person has the desk: no question whether to leave what is not theirs. */
  function giveWay() {
    addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
    location.replace("/");
  }

  function stayIn() {
    isUsed = false;
    saidAt = Date.now();
    return ask("POST");
  }

  function element(tag, className, words) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = words;
    return made;
  }

  function warn() {
    if (bar || lock) return;
    bar = element("div", "idle-bar", "");
    bar.setAttribute("role", "alert");
    const stay = element("button", "btn btn-primary", "Tetap masuk");
    stay.type = "button";
    stay.addEventListener("click", stayIn);
    bar.append(element("span", "", "Halaman ini segera terkunci karena lama tidak dipakai."), stay);
    document.body.append(bar);
  }

  /* Over the page, and nothing of it to be read: the desk may have another visitor by now. */
  function shut() {
    endsAt = 0;
    bar?.remove();
    bar = null;
    if (lock) return;
    lock = element("dialog", "lock", "");
    lock.setAttribute("aria-labelledby", "terkunci");
    const title = element("h2", "", "Terkunci karena lama tidak dipakai");
    title.id = "terkunci";
    const enter = element("a", "btn btn-primary", "Masuk lagi");
    enter.href = me.login;
    enter.target = "tkm-masuk";
    lock.append(title, element("p", "", "Isian di halaman ini masih ada. Masuk lagi di tab baru, lalu lanjutkan di sini."), enter);
    lock.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(lock);
    lock.showModal();
  }

  function look() {
    const left = endsAt - Date.now();
    if (lock) return;
    if (isUsed && Date.now() - saidAt > SAY_EVERY_MS && left > 0) stayIn();
    else if (left <= WARN_MS) ask("GET");
  }

  for (const sign of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(sign, () => (isUsed = true), { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", () => document.hidden || ask("GET"));
  addEventListener("pageshow", (event) => event.persisted && ask("GET"));
  new BroadcastChannel("tkm-masuk").addEventListener("message", () => ask("GET"));
  document.addEventListener("terkunci", shut);
  document.addEventListener("htmx:responseError", (event) => event.detail.xhr.status === 403 && ask("GET"));
  setInterval(look, LOOK_EVERY_MS);

  /* The computer slept, and the clock with it: do not send into a locked desk what is safer here. */
  document.addEventListener(
    "submit",
    (event) => {
      if (endsAt > Date.now() || event.target.method !== "post") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask("GET");
    },
    true,
  );
})();
