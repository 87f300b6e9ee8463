// What the fields of a form hold.

const lines = (text) => text.replaceAll("\r\n", "\n");

export const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.matches("input, textarea"));

export const valuesOf = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));

export const initialOf = (form, name) => form.elements[`initial-${name}`];

// Whether one of the values is not as in the others.
export const differ = (some, others) =>
  Object.keys(some).some((name) => lines(some[name]) !== lines(others[name] ?? ""));
