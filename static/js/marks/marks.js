// What the checks found is marked at its words, beside the list that says what it is. Where a browser cannot draw
// below words, the list stands alone.

import { initialOf } from "../autosave/values.js";
import { MarkedField } from "./field.js";
import { MarkedProse } from "./prose.js";

export function markWords(form) {
  if (!form.dataset.marked || !CSS.highlights) return;
  const places = ["heading", "body"].map((name) => {
    const field = form.elements[name];
    return [name, field ? new MarkedField(field) : new MarkedProse(form, name)];
  });
  const show = (marks, values) => {
    for (const [name, marked] of places) marked.show(marks.filter(({ place }) => place === name), values[name]);
  };
  show(JSON.parse(form.dataset.marked), {
    heading: initialOf(form, "heading")?.value,
    body: initialOf(form, "body")?.value,
  });
  form.addEventListener("checked", ({ detail }) => show(detail.marks, detail.values));
}
