// Asks for the password again in place when the sign-in has expired, so that nothing typed is lost.

import { refreshForms, renewToken, token } from "./csrf.js";
import { addresses, person, sentence } from "./page.js";

let asking = null;

// One question at a time, however many saves wait for it. Resolves to whether the same person is signed in again.
export function askToSignIn() {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

function ask() {
  const dialog = document.getElementById("sign-in-again");
  const form = dialog.querySelector("form");
  const notice = dialog.querySelector("[role=alert]");
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (event.submitter?.value === "office") return signedInElsewhere(dialog);
      const problem = await signIn(form);
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

// Whether it is so, and the same person, the site says to what is sent next.
function signedInElsewhere(dialog) {
  refreshForms();
  dialog.close("done");
}

async function signIn(form) {
  const { username, password, code } = form.elements;
  try {
    if (!token()) await renewToken();
    const body = new URLSearchParams({ username: username.value, password: password.value });
    if (code) body.set("code", code.value);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const response = await fetch(addresses.signIn, { method: "POST", body, headers, redirect: "manual" });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok || String(answer.user) !== person) return answer.message || sentence("signInFailed");
    refreshForms();
    return null;
  } catch {
    return sentence("offline");
  }
}
