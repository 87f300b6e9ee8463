// Saves a section while it is written: after a pause in typing and on leaving; never while an input method is
// composing; never touching a field that is in use. What has not reached the server stays in the browser's copy.

import * as copies from "../copies.js";
import { sentence } from "../page.js";
import { bytesOf } from "../send.js";
import { offerCopies } from "./offers.js";
import { Saving } from "./saving.js";
import { State } from "./state.js";
import { differ, fieldsOf, initialOf, valuesOf } from "./values.js";

const PAUSE = 1500;
const KEEPALIVE_BYTES = 60000; // browsers send no more than 64 kB after a page is left

export class Autosave {
  constructor(form) {
    this.form = form;
    this.state = new State(form);
    this.saving = new Saving(form, this.state, { again: (pause) => this.later(pause), isKept: () => this.isKept });
    this.place = `${form.dataset.autosave}:${form.elements.body ? "write" : "fill"}:`;
    this.notBefore = 0; // while the server has asked for a pause, typing does not shorten it
  }

  start() {
    const { form } = this;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("compositionstart", () => (this.saving.composing = true));
    form.addEventListener("compositionend", () => {
      this.saving.composing = false;
      this.typed();
    });
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.wake()));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => this.wake());
    window.addEventListener("online", () => this.wake());
    const warn = (event) => this.isInTrouble() && event.preventDefault();
    window.addEventListener("beforeunload", warn);
    window.addEventListener("signout", () => this.stop(warn)); // a person was asked already
    offerCopies(form, this.place, (copy) => this.putBack(copy));
  }

  stop(warn) {
    window.removeEventListener("beforeunload", warn);
    clearTimeout(this.timer);
    this.saving.stopped = true;
  }

  isInTrouble() {
    return this.saving.isDirty() && this.state.isBad;
  }

  // Every page has a copy of its own: two tabs on one section do not write over one another's.
  get slot() {
    return this.place + this.form.elements.tab.value;
  }

  // Of several forms on a page each is of another text, which has a page of its own.
  get origin() {
    const { name } = this.form.dataset;
    return name ? { name, page: new URL(this.form.action).pathname } : {};
  }

  typed() {
    if (this.saving.composing || !this.saving.isDirty()) return;
    this.keepCopy();
    if (this.saving.stopped) return;
    if (!this.state.isBad) this.state.say(sentence("waiting"));
    this.later(Math.max(PAUSE, this.notBefore - Date.now()));
  }

  later(pause) {
    this.notBefore = Math.max(this.notBefore, this.state.isBad ? Date.now() + pause : 0);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  keepCopy() {
    const { saved, unanswered } = this.saving;
    const version = this.form.elements.version.value;
    const values = valuesOf(this.form);
    this.isKept = copies.keep(this.slot, { ...this.origin, values, base: saved, version, unanswered });
  }

  async save() {
    clearTimeout(this.timer);
    const isStored = await this.saving.save();
    if (isStored) this.notBefore = 0;
    if (this.saving.isDirty()) this.keepCopy();
    else copies.drop(this.slot);
    return isStored;
  }

  // Back from sleep, from another tab, from a broken line: what waits goes out at once.
  wake() {
    if (this.saving.isDirty() && !this.saving.stopped) this.save();
  }

  // The page is being left: what fits goes out at once; what does not is still in the browser's copy.
  leave() {
    const { stopped, composing, inFlight } = this.saving;
    if (stopped || composing || inFlight || !this.saving.isDirty()) return;
    this.keepCopy();
    if (bytesOf(this.saving.next()) > KEEPALIVE_BYTES) return;
    this.saving.sendNow({ keepalive: true }).then(() => this.saving.isDirty() || copies.drop(this.slot));
  }

  // Ctrl+S, or Cmd+S on a Mac: hands know it from Word.
  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    this.save();
  }

  async submitted(event) {
    if (this.saving.stopped) return; // the ordinary post shows both texts
    event.preventDefault();
    const isStored = await this.save();
    if (isStored && event.submitter?.name === "next") window.location.assign(event.submitter.dataset.href);
    else if (this.saving.stopped) this.form.submit();
  }

  // A copy is put over the text it was typed on, so that a text saved since is compared, not overwritten: what was
  // typed here before is saved first, and the page goes on under another name. What had been sent without an answer is
  // sent again first: it may have arrived, even after this page was opened.
  async putBack(copy) {
    if (this.saving.isDirty() && !(await this.save())) return false;
    const { elements } = this.form;
    elements.tab.value = Math.random().toString(36).slice(2);
    elements.version.value = copy.version;
    this.saving.saved = { ...this.saving.saved, ...copy.base };
    this.saving.unanswered = copy.unanswered ?? null;
    for (const field of fieldsOf(this.form)) {
      const initial = initialOf(this.form, field.name);
      if (initial && field.name in this.saving.saved) initial.value = this.saving.saved[field.name];
      if (field.name in copy.values) field.value = copy.values[field.name];
    }
    this.form.dispatchEvent(new Event("input"));
    return true;
  }
}
