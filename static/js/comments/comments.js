// Comments on the reading page. Without this file each of its links and forms works as a page of its own.

import { Aside } from "./aside.js";
import { Margin } from "./margin.js";
import { News } from "./news.js";
import { startOpening } from "./opening.js";
import { Panel } from "./panel.js";
import { startSteps } from "./steps.js";
import { startValues } from "./values.js";

export function startComments(paper) {
  const margin = new Margin(paper);
  const news = new News(paper, margin);
  const moved = (card) => margin.activate(card);
  const panel = new Panel({ sent: (comment) => show(comment), moved, putAside: () => aside.show() });
  const aside = new Aside(paper, panel);

  async function show(comment) {
    document.getSelection().removeAllRanges(); // a row in which words are selected is left alone
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
    startOpening(paper, panel);
    startValues(paper);
    aside.reopen();
  }
  startSteps(paper, { goTo, now: () => margin.active });
  news.start();
}
