// From comment to comment: with buttons, with keys, by the page's address.

export function startSteps(paper, { goTo, now }) {
  const step = (by) => {
    const cards = [...paper.querySelectorAll("[data-comment]")];
    const place = cards.indexOf(now());
    const first = by > 0 ? 0 : cards.length - 1;
    goTo(cards[place < 0 ? first : place + by]);
  };
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !event.altKey || event.target.matches("textarea, input, select")) return;
    event.preventDefault();
    step(by);
  });
  startNumbers(paper, goTo);
  const fromAddress = () => {
    const { hash } = window.location;
    if (/^#comment-\d+$/.test(hash)) goTo(document.querySelector(hash));
  };
  window.addEventListener("hashchange", fromAddress);
  for (const hidden of document.querySelectorAll(".comment-steps, .by-selection")) hidden.hidden = false;
  for (const filter of document.querySelectorAll(".comment-filter select")) {
    filter.addEventListener("change", () => filter.form.submit());
  }
  fromAddress();
}

// A number leads to the comment of that number, while the keyboard is in the text: elsewhere it belongs to a field.
function startNumbers(paper, goTo) {
  const PAUSE = 1000; // milliseconds between the figures of one number
  let typed = { digits: "", at: -PAUSE };
  paper.addEventListener("keydown", (event) => {
    const { key, timeStamp: at, target } = event;
    if (!/^[0-9]$/.test(key) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.matches("textarea, input, select")) return;
    const cards = [...paper.querySelectorAll("[data-comment]")];
    const digits = [at - typed.at < PAUSE ? typed.digits + key : key, key].find((number) => cards[number - 1]);
    typed = { digits: digits ?? "", at };
    if (digits) goTo(cards[digits - 1]);
  });
}
