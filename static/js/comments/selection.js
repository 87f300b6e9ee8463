// Which words of the stored text are selected on the paper. Each run of the page knows its offsets there; a value
// stands for its whole blank.

import { button } from "../elements.js";
import { sentence } from "../page.js";

const length = (text) => [...text].length; // the server counts characters, JavaScript counts halves of some

// { section, start, end, row } or null; `several` where the selection goes beyond one section.
export function passageOf(range, paper) {
  const found = [...paper.querySelectorAll("[data-start]")]
    .filter((run) => range.intersectsNode(run))
    .map((run) => ({ run, ...within(range, run) }))
    .filter(({ start, end }) => start < end);
  if (!found.length) return null;
  const section = found[0].run.closest("section");
  const last = found.at(-1);
  const several = last.run.closest("section") !== section;
  return { section, several, start: found[0].start, end: last.end, row: last.run.closest("p, h2, .text-table") };
}

function within(range, run) {
  const start = Number(run.dataset.start);
  const end = Number(run.dataset.end);
  const from = run.contains(range.startContainer) ? before(run, range.startContainer, range.startOffset) : 0;
  const to = run.contains(range.endContainer) ? before(run, range.endContainer, range.endOffset) : Infinity;
  if (!run.classList.contains("chip")) return { start: start + from, end: Math.min(end, start + to) };
  return from < length(run.textContent) && to > 0 ? { start, end } : { start, end: start };
}

function before(run, node, offset) {
  const range = document.createRange();
  range.setStart(run, 0);
  range.setEnd(node, offset);
  return length(range.toString());
}

// A button where the selection ends, right after its paragraph, so that the Tab key leads from the words to it.
export class Bubble {
  constructor(paper, act) {
    this.paper = paper;
    const pressed = () => {
      const { passage } = this;
      this.hide();
      if (passage && !passage.several) act(passage);
    };
    this.button = button("", pressed, "btn btn-primary btn-sm bubble");
    this.button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.follow(), 150);
    });
  }

  follow() {
    if (document.activeElement === this.button) return;
    const selection = document.getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    this.passage = range && this.paper.contains(range.commonAncestorContainer) ? passageOf(range, this.paper) : null;
    if (this.passage) this.show(range);
    else this.hide();
  }

  show(range) {
    const { several, row } = this.passage;
    const label = "attaching" in this.paper.dataset ? "attach" : "comment";
    this.button.textContent = sentence(several ? "oneSection" : label);
    this.button.disabled = several;
    row.after(this.button);
    const box = [...range.getClientRects()].filter(({ width }) => width).at(-1) ?? range.getBoundingClientRect();
    const paper = this.paper.getBoundingClientRect();
    const left = Math.min(box.right - paper.left, paper.width - this.button.offsetWidth - 8);
    this.button.style.left = `${Math.max(8, left)}px`;
    this.button.style.top = `${box.bottom - paper.top + 6}px`;
  }

  hide() {
    this.button.remove();
  }
}
