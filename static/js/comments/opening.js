// What opens a comment's form: words that are selected, or the links of a paragraph and of a card.

import { sentence } from "../page.js";
import { Bubble } from "./selection.js";

export function startOpening(paper, panel) {
  let attaching = null; // the address of a comment whose words are being chosen again
  new Bubble(paper, ({ section, start, end, row }) => {
    const address = attaching ?? section.dataset.commentAt;
    attaching = null;
    delete paper.dataset.attaching;
    const range = document.getSelection().getRangeAt(0);
    const joint = address.includes("?") ? "&" : "?"; // the filter is carried along
    const words = `start=${start}&end=${end}&exact=1`;
    panel.open(`${address}${joint}${words}`, boxAfter(row), { top: topOf(range, paper) });
  });
  paper.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("[data-comment-link], [data-opens], [data-reattach]");
    if (!link) return;
    event.preventDefault();
    if ("reattach" in link.dataset) {
      attaching = link.getAttribute("href");
      paper.dataset.attaching = "";
      if (!link.nextElementSibling?.matches(".by-hand")) link.after(byHand(link));
    } else open(link, paper, panel);
  });
  paper.addEventListener("submit", (event) => {
    if (!event.target.matches(".comment [data-comment-form]") || event.defaultPrevented) return;
    event.preventDefault();
    panel.send(event.target, event.submitter);
  });
}

function open(link, paper, panel) {
  const address = link.getAttribute("href");
  const card = link.closest(".comment");
  if (card) return panel.open(address, card.closest(".cards"), { after: card });
  const row = link.closest("p, h2, .text-table");
  return panel.open(address, boxAfter(row), { top: topOf(row, paper) });
}

const topOf = (place, paper) => place.getBoundingClientRect().top - paper.getBoundingClientRect().top;

function boxAfter({ nextElementSibling }) {
  return nextElementSibling?.matches(".bubble") ? nextElementSibling.nextElementSibling : nextElementSibling;
}

// While words are being chosen again: say so, and leave a way for those who cannot select.
function byHand(link) {
  const hint = Object.assign(document.createElement("span"), { className: "hint by-hand" });
  const other = Object.assign(document.createElement("a"), { href: link.href, textContent: sentence("byHand") });
  hint.setAttribute("role", "status");
  hint.append(sentence("selectAgain"), " ", other);
  return hint;
}
