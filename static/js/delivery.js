// One form on its way to the server: sent again with growing pauses, as it then reads, until the site has answered.

import { sentence } from "./page.js";
import { Pauses } from "./pauses.js";
import { explain, send } from "./send.js";

const running = new WeakMap();

// Resolves to the outcome of `send`; to nothing where the form is on its way already, which is then tried at once.
export async function deliver(form, address, options) {
  if (running.has(form)) return void running.get(form)();
  running.set(form, () => {});
  try {
    return await untilAnswered(form, address, options);
  } finally {
    running.delete(form);
  }
}

// A form with a key may be typed in meanwhile: sent again under that key, what is stored is changed to what it says.
async function untilAnswered(form, address, { proves, say, patience }) {
  const pauses = new Pauses();
  for (;;) {
    const sent = wordsOf(form);
    const thaw = form.elements.key ? () => {} : freeze(form);
    const outcome = await send(address, sent, { proves, asking: () => say([sentence("expired")]), patience });
    thaw();
    const isDone = outcome.kind === "stored" ? !form.elements.key || wordsOf(form) === sent : outcome.kind !== "retry";
    if (isDone || !form.isConnected) return outcome;
    if (outcome.kind === "stored") continue;
    say([sentence("notSent"), " ", ...explain(outcome)]);
    await pause(form, pauses.next(outcome.after));
    if (!form.isConnected) return outcome;
  }
}

const wordsOf = (form) => new URLSearchParams(new FormData(form)).toString();

// Nothing can be typed that would not be sent.
function freeze(form) {
  const fields = [...form.querySelectorAll("textarea, input[type=text]")].filter(({ readOnly }) => !readOnly);
  for (const field of fields) field.readOnly = true;
  return () => fields.forEach((field) => (field.readOnly = false));
}

// Ends early when the connection is back or the person asks.
function pause(form, milliseconds) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      running.set(form, () => {});
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
    running.set(form, end);
  });
}
