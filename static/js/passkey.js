// Asks the device for a passkey, and sends what it answers as the form that stands in the page.

import { token } from "./csrf.js";

const READERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

export function usePasskeys(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const problem = await ask(form);
    button.disabled = false;
    if (problem) say(form, problem);
    else form.submit();
  });
}

// What is wrong; nothing where the form is ready to be sent.
async function ask(form) {
  const words = form.querySelector("[role=alert]").dataset;
  const body = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "credential"));
  body.set("begin", "begin");
  try {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const response = await fetch(window.location.href, { method: "POST", body, headers, redirect: "manual" });
    const answer = await response.json();
    if (!response.ok) return answer.message || words.offline;
    const publicKey = readable(answer.options);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = JSON.stringify(written(credential));
    return "";
  } catch (error) {
    if (error.name === "InvalidStateError") return words.known;
    return error instanceof DOMException ? words.cancelled : words.offline;
  }
}

function say(form, problem) {
  const notice = form.querySelector("[role=alert]");
  notice.textContent = problem;
  notice.hidden = false;
}

// Bytes travel as base64url.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function readable(options) {
  const named = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));
  const asked = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) asked.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) asked.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) asked.allowCredentials = named(options.allowCredentials);
  return asked;
}

function written({ id, rawId, type, response }) {
  const parts = READERS.filter((name) => response[name]).map((name) => [name, toText(response[name])]);
  return { id, rawId: toText(rawId), type, response: Object.fromEntries(parts) };
}
