// Asks for the password again in place when the sign-in has expired, so that nothing typed is lost.

import { refreshForms, token } from "./csrf.js";

let asking = null;

// One question at a time, however many saves wait for it. Resolves to whether the same person is signed in again.
export function askToSignIn(address) {
  asking ??= ask(address).finally(() => (asking = null));
  return asking;
}

function ask(address) {
  const dialog = document.getElementById("sign-in-again");
  const form = dialog.querySelector("form");
  const notice = dialog.querySelector("[role=alert]");
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const problem = await signIn(address, form);
      notice.hidden = !problem;
      notice.textContent = problem ?? "";
      if (problem === null) dialog.close("done");
    };
    dialog.onclose = () => {
      form.reset();
      resolve(dialog.returnValue === "done");
    };
    dialog.returnValue = "";
    dialog.showModal();
    form.elements.password.focus();
  });
}

async function signIn(address, form) {
  const body = new URLSearchParams({ username: form.elements.username.value, password: form.elements.password.value });
  try {
    if (!token()) await fetch(address);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const response = await fetch(address, { method: "POST", body, headers });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) return answer.message || form.dataset.failed;
    refreshForms();
    return null;
  } catch {
    return form.dataset.offline;
  }
}
