// Comments on the reading page. Without this file each of its links and forms works as a page of its own.

import * as copies from "../copies.js";
import { Margin } from "./margin.js";
import { News } from "./news.js";
import { Panel } from "./panel.js";
import { Bubble } from "./selection.js";

export function startComments(paper) {
  const margin = new Margin(paper);
  const news = new News(paper, margin);
  const panel = new Panel(paper, { sent: (comment) => show(comment), moved: (card) => margin.activate(card) });
  const boxAfter = (row) => (row.nextElementSibling?.matches(".bubble") ? row.nextElementSibling.nextElementSibling : row.nextElementSibling);

  async function show(comment) {
    document.getSelection().removeAllRanges(); // the words have been used; a row in which some are selected is left alone
    if (!(await news.refresh())) {
      window.location.hash = `comment-${comment}`;
      return window.location.reload();
    }
    return goTo(document.getElementById(`comment-${comment}`));
  }

  function goTo(card) {
    if (!card) return;
    const details = card.querySelector("details");
    if (details) details.open = true;
    margin.activate(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  if ("mayComment" in paper.dataset) {
    let attaching = null;
    new Bubble(paper, ({ section, start, end, row }) => {
      const address = attaching ?? section.dataset.commentAt;
      attaching = null;
      delete paper.dataset.attaching;
      const top = document.getSelection().getRangeAt(0).getBoundingClientRect().top - paper.getBoundingClientRect().top;
      panel.open(`${address}?start=${start}&end=${end}&exact=1`, boxAfter(row), { top });
    });
    paper.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = event.target.closest("[data-comment-link], [data-opens], [data-reattach]");
      if (!link) return;
      event.preventDefault();
      if ("reattach" in link.dataset) {
        attaching = link.getAttribute("href");
        paper.dataset.attaching = "1";
        link.nextElementSibling?.matches(".by-hand") || link.after(byHand(link));
      } else if ("opens" in link.dataset) {
        const card = link.closest(".comment");
        panel.open(link.getAttribute("href"), card.closest(".cards"), { after: card });
      } else {
        const row = link.closest("p, h2");
        const top = row.getBoundingClientRect().top - paper.getBoundingClientRect().top;
        panel.open(link.getAttribute("href"), boxAfter(row), { top });
      }
    });
    paper.addEventListener("submit", (event) => {
      if (!event.target.matches(".comment [data-comment-form]") || event.defaultPrevented) return;
      event.preventDefault();
      panel.send(event.target, event.submitter);
    });
    reopen(paper, panel);
  }

  const step = (by) => {
    const cards = [...paper.querySelectorAll("[data-comment]")];
    const now = cards.indexOf(margin.active);
    goTo(cards[now < 0 ? (by > 0 ? 0 : cards.length - 1) : now + by]);
  };
  for (const button of document.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.target.matches("textarea, input, select")) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  const fromAddress = () => goTo(document.querySelector(/^#comment-\d+$/.test(window.location.hash) ? window.location.hash : "#none"));
  window.addEventListener("hashchange", fromAddress);
  for (const hidden of document.querySelectorAll(".comment-steps, .by-selection")) hidden.hidden = false;
  for (const filter of document.querySelectorAll(".comment-filter select")) filter.addEventListener("change", () => filter.form.submit());
  fromAddress();
  news.start();
}

// While words are being chosen again: say so, and leave a way for those who cannot select.
function byHand(link) {
  const hint = Object.assign(document.createElement("span"), { className: "hint by-hand", textContent: document.getElementById("paper").dataset.selectAgain + " " });
  const other = Object.assign(document.createElement("a"), { href: link.href, textContent: document.getElementById("paper").dataset.byHand });
  hint.append(other);
  hint.setAttribute("role", "status");
  return hint;
}

// What was being written when the page was left.
function reopen(paper, panel) {
  const boxes = [...paper.querySelectorAll(".cards")];
  const copy = copies.all().find(({ address, closed }) => address?.startsWith(`/reports/${paper.dataset.report}/`) && !closed);
  if (copy) panel.open(copy.address, boxes[copy.row] ?? boxes[0], { top: copy.top });
}
