// One form at a time, fetched from its own page and shown beside the words. What is typed is kept in the browser until
// the server has it.

import * as copies from "../copies.js";
import { token } from "../csrf.js";
import { askToSignIn } from "../signin.js";

export class Panel {
  constructor(paper, { sent, moved }) {
    this.words = paper.dataset;
    this.sent = sent; // told the comment's number once the server has it
    this.moved = moved;
    this.card = null;
  }

  get form() {
    return this.card?.querySelector("form");
  }

  hasText() {
    return Boolean(this.form?.elements.text?.value.trim());
  }

  // Opens the form of `address` in the place of `cards` that comes after the element `after` (or first).
  async open(address, cards, { after = null, top = "" } = {}) {
    if (this.hasText()) return this.form.elements.text.focus();
    const form = await this.fetch(address);
    if (!form) return window.location.assign(address);
    this.close();
    this.card = Object.assign(document.createElement("article"), { className: "comment comment-new" });
    this.card.dataset.top = top;
    this.card.append(form);
    form.append(this.closer());
    after ? after.after(this.card) : cards.prepend(this.card);
    keepCopies(form, { address, row: rowOf(cards), top });
    this.restore(form);
    form.addEventListener("submit", (event) => this.submitted(event));
    this.moved(this.card);
    (form.elements.text ?? form.querySelector("button")).focus({ preventScroll: true });
    this.card.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  async fetch(address) {
    const response = await ask(address, { headers: { Accept: "application/json" } }, this.words.signIn).catch(() => null);
    if (!response?.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("form.comment-form");
  }

  closer() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link ms-3", textContent: this.words.close });
    button.addEventListener("click", () => {
      const { copy } = this.form.dataset;
      const kept = copy && copies.find(copy);
      if (kept) copies.keep(copy, { ...kept, closed: true }); // not opened by itself any more
      this.close();
    });
    return button;
  }

  restore(form) {
    const copy = form.dataset.copy && copies.find(form.dataset.copy);
    if (!copy?.values?.text && !copy?.values?.replacement) return;
    fill(form, copy.values);
    const hint = Object.assign(document.createElement("p"), { className: "hint", textContent: this.words.kept });
    hint.setAttribute("role", "status");
    hint.append(" ", this.thrower(form));
    form.prepend(hint);
  }

  thrower(form) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link", textContent: this.words.discard });
    button.addEventListener("click", () => {
      copies.drop(form.dataset.copy);
      form.reset();
      button.parentElement.remove();
      form.elements.text.focus();
    });
    return button;
  }

  async submitted(event) {
    event.preventDefault();
    await this.send(event.target, event.submitter);
  }

  // Sends this form, or one of a card: true if the server has it.
  async send(form, submitter) {
    const button = submitter ?? form.querySelector("button");
    button.disabled = true;
    const problem = await this.post(form, button.getAttribute("formaction") ?? form.getAttribute("action"));
    button.disabled = false;
    if (problem) complain(form, problem);
    return !problem;
  }

  async post(form, address) {
    const options = () => ({ method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json", "X-CSRFToken": token() } });
    let response;
    try {
      response = await ask(address, options, this.words.signIn);
    } catch {
      return this.words.offline;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return this.accept(form, answer);
    if (answer.conflict) return form.submit(); // its page shows both texts
    if (response.status === 401) return this.words.expired;
    return answer.message || this.words.trouble;
  }

  accept(form, answer) {
    if (form.dataset.copy) copies.drop(form.dataset.copy);
    if (form === this.form) this.close();
    this.sent(answer.comment);
    return null;
  }

  close() {
    this.card?.remove();
    this.card = null;
    this.moved(null);
  }
}

// Once more after the person has signed in again.
async function ask(address, options, signIn) {
  const made = typeof options === "function" ? options : () => options;
  const response = await fetch(address, made());
  return response.status === 401 && (await askToSignIn(signIn)) ? fetch(address, made()) : response;
}

function complain(form, message) {
  const place = form.querySelector(".err[role=alert]") ?? Object.assign(document.createElement("p"), { className: "err" });
  place.setAttribute("role", "alert");
  place.textContent = message;
  form.append(place);
}

const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
const name = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);
const texts = (form) => [...form.elements].filter((field) => field.name && (field.matches("textarea, select") || isChoice(field)));

export function keepCopies(form, more = {}) {
  form.addEventListener("input", () => {
    const values = Object.fromEntries(texts(form).map((field) => [name(field), isChoice(field) ? field.checked : field.value]));
    copies.keep(form.dataset.copy, { ...more, values });
  });
}

export function fill(form, values) {
  for (const field of texts(form)) {
    if (!(name(field) in values)) continue;
    if (isChoice(field)) field.checked = values[name(field)];
    else field.value = values[name(field)];
    if (field.checked) field.closest("details")?.setAttribute("open", "");
  }
}

const rowOf = (cards) => [...document.querySelectorAll("#paper .cards")].indexOf(cards);
