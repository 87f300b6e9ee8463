// Words that are marked in a text stand at once in the field that they are chosen for.

export function chooseWords(texts) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = [...texts].find((one) => one.contains(selection.anchorNode) && one.contains(selection.focusNode));
    if (!text || selection.isCollapsed) return;
    document.getElementById(text.dataset.chooseFor).value = selection.toString().trim();
  });
}
