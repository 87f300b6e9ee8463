// From words on the reading page to the same words in the editor, and back. Offsets count characters, as on the server.

const length = (text) => [...text].length;
const HERE = /^#at-(\d+)-(\d+)$/; // section and offset

// In the editor: the caret goes where the address says.
export function goToPassage(field) {
  const asked = new URLSearchParams(window.location.search).get("at");
  if (!/^\d+$/.test(asked ?? "")) return;
  const place = [...field.value].slice(0, Number(asked)).join("").length;
  field.setSelectionRange(place, place);
  field.focus();
}

// The link to the reading page leads to where the caret stands when it is followed.
export function leadBack(link, field) {
  link.addEventListener("click", () => {
    link.hash = `#at-${link.dataset.readHere}-${length(field.value.slice(0, field.selectionStart))}`;
  });
}

// On the reading page: the paragraph that holds the caret of the editor.
export function goToParagraph(paper) {
  const [, section, offset] = window.location.hash.match(HERE) ?? [];
  if (!section) return;
  const words = [...paper.querySelectorAll(`[data-section="${section}"] [data-start]`)];
  const run = words.findLast(({ dataset }) => Number(dataset.start) <= Number(offset)) ?? words[0];
  const row = run?.closest("p, h2") ?? paper.querySelector(`[data-section="${section}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.classList.add("from-editor");
}
