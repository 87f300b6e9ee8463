// A layer over a field that holds the same words at the same places, none of which is seen: lines that are drawn below
// its words lie below those of the field. Each line of the text is a block, as a field shapes and breaks each by
// itself, and only what was typed in is laid out again. Where the two come to another height their words stand at
// different places, and nothing is drawn.

import { rangeOf } from "./lines.js";
import { changeBetween } from "./offsets.js";

const MOST_LINES = 5_000; // with more, or with longer ones, a key would wait for the layer
const LONGEST = 10_000; // characters
const ROUNDED = 2; // pixels by which lengths in whole pixels may differ that are the same
const SAME = [
  ...["fontFamily", "fontSize", "fontStretch", "fontStyle", "fontWeight", "fontKerning", "fontFeatureSettings"],
  ...["letterSpacing", "wordSpacing", "textIndent", "textAlign", "textTransform", "tabSize", "direction"],
  ...["wordBreak", "lineBreak", "overflowWrap", "hyphens", "textSpacingTrim", "textAutospace", "textRendering"],
  ...["paddingTop", "paddingRight", "paddingBottom", "paddingLeft"],
  ...["borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth"],
];

export class Layer {
  constructor(field) {
    this.field = field;
    this.text = "";
    this.blocks = []; // text nodes, one a line, with its line break
    this.box = Object.assign(document.createElement("div"), { className: "marks-layer", inert: true, hidden: true });
    this.box.setAttribute("aria-hidden", "true");
    this.box.classList.toggle("one-line", !field.matches("textarea"));
    field.after(this.box);
    new ResizeObserver(() => this.fit()).observe(field);
    for (const type of ["scroll", "keyup", "pointerup", "blur"]) field.addEventListener(type, () => this.follow());
  }

  hide() {
    this.box.hidden = true;
  }

  show() {
    this.box.hidden = false;
    this.fit();
  }

  // A line height in pixels is rounded, one in letters is not; and the room of a scroll bar is no whole number of
  // pixels on a page that is zoomed, so the layer keeps it free as the field does.
  fit() {
    if (this.box.hidden) return;
    const style = getComputedStyle(this.field);
    for (const name of SAME) this.box.style[name] = style[name];
    this.box.style.lineHeight = parseFloat(style.lineHeight) / parseFloat(style.fontSize) || style.lineHeight;
    const inner = this.field.offsetWidth - parseFloat(style.borderLeftWidth) - parseFloat(style.borderRightWidth);
    this.box.style.scrollbarGutter = inner - this.field.clientWidth > ROUNDED ? "stable" : "auto";
    this.box.classList.toggle("astray", Math.abs(this.box.scrollHeight - this.field.scrollHeight) > ROUNDED);
    this.follow();
  }

  follow() {
    if (this.box.hidden) return;
    this.box.scrollTop = this.field.scrollTop;
    this.box.scrollLeft = this.field.scrollLeft;
  }

  lay(value) {
    const text = `${value}\n`;
    const { start, end, shift } = changeBetween(this.text, text);
    if (start === end && !shift) return;
    let [first, from] = this.blockAt(start);
    let [last, to] = [first, from];
    while (last < this.blocks.length && (to === from || to < end || text[to + shift - 1] !== "\n")) {
      to += this.blocks[last].length;
      last += 1;
    }
    this.replace(first, last, text.slice(from, to + shift));
    this.text = text;
  }

  blockAt(offset) {
    let from = 0;
    let number = 0;
    while (number < this.blocks.length - 1 && from + this.blocks[number].length <= offset) {
      from += this.blocks[number].length;
      number += 1;
    }
    return [number, from];
  }

  replace(first, last, text) {
    const fresh = [...cut(text)].map((words) => document.createTextNode(words));
    const before = this.blocks[last]?.parentElement ?? null;
    for (const block of this.blocks.slice(first, last)) block.parentElement.remove();
    for (const block of fresh) {
      const place = document.createElement("div");
      place.append(block);
      this.box.insertBefore(place, before);
    }
    this.blocks.splice(first, last - first, ...fresh);
  }

  // Of marks in the order of the text.
  rangesOf(marks) {
    const places = [];
    let [number, from] = [0, 0];
    for (const { severity, start, end } of marks) {
      while (from + this.blocks[number].length <= start) from += this.blocks[number++].length;
      let [last, to] = [number, from];
      while (to + this.blocks[last].length < end) to += this.blocks[last++].length;
      places.push([severity, rangeOf(this.blocks[number], start - from, this.blocks[last], end - to)]);
    }
    return places;
  }
}

// Whether the layer keeps up with typing.
export function isLaidOutFast(text) {
  const lines = text.split("\n");
  return lines.length <= MOST_LINES && lines.every(({ length }) => length <= LONGEST);
}

function* cut(text) {
  for (let from = 0, to; from < text.length; from = to) {
    to = text.indexOf("\n", from) + 1 || text.length;
    yield text.slice(from, to);
  }
}
