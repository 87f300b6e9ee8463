// What others say appears by itself: the page asks whether there is news and takes over only what has changed.
// What one reads stays where it is; what one types or has selected is not touched.

import { notice } from "../elements.js";
import { sentence } from "../page.js";

const EVERY = 8000;
const PATIENCE = 20000; // questions that nobody answers would in the end keep the browser from sending anything else

export class News {
  constructor(paper, margin) {
    this.paper = paper;
    this.margin = margin;
  }

  start() {
    this.timer = setInterval(() => document.hidden || this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => document.hidden || this.ask());
  }

  async ask() {
    if (this.isAsking) return;
    this.isAsking = true;
    const address = `${this.paper.dataset.news}?since=${encodeURIComponent(this.paper.dataset.token)}`;
    const response = await get(address, { headers: { Accept: "application/json" } });
    if (response?.status === 200) await this.refresh();
    this.isAsking = false;
  }

  // The page as it is now; false where its words are other words, which only a person may put in place.
  async refresh() {
    const response = await get(window.location.pathname + window.location.search);
    const isPage = response?.ok && !response.redirected;
    const text = isPage && (await response.text().catch(() => null)); // a line may break in the middle
    const page = text && new DOMParser().parseFromString(text, "text/html");
    const fresh = page?.getElementById?.("paper");
    if (!fresh) return true;
    if (words(fresh) !== words(this.paper)) return this.offerText();
    const before = this.anchor();
    const whole = patchRows(this.paper, fresh);
    patchCards(this.paper, fresh);
    document.querySelector(".comment-tools").hidden = page.querySelector(".comment-tools").hidden;
    document.getElementById("comment-count").textContent = page.getElementById("comment-count").textContent;
    this.margin.lay();
    if (before) window.scrollBy(0, before.row.getBoundingClientRect().top - before.top);
    if (whole) this.paper.dataset.token = fresh.dataset.token;
    return true;
  }

  anchor() {
    const row = rows(this.paper).find((one) => one.getBoundingClientRect().bottom > 0);
    return row && { row, top: row.getBoundingClientRect().top };
  }

  offerText() {
    if (this.offered) return false;
    const { href } = window.location;
    const link = Object.assign(document.createElement("a"), { href, textContent: sentence("reload") });
    link.addEventListener("click", () => window.location.reload());
    this.offered = notice("status", sentence("changed"), " ", link);
    this.offered.classList.add("news");
    this.paper.before(this.offered);
    return false;
  }
}

// Nothing where there is no answer in time.
const get = (address, options = {}) =>
  fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);

const rows = (paper) => [...paper.querySelectorAll("section > p, section > h2, section > .text-table")];
const boxes = (paper) => [...paper.querySelectorAll("section > .cards")];
const words = (paper) => [...paper.querySelectorAll("[data-start]")].map((run) => run.textContent).join("");

// True if every row could be taken over: one in which words are selected is left for later.
function patchRows(paper, fresh) {
  const selection = document.getSelection();
  const old = rows(paper);
  let whole = true;
  rows(fresh).forEach((row, index) => {
    if (plain(old[index]) === row.innerHTML) return;
    const isSelected = !selection.isCollapsed && selection.containsNode(old[index], true);
    const busy = isSelected || old[index].contains(document.activeElement);
    if (busy) whole = false;
    else old[index].replaceChildren(...row.childNodes);
  });
  return whole;
}

function plain(row) {
  const copy = row.cloneNode(true);
  for (const mark of copy.querySelectorAll(".active")) mark.classList.remove("active");
  return copy.innerHTML;
}

function patchCards(paper, fresh) {
  const old = boxes(paper);
  boxes(fresh).forEach((box, index) => patchBox(old[index], box));
}

function patchBox(old, fresh) {
  const wanted = [...fresh.querySelectorAll("[data-comment]")];
  const ids = new Set(wanted.map(({ id }) => id));
  for (const card of [...old.querySelectorAll("[data-comment]")]) if (!ids.has(card.id)) card.remove();
  let last = null;
  for (const card of wanted) {
    const own = old.querySelector(`#${card.id}`);
    document.querySelectorAll(`#${card.id}`).forEach((other) => other !== own && other.remove());
    if (own) update(own, card);
    else last ? last.after(card) : old.prepend(card);
    last = old.querySelector(`#${card.id}`);
  }
}

function update(own, fresh) {
  own.querySelector(".comment-number").innerHTML = fresh.querySelector(".comment-number").innerHTML;
  if (own.dataset.stamp === fresh.dataset.stamp) return;
  const hadFocus = own.contains(document.activeElement);
  own.replaceChildren(...fresh.childNodes);
  own.className = fresh.className + (own.classList.contains("active") ? " active" : "");
  own.dataset.stamp = fresh.dataset.stamp;
  if (hadFocus) own.focus({ preventScroll: true });
}
