// Cards beside the words they speak of, none over another; on a narrow screen they stand below the paragraph.

const GAP = 12;
const wide = window.matchMedia("(min-width: 1100px)");

export class Margin {
  constructor(paper) {
    this.paper = paper;
    paper.classList.add("laid-out");
    this.observer = new ResizeObserver(() => this.soon());
    this.observer.observe(paper);
    wide.addEventListener("change", () => this.soon());
    document.fonts?.ready.then(() => this.soon());
    paper.addEventListener("toggle", () => this.soon(), true);
    // A card that moved between press and release would never be clicked.
    document.addEventListener("pointerdown", () => (this.pressed = true), true);
    document.addEventListener("click", () => (this.pressed = false), true);
    document.addEventListener("keydown", () => (this.pressed = false), true);
    paper.addEventListener("click", ({ target }) => this.choose(target));
    paper.addEventListener("focusin", ({ target }) => this.pressed || this.choose(target));
    this.lay();
  }

  cards() {
    return [...this.paper.querySelectorAll(".comment")];
  }

  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.lay();
    });
  }

  choose(target) {
    const card = target.closest(".comment");
    const key = target.closest(".ref")?.dataset.ref ?? target.closest("mark")?.className.match(/on-(\d+)/)?.[1];
    const chosen = card ?? (key && document.getElementById(`comment-${key}`));
    if (chosen) this.activate(chosen);
  }

  activate(card) {
    if (card === this.active) return;
    this.active = card;
    for (const marked of this.paper.querySelectorAll(".active")) marked.classList.remove("active");
    card?.classList.add("active");
    for (const mark of this.marks(card)) mark.classList.add("active");
    this.lay();
  }

  marks(card) {
    return card?.dataset.comment ? this.paper.querySelectorAll(`mark.on-${card.dataset.comment}`) : [];
  }

  lay() {
    const cards = this.cards();
    for (const card of cards) this.observer.observe(card);
    if (!wide.matches) {
      for (const card of cards) card.style.top = "";
      this.paper.style.minHeight = "";
      return;
    }
    const top = this.paper.getBoundingClientRect().top;
    const rows = cards.map((card) => ({ card, top: this.wanted(card) - top, height: card.offsetHeight }));
    const chosen = rows.findIndex(({ card }) => card === this.active);
    for (let index = chosen - 1; index >= 0; index -= 1) {
      rows[index].top = Math.min(rows[index].top, rows[index + 1].top - rows[index].height - GAP);
    }
    let free = 0;
    for (const row of rows) {
      row.top = Math.max(row.top, free);
      free = row.top + row.height + GAP;
      row.card.style.top = `${row.top}px`;
    }
    this.paper.style.minHeight = `${free}px`;
  }

  // The line of the first marked word; a card without words stands at its paragraph or section.
  wanted(card) {
    const place = card.dataset.top ? null : this.marks(card)[0];
    if (place) return place.getClientRects()[0].top;
    if (card.dataset.top) return this.paper.getBoundingClientRect().top + Number(card.dataset.top);
    const cards = card.closest(".cards");
    return (cards.previousElementSibling ?? cards.parentElement).getBoundingClientRect().top;
  }
}
