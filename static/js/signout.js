// Signing out removes this browser's copies: where words may not have reached the server, a person is asked first.

import * as copies from "./copies.js";
import { button } from "./elements.js";
import { sentence } from "./page.js";

const PATIENCE = 3000; // for a last save

// `saveAll` saves what this page holds.
export function guardSignOut(form, saveAll) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([saveAll(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    const unsent = copies.under("");
    if (!unsent.length) signOut(form);
    else ask(unsent, form);
  });
}

function signOut(form) {
  copies.dropAll();
  window.dispatchEvent(new Event("signout")); // nobody is asked once more
  form.submit();
}

// Who stays is back at the menu, which has closed meanwhile.
function ask(unsent, form) {
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { id: "unsent", textContent: sentence("unsent") });
  const said = Object.assign(document.createElement("p"), { textContent: sentence("unsentLost") });
  dialog.setAttribute("aria-labelledby", title.id);
  const actions = Object.assign(document.createElement("div"), { className: "actions" });
  const stay = button(sentence("stay"), () => dialog.close(), "btn btn-primary");
  const leave = button(sentence("signOutAnyway"), () => signOut(form), "btn btn-outline-secondary");
  actions.append(stay, leave);
  dialog.append(title, said, listOf(unsent), actions);
  dialog.addEventListener("close", () => {
    dialog.remove();
    const menu = form.closest("details");
    if (menu) menu.open = false;
    menu?.querySelector("summary").focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  stay.focus();
}

function listOf(unsent) {
  const list = document.createElement("ul");
  for (const { page, address, name } of unsent) {
    const entry = document.createElement("li");
    const link = { href: page ?? address ?? "/", textContent: name ?? page ?? address };
    entry.append(Object.assign(document.createElement("a"), link));
    list.append(entry);
  }
  return list;
}
