// What a form holds, sent to the server: one request in flight, the next waits for it. What was not answered is sent
// again as it was before anything newer, so that the server knows it when it has it already. A request that was held up
// on the way, and comes after newer words, is refused.

import { patchFigures, showErrors, showWords } from "../figures.js";
import { sentence } from "../page.js";
import { Pauses } from "../pauses.js";
import { explain, send } from "../send.js";
import { differ, fieldsOf, initialOf, valuesOf } from "./values.js";

export class Saving {
  constructor(form, state, { again, isKept }) {
    this.form = form;
    this.state = state;
    this.again = again; // told after how many milliseconds to save once more
    this.isKept = isKept; // whether this browser has a copy
    this.saved = valuesOf(form);
    this.unanswered = null;
    this.inFlight = null;
    this.stopped = false; // after a conflict: a person must look first
    this.composing = false; // an input method is at work: what it shows are not words yet
    this.pauses = new Pauses();
  }

  isDirty() {
    return this.unanswered !== null || differ(valuesOf(this.form), this.saved);
  }

  // Resolves to whether all that was typed is stored.
  async save() {
    while (this.inFlight) await this.inFlight;
    if (this.stopped || this.composing) return false;
    if (!this.isDirty()) return true;
    return (await this.sendNow()) && this.save();
  }

  async sendNow(options = {}) {
    this.inFlight = this.sendOne(options);
    const isStored = await this.inFlight;
    this.inFlight = null;
    return isStored;
  }

  async sendOne(options) {
    if (!this.state.isBad) this.state.say(sentence("saving"));
    const values = (this.unanswered ??= valuesOf(this.form));
    const proves = ({ version }) => Number.isInteger(version);
    const asking = () => this.state.complain(sentence("expired"));
    const outcome = await send(this.form.action, this.sent(values), { proves, asking, ...options });
    if (outcome.answer || outcome.isLost) this.unanswered = null;
    this[outcome.kind](outcome, values);
    return outcome.kind === "stored";
  }

  // What goes out next.
  next() {
    return this.sent(this.unanswered ?? valuesOf(this.form));
  }

  sent(values) {
    const { version, tab } = this.form.elements;
    const initial = Object.keys(values).map((name) => [`initial-${name}`, this.saved[name] ?? ""]);
    return { ...values, ...Object.fromEntries(initial), version: version.value, tab: tab.value };
  }

  stored({ answer }, values) {
    this.pauses.reset();
    this.saved = { ...this.saved, ...values };
    this.form.elements.version.value = answer.version;
    for (const [name, value] of Object.entries(values)) initialOf(this.form, name)?.setAttribute("value", value);
    // Of several forms on a page each has counts of its own.
    const counted = this.form.querySelector("[data-count]") ? this.form : document;
    for (const place of counted.querySelectorAll("[data-count]")) {
      place.textContent = answer[place.dataset.count] ?? place.textContent;
    }
    if (answer.words) showWords(answer.words);
    if (answer.marks) this.form.dispatchEvent(new CustomEvent("checked", { detail: { marks: answer.marks, values } }));
    if (answer.figures) this.addFigures(answer.figures);
    showErrors(this.form, answer.errors ?? {});
    this.state.say(sentence("saved", { time: answer.saved }));
  }

  addFigures(html) {
    patchFigures(this.form, html);
    for (const { name } of fieldsOf(this.form)) this.saved[name] ??= initialOf(this.form, name)?.value ?? "";
  }

  retry(outcome) {
    this.state.complain(sentence(this.isKept() ? "notSaved" : "notKept"), " ", ...explain(outcome));
    this.again(this.pauses.next(outcome.after));
  }

  refused({ answer }) {
    this.state.complain(sentence("refused"), " ", answer.message || sentence("trouble"));
  }

  signIn() {
    this.state.complain(sentence("expired"));
  }

  conflict({ answer }) {
    this.stopped = true;
    const look = document.createElement("button");
    look.className = "btn btn-outline-secondary btn-sm ms-2";
    look.textContent = sentence("compare");
    look.addEventListener("click", () => this.form.submit());
    this.state.complain(sentence("refused"), " ", answer.message, look);
  }
}
