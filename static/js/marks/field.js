// What the checks found in a field that is written in. Between two saves the marks move with their words, and words
// that are changed lose theirs. The field's text, caret and history are read and never set.

import { isLaidOutFast, Layer } from "./layer.js";
import { Lines } from "./lines.js";
import { inUnits, moveMarks } from "./offsets.js";

export class MarkedField {
  constructor(field) {
    this.field = field;
    this.layer = new Layer(field);
    this.lines = new Lines();
    this.text = field.value;
    this.marks = [];
    field.form.addEventListener("input", () => this.typed());
  }

  // `marks` of a text that the field had when it was checked.
  show(marks, checked) {
    const isThere = ({ start, end, words }) => checked.slice(start, end) === words;
    this.marks = inUnits(checked, marks).filter(isThere);
    this.text = checked;
    this.draw();
  }

  typed() {
    if (!this.marks.length) return;
    this.waiting ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.waiting = null;
    const { value } = this.field;
    this.marks = moveMarks(this.marks, this.text, value);
    this.text = value;
    const isShown = this.marks.length > 0 && isLaidOutFast(value);
    if (isShown) this.layer.lay(value);
    this.lines.draw(isShown ? this.layer.rangesOf(this.marks) : []);
    if (isShown) this.layer.show();
    else this.layer.hide();
  }
}
