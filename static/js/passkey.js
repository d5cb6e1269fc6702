/*
 * Passkeys: a form with data-passkey="get" or "create" asks the browser first, then sends what it answered in the field
 * "credential". The options come with the page (data-options, the id of a JSON script) or are fetched when pressed
 * (data-options-url). Where the browser or the address knows no passkeys, [data-passkey-missing] stays and nothing else.
 */
"use strict";

const WORDS = {
  NotAllowedError: "Belum berhasil: dibatalkan, atau perangkat ini tidak punya kunci sandi untuk TKM Banjarbaru.",
  InvalidStateError: "Perangkat ini sudah punya kunci sandi untuk akun Anda.",
};
const OTHERWISE = "Belum berhasil. Coba sekali lagi, atau pakai cara lain.";

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(list) {
  return (list ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));
}

async function create(options) {
  const asked = options.publicKey;
  const key = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
  return told(key, { attestationObject: toText(key.response.attestationObject) });
}

async function get(options) {
  const asked = options.publicKey;
  const key = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = key.response;
  return told(key, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function told(key, response) {
  return {
    id: key.id,
    rawId: toText(key.rawId),
    type: key.type,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
    response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function answer(form) {
  const refusal = form.querySelector("[data-passkey-refusal]");
  refusal.hidden = true;
  try {
    const options = await optionsOf(form);
    const key = await (form.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.credential.value = JSON.stringify(key);
    form.submit();
  } catch (error) {
    refusal.textContent = WORDS[error.name] ?? OTHERWISE;
    refusal.hidden = false;
  }
}

const isNumber = /^[0-9.]+$|^\[/.test(location.hostname);
if (window.PublicKeyCredential && window.isSecureContext && !isNumber) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.querySelector("[data-passkey-missing]")?.remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}
