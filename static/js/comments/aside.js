// Remarks that were begun and put aside: listed above the paper, each to be gone on with.

import { under } from "../copies.js";
import { button } from "../elements.js";
import { sentence } from "../page.js";

const SHOWN = 16; // characters of each

export class Aside {
  constructor(paper, panel) {
    this.paper = paper;
    this.panel = panel;
    this.place = Object.assign(document.createElement("div"), { className: "notice drafts-aside", hidden: true });
    this.place.setAttribute("role", "status");
    paper.before(this.place);
  }

  // Those of this report.
  drafts() {
    return under("").filter(({ address }) => address?.startsWith(`/reports/${this.paper.dataset.report}/`));
  }

  show() {
    const drafts = this.drafts().filter(({ closed }) => closed);
    this.place.hidden = !drafts.length;
    this.place.replaceChildren(sentence("drafts"), " ", ...drafts.map((draft) => this.entry(draft)));
  }

  entry(draft) {
    const said = draft.values.text || draft.values.replacement || "";
    const words = said.length > SHOWN ? `${said.slice(0, SHOWN)}…` : said;
    return button(`“${words}”`, () => this.open(draft), "btn btn-outline-secondary btn-sm me-2");
  }

  async open({ address, row, top }) {
    const boxes = [...this.paper.querySelectorAll(".cards")];
    await this.panel.open(address, boxes[row] ?? boxes[0], { top });
    this.show();
  }

  // What was being written when the page was left.
  reopen() {
    this.show();
    const [left] = this.drafts().filter(({ closed }) => !closed);
    if (left) this.open(left);
  }
}
