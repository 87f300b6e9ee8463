// From words on the reading page to the same words in the editor, and back. Offsets count characters, as on the server.

const length = (text) => [...text].length;
const HERE = /^#at-(\d+)-(\d+)$/; // section and offset

// In the editor: the caret goes where the address says, or words are marked: in the field that its fragment names.
export function goToPassage(body) {
  const asked = new URLSearchParams(window.location.search).get("at") ?? "";
  const [, start, end = start] = asked.match(/^(\d+)(?:-(\d+))?$/) ?? [];
  if (start === undefined) return;
  const field = window.location.hash === "#id_heading" ? body.form.elements.heading : body;
  const place = (offset) => [...field.value].slice(0, Number(offset)).join("").length;
  select(field, place(start), place(end));
}

// Beside the editor: what a check found is marked where it stands now, the nearest one where it stands there often.
export function goToWords(form) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-marks]");
    const field = link && form.querySelector(link.hash);
    if (!field) return;
    const words = link.dataset.marks;
    const place = nearest(field.value, words, Number(link.dataset.start));
    event.preventDefault();
    select(field, Math.max(place, 0), place < 0 ? 0 : place + words.length);
  });
}

function nearest(text, words, wanted) {
  let best = -1;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (best < 0 || Math.abs(at - wanted) < Math.abs(best - wanted)) best = at;
  }
  return best;
}

// Browsers do not scroll a field to what is marked in it: about the same share of its height is shown.
function select(field, start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  if (end > start) field.scrollTop = (field.scrollHeight * start) / field.value.length - field.clientHeight / 2;
}

// The link to the reading page leads to where the caret stands when it is followed.
export function leadBack(link, field) {
  link.addEventListener("click", () => {
    link.hash = `#at-${link.dataset.readHere}-${length(field.value.slice(0, field.selectionStart))}`;
  });
}

// On the reading page: what the checks ask about leads to its paragraph, not to its section alone.
export function leadToParagraphs(paper) {
  for (const link of document.querySelectorAll("a[data-at]")) link.hash = `at-${link.dataset.at}`;
  window.addEventListener("hashchange", () => goToParagraph(paper));
}

// On the reading page: the paragraph that holds the caret of the editor.
export function goToParagraph(paper) {
  const [, section, offset] = window.location.hash.match(HERE) ?? [];
  if (!section) return;
  const words = [...paper.querySelectorAll(`[data-section="${section}"] [data-start]`)];
  const run = words.findLast(({ dataset }) => Number(dataset.start) <= Number(offset)) ?? words[0];
  const row = run?.closest("p, h2, .text-table") ?? paper.querySelector(`[data-section="${section}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.classList.add("from-editor");
}
