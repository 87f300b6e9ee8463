// Django's token against forged posts. It changes at sign-in, and a browser may lose it, so it is read when needed.

import { addresses } from "./page.js";

export const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";

export function refreshForms() {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token()));
}

// Asks the site for the cookie once more: whether there is one now.
export async function renewToken(options) {
  await fetch(addresses.token, { headers: { Accept: "application/json" }, ...options });
  if (token()) refreshForms();
  return Boolean(token());
}
