// What the checks found in the prose of the page of blanks. Its words do not change there; a value may.

import { Lines, rangeOf } from "./lines.js";

export class MarkedProse {
  constructor(form, place) {
    this.parts = [...form.querySelectorAll(`[data-of="${place}"]`)];
    this.lines = new Lines();
  }

  show(marks) {
    for (const part of this.parts) delete part.dataset.found;
    this.lines.draw(marks.flatMap((mark) => this.parts.flatMap((part) => this.rangeIn(part, mark) ?? [])));
  }

  // Of a part of the words; a field in place of a blank is marked as a whole.
  rangeIn(part, { severity, start, end }) {
    const [from, to] = [part.dataset.start, part.dataset.end].map(Number);
    if (start >= to || end <= from) return null;
    if (!part.matches(".words")) {
      part.dataset.found ??= severity;
      return null;
    }
    const text = part.firstChild;
    const units = (offset) => [...text.data].slice(0, Math.max(offset - from, 0)).join("").length;
    return [[severity, rangeOf(text, units(start), text, units(Math.min(end, to)))]];
  }
}
