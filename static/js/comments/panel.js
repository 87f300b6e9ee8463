// One form at a time, fetched from its own page and shown beside the words. What is typed is kept in the browser until
// the server has it, with the words that it was begun on: it never lands on others.

import * as copies from "../copies.js";
import { deliver } from "../delivery.js";
import { hasWords, keepDraft, restoreDraft, tell } from "../drafts.js";
import { button, notice } from "../elements.js";
import { sentence } from "../page.js";
import { askToSignIn } from "../signin.js";

const proves = ({ comment }) => Number.isInteger(comment);

export class Panel {
  constructor({ sent, moved, putAside }) {
    this.sent = sent; // told the comment's number once the server has it
    this.moved = moved;
    this.putAside = putAside; // told when there is one more draft that is not open
    this.card = null;
  }

  get form() {
    return this.card?.querySelector("form");
  }

  // Opens the form of `address` in the place of `cards` that comes after the element `after` (or first). What is being
  // written in another one is finished or put aside first.
  async open(address, cards, { after = null, top = "" } = {}) {
    if (this.form && this.address === address) return this.focus();
    if (this.form && hasWords(this.form)) {
      return this.offerToPutAside(() => this.open(address, cards, { after, top }));
    }
    const form = await this.fetch(address, cards);
    if (!form) return undefined;
    this.close();
    this.address = address;
    this.card = Object.assign(document.createElement("article"), { className: "comment comment-new" });
    this.card.dataset.top = top;
    this.card.append(form);
    after ? after.after(this.card) : cards.prepend(this.card);
    this.prepare(form, { address, row: rowOf(cards), top });
    this.moved(this.card);
    this.focus();
    this.card.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  prepare(form, more) {
    const kept = copies.find(form.dataset.copy);
    if (kept) copies.keep(form.dataset.copy, { ...kept, ...more, closed: false });
    restoreDraft(form);
    keepDraft(form, more);
    form.append(" ", button(sentence("close"), () => this.shut(), "btn btn-link"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(form, event.submitter);
    });
  }

  focus() {
    (this.form.elements.text ?? this.form.querySelector("button")).focus({ preventScroll: true });
  }

  async fetch(address, cards) {
    const options = { headers: { Accept: "application/json" }, redirect: "manual" };
    const response = await fetch(address, options).catch(() => null);
    if (response?.status === 401 && (await askToSignIn())) return this.fetch(address, cards);
    const page = new DOMParser().parseFromString((await response?.text().catch(() => "")) ?? "", "text/html");
    const form = page.querySelector("form.comment-form");
    if (!form) this.explainNoForm(cards, response);
    return form;
  }

  // Whatever keeps it away, the page stays.
  explainNoForm(cards, response) {
    this.close();
    this.card = Object.assign(document.createElement("article"), { className: "comment comment-new" });
    const why = sentence(response ? "formAway" : navigator.onLine ? "silent" : "offline");
    this.card.append(notice("alert", why), button(sentence("close"), () => this.close(), "btn btn-link"));
    cards.prepend(this.card);
    this.moved(this.card);
    this.card.scrollIntoView({ block: "nearest" });
  }

  offerToPutAside(goOn) {
    this.card.querySelector(".half-written")?.remove();
    const said = notice("alert", sentence("halfWritten"), " ");
    said.classList.add("half-written");
    const finish = () => {
      said.remove();
      this.focus();
    };
    const aside = () => {
      this.shut();
      goOn();
    };
    said.append(button(sentence("finish"), finish), " ", button(sentence("aside"), aside));
    this.card.prepend(said);
    this.moved(this.card);
    said.querySelector("button").focus({ preventScroll: true });
    this.card.scrollIntoView({ block: "nearest" });
  }

  // Not opened by itself any more; what was typed is kept.
  shut() {
    const { copy } = this.form.dataset;
    const kept = copies.find(copy);
    if (kept && hasWords(this.form)) copies.keep(copy, { ...kept, closed: true });
    else copies.drop(copy);
    this.close();
    this.putAside();
  }

  // Sends this form, or one of a card.
  async send(form, submitter) {
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    const outcome = await deliver(form, address, { proves, say: (parts) => tell(form, parts) });
    if (!outcome || !form.isConnected) return;
    if (outcome.kind === "conflict") form.submit(); // its page shows both texts
    else if (outcome.kind === "stored") this.accept(form, outcome.answer);
    else tell(form, [outcome.kind === "signIn" ? sentence("expired") : outcome.answer?.message || sentence("trouble")]);
  }

  accept(form, answer) {
    if (form.dataset.copy) copies.drop(form.dataset.copy);
    if (form === this.form) this.close();
    this.sent(answer.comment);
  }

  close() {
    this.card?.remove();
    this.card = null;
    this.moved(null);
  }
}

const rowOf = (cards) => [...document.querySelectorAll("#paper .cards")].indexOf(cards);
