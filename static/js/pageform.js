// A form on a page of its own: what is typed stays in the browser until the server has it, and the form is sent until
// the server has answered. What the server refuses it explains on its own page.

import * as copies from "./copies.js";
import { deliver } from "./delivery.js";
import { keepDraft, restoreDraft, tell } from "./drafts.js";

const PATIENCE = 120000; // the last agreement makes the final copy
const proves = ({ next, version }) => typeof next === "string" || Number.isInteger(version);

export function startPageForm(form) {
  if (!document.querySelector(".error-summary")) restoreDraft(form);
  keepDraft(form, form.dataset.decides ? typedOver(form) : {});
  form.addEventListener("submit", (event) => submitted(event, form));
}

// A text on the page of two texts: offered on the section's own page again, to be put over what it was typed over.
function typedOver(form) {
  const initials = [...form.elements].filter(({ name }) => name.startsWith("initial-"));
  const base = Object.fromEntries(initials.map(({ name, value }) => [name.slice("initial-".length), value]));
  return { base, version: form.elements.version.value, isDecision: true };
}

async function submitted(event, form) {
  event.preventDefault();
  const address = event.submitter?.getAttribute("formaction") ?? form.action;
  const outcome = await deliver(form, address, { proves, say: (parts) => tell(form, parts), patience: PATIENCE });
  if (!outcome || outcome.kind === "signIn") return;
  if (outcome.kind !== "stored") return submitPlainly(form, address);
  copies.drop(form.dataset.copy);
  if (form.dataset.decides) copies.dropWithOthers(form.dataset.decides);
  goTo(outcome.answer.next ?? form.action);
}

function submitPlainly(form, address) {
  form.action = address;
  form.submit();
}

// An address that differs only behind # would not be loaded anew. Loaded again, the page stays where it was.
function goTo(next) {
  const to = new URL(next, window.location.href);
  if (to.pathname + to.search !== window.location.pathname + window.location.search) {
    return window.location.assign(to.href);
  }
  window.history.replaceState(null, "", to.href);
  return window.location.reload();
}
