// Words kept in this browser that no form takes any more, because what they belong to has been locked, decided or
// removed: shown for copying until a person throws them away.

import * as copies from "./copies.js";
import { button } from "./elements.js";
import { sentence } from "./page.js";

const listed = (text) => (text ?? "").split(/\s+/).filter(Boolean);
const beginsWithOne = (page, starts) => starts.some((start) => page.startsWith(start));

// `place` says of which pages (how their addresses begin), which of these still take words, where words stand that have
// arrived, and how the places of the copies begin, where not all are meant.
export function showLeftovers(place) {
  const { leftovers, open, stored, of = "" } = place.dataset;
  const arrived = plain(document.getElementById(stored)?.textContent ?? "");
  for (const copy of copies.under(of)) {
    if (!copy.page || !beginsWithOne(copy.page, listed(leftovers)) || beginsWithOne(copy.page, listed(open))) continue;
    const form = document.querySelector(`form[data-copy="${copy.place}"]`); // takes the rest
    const words = wordsOf(copy, form).flatMap((text) => text.split("\n")); // beside a paragraph stand links and remarks
    if (!words.every((line) => arrived.includes(plain(line)))) place.append(shown(copy, words));
    else if (!form) copies.drop(copy.place);
  }
}

// Of a remark that was begun also the words that it was begun on are kept; they stand in the report.
const wordsOf = ({ values: { quote: _quote, key: _key, start: _start, end: _end, ...typed } }, form) =>
  Object.entries(typed)
    .filter(([name, value]) => typeof value === "string" && value.trim() && !form?.elements[name])
    .map(([, value]) => value);

const plain = (text) => text.replace(/\s/g, "");

function shown(copy, words) {
  const box = Object.assign(document.createElement("section"), { className: "notice notice-warning" });
  const style = { dateStyle: "short", timeStyle: "short" };
  const time = new Date(copy.at).toLocaleString(document.documentElement.lang, style);
  const said = sentence("leftover", { name: copy.name ?? "", time });
  const field = document.createElement("textarea");
  Object.assign(field, { className: "form-control prose", readOnly: true, rows: 6, value: words.join("\n") });
  field.setAttribute("aria-label", said);
  const discard = () => {
    copies.drop(copy.place);
    box.remove();
  };
  box.append(said, field, button(sentence("discard"), discard));
  return box;
}
