// What is typed into a form that is sent with a button, kept in the browser until the server has it.

import * as copies from "./copies.js";
import { button } from "./elements.js";
import { sentence } from "./page.js";

const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
const nameOf = (field) => (field.type === "radio" ? `${field.name}=${field.value}` : field.name);
const KEPT = ["key", "start", "end", "quote"]; // of what is hidden; which version is decided about is the page's
const isKept = (field) => field.matches("textarea, select, input:not([type=hidden])") || KEPT.includes(field.name);
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && isKept(field));
const isTyped = (field) => field.matches("textarea, input[type=text]") && field.value.trim();

// Something was written here that would be missed.
export const hasWords = (form) => fieldsOf(form).some((field) => isTyped(field) && field.value !== field.defaultValue);

const valuesOf = (form) =>
  Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), isChoice(field) ? field.checked : field.value]));

// From now on. `more` travels along with the values; what was typed into fields that are gone meanwhile stays.
export function keepDraft(form, more = {}) {
  const place = form.dataset.copy;
  form.addEventListener("input", () =>
    copies.keep(place, { ...more, values: { ...copies.find(place)?.values, ...valuesOf(form) } }),
  );
}

// Puts a draft back and says so, with a way to throw it away. One that the server has whole has done its work: words
// that no field takes any more stay. The words that a remark was begun on are its own: where other words stand there
// today, the server looks for them.
export function restoreDraft(form) {
  const values = copies.find(form.dataset.copy)?.values;
  if (!values) return;
  const stored = valuesOf(form);
  if (Object.entries(values).every(([name, value]) => stored[name] === value)) copies.drop(form.dataset.copy);
  fill(form, values);
  if (!hasWords(form)) return;
  const passage = form.querySelector("blockquote.passage");
  if (passage && values.quote && values.quote !== form.elements.quote?.defaultValue) passage.textContent = values.quote;
  form.prepend(hint(form));
  form.closest("details")?.setAttribute("open", "");
}

function hint(form) {
  const place = Object.assign(document.createElement("p"), { className: "hint" });
  const discard = () => {
    copies.drop(form.dataset.copy);
    form.reset();
    place.remove();
    form.querySelector("textarea")?.focus();
  };
  place.setAttribute("role", "status");
  place.append(sentence("keptHere"), " ", button(sentence("discard"), discard, "btn btn-link"));
  return place;
}

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    if (!(nameOf(field) in values)) continue;
    if (isChoice(field)) field.checked = values[nameOf(field)];
    else field.value = values[nameOf(field)];
    if (field.checked) field.closest("details")?.setAttribute("open", "");
  }
}

// Says in the form, beside its button, what has become of it.
export function tell(form, parts) {
  const place = form.querySelector(":scope > .err[role=alert]") ?? document.createElement("p");
  place.className = "err";
  place.setAttribute("role", "alert");
  place.replaceChildren(...parts);
  form.append(place);
}
