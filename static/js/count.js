// The length of a section while it is written, counted as the server counts (reports/prose/counting.py): a Han
// character is one, a run of Latin letters or digits is one, punctuation is none; a blank counts as its value.

import { sentence } from "./page.js";

const COUNTED = new RegExp(
  "[\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]|[A-Za-z0-9]+(?:[.,][0-9]+)*",
  "gu",
);
const BLANK = /【([^【】\n]{1,40})】/gu;

// `values` by label; a blank without one counts nothing.
export function countCharacters(text, values = {}) {
  const filled = text.replace(BLANK, (whole, label) => (label.trim() ? values[label.trim()] || " " : whole));
  return (filled.match(COUNTED) ?? []).length;
}

// Numbers and dates are printed with narrow digits.
const printed = ({ value, classList }) => (classList.contains("figure-text") ? value : value.normalize("NFKC")).trim();

export function countWhileTyping(form) {
  const over = form.querySelector("[data-over]");
  const shown = form.querySelector('[data-count="characters"]');
  const { heading, body } = form.elements;
  if (!shown || !heading || !body) return;
  form.addEventListener("input", () => {
    const rows = [...form.querySelectorAll("tr[data-label]")];
    const values = Object.fromEntries(rows.map((row) => [row.dataset.label, printed(row.querySelector("input"))]));
    const count = countCharacters(`${heading.value}\n${body.value}`, values);
    shown.textContent = count;
    const excess = over ? count - Number(over.dataset.over) : 0;
    if (over) over.textContent = excess > 0 ? sentence("over", { count: excess }) : "";
  });
}
