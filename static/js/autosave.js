// Saves a section while it is written: after a pause in typing and on leaving; one request in flight, the next queued;
// never while an input method is composing; never touching a field that is in use.

import * as copies from "./copies.js";
import { token } from "./csrf.js";
import { patchFigures, showErrors } from "./figures.js";
import { askToSignIn } from "./signin.js";

const PAUSE = 1500;
const RETRY = 5000;
const KEEPALIVE_BYTES = 60000; // browsers send no more than 64 kB after a page is left

export class Autosave {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.state = document.getElementById("save-state");
    this.place = `${form.dataset.section}:${form.elements.body ? "write" : "fill"}`;
    this.saved = this.values();
    this.composing = false;
    this.stopped = false; // after a conflict: a person must look first
    this.inFlight = null;
    this.unanswered = null; // sent, but the answer was lost: sent again as it was, before anything newer
    this.offered = null; // a copy of an earlier sitting that nobody has decided on yet
  }

  start() {
    const { form } = this;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("compositionstart", () => (this.composing = true));
    form.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
    });
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.leave());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("online", () => this.isDirty() && this.save());
    window.addEventListener("beforeunload", (event) => this.isInTrouble() && event.preventDefault());
    this.offerCopy();
  }

  fields() {
    return [...this.form.elements].filter((field) => field.name && field.type !== "hidden" && field.matches("input, textarea"));
  }

  values() {
    return Object.fromEntries(this.fields().map((field) => [field.name, field.value]));
  }

  isDirty() {
    return this.unanswered !== null || differ(this.values(), this.saved);
  }

  isInTrouble() {
    return this.isDirty() && this.state.classList.contains("bad");
  }

  typed() {
    if (this.composing) return;
    if (!this.isDirty()) return;
    this.keepCopy();
    if (this.stopped) return;
    this.say(this.words.waiting);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  keepCopy() {
    const version = this.form.elements.version.value;
    copies.keep(this.place, { values: this.values(), base: this.saved, version, earlier: this.offered });
  }

  // What this page typed is stored; what it still offers is not.
  dropCopy() {
    if (this.offered) copies.keep(this.place, this.offered);
    else copies.drop(this.place);
  }

  // One save after another: a call while one runs waits for it and then saves what is newer.
  async save() {
    clearTimeout(this.timer);
    if (this.composing || this.stopped) return false;
    while (this.inFlight) await this.inFlight;
    if (!this.isDirty()) return true;
    const ok = await this.dispatch();
    if (ok && this.isDirty()) return this.save();
    return ok;
  }

  async dispatch(options) {
    this.inFlight = this.send(this.unanswered ?? this.values(), options);
    const ok = await this.inFlight;
    this.inFlight = null;
    return ok;
  }

  async send(values, options) {
    this.say(this.words.saving);
    this.unanswered = values;
    let response;
    try {
      response = await this.post(values, options);
    } catch {
      return this.failed(this.words.offline);
    }
    if (response.status >= 500) return this.failed(this.words.trouble);
    this.unanswered = null;
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return this.accept(values, answer);
    if (response.status === 401) return this.signInAgain();
    if (response.status === 409) return this.stop(answer);
    this.say(answer.message || this.words.trouble, true);
    return false;
  }

  post(values, options = {}) {
    const body = new URLSearchParams({ ...values, version: this.form.elements.version.value, tab: this.form.elements.tab.value });
    for (const name of Object.keys(values)) body.set(`initial-${name}`, this.saved[name] ?? "");
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    return fetch(this.form.action, { method: "POST", body, headers, ...options });
  }

  accept(values, answer) {
    this.saved = { ...this.saved, ...values };
    this.form.elements.version.value = answer.version;
    for (const [name, value] of Object.entries(values)) this.form.elements[`initial-${name}`]?.setAttribute("value", value);
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = answer[place.dataset.count] ?? place.textContent;
    if (answer.figures) this.addFigures(answer.figures);
    showErrors(this.form, answer.errors ?? {});
    if (this.isDirty()) this.keepCopy();
    else this.dropCopy();
    this.say(this.words.saved.replace("%(time)s", answer.saved));
    return true;
  }

  addFigures(html) {
    patchFigures(this.form, html);
    for (const field of this.fields()) this.saved[field.name] ??= this.form.elements[`initial-${field.name}`]?.value ?? "";
  }

  failed(message) {
    this.say(message, true);
    this.timer = setTimeout(() => this.save(), RETRY);
    return false;
  }

  async signInAgain() {
    this.say(this.words.expired, true);
    return (await askToSignIn(this.words.signIn)) ? this.send(this.values()) : false;
  }

  stop({ message, conflict }) {
    this.stopped = true;
    this.say(message || this.words.conflict, true);
    if (conflict) {
      const look = document.createElement("button");
      look.className = "btn btn-outline-secondary btn-sm ms-2";
      look.textContent = this.words.compare;
      look.addEventListener("click", () => this.form.submit());
      this.state.append(look);
    }
    return false;
  }

  // The page is being left: what fits goes out at once; what does not is still in the browser's copy.
  leave() {
    if (this.stopped || this.inFlight || this.composing || !this.isDirty()) return;
    this.keepCopy();
    if (JSON.stringify(this.values()).length * 9 > KEEPALIVE_BYTES) return;
    this.dispatch({ keepalive: true });
  }

  async submitted(event) {
    if (this.stopped) return; // the ordinary post shows both texts
    event.preventDefault();
    const ok = await this.save();
    if (ok && event.submitter?.name === "next") window.location.assign(event.submitter.dataset.href);
    else if (!ok && this.stopped) this.form.submit();
  }

  // A copy is offered over the text it was typed on, so that a text saved since is compared, not overwritten.
  offerCopy() {
    const copy = this.undecided(copies.find(this.place));
    if (!copy) return copies.drop(this.place);
    this.offered = copy;
    const offer = document.createElement("div");
    offer.className = "notice notice-warning";
    offer.setAttribute("role", "alert");
    const time = new Date(copy.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    offer.append(this.words.recovered.replace("%(time)s", time), " ");
    offer.append(button(this.words.restore, () => (offer.remove(), this.restore(copy))), " ");
    offer.append(button(this.words.discard, () => (offer.remove(), this.discard(copy))));
    this.form.before(offer);
    return offer;
  }

  undecided(copy) {
    if (!copy) return null;
    return differ(copy.values, this.values()) ? copy : this.undecided(copy.earlier);
  }

  discard(copy) {
    this.offered = copy.earlier ?? null;
    if (this.isDirty()) this.keepCopy();
    else this.dropCopy();
  }

  // What was typed here before the copy is put back is saved first; as if from another page, so that the two are compared.
  async restore(copy) {
    if (this.isDirty() && !(await this.save())) return this.offerCopy();
    this.offered = copy.earlier ?? null;
    this.form.elements.tab.value += "-copy";
    this.form.elements.version.value = copy.version;
    this.saved = { ...this.saved, ...copy.base };
    for (const field of this.fields()) {
      const initial = this.form.elements[`initial-${field.name}`];
      if (initial && field.name in copy.base) initial.value = copy.base[field.name];
      if (field.name in copy.values) field.value = copy.values[field.name];
    }
    return this.typed();
  }

  say(message, bad = false) {
    this.state.textContent = message;
    this.state.classList.toggle("bad", bad);
  }
}

function differ(some, others) {
  return Object.keys(some).some((name) => lines(some[name]) !== lines(others[name] ?? ""));
}

const lines = (text) => text.replaceAll("\r\n", "\n");

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-secondary btn-sm";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}
